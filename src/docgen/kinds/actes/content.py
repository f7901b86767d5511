"""The content of a convention: the act, clause by clause, each with its state.

A clause without a state holds the words of the signed act, which are never reworded; `manquant`
says that these words are not known, `propose` that the words are ours and await the parties,
`adopte` that the parties agreed.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Final

from pydantic import Discriminator, Field, Tag, ValidationInfo, field_serializer, field_validator

from docgen.content.model import (
    Content,
    Entier,
    Identifiant,
    Jour,
    OuiNon,
    Prose,
    Texte,
    one_of,
    refusal,
)
from docgen.content.stamp import Empreinte, Stamped
from docgen.deadlines import Unite
from docgen.document import Diffusion
from docgen.french.typography import prose, texte_signe
from docgen.kinds.writing.editorial import Adoption, Lecteurs
from docgen.markup.runs import read_runs

WHOLE_ARTICLE: Final = r"(?i)article\s+\d+(\s*er)?(\s+[a-z]+)?"
"""The number of an article, which no part of one has: « ARTICLE 12 », « Article 3 bis »."""


class EtatActe(StrEnum):
    SIGNE = "signe"
    PROJET = "projet"


class EtatClause(StrEnum):
    """The state of a clause that does not hold the words of the signed act."""

    MANQUANT = "manquant"
    PROPOSE = "propose"
    ADOPTE = "adopte"


OUR_STATES = (EtatClause.PROPOSE, EtatClause.ADOPTE)
"""The states in which a clause's words are ours, and get the full typography."""


class Passage(Stamped):
    """A part of the act that carries a state."""

    etat: Annotated[EtatClause, one_of(EtatClause)] | None = Field(
        None, description="Absent : mots de l’acte signé."
    )
    note: Prose | None = Field(None, description="Ce qui manque, si « etat: manquant ».")
    adoption: Adoption | None = Field(None, description="L’accord, si « etat: adopte ».")

    @field_serializer("etat")
    def _tell_state(self, _: object) -> EtatClause | None:
        return self.state

    @property
    def state(self) -> EtatClause | None:
        """Its state: what changed since the agreement is proposed again."""
        changed = self.adoption and self.adoption.change
        return EtatClause.PROPOSE if changed else self.etat


class Liste(Content):
    liste: tuple[Texte, ...] = Field(min_length=1, description="Les points de la liste.")


def _paragraph_or_list(value: Any) -> str:
    """Return the tag of a raw paragraph or list.

    A paragraph that YAML read as a group of keys because of its « : » stays a paragraph.
    """
    if isinstance(value, dict):  # « listes: » is a list misspelt; « À savoir : ceci » is a text
        listed = "liste" in value or any(isinstance(part, list) for part in value.values())
        return "liste-a-puces" if listed else "paragraphe-simple"
    return "liste-a-puces" if isinstance(value, Liste) else "paragraphe-simple"


Alinea = Annotated[
    Annotated[Texte, Tag("paragraphe-simple")] | Annotated[Liste, Tag("liste-a-puces")],
    Discriminator(_paragraph_or_list),
]
"""A paragraph, or a bullet list."""


def _one_paragraph(text: str) -> str:
    """Return a text of an act; raise a refusal of « ¶ », for amendments count its paragraphs."""
    if "¶" in text and any("\n" in run.text for run in read_runs(text)):
        message = "« ¶ » dans un acte, où un avenant compte les alinéas"
        raise refusal("balise", message, "écrivez un autre point de la liste", "¶")
    return text


def _typeset(value: Any, info: ValidationInfo) -> Any:
    rule = prose if info.data.get("etat") in OUR_STATES else texte_signe
    if isinstance(value, str):
        return rule(_one_paragraph(value))
    if isinstance(value, Partie):
        texts = {name: rule(text) for name, text in value if text and name != "id"}
        return value.model_copy(update=texts)
    if isinstance(value, Liste):
        return Liste.model_construct(
            liste=tuple(rule(_one_paragraph(point)) for point in value.liste)
        )
    return tuple(_typeset(part, info) for part in value) if isinstance(value, tuple) else value


class Titre(Passage):
    texte: Texte | None = None
    sous_titre: Texte | None = None

    _words = field_validator("texte", "sous_titre")(_typeset)


class Clause(Passage):
    """A numbered part of the act, or its preamble, with the clauses below it."""

    level: ClassVar[int]
    absent: ClassVar[str] = "Titre non fourni"

    id: Identifiant = Field(description="Nom unique : « article-6 », « action-4.1 ».")
    numero: Texte | None = Field(None, description="Numéro littéral : « ARTICLE 6 », « 2.2 ».")
    titre: Texte | None = None
    texte: tuple[Alinea, ...] = Field((), description="Alinéas et listes, dans l’ordre.")

    _words = field_validator("numero", "titre", "texte")(_typeset)

    @field_validator("numero")
    @classmethod
    def _is_of_level(cls, numero: str | None) -> str | None:
        if cls.level > 1 and re.fullmatch(WHOLE_ARTICLE, numero or ""):
            message = f"« {numero} » à l’intérieur d’un article"
            hint = "mettez cette clause au retrait des articles, ou numérotez-la comme « 11.5 »"
            raise refusal("numero", message, hint)
        return numero

    @property
    def parts(self) -> tuple[Clause, ...]:
        """The clauses of the level below."""
        return ()


class Action(Clause):
    level = 5
    absent = "Action : titre non fourni"


