"""The content of the environment memento: a file for each family, one for what they share.

Law is referred to: `{droit:cle}` inside a text, the keys of articles in `base`.  Actors and
contacts are roles of `content/territoire/roles.yaml`.
"""

from enum import StrEnum
from typing import Annotated, Final

from pydantic import Field

from docgen.content.model import Content, Entier, Identifiant, Jour, OuiNon, Prose, one_of
from docgen.content.stamp import Stamped
from docgen.kinds.writing.editorial import Delai, Relecture
from docgen.referential.droit.regle import Cle


class Icone(StrEnum):
    """The drawing of a family, a file of `templates/_commun/icones/`."""

    CONSTAT = "constat"
    DECHETS = "dechets"
    EPAVE = "epave"
    FEU = "feu"
    EAU = "eau"
    BRUIT = "bruit"
    QUAD = "quad"
    FORET = "foret"
    ANIMAL = "animal"
    PANNEAU = "panneau"
    HAIE = "haie"
    OISEAU = "oiseau"
    USINE = "usine"
    TRAVAUX = "travaux"


class Qualification(Content):
    """An offence: the act, the articles that define it, the maximum penalty."""

    fait: Prose = Field(description="Ce qui a été fait, en quelques mots.")
    base: Annotated[tuple[Cle, ...], Field(min_length=1)] = Field(
        description="Clés de droit des articles : « penal-r634-2 »."
    )
    peine: Prose = Field(description="La peine, en « {droit:…} » ; jamais un chiffre.")
    note: Prose | None = Field(None, description="Une précision, sous la peine.")


class Constat(Content):
    """Who may record the offence: roles, and the words for them."""

    qui: Annotated[tuple[Identifiant, ...], Field(min_length=1)] = Field(description="Des rôles.")
    texte: Prose = Field(description="« le maire et ses adjoints, officiers de police judiciaire »")
    base: tuple[Cle, ...] = ()


class Pouvoir(Content):
    """A power or a duty of the mayor, with its articles."""

    texte: Prose
    base: tuple[Cle, ...] = ()


class Encadre(Content):
    titre: Prose
    texte: Prose


class DelaiProcedure(Delai):
    moment: Prose | None = Field(None, description="« le jour même », « avant tout »")
    precision: Prose | None = Field(None, description="« pour répondre », « au moins »")


class EtapeProcedure(Content):
    """A step; `si` makes it conditional, `ou` an alternative, `fin` ends the procedure."""

    titre: Prose = Field(description="Un verbe : « Constater ».")
    texte: Prose
    acteur: Identifiant = Field(description="Le rôle qui agit.")
    delai: DelaiProcedure | None = None
    si: Prose | None = Field(None, description="« si rien n’est fait » : étape conditionnelle.")
    ou: OuiNon = Field(False, description="« oui » : au lieu de l’étape d’avant, selon « si ».")
    fin: OuiNon = False


class Procedure(Content):
    """Steps in their order, which the booklet draws as a chart."""

    titre: Prose
    chapo: Prose | None = None
    entiere: OuiNon = Field(
        False, description="« oui » : jamais coupée entre deux pages du PDF d’un livret définitif."
    )
    etapes: Annotated[tuple[EtapeProcedure, ...], Field(min_length=2)]


class Contact(Content):
    role: Identifiant
    quand: Prose | None = Field(None, description="« flagrant délit »")


class LigneAideMemoire(Stamped):
    situation: Prose = Field(description="Deux ou trois mots.")
    geste: Prose
    appeler: Annotated[tuple[Contact, ...], Field(min_length=1)]
    sanction: Prose
    relecture: Relecture | None = Field(None, description="De cette ligne seule, par qui, quand.")


class Famille(Stamped):
    id: Identifiant = Field(description="Son nom pour les renvois : « {memento:epaves} ».")
    numero: Annotated[Entier, Field(ge=1, le=99)]
    titre: Prose
    chapo: Prose = Field(description="Une ou deux phrases.")
    icone: Annotated[Icone, one_of(Icone)]
    reconnaitre: Annotated[tuple[Prose, ...], Field(min_length=1)]
    qualifications: Annotated[tuple[Qualification, ...], Field(min_length=1)]
    constater: Annotated[tuple[Constat, ...], Field(min_length=1)]
    a_savoir: tuple[Encadre, ...] = ()
    pouvoirs: Annotated[tuple[Pouvoir, ...], Field(min_length=1)]
    procedures: Annotated[tuple[Procedure, ...], Field(min_length=1)]
    actes: tuple[Identifiant, ...] = Field((), description="Des modèles de courrier ou d’arrêté.")
    contacts: Annotated[tuple[Contact, ...], Field(min_length=1)]
    erreurs: Annotated[tuple[Prose, ...], Field(min_length=1)]
    points: tuple[Cle, ...] = Field((), description="Clés de droit des points à contrôler.")
    sources: tuple[Prose, ...] = Field((), description="En plus de celles que dit le droit.")
    aide_memoire: LigneAideMemoire
    controle: Relecture | None = None


class ListeTitree(Content):
    titre: Prose
    chapo: Prose | None = None
    lignes: Annotated[tuple[Prose, ...], Field(min_length=1)]


class Numeros(Content):
    """The numbers of a commune: roles, to fill in by hand where they are not known."""

    titre: Prose
    chapo: Prose | None = None
    roles: Annotated[tuple[Identifiant, ...], Field(min_length=1)]


class Sigle(Content):
    """An acronym and what it stands for; those of codes are known without it."""

    sigle: Prose
    sens: Prose


class AideMemoire(Content):
    surtitre: Prose
    titre: Prose
    chapo: Prose
    titre_gestes: Prose
    chapo_gestes: Prose
    mention: Prose
    numeros: Numeros


class Ensemble(Stamped):
    surtitre: Prose
    titre: Prose
    sous_titre: Prose
    auteur: Prose
    version: Jour
    mention: Prose
    mention_projet: Prose | None = Field(None, description="Au pied d’un projet seulement.")
    avertissement: Encadre
    mode_emploi: ListeTitree
    doute: Prose = Field(description="Ce que veut dire « à vérifier » ; dans un projet seulement.")
    urgences: Annotated[tuple[Contact, ...], Field(min_length=1)]
    suite_urgence: Prose
    sur_place: ListeTitree
    a_la_mairie: ListeTitree
    a_ne_pas_faire: Encadre
    a_retenir: Encadre
    bareme: Encadre
    index: Encadre
    sources: Encadre
    sigles: tuple[Sigle, ...] = Field((), description="Imprimés à la fin, s’ils sont employés.")
    numeros: Numeros
    aide_memoire: AideMemoire
    relecture: Relecture | None = Field(None, description="De ce que l’aide-mémoire en imprime.")


class Memento(Content):
    answers = True

    famille: Famille | None = None
    ensemble: Ensemble | None = None


FORMS: Final = ("famille", "ensemble")
"""What a file may hold: one of these, and one only."""
