"""A commune as documents name it: where it is, its competent unit, its mayor.

`content/territoire/` takes precedence over the open data, for one circle of readers.  A place may
also be no commune in particular, of which nothing is known.
"""

import re
from datetime import date
from functools import cached_property

from docgen.document import Diffusion
from docgen.errors import Problem
from docgen.french.letters import folded
from docgen.french.territory import CodeInsee, departement_of
from docgen.french.wording import date_longue
from docgen.left import Duty, Item, What, Who, item_of
from docgen.referential.communes.competence import Competence
from docgen.referential.communes.france import Commune, Departement, Epci
from docgen.referential.communes.maires import Maire, Sexe, last_elections
from docgen.referential.communes.police_municipale import PoliceMunicipale
from docgen.referential.communes.postal_codes import CODE_POSTAL, UNCODED
from docgen.referential.communes.services_locaux import (
    ANNUAIRE,
    SERVICES_FILE,
    ServiceLocal,
    TypeService,
)
from docgen.referential.communes.unites import UniteOuverte, station_key
from docgen.referential.communes.zones import Force
from docgen.referential.referential import Referential
from docgen.referential.territoire.local_files import (
    COMMUNES,
    TERRITOIRE,
    Appel,
    CommuneLocale,
    MaireVerifie,
    Territoire,
    UniteLocale,
)
from docgen.workspace import REFERENTIEL

EXPORT = "docgen territoire exporter contacts.xlsx"
TO_CHECK = Duty(Who.TERRAIN, What.VERIFIER, EXPORT)
TO_FILL = Duty(Who.TERRAIN, What.REMPLIR, EXPORT)
FORCES = {Force.GENDARMERIE: TypeService.GENDARMERIE, Force.POLICE: TypeService.COMMISSARIAT}
"""The type of service that a unit of a force is, in the directory of the administration."""
CEDEX = re.compile(r"^\d{5} | cedex( \d+)?$")
"""What the last line of an address for business mail has around the name of the town."""
BOX = re.compile(r"\b(?:BP|CS|TSA)\b")
"""A post office box, which the postal code of the town does not reach."""
MAX_POSTAL_CODES = 3
"""Up to how many postal codes a message lists."""
TO_IMPORT_MAYORS = Duty(Who.DONNEES, What.IMPORTER, "docgen data import maires FICHIER")
TO_IMPORT_FORCES = Duty(Who.DONNEES, What.IMPORTER, "docgen data import competence FICHIER")
CORRECT = "corrigez ou retirez cette ligne ; si le répertoire se trompe, « maire: », vérifié depuis"


def _comparable(name: str) -> str:
    return folded(name).replace("-", " ")


def may_be_same(verifie: MaireVerifie, inscrit: Maire) -> bool:
    """Whether a checked name may be that of the register, where a first name may end sooner.

    Mayors follow one another within a family: « Jean » is not « Jeanne » of the same surname.
    """
    first, other = sorted(f"{_comparable(one.prenom)} " for one in (verifie, inscrit))
    return _comparable(verifie.nom) == _comparable(inscrit.nom) and other.startswith(first)