class Objectif(Clause):
    level = 4
    absent = "Objectif : titre non fourni"
    actions: tuple[Action, ...] = ()

    @property
    def parts(self) -> tuple[Clause, ...]:
        return self.actions


class Axe(Clause):
    level = 3
    absent = "Axe : titre non fourni"
    objectifs: tuple[Objectif, ...] = ()

    @property
    def parts(self) -> tuple[Clause, ...]:
        return self.objectifs


class Section(Clause):
    level = 2
    axes: tuple[Axe, ...] = ()

    @property
    def parts(self) -> tuple[Clause, ...]:
        return self.axes


class Article(Clause):
    level = 1
    sections: tuple[Section, ...] = ()

    @property
    def parts(self) -> tuple[Clause, ...]:
        return self.sections


class Preambule(Clause):
    level = 1


class Partie(Content):
    id: Identifiant
    sigle: Texte
    nom: Texte
    designation: Texte | None = Field(None, description="« l’Association des maires… »")
    representation: Texte | None = Field(None, description="« représentée par… »")
    siege: Texte | None = Field(None, description="Vide : une ligne à remplir à la main.")
    appellation: Texte | None = Field(None, description="« ci-après désignée… »")


class Parties(Passage):
    liste: tuple[Partie, ...] = Field(min_length=2)

    _words = field_validator("liste")(_typeset)


class Signataire(Content):
    partie: Identifiant
    nom: Texte
    qualite: Texte

    _words = field_validator("nom", "qualite")(texte_signe)


class Signature(Content):
    lieu: Texte
    date: Jour | None = Field(None, description="Absente : une ligne à remplir à la main.")
    empreinte: Empreinte | None = Field(None, description="Écrite par « docgen sceller ».")
    exemplaires: Annotated[Entier, Field(ge=1, le=50)]
    signataires: tuple[Signataire, ...] = Field(min_length=2)

    _words = field_validator("lieu")(texte_signe)


class TermeEcrit(Content):
    """A duration or a notice set by the act, the clause that says it, and those that repeat it."""

    valeur: Annotated[Entier, Field(ge=1, le=600)]
    unite: Annotated[Unite, one_of(Unite)]
    clause: Identifiant = Field(description="La clause qui le dit : « article-6 ».")
    aussi: tuple[Identifiant, ...] = Field((), description="Les autres clauses qui le redisent.")


class VieEcrite(Content):
    """The durations and notices of an act, for docgen to count with; never printed.

    `fin` is its last day in force, when a denunciation, a termination or another act ends it.
    """

    duree: TermeEcrit = Field(description="La durée de la première période.")
    reconduction: TermeEcrit | None = Field(
        None, description="La durée de chaque reconduction tacite ; absente : il n’y en a pas."
    )
    preavis_denonciation: TermeEcrit | None = Field(
        None, description="Ce qui doit rester avant la date anniversaire, pour dénoncer."
    )
    preavis_resiliation: TermeEcrit | None = Field(
        None, description="Le préavis pour mettre fin à l’acte à tout moment."
    )
    fin: Jour | None = Field(
        None, description="Son dernier jour en vigueur, à 24 h, s’il prend fin."
    )


class Abrogation(Passage):
    """A clause of the amended act that goes."""

    clause: Identifiant = Field(description="Son identifiant dans l’acte : « article-7 ».")


class Avenant(Content):
    """What makes of a text the amendment of an act: which act, and the clauses of its own.

    The text around it is the act as amended.  What changes from one to the other is drafted by
    docgen, after the first of these articles; all are numbered by it.
    """

    modifie: Identifiant = Field(description="Le nom du texte modifié : « 2026 ».")
    numero: Annotated[Entier, Field(ge=1, le=99)]
    effet: Jour | None = Field(None, description="Absent : à la date de la dernière signature.")
    abroge: tuple[Abrogation, ...] = Field((), description="Les clauses qui disparaissent.")
    parties: Parties
    preambule: Preambule
    articles: tuple[Article, ...] = Field(min_length=2)
    signature: Signature

    @property
    def is_later(self) -> bool:
        """Whether the act had another amendment before, by the numbers that the parties give."""
        return self.numero > 1


class Remarque(Content):
    """A note for the drafter on a clause; never printed."""

    sur: Identifiant
    texte: Prose


class Malgre(Content):
    """Why a final act is made in spite of its remarks and blank seats, and on which day.

    `empreinte` is the digest of these remarks and seats: another one wants another reason.
    """

    le: Jour
    raison: Prose
    empreinte: Empreinte


class Convention(Content):
    acte: Annotated[EtatActe, one_of(EtatActe)] = Field(
        description="« signe » : acte signé ; « projet » : acte à signer."
    )
    diffusion: Lecteurs = Diffusion.INTERNE
    exemple_fictif: OuiNon = Field(False, description="« oui » pour un exemple inventé.")
    intitule: Prose = Field(description="Nom d’usage, pour les en-têtes et les propriétés.")
    titre: Titre
    parties: Parties
    preambule: Preambule | None = None
    articles: tuple[Article, ...] = Field(min_length=1)
    signature: Signature
    avenant: Avenant | None = Field(
        None, description="Si ce texte en modifie un autre : l’avenant qui le dit."
    )
    vie: VieEcrite | None = Field(None, description="Durée et préavis, que compte docgen.")
    remarques: tuple[Remarque, ...] = ()
    malgre: Malgre | None = Field(None, description="Écrit par « --malgre » ; jamais imprimé.")
