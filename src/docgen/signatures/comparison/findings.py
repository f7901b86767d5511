"""Differences between two PDFs in French, as the eye sees them, the gravest first."""

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, NullObject

from docgen.conformity.pdf.objects import (
    as_dictionary,
    as_list,
    as_text,
    overlap,
    rectangle_of,
    resolved,
)
from docgen.signatures.comparison.allowed import signs_unseen
from docgen.signatures.comparison.graph import PAGE, ObjectDifference
from docgen.signatures.foreign import attached_files, printable
from docgen.signatures.report import ELSEWHERE, PdfFinding, person_of

GRAVITY = (
    *("action", "page", "ordre", "signature", "annotation", "case", "calque", "contenu", "cadre"),
    *(
        ELSEWHERE,
        "lien",
        "joint",
        "projet",
        "titre",
        "formulaire",
        "lecture",
        "navigation",
        "fin",
        "autre",
    ),
)
"""The codes of findings, the gravest first."""
WHATEVER_THE_VERSION = frozenset(
    ("action", "signature", "annotation", "calque", ELSEWHERE, "projet", "formulaire", "fin")
)
"""The codes that no version of docgen explains."""
NOUNS = {
    "/Link": ("lien", "un lien"),
    "/Widget": ("case", "une case de formulaire"),
    "/Stamp": ("annotation", "un tampon"),
    "/FileAttachment": ("joint", "un fichier joint"),
}
BOXES = ("/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox", "/Rotate", "/UserUnit")
HARMLESS = ("/URI", "/GoTo")
"""The actions that a link may have."""
ROOT = {
    "/OpenAction": ("action", "une action s’exécute à l’ouverture du fichier"),
    "/AA": ("action", "une action est cachée dans le fichier"),
    "/OCProperties": ("calque", "un calque, qui se montre ou se cache, a été ajouté"),
    "/AF": ("joint", "les fichiers joints ont été changés"),
    "/StructTreeRoot": ("lecture", "ce que dit un lecteur d’écran a été changé"),
    "/MarkInfo": ("lecture", "ce que dit un lecteur d’écran a été changé"),
    "/Lang": ("lecture", "la langue du fichier a été changée"),
    "/Outlines": ("navigation", "les signets ont été changés"),
    "/PageLabels": ("navigation", "les numéros de page que montre le lecteur ont été changés"),
    "/ViewerPreferences": ("navigation", "la façon d’ouvrir le fichier a été changée"),
    "/Perms": ("formulaire", "les droits sur le fichier ont été changés"),
    "/AcroForm": ("formulaire", "le formulaire des signatures a été changé"),
    "/Metadata": ("titre", "les propriétés du fichier ont été changées"),
}
INFO = {"/Title": "le titre", "/Author": "l’auteur", "/Creator": "le logiciel"}
MAX_WORDS = 8


def describe(
    differences: Iterable[ObjectDifference], expected: PdfReader, actual: PdfReader
) -> list[PdfFinding]:
    """Return differences in words, each once, the gravest first."""
    describer = _Describer(expected, actual)
    findings = [finding for one in differences for finding in describer.findings(one)]
    return in_order(findings)


def in_order(findings: Iterable[PdfFinding]) -> list[PdfFinding]:
    """Return findings without doubles, the gravest first."""
    by_gravity = sorted(findings, key=lambda one: (GRAVITY.index(one.code), one.page or 0))
    unique: dict[tuple[str, int | None, str], PdfFinding] = {}
    for finding in by_gravity:
        once = finding.message if finding.code not in ("contenu", "lecture", "cadre") else ""
        unique.setdefault((finding.code, finding.page, once), finding)
    return list(unique.values())


def changed_words(expected: list[str], actual: list[str]) -> str:
    """Return the first words that differ: « « 40 » au lieu de « 30 » »; '' where none do."""
    opcodes = SequenceMatcher(None, expected, actual, False).get_opcodes()
    for tag, start, end, other, stop in opcodes:
        before, after = _quote_words(expected[start:end]), _quote_words(actual[other:stop])
        match tag:
            case "replace":
                return f"{after} au lieu de {before}"
            case "delete":
                return f"{before} manque"
            case "insert":
                return f"{after} en plus"
    return ""


def words_of(pages: Iterable[PageObject]) -> list[str]:
    """Return the words that pages show, in the order in which they draw them."""
    return [printable(word) for page in pages for word in page.extract_text().split()]


def _quote_words(words: list[str]) -> str:
    return f"« {' '.join(words[:MAX_WORDS])}{' …' * (len(words) > MAX_WORDS)} »"


