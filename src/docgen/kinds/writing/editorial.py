"""What the texts of fiche, memento and modele have in common: doubts, delays, proofreading.

The rules read the raw values of a file.
"""

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Annotated, Any, Final

from pydantic import Discriminator, Field, Tag

from docgen.content.model import Content, Entier, Jour, Prose, one_of
from docgen.content.raw import texts_of
from docgen.content.source import Steps
from docgen.content.stamp import Stamp, Stamped, change_since, is_stamped, refusal_said
from docgen.content.validation import Finding, mappings
from docgen.document import Diffusion
from docgen.french.rule import INSECABLE
from docgen.french.typography import prose
from docgen.french.wording import date_longue
from docgen.kinds.kind import OpenPoint, with_reason
from docgen.markup import MarkError, Reference, references
from docgen.referential.droit.regle import Cle, Regle, SiNonVerifie

Lecteurs = Annotated[Diffusion, one_of(Diffusion), Field(description="Qui peut lire ce document.")]
"""The readers of a document; nobody outside, where the file does not say."""


class Adoption(Stamp):
    """The agreement of the parties: who recorded it, on which day."""

    le: Jour = Field(description="Le jour de l’accord, AAAA-MM-JJ.")
    par: Prose = Field(description="Qui a constaté l’accord des parties.")


class Relecture(Stamp):
    """The day on which a person proofread a text, or settled its doubt, and who."""


class Doute(Stamped):
    """What may carry a doubt: what a person must check before it is given out.

    `controle` says that someone checked it.  Until then, with `si_non_verifie: retirer`, a final
    document leaves it out; else it cannot be final.
    """

    a_verifier: Prose | None = Field(None, description="Ce qu’il faut contrôler.")
    si_non_verifie: Annotated[SiNonVerifie, one_of(SiNonVerifie)] = SiNonVerifie.BLOQUER
    controle: Relecture | None = Field(None, description="Qui a levé ce doute, et quand.")

    @property
    def doubtful(self) -> bool:
        """Whether it has a doubt that nobody settled."""
        return self.a_verifier is not None and (self.controle is None or bool(self.controle.change))


class Reserve(Doute):
    """A text that may carry a doubt."""

    texte: Prose


def _text_or_doubt(value: Any) -> str:
    return "enonce-reserve" if isinstance(value, dict | Reserve) else "enonce-simple"


Enonce = Annotated[
    Annotated[Prose, Tag("enonce-simple")] | Annotated[Reserve, Tag("enonce-reserve")],
    Discriminator(_text_or_doubt),
]
"""A text, or a text with its doubt."""


def words_of(enonce: Enonce) -> str:
    """Return the words of a text, with a doubt or without."""
    return enonce.texte if isinstance(enonce, Reserve) else enonce


def is_doubtful(enonce: Enonce, regles: Iterable[Regle]) -> bool:
    """Whether a draft marks « à vérifier » beside a text that cites these items of law."""
    own = isinstance(enonce, Reserve) and enonce.doubtful
    return own or any(regle.a_signaler for regle in regles)


def may_be_omitted(enonce: Enonce, regles: Iterable[Regle]) -> bool:
    """Whether a final document leaves out a text that cites these items of law."""
    optional = isinstance(enonce, Reserve) and enonce.si_non_verifie is SiNonVerifie.RETIRER
    return (optional and is_doubtful(enonce, ())) or any(regle.a_retirer for regle in regles)


class UniteDelai(StrEnum):
    """The units of a delay that the law does not set."""

    HEURES = "heures"
    JOURS = "jours"
    SEMAINES = "semaines"
    MOIS = "mois"
    ANS = "ans"


class Delai(Content):
    """A delay: a number of units, or what the law says (`droit`)."""

    droit: Cle | None = Field(None, description="Clé de droit : « l541-3-observations ».")
    valeur: Annotated[Entier, Field(ge=1, le=365)] | None = None
    unite: Annotated[UniteDelai, one_of(UniteDelai)] | None = None

    @property
    def compte(self) -> str:
        """The number and its unit: « 1 jour », « 2 mois »; empty for a delay of the law."""
        if self.valeur is None or self.unite is None:
            return ""
        plural = self.valeur > 1 or self.unite is UniteDelai.MOIS
        return f"{self.valeur}{INSECABLE}{self.unite if plural else self.unite[:-1]}"


