"""Templates and resources that ask for much time, memory or depth, by name.

Each is a set of files of a project's `templates/`: what it adds to the page, to the styles, to the
Word template, or a picture.
"""

import base64
import struct
import zlib
from collections.abc import Mapping
from functools import cache
from typing import Final

from tests.rendering.docx.docx_examples import with_paragraph
from tests.support.documents import shipped

Files = dict[str, str | bytes]
HTML, CSS, WORD = (f"convention/document.{ending}" for ending in ("html.j2", "css", "docx"))
FAMILIES: Final = ("html", "word", "page", "css", "svg")
TWENTY: Final = "x" * 24


def in_body(fragment: str) -> Files:
    """Return the templates of a project whose page says more."""
    return {HTML: shipped(HTML).replace("</body>", f"{fragment}</body>")}


def styled(rules: str, fragment: str = "") -> Files:
    """Return the templates of a project with more styles, and more on its page."""
    return {CSS: f"{shipped(CSS)}\n{rules}", **in_body(fragment)}


def drawn(inside: str, head: str = 'width="99" height="99"') -> Files:
    """Return the templates of a project whose page shows a drawing."""
    space = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    page = in_body('<img alt="essai" src="dessin.svg">')
    return {**page, "convention/dessin.svg": f"<svg {space} {head}>{inside}</svg>"}


def loops(depth: int, inside: str = "") -> str:
    """Return nested loops of 24 turns each."""
    start = "".join(f'{{% for v{n} in "{TWENTY}" %}}' for n in range(depth))
    return f"{start}{inside}{'{% endfor %}' * depth}"


def repeated(times: int, step: str, first: str, last: str = "") -> str:
    """Return a value that each of so many steps makes larger."""
    steps = "".join(f"{{% set t = {step} %}}" for _ in range(times))
    return f"{{% set t = {first} %}}{steps}{last}"


GROWTH: Final[Mapping[str, str]] = {
    "loops-9": loops(9),
    "loops-of-text": loops(7, "x"),
    "loops-of-set": loops(8, "{% set a = 1 %}"),
    "double-text": repeated(40, "t ~ t", "'x'"),
    "double-text-printed": repeated(31, "t ~ t", "'x'", "{{ t }}"),
    "double-sum": repeated(40, "t + t", "'x'"),
    "double-list": repeated(40, "t + t", "[1]"),
    "double-list-printed": repeated(24, "t + t", "['x']", "{% for a in t %}{{ a }}{% endfor %}"),
    "double-tuple": repeated(40, "t + t", "(1, 2)"),
    "double-join": repeated(40, "[t, t]|join", "'x'"),
    "double-format": repeated(40, "'%s%s'|format(t, t)", "'x'"),
    "double-upper": repeated(34, "(t ~ t)|upper", "'x'"),
    "double-list-filter": repeated(34, "(t ~ t)|list|join", "'x'"),
    "nested-lists": repeated(5000, "[t]", "[1]"),
    "deep-parentheses": "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}",
    "deep-sum": "{{ " + "1+" * 30000 + "1 }}",
    "deep-ifs": "{% if true %}" * 300 + "{% endif %}" * 300,
    "many-ifs": "{% if true %}x{% endif %}" * 50000,
    "many-elifs": "{% if false %}{% elif false %}" + "{% elif false %}" * 5000 + "{% endif %}",
}
"""Growth in Jinja, for both formats."""
MACROS: Final[Mapping[str, str]] = {
    "macro-itself": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "macro-twice": "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}"
    "{{ m(60) }}",
    "loop-recursive": "{% for a in [1] recursive %}{{ loop([1]) }}{% endfor %}",
    "block-loops": f"{{% set t %}}{loops(8, 'x')}{{% endset %}}",
    "filter-loops": f"{{% filter upper %}}{loops(8, 'x')}{{% endfilter %}}",
    "call-itself": "{% macro m() %}{% call m() %}{% endcall %}{% endmacro %}{{ m() }}",
    "include-itself": "{% include 'convention/document.html.j2' %}",
}
"""Growth by what only HTML templates have."""


def uses(levels: int, fan: int = 10) -> str:
    """Return pictures inside pictures, `fan` of them at each level."""
    groups = "".join(
        f'<g id="g{n}">' + f'<use href="#g{n - 1}" xlink:href="#g{n - 1}"/>' * fan + "</g>"
        for n in range(1, levels)
    )
    return (
        f'<defs><g id="g0"><rect width="9" height="9"/></g>{groups}</defs>'
        f'<use href="#g{levels - 1}"/>'
    )


