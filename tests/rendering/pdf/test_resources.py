"""A template reaches nothing but templates: no network, no file of the machine."""

import io
import os
import re
import subprocess
import sys

import pytest
from pypdf import PdfReader

from docgen.errors import RenderingError
from docgen.rendering.pdf.renderer import render_pdf
from tests.support.documents import MINIMAL, OUR_TEMPLATES, composed, laid_over, shipped
from tests.support.reading import plain_bytes

HTML, CSS = "convention/document.html.j2", "convention/document.css"
TINY = {
    HTML: """{% extends "_commun/page.html.j2" %}
{% block corps %}
<body>
<p class="courant repere" data-hors-corps aria-hidden="true">{{ repere }}</p>
<p class="courant mention" data-hors-corps aria-hidden="true">{{ mention }}</p>
<h1>{{ titre }}</h1>
<ul class="sommaire"><li id="fait">{{ fait }}</li></ul>
</body>
{% endblock %}
""",
    CSS: "@page { @top-right { content: none } }",
}
"""A page of a few words, which takes little time."""
SECRET = "identifiant-secret-de-la-machine"


class Watch:
    """Sees every use of the network by this process, and forbids it while it is on."""

    def __init__(self):
        self.on, self.seen = False, []
        sys.addaudithook(self._see)

    def _see(self, event, arguments):
        if not self.on:
            return
        far = event == "urllib.Request" and not str(arguments[0]).startswith(("file:", "data:"))
        if far or event.startswith(("socket.", "ftplib.", "http.client.")):
            self.seen.append((event, arguments))
            raise PermissionError(f"no network here: {event}")


@pytest.fixture(scope="module")
def watch():
    """A hook that no process can take away: only the one of these tests pays for it."""
    return Watch()


@pytest.fixture
def watched(watch):
    """Forbid the network."""
    watch.on, watch.seen = True, []
    yield watch
    watch.on = False


@pytest.fixture(scope="module")
def act(tmp_path_factory):
    """A document to render."""
    source = tmp_path_factory.mktemp("acte") / "essai.yaml"
    source.write_text(MINIMAL)
    return composed(source)


@pytest.fixture
def secret(tmp_path):
    """A file of the machine that a template may not read."""
    path = tmp_path / "ailleurs" / "secret.svg"
    path.parent.mkdir()
    svg = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>"
    path.write_text(f"{svg}<text y='9'>{SECRET}</text></svg>")
    return path


def in_body(fragment):
    """Return the templates of a project whose page says more."""
    return {**TINY, HTML: TINY[HTML].replace("</body>", f"{fragment}</body>")}


def in_head(fragment):
    page = "_commun/page.html.j2"
    return {**TINY, page: shipped(page).replace("</head>", f"{fragment}</head>")}


def in_css(rules):
    return {**TINY, CSS: f"{TINY[CSS]}\n{rules}"}


def refused(act, folder, files):
    """Return what is said of templates that may not make a PDF."""
    with pytest.raises(RenderingError) as told:
        render_pdf(act, laid_over(folder, files))
    return [str(problem) for problem in told.value.problems]


def svg(inside):
    """Return an SVG picture inside an address."""
    text = f"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>{inside}</svg>"
    for sign, code in (("%", "%25"), ("#", "%23"), ("<", "%3C"), (">", "%3E"), ('"', "%22")):
        text = text.replace(sign, code)
    return f'<img alt="essai" src="data:image/svg+xml,{text}">'


FAR = "http://exemple.invalid/x"
NETWORK = {
    "a picture by http": in_body(f'<img alt="essai" src="{FAR}.png">'),
    "a picture by https": in_body('<img alt="essai" src="https://exemple.invalid/x.png">'),
    "a picture by ftp": in_body('<img alt="essai" src="ftp://exemple.invalid/x.png">'),
    "an address without scheme": in_body('<img alt="essai" src="//exemple.invalid/x.png">'),
    "a picture inside a picture": in_body(svg(f"<image href='{FAR}.png' width='9' height='9'/>")),
    "a style inside a picture": in_body(svg(f"<style>@import url({FAR}.css)</style>")),
    "an imported style": {**TINY, CSS: f"@import url({FAR}.css);\n{TINY[CSS]}"},
    "a linked style": in_head(f'<link rel="stylesheet" href="{FAR}.css">'),
    "a background": in_css(f"body {{ background: url({FAR}.png) }}"),
    "a bullet": in_css(f".sommaire li {{ list-style: disc url({FAR}.png) }}"),
    "a font": in_css(f"@font-face {{ font-family: Loin; src: url({FAR}.ttf) }}"),
    "an attachment": in_head(f'<link rel="attachment" href="{FAR}.txt">'),
    "an attached link": in_body(f'<a rel="attachment" href="{FAR}.txt">x</a>'),
    "another base": in_head(
        '<base href="https://exemple.invalid/"><link rel="stylesheet" href="a.css">'
    ),
    "an object": in_body(f'<object data="{FAR}.png" type="image/png">x</object>'),
    "an embedded picture": in_body(f'<embed src="{FAR}.png" type="image/png">'),
}


