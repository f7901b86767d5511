"""Documents named in words: which are composed, and the law that each prints."""

from pathlib import Path

import pytest

from docgen.build.named_documents import (
    act_file,
    bound_documents,
    compose_named,
    files_named,
    named_files,
)
from docgen.errors import ContentError
from docgen.kinds.writing.checked_texts import law_items
from docgen.left import Who
from docgen.referential.referential import Referential
from tests.support.documents import HERE

REFERENTIAL = Referential(HERE)


def stems(*names, insee=()):
    return [one.document.stem for one in compose_named(REFERENTIAL, names, insee)[0]]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("fiche 4.2", ["fiche-action-4-2"]),
        ("fiches 4-2", ["fiche-action-4-2"]),
        ("fiche 6.1 bis 4.2", ["fiche-action-6-1-video", "fiche-action-4-2"]),
        ("Mémentos", ["memento-livret", "memento-aide-memoire"]),
        ("Mémento", ["memento-livret", "memento-aide-memoire"]),
        ("mémento aide-mémoire", ["memento-aide-memoire"]),
        ("modele-lettre-l541-3", ["modele-lettre-l541-3"]),
        ("bilan-2026-interne", ["bilan-2026"]),
        ("commune-pack-81218", ["commune-pack-81218-puygouzon"]),
        ("commune-pack-81218-puygouzon", ["commune-pack-81218-puygouzon"]),
        ("dossier de commune 81218", ["commune-pack-81218-puygouzon"]),
    ],
)
def test_documents_go_by_their_kind_and_key(name, expected):
    assert stems(name) == expected


def test_without_names_every_kind_is_there():
    kinds = {one.kind.name for one in compose_named(REFERENTIAL)[0]}
    assert {"fiche", "memento", "modele"} <= kinds
    assert not kinds & {"commune-pack", "infographie"}


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("fiche 9.9", "^9.9 : aucun texte"),
        ("tract", "^tract : aucune sorte"),
        ("4.2", "« fiche 4.2 »"),
        ("2a004", "« commune-pack 2a004 »"),
        ("conventionmodele", "^conventionmodele : aucune"),
        ("memento livre", "« livre »"),
        ("commune-pack", "aucune n’est dite"),
        ("commune-pack 99999", "99999"),
    ],
)
def test_what_names_nothing_is_refused(name, message):
    with pytest.raises(ContentError, match=message):
        stems(name)


def test_unknown_fiche_is_told_the_numbers_with_the_names():
    with pytest.raises(ContentError) as error:
        stems("fiche 9.9")
    hint = error.value.problems[0].hint
    assert "4.2 (action-4-2)" in hint
    assert "4.b (" not in hint


def test_document_prints_every_item_that_keeps_it_a_draft():
    droit = REFERENTIAL.droit
    for composed in compose_named(REFERENTIAL, (), ["81218"])[0]:
        printed = [one for part in bound_documents(composed.document) for one in part.laws]
        law = {one.id for one in law_items((droit.get(one.key) for one in printed), droit)}
        left = {one.id for one in composed.document.left if one.who is Who.JURISTE}
        assert left <= law, composed.document.stem
        assert all(one.sentence for one in printed)


@pytest.mark.parametrize(
    "typed", [["6.1bis"], ["6.1 BIS"], ["6.1\u00a0bis"], ["6.1", "bis"], ["fiche 6.1 bis"]]
)
def test_fiche_is_named_by_its_printed_number(project, typed):
    [path] = named_files(project.workspace, "fiche", typed)
    assert path.stem == "action-6-1-video"


def test_renumbered_fiche_is_named_by_both_its_numbers(project):
    """Between its signature and its effect, an amendment leaves fiches their printed numbers."""
    act = (project.root / "content/convention/2026.yaml").read_text("utf-8")
    assert act.count("numero: Action 4.2\n") == 1
    amended = act.replace("numero: Action 4.2\n", "numero: Action 4.9\n")
    amendment = "{modifie: '2026', numero: 1, effet: 2027-01-01, signature: {date: 2026-12-10}}"
    path = "content/convention/2026-avenant-1.yaml"
    project.write(path, f"{amended}\navenant: {amendment}\n")
    for typed in ("4.2", "4.9"):
        [path] = named_files(project.workspace, "fiche", [typed])
        assert path.stem == "action-4-2"


def test_absent_year_and_mistaken_option_are_told_what_to_type(project):
    with pytest.raises(ContentError) as error:
        named_files(project.workspace, "convention", ["2031", "final"])
    hints = [one.hint for one in error.value.problems]
    copy = "cp content/convention/modele.yaml content/convention/2031.yaml"
    assert hints == [f"pour l’écrire : {copy}", "l’option s’écrit « --final »"]


