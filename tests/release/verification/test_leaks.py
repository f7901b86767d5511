"""No internal value of the content passes into a public file, whatever made the file."""

import pytest

from docgen.referential.referential import Referential
from docgen.referential.territoire.internal import InternalValues
from docgen.release.verification.leaks import internal_values
from tests.release import small

COMMUNES = """\
communes:
  - code_insee: "81218"
    commentaire: [Le maire est souvent absent le lundi]
    maire: {nom: Exemple, prenom: Camille, verifie_le: 2026-11-01, verifie_par: Autrice fictive}
"""
VISITS = """\
visites:
  - commune: "81218"
    champs: [{id: a, titre: Notes, lignes: [On se plaint du bruit des motos le soir]}]
"""
DONE = "    fait: Trois réunions ont été tenues à la demande de la brigade.\n"


@pytest.fixture(scope="module")
def internal(tmp_path_factory):
    """The internal values of a project with a referent, « exemple fictif »."""
    here = small.project(tmp_path_factory.mktemp("secrets") / "projet")
    (here.content / "territoire/unites.yaml").write_text(small.UNITS, "utf-8")
    (here.content / "territoire/communes.yaml").write_text(COMMUNES, "utf-8")
    report = (small.ROOT / "content/bilan/2026.yaml").read_text("utf-8")
    (here.content / "visites.yaml").write_text(VISITS, "utf-8")
    (here.content / "bilan").mkdir()
    (here.content / "bilan/2026.yaml").write_text(report.replace("    fait:\n", DONE, 1), "utf-8")
    return internal_values(Referential(here))


@pytest.mark.parametrize(
    "text",
    [
        "Votre référente : adjudante EXEMPLE, à Alban",
        "au 01 99 00 12 34",
        "au 01.99.00.12.34.",
        "au +33 1 99 00 12 34",
        "tel:+33199001234",
        "01 99 00 12 34 81000 Albi",
        "12 01 99 00 12 34\n2026",
        "01 99 00 12 34\n12 %",
        "01/99/00/12/34",
        "01 - 99 - 00 - 12 - 34",
        "+33 (0)1 99 00 12 34",
        "33 1_99_00_12_34 et 5",
        "votre référente : adju-\r\ndante Exemple",
        "adjudante exem\ufffe\nple",
        "on dit : trois réunions ont été tenues à la demande de la brigade",
        "le maire est souvent absent\nle lundi",
        "relu par Autrice\u00a0fictive",
        "on se plaint du bruit des motos, le soir",
        "l’adju-\ndante-cheffe Exemple, au poste",
        "Le délai de deux mois s’écarte du préavis de trois mois de l’article 8, et le mot"
        " « dénonciation » y prend un autre sens. Lecture proposée : l’article 6 vise le seul refus"
        " de la reconduction, qui met fin à la convention à la date anniversaire.",
    ],
)
def test_internal_value_is_found_however_it_is_written(internal, text):
    [problem] = internal.leaks(text, "publique/x.pdf")
    assert problem.code == "fuite"
    assert problem.file == "publique/x.pdf"


def test_contact_for_the_mayor_leaks_in_public_files(tmp_path):
    here = small.project(tmp_path / "projet")
    shared = f"{small.UNITS.rstrip()}\n      diffusion: partenaires\n"
    (here.content / "territoire/unites.yaml").write_text(shared, "utf-8")
    values = internal_values(Referential(here))
    for text in ("adjudante Exemple", "01 99 00 12 34"):
        assert [one.code for one in values.leaks(text, "publique/x.pdf")] == ["fuite"]


