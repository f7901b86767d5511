"""Checks of the law by people: recorded in place, listed, old after a year."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.content.source import parse_source
from docgen.errors import ContentError, Severity
from docgen.markup import MarkError, read_runs
from docgen.referential.droit.controle import (
    YEAR,
    NewCheck,
    checks_to_come,
    checks_to_redo,
    droit_rows,
    left_to_check,
    record_checks,
    seal_checks,
    unsealed_checks,
)
from tests.conftest import ROOT
from tests.referential.droit.droit_examples import EXEMPLE, droit_of

DAY = date(2027, 3, 1)
CHECKED = NewCheck(DAY, "Mme Martin (exemple fictif)", "Légifrance, version du 1er mars 2027")
KEYS = [regle.cle for regle in droit_of(EXEMPLE).items]
LAW = ROOT / "content/referentiel/droit"
FILES = sorted(path for path in LAW.glob("*.yaml") if path.name != "sources.yaml")


def record(text, cle, checked=CHECKED):
    """Return a text with a check recorded for one of its items."""
    return record_checks(text, "exemple.yaml", {cle: checked})


def data_of(text):
    """Return the raw items of a text, by key."""
    return {item["cle"]: item for item in parse_source(text, "exemple.yaml").data["regles"]}


def digest_of(cle):
    """Return the digest of the words of an item as they were invented."""
    return droit_of(EXEMPLE).get(cle).empreinte


def changed_lines(before, after):
    """Return the lines that `after` adds; it must keep all those of `before`."""
    old, new = before.split("\n"), after.split("\n")
    kept = [line for line in new if line in old]
    assert kept == old
    return [line for line in new if line not in old]


def test_check_is_inserted_below_the_confidence():
    assert changed_lines(EXEMPLE, record(EXEMPLE, "exemple-amende")) == [
        '    controle: {le: 2027-03-01, par: "Mme Martin (exemple fictif)",'
        ' reference: "Légifrance, version du 1er mars 2027",'
        f' empreinte: "{digest_of("exemple-amende")}"}}'
    ]


def test_a_check_is_written_beside_it_in_braces():
    made = record(EXEMPLE, "exemple-classe")
    assert 'confiance: V, controle: {le: 2027-03-01, par: "Mme' in made
    assert len(made.split("\n")) == len(EXEMPLE.split("\n"))


def test_a_check_keeps_the_line_ends_of_the_file():
    windows = EXEMPLE.replace("\n", "\r\n")
    made = record(windows, "exemple-delai")
    assert made.replace("\r\n", "").count("\n") == 0
    assert made.replace("\r\n", "\n") == record(EXEMPLE, "exemple-delai")


def test_check_is_inserted_in_a_file_without_final_newline():
    made = record(EXEMPLE.rstrip("\n"), "exemple-point")
    assert made.split("\n")[-2:][0] == "    confiance: C"
    assert made.split("\n")[-1].startswith("    controle: {le: 2027-03-01")


BLOCK = """\
    controle:  # le premier
      par: M. Durand (exemple fictif)  # maire
      reference: 'l''arrêté'
      le: 2026-01-02
