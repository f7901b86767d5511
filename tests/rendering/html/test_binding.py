"""A part of a document in HTML: its body as an element, its anchors its own."""

from dataclasses import replace

from docgen.document import Diffusion, Document, Facts
from docgen.rendering.html.binding import anchor_of, bound_parts, bound_sheets


def part(key, kind="essai", **more):
    """Return an invented document."""
    return Document(
        kind=kind,
        key=key,
        title="Essai fictif",
        author="Exemple fictif",
        subject="",
        facts=Facts(),
        diffusion=Diffusion.PUBLIQUE,
        final=True,
        sources=(),
        **more,
    )


WHOLE = replace(
    part("tout", "recueil"),
    parts={"un": (part("a"), part("b")), "deux": (part("c", "autre"),), "rien": ()},
)
PAGE = (
    '<!DOCTYPE html>\n<html><head><title>x</title></head>\n<body class="projet">\n'
    '<h1 id="t">Un id=&#34;faux&#34; &amp; <a href="#t">lien</a></h1>\n'
    '<a href="https://exemple.fr/#t">dehors</a><p data-id="t">x</p>\n</body></html>'
)


def bound(page=PAGE, document=WHOLE):
    """Return what is bound into a document whose parts all have this page."""
    return bound_parts(document, lambda _: page)


def test_parts_are_ordered_under_the_name_of_their_place():
    made = bound()
    assert {place: len(parts) for place, parts in made.items()} == {"un": 2, "deux": 1, "rien": 0}
    for one, name in zip(made["un"], ("essai-a", "essai-b"), strict=True):
        assert f'id="{name}"' in one


def test_part_is_its_body_with_attributes_without_head():
    [first, _] = bound()["un"]
    assert first.startswith('<div class="relie relie-essai" id="essai-a"><div class="projet">')
    assert first.endswith("</div></div>")
    assert "<title>" not in first
    assert "<body" not in first


def test_only_anchors_and_their_links_are_prefixed():
    [first, second] = bound()["un"]
    assert '<h1 id="essai-a--t">Un id=&#34;faux&#34;' in first
    assert 'href="#essai-a--t"' in first
    assert 'href="https://exemple.fr/#t"' in first
    assert '<p data-id="t">' in first
    assert 'id="essai-b--t"' in second


def test_a_page_without_a_body_is_bound_whole():
    assert "<p>seul</p>" in bound("<p>seul</p>")["deux"][0]


def test_each_kind_that_is_bound_brings_its_sheet_once():
    assert bound_sheets(WHOLE) == ["../essai/document.css?relie", "../autre/document.css?relie"]
    assert bound_sheets(part("seul")) == []


def test_a_part_begins_where_links_to_it_lead():
    assert anchor_of(part("a")) == "essai-a"
