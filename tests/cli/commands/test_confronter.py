"""`docgen droit confronter` beside invented articles (exemples fictifs), and its warnings."""

import json
from datetime import date

import pytest

from docgen.importing.imports import write_snapshots
from docgen.referential.droit.articles import (
    ARTICLES_FILE,
    SNAPSHOT,
    ArticleVersion,
    write_articles,
)
from docgen.referential.snapshot import Origine, Snapshot
from docgen.workspace import open_workspace

KEY, ONE = "transmission-acte", "content/modele/mise-en-demeure.yaml"
CHECKED = ("--le", "2026-01-10", "--par", "Exemple Fictif", "--reference", "Légifrance (exemple)")
WORDS = "Exemple fictif : la transmission d’une décision au préfet a lieu sous {}."


@pytest.fixture
def imported(project):
    """Return a function that gives the project one article, with a text and its first day."""

    def write(text, debut=date(2020, 1, 1), fin=None):
        state = "ABROGE" if fin else "VIGUEUR"
        version = ArticleVersion("cgct", "L2131-1", "LEGIARTI000000000001", state, debut, fin, text)
        files = {ARTICLES_FILE: write_articles([version])}
        snapshot = Snapshot(SNAPSHOT, Origine(jeu="exemple fictif"), files, {ARTICLES_FILE: 1})
        write_snapshots(open_workspace(project.root, exact=False), [snapshot])

    return write


def colours(answer):
    return {one["cle"]: one["couleur"] for one in json.loads(answer.out)["regles"]}


def test_without_any_text_nothing_is_compared(docgen_here):
    answer = docgen_here("droit", "confronter")
    assert answer.code == 1
    assert "docgen data import legi" in answer.err
    told = docgen_here("droit", "confronter", "--json")
    assert (told.code, set(colours(told).values())) == (1, {"sans-texte"})


def test_documents_without_law_have_nothing_to_compare(docgen_here):
    answer = docgen_here("droit", "confronter", "--pour", "convention 2026")
    assert answer.code == 1
    assert "n’impriment aucune règle de droit" in answer.err
    assert "data import" not in answer.err


def test_green_is_counted_and_told_when_asked(imported, docgen_here):
    imported(WORDS.format("quinze jours"))
    answer = docgen_here("droit", "confronter", "--au", "2026-11-28")
    assert answer.code == 0
    assert "Droit en vigueur le 28\xa0novembre 2026\xa0: 3 règles comparées sur " in answer.out
    assert "    1 vert – la valeur est dans l’article, seule de son genre" in answer.out
    assert f"vert – {KEY} – " not in answer.out
    assert len(answer.out.splitlines()) < 10
    whole = docgen_here("droit", "confronter", "--tout").out
    assert f"vert – {KEY} – quinze jours, art.\xa0L.\xa02131-1" in whole


def test_rules_of_a_named_document_are_compared(imported, docgen_here):
    imported(WORDS.format("quinze jours"))
    answer = docgen_here("droit", "confronter", "--pour", "modele mise-en-demeure")
    assert answer.code == 0
    assert "1 vert – " in answer.out
    last = answer.out.splitlines()[-1]
    assert last.endswith("docgen droit confronter --tout --pour 'modele mise-en-demeure'")
    other = docgen_here("droit", "confronter", "--pour", "fiche 4.2", "--json")
    assert 0 < len(colours(other)) < 20
    assert KEY not in colours(other)


def test_red_is_told_whole_with_place_and_passage(imported, docgen_here):
    imported(WORDS.format("trente jours"))
    answer = docgen_here("droit", "confronter")
    assert answer.code == 0
    [line] = [line for line in answer.out.splitlines() if line.startswith(f"rouge – {KEY} – ")]
    assert "l’article porte 30\xa0jours, et non 15\xa0jours – content/referentiel/droit/" in line
    assert "au préfet a lieu sous trente jours." in answer.out


def test_the_comparison_is_json_too(imported, docgen_here):
    imported(WORDS.format("quinze jours"))
    data = json.loads(docgen_here("droit", "confronter", "--au", "2026-11-28", "--json").out)
    [one] = [one for one in data["regles"] if one["cle"] == KEY]
    assert data["au"] == "2026-11-28"
    assert len(data["regles"]) > 400
    told = {name: one[name] for name in ("couleur", "version", "debut", "fin", "passage")}
    assert told == {
        "couleur": "vert",
        "version": "LEGIARTI000000000001",
        "debut": "2020-01-01",
        "fin": "",
        "passage": WORDS.format("quinze jours"),
    }
    assert one["article"] == "art.\xa0L.\xa02131-1 du code général des collectivités territoriales"


