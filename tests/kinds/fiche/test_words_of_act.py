"""A fiche takes its words from the act in force on the day; amendments are invented."""

from datetime import date

import pytest

from docgen.build.compose import compose_all
from docgen.build.left import left_in
from docgen.document import Diffusion
from docgen.errors import ContentError
from docgen.kinds.actes.project import next_effect
from docgen.kinds.bilan.suivi import SuiviAnnuel
from docgen.kinds.fiche.kind import KIND
from docgen.kinds.kind import Scope
from docgen.referential.referential import Referential
from tests.conftest import plain_blanks
from tests.kinds.fiche.cards import files

ACT, AMENDED = "content/convention/2026.yaml", "content/convention/2026-avenant-1.yaml"
CARD = "action-4-2"
AVENANT = """
avenant: {modifie: '2026', numero: 1, effet: 2027-01-01, signature: {date: 2026-12-10}}
"""
OLD, NEW = "peut être contacté par les élus", "est joint par les élus"
BEFORE, AFTER = date(2026, 12, 31), date(2027, 1, 1)


@pytest.fixture
def compose(project):
    """Return a fiche as composed on a day, of the act with changed words."""

    def write(*changes):
        text = (project.root / ACT).read_text("utf-8")
        for old, new in changes:
            assert text.count(old) == 1
            text = text.replace(old, new)
        project.write(AMENDED, text + AVENANT)

    def compose(day, *changes):
        write(*changes)
        return composed(project, day)

    return compose


def composed(project, day):
    scope = Scope(Referential(project.workspace), today=day)
    [(_, made)] = compose_all(project.workspace, KIND, files(project.workspace, CARD), scope)
    return made.document


def own_items(document):
    return [plain_blanks(item.name) for item in document.left if "avenant" in item.name]


def test_a_fiche_names_the_amendment_in_effect(compose):
    said = [plain_blanks(compose(day).facts.sources) for day in (BEFORE, AFTER)]
    assert said[0].startswith("convention du 23 avril 2026, action 4.2")
    assert said[1].startswith(
        "convention du 23 avril 2026, modifiée par l’avenant n° 1 du 10 décembre 2026, action 4.2"
    )
    assert compose(AFTER).sources[1] == AMENDED
    assert own_items(compose(AFTER)) == []


def test_words_that_an_amendment_changed_make_a_draft(compose):
    before, after = (compose(day, (OLD, NEW)) for day in (BEFORE, AFTER))
    name = "Citation de la convention (changé par l’avenant n° 1, effet le 1er janvier 2027)"
    assert (own_items(before), own_items(after)) == ([], [name])
    [item] = [one for one in after.left if "avenant" in one.name]
    assert (item.file, item.command) == (
        f"content/fiche/{CARD}.yaml",
        f"docgen check content/fiche/{CARD}.yaml",
    )
    assert item.line > 1
    [warning] = before.notices
    assert (warning.code, after.notices) == ("avenant", ())
    for told in (warning, item):
        assert plain_blanks(told.hint) == f"relisez la fiche sur l’acte modifié : {AMENDED}"


def test_fiche_of_an_act_that_ended_is_a_draft(project):
    text = (project.root / ACT).read_text("utf-8")
    project.write(ACT, text.replace("\nvie:\n", f"\nvie:\n  fin: {BEFORE}\n"))
    assert next_effect(project.workspace, BEFORE) == AFTER
    before, after = (composed(project, day) for day in (BEFORE, AFTER))
    assert "fin" not in {one.code for one in (*before.left, *before.notices)}
    [warning] = after.notices
    message = "la convention « 2026 » a pris fin le 31 décembre 2026"
    assert (plain_blanks(warning.message), warning.field) == (message, "convention")
    [item] = [one for one in after.left if one.code == "fin"]
    assert (item.message, item.line, after.final) == (warning.message, warning.line, False)


@pytest.mark.parametrize(
    ("clause", "hint"),
    [
        ("action-4.2", 'écrivez « convention: "2027" »'),
        ("action-4.9", "« 2027 » n’a pas la clause « action-4.2 » : gardez ce texte tel quel"),
    ],
)
def test_fiche_of_an_ended_act_names_the_next_act(project, clause, hint):
    text = (project.root / ACT).read_text("utf-8")
    project.write(ACT, text.replace("\nvie:\n", f"\nvie:\n  fin: {BEFORE}\n"))
    later = text.replace("date: 2026-04-23", f"date: {AFTER}").replace(
        "- id: action-4.2", "- id: a"
    )
    later = later.replace("- id: a\n", f"- id: {clause}\n").replace(
        "sur: action-4.2", f"sur: {clause}"
    )
    project.write("content/convention/2027.yaml", later)
    [warning] = composed(project, AFTER).notices
    assert plain_blanks(warning.hint).startswith(hint)


def test_fiche_of_an_act_that_nobody_signed_is_a_draft(project):
    text = (project.root / ACT).read_text("utf-8")
    draft = text.replace("acte: signe", "acte: projet").replace("  date: 2026-04-23\n", "")
    project.write(ACT, draft)
    document = composed(project, BEFORE)
    [item] = [one for one in document.left if one.code == "projet"]
    assert (item.file, item.field, document.final) == (ACT, "acte", False)


def test_signature_that_fiches_wait_for_counts_once(project):
    text = (project.root / ACT).read_text("utf-8")
    draft = text.replace("acte: signe", "acte: projet").replace("  date: 2026-04-23\n", "")
    project.write(ACT, draft)
    left, _ = left_in(Referential(project.workspace), ["fiche"], (), None)
    [item] = [one for one in left if one.code == "projet"]
    assert len(item.documents) > 10


def test_words_of_an_amendment_to_come_make_a_draft(project, compose):
    path = f"content/fiche/{CARD}.yaml"
    text = (project.root / path).read_text("utf-8")
    project.write(path, text.replace(OLD, NEW))
    before, after = (compose(day, (OLD, NEW)) for day in (BEFORE, AFTER))
    name = "Citation de la convention (à venir, par l’avenant n° 1, effet le 1er janvier 2027)"
    assert (own_items(before), own_items(after)) == ([name], [])
    assert not after.notices


def test_a_fiche_of_a_repealed_clause_is_a_draft(compose):
    document = compose(AFTER, ("- id: action-4.2\n", "- id: action-4.9\n"))
    [served, *_] = own_items(document)
    assert served.startswith("Engagement servi (changé par l’avenant n° 1")
    assert document.facts.numero == "4.2"


def test_fiche_is_cited_by_its_number_of_the_day(project, compose):
    compose(BEFORE, ("numero: Action 4.2\n", "numero: Action 4.9\n"))
    [path] = files(project.workspace, "action-6-1-video")
    for day, number in ((BEFORE, "4.2"), (AFTER, "4.9")):
        referential = Referential(project.workspace)
        assert composed(project, day).facts.numero == number
        [(_, made)] = compose_all(project.workspace, KIND, [path], Scope(referential, today=day))
        assert f"fiche {number}" in plain_blanks(made.document.facts.model_dump_json())
        report = SuiviAnnuel(Referential(project.workspace, BEFORE), day.year, Diffusion.PUBLIQUE)
        assert report.reference(CARD) == number


def test_words_that_no_text_has_are_refused(project, compose):
    path = project.root / f"content/fiche/{CARD}.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace(OLD, "est invité par les élus"), "utf-8")
    with pytest.raises(ContentError) as error:
        compose(AFTER, (OLD, NEW))
    assert [one.code for one in error.value.problems] == ["citation"]
