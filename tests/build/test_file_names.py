"""A project is the same however its texts are named: `2026`, `convention-2026`, `2026.yml`."""

import re
from datetime import date
from pathlib import Path

import pytest

from docgen.build.avenant import AmendmentRequest, read_amendment
from docgen.build.avenant_copy import write_copy
from docgen.build.check import check_all
from docgen.build.left import document_words
from docgen.build.named_documents import act_file, named_files
from docgen.build.stamping.places import StampAction, StampedText
from docgen.content.source import read_source
from docgen.errors import ContentError
from docgen.kinds import KINDS
from docgen.kinds.actes.project import project_acts
from docgen.referential.referential import Referential
from tests.conftest import plain_blanks

SPELLINGS = {"prefixed": "{kind}-{key}.yaml", "yml": "{key}.yml"}
"""How else than `{key}.yaml` the file of a text may be named."""
TEXT = re.compile(r"(\b([a-z]+(?:-pack)?)/)(?:\2-)?([a-z0-9-]+)\.ya?ml\b")
"""The file of a text in any spelling."""
ACT, AMENDED = "content/convention/2026.yaml", "content/convention/2026-avenant-1.yaml"
EFFECT, DAY = date(2026, 12, 11), date(2026, 12, 15)
"""A day of a year that is not over yet, on which the amendment rules."""
DEFECTS = (
    (AMENDED, r"\n +etat: propose", ""),
    (AMENDED, r"\nacte: projet", "\nacte: signe"),
    (AMENDED, r"\n  signature:\n", r"\g<0>    date: 2026-12-10\n"),
    (AMENDED, "peut être contacté par", "est joint par"),
    ("content/commune-pack/dossier.yaml", r"\n +- {clause: article-4-4\.2, .*", ""),
    ("content/fiche/action-4-1.yaml", r"\ndiffusion: publique", "\ndiffusion: interne"),
    ("content/fiche/action-5-1.yaml", r"\ntitre: .*", "\ntitre: En Haute-Garonne"),
)
"""What is wrong with an act, a pack and fiches."""
TOLD = (
    "changé par l’avenant",
    "cet engagement n’est pas dans la page de la convention",
    "est laissée de côté",
    "« Haute-Garonne » n’est pas",
    "ne vaut aucun jour de 2025",
)
"""What the check tells of that, and of a year before the act."""


@pytest.fixture
def told_of(project):
    """Return a project in which all of this is to be told."""
    write_copy(project.workspace, project.root / ACT, None, EFFECT)
    former = (project.root / "content/bilan/2026.yaml").read_text("utf-8")
    project.write("content/bilan/2025.yaml", former.replace("\nannee: 2026", "\nannee: 2025"))
    for name, old, new in DEFECTS:
        text = (project.root / name).read_text("utf-8")
        assert re.search(old, text), old
        project.write(name, re.sub(old, new, text))
    return project


def rename_texts(project, spelling):
    for kind in KINDS:
        for path in project.workspace.texts(kind):
            path.rename(path.with_name(SPELLINGS[spelling].format(kind=kind, key=path.stem)))


def said(project):
    """Return all that the check of a project tells, with the usual names of its files."""
    outcome = check_all(project.workspace, today=DAY)
    problems = {(one.code, one.file, one.message, one.hint) for one in outcome.problems}
    left = {(one.code, one.id, one.message, one.hint, one.command) for one in outcome.left}
    return {tuple(TEXT.sub(r"\1\3.yaml", words) for words in one) for one in problems | left}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_check_tells_the_same_when_files_are_named_otherwise(told_of, spelling):
    usual = said(told_of)
    words = plain_blanks(" ".join(" ".join(one) for one in usual))
    assert [one for one in TOLD if one not in words] == []
    rename_texts(told_of, spelling)
    assert said(told_of) ^ usual == set()


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_amendment_names_its_act_by_its_key(project, docgen_here, spelling):
    rename_texts(project, spelling)
    answer = docgen_here("avenant", "2026", "--nouveau")
    assert answer.out.splitlines()[-1].strip() == "docgen avenant 2026 2026-avenant-1"
    here = project.workspace
    old, new = (act_file(here, Path(name)) for name in ("2026", "2026-avenant-1"))
    text = new.read_text("utf-8").replace("peut être contacté par", "est joint par")
    assert "est joint par" in text
    new.write_text(re.sub(r"( +)- id: action-4\.2\n", r"\g<0>\1  etat: propose\n", text), "utf-8")
    amendment, _ = read_amendment(here, AmendmentRequest(old, new))
    assert (amendment.avenant.modifie, amendment.cle) == ("2026", "2026-1")
    assert "existe déjà" in docgen_here("avenant", "2026", "--nouveau").err


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_text_has_the_same_names_when_its_file_has_another(project, spelling):
    rename_texts(project, spelling)
    here = project.workspace
    [path] = named_files(here, "fiche", ["action-4-2"])
    assert named_files(here, "fiche", ["fiche-action-4-2", "4.2"]) == [path]
    fiche = StampedText(KINDS["fiche"], path, read_source(path, path.name), StampAction.RELIRE)
    assert fiche.typed == "fiche 4.2"
    assert document_words(here, [path]) == ["fiche", "action-4-2"]
    assert document_words(here, here.texts("fiche")) == ["fiche"]


@pytest.mark.parametrize("name", ["convention-2026.yaml", "2026.yml"])
def test_two_files_of_one_key_are_refused(project, name):
    act = project.root / ACT
    project.write(f"content/convention/{name}", act.read_bytes())
    told = project_acts(Referential(project.workspace)).problems
    assert [(one.file, one.code) for one in told] == [(f"content/convention/{name}", "nom")]
    assert plain_blanks(told[0].hint) == "gardez-en un, ou donnez à celui-ci un nom à lui"
    with pytest.raises(ContentError) as refused:
        act_file(project.workspace, Path("2026"))
    assert refused.value.problems == told


def test_fiche_named_with_its_kind_is_told_its_key(project):
    pack = "content/commune-pack/dossier.yaml"
    text = (project.root / pack).read_text("utf-8")
    project.write(pack, text.replace("fiche: article-4-sip", "fiche: fiche-article-4-sip"))
    with pytest.raises(ContentError) as refused:
        check_all(project.workspace)
    hints = [plain_blanks(one.hint) for one in refused.value.problems if one.code == "fiche"]
    assert hints == ["vouliez-vous dire « article-4-sip » ?"]
