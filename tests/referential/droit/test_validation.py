"""Problems of files of law: of one file, then of several."""

import re

import pytest

from docgen.content.source import parse_source
from docgen.content.validation import FRENCH_MESSAGES, check_source
from docgen.errors import ContentError
from docgen.referential.droit.law_files import Droit, FichierDroit, read_droit
from docgen.referential.droit.validation import law_rules
from tests.conftest import ROOT
from tests.test_mistakes import as_noted, noted

MISTAKES = (ROOT / "tests/mistakes/droit.yaml").read_text("utf-8")


def problems_of(text):
    """Return the problems of one file, from one pass."""
    with pytest.raises(ContentError) as error:
        check_source(parse_source(text, "exemple.yaml"), FichierDroit, law_rules)
    return error.value.problems


def test_every_noted_mistake_is_reported_and_no_other():
    left = list(problems_of(MISTAKES))
    for note in noted(MISTAKES):
        plain = [(p, as_noted(p, note)) for p in left]
        found = next((p for p, messages_of in plain if _same(messages_of, note)), None)
        assert found, f"{note} n’est pas dit ; il reste : {left}"
        left.remove(found)
    assert left == []


def _same(messages_of, note):
    """Whether a problem is the noted one, blanks apart."""
    return [str(part).replace("\xa0", " ") for part in messages_of] == [str(part) for part in note]


def test_every_problem_has_a_place_and_a_code():
    for problem in problems_of(MISTAKES):
        assert problem.code
        assert problem.line
        assert problem.column


@pytest.mark.parametrize("field", ["valeur", "unite", "reference", "page"])
def test_a_field_left_empty_is_a_field_left_out(field):
    text = f"titre: Exemple fictif\nregles:\n{item('x', valeur=1)}"
    without, empty = re.sub(rf"    {field}: .*\n", "", text), re.sub(rf"({field}:) .*", r"\1", text)
    messages = [{problem.message for problem in problems_of(one)} for one in (without, empty)]
    assert messages[0] == messages[1]


def test_no_complaint_of_a_library_reaches_people_in_english():
    for data in (None, "x", [], {}, {"titre": [], "regles": "x"}, {"titre": "x", "regles": ["x"]}):
        with pytest.raises(ValueError, match="validation error") as error:
            FichierDroit.model_validate(data)
        details = error.value.errors()
        assert all(d["type"] in FRENCH_MESSAGES or "message" in d["ctx"] for d in details)


# What is told of several files


