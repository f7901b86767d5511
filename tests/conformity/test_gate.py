"""Files that are no PDF of ours: a sentence for each, never a traceback."""

import json
import random
import re

import pytest

from docgen.conformity import check_pdf, check_pdf_without_validator, gate
from tests.conformity.defects import DEFECTS, sound
from tests.signatures.signed import WAYS, twice


def codes(data: bytes) -> set[str]:
    return {problem.code for problem in check_pdf(data, "essai.pdf")}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "pdf-vide"),
        (b" \n\0 \n", "pdf-etranger"),
        (b"Bonjour", "pdf-etranger"),
        (b"PK\3\4" + b"x" * 2000, "pdf-etranger"),
        (b"%PDF-1.7\n", "pdf-illisible"),
        (b"%PDF-1.7\n%%EOF\n", "pdf-illisible"),
        (b"%PDF-1.7\n" + b"\xff" * 5000, "pdf-illisible"),
    ],
)
def test_a_file_that_is_no_pdf_is_reported_once(data, code):
    [problem] = check_pdf(data, "essai.pdf")
    assert problem.code == code
    assert problem.file == "essai.pdf"


def test_a_lack_of_memory_is_no_fault_of_the_file():
    def starved(_):
        raise MemoryError

    with pytest.raises(MemoryError):
        check_pdf_without_validator(sound(), "essai.pdf", {"lecture": starved})


def test_a_pdf_without_a_page_is_refused():
    catalogue = b"1 0 obj\n<</Type /Catalog /Pages 2 0 R>>\nendobj\n"
    pages = b"2 0 obj\n<</Type /Pages /Kids [] /Count 0>>\nendobj\n"
    end = b"trailer\n<</Root 1 0 R>>\n%%EOF"
    empty = b"%PDF-1.7\n" + catalogue + pages + end
    assert codes(empty) & {"pdf-vide", "pdf-illisible"}


@pytest.mark.parametrize("part", [0.3, 0.6, 0.9, 0.99])
def test_half_a_file_is_refused(part):
    assert codes(sound()[: int(len(sound()) * part)]) & {"pdf-illisible", "pdf-abime"}


def test_a_file_repaired_by_the_reader_is_refused():
    moved = sound().replace(b"startxref\n", b"startxref\n1")
    assert codes(moved) & {"pdf-abime", "pdf-illisible"}


def test_a_file_too_big_is_not_read(monkeypatch):
    monkeypatch.setattr(gate, "MAX_BYTES", 1000)
    assert codes(sound()) == {"pdf-trop-gros"}


def test_an_encrypted_file_is_reported_with_a_hint():
    [problem] = check_pdf(DEFECTS["encrypted"].make(), "essai.pdf")
    assert problem.code == "chiffrement"
    assert "mot de passe" in problem.hint


@pytest.mark.parametrize("way", WAYS)
def test_an_act_signed_twice_still_passes(way):
    assert check_pdf(twice(way), "signe.pdf") == []


@pytest.mark.parametrize("seed", range(60))
def test_random_changes_of_objects_never_raise(seed):
    chance = random.Random(seed)
    words = [found.span() for found in re.finditer(rb"/[A-Z]\w+|\d+ 0 R|\[|\]|<<|>>", sound())]
    data = bytearray(sound())
    for _ in range(chance.choice([1, 3, 20])):
        (start, end), (other, to) = chance.choice(words), chance.choice(words)
        data[start:end] = sound()[other:to][: end - start].ljust(end - start)
    for problem in check_pdf(bytes(data), "essai.pdf"):
        assert problem.message
        assert problem.code


# ---------- The command ----------


@pytest.fixture
def here(project):
    project.write("bon.pdf", sound())
    project.write("mauvais.pdf", DEFECTS["level-skipped"].make())
    project.write("chiffre.pdf", DEFECTS["encrypted"].make())
    project.write("texte.pdf", "Bonjour")
    return project


def test_a_pdf_that_is_right_passes(here, docgen_here):
    answer = docgen_here("check", "--pdf", "bon.pdf")
    assert answer.code == 0
    assert answer.out == "PDF/A et PDF/UA-1\u00a0: aucune erreur.\n"
    assert answer.err == ""


def test_problems_of_all_files_are_reported_together(here, docgen_here):
    files = ["mauvais.pdf", "chiffre.pdf", "texte.pdf", "absent.pdf", "."]
    answer = docgen_here("check", *(word for file in files for word in ("--pdf", file)))
    assert answer.code == 1
    assert answer.out == ""
    assert "mauvais.pdf : page 1 : un titre passe du niveau 1 au niveau 3\n" in answer.err
    assert "chiffre.pdf : fichier chiffré" in answer.err
    assert "texte.pdf : ce n’est pas un fichier PDF\n" in answer.err
    assert "absent.pdf : fichier illisible : il n’existe pas\n" in answer.err
    assert ". : fichier illisible : c’est un dossier\n" in answer.err


def test_json_lists_the_problems_of_a_pdf(here, docgen_here):
    answer = docgen_here("check", "--json", "--pdf", "mauvais.pdf")
    assert answer.code == 1
    [problem] = json.loads(answer.out)["problems"]
    assert problem["file"] == "mauvais.pdf"
    assert problem["field"] == "page 1"
    assert problem["code"] == "titres"


def test_check_pdf_needs_no_project(here, docgen_here, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("ailleurs")
    assert docgen_here("check", "--pdf", str(here.root / "bon.pdf"), cwd=elsewhere).code == 0


def test_no_traceback_from_a_process_of_its_own(here, docgen):
    answer = docgen("check", "--pdf", "texte.pdf", "--pdf", "chiffre.pdf")
    assert answer.code == 1
    assert "Traceback" not in answer.err
