"""An amendment from a copy of an act to signed paper; all is invented (« exemple fictif »)."""

import io
import re
from dataclasses import replace
from datetime import date
from functools import partial

import docx
import pytest
from lxml import etree
from pypdf import PdfReader

from docgen.build.avenant import (
    CONVENTION,
    AmendmentRequest,
    amendment_documents,
    build_avenant,
    compose_amendment,
    read_amendment,
)
from docgen.build.avenant_copy import warn_of_end, write_copy
from docgen.build.check import check_all
from docgen.errors import ContentError, Problems
from docgen.kinds.convention.avenant import compose_avenant, compose_consolidated
from docgen.kinds.kind import ComposeRequest
from docgen.ooxml import W, read_package
from docgen.rendering.docx.redline.resolution import accept, reject
from docgen.rendering.parity.reopened import ReopenedDocx
from docgen.rendering.parity.words import docx_words
from docgen.request import Request
from tests.conformity.finished import finished_problems
from tests.conftest import EXAMPLE, plain_blanks
from tests.signatures.pki import FIRST, SECOND, authority
from tests.signatures.signing import sign
from tests.support.reading import pages_text

NAME = "content/convention/2031.yaml"
COPY = "content/convention/2031-avenant-1.yaml"
BY = ("--tout", "--par", "Mme Exemple Fictif", "--le", "03/11/2026")
SEAT = "2, rue Imaginaire, à Valclair-le-Fictif"
MISSING = "article-4-comite-imaginaire"
NAMES = {"w": W[1:-1]}


@pytest.fixture
def act(project):
    """Put a signed act into a project."""
    text = EXAMPLE.read_text("utf-8").replace("acte: projet", "acte: signe", 1)
    assert "  lieu:" in text
    text = text.replace("      siege:\n", f"      siege: {SEAT}\n", 1)
    project.write(NAME, text.replace("  lieu:", "  date: 2031-05-02\n  lieu:", 1))
    return project


def path(project, name):
    return project.root / name


