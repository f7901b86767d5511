"""The posters: each procedure of the memento alone, on one sheet of A3, in both formats."""

import re
from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from openxml_audit import OpenXmlValidator

from docgen.build.compose import compose_all, content_files
from docgen.content.source import read_source
from docgen.content.validation import check_source
from docgen.document import Diffusion
from docgen.errors import ContentError
from docgen.format import Format
from docgen.french.rule import INSECABLE
from docgen.kinds.kind import Scope
from docgen.kinds.memento.affiche import DENSITIES, FEW, HEADS, chosen_keys
from docgen.kinds.memento.content import Memento
from docgen.kinds.memento.facts import FaitsAffiche
from docgen.kinds.memento.kind import KIND
from docgen.kinds.memento.options import MementoOptions
from docgen.markup import plain
from docgen.ooxml import read_package
from docgen.referential.referential import Referential
from docgen.rendering.docx.lint import lint_docx
from docgen.rendering.fitting import fit_pages
from docgen.rendering.parity.proof import prove_templates
from tests.conftest import plain_blanks
from tests.kinds.memento.works import OURS, change, drafts, ours, project, settle
from tests.support.documents import OUR_TEMPLATES, renderer
from tests.support.libreoffice import to_pdf
from tests.support.reading import pages_text

WORD = "memento/affiche.docx"


def in_plain_blanks(words):
    return words.replace("\u00a0", " ")


@cache
def families():
    read = (
        check_source(read_source(path, path.name), Memento, lambda _: ())
        for path in OURS.texts("memento")
    )
    return [one.famille for one in read if one.famille]


@cache
def posters():
    scope = Scope(ours(), options=MementoOptions("affiche"))
    made = compose_all(OURS, KIND, content_files(OURS, KIND), scope)
    return {one.document.key: one.document for _, one in made}


def test_each_procedure_has_a_poster_with_its_title():
    charts = [one for family in drafts()["livret"].facts.familles for one in family.procedures]
    titles = [one.facts.procedure.titre.texte for one in posters().values()]
    assert [in_plain_blanks(one) for one in titles] == [
        in_plain_blanks(one.titre.texte) for one in charts
    ]
    assert posters()["affiche-depots-sauvages-la-procedure-de-l-article-l541-3"].title == (
        "Affiche : Dépôts sauvages et déchets – La procédure de l’article L.\u00a0541-3"
    )


@pytest.mark.parametrize(
    ("name", "many"),
    [("brulage", 1), ("Brûlage", 1), ("départ de feu", 1), ("epaves", 3), ("", 31)],
)
def test_posters_are_chosen_by_family_or_words_of_title(name, many):
    chosen = chosen_keys(families(), name)
    assert len(chosen) == many
    assert chosen <= posters().keys()


def test_name_of_no_poster_is_refused_with_a_near_one():
    with pytest.raises(ContentError, match="aucune affiche de ce nom : « brulages »") as error:
        chosen_keys(families(), "brulages")
    assert "brulage" in error.value.problems[0].hint


def test_poster_waits_for_the_reading_of_its_own_family():
    left = posters()["affiche-epaves-une-epave-sur-un-terrain-prive"].left
    files = {one.file for one in left if not one.id.startswith("droit:")}
    assert files == {"content/memento/03-epaves.yaml"}


def test_poster_of_an_emphasized_title_waits_for_its_reading(tmp_path):
    here = project(tmp_path)
    change(here, "06-bruit.yaml", ("  titre: Bruit\n", '  titre: "*Bruit* fictif"\n'))
    scope = Scope(Referential(here), options=MementoOptions("affiche"))
    made = compose_all(here, KIND, content_files(here, KIND), scope)
    left = next(
        one.document.left for _, one in made if one.document.key.startswith("affiche-bruit")
    )
    assert "content/memento/06-bruit.yaml" in {one.file for one in left}


def test_release_makes_posters_and_plain_request_does_not():
    asked = (MementoOptions(), MementoOptions.of_release(Diffusion.PUBLIQUE, date(2027, 1, 15)))
    assert [one.posters for one in asked] == [False, True]
    assert not [key for key in drafts() if key.startswith("affiche")]


def measured(poster):
    return len(poster.facts.procedure.model_dump_json())


@pytest.mark.parametrize("extreme", [min, max])
def test_shortest_and_longest_chart_fill_one_page(extreme):
    poster = fit_pages(extreme(posters().values(), key=measured), OUR_TEMPLATES)
    made = renderer(Format.PDF)(poster, OUR_TEMPLATES)
    assert made.pages == 1
    assert prove_templates(OUR_TEMPLATES, [poster]) == []


