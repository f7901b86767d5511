"""The directory of a commune: who holds each role, and how to reach them."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from typing import Any, Final

from docgen.document import Diffusion
from docgen.french.territory import CodeInsee, plain_name
from docgen.french.wording import capital
from docgen.referential.communes.services_locaux import ServiceLocal
from docgen.referential.lieu import Lieu
from docgen.referential.referential import Referential
from docgen.referential.territoire.roles import Resolution, Role, Roles, Titulaire

PUBLIQUE = Diffusion.PUBLIQUE
OF_UNITS = (
    Resolution.UNITE,
    Resolution.REFERENT_ELU,
    Resolution.REFERENT_SURETE,
    Resolution.ENQUETEUR_ENVIRONNEMENT,
)
"""The roles that a unit holds, or one of its gendarmes."""
OF_DEPARTEMENT: Final = ("precision", "telephone", "courriel", "adresse", "site")
"""What people write of a service of the directory, which is that of their département."""


class Annuaire:
    """The holders of the roles in a commune (or in none), for one circle of readers."""

    def __init__(
        self,
        roles: Roles,
        referential: Referential,
        code: CodeInsee | None,
        circle: Diffusion = PUBLIQUE,
    ) -> None:
        self.roles = roles
        self._lieu = Lieu(referential, code, circle)
        self._holders: dict[str, Titulaire] = {}

    def concerns(self, role: Role) -> bool:
        """Whether a role exists in the commune; True when its competent force is not known."""
        unit = self._lieu.competence
        return not (role.zone and unit) or unit.force is role.zone.force

    def lacks(self, role: Role) -> bool:
        """Whether nobody holds a role in the commune, as in one without an intercommunalité."""
        alone = self._lieu.commune is not None and self._lieu.epci is None
        return alone and role.resolution is Resolution.INTERCOMMUNALITE

    def resolve(self, role: Role) -> Titulaire:
        """Return the holder of a role, or of the role to turn to where it does not exist."""
        if role.id not in self._holders:
            self._holders[role.id] = self._holder(role)
        return self._holders[role.id]

    def services(self, roles: Iterable[Role]) -> tuple[Titulaire, ...]:
        """Return the holders of roles, each service once, but for those whom nobody holds.

        Two roles may lead to one: out of their zone, or overseas, where one direction is two here.
        """
        once: list[Titulaire] = []
        for role in roles:
            if self.lacks(role):
                continue
            joint = self.resolve(role)
            rank = next((rank for rank, one in enumerate(once) if _is_same(one, joint)), None)
            if rank is None:
                once.append(joint)
            elif joint.connu and not once[rank].connu:
                once[rank] = joint
        return tuple(once)

    def _holder(self, role: Role) -> Titulaire:
        through = self.roles.through(role)
        if through and not self.concerns(role):
            return self.resolve(through)
        if self._elsewhere and self._is_of_home(role):
            defaults = {name: Role.model_fields[name].default for name in OF_DEPARTEMENT}
            role = role.model_copy(update=defaults)
        values, service = self._local_values(role), self._service(role)
        own = Titulaire(
            nom=values.get("nom") or role.nom,
            le=values.get("le") or role.libelle,
            ressort=self._ressort(role, service),
            personne=values.get("personne") or "",
            precision=self._precision(role, service),
            telephone=values.get("telephone") or role.telephone or "",
            courriel=values.get("courriel") or role.courriel or "",
            adresse=tuple(values.get("adresse") or role.adresse or self._town(role)),
            site=role.site or "",
            joindre=role.joindre or "",
            horaires=values.get("horaires") or (),
            source=values.get("source") or "",
            a_confirmer=values.get("a_confirmer") or "",
            par=self.resolve(through) if through else None,
        )
        return _complete(own, role, service) if service else own

    @cached_property
    def _elsewhere(self) -> bool:
        """Whether the commune is in another département than the project’s."""
        place, home = self._lieu.departement, self._lieu.referential.home
        return place is not None and home not in (None, place.code)

    def _is_of_home(self, role: Role) -> bool:
        """Whether what is written of a role is that of the project’s département alone.

        « OFB » of the Tarn is; « AMR81 », whose own name says where it is, stands in the act.
        """
        if role.resolution is not Resolution.FIXE:
            return role.resolution is Resolution.ANNUAIRE
        code = self._lieu.referential.home or ""
        home = self._lieu.referential.communes.departement(code)
        said = f"-{plain_name(role.precision or '').replace(' ', '-')}-"
        named = home is not None and f"-{plain_name(home.nom).replace(' ', '-')}-" in said
        return named and code not in role.libelle

    def _service(self, role: Role) -> ServiceLocal | None:
        """Return the holder's entry in the directory of the administration, if it is sure."""
        services, lieu = self._lieu.referential.services_locaux, self._lieu
        if services is None:
            return None
        match role.resolution:
            case Resolution.ANNUAIRE if role.type and role.commune:
                home = services.standing_in(role.commune, role.type)
                return None if self._elsewhere else home
            case Resolution.ANNUAIRE if role.type:
                served = lieu.code and services.competent_for(lieu.code, role.type)
                home = None if self._elsewhere else services.only(role.type, lieu.code)
                return served or home
            case Resolution.MAIRE:
                return lieu.mairie
            case Resolution.INTERCOMMUNALITE if lieu.epci:
                return services.of_siren(lieu.epci.siren)
            case _:
                return None

    def _ressort(self, role: Role, service: ServiceLocal | None) -> str:
        """Return the identifier of whose holder it is, empty when it is the same everywhere."""
        lieu, unit = self._lieu, self._lieu.competence
        match role.resolution:
            case Resolution.FIXE:
                return ""
            case Resolution.ANNUAIRE:
                return service.id if service and not role.commune else ""
            case Resolution.INTERCOMMUNALITE if lieu.epci:
                return lieu.epci.siren
            case Resolution.REFERENT_ELU if lieu.ecrit and lieu.ecrit.referent_elu:
                return lieu.code or ""
            case resolution if unit and resolution in OF_UNITS:
                return unit.id_service or plain_name(unit.service).replace(" ", "-")
            case _:
                return lieu.code or ""

    def _precision(self, role: Role, service: ServiceLocal | None) -> str:
        """Return what a role is: the name of its service, where others serve other communes."""
        services = self._lieu.referential.services_locaux
        if service and services and role.type and not (role.commune or services.only(role.type)):
            return service.nom
        return role.precision or ""

    def _town(self, role: Role) -> tuple[str, ...]:
        """Return the town of a role that stands in a commune, for want of its address.

        A document of no commune is made without the communes of France, and tells no town.
        """
        referential = self._lieu.referential
        if role.commune is None or referential.snapshot("cog") is None:
            return ()
        commune = referential.communes.get(role.commune)
        return (commune.toponyme.seul,) if commune else ()

    def _local_values(self, role: Role) -> dict[str, Any]:
        match role.resolution:
            case _ if self._lieu.code is None:
                return {}
            case Resolution.UNITE:
                return self._unit() if not role.par else {}
            case Resolution.MAIRE:
                return self._town_hall(role.id)
            case Resolution.INTERCOMMUNALITE:
                epci = self._lieu.epci
                return {"nom": capital(epci.complet), "le": epci.le} if epci else {}
            case Resolution.LOCAL | Resolution.FIXE | Resolution.ANNUAIRE:
                return {}
            case resolution:
                return self._gendarme(resolution)

    def _unit(self) -> dict[str, Any]:
        lieu, unit = self._lieu, self._lieu.competence
        if unit is None:
            return {}
        source, old = lieu.source_telephone
        return {
            "nom": unit.service,
            "le": unit.le,
            "telephone": lieu.telephone,
            "adresse": lieu.adresse,
            "horaires": lieu.horaires,
            "source": source,
            "a_confirmer": old,
        }

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

    def _town_hall(self, role: str) -> dict[str, Any]:
        commune = self._lieu.commune
        if role == "mairie" and commune:
            de = commune.toponyme.de
            return {"nom": f"Mairie {de}", "le": f"la mairie {de}"}
        return {"personne": self._mayor()} if role == "maire" else {}

    def _mayor(self) -> str:
        return "" if self._lieu.maire_a_verifier else self._lieu.maire


def _is_same(service: Titulaire, other: Titulaire) -> bool:
    """Whether two holders of one name may be one service: they have no two numbers."""
    numbers = {service.telephone, other.telephone} - {""}
    return service.nom == other.nom and len(numbers) < 2


def _complete(own: Titulaire, role: Role, service: ServiceLocal) -> Titulaire:
    """Return a holder with what people did not write of it taken from the directory."""
    names = ("telephone", "courriel", "site", "horaires")
    lacking = {
        name: value
        for name in names
        if (value := getattr(service, name)) and not getattr(own, name)
    }
    if service.adresse and not role.adresse:
        lacking["adresse"] = service.adresse
    used = "telephone" in lacking or not own.telephone
    doubt = service.a_confirmer if used else ""
    if lacking:
        lacking |= {"source": own.source or service.source, "a_confirmer": doubt}
    return replace(own, **lacking)
