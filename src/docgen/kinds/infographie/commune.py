"""A commune as a page shows it: where it is, who is competent, its mayor, whom to call."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from docgen.document import Diffusion
from docgen.errors import Problem
from docgen.french.rule import INSECABLE
from docgen.french.territory import CodeInsee
from docgen.french.titles import MAX_NAME, hold_line, hold_names, hold_title
from docgen.french.wording import liste, nombre
from docgen.kinds.infographie.facts import BlocContact, Cle, FaitsFeuille
from docgen.left import Duty, Item, What, Who, item_of
from docgen.referential.communes.france import Commune
from docgen.referential.communes.zones import Force
from docgen.referential.lieu import TO_IMPORT_MAYORS, Lieu
from docgen.referential.referential import Referential
from docgen.referential.territoire.annuaire import Annuaire
from docgen.workspace import REFERENTIEL

IMPORT = "docgen data import ssmsi FICHIER FICHIER"
MISSING_HINT = f"« docgen data status » dit ce qui manque, « {IMPORT} » l’importe"
TO_IMPORT = Duty(Who.DONNEES, What.IMPORTER, IMPORT)
NO_REGISTER = "le répertoire des élus n’est pas importé pour ce département"
PREFECTURE = "prefecture"
"""The identifier of its role, which a project may leave out."""
MAX_HELD = 60
"""How many letters the column has room for on one line, at the least."""
LARGE_HELD = 36
"""The same for a page of large letters: one that shows no figures."""
MAX_COMPANY = 34
"""How many letters the name of a company has at most that no line ends within."""
NARROW_NAME = 15
"""How many letters a name has at most that no line ends within, in a column of 42 mm.

