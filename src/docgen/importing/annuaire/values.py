"""The values of an entry, as the snapshot keeps them; what cannot be read is told, and left out."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from docgen.french.letters import folded
from docgen.french.territory import CodeInsee
from docgen.french.wording import JOURS
from docgen.importing.annuaire.entry import Entry
from docgen.importing.checks import printable, telephone_number
from docgen.importing.contours.bounding_boxes import in_france
from docgen.importing.input_file import InputFile
from docgen.importing.ministere.opening_hours import join_hours, minutes_of, whole_week
from docgen.referential.communes.services_locaux import LINE
from docgen.referential.communes.unites import DAYS, Horaires, Plage, write_plages

ADDRESS: Final = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", re.ASCII)
PROVIDERS: Final = re.compile(
    r"(?:wanadoo|orange|free|sfr|neuf|laposte|gmail|googlemail|hotmail|outlook|live|msn|yahoo"
    r"|icloud|aol|bbox|numericable|nordnet|club-internet|cegetel|aliceadsl|proton|protonmail|gmx"
    r"|mail|me|mac|ymail|rocketmail|voila|netcourrier|caramail|tiscali|noos|tutanota"
    r")(?:\.co)?\.\w+"
)
"""Where anybody may have an address."""
OFFICES: Final = frozenset(
    (
        *("mairie", "mairies", "commune", "communes", "cne", "secretariat", "municipal"),
        *("municipale", "accueil", "contact", "administration", "elus", "prefecture", "tribunal"),
        *("greffe", "chasseurs", "federation", "communaute", "agglo", "agglomeration"),
        *("intercom", "gendarmerie", "brigade", "commissariat", "services", "direction"),
        *("courrier", "standard", "urbanisme", "locale", "departement", "dreal", "sdis"),
        *("ddetspp", "victimes", "delegation", "antenne", "agence", "info", "infos", "pref"),
        *("ddt", "ddpp", "onf", "fdc", "dgs"),
    )
)
"""Words of an office, which is no one's name."""
MAY_BE_NAMES: Final = frozenset(
    (
        *("ars", "ca", "cabinet", "cc", "conseil", "emploi", "mission", "police", "service"),
        *("ta", "tgi", "tj"),
    )
)
"""Words of an office that may be names or initials, beside others where anybody writes."""
NAMES_TOO: Final = frozenset({"maire", "bureau", "ville", "village", "chasse"})
"""Words of an office that are names of persons too, unless they stand alone."""
JOINED_OFFICE: Final = re.compile(r"^(?:mairie|commune|accueil)(?=[a-z0-9])|mairie$")
"""An office written in one word with its town: « mairiealos », « communedebertre »."""
PERSON_NAME: Final = re.compile(r"[a-z]+(?:-[a-z]+)*[._][a-z]+(?:-[a-z]+)*")
"""« prenom.nom », « p.nom »."""
SMALL_WORDS: Final = frozenset(
    ("d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "mairie", "s", "sous", "sur")
)
"""Words of the name of a town, or of its town hall, that an address may leave out."""
VISIT, POST = "Adresse", "Adresse postale"
"""What DILA calls the address to visit, and the one to write to."""
TAG: Final = re.compile(r"<[^>]*>")
SHORT_NUMBER: Final = re.compile(r"1\d{1,2}|10\d\d|3\d{3}", re.ASCII)
"""A number of a few digits: 17, 116, 1023, 3949."""
SITE: Final = re.compile(r"https?://[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:/\S*)?")
KEPT_WITHOUT: Final = "le service est gardé, sans"


class ServiceValues:
    """The values of one entry, and the warnings about them."""

    def __init__(self, infile: InputFile, entry: Entry) -> None:
        self._infile, self._entry = infile, entry
        self._named = f"{entry.nom} ({entry.id})"

    def row(self, commune: CodeInsee | None) -> tuple[str, ...]:
        """Return the row of the snapshot, for a service that stands in a commune."""
        entry = self._entry
        addresses = entry.objects("adresse")
        visit, post = (self._address(addresses, kind) for kind in (VISIT, POST))
        hours, remarks = self._hours()
        return (
            entry.id,
            entry.type.value,
            self._text(entry.nom, "nom").replace(" - ", " – "),
            commune or "",
            entry.siren,
            visit or post,
            post if visit and post != visit else "",
            self._telephone(),
            self._email(addresses),
            self._site(),
            *self._position(addresses),
            *(write_plages(hours.get(day, ())) for day in DAYS),
            LINE.join(remarks),
            self._day(),
        )

    def _text(self, text: str, column: str) -> str:
        bare = TAG.sub(" ", text).replace("|", "/")
        return printable(self._infile, bare, self._entry.line, column).replace("'", "’")

    def _warn(self, code: str, message: str, left_out: str) -> None:
        self._infile.warn(
            code, f"{self._named} : {message}", self._entry.line, f"{KEPT_WITHOUT} {left_out}"
        )

    def _address(self, addresses: Sequence[Mapping[str, str]], kind: str) -> str:
        """Return the lines of an address of a kind, joined; empty where there is none."""
        of_kind = (one for one in addresses if one.get("type_adresse", VISIT) == kind)
        address = next(of_kind, None)
        if address is None:
            return ""
        names = ("complement1", "complement2", "numero_voie", "service_distribution")
        parts = (line for name in names for line in address.get(name, "").splitlines())
        lines = [line for part in parts if (line := self._text(part, "adresse"))]
        code = address.get("code_postal", "")
        town = self._text(address.get("nom_commune", ""), "adresse")
        if not (code or town):
            return ""
        if not re.fullmatch(r"\d{5}", code, re.ASCII) or not town:
            message = f"adresse sans code postal, ou sans ville : « {code} {town} »"
            self._warn("adresse", message, "adresse")
            return ""
        return LINE.join((*dict.fromkeys(lines), f"{code} {town}"))

    def _telephone(self) -> str:
        """Return the first number that can be dialled."""
        texts = self._entry.texts("telephone")
        for text in texts:
            digits = re.sub(r"[\s.]", "", text)
            if number := digits if SHORT_NUMBER.fullmatch(digits) else telephone_number(text):
                return number
        if texts:
            self._warn("telephone", f"téléphone illisible : « {texts[0]} »", "téléphone")
        return ""

    def _email(self, addresses: Sequence[Mapping[str, str]]) -> str:
        """Return the first address that is not a person's; the message does not repeat that one."""
        texts = self._entry.texts("adresse_courriel")
        given = [one for text in texts for one in re.split(r"[\s;,]+", text) if one]
        towns = [one.get("nom_commune", "") for one in addresses]
        for address in filter(is_address, given):
            if not is_personal(address, (self._entry.nom, *towns)):
                return address
        if any(map(is_address, given)):
            self._warn("courriel", "le courriel semble celui d’une personne", "courriel")
        elif given:
            self._warn("courriel", f"courriel mal formé : « {given[0]} »", "courriel")
        return ""

    def _site(self) -> str:
        texts = self._entry.texts("site_internet")
        for text in texts:
            address = text if re.match("https?://", text, re.IGNORECASE) else f"http://{text}"
            if SITE.fullmatch(address) and printable(
                self._infile, address, self._entry.line, "site_internet"
            ):
                return address
        if texts:
            self._warn("site", f"adresse de site mal formée : « {texts[0]} »", "site")
        return ""

    def _position(self, addresses: Sequence[Mapping[str, str]]) -> tuple[str, str]:
        for address in addresses:
            pair = (address.get(name, "") for name in ("longitude", "latitude"))
            texts = tuple(text.replace(",", ".") for text in pair)
            if not any(texts):
                continue
            try:
                if in_france(float(texts[0]), float(texts[1])):
                    return texts[0], texts[1]
            except ValueError:
                pass
            self._warn(
                "coordonnees", f"coordonnées hors de France : « {' ; '.join(texts)} »", "position"
            )
        return "", ""

    def _hours(self) -> tuple[Horaires, list[str]]:
        """Return the opening hours and the remarks on them."""
        slots = self._entry.objects("plage_ouverture")
        week: dict[str, list[Plage]] = {}
        remarks = [self._entry.remark]
        try:
            for slot in slots:
                days = _days(slot)
                for day in days:
                    week.setdefault(day, []).extend(_intervals(slot))
                if remark := slot.get("commentaire", ""):
                    remarks.append(f"{_named_days(days)}\u00a0: {remark}" if days else remark)
            hours = whole_week({day: join_hours(given) for day, given in week.items()})
        except ValueError as error:
            self._warn("horaires", f"horaires illisibles : « {error} »", "horaires")
            return {}, []
        texts = (self._text(remark, "plage_ouverture") for remark in remarks)
        return hours, [text for text in dict.fromkeys(texts) if text]

    def _day(self) -> str:
        text = self._entry.modified
        if not text:
            return ""
        french = re.sub(r"^(\d\d)/(\d\d)/(\d{4})", r"\3-\2-\1", text)
        try:
            return date.fromisoformat(french[: len("2026-11-28")]).isoformat()
        except ValueError:
            self._warn("date", f"date de mise à jour illisible : « {text} »", "date")
            return ""


def _days(slot: Mapping[str, str]) -> list[str]:
    """Return the days of a slot, from its first to its last; raise ValueError for another word."""
    first = folded(slot.get("nom_jour_debut", ""))
    last = folded(slot.get("nom_jour_fin", "")) or first
    if not first:
        return []
    if first not in JOURS or last not in JOURS:
        raise ValueError(f"{slot.get('nom_jour_debut')} {slot.get('nom_jour_fin')}".strip())
    start, end = JOURS.index(first), JOURS.index(last)
    return [*JOURS[start : end + 1]] if start <= end else [*JOURS[start:], *JOURS[: end + 1]]


def _named_days(days: Sequence[str]) -> str:
    """Return the days of a slot at the head of a remark: « Lundi », « Du lundi au jeudi »."""
    return days[0].capitalize() if len(days) == 1 else f"Du {days[0]} au {days[-1]}"


def _intervals(slot: Mapping[str, str]) -> Iterator[Plage]:
    """Yield the hours of a slot; raise ValueError for a time that is none, or lacks its end."""
    for number in ("1", "2"):
        ends = [slot.get(f"valeur_heure_{end}_{number}", "") for end in ("debut", "fin")]
        if any(ends):
            yield Plage(*map(_minutes, ends))


def _minutes(text: str) -> int:
    match = re.fullmatch(r"(\d{1,2}):(\d\d)(?::\d\d)?", text, re.ASCII)
    if not match:
        raise ValueError(text)
    return minutes_of(*match.groups())


# E-mail addresses that look like a person's, which are not kept


def is_address(text: str) -> bool:
    """Whether a text has the form of an e-mail address."""
    return ADDRESS.fullmatch(text) is not None


def is_personal(address: str, names: Iterable[str]) -> bool:
    """Whether an address looks like a person's, and not that of a service with these names.

    It is a service's when a whole word of it is that of an office, or when it holds all words of
    the service or of its town. Otherwise it is a person's when it has the form « prenom.nom », or
    when anybody may have one there; there, that form comes before the name of the town, and before
    the word of an office that may be a name.
    """
    local, _, domain = folded(address).partition("@")
    tokens = set(re.findall(r"[a-z]+", local))
    anybody, named = PROVIDERS.fullmatch(domain), PERSON_NAME.fullmatch(local)
    offices = OFFICES if anybody and len(tokens) > 1 else OFFICES | MAY_BE_NAMES
    if tokens & offices or local in NAMES_TOO or JOINED_OFFICE.search(local):
        return False
    if anybody and named:
        return True
    letters = re.sub(r"[^a-z]", "", local)
    if any(_holds(letters, name) for name in names):
        return False
    return bool(anybody or named)


def _holds(letters: str, name: str) -> bool:
    """Whether the letters of an address hold all words of a name, « saint » also as « st »."""
    words = [word for word in re.findall(r"[a-z]+", folded(name)) if word not in SMALL_WORDS]
    short = {"saint": "st", "sainte": "ste"}
    return bool(words) and all(
        word in letters or short.get(word, word) in letters for word in words
    )