STOP: Final = "<stop offset='0.5' stop-color='red'/>"


def png(width: int, height: int) -> bytes:
    """Return a picture of one colour, of a few bytes for its size."""
    lines = zlib.compressobj(9)
    data = b"".join(lines.compress(bytes(width // 8 + 2)) for _ in range(height)) + lines.flush()
    head = struct.pack(">2I5B", width, height, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", data), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(one)) + kind + one + struct.pack(">I", zlib.crc32(kind + one))
        for kind, one in chunks
    )


def variables(levels: int) -> str:
    """Return style variables that double at each level."""
    said = "".join(f"--v{n}: var(--v{n - 1}) var(--v{n - 1});" for n in range(1, levels))
    return f":root {{ --v0: a a; {said} }} body::after {{ font-family: var(--v{levels - 1}) }}"


def pages() -> dict[str, Files]:
    return {
        "million-elements": in_body("<p>x</p>" * 1_000_000),
        "million-spans": in_body("<p>" + "<span>x</span>" * 1_000_000),
        "million-columns": in_body("<table><tr>" + "<td>x" * 1_000_000 + "</table>"),
        "wide-colspan": in_body("<table>" + "<tr><td colspan=1000>x" * 20000 + "</table>"),
        "huge-colspan": in_body('<table><tr><td colspan="999999999">x</table>'),
        "huge-rowspan": in_body('<table><tr><td rowspan="999999999">x<tr><td>y</table>'),
        "col-span": in_body('<table><colgroup span="99999999"></colgroup><tr><td>x</table>'),
        "deep-divs": in_body("<div>" * 5000),
        "deep-spans": in_body("<span>" * 5000 + "x"),
        "deep-lists": in_body("<ul><li>" * 3000 + "x"),
        "deep-tables": in_body("<table><tr><td>" * 300 + "x"),
        "deep-quotes": in_body("<q>" * 3000 + "x"),
        "deep-floats": in_body('<div style="float: left">' * 300 + "x"),
        "deep-flex": in_body('<div style="display: flex">' * 60 + "x"),
        "deep-grid": in_body('<div style="display: grid">' * 60 + "x"),
        "deep-inline-blocks": in_body('<span style="display: inline-block">' * 60 + "x"),
        "long-word": in_body(f"<p>{'x' * 3_000_000}"),
        "long-text": in_body(f"<p>{'mot ' * 1_000_000}"),
        "million-breaks": in_body("<br>" * 1_000_000),
        "many-attributes": in_body("<p " + " ".join(f"a{n}=1" for n in range(300_000)) + ">x"),
        "many-links": in_body("".join(f'<a href="#l{n}" id="l{n}">x</a> ' for n in range(100_000))),
        "many-headings": in_body("<h2>x</h2>" * 50_000),
        "long-data-address": in_body(
            '<img alt="x" src="data:image/png;base64,'
            f'{base64.b64encode(png(20000, 20000)).decode()}">'
        ),
        "large-picture": {
            **in_body('<img alt="x" src="p.png">'),
            "convention/p.png": png(60000, 60000),
        },
        "broken-font": {
            **styled("@font-face { font-family: F; src: url(f.ttf) } body { font-family: F }"),
            "convention/f.ttf": b"\0\1\0\0" + b"\xff" * 5000,
        },
    }


def styles() -> dict[str, Files]:
    return {
        "columns": styled("body { columns: 1000000 }"),
        "columns-narrow": styled("body { columns: 1px; column-gap: 0 }"),
        "grid-repeat": styled(
            ".g { display: grid; grid-template-columns: repeat(1000000, 1px) }",
            '<div class="g">x</div>',
        ),
        "grid-place": styled(
            ".g { display: grid } .g p { grid-row: 99999999 }", '<div class="g"><p>x</div>'
        ),
        "grid-span": styled(
            ".g { display: grid } .g p { grid-column: span 9999999 }", '<div class="g"><p>x</div>'
        ),
        "variables-30": styled(variables(30)),
        "variables-loop": styled(":root { --a: var(--b); --b: var(--a) } p { color: var(--a) }"),
        "variables-deep": styled(
            ":root {" + "".join(f"--v{n}: var(--v{n - 1});" for n in range(1, 5000)) + "--v0: red }"
            "p { color: var(--v4999) }"
        ),
        "calc-deep": styled(f"p {{ width: {'calc(' * 3000}1px{')' * 3000} }}"),
        "not-deep": styled(f"{':not(' * 2000}p{')' * 2000} {{ color: red }}"),
        "selector-long": styled("p " * 30000 + "{ color: red }"),
        "selectors-many": styled("".join(f"p.a{n} > b ~ i {{ color: red }}" for n in range(60000))),
        "nesting-deep": styled("p {" * 3000 + "color: red" + "}" * 3000),
        "media-deep": styled("@media print {" * 3000 + "}" * 3000),
        "page-infinite": styled("@page { size: 1e400px 1e400px }"),
        "text-infinite": styled("p { font-size: 9e999px }"),
        "page-tiny": styled("@page { size: 1px 1px; margin: 0 }"),
        "page-narrow": styled("@page { size: 6mm 6mm; margin: 0 } * { margin: 0 }"),
        "page-huge": styled("@page { size: 99999999px 99999999px }"),
        "height-huge": styled("body::after { content: 'x'; display: block; height: 99999999px }"),
        "breaks": styled("* { break-before: page }"),
        "content-long": styled(f"p::before {{ content: '{'x' * 300_000}' }}"),
        "content-attr": styled("*::before { content: attr(class) attr(class) counters(a, '.') }"),
        "counters": styled(
            "i { counter-increment: a; counter-reset: a } i::before { content: counters(a, '.') }",
            "<p>" + "<i>" * 800,
        ),
        "counter-roman": styled(
            "p { counter-set: a 999999999 } p::before { content: counter(a, lower-roman) }"
        ),
        "counter-symbols": styled(
            "@counter-style s { system: additive; additive-symbols: 1 x }"
            "p { counter-set: a 99999999 } p::before { content: counter(a, s) }"
        ),
        "counter-pad": styled(
            "@counter-style s { system: numeric; symbols: 0 1; pad: 999999999 x }"
            "p::before { content: counter(a, s) }"
        ),
        "gradient": styled(
            f"body {{ background: linear-gradient({','.join(['red', 'blue'] * 50000)}) }}"
        ),
        "gradient-repeat": styled(
            "p { background: repeating-linear-gradient(red 0, blue 0.000001px) }"
        ),
        "backgrounds": styled(
            f"p {{ background: {','.join(['linear-gradient(red, blue)'] * 20000)} }}"
        ),
        "background-small": styled("body { background: url(p.svg) 0 0 / 0.001px 0.001px repeat }")
        | {"convention/p.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'},
        "border-dotted": styled("p { border: 0.0001px dotted red; border-radius: 3px }"),
        "text-size": styled("p { font-size: 9999999px }"),
        "text-tiny": styled("p { font-size: 0.00001px }"),
        "letter-spacing": styled("p { letter-spacing: 9999999px }"),
        "tab-size": styled("p { tab-size: 99999999; white-space: pre }", "<p>\t\t\t"),
        "imports-itself": styled("@import url(document.css);"),
        "import-first": {CSS: "@import url(document.css);"},
        "hyphens": styled(
            "p { hyphens: auto; hyphenate-limit-chars: 1 1 1 }", "<p>" + "anticonstit" * 50000
        ),
        "transform": styled("p { transform: scale(1e30) rotate(1e30rad) }"),
        "footnotes": styled("i { float: footnote }", "<p>" + "<i>x</i>" * 20000),
        "running": styled(
            "i { position: running(a) } @page { @top-left { content: element(a) } }",
            "<i>x</i>" * 20000,
        ),
        "absolute": styled("i { position: absolute; top: 0 }", "<i>x</i>" * 100_000),
        "string-set": styled(
            "i { string-set: a content() } @page { @top-left { content: string(a) } }",
            "<i>x</i>" * 50000,
        ),
        "leader": styled("p::after { content: leader('.') leader('.') leader('.') }"),
        "line-clamp": styled("p { max-lines: 99999999; block-ellipsis: 'x' }"),
    }


def drawings() -> dict[str, Files]:
    return {
        "use-in-use": drawn(uses(10)),
        "use-itself": drawn('<g id="a"><use href="#a" xlink:href="#a"/></g>'),
        "use-pair": drawn(
            '<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g><use href="#a"/>'
        ),
        "groups-deep": drawn("<g>" * 5000 + "</g>" * 5000),
        "million-shapes": drawn('<rect width="9" height="9"/>' * 1_000_000),
        "path-long": drawn(f'<path d="M0 0 {"l1 1 " * 1_000_000}" stroke="red"/>'),
        "arcs": drawn(f'<path d="M0 0 {"a1 1 0 0 1 9 9 " * 200_000}"/>'),
        "dashes": drawn('<path d="M0 0L9999999 0" stroke="red" stroke-dasharray="0.00001"/>'),
        "pattern-itself": drawn(
            '<pattern id="a" width="1" height="1">'
            '<rect fill="url(#a)" width="9" height="9"/></pattern>'
            '<rect fill="url(#a)" width="9" height="9"/>'
        ),
        "pattern-small": drawn(
            '<pattern id="a" width="0.00001" height="0.00001"><path d="M0 0"/></pattern>'
            '<rect fill="url(#a)" width="9" height="9"/>'
        ),
        "mask-itself": drawn(
            '<mask id="a"><rect mask="url(#a)" width="9" height="9"/></mask>'
            '<rect mask="url(#a)" width="9" height="9"/>'
        ),
        "clip-itself": drawn(
            '<clipPath id="a"><rect clip-path="url(#a)" width="9" height="9"/>'
            '</clipPath><rect clip-path="url(#a)" width="9" height="9"/>'
        ),
        "marker-itself": drawn(
            '<marker id="a"><path d="M0 0L9 9" marker-start="url(#a)"/></marker>'
            '<path d="M0 0L9 9" marker-start="url(#a)"/>'
        ),
        "markers": drawn(
            '<marker id="a"><path d="M0 0L9 9"/></marker>'
            f'<path d="M0 0{"L9 9" * 100_000}" marker-mid="url(#a)"/>'
        ),
        "gradient-loop": drawn(
            '<linearGradient id="a" href="#b"/><linearGradient id="b" href="#a"/>'
            '<rect fill="url(#a)" width="9" height="9"/>'
        ),
        "gradient-stops": drawn(
            f'<linearGradient id="a">{STOP * 100_000}</linearGradient>'
            '<rect fill="url(#a)" width="9" height="9"/>'
        ),
        "gradient-spread": drawn(
            '<linearGradient id="a" x2="0.0000001" spreadMethod="repeat">'
            '<stop stop-color="red"/><stop offset="1" stop-color="blue"/>'
            '</linearGradient><rect fill="url(#a)" width="9" height="9"/>'
        ),
        "picture-itself": drawn('<image href="dessin.svg" width="9" height="9"/>'),
        "huge-size": drawn("", 'width="1e30" height="1e30"'),
        "huge-box": drawn(
            '<rect width="9" height="9"/>', 'width="9" height="9" viewBox="0 0 1e-30 1e-30"'
        ),
        "text-long": drawn(f'<text y="9">{"x" * 300_000}</text>'),
        "text-spread": drawn(f'<text y="9" x="{"1 " * 100_000}">{"x" * 100_000}</text>'),
        "letters-deep": drawn(
            '<text y="9">' + "<tspan>" * 3000 + "x" + "</tspan>" * 3000 + "</text>"
        ),
        "style-large": drawn(
            f"<style>{''.join(f'.a{n} {{ fill: red }}' for n in range(100_000))}</style><rect/>"
        ),
        "entities": {
            **in_body('<img alt="x" src="dessin.svg">'),
            "convention/dessin.svg": "<!DOCTYPE svg ["
            + '<!ENTITY a0 "xxxxxxxxxx">'
            + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
            + ']><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
            "<text>&a9;</text></svg>",
        },
    }


def _word(text: str) -> Files:
    return {WORD: with_paragraph(text)}


@cache
def family(start: str) -> dict[str, Files]:
    """Return the cases whose names start alike, by name: the pages take seconds to write."""
    if start == "word":
        made = {name: _word(text) for name, text in GROWTH.items()}
    elif start == "html":
        made = {name: in_body(text) for name, text in {**GROWTH, **MACROS}.items()}
    else:
        made = {"page": pages, "css": styles, "svg": drawings}[start]()
    return {f"{start}-{name}": files for name, files in made.items()}


def names() -> list[str]:
    """Return the name of every case."""
    return sorted(name for start in FAMILIES for name in family(start))


def case_files(name: str) -> Files:
    """Return the files of a case."""
    return family(name.partition("-")[0])[name]
