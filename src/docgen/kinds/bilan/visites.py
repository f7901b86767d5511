"""The visits of which a report was gathered (`content/visites.yaml`), never for the public."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Annotated, Final

from pydantic import Field

from docgen.content.model import Content, Identifiant, Jour, ListeOuVide, Prose, Texte
from docgen.content.raw import as_group, as_list, as_text, groups_of
from docgen.content.source import Source, Steps, read_source
from docgen.content.validation import Finding, check_source, problem_at
from docgen.document import Diffusion
from docgen.errors import Problem
from docgen.french.days import read_day
from docgen.french.territory import CodeInsee
from docgen.french.typography import prose
from docgen.french.wording import counted, date_longue
from docgen.kinds.bilan.facts import FaitsChampRempli, FaitsVisite, FaitsVisites
from docgen.kinds.writing.editorial import Lecteurs
from docgen.markup import plain
from docgen.referential.referential import Referential
from docgen.referential.territoire.internal import HINTS, refuse_internal
from docgen.referential.territoire.validation import KnownNames

FILE: Final = "visites.yaml"
TITLE: Final = "Comptes rendus de visite"
RESERVED: Final = {Diffusion.PARTENAIRES: "aux partenaires", Diffusion.INTERNE: "à la gendarmerie"}
"""To whom the report of a year goes alone that prints those of a circle."""
TO_DATE: Final = "si ce jour est faux, corrigez-le ici"
TO_HIDE: Final = "ôtez-le ; ou « diffusion: interne » pour cette visite ; ou"
"""How to keep what is internal in a report, or out of it."""
Code = Annotated[Texte, Field(json_schema_extra={"type": ["string", "integer"]})]
"""An INSEE code; an editor takes a code without quotes for a number."""


class ChampRempli(Content):
    """What was written in a field of a report, line by line."""

    id: Identifiant
    titre: Prose
    lignes: Annotated[tuple[Prose, ...], Field(min_length=1)]


class Recueil(Content):
    """Who gathered a report, on which day, from which file."""

    le: Jour = Field(description="Le jour où le compte rendu a été recueilli.")
    par: Prose = Field(description="Qui l’a recueilli.")
    fichier: Texte = Field(description="Le nom du PDF rempli.")


class Visite(Content):
    """A visit, and what was written down of it."""

    commune: Code = Field(description="Son code INSEE.")
    le: Jour = Field(description="Le jour de la visite.")
    diffusion: Lecteurs = Diffusion.INTERNE
    par: Prose | None = Field(None, description="Qui a rendu visite.")
    recue_par: Prose | None = Field(None, description="Qui l’a reçu.")
    champs: Annotated[tuple[ChampRempli, ...], Field(min_length=1)]
    recueil: Recueil


class Visites(Content):
    """The content of the file."""

    visites: ListeOuVide[Visite] = ()


def read_visites(referential: Referential) -> tuple[Visite, ...]:
    """Return the reports by day, commune and circle; raise ContentError with all that is wrong."""
    source = _source(referential)
    read = check_source(source, Visites, partial(visit_rules, referential=referential))
    return tuple(sorted(read.visites, key=lambda one: (one.le, one.commune, is_internal(one))))


def internal_words(referential: Referential) -> Iterator[Problem]:
    """Yield a problem for each value in a report for partners that the force alone may read."""
    source, shared = _source(referential), Diffusion.PARTENAIRES
    visits = as_list(as_group(source.data).get("visites"))
    readable = [one if as_group(one).get("diffusion") == shared else None for one in visits]
    hint = TO_HIDE + HINTS[shared].partition(" ; ou")[2]
    part = replace(source, data={"visites": readable})
    for problem in refuse_internal(part, shared, referential):
        yield replace(problem, hint=hint)


def visits_outside(
    referential: Referential, annee: int, days: tuple[date, date]
) -> Iterator[Problem]:
    """Yield a warning for each visit of a year that is outside the days that its report covers."""
    source, (first, last) = _source(referential), days
    covered = f"le bilan {annee}, qui va du {date_longue(first)} au {date_longue(last)}"
    for rank, visite in groups_of(source.data, "visites"):
        day = read_day(visite.get("le"))
        if day and day.year == annee and not first <= day <= last:
            nom = name_of_commune(as_text(visite.get("commune")).strip(), referential)
            message = f"la visite de {nom} du {date_longue(day)} n’est pas dans {covered}"
            finding = Finding(("visites", rank, "le"), "periode", message, TO_DATE)
            yield problem_at(source, finding).as_warning()


def _source(referential: Referential) -> Source:
    workspace = referential.workspace
    path = workspace.content / FILE
    name = workspace.name_of(path)
    return read_source(path, name) if path.is_file() else Source(name, {"visites": []})


def is_internal(visite: Visite) -> bool:
    """Whether the force alone may read the report of a visit."""
    return visite.diffusion is Diffusion.INTERNE


def visit_rules(data: object, referential: Referential) -> Iterator[Finding]:
    """Yield visits of unknown communes, twice told, for the public, or after their gathering."""
    seen: set[tuple[str, object, str]] = set()
    for rank, visite in groups_of(data, "visites"):
        steps: Steps = ("visites", rank)
        code = as_text(visite.get("commune")).strip()
        for message, hint in (
            KnownNames(referential.communes).commune_findings(code) if code else ()
        ):
            yield Finding((*steps, "commune"), "commune", message, hint)
        if visite.get("diffusion") == Diffusion.PUBLIQUE:
            hint = f"écrivez « {Diffusion.PARTENAIRES} », ou « {Diffusion.INTERNE} »"
            message = "un compte rendu de visite n’est pas public"
            yield Finding((*steps, "diffusion"), "diffusion", message, hint)
        circle = as_text(visite.get("diffusion")) or Diffusion.INTERNE
        known = code, read_day(visite.get("le")), circle
        gathered = read_day(as_group(visite.get("recueil")).get("le"))
        if known[1] and gathered and known[1] > gathered:
            message = "la visite est datée d’après le jour où son compte rendu a été recueilli"
            yield Finding((*steps, "le"), "date", message, "corrigez l’un des deux jours")
        if all(known) and known in seen:
            message = f"la visite de {code} de ce jour est déjà là, pour les mêmes lecteurs"
            yield Finding((*steps, "commune"), "double", message, "gardez-en une")
        seen.add(known)


def is_readable(circle: Diffusion, readers: Diffusion) -> bool:
    """Whether the readers of the report of a year may read that of a visit: the public none."""
    return readers is not Diffusion.PUBLIQUE and circle in (Diffusion.PARTENAIRES, readers)


def hidden_in_words(
    circles: Iterable[Diffusion], source: str, annee: int, readers: Diffusion
) -> str:
    """Return how many reports of visits that of a year leaves out, and how to print them.

    `circles` are those of the visits; '' where its readers may read all of them.
    """
    hidden = [one for one in circles if not is_readable(one, readers)]
    if not hidden:
        return ""
    public = readers is Diffusion.PUBLIQUE
    sort, whose = ("", "qui est public") if public else (" interne", "que lisent les partenaires")
    words = f"compte rendu{sort} n’est", f"comptes rendus{sort and ' internes'} ne sont"
    message = f"{counted(len(hidden), *words)} pas dans le bilan {annee}, {whose}"
    them = "l’imprimerait" if len(hidden) == 1 else "les imprimerait"
    ways = (
        f"« diffusion: {circle} », dans {source}, {them}, et réserverait tout le bilan {to_whom}"
        for circle, to_whom in RESERVED.items()
        if circle in hidden
    )
    return " ; ".join((message, *ways))


def facts_of_visits(visits: tuple[Visite, ...], referential: Referential) -> FaitsVisites | None:
    """Return what is printed of visits; None where there is none.

    An internal report in the words of that for partners is not printed again.
    """
    if not visits:
        return None
    shared = [(one.commune, one.le, one.champs) for one in visits if not is_internal(one)]
    printed = [
        one
        for one in visits
        if not is_internal(one) or (one.commune, one.le, one.champs) not in shared
    ]
    reports = len({(one.commune, one.le) for one in visits})
    count = f"{counted(reports, 'visite')} dont le compte rendu est recueilli"
    communes = counted(len({one.commune for one in visits}), "commune")
    return FaitsVisites(
        titre=TITLE,
        compte=prose(f"{count} ; {communes}."),
        liste=tuple(_facts_of(one, referential) for one in printed),
    )


def name_of_commune(code: str, referential: Referential) -> str:
    """Return the name of a commune, or its code."""
    commune = referential.communes.get(CodeInsee(code))
    return commune.toponyme.seul if commune else code


def _facts_of(visite: Visite, referential: Referential) -> FaitsVisite:
    nom = name_of_commune(visite.commune, referential)
    par = f"par {visite.par}" if visite.par else ""
    recue = f"reçue par {visite.recue_par}" if visite.recue_par else ""
    return FaitsVisite(
        titre=prose(f"{nom}, le {date_longue(visite.le)}{' – interne' * is_internal(visite)}"),
        qui=", ".join(filter(None, (par, recue))),
        champs=tuple(
            FaitsChampRempli(titre=plain(one.titre), lignes=one.lignes) for one in visite.champs
        ),
    )