def change(project, *changes, name=COPY):
    """Change words of a copy; each stands there once."""
    text = path(project, name).read_text("utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    project.write(name, text)


@pytest.fixture
def copy(act):
    """Write the copy of the act, and change a clause of it."""
    assert write_copy(act.workspace, path(act, NAME), None, None) == COPY
    change(
        act,
        ("    titre: Objet fictif\n", "    titre: Objet fictif\n    etat: propose\n"),
        ("L'essai n° 3 porte", "L'essai n° 4 porte"),
    )
    return act


def asked(project, old=NAME, new=COPY, **fields):
    return AmendmentRequest(path(project, old), path(project, new), **fields)


def problems(project, request=None):
    with pytest.raises(ContentError) as error:
        build_avenant(project.workspace, request or asked(project), Request())
    return [(one.code, one.file, one.line) for one in error.value.problems]


@pytest.mark.usefixtures("shared_cache")
def test_an_adopted_copy_becomes_a_final_amendment(copy, docgen_here):
    answer = docgen_here("avenant", "2031", "2031-avenant-1", "--format", "docx")
    assert "output/avenant/avenant-2031-1.docx – PROJET" in answer.out
    assert docgen_here("avenant", "2031", "2031-avenant-1", "--final").code == 1
    assert docgen_here("adopter", "convention", "2031-avenant-1", *BY).code == 0
    answer = docgen_here("avenant", "2031", "2031-avenant-1", "--final")
    assert answer.code == 0, answer.err
    names = ("avenant-2031-1", "avenant-2031-1-consolide", "avenant-2031-1-compare")
    assert [one for one in copy.files if one.startswith("output/avenant/")] == sorted(
        [f"output/avenant/{name}.{end}" for name in names for end in ("docx", "pdf")]
        + ["output/avenant/avenant-2031-1.signatures.json"]
    )
    pdf = PdfReader(path(copy, "output/avenant/avenant-2031-1.pdf"))
    fields = [name for name in pdf.get_fields() or {} if name.startswith("signature-")]
    assert len(fields) == 2
    text = pages_text(path(copy, "output/avenant/avenant-2031-1-consolide.pdf").read_bytes())
    assert not any("PROJET" in page for page in text)
    word = docx.Document(str(path(copy, "output/avenant/avenant-2031-1.docx")))
    said = [plain_blanks(one.text) for one in word.paragraphs]
    assert (
        "Au deuxième alinéa de l’article 1er, les mots : « n° 3 » sont remplacés par les mots :"
        " « n° 4 »."
    ) in said


def test_amendment_is_read_by_no_more_than_its_act(copy):
    change(copy, ("\ndiffusion: publique\n", "\ndiffusion: partenaires\n"), name=NAME)
    line = path(copy, COPY).read_text("utf-8").split("\n").index("diffusion: publique") + 1
    assert problems(copy) == [("diffusion", COPY, line)]
    with pytest.raises(ContentError) as refused:
        check_all(copy.workspace, [path(copy, COPY)])
    [problem] = [one for one in refused.value.problems if one.code == "diffusion"]
    assert (problem.file, problem.line) == (COPY, line)


@pytest.mark.parametrize(("day", "warned"), [("2032-05-01", True), ("2032-04-30", False)])
def test_a_copy_of_an_act_that_ends_is_warned_of(act, day, warned):
    life = "vie:\n  duree: {valeur: 1, unite: ans, clause: article-3}\n  fin: 2032-05-01\n"
    change(act, ("\nsignature:\n", f"\n{life}\nsignature:\n"), name=NAME)
    found = list(warn_of_end(act.workspace, path(act, NAME), date.fromisoformat(day)))
    told = "l’acte prend fin le 1er mai 2032 : un avenant n’y changerait plus rien"
    assert [plain_blanks(one.message) for one in found] == [told] * warned


def test_a_blank_seat_keeps_an_amendment_a_draft(act, docgen_here):
    change(act, (f" siege: {SEAT}", " siege:"), name=NAME)
    assert docgen_here("avenant", "2031", "--nouveau").code == 0
    text = path(act, COPY).read_text("utf-8")
    assert "« siege: »" in text.partition("\nacte:")[0]
    assert text.count("      siege:\n") == 2, "the seat of the amendment is there to fill in"
    change(
        act,
        ("    titre: Objet fictif\n", "    titre: Objet fictif\n    etat: propose\n"),
        ("L'essai n° 3 porte", "L'essai n° 4 porte"),
    )
    assert docgen_here("adopter", "convention", "2031-avenant-1", *BY).code == 0
    final = ("avenant", "2031", "2031-avenant-1", "--final", "--format", "docx")
    answer = docgen_here(*final)
    assert answer.code == 1
    assert "Siège du GFTV" in answer.err
    assert 'docgen avenant 2031 2031-avenant-1 --final --malgre "RAISON"' in answer.err
    answer = docgen_here(*final, "--malgre", "Siège confirmé (exemple fictif)")
    assert answer.code == 0, answer.err
    assert "raison notée dans le texte" in answer.out
    assert docgen_here(*final).code == 0


def test_no_reason_is_recorded_for_an_unchanged_copy(act, docgen_here):
    change(act, (f" siege: {SEAT}", " siege:"), name=NAME)
    assert docgen_here("avenant", "2031", "--nouveau").code == 0
    assert docgen_here("adopter", "convention", "2031-avenant-1", *BY).code == 0
    text = path(act, COPY).read_text("utf-8")
    words = ("--final", "--malgre", "exemple fictif")
    answer = docgen_here("avenant", "2031", "2031-avenant-1", *words)
    assert answer.code == 1
    assert "les deux textes disent la même chose" in answer.err
    assert "raison notée" not in answer.out
    assert path(act, COPY).read_text("utf-8") == text


@pytest.mark.usefixtures("shared_cache")
def test_one_sheet_of_an_amendment_says_what_is_left(copy, docgen_here):
    docgen_here("avenant", "2031", "2031-avenant-1", "--format", "docx")
    [sheet] = [one for one in copy.files if "reste-a-faire" in one]
    assert sheet == "output/avenant/avenant-2031-1-reste-a-faire.docx"
    assert docgen_here("reste", "convention", "2031-avenant-1", "--tout").code == 0


@pytest.mark.usefixtures("shared_cache")
def test_the_consolidated_text_is_none_of_the_act(copy, docgen_here):
    docgen_here("avenant", "2031", "2031-avenant-1", "--format", "pdf")
    read = pages_text(path(copy, "output/avenant/avenant-2031-1-consolide.pdf").read_bytes())
    pages = [" ".join(page.split()) for page in read]
    assert len(pages) > 1
    assert all("sans valeur d’acte" in page for page in pages)
    text = " ".join(pages)
    assert "n° 4 porte sur" in text
    assert "par l’avenant n° 1" in text


REMARKS = ("DGNotedemarge", "DGRemarque")


def words_of_clauses(root):
    """Return the words from the first article on, without what docgen says of the others."""
    styles = {one: one.xpath("string(w:pPr/w:pStyle/@w:val)", namespaces=NAMES) for one in root[0]}
    first = [*styles.values()].index("Heading1")
    blocks = [one for one, style in [*styles.items()][first:] if style not in REMARKS]
    return "".join("".join((*one.itertext(f"{W}t"), " ")) for one in blocks).split()


@pytest.mark.usefixtures("shared_cache")
def test_a_redline_becomes_the_consolidated_text_or_the_act(copy, docgen_here):
    docgen_here("convention", "2031", "--format", "docx")
    docgen_here("avenant", "2031", "2031-avenant-1", "--format", "docx")
    files = (
        "avenant/avenant-2031-1-compare",
        "avenant/avenant-2031-1-consolide",
        "convention/convention-2031",
    )
    redline, new, old = (path(copy, f"output/{name}.docx").read_bytes() for name in files)
    parts = read_package(redline)
    root = etree.fromstring(parts["word/document.xml"])
    acts = [etree.fromstring(read_package(one)["word/document.xml"]) for one in (new, old)]
    assert [words_of_clauses(way(root)) for way in (accept, reject)] == [
        words_of_clauses(one) for one in acts
    ]
    head = docx_words(redline)[: -len(words_of_clauses(accept(root)))]
    assert {"comparée", "Changement", "modifié"} <= {*head}
    assert "Sommaire" not in head
    margins = [parts[name] for name in parts if "/header" in name or "/footer" in name]
    assert margins
    assert not [one for one in margins if b"<w:del " in one or b"<w:ins " in one]
    assert ReopenedDocx(redline, "redline.docx").words == []
    assert "Version comparée" in parts["docProps/core.xml"].decode()


@pytest.mark.usefixtures("shared_cache")
def test_a_redline_on_pages_says_what_changes_in_words(copy, docgen_here):
    docgen_here("avenant", "2031", "2031-avenant-1", "--format", "pdf")
    data = path(copy, "output/avenant/avenant-2031-1-compare.pdf").read_bytes()
    assert finished_problems(data, "avenant-2031-1-compare.pdf") == []
    pages = [plain_blanks(one.extract_text()) for one in PdfReader(io.BytesIO(data)).pages]
    assert all("d’acte – exemple fictif" in " ".join(page.split()) for page in pages)
    text = " ".join(pages)
    assert "modifié L’essai n° [− 3 ] [+ 4 ] porte sur" in text
    assert text.index("Ce qui change") < text.index("1 alinéa modifié") < text.index("modifié L’")


@pytest.mark.usefixtures("shared_cache")
def test_the_same_texts_make_the_same_bytes(copy):
    made = [
        {one.path: one.sha256 for one in build_avenant(copy.workspace, asked(copy), r).artifacts}
        for r in (Request(), Request(no_cache=True))
    ]
    assert made[0] == made[1]


def test_a_signed_amendment_is_a_copy_without_empty_boxes(copy, docgen_here):
    docgen_here("adopter", "convention", "2031-avenant-1", *BY)
    text = path(copy, COPY).read_text("utf-8").replace("acte: projet", "acte: signe", 1)
    copy.write(COPY, text.replace("    lieu:", "    date: 2032-01-10\n    lieu:", 1))
    answer = docgen_here("avenant", "2031", "2031-avenant-1", "--final", "--format", "pdf")
    assert (answer.code, "Une fois l’avenant signé" in answer.out) == (0, False)
    pdf = PdfReader(path(copy, "output/avenant/avenant-2031-1.pdf"))
    assert not pdf.get_fields()
    assert "10 janvier 2032" in plain_blanks(pdf.pages[-1].extract_text())


def test_what_an_amendment_makes_says_from_when_it_rules(act, docgen_here):
    write_copy(act.workspace, path(act, NAME), None, date(2032, 3, 1))
    state = ("    titre: Objet fictif\n", "    titre: Objet fictif\n    etat: propose\n")
    change(act, state, ("L'essai n° 3 porte", "L'essai n° 4 porte"))
    docgen_here("adopter", "convention", "2031-avenant-1", *BY)
    change(act, ("acte: projet", "acte: signe"), ("    lieu:", "    date: 2032-01-10\n    lieu:"))
    composed = amendment_documents(act.workspace, CONVENTION, Problems())
    [compared] = [one.document for one in composed if one.document.layout == "redline"]
    amendment, left = read_amendment(act.workspace, asked(act))
    text = compose_consolidated(amendment, ComposeRequest("2031", COPY, left))
    assert plain_blanks(compared.facts.sous_titre).endswith("y change à compter du 1er mars 2032")
    said = "Intègre l’avenant n° 1 du 10 janvier 2032, qui prend effet le 1er mars 2032"
    assert plain_blanks(text.facts.sous_titre).endswith(said)
    signed = "L’avenant n° 1 a été signé le 10 janvier 2032 et prend effet le 1er mars 2032."
    assert plain_blanks(text.facts.remarque).endswith(signed)


@pytest.mark.usefixtures("shared_cache")
def test_an_amendment_that_two_signed_is_verified(copy, docgen_here):
    docgen_here("adopter", "convention", "2031-avenant-1", *BY)
    assert docgen_here("avenant", "2031", "2031-avenant-1", "--final", "--format", "pdf").code == 0
    pdf = path(copy, "output/avenant/avenant-2031-1.pdf")
    signed = pdf.read_bytes()
    for field, who in zip(PdfReader(pdf).get_fields() or {}, (FIRST, SECOND), strict=True):
        signed = sign(signed, field, authority().signer(who))
    (copy.root / "signed.pdf").write_bytes(signed)
    answer = docgen_here("verifier", "signed.pdf")
    assert answer.code == 0, answer.err
    assert "2 cases, toutes signées, toutes intactes" in plain_blanks(answer.out)
    assert f"même source que {COPY}" in plain_blanks(answer.out)
    assert docgen_here("check", "--pdf", "signed.pdf").code == 0


@pytest.mark.usefixtures("shared_cache")
def test_amendments_of_two_acts_stand_side_by_side(copy, docgen_here):
    for name in (NAME, COPY):
        text = path(copy, name).read_text("utf-8")
        copy.write(name.replace("2031", "2032"), text.replace("modifie: '2031'", "modifie: '2032'"))
    for act in ("2031", "2032"):
        answer = docgen_here("avenant", act, f"{act}-avenant-1", "--format", "docx")
        assert answer.code == 0, answer.err
    made = [one for one in copy.files if one.startswith("output/avenant/")]
    ends = ("-compare", "-consolide", "-reste-a-faire", "")
    assert made == [f"output/avenant/avenant-{act}-1{e}.docx" for act in (2031, 2032) for e in ends]


def test_rival_drafts_of_one_number_share_no_file(copy):
    text = path(copy, COPY).read_text("utf-8")
    copy.write("content/convention/rival.yaml", text.replace("n° 4 porte", "n° 5 porte"))
    problems = Problems()
    made = amendment_documents(copy.workspace, CONVENTION, problems)
    stems = [one.document.stem for one in made]
    assert stems == [f"avenant-2031-1{end}" for end in ("", "-compare", "-rival", "-rival-compare")]
    assert problems == []


def test_a_rival_is_found_by_its_own_name(copy):
    text = path(copy, COPY).read_text("utf-8")
    copy.write("content/convention/rival.yaml", text.replace("n° 4 porte", "n° 5 porte"))
    found = [compose_amendment(copy.workspace, f"2031-1{end}")[0].name for end in ("", "-rival")]
    assert found == ["2031-avenant-1.yaml", "rival.yaml"]


def test_amendment_of_an_amendment_is_known_when_named_otherwise(act):
    write_copy(act.workspace, path(act, NAME), None, None)
    first = COPY.replace("2031-avenant-1", "accord")
    text = re.sub(r"\n +etat: propose", "", path(act, COPY).read_text("utf-8"))
    text = text.replace("acte: projet", "acte: signe", 1)
    act.write(first, text.replace("    lieu:", "    date: 2031-06-10\n    lieu:", 1))
    path(act, COPY).unlink()
    second = write_copy(act.workspace, path(act, first), None, None)
    assert second == COPY.replace("-1.", "-2.")
    state = ("    titre: Objet fictif\n", "    titre: Objet fictif\n    etat: propose\n")
    change(act, state, ("L'essai n° 3 porte", "L'essai n° 4 porte"), name=second)
    amendment, left = read_amendment(act.workspace, asked(act, first, second))
    assert amendment.cle == "2031-2"
    facts = compose_consolidated(amendment, ComposeRequest("2031", second, left)).facts
    assert "Intègre en dernier lieu l’avenant n° 2" in plain_blanks(facts.sous_titre)


def test_what_is_wrong_in_the_only_amendment_is_told(copy):
    change(copy, ("  sous_titre: pour", "  sous_titre: contre"))
    with pytest.raises(ContentError) as error:
        compose_amendment(copy.workspace, "2031-1")
    assert [one.code for one in error.value.problems] == ["titre"]


def test_a_copy_that_nobody_changed_makes_no_amendment(act):
    write_copy(act.workspace, path(act, NAME), None, None)
    problems = Problems()
    assert [*amendment_documents(act.workspace, CONVENTION, problems)] == []
    assert [(one.code, one.file) for one in problems] == [("identique", COPY)]


def test_a_repeal_is_adopted_by_its_name(act, docgen_here):
    write_copy(act.workspace, path(act, NAME), None, None)
    text = path(act, COPY).read_text("utf-8")
    gone = "  abroge:\n    - {clause: article-7, etat: propose}\n  parties:\n"
    act.write(COPY, text.replace("  parties:\n", gone, 1))
    answer = docgen_here("adopter", "convention", "2031-avenant-1", "Article-7", *BY[1:])
    assert answer.code == 0, answer.err
    assert f"{COPY} : abrogation de l’article 7\n" in plain_blanks(answer.out)


@pytest.mark.usefixtures("shared_cache")
def test_reference_to_a_repealed_clause_keeps_it_a_draft(act, docgen_here):
    change(act, ("Le plan comprend", "Selon l'article 4, le plan comprend"), name=NAME)
    write_copy(act.workspace, path(act, NAME), None, None)
    text = path(act, COPY).read_text("utf-8")
    gone = "  abroge:\n    - {clause: article-4, etat: propose}\n  parties:\n"
    text = text.replace("  parties:\n", gone, 1)
    start = text.index("  - id: article-4\n")
    ends = [at for one in ("\nsignature:", "\navenant:") if (at := text.find(one, start)) > 0]
    act.write(COPY, text[:start] + text[min(ends) :])
    assert docgen_here("adopter", "convention", "2031-avenant-1", *BY).code == 0
    answer = docgen_here("avenant", "2031", "2031-avenant-1", "--final", "--format", "docx")
    assert answer.code == 1
    assert "« article 4 » : l’acte n’a pas de telle clause" in plain_blanks(answer.err)
    assert "avenant-2031-1 (il reste" in plain_blanks(answer.err)
    assert "avenant-2031-1-consolide (il reste" in plain_blanks(answer.err)


def test_adopting_in_a_signed_act_leads_to_its_amendment(act, docgen_here):
    answer = docgen_here("adopter", "convention", "2031", *BY)
    assert answer.code == 1
    assert "docgen avenant 2031 --nouveau" in answer.err


def test_a_copy_is_never_written_over(copy, docgen_here):
    before = path(copy, COPY).read_bytes()
    answer = docgen_here("avenant", "2031", "--nouveau")
    assert (answer.code, path(copy, COPY).read_bytes()) == (1, before)
    assert "docgen avenant 2031 2031-avenant-1" in answer.err
    files = copy.files
    answer = docgen_here("avenant", "2031-avenant-1", "--nouveau")
    assert "ce texte n’est pas signé" in answer.err
    assert copy.files == files


def test_a_copy_has_all_fields_of_a_marked_file(act):
    text = path(act, NAME).read_text("utf-8")
    act.write(NAME, "\ufeff" + text[re.search(r"(?m)^[a-z]", text).start() :])
    assert write_copy(act.workspace, path(act, NAME), None, None) == COPY


def test_a_text_without_amendment_gets_the_proposed_clauses(act):
    act.write("content/convention/autre.yaml", path(act, NAME).read_text("utf-8"))
    other = "content/convention/autre.yaml"
    change(
        act,
        ("    titre: Objet fictif\n", "    titre: Objet imaginaire\n    etat: propose\n"),
        ("  date: 2031-05-02\n", ""),
        ("acte: signe", "acte: projet"),
        name=other,
    )
    request = asked(act, new=other, numero=3)
    amendment, left = read_amendment(act.workspace, request)
    assert amendment.avenant.numero == 3
    assert [one.paragraphs[0][:14] for one in amendment.modifications] == ["L’intitulé de "]
    sheet = compose_avenant(amendment, ComposeRequest("autre", other, left)).left
    assert amendment.modifications[0].titre in [one.name for one in sheet]
    assert any("--nouveau" in one.message for one in left)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([("L'essai n° 4 porte", "L'essai n° 3 porte")], "identique"),
        (
            [
                (
                    "    etat: propose\n    texte:\n      - >-\n        La présente",
                    "    texte:\n      - >-\n        La présente",
                )
            ],
            "sans-etat",
        ),
        ([("  sous_titre: pour", "  sous_titre: contre")], "titre"),
        ([("modifie: '2031'", "modifie: '2030'")], "contradiction"),
    ],
)
def test_what_a_copy_says_wrong_is_refused_there(copy, changes, expected):
    change(copy, *changes)
    found = problems(copy)
    assert expected in [code for code, *_ in found]
    assert all(file == COPY for _, file, _ in found)
    assert not [one for one in copy.files if one.startswith("output/avenant/")]


