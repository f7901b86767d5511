"""NATINF beside invented rules (exemples fictifs): it confirms, contradicts, or knows nothing."""

import pytest

from docgen.referential.droit.articles import Articles
from docgen.referential.droit.comparison.comparison import compare_rules
from docgen.referential.droit.natinf import Infraction, Natinf
from tests.referential.droit.comparison.comparison_examples import (
    CLASSE,
    DAY,
    FINE,
    PRISON,
    rule,
    version,
)

TEXT = "Sans réponse : contravention de la 4e classe, trois ans d’emprisonnement, 100 €."
FOURTH, THIRD = "Contravention de 4ème classe", "Contravention de 3ème classe"
OTHERWISE = "NATINF 11 dit autre chose : 1re classe"


def _seen(fields, *natures):
    offences = (
        Infraction(str(rank), nature, "EXEMPLE FICTIF", "", "ART.L.1-1 C.ENVIR.")
        for rank, nature in enumerate(natures, 11)
    )
    natinf = Natinf(tuple(offences))
    (found,) = compare_rules([rule(**fields)], Articles([version(TEXT)]), DAY, natinf)
    return found.couleur.value, found.a_voir.partition(" ; ")[2]


@pytest.mark.parametrize(
    ("fields", "natures", "seen"),
    [
        ({**CLASSE, "valeur": "4"}, [FOURTH, THIRD], ("vert", "confirmé par NATINF 11")),
        ({**CLASSE, "valeur": "4"}, [THIRD], ("orange", "NATINF 11 dit autre chose : 3e classe")),
        ({**CLASSE, "valeur": "4"}, ["Délit"], ("orange", "NATINF 11 dit autre chose : délit")),
        ({**CLASSE, "valeur": "4"}, [], ("vert", "")),
        ({**CLASSE, "valeur": "3"}, [THIRD], ("rouge", "confirmé par NATINF 11")),
        ({**PRISON, "valeur": "3"}, ["Délit"], ("vert", "confirmé par NATINF 11")),
        ({**PRISON, "valeur": "3"}, [FOURTH], ("orange", "NATINF 11 dit autre chose : 4e classe")),
        ({**PRISON, "valeur": "3"}, ["Contravention de 1re classe"], ("orange", OTHERWISE)),
        ({**PRISON, "valeur": "3"}, ["Autre"], ("orange", "NATINF 11 dit autre chose : autre")),
        ({**FINE, "valeur": "100"}, [FOURTH], ("vert", "")),
    ],
)
def test_what_the_list_contradicts_is_not_green(fields, natures, seen):
    assert _seen(fields, *natures) == seen