def test_hint_names_the_text_that_prints_an_internal_value(tmp_path):
    here = small.project(tmp_path / "projet")
    (here.content / "territoire/unites.yaml").write_text(small.UNITS, "utf-8")
    act = here.content / "convention/2026.yaml"
    stamp = "{par: Adjudante Exemple, le: 2026-11-01}"
    text = f"titre: {{texte: Un titre, adoption: {stamp}}}\n" + act.read_text("utf-8")
    act.write_text(f"{text}\n# fin\nchapo: voir l’adjudante Exemple\n", "utf-8")
    values = internal_values(Referential(here))
    [problem] = values.leaks("l’adjudante Exemple", "publique/x.pdf")
    line = text.count("\n") + 3
    assert problem.hint == f"ôtez-la de content/convention/2026.yaml:{line}:15"


@pytest.mark.parametrize(
    "part",
    [
        "chapo: Demandez Autrice fictive.",
        "adoption: {le: 2026-11-20, par: Autrice fictive}",
        "signature: {signataires: [{nom: Adjudante Exemple}, {nom: Autrice fictive}]}",
        "representation: par Autrice fictive, avec l’adjudante Exemple",
    ],
)
def test_who_signs_a_public_text_is_known_to_all(tmp_path, part):
    here = small.project(tmp_path / "projet")
    (here.content / "territoire/communes.yaml").write_text(COMMUNES, "utf-8")
    (here.content / "territoire/unites.yaml").write_text(small.UNITS, "utf-8")
    (here.content / "convention/2027.yaml").write_text(f"diffusion: publique\n{part}\n", "utf-8")
    values = internal_values(Referential(here))
    assert [*values.leaks("relue par Autrice fictive", "publique/x.pdf")] == []
    leaks = [*values.leaks("l’adjudante Exemple", "publique/x.pdf")]
    assert bool(leaks) is ("djudante" not in part)


def test_who_checked_a_mayor_may_sign_and_proofread(tmp_path):
    here = small.project(tmp_path / "projet")
    notes = COMMUNES.replace("Le maire est souvent absent le lundi", "À rappeler")
    (here.content / "territoire/communes.yaml").write_text(notes, "utf-8")
    assert [*internal_values(Referential(here)).leaks("Autrice fictive", "x.pdf")] != []
    (here.content / "fiche").mkdir()
    fiche = "diffusion: publique\ncout: Une mairie à rappeler.\n"
    stamp = "controle: {le: 2026-11-20, par: Autrice fictive}\n"
    (here.content / "fiche/action-4-2.yaml").write_text(fiche + stamp, "utf-8")
    said = "relue par Autrice fictive ; une mairie à rappeler"
    assert [*internal_values(Referential(here)).leaks(said, "x.pdf")] == []


def test_message_about_a_leak_does_not_quote_it(internal):
    [problem] = internal.leaks("01 99 00 12 34", "x")
    assert "99" not in str(problem)


@pytest.mark.parametrize(
    "text",
    [
        "rue de l’Exemple",
        "Camille Exemple",
        "une adjudante-cheffe",
        "Brigade d’Alban",
        "17 ou 112",
        "1 99 00 12 345",
        "51 990 012 34",
        "01 99 00\0 12 34",
        "01 99 00 ou 12 34",
        "Ce qui a été fait cette année",
    ],
)
def test_public_or_common_value_is_no_leak(internal, text):
    assert list(internal.leaks(text, "x")) == []


def test_unreadable_file_hides_no_other(tmp_path):
    here = small.project(tmp_path / "projet")
    (here.content / "territoire/unites.yaml").write_text(small.UNITS, "utf-8")
    (here.content / "convention/2027.yaml").write_text("a: [", "utf-8")
    assert internal_values(Referential(here)).numbers == {"199001234"}


def test_project_without_internal_values_has_none(tmp_path):
    here = small.project(tmp_path / "projet")
    for name in ("unites", "communes"):
        (here.content / f"territoire/{name}.yaml").unlink(missing_ok=True)
    act = here.content / "convention/2026.yaml"
    act.write_text(act.read_text("utf-8").partition("remarques:")[0], "utf-8")
    assert internal_values(Referential(here)) == InternalValues()
