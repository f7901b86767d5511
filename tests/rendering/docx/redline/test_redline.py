"""A redline gives the new act when it is accepted, and the old one when it is rejected."""

import copy
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator

from docgen.document import ActComparison, ActVersion
from docgen.errors import RenderingError
from docgen.ooxml import W, as_xml, read_package, write_package
from docgen.rendering.docx.redline.renderer import ActDocx, render_word
from docgen.rendering.docx.redline.resolution import accept, describe, reject
from docgen.rendering.parity.words import docx_words
from tests.conftest import NIGHT
from tests.support.redlines.acts import (
    ROOT,
    SHIPPED,
    act_docx,
    data_of,
    document_of,
    random_version,
    write_redline,
)
from tests.support.redlines.random_act import clauses
from tests.support.redlines.writer import ACCEPT, NOTHING, REJECT, describe_all

OLD = data_of(ROOT / "content/convention/modele.yaml")
AUTHOR, DAY = "AFMV – GFTV", date(2026, 11, 27)
BODY = "word/document.xml"
PAIRS = 60 if NIGHT else 4


def changed(*changes: Any) -> ActDocx:
    """Return the act after changes of its data."""
    data = copy.deepcopy(OLD)
    for change in changes:
        change(data)
    return act_docx(data)


def clause(data: dict[str, Any], name: str) -> dict[str, Any]:
    """Return a clause by its identifier."""
    return next(one for *_, one in clauses(data) if one["id"] == name)


def move_article(data: dict[str, Any]) -> None:
    articles = data["articles"]
    rank = articles.index(clause(data, "article-7"))
    articles.insert(rank + 1, articles.pop(rank))


def end_list(data: dict[str, Any]) -> None:
    """Add a paragraph after a list, whose last point takes another style."""
    texts = (one["texte"] for *_, one in clauses(data) if one.get("texte"))
    next(texte for texte in texts if isinstance(texte[-1], dict)).append("Fin fictive.")


def move_last_articles(data: dict[str, Any]) -> None:
    """Move the last of the articles, which stands with the signatures."""
    data["articles"].insert(5, data["articles"].pop())


def split_first_alinea(data: dict[str, Any]) -> None:
    texte = clause(data, "article-1")["texte"]
    first, rest = texte[0].split(". ", 1)
    texte[:1] = [f"{first}.", rest]


def embolden(data: dict[str, Any]) -> None:
    texte = clause(data, "article-1")["texte"]
    texte[1] = texte[1].replace("maire", "**maire**")


def rename_party(data: dict[str, Any]) -> None:
    data["parties"]["liste"][0]["representation"] = "représentée par Madame Exemple Fictif"


def repeal_section(data: dict[str, Any]) -> None:
    clause(data, "article-11")["sections"].pop(1)


def lengthen_title_and_add_article(data: dict[str, Any]) -> None:
    """Add words at the end of a paragraph, and paragraphs right below it."""
    articles = data["articles"]
    rank = articles.index(clause(data, "article-5"))
    articles[rank]["titre"] += " et information du public"
    new = {"id": "article-5-bis", "numero": "ARTICLE 5 bis", "titre": "Suivi", "texte": ["Fin."]}
    articles.insert(rank + 1, new)


def change_point_and_its_style(data: dict[str, Any]) -> None:
    texts = (one["texte"] for *_, one in clauses(data) if one.get("texte"))
    points = next(texte[-1]["liste"] for texte in texts if isinstance(texte[-1], dict))
    first, rest = points[-1].rstrip(".").split(" ", 1)
    points[-1] = f"{first} aussi {rest} :"


EVERYTHING = (
    *(move_article, split_first_alinea, embolden, end_list),
    *(rename_party, repeal_section),
)


@pytest.fixture(scope="module")
def old() -> ActDocx:
    return act_docx(OLD)


@pytest.fixture(scope="module")
def new() -> ActDocx:
    return changed(*EVERYTHING)


