"""Whom a mayor calls, and who does what: roles, named once in `content/territoire/roles.yaml`.

A role is the same everywhere (the fire brigade) or depends on the commune (its brigade): texts
name the role, and `Annuaire` says who holds it in one place, for one circle of readers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

from pydantic import AfterValidator

from docgen.content.model import Content, Identifiant, Prose, Texte, one_of, refusal
from docgen.content.partial import ALL_READ, Listing, PartialRead, Unread
from docgen.content.source import read_source
from docgen.content.validation import Finding, find_duplicates, mappings, problem_at
from docgen.document import Diffusion
from docgen.errors import Problem, Severity, closest
from docgen.referential.communes.communes import UnknownCommuneError
from docgen.referential.communes.competence import Zone
from docgen.referential.territoire.values import Courriel, Lignes, Telephone

if TYPE_CHECKING:
    from docgen.referential.open_data import OpenData

FILE: Final = "roles.yaml"
PUBLIQUE: Final = Diffusion.PUBLIQUE
FIXED: Final = ("telephone", "courriel", "adresse", "site")
"""What only a role that is the same everywhere may write."""
ARTICLE: Final = re.compile(r"^(?:l[ae]s? |l’)")


def capital(name: str) -> str:
    """Return a name with its first letter as a capital."""
    return name[0].upper() + name[1:]


class Resolution(StrEnum):
    """How the role of one commune is found."""

    UNITE = "unite"
    REFERENT_ELU = "referent-elu"
    REFERENT_SURETE = "referent-surete"
    ENQUETEUR_ENVIRONNEMENT = "enqueteur-environnement"
    MAIRE = "maire"
    INTERCOMMUNALITE = "intercommunalite"
    LOCAL = "local"
    """Its own in each commune, and known nowhere: a line to fill in by hand."""
    FIXE = "fixe"


def _site(value: str) -> str:
    if re.fullmatch(r"https://[a-z0-9-]+(\.[a-z0-9-]+)+(/[\w./~-]*)?", value, re.ASCII):
        return value
    raise refusal("site", f"adresse de site mal formée : « {value} »", "« https://exemple.fr »")


Site = Annotated[Texte, AfterValidator(_site)]
"""The address of a site, in clear and https."""


class Role(Content):
    """A role: its name with its article, and how it is reached.

    `par` names the role that one goes through, `joindre` says how to reach it when that is neither
    a number nor an address; `zone` is where it exists: elsewhere, one turns to `par`.  All of it is
    public.
    """

    id: Annotated[Identifiant, PUBLIQUE]
    libelle: Annotated[Prose, PUBLIQUE]
    resolution: Annotated[Annotated[Resolution, one_of(Resolution)], PUBLIQUE]
    precision: Annotated[Prose | None, PUBLIQUE] = None
    telephone: Annotated[Telephone | None, PUBLIQUE] = None
    courriel: Annotated[Courriel | None, PUBLIQUE] = None
    adresse: Annotated[Lignes, PUBLIQUE] = ()
    site: Annotated[Site | None, PUBLIQUE] = None
    par: Annotated[Identifiant | None, PUBLIQUE] = None
    joindre: Annotated[Prose | None, PUBLIQUE] = None
    zone: Annotated[Annotated[Zone, one_of(Zone)] | None, PUBLIQUE] = None

    @property
    def nom(self) -> str:
        """Its name at the head of a line: « Brigade », « OFB », « 17Cyber »."""
        return capital(ARTICLE.sub("", self.libelle))


class FichierRoles(Content):
    """The file of roles."""

    roles: Annotated[tuple[Role, ...], PUBLIQUE] = ()


class Roles:
    """The roles of a project, in the order of the file.

    Of a file that is wrong, the sound ones, and in `unread` the names that the others may have.
    """

    def __init__(self, roles: Iterable[Role] = (), unread: Unread = ALL_READ) -> None:
        self._roles = {role.id: role for role in roles}
        self.unread = unread

    def __iter__(self) -> Iterator[Role]:
        return iter(self._roles.values())

    def get(self, name: str) -> Role | None:
        """Return a role by its identifier, None when there is none."""
        return self._roles.get(name)

    def nearest(self, name: str) -> str:
        """Return « vouliez-vous dire … ? » for a role that is not known, or where they are."""
        known = (*self._roles, *self.unread.names)
        return closest(name, known) or f"les rôles sont dans content/territoire/{FILE}"

    def through(self, role: Role) -> Role | None:
        """Return the role that one goes through to reach another, None when there is none."""
        return self._roles.get(role.par) if role.par else None


@dataclass(frozen=True, slots=True)
class Titulaire:
    """A role in one place: its name, its name with its article, and how it is reached.

    What is not known, or not for this circle of readers, is empty; `par` is whom to go through.
    """

    nom: str
    le: str
    personne: str = ""
    precision: str = ""
    telephone: str = ""
    courriel: str = ""
    adresse: tuple[str, ...] = ()
    site: str = ""
    joindre: str = ""
    par: Titulaire | None = None

    @property
    def connu(self) -> bool:
        """Whether a reader knows how to reach it: else a line is left to be filled in by hand."""
        own = self.telephone or self.courriel or self.site or self.joindre
        return bool(own) or (self.par is not None and self.par.connu)


def read_roles(path: Path, named: str) -> PartialRead[Roles]:
    """Read the file of roles, called `named` in messages; no role when there is no file."""
    if not path.exists():
        return PartialRead(Roles())
    listing = Listing(FichierRoles, role_rules, "roles", Role, "id", Identifiant)
    found = listing.read(path, named)
    return PartialRead(Roles(found.sound.values(), found.unread), found.problems)


def role_rules(data: object) -> Iterator[Finding]:
    """Yield what is wrong between roles: twice the same, no way through, a number for all."""
    yield from find_duplicates(data, "id", "l’identifiant")
    groups = [(steps, group) for steps, group in mappings(data) if len(steps) == 2]
    through = {group.get("id"): group.get("par") for _, group in groups}
    for steps, group in groups:
        yield from _way_findings((*steps, "par"), group.get("id"), through)
        if group.get("zone") and not group.get("par"):
            message = "« zone » demande « par » : à qui s’adresser ailleurs ?"
            yield Finding((*steps, "zone"), "role", message, "ajoutez « par: brigade »")
        if group.get("resolution") in set(Resolution) - {Resolution.FIXE}:
            yield from _own_findings(steps, group)


def _way_findings(
    steps: tuple[str | int, ...], name: Any, through: dict[Any, Any]
) -> Iterator[Finding]:
    """Yield a way through a role that does not exist, or that leads back to where it starts."""
    asked = through.get(name)
    if not isinstance(asked, str):
        return
    if asked not in through:
        if None in through:  # it may be the role whose name is missing, which is told
            return
        hint = closest(asked, [known for known in through if isinstance(known, str)])
        yield Finding(steps, "role", f"rôle inconnu : « {asked} »", hint)
        return
    passed = [name]
    while isinstance(asked, str) and asked in through and asked not in passed:
        passed.append(asked)
        asked = through[asked]
    if asked == name:
        message = f"on joint « {name} » par lui-même : {' → '.join([*passed, name])}"
        yield Finding(steps, "role", message, "retirez l’un des « par: »")


def _own_findings(steps: tuple[str | int, ...], group: dict[str, Any]) -> Iterator[Finding]:
    """Yield what a role of each commune says once for all of them."""
    for field in FIXED:
        if group.get(field) is not None:
            message = f"« {field} » ne vaut que pour « resolution: fixe »"
            hint = "ce qui est propre à une unité s’écrit dans unites.yaml"
            yield Finding((*steps, field), "role", message, hint)


def warn_of_foreign_contacts(data: OpenData, roles: Iterable[Role]) -> Iterator[Problem]:
    """Yield a warning when no address of the file is in the département of the project.

    It came with another project's content, and its préfecture would be printed.  One address that
    is at home is enough: some services are in the next département.
    """
    home = data.communes.departement(data.home or "")
    path = data.workspace.content / "territoire" / FILE
    if home is None or not path.exists():
        return
    towns = {
        rank: (town, place)
        for rank, role in enumerate(roles)
        for town in role.adresse[-1:]
        if (place := _departement_of(data, town, home.code))
    }
    if towns and home.code not in {place for _, place in towns.values()}:
        named = ", ".join(dict.fromkeys(town for town, _ in towns.values()))
        message = f"aucune adresse n’est {home.dans}, le département de ce projet : {named}"
        hint = "écrivez vos propres contacts : ceux-ci seraient imprimés"
        finding = Finding(("roles", min(towns), "adresse"), "departement", message, hint)
        source = read_source(path, data.workspace.named(path))
        yield replace(problem_at(source, finding), severity=Severity.AVERTISSEMENT)


def _departement_of(data: OpenData, town: str, home: str) -> str:
    """Return the code of a town's département, that of the project first; nothing in doubt."""
    try:
        found = data.communes.resolve(re.sub(r"^\d{5} +", "", town), home)
    except UnknownCommuneError:
        return ""
    return found.commune.departement.code