class _Describer:
    def __init__(self, expected: PdfReader, actual: PdfReader) -> None:
        self.expected, self.actual = expected, actual
        self._contents: dict[int, str] = {}  # by page: several objects of a page may differ

    def findings(self, difference: ObjectDifference) -> Iterator[PdfFinding]:
        """Yield what a difference is to a reader; an action that it brings is told besides."""
        path = difference.path
        if path == (PAGE,):
            yield PdfFinding("ordre", "les pages ne sont plus dans l’ordre")
        elif path[0] == PAGE:
            yield from self._on_page(difference, int(path[1]))
        elif path[0] == "/Info":
            yield self._information(difference)
        elif path[:2] == ("/Root", "/Names"):
            yield from self._names(difference)
        elif path[:3] == ("/Root", "/AcroForm", "/Fields") and len(path) == 4:
            if not self._is_told_on_a_page(difference):
                yield PdfFinding(*ROOT["/AcroForm"])
        elif len(path) > 1 and path[1] in ROOT:
            yield from self._root(difference)
        else:
            place = printable("".join(path))
            yield PdfFinding("autre", f"un objet du fichier n’est pas de docgen ({place})")

    def _is_told_on_a_page(self, difference: ObjectDifference) -> bool:
        """Whether a field came to a page or left one, and not the form alone."""
        gone = isinstance(difference.actual, NullObject)
        name = as_dictionary(difference.expected if gone else difference.actual).get("/T")
        shown = (one for page in self.actual.pages for one in as_list(page.get("/Annots")))
        return gone != any(as_dictionary(one).get("/T") == name for one in shown)

    def _root(self, difference: ObjectDifference) -> Iterator[PdfFinding]:
        path = difference.path
        if path[1] == "/AF":
            yield from self._attachments()
        elif path[1] == "/Metadata":
            yield PdfFinding(*ROOT["/Metadata"])
        elif path[1] == "/AcroForm" and has_actions(difference):
            yield PdfFinding("action", "une action est cachée dans le formulaire des signatures")
        else:
            yield PdfFinding(*ROOT[path[1]])

    def _on_page(self, difference: ObjectDifference, page: int) -> Iterator[PdfFinding]:
        path = difference.path
        if len(path) == 2:
            missing = isinstance(difference.actual, NullObject)
            message = f"la page {page} manque" if missing else f"la page {page} n’est pas de docgen"
            yield PdfFinding("page", message, page)
            return
        if has_actions(difference):
            yield PdfFinding("action", f"une action est cachée page {page}", page)
        key = path[2]
        if key == "/Annots":
            yield from self._annotations(difference, page)
        elif "/Properties" in path or key == "/OC":
            message = f"un calque, qui se montre ou se cache, a été ajouté page {page}"
            yield PdfFinding("calque", message, page)
        elif key in BOXES:
            yield PdfFinding("cadre", f"la page {page} a été rognée, agrandie ou tournée", page)
        elif key in ("/Contents", "/Resources", "/Group"):
            yield PdfFinding("contenu", self._content(page), page)
        elif key != "/AA":
            yield PdfFinding("autre", f"la page {page} a été changée ({printable(key)})", page)

    def _content(self, page: int) -> str:
        if page not in self._contents:
            self._contents[page] = self._compare_content(page)
        return self._contents[page]

    def _compare_content(self, page: int) -> str:
        try:
            words = changed_words(
                words_of([self.expected.pages[page - 1]]), words_of([self.actual.pages[page - 1]])
            )
        except Exception:  # a foreign page may make a library raise anything
            words = ""
        if words:
            return f"la page {page} ne dit pas ce que docgen y écrit : {words}"
        return f"la page {page} ne montre pas ce que docgen y dessine, sous les mêmes mots"

    def _annotations(self, difference: ObjectDifference, page: int) -> Iterator[PdfFinding]:
        expected, actual = difference.expected, difference.actual
        if len(difference.path) > 4:
            yield self._changed_annotation(difference, page)
            return
        for annotation in _annotations(actual):
            if isinstance(expected, NullObject):
                yield self._added_annotation(annotation, page)
        for annotation in _annotations(expected):
            if isinstance(actual, NullObject):
                code, noun = _noun(annotation)
                whose = _person(annotation) if code == "case" else ""
                noun = f"la case de signature de {whose}" if whose else noun
                yield PdfFinding(code, f"{noun} manque page {page}", page)

    def _changed_annotation(self, difference: ObjectDifference, page: int) -> PdfFinding:
        rank = int(difference.path[3])
        annotations = as_list(self.expected.pages[page - 1].get("/Annots"))
        before = as_dictionary(annotations[rank]) if rank < len(annotations) else None
        code, noun = _noun(before)
        if code == "lien":
            return PdfFinding("lien", f"un lien de la page {page} a été changé", page)
        whose = _person(before)
        what = f"la case de signature de {whose}" if whose else noun
        if "/AP" in difference.path:
            return PdfFinding(
                "signature", f"{what}, page {page}, montre autre chose qu’une signature", page
            )
        return PdfFinding("case", f"{what}, page {page}, a été changée", page)

    def _added_annotation(self, annotation: DictionaryObject, page: int) -> PdfFinding:
        code, noun = _noun(annotation)
        box = rectangle_of(annotation)
        for other in as_list(self.expected.pages[page - 1].get("/Annots")):
            field = as_dictionary(other)
            if field.get("/FT") == "/Sig" and overlap(box, rectangle_of(field)):
                whose = _person(field)
                message = f"{noun} couvre la signature de {whose}, page {page}"
                return PdfFinding("signature", message, page)
        if overlap(box, box) and code != "lien":
            return PdfFinding(code, f"{noun} couvre une partie de la page {page}", page)
        return PdfFinding(
            code, f"{noun} est ajouté{'e' * noun.startswith('une')} page {page}", page
        )

    def _names(self, difference: ObjectDifference) -> Iterator[PdfFinding]:
        path = difference.path
        if "/JavaScript" in path or has_actions(difference):
            yield PdfFinding("action", "un programme (script) est caché dans le fichier")
        elif "/EmbeddedFiles" in path:
            yield from self._attachments()
        else:
            yield PdfFinding("navigation", "les renvois d’une page à l’autre ont été changés")

    def _attachments(self) -> Iterator[PdfFinding]:
        ours = {file.name: file for file in attached_files(self.expected)}
        theirs = {file.name: file for file in attached_files(self.actual)}
        for name in sorted(ours.keys() | theirs.keys()):
            shown = f"le fichier joint « {name} »"
            if name not in theirs:
                yield PdfFinding("joint", f"{shown} manque")
            elif name not in ours:
                yield PdfFinding("joint", f"{shown} a été ajouté")
            elif ours[name] != theirs[name]:
                yield PdfFinding("joint", f"{shown} n’est pas celui de docgen")
        if ours == theirs:
            yield PdfFinding("joint", "la liste des fichiers joints a été changée")

    def _information(self, difference: ObjectDifference) -> PdfFinding:
        key = difference.path[1] if len(difference.path) > 1 else ""
        before, after = (
            printable(as_text(value)) for value in (difference.expected, difference.actual)
        )
        values = f"« {after} » au lieu de « {before} »" if after else f"sans « {before} »"
        if key == "/Subject":
            return PdfFinding("projet", f"le fichier ne dit pas ce qu’il est : {values}")
        if key in INFO:
            return PdfFinding("titre", f"{INFO[key]} du fichier a été changé : {values}")
        return PdfFinding("titre", "les propriétés du fichier ont été changées")


