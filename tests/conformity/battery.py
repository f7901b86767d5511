"""What HTML can hold, one construct at a time: each must come out rightly tagged."""

# ruff: noqa: E501  # a construct and its style read best side by side

from functools import cache

from tests.conformity.printing import printed
from tests.conftest import NIGHT

LOREM = "Un texte fictif assez long pour que ses lignes soient plusieurs sur la page. "
LONG = LOREM * 90
"""Runs over two pages and more."""
ROW = "<tr><td>{n}</td><td>ligne {n}</td><td>montant {n}</td></tr>"
HEAD = "<thead><tr><th>N°</th><th>Objet</th><th>Montant</th></tr></thead>"
IMAGE = '<img src="dessin.svg" alt="Un disque noir" style="width: 2cm">'

CONSTRUCTS: dict[str, tuple[str, str]] = {
    # ---- text
    "paragraph": ("<p>Un paragraphe.</p>", ""),
    "paragraph-over-pages": (f"<p>{LONG}</p>", ""),
    "inline-marks": ("<p>a <strong>b</strong> <em>c</em> <b>d</b> <i>e</i> <sup>f</sup></p>", ""),
    "nested-marks": ("<p>a <strong>b <em>c</em> d</strong> e</p>", ""),
    "line-break": ("<p>une ligne<br>une autre</p>", ""),
    "preformatted": ("<pre>une  ligne\nune autre</pre>", "pre{font:inherit}"),
    "language-of-items": (
        '<ul><li lang="en">one</li></ul><dl><dt lang="en">word</dt><dd>sens</dd></dl>', ""
    ),
    "language": ('<p>Il dit <span lang="en">good morning</span>.</p><p lang="oc">Adieu</p>', ""),
    "abbreviation": ('<p>La <abbr title="Société fictive">SF</abbr> signe.</p>', ""),
    "quotation": ("<blockquote><p>Cité.</p></blockquote><p><q>Ainsi</q></p>", ""),
    "code": ("<p><code>a</code> <kbd>b</kbd> <small>c</small> <mark>d</mark> <u>e</u></p>", "code,kbd{font:inherit}"),
    "text-beside-blocks": ("<div>texte nu <p>bloc</p> texte nu</div>", ""),
    "headings": ("<h2>Deux</h2><h3>Trois</h3><h4>Quatre</h4><h2>Deux</h2>", ""),
    "heading-with-marks": ('<h2>Titre <em>appuyé</em> et <a href="#t">lié</a></h2>', ""),
    "sections": (
        "<main><article><header><h2>A</h2></header><section><p>b</p></section></article></main>"
        "<aside><p>c</p></aside><nav><p>d</p></nav><footer><p>e</p></footer>"
        "<address>f</address>",
        "",
    ),
    "generated-text": ("<p class=g>milieu</p>", ".g::before{content:'avant '}.g::after{content:' après'}"),
    "counters": ("<h2 class=n>Un</h2><h2 class=n>Deux</h2>", ".n{counter-increment:n}.n::before{content:counter(n)'. '}"),
    "hidden": ('<p>vu <span aria-hidden="true">non dit</span></p><p aria-hidden="true">rien</p>', ""),
    "hidden-heading": ('<div aria-hidden="true"><h4>décor</h4><ul><li>point</li></ul></div>', ""),
    "drop-cap": ("<p class=l>Lettrine de début.</p>", ".l::first-letter{font-size:3em}.l::first-line{color:#333333}"),
    # ---- lists
    "list": ("<ul><li>un</li><li>deux</li></ul>", ""),
    "ordered-list": ('<ol start="3"><li>un</li><li>deux</li></ol>', ""),
    "nested-list": ("<ul><li>un<ul><li>a</li><li>b</li></ul></li><li>deux</li></ul>", ""),
    "deep-list": ("<ul><li>1<ol><li>2<ul><li>3</li></ul></li></ol>fin</li></ul>", ""),
    "list-of-blocks": ("<ul><li><p>un</p><p>suite</p></li><li><div>deux</div></li></ul>", ""),
    "list-with-table": (f"<ul><li>un <table>{HEAD}<tbody>{ROW.format(n=1)}</tbody></table></li></ul>", ""),
    "list-without-marks": ("<ul class=s><li>un</li><li>deux</li></ul>", ".s,.s>li{list-style:none}"),
    "list-marks-inside": ("<ul class=d><li>un</li><li>deux</li></ul>", ".d{list-style-position:inside}"),
    "list-as-blocks": ("<ul class=b><li>un</li></ul>", ".b>li{display:block}"),
    "list-over-pages": ("<ul>" + f"<li>{LOREM * 3}</li>" * 40 + "</ul>", ""),
    "item-over-pages": (f"<ul><li>{LONG}</li><li>après</li></ul>", ""),
    "list-in-item-only": ("<ul><li><ul><li>seul</li></ul></li></ul>", ""),
    "empty-item": ("<ul><li></li><li>deux</li></ul>", ""),
    "definitions": ("<dl><dt>mot</dt><dd>sens</dd><dt>autre</dt><dd>sens</dd><dd>second</dd></dl>", ""),
    "definitions-of-two": ("<dl><dt>un</dt><dt>deux</dt><dd>sens</dd></dl>", ""),
    "definitions-in-divs": ("<dl><div><dt>mot</dt><dd>sens</dd></div></dl>", ""),
    # ---- tables
    "table": (f"<table>{HEAD}<tbody>{ROW.format(n=1)}{ROW.format(n=2)}</tbody></table>", ""),
    "table-with-caption": (
        f"<table><caption>Montants</caption>{HEAD}<tbody>{ROW.format(n=1)}</tbody></table>", ""
    ),
    "caption-below": (
        f"<table><caption>Montants</caption>{HEAD}<tbody>{ROW.format(n=1)}</tbody></table>",
        "caption{caption-side:bottom}",
    ),
    "table-with-row-heads": (
        '<table><tr><td></td><th scope="col">A</th></tr>'
        '<tr><th scope="row">un</th><td>1</td></tr></table>', "",
    ),
    "table-with-row-heads-only": (
        '<table><tr><th scope="row">un</th><td>1</td></tr>'
        '<tr><th scope="row">deux</th><td>2</td></tr></table>', "",
    ),
    "heads-without-scope": (
        "<table><tr><td></td><th>A</th></tr><tr><th>un</th><td>1</td></tr></table>"
        "<table><tr><th>A</th><th>B</th></tr><tr><th>un</th><td>1</td></tr></table>", "",
    ),
    "spans": (
        '<table><thead><tr><th rowspan="2">A</th><th colspan="2">B</th></tr>'
        "<tr><th>b1</th><th>b2</th></tr></thead><tbody><tr><td>1</td><td>2</td><td>3</td></tr>"
        '<tr><td colspan="2">4</td><td rowspan="2">5</td></tr><tr><td>6</td><td>7</td></tr>'
        "</tbody></table>", "",
    ),
    "table-foot": (
        f"<table>{HEAD}<tbody>{ROW.format(n=1)}</tbody>"
        "<tfoot><tr><td>Total</td><td></td><td>1</td></tr></tfoot></table>", "",
    ),
    "foot-before-body": (
        f"<table>{HEAD}<tfoot><tr><td>Total</td><td></td><td>1</td></tr></tfoot>"
        f"<tbody>{ROW.format(n=1)}</tbody></table>", "",
    ),
    "table-over-pages": (
        f"<table>{HEAD}<tbody>{''.join(ROW.format(n=n) for n in range(90))}</tbody>"
        "<tfoot><tr><td>Total</td><td></td><td>1</td></tr></tfoot></table>", "",
    ),
    "row-over-pages": (
        f"<table>{HEAD}<tbody><tr><td>1</td><td>{LOREM * 90}</td><td>2</td></tr></tbody></table>",
        "tr{break-inside:auto}",
    ),
    "rowspan-over-pages": (
        f'<table>{HEAD}<tbody><tr><td rowspan="90">1</td><td>a</td><td>b</td></tr>'
        f"{'<tr><td>a</td><td>b</td></tr>' * 89}</tbody></table>", "",
    ),
    "empty-cells": (f"<table>{HEAD}<tbody><tr><td></td><td></td><td></td></tr></tbody></table>", ""),
    "blocks-in-cells": (
        f"<table>{HEAD}<tbody><tr><td><p>a</p><p>b</p></td><td><ul><li>c</li></ul></td>"
        f'<td><a href="#t">d</a></td></tr></tbody></table>', "",
    ),
    "table-in-table": (
        f"<table>{HEAD}<tbody><tr><td><table><tr><th>x</th></tr><tr><td>y</td></tr></table></td>"
        "<td>2</td><td>3</td></tr></tbody></table>", "",
    ),
    "two-bodies": (f"<table>{HEAD}<tbody>{ROW.format(n=1)}</tbody><tbody>{ROW.format(n=2)}</tbody></table>", ""),
    "two-columns": (f"<div class=c><p>{LOREM * 30}</p></div>", ".c{columns:2}"),
    "columns-over-pages": (f"<div class=c><p>{LONG * 2}</p></div>", ".c{columns:2}"),
    # ---- links
    "link": ('<p>Voir <a href="https://essai.example/">le site</a>.</p>', ""),
    "inner-link": ('<p><a href="#t">le titre</a></p>', ""),
    "mail-link": ('<p><a href="mailto:a@essai.example">écrire</a></p>', ""),
    "link-over-lines": (f'<p>{LOREM}<a href="#t">{LOREM * 3}</a></p>', ""),
    "link-over-pages": (f'<p><a href="#t">{LONG}</a></p>', ""),
    "link-with-marks": ('<p><a href="#t">un <strong>mot</strong> <em>appuyé</em></a></p>', ""),
    "link-with-picture": (f'<p><a href="#t">{IMAGE}</a></p>', ""),
    "link-block": ('<p><a href="#t" class=b>bloc</a></p>', ".b{display:block}"),
    "link-inline-block": ('<p><a href="#t" class=b>bloc</a></p>', ".b{display:inline-block}"),
    "link-around-blocks": ('<a href="#t"><h2>Titre</h2><p>texte</p></a>', ""),
    "link-with-leader": (
        '<ul><li><a href="#t">Titre</a></li></ul>',
        "a::after{content:leader('.') target-counter(attr(href),page)}",
    ),
    "link-in-margin": ('<p class=m><a href="#t">courant</a></p><p>corps</p>', ".m{position:running(m)} @page{@top-center{content:element(m)}}"),
    "target-without-link": ("<p><a>sans adresse</a> <a id=x>cible</a></p>", ""),
    # ---- figures
    "picture": (f"<p>{IMAGE}</p>", ""),
    "picture-without-words": ('<p><img src="dessin.svg" style="width: 2cm"></p>', ""),
    "picture-hidden": ('<p>texte <img src="dessin.svg" alt="" style="width:1cm"></p>', ""),

    "hidden-opacity": ('<p>vu</p><p class=o aria-hidden="true">voilé</p>', ".o{opacity:.5}"),
    "picture-block": ('<img src="dessin.svg" alt="Un disque" style="display:block;width:2cm">', ""),
    "figure": (f"<figure>{IMAGE}<figcaption>Un disque</figcaption></figure>", ""),
    "drawing": (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="50" height="50">'
        '<title>Un carré</title><rect width="9" height="9"/></svg>', "",
    ),
    "drawing-with-text": (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 90" width="90" height="90">'
        '<title>Un mot</title><text x="9" y="40" font-family="Source Sans 3">mot</text></svg>', "",
    ),
    "drawing-named-by-label": (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="50" height="50" '
        'role="img" aria-label="Un carré"><rect width="9" height="9"/></svg>', "",
    ),
    "drawing-hidden": (
        '<p>a</p><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="50" height="50" '
        'aria-hidden="true"><rect width="9" height="9"/></svg>', "",
    ),
    "picture-as-content": ("<p class=i>texte</p>", ".i::before{content:url(dessin.svg);}"),
    "background": ("<p class=f>texte</p>", ".f{background:url(dessin.svg),linear-gradient(#fff,#eee);box-shadow:0 0 3px #000000;border-radius:3px}"),
    # ---- places
    "float": ("<div class=f><p>flottant</p></div><p>texte</p>", ".f{float:right;width:4cm}"),
    "absolute": ("<div class=r><p class=a>posé</p><p>texte</p></div>", ".r{position:relative}.a{position:absolute;top:2cm;left:3cm}"),
    "fixed": ("<p class=x>fixe</p><p>texte</p>", ".x{position:fixed;bottom:0}"),
    "fixed-over-pages": (f"<p class=x>fixe</p><p>{LONG}</p>", ".x{position:fixed;bottom:0}"),
    "inline-block": ("<p>a <span class=b>bloc</span> c</p>", ".b{display:inline-block;border:1px solid}"),
    "flex": ("<div class=f><p>un</p><p>deux</p></div>", ".f{display:flex;gap:1cm}"),
    "grid": ("<div class=g><p>un</p><p>deux</p></div>", ".g{display:grid;grid-template-columns:1fr 1fr}"),
    "footnote": ("<p>Texte<span class=n>Une note.</span> et suite.</p>", ".n{float:footnote}"),
    "footnotes-over-pages": (
        f"<p>{LOREM * 30}<span class=n>Une.</span> {LOREM * 60}<span class=n>Deux, "
        '<a href="#t">liée</a>.</span></p>', ".n{float:footnote}",
    ),
    "footnote-in-list": ("<ul><li>un<span class=n>Note.</span></li></ul>", ".n{float:footnote}"),
    "running-head": ("<p class=m>courant</p><p>corps</p>", ".m{position:running(m)} @page{@top-center{content:element(m)}}"),
    "page-break": ("<p>un</p><p style='break-before:page'>deux</p>", ""),
    "invisible": ("<p>vu</p><p style='visibility:hidden'>non vu</p><p style='display:none'>rien</p>", ""),
    "transformed": ("<p class=t>tourné</p>", ".t{transform:rotate(3deg)}"),
    "clipped": ("<div class=o><p>rogné</p></div>", ".o{overflow:hidden;height:1cm;border-radius:3px}"),
    # ---- fields to sign
    "signature": (
        '<p>Fait à Essai.</p><div class=s data-signature="une" data-personne="Madame Une" '
        'data-qualite="présidente"><p>Madame Une</p></div>', ".s{height:4cm}",
    ),
    # ---- fields to fill in
    "text-field": (
        '<h2>Notes</h2><div id="notes" data-champ="Notes"><p class=l aria-hidden="true">&nbsp;</p>'
        '<p class=l aria-hidden="true">&nbsp;</p></div>', ".l{border-bottom:1px solid;height:1cm}",
    ),
}  # fmt: skip
"""Each construct: what stands below the title, the style that goes with it."""


