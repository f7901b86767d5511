"""The files of `content/territoire/`: their models and their rules."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from docgen.document import Diffusion
from docgen.errors import ContentError
from docgen.french.territory import CodeInsee
from docgen.referential.figures.activite import comparable_text
from docgen.referential.referential import Referential
from docgen.referential.territoire.local_files import (
    Appel,
    CommuneLocale,
    MaireVerifie,
    Referent,
    Territoire,
    UniteLocale,
    read_files,
    read_territoire,
)
from docgen.referential.territoire.validation import (
    KnownNames,
    commune_rules,
    competent_units,
    unit_rules,
)
from docgen.referential.territoire.values import Code, Courriel, Lignes, Nom, Telephone
from docgen.workspace import Workspace
from tests.conftest import ROOT, plain_blanks

PROJECT = Workspace(ROOT, ROOT / "output")
UNITS = """\
unites:
  - unite: Brigade d'Alban
    compagnie: Compagnie d’Exemple  # exemple fictif
    adresse: |
      1 rue de l’Exemple
      00000 Exemple
    telephone: "+33 1 99 00 00 00"
    referent_elu: {nom: Exemple Fictif, telephone: 0199000001}
"""
COMMUNES = """\
communes:
  - code_insee: 81003  # exemple fictif
    appel: Madame le Maire
    maire: {nom: Exemple, prenom: Camille, verifie_le: 2026-04-23, verifie_par: Exemple Fictif}
    police_municipale: non
    videoprotection: oui
    commentaire: Un essai.
