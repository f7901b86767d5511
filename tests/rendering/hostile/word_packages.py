"""Word templates that hand on what Word runs, asks for or fetches, and packages that lie."""

import io
import re
import struct
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from typing import Final

from docgen.ooxml import CONTENT_TYPES, CompressedPart, compress_cached, read_package, write_package
from tests.rendering.docx.docx_examples import template_bytes

BODY, HEADER, SETTINGS = "word/document.xml", "word/header1.xml", "word/settings.xml"
RELS, HEADER_RELS = "word/_rels/document.xml.rels", "word/_rels/header1.xml.rels"
FONTS, FONT_TABLE = "word/fonts/", "word/fontTable.xml"
FONT_RELS = "word/_rels/fontTable.xml.rels"
TYPES: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MICROSOFT: Final = "http://schemas.microsoft.com/office/2006/relationships"
WORDS: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT: Final = "http://purl.oclc.org/ooxml/wordprocessingml/main"
NO_RELS: Final = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
)
Change = Callable[[dict[str, bytes]], Mapping[str, bytes]]


def char(kind: str) -> str:
    """Return the run that begins, separates or ends a field."""
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def words(*codes: str) -> str:
    """Return the runs of a field's code."""
    return "".join(
        f'<w:r><w:instrText xml:space="preserve">{code}</w:instrText></w:r>' for code in codes
    )


def field(*codes: str) -> str:
    """Return a paragraph with a field, whose code is cut into runs."""
    shown = f"{char('separate')}<w:r><w:t>1</w:t></w:r>{char('end')}"
    return f"<w:p>{char('begin')}{words(*codes)}{shown}</w:p>"


def simple(code: str) -> str:
    """Return a paragraph with a field in one element."""
    return f'<w:p><w:fldSimple w:instr="{code}"><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p>'


def added(xml: str, part: str = BODY) -> Change:
    """Return the change that puts XML at the beginning of the body or a header."""

    def change(parts: dict[str, bytes]) -> dict[str, bytes]:
        text = parts[part].decode()
        if part == BODY:
            return {part: text.replace("<w:body>", f"<w:body>{xml}", 1).encode()}
        start = text.index(">", text.index("<w:hdr")) + 1
        return {part: f"{text[:start]}{xml}{text[start:]}".encode()}

    return change


def linked(kind: str, target: str, rels: str = RELS, outside: str = "External") -> Change:
    """Return the change that adds a relationship."""
    kind = kind if "/" in kind else f"{TYPES}/{kind}"
    mode = f'TargetMode="{outside}" ' if outside else ""
    link = f'<Relationship Id="rIdX" {mode}Target="{target}" Type="{kind}"/></Relationships>'

    def change(parts: dict[str, bytes]) -> dict[str, bytes]:
        before = parts.get(rels, NO_RELS).decode()
        before = before.replace("/>", "></Relationships>") if rels not in parts else before
        return {rels: before.replace("</Relationships>", link).encode()}

    return change


def part(name: str, data: bytes = b"x", content_type: str = "") -> Change:
    """Return the change that adds a part, declared when its content type is given."""

    def change(parts: dict[str, bytes]) -> dict[str, bytes]:
        declared = f'<Override PartName="/{name}" ContentType="{content_type}"/></Types>'
        types = parts[CONTENT_TYPES].decode().replace("</Types>", declared)
        return {name: data, **({CONTENT_TYPES: types.encode()} if content_type else {})}

    return change


def setting(xml: str) -> Change:
    """Return the change that adds a setting."""
    return lambda parts: {
        SETTINGS: parts[SETTINGS].replace(b"</w:settings>", f"{xml}</w:settings>".encode())
    }


def strict(name: str) -> Change:
    """Return the change that writes a part in the Strict variant, in another encoding."""

    def change(parts: dict[str, bytes]) -> dict[str, bytes]:
        text = parts[name].decode().replace(WORDS, STRICT)
        return {name: text.replace("UTF-8", "UTF-16", 1).encode("utf-16")}

    return change


def comment(parts: dict[str, bytes]) -> dict[str, bytes]:
    """Return a comment with a tag, that nothing refers to."""
    text = "<w:comment w:id='0'><w:p><w:r><w:t>{{ ti</w:t></w:r><w:r><w:t>tre }}</w:t></w:r></w:p>"
    whole = f"<w:comments xmlns:w='{WORDS}'>{text}</w:comment></w:comments>"
    return {"word/comments.xml": whole.encode()}