REFUSED = {"link-around-blocks": "lien", "picture-without-words": "alternative"}
"""Constructs that a template must not hold, and what the gate says of them."""
ACCEPTED = tuple(name for name in CONSTRUCTS if name not in REFUSED)
HARDEST = (
    "language-of-items", "nested-marks", "sections", "hidden-heading", "drop-cap", "deep-list",
    "list-with-table", "item-over-pages", "definitions-in-divs", "table-with-caption",
    "heads-without-scope", "spans", "table-over-pages", "rowspan-over-pages", "table-in-table",
    "columns-over-pages", "link-over-pages", "link-with-picture", "link-with-leader",
    "link-in-margin", "hidden-opacity", "drawing-with-text", "picture-as-content", "background",
    "fixed-over-pages", "footnotes-over-pages", "running-head", "transformed", "signature",
    "text-field",
)  # fmt: skip
"""One construct of each sort, the one that is hardest to tag."""
JUDGED = ACCEPTED if NIGHT else HARDEST
"""The constructs that veraPDF judges; our gate judges all of them by day too."""


@cache
def construct(name: str) -> bytes:
    """Return a construct as PDF, under a title that links may lead to."""
    body, css = CONSTRUCTS[name]
    return printed(f'<body><h1 id="t">Essai fictif</h1>{body}</body>', css)
