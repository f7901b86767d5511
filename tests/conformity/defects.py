"""Defects sown on purpose into a document that is right: each must turn the gate red.

Some are faults that a template could hold, printed by docgen's own renderer; the others are harm
done to the finished file, by hand or by a tool that merges.
"""

import io
import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, StreamObject

from tests.conformity.printing import CARRIED, printed
from tests.conftest import NIGHT

SIGNATURES = """\
<div class="place" data-signature="une" data-personne="Madame Une" data-qualite="présidente">
<p>Madame Une</p></div>
<div class="place" data-signature="autre" data-personne="Monsieur Autre" data-qualite="directeur">
<p>Monsieur Autre</p></div>
"""
TABLE = """\
<table><thead><tr><th>Objet</th><th>Montant</th></tr></thead>
<tbody><tr><td>un</td><td>1</td></tr><tr><td>deux</td><td>2</td></tr></tbody></table>
"""
FIGURE = '<p><img src="dessin.svg" alt="Un disque noir" style="width: 2cm"></p>'
BODY = f"""\
<body><h1 id="t">Essai fictif</h1>
<p>Un texte<span class="note">Une note.</span> et <a href="https://essai.example/">un lien</a>.</p>
<h2>Deux</h2><ul><li>un</li><li>deux</li></ul>{TABLE}{FIGURE}
<h2 style="break-before: page">Trois</h2><p>Voir <a href="#t">le titre</a>.</p>{SIGNATURES}</body>
"""
CSS = ".note { float: footnote } .place { height: 4cm }"


@dataclass(frozen=True)
class Defect:
    """A document gone wrong: what our gate says of it, whether veraPDF sees it too."""

    code: str
    make: Callable[[], bytes]
    verapdf: bool = True


DEFECTS: dict[str, Defect] = {}


def sown(
    code: str, *, verapdf: bool = True
) -> Callable[[Callable[[], bytes]], Callable[[], bytes]]:
    """Add what a function makes to the defects, under the function's name."""

    def add(make: Callable[[], bytes]) -> Callable[[], bytes]:
        DEFECTS[make.__name__.replace("_", "-")] = Defect(code, cache(make), verapdf)
        return make

    return add


def harmed(
    code: str, *, verapdf: bool = True
) -> Callable[[Callable[[pikepdf.Pdf], None]], Callable[[pikepdf.Pdf], None]]:
    """Add to the defects the sound document to which a function did harm."""

    def add(harm: Callable[[pikepdf.Pdf], None]) -> Callable[[pikepdf.Pdf], None]:
        def make() -> bytes:
            with pikepdf.open(io.BytesIO(sound())) as pdf:
                harm(pdf)
                return _saved(pdf)

        DEFECTS[harm.__name__.replace("_", "-")] = Defect(code, cache(make), verapdf)
        return harm

    return add


@cache
def sound() -> bytes:
    """Return the document that all defects are sown into."""
    return printed(BODY, CSS, attached=CARRIED)


def _saved(pdf: pikepdf.Pdf, **options: Any) -> bytes:
    made = io.BytesIO()
    pdf.save(made, deterministic_id=True, **options)
    return made.getvalue()


def _elements(pdf: pikepdf.Pdf, role: str) -> list[pikepdf.Dictionary]:
    """Return the structure elements of a type."""
    return [
        found
        for found in pdf.objects
        if isinstance(found, Dictionary) and found.get("/S") == role and "/P" in found
    ]


def _fonts(pdf: pikepdf.Pdf) -> list[pikepdf.Dictionary]:
    return list(pdf.pages[0].Resources.Font.values())


# ---------- Faults of a template, printed as they are ----------


def add_printed(
    name: str, code: str, body: str = BODY, css: str = "", *, verapdf: bool = True, title: str = ""
) -> None:
    """Add a document with a fault of its template to the defects."""
    make = partial(printed, body, CSS + css, title=title or "Essai fictif", attached=CARRIED)
    DEFECTS[name] = Defect(code, cache(make), verapdf)


