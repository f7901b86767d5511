"""Write archives in the form of the base LEGI, with invented text, to try and to measure imports.

    .venv/bin/python tools/synthetic_legi.py Freemium_legi_global_20260713-140000.tar.gz
    .venv/bin/python tools/synthetic_legi.py LEGI_20260714-210000.tar.gz --articles 300

By default as many articles as the true archive has, which takes its size and some minutes.  Paths,
elements and dates are like the true ones; sentences are words in disorder, and say nothing.
"""

import argparse
import gzip
import io
import random
import re
import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from docgen.referential.droit.reference import CODES
from docgen.referential.referential import Referential
from docgen.workspace import Workspace

TRUE_SIZE = 1_750_000
"""How many articles the true archive has, between one and a half and two millions."""
CODE_SHARE = 0.4
"""The share of articles that are of codes."""
WORDS = 4000
POOL = 8_000_000
NO_END = "2999-01-01"
SYLLABLES = [
    "ba",
    "be",
    "di",
    "do",
    "fa",
    "gu",
    "la",
    "le",
    "mi",
    "na",
    "pa",
    "ri",
    "so",
    "tu",
    "zo",
]
LINKS = "".join(
    f'<LIEN cidtexte="JORFTEXT{rank:012}" datesignatexte="2020-01-01" id="LEGIARTI{rank:012}"'
    f' naturetexte="LOI" num="{rank}" sens="cible" typelien="CITATION">Texte fictif {rank}</LIEN>\n'
    for rank in range(12)
)


@dataclass(frozen=True)
class Article:
    """A version of an article: its text in the base, its number, its days, its words in HTML."""

    id: str
    num: str
    debut: str = "2020-01-01"
    fin: str = NO_END
    etat: str = "VIGUEUR"
    html: str = "<p>Exemple fictif.</p>"
    cid: str = CODES["environnement"].legi[0]
    texte: str = ""
    """The identifier of its text where it is not `cid`."""
    nature: str = "CODE"
    titre: str = "Code fictif"
    folder: str = "code_et_TNC_en_vigueur/code_en_vigueur"
    versions: tuple[tuple[str, str, str, str], ...] = ()
    """Its other versions: identifier, first day, end, state."""

    @property
    def path(self) -> str:
        """Its path in an archive, from the folder of the base."""
        return f"{place(self.folder, self.cid)}/article/{fan_out(self.id)}.xml"

    @property
    def xml(self) -> bytes:
        """Its file."""
        own = (self.id, self.debut, self.fin, self.etat)
        links = "".join(
            f'<VERSION etat="{etat}"><LIEN_ART debut="{debut}" etat="{etat}" fin="{fin}"'
            f' id="{identifier}" num={quoteattr(self.num)} origine="LEGI"/></VERSION>\n'
            for identifier, debut, fin, etat in (*self.versions, own)
        )
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n<ARTICLE>\n<META>\n<META_COMMUN>\n'
            f"<ID>{self.id}</ID>\n<ANCIEN_ID/>\n<ORIGINE>LEGI</ORIGINE>\n"
            f"<URL>article/{fan_out(self.id)}.xml</URL>\n<NATURE>Article</NATURE>\n"
            f"</META_COMMUN>\n<META_SPEC>\n<META_ARTICLE>\n<NUM>{escape(self.num)}</NUM>\n"
            f"<ETAT>{self.etat}</ETAT>\n<DATE_DEBUT>{self.debut}</DATE_DEBUT>\n"
            f"<DATE_FIN>{self.fin}</DATE_FIN>\n<TYPE>AUTONOME</TYPE>\n</META_ARTICLE>\n"
            f'</META_SPEC>\n</META>\n<CONTEXTE>\n<TEXTE cid="{self.cid}"'
            f' nature="{self.nature}">\n<TITRE_TXT c_titre_court={quoteattr(self.titre)}'
            f' debut="2000-01-01" fin="{NO_END}" id_txt="{self.texte or self.cid}">'
            f"{escape(self.titre)}</TITRE_TXT>\n</TEXTE>\n</CONTEXTE>\n<VERSIONS>\n{links}"
            "</VERSIONS>\n<NOTA>\n<CONTENU/>\n</NOTA>\n<BLOC_TEXTUEL>\n<CONTENU>\n"
            f"{self.html}\n</CONTENU>\n</BLOC_TEXTUEL>\n<LIENS>\n{LINKS}</LIENS>\n</ARTICLE>\n"
        ).encode()


