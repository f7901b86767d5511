"""Microsoft Office signature lines for acts to be signed.

`{{r signataire|ligne_de_signature }}` prints one, in two versions of which a reader takes one
(ECMA-376, part 3). Word takes the first, in VML, as signature lines are; Word 365 writes picture
bullets in the same two versions (docx4j, issue 623). LibreOffice 25.2 takes the second, a plain
picture, and keeps its alternative text; it would lose that of a VML picture, and its PDF would not
be accessible.
"""

import uuid
from collections.abc import Iterator, Mapping
from itertools import count
from posixpath import basename

from lxml import etree
from markupsafe import Markup

from docgen.document import Document
from docgen.ooxml import (
    CONTENT_TYPES,
    DRAWING,
    OFFICE_RELATIONS,
    POINT,
    Part,
    add_link,
    as_bytes,
    as_tree,
    as_xml,
    declare_ending,
    links_of,
    read_links,
    text_parts,
)
from docgen.rendering.html.templates import Templates

SIGNATORY = ("personne", "qualite")
"""The fields of a signatory in a line: the suggested signer, and the office."""
PICTURE = "_commun/fig/ligne-de-signature.png"
"""The drawing `ligne-de-signature.svg` at 600 dots an inch: Word and LibreOffice both show PNG."""
PART = f"word/media/{basename(PICTURE)}"
WIDTH, HEIGHT = 180, 90
"""The size of a line in points: twice as wide as high, as Word makes them."""
LINK = "rIdLigneDeSignature"
"""The relationship identifier of the picture of all lines."""
SHAPE_TYPE = "_x0000_t75"
"""The identifier of the VML shape type of pictures, which a part defines once."""

OFFICE = "urn:schemas-microsoft-com:office:office"
VML = "urn:schemas-microsoft-com:vml"

SHAPE_TYPE_XML = (
    f'<v:shapetype id="{SHAPE_TYPE}" coordsize="21600,21600" o:spt="75" o:preferrelative="t"'
    ' path="m,l,21600r21600,l21600,xe" filled="f" stroked="f"><v:stroke joinstyle="miter"/>'
    '<v:path o:extrusionok="f" gradientshapeok="t" o:connecttype="rect"/>'
    '<o:lock v:ext="edit" aspectratio="t"/></v:shapetype>'
)
VML_LINE = (
    f'<w:pict>{SHAPE_TYPE_XML}<v:shape id="" type="#{SHAPE_TYPE}" alt="{{name}}"'
    f' style="width:{WIDTH}pt;height:{HEIGHT}pt"><v:imagedata r:id="{LINK}" o:title=""/>'
    '<o:lock v:ext="edit" ungrouping="t" rotation="t" cropping="t" verticies="t" text="t"'
    ' grouping="t"/><o:signatureline v:ext="edit" id=""'
    ' provid="{{00000000-0000-0000-0000-000000000000}}" o:suggestedsigner="{person}"'
    ' o:suggestedsigner2="{office}" issignatureline="t"/></v:shape></w:pict>'
)
SIZE = f'cx="{WIDTH * POINT}" cy="{HEIGHT * POINT}"'
PLAIN_PICTURE = (
    '<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
    f'<wp:extent {SIZE}/><wp:docPr id="1" name="Ligne de signature" descr="{{name}}"/>'
    f'<a:graphic><a:graphicData uri="{DRAWING}/picture"><pic:pic><pic:nvPicPr>'
    '<pic:cNvPr id="0" name=""/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
    f'<a:blip r:embed="{LINK}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr>'
    f'<a:xfrm><a:off x="0" y="0"/><a:ext {SIZE}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
    "</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"
)
RUN = Markup(
    '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/'
    f'markup-compatibility/2006" xmlns:v="{VML}" xmlns:o="{OFFICE}" xmlns:r="{OFFICE_RELATIONS}"'
    f' xmlns:wp="{DRAWING}/wordprocessingDrawing" xmlns:a="{DRAWING}/main"'
    f' xmlns:pic="{DRAWING}/picture"><mc:Choice Requires="v">{VML_LINE}</mc:Choice>'
    f"<mc:Fallback>{PLAIN_PICTURE}</mc:Fallback></mc:AlternateContent></w:r>"
)


def signature_line(person: str, office: str) -> Markup:
    """Return the run of the signature line of a person; `with_signature_lines` numbers it."""
    name = ", ".join(filter(None, (f"Ligne de signature de {person}", office)))
    return RUN.format(name=name, person=person, office=office)


def with_signature_lines(
    parts: Mapping[str, Part], document: Document, templates: Templates
) -> dict[str, Part]:
    """Return the parts of a document with its signature lines numbered, and their picture."""
    result = dict(parts)
    numbers = count(1)
    for name in text_parts(parts):
        if not _has_lines(parts[name]):
            continue
        result[name] = _number_lines(as_tree(parts[name]), document, numbers)
        links = read_links(result, name)
        add_link(links, LINK, "image", PART.removeprefix("word/"))
        types = etree.fromstring(as_bytes(result[CONTENT_TYPES]))
        declare_ending(types, "png", "image/png")
        result |= {links_of(name): as_xml(links), CONTENT_TYPES: as_xml(types)}
        result[PART] = templates.find(PICTURE).read_bytes()
    return result


def _has_lines(part: Part) -> bool:
    if isinstance(part, bytes):
        return LINK.encode() in part
    images = as_tree(part).iter(f"{{{VML}}}imagedata")
    return any(image.get(f"{{{OFFICE_RELATIONS}}}id") == LINK for image in images)


def _number_lines(
    root: etree._Element, document: Document, numbers: Iterator[int]
) -> etree._Element:
    images = root.iter(f"{{{VML}}}imagedata")
    shapes = [
        image.getparent() for image in images if image.get(f"{{{OFFICE_RELATIONS}}}id") == LINK
    ]
    for number, shape in zip(numbers, shapes, strict=False):
        shape.set("id", f"LigneDeSignature{number}")
        key = uuid.uuid5(uuid.NAMESPACE_URL, f"docgen:{document.stem}:ligne-{number}")
        shape.find(f"{{{OFFICE}}}signatureline").set("id", f"{{{str(key).upper()}}}")
    shape_types = [
        image for image in root.iter(f"{{{VML}}}shapetype") if image.get("id") == SHAPE_TYPE
    ]
    for shape_type in shape_types[1:]:
        if shape_type.getnext() in shapes:
            shape_type.getparent().remove(shape_type)
    return root
