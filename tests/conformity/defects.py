"""Defects sown on purpose into a document that is right: each must turn the gate red.

Some are faults that a template could hold, printed by docgen's own renderer; the others are harm
done to the finished file, by hand or by a tool that merges.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, StreamObject

from tests.conformity.printing import CARRIED, printed

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


def _redrawn(pdf: pikepdf.Pdf, number: int, old: bytes, new: bytes) -> None:
    """Change the operators of a page."""
    contents = pdf.pages[number].Contents
    before = contents.read_bytes()
    assert old in before
    contents.write(before.replace(old, new))


# ---------- Faults of a template, printed as they are ----------


@sown("titre", verapdf=False)
def title_that_is_a_file_name() -> bytes:
    return printed(BODY, CSS, title="essai-1.pdf", attached=CARRIED)


@sown("alternative")
def picture_without_words() -> bytes:
    return printed(BODY.replace('alt="Un disque noir"', ""), CSS, attached=CARRIED)


@sown("alternative", verapdf=False)
def picture_described_by_its_file_name() -> bytes:
    return printed(BODY.replace("Un disque noir", "dessin.svg"), CSS, attached=CARRIED)


@sown("tableau", verapdf=False)
def table_without_heads() -> bytes:
    body = BODY.replace("<th>", "<td>").replace("</th>", "</td>")
    return printed(body, CSS, attached=CARRIED)


@sown("tableau")
def table_with_a_cell_too_few() -> bytes:
    body = BODY.replace("<td>1</td>", "")
    return printed(body, CSS, attached=CARRIED)


@sown("titres")
def level_skipped() -> bytes:
    return printed(BODY.replace("h2", "h3"), CSS, attached=CARRIED)


@sown("titres")
def first_title_of_second_level() -> bytes:
    return printed(BODY.replace("h1", "h2"), CSS, attached=CARRIED)


@sown("titres", verapdf=False)
def no_title_at_all() -> bytes:
    return printed("<body><p>Un texte.</p></body>", attached=CARRIED)


@sown("transparence")
def text_under_opacity() -> bytes:
    return printed(BODY, f"{CSS} ul {{ opacity: 0.5 }}", attached=CARRIED)


@sown("transparence", verapdf=False)
def text_of_a_transparent_colour() -> bytes:
    return printed(BODY, f"{CSS} ul {{ color: rgb(0 0 0 / 40%) }}", attached=CARRIED)


@sown("image")
def picture_smoothed_by_the_viewer() -> bytes:
    css = f"{CSS} img {{ image-rendering: auto }}"
    return printed(BODY.replace("dessin.svg", "image.png"), css, attached=CARRIED)


@sown("lien", verapdf=False)
def link_around_blocks() -> bytes:
    return printed(BODY.replace(TABLE, '<a href="#t"><p>bloc</p></a>'), CSS, attached=CARRIED)


@sown("lien-mort", verapdf=False)
def link_to_nowhere() -> bytes:
    with pikepdf.open(io.BytesIO(sound())) as pdf:
        [link] = [one for one in pdf.pages[1].Annots if "/Dest" in one]
        link.Dest = String("nulle-part")
        return _saved(pdf)


# ---------- Harm done to the finished file: what it says of itself ----------


@harmed("norme")
def standard_of_access_unnamed(pdf: pikepdf.Pdf) -> None:
    packet = pdf.Root.Metadata.read_bytes()
    pdf.Root.Metadata.write(packet.replace(b"<pdfuaid:part>1</pdfuaid:part>", b""))


@harmed("norme")
def standard_of_archives_unnamed(pdf: pikepdf.Pdf) -> None:
    packet = pdf.Root.Metadata.read_bytes()
    assert b"pdfaid:part" in packet
    pdf.Root.Metadata.write(packet.replace(b"pdfaid:part", b"pdfaid:amd"))


@harmed("norme")
def metadata_lost(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Metadata


@sown("xmp-comprime", verapdf=False)
def metadata_compressed() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(sound())))
    packet = writer.root_object["/Metadata"].get_object()
    assert isinstance(packet, StreamObject)
    writer.root_object[NameObject("/Metadata")] = writer._add_object(packet.flate_encode())
    return _written(writer)


@harmed("langue")
def language_lost(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Lang


@harmed("titre")
def title_lost(pdf: pikepdf.Pdf) -> None:
    packet = pdf.Root.Metadata.read_bytes()
    pdf.Root.Metadata.write(packet.replace(b"dc:title", b"dc:rights"))


@harmed("couleurs")
def colours_undefined(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.OutputIntents


@harmed("titre-affiche")
def title_not_shown(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.ViewerPreferences


@harmed("balisage")
def not_said_to_be_tagged(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.MarkInfo


@harmed("balisage")
def structure_removed(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.StructTreeRoot


@harmed("tabulation")
def order_of_tabulation_lost(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[1].Tabs


@harmed("numeros-de-page", verapdf=False)
def page_labels_lost(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.PageLabels


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


@harmed("lien")
def link_out_of_the_structure(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[0].Annots[0].StructParent


@harmed("liste")
def item_without_body(pdf: pikepdf.Pdf) -> None:
    _elements(pdf, "/LBody")[0].S = Name.P


@harmed("portee")
def heads_without_scope(pdf: pikepdf.Pdf) -> None:
    for head in _elements(pdf, "/TH"):
        del head.A


@harmed("note")
def note_without_identifier(pdf: pikepdf.Pdf) -> None:
    [note] = _elements(pdf, "/Note")
    del note.ID


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
def signature_without_spoken_name(pdf: pikepdf.Pdf) -> None:
    del _widgets(pdf)[0].TU


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


# ---------- Files carried ----------


@harmed("piece-jointe")
def attachment_of_unknown_relation(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.AF[0].AFRelationship


@harmed("piece-jointe")
def attachment_of_unknown_type(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.AF[0].EF.F.Subtype


@harmed("piece-jointe")
def attachment_without_name(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.AF[0].UF


@harmed("piece-jointe")
def attachments_bound_to_nothing(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.AF


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


@sown("chiffrement")
def encrypted() -> bytes:
    with pikepdf.open(io.BytesIO(sound())) as pdf:
        made = io.BytesIO()
        pdf.save(made, encryption=pikepdf.Encryption(owner="a", user="b"))
        return made.getvalue()


@sown("chiffrement")
def restricted() -> bytes:
    with pikepdf.open(io.BytesIO(sound())) as pdf:
        made = io.BytesIO()
        pdf.save(made, encryption=pikepdf.Encryption(owner="a", user=""))
        return made.getvalue()