add_printed("title-that-is-a-file-name", "titre", title="essai-1.pdf", verapdf=False)
add_printed("picture-without-words", "alternative", BODY.replace('alt="Un disque noir"', ""))
NAMED = BODY.replace("Un disque noir", "dessin.svg")
add_printed("picture-described-by-its-file-name", "alternative", NAMED, verapdf=False)
add_printed("table-without-heads", "tableau", re.sub("(</?)th>", r"\1td>", BODY), verapdf=False)
add_printed("table-with-a-cell-too-few", "tableau", BODY.replace("<td>1</td>", ""))
add_printed("level-skipped", "titres", BODY.replace("h2", "h3"))
add_printed("first-title-of-second-level", "titres", BODY.replace("h1", "h2"))
add_printed("no-title-at-all", "titres", "<body><p>Un texte.</p></body>", verapdf=False)
add_printed("text-under-opacity", "transparence", css=" ul { opacity: 0.5 }")
PALE = " ul { color: rgb(0 0 0 / 40%) }"
add_printed("text-of-a-transparent-colour", "transparence", css=PALE, verapdf=False)
SMOOTH = BODY.replace("dessin.svg", "image.png"), " img { image-rendering: auto }"
add_printed("picture-smoothed-by-the-viewer", "image", *SMOOTH)
AROUND = BODY.replace(TABLE, '<a href="#t"><p>bloc</p></a>')
add_printed("link-around-blocks", "lien", AROUND, verapdf=False)


@sown("lien-mort", verapdf=False)
def link_to_nowhere() -> bytes:
    with pikepdf.open(io.BytesIO(sound())) as pdf:
        [link] = [one for one in pdf.pages[1].Annots if "/Dest" in one]
        link.Dest = String("nulle-part")
        return _saved(pdf)


# ---------- Harm done to the finished file: what it says of itself ----------


LOST: tuple[tuple[str, str, Callable[[pikepdf.Pdf], pikepdf.Object], str], ...] = (
    ("metadata-lost", "norme", lambda pdf: pdf.Root, "Metadata"),
    ("language-lost", "langue", lambda pdf: pdf.Root, "Lang"),
    ("colours-undefined", "couleurs", lambda pdf: pdf.Root, "OutputIntents"),
    ("title-not-shown", "titre-affiche", lambda pdf: pdf.Root, "ViewerPreferences"),
    ("not-said-to-be-tagged", "balisage", lambda pdf: pdf.Root, "MarkInfo"),
    ("structure-removed", "balisage", lambda pdf: pdf.Root, "StructTreeRoot"),
    ("page-labels-lost", "numeros-de-page", lambda pdf: pdf.Root, "PageLabels"),
    ("order-of-tabulation-lost", "tabulation", lambda pdf: pdf.pages[1].obj, "Tabs"),
    ("note-without-identifier", "note", lambda pdf: _elements(pdf, "/Note")[0], "ID"),
    ("link-out-of-the-structure", "lien", lambda pdf: pdf.pages[0].Annots[0], "StructParent"),
    ("signature-without-spoken-name", "signature", lambda pdf: _widgets(pdf)[0], "TU"),
    ("attachments-bound-to-nothing", "piece-jointe", lambda pdf: pdf.Root, "AF"),
    ("attachment-without-name", "piece-jointe", lambda pdf: pdf.Root.AF[0], "UF"),
    ("attachment-of-unknown-type", "piece-jointe", lambda pdf: pdf.Root.AF[0].EF.F, "Subtype"),
    ("attachment-of-unknown-relation", "piece-jointe", lambda p: p.Root.AF[0], "AFRelationship"),
)
"""Entries that the finished file lacks: the code, who held the entry, its key."""


def _without(holder: Callable[[pikepdf.Pdf], pikepdf.Object], key: str) -> bytes:
    with pikepdf.open(io.BytesIO(sound())) as pdf:
        del holder(pdf)[f"/{key}"]
        return _saved(pdf)