@pytest.fixture(scope="module")
def redline(old: ActDocx, new: ActDocx) -> bytes:
    return write_redline(old, new, AUTHOR, DAY)


def body(data: bytes) -> etree._Element:
    return etree.fromstring(read_package(data)[BODY])


def with_body(data: bytes, root: etree._Element) -> bytes:
    return write_package({**read_package(data), BODY: as_xml(root)})


def test_accepting_gives_the_new_words_rejecting_the_old_ones(
    old: ActDocx, new: ActDocx, redline: bytes
) -> None:
    root = body(redline)
    assert docx_words(with_body(redline, accept(root))) == docx_words(new.data)
    assert docx_words(with_body(redline, reject(root))) == docx_words(old.data)
    assert docx_words(old.data) != docx_words(new.data)


def test_changes_are_native_and_named(redline: bytes) -> None:
    root = body(redline)
    marks = [node for node in root.iter() if node.get(f"{W}author")]
    assert {node.get(f"{W}author") for node in marks} == {AUTHOR}
    assert {node.get(f"{W}date") for node in marks} == {"2026-11-27T00:00:00Z"}
    tags = {etree.QName(node).localname for node in marks}
    assert tags >= {"ins", "del", "moveFrom", "moveTo", "moveFromRangeStart", "pPrChange"}
    numbers = [node.get(f"{W}id") for node in root.iter() if node.get(f"{W}id")]
    ends = [node for node in root.iter() if str(node.tag).endswith(("RangeEnd", "bookmarkEnd"))]
    assert len(set(numbers)) == len(numbers) - sum(e.tag == f"{W}bookmarkEnd" for e in ends)


def test_a_clause_that_moves_is_one_move_with_one_name(redline: bytes) -> None:
    root = body(redline)
    names = [
        sorted(node.get(f"{W}name") for node in root.iter(f"{W}{mark}RangeStart"))
        for mark in ("moveFrom", "moveTo")
    ]
    assert names[0] == names[1]
    assert len(names[0]) == 1


def test_the_bar_of_an_added_article_stops_at_its_end(old: ActDocx) -> None:
    root = body(write_redline(old, changed(lengthen_title_and_add_article), AUTHOR, DAY))
    paragraphs = list(root.iter(f"{W}p"))
    rank = next(rank for rank, one in enumerate(paragraphs) if "".join(one.itertext()) == "Fin.")
    ends = [one.find(f"{W}pPr/{W}rPr/{W}ins") for one in paragraphs[rank - 2 : rank + 1]]
    assert [end is not None for end in ends] == [True, True, False]


def test_added_alinea_stands_with_its_clause_above_one_that_goes(old: ActDocx) -> None:
    def change(data: dict[str, Any]) -> None:
        articles = data["articles"]
        rank = articles.index(clause(data, "article-7"))
        articles.pop(rank)
        articles[rank - 1]["texte"].append("Un second alinéa.")

    root = body(write_redline(old, changed(change), AUTHOR, DAY))
    said = ["".join(one.itertext()) for one in root.iter(f"{W}p")]
    gone = next(rank for rank, one in enumerate(said) if one.endswith("Propriété intellectuelle"))
    assert said.index("Un second alinéa.") < gone


def test_redline_embeds_the_face_of_words_first_set_in_italic(old: ActDocx) -> None:
    def slant(data: dict[str, Any]) -> None:
        texte = clause(data, "article-1")["texte"]
        texte[1] = texte[1].replace("maire", "*maire*")

    new = changed(slant)
    fonts = [
        {name for name in read_package(data) if name.startswith("word/fonts/")}
        for data in (old.data, new.data, write_redline(old, new, AUTHOR, DAY))
    ]
    assert len(fonts[0]) < len(fonts[1])
    assert fonts[2] == fonts[1]