def fan_out(identifier: str) -> str:
    """Return the path of an article below that of its text: ``LEGI/ARTI/00/00/06/83/44/LEGI…``."""
    digits = identifier[8:18]
    pairs = "/".join(digits[rank : rank + 2] for rank in range(0, 10, 2))
    return f"{identifier[:4]}/{identifier[4:8]}/{pairs}/{identifier}"


def place(folder: str, cid: str) -> str:
    """Return the path of a text in the base."""
    digits = "/".join(cid[8:18][rank : rank + 2] for rank in range(0, 10, 2))
    return f"legi/global/{folder}/{cid[:4]}/TEXT/{digits}/{cid}"


def write_archive(
    path: Path, files: Iterable[tuple[str, bytes]], stamp: str = "", changed: int = 1_700_000_000
) -> Path:
    """Write an archive of named files; `stamp` is the first folder of a delta."""
    with (
        gzip.GzipFile(path, "wb", compresslevel=6, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w|", format=tarfile.GNU_FORMAT) as tar,
    ):
        for name, data in files:
            header = tarfile.TarInfo(f"{stamp}/{name}" if stamp else name)
            header.size, header.mtime = len(data), changed
            tar.addfile(header, io.BytesIO(data))
            tar.members = []  # type: ignore[attr-defined]
    return path


def invented_articles(count: int, cited: list[tuple[str, str]], seed: int) -> Iterator[Article]:
    """Yield articles, cited ones first in several versions, then others up to `count`."""
    chance = random.Random(seed)
    words = ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 5))) for _ in range(WORDS)]
    pool = " ".join(chance.choices(words, k=POOL // 7))
    number = 10_000_000

    def html() -> str:
        start, length = (
            chance.randrange(len(pool) - 20_000),
            int(chance.expovariate(1 / 1500)) + 200,
        )
        text = pool[start : start + min(length, 20_000)]
        lines = [text[rank : rank + 400] for rank in range(0, len(text), 400)]
        return "".join(f"<p>{line}</p>\n" for line in lines)

    for ouvrage, numero in cited:
        days = ["2005-01-01", "2012-07-01", "2021-03-01", NO_END]
        cid, nature, titre = CODES[ouvrage].legi[0], "CODE", CODES[ouvrage].nom
        for debut, fin in pairwise(days):
            number += 1
            etat = "VIGUEUR" if fin == NO_END else "MODIFIE"
            yield Article(
                f"LEGIARTI{number:012}", numero, debut, fin, etat, html(), cid, "", nature, titre
            )
    codes = [f"LEGITEXT{6_070_000 + rank:012}" for rank in range(100)]
    while (number := number + 1) < 10_000_000 + count:
        if chance.random() < CODE_SHARE:
            numero = f"{chance.choice('LRD')}{chance.randint(111, 990)}-{chance.randint(1, 60)}"
            yield Article(f"LEGIARTI{number:012}", numero, html=html(), cid=chance.choice(codes))
        else:
            numero, text = str(chance.randint(1, 60)), chance.randint(100_000, 999_999)
            yield Article(
                f"LEGIARTI{number:012}",
                numero,
                html=html(),
                cid=f"JORFTEXT{text:012}",
                texte=f"LEGITEXT{text:012}",
                nature=chance.choice(["LOI", "DECRET", "ARRETE"]),
                titre=f"Texte n° {chance.randint(1945, 2026)}-{chance.randint(1, 1600)}",
                folder="code_et_TNC_en_vigueur/TNC_en_vigueur",
            )


def _files(articles: Iterable[Article]) -> Iterator[tuple[str, bytes]]:
    for rank, article in enumerate(articles):
        yield article.path, article.xml
        if rank % 4 == 0:  # sections and texts, which an import passes over
            section = article.path.replace("/article/LEGI/ARTI", "/section_ta/LEGI/SCTA")
            yield section.replace("LEGIARTI", "LEGISCTA"), article.xml[:1200]


def main() -> None:
    """Write one archive."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("path", type=Path)
    parser.add_argument("--articles", type=int, default=TRUE_SIZE)
    parser.add_argument("--project", type=Path, default=Path(__file__).parents[1])
    parser.add_argument("--seed", type=int, default=19)
    given = parser.parse_args()
    here = Workspace(given.project, given.project / "output")
    named = sorted(Referential(here).cited_articles.named)
    cited = [key for key in named if key[0] in CODES]
    stamp = re.match(r"LEGI_(\d{8}-\d{6})", given.path.name)
    articles = invented_articles(given.articles, cited, given.seed)
    write_archive(given.path, _files(articles), stamp[1] if stamp else "")


if __name__ == "__main__":
    main()
