"""The words of the signed act, from the pages we were given to what a document prints.

`tests/brief/convention-2026.txt` is a transcription of the received pages in Markdown.  Compared
are words, in order, without what is not a word of the act: the marks of Markdown (`#`, `*`, list
dashes, links), the names of the pages, the sign between a number and its title (the document
sets the number apart instead), and the kind of blanks and apostrophes.
"""

import re

import pytest

from docgen.build.compose import compose_all
from docgen.content.source import read_source
from docgen.content.validation import mappings
from docgen.kinds import KINDS
from docgen.markup import plain
from tests.conftest import ROOT

BRIEF = (ROOT / "tests/brief/convention-2026.txt").read_text("utf-8")
SIGNED = ROOT / "content/convention/2026.yaml"
MODEL = ROOT / "content/convention/modele.yaml"

PAGE = re.compile(r"^=== page .* ===$", re.MULTILINE)
MARKS = re.compile(r"^#+ |^- |\*+|\[([^]]*)\]\([^)]*\)", re.MULTILINE)
SIGN = re.compile(r"^((?:AXE|ARTICLE|Objectif|Action) [\d.]+|\d\.\d)(?: [-–:]|-) ", re.MULTILINE)


def words(text):
    return re.sub(r"n°\s+(?=\d)", "n°", text.replace("’", "'")).split()


def words_of_the_brief():
    text = MARKS.sub(lambda mark: mark[1] or "", PAGE.sub("", BRIEF))
    return words(SIGN.sub(r"\1 ", text))


def words_printed(project, path):
    [(_, made)] = compose_all(project.workspace, KINDS["convention"], [path])
    facts = made.document.facts
    act = [
        bloc
        for bloc, after in zip(facts.blocs, [*facts.blocs[1:], None], strict=True)
        if bloc.genre != "lacune" and not (after and after.genre == "lacune")
    ]
    said = [f"{bloc.etiquette} {plain(bloc.texte)}" for bloc in act]
    signed = [f"{signer.nom} {signer.qualite}" for signer in facts.signataires]
    return words(" ".join([*said, facts.fait, *signed]))


def test_the_document_prints_the_words_of_the_act_in_order(project):
    assert words_printed(project, SIGNED) == words_of_the_brief()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("DIAGnostique", "Diagnostic"),
        ("A l'occasion", "À l'occasion"),
        ("Gend'Elus », et", "Gend'Élus », et"),
        ("lorsque présentes", "lorsque présents"),
        ("dentistes..", "dentistes..."),
        ("ALBI", "Albi"),
        ("2026-04-23", "2026-04-24"),
        ("un préavis de trois mois", "un délai de trois mois"),
    ],
)
def test_one_word_changed_is_seen(project, old, new):
    text = SIGNED.read_text("utf-8")
    assert old in text
    path = project.holding(text.replace(old, new))
    assert words_printed(project, path) != words_of_the_brief()


def test_paragraphs_exchanged_are_seen(project):
    lines = SIGNED.read_text("utf-8").splitlines(keepends=True)
    [rank] = [n for n, line in enumerate(lines) if "Une partie peut, à tout moment" in line]
    moved = [*lines[: rank - 1], lines[rank - 1], *lines[rank + 1 : rank + 5], lines[rank]]
    path = project.holding("".join(moved + lines[rank + 5 :]))
    assert sorted(words_printed(project, path)) == sorted(words_of_the_brief())
    assert words_printed(project, path) != words_of_the_brief()


PARTS = {"sections", "axes", "objectifs", "actions"}


def clauses(path):
    source = read_source(path, path.name)
    return {
        group["id"]: {name: value for name, value in group.items() if name not in PARTS}
        for steps, group in mappings(source.data)
        if "id" in group and steps[0] == "articles"
    }


TAKEN_OVER = [name for name, clause in clauses(MODEL).items() if "etat" not in clause]


def test_model_takes_over_every_known_clause():
    known = [name for name, clause in clauses(SIGNED).items() if "etat" not in clause]
    assert sorted(TAKEN_OVER) == sorted(known)


@pytest.mark.parametrize("name", TAKEN_OVER)
def test_clause_taken_over_equals_the_signed_clause(name):
    assert clauses(MODEL)[name] == clauses(SIGNED)[name]