class Lieu:
    """A commune, or none; raise LookupError for a code that is no commune."""

    def __init__(
        self,
        referential: Referential,
        code: CodeInsee | None,
        circle: Diffusion = Diffusion.PUBLIQUE,
    ) -> None:
        self.referential, self.code, self._circle = referential, code, circle
        self.commune: Commune | None = referential.communes.get(code) if code else None
        if code and self.commune is None:
            raise LookupError(code)

    @property
    def departement(self) -> Departement | None:
        return self.commune.departement if self.commune else None

    @property
    def epci(self) -> Epci | None:
        """The commune's intercommunalité, which four islands lack."""
        return self.commune.epci if self.commune else None

    @property
    def postal(self) -> str:
        """The last line of the address of its town hall: an official code, and the official name.

        It is empty where the commune has several postal codes, or none, and nothing tells which.
        The directory only chooses among several, for it writes other names, and « Cedex ».
        """
        if self.commune is None:
            return ""
        codes, chosen = self.commune.codes_postaux, self.ecrit.code_postal if self.ecrit else None
        postal_codes = (last[:5] for *_, last in self._addresses if last[:5] in codes)
        code = chosen or (codes[0] if len(codes) == 1 else next(postal_codes, ""))
        return f"{code} {self.commune.toponyme.seul}" if code else ""

    @property
    def voie_mairie(self) -> tuple[str, ...]:
        """The lines of the address of the town hall above the last; none that may be another's."""
        code, _, town = folded(self.postal).partition(" ")
        for *lines, last in self._addresses if code else ():
            street = CEDEX.sub("", folded(last)) == town and not any(map(BOX.match, lines))
            if last[:5] == code or street:
                return tuple(lines)
        return ()

    @property
    def voie_a_confirmer(self) -> Problem | None:
        """The warning that the street of the town hall is of an undated copy, or old."""
        if not (self.mairie and self.mairie.a_confirmer and self.voie_mairie):
            return None
        workspace = self.referential.workspace
        return Problem(
            workspace.name_of(workspace.content / REFERENTIEL / ANNUAIRE / SERVICES_FILE),
            f"numéro et voie de la mairie à confirmer : {self.mairie.a_confirmer}",
            code="adresse",
            hint="relisez-les, ou importez l’annuaire : « docgen data import annuaire FICHIER »",
        ).as_warning()

    @property
    def _addresses(self) -> tuple[tuple[str, ...], ...]:
        """The addresses of the town hall in the directory: to write to, then to visit."""
        hall = self.mairie
        return tuple(filter(None, (hall.adresse_postale, hall.adresse))) if hall else ()

    @property
    def probleme_code_postal(self) -> Item | None:
        """What is left to do about an address without a postal code; None when there is none."""
        if self.commune is None or self.postal:
            return None
        workspace, codes = self.referential.workspace, self.commune.codes_postaux
        choice = " ou ".join(codes) or "inconnu"
        if len(codes) > MAX_POSTAL_CODES:
            choice = f"{len(codes)} codes"
        problem = Problem(
            workspace.name_of(workspace.content / TERRITOIRE / COMMUNES),
            f"{self.code} {self.commune.toponyme.seul} ({choice}){UNCODED}",
            code=CODE_POSTAL,
            hint="écrivez « code_postal: » de la mairie, sous le « code_insee: » de la commune",
        )
        return item_of(problem, TO_FILL, id=f"code-postal:{self.code}")

    @cached_property
    def competence(self) -> Competence | None:
        competences = self.referential.competence
        return competences.of(self.code) if competences and self.code else None

    @property
    def force_inconnue(self) -> Item | None:
        """What is left to do where nobody knows which force is competent; None where it is."""
        unit = self.competence
        if self.commune is None or (unit and unit.force is not Force.AUTRE):
            return None
        workspace = self.referential.workspace
        place = workspace.name_of(workspace.content / REFERENTIEL / "competence")
        message = f"{self.commune.toponyme.seul} : ni brigade ni commissariat connus"
        hint = f"importez le fichier des compétences : {TO_IMPORT_FORCES.command}"
        problem = Problem(place, message, code="competence", hint=hint)
        return item_of(problem, TO_IMPORT_FORCES, id=f"competence:{self.code}")

    @property
    def telephone(self) -> str:
        """The telephone number of the unit."""
        return next((one.telephone for one in self._unit_entries if one.telephone), "")

    @property
    def adresse(self) -> tuple[str, ...]:
        """The address of the unit, line by line."""
        return next((tuple(one.adresse) for one in self._unit_entries if one.adresse), ())

    @property
    def horaires(self) -> tuple[str, ...]:
        """The opening hours of the unit, line by line."""
        return next((tuple(one.horaires) for one in self._unit_entries if one.horaires), ())

    @property
    def source_telephone(self) -> tuple[str, str]:
        """The credit line of the unit's number, and why it is to be confirmed.

        There is none for a number that people wrote, or that nothing gives.
        """
        entry = next((one for one in self._unit_entries if one.telephone), None)
        if entry is None or isinstance(entry, UniteLocale):
            return "", ""
        return entry.source, entry.a_confirmer if isinstance(entry, ServiceLocal) else ""

    @cached_property
    def _unit_entries(self) -> tuple[UniteLocale | UniteOuverte | ServiceLocal, ...]:
        """What is known of the unit, in order of precedence."""
        entries = (self.unite_ecrite, self.unite_ouverte, self.unite_annuaire)
        return tuple(entry for entry in entries if entry)

    @property
    def unite_annuaire(self) -> ServiceLocal | None:
        """The unit's entry in the directory of the administration, if it is sure to be the same."""
        services, unit = self.referential.services_locaux, self.competence
        kind = unit and FORCES.get(unit.force)
        if not (services and unit and kind and self.code):
            return None
        entry = services.competent_for(self._served_with(self.code, unit), kind)
        town = folded(unit.service.split()[-1].rpartition("’")[2])
        return entry if entry and town in folded(entry.nom) else None

    def _served_with(self, code: CodeInsee, unit: Competence) -> CodeInsee:
        """Return the commune by which the directory knows its unit: another, if it changed unit."""
        known = self.referential.competence
        others = known.of_service(unit) if known and known.is_written(code) else ()
        return next((one for one in others if known and not known.is_written(one)), code)

    @property
    def mairie(self) -> ServiceLocal | None:
        """The town hall’s entry in the directory of the administration."""
        services = self.referential.services_locaux
        return services.mairie(self.code) if services and self.code else None

    @property
    def ecrit(self) -> CommuneLocale | None:
        """The commune's entry in `content/territoire/`."""
        return self._territoire.of_commune(self.code) if self.code else None

    @property
    def maire(self) -> str:
        """The mayor's name: as someone checked it, or else from the register."""
        if self._verifie:
            return self._verifie.nom_complet
        return self.maire_inscrit.nom_complet if self.maire_inscrit else ""

    @property
    def appel(self) -> Appel | None:
        """The mayor's form of address: as the mayor wishes, or else by the register's sex.

        A checked name that differs from the register's has no known sex, and between what people
        wrote and a register that gainsays it nobody has decided yet.  Elections end what both say.
        """
        if self.maire_contredit or self._elections_since:
            return None
        if self._souhait:
            return self._souhait
        inscrit, verifie = self.maire_inscrit, self._verifie
        if inscrit is None or (verifie and not may_be_same(verifie, inscrit)):
            return None
        femme = inscrit.sexe is Sexe.FEMME
        return Appel.MADAME_LA_MAIRE if femme else Appel.MONSIEUR_LE_MAIRE

    @property
    def _souhait(self) -> Appel | None:
        return self.ecrit.appel if self.ecrit else None

    @property
    def _souhait_depasse(self) -> bool:
        """Whether the register has a mayor of the other sex than the form of address supposes."""
        if self._souhait is None or self.maire_inscrit is None or self._verifie:
            return False
        man = self._souhait is Appel.MONSIEUR_LE_MAIRE
        return man != (self.maire_inscrit.sexe is Sexe.HOMME)

    @property
    def maire_contredit(self) -> bool:
        """Whether the register has another mayor than the one of whom people wrote."""
        return self._depasse is not None or self._souhait_depasse

    @property
    def titre(self) -> str:
        """The mayor within a sentence: « le maire » (also the office) or « la maire »."""
        return "la maire" if self.appel is Appel.MADAME_LA_MAIRE else "le maire"

    @property
    def maire_a_verifier(self) -> Item | None:
        """The mayor's name as something to check; None when it need not be."""
        maire, workspace = self.maire_inscrit, self.referential.workspace
        whose = self.commune.toponyme.de if self.commune else ""
        written = workspace.name_of(workspace.content / TERRITOIRE / COMMUNES)
        if vote := self._elections_since:
            problem = Problem(
                workspace.name_of(workspace.content / REFERENTIEL / "maires/maires.csv"),
                f"Maires : noms d’avant les élections municipales de mars {vote.year}",
                code="a-verifier",
                hint=f"« {TO_IMPORT_MAYORS.command} » ; ou notez celui-ci vérifié depuis"
                f" ({COMMUNES}, « maire: »)",
            )
            # One file for all communes.
            return item_of(problem, TO_IMPORT_MAYORS, id=f"maires:{vote.year}")
        if maire is None:
            return None
        if self.maire_contredit:
            old = (
                f"maire: {self._depasse.nom_complet}"
                if self._depasse
                else f"appel: {self._souhait}"
            )
            since = f", en fonction depuis le {date_longue(maire.depuis)}" if maire.depuis else ""
            problem = Problem(
                written,
                f"Maire {whose} : « {old} », et au répertoire « {maire.nom_complet} »{since}",
                code="a-verifier",
                hint=f"sous « code_insee: {self.code} », {CORRECT}",
            )
        elif self._verifie or not maire.a_verifier:
            return None
        else:
            doubtful = maire.nom_complet if maire.prenom_a_verifier else maire.nom
            problem = Problem(
                workspace.name_of(workspace.content / REFERENTIEL / "maires/maires.csv"),
                f"Maire {whose} : nom à vérifier, « {doubtful} »",
                maire.line,
                field="prenom" if maire.prenom_a_verifier else "nom",
                code="a-verifier",
                hint="notez-le vérifié dans content/territoire/communes.yaml (« maire: »)",
            )
        return item_of(problem, TO_CHECK, id=f"maire:{self.code}")

    @property
    def _elections_since(self) -> date | None:
        """The last elections, where nothing that is known of the mayor is later; None elsewhere.

        The register gives who is elected again a new day of taking office, in March.
        """
        today = self.referential.today
        if self.code is None or today is None:
            return None
        vote = last_elections(today)
        whole = self.referential.territoire.seen_by(Diffusion.INTERNE).of_commune(self.code)
        checked = whole.maire.verifie_le if whole and whole.maire else None
        since = self.maire_inscrit.depuis if self.maire_inscrit else None
        known = [
            day >= first for day, first in ((since, vote.replace(month=3)), (checked, vote)) if day
        ]
        return vote if known and not any(known) else None

    @cached_property
    def _territoire(self) -> Territoire:
        return self.referential.territoire.seen_by(self._circle)

    @property
    def unite_ecrite(self) -> UniteLocale | None:
        """The unit's entry in `content/territoire/`."""
        unit = self.competence
        return self._territoire.of_unit(unit.service, unit.id_service) if unit else None

    @property
    def unite_ouverte(self) -> UniteOuverte | None:
        """The unit's entry in the open data."""
        unit, data = self.competence, self.referential
        if unit and self.code and unit.force is Force.POLICE:
            key = station_key(departement_of(self.code), unit.service)
            return data.commissariats.get(key) if data.commissariats else None
        return (
            data.unites.get(unit.id_service) if data.unites and unit and unit.id_service else None
        )

    @property
    def police_municipale(self) -> bool | None:
        """Whether the commune has a municipal police: as people wrote, or else by the survey."""
        written = self.ecrit.police_municipale if self.ecrit else None
        declared = self.police_declaree
        return declared.existe if written is None and declared else written

    @property
    def police_declaree(self) -> PoliceMunicipale | None:
        """What the survey of municipal polices says of the commune."""
        polices = self.referential.polices_municipales
        return polices.of(self.code) if polices and self.code else None

    @property
    def _verifie(self) -> MaireVerifie | None:
        """The mayor's name that someone checked, unless the register has another since."""
        return None if self._depasse else self._ecrit_verifie

    @property
    def _ecrit_verifie(self) -> MaireVerifie | None:
        return self.ecrit.maire if self.ecrit else None

    @cached_property
    def _depasse(self) -> MaireVerifie | None:
        """The mayor's name that someone checked before another took office, or on that day."""
        inscrit, verifie = self.maire_inscrit, self._ecrit_verifie
        if self.code is None or inscrit is None or verifie is None:
            return None
        whole = self.referential.territoire.seen_by(Diffusion.INTERNE).of_commune(self.code).maire
        seen = whole.verifie_le if whole else None  # the day is for the force alone, not the answer
        other = _comparable(verifie.nom_complet) != _comparable(inscrit.nom_complet)
        later = seen and inscrit.depuis and seen <= inscrit.depuis
        return verifie if later and other else None

    @cached_property
    def maire_inscrit(self) -> Maire | None:
        """The mayor's entry in the register."""
        maires = self.referential.maires
        return maires.of(self.code) if maires and self.code else None
