"""Who writes for a party: what the file says, and what it leaves to fill in."""

import pytest

from docgen.errors import ContentError
from docgen.kinds.actes.emetteurs import read_emetteurs
from docgen.referential.referential import Referential
from tests.support.documents import HERE


def read(project, text):
    project.write("content/emetteurs.yaml", text)
    return read_emetteurs(Referential(project.workspace))


def test_our_file_names_both_parties_and_invents_no_address():
    found = read_emetteurs(Referential(HERE))
    assert list(found) == ["amr81", "ggd81"]
    assert (found["amr81"].adresse, found["amr81"].ville) == ((), None)
    assert (found["ggd81"].adresse, found["ggd81"].ville) == (("Place de Verdun",), "81000 Albi")


def test_without_the_file_no_one_is_known(project):
    (project.root / "content/emetteurs.yaml").unlink()
    assert read_emetteurs(Referential(project.workspace)) == {}


def test_mistakes_are_told_in_one_pass(project):
    text = (
        "emetteurs:\n"
        "  - {partie: amr81, designation: l’AMR81, sexe: monsieur}\n"
        "  - {partie: amr81, adresse: Albi}\n"
    )
    with pytest.raises(ContentError) as error:
        read(project, text)
    assert [(one.line, one.field, one.message) for one in error.value.problems] == [
        (2, "emetteurs[0].sexe", "valeur inconnue : « monsieur »"),
        (3, "emetteurs[1].designation", "champ obligatoire absent"),
        (3, "emetteurs[1].partie", "la partie « amr81 » déjà pris par emetteurs[0]"),
        (3, "emetteurs[1].adresse", "liste attendue"),
    ]


def test_a_telephone_number_is_held_together(project):
    text = "emetteurs:\n  - {partie: amr81, designation: l’AMR81, telephone: 05.63.00.00.00}\n"
    assert read(project, text)["amr81"].telephone == "05\u00a063\u00a000\u00a000\u00a000"


@pytest.mark.parametrize(
    ("field", "value", "hint"),
    [
        ("partie", "amr82", "vouliez-vous dire « amr81 » ?"),
        ("courriel", "amr81.fr", "nom@domaine.fr"),
        ("site", "pas un site", "« exemple.fr »"),
        ("ville", "À compléter", "écrivez le texte, ou laissez la place vide"),
        ("suivi_par", '"M. X, [à confirmer]"', "écrivez le texte, ou laissez la place vide"),
    ],
)
def test_a_mistake_in_a_sender_is_reported_at_its_line(project, field, value, hint):
    fields = {"partie": "amr81", "designation": "l’AMR81", field: value}
    lines = [f"    {name}: {text}\n" for name, text in fields.items()]
    with pytest.raises(ContentError) as error:
        read(project, "emetteurs:\n  -\n" + "".join(lines))
    [problem] = error.value.problems
    assert (problem.line, problem.hint) == (3 + list(fields).index(field), hint)