WAYS: Final = {"droit": "« droit: ma-cle »", "moment": "« moment: le jour même »"}
"""The ways to write a delay, beside a number and a unit."""


def delay_rules(data: object, ways: Sequence[str]) -> Iterator[Finding]:
    """Yield each delay that is not written in exactly one of the `ways`, keys of `WAYS`."""
    for steps, group in mappings(data):
        if not steps or steps[-1] != "delai":
            continue
        counted = "valeur" in group or "unite" in group
        if counted + sum(way in group for way in ways) != 1:
            hint = ", ou ".join(["« valeur: » et « unite: »", *(WAYS[way] for way in ways)])
            yield Finding(steps, "delai", "un délai se dit d’une seule façon", hint)
        elif counted and "unite" not in group:
            hint = "ajoutez « unite: » : " + ", ".join(UniteDelai)
            yield Finding((*steps, "valeur"), "delai", "délai sans unité", hint)
        elif counted and "valeur" not in group:
            hint = "ajoutez « valeur: », ou retirez l’unité"
            yield Finding((*steps, "unite"), "delai", "délai sans nombre", hint)


def doubt_rules(data: object) -> Iterator[Finding]:
    """Yield each `si_non_verifie` without `a_verifier`, and each check of no doubt."""
    for steps, group in mappings(data):
        if "controle" in group and "texte" in group and not group.get("a_verifier"):
            message = "« controle » sans « a_verifier » : ce texte n’a aucun doute à lever"
            hint = "retirez la ligne"
            yield Finding((*steps, "controle"), "a-verifier", message, hint)
        if "si_non_verifie" in group and not group.get("a_verifier"):
            message = "« si_non_verifie » sans « a_verifier »"
            hint = "dites ce qui est à vérifier, ou retirez la ligne"
            yield Finding((*steps, "si_non_verifie"), "a-verifier", message, hint)


def doubt_left(steps: Steps, group: dict[str, Any]) -> Iterator[OpenPoint]:
    """Yield the doubt of a mapping, unless a final document leaves the text out."""
    doubt = group.get("a_verifier")
    if not isinstance(doubt, str) or group.get("si_non_verifie") == SiNonVerifie.RETIRER:
        return
    if not is_stamped(group, "controle"):
        name = with_reason(prose(doubt), change_since(group, "controle"))
        refusal = refusal_said(group, "controle")
        yield OpenPoint((*steps, "a_verifier"), "a-verifier", name, "à vérifier", refusal=refusal)


def reading_left(
    place: Steps, group: dict[str, Any], name: str, field: str = "controle", typed: str = ""
) -> Iterator[OpenPoint]:
    """Yield that nobody has proofread a text as it stands, at a place of it."""
    if not is_stamped(group, field):
        why = with_reason(name, change_since(group, field))
        yield OpenPoint(place, "controle", why, "à faire", typed, refusal_said(group, field))


def reading_changed(group: dict[str, Any], name: str) -> Iterator[OpenPoint]:
    """Yield that a text changed since it was proofread, where nobody has to proofread it first."""
    if why := change_since(group, "controle"):
        refusal, name = refusal_said(group, "controle"), with_reason(name, why)
        yield OpenPoint(("controle",), "controle", name, "à faire", refusal=refusal)


def reading_said(stamp: Relecture | None, never: str) -> str:
    """Return who proofread a text, and when, or when it was refused; `never` when nobody did."""
    if stamp is None:
        return never
    if stamp.change:
        return f"{stamp.change[0].upper()}{stamp.change[1:]}{stamp.by_whom}."
    return f"Relu le {date_longue(stamp.le)}{stamp.by_whom}."


def cited_in(
    texts: Iterable[tuple[Steps, str]],
) -> Iterator[tuple[Steps, str, Sequence[Reference]]]:
    """Yield each text with its path and its references, without texts whose marks are wrong."""
    for steps, text in texts:
        try:
            cited = references(text)
        except MarkError:  # reported by the type of the field
            continue
        yield steps, text, cited


def declared_names(data: dict[str, Any], field: str, key: str) -> dict[str, Steps]:
    """Return the place of each name that the groups of a raw list declare under `key`."""
    return {name.strip(): (field, rank, key) for rank, name in texts_of(data, field, key)}


def field_of(steps: Steps) -> str:
    """Return the last key on a path: that of the list, for an item of a list."""
    return next((step for step in reversed(steps) if isinstance(step, str)), "")