"""


@pytest.mark.parametrize(
    "former", [BLOCK, '    controle: {par: A, le: 2026-01-02, reference: "l\'arrêté"}  # relu\n']
)
def test_a_former_check_is_replaced_where_it_stands(former):
    text = EXEMPLE.replace(
        "    confiance: V2  # lu dans un manuel\n", f"    confiance: V2\n{former}"
    )
    made = record(text, "exemple-amende")
    assert data_of(made)["exemple-amende"]["controle"] == {
        "le": "2027-03-01",
        "par": CHECKED.par,
        "reference": CHECKED.reference,
        "empreinte": digest_of("exemple-amende"),
    }
    comments = [
        [line.partition("#")[2] for line in one.split("\n") if "#" in line] for one in (made, text)
    ]
    assert comments[0] == comments[1]
    assert record(made, "exemple-amende") == made


@pytest.mark.parametrize("empty", ["controle:", "controle: ~  # à faire"])
def test_a_check_takes_the_place_that_waits_for_it(empty):
    text = f"{EXEMPLE}    {empty}\n"
    made = record(text, "exemple-point")
    assert data_of(made)["exemple-point"]["controle"]["par"] == CHECKED.par
    assert made.count("\n") == text.count("\n")
    assert made.count("#") == text.count("#")


def test_a_check_on_several_lines_is_not_touched():
    text = (
        EXEMPLE
        + "    controle:\n      le: 2026-01-02\n      par: >-\n        A\n      reference: B\n"
    )
    with pytest.raises(ContentError) as error:
        record(text, "exemple-point")
    (problem,) = error.value.problems
    assert problem.message == "« par: » à écrire sur une seule ligne"
    assert problem.line == text[: text.index(">-")].count("\n") + 1


@pytest.mark.parametrize(
    ("cle", "checked", "message"),
    [
        ("exemple-amande", CHECKED, "« exemple-amande » vient de changer"),
        ("exemple-amende", NewCheck(DAY, " ", "x"), "texte vide"),
        (
            "exemple-amende",
            NewCheck(DAY, "\u0007", "x"),
            "caractère non imprimable par docgen : U+0007 (caractère de commande)",
        ),
    ],
)
def test_a_check_that_cannot_be_written_is_refused(cle, checked, message):
    with pytest.raises(ContentError) as error:
        record(EXEMPLE, cle, checked)
    assert [problem.message for problem in error.value.problems] == [message]


def test_a_check_older_than_the_text_is_refused():
    text = EXEMPLE.replace("    nature: delai\n", "    nature: delai\n    depuis: 2027-04-01\n")
    with pytest.raises(ContentError, match="contrôlé avant"):
        record(text, "exemple-delai")


def readable(words):
    """Whether a text may hold these words: « {ZZ » is a malformed reference."""
    try:
        return bool(read_runs(words))
    except MarkError:
        return False


@given(
    st.lists(st.sampled_from(KEYS), min_size=1, max_size=6),
    st.text("aéZ ,'\"\\:#{}[]%&!-", min_size=1).filter(str.strip).filter(readable),
    st.dates(date(2000, 1, 1), date(2100, 1, 1)),
)
def test_recorded_check_is_read_back_and_changes_nothing_else(keys, words, day):
    checked = NewCheck(day, words, words)
    text = EXEMPLE
    for cle in keys:
        text = record(text, cle, checked)
    expected = data_of(EXEMPLE)
    for cle in keys:
        told = {"le": day.isoformat(), "par": words, "reference": words}
        told["empreinte"] = digest_of(cle)
        expected[cle] = expected[cle] | {"controle": told}
    assert data_of(text) == expected
    assert text.count("#") == EXEMPLE.count("#") + 2 * words.count("#") * len(set(keys))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_item_that_docgen_ships_can_be_checked_in_place(path):
    before = text = path.read_text("utf-8")
    keys = list(data_of(text))
    for cle in keys[:: max(1, len(keys) // 5)]:
        text = record_checks(text, path.name, {cle: CHECKED})
        assert data_of(text)[cle]["controle"]["le"] == "2027-03-01"
    assert all("controle: {le: 2027-03-01" in line for line in changed_lines(before, text))


def test_rows_give_the_age_of_every_check():
    droit = droit_of(record(EXEMPLE, "exemple-delai"))
    rows = {row.regle.cle: row for row in droit_rows(droit, DAY + timedelta(days=3))}
    assert (rows["exemple-delai"].age, rows["exemple-delai"].etat) == (3, "vérifié")
    assert (rows["exemple-loi"].age, rows["exemple-loi"].etat) == (None, "à vérifier")
    assert rows["exemple-loi"].line == EXEMPLE.split("\n").index("  - cle: exemple-loi") + 2
    assert [row.regle for row in rows.values()] == list(droit.items)


def test_left_to_check_reports_each_item_once():
    droit = droit_of(record(EXEMPLE, "exemple-amende"))
    keys = ["exemple-amende", "exemple-delai", "exemple-delai", "exemple-article"]
    (problem,) = left_to_check(droit, [droit.get(cle) for cle in keys])
    assert problem.message == (
        "à vérifier : délai laissé pour répondre (dix jours francs ; lu dans le texte)"
    )
    assert problem.line == droit.place("exemple-delai").mark.line
    assert "query=L1-1 ; puis : docgen droit verifier exemple-delai" in problem.hint


@pytest.mark.parametrize(
    ("days", "severity"),
    [
        *((0, None), (YEAR, None), (YEAR + 1, Severity.AVERTISSEMENT)),
        *((-1, None), (-2, Severity.ERREUR)),  # the day before, it may have begun further east
    ],
)
def test_check_is_old_after_a_year_and_never_future(days, severity):
    droit = droit_of(record(EXEMPLE, "exemple-delai"))
    today = DAY + timedelta(days=days)
    problems = [*checks_to_come(droit, today), *checks_to_redo(droit, droit.items, today)]
    assert [problem.severity for problem in problems] == ([severity] if severity else [])
    assert all(problem.file == "exemple.yaml" and problem.line for problem in problems)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("valeur: 15000\n", "valeur: 999999\n"),
        ("administrative, au plus", "administrative, au moins"),
        (
            "unite: euros\n    reference: {code: env",
            "unite: euros\n    par: jour\n    reference: {code: env",
        ),
        ("{code: environnement, article: L. 1-1}", "{code: environnement, article: L. 1-2}"),
    ],
)
def test_item_changed_since_its_check_is_unchecked_again(before, after):
    checked = record(EXEMPLE, "exemple-amende")
    assert before in checked
    droit = droit_of(checked.replace(before, after, 1))
    regle = droit.get("exemple-amende")
    assert (regle.verifie, regle.bloquante, regle.age(DAY)) == (False, True, None)
    why = "changé depuis le contrôle du 1er\u00a0mars 2027"
    assert regle.change == why
    [row] = [row for row in droit_rows(droit, DAY) if row.regle is regle]
    assert row.etat == why
    [problem] = left_to_check(droit, [regle])
    assert problem.message.startswith(why)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("valeur: 15000", 'valeur: "15 000"'),
        ("{code: environnement, article: L. 1-1}", "{article: L1-1, code: environnement}"),
        ("administrative, au plus", "administrative,\n      au plus"),
        ("confiance: V2", "confiance: V"),
    ],
)
def test_check_holds_when_only_the_writing_changes(before, after):
    checked = record(EXEMPLE, "exemple-amende")
    assert before in checked
    assert droit_of(checked.replace(before, after)).get("exemple-amende").verifie


def test_check_keeps_the_version_that_was_read():
    read = replace(CHECKED, version="LEGIARTI000006834444", texte="0123456789abcdef")
    text = record(
        EXEMPLE.replace("confiance: V2", "confiance: V2\n" + BLOCK.rstrip()), "exemple-amende", read
    )
    controle = droit_of(text).get("exemple-amende").controle
    assert (controle.version, controle.texte) == (read.version, read.texte)
    anew = record(text, "exemple-amende")  # which says nothing of the version
    assert droit_of(anew).get("exemple-amende").controle.version is None
    assert "# maire" in anew


def test_checks_without_digest_count_and_are_sealed():
    text = EXEMPLE + "    controle: {le: 2026-01-02, par: A, reference: B}  # relu\n"
    droit = droit_of(text)
    assert droit.get("exemple-point").verifie
    assert [one.cle for one in unsealed_checks(droit)] == ["exemple-point"]
    sealed = seal_checks(text, "exemple.yaml")
    said = f', empreinte: "{digest_of("exemple-point")}"'
    assert sealed == text.replace("reference: B", f"reference: B{said}")
    assert unsealed_checks(droit_of(sealed)) == ()
    assert seal_checks(sealed, "exemple.yaml") == sealed


@pytest.mark.parametrize(
    ("field", "message"),
    [("empreinte: 12", "empreinte mal formée"), ("version: LEGI1", "version d’article mal formée")],
)
def test_malformed_digest_or_version_is_refused(field, message):
    text = EXEMPLE + f"    controle: {{le: 2026-01-02, par: A, reference: B, {field}}}\n"
    with pytest.raises(ContentError, match=message):
        droit_of(text)


def test_what_was_judged_wrong_is_marked_and_warned_about():
    no = replace(CHECKED, refus="onze jours (exemple fictif)")
    droit = droit_of(record(EXEMPLE, "exemple-delai", no))
    wrong = droit.get("exemple-delai")
    assert (wrong.incertaine, wrong.a_signaler) == (False, True)
    [problem] = checks_to_redo(droit, droit.items, DAY)
    assert problem.message == "« exemple-delai » : jugé faux le 1er\xa0mars 2027"
    assert problem.severity is Severity.AVERTISSEMENT
    assert "si elle est juste : docgen droit verifier exemple-delai" in problem.hint


def test_what_changed_by_hand_since_its_check_is_marked():
    text = record(EXEMPLE, "exemple-delai")
    assert not droit_of(text).get("exemple-delai").a_signaler
    start = text.index("cle: exemple-delai")
    changed = text[:start] + text[start:].replace("L. 1-1", "L. 1-2", 1)
    assert droit_of(changed).get("exemple-delai").a_signaler
