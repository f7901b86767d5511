"""An article of the base LEGI, as its XML file tells it.

Its words are in the light HTML in which Légifrance keeps them, as those of the API are.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Final
from unicodedata import category, normalize
from xml.etree import ElementTree as ET

from docgen.importing.legi.identity import ARTICLE_ID, CitedTexts, end_day, first_day
from docgen.importing.xml_tree import parse_xml
from docgen.referential.droit.articles import ArticleVersion
from docgen.referential.droit.reference import article_key

BREAKS: Final = {
    *("p", "div", "br", "hr", "blockquote", "pre", "center", "ul", "ol", "li", "dl", "dt", "dd"),
    *("table", "caption", "thead", "tbody", "tr", *(f"h{level}" for level in range(1, 7))),
}
"""The elements that begin and end a line."""
CELLS: Final = {"td", "th"}
"""The elements that only part words."""
UNSEEN_CATEGORIES: Final = {"Cc", "Cf"}
"""The categories of Unicode of what is not seen: controls and formats."""
TAG: Final = re.compile(r"</?[a-zA-Z][^<>]*>")
NUM: Final = re.compile(rb"<NUM>([^<]{1,60})</NUM>")


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """A version with its text, and the other versions of the article, known by their dates."""

    version: ArticleVersion
    announced: tuple[ArticleVersion, ...]


def number_in(data: bytes) -> str:
    """Return the number of an article from the bytes of its file, '' when it has none."""
    match = NUM.search(data)
    return article_key(html.unescape(match[1].decode(errors="replace"))) if match else ""


def read_article(data: bytes, texts: CitedTexts, place: str) -> ReadArticle | None:
    """Return the article of a file, None when no cited article; raise ValueError when damaged."""
    root = parse_xml(data)
    about, spec = root.find("META/META_COMMUN"), root.find("META/META_SPEC/META_ARTICLE")
    if root.tag != "ARTICLE" or about is None or spec is None:
        raise ValueError("ce n’est pas un article")
    number = article_key(_text(spec, "NUM"))
    key = _text_key(root, texts)
    if not texts.cited.covers(key, number):
        return None
    links = root.findall("VERSIONS/VERSION/LIEN_ART")
    links = [link for link in links if ARTICLE_ID.fullmatch(link.get("id", ""))]
    first = min(links, key=lambda link: (link.get("debut", ""), link.get("id")), default=None)
    identifier = _text(about, "ID")
    if not ARTICLE_ID.fullmatch(identifier):
        raise ValueError(f"identifiant d’article inattendu : « {identifier} »")
    version = ArticleVersion(
        key,
        number,
        identifier,
        _text(spec, "ETAT"),
        first_day(_text(spec, "DATE_DEBUT")),
        end_day(_text(spec, "DATE_FIN")),
        content_words(root.find("BLOC_TEXTUEL/CONTENU")),
        identifier if first is None else str(first.get("id")),
        (place,),
    )
    return ReadArticle(version, tuple(_other_versions(version, links)))


def _text(element: ET.Element, name: str) -> str:
    return (element.findtext(name) or "").strip()


def _text_key(root: ET.Element, texts: CitedTexts) -> str:
    text = root.find("CONTEXTE/TEXTE")
    if text is None:
        return ""
    titles = text.findall("TITRE_TXT")
    identifiers = [text.get("cid", ""), *(title.get("id_txt", "") for title in titles)]
    nature = text.get("nature", "")
    named = [f"{nature} {text.get('num', '')}"]
    named += [f"{nature} {title.get('c_titre_court', '')}" for title in titles]
    return texts.key(identifiers, named)


def _other_versions(version: ArticleVersion, links: list[ET.Element]) -> Iterator[ArticleVersion]:
    for link in links:
        number = article_key(link.get("num") or version.numero)
        if number == version.numero and link.get("id") != version.id:
            yield ArticleVersion(
                version.ouvrage,
                number,
                str(link.get("id")),
                link.get("etat", ""),
                first_day(link.get("debut", "")),
                end_day(link.get("fin", "")),
                "",
                version.cid,
            )


def paragraphs(markup: str) -> str:
    """Return the words of an HTML text, its paragraphs on lines of their own, single spaces.

    Signs that no program shows, such as soft hyphens, are left out.
    """
    parser = _LineParser()
    parser.feed(markup)
    parser.close()
    lines = ("".join(line).split() for line in parser.lines)
    text = normalize("NFC", "\n".join(" ".join(words) for words in lines if words))
    return "".join(sign for sign in text if sign == "\n" or category(sign) not in UNSEEN_CATEGORIES)


def content_words(content: ET.Element | None) -> str:
    """Return the words of a `CONTENU`, whose HTML is elements or escaped.

    Raise ValueError for elements in one another without end.
    """
    if content is None:
        return ""
    text = content.text or ""
    if len(content) == 0:
        return paragraphs(text if TAG.search(text) else html.escape(text))
    try:
        return paragraphs(ET.tostring(content, encoding="unicode"))
    except RecursionError as error:
        raise ValueError("paragraphes imbriqués sans mesure") from error


class _LineParser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[list[str]] = [[]]

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._part(tag)

    def handle_endtag(self, tag: str) -> None:
        self._part(tag)

    def handle_data(self, data: str) -> None:
        self.lines[-1].append(data)

    def _part(self, tag: str) -> None:
        if tag in BREAKS:
            self.lines.append([])
        elif tag in CELLS:
            self.lines[-1].append(" ")
