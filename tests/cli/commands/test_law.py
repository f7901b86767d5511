"""The commands about the law, from the command line to the file: what is listed and checked."""

import json
import re

import pytest

from docgen.referential.droit.controle import YEAR
from tests.conftest import plain_blanks

FILE = "content/referentiel/droit/collectivites.yaml"
KEY = "transmission-acte"
ONE = "content/modele/mise-en-demeure.yaml"
"""A text that cites it, so that not all are composed."""
CHECKED = ("--le", "2025-10-01", "--par", "Exemple Fictif", "--reference", "Légifrance (exemple)")


def lines(project):
    """Return the lines of the file that holds the item."""
    return (project.root / FILE).read_text("utf-8").split("\n")


def law(answer):
    """Return the items that a command told as JSON, by key."""
    return {one["cle"]: one for one in json.loads(answer.out)["droit"]}


def test_droit_lists_confidence_place_and_unchecked_items(docgen_here):
    answer = docgen_here("droit", "--au", "2026-11-25")
    assert answer.code == 0
    *items, last = answer.out.splitlines()
    [item] = [line for line in items if f" {KEY} " in line]
    assert item.startswith("à vérifier – ")
    assert "quinze jours (lu dans un texte de 2017 ou d’avant" in item
    assert ", mai 2015) – " in item
    assert f"{FILE}:" in item
    assert last == f"{len(items)} règles, dont {len(items)} que personne n’a contrôlées."


def test_unchecked_law_is_counted_as_by_reste(docgen_here):
    listed = plain_blanks(docgen_here("droit", "--a-verifier").out).splitlines()[-1]
    left = plain_blanks(docgen_here("reste").out)
    [awaited] = re.findall(r"juriste : (\d+) règles", left)
    assert listed.endswith(f" ; vos documents en attendent {awaited}.")


def test_full_check_leaves_the_law_to_its_own_list(docgen_here):
    told = plain_blanks(docgen_here("check", "--tout").err)
    [line] = [one for one in told.splitlines() if "règles de droit à vérifier, une par une" in one]
    assert line.startswith("[avertissement] content/referentiel/droit : ")
    assert "\n    → docgen droit --a-verifier\n" in told
    assert "droit verifier" not in told


def test_the_list_is_json_too(project, docgen_here):
    told = law(docgen_here("droit", "--json"))
    assert len(told) > 400
    assert {one["etat"] for one in told.values()} == {"à vérifier"}
    assert "  - cle: transmission-acte" in lines(project)[told[KEY]["line"] - 1]
    assert told[KEY]["file"] == FILE
    assert told[KEY]["lu_dans"].endswith(", mai 2015")


def test_check_is_written_beside_its_item_only(project, docgen_here):
    before = lines(project)
    answer = docgen_here("droit", "verifier", KEY, *CHECKED)
    assert answer.code == 0
    first, item, last = answer.out.splitlines()
    assert (first, last) == (FILE, "1 règle vérifiée.")
    assert item.startswith(f"  {KEY} – ")
    assert item.endswith("quinze jours")
    assert "plus d’un an : à refaire déjà" in answer.err
    after = lines(project)
    [added] = [line for line in after if line not in before]
    assert "Exemple Fictif" in added
    assert [line for line in after if line != added] == before
    assert law(docgen_here("droit", "--au", "2025-10-31", "--json"))[KEY]["age"] == 30


def test_check_of_a_rule_from_elsewhere_is_told_vain(project, docgen_here):
    text = "\n".join(lines(project)).replace(
        f"cle: {KEY}\n", f'cle: {KEY}\n    departement: "48"\n'
    )
    project.write(FILE, text)
    told = plain_blanks(docgen_here("droit", "verifier", KEY, *CHECKED).err)
    assert f"« {KEY} » : règle de la Lozère\n    → retirez-la" in told