for lost, code, holder, key in LOST:
    make = cache(partial(_without, holder, key))
    DEFECTS[lost] = Defect(code, make, verapdf=lost != "page-labels-lost")


@harmed("norme")
def standard_of_access_unnamed(pdf: pikepdf.Pdf) -> None:
    packet = pdf.Root.Metadata.read_bytes()
    pdf.Root.Metadata.write(packet.replace(b"<pdfuaid:part>1</pdfuaid:part>", b""))


@harmed("norme")
def standard_of_archives_unnamed(pdf: pikepdf.Pdf) -> None:
    packet = pdf.Root.Metadata.read_bytes()
    assert b"pdfaid:part" in packet
    pdf.Root.Metadata.write(packet.replace(b"pdfaid:part", b"pdfaid:amd"))


@sown("xmp-comprime", verapdf=False)
def metadata_compressed() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(sound())))
    packet = writer.root_object["/Metadata"].get_object()
    assert isinstance(packet, StreamObject)
    writer.root_object[NameObject("/Metadata")] = writer._add_object(packet.flate_encode())
    return _written(writer)


@harmed("titre")
def title_lost(pdf: pikepdf.Pdf) -> None:
    packet = pdf.Root.Metadata.read_bytes()
    pdf.Root.Metadata.write(packet.replace(b"dc:title", b"dc:rights"))


@harmed("action")
def program_that_runs_by_itself(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert('oui')"))


# ---------- Content ----------


@harmed("hors-structure")
def content_untagged(pdf: pikepdf.Pdf) -> None:
    contents = pdf.pages[1].Contents
    operators = [
        (operands, operator)
        for operands, operator in pikepdf.parse_content_stream(pdf.pages[1])
        if str(operator) not in ("BDC", "BMC", "EMC")
    ]
    contents.write(pikepdf.unparse_content_stream(operators))


@harmed("structure-perdue", verapdf=False)
def content_made_a_decoration_in_the_tree_only(pdf: pikepdf.Pdf) -> None:
    [*_, paragraph] = _elements(pdf, "/P")
    paragraph.P.K = Array([kid for kid in paragraph.P.K if kid.objgen != paragraph.objgen])


@harmed("structure-perdue")
def way_back_to_elements_lost(pdf: pikepdf.Pdf) -> None:
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    pdf.Root.StructTreeRoot.ParentTree.Nums = Array(list(numbers)[2:])


@harmed("police")
def font_not_embedded(pdf: pikepdf.Pdf) -> None:
    for font in _fonts(pdf):
        descriptor = font.DescendantFonts[0].FontDescriptor
        for key in ("/FontFile2", "/FontFile3"):
            if key in descriptor:
                del descriptor[key]


@harmed("police-illisible")
def letters_without_meaning(pdf: pikepdf.Pdf) -> None:
    for font in _fonts(pdf):
        del font.ToUnicode


@harmed("glyphe")
def glyph_missing(pdf: pikepdf.Pdf) -> None:
    contents = pdf.pages[1].Contents.read_bytes()
    start = contents.index(b"[<") + 2
    pdf.pages[1].Contents.write(contents[:start] + b"0000" + contents[start + 4 :])


@harmed("lien-sans-texte")
def link_without_words(pdf: pikepdf.Pdf) -> None:
    for link in pdf.pages[0].Annots:
        del link.Contents


@harmed("liste")
def item_without_body(pdf: pikepdf.Pdf) -> None:
    _elements(pdf, "/LBody")[0].S = Name.P


@harmed("portee")
def heads_without_scope(pdf: pikepdf.Pdf) -> None:
    for head in _elements(pdf, "/TH"):
        del head.A


@harmed("element-vide", verapdf=False)
def empty_paragraph(pdf: pikepdf.Pdf) -> None:
    [document] = _elements(pdf, "/Document")
    empty = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.P, P=document, K=Array()))
    document.K.append(empty)


