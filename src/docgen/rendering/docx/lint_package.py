"""What the package of a Word template may hold: parts, relationships, elements, fields.

Whatever is not listed is refused, for it would go into every document: programs (macros, ActiveX,
OLE), other documents, and what Word fetches from elsewhere, which could change after the signature
and would reveal that the document is being read.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from lxml import etree

from docgen.errors import Problem, TemplateError
from docgen.ooxml import COMMENTS, CONTENT_TYPES, LINKS, OFFICE_RELATIONS, read_package, text_parts
from docgen.rendering.docx.lint_fields import refused_fields
from docgen.rendering.docx.lint_places import P, template_paragraphs

SETTINGS_LINKS: Final = "word/_rels/settings.xml.rels"
PARTS: Final = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docMetadata/LabelInfo\.xml"
    r"|docProps/(app|core|custom)\.xml|docProps/thumbnail\.\w+"
    r"|(customXml|word)/_rels/[\w.]+\.rels|customXml/item(Props)?\d+\.xml"
    r"|word/(comments\w*|document|endnotes|fontTable|footer\d*|footnotes|header\d*|numbering"
    r"|people|settings|styles|stylesWithEffects|webSettings)\.xml"
    r"|word/theme/(_rels/)?theme\d+\.xml(\.rels)?|word/fonts/[\w.-]+\.(odttf|ttf)"
    r"|word/media/[\w.-]+\.(bmp|emf|gif|jpe?g|png|svg|tiff?|wmf)",
    re.ASCII | re.IGNORECASE,
)
"""The parts that a template may have."""
RELATIONSHIPS: Final = frozenset(
    (
        *("attachedTemplate", "classificationlabels", "comments", "commentsExtended"),
        *("commentsExtensible", "commentsIds", "core-properties", "custom-properties"),
        *("customXml", "customXmlProps", "endnotes", "extended-properties", "font", "fontTable"),
        *("footer", "footnotes", "header", "hyperlink", "image", "numbering", "officeDocument"),
        *("people", "settings", "styles", "stylesWithEffects", "theme", "thumbnail"),
        "webSettings",
    )
)
"""The last words of the types of relationships that a template may have."""
TYPES: Final = re.compile(
    r"(application|text)/xml|image/[\w.+-]+|application/(x-font-ttf|x-fontdata)"
    r"|application/vnd\.openxmlformats-package\.(core-properties|relationships)\+xml"
    r"|application/vnd\.openxmlformats-officedocument\."
    r"((custom-properties|customXmlProperties|extended-properties|theme)\+xml|obfuscatedFont"
    r"|wordprocessingml\.(comments\w*|document\.main|endnotes|fontTable|footer|footnotes|header"
    r"|numbering|people|settings|styles|webSettings)\+xml)"
    r"|application/vnd\.ms-(office\.classificationlabels|word\.stylesWithEffects)\+xml",
    re.ASCII,
)
"""The content types that a template may declare."""
LOCAL_TEMPLATE: Final = re.compile(r"(file:///)?[A-Za-z]:|[^/\\:]+$")
"""The path of a .dotx on the machine where a template was made; no document gets it."""
ELEMENTS: Final = (
    *(
        "OLEObject",
        "altChunk",
        "control",
        "entryMacro",
        "exitMacro",
        "externalData",
        "foreignObject",
    ),
    *("frameset", "mailMerge", "movie", "object", "oleObj", "saveThroughXslt", "script"),
    *("sourceFileName", "subDoc", "webVideoPr"),
)
"""The elements that run, hold or fetch what is no text, picture or table."""
ADDRESSES: Final = etree.XPath(
    "//@*[namespace-uri() != $office and (local-name() = 'href' or local-name() = 'src'"
    " or local-name() = 'action' or local-name() = 'embeddedHtml')]"
)
LINKED: Final = "dans Word, insérez l’image dans le document au lieu de la lier"
REMOVED: Final = "supprimez-le dans Word : il partirait dans chaque document"
STRICT: Final = "purl.oclc.org/ooxml"
"""Begins the names of the Strict variant, of which we would see neither fields nor text."""
NOT_STRICT: Final = "dans Word, enregistrez-le comme « Document Word (*.docx) »"
TAG: Final = re.compile(r"\{[{%#].*?[}%#]\}", re.DOTALL)


def open_package(data: bytes, name: str) -> dict[str, bytes]:
    """Return the parts of a Word template; raise TemplateError for what may not be in one.

    Raise ValueError, in French, if it is no Word file.
    """
    parts = read_package(data)
    if problems := list(package_problems(parts, name)):
        raise TemplateError(problems)
    return parts


def package_problems(parts: Mapping[str, bytes], name: str) -> Iterator[Problem]:
    """Yield what may not be in a template, at its place; raise XMLSyntaxError for an unread part.

    `name` is the template’s in messages.
    """
    for part in sorted(parts):
        if not PARTS.fullmatch(part):
            yield _problem(name, f"« {part} » refusé dans un modèle", "partie", REMOVED)
    yield from _content_type_problems(parts[CONTENT_TYPES], name)
    trees = {part: etree.fromstring(data) for part, data in parts.items() if _is_xml(part)}
    for part, tree in sorted(trees.items()):
        if tree.getroottree().docinfo.doctype:
            yield _problem(name, f"« {part} » : déclaration DOCTYPE refusée", "xml", REMOVED)
        if STRICT in etree.tostring(tree, encoding="unicode"):
            yield _problem(name, f"« {part} » : format « strict » refusé", "xml", NOT_STRICT)
        if part.endswith(".rels"):
            yield from _relationship_problems(tree, part, name)
        else:
            yield from _XmlPart(part, tree, parts, name).problems()
    yield from _comment_tags(trees, name)


def _problem(name: str, message: str, code: str, hint: str) -> Problem:
    return Problem(name, message, code=f"modele-{code}", hint=hint)


def _is_xml(part: str) -> bool:
    return part.lower().endswith((".xml", ".rels", ".svg"))


def _content_type_problems(data: bytes, name: str) -> Iterator[Problem]:
    for declared in etree.fromstring(data):
        kind = declared.get("ContentType", "")
        if not TYPES.fullmatch(kind):
            place = declared.get("PartName") or f".{declared.get('Extension', '')}"
            yield _problem(name, f"« {place} » : contenu refusé : « {kind} »", "partie", REMOVED)


def _relationship_problems(tree: etree._Element, part: str, name: str) -> Iterator[Problem]:
    for relationship in tree:
        target = relationship.get("Target", "")
        kind = relationship.get("Type", "").rpartition("/")[2]
        if kind not in RELATIONSHIPS or (kind == "attachedTemplate" and part != SETTINGS_LINKS):
            message = f"« {part} » : lien refusé, de type « {kind} », vers « {target} »"
            yield _problem(name, message, "lien", REMOVED)
        elif kind == "attachedTemplate" and not LOCAL_TEMPLATE.match(target):
            message = f"modèle joint pris ailleurs : « {target} »"
            hint = "dans Word : Développeur, Modèle de document, puis « Normal »"
            yield _problem(name, message, "lien", hint)
        elif kind != "attachedTemplate" and _leads_outside(relationship, kind, target):
            yield _problem(name, f"objet lié hors du document : « {target} »", "lien", LINKED)


def _leads_outside(relationship: etree._Element, kind: str, target: str) -> bool:
    """Whether a relationship leads out of the package, and is no link that a document may have."""
    if relationship.get("TargetMode") == "External":
        return kind != "hyperlink" or not target.lower().startswith(LINKS)
    return ":" in target or "\\" in target or target.startswith("//")


@dataclass(frozen=True, slots=True)
class _XmlPart:
    """A part of a template that is XML."""

    part: str
    tree: etree._Element
    parts: Mapping[str, bytes]
    name: str

    def problems(self) -> Iterator[Problem]:
        """Yield the problems of its fields, elements and addresses."""
        for element, message, hint in refused_fields(self.tree):
            yield _problem(self.name, f"{self._place(element)} : {message}", "champ-word", hint)
        for element in self.tree.iter(*(f"{{*}}{local}" for local in ELEMENTS)):
            message = (
                f"{self._place(element)} : élément refusé : « {etree.QName(element).localname} »"
            )
            yield _problem(self.name, message, "element", REMOVED)
        for address in ADDRESSES(self.tree, office=OFFICE_RELATIONS):
            if address and not address.lower().startswith((*LINKS, "#", "data:image/")):
                message = f"{self._place(address.getparent())} : lien refusé : « {address} »"
                yield _problem(self.name, message, "lien", LINKED)

    def _place(self, element: etree._Element) -> str:
        """Return the paragraph of an element as people name it, or the name of the part."""
        paragraph = next(element.iterancestors(P), None)
        if paragraph is None or self.part not in text_parts(self.parts):
            return f"« {self.part} »"
        rank = list(self.tree.iter(P)).index(paragraph) + 1
        places = template_paragraphs({self.part: self.parts[self.part]})
        return str(next(place for place in places if place.rank == rank))


def _comment_tags(trees: Mapping[str, etree._Element], name: str) -> Iterator[Problem]:
    text = "".join(trees[COMMENTS].itertext()) if COMMENTS in trees else ""
    for tag in TAG.findall(text):
        message = f"commentaire : balise jamais remplie : « {' '.join(tag.split())} »"
        yield _problem(name, message, "commentaire", "écrivez-la dans le texte, ou supprimez-la")