def test_checked_item_leaves_the_list_to_check(docgen_here):
    docgen_here("droit", "verifier", KEY, *CHECKED)
    asked = ("droit", "--a-verifier", "--au", "2025-10-31", "--json")
    assert KEY not in law(docgen_here(*asked))
    assert KEY in law(docgen_here("droit", "--au", "2025-10-31", "--json"))


def test_check_older_than_a_year_is_due_again(docgen_here):
    docgen_here("droit", "verifier", KEY, *CHECKED)
    on_the_day = docgen_here("check", ONE, "--au", "2026-10-01")
    assert on_the_day.code == 0
    assert KEY not in on_the_day.err
    other = docgen_here("check", "content/convention/modele.yaml", "--au", "2026-10-02")
    assert (other.code, KEY in other.err) == (0, False)
    after = docgen_here("check", ONE, "--au", "2026-10-02")
    assert after.code == 0
    [warning] = [line for line in after.err.splitlines() if f"« {KEY} »" in line]
    assert warning.startswith(f"[avertissement] {FILE}:")
    assert warning.endswith(f"contrôlé il y a {YEAR + 1} jours, plus d’un an")
    assert f"docgen droit verifier {KEY}" in after.err
    listed = docgen_here("droit", "--au", "2026-10-02").out
    assert f"contrôle ancien, il y a {YEAR + 1} jours – {KEY}" in listed
    assert listed.rstrip().endswith(", 1 à contrôler de nouveau.")


def test_a_check_anew_replaces_the_former(project, docgen_here):
    docgen_here("droit", "verifier", KEY, *CHECKED)
    once = lines(project)
    again = ("--le", "2026-11-20", "--par", 'Mme "X": {Y}', "--reference", "texte relu")
    anew = docgen_here("droit", "verifier", KEY, *again)
    assert anew.code == 0
    told = "remplace le contrôle d’Exemple Fictif, du 1er octobre 2025"
    assert told in plain_blanks(anew.out)
    assert len(lines(project)) == len(once)
    assert law(docgen_here("droit", "--au", "2026-11-25", "--json"))[KEY]["age"] == 5
    older = docgen_here("droit", "verifier", KEY, *CHECKED)
    assert older.code == 1
    assert 'Mme "X": {Y} l’a contrôlé depuis, le 20 novembre 2026' in plain_blanks(older.err)
    assert law(docgen_here("droit", "--au", "2026-11-25", "--json"))[KEY]["age"] == 5


def test_unknown_rule_gets_the_nearest_key(project, docgen_here):
    before = lines(project)
    answer = docgen_here("droit", "verifier", "transmision-acte", *CHECKED)
    assert answer.code == 1
    assert "aucune règle de droit « transmision-acte »" in answer.err
    assert f"vouliez-vous dire « {KEY} » ?" in answer.err
    assert lines(project) == before


def test_a_check_that_was_not_made_is_refused(project, docgen_here):
    before = lines(project)
    to_come = docgen_here("droit", "verifier", KEY, *CHECKED, "--le", "2099-01-01")
    assert to_come.code == 2
    assert "le 1er janvier 2099 n’est pas encore venu" in to_come.err
    assert docgen_here("droit", "verifier", KEY).code == 2
    blank = docgen_here("droit", "verifier", KEY, *CHECKED, "--par", "  ")
    assert blank.code == 2
    assert "ne nomme personne" in blank.err
    for words in ("TEXTE LU", "x"):
        unread = docgen_here("droit", "verifier", KEY, *CHECKED, "--reference", words)
        assert (unread.code, f"« {words} » : ne dit pas ce qui" in unread.err) == (2, True)
    assert lines(project) == before


def test_unreadable_law_is_reported_and_not_written(project, docgen_here):
    wrong = "\n".join(lines(project)).replace("unite: jours", "unite: journées", 1)
    project.write(FILE, wrong)
    for asked in (["droit"], ["droit", "verifier", KEY, *CHECKED]):
        answer = docgen_here(*asked)
        assert answer.code == 1
        assert f"{FILE}:" in answer.err
        assert "journées" in answer.err
    assert (project.root / FILE).read_text("utf-8") == wrong


