"""What people write of units and communes in `content/territoire/`, beyond the open data.

There are two files, `unites.yaml` and `communes.yaml`, each a list.  Each field states who may read
it; `Territoire` answers for one circle, the public one by default.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeVar

from docgen.content.model import Content, Jour, OuiNon, Prose, one_of
from docgen.content.source import Steps, read_source
from docgen.content.validation import Finding, Rules, check_source, problem_at
from docgen.document import Diffusion
from docgen.errors import ContentError, Problem
from docgen.french.territory import CodeInsee
from docgen.referential.diffusion import restrict_to_circle
from docgen.referential.figures.activite import comparable_text
from docgen.referential.open_data import OpenData
from docgen.referential.territoire.validation import (
    KnownNames,
    commune_codes,
    commune_rules,
    unit_rules,
)
from docgen.referential.territoire.values import Code, Courriel, Lignes, Nom, Postal, Telephone

TERRITOIRE = "territoire"
UNITES, COMMUNES = "unites.yaml", "communes.yaml"
PUBLIQUE, PARTENAIRES, INTERNE = Diffusion

F = TypeVar("F", bound=Content)


class DiffusionReferent(StrEnum):
    """Who may read the name and the line of a gendarme; the public never may."""

    INTERNE = "interne"
    PARTENAIRES = "partenaires"


class Referent(Content):
    """A gendarme whom mayors turn to, never named in public.

    `diffusion: partenaires` has the pack for the table name them.
    """

    grade: Annotated[Prose | None, PARTENAIRES] = None
    nom: Annotated[Prose | None, PARTENAIRES] = None
    telephone: Annotated[Telephone | None, PARTENAIRES] = None
    courriel: Annotated[Courriel | None, PARTENAIRES] = None
    diffusion: Annotated[
        Annotated[DiffusionReferent, one_of(DiffusionReferent)] | None, INTERNE
    ] = None

    @property
    def own_circle(self) -> Diffusion:
        """The circle that may read it, instead of that of the field which holds it."""
        shared = self.diffusion is DiffusionReferent.PARTENAIRES
        return PARTENAIRES if shared else INTERNE


class UniteLocale(Content):
    """A brigade or a police station.

    `unite` is its name or its identifier in the competence snapshot.  Address, telephone and hours
    take precedence over those of the open data.
    """

    unite: Annotated[Prose, PUBLIQUE]
    compagnie: Annotated[Prose | None, PUBLIQUE] = None
    communaute_de_brigades: Annotated[Prose | None, PUBLIQUE] = None
    adresse: Annotated[Lignes, PUBLIQUE] = ()
    telephone: Annotated[Telephone | None, PUBLIQUE] = None
    horaires: Annotated[Lignes, PUBLIQUE] = ()
    referent_elu: Annotated[Referent | None, INTERNE] = None
    referent_surete: Annotated[Referent | None, INTERNE] = None
    enqueteur_environnement: Annotated[Referent | None, INTERNE] = None


class Appel(StrEnum):
    """A mayor's form of address, instead of the neutral one."""

    MADAME_LA_MAIRE = "Madame la Maire"
    MADAME_LE_MAIRE = "Madame le Maire"
    MONSIEUR_LE_MAIRE = "Monsieur le Maire"


class MaireVerifie(Content):
    """A mayor's name that someone checked; it takes precedence over the register's."""

    nom: Annotated[Nom, PUBLIQUE]
    prenom: Annotated[Nom, PUBLIQUE]
    verifie_le: Annotated[Jour | None, INTERNE] = None
    verifie_par: Annotated[Prose | None, INTERNE] = None

    @property
    def nom_complet(self) -> str:
        """The first name and the surname."""
        return f"{self.prenom} {self.nom}"


class CommuneLocale(Content):
    """A commune.

    `videoprotection` is for partners only: signs announce cameras in each street (CSI, art.
    R. 253-6), but a public list of the communes without any would serve burglars.  `referent_elu`
    is its own if it differs from its unit's; `code_postal` that of its mairie if it has several;
    `unite` is its unit when the competence snapshot is late.
    """

    code_insee: Annotated[Code, PUBLIQUE]
    appel: Annotated[Annotated[Appel, one_of(Appel)] | None, PUBLIQUE] = None
    maire: Annotated[MaireVerifie | None, PUBLIQUE] = None
    police_municipale: Annotated[OuiNon | None, PUBLIQUE] = None
    participation_citoyenne: Annotated[OuiNon | None, PUBLIQUE] = None
    videoprotection: Annotated[OuiNon | None, PARTENAIRES] = None
    referent_elu: Annotated[Referent | None, INTERNE] = None
    commentaire: Annotated[Lignes, INTERNE] = ()
    code_postal: Annotated[Postal | None, PUBLIQUE] = None
    unite: Annotated[Prose | None, PUBLIQUE] = None


