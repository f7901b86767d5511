"""What a text names of another département, and what it may name anywhere."""

import pytest

from docgen.build.compose import foreign_items
from docgen.content.source import Source
from docgen.kinds import KINDS
from docgen.referential.referential import Referential
from docgen.referential.territoire.elsewhere import warn_of_local_law, warn_of_names_elsewhere
from docgen.workspace import Workspace
from tests.conftest import ROOT, plain_blanks
from tests.kinds.fiche.cards import composed


@pytest.fixture(scope="module")
def tarn():
    return Referential(Workspace(ROOT, ROOT / "output"))


NAMED = {
    "Les communes de l’Aveyron": "Aveyron",
    "les maires ruraux du Tarn-et-Garonne": "Tarn-et-Garonne",
    "la Côte d'Or": None,
    "le préfet de la Côte-d'Or": "Côte-d'Or",
    "Office français de la biodiversité, Lot": "Lot",
    "le lot du bas, Lot 2": None,
    "dans les gorges de l’Aveyron": None,
    "12, rue de la Marne ; Place de l'Yonne": None,
    "3 avenue de Bretagne, en Bretagne": "Bretagne",
    "la DREAL Bretagne": "Bretagne",
    "la Grande-Bretagne": None,
    "les parquets de Rodez et de Millau": "Rodez Millau",
    "le tribunal administratif de Toulouse, et le préfet": None,
    "le tribunal administratif de Metz, celui d’Albi": "Metz",
    "le Tribunal\u00a0Administratif de\u00a0Toulouse, et le préfet": None,
    "Tribunal administratif\u00a0de Lille": "Lille",
    "au Nord d’Albi, du Nord": "Nord",
    "dans le Nord du Tarn": None,
    "un stage de Rodez": None,
    "Cher Monsieur": None,
    "La RN88 et la RD12 ; AMR31": "AMR31",
    "l’arrêté 12-2025-05-28-00008": "12-2025-05-28-00008",
    "du 10-2025-xx, du 31/12/2025": None,
    "https://mairesruraux12.fr": "mairesruraux12.fr",
    "17cyber.gouv.fr, à Paris": None,
}


def test_names_of_other_departements_are_found_and_no_others(tarn):
    found = {}
    for text in NAMED:
        told = warn_of_names_elsewhere(Source("texte.yaml", {"textes": text}), tarn)
        found[text] = " ".join(one.message.split("« ")[1].split(" »")[0] for one in told) or None
    assert found == NAMED


class Moselle(Referential):
    """The referential of a project of the Moselle."""

    home = "57"


class Guadeloupe(Referential):
    """The referential of a project of the Guadeloupe."""

    home = "971"


@pytest.mark.parametrize(
    ("project", "told"),
    [
        (Referential, []),
        (Guadeloupe, ["DDT", "DREAL", "groupement", "Toulouse"]),
        (Moselle, ["Toulouse"]),
    ],
)
def test_services_and_courts_follow_the_departement(project, told):
    referential = project(Workspace(ROOT, ROOT / "output"))
    text = (
        "la DDT, la DREAL, le commandant de groupement, un groupement de communes"
        " et le tribunal administratif de Toulouse"
    )
    warnings = warn_of_names_elsewhere(Source("texte.yaml", {"textes": text}), referential)
    assert [plain_blanks(one.message).split("« ")[1].split(" »")[0] for one in warnings] == told


def test_each_name_is_told_once_with_what_replaces_it(tarn):
    text = Source("texte.yaml", {"textes": ["les maires du Lot", "Fait dans le Lot", "du Gers"]})
    lot, gers = warn_of_names_elsewhere(text, tarn)
    assert plain_blanks(lot.message).endswith(
        "le département de ce projet (2 fois dans ce fichier)"
    )
    assert plain_blanks(gers.message).endswith("le département de ce projet")
    overseas = Guadeloupe(Workspace(ROOT, ROOT / "output"))
    [told] = warn_of_names_elsewhere(Source("texte.yaml", {"textes": "la DDT"}), overseas)
    assert "sont la DEAL" in told.hint


def test_articles_that_a_local_law_replaces_are_told_once(project):
    moselle = Moselle(project.workspace)
    assert [*warn_of_local_law(moselle, KINDS)] == []  # rules of law, cited by their keys
    for name, article in (("mise-en-demeure", "L. 2212-1"), ("arrete-epave", "L. 2212-2-1")):
        path = project.root / f"content/modele/{name}.yaml"
        text = path.read_text("utf-8")
        path.write_text(text.replace("{droit:cgct-l2212-1.numero}", article), "utf-8")
    [told] = warn_of_local_law(moselle, KINDS)
    assert told.message.endswith("que citent content/modele/mise-en-demeure.yaml")
    assert "juriste" in told.hint
    assert [*warn_of_local_law(Referential(project.workspace), KINDS)] == []


class Lozere(Referential):
    """The referential of a project of the Lozère."""

    home = "48"


