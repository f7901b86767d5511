import re
from collections.abc import Callable, Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from docgen.french.typography import fold_typography, prose, texte_signe
from tests.french.cas import read_cases, show_blanks

SIGNES = list(read_cases("signé"))
PROSES = list(read_cases("prose"))

MORCEAUX = (
    *(
        "l'",
        "d'",
        "AMR81",
        "Gend'Elus",
        "l'Etat",
        "oeuvre",
        "A l'occasion",
        "A",
        "la ",
        "Mr ",
        "M.",
    ),
    *("«", "»", '"', "“", "”", "’", "'", "*", "**", "`", "(", ")", "[", "]", "/", "°", "§"),
    *(":", ";", "!", "?", ".", "..", "...", "…", ",", "–", "-", "--", "€", "%"),
    *(" ", "  ", "\n", "\t", "\u00a0", "\u202f", "\u2009"),
    *("n°", "N°", "art.", "p.", "L.", "etc", "etc.", "1", "3", "12", "000", "345", "2026", "1er"),
    *("mai", "h", "30", "km", "m²", "2ème", "1ère", "XIème", "12:30", "1:25", "18h30", "no "),
    *("https://exemple.fr/a;b", "www.exemple.fr", "monaide.cyber.gouv.fr", "a@exemple.fr"),
    *("x.pdf", "../y", "05 63 81 00 00", "{{ x }}", "<br>", "&amp;", "#Etat", "é", "Œ", "\ue000"),
)
textes = st.lists(st.one_of(st.sampled_from(MORCEAUX), st.text(max_size=3)), max_size=14).map(
    "".join
)

INTACTS = (
    "https://exemple.fr/l'oeuvre?a=1;b=2",
    "www.exemple.fr/Etat",
    "monaide.cyber.gouv.fr",
    "contact@l-etat.fr",
    "`l'Etat  ; oeuvre`",
    "12:30",
    "1:25",
    "oeuvre_2ème.pdf",
)


DIALLED = ("05 63 81 00 00", "+33 5 63 81 00 00", "0 800 200 000", "116 006", "05.63.81.00.00")


def without_blanks(text: str) -> str:
    return re.sub(r"\s", "", text)


def marks_folded(text: str) -> str:
    return re.sub("[«»“”]", '"', re.sub("[’‘ʼ´]", "'", text))


def letters_and_digits(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


@pytest.mark.parametrize("number", DIALLED)
@pytest.mark.parametrize("typography", [texte_signe, prose])
def test_telephone_numbers_stay_on_one_line(typography: Callable, number: str) -> None:
    held = number.replace(" ", "\u00a0")
    assert typography(f"Appelez le {number} ou le 17.") == f"Appelez le {held} ou le 17."
    assert fold_typography(held) == fold_typography(number)


def wrong(typography: Callable, cases: Sequence[tuple[str, str]]) -> list[tuple[str, ...]]:
    """Return each text that is not put right, or not kept once right; what it becomes; should."""
    made = [
        (show_blanks(text), show_blanks(typography(text)), show_blanks(expected))
        for typed, expected in cases
        for text in (typed, expected)
    ]
    return [(text, got, expected) for text, got, expected in made if got != expected]


def test_texte_signe_gives_the_expected_text_and_keeps_it() -> None:
    assert wrong(texte_signe, SIGNES) == []


def test_prose_gives_the_expected_text_and_keeps_it() -> None:
    assert wrong(prose, PROSES) == []


@given(textes)
def test_texte_signe_is_idempotent(text: str) -> None:
    once = texte_signe(text)
    assert show_blanks(texte_signe(once)) == show_blanks(once)


@given(textes)
def test_prose_is_idempotent(text: str) -> None:
    once = prose(text)
    assert show_blanks(prose(once)) == show_blanks(once)


@given(textes)
@example('l\'article n°3 : "oui"')
def test_texte_signe_changes_only_blanks_quotes_and_apostrophes(text: str) -> None:
    done = texte_signe(text)
    assert marks_folded(without_blanks(done)) == marks_folded(without_blanks(text))


@given(textes)
def test_texte_signe_keeps_the_folded_text(text: str) -> None:
    assert without_blanks(fold_typography(texte_signe(text))) == without_blanks(
        fold_typography(text)
    )


@given(st.one_of(textes, st.text()))
def test_no_blank_is_doubled_outside_code_and_templates(text: str) -> None:
    plain = re.sub("[`{<]", "", text)
    for done in (texte_signe(plain), prose(plain)):
        assert not re.search(r"\s{2}", done)
        assert done == done.strip()


@given(st.text(alphabet="abc123 .;:!?«»\u00a0\u202f,'\"()", max_size=30))
def test_prose_keeps_every_letter_and_digit(text: str) -> None:
    assert letters_and_digits(prose(text)) == letters_and_digits(text)


@pytest.mark.parametrize("intact", INTACTS)
@pytest.mark.parametrize("phrase", ["{}", "Voir {} ; puis l'Etat", "« {} »", "l'{}", "({}) !"])
def test_addresses_code_and_hours_are_never_touched(intact: str, phrase: str) -> None:
    for put_right in (texte_signe, prose):
        assert intact in put_right(phrase.format(intact))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("«\u00a0l’Élu\u00a0»", '"l\'Élu"'),
        ("un\u00a0mot\n", " un  mot"),
        ("n°\u00a03\u00a0: “oui”\u202f!", 'n°3: "oui"!'),
    ],
)
def test_fold_ignores_how_a_text_is_typed(one: str, other: str) -> None:
    assert fold_typography(one) == fold_typography(other)


@pytest.mark.parametrize(("one", "other"), [("Elu", "Élu"), ("fin..", "fin…"), ("A", "À")])
def test_fold_distinguishes_spellings(one: str, other: str) -> None:
    assert fold_typography(one) != fold_typography(other)


def test_there_are_enough_cases_of_typography() -> None:
    assert len({*SIGNES, *PROSES}) >= 250