class FichierUnites(Content):
    """The file of units."""

    unites: Annotated[tuple[UniteLocale, ...], PUBLIQUE] = ()


class FichierCommunes(Content):
    """The file of communes."""

    communes: Annotated[tuple[CommuneLocale, ...], PUBLIQUE] = ()


class Territoire:
    """The entries of units and communes, as one circle may read them."""

    def __init__(
        self,
        unites: Iterable[UniteLocale],
        communes: Iterable[CommuneLocale],
        circle: Diffusion = PUBLIQUE,
    ) -> None:
        self.circle = circle
        self._unites = {comparable_text(one.unite): one for one in unites}
        self._communes = {one.code_insee: one for one in communes}
        self._by_circle: dict[Diffusion, Territoire] = {}
        self._units: dict[tuple[str, str], UniteLocale] = {}
        self._last: CommuneLocale | None = None  # a pack asks for it sixty times

    def seen_by(self, circle: Diffusion) -> Territoire:
        """Return the same territory for another circle."""
        if circle not in self._by_circle:
            other = Territoire(self._unites.values(), self._communes.values(), circle)
            self._by_circle[circle] = other
        return self._by_circle[circle]

    def of_unit(self, service: str, id_service: str = "") -> UniteLocale:
        """Return the entry of a unit; one with its name alone if there is none."""
        key = (service, id_service)
        if key not in self._units:
            self._units[key] = self._unit(service, id_service)
        return self._units[key]

    def _unit(self, service: str, id_service: str) -> UniteLocale:
        named = (comparable_text(name) for name in (id_service, service))
        entry = next((self._unites[name] for name in named if name in self._unites), None)
        return restrict_to_circle(entry, self.circle) if entry else UniteLocale(unite=service)

    def of_commune(self, code: CodeInsee) -> CommuneLocale:
        """Return the entry of a commune; one with its code alone if there is none."""
        if self._last is None or self._last.code_insee != code:
            entry = self._communes.get(code) or CommuneLocale(code_insee=code)
            self._last = restrict_to_circle(entry, self.circle)
        return self._last


def read_territoire(data: OpenData) -> Territoire:
    """Return the content of `content/territoire/`; raise ContentError for all its problems."""
    unites, communes = read_files(data)
    return Territoire(unites.unites, communes.communes)


def read_files(data: OpenData, today: date | None = None) -> tuple[FichierUnites, FichierCommunes]:
    """Return both files, for all circles; one that is absent is empty.

    With `today`, a check of a mayor's name in the future is refused.
    """
    known = KnownNames.of(data)
    folder = data.workspace.content / TERRITOIRE
    problems: list[Problem] = []

    def read(file: str, model: type[F], rules: Rules) -> F:
        """Return a file as its model; an empty one if it is absent or has problems."""
        path = folder / file
        if path.exists():
            try:
                return check_source(read_source(path, data.workspace.name_of(path)), model, rules)
            except ContentError as error:
                hint = f"écrivez-y « {path.stem}: [] », ou supprimez-le"
                problems.extend(
                    replace(problem, hint=hint) if problem.code == "vide" else problem
                    for problem in error.problems
                )
        return model()

    unites = read(UNITES, FichierUnites, unit_rules(known))
    communes = read(COMMUNES, FichierCommunes, commune_rules(known, today))
    if problems:
        raise ContentError(problems)
    return unites, communes


def warn_of_communes_outside(data: OpenData) -> Iterator[Problem]:
    """Yield a warning for each commune of the file outside the project's département.

    Raise ContentError when the file cannot be read.
    """
    path = data.workspace.content / TERRITOIRE / COMMUNES
    return warn_of_foreign_codes(data, path, commune_codes)


def warn_of_foreign_codes(
    data: OpenData,
    path: Path,
    find_codes: Callable[[object], Iterable[tuple[Steps, str]]],
    *,
    unknown: bool = False,
) -> Iterator[Problem]:
    """Yield a warning for each code of a file outside the project's département.

    `find_codes` yields the codes in the raw values of the file, with their places.  With `unknown`,
    also for each code of no present commune, which no other check of the file tells.
    """
    home = data.home
    if home is None or not path.is_file():
        return
    source = read_source(path, data.workspace.name_of(path))
    known = KnownNames(data.communes)
    for steps, code in find_codes(source.data):
        commune = data.communes.get(code)
        if commune and commune.departement.code != home:
            message = (
                f"{code} est {commune.toponyme.seul} ({commune.departement.nom}), hors du"
                " département de la convention"
            )
            finding = Finding(steps, "departement", message, "vérifiez ce code")
            yield problem_at(source, finding).as_warning()
        for message, hint in known.commune_findings(code) if unknown else ():
            yield problem_at(source, Finding(steps, "commune", message, hint)).as_warning()
