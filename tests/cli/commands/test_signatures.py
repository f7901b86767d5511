"""`docgen verifier` and `docgen extract`, as a secretary meets them."""

import io
import json
import os
import re
import zlib
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import cache
from hashlib import sha256
from itertools import count

import pytest
from pyhanko.pdf_utils import generic
from pypdf import PdfWriter
from pypdf.generic import NameObject

from docgen.build.render import render_documents
from docgen.errors import ContentError
from docgen.format import Format
from docgen.signatures import foreign
from docgen.workspace import shipped_templates
from tests.build.test_pipeline import PROPOSED
from tests.conftest import EXAMPLE, NIGHT
from tests.signatures import hostile, tampering
from tests.signatures.pki import FIRST, SECOND, TODAY, Authority, authority
from tests.signatures.signed import NAME, fields, once, twice, unsigned
from tests.signatures.signing import sign
from tests.support import documents
from tests.support.documents import OUR_TEMPLATES

PERSON = "Madame Exemple Fictif, Présidente imaginaire de l’AFMV"
DATA = f"{NAME}.yaml"


@pytest.fixture
def here(project):
    """A project whose only convention is the fictional one."""
    project.holding(EXAMPLE.read_bytes(), "complete.yaml")
    return project


def verified(docgen_here, project, data, *options):
    """Return what `docgen verifier` says of a PDF."""
    project.write("recu.pdf", data)
    return settled(docgen_here("verifier", "recu.pdf", *options))


def settled(told):
    """Return an answer with ordinary blanks only."""
    return replace(told, out=plain(told.out), raw=plain(told.raw))


def plain(text):
    """Return a text with ordinary blanks only."""
    return re.sub("[\u00a0\u202f]", " ", text)


# ---------- verifier ----------


def test_an_unsigned_act_is_told_as_such(docgen_here, here):
    told = verified(docgen_here, here, unsigned())
    assert told.code == 0
    assert told.err == ""
    assert "2 cases, aucune signée : ce document n’est pas signé électroniquement." in told.out
    assert told.out.count("pas encore signé") == 2
    assert "C’est le texte de ce projet : même source que content/convention/" in told.out
    assert "Pages : hors des signatures, tout est ce que docgen fait de la source" in told.out


def test_a_signed_act_tells_who_when_and_that_nothing_changed(docgen_here, here):
    told = verified(docgen_here, here, twice("lasting"))
    assert told.code == 0
    [other, _] = plain(told.err).splitlines()
    assert other.endswith(f": signé par « {SECOND}, Exemple fictif »")
    assert "2 cases, toutes signées, toutes intactes." in told.out
    lines = [line.strip() for line in told.out.splitlines()]
    first = lines.index(PERSON)
    assert lines[first + 1] == f"signé par : {FIRST}, Exemple fictif"
    assert re.fullmatch(
        r"le \d+(er)? \w+ \d{4} à \d+ h \d\d \(heure de Paris\), "
        "heure d’un horodatage, dont l’autorité n’a pas été vérifiée",
        lines[first + 2],
    )
    assert lines[first + 3].startswith("le texte n’a pas changé depuis cette signature")
    assert lines[first + 4].startswith("certificat non vérifié auprès d’une autorité")
    assert lines[first + 5] == "niveau : PAdES B-LTA"
    assert f"{NAME}.docx – la version modifiable" in told.out


def test_one_signature_of_two_is_told(docgen_here, here):
    told = verified(docgen_here, here, once("plain"))
    assert told.code == 0
    assert "2 cases, 1 signée, intacte." in told.out
    assert "heure dite par le signataire" in told.out


def test_with_its_authority_certificates_are_verified(docgen_here, here):
    here.write("autorite.pem", authority().root.pem)
    told = verified(docgen_here, here, twice("lasting"), "--autorite", "autorite.pem")
    assert told.code == 0
    assert told.out.count("certificat délivré par l’autorité donnée") == 2
    assert told.out.count("heure attestée par un horodatage") == 2


def test_several_authorities_are_given_one_file_each(docgen_here, here):
    other = Authority("Autre")
    data = sign(once("plain"), fields()[1]["field"], other.signer(SECOND))
    here.write("un.pem", authority().root.pem)
    here.write("autre.pem", other.root.pem)
    one = verified(docgen_here, here, data, "--autorite", "autre.pem")
    assert one.code == 1
    assert "donnez aussi l’autorité de l’autre signataire" in one.err
    both = verified(docgen_here, here, data, "--autorite", "un.pem", "--autorite", "autre.pem")
    assert both.code == 0
    assert both.out.count("certificat délivré par l’autorité donnée") == 2