def test_rules_are_checked_together_by_key_and_by_article(project, docgen_here):
    asked = ("mise-en-demeure", "--article", "l541-3", "--article", "cpp R49")
    keys = (KEY, "brulage-classe")
    answer = docgen_here("droit", "verifier", *keys, *asked[1:], *CHECKED, "--le", "1/10/2025")
    assert answer.code == 0, answer.err
    *files, count = answer.out.splitlines()
    assert {FILE, "content/referentiel/droit/environnement.yaml"} < set(files)
    assert any(line.startswith("    à voir dans le texte") for line in files)
    checked = {cle for cle, one in law(docgen_here("droit", "--json")).items() if one["age"]}
    assert count == f"{len(checked)} règles vérifiées."
    assert len(checked) > 10
    assert KEY in checked
    assert not list((project.root / "content").rglob(".docgen*"))


def test_one_wrong_name_among_several_changes_nothing(project, docgen_here):
    before = lines(project)
    asked = ("transmision-acte", "--article", "L999-9", "--article", "R610-5", "--article", "?")
    answer = docgen_here("droit", "verifier", KEY, *asked, *CHECKED)
    assert answer.code == 1
    for said in (f"« {KEY} »", "aucune règle ne cite l’article « L999-9 »", "l’article « ? »"):
        assert said in answer.err
    assert lines(project) == before


def test_article_of_several_codes_asks_which(docgen_here):
    answer = docgen_here("droit", "verifier", "--article", "L132-1", *CHECKED)
    assert answer.code == 1
    assert "plusieurs textes ont un article de ce numéro" in answer.err
    assert '--article "csi L132-1"' in answer.err
    typed = ("csi L132-1", "Code forestier, art. L. 132-1", "art. L. 132-1 du CSI")
    for asked in (*typed, "article L132-1 du code de la sécurité intérieure"):
        assert docgen_here("droit", "verifier", "--article", asked, *CHECKED).code == 0


def test_changed_rule_is_told_everywhere(project, docgen_here):
    docgen_here("droit", "verifier", KEY, *CHECKED)
    text = (project.root / FILE).read_text("utf-8")
    start = text.index(f"cle: {KEY}\n")
    project.write(FILE, text[:start] + text[start:].replace("valeur: 15\n", "valeur: 16\n", 1))
    why = "changé depuis le contrôle du 1er\u00a0octobre 2025"
    *lines_told, last = docgen_here("droit", "--a-verifier").out.splitlines()
    assert ", 1 changée depuis son contrôle ; " in plain_blanks(last)
    [line] = [one for one in lines_told if KEY in one]
    assert line.startswith(f"{why} – {KEY}")
    assert law(docgen_here("droit", "--json"))[KEY]["etat"] == why


def test_checks_without_digest_are_warned_about_and_sealed(project, docgen_here):
    text = (project.root / FILE).read_text("utf-8")
    start = text.index(f"cle: {KEY}\n")
    place = text.index("    confiance:", start)
    stamp = "    controle: {le: 2025-10-01, par: Exemple Fictif, reference: exemple fictif}\n"
    project.write(FILE, text[:place] + stamp + text[place:])
    fiche = "content/fiche/action-4-2.yaml"
    text = (project.root / fiche).read_text("utf-8")
    check = "controle: {par: A, le: 2025-10-01}\n"
    project.write(fiche, text.replace("diffusion:", f"{check}diffusion:", 1))
    answer = docgen_here("check", "--au", "2026-05-01")
    assert answer.code == 0
    assert "2 accords, contrôles ou signatures sans empreinte" in answer.err
    assert "docgen sceller" in answer.err
    sealed = docgen_here("sceller")
    assert sealed.out == f"{FILE}\n{fiche}\n2 empreintes ajoutées.\n"
    assert f"{check[:-2]}, empreinte: " in (project.root / fiche).read_text("utf-8")
    assert docgen_here("sceller").out == "0 empreinte ajoutée.\n"