WRONG_DRAFT = "content/convention/2027.yaml"


@pytest.fixture
def with_wrong_draft(project):
    """Return the referential of a project with the draft of an avenant of no act."""
    text = (HERE.content / "convention/modele.yaml").read_text("utf-8")
    amending = (
        "avenant: {numero: 1, modifie: 2062, objet: x, motifs: [{texte: x, etat: propose}]}\n"
    )
    project.write(WRONG_DRAFT, text + amending)
    return Referential(project.workspace)


@pytest.mark.parametrize("name", ["bilan", "renewal", "convention", "commune-pack 81218"])
def test_draft_with_mistakes_is_told_and_left_aside(with_wrong_draft, name):
    made, notices = compose_named(with_wrong_draft, [name])
    assert made
    assert [(one.file, one.severity) for one in notices] == [(WRONG_DRAFT, "avertissement")]


def test_draft_with_mistakes_is_refused_by_its_name(with_wrong_draft):
    with pytest.raises(ContentError, match=WRONG_DRAFT):
        compose_named(with_wrong_draft, ["convention 2027"])


def test_pack_of_a_draft_with_mistakes_is_refused(with_wrong_draft, project):
    dossier = "content/commune-pack/dossier.yaml"
    text = (project.root / dossier).read_text("utf-8")
    project.write(dossier, text.replace('convention: "2026"', 'convention: "2027"'))
    with pytest.raises(ContentError, match=WRONG_DRAFT):
        compose_named(with_wrong_draft, ["commune-pack 81218"])


@pytest.mark.parametrize(
    ("copy", "error"), [("convention-2027", "intitul: x\n"), ("2027_bis", ""), ("2028", "")]
)
def test_model_is_left_out_once_it_has_a_sound_copy(project, copy, error):
    text = (HERE.content / "convention/modele.yaml").read_text("utf-8")
    project.write(f"content/convention/{copy}.yaml", text + error)
    made, _ = compose_named(Referential(project.workspace), ["convention"])
    last = "2028" if copy == "2028" else "modele"
    assert [one.document.key for one in made] == ["2026", last]


@pytest.mark.parametrize(
    ("words", "files"),
    [
        (["4.2"], ["fiche/action-4-2.yaml"]),
        (["action", "4.2", "Roles"], ["fiche/action-4-2.yaml", "territoire/roles.yaml"]),
        (["fiche 4.2", "emetteurs"], ["fiche/action-4-2.yaml", "emetteurs.yaml"]),
        (["fiche", "4.2", "4", "c"], ["fiche/action-4-2.yaml", "fiche/article-4-sip.yaml"]),
        (["fiche", "4.2", "roles"], ["fiche/action-4-2.yaml", "territoire/roles.yaml"]),
        (["memento 9"], ["memento/09-animaux.yaml"]),
        (
            ["memento", "2", "brulage"],
            ["memento/02-depots-sauvages.yaml", "memento/04-brulage.yaml"],
        ),
        (["2026"], ["convention/2026.yaml", "bilan/2026.yaml"]),
        (["bilan", "2026", "content/emetteurs.yaml"], ["bilan/2026.yaml", "emetteurs.yaml"]),
    ],
)
def test_words_name_content_files(words, files, monkeypatch):
    monkeypatch.chdir(HERE.root)
    found = files_named(HERE, map(Path, words))
    assert [path.resolve() for path in found] == [HERE.content / name for name in files]


def test_folder_names_all_of_its_texts():
    folder = HERE.content / "convention"
    assert files_named(HERE, [folder]) == HERE.texts("convention")
    assert set(HERE.texts("fiche")) < set(files_named(HERE, [HERE.content]))


def test_a_folder_of_that_name_hides_no_kind(monkeypatch):
    monkeypatch.chdir(HERE.content)
    assert files_named(HERE, [Path("fiche")]) == HERE.texts("fiche")


def test_files_that_docgen_does_not_read_have_no_name(project):
    project.write("content/territoire/archives/roles.yaml", "roles: []\n")
    [found] = files_named(project.workspace, [Path("roles")])
    assert found.parent.name == "territoire"


def test_an_amendment_reads_conventions_alone():
    assert act_file(HERE, Path("modele")) == HERE.content / "convention/modele.yaml"


def test_a_word_may_name_a_kind_and_a_text():
    found = files_named(HERE, [Path("modele")])
    assert found == [*HERE.texts("modele"), HERE.content / "convention/modele.yaml"]


def test_words_that_name_no_content_file_are_told_together():
    with pytest.raises(ContentError) as told:
        files_named(HERE, map(Path, ("acton-4-2", "roles", "fiche", "9.9")))
    assert [one.file for one in told.value.problems] == ["acton-4-2", "9.9"]
    assert "action-4-2" in told.value.problems[0].hint
