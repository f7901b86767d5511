"""The signature of an act is of its words: they cannot change unseen."""

import pytest

from docgen.build.compose import compose_all
from docgen.content.source import parse_source, read_source
from docgen.content.stamp import act_digest
from docgen.kinds import KINDS
from tests.conftest import EXAMPLE, ROOT, SEAL

ACT = "content/convention/2026.yaml"
SHIPPED = (ROOT / ACT).read_text("utf-8")
LINE = SHIPPED[: SHIPPED.index(SEAL.decode())].count("\n") + 1
PROPOSED = "    titre: Objet fictif\n    etat: propose\n"
CHANGED = "les mots de l’acte signé ont changé"


def change(project, old, new):
    path = project.root / ACT
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")


@pytest.mark.parametrize(
    "command", [("check",), ("convention", "2026"), ("avenant", "2026", "--nouveau")]
)
def test_words_changed_since_the_signature_are_refused(project, docgen_here, command):
    change(project, "ARTICLE 6", "ARTICLE 66")
    answer = docgen_here(*command)
    assert answer.code == 1
    assert f"{ACT}:{LINE}:" in answer.err
    assert CHANGED in answer.err
    assert "docgen extract recu.pdf" in answer.err


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\nvie:\n", "\nvie:\n  fin: 2027-04-22\n"),
        ("acte: signe\n", "acte: signe\n# relu\n"),
        ("date: 2026-04-23", "date: 23/04/2026"),
        ("diffusion: publique", "diffusion: interne"),
        ("intitule: Convention", "intitule: La convention"),
        ("A l'occasion", "A l’occasion"),
        ("\nremarques:\n", "\nremarques:\n  - {sur: article-6, texte: À revoir.}\n"),
    ],
)
def test_what_nobody_signs_may_change(project, docgen_here, old, new):
    change(project, old, new)
    assert CHANGED not in docgen_here("check", ACT).err


def test_words_that_a_document_carries_fit_the_signature(project):
    source = read_source(project.root / ACT, ACT)
    [(_, made)] = compose_all(project.workspace, KINDS["convention"], [project.root / ACT])
    carried = made.document.canonical
    assert "empreinte" not in carried
    assert act_digest(parse_source(carried, "recu.yaml").data) == act_digest(source.data)


def test_signature_without_digest_is_warned_about_and_sealed(project, docgen_here):
    change(project, f"{SEAL.decode()}\n", "")
    assert "1 accord, contrôle ou signature sans empreinte" in docgen_here("check").err
    assert docgen_here("sceller").out == f"{ACT}\n1 empreinte ajoutée.\n"
    assert (project.root / ACT).read_text("utf-8") == SHIPPED


def test_digest_in_an_act_to_sign_is_refused(project, docgen_here):
    change(project, "acte: signe", "acte: projet")
    assert "ne va qu’avec la signature d’un acte signé" in docgen_here("check", ACT).err


def signed_with(project, docgen_here, old, new):
    """Write an act whose clauses are adopted, then signed with a change; return its file."""
    by = ("--tout", "--par", "Mme Exemple Fictif", "--le", "03/11/2026")
    text = EXAMPLE.read_text("utf-8").replace("    titre: Objet fictif\n", PROPOSED, 1)
    path = project.write("content/convention/2031.yaml", text)
    assert docgen_here("adopter", "convention", "2031", *by).code == 0
    text = path.read_text("utf-8").replace("acte: projet", "acte: signe", 1)
    text = text.replace("  lieu:", "  date: 2026-11-10\n  lieu:", 1)
    return project.write("content/convention/2031.yaml", text.replace(old, new))


@pytest.mark.usefixtures("shared_cache")
def test_changed_signed_clause_is_put_back_not_adopted(project, docgen_here):
    signed_with(project, docgen_here, "L'essai n° 3", "L'essai n° 4")
    answer = docgen_here("reste", "convention", "2031")
    assert "passage signé à remettre tel quel" in answer.out
    assert "docgen extract recu.pdf" in answer.out
    assert "docgen adopter" not in answer.out


@pytest.mark.usefixtures("shared_cache")
@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("L'essai n° 3", "L'essai n° 4", "mots signés à remettre"),
        ("    etat: adopte\n    adoption", "    etat: propose\n    adoption", "« etat: adopte »"),
    ],
)
def test_what_check_refuses_is_not_sealed(project, docgen_here, old, new, told):
    path = signed_with(project, docgen_here, old, new)
    before = path.read_bytes()
    answer = docgen_here("sceller")
    assert answer.code == 1
    assert told in answer.err.replace("\u00a0", " ")
    assert path.read_bytes() == before


@pytest.mark.usefixtures("shared_cache")
@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("  date: 2026-11-10\n", "", "un acte signé porte la date de sa signature"),
        ("2026-11-10", "2026-11-11", CHANGED),
        ("L'essai n° 3", "L'essai n° 4", CHANGED),
    ],
)
def test_refused_act_is_told_when_nothing_is_to_seal(project, docgen_here, old, new, told):
    path = signed_with(project, docgen_here, "acte: signe", "acte: signe")
    if told == CHANGED:
        assert docgen_here("sceller").code == 0
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")
    answer = docgen_here("sceller")
    assert answer.code == 1
    assert told in answer.err
    assert "ajoutée" not in answer.out


@pytest.mark.usefixtures("shared_cache")
@pytest.mark.parametrize("command", [("sceller",), ("convention", "2031", "--format", "docx")])
def test_agreement_after_the_signature_is_told(project, docgen_here, command):
    signed_with(project, docgen_here, "2026-11-10", "2026-11-02")
    answer = docgen_here(*command)
    assert answer.code == 0, answer.err
    assert "signé le 2 novembre 2026, et 1 accord est daté d’après" in answer.err
    assert "2031.yaml:" in answer.err


@pytest.mark.usefixtures("shared_cache")
@pytest.mark.parametrize("command", [("check", "convention/2031"), ("reste", "convention", "2031")])
def test_signed_act_without_digest_is_told_by_name(project, docgen_here, command):
    signed_with(project, docgen_here, "L'essai n° 3", "L'essai n° 3")
    if command[0] == "check":
        command = ("check", "content/convention/2031.yaml")
    answer = docgen_here(*command)
    assert answer.code == 0, answer.err
    assert answer.err.replace("\u00a0", " ").count("acte signé non scellé") == 1
    assert docgen_here("sceller").code == 0
    assert "non scellé" not in docgen_here(*command).err
