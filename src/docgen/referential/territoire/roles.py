"""Roles that texts refer to, from `content/territoire/roles.yaml`.

A role has the same holder everywhere (the fire brigade) or one in each commune (its brigade), which
`Annuaire` resolves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import AfterValidator

from docgen.content.model import Content, Identifiant, Prose, Texte, one_of, refusal
from docgen.content.partial import ALL_READ, Listing, PartialRead, Unread
from docgen.content.raw import texts_of, word_of
from docgen.content.source import Steps, read_source
from docgen.content.validation import Finding, find_duplicates, find_gaps, mappings, problem_at
from docgen.document import Diffusion
from docgen.errors import Problem, closest
from docgen.french.typography import texte_signe
from docgen.french.wording import capital
from docgen.referential.communes.services_locaux import TypeService
from docgen.referential.communes.zones import Zone
from docgen.referential.open_data import OpenData
from docgen.referential.territoire.values import Code, Courriel, Lignes, Telephone

ROLES_FILE: Final = "roles.yaml"
PUBLIQUE: Final = Diffusion.PUBLIQUE
FIXED_FIELDS: Final = ("telephone", "courriel", "adresse", "site")
"""The fields that only a role with one holder everywhere, or of the directory, may have."""
FROM_DIRECTORY: Final = ("type", "commune")
"""The fields that name a service of the directory of the administration."""
ARTICLE: Final = re.compile(r"^(?:l[ae]s? |l’)")
OPTIONAL_FIELDS: Final = ("precision", *FIXED_FIELDS, *FROM_DIRECTORY, "par", "joindre", "zone")
"""The fields that are left out where they are not known."""
EMPTY_FIELD: Final = ("champ vide", "remplissez-le, ou supprimez la ligne")


class Resolution(StrEnum):
    """The way to find the holder of a role in a commune."""

    UNITE = "unite"
    REFERENT_ELU = "referent-elu"
    REFERENT_SURETE = "referent-surete"
    ENQUETEUR_ENVIRONNEMENT = "enqueteur-environnement"
    MAIRE = "maire"
    INTERCOMMUNALITE = "intercommunalite"
    ANNUAIRE = "annuaire"
    """A service of the directory of the administration, by its type."""
    LOCAL = "local"
    """A different holder in each commune, not known: a line to fill in by hand."""
    FIXE = "fixe"


WRITABLE_ROLES: Final = (Resolution.FIXE, Resolution.ANNUAIRE)
"""The roles of which people may write how to reach them."""


def _site(value: str) -> str:
    if re.fullmatch(r"https://[a-z0-9-]+(\.[a-z0-9-]+)+(/[\w./~-]*)?", value, re.ASCII):
        return value
    raise refusal("site", f"adresse de site mal formée : « {value} »", "« https://exemple.fr »")


Site = Annotated[Texte, AfterValidator(_site)]
"""The address of a site, in https."""


class Role(Content):
    """A role: its name with its article, and how to reach it.

    `type` and `commune` name a service of the directory: the one that stands in this commune, or
    else the one that serves the commune of the document.  `par` is the role through which one
    reaches it, `joindre` another way than a number or an address; `zone` is where it exists:
    elsewhere, `par` takes its place.  All fields are public.
    """

    id: Annotated[Identifiant, PUBLIQUE]
    libelle: Annotated[Prose, PUBLIQUE]
    resolution: Annotated[Annotated[Resolution, one_of(Resolution)], PUBLIQUE]
    type: Annotated[Annotated[TypeService, one_of(TypeService)] | None, PUBLIQUE] = None
    commune: Annotated[Code | None, PUBLIQUE] = None
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
    """The file of roles; `ailleurs` are names of other départements that texts mean to print."""

    ailleurs: Annotated[tuple[Prose, ...], PUBLIQUE] = ()
    roles: Annotated[tuple[Role, ...], PUBLIQUE] = ()


class Roles:
    """The valid roles of a project, in the order of the file.

    `unread` holds the names that invalid roles may have.
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
        """Return « vouliez-vous dire … ? » for an unknown role, or the file of the roles."""
        file = f"content/territoire/{ROLES_FILE}"
        if not (names := (*self._roles, *self.unread.names)):
            return f"{file} n’est pas là : remettez-le, ou copiez-le d’un projet qui l’a"
        return closest(name, names) or f"les rôles sont dans {file}"

    def through(self, role: Role) -> Role | None:
        """Return the role through which one reaches another, None when there is none."""
        return self._roles.get(role.par) if role.par else None


@dataclass(frozen=True, slots=True)
class Titulaire:
    """The holder of a role: its name, its name with its article, and how to reach it.

    What is not known, or not for the circle of readers, is empty; `par` is whom to go through.
    `source` credits the data that its number is from, or else its other fields; it is empty for
    what people wrote.  `ressort` identifies the unit, the service or the commune whose holder it
    is; it is empty when the role has the same holder everywhere.
    """

    nom: str
    le: str
    ressort: str = ""
    personne: str = ""
    precision: str = ""
    telephone: str = ""
    courriel: str = ""
    adresse: tuple[str, ...] = ()
    site: str = ""
    joindre: str = ""
    horaires: tuple[str, ...] = ()
    source: str = ""
    a_confirmer: str = ""
    """Why the number is to be confirmed, in French: « non revu depuis mars 2024 »."""
    par: Titulaire | None = None

    @property
    def connu(self) -> bool:
        """Whether a reader can reach it; if not, a line is left to fill in by hand."""
        own = self.telephone or self.courriel or self.site or self.joindre
        return bool(own) or (self.par is not None and self.par.connu)