@pytest.mark.parametrize("name", NETWORK)
def test_nothing_is_asked_of_the_network(name, act, tmp_path, watched):
    told = refused(act, tmp_path, NETWORK[name])
    assert watched.seen == []
    assert any("exemple.invalid" in line or "ne joint pas" in line for line in told), told
    assert all(line.startswith("templates/convention/document.html.j2 : ") for line in told)


IGNORED = {
    "a shape from elsewhere": in_body(svg(f"<use href='{FAR}.svg#a'/>")),
    "a frame": in_body(f'<iframe src="{FAR}"></iframe>'),
    "a script": in_body(f'<script src="{FAR}.js"></script>'),
    "an icon": in_head(f'<link rel="icon" href="{FAR}.ico">'),
    "a page read ahead": in_head(
        f'<link rel="preload" href="{FAR}"><link rel="next" href="{FAR}">'
    ),
}


@pytest.mark.parametrize("name", IGNORED)
def test_what_the_engine_does_not_know_is_not_followed(name, act, tmp_path, watched):
    made = render_pdf(act, laid_over(tmp_path, IGNORED[name]))
    assert watched.seen == []
    assert b"exemple.invalid" not in plain_bytes(made.data)


MACHINE = {
    "by its address": "{uri}",
    "by its path": "{path}",
    "through the parents": "../../../../../../../../../..{path}",
    "through encoded parents": "%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e{path}",
    "through encoded slashes": "..%2f..%2f..%2f..%2f..%2f..%2f..%2f..{path}",
    "through a null": "%00{path}",
    "on localhost": "file://localhost{path}",
}


@pytest.mark.parametrize("name", MACHINE)
def test_no_file_of_the_machine_is_read(name, act, tmp_path, secret):
    address = MACHINE[name].format(path=secret, uri=secret.as_uri())
    files = in_body(f'<img alt="essai" src="{address}">')
    [told] = refused(act, tmp_path, files)
    assert "accès refusé" in told or "introuvable" in told


def test_styles_and_pictures_read_no_file_outside(act, tmp_path, secret):
    inside = svg(f"<image href='{secret.as_uri()}' width='9' height='9'/>")
    files = in_body(inside) | in_css(f"body {{ background: url({secret.as_uri()}) }}")
    told = refused(act, tmp_path, files)
    assert told
    assert all("accès refusé" in line for line in told)


@pytest.mark.parametrize("place", ["../../pyproject.toml", "../_commun/../../pyproject.toml"])
def test_no_file_beside_our_templates_is_read(place, act, tmp_path):
    [told] = refused(act, tmp_path, in_body(f'<img alt="essai" src="{place}">'))
    assert "accès refusé hors des modèles du projet" in told


def test_a_symbolic_link_does_not_lead_out(act, tmp_path, secret):
    files = in_body('<img alt="essai" src="lien.svg">')
    laid_over(tmp_path, files)
    (tmp_path / "templates/convention/lien.svg").symlink_to(secret)
    [told] = refused(act, tmp_path, files)
    assert "accès refusé hors des modèles du projet : « convention/lien.svg »" in told


def test_an_entity_does_not_bring_a_file_in(act, tmp_path, secret):
    picture = (
        f"<!DOCTYPE svg [<!ENTITY x SYSTEM '{secret.as_uri()}'>]>"
        "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><text>&x;</text></svg>"
    )
    files = in_body('<img alt="essai" src="entite.svg">') | {"convention/entite.svg": picture}
    assert refused(act, tmp_path, files)


@pytest.mark.parametrize(
    "picture",
    ["<svg", "<svg xmlns='http://www.w3.org/2000/svg'><g id='a'><use href='#a'/></g></svg>"],
)
def test_a_picture_that_cannot_be_drawn_is_told_in_french(picture, act, tmp_path):
    files = in_body('<img alt="essai" src="dessin.svg">') | {"convention/dessin.svg": picture}
    told = refused(act, tmp_path, files)
    assert any("image illisible, ou trop compliquée : « convention/dessin.svg »" in x for x in told)
    assert not any("Failed" in line for line in told)


@pytest.mark.parametrize("place", ["document.css", "../_commun/base.css"])
@pytest.mark.parametrize("way", ["link", "a"])
def test_a_template_attaches_no_file_not_even_a_template(place, way, act, tmp_path):
    tag = f'<{way} rel="attachment" href="{place}">'
    files = in_head(tag) if way == "link" else in_body(f"{tag}x</a>")
    [told] = refused(act, tmp_path, files)
    assert "un modèle ne joint pas de fichier au PDF" in told


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "http://exemple.invalid/", "file:///etc/hostname", "data:text/html,x"],
)
def test_a_link_leads_only_where_it_can_do_no_harm(address, act, tmp_path):
    told = refused(act, tmp_path, in_body(f'<p><a href="{address}">x</a></p>'))
    assert any("lien refusé" in line for line in told), told