def test_a_redline_is_valid_and_the_same_twice(
    old: ActDocx, new: ActDocx, redline: bytes, tmp_path: Path
) -> None:
    file = tmp_path / "redline.docx"
    file.write_bytes(redline)
    assert OpenXmlValidator().validate(file).errors == []
    assert write_redline(old, new, AUTHOR, DAY) == redline


def test_anything_lost_from_a_redline_breaks_its_proof(
    old: ActDocx, new: ActDocx, redline: bytes
) -> None:
    root = body(redline)
    ways = describe(accept(root)), describe(reject(root))
    for rank in range(len(outer_changes(root))):
        spoilt = copy.deepcopy(root)
        change = outer_changes(spoilt)[rank]
        change.getparent().remove(change)
        assert (describe(accept(spoilt)), describe(reject(spoilt))) != ways, rank


def outer_changes(root: etree._Element) -> list[etree._Element]:
    """Return the changes of a body, without those inside of a row that goes anyway."""
    tags = [f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo", "pPrChange")]
    inside = etree.XPath("ancestor::w:tr[w:trPr/w:del or w:trPr/w:ins]", namespaces={"w": W[1:-1]})
    marks = list(root.iter(*tags))
    return [node for node in marks if node.getparent().tag == f"{W}trPr" or not inside(node)]


@pytest.mark.parametrize("seed", range(PAIRS))
def test_random_versions_are_proved(old: ActDocx, seed: int) -> None:
    version = random_version(OLD, seed)
    if version:
        write_redline(old, version[0], AUTHOR, DAY)  # it raises unless both acts come back


def test_libreoffice_gives_both_acts_again(old: ActDocx, new: ActDocx, redline: bytes) -> None:
    moved = changed(move_last_articles, lengthen_title_and_add_article, change_point_and_its_style)
    jobs = [(old.data, NOTHING), (new.data, NOTHING), (moved.data, NOTHING), (redline, ACCEPT)]
    jobs += [(redline, REJECT)]
    last = write_redline(old, moved, AUTHOR, DAY)
    jobs += [(last, ACCEPT), (last, REJECT)]
    before, after, other, *results = describe_all(jobs)
    assert results == [after, before, other, before]


def test_acts_of_different_templates_are_refused(old: ActDocx) -> None:
    parts = read_package(old.data)
    parts["word/styles.xml"] = parts["word/styles.xml"].replace(b"</w:styles>", b" </w:styles>")
    other = replace(old, data=write_package(parts))
    with pytest.raises(ValueError, match="diffèrent par"):
        write_redline(old, other, AUTHOR, DAY)


def test_a_comparison_that_fails_is_a_problem_of_its_text() -> None:
    document = document_of(OLD)
    versions = ActVersion(document, (("article-1", "titre"),) * 999), ActVersion(document, ())
    compared = replace(document, comparison=ActComparison(*versions, AUTHOR, DAY))
    with pytest.raises(RenderingError) as error:
        render_word(compared, SHIPPED)
    assert error.value.problems[0].file == document.sources[-1]
    assert "n’est pas prouvée" in error.value.problems[0].message


def test_blocks_that_the_file_lacks_are_refused(old: ActDocx) -> None:
    with pytest.raises(ValueError, match="n’a pas tous les alinéas"):
        write_redline(old, replace(old, blocks=[*old.blocks, *old.blocks]), AUTHOR, DAY)


def test_words_that_replace_others_stand_apart_from_them() -> None:
    def reword(data: dict[str, Any]) -> None:
        texte = clause(data, "article-1")["texte"]
        texte[0] = texte[0].replace(" convention ", " entente ", 1)

    old, new = act_docx(OLD), changed(reword)
    body = etree.fromstring(read_package(write_redline(old, new, AUTHOR, DAY))[BODY])
    changed_paragraph = next(one for one in body.iter(f"{W}p") if one.find(f"{W}del") is not None)
    going, coming = (
        "".join(changed_paragraph.find(f"{W}{mark}").itertext()) for mark in ("del", "ins")
    )
    assert (going, coming) == (" convention", " entente")
