"""What a release is made from is read of the project: its commit, its data, its tools."""

import hashlib
import os
import subprocess
from datetime import date

import pytest

from docgen.errors import ContentError, WorkplaceError
from docgen.release.manifest.provenance import Provenance, commit_of, day_of
from docgen.workspace import NOTHING_IN_GIT, open_workspace

WHO = {"GIT_AUTHOR_NAME": "Exemple", "GIT_AUTHOR_EMAIL": "exemple@exemple.fr"}
WHO |= {"GIT_COMMITTER_NAME": "Exemple", "GIT_COMMITTER_EMAIL": "exemple@exemple.fr"}
WHEN = {
    "GIT_AUTHOR_DATE": "2027-02-03T23:30:00+0100",
    "GIT_COMMITTER_DATE": "2027-02-03T23:30:00+0100",
}


def git(folder, *words):
    """Run git in a folder, as someone, on a day."""
    plain = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    subprocess.run(
        ["git", "-C", str(folder), *words],
        env={**os.environ, **WHO, **WHEN, **plain},
        check=True,
        capture_output=True,
    )


@pytest.fixture
def root(tmp_path):
    """A project of one commit, of 3 February 2027 where it was made."""
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "un.yaml").write_text("un: 1\n")
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", "content")
    git(tmp_path, "commit", "--quiet", "--message", "Un")
    return tmp_path


def test_day_of_a_release_is_that_of_its_commit(root, monkeypatch):
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    commit = commit_of(root)
    assert day_of(commit) == date(2027, 2, 3)
    assert commit.intact
    assert len(commit.sha) == 40


def test_commit_with_changed_content_is_not_intact(root):
    (root / "autre.txt").write_text("sans effet")
    assert commit_of(root).intact
    (root / "content" / "deux.yaml").write_text("deux: 2\n")
    assert not commit_of(root).intact


def test_commit_is_of_the_project_whatever_git_is_told(root, tmp_path, monkeypatch):
    commit = commit_of(root)
    other = tmp_path / "autre"
    other.mkdir()
    git(other, "init", "--quiet")
    git(other, "commit", "--quiet", "--allow-empty", "--message", "Autre")
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other))
    assert commit_of(root) == commit
    monkeypatch.undo()
    git(root, "config", "status.showUntrackedFiles", "no")
    git(root, "config", "log.showSignature", "true")
    assert commit_of(root) == commit
    (root / "content" / "deux.yaml").write_text("deux: 2\n")
    assert not commit_of(root).intact
    (root / ".git/info/exclude").write_text("deux.yaml\n")
    assert not commit_of(root).intact  # what git is told to ignore is read as well


def test_output_that_git_ignores_changes_no_commit(root):
    (root / "content" / ".gitignore").write_text("")
    (root / ".git/info/exclude").write_text("output/\n")
    (root / "output").mkdir()
    (root / "output" / "un.pdf").write_bytes(b"")
    assert commit_of(root).intact


def test_data_hidden_from_git_changes_no_public_commit(root):
    folder = root / "content/referentiel/activite"
    folder.mkdir(parents=True)
    (folder / "activite.csv").write_text("un\n")
    assert not commit_of(root).intact
    (folder / ".gitignore").write_text(NOTHING_IN_GIT)
    assert commit_of(root).intact
    assert not commit_of(root, interne=True).intact
    (root / "content" / "deux.yaml").write_text("deux: 2\n")
    assert not commit_of(root).intact


def test_project_without_a_repository_has_no_day(tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert commit_of(tmp_path) is None
    with pytest.raises(WorkplaceError, match="--au"):
        day_of(None)


def test_machine_without_git_has_no_day(root, monkeypatch):
    monkeypatch.setenv("PATH", str(root))
    assert commit_of(root) is None


def test_content_changed_since_the_beginning_stops_a_release(root):
    source = root / "content/infographie/textes.yaml"
    source.parent.mkdir()
    source.write_text("un: 1\n")
    provenance = Provenance(open_workspace(root, exact=True), commit_of(root), date(2027, 1, 15))
    provenance.confirm()
    named = ("content/infographie/textes.yaml",)
    before = [provenance.sources("echeances", named, one) for one in ("publique", "interne")]
    source.write_text("un: 2\n")
    (root / "content/deux.yaml").write_text("deux: 2\n")
    again = [provenance.sources("echeances", named, one) for one in ("publique", "interne")]
    assert again == before
    assert before[1][0]["sha256"] == hashlib.sha256(b"un: 1\n").hexdigest()
    with pytest.raises(ContentError) as caught:
        provenance.confirm()
    assert [one.file for one in caught.value.problems] == ["content/deux.yaml", *named]


def test_public_digest_of_a_text_tells_nothing_private(root):
    act = root / "content/convention/2027.yaml"
    act.parent.mkdir()
    adopted = "titre: {texte: Un, adoption: {le: 2026-11-01, par: Lou}}\n"
    texts = (
        f"# 06 39 98 00 01\ndiffusion: publique\n{adopted}remarques: [{{sur: titre, texte: a}}]\n",
        f"diffusion: publique\n{adopted.replace('Lou', 'Max')}malgre: {{raison: b}}\n",
        f"diffusion: publique\n{adopted.replace('Un', 'Deux')}",
    )
    digests = []
    for text in texts:
        act.write_text(text)
        made = Provenance(open_workspace(root, exact=False), None, date(2027, 2, 3))
        [told] = made.sources("echeances", ("content/convention/2027.yaml",), "publique")
        digests.append(told["sha256"])
    assert digests[0] == digests[1] != digests[2]
    assert {len(one) for one in digests} == {64}


def test_commit_made_meanwhile_stops_a_release(root):
    provenance = Provenance(open_workspace(root, exact=True), commit_of(root), date(2027, 1, 15))
    git(root, "commit", "--quiet", "--allow-empty", "--message", "Deux")
    with pytest.raises(ContentError, match="git"):
        provenance.confirm()


def test_data_have_edition_age_and_digests(made):
    provenance = Provenance(made.workspace, None, date(2027, 1, 15))
    told = provenance.as_data("", "publique")
    [cog] = [one for one in told["donnees"] if one["nom"] == "cog"]
    assert cog["edition"] == "2026"
    assert cog["age_jours"] == 379
    assert all(len(one) == 64 for one in cog["fichiers"].values())
    assert {"communes.csv", "edition.yaml"} <= cog["fichiers"].keys()
    law = (made.workspace.content / "referentiel/droit/penal.yaml").read_bytes()
    digest = hashlib.sha256(law).hexdigest()
    assert len(told["droit"]["penal.yaml"]) == len(digest)
    assert told["droit"]["penal.yaml"] != digest  # which would tell of its remarks
    assert provenance.as_data("", "interne")["droit"]["penal.yaml"] == digest
    assert told["commit"] is None
    assert told["versions"]["verapdf"] is None


def test_public_sources_name_no_internal_text(root):
    for name, readers in (("4-1", "publique"), ("4-2", "interne")):
        fiche = root / f"content/fiche/action-{name}.yaml"
        fiche.parent.mkdir(exist_ok=True)
        fiche.write_text(f"diffusion: {readers}\n")
    made = Provenance(open_workspace(root, exact=False), None, date(2027, 2, 3))
    public, inner = (
        [source["fichier"] for source in made.sources("commune-pack", (), circle)]
        for circle in ("publique", "interne")
    )
    assert public == ["content/fiche/action-4-1.yaml"]
    assert inner == [*public, "content/fiche/action-4-2.yaml"]
