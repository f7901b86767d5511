"""What an archive says of the cited articles; it is kept in the cache, for the archive is long.

A gzip stream can be entered at its first byte only.  So the unit that an interrupted import takes
up again is the archive: those that were read to their end are not read again.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Final

from docgen.cache.fingerprint import code_digest
from docgen.importing.input_file import ImportOptions, InputFile
from docgen.importing.legi.archive import SUPPRESSIONS, ArchivedFile, archived_files, place_of
from docgen.importing.legi.identity import ARTICLE_ID, CitedTexts
from docgen.importing.legi.xml_article import ReadArticle, number_in, read_article
from docgen.importing.tar_stream import DamagedArchiveError
from docgen.referential.droit.articles import ArticleVersion

NAMESPACE: Final = "legi"
DOWNLOAD_ARCHIVE_AGAIN: Final = (
    "téléchargez-la encore, et comparez sa taille à celle qui est annoncée ; ne l’ouvrez pas"
)


@dataclass(frozen=True, slots=True)
class Extraction:
    """The cited articles of an archive, the versions that these announce, the deletions.

    `suppressed` are places and identifiers; `uncited`, of a delta alone, the identifiers of the
    articles that are not cited.
    """

    versions: tuple[ArticleVersion, ...]
    announced: tuple[ArticleVersion, ...]
    suppressed: tuple[tuple[str, str], ...]
    uncited: tuple[str, ...]


def extract(
    infile: InputFile, texts: CitedTexts, options: ImportOptions, *, delta: bool
) -> Extraction | None:
    """Return what an archive says, from the cache if it was read before; None for one in error."""
    parts = [infile.importe.sha256, delta, sorted(texts.cited.named), sorted(texts.cited.ranges)]
    key = json.dumps([*parts, code_digest()])
    kept = options.store.get_json(NAMESPACE, key, Extraction) if options.store else None
    if kept is not None:
        return kept
    reader = _ArchiveReader(texts, delta=delta)
    try:
        for file in archived_files(infile.path, partial(options.progress, infile.path.name)):
            reader.take(file)
    except DamagedArchiveError as error:
        infile.error("archive", str(error), hint=DOWNLOAD_ARCHIVE_AGAIN)
        return None
    for message in reader.damaged:
        infile.error("article", message, hint=DOWNLOAD_ARCHIVE_AGAIN)
    if reader.damaged:
        return None
    extraction = reader.extraction
    if options.store:
        options.store.put_json(NAMESPACE, key, extraction)
    return extraction


def merge(
    extractions: Iterable[Extraction], former: Iterable[ArticleVersion], day: date
) -> Iterator[ArticleVersion]:
    """Yield the versions that archives leave, applied in this order to those that stood before.

    A version without its text is kept only if it is in force on a day or later: it then tells that
    the text changes, or lacks.  What was announced of an article holds until the article is read
    again.
    """
    versions, announced = dict[str, ArticleVersion](), dict[str, ArticleVersion]()
    for version in former:
        (versions if version.texte or version.lieux else announced)[version.id] = version
    for extraction in extractions:
        for version in extraction.versions:
            before = versions[version.id].lieux if version.id in versions else ()
            places = tuple(sorted({*version.lieux, *before}))
            versions[version.id] = replace(version, lieux=places)
        read_again = {version.cid for version in extraction.versions}
        announced = {key: one for key, one in announced.items() if one.cid not in read_again}
        announced |= {version.id: version for version in extraction.announced}
        for identifier in extraction.uncited:
            versions.pop(identifier, None)
            announced.pop(identifier, None)
        for place, identifier in extraction.suppressed:
            _suppress(versions, identifier, place)
            announced.pop(identifier, None)
    yield from versions.values()
    for version in announced.values():
        if version.id not in versions and (version.fin is None or version.fin > day):
            yield version


def _suppress(versions: dict[str, ArticleVersion], identifier: str, place: str) -> None:
    """Remove a version from a place; it is gone when it has no other."""
    if identifier in versions:
        left = tuple(other for other in versions[identifier].lieux if other != place)
        if left:
            versions[identifier] = replace(versions[identifier], lieux=left)
        else:
            del versions[identifier]


class _ArchiveReader:
    """Reads the articles of an archive, as they come; of a file that is twice there, the newer."""

    def __init__(self, texts: CitedTexts, *, delta: bool) -> None:
        self.damaged: list[str] = []
        self._texts = texts
        self._delta = delta
        self._uncited = set[str]()
        self._read: dict[str, tuple[float, ReadArticle]] = {}
        self._suppressed: list[tuple[str, str]] = []

    def take(self, file: ArchivedFile) -> None:
        if SUPPRESSIONS.search(file.path):
            paths = map(place_of, file.data.decode("ascii", "replace").split())
            self._suppressed += [path for path in paths if ARTICLE_ID.fullmatch(path[1])]
            return
        place, identifier = place_of(file.path)
        if not self._texts.cited.may_cover(number_in(file.data)):
            self._note_uncited(identifier)
            return
        try:
            article = read_article(file.data, self._texts, place)
        except ValueError as error:
            self.damaged.append(f"{identifier} : {error}")
            return
        if article is None:
            self._note_uncited(identifier)
            return
        if article.version.id != identifier:
            self.damaged.append(f"{identifier} : ce fichier dit être {article.version.id}")
            return
        changed, before = self._read.get(identifier, (file.changed, article))
        newer = article if file.changed >= changed else before
        places = tuple(sorted({*article.version.lieux, *before.version.lieux}))
        newer = replace(newer, version=replace(newer.version, lieux=places))
        self._read[identifier] = (max(changed, file.changed), newer)

    def _note_uncited(self, identifier: str) -> None:
        if self._delta:  # a global archive holds millions of them, and removes nothing
            self._uncited.add(identifier)

    @property
    def extraction(self) -> Extraction:
        read = [article for _, article in self._read.values()]
        announced = {other.id: other for article in read for other in article.announced}
        return Extraction(
            tuple(article.version for article in read),
            tuple(announced.values()),
            tuple(self._suppressed),
            tuple(sorted(self._uncited - self._read.keys())),
        )
