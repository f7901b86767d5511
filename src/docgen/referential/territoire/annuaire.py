"""The directory of a commune: who holds each role, and how to reach them."""

from typing import Any

from docgen.document import Diffusion
from docgen.french.territory import CodeInsee
from docgen.referential.lieu import Lieu
from docgen.referential.referential import Referential
from docgen.referential.territoire.roles import Resolution, Role, Roles, Titulaire, capital

PUBLIQUE = Diffusion.PUBLIQUE


class Annuaire:
    """The holders of the roles in a commune (or in none), for one circle of readers."""

    def __init__(
        self,
        roles: Roles,
        referential: Referential,
        code: CodeInsee | None = None,
        circle: Diffusion = PUBLIQUE,
    ) -> None:
        self.roles = roles
        self._lieu = Lieu(referential, code, circle)
        self._holders: dict[str, Titulaire] = {}

    def concerns(self, role: Role) -> bool:
        """Whether a role exists in the commune; True when its competent force is not known."""
        unit = self._lieu.competence
        return not (role.zone and unit) or unit.force is role.zone.force

    def resolve(self, role: Role) -> Titulaire:
        """Return the holder of a role, or of the role to turn to where it does not exist."""
        if role.id not in self._holders:
            self._holders[role.id] = self._holder(role)
        return self._holders[role.id]

    def _holder(self, role: Role) -> Titulaire:
        through = self.roles.through(role)
        if through and not self.concerns(role):
            return self.resolve(through)
        values = self._local_values(role)
        return Titulaire(
            nom=values.get("nom") or role.nom,
            le=values.get("le") or role.libelle,
            personne=values.get("personne") or "",
            precision=role.precision or "",
            telephone=values.get("telephone") or role.telephone or "",
            courriel=values.get("courriel") or role.courriel or "",
            adresse=tuple(values.get("adresse") or role.adresse),
            site=role.site or "",
            joindre=role.joindre or "",
            par=self.resolve(through) if through else None,
        )

    def _local_values(self, role: Role) -> dict[str, Any]:
        match role.resolution:
            case _ if self._lieu.code is None:
                return {}
            case Resolution.UNITE:
                return self._unit() if not role.par else {}
            case Resolution.MAIRE:
                return {"personne": self._mayor()} if role.id == "maire" else {}
            case Resolution.INTERCOMMUNALITE:
                epci = self._lieu.epci
                return {"nom": capital(epci.complet), "le": epci.le} if epci else {}
            case Resolution.LOCAL | Resolution.FIXE:
                return {}
            case resolution:
                return self._gendarme(resolution)

    def _unit(self) -> dict[str, Any]:
        lieu, unit = self._lieu, self._lieu.competence
        if unit is None:
            return {}
        contact = {"telephone": lieu.telephone, "adresse": lieu.adresse}
        return {"nom": unit.service, "le": unit.le, **contact}

    def _gendarme(self, resolution: Resolution) -> dict[str, Any]:
        """Return the gendarme who holds a role, if the circle may read the name."""
        commune, unit = self._lieu.ecrit, self._lieu.unite_ecrite
        if commune is None or unit is None:
            return {}
        referent = {
            Resolution.REFERENT_ELU: commune.referent_elu or unit.referent_elu,
            Resolution.REFERENT_SURETE: unit.referent_surete,
            Resolution.ENQUETEUR_ENVIRONNEMENT: unit.enqueteur_environnement,
        }.get(resolution)
        if referent is None:
            return {}
        name = " ".join(filter(None, (referent.grade, referent.nom)))
        return {"personne": name, "telephone": referent.telephone, "courriel": referent.courriel}

    def _mayor(self) -> str:
        return "" if self._lieu.maire_a_verifier else self._lieu.maire
