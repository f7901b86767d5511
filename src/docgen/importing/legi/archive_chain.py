"""The archives that an import applies: a global one, or what stands here, then the later deltas."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from docgen.errors import ContentError
from docgen.french.wording import counted
from docgen.importing.input_file import ImportOptions, InputFile
from docgen.importing.legi.archive import BASE, STAMP, read_head
from docgen.importing.legi.extraction import DOWNLOAD_ARCHIVE_AGAIN
from docgen.importing.tar_stream import DamagedArchiveError
from docgen.referential.droit.articles import SNAPSHOT, Articles, read_articles
from docgen.referential.referential import Referential
from docgen.referential.snapshot import Importe

LONGEST_GAP: Final = 7
"""How many days may part two deltas, which are daily, before one may be missing."""
GLOBAL: Final = "Freemium_legi_global_….tar.gz"
FOLDER: Final = "content/referentiel/legi"
GIVE_GLOBAL: Final = (
    f"donnez d’abord l’archive globale ({GLOBAL}), avec tous les deltas depuis elle"
)


@dataclass(frozen=True, slots=True)
class Standing:
    """What an earlier import left: its articles, the stamp of its last archive, its files."""

    articles: Articles
    stamp: str
    importes: tuple[Importe, ...]


@dataclass(frozen=True, slots=True)
class DatedArchive:
    """An archive and its day and time, as DILA writes them: « 20260908-210512 »."""

    infile: InputFile
    stamp: str
    delta: bool

    @property
    def day(self) -> date:
        return day_of(self.stamp)


@dataclass(frozen=True, slots=True)
class Chain:
    """The archives to apply, in order of their dates, to what stands here or to nothing."""

    archives: tuple[DatedArchive, ...]
    standing: Standing | None


def read_standing(referential: Referential) -> Standing | None:
    """Return what stands here, None for nothing or for a snapshot that is damaged."""
    try:
        opened = referential.snapshot(SNAPSHOT)
        if opened is None:
            return None
        stamps = [found[1] for one in opened.importes if (found := STAMP.search(one.fichier))]
        first = first_day_of(opened.origine.edition)
        stamp = max([f"{first:%Y%m%d}", *stamps])
        return Standing(read_articles(opened), stamp, opened.importes)
    except (ContentError, ValueError):  # an edition that is no day was not written by docgen
        return None


def first_day_of(edition: str) -> date:
    """Return the day of an edition, or the first of its month; raise ValueError for none."""
    return date.fromisoformat(edition if len(edition) > len("2026-11") else f"{edition}-01")


def day_of(stamp: str) -> date:
    """Return the day of a stamp; raise ValueError when it is none."""
    return date.fromisoformat(stamp[:8])


def date_archives(files: Iterable[InputFile], options: ImportOptions) -> list[DatedArchive]:
    """Return the archives in order of their dates; add an error for each of another base."""
    dated = (_date_archive(infile, options) for infile in files)
    return sorted((one for one in dated if one), key=lambda archive: archive.stamp)


def chain_archives(archives: Sequence[DatedArchive], standing: Standing | None) -> Chain:
    """Return the archives to apply; add an error for each that nothing can be made of."""
    bases = [archive for archive in archives if not archive.delta]
    if not bases and standing is None:
        for archive in archives:
            message = "delta sans son archive globale : il ne dit que ce qui a changé un jour"
            archive.infile.error("delta", message, hint=GIVE_GLOBAL)
        return Chain((), None)
    start = bases[-1].stamp if bases else standing.stamp if standing else ""
    later = [archive for archive in archives if archive.delta and archive.stamp > start]
    chain = (*bases[-1:], *later)
    if passed := [archive for archive in archives if archive not in chain]:
        message = counted(len(passed), "archive déjà comprise", "archives déjà comprises")
        passed[-1].infile.warn("ancienne", f"{message}, jusqu’au {day_of(start):%d/%m/%Y}")
    last = chain[-1].stamp if chain else start
    if standing and (not chain or last < standing.stamp):
        _refuse(archives[-1].infile, standing)
    _warn_of_gaps(start, later)
    return Chain(chain, None if bases else standing)


def refuse_older(infile: InputFile, edition: str, standing: Standing) -> None:
    """Add an error when an edition, a day or a month, is older than what stands here."""
    if edition < day_of(standing.stamp).isoformat()[: len(edition)]:
        _refuse(infile, standing)


def _refuse(infile: InputFile, standing: Standing) -> None:
    message = f"rien de plus récent que ce qui est là, du {day_of(standing.stamp):%d/%m/%Y}"
    hint = f"donnez ce qui a suivi ; pour revenir en arrière, effacez d’abord {FOLDER}"
    infile.error("ancienne", message, hint=hint)


def _warn_of_gaps(start: str, later: Sequence[DatedArchive]) -> None:
    days = [day_of(start), *(archive.day for archive in later)]
    for (former, day), archive in zip(pairwise(days), later, strict=True):
        if (day - former).days > LONGEST_GAP:
            message = f"aucun delta entre le {former:%d/%m/%Y} et le {day:%d/%m/%Y}"
            hint = "ils paraissent presque chaque jour : s’il en manque, des textes sont périmés"
            archive.infile.warn("lacune", message, hint=hint)


def _date_archive(infile: InputFile, options: ImportOptions) -> DatedArchive | None:
    try:
        head = read_head(infile.path)
    except DamagedArchiveError as error:
        infile.error("archive", str(error), hint=DOWNLOAD_ARCHIVE_AGAIN)
        return None
    if head.base != BASE:
        named = f"archive de la base {head.base.upper()}" if head.base else "archive inconnue"
        hint = f"celle qu’il faut est celle de la base LEGI : {GLOBAL}"
        infile.error("base", f"{named}, et non de LEGI", hint=hint)
        return None
    stamp = head.stamp or (f"{options.edition:%Y%m%d}" if options.edition else "")
    try:
        day_of(stamp)
    except ValueError:
        hint = "gardez le nom qu’elle a sur le site, ou ajoutez --edition AAAA-MM-JJ"
        infile.error("edition", "ni l’archive ni son nom ne disent de quand elle date", hint=hint)
        return None
    return DatedArchive(infile, stamp, head.delta)