def test_final_poster_of_two_line_title_is_one_sheet(tmp_path):
    made = project(tmp_path)
    settle(made)
    scope = Scope(Referential(made), options=MementoOptions("affiche"))
    finals = (one.document for _, one in compose_all(made, KIND, content_files(made, KIND), scope))
    poster = next(one for one in finals if one.title.endswith("article L.\u00a0541-3"))
    assert poster.final
    fitted = fit_pages(poster, OUR_TEMPLATES)
    assert fitted.density == "corps-18"  # of the longest: ours have no smaller type
    word = renderer(Format.DOCX)(fitted, OUR_TEMPLATES)
    assert len(pages_text(to_pdf(word.data))) == 1


def test_word_keeps_the_dash_with_who_acts():
    poster = fit_pages(posters()["affiche-publicite-des-affiches-ou-des-tags"], OUR_TEMPLATES)
    word = read_package(renderer(Format.DOCX)(poster, OUR_TEMPLATES).data)
    paragraphs = re.findall(r"<w:p[ >].*?</w:p>", word["word/document.xml"].decode(), re.DOTALL)
    texts = ["".join(re.findall(r"<w:t[^>]*>([^<]*)<", one)) for one in paragraphs]
    titles = [text for text in texts if "–\u00a0" in text]
    heads = [title.split("\u2002") for title in titles]
    assert "Porter\u00a0plainte\u00a0–\u00a0le\u00a0maire" in [head[0] for head in heads]
    assert max(len(held) for head in heads for part in head for held in part.split(" ")) < 40


SEWAGE = "eau-des-eaux-usees-au-fosse"
LONG_WORD = 15
"""How many signs a word has that may be a step's last line alone."""


def test_last_line_of_a_step_holds_several_words():
    steps = [step for one in posters().values() for step in one.facts.procedure.blocs[0]]
    ends = [plain(step.texte.texte).rpartition(" ")[2] for step in steps]
    assert [end for end in ends if len(end) < LONG_WORD and INSECABLE not in end] == []


def test_who_acts_is_beside_the_title_on_every_poster():
    """A title that is too full in one step makes the text of its poster smaller, in all steps."""
    for key, poster in posters().items():
        fitted = fit_pages(poster, OUR_TEMPLATES)
        assert fitted.density in poster.densities, key
        html = OUR_TEMPLATES.fill_html(fitted)
        steps = poster.facts.procedure.blocs[0]
        assert html.count('<span class="q">') == len(steps), key
    sewage, abuse = (f"affiche-{key}" for key in (SEWAGE, "animaux-un-animal-maltraite"))
    assert posters()[sewage].densities == DENSITIES[1:]
    assert posters()[abuse].densities == DENSITIES


def heads_of(key, density):
    poster = replace(posters()[f"affiche-{key}"], density=density)
    return OUR_TEMPLATES.fill_html(poster), read_package(
        renderer(Format.DOCX)(poster, OUR_TEMPLATES).data
    )["word/document.xml"].decode()


@pytest.mark.parametrize(
    ("key", "density", "held"),
    [
        (SEWAGE, DENSITIES[1], 'vendue <span class="delai">'),
        ("epaves-une-epave-sur-un-terrain-prive", DENSITIES[0], '<p class="precision">au'),
        ("vehicules-nature-fermer-un-chemin-aux-vehicules-a-moteur", DENSITIES[2], "delai baisse"),
    ],
)
def test_delay_goes_under_the_title_when_it_has_no_room(key, density, held):
    html, word = heads_of(key, density)
    assert held in html.replace(INSECABLE, " ")
    small, smaller = heads_of(key, DENSITIES[-1])
    assert held not in small.replace(INSECABLE, " ")
    assert [one.count('<w:jc w:val="right"/>') for one in (word, smaller)] == [1, 0]


def test_delay_stays_beside_the_title_when_steps_are_many():
    many = [one for one in posters().values() if len(one.facts.procedure.blocs[0]) > FEW]
    folded = [
        replis
        for one in many
        for replis in one.facts.replis
        if {*replis.precision, *replis.delai} & set(one.densities)
    ]
    assert (len(many), folded) == (9, [])


def test_dark_last_step_keeps_off_the_numbers():
    draft = posters()["affiche-incendie-debroussaillement-un-depart-de-feu"]
    final = draft.facts.model_copy(update={"fraicheur": ""})
    assert " sombre" in OUR_TEMPLATES.fill_html(replace(draft, facts=final))
    assert " sombre" not in OUR_TEMPLATES.fill_html(draft)


def test_a_case_stays_on_one_line_of_a_poster():
    [step] = [
        step
        for step in posters()["affiche-epaves-une-casse-sauvage"].facts.procedure.blocs[0]
        if step.si
    ]
    assert step.si == "si\u00a0rien\u00a0n’est\u00a0fait"


def test_number_is_held_when_a_line_ends():
    steps = [step for one in posters().values() for step in one.facts.procedure.blocs[0]]
    texts = [plain(one.texte.texte) for one in steps]
    assert any("dix\u2011huit" in text for text in texts)
    assert not any("dix-huit" in text for text in texts)


