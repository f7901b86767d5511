"""Roles: their file, checked in one pass, and their holders in a commune."""

import re

import pytest

from docgen.document import Diffusion
from docgen.errors import ContentError
from docgen.french.territory import CodeInsee
from docgen.referential.diffusion import circle_of
from docgen.referential.referential import Referential
from docgen.referential.territoire.annuaire import Annuaire
from docgen.referential.territoire.roles import (
    Resolution,
    Role,
    read_roles,
    warn_of_foreign_contacts,
)
from tests.conftest import ROOT, plain_blanks

ROLES = ROOT / "content/territoire/roles.yaml"
ALBAN, ALBI = CodeInsee("81003"), CodeInsee("81004")
UNITS = """\
unites:
  - unite: Brigade d'Alban  # exemple fictif
    telephone: "01 99 00 00 00"
    adresse: [1 rue de l’Exemple, 00000 Exemple]
    referent_elu: {grade: adjudant, nom: Exemple Fictif, telephone: 0199000001}
"""


@pytest.fixture
def roles():
    """The roles of docgen."""
    return read_roles(ROLES, "roles.yaml").whole


@pytest.fixture
def directory(project, roles):
    """Return a function that gives the directory of a commune, for a circle of readers."""
    project.write("content/territoire/unites.yaml", UNITS)
    referential = Referential(project.workspace)

    def of(code=None, circle=Diffusion.PUBLIQUE):
        annuaire = Annuaire(roles, referential, code, circle)
        return lambda name: annuaire.resolve(roles.get(name))

    return of


def problems(tmp_path, text):
    """Return the problems of a file of roles: line, column, message, hint."""
    path = tmp_path / "roles.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(ContentError) as caught:
        _ = read_roles(path, "roles.yaml").whole
    return [(p.line, p.column, p.message, p.hint) for p in caught.value.problems]


# The file that is shipped


def test_shipped_roles_cover_fiches_and_memento(roles):
    names = {role.id for role in roles}
    assert {"urgence-17", "pompiers-18", "brigade", "referent-elu", "amr81", "ggd81"} <= names
    assert {"enqueteur-environnement", "ofb", "ddt", "dreal", "ars", "ddetspp"} <= names


def test_no_telephone_is_shipped_but_those_of_emergencies(roles):
    assert {role.telephone for role in roles if role.telephone} == {"15", "17", "18", "112", "114"}


def test_every_acronym_that_is_shipped_is_explained(roles):
    acronyms = [role for role in roles if re.search(r"\b[A-Z]{3,}", role.nom)]
    assert len(acronyms) > 10
    assert [role.id for role in acronyms if not role.precision] == []


def test_every_field_of_a_role_is_public():
    found = {name: circle_of(field) for name, field in Role.model_fields.items()}
    assert {name for name, circle in found.items() if circle is not Diffusion.PUBLIQUE} == set()


def test_no_file_is_no_role_and_is_asked_for(tmp_path):
    roles = read_roles(tmp_path / "roles.yaml", "roles.yaml").whole
    assert list(roles) == []
    assert "roles.yaml n’est pas là" in roles.nearest("brigade")


@pytest.mark.parametrize(
    ("libelle", "nom"),
    [("la brigade", "Brigade"), ("l’OFB", "OFB"), ("17Cyber", "17Cyber"), ("le 17", "17")],
)
def test_name_of_a_role_has_no_article(libelle, nom):
    assert Role(id="r", libelle=libelle, resolution="fixe").nom == nom


# What is wrong, in one pass


def test_every_problem_is_reported_at_its_place(tmp_path):
    text = """\
roles:
  - {id: un, libelle: le un, resolution: fixe, par: deus}
  - {id: deux, libelle: le deux, resolution: local, telephone: "01 99 00 00 00"}
  - {id: deux, libelle: le deux, resolution: fix}
  - {id: trois, libelle: le trois, resolution: fixe, par: quatre, site: http://exemple.fr}
  - {id: quatre, libelle: le quatre, resolution: fixe, par: trois, numero: 3}
"""
    found = problems(tmp_path, text)
    assert [line for line, *_ in found] == [2, 3, 4, 4, 5, 5, 6, 6]
    said = " | ".join(message for *_, message, _ in found)
    assert "rôle inconnu : « deus »" in said
    assert "« telephone » ne vaut que pour « resolution: fixe » ou « annuaire »" in said
    assert "l’identifiant « deux » déjà pris par roles[1]" in said
    assert "valeur inconnue : « fix »" in said
    assert "on joint « trois » par lui-même : trois → quatre → trois" in said
    assert "adresse de site mal formée : « http://exemple.fr »" in said
    assert "champ inconnu ici" in said
    assert found[0][3] == "vouliez-vous dire « deux » ?"


def test_fields_of_the_directory_go_with_its_resolution_only(tmp_path):
    text = """\
roles:
  - {id: un, libelle: le un, resolution: annuaire}
  - {id: deux, libelle: la deux, resolution: fixe, type: ddt}
  - {id: trois, libelle: la trois, resolution: unite, commune: "81004"}
  - {id: quatre, libelle: la quatre, resolution: annuaire, type: dtt}
"""
    found = problems(tmp_path, text)
    assert [line for line, *_ in found] == [2, 3, 4, 5]
    assert "demande « type »" in found[0][2]
    assert "prefecture" in found[0][3]
    assert found[3][3] == "vouliez-vous dire « ddt » ?"


