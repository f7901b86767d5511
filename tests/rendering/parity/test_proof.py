"""A change in one of the two templates only is caught before any file is written."""

import pytest

from docgen.build.compose import compose_all
from docgen.build.render import render_documents
from docgen.cache import Store
from docgen.errors import TemplateError
from docgen.format import Format
from docgen.kinds import KINDS
from docgen.rendering import Templates
from docgen.rendering.parity.proof import prove_templates
from tests.rendering.docx.docx_examples import edited
from tests.support.documents import HERE, OUR_TEMPLATES, PATHS, laid_over, shipped

HTML, WORD = "convention/document.html.j2", "convention/document.docx"


@pytest.fixture(scope="module")
def draft():
    """A draft with everything in it: lists, a table of what is left, marks of state."""
    [(_, made)] = compose_all(HERE, KINDS["convention"], [PATHS["convention-modele"]])
    return made


IN_HTML = {
    "a word changed": ("dont le siège est", "dont le siège était", "dont le siège"),
    "a word lost": ("dont le siège est", "dont le siège", "dont le siège"),
    "a word more": ("dont le siège est", "dont le seul siège est", "dont le"),
    "a comma lost": ("{{ partie.designation|noms }},", "{{ partie.designation|noms }}", "(AMR81)"),
    "a title changed": ("<h2>Sommaire</h2>", "<h2>Table</h2>", "« Table »"),
    "two values in another order": (
        '<p class="nom">{{ signataire.nom }}</p>\n<p>{{ signataire.qualite|noms }}</p>',
        '<p class="nom">{{ signataire.qualite }}</p>\n<p>{{ signataire.nom }}</p>',
        "Monsieur",
    ),
    "the last point of each list lost": (
        ">{{ note(bloc) }}{% if bloc.barre %}<div>{{ bloc.texte|riche|noms }}</div>"
        "{% else %}{{ bloc.texte|riche|noms }}{% endif %}</li>",
        '>{% if loop.nextitem.genre == "puce" %}{{ bloc.texte|riche }}{% endif %}</li>',
        "après «",
    ),
    "a number lost": ("{{ bloc.etiquette|riche }}&nbsp;", "", "ARTICLE"),
    "a mark of state lost": ('<p class="marque">{{ etat(bloc.marque) }}</p>', "", "proposé"),
    "an entry of the contents lost": (
        "if bloc.au_sommaire",
        "if bloc.au_sommaire and bloc.niveau <= 2",
        "AXE",
    ),
    "the name of a party lost": (
        '<p class="nom">{{ partie.designation|noms }},</p>',
        '<p class="nom"></p>',
        "l’Association",
    ),
    "a signatory lost": (
        '{% for signataire in paire %}\n<div class="signataire"',
        '{% for signataire in paire[:1] %}\n<div class="signataire"',
        "président",
    ),
    "the whole signature block lost": ('<div class="signatures">', "<div hidden>", "Pour"),
}


def drift(draft, templates):
    """Return what is said against templates that part, as `docgen check` does: without a layout."""
    [problem] = prove_templates(templates, [draft.document])
    assert problem.code == "parite"
    assert problem.file == f"templates/{WORD}"
    return problem.message


@pytest.mark.parametrize("name", IN_HTML)
def test_a_change_in_the_html_template_alone_is_caught(name, draft, tmp_path):
    old, new, quoted = IN_HTML[name]
    assert old in shipped(HTML)
    message = drift(draft, laid_over(tmp_path, {HTML: shipped(HTML).replace(old, new)}))
    assert quoted in message


@pytest.mark.parametrize("format", Format)
def test_a_build_says_of_templates_what_a_proof_says(format, draft, tmp_path):
    old, new, _ = IN_HTML["a word changed"]
    changed = laid_over(tmp_path, {HTML: shipped(HTML).replace(old, new)})
    with pytest.raises(TemplateError) as told:
        render_documents([draft.document], changed, (format,))
    assert [problem.message for problem in told.value.problems] == [drift(draft, changed)]


def test_what_was_proved_is_not_proved_again_with_its_templates(draft, tmp_path):
    store, opened = Store(tmp_path / "cache"), []
    for expected in (True, False):
        templates = Templates(OUR_TEMPLATES.roots)
        templates.on_open = opened.append
        assert prove_templates(templates, [draft.document], store) == []
        assert bool(opened) is expected
        opened.clear()
    old, new, _ = IN_HTML["a word changed"]
    changed = laid_over(tmp_path, {HTML: shipped(HTML).replace(old, new)})
    first = prove_templates(changed, [draft.document], store)
    assert [problem.code for problem in first] == ["parite"]
    assert prove_templates(changed, [draft.document], store) == first


IN_WORD = {
    "a word changed": ("dont le siège est", "dont le siège était", "« était » dans le DOCX"),
    "a word lost": ("dont le siège est", "dont le siège", "« est » dans le PDF"),
    "a word more": ("Date, signature", "Date, lieu, signature", "« lieu, » dans le DOCX"),
    "a title changed": ("Sommaire", "Table", "« Table » dans le DOCX"),
    "two values in another order": ("paire[0].nom", "paire[0].qualite", "Monsieur"),
    "the lists lost": (
        "{%p for bloc in blocs %}",
        '{%p for bloc in blocs if bloc.genre != "puce" %}',
        "dans le PDF",
    ),
    "the caption of a signature lost": ("Date, signature et cachet", "", "« Date, » dans le PDF"),
}


@pytest.mark.parametrize("name", IN_WORD)
def test_a_change_in_the_word_template_alone_is_caught(name, draft, tmp_path):
    old, new, quoted = IN_WORD[name]
    assert quoted in drift(draft, laid_over(tmp_path, {WORD: edited(old, new, times=-1)}))


def test_the_same_change_in_both_templates_is_no_mistake(draft, tmp_path):
    old, new = "dont le siège est", "ayant son siège à"
    both = {HTML: shipped(HTML).replace(old, new), WORD: edited(old, new, times=-1)}
    assert render_documents([draft.document], laid_over(tmp_path, both), (Format.DOCX,))


@pytest.mark.parametrize("wanted", ["pdf", "docx"])
def test_the_command_refuses_and_writes_nothing(wanted, project, docgen_here):
    old, new, _ = IN_HTML["a word changed"]
    project.write(f"templates/{HTML}", shipped(HTML).replace(old, new))
    answer = docgen_here("convention", "content/convention/modele.yaml", "--format", wanted)
    assert answer.code == 3
    assert "ne disent pas la même chose après «" in answer.err
    assert "Traceback" not in answer.err
    assert not [name for name in project.files if name.startswith("output")]


def test_check_tells_of_both_templates_in_one_pass(project, docgen_here):
    project.holding(PATHS["convention-modele"].read_bytes())
    project.write(f"templates/{HTML}", shipped(HTML).replace("{{ titre }}", "{{ titrre }}"))
    project.write(f"templates/{WORD}", edited("paire[0].siege", "paire[0].siège", times=-1))
    answer = docgen_here("check")
    assert answer.code in {1, 3}
    assert "titrre" in answer.err
    assert "« siège »" in answer.err