def test_sizes_of_boxes_grow_together_under_two_titles():
    css = OUR_TEMPLATES.find("memento/affiche.css").read_text("utf-8")
    found = re.findall(r"\.corps-(\d+) \{ --corps: (\d+)pt; --titre: ([\d.]+)pt", css)
    assert {int(size): float(head) for _, size, head in found} == HEADS
    assert [f"corps-{name}" for name, _, _ in found] == list(DENSITIES)
    assert [name for name, size, head in found if not 1.25 < float(head) / float(size) < 1.35] == []
    assert re.findall(r"--nom: (\d+)pt", css) == ["54", "42"]


def test_word_sets_each_delay_at_the_right_of_the_title():
    poster = fit_pages(posters()[f"affiche-{SEWAGE}"], OUR_TEMPLATES)
    body = read_package(renderer(Format.DOCX)(poster, OUR_TEMPLATES).data)["word/document.xml"]
    lines = [line.replace("<w:tab/>", "→") for line in body.decode().split("</w:p>")]
    words = [re.sub("<[^>]+>", "", line) for line in lines]
    delays = [plain_blanks(line[: line.index("→") + 2]) for line in words if "→" in line]
    assert delays == ["Demander les travaux – le maire→4", "si la maison est vendue→1"]


@pytest.mark.parametrize(
    ("name", "free", "gap", "margin"),
    [
        ("epaves-une-casse-sauvage", 121, 16, 8),
        ("animaux-un-animal-maltraite", 29, 10.25, 0.75),
        ("brulage-un-feu-signale-a-la-mairie", 5, 0.25, 0),
    ],
)
def test_free_height_goes_between_steps_then_into_boxes(name, free, gap, margin):
    height = tuple(range(1, free + 1))
    poster = replace(posters()[f"affiche-{name}"], density=DENSITIES[0], free_height=height)
    html = OUR_TEMPLATES.fill_html(poster)
    assert [float(one) for one in re.findall(r"--(?:entre|air): ([\d.]+)", html)] == [gap, margin]
    word = read_package(renderer(Format.DOCX)(poster, OUR_TEMPLATES).data)["word/document.xml"]
    steps = len(poster.facts.procedure.blocs[0])
    assert word.decode().count('w:line="57"') == int(gap) * (steps - 1)
    quarters = gap % 1 * 4 * (steps - 1) + 3 * margin * 4 * steps  # those by its disc are a third
    assert word.decode().count('w:line="14"') == quarters


def test_short_chart_is_set_larger_than_a_long_one():
    sizes = [
        fit_pages(extreme(posters().values(), key=measured), OUR_TEMPLATES).density
        for extreme in (min, max)
    ]
    assert sizes[0] == DENSITIES[0]
    assert DENSITIES.index(sizes[1]) > 0


def test_poster_names_the_posters_of_another_family():
    steps = [step for one in posters().values() for step in one.facts.procedure.blocs[0]]
    named = [plain(one.texte.texte) for one in steps if "affiche" in plain(one.texte.texte)]
    assert any("Voir l’affiche «\u00a0La procédure" in text for text in named)
    assert any("les affiches «\u00a0Arrêter un chantier en cours" in text for text in named)


@pytest.mark.parametrize(
    ("unit", "suite", "size"),
    [
        ("la brigade d’Albi", "", 18),
        ("le commissariat de police de L’Hôpital", "longue", 15),
        ("la communauté de brigades territoriales autonomes de Freyming-Merlebach", "haute", 15),
    ],
)
def test_words_beside_numbers_are_smaller_when_a_unit_is_long(tmp_path, unit, suite, size):
    workspace = project(tmp_path)
    change(workspace, "00-ensemble.yaml", ("{role:enqueteur-environnement}", unit))
    scope = Scope(Referential(workspace), options=MementoOptions("affiche"))
    [(_, made), *_] = compose_all(workspace, KIND, content_files(workspace, KIND), scope)
    facts = made.document.facts
    assert (facts.suite, "-" in facts.suite_urgence.texte) == (suite, False)
    word = read_package(renderer(Format.DOCX)(made.document, OUR_TEMPLATES).data)
    said = word["word/document.xml"].decode().rpartition("DG Suite")[2]
    said = said.partition("Ensuite, ")[0].rpartition("<w:p>")[2]
    assert (f'<w:sz w:val="{2 * size}"/>' in said) == bool(suite)


def test_word_has_a_style_for_each_size():
    styles = read_package((OUR_TEMPLATES.find(WORD)).read_bytes())["word/styles.xml"].decode()
    assert [size for size in DENSITIES if f'"DG Étape titre {size}"' not in styles] == []


def test_the_word_template_says_only_what_a_poster_says():
    assert lint_docx(OUR_TEMPLATES.find(WORD), FaitsAffiche, WORD) == []


def test_word_would_have_nothing_to_repair_in_the_template():
    errors = OpenXmlValidator().validate(OUR_TEMPLATES.find(WORD)).errors
    assert [str(error) for error in errors] == []