@pytest.mark.parametrize("text", ["roles: rien\n", "roles: [rien]\n", "- rien\n", "roles:\n"])
def test_file_of_another_shape_is_reported(tmp_path, text):
    assert problems(tmp_path, text)


# Who holds a role


def test_role_without_a_commune_has_its_name_only(directory):
    found = directory()("referent-elu")
    named = (plain_blanks(found.nom), plain_blanks(found.le), found.connu)
    assert named == ("Référent élu", "le référent élu", False)
    assert found.par.nom == "Brigade"


def test_a_commune_gives_its_unit_with_the_public_number(directory):
    found = directory(ALBAN)("brigade")
    assert (found.nom, found.le) == ("Brigade d’Alban", "la brigade d’Alban")
    assert plain_blanks(found.telephone) == "01 99 00 00 00"
    assert found.adresse == ("1 rue de l’Exemple", "00000 Exemple")


def test_in_police_zone_the_unit_is_the_police_station(directory):
    assert directory(ALBI)("brigade").nom == "Commissariat de police d’Albi"


def test_gendarme_is_named_internally_and_never_in_public(directory):
    public = directory(ALBAN)("referent-elu")
    assert (public.personne, public.telephone) == ("", "")
    assert plain_blanks(public.par.telephone) == "01 99 00 00 00"
    assert directory(ALBAN, Diffusion.PARTENAIRES)("referent-elu").personne == ""
    inside = directory(ALBAN, Diffusion.INTERNE)("referent-elu")
    assert inside.personne == "adjudant Exemple Fictif"
    assert plain_blanks(inside.telephone) == "01 99 00 00 01"


def test_fixed_role_is_the_same_in_every_commune(directory):
    assert directory(ALBAN)("urgence-17") == directory()("urgence-17")
    assert directory()("urgence-17").telephone == "17"
    assert directory()("anssi-occitanie").connu


def test_a_commune_gives_its_intercommunalite_and_its_mayor(directory):
    assert directory(ALBAN)("intercommunalite").le.startswith("la communauté de communes")
    assert directory(ALBAN)("maire").personne
    assert directory()("intercommunalite").nom == "Intercommunalité"


@pytest.mark.parametrize("resolution", list(Resolution))
def test_every_resolution_has_an_answer(project, resolution):
    role = Role(id="essai", libelle="l’essai", resolution=resolution)
    annuaire = Annuaire(read_roles(ROLES, "r").whole, Referential(project.workspace), ALBAN)
    assert annuaire.resolve(role).nom


# Another project's file


@pytest.mark.parametrize(
    ("towns", "told"),
    [
        (("Albi", "Toulouse"), None),
        (("31000 Toulouse", "Montauban"), "31000 Toulouse, Montauban"),
        (("Toulouse", "Nulle-Part"), "Toulouse"),
        (("Nulle-Part", "Saint-Jean"), "Saint-Jean"),
        ((), None),
    ],
)
def test_addresses_all_in_other_departements_are_one_warning(project, towns, told):
    rows = [
        f"  - {{id: r{n}, libelle: le service, resolution: fixe, adresse: [1 rue X, {town}]}}"
        for n, town in enumerate(("Nulle-Part", *towns))
    ]
    project.write("content/territoire/roles.yaml", "\n".join(("roles:", *rows)))
    referential = Referential(project.workspace)
    found = list(warn_of_foreign_contacts(referential, referential.roles))
    if told is None:
        assert found == []
        return
    (problem,) = found
    assert plain_blanks(problem.message) == (
        f"aucune adresse n’est dans le Tarn, le département de ce projet : {told}"
    )
    assert problem.line > 2


@pytest.mark.parametrize(
    ("line", "wrong", "message"),
    [
        (3, "libelle: brigade", "nom de rôle sans son article : « brigade »"),
        (4, "telephone:", "champ vide"),
        (2, "id: [a, b]", "texte attendu, une liste trouvée"),
        (5, "resolution: [a]", "texte attendu, une liste trouvée"),
        (5, "resolution: {a: b}", "texte attendu, un groupe de clés trouvé"),
    ],
)
def test_a_mistake_in_a_role_is_reported_at_its_line(tmp_path, line, wrong, message):
    right = [
        "roles:",
        "  - id: a",
        "    libelle: la a",
        '    telephone: "17"',
        "    resolution: fixe",
    ]
    before = right[line - 1][:4]
    right[line - 1] = before + wrong
    [told] = problems(tmp_path, "\n".join(right) + "\n")
    assert (told[0], plain_blanks(told[2])) == (line, message)
    assert told[3]


def test_a_proper_name_needs_no_article(tmp_path):
    path = tmp_path / "roles.yaml"
    path.write_text("roles:\n  - {id: a, libelle: France Travail, resolution: local}\n", "utf-8")
    assert read_roles(path, "roles.yaml").whole.get("a").nom == "France Travail"