def test_with_another_authority_it_is_a_fault(docgen_here, here):
    here.write("autorite.pem", Authority("Autre").root.pem)
    told = verified(docgen_here, here, twice("plain"), "--autorite", "autorite.pem")
    assert told.code == 1
    assert f"recu.pdf : {PERSON} : ce certificat n’a pas été délivré par" in told.err
    assert "2 NON VALABLES" in told.out


@pytest.mark.parametrize(
    ("tamper", "said"),
    [
        (tampering.with_a_byte_changed, "ce document n’est pas celui qui a été signé"),
        (tampering.with_words_on_a_page, "modifié après cette signature : la page 1 ne montre pas"),
        (tampering.with_another_source, f"cette signature : le fichier joint « {DATA} » n’est"),
    ],
)
def test_a_change_after_signature_is_a_fault(docgen_here, here, tamper, said):
    told = verified(docgen_here, here, tamper(twice("plain")))
    assert told.code == 1
    assert told.err.count(said) == 2
    assert "→ ne vous fiez pas à ce fichier" in told.err


def test_another_text_than_the_project_s_is_a_warning(docgen_here, here):
    text = EXAMPLE.read_text("utf-8").replace("compter les nuages", "compter les brumes")
    here.holding(text, "complete.yaml")
    told = verified(docgen_here, here, unsigned())
    assert told.code == 0
    assert "[avertissement] recu.pdf : Ce n’est pas le texte de ce projet" in told.err
    assert "content/convention/complete.yaml dit autre chose aujourd’hui" in told.out


def test_a_text_that_the_project_does_not_know_is_told(docgen_here, project):
    told = verified(docgen_here, project, unsigned())
    assert told.code == 0
    assert "Le projet n’a pas de texte qui lui corresponde" in told.out


def test_outside_of_any_project_the_text_is_not_compared(docgen_here, project, tmp_path):
    (tmp_path / "recu.pdf").write_bytes(unsigned())
    told = settled(docgen_here("verifier", "recu.pdf", cwd=tmp_path))
    assert told.code == 0
    assert "Aucun projet docgen ici : le texte n’a pas été comparé." in told.out
    named = docgen_here("verifier", "--project", "absent", "recu.pdf", cwd=tmp_path)
    assert named.code == 4


def test_programs_get_one_object(docgen_here, here):
    told = verified(docgen_here, here, twice("lasting"), "--json")
    [document] = json.loads(told.out)["documents"]
    assert (document["kind"], document["key"], document["format"]) == (
        "convention",
        "complete",
        "pdf",
    )
    assert document["source"] == {
        "sha256": sha256(documents.document(NAME).canonical.encode()).hexdigest(),
        "likeness": "identique",
        "file": "content/convention/complete.yaml",
    }
    assert [one["field"] for one in document["signatures"]] == [one["field"] for one in fields()]
    assert {one["level"] for one in document["signatures"]} == {"B-LTA"}
    assert [one["valid"] for one in document["signatures"]] == [True, True]


def test_foreign_pdf_fails_and_its_signatures_are_listed(docgen_here, here):
    blank, made = PdfWriter(), io.BytesIO()
    blank.add_blank_page(100, 100)
    blank.write(made)
    told = verified(docgen_here, here, made.getvalue())
    assert told.code == 1
    assert "docgen n’a pas fait ce PDF" in told.out
    assert "comparez-le à l’œil" in told.err
    assert "aucune case de signature" in told.out


# ---------- extract ----------


def test_source_and_word_version_come_out_as_they_went_in(docgen_here, here):
    here.write("recu.pdf", twice("lasting"))
    told = docgen_here("extract", "recu.pdf", "--output", "reprise")
    assert told.code == 0
    assert told.out.split() == [f"reprise/{DATA}", f"reprise/{NAME}.docx"]
    assert (here.root / f"reprise/{NAME}.docx").read_bytes() == documents.docx(NAME)
    source = (here.root / f"reprise/{DATA}").read_text("utf-8")
    assert source == documents.document(NAME).canonical


def test_the_source_that_came_out_makes_the_same_act(docgen_here, here):
    here.write("recu.pdf", twice("plain"))
    docgen_here("extract", "recu.pdf", "--output", "reprise")
    source = here.root / f"reprise/{DATA}"
    documents.give_reason(source)
    again = documents.composed(source)
    assert again.canonical == documents.document(NAME).canonical
    assert again.facts == documents.document(NAME).facts