Of the names of France, « Hombourg-Budange », of 16 letters, is the shortest that is wider.
"""
UNKNOWN = "À compléter"
"""Printed for a unit that is not known."""


@dataclass(frozen=True, slots=True)
class Page:
    """A composed page: its facts, what keeps it from being final, notices to its maker.

    `shorten` says what to shorten where it takes a second page.
    """

    facts: FaitsFeuille
    left: tuple[Item, ...]
    notices: tuple[Problem, ...] = ()
    shorten: Problem | None = None


class KnownCommune:
    """What the referential knows of a commune, for one circle of readers."""

    def __init__(self, referential: Referential, code: CodeInsee, circle: Diffusion) -> None:
        self.place = Lieu(referential, code, circle)
        if self.place.commune is None:
            raise LookupError(code)
        self.commune: Commune = self.place.commune
        self.referential = referential
        self.competence = self.place.competence
        self.maire, self.unite = self.place.maire_inscrit, self.place.unite_ouverte

    @property
    def police(self) -> bool:
        """Whether the commune is in police zone, without a brigade."""
        return self.competence is not None and self.competence.force is Force.POLICE

    @property
    def nom(self) -> str:
        return self.commune.toponyme.seul

    @property
    def lieu(self) -> str:
        """Return where it is: « Tarn, arrondissement d’Albi, communauté de communes … »."""
        return ", ".join(self._places())

    @property
    def printed_lieu(self) -> str:
        """Return where it is, of which a second line is all of the intercommunality."""
        return self._lieu_holding(MAX_HELD)

    @property
    def large_lieu(self) -> str:
        """Return the same for a page of large letters, of which few fill a line."""
        return self._lieu_holding(LARGE_HELD)

    def _lieu_holding(self, most: int) -> str:
        *places, last = self._places()
        held = hold_line(last) if len(last) <= most else hold_title(last)
        return hold_names(", ".join([*places, held]))

    def _places(self) -> list[str]:
        commune = self.commune
        parts = [commune.departement.nom]
        if commune.arrondissement:
            parts.append(f"arrondissement {commune.arrondissement.de}")
        if commune.epci:
            parts.append(commune.epci.complet)
        return parts

    @property
    def keys(self) -> tuple[Cle, ...]:
        return self._keys_holding(MAX_NAME)

    @property
    def narrow_keys(self) -> tuple[Cle, ...]:
        """Return the keys of a page whose column of keys is narrow, or whose letters are large."""
        return self._keys_holding(NARROW_NAME)

    def _keys_holding(self, longest: int) -> tuple[Cle, ...]:
        """Return the keys, with no line that ends within a name of so many letters."""
        return self._population(), self._unite(longest), self._maire()

    @property
    def short_keys(self) -> tuple[Cle, ...]:
        """Return the keys of the internal page, whose first column is narrow."""
        people, vintage = self.commune.population, self.commune.millesime_population
        first, *others = self.keys
        if people is None:
            return first, *others
        label = f"habitant{'s' * (people > 1)} en{INSECABLE}{vintage}"
        return first.model_copy(update={"libelle": label}), *others

    @property
    def left(self) -> tuple[Item, ...]:
        place = self.place
        known = place.maire or self._mayors_known
        unread = (
            None if known else self.missing(NO_REGISTER, TO_IMPORT_MAYORS.command, TO_IMPORT_MAYORS)
        )
        return (*filter(None, (place.maire_a_verifier, place.force_inconnue, unread)),)

    def problem(self, text: str, code: str, hint: str = MISSING_HINT) -> Problem:
        """Return a problem about the figures of the commune."""
        message = f"{self.nom} : {text}"
        folder = self.referential.workspace.name_of(
            self.referential.workspace.content / REFERENTIEL
        )
        return Problem(folder, message, code=code, hint=hint).as_warning()

    def missing(self, text: str, hint: str, duty: Duty = TO_IMPORT) -> Item:
        """Return figures to import: one item for all the communes that lack them."""
        problem = replace(self.problem(text, "chiffres", hint), message=text)
        return item_of(problem, duty, id=duty.command)

    def invented(self, hint: str = MISSING_HINT, duty: Duty = TO_IMPORT) -> Item:
        """Return invented figures to replace: one item for all the communes that have them."""
        text = "chiffres fictifs, pour essai"
        problem = replace(self.problem(text, "fictif", hint), message=text)
        return item_of(problem, duty, id=f"fictif:{duty.command}")

    @property
    def neighbours(self) -> tuple[CodeInsee, ...]:
        """Return the communes of the same unit."""
        table = self.referential.competence
        return table.of_service(self.competence) if table and self.competence else ()

    def contact(self) -> BlocContact:
        """Return the unit as a contact, with what is known of it."""
        service = self.competence.service if self.competence else "Unité compétente"
        return _contact(service, self.place.telephone, self.place.adresse)

    def prefecture(self, titre: str) -> BlocContact:
        """Return the prefecture as a contact, with its number where the project knows it."""
        roles = self.referential.roles_read.sound
        role = roles.get(PREFECTURE)
        held = role and Annuaire(roles, self.referential, self.commune.code).resolve(role)
        return _contact(titre, held.telephone if held else "")

    def referent(self, titre: str, blank: str) -> BlocContact:
        """Return the gendarme for elected officials; a blank for who may not know them."""
        local, unit = self.place.ecrit, self.place.unite_ecrite
        referent = (local and local.referent_elu) or (unit and unit.referent_elu)
        name = " ".join(filter(None, (referent.grade, referent.nom))) if referent else ""
        lines = tuple(filter(None, (name, referent.courriel if referent else "")))
        phone = (referent.telephone if referent else "") or ""
        a_remplir = "" if lines or phone else blank
        return BlocContact(titre=titre, lignes=lines, numero=phone, a_remplir=a_remplir)

    def _population(self) -> Cle:
        people = self.commune.population
        vintage = self.commune.millesime_population
        if people is None:
            unknown = "population municipale"
            return Cle(icone="population", valeur="Non publiée", libelle=unknown)
        year = f"municipale\u00a0{vintage}"  # keep the year on the line of its word
        label = f"habitant{'s' * (people > 1)} (population {year})"
        return Cle(icone="population", valeur=nombre(people), libelle=label)

    def _unite(self, longest: int) -> Cle:
        competence = self.competence
        if competence is None:
            return Cle(icone="gendarmerie", valeur=UNKNOWN, libelle="brigade ou commissariat")
        police = competence.force is Force.POLICE
        force = {Force.GENDARMERIE: "gendarmerie nationale", Force.POLICE: "police nationale"}
        label = force.get(competence.force, "service compétent")
        local = self.place.unite_ecrite
        company = local.compagnie if local and local.compagnie else ""
        held = hold_line(company) if len(company) <= MAX_COMPANY else company
        return Cle(
            icone="police" if police else "gendarmerie",
            valeur=hold_names(competence.service, longest),
            libelle=", ".join(filter(None, (label, held))),
        )

    def _maire(self) -> Cle:
        if self.place.maire:
            doubt = "à vérifier" if self.place.maire_a_verifier else ""
            return Cle(icone="maire", valeur=self.place.maire, libelle="maire", etat=doubt)
        absent = "pas de nom dans le répertoire national des élus"
        label = f"maire : {absent if self._mayors_known else NO_REGISTER}"
        return Cle(icone="maire", valeur=UNKNOWN, libelle=label)

    @property
    def _mayors_known(self) -> bool:
        register, departement = self.referential.maires, self.commune.departement.code
        communes = self.referential.communes.in_departement(departement)
        return register is not None and any(register.of(commune.code) for commune in communes)

    @property
    def former_communes(self) -> str:
        """Return the communes that were merged into this one, as a sentence, or nothing."""
        names = [former_commune.seul for former_commune in self.commune.deleguees]
        plural = "s" * (len(names) > 1)
        label = f"Commune{plural} déléguée{plural} ou associée{plural}"
        return f"{label} : {liste(*names)}." if names else ""


def _contact(titre: str, phone: str | None, address: Iterable[str] = ()) -> BlocContact:
    blank = "" if phone else "téléphone"
    return BlocContact(titre=titre, lignes=tuple(address), numero=phone or "", a_remplir=blank)
