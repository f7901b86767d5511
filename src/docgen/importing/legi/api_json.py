"""Articles as the API of Légifrance gives them, in JSON: getArticle, or the files of legi-data.

A file holds an article, or a tree of sections and articles.  An article of getArticle names its
text; in a tree, the code stands at the root; alone, it is in a file named after its code, for
nothing else tells it (« crpm_L211-14.json »).
"""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from docgen.importing.input_file import InputFile
from docgen.importing.legi.identity import ARTICLE_ID, TEXT_ID, CitedTexts, end_day, first_day
from docgen.importing.legi.xml_article import ReadArticle, paragraphs
from docgen.referential.droit.articles import ArticleVersion
from docgen.referential.droit.reference import CODES, article_key

MAX_BYTES: Final = 160_000_000
"""The largest file, in bytes; the largest code of legi-data takes some 100 MB."""
NAMED_AFTER: Final = re.compile(r"([a-z]+)[-_ ]", re.IGNORECASE)
NAMES: Final = ("idTexte", "cidTexte", "textTitles", "context")
"""The fields of an article that name its text."""
EXPECTED: Final = (
    "un article de l’API Légifrance (« getArticle ») ou un fichier de legi-data est attendu, tel"
    " qu’il a été reçu"
)
NAME_AFTER_CODE: Final = "nommez le fichier d’après lui : crpm_L211-14.json"
SHIFT: Final = timedelta(hours=12)
"""Added to an instant before its day is taken, for a day may begin at midnight here or in UTC."""


def read_json_articles(infile: InputFile, texts: CitedTexts) -> Iterator[ReadArticle]:
    """Yield the cited articles of a file; add an error for each that cannot be read."""
    infile.limit_size(MAX_BYTES, "donnez les fichiers des codes l’un après l’autre, ou l’archive")
    try:
        root = json.loads(infile.text)
    except json.JSONDecodeError as error:
        message = "ni archive de LEGI ni JSON"
        if infile.text.lstrip().startswith(("{", "[")):
            message = "JSON abîmé ou incomplet"
        raise infile.refusal("json", message, error.lineno, hint=EXPECTED) from error
    except (RecursionError, ValueError) as error:
        raise infile.refusal("json", "JSON sans mesure", hint=EXPECTED) from error
    number = 0
    for data, key in _articles_below(root, texts, _code_in_name(infile)):
        number += "num" in data
        try:
            if key is None and texts.cited.may_cover(_number(data)):
                message = f"{data['id']} : rien ne dit de quel code il est"
                infile.error("json", message, hint=NAME_AFTER_CODE)
            article = _read(data, key or "", texts)
        except ValueError as error:
            message = f"{data.get('id')} : article d’une autre forme ({error})"
            infile.error("json", message, hint=EXPECTED)
            continue
        if article:
            yield article
    if not number:
        message = "ce n’est pas le fichier attendu : aucun article numéroté d’un code ou d’une loi"
        infile.error("json", message, hint=EXPECTED)


def _articles_below(
    root: object, texts: CitedTexts, key: str | None
) -> Iterator[tuple[dict[str, Any], str | None]]:
    """Yield each article with the key of its text, None when nothing tells it."""
    pending: list[tuple[object, str | None]] = [(root, key)]
    while pending:
        node, key = pending.pop()
        if isinstance(node, list):
            pending += [(child, key) for child in node]
        elif not isinstance(node, dict):
            continue
        elif ARTICLE_ID.fullmatch(str(node.get("id"))):
            named = _strings(node.get(name) for name in NAMES)
            yield node, _key(named, texts) if any(map(TEXT_ID.fullmatch, named)) else key
        else:
            data = node.get("data")
            about = data if isinstance(data, dict) else {}
            named = [str(about.get(name)) for name in ("cid", "id", "title")]
            if any(map(TEXT_ID.fullmatch, named)):
                key = _key(named, texts)
            pending += [(node.get(name), key) for name in ("data", "article", "children")]


def _code_in_name(infile: InputFile) -> str | None:
    match = NAMED_AFTER.match(infile.path.name)
    return match[1].lower() if match and match[1].lower() in CODES else None


def _key(named: list[str], texts: CitedTexts) -> str:
    return texts.key(named, named)


def _strings(values: Iterable[object]) -> list[str]:
    """Return the texts in values, at any depth."""
    texts, pending = [], list(values)
    while pending:
        value = pending.pop(0)
        if isinstance(value, str):
            texts.append(value)
        elif isinstance(value, dict):
            pending += value.values()
        elif isinstance(value, list):
            pending += value
    return texts


def _number(data: dict[str, Any]) -> str:
    return article_key(_text(data, "num"))


def _read(data: dict[str, Any], key: str, texts: CitedTexts) -> ReadArticle | None:
    """Return an article, None when it is not cited; raise ValueError for another form."""
    number = _number(data)
    if not texts.cited.covers(key, number):
        return None
    words = paragraphs(_text(data, "texteHtml") or _text(data, "texte"))
    version = _version(data, key, number, words, _text(data, "cid") or data["id"])
    others = data.get("articleVersions") or []
    if not isinstance(others, list) or not all(isinstance(other, dict) for other in others):
        raise ValueError("« articleVersions » n’est pas une liste d’articles")
    announced = (
        _version(other, key, number, "", version.cid)
        for other in others
        if _text(other, "id") != version.id
        and article_key(_text(other, "numero") or number) == number
    )
    return ReadArticle(version, tuple(announced))


def _version(data: dict[str, Any], key: str, number: str, words: str, cid: str) -> ArticleVersion:
    """Return a version from its fields; raise ValueError for one that cannot be read."""
    for name in ("id", "dateDebut"):
        if data.get(name) is None:
            raise ValueError(f"« {name} » manque")
    identifier = _text(data, "id")
    if not ARTICLE_ID.fullmatch(identifier):
        raise ValueError(f"identifiant inattendu : « {identifier} »")
    start, end = first_day(_day(data["dateDebut"])), end_day(_day(data.get("dateFin")))
    return ArticleVersion(key, number, identifier, _text(data, "etat"), start, end, words, cid)


def _text(data: dict[str, Any], name: str) -> str:
    """Return a field, '' when it is empty; raise ValueError when it is no text."""
    value = data.get(name) or ""
    if not isinstance(value, str):
        raise ValueError(f"« {name} » n’est pas un texte")
    if any("\ud800" <= sign <= "\udfff" for sign in value):
        raise ValueError(f"« {name} » est illisible : un caractère y est coupé en deux")
    return value


def _day(value: object) -> str:
    """Return a day in ISO form, from milliseconds, an instant or a day; '' for none."""
    if value is None or value == "":
        return ""
    try:
        if isinstance(value, str) and not value.lstrip("-").isdigit():
            if len(value) == len("2026-11-28"):
                return date.fromisoformat(value).isoformat()
            instant = datetime.fromisoformat(value)
            instant = instant.astimezone(UTC) if instant.tzinfo else instant
        else:
            start = datetime(1970, 1, 1, tzinfo=UTC)
            instant = start + timedelta(milliseconds=int(str(value)))
        return (instant + SHIFT).date().isoformat()
    except (ValueError, OverflowError) as error:
        message = f"date illisible : « {str(value)[:40].encode(errors='replace').decode()} »"
        raise ValueError(message) from error
