"""A commune as a page shows it: where it is, who is competent, its mayor, whom to call."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from docgen.document import Diffusion
from docgen.errors import Problem
from docgen.french.territory import CodeInsee
from docgen.french.wording import liste, nombre
from docgen.kinds.infographie.facts import BlocContact, Cle, FaitsFeuille
from docgen.referential.communes.competence import Competence, Force
from docgen.referential.communes.france import Commune
from docgen.referential.communes.maires import Maire
from docgen.referential.communes.unites import UniteOuverte
from docgen.referential.lieu import mayor_to_check
from docgen.referential.referential import Referential
from docgen.workspace import REFERENTIEL

MISSING_HINT = "« docgen data status » dit ce qui manque, « docgen data import » l’importe"
UNKNOWN = "À compléter"
"""Printed for a unit that is not known."""


@dataclass(frozen=True, slots=True)
class Page:
    """A composed page: its facts, what keeps it from being final, notices to its maker."""

    facts: FaitsFeuille
    left: tuple[Problem, ...]
    notices: tuple[Problem, ...] = ()


class KnownCommune:
    """What the referential knows of a commune, for one circle of readers."""

    def __init__(self, referential: Referential, code: CodeInsee, circle: Diffusion) -> None:
        commune = referential.communes.get(code)
        if commune is None:
            raise LookupError(code)
        self.commune: Commune = commune
        self.referential = referential
        self.territoire = referential.territoire.seen_by(circle)

    @cached_property
    def competence(self) -> Competence | None:
        """Return the competent force, None when it is not known."""
        table = self.referential.competence
        return table.of(self.commune.code) if table else None

    @property
    def police(self) -> bool:
        """Whether the commune is in police zone, without a brigade."""
        return self.competence is not None and self.competence.force is Force.POLICE

    @cached_property
    def maire(self) -> Maire | None:
        """Return the mayor in the register, None when it has none."""
        register = self.referential.maires
        return register.of(self.commune.code) if register else None

    @property
    def nom(self) -> str:
        """Return the name of the commune: « Le Garric »."""
        return self.commune.toponyme.seul

    @property
    def lieu(self) -> str:
        """Return where it is: « Tarn, arrondissement d’Albi, communauté de communes … »."""
        commune = self.commune
        parts = [commune.departement.nom]
        if commune.arrondissement:
            parts.append(f"arrondissement {commune.arrondissement.de}")
        if commune.epci:
            parts.append(commune.epci.complet)
        return ", ".join(parts)

    @property
    def keys(self) -> tuple[Cle, ...]:
        """Return the key facts: population, unit, mayor."""
        return self._population(), self._unite(), self._maire()

    @property
    def left(self) -> tuple[Problem, ...]:
        """Return what must be checked before the page may be final."""
        return tuple(self._unchecked_problems())

    def problem(self, text: str, code: str, hint: str = MISSING_HINT) -> Problem:
        """Return a problem about the figures of the commune."""
        message = f"{self.nom} : {text}"
        folder = self.referential.workspace.name_of(
            self.referential.workspace.content / REFERENTIEL
        )
        return Problem(folder, message, code=code, hint=hint).as_warning()

    @property
    def neighbours(self) -> tuple[CodeInsee, ...]:
        """Return the communes of the same unit."""
        table = self.referential.competence
        return table.of_service(self.competence) if table and self.competence else ()

    @cached_property
    def unite(self) -> UniteOuverte | None:
        """Return the unit in the open file, None when it is not there."""
        units = self.referential.unites
        identifier = self.competence.id_service if self.competence else ""
        return units.get(identifier) if units and identifier else None

    def contact(self) -> BlocContact:
        """Return the unit as a contact, with what is known of it."""
        service = self.competence.service if self.competence else "Unité compétente"
        identifier = self.competence.id_service if self.competence else ""
        local, public = self.territoire.of_unit(service, identifier), self.unite
        phone = local.telephone or (public.telephone if public else "")
        address = local.adresse or (public.adresse if public else ())
        lines = (*address, f"téléphone : {phone}") if phone else tuple(address)
        return BlocContact(titre=service, lignes=lines, a_remplir="" if phone else "téléphone")

    def _population(self) -> Cle:
        people = self.commune.population
        vintage = self.commune.millesime_population
        if people is None:
            unknown = "population municipale"
            return Cle(icone="population", valeur="Non publiée", libelle=unknown)
        year = f"municipale\u00a0{vintage}"  # keep the year on the line of its word
        label = f"habitant{'s' * (people > 1)} (population {year})"
        return Cle(icone="population", valeur=nombre(people), libelle=label)

    def _unite(self) -> Cle:
        competence = self.competence
        if competence is None:
            return Cle(icone="gendarmerie", valeur=UNKNOWN, libelle="brigade ou commissariat")
        police = competence.force is Force.POLICE
        force = {Force.GENDARMERIE: "gendarmerie nationale", Force.POLICE: "police nationale"}
        label = force.get(competence.force, "service compétent")
        local = self.territoire.of_unit(competence.service, competence.id_service)
        return Cle(
            icone="police" if police else "gendarmerie",
            valeur=competence.service,
            libelle=f"{label}, {local.compagnie}" if local.compagnie else label,
        )

    def _maire(self) -> Cle:
        checked = self.territoire.of_commune(self.commune.code).maire
        if checked:
            return Cle(icone="maire", valeur=f"{checked.prenom} {checked.nom}", libelle="maire")
        if self.maire is None:
            absent = "pas de nom dans le répertoire national des élus"
            missing = "le répertoire des élus n’est pas importé pour ce département"
            label = f"maire : {absent if self._mayors_known else missing}"
            return Cle(icone="maire", valeur=UNKNOWN, libelle=label)
        doubt = "à vérifier" if self.maire.a_verifier else ""
        return Cle(icone="maire", valeur=self.maire.nom_complet, libelle="maire", etat=doubt)

    @property
    def _mayors_known(self) -> bool:
        register, departement = self.referential.maires, self.commune.departement.code
        communes = self.referential.communes.in_departement(departement)
        return register is not None and any(register.of(commune.code) for commune in communes)

    def _unchecked_problems(self) -> Iterator[Problem]:
        checked = self.territoire.of_commune(self.commune.code).maire
        if self.maire and self.maire.a_verifier and not checked:
            whose = self.commune.toponyme.de
            yield mayor_to_check(self.referential.workspace, whose, self.maire)

    @property
    def former_communes(self) -> str:
        """Return the communes that were merged into this one, as a sentence, or nothing."""
        names = [former_commune.seul for former_commune in self.commune.deleguees]
        plural = "s" * (len(names) > 1)
        label = f"Commune{plural} déléguée{plural} ou associée{plural}"
        return f"{label} : {liste(*names)}." if names else ""