def has_actions(difference: ObjectDifference) -> bool:
    """Whether a PDF has an action that docgen's has not: a script, a program, another file."""
    if {"/AA", "/JS", "/JavaScript", "/OpenAction"} & set(difference.path):
        return True
    waiting: list[tuple[Any, int]] = [(difference.actual, 0)]
    while waiting:
        value, depth = waiting.pop()
        value = resolved(value)
        if isinstance(value, DictionaryObject):
            if {"/AA", "/JS"} & value.keys():
                return True
            action = as_dictionary(value.get("/A"))
            if action and action.get("/S") not in HARMLESS:
                return True
        if depth < 3 and isinstance(value, DictionaryObject):
            kids = (value.raw_get(key) for key in value if key not in ("/Parent", "/P", "/Pg"))
            waiting.extend((kid, depth + 1) for kid in kids)
        elif depth < 3 and isinstance(value, ArrayObject):
            waiting.extend((item, depth + 1) for item in value)
    return False


def _annotations(value: Any) -> list[DictionaryObject]:
    items = as_list(value) if isinstance(value, ArrayObject) else [value]
    return [as_dictionary(item) for item in items if as_dictionary(item)]


def _noun(annotation: DictionaryObject | None) -> tuple[str, str]:
    if as_dictionary(annotation).get("/FT") == "/Sig" and "/V" in as_dictionary(annotation):
        code = ELSEWHERE if signs_unseen(annotation) else "case"
        return code, "une signature hors des cases prévues"
    subtype = str(as_dictionary(annotation).get("/Subtype"))
    return NOUNS.get(subtype, ("annotation", "une annotation"))


def _person(field: DictionaryObject | None) -> str:
    tooltip = as_text(as_dictionary(field).get("/TU"))
    return person_of(printable(tooltip))[0]