def test_a_text_changed_since_its_check_is_warned_about(imported, docgen_here):
    imported(WORDS.format("quinze jours"))
    assert docgen_here("droit", "verifier", KEY, *CHECKED).code == 0
    same = docgen_here("check", ONE, "--au", "2026-06-01")
    assert (same.code, KEY in same.err) == (0, False)
    imported(WORDS.format("quinze jours au plus"), date(2026, 3, 1))
    changed = docgen_here("check", ONE, "--au", "2026-06-01")
    plain = changed.err.replace("\xa0", " ")
    [warning] = [line for line in plain.splitlines() if f"« {KEY} »" in line]
    assert warning.startswith("[avertissement] content/referentiel/droit/collectivites.yaml:")
    assert "article changé depuis le contrôle du 10 janvier 2026" in warning
    assert f"docgen droit confronter {KEY}" in changed.err
    told = docgen_here("droit", "confronter", "--au", "2026-06-01", "--json")
    assert colours(told)[KEY] == "change"


def test_version_that_was_read_is_kept_with_its_text(project, imported, docgen_here):
    imported(WORDS.format("quinze jours"))
    version = "LEGIARTI000000000001"
    checked = docgen_here("droit", "verifier", KEY, *CHECKED, "--version", version)
    assert checked.code == 0
    file, *_ = checked.out.splitlines()
    text = (project.root / file).read_text("utf-8")
    [line] = [one for one in text.split("\n") if "controle: {" in one]
    assert f'version: "{version}"' in line
    assert "texte: " in line


def test_version_of_no_text_of_an_article_is_refused(imported, docgen_here):
    imported(WORDS.format("quinze jours"))
    asked = ("droit", "verifier", KEY, *CHECKED, "--version", "LEGIARTI000000000002")
    answer = docgen_here(*asked)
    assert answer.code == 1
    assert "« LEGIARTI000000000002 » ne dit aucune version connue de cet article" in answer.err


def test_malformed_version_changes_nothing(docgen_here):
    answer = docgen_here("droit", "verifier", KEY, *CHECKED, "--version", "x}, y: {z")
    assert answer.code == 1
    assert "version d’article mal formée" in answer.err


def test_version_known_by_its_dates_alone_gives_no_digest(project, imported, docgen_here):
    imported("")
    asked = ("droit", "verifier", KEY, *CHECKED, "--version", "LEGIARTI000000000001")
    answer = docgen_here(*asked)
    assert answer.code == 0, answer.err
    [line] = [
        line
        for path in (project.root / "content/referentiel/droit").glob("*.yaml")
        for line in path.read_text("utf-8").splitlines()
        if "LEGIARTI000000000001" in line
    ]
    assert "texte:" not in line


def test_an_overtaken_check_leaves_its_rule_to_check(imported, docgen_here):
    imported(WORDS.format("quinze jours"))
    docgen_here("droit", "verifier", KEY, *CHECKED)
    assert f"vérifié, il y a 142 jours – {KEY}" in docgen_here("droit", "--au", "2026-06-01").out
    imported(WORDS.format("quinze jours"), fin=date(2026, 3, 1))
    listed = docgen_here("droit", "--au", "2026-06-01").out.replace("\xa0", " ")
    assert f"l’article L. 2131-1 est abrogé depuis le 1er mars 2026 – {KEY}" in listed
    left = docgen_here("reste", "modele", "--au", "2026-06-01", "--json")
    [item] = [one for one in json.loads(left.out)["items"] if one["id"] == f"droit:{KEY}"]
    assert f"docgen droit verifier {KEY}" in item["commande"]


@pytest.mark.parametrize(
    ("days", "fin", "said"),
    [
        ("quinze", date(2025, 3, 1), "l’article L. 2131-1 est abrogé depuis le 1er mars 2025"),
        ("trente", None, "quinze jours ; l’article porte 30 jours, et non 15 jours"),
    ],
)
def test_a_check_that_its_article_contradicts_is_warned_of(imported, docgen_here, days, fin, said):
    imported(WORDS.format(f"{days} jours"), fin=fin)
    answer = docgen_here("droit", "verifier", KEY, *CHECKED)
    assert answer.code == 0
    assert said in answer.err.replace("\xa0", " ")
    assert f"docgen droit confronter {KEY}" in answer.err
    assert f"vérifié, il y a 142 jours – {KEY}" in docgen_here("droit", "--au", "2026-06-01").out
    alone = docgen_here("droit", "confronter", KEY).out
    assert f" – {KEY} – " in alone
    assert "1 règle comparée sur 1" in alone.replace("\xa0", " ")


def test_an_article_in_force_is_not_told_as_repealed(imported, docgen_here):
    imported(WORDS.format("quinze jours"), fin=date(2026, 9, 1))
    answer = docgen_here("droit", "confronter", "--au", "2026-06-01").out
    assert f"change bientôt – {KEY} – " in answer
    assert "abrogé – " not in answer
