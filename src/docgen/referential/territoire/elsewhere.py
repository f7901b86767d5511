"""What texts name of another département than the project's, as a copied text has it.

It may be the short name of a party, its site, a prefect's act, a court, a département or a region.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import suppress
from functools import lru_cache, partial
from pathlib import Path
from typing import Final

from docgen.content.raw import as_group, as_text, texts, value_at
from docgen.content.source import SOURCES, Source, Steps, read_source
from docgen.content.validation import Finding, problem_at
from docgen.errors import ContentError, Problem
from docgen.french.letters import folded
from docgen.french.wording import liste, nombre
from docgen.markup import MarkError, references
from docgen.referential.communes.france import Departement
from docgen.referential.droit.local_rules import ALSACE_MOSELLE, EXCLUDED
from docgen.referential.referential import Referential
from docgen.referential.territoire.courts import COURTS
from docgen.referential.territoire.roles import ROLES_FILE, warn_of_foreign_contacts
from docgen.workspace import CONTENT

SHARED_FILES: Final = ("*.yaml", "referentiel/droit/*.yaml", f"territoire/{ROLES_FILE}")
"""The files of `content/` that documents print beside their own texts."""
LEFT_OUT: Final = {
    "a_controler",
    "adherents",
    "ailleurs",
    "controle",
    "malgre",
    "page",
    "remarques",
    "sources",
    "vie",
}
"""The fields that are not printed, that cite what may be of anywhere, or have a check of theirs."""
CODE: Final = r"(97\d|98\d|2[ABab]|\d\d)"
CODED: Final = re.compile(
    rf"\b(?!R[DN]\d|CD\d|COVID)[A-Z]{{2,}}{CODE}\b"  # « AMR81 », and no road, « RN88 »
    rf"|\b[\w-]*[a-z]{CODE}\.(?:com|fr|org)\b"  # « mairesruraux81.fr »
    rf"|(?<![\w-]){CODE}-20\d\d-\d[\d-]*"  # a prefect's act, « 81-2025-05-28-00008 »
)
"""A name that holds the code of its département."""
ARTICLE: Final = r"(?:\b(?:[Dd]u|[Ll][ae]s?|[Aa]ux?|[Dd]es?|[Ee]n)\s|\b[DdLl][’']|,\s)"
BEFORE_NO_PLACE: Final = (
    r"\b(?:gorges?|vallées?|rives?|berges?|bords?|bassin|crues?"
    r"|[Rr]ue|[Aa]venue|[Bb]oulevard|[Pp]lace|[Qq]uai|[Cc]ours|[Cc]hemin|[Rr]oute|[Aa]llées?"
    r"|[Ii]mpasse|[Ss]quare|[Ff]aubourg)\s(?:de\s)?"
)
"""The words before the name of a river, or of what a street is called after."""
THE_NORTH: Final = r"\bNord(?= d[eu’'])"
"""The north of a place, « le Nord du Tarn », which is no département."""
LOCAL_STATE: Final = re.compile(r"judiciaire|parquet|préf[eè]|procureur", re.IGNORECASE)
"""The services of the State that serve one département, unlike an administrative court."""
COURT: Final = r"\b[Tt]ribunal [Aa]dministratif"
CAPITALS: Final = re.compile(r"\b[A-ZÀ-Ý][^\W\d_]*")
"""Words with which a name may begin."""
OVERSEAS: Final = ("97", "98")
NOT_OVERSEAS: Final = re.compile(
    r"\b(?:DDT|DDETSPP|DREAL)\b"
    r"|(?<![\w-])[Gg]roupement(?! de (?:communes|commandes)| d[’']| forestier| foncier)(?![\w-])"
)
"""The services of the State that no overseas département has: the gendarmerie is a commandement."""
MATCHES_NOTHING: Final = re.compile(r"(?!)")
TOWN_FIELDS: Final = ("lieu", "ville")
ADDRESS_FIELDS: Final = ("courriel", "site")
NATIONAL: Final = "75"
"""Paris, the seat of what is national."""
HINT: Final = (
    "écrivez ce qui vaut chez vous ; si ce nom est voulu, ajoutez-le sous « ailleurs: », "
    f"dans content/territoire/{ROLES_FILE}"
)

OVERSEAS_HINT: Final = (
    "outre-mer, la DDT et la DREAL sont la DEAL, la DDETSPP est la DAAF ou la DEETS (en Guyane, la "
    "DGTM et la DGCOPOP), le groupement est le commandement de la gendarmerie"
)


def warn_of_texts_elsewhere(referential: Referential, kinds: Iterable[str]) -> Iterator[Problem]:
    """Yield a warning for each such name in each text of a project, where it stands first."""
    names = referential.derived(_names)
    if names is None:
        return
    paths = (*_texts(referential, kinds), *_shared_files(referential))
    for source in _sources(referential, paths):
        yield from _warn(source, _found_in(names, source), names)


def warn_of_local_law(referential: Referential, kinds: Iterable[str]) -> Iterator[Problem]:
    """Yield one warning that names the texts of a project that write articles replaced there.

    Those that cite a rule of law by its key are told with that rule.
    """
    if referential.home not in ALSACE_MOSELLE:
        return
    files = [
        source.name
        for source in _sources(referential, _texts(referential, kinds))
        if any(EXCLUDED.search(text) for _, text in texts(source.data))
    ]
    if files:
        message = (
            "en Alsace-Moselle, l’article L. 2542-1 du CGCT écarte des articles sur la police du"
            f" maire (L. 2212-1 à L. 2212-4, L. 2213-6…), que citent {liste(*files)}"
        )
        hint = "qu’un juriste les remplace : voyez les articles L. 2542-2 et suivants du CGCT"
        yield Problem(CONTENT, message, code="droit-local", hint=hint).as_warning()


def warn_of_names_elsewhere(
    source: Source, referential: Referential, reads: Sequence[str] = ()
) -> Iterator[Problem]:
    """Yield a warning for each such name in a text, where it stands first.

    Also for those of the entries that it names, in the files that documents are made from beside
    it (`reads`), and whose address is of another project.
    """
    names = referential.derived(_names)
    if names is None:
        return
    yield from _warn(source, _found_in(names, source), names)
    if reads:
        named = {name for _, text in texts(source.data) for name in _named_in(text)}
        entries = referential.derived(_reader(tuple(reads)))
        warnings = (one for name in sorted(named & entries.keys()) for one in entries[name])
        yield from dict.fromkeys(warnings)


def _named_in(text: str) -> Iterator[str]:
    """Yield the entries that a text names: alone, « ta-toulouse », or to print their sentence."""
    yield text.strip()
    with suppress(MarkError):  # reported by the check of the text
        yield from (one.cle for one in references(text) if one.genre == "droit" and not one.forme)


def _warn(
    source: Source, places: Iterable[tuple[Steps, str]], names: _OtherPlaces
) -> Iterator[Problem]:
    by_name: dict[str, list[Steps]] = {}
    for steps, name in places:
        by_name.setdefault(name, []).append(steps)
    for name, everywhere in by_name.items():
        message = f"« {name} » n’est pas {names.home.dans}, le département de ce projet"
        if (count := len(everywhere)) > 1:
            message += f" ({nombre(count)} fois dans ce fichier)"
        hint = OVERSEAS_HINT if names.is_service(name) else HINT
        finding = Finding(everywhere[0], "ailleurs", message, hint, name)
        yield problem_at(source, finding).as_warning()


def _texts(referential: Referential, kinds: Iterable[str]) -> Iterator[Path]:
    for kind in kinds:
        yield from referential.workspace.texts(kind)


def _shared_files(referential: Referential, places: Sequence[str] = SHARED_FILES) -> Iterator[Path]:
    for place in places:
        yield from sorted(referential.workspace.content.glob(place))


def _sources(
    referential: Referential, paths: Iterable[Path], reads: tuple[str, ...] = ("",)
) -> Iterator[Source]:
    for path in paths:
        if (name := referential.workspace.name_of(path)).startswith(reads):
            with suppress(ContentError):  # reported by the check of the text
                yield read_source(path, name)


@lru_cache(maxsize=SOURCES)
def _found_in(names: _OtherPlaces, source: Source) -> tuple[tuple[Steps, str], ...]:
    """Return each such name in a source, with its place."""
    placed = texts(source.data)
    return tuple((steps, name) for steps, text in placed for name in names.find(steps, text))


@lru_cache(maxsize=16)  # one function for each kind: what it returns is kept by it
def _reader(reads: tuple[str, ...]) -> Callable[[Referential], Mapping[str, Sequence[Problem]]]:
    return partial(_entries_elsewhere, reads=reads)


def _entries_elsewhere(
    referential: Referential, reads: Sequence[str]
) -> Mapping[str, Sequence[Problem]]:
    """Return what is of another département in the entries of files, by their names."""
    entries: dict[str, list[Problem]] = {}
    names = referential.derived(_names)
    if names is None:
        return entries
    beside = tuple(f"{CONTENT}/{place}" for place in reads)
    for source in _sources(referential, _shared_files(referential), beside):
        for steps, name in _found_in(names, source):
            entry = as_group(value_at(source.data, steps[:2]))
            key = as_text(entry.get("id") or entry.get("cle")).strip()
            entries.setdefault(key, []).extend(_warn(source, [(steps, name)], names))
    if f"territoire/{ROLES_FILE}" in reads:
        _add_contacts_elsewhere(entries, referential)
    return entries


def _add_contacts_elsewhere(entries: dict[str, list[Problem]], referential: Referential) -> None:
    roles = referential.roles_read.sound
    for warning in warn_of_foreign_contacts(referential, roles):
        for role in roles:
            if role.adresse:
                entries.setdefault(role.id, []).append(warning)
    for role in roles:
        entries.setdefault(role.id, []).extend(entries.get(role.par or "", ()))


class _OtherPlaces:
    """The names of all départements but `home`, and of what is in them; `communes` are its own.

    `towns` are those of other départements, whether a court sits there or not.
    """

    def __init__(
        self,
        home: Departement,
        departements: Iterable[Departement],
        towns: Set[str],
        meant: Set[str] = frozenset(),
        communes: Set[str] = frozenset(),
    ) -> None:
        self.home, self._meant = home, meant
        known = {one.code: one for one in departements if one.code != home.code}
        names = {one.nom for one in known.values() if one.code != NATIONAL}
        regions = {one.region.nom for one in known.values()} - {home.region.nom} - names
        self._codes = known.keys()
        seats = (towns | set(COURTS.values())) - {COURTS.get(home.code)}
        self._first_words = {
            CAPITALS.findall(name)[0] for name in (*names, *regions, *towns, *seats)
        }
        self._places = re.compile(rf"{ARTICLE}({_any_of(names)})|(?<![\w-])({_any_of(regions)})")
        ours = {one for one in communes if self._places.search(one)}  # « Gorges du Tarn Causses »
        self._no_places = re.compile(
            rf"{_any_of(ours)}|{BEFORE_NO_PLACE}{ARTICLE}{_any_of(names | regions)}|{THE_NORTH}"
        )
        own = map(_in_an_address, (home.nom, home.region.nom, *ours))
        self._own = re.compile(rf"(?<![a-z]){_any_of(own)}")
        theirs = map(_in_an_address, names | regions)
        self._addresses = re.compile(rf"(?<![a-z]){_any_of(theirs)}")
        before = r"(?<![Aa]dministratif )(?<!appel )(?:^|^\d{5}\s|\bde\s|\bd[’'])"
        self._towns = re.compile(rf"{before}({_any_of(towns)})")
        self._courts = re.compile(rf"{COURT} (?:de |d[’'])({_any_of(seats)})")
        self._services = NOT_OVERSEAS if home.code.startswith(OVERSEAS) else MATCHES_NOTHING

    def is_service(self, name: str) -> bool:
        """Whether a name is that of a service which no overseas département has."""
        return self._services.fullmatch(name) is not None

    def find(self, steps: Steps, text: str) -> Iterator[str]:
        """Yield each name in a text of elsewhere, but those that are meant; any blank is one."""
        names = self._find(steps, " ".join(text.split()))
        yield from (name for name in names if name not in self._meant)

    def _find(self, steps: Steps, text: str) -> Iterator[str]:
        if not LEFT_OUT.isdisjoint(map(str, steps)):
            return
        field = steps[-1] if steps else ""  # a file that is a text alone: its check reports it
        if field in ADDRESS_FIELDS and self._addresses.search(self._own.sub("", text.lower())):
            yield text
        yield from (one[0] for one in CODED.finditer(text) if _group(one).upper() in self._codes)
        yield from self._services.findall(text)
        if self._first_words.isdisjoint(CAPITALS.findall(text)):
            return
        yield from map(_group, self._courts.finditer(text))
        if "reference" not in steps:  # the title of a text of law says where it is from
            yield from map(_group, self._places.finditer(self._no_places.sub("", text)))
            if LOCAL_STATE.search(text) or field in TOWN_FIELDS:
                yield from map(_group, self._towns.finditer(text))


def _names(referential: Referential) -> _OtherPlaces | None:
    """Return the names that a project may not print, None where its département is not known."""
    home = referential.home if referential.snapshot("cog") else None
    ours = referential.communes.departement(home or "") if home else None
    if ours is None:
        return None
    known = referential.communes
    communes = frozenset(one.toponyme.seul for one in known.in_departement(ours.code))
    towns = frozenset(known.seats_outside(ours.code) - communes)
    meant = _meant_names(referential)
    return _other_places(ours, (*known.departements,), towns, meant, communes)


def _meant_names(referential: Referential) -> frozenset[str]:
    """Return the names of other départements that the project means to print."""
    roles = _sources(referential, _shared_files(referential, (f"territoire/{ROLES_FILE}",)))
    return frozenset(name for one in roles for _, name in texts(as_group(one.data).get("ailleurs")))


_other_places = lru_cache(maxsize=2)(_OtherPlaces)


def _group(match: re.Match[str]) -> str:
    """Return the only group that took part in a match."""
    return str(match[match.lastindex or 0])


def _in_an_address(name: str) -> str:
    """Return a name as sites and e-mail addresses write it: ``cote-d-or``."""
    return re.sub(r"[^a-z]+", "-", folded(name))


def _any_of(names: Iterable[str]) -> str:
    """Return a pattern of whole names, longest first: « Tarn-et-Garonne » before « Tarn »."""
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    alternatives = re.sub("[’']", "[’']", "|".join(map(re.escape, longest_first)))
    return rf"(?:{alternatives})(?![\w-]|\s\d)"