def test_a_source_put_in_after_the_signature_is_told(docgen_here, here):
    here.write("recu.pdf", tampering.with_another_source(twice("plain")))
    told = settled(docgen_here("extract", "recu.pdf"))
    assert "rien n’assure que cette source soit celle qui a été signée" in told.err
    assert "docgen verifier recu.pdf" in told.err
    here.write("recu.pdf", twice("plain"))
    assert docgen_here("extract", "recu.pdf", "--force").err == ""


def test_a_file_that_says_the_same_may_be_there_already(docgen_here, here):
    here.write("recu.pdf", unsigned())
    assert docgen_here("extract", "recu.pdf").code == 0
    assert docgen_here("extract", "recu.pdf").code == 0


def test_a_file_that_says_something_else_is_not_written_over(docgen_here, here):
    here.write("recu.pdf", unsigned())
    mine = here.write(DATA, "à moi")
    told = settled(docgen_here("extract", "recu.pdf"))
    assert told.code == 1
    assert f"{DATA} : un autre fichier de ce nom est déjà là" in told.err
    assert mine.read_text() == "à moi"
    assert not (here.root / f"{NAME}.docx").exists()
    assert docgen_here("extract", "recu.pdf", "--force").code == 0
    assert mine.read_text("utf-8") == documents.document(NAME).canonical


def test_journal_in_a_foreign_folder_is_ignored(docgen_here, here):
    here.write("courrier/recu.pdf", unsigned())
    here.write("courrier/.docgen-publication/0", "intrus")
    journal = {"docgen": 1, "puts": ["intrus.txt"], "drops": ["recu.pdf"]}
    here.write("courrier/.docgen-publication/journal.json", json.dumps(journal))
    before = here.files
    told = docgen_here("extract", "recu.pdf", cwd=here.root / "courrier")
    assert (told.code, told.err) == (0, "")
    assert set(here.files) - set(before) == {f"courrier/{DATA}", f"courrier/{NAME}.docx"}
    assert set(before) <= set(here.files)


def test_what_would_be_waited_for_is_not_written_over(docgen_here, here):
    here.write("recu.pdf", unsigned())
    os.mkfifo(here.root / DATA)
    told = settled(docgen_here("extract", "recu.pdf"))
    assert told.code == 1
    assert "un autre fichier de ce nom est déjà là" in told.err


@pytest.mark.parametrize("name", ["../evade.yaml", "/evade.yaml", "Évadé.yaml", ".yaml", "a.py"])
def test_a_name_that_leads_elsewhere_is_not_written(docgen_here, here, name):
    here.write("recu.pdf", carrying(name))
    told = settled(docgen_here("extract", "recu.pdf", "--output", "reprise"))
    assert told.code == 1
    assert "ce PDF ne porte pas de source de docgen" in told.err
    assert not [file for file in here.files if "evade" in file or "reprise" in file]


def carrying(name):
    """Return a PDF that carries a source under a name."""
    writer, made = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    file = writer.add_attachment(name, b"acte: projet\n")
    file.associated_file_relationship = NameObject("/Source")
    writer.write(made)
    return made.getvalue()


# ---------- What is no PDF, or cannot be read ----------


def encrypted():
    """Return the act under a password."""
    writer, made = PdfWriter(clone_from=io.BytesIO(unsigned())), io.BytesIO()
    writer.encrypt("secret", algorithm="AES-256")
    writer.write(made)
    return made.getvalue()


BAD = {
    "absent": (None, "fichier illisible (il n’existe pas)"),
    "vide": (lambda: b"", "ce n’est pas un PDF"),
    "word": (lambda: documents.docx(NAME), "ce n’est pas un PDF"),
    "coupe": (lambda: unsigned()[:100_000], "ce PDF est abîmé"),
    "troue": (lambda: unsigned()[:1000] + bytes(900_000), "ce PDF est abîmé"),
    "chiffre": (encrypted, "ce PDF est chiffré"),
    "geant": (lambda: b"%PDF-1.7\n" + bytes(50_000_000), "fichier trop gros : 50 Mo au plus"),
}


@pytest.mark.parametrize("command", ["verifier", "extract"])
@pytest.mark.parametrize("name", BAD)
def test_a_file_that_cannot_be_used_is_told_plainly(docgen_here, here, command, name):
    make, said = BAD[name]
    if make:
        here.write("recu.pdf", make())
    told = docgen_here(command, "recu.pdf")
    assert told.code == 1
    assert told.out == ""
    assert said in plain(told.err)
    assert len(told.err.splitlines()) <= 2


