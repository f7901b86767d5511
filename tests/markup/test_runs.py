"""Runs of a marked text."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.markup import MarkError, Run, escape_marks, mark_link, plain, read_runs

SITE, TEL = "https://exemple.fr/a?b=1&c=2", "tel:+33563000000"


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("", ()),
        ("le plan", (Run("le plan"),)),
        ("un ¶ deux", (Run("un\ndeux"),)),
        ("**un**¶deux", (Run("un", bold=True), Run("\ndeux"))),
        (r"le signe \¶ seul", (Run("le signe ¶ seul"),)),
        ("le **plan** d’actions", (Run("le "), Run("plan", bold=True), Run(" d’actions"))),
        ("*ici*", (Run("ici", italic=True),)),
        ("***ici***", (Run("ici", bold=True, italic=True),)),
        ("**a *b* c**", (Run("a ", True), Run("b", True, True), Run(" c", True))),
        (r"2 \* 3", (Run("2 * 3"),)),
        (r"**2\*3**", (Run("2*3", bold=True),)),
        ("a\\b", (Run("a\\b"),)),
        (r"a\\b", (Run("a\\b"),)),
        ("2 * 3 * 4 points", (Run("2 * 3 * 4 points"),)),
        ("**2 * 3** et *ici*", (Run("2 * 3", True), Run(" et "), Run("ici", italic=True))),
        ("le 1er mai", (Run("le 1"), Run("er", raised=True), Run(" mai"))),
        ("XXIe", (Run("XXI"), Run("e", raised=True))),
        ("**2e** fois", (Run("2", True), Run("e", True, raised=True), Run(" fois"))),
        (f"[ici]({SITE})", (Run("ici", link=SITE),)),
        (f"**[ici]({TEL})**", (Run("ici", bold=True, link=TEL),)),
        (f"[le **1er**]({TEL})", (Run("le ", link=TEL), *read_runs(f"**[1er]({TEL})**"))),
        ("a [b](#c-1.2) d", (Run("a "), Run("b", link="#c-1.2"), Run(" d"))),
        ("[b](mailto:x.y@exemple.fr)", (Run("b", link="mailto:x.y@exemple.fr"),)),
        (r"[\[1\]](#c)", (Run("[1]", link="#c"),)),
        ("[a](#c)[b](#d)", (Run("a", link="#c"), Run("b", link="#d"))),
        ("[sic] (tel quel) a]", (Run("[sic] (tel quel) a]"),)),
        (r"\[a\](b)", (Run("[a](b)"),)),
        ("le {droit:depot.ref} dit", (Run("le {droit:depot.ref} dit"),)),
        (r"\{droit:depot}", (Run("{droit:depot}"),)),
        (
            "{{ x }} <b>&amp; {7} {_{ y }_} ${z} {}",
            (Run("{{ x }} <b>&amp; {7} {_{ y }_} ${z} {}"),),
        ),
    ],
)
def test_text_is_read_as_runs(text, runs):
    assert read_runs(text) == runs


@pytest.mark.parametrize(
    "text", ["2.1er", "a1er", "1ers-", "12ème", "1era", "Ie", "VERS", "L’Ier2"]
)
def test_other_text_is_not_taken_for_an_ordinal(text):
    assert plain(text) == text
    assert [run.text for run in read_runs(text) if run.raised] in ([], ["ers"])


@pytest.mark.parametrize(
    "ordinal", ["1er", "1re", "2e", "3es", "1ers", "Ier", "Ire", "IIe", "XXes"]
)
def test_an_ordinal_has_its_letters_raised(ordinal):
    [number, letters] = read_runs(ordinal)
    assert (number.raised, letters.raised) == (False, True)
    assert number.text + letters.text == ordinal


MISTAKES = {
    "**a": "« ** » ouvert et jamais refermé",
    "a*": "« * » ouvert et jamais refermé",
    "*a**": "« ** » ouvert et jamais refermé",
    "**a* b": "« ** » ouvert et jamais refermé",
    "***": "« ** » ouvert et jamais refermé",
    "[**a](#b)": "« ** » ouvert et jamais refermé",
    "[a]()": "lien sans adresse",
    "[](#b)": "lien sans texte : « #b »",
    "[ **** ](#b)": "gras sans texte",
    "[ ](#b)": "lien sans texte : « #b »",
    "a****b": "gras sans texte : « a**** »",
    "2 * 3 * 4 points ****": "gras sans texte : « 2 * 3 * 4 points **** »",
    "** **": "gras sans texte",
    "[a](http://exemple.fr)": "adresse refusée : « http://exemple.fr »",
    "[a](javascript:alert)": "adresse refusée",
    "[a](JavaScript:x)": "adresse refusée",
    "[a](//exemple.fr)": "adresse refusée",
    "[a](https://)": "adresse refusée",
    '[a](https://x"y)': "adresse refusée",
    "[a](https://x\\y)": "adresse refusée",
    "[a](mailto:mairie)": "adresse refusée",
    "[a](tel:mairie)": "adresse refusée",
    "[a](#Été)": "adresse refusée",
    "[a](exemple.fr)": "adresse refusée : « exemple.fr »",
    "[a](https://exemple.fr/a b)": "lien mal écrit : « [a]( »",
    "[a](https://exemple.fr/a_(b))": "lien mal écrit",
    "[a](https://exemple.fr": "lien mal écrit",
    r"\[a](#b)": "lien mal écrit",
    "a](#b)": "lien mal écrit : « a](#b) »",
    "[[a](#b)](#c)": "lien mal écrit",
    "{droit}": "renvoi mal écrit : « {droit} »",
    "{droit:": "renvoi mal écrit : « {droit: »",
    "{droit: cle}": "renvoi mal écrit",
    "{ droit:cle}": "renvoi mal écrit",
    "{{droit:cle}}": "renvoi mal écrit : « {{droit:cle}} »",
    "{droit:}": "renvoi mal écrit",
    "{fiche action}": "renvoi mal écrit",
    "[a {droit:b}](#c)": "renvoi dans le texte d’un lien : « {droit:b} »",
}


@pytest.mark.parametrize("text", MISTAKES)
def test_malformed_mark_is_refused_with_a_hint(text):
    with pytest.raises(ValueError, match=r".") as raised:
        read_runs(text)
    assert MISTAKES[text] in str(raised.value)
    assert isinstance(raised.value, MarkError)
    assert raised.value.hint


TEXTS = st.text("ab *\\1er{}<é’\u202f[]():#", max_size=30)
ADDRESSES = st.sampled_from((SITE, TEL, "mailto:a@b.fr", "#c-1.2"))
WORDS = TEXTS.filter(lambda text: text.strip())


@given(TEXTS)
def test_any_text_is_read_or_refused_in_french(text):
    try:
        runs = read_runs(text)
    except MarkError as error:
        runs = ()
        assert error.hint  # noqa: PT017  # read or refused: both are right
    assert all(run.text for run in runs)
    assert all(left != right for left, right in pairwise(runs))


@given(st.text())
def test_escape_marks_keeps_the_words(words):
    assert plain(escape_marks(words)) == words.replace("\n", " ")
    assert not any(run.bold or run.italic or run.link for run in read_runs(escape_marks(words)))


@given(WORDS, ADDRESSES, TEXTS, TEXTS)
def test_mark_link_keeps_words_and_address(words, address, before, after):
    runs = read_runs(f"{escape_marks(before)}{mark_link(words, address)}{escape_marks(after)}")
    assert "".join(run.text for run in runs) == before + words + after
    assert "".join(run.text for run in runs if run.link == address) == words


@pytest.mark.parametrize("address", ["", "http://exemple.fr", "#a b", "https://a)b"])
def test_no_link_is_made_to_an_address_that_is_refused(address):
    with pytest.raises(MarkError, match="adresse"):
        mark_link("ici", address)


@given(st.text("ab 1er’", max_size=20).filter(str.strip))
def test_marks_change_the_style_and_not_the_words(text):
    runs = read_runs(f"**{text}**")
    assert plain(f"**{text}**") == text
    assert all(run.bold and not run.italic for run in runs)


@given(st.text("a[*\\{", min_size=2000, max_size=4000))
def test_text_full_of_open_marks_is_read_fast(text):
    try:
        assert plain(text)
    except MarkError as error:
        assert error.hint  # noqa: PT017  # read or refused: both are right
