"""What the pack names exists."""

import shutil
from pathlib import Path

import pytest

from docgen.errors import ContentError
from tests.kinds.commune_pack.packs import Table, project

PACK = Path("content/commune-pack/dossier.yaml")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    """A project whose pack a test may spoil."""
    return project(tmp_path_factory.mktemp("renvois"))


@pytest.fixture
def spoiled(workspace):
    """Return a function that changes words of the pack and returns what is told: line, rest."""
    path = workspace.root / PACK
    kept = path.read_bytes()

    def told(*changes):
        text = kept.decode()
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new, 1)
        path.write_text(text, "utf-8")
        with pytest.raises(ContentError) as refused:
            Table(workspace)
        lines = text.splitlines()
        return [
            (lines[one.line - 1].strip(), one.message, one.hint) for one in refused.value.problems
        ]

    yield told
    path.write_bytes(kept)


def test_what_we_ship_names_nothing_that_does_not_exist(workspace):
    assert Table(workspace).work.content.convention == "2026"


def test_unknown_names_are_reported_in_one_pass(spoiled):
    told = spoiled(
        ("visiteur: referent-elu", "visiteur: referent-elus"),
        ("{role: prefecture,", "{role: prefectures,"),
        ("urgence-17, ", "urgence-71, "),
        ("{role: ddt}", "{role: ddtt}"),
        ("fiche: action-6-2", "fiche: action-6-3"),
        ("clause: action-4.1", "clause: action-4.9"),
    )
    assert {(line, hint) for line, message, hint in told if "engagement" not in message} == {
        ("visiteur: referent-elus", "vouliez-vous dire « referent-elu » ?"),
        (
            '- {role: prefectures, pour: "sécurité des élus, arrêtés, périls"}',
            "vouliez-vous dire « prefecture » ?",
        ),
        (
            "urgences: [urgence-71, pompiers-18, samu-15, urgence-112, urgence-114]",
            "vouliez-vous dire « urgence-17 » ?",
        ),
        ("- {role: ddtt}", "vouliez-vous dire « ddt » ?"),
        ("- fiche: action-6-3", "il y a : action-6-1-video, action-6-1, action-6-2"),
        (
            '- {clause: action-4.9, texte: "Faire le diagnostic cyber MonAideCyber."}',
            "vouliez-vous dire « action-4.2 » ?",
        ),
    }


def test_an_act_that_does_not_exist_is_told_once(spoiled):
    foot, (line, message, hint) = spoiled(('convention: "2026"', 'convention: "2062"'))
    assert foot[1] == "la mention nomme la convention, et rien d’autre"
    assert line == 'convention: "2062"'
    assert message == "aucune convention « 2062 »"
    assert "2026" in hint


def test_roles_that_cannot_be_read_are_told_alone(workspace, tmp_path):
    root = tmp_path / "projet"
    shutil.copytree(workspace.root, root)
    path = root / "content/territoire/roles.yaml"
    path.write_text("roles: rien\n", "utf-8")
    with pytest.raises(ContentError) as refused:
        Table(type(workspace)(root, root / "output"))
    assert {Path(one.file).name for one in refused.value.problems} == {"roles.yaml"}


def test_for_a_fiche_that_is_gone_no_other_is_offered(workspace, tmp_path):
    root = tmp_path / "projet"
    shutil.copytree(workspace.root, root)
    (root / "content/fiche/article-4-sip.yaml").unlink()
    with pytest.raises(ContentError) as refused:
        Table(type(workspace)(root, root / "output"))
    [gone] = [one for one in refused.value.problems if "article-4-sip" in one.message]
    assert gone.hint.startswith("il y a : article-4-4-1, article-4-4-2, ")
    assert "article-4-sip" not in gone.hint