NESTED = f"<w:p>{char('begin')}{words('PAGE ')}{field('DDE c').removeprefix('<w:p>')}"
CODE = f"<w:p>{char('begin')}{words('HYPERLINK ')}{char('begin')}{words('PAGE')}{char('end')}"
CHOSEN = (
    f"<w:p>{char('begin')}<w:bookmarkStart w:id='9' w:name='{{% if false %}}'/>{words('PAGE ')}"
    f"<w:bookmarkEnd w:id='{{% endif %}}'/>{words('DDE c:/x')}{char('end')}</w:p>"
)
SHAPE = '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" href="{}"/></w:pict>'
DRAWN = f"{SHAPE}</w:r></w:p>"
CONTENTS = words("TOC \\o")

BY_TAGS: Final = added(CHOSEN)
"""A field that only its filled document has: the tags take the first half of its code away."""

CASES: Final[Mapping[str, tuple[Change, str]]] = {
    # fields
    "dde": (added(field("DDE cmd /c calc")), "champ-word"),
    "ddeauto": (added(field('DDEAUTO c:\\\\w\\\\cmd.exe "/k calc"')), "champ-word"),
    "ddeauto-cut": (added(field("DD", "EAU", 'TO cmd "x"')), "champ-word"),
    "dde-lower": (added(field("  dde cmd")), "champ-word"),
    "dde-simple": (added(simple("DDE cmd x")), "champ-word"),
    "dde-loose": (added(f"<w:p>{words('DDE cmd')}</w:p>"), "champ-word"),
    "dde-unended": (added(f"<w:p>{char('begin')}{words('DDE cmd')}</w:p>"), "champ-word"),
    "dde-over-paragraphs": (
        added(f"<w:p>{char('begin')}{words('DD')}</w:p><w:p>{words('E x')}{char('end')}</w:p>"),
        "champ-word",
    ),
    "dde-in-code": (added(f"{NESTED}"), "champ-word"),
    "dde-as-text": (
        added(f"<w:p>{char('begin')}<w:r><w:t>DDE cmd</w:t></w:r>{char('end')}</w:p>"),
        "champ-word",
    ),
    "dde-header": (added(field("DDE cmd"), HEADER), "champ-word"),
    "field-in-link": (added(f"{CODE}{char('end')}</w:p>"), "champ-word"),
    "quote": (added(field("QUOTE 68 68 69")), "champ-word"),
    "set": (added(field('SET c "cmd"')), "champ-word"),
    "if": (added(field('IF 1 = 1 "a"')), "champ-word"),
    "formula": (added(field("= 1 + 1")), "champ-word"),
    "ask": (added(field('ASK nom "?"')), "champ-word"),
    "date": (added(field("DATE")), "champ-word"),
    "filename": (added(field("FILENAME \\p")), "champ-word"),
    "includetext": (added(field('INCLUDETEXT "/etc/passwd"')), "champ-word"),
    "includetext-header": (added(field('INCLUDETEXT "x.docx"'), HEADER), "champ-word"),
    "includepicture": (added(field('INCLUDEPICTURE "https://a.fr/x.png"')), "champ-word"),
    "includepicture-header": (added(simple("INCLUDEPICTURE //a/x.png"), HEADER), "champ-word"),
    "import": (added(field("IMPORT x.png")), "champ-word"),
    "link": (added(field("LINK Excel.Sheet.8 c:/x.xls")), "champ-word"),
    "embed": (added(field("EMBED Package")), "champ-word"),
    "database": (added(field('DATABASE \\c "DSN=x" \\s "select"')), "champ-word"),
    "mergefield": (added(field("MERGEFIELD nom")), "champ-word"),
    "macrobutton": (added(field("MACROBUTTON AutoOpen Cliquez")), "champ-word"),
    "gotobutton": (added(field("GOTOBUTTON x Cliquez")), "champ-word"),
    "rd": (added(field('RD "c:/x.docx"')), "champ-word"),
    "autotext": (added(field("AUTOTEXT x")), "champ-word"),
    "print": (added(field("PRINT 27")), "champ-word"),
    "addin": (added(field("ADDIN x")), "champ-word"),
    "control-field": (added(field("CONTROL Forms.CommandButton.1")), "champ-word"),
    "tag-in-field": (added(field("{{ titre }}")), "champ-word"),
    "tag-in-simple": (added(simple("HYPERLINK {{ titre }}")), "champ-word"),
    "link-script": (added(field('HYPERLINK "javascript:alert(1)"')), "champ-word"),
    "link-file": (added(field('HYPERLINK "file:///c:/w/cmd.exe"')), "champ-word"),
    "link-path": (added(field('HYPERLINK "\\\\\\\\serveur\\\\x"')), "champ-word"),
    "link-second": (added(field('HYPERLINK "https://a.fr" "file:///c:/x"')), "champ-word"),
    "link-after-place": (added(field('HYPERLINK \\l "x" "file:///c:/x"')), "champ-word"),
    "link-server": (added(field(" HYPERLINK \\\\\\\\serveur\\\\x\\\\a.exe ")), "champ-word"),
    "link-simple-server": (added(simple(r"HYPERLINK \\\\serveur\\a.exe")), "champ-word"),
    "link-quote-escaped": (
        added(field(r'HYPERLINK \o "a\" \l " file:///c:/x.exe "')),
        "champ-word",
    ),
    "link-quote-of-word": (added(field("HYPERLINK \\o “a \\l ”file:///c:/x")), "champ-word"),
    "link-switch-glued": (added(field("HYPERLINK \\lfile:///c:/x")), "champ-word"),
    "link-switch-unknown": (added(field("HYPERLINK \\file:///c:/x")), "champ-word"),
    "link-quote-unended": (added(field('HYPERLINK \\l "file:///c:/x')), "champ-word"),
    # relationships
    "picture-outside": (linked("image", "https://a.fr/x.png"), "lien"),
    "picture-outside-header": (linked("image", "https://a.fr/x.png", HEADER_RELS), "lien"),
    "picture-server": (linked("image", "\\\\serveur\\x.png", outside=""), "lien"),
    "link-relationship-script": (linked("hyperlink", "javascript:alert(1)"), "lien"),
    "link-relationship-file": (linked("hyperlink", "file:///etc/passwd"), "lien"),
    "link-relationship-http": (linked("hyperlink", "http://a.fr"), "lien"),
    "ole-outside": (linked("oleObject", "file:///c:/x.xls"), "lien"),
    "ole": (linked("oleObject", "embeddings/oleObject1.bin", outside=""), "lien"),
    "embedded": (linked("package", "embeddings/x.xlsx", outside=""), "lien"),
    "activex": (linked("control", "activeX/activeX1.xml", outside=""), "lien"),
    "vba": (linked(f"{MICROSOFT}/vbaProject", "vbaProject.bin", outside=""), "lien"),
    "keymap": (
        linked(f"{MICROSOFT}/keyMapCustomizations", "customizations.xml", outside=""),
        "lien",
    ),
    "altchunk": (linked("aFChunk", "chunk.html", outside=""), "lien"),
    "subdocument": (linked("subDocument", "autre.docx"), "lien"),
    "frame": (linked("frame", "https://a.fr", "word/_rels/webSettings.xml.rels"), "lien"),
    "merge-source": (
        linked("mailMergeSource", "file:///c:/x.csv", "word/_rels/settings.xml.rels"),
        "lien",
    ),
    "template-http": (
        linked("attachedTemplate", "https://a.fr/x.dotm", "word/_rels/settings.xml.rels"),
        "lien",
    ),
    "template-server": (
        linked("attachedTemplate", "file://serveur/x.dotm", "word/_rels/settings.xml.rels"),
        "lien",
    ),
    "template-unc": (
        linked("attachedTemplate", "\\\\serveur\\x.dotm", "word/_rels/settings.xml.rels"),
        "lien",
    ),
    "template-of-body": (linked("attachedTemplate", "file:///C:/x.dotx"), "lien"),
    "transform": (
        linked("transform", "https://a.fr/x.xsl", "word/_rels/settings.xml.rels"),
        "lien",
    ),
    # elements and addresses
    "object": (added("<w:p><w:r><w:object/></w:r></w:p>"), "element"),
    "control": (added('<w:p><w:r><w:control w:name="x"/></w:r></w:p>'), "element"),
    "altchunk-element": (added("<w:altChunk/>"), "element"),
    "subdoc": (added("<w:p><w:subDoc/></w:p>"), "element"),
    "movie": (added("<w:p><w:r><w:movie/></w:r></w:p>"), "element"),
    "mailmerge": (setting('<w:mailMerge><w:query w:val="select"/></w:mailMerge>'), "element"),
    "transform-setting": (setting("<w:saveThroughXslt/>"), "element"),
    "shape-script": (added(DRAWN.format("javascript:x")), "lien"),
    "shape-file": (added(DRAWN.format("file:///c:/x")), "lien"),
    # parts
    "vba-part": (part("word/vbaProject.bin"), "partie"),
    "ole-part": (part("word/embeddings/oleObject1.bin"), "partie"),
    "workbook-part": (part("word/embeddings/x.xlsx"), "partie"),
    "activex-part": (part("word/activeX/activeX1.xml", b"<x/>"), "partie"),
    "glossary-part": (part("word/glossary/document.xml", b"<x/>"), "partie"),
    "html-part": (part("word/chunk.html"), "partie"),
    "custom-ui": (part("customUI/customUI.xml", b"<x/>"), "partie"),
    "signature-part": (part("_xmlsignatures/sig1.xml", b"<x/>"), "partie"),
    "program-part": (part("word/media/x.exe"), "partie"),
    "part-outside": (part("../x.png"), "partie"),
    "vba-type": (part("word/media/x.png", b"x", "application/vnd.ms-office.vbaProject"), "partie"),
    "svg-script": (
        part("word/media/x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"),
        "element",
    ),
    "svg-outside": (
        part("word/media/x.svg", b"<svg><image href='file:///etc/passwd'/></svg>"),
        "lien",
    ),
    "doctype": (part("customXml/item1.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), "xml"),
    "strict": (strict(BODY), "xml"),
    "strict-header": (strict(HEADER), "xml"),
    "strict-relationship": (linked(f"{STRICT}/hyperlink", "https://a.fr"), "xml"),
    "comment-tag": (comment, "commentaire"),
}
"""What each template hands on, by name: the change to ours, and the code of the refusal."""

ALLOWED: Final[Mapping[str, Change]] = {
    "page": added(field(" PAGE ", "\\* MERGEFORMAT")),
    "link-format": added(field(' HYPERLINK "https://a.fr" \\h ', "\\* MERGEFORMAT ")),
    "pages-simple": added(simple(" NUMPAGES ")),
    "contents": added(
        f"<w:p>{char('begin')}{CONTENTS}{char('separate')}</w:p>"
        + field('HYPERLINK \\l "_Toc1"')
        + field("PAGEREF _Toc1 \\h")
        + f"<w:p>{char('end')}</w:p>"
    ),
    "link": added(field('HYPERLINK "https://www.legifrance.gouv.fr" \\o "un site"')),
    "link-in-window": added(field('HYPERLINK https://a.fr \\t "_blank" \\n \\m \\l ici')),
    "mail": added(field('HYPERLINK "mailto:a@exemple.fr"')),
    "link-relationship": linked("hyperlink", "https://www.legifrance.gouv.fr"),
    "template-local": linked(
        "attachedTemplate", "file:///C:\\Users\\x\\perso.dotx", "word/_rels/settings.xml.rels"
    ),
    "template-beside": linked("attachedTemplate", "perso.dotx", "word/_rels/settings.xml.rels"),
    "label": part("docMetadata/LabelInfo.xml", b"<x/>"),
}
"""What Word writes by itself, or people need."""


@cache
def _short() -> tuple[dict[str, bytes], dict[str, CompressedPart]]:
    """Return the template that docgen ships, without its fonts, nor what its body prints."""
    whole = read_package(template_bytes())
    fonts = [name for name in whole if name.startswith((FONTS, FONT_RELS))]
    parts = {name: data for name, data in whole.items() if name not in fonts}
    parts[FONT_TABLE] = re.sub(rb"<w:embed[^>]*/>", b"", parts[FONT_TABLE])
    parts[BODY] = re.sub(rb"(?<=<w:body>).*(?=<w:sectPr)", b"", parts[BODY], flags=re.DOTALL)
    return parts, {name: compress_cached(data) for name, data in parts.items()}


def hostile(change: Change) -> bytes:
    """Return a short template, changed."""
    parts, compressed = _short()
    return write_package({**compressed, **change(dict(parts))})


@cache
def _swollen(size: int) -> bytes:
    """Return a Word template with a part of `size` bytes."""
    data = io.BytesIO(template_bytes())
    with zipfile.ZipFile(data, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/media/x.png", bytes(size))
    return data.getvalue()


def lying_zip(size: int, told: int) -> bytes:
    """Return a Word template with a part of `size` bytes that says to have `told`."""
    return _swollen(size).replace(struct.pack("<L", size), struct.pack("<L", told))


def packed(method: int) -> bytes:
    """Return a Word template with a part that is compressed in another way."""
    data = io.BytesIO(template_bytes())
    with zipfile.ZipFile(data, "a", method) as package:
        package.writestr("word/media/x.png", bytes(1000))
    return data.getvalue()