def test_change_that_nobody_agreed_to_is_told_beside_other_mistakes(copy):
    state = "    etat: propose\n    texte:\n      - >-\n        La présente"
    change(copy, (state, state.removeprefix("    etat: propose\n")))
    life = "\nvie:\n  duree: {valeur: 9, unite: ans, clause: article-inconnu}\n"
    copy.write(COPY, path(copy, COPY).read_text("utf-8") + life)
    assert {"clause", "sans-etat"} <= {code for code, *_ in problems(copy)}


def test_number_and_day_are_said_by_the_copy_alone(copy):
    request = replace(asked(copy), numero=2, effet=date(2031, 9, 1))
    with pytest.raises(ContentError) as error:
        read_amendment(copy.workspace, request)
    assert [one.code for one in error.value.problems] == ["contradiction"] * 2
    told = plain_blanks(error.value.problems[1].message)
    assert told == (
        "ce texte prend effet à la dernière signature, et « --effet » dit le 1er septembre 2031"
    )


def test_what_a_copy_needs_to_take_effect_is_told(copy):
    asked_twice = partial(write_copy, copy.workspace, path(copy, NAME), None, date(2031, 9, 1))
    with pytest.raises(ContentError) as error:
        asked_twice()
    hint = plain_blanks(error.value.problems[0].hint)
    lines = path(copy, COPY).read_text("utf-8").splitlines()
    below, titre = lines.index("  numero: 1"), lines.index("    titre: Prise d'effet")
    how = f"écrivez « effet: 2031-09-01 » sous « avenant: » ({COPY}:{below + 1}), et"
    assert hint.startswith(
        f"{how} « le 1er septembre 2031 » dans « Prise d’effet » (ligne {titre + 4})"
    )
    said = ("  numero: 1\n", "  numero: 1\n  effet: 2031-09-01\n")
    change(copy, said, ("effet à la date de la dernière signature", "effet le 1er septembre 2031"))
    with pytest.raises(ContentError) as error:
        asked_twice()
    assert error.value.problems[0].hint.startswith("docgen avenant 2031 2031-avenant-1")


