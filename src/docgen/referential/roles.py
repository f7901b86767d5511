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

from docgen.content.model import Content, Identifiant, Prose, Texte, one_of, wrong
from docgen.content.partial import NONE, Listing, Read, Unread
from docgen.content.source import read_source
from docgen.content.validation import Finding, mappings, told_at, unique
from docgen.document import Diffusion
from docgen.errors import Problem, Severity, closest
from docgen.french.territory import CodeInsee
from docgen.referential.communes import UnknownCommuneError
from docgen.referential.competence import Zone
from docgen.referential.territoire_values import Courriel, Lignes, Telephone

if TYPE_CHECKING:
    from docgen.referential.referential import Referential

FILE: Final = "roles.yaml"
PUBLIQUE: Final = Diffusion.PUBLIQUE
FIXED: Final = ("telephone", "courriel", "adresse", "site")
"""What only a role that is the same everywhere may write."""
ARTICLE: Final = re.compile(r"^(?:l[ae]s? |l’)")


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
    raise wrong("site", f"adresse de site mal formée : « {value} »", "« https://exemple.fr »")


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
        return _capital(ARTICLE.sub("", self.libelle))


class FichierRoles(Content):
    """The file of roles."""

    roles: Annotated[tuple[Role, ...], PUBLIQUE] = ()


class Roles:
    """The roles of a project, in the order of the file.

    Of a file that is wrong, the sound ones, and in `unread` the names that the others may have.
    """

    def __init__(self, roles: Iterable[Role] = (), unread: Unread = NONE) -> None:
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
class Joint:
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
    par: Joint | None = None

    @property
    def connu(self) -> bool:
        """Whether a reader knows how to reach it: else a line is left to be filled in by hand."""
        own = self.telephone or self.courriel or self.site or self.joindre
        return bool(own) or (self.par is not None and self.par.connu)


class Annuaire:
    """Who holds each role in one commune, or nowhere in particular, for one circle of readers."""

    def __init__(
        self,
        roles: Roles,
        referential: Referential,
        code: CodeInsee | None = None,
        circle: Diffusion = PUBLIQUE,
    ) -> None:
        self.roles = roles
        self._referential = referential
        self._code = code
        self._known: dict[str, Joint] = {}
        self._territoire = referential.territoire.seen_by(circle) if code else None

    def concerns(self, role: Role) -> bool:
        """Whether a role exists in the commune; where no one knows who is competent, it may."""
        known = self._referential.competence
        unit = known.of(self._code) if known and self._code else None
        return not (role.zone and unit) or unit.force is role.zone.force

    def resolve(self, role: Role) -> Joint:
        """Return who holds a role, and how it is reached; in its place, the one to turn to."""
        if role.id not in self._known:
            self._known[role.id] = self._resolved(role)
        return self._known[role.id]

    def _resolved(self, role: Role) -> Joint:
        through = self.roles.through(role)
        if through and not self.concerns(role):
            return self.resolve(through)
        found = self._here(role)
        return Joint(
            nom=found.get("nom") or role.nom,
            le=found.get("le") or role.libelle,
            personne=found.get("personne") or "",
            precision=role.precision or "",
            telephone=found.get("telephone") or role.telephone or "",
            courriel=found.get("courriel") or role.courriel or "",
            adresse=tuple(found.get("adresse") or role.adresse),
            site=role.site or "",
            joindre=role.joindre or "",
            par=self.resolve(through) if through else None,
        )

    def _here(self, role: Role) -> dict[str, Any]:
        """Return what the commune adds to a role: nothing where there is no commune."""
        match role.resolution:
            case _ if self._code is None:
                return {}
            case Resolution.UNITE:
                return self._unit() if not role.par else {}
            case Resolution.MAIRE:
                return {"personne": self._mayor()} if role.id == "maire" else {}
            case Resolution.INTERCOMMUNALITE:
                commune = self._referential.communes.get(self._code)
                epci = commune.epci if commune else None
                return {"nom": _capital(epci.complet), "le": epci.le} if epci else {}
            case Resolution.LOCAL | Resolution.FIXE:
                return {}
            case named:
                return self._named(named)

    def _unit(self) -> dict[str, Any]:
        """Return the commune's unit: what people wrote of it stands before the open file."""
        known, territoire = self._referential.competence, self._territoire
        competence = known.of(self._code) if known and self._code else None
        if competence is None or territoire is None:
            return {}
        local = territoire.of_unit(competence.service, competence.id_service)
        units = self._referential.unites
        unit = units.get(competence.id_service) if units and competence.id_service else None
        return {
            "nom": competence.service,
            "le": competence.le,
            "telephone": local.telephone or (unit.telephone if unit else ""),
            "adresse": local.adresse or (unit.adresse if unit else ()),
        }

    def _named(self, resolution: Resolution) -> dict[str, Any]:
        """Return the gendarme of a role: only for the readers who may know the name."""
        known, territoire = self._referential.competence, self._territoire
        competence = known.of(self._code) if known and self._code else None
        if competence is None or territoire is None or self._code is None:
            return {}
        local = territoire.of_unit(competence.service, competence.id_service)
        found = {
            Resolution.REFERENT_ELU: territoire.of_commune(self._code).referent_elu
            or local.referent_elu,
            Resolution.REFERENT_SURETE: local.referent_surete,
            Resolution.ENQUETEUR_ENVIRONNEMENT: local.enqueteur_environnement,
        }.get(resolution)
        if found is None:
            return {}
        named = " ".join(filter(None, (found.grade, found.nom)))
        return {"personne": named, "telephone": found.telephone, "courriel": found.courriel}

    def _mayor(self) -> str:
        """Return the mayor's name where it is sure."""
        if self._code is None or self._territoire is None:
            return ""
        if checked := self._territoire.of_commune(self._code).maire:
            return f"{checked.prenom} {checked.nom}"
        maire = self._referential.maires.of(self._code) if self._referential.maires else None
        return maire.nom_complet if maire and not maire.a_verifier else ""