class Gers(Referential):
    """The referential of a project of the Gers, of the region of Toulouse, judged at Pau."""

    home = "32"


@pytest.mark.parametrize(
    ("project", "told"),
    [(Lozere, "Pau Toulouse"), (Gers, "Nîmes Toulouse"), (Referential, "Nîmes Pau")],
)
def test_court_is_that_of_the_departement_not_of_the_region(project, told):
    referential = project(Workspace(ROOT, ROOT / "output"))
    text = " ".join(f"le tribunal administratif de {one}," for one in ("Nîmes", "Pau", "Toulouse"))
    warnings = warn_of_names_elsewhere(Source("texte.yaml", {"textes": text}), referential)
    named = [plain_blanks(one.message).split("« ")[1].split(" »")[0] for one in warnings]
    assert " ".join(named) == told


@pytest.mark.parametrize(
    ("field", "text", "told"),
    [
        ("textes", "la mairie de Gorges du Tarn Causses", []),
        ("textes", "Gorges du Tarn Causses, les maires du Tarn", ["Tarn"]),
        ("adherents", ["Gorges du Tarn Causses", "Palmas d’Aveyron"], []),
        ("courriel", "mairie@gorges-du-tarn-causses.fr", []),
        ("courriel", "ddt@tarn.gouv.fr", ["ddt@tarn.gouv.fr"]),
    ],
)
def test_name_of_an_own_commune_is_never_of_elsewhere(field, text, told):
    lozere = Lozere(Workspace(ROOT, ROOT / "output"))
    warnings = warn_of_names_elsewhere(Source("texte.yaml", {field: text}), lozere)
    assert [plain_blanks(one.message).split("« ")[1].split(" »")[0] for one in warnings] == told


@pytest.mark.parametrize(
    ("field", "address", "told"),
    [
        ("courriel", "bretagne@ssi.gouv.fr", True),
        ("courriel", "ddt@tarn-et-garonne.gouv.fr", True),
        ("site", "https://www.cote-d-or.gouv.fr", True),
        ("courriel", "ddt@tarn.gouv.fr", False),
        ("courriel", "occitanie@ssi.gouv.fr", False),
        ("site", "https://lotissement.example", False),
        ("texte", "bretagne@ssi.gouv.fr", False),
    ],
)
def test_an_address_of_another_departement_is_told(tarn, field, address, told):
    source = Source("roles.yaml", {"roles": [{field: address}]})
    found = [one.message for one in warn_of_names_elsewhere(source, tarn)]
    name = f"« {address} » n’est pas dans le Tarn, le département de ce projet"
    assert found == [name] * told


def test_names_are_not_sought_where_they_are_cited(tarn):
    text = "l’appel à projets de l’Isère"
    cited = {"remarques": [{"texte": text}], "sources": [text], "reference": {"titre": text}}
    assert [*warn_of_names_elsewhere(Source("texte.yaml", cited), tarn)] == []


@pytest.mark.parametrize(("acte", "count"), [("projet", 1), ("signe", 0)])
def test_words_of_a_signed_act_are_left(acte, count, tarn):
    act = Source("texte.yaml", {"acte": acte, "preambule": "l’appel à projets de l’Isère"})
    assert len([*foreign_items(KINDS["convention"], act, tarn)]) == count


def test_a_contact_of_another_departement_keeps_a_fiche_a_draft(project):
    path = project.root / "content/territoire/roles.yaml"
    text = path.read_text("utf-8")
    assert "  - id: ggd81\n" in text
    own = "  - id: ggd81\n"
    path.write_text(text.replace(own, f"{own}    joindre: au siège de l’Aveyron\n"), "utf-8")
    documents = composed(project.workspace, "action-4-1", "article-4-gend-elus")
    found = {
        key: [(one.file, one.command) for one in document.left if one.code == "ailleurs"]
        for key, document in documents.items()
    }
    name = "content/territoire/roles.yaml"
    assert found == {"action-4-1": [(name, f"docgen check {name}")], "article-4-gend-elus": []}
    path.write_text(f"ailleurs: [Aveyron]\n{path.read_text('utf-8')}", "utf-8")
    [meant] = composed(project.workspace, "action-4-1").values()
    assert not [one for one in meant.left if one.code == "ailleurs"]


def test_a_rule_of_another_departement_keeps_a_model_a_draft(project):
    path = project.root / "content/referentiel/droit/points.yaml"
    text = path.read_text("utf-8")
    assert "Toulouse est compétent pour le Tarn." in text
    path.write_text(text.replace("compétent pour le Tarn.", "compétent pour l’Aveyron."), "utf-8")
    model = Source("texte.yaml", {"texte": "Sans délai. {droit:ta-toulouse}"})
    [told] = foreign_items(KINDS["modele"], model, Referential(project.workspace))
    assert plain_blanks(told.message).startswith("« Aveyron » n’est pas dans le Tarn")