def test_texts_the_wrong_way_round_are_refused(copy):
    with pytest.raises(ContentError) as error:
        read_amendment(copy.workspace, asked(copy, COPY, NAME))
    [problem] = error.value.problems
    assert (problem.code, problem.file) == ("sens", NAME)
    assert problem.hint.endswith("docgen avenant 2031 2031-avenant-1")


def test_text_that_is_no_copy_is_refused_once(project):
    old, new = (path(project, f"content/convention/{one}.yaml") for one in ("2026", "modele"))
    with pytest.raises(ContentError) as caught:
        read_amendment(project.workspace, AmendmentRequest(old, new))
    [problem] = caught.value.problems
    assert "n’est pas une copie de content/convention/2026.yaml" in problem.message
    assert problem.hint == "écrivez-la : docgen avenant 2026 --nouveau"


def test_an_amendment_takes_effect_after_the_former(act, docgen_here):
    second = COPY.replace("-1.", "-2.")
    state = ("    titre: Objet fictif\n", "    titre: Objet fictif\n    etat: propose\n")
    write_copy(act.workspace, path(act, NAME), None, date(2031, 9, 1))
    change(act, state, ("L'essai n° 3 porte", "L'essai n° 4 porte"))
    docgen_here("adopter", "convention", "2031-avenant-1", *BY)
    text = path(act, COPY).read_text("utf-8").replace("acte: projet", "acte: signe", 1)
    act.write(COPY, text.replace("    lieu:", "    date: 2031-06-10\n    lieu:", 1))
    write_copy(act.workspace, path(act, COPY), None, date(2031, 8, 1))
    change(act, ("n° 4 porte", "n° 6 porte"), name=second)
    found = problems(act, asked(act, COPY, second))
    assert ("effet", second) in [(code, file) for code, file, _ in found]