"""


@pytest.fixture
def write(project):
    """Return a function that writes files of the territory and returns the referential."""

    def written(unites="", communes=""):
        for name, text in (("unites", unites), ("communes", communes)):
            if text:
                project.write(f"content/territoire/{name}.yaml", text)
        return Referential(project.workspace)

    return written


def problems(referential):
    """Return the problems: file, line, message, hint."""
    with pytest.raises(ContentError) as caught:
        read_territoire(referential)
    return [(p.file.rpartition("/")[2], p.line, p.message, p.hint) for p in caught.value.problems]


# Reading


def test_the_files_that_are_shipped_hold_no_value(project):
    unites, communes = read_files(Referential(project.workspace))
    assert (unites.unites, communes.communes) == ((), ())


@pytest.mark.parametrize("name", ["unites", "communes"])
def test_the_commented_example_is_right_but_for_its_invented_names(name, write, project):
    text = (ROOT / f"content/territoire/{name}.yaml").read_text("utf-8")
    _, _, example = text.partition("# Exemple fictif :\n#\n")
    lines = [
        line.removeprefix("#").removeprefix("   ") for line in example.split("\n\n")[0].split("\n")
    ]
    referential = write(**{name: "\n".join(lines)})
    (found,) = problems(referential)
    assert "inconnue" in found[2] or "mal formé" in found[2]


def test_files_that_are_absent_are_empty(project):
    for path in (project.root / "content/territoire").iterdir():
        path.unlink()
    territoire = read_territoire(Referential(project.workspace))
    assert territoire.of_commune(CodeInsee("81003")) == CommuneLocale(code_insee="81003")


def test_a_unit_is_found_by_its_name_whatever_the_apostrophe(write):
    territoire = write(UNITS).territoire
    found = territoire.of_unit("Brigade d’Alban", "1005160")
    assert plain_blanks(found.telephone) == "01 99 00 00 00"
    assert found.adresse == ("1 rue de l’Exemple", "00000 Exemple")


def test_a_unit_is_found_by_its_identifier(write):
    known = write(UNITS.replace("Brigade d'Alban", '"1005160"')).territoire
    assert known.of_unit("Brigade d’Alban", "1005160").compagnie == "Compagnie d’Exemple"
    assert known.of_unit("Brigade de Brassac", "1005191") == UniteLocale(unite="Brigade de Brassac")


def test_territory_is_public_by_default(write):
    referential = write(UNITS, COMMUNES)
    public = referential.territoire
    assert public.circle is Diffusion.PUBLIQUE
    assert public.of_unit("Brigade d’Alban").referent_elu == Referent()
    commune = public.of_commune(CodeInsee("81003"))
    assert commune.maire == MaireVerifie(nom="Exemple", prenom="Camille")
    assert commune.appel is Appel.MADAME_LE_MAIRE
    assert (commune.police_municipale, commune.videoprotection) == (False, None)
    assert commune.commentaire == ()
    partners = public.seen_by(Diffusion.PARTENAIRES)
    assert partners.of_commune(CodeInsee("81003")).videoprotection is True
    assert partners.of_unit("Brigade d’Alban").referent_elu == Referent()
    inside = public.seen_by(Diffusion.INTERNE)
    assert inside.of_unit("Brigade d’Alban").referent_elu == Referent(
        nom="Exemple Fictif", telephone="0199000001"
    )
    assert inside.of_commune(CodeInsee("81003")).commentaire == ("Un essai.",)


def test_the_circle_of_a_territory_may_narrow_and_widen_again():
    whole = Territoire(
        [UniteLocale(unite="B", referent_elu=Referent(nom="N"))], [], Diffusion.INTERNE
    )
    again = whole.seen_by(Diffusion.PUBLIQUE).seen_by(Diffusion.INTERNE)
    assert again.of_unit("B") == whole.of_unit("B")


# What is wrong, in one pass


def test_every_problem_of_both_files_is_reported_at_its_line(write):
    referential = write(
        UNITS + "  - unite: Brigade d'Albann\n  - unite: Brigade d’Alban\n    telefone: '1'\n",
        COMMUNES + "  - code_insee: 81999\n  - code_insee: 1004\n  - code_insee: '81003'\n"
        "    maire: {nom: X, prenom: Y}\n    appel: Monsieur le maire\n",
    )
    found = problems(referential)
    assert [(file, line) for file, line, *_ in found] == [
        ("unites.yaml", 9),
        ("unites.yaml", 10),
        ("unites.yaml", 11),
        ("communes.yaml", 8),
        ("communes.yaml", 9),
        ("communes.yaml", 10),
        ("communes.yaml", 11),
        ("communes.yaml", 11),
        ("communes.yaml", 12),
    ]
    said = "\n".join(" → ".join(one[2:]) for one in found)
    assert "unité inconnue : « Brigade d'Albann » → vouliez-vous dire « Brigade d’Alban » ?" in said
    assert "unité déjà décrite plus haut : « Brigade d’Alban »" in said
    assert "vouliez-vous dire « telephone » ?" in said
    assert "commune inconnue : « 81999 »" in said
    assert "un tableur a retiré le zéro de tête : écrivez 01004" in said
    assert "commune déjà décrite plus haut : « 81003 »" in said
    assert "quel jour ?" in said
    assert "par qui ?" in said
    assert "vouliez-vous dire « Monsieur le Maire » ?" in said


def test_unit_that_is_there_no_more_may_be_taken_out(write):
    (found,) = problems(write(unites="unites: [{unite: '9999999'}]\n"))
    assert found[2] == "unité inconnue : « 9999999 »"
    assert found[3].endswith("ou retirez-la, si elle a fermé")


def test_old_code_is_reported_with_the_present_commune(write):
    (found,) = problems(write(communes="communes: [{code_insee: '81113'}]\n"))
    assert found[2:] == ("« 81113 » n’est plus le code d’une commune", "écrivez 81218 (Puygouzon)")


def test_a_postal_code_is_one_of_the_commune(write):
    text = "communes:\n  - {code_insee: 81218, code_postal: 81120}\n"
    referential = write(communes=text)
    assert read_territoire(referential).of_commune(CodeInsee("81218")).code_postal == "81120"
    (found,) = problems(write(communes=text.replace("81120", "81000")))
    assert found[2:] == (
        "« 81000 » n’est pas un code postal de Puygouzon",
        "écrivez 81120 ou 81990",
    )
    (found,) = problems(write(communes=text.replace("81120", "8112")))
    assert found[3] == "cinq chiffres, dont 81 au début"
    ain = "communes:\n  - {code_insee: '01004', code_postal: '1500'}\n"
    (found,) = problems(write(communes=ain))
    assert "zéro de tête : écrivez 01500" in found[3]


def test_empty_file_gets_a_hint(write):
    (found,) = problems(write(unites="# rien encore\n"))
    assert found[2:] == ("fichier vide", "écrivez-y « unites: [] », ou supprimez-le")


def test_future_check_is_refused_when_today_is_given(write):
    referential = write(communes=COMMUNES)
    assert read_files(referential) == read_files(referential, date(2026, 4, 23))
    assert read_files(referential) == read_files(referential, date(2026, 4, 22))
    with pytest.raises(ContentError) as caught:
        read_files(referential, date(2026, 4, 21))
    (found,) = caught.value.problems
    assert (found.line, found.field) == (4, "communes[0].maire.verifie_le")
    assert found.message == "le 23\u00a0avril 2026 n’est pas encore venu"


@pytest.mark.parametrize("day", ["hier", "2026-02-31", None, ["2027-01-01"], ""])
def test_invalid_day_is_reported_by_its_type_only(day):
    rules = commune_rules(KnownNames.of(Referential(PROJECT)), date(2026, 1, 1))
    found = rules({"communes": [{"maire": {"verifie_le": day, "verifie_par": "Q"}}]})
    assert [finding.message for finding in found if "venu" in finding.message] == []


def test_missing_check_of_a_name_uses_the_given_titles():
    known = KnownNames.of(Referential(PROJECT))
    data = {"communes": [{"maire": {"nom": "N", "verifie_par": "Q"}}]}
    (key,) = commune_rules(known)(data)
    (title,) = commune_rules(known, titles={"verifie_le": "Maire : vérifié le"})(data)
    assert (key.hint, title.hint) == ("ajoutez « verifie_le »", "ajoutez « Maire : vérifié le »")


def test_labels_of_units_and_communes():
    referential = Referential(PROJECT)
    one, *_ = competent_units(referential.competence)
    known = KnownNames(
        referential.communes, (one, type(one)(one.force, "Brigade d’Exemple", "999"))
    )
    assert known.unit_label("999") == known.unit_label("brigade d'exemple") == "Brigade d’Exemple"
    assert known.unit_label("Nulle part") == "Nulle part"
    twins = KnownNames(referential.communes, (one, type(one)(one.force, one.service, "999")))
    assert twins.unit_label("999") == f"999 {one.service}"
    assert known.commune_label(CodeInsee("81218")) == "81218 Puygouzon"
    assert known.commune_label(CodeInsee("81999")) == "81999"


def test_unit_under_name_and_identifier_is_a_duplicate(write):
    (found,) = problems(write('unites: [{unite: "1005160"}, {unite: "Brigade d’Alban"}]\n'))
    assert found[2].startswith("unité déjà décrite")


def test_units_are_not_checked_without_a_competence_snapshot(write, project):
    (project.root / "content/referentiel/competence/edition.yaml").unlink()
    referential = write("unites: [{unite: Brigade d’Exemple}]\n")
    assert referential.territoire.of_unit("Brigade d’Exemple").unite == "Brigade d’Exemple"


def test_a_name_that_several_units_share_asks_for_an_identifier():
    referential = Referential(PROJECT)
    one, *_ = competent_units(referential.competence)
    twin = type(one)(one.force, one.service, "999")
    known = KnownNames(referential.communes, (one, twin))
    (found,) = unit_rules(known)({"unites": [{"unite": one.service}]})
    assert found.hint == f"écrivez son identifiant : {one.id_service} ou 999"
    assert known.unit("999") == twin
    assert list(unit_rules(known)({"unites": [{"unite": "999"}, {"unite": one.id_service}]})) == []


@pytest.mark.parametrize("data", [None, "a", [], {}, {"communes": None, "unites": "x"}])
def test_rules_accept_data_of_any_shape(data):
    known = KnownNames.of(Referential(PROJECT))
    assert list(unit_rules(known)(data)) == list(commune_rules(known)(data)) == []
    rows = {"unites": ["x", {"unite": ["y"]}], "communes": [{"code_insee": {}, "maire": "z"}]}
    assert list(unit_rules(known)(rows)) == list(commune_rules(known)(rows)) == []


# Values


def read(type_, value):
    """Return the value that a type reads from a raw one."""
    return TypeAdapter(type_).validate_python(value)


NUMBER = "01\u00a099\u00a000\u00a000\u00a000"


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("0199000000", NUMBER),
        ("01.99.00.00.00", NUMBER),
        ("01\u00a099\u202f00-00 00", NUMBER),
        ("+33 1 99 00 00 00", NUMBER),
        ("+33 (0)1 99 00 00 00", NUMBER),
        ("0033199000000", NUMBER),
        ("17", "17"),
        ("112", "112"),
        ("3919", "3919"),
        ("+376 800 000", "+376800000"),
    ],
)
def test_telephone_is_in_pairs_with_no_break_spaces(written, dialled):
    assert read(Telephone, written) == dialled
    assert read(Telephone, dialled) == dialled


@pytest.mark.parametrize(
    "wrong", ["0199", "00", "19900000", "01 99 00 00 0O", "+33 17", "٠١٢٣", "5"]
)
def test_a_number_that_cannot_be_dialled_is_refused(wrong):
    with pytest.raises(ValidationError, match="numéro de téléphone"):
        read(Telephone, wrong)


def test_telephone_without_its_zero_gets_it_back():
    assert read(Telephone, "199000000") == read(Telephone, "0199000000")


@pytest.mark.parametrize("right", ["a@b.fr", "a.b+c@gendarmerie.interieur.gouv.fr", " a@b.fr "])
def test_an_address_is_taken_as_it_is(right):
    assert read(Courriel, right) == right.strip()


@pytest.mark.parametrize(
    "wrong", ["a", "a@b", "a b@c.fr", "a@b..fr", "@b.fr", "à@b.fr", "a@b.fr, c@d.fr"]
)
def test_invalid_address_is_refused(wrong):
    with pytest.raises(ValidationError, match="adresse électronique"):
        read(Courriel, wrong)


@pytest.mark.parametrize("wrong", ["1004", "81 004", "8100", "2a004", "", None, ["81004"], "99001"])
def test_invalid_code_is_refused(wrong):
    with pytest.raises(ValidationError):
        read(Code, wrong)


@pytest.mark.parametrize(
    ("code", "said"),
    [("99999", "commune inconnue"), ("00000", "commune inconnue"), ("9999", "mal formé")],
)
def test_unknown_five_digit_code_is_not_ill_formed(code, said):
    with pytest.raises(ValidationError, match=said):
        read(Code, code)


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("AZÉMA", "Azéma"),
        ("DE LA TOUR D'ALBAN", "de La Tour d’Alban"),
        ("JEAN-LUC", "Jean-Luc"),
        ("Azéma", "Azéma"),
        ("McDONALD", "McDONALD"),
        ("N", "N"),
    ],
)
def test_name_in_capitals_is_printed_in_lower_case(written, printed):
    assert read(Nom, written) == read(Nom, printed) == printed


def test_lines_are_a_list_or_a_text_with_breaks():
    assert read(Lignes, "a\n\n  b \n") == read(Lignes, ["a", "b"]) == ("a", "b")
    assert read(Lignes, None) == ()


@given(st.lists(st.text("ab «»'’.:;!? \u00a0\n=+-@0123456789", min_size=1), max_size=4))
def test_lines_are_at_rest_once_they_are_read(lines):
    try:
        once = read(Lignes, "\n".join(lines))
    except ValidationError:
        return
    assert read(Lignes, list(once)) == read(Lignes, "\n".join(once)) == once


def test_a_unit_is_found_however_its_name_is_typed():
    assert (
        comparable_text("brigade d'albi")
        == comparable_text("Brigade d’Albi")
        == comparable_text("BRIGADE D’ALBI ")
    )
    assert comparable_text("Brigade d’Albi") != comparable_text("Brigade d’Alban")
