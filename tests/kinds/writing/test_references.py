"""What stands for a reference of a text: the law, a role, another text; or what is told of it."""

import pytest

from docgen.document import Diffusion
from docgen.french.territory import CodeInsee
from docgen.kinds.writing.corpus import Corpus
from docgen.kinds.writing.references import answer, unknown_role
from docgen.markup import MarkError, references
from docgen.referential.referential import Referential
from docgen.referential.territoire.annuaire import Annuaire
from docgen.workspace import Workspace
from tests.conftest import ROOT, plain_blanks

REFERENTIAL = Referential(Workspace(ROOT, ROOT / "output"))
CONNU = Corpus(REFERENTIAL)
ALBI = Annuaire(CONNU.roles, REFERENTIAL, CodeInsee("81004"), Diffusion.PUBLIQUE)
GARRIC = Annuaire(CONNU.roles, REFERENTIAL, CodeInsee("81101"), Diffusion.PUBLIQUE)


def words_of(text, annuaire=None):
    [reference] = references(text)
    return plain_blanks(answer(reference, CONNU, annuaire))


def refused(text):
    with pytest.raises(MarkError) as told:
        words_of(text)
    return str(told.value), told.value.hint


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{droit:env-l541-3.court}", "art. L. 541-3 du code de l’environnement"),
        ("{role:brigade}", "la brigade"),
        ("{role:brigade.a}", "à la brigade"),
        ("{role:brigade.de}", "de la brigade"),
        ("{fiche:action-4-2}", "fiche 4.2"),
        ("{fiche:article-4-sip}", "fiche 4 c"),
        ("{memento:epaves}", "3. Épaves et véhicules laissés sur place"),
        ("{modele:arrete-epave}", CONNU.titres("modele")["arrete-epave"]),
    ],
)
def test_a_reference_is_said_within_a_sentence(text, words):
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{role:brigade}", "le commissariat de police d’Albi"),
        ("{role:brigade.a}", "au commissariat de police d’Albi"),
        ("{role:brigade.de}", "du commissariat de police d’Albi"),
    ],
)
def test_in_a_commune_a_role_has_its_own_name(text, words):
    assert words_of(text, ALBI) == words


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("{fiches:action-4-2}", "genre de renvoi inconnu : « {fiches:action-4-2} »", "« fiche »"),
        ("{xyz:un}", "genre de renvoi inconnu : « {xyz:un} »", "droit, role, fiche, memento"),
        ("{fiche:action-4-9}", "renvoi à ce qui n’existe pas : « {fiche:action-4-9} »", "action-4"),
        ("{memento:xyz}", "renvoi à ce qui n’existe pas : « {memento:xyz} »", "content/memento/"),
        ("{fiche:action-4-2.de}", "forme inconnue : « de »", "« {fiche:action-4-2} »"),
        ("{role:brigade.vers}", "forme inconnue : « vers »", "« {role:brigade.a} »"),
        ("{role:brigad}", "rôle inconnu : « brigad »", "« brigade »"),
        ("{droit:env-l541-33}", "aucune règle de droit « env-l541-33 »", "« env-l541-3 »"),
    ],
)
def test_reference_to_nothing_is_refused_with_a_hint(text, message, hint):
    told, mending = refused(text)
    assert told == message
    assert hint in mending


def test_unknown_role_has_one_message_everywhere():
    assert str(unknown_role("brigad", CONNU)) == refused("{role:brigad}")[0]