def read_roles(path: Path, named: str) -> PartialRead[Roles]:
    """Return the roles of a file, which messages call `named`; none without a file."""
    if not path.exists():
        return PartialRead(Roles())
    listing = Listing(FichierRoles, role_rules, "roles", Role, "id", Identifiant)
    roles = listing.read(path, named)
    return PartialRead(Roles(roles.sound.values(), roles.unread), roles.problems)


def role_rules(data: object) -> Iterator[Finding]:
    """Yield duplicate roles, a wrong `par`, and fields of a fixed role in another."""
    yield from find_duplicates(data, "id", "l’identifiant")
    yield from find_gaps(data)
    groups = [(steps, group) for steps, group in mappings(data) if len(steps) == 2]
    named = [(word_of(group, "id"), word_of(group, "par")) for _, group in groups]
    through = dict(named)
    for (steps, group), (name, _) in zip(groups, named, strict=True):
        yield from _check_par((*steps, "par"), name, through)
        yield from _check_name((*steps, "libelle"), group.get("libelle"))
        empty = (key for key in OPTIONAL_FIELDS if key in group and group[key] is None)
        yield from (Finding((*steps, key), "vide", *EMPTY_FIELD) for key in empty)
        if group.get("zone") and not group.get("par"):
            message = "« zone » demande « par » : à qui s’adresser ailleurs ?"
            yield Finding((*steps, "zone"), "role", message, "ajoutez « par: brigade »")
        yield from _check_resolution(steps, group)


def _check_name(steps: Steps, name: object) -> Iterator[Finding]:
    """Yield a common name that has no article to make « à la brigade » of."""
    words = texte_signe(name.strip()) if isinstance(name, str) else ""
    if words[:1].islower() and not ARTICLE.match(words):
        message = f"nom de rôle sans son article : « {words} »"
        yield Finding(steps, "article", message, "« la brigade », « le maire », « l’OFB »")


def _check_par(
    steps: Steps, name: str | None, through: dict[str | None, str | None]
) -> Iterator[Finding]:
    """Yield a `par` that names no role, or that leads back to its own."""
    par = through.get(name)
    if par is None:
        return
    if par not in through:
        if None in through:  # it may be the role whose name is missing, which is reported
            return
        hint = closest(par, filter(None, through)) or f"les rôles sont dans {ROLES_FILE}"
        yield Finding(steps, "role", f"rôle inconnu : « {par} »", hint)
        return
    passed = [name]
    while par and par in through and par not in passed:
        passed.append(par)
        par = through[par]
    if par == name:
        message = f"on joint « {name} » par lui-même : {' → '.join(map(str, [*passed, name]))}"
        yield Finding(steps, "role", message, "retirez l’un des « par: »")


def _check_resolution(steps: Steps, group: dict[str, Any]) -> Iterator[Finding]:
    """Yield the fields that do not go with the resolution of a role, and the one that it lacks."""
    resolution = word_of(group, "resolution")
    if resolution not in set(Resolution):
        return
    if resolution == Resolution.ANNUAIRE:
        if "type" not in group:
            message = "« resolution: annuaire » demande « type » : quel service ?"
            yield Finding((*steps, "resolution"), "role", message, f"{', '.join(TypeService)}")
        return
    for field in FROM_DIRECTORY:
        if group.get(field) is not None:
            message = f"« {field} » ne vaut que pour « resolution: annuaire »"
            yield Finding((*steps, field), "role", message, "écrivez « resolution: annuaire »")
    for field in FIXED_FIELDS if resolution != Resolution.FIXE else ():
        if group.get(field) is not None:
            message = f"« {field} » ne vaut que pour « resolution: fixe » ou « annuaire »"
            hint = "ce qui est propre à une unité s’écrit dans unites.yaml"
            yield Finding((*steps, field), "role", message, hint)


def warn_of_foreign_contacts(data: OpenData, roles: Iterable[Role]) -> Iterator[Problem]:
    """Yield a warning when no address of the file is in the département of the project.

    The file then comes from another project.  One address is enough, for some services are in the
    next département.
    """
    home = data.communes.departement(data.home or "")
    path = data.workspace.content / "territoire" / ROLES_FILE
    if home is None or not path.exists():
        return
    towns = {
        rank: (town, place)
        for rank, role in enumerate(roles)
        for town in role.adresse[-1:]
        if (place := _departement_of(data, town, home.code))
    }
    if towns and home.code not in {place for _, place in towns.values()}:
        names = ", ".join(dict.fromkeys(town for town, _ in towns.values()))
        message = f"aucune adresse n’est {home.dans}, le département de ce projet : {names}"
        hint = "écrivez vos propres contacts : ceux-ci seraient imprimés"
        steps = ("roles", min(towns), "adresse")
        finding = Finding(steps, "departement", message, hint)
        source = read_source(path, data.workspace.name_of(path))
        yield problem_at(source, finding).as_warning()


def role_communes(data: object) -> Iterator[tuple[Steps, str]]:
    """Yield the codes of the communes where services stand, each with its place."""
    for rank, text in texts_of(data, "roles", "commune"):
        yield ("roles", rank, "commune"), text.strip()


def _departement_of(data: OpenData, town: str, home: str) -> str:
    """Return the code of a town's département, `home` first; empty in doubt."""
    commune = data.communes.find(re.sub(r"^\d{5} +", "", town), home)
    return commune.departement.code if commune else ""