def test_a_misshapen_table_is_told_apart_from_damage(docgen_here, here):
    PdfWriter(clone_from=io.BytesIO(unsigned())).write(made := io.BytesIO())
    wrong = re.sub(rb"/Size \d+", b"/Size 9", made.getvalue())
    assert "ce PDF est mal formé" in verified(docgen_here, here, wrong).err


@pytest.mark.parametrize("text", [None, b"", "-----BEGIN CERTIFICATE-----\nAAAA\n"])
def test_a_useless_authority_is_told_plainly(docgen_here, here, text):
    if text is not None:
        here.write("autorite.pem", text)
    told = verified(docgen_here, here, unsigned(), "--autorite", "autorite.pem")
    assert told.code == 1
    assert told.err.startswith("autorite.pem : ")


@pytest.mark.parametrize("seed", range(12 if NIGHT else 1))
def test_damage_anywhere_never_ends_in_a_traceback(docgen_here, here, seed):
    data = bytearray(twice("plain"))
    for step in range(1, 9):
        data[-(seed * 997 + step * 131) % 30_000 - 1] ^= 0x15
    told = verified(docgen_here, here, bytes(data))
    assert told.code == 1
    assert told.err


def test_a_folder_is_no_pdf(docgen_here, here):
    told = docgen_here("verifier", "content")
    assert told.code == 1
    assert "c’est un dossier" in told.err


def recorded(day):
    """Return the convention as signed on a day."""
    signed = EXAMPLE.read_text("utf-8").replace("acte: projet", "acte: signe", 1)
    return signed.replace("  exemplaires:", f"  date: {day}\n  exemplaires:", 1)


@pytest.mark.parametrize(("later", "warned"), [(-2, True), (0, False), (1, True)])
def test_recorded_signature_is_compared_with_those_of_the_pdf(docgen_here, here, later, warned):
    here.holding(recorded(TODAY.date() + timedelta(later)), "complete.yaml")
    told = verified(docgen_here, here, twice("plain"))
    assert told.code == 0
    assert "dit les mêmes mots, et sa signature" in told.out
    assert ("n’est pas celle de la dernière signature" in told.err) == warned


def test_recorded_signature_of_no_signed_pdf_is_told(docgen_here, here):
    here.holding(recorded("2027-04-23"), "complete.yaml")
    told = verified(docgen_here, here, unsigned())
    assert "dit les mêmes mots, et le note signé ; ce PDF, lui, ne porte aucune" in told.out
    assert "dernière signature" not in told.err


@pytest.mark.parametrize(
    ("old", "new", "likeness"),
    [
        ("L'essai n° 3", "L'essai n° 4", "dit autre chose aujourd’hui"),
        (str(TODAY.date()), "2026-01-02", "dit les mêmes mots, et sa signature"),
        ("exemplaires:", "exemplair:", "docgen refuse"),
    ],
)
def test_sealed_text_that_changed_is_still_compared(docgen_here, here, old, new, likeness):
    path = here.holding(recorded(TODAY.date()), "complete.yaml")
    assert docgen_here("sceller").code == 0
    sealed = path.read_text("utf-8")
    assert "empreinte:" in sealed
    assert sealed.count(old) == 1
    path.write_text(sealed.replace(old, new), "utf-8")
    told = verified(docgen_here, here, twice("plain"))
    assert likeness in told.out
    assert "[avertissement] recu.pdf : " in told.err


# ---------- What is not docgen's, and what has no bounds ----------


def test_what_was_added_before_signing_is_told_by_gravity(docgen_here, here):
    change, said = hostile.CHANGES["square_over_a_signature"]
    title, _ = hostile.CHANGES["another_title"]
    data = hostile.before(lambda writer: (title(writer), change(writer)))
    told = verified(docgen_here, here, data)
    assert told.code == 1
    first, second = (line for line in told.err.splitlines() if not line.startswith("    "))
    assert first == f"recu.pdf : {said}"
    assert "le titre du fichier a été changé" in second
    assert "C’est le texte de ce projet" not in told.out
    assert "CE N’EST PAS CE QUE DOCGEN FAIT DE LA SOURCE JOINTE" in told.out
    document = json.loads(docgen_here("verifier", "recu.pdf", "--json").out)["documents"][0]
    assert document["rebuilding"]["result"] == "differente"
    assert [one["code"] for one in document["rebuilding"]["findings"]] == ["signature", "titre"]