@pytest.mark.parametrize("name", ["…", "x", "Inconnue", "M. X *"])
@pytest.mark.parametrize(
    "command",
    [
        ("droit", "verifier", KEY, "--reference", "Légifrance (exemple)"),
        ("adopter", "fiche", "--tout"),
        ("relire", "fiche", "--tout"),
    ],
    ids=lambda words: words[0],
)
def test_name_of_nobody_signs_nothing(docgen_here, command, name):
    answer = docgen_here(*command, "--le", "2025-10-01", "--par", name)
    assert answer.code == 2
    assert f"« {name} »" in answer.err


def test_rule_judged_wrong_is_counted_as_such(project, docgen_here):
    docgen_here("droit", "verifier", KEY, *CHECKED)
    text = (project.root / FILE).read_text("utf-8")
    project.write(
        FILE, text.replace("empreinte: ", 'refus: "non (exemple fictif)", empreinte: ', 1)
    )
    *_, last = docgen_here("droit").out.splitlines()
    assert last.endswith(", 1 jugée fausse.")
    said = docgen_here("check", FILE).err.replace("\xa0", " ")
    assert f"« {KEY} » : jugé faux le 1er octobre 2025" in said
    assert "exemple fictif" not in said


@pytest.mark.parametrize(
    ("word", "hint"),
    [("verifer", "Vouliez-vous écrire 'verifier' ?"), (KEY, f"docgen droit --regle {KEY}")],
)
def test_a_word_is_the_command_near_it_or_a_rule(docgen_here, word, hint):
    assert plain_blanks(docgen_here("droit", word).err).rstrip().endswith(hint)


def test_an_unknown_article_suggests_the_near_one(docgen_here):
    answer = docgen_here("droit", "verifier", "--article", "L541-33", *CHECKED)
    assert answer.code == 1
    assert "vouliez-vous dire « L541-3 » ?" in plain_blanks(answer.err)
    asked = "art. 37 de la loi n° 2025-268 du 24 mars 2025"
    assert docgen_here("droit", "verifier", "--article", asked, *CHECKED).code == 0


def test_checking_only_rules_judged_wrong_is_an_error(project, docgen_here):
    docgen_here("droit", "verifier", "--article", "penal R610-5", *CHECKED)
    for path in (project.root / "content/referentiel/droit").glob("*.yaml"):
        text = path.read_text("utf-8")
        path.write_text(text.replace(", empreinte: ", ", refus: non, empreinte: "), "utf-8")
    again = ("--le", "2025-10-02", *CHECKED[2:])
    answer = docgen_here("droit", "verifier", "--article", "penal R610-5", *again)
    assert (answer.code, answer.out) == (1, "")
    [keys] = set(re.findall("docgen droit verifier (.+) --le", answer.err))
    assert all(f"« {key} »" in answer.err.replace("\xa0", " ") for key in keys.split())
    assert docgen_here("droit", "verifier", *keys.split(), *again).code == 0


def test_a_named_rule_is_listed_with_what_prints_it(docgen_here):
    [line, *below, last] = plain_blanks(docgen_here("droit", "--regle", KEY).out).splitlines()
    assert f" – {KEY} – " in line
    assert any("(Mémento, 1." in one for one in below)
    assert last.startswith("1 règle,")
    listed = law(docgen_here("droit", "--article", "L541-3", "--json"))
    assert {one["reference"][:13] for one in listed.values()} == {"art.\xa0L.\xa0541-3"}
    assert any(one["imprime"] for one in listed.values())
    assert "docgen droit --regle depot-classe" in docgen_here("droit", "depot-classe").err
