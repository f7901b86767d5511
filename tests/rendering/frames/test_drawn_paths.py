"""Long paths of figures, drawn again as they were."""

import weasyprint.svg
from weasyprint import HTML

from docgen.rendering.frames.output.drawn_paths import LONG, draw_paths_once

BORDER = "M10 10l" + "3 4-2 1 " * (LONG // 3 * 2)
CURVE = "M10 10c" + "1 1 2 2 3 3 " * LONG


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
    with draw_paths_once():
        assert drawn(*paths) == expected
    assert [path for path in read if path == BORDER] == [BORDER]
    assert len(read) == len(paths) - 1
    assert weasyprint.svg.TAGS["path"] is count