@pytest.mark.parametrize(
    "address", ["https://exemple.invalid/", "mailto:a@b.c", "tel:+33500000000"]
)
def test_a_link_that_only_opens_is_kept(address, act, tmp_path):
    files = in_body(f'<p><a href="{address}">x</a></p>')
    made = render_pdf(act, laid_over(tmp_path, files)).data
    assert address in [
        link.get_object()["/A"]["/URI"]
        for page in PdfReader(io.BytesIO(made)).pages
        for link in page.annotations
        if "/A" in link.get_object()
    ]


# ---------- What WeasyPrint would only log ----------

LOGGED = {
    "a missing picture": (in_body('<img alt="essai" src="absente.svg">'), "absente.svg"),
    "a missing background": (in_css("body { background: url(absente.svg) }"), "absente.svg"),
    "a missing font": (
        in_css("@font-face { font-family: A; src: url(absente.ttf) } p { font-family: A }"),
        "absente.ttf",
    ),
    "a missing style": (in_head('<link rel="stylesheet" href="absente.css">'), "absente.css"),
    "a folder": (in_css("body { background: url(../_commun/) }"), "_commun/"),
    "a picture that is none": (
        in_body('<img alt="essai" src="faux.svg">') | {"convention/faux.svg": "pas une image"},
        "faux.svg",
    ),
    "a property that does not exist": (in_css("p { colour: red }"), "colour"),
    "a value that does not exist": (in_css("p { color: rougeatre }"), "rougeatre"),
    "a selector that does not exist": (in_css("p::inconnu { color: red }"), "inconnu"),
    "a character that no font holds": (in_body("<p>\U0010fffd</p>"), "notdef"),
    "a link to nowhere": (in_body('<p><a href="#nulle-part">x</a></p>'), "nulle-part"),
    "the same name twice": (in_body('<p id="fait">x</p>'), "fait"),
}


@pytest.mark.parametrize("name", LOGGED)
def test_what_would_only_be_logged_is_a_failure(name, act, tmp_path):
    files, said = LOGGED[name]
    told = refused(act, tmp_path, files)
    assert any(said in line for line in told), told


def test_misspelt_font_is_not_replaced_by_a_system_font(act, tmp_path):
    told = refused(act, tmp_path, in_css('h1 { font: 600 31pt "Sauce Serif 4" }'))
    assert any("police étrangère aux modèles" in line for line in told), told


def test_a_page_without_language_or_title_is_refused(act, tmp_path):
    page = "_commun/page.html.j2"
    for said in ('lang="fr"', "<title>{{ document.title }}</title>"):
        assert refused(act, tmp_path, TINY | {page: shipped(page).replace(said, "")})


# ---------- From the command line ----------


def test_the_command_says_it_in_french_and_writes_nothing(project, docgen_here):
    for name, text in in_body(f'<img alt="essai" src="{FAR}.png">').items():
        project.write(f"templates/{name}", text)
    answer = docgen_here("convention", "content/convention/2026.yaml")
    assert answer.code == 3
    assert f"accès refusé hors des modèles du projet : « {FAR}.png »" in answer.err
    assert not [name for name in project.files if name.startswith("output")]


@pytest.fixture(scope="module")
def ours(act):
    """The document as our templates make it."""
    return render_pdf(act, OUR_TEMPLATES).data


def test_templates_are_overridden_file_by_file(act, ours, tmp_path):
    own = laid_over(tmp_path, {CSS: f"{shipped(CSS)}\n.fait {{ color: black }}"})
    assert render_pdf(act, own).data != ours
    names = [path.name for path in tmp_path.rglob("*") if path.is_file()]
    assert names == ["document.css"]


def test_a_picture_of_the_project_stands_for_ours(act, ours, tmp_path):
    drawn = {"_commun/fig/filet-une.svg": shipped("_commun/fig/filet-tete.svg")}
    own = laid_over(tmp_path, drawn)
    assert render_pdf(act, own).data != ours


def test_a_picture_that_only_the_project_has_is_found(act, tmp_path):
    files = in_body('<img alt="essai" src="../_commun/fig/blason.svg">')
    files["_commun/fig/blason.svg"] = shipped("_commun/fig/filet-tete.svg")
    render_pdf(act, laid_over(tmp_path, files))


def test_pango_stays_loaded_until_the_process_ends():
    ended = subprocess.run(
        [sys.executable, "-c", "import docgen.rendering.pdf.renderer"],
        env={**os.environ, "LD_DEBUG": "files"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert re.search(r"libpangoft2.*calling init|calling init.*libpangoft2", ended.stderr)
    assert not re.search(r"libpango.*destroying|libfontconfig.*destroying", ended.stderr)
