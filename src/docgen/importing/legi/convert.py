"""Import of the articles that the project cites, from the base LEGI or from the API of Légifrance.

A global archive, or JSON, replaces what was there; a daily delta goes on from it.  Whatever their
order on the command line, archives are applied in order of their dates.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from docgen.errors import ContentError, Problems, reason_of
from docgen.french.wording import counted, shorten_list
from docgen.importing.checks import edition_of
from docgen.importing.input_file import ImportOptions, InputFile, raise_errors
from docgen.importing.legi.api_json import read_json_articles
from docgen.importing.legi.archive import BASE, STAMP, read_head
from docgen.importing.legi.extraction import DOWNLOAD_ARCHIVE_AGAIN, Extraction, extract, merge
from docgen.importing.legi.identity import CitedTexts
from docgen.importing.tar_stream import DamagedArchiveError, looks_like_archive
from docgen.referential.droit.articles import (
    ARTICLES_FILE,
    SNAPSHOT,
    Articles,
    read_articles,
    write_articles,
)
from docgen.referential.droit.reference import CODES
from docgen.referential.referential import Referential
from docgen.referential.snapshot import Importe, Origine, Snapshot

LONGEST_GAP: Final = 7
"""How many days may part two deltas, which are daily, before one may be missing."""
GLOBAL: Final = "Freemium_legi_global_….tar.gz"
FOLDER: Final = "content/referentiel/legi"
GIVE_GLOBAL: Final = (
    f"donnez d’abord l’archive globale ({GLOBAL}), avec tous les deltas depuis elle"
)
DATASET: Final = "LEGI : codes, lois et règlements consolidés"
AWAIT_DELTAS: Final = "leur texte viendra avec les deltas à paraître ; donnez tous ceux parus"
READ_ON: Final = "le jour où ces fichiers ont été pris sur Légifrance, ou dans legi-data"
"""Which day the edition of articles in JSON is: LEGI itself is dated by its archives."""
API: Final = "Légifrance, articles de l’API"


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
    stated: bool = False
    """Whether a person says its day, which neither it nor its name tells."""

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
        stamps = [match[1] for one in opened.importes if (match := STAMP.search(one.fichier))]
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
    """Return the archives in order of their dates; add an error for each of another base.

    An edition that a person states is refused where each archive tells another.
    """
    given = (_date_archive(infile, options) for infile in files)
    dated = sorted((one for one in given if one), key=lambda archive: archive.stamp)
    last = dated[-1] if dated and not any(one.stated for one in dated) else None
    if last and options.edition not in (None, last.day):
        message = f"--edition dit {options.edition}, et l’archive {last.day}"
        last.infile.error("edition", message, hint="retirez --edition : l’archive dit la sienne")
    return dated


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
    return DatedArchive(infile, stamp, head.delta, stated=not head.stamp)


def convert(
    files: Sequence[InputFile], options: ImportOptions, referential: Referential
) -> tuple[Snapshot, ...]:
    """Return the snapshot `legi`; raise ContentError with every problem of the files."""
    _ = referential.droit  # whose problems come first: it says which articles are wanted
    texts = CitedTexts(referential.cited_articles)
    if not texts.cited.named:
        message, hint = "ce projet ne cite aucun article", "écrivez content/referentiel/droit/"
        raise files[0].refusal("droit", message, hint=hint)
    archives = [infile for infile in files if _is_archive(infile)]
    for infile in files:
        if archives and infile not in archives:
            hint = "importez ou des archives, ou du JSON : l’un remplace l’autre"
            infile.error("melange", "ce n’est pas une archive, et d’autres en sont", hint=hint)
    raise_errors(files)
    build = _from_archives if archives else _from_json
    return (build(files, options, texts, read_standing(referential)),)


def _is_archive(infile: InputFile) -> bool:
    try:
        return looks_like_archive(infile.path)
    except OSError as error:
        message = f"lecture impossible : {reason_of(error)}"
        if infile.path.is_dir():
            message = "ce dossier n’a aucun fichier « .json »"
        raise infile.unreadable(message) from error


def _from_archives(
    files: Sequence[InputFile], options: ImportOptions, texts: CitedTexts, standing: Standing | None
) -> Snapshot:
    dated = date_archives(files, options)
    raise_errors(files)
    chain = chain_archives(dated, standing)
    raise_errors(files)
    extractions = (
        extract(archive.infile, texts, options, delta=archive.delta) for archive in chain.archives
    )
    last = chain.archives[-1]
    former = chain.standing.articles if chain.standing else ()
    merged = merge(filter(None, extractions), former, last.day)
    articles = Articles(one for one in merged if texts.cited.covers(one.ouvrage, one.numero))
    raise_errors(files)
    _check(last.infile, articles, texts, last.day, for_texts=AWAIT_DELTAS)
    if chain.standing is None and standing:
        _refuse_loss(last.infile, articles, standing, texts)
    importes = chain.standing.importes if chain.standing else ()
    importes += tuple(archive.infile.importe for archive in chain.archives)
    return _snapshot(articles, DATASET, last.day.isoformat(), importes, options)


def _from_json(
    files: Sequence[InputFile], options: ImportOptions, texts: CitedTexts, standing: Standing | None
) -> Snapshot:
    problems, read = Problems(), []
    for rank, infile in enumerate(files):
        options.progress("lecture des articles", rank / len(files))
        with problems.gather(ContentError):
            read += [(infile, article) for article in read_json_articles(infile, texts)]
    seen = dict[str, str]()
    for infile, article in read:
        version = article.version
        if seen.setdefault(version.id, version.empreinte) != version.empreinte:
            message = f"{version.id} est donné deux fois, avec d’autres mots"
            infile.error("doublon", message, hint="gardez le fichier le plus récent des deux")
    raise_errors(files)
    edition = edition_of(files[0], options, READ_ON)  # asked for once the files are what they say
    raise_errors(files)
    day = first_day_of(edition)
    extraction = Extraction(
        tuple(article.version for _, article in read),
        tuple(other for _, article in read for other in article.announced),
        (),
        (),
    )
    articles = Articles(merge([extraction], (), day))
    _check(files[0], articles, texts, day, for_texts="donnez aussi les fichiers de ces versions")
    if standing:
        refuse_older(files[0], edition, standing)
        _refuse_loss(files[0], articles, standing, texts)
    importes = tuple(infile.importe for infile in files)
    return _snapshot(articles, API, edition, importes, options)


def _check(
    infile: InputFile, articles: Articles, texts: CitedTexts, day: date, *, for_texts: str
) -> None:
    """Add a warning for what lacks; raise ContentError when no cited article is there.

    `for_texts` is the hint for versions without their texts.
    """
    wanted = texts.cited.named
    absent = [key for key in sorted(wanted) if key not in articles]
    if len(absent) == len(wanted):
        message = f"aucun des {len(wanted)} articles cités par ce projet n’y est"
        raise infile.refusal("absent", message, hint=GIVE_GLOBAL)
    if absent:
        many = "n’y sont pas" if len(absent) > 1 else "n’y est pas"
        message = f"{counted(len(absent), 'article cité', 'articles cités')} {many}"
        hint = f"vérifiez leur numéro ; s’ils ont été cités depuis, {GIVE_GLOBAL}"
        infile.warn("absent", f"{message} : {_list_articles(absent)}", hint=hint)
    bare = [one for one in articles if not one.texte and not one.lieux]
    if bare:
        named = _list_articles([(one.ouvrage, one.numero) for one in bare])
        message = f"versions connues par leurs dates seules, sans leur texte : {named}"
        infile.warn("sans-texte", message, hint=for_texts)
    for former, later in articles.overlaps():
        if all(one.fin is None or one.fin > day for one in (former, later)):
            message = (
                f"{_list_articles([(later.ouvrage, later.numero)])} a deux versions le"
                f" {later.debut:%d/%m/%Y} : {former.id} et {later.id}"
            )
            hint = "aucune des deux n’est retenue ces jours-là ; un delta manque peut-être"
            infile.warn("chevauchement", message, hint=hint)


def _refuse_loss(
    infile: InputFile, articles: Articles, standing: Standing, texts: CitedTexts
) -> None:
    """Add an error when articles that stand here would be lost: the files are but a part."""
    kept = {(one.ouvrage, one.numero) for one in standing.articles if one.texte}
    lost = sorted(key for key in kept if texts.cited.covers(*key) and key not in articles)
    if lost:
        message = f"{counted(len(lost), 'article')} de l’import d’avant n’y sont pas"
        message += f" : {_list_articles(lost)}"
        hint = f"donnez tous les fichiers à la fois ; pour y renoncer, effacez d’abord {FOLDER}"
        infile.error("partiel", message, hint=hint)


def _list_articles(keys: Sequence[tuple[str, str]]) -> str:
    names = (
        f"{CODES[ouvrage].abrege if ouvrage in CODES else ouvrage} {numero}"
        for ouvrage, numero in dict.fromkeys(keys)
    )
    return shorten_list(list(names))


def _snapshot(
    articles: Articles,
    dataset: str,
    edition: str,
    importes: tuple[Importe, ...],
    options: ImportOptions,
) -> Snapshot:
    origine = Origine(
        jeu=dataset,
        edition=edition,
        producteur="DILA",
        source="Légifrance, données ouvertes de la DILA",
        licence="Licence Ouverte 2.0",
        mention="Direction de l’information légale et administrative, base LEGI",
        provenance=options.provenance,
        importes=importes,
    )
    data = write_articles(articles)
    return Snapshot(SNAPSHOT, origine, {ARTICLES_FILE: data}, {ARTICLES_FILE: data.count(b"\n")})