def _capital(name: str) -> str:
    return name[0].upper() + name[1:]


def read_roles(path: Path, named: str) -> Read[Roles]:
    """Read the file of roles, called `named` in messages; no role when there is no file."""
    if not path.exists():
        return Read(Roles())
    listing = Listing(FichierRoles, role_rules, "roles", Role, "id", Identifiant)
    found = listing.read(path, named)
    return Read(Roles(found.sound.values(), found.unread), found.problems)


def role_rules(data: object) -> Iterator[Finding]:
    """Yield what is wrong between roles: twice the same, no way through, a number for all."""
    yield from unique(data, "id", "l’identifiant")
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


def strangers(referential: Referential) -> Iterator[Problem]:
    """Yield a warning when no address of the file is in the département of the project.

    It came with another project's content, and its préfecture would be printed.  One address that
    is at home is enough: some services are in the next département.
    """
    home = referential.communes.departement(referential.home or "")
    path = referential.workspace.content / "territoire" / FILE
    if home is None or not path.exists():
        return
    towns = {
        rank: (town, place)
        for rank, role in enumerate(referential.roles)
        for town in role.adresse[-1:]
        if (place := _departement_of(referential, town, home.code))
    }
    if towns and home.code not in {place for _, place in towns.values()}:
        named = ", ".join(dict.fromkeys(town for town, _ in towns.values()))
        message = f"aucune adresse n’est {home.dans}, le département de ce projet : {named}"
        hint = "écrivez vos propres contacts : ceux-ci seraient imprimés"
        finding = Finding(("roles", min(towns), "adresse"), "departement", message, hint)
        source = read_source(path, referential.workspace.named(path))
        yield replace(told_at(source, finding), severity=Severity.AVERTISSEMENT)


def _departement_of(referential: Referential, town: str, home: str) -> str:
    """Return the code of a town's département, that of the project first; nothing in doubt."""
    try:
        found = referential.communes.resolve(re.sub(r"^\d{5} +", "", town), home)
    except UnknownCommuneError:
        return ""
    return found.commune.departement.code
