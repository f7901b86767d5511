"""Long paths and letters of figures, drawn again as they were."""

import weasyprint.svg
import weasyprint.text.line_break
from weasyprint import HTML

from docgen.rendering.frames.output.painting import MIN_PATH_KEPT, draw_figures_once

BORDER = "M10 10l" + "3 4-2 1 " * (MIN_PATH_KEPT // 3 * 2)
CURVE = "M10 10c" + "1 1 2 2 3 3 " * MIN_PATH_KEPT


def drawn(*paths):
    """Return an uncompressed page of figures, each of one path."""
    figures = (f'<svg viewBox="0 0 99 99"><path d="{path}"/></svg>' for path in paths)
    return HTML(string="".join(figures)).write_pdf(uncompressed_pdf=True)


def test_path_drawn_again_is_the_same_and_read_once(monkeypatch):
    read = []
    draw = weasyprint.svg.TAGS["path"]

    def count(svg, node, size):
        read.append(node.get("d"))
        draw(svg, node, size)

    monkeypatch.setitem(weasyprint.svg.TAGS, "path", count)
    paths = (BORDER, BORDER, CURVE, CURVE, "M1 1l2 2", "M1 1l2 2")
    expected = drawn(*paths)
    assert len(read) == len(paths)
    read.clear()
    with draw_figures_once():
        assert drawn(*paths) == expected
    assert [path for path in read if path == BORDER] == [BORDER]
    assert len(read) == len(paths) - 1
    assert weasyprint.svg.TAGS["path"] is count


def test_path_keeps_its_markers_when_drawn_again():
    mark = '<marker id="m"><circle r="2"/></marker>'
    path = f'<path marker-mid="url(#m)" d="{BORDER}"/>'
    page = HTML(string=f'<svg viewBox="0 0 99 99">{mark}<path d="{BORDER}"/>{path}{path}</svg>')
    expected = page.write_pdf(uncompressed_pdf=True)
    with draw_figures_once():
        assert page.write_pdf(uncompressed_pdf=True) == expected


def test_letter_drawn_again_is_the_same_and_laid_out_once(monkeypatch):
    laid_out = []
    split = weasyprint.text.line_break.split_first_line

    def count(text, *rest):
        laid_out.append(text)
        return split(text, *rest)

    def drawing():
        names = (
            ("Albi", 9, "normal"),
            ("Albi", 9, "normal"),
            ("Albi", 8, "normal"),
            ("Albi", 9, "bold"),
        )
        figures = "".join(
            f'<svg viewBox="0 0 99 99"><text x="1" y="9" font-size="{size}" font-weight="{weight}">'
            f"{name}</text></svg>"
            for name, size, weight in names
        )
        laid_out_page = HTML(string=figures).render()
        laid_out.clear()
        return laid_out_page

    monkeypatch.setattr(weasyprint.text.line_break, "split_first_line", count)
    expected = drawing().write_pdf(uncompressed_pdf=True)
    assert laid_out.count("l") == 4
    page = drawing()
    with draw_figures_once():
        assert page.write_pdf(uncompressed_pdf=True) == expected
    assert laid_out.count("l") == 3
    assert weasyprint.text.line_break.split_first_line is count