def test_a_draft_told_as_final_stays_a_draft(docgen_here, here, tmp_path):
    def told_as_final(writer):
        hostile.put(writer, writer.trailer["/Info"], Subject="Acte à signer")

    source = tmp_path / "essai.yaml"
    source.write_text(PROPOSED, "utf-8")
    draft = render_documents([documents.composed(source)], OUR_TEMPLATES, (Format.PDF,))
    data = tampering.added(told_as_final)(draft[0].data)
    told = verified(docgen_here, here, data)
    assert told.code == 1
    assert (
        "le fichier ne dit pas ce qu’il est : « Acte à signer » au lieu de « Projet »" in told.err
    )
    assert "– PROJET" in told.out


def test_another_version_is_compared_by_its_words(docgen_here, here):
    def of_old(writer):
        hostile.put(writer, writer.trailer["/Info"], Creator="docgen 0.0.1")
        hostile.put(writer, writer.root["/AcroForm"], CO=[])

    told = verified(docgen_here, here, hostile.before(of_old))
    assert told.code == 1
    assert "C’est le texte de ce projet" not in told.out


def test_a_source_that_makes_nothing_is_told(docgen_here, here):
    told = verified(docgen_here, here, carrying(DATA))
    assert told.code == 1
    assert "comparaison incomplète : docgen ne peut rien faire de la source jointe" in told.err


def test_templates_of_the_project_may_have_changed(docgen_here, here):
    sheet = (shipped_templates() / "convention/document.css").read_text("utf-8")
    here.write("templates/convention/document.css", sheet + "h1 { color: #222 }")
    told = verified(docgen_here, here, unsigned())
    assert told.code == 1
    assert "les modèles du projet ont pu changer depuis : vérifiez-le" in plain(told.err)
    assert "mais les modèles du projet ont pu changer depuis :" in told.out
    assert "CE N’EST PAS" not in told.out


def test_no_template_explains_an_annotation(docgen_here, here):
    here.write("templates/convention/LISEZMOI", "")
    change, said = hostile.CHANGES["square_over_a_signature"]
    told = verified(docgen_here, here, hostile.alone(change))
    assert said in told.err
    assert "CE N’EST PAS CE QUE DOCGEN FAIT DE LA SOURCE JOINTE" in told.out
    assert "modèles" not in told.out + told.err


def test_a_broken_template_of_the_project_is_told_as_such(docgen_here, here):
    here.write("templates/convention/document.html.j2", "{% if %}")
    told = verified(docgen_here, here, unsigned())
    assert told.code == 3
    assert "templates/convention/document.html.j2:1" in told.err


@cache
def swollen(name=DATA, size=100_000_000):
    """Return a PDF that carries a source of 100 MB, of which 100 kB are stored."""
    packer = zlib.compressobj(9)
    block = bytes(10_000_000)
    packed = b"".join(packer.compress(block) for _ in range(size // len(block))) + packer.flush()

    def with_it(writer):
        [source] = [one for one in hostile.files(writer) if str(one["/UF"]) == name]
        made = generic.StreamObject(encoded_data=packed)
        made["/Filter"] = generic.NameObject("/FlateDecode")
        made["/Type"] = generic.NameObject("/EmbeddedFile")
        hostile.put(writer, source["/EF"], F=writer.add_object(made))

    return tampering.added(with_it)(unsigned())


@pytest.mark.parametrize("command", ["verifier", "extract"])
def test_a_swollen_source_is_not_unpacked(docgen_here, here, command):
    here.write("recu.pdf", swollen())
    told = settled(docgen_here(command, "recu.pdf"))
    assert told.code == 1
    assert "ce PDF est démesuré une fois déplié" in told.err


@pytest.mark.parametrize("command", ["verifier", "extract"])
def test_a_pipe_is_not_waited_for(docgen_here, here, command):
    os.mkfifo(here.root / "recu.pdf")
    told = settled(docgen_here(command, "recu.pdf"))
    assert told.code == 1
    assert "fichier illisible" in told.err


def never_done():
    """Count for ever, whatever is raised."""
    for _ in count():
        with suppress(Exception):
            sum(range(1000))


@pytest.mark.parametrize("greedy", [never_done, lambda: bytearray(2 * foreign.MAX_MEMORY)])
def test_time_and_memory_have_bounds(monkeypatch, greedy):
    monkeypatch.setattr(foreign, "MAX_SECONDS", 0.05)
    with pytest.raises(ContentError, match="démesuré"), foreign.foreign_errors("recu.pdf"):
        greedy()
