"""What people do to a Word file, done to its XML: words, paragraphs, tracked or not, comments."""

import copy
import io
import re
import zipfile

from lxml import etree

from docgen.ooxml import BODY, W, read_package
from docgen.rendering.docx.marks.paragraphs import printed_paragraphs
from docgen.rendering.docx.marks.source_marks import CUSTOM, MARK_NAMESPACE
from tests.conftest import plain_blanks

P, R, T, PPR = f"{W}p", f"{W}r", f"{W}t", f"{W}pPr"
WHO = {f"{W}author": "Mme Exemple", f"{W}date": "2026-11-20T10:00:00Z"}


class EditedWord:
    """A Word file that is being edited."""

    def __init__(self, data: bytes) -> None:
        self.parts = read_package(data)
        self.root = etree.fromstring(self.parts[BODY])

    @property
    def data(self) -> bytes:
        """The file, zipped as an office program does it."""
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
            for name, part in {**self.parts, BODY: etree.tostring(self.root)}.items():
                package.writestr(name, part)
        return made.getvalue()

    def paragraph(self, words: str) -> etree._Element:
        """Return the last paragraph with these words: before it stand the contents."""
        said = ((one, " ".join(text.split())) for one, text in printed_paragraphs(self.root))
        return [one for one, text in said if words in text][-1]

    def _text(self, words: str) -> etree._Element:
        """Return the last text with these words, typed again with plain blanks if held together."""
        texts = ((one, one.text or "") for one in self.root.iter(T))
        found = [
            (one, said if words in said else plain_blanks(said))
            for one, said in texts
            if words in said or words in plain_blanks(said)
        ]
        node, node.text = found[-1]
        return node

    def reword(self, before: str, after: str) -> None:
        """Write words in place of others, in one run."""
        node = self._text(before)
        node.text = node.text.replace(before, after, 1)

    def track(self, before: str, after: str) -> None:
        """Do the same with changes tracked, as Word writes it."""
        node = [one for one in self.root.iter(T) if before in (one.text or "")][-1]
        run = node.getparent()
        head, tail = node.text.split(before, 1)
        gone, come, rest = (copy.deepcopy(run) for _ in range(3))
        for piece, text in ((run, head), (gone, before), (come, after), (rest, tail)):
            piece.find(T).text = text
            piece.find(T).set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        gone.find(T).tag = f"{W}delText"
        deletion, insertion = (etree.Element(f"{W}{name}", WHO) for name in ("del", "ins"))
        deletion.append(gone)
        insertion.append(come)
        for one in (rest, insertion, deletion):
            run.addnext(one)

    def add_after(self, words: str, text: str) -> None:
        """Write a paragraph below another, in its style and without its bookmark."""
        above = self.paragraph(words)
        new = copy.deepcopy(above)
        for node in [one for one in new if one.tag not in (PPR, R)] + new.findall(R)[1:]:
            new.remove(node)
        new.find(R).find(T).text = text
        above.addnext(new)

    def add_heading_after(self, words: str, text: str) -> None:
        """Write a heading below a paragraph, in the style of the headings of clauses."""
        heading = copy.deepcopy(self.paragraph("Correspondance fictive"))
        first, *others = (one for one in heading.iter(T, f"{W}tab"))
        for node in others:
            node.getparent().remove(node)
        first.text, _, title = text.partition("\t")
        run = first.getparent()
        etree.SubElement(run, f"{W}tab")
        etree.SubElement(run, T).text = title
        for mark in heading.findall(f"{W}bookmarkStart"):
            heading.remove(mark)
        self.paragraph(words).addnext(heading)

    def remove(self, words: str) -> None:
        """Take a paragraph out."""
        paragraph = self.paragraph(words)
        paragraph.getparent().remove(paragraph)

    def drop_marks(self) -> None:
        """Lose all that tells where the file comes from, as Google Docs does."""
        for mark in [*self.root.iter(f"{W}bookmarkStart"), *self.root.iter(f"{W}bookmarkEnd")]:
            mark.getparent().remove(mark)
        self.parts = {
            name: part
            for name, part in self.parts.items()
            if name != CUSTOM
            and not (name.startswith("customXml/") and MARK_NAMESPACE.encode() in part)
        }

    def drop_part(self) -> None:
        """Lose the part that lists all paragraphs, as an ODT does, and keep the bookmarks."""
        self.parts = {
            name: part
            for name, part in self.parts.items()
            if not (name.startswith("customXml/") and MARK_NAMESPACE.encode() in part)
        }

    def add_frame(self, words: str) -> None:
        """Put a frame that says nothing beside a paragraph, as LibreOffice does for a page."""
        drawing = etree.SubElement(etree.SubElement(self.paragraph(words), R), f"{W}drawing")
        etree.SubElement(etree.SubElement(drawing, f"{W}txbxContent"), P)

    def comment(self, words: str, text: str, about: str = "") -> None:
        """Put a comment into the margin of a paragraph, on some of its words."""
        if about:
            start, end = (f'<w:comment{one} w:id="0"/>' for one in ("RangeStart", "RangeEnd"))
            self.replace_xml(
                rf"<w:r>((?:<w:rPr[^>]*/>)?<w:t[^>]*>)([^<]*)({about})",
                rf"<w:r>\1\2</w:t></w:r>{start}<w:r>\1\3</w:t></w:r>{end}<w:r>\1",
            )
        note = f'<w:comments xmlns:w="{W[1:-1]}"><w:comment w:id="0" w:author="M. Juriste"'
        note += f' w:date="2026-11-21T00:00:00Z"><w:p><w:r><w:t>{text}</w:t></w:r></w:p>'
        self.parts["word/comments.xml"] = f"{note}</w:comment></w:comments>".encode()
        run = etree.SubElement(self.paragraph(words), R)
        etree.SubElement(run, f"{W}commentReference", {f"{W}id": "0"})

    def add_table(self, words: str) -> None:
        """Put a table without words above a paragraph."""
        table = etree.Element(f"{W}tbl")
        cell = etree.SubElement(etree.SubElement(table, f"{W}tr"), f"{W}tc")
        etree.SubElement(cell, P)
        self.paragraph(words).addprevious(table)

    def part(self, words: str, after: str) -> None:
        """Begin a paragraph after some words of one run."""
        node = self._text(words)
        head, tail = node.text.split(after, 1)
        node.text = head + after
        above = next(node.iterancestors(P))
        new = copy.deepcopy(above)
        for mark in [one for one in new if one.tag not in (PPR, R)]:
            new.remove(mark)
        rank = list(above.findall(R)).index(node.getparent())
        for run in new.findall(R)[:rank]:
            new.remove(run)
        for run in above.findall(R)[rank + 1 :]:
            above.remove(run)
        new.find(f"{R}/{T}").text = tail.lstrip()
        above.addnext(new)

    def join(self, words: str) -> None:
        """Take away the end of a paragraph: the next one goes on in it."""
        above = self.paragraph(words)
        below = above.getnext()
        above.findall(f"{R}/{T}")[-1].text += " "
        above.extend(below.findall(R))
        below.getparent().remove(below)

    def make_bold(self, words: str) -> None:
        """Write on each run of a paragraph that it is bold."""
        for run in self.paragraph(words).iter(R):
            run.insert(0, etree.Element(f"{W}rPr"))
            etree.SubElement(run[0], f"{W}b")

    def replace_xml(self, pattern: str, by: str) -> None:
        """Replace a pattern in the XML of the body, once."""
        text = etree.tostring(self.root, encoding="unicode")
        self.root = etree.fromstring(re.sub(pattern, by, text, count=1))

    def frame(self, words: str) -> None:
        """Put a paragraph into a frame, which LibreOffice writes before any paragraph it likes."""
        facts = {f"{W}x": "1417", f"{W}y": "2835"}
        etree.SubElement(self.paragraph(words).find(PPR), f"{W}framePr", facts)

    def draw_twice(self) -> None:
        """Draw a picture as LibreOffice does: with one for programs that cannot show it."""
        office = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
        both = etree.SubElement(self.root.find(f"{W}body/{P}"), f"{office}AlternateContent")
        etree.SubElement(etree.SubElement(both, f"{office}Choice"), f"{W}drawing")
        etree.SubElement(etree.SubElement(both, f"{office}Fallback"), f"{W}pict")