@pytest.mark.parametrize("other", ["2031-avenant-1", "2031-avenant-2"])
def test_signed_text_that_leads_back_to_itself_is_refused(act, other):
    write_copy(act.workspace, path(act, NAME), None, None)
    text = re.sub(r"\n +etat: propose", "", path(act, COPY).read_text("utf-8"))
    text = text.replace("acte: projet", "acte: signe", 1)
    text = text.replace("    lieu:", "    date: 2031-06-10\n    lieu:", 1)
    later = text.replace("modifie: '2031'", "modifie: 2031-avenant-1")
    act.write(f"content/convention/{other}.yaml", later)
    act.write(COPY, text.replace("modifie: '2031'", f"modifie: {other}"))
    with pytest.raises(ContentError) as caught:
        write_copy(act.workspace, path(act, COPY), 3, None)
    [problem] = caught.value.problems
    assert (problem.file, problem.field) == (COPY, "avenant.modifie")
    assert "on n’arrive à aucun acte signé" in problem.message


def test_check_tells_of_an_amendment_that_cannot_be_drafted(copy, docgen_here):
    change(copy, ("modifie: '2031'", "modifie: '1999'"))
    answer = docgen_here("check", COPY)
    assert answer.code == 1
    assert "aucun texte « 1999 »" in answer.err


def test_a_copy_that_nobody_changed_yet_is_no_mistake(act, docgen_here):
    assert docgen_here("avenant", "2031", "--nouveau").code == 0
    assert docgen_here("check", COPY).code == 0
    assert "disent la même chose" in docgen_here("avenant", "2031", "2031-avenant-1").err


def test_what_is_only_unwise_keeps_nothing_back(copy, docgen_here):
    change(copy, ("    numero: ARTICLE 2\n", "    numero: ARTICLE 22\n    etat: propose\n"))
    assert docgen_here("check", COPY).code == 0
    answer = docgen_here("avenant", "2031", "2031-avenant-1", "--format", "docx")
    assert answer.code == 0
    assert "cette clause change de numéro" in answer.err


def test_day_before_the_act_is_told_at_its_option(act):
    with pytest.raises(ContentError) as error:
        write_copy(act.workspace, path(act, NAME), None, date(2001, 1, 1))
    assert {(one.file, one.line) for one in error.value.problems} == {("--effet", None)}