# ---------- Signatures ----------


def _widgets(pdf: pikepdf.Pdf) -> list[pikepdf.Dictionary]:
    return [one for one in pdf.pages[1].Annots if one.Subtype == Name.Widget]


@harmed("champ")
def signature_without_tag(pdf: pikepdf.Pdf) -> None:
    del _widgets(pdf)[0].StructParent
    form = _elements(pdf, "/Form")[0]
    form.P.K = Array([kid for kid in form.P.K if kid.objgen != form.objgen])


@harmed("signature")
def signature_invisible(pdf: pikepdf.Pdf) -> None:
    _widgets(pdf)[0].F = 2


@harmed("signature", verapdf=False)
def signature_without_extent(pdf: pikepdf.Pdf) -> None:
    _widgets(pdf)[0].Rect = Array([0, 0, 0, 0])


@harmed("signature", verapdf=False)
def signature_outside_of_the_page(pdf: pikepdf.Pdf) -> None:
    _widgets(pdf)[0].Rect = Array([500, 100, 700, 200])


@harmed("signature", verapdf=False)
def signatures_one_over_the_other(pdf: pikepdf.Pdf) -> None:
    one, other = _widgets(pdf)
    one.Rect = other.Rect


@harmed("signature", verapdf=False)
def signatures_of_one_name(pdf: pikepdf.Pdf) -> None:
    one, other = _widgets(pdf)
    one.T = other.T


@harmed("signature", verapdf=False)
def signature_on_no_page(pdf: pikepdf.Pdf) -> None:
    one = _widgets(pdf)[0]
    pdf.pages[1].Annots = Array([kid for kid in pdf.pages[1].Annots if kid.objgen != one.objgen])


@harmed("formulaire")
def fields_drawn_by_the_viewer(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm.NeedAppearances = True


# ---------- Merges ----------


@sown("structure-perdue")
def merged_by_pypdf_into_a_copy() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(sound())))
    writer.append(PdfReader(io.BytesIO(sound())))
    return _written(writer)


@sown("balisage")
def merged_by_pypdf_into_nothing() -> bytes:
    writer = PdfWriter()
    for _ in range(2):
        writer.append(PdfReader(io.BytesIO(sound())))
    return _written(writer)


@sown("structure-perdue", verapdf=False)
def merged_by_pikepdf_pages() -> bytes:
    with warnings.catch_warnings():  # pikepdf says itself that this does harm
        warnings.simplefilter("ignore", pikepdf.PageCopyWarning)
        with pikepdf.open(io.BytesIO(sound())) as pdf, pikepdf.open(io.BytesIO(sound())) as other:
            pdf.pages.extend(other.pages)
            return _saved(pdf)


@sown("structure-perdue", verapdf=False)
def merged_by_pikepdf_with_its_care() -> bytes:
    with pikepdf.open(io.BytesIO(sound())) as pdf, pikepdf.open(io.BytesIO(sound())) as other:
        pdf.add_pages_from(other)
        return _saved(pdf)


def _written(writer: PdfWriter) -> bytes:
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


# ---------- Files that nobody can read ----------


def _encrypted(user: str) -> bytes:
    with pikepdf.open(io.BytesIO(sound())) as pdf:
        made = io.BytesIO()
        pdf.save(made, encryption=pikepdf.Encryption(owner="a", user=user))
        return made.getvalue()


DEFECTS["encrypted"] = Defect("chiffrement", cache(partial(_encrypted, "b")))
DEFECTS["restricted"] = Defect("chiffrement", cache(partial(_encrypted, "")))


def _first_of_each_code() -> tuple[str, ...]:
    seen = {defect.code: name for name, defect in reversed(DEFECTS.items()) if defect.verapdf}
    return tuple(seen.values())


JUDGED_DEFECTS = tuple(DEFECTS) if NIGHT else _first_of_each_code()
"""The defects that veraPDF judges: by day one of each code, of those that it can see."""