def law(tmp_path, **files):
    """Return the law of some files, each under its name."""
    for name, text in files.items():
        (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
    return read_droit(tmp_path, "droit").whole


def item(cle, **fields):
    """Return an item in YAML."""
    values = {
        "cle": cle,
        "enonce": "exemple fictif",
        "nature": "montant",
        "unite": "euros",
        "reference": "{code: penal, article: 1-1}",
        "page": "exemple",
        "confiance": "V",
    } | fields
    body = "\n    ".join(f"{key}: {value}" for key, value in values.items() if value)
    return f"  - {body}\n"


def messages_of(tmp_path, **files):
    """Return the messages about some files."""
    headed = {name: f"titre: Exemple fictif\nregles:\n{text}" for name, text in files.items()}
    with pytest.raises(ContentError) as error:
        law(tmp_path, **headed)
    return [
        (f"{problem.file}:{problem.line}", problem.message.replace("\xa0", " "))
        for problem in error.value.problems
    ]


def test_a_project_without_law_has_none(tmp_path):
    droit = read_droit(tmp_path / "droit", "droit").whole
    assert (droit.items, droit.get("x"), Droit().items) == ((), None, ())


def test_key_or_article_is_unique_across_files(tmp_path):
    article = {"nature": "article", "unite": ""}
    assert messages_of(
        tmp_path,
        a=item("deux-fois", valeur=1) + item("penal-1-1", **article),
        b=item("deux-fois", valeur=2) + item("autre", **article),
    ) == [
        ("droit/b.yaml:3", "clé « deux-fois » déjà prise (droit/a.yaml, ligne 3)"),
        ("droit/b.yaml:11", "article déjà donné : art. 1-1 du code pénal (droit/a.yaml, ligne 11)"),
    ]


def test_a_source_must_be_known(tmp_path):
    assert messages_of(tmp_path, a=item("x", valeur=1, source="leg25")) == [
        ("droit/a.yaml:3", "source inconnue : « leg25 »")
    ]


def test_five_times_a_sum_is_five_times_it(tmp_path):
    assert messages_of(
        tmp_path,
        a=item("simple", valeur=1500)
        + item("juste", valeur=7500, quintuple_de="simple")
        + item("faux", valeur=7000, quintuple_de="simple")
        + item("perdu", valeur=7000, quintuple_de="simpel"),
    ) == [
        (
            "droit/a.yaml:20",
            "7\u202f000 € contredit « simple » : le quintuple de 1\u202f500 € est attendu",
        ),
        ("droit/a.yaml:29", "aucun montant « simpel »"),
    ]


def test_sum_that_contradicts_its_class_is_reported(tmp_path):
    row = {"bareme": "maximum"}
    assert messages_of(
        tmp_path,
        a=item("quatre", valeur=750, classe=4, **row) + item("cinq", valeur=1500, classe=5, **row),
        b=item("faux", valeur=750, classe=5, **row),
        c=item("forfait", valeur=800, classe=4, bareme="majoree"),
        d=item("six", valeur=700, classe=3, bareme="forfaitaire")
        + item("sept", valeur=600, classe=4, bareme="forfaitaire"),
    ) == [
        ("droit/a.yaml:3", "750 € contredit « forfait » (800 €), qui est moindre"),
        ("droit/b.yaml:3", "750 € contredit « cinq » (1\u202f500 €), de la même classe"),
        ("droit/d.yaml:13", "600 € contredit « six » (700 €), qui est moindre"),
    ]


def test_problems_of_all_files_are_reported_in_one_pass(tmp_path):
    found = messages_of(tmp_path, a=item("x"), b=item("y", valeur="z"), c="x: [")
    assert [place.partition(":")[0] for place, _ in found] == [
        "droit/a.yaml",
        "droit/b.yaml",
        "droit/c.yaml",
    ]


def test_name_that_an_unread_item_may_have_is_not_unknown(tmp_path):
    named = item("x", valeur=1, quintuple_de="y", source="lu")
    assert messages_of(tmp_path, a=named, sources="x: [") == [
        ("droit/a.yaml:3", "aucun montant « y »"),
        ("droit/sources.yaml:3", "valeur attendue ici"),
    ]


def test_problems_between_valid_items_are_reported_beside_others(tmp_path):
    twice, wrong = item("x", valeur=1), item("y", valeur="beaucoup") + item("z", valeur=2)
    found = messages_of(tmp_path, a=twice + item("w", valeur=5, quintuple_de="y"), b=wrong + twice)
    assert [message for _, message in found] == [
        "valeur illisible : « beaucoup »",
        "clé « x » déjà prise (droit/a.yaml, ligne 3)",
    ]


def test_law_knows_its_sources_its_places_and_its_neighbours(tmp_path):
    droit = law(
        tmp_path,
        a=f"titre: Code pénal\nregles:\n{item('une-amende', valeur=1, source='lu')}",
        sources="sources:\n  - {cle: lu, nom: exemple fictif, etat: mars 2000}\n",
    )
    (amende,) = droit.items
    assert droit.place("une-amende").file == "droit/a.yaml"
    assert droit.nearest("une-amande") == "vouliez-vous dire « une-amende » ?"
    assert droit.read_in(amende) == "exemple fictif, mars 2000"
    assert amende.confiance.libelle == "lu dans le texte"
