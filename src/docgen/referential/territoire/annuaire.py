"""Who holds each role in a commune, and how it is reached, for one circle of readers."""

from __future__ import annotations

from typing import Any

from docgen.document import Diffusion
from docgen.french.territory import CodeInsee
from docgen.referential.referential import Referential
from docgen.referential.territoire.roles import Resolution, Role, Roles, Titulaire, capital

PUBLIQUE = Diffusion.PUBLIQUE


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
        self._known: dict[str, Titulaire] = {}
        self._territoire = referential.territoire.seen_by(circle) if code else None

    def concerns(self, role: Role) -> bool:
        """Whether a role exists in the commune; where no one knows who is competent, it may."""
        known = self._referential.competence
        unit = known.of(self._code) if known and self._code else None
        return not (role.zone and unit) or unit.force is role.zone.force

    def resolve(self, role: Role) -> Titulaire:
        """Return who holds a role, and how it is reached; in its place, the one to turn to."""
        if role.id not in self._known:
            self._known[role.id] = self._resolved(role)
        return self._known[role.id]

    def _resolved(self, role: Role) -> Titulaire:
        through = self.roles.through(role)
        if through and not self.concerns(role):
            return self.resolve(through)
        found = self._here(role)
        return Titulaire(
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
                return {"nom": capital(epci.complet), "le": epci.le} if epci else {}
            case Resolution.LOCAL | Resolution.FIXE:
                return {}
            case named:
                return self._named(named)

    def _unit(self) -> dict[str, Any]:
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
        if self._code is None or self._territoire is None:
            return ""
        if checked := self._territoire.of_commune(self._code).maire:
            return f"{checked.prenom} {checked.nom}"
        maire = self._referential.maires.of(self._code) if self._referential.maires else None
        return maire.nom_complet if maire and not maire.a_verifier else ""
