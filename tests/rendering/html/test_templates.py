"""Templates say exactly what is wrong with them, in French, and can do no harm."""

from dataclasses import fields, replace

import pytest
from jinja2.exceptions import SecurityError
from jinja2.filters import FILTERS
from pydantic import BaseModel

from docgen.document import Document, Facts
from docgen.errors import TemplateError
from docgen.kinds.convention.facts import FaitsConvention
from docgen.rendering.docx.filters import template_environment
from docgen.rendering.docx.renderer import render_docx
from docgen.rendering.html.jinja_errors import syntax_in_french
from docgen.rendering.html.sandbox import environment
from docgen.rendering.html.templates import OutsideError, Templates, template_context
from docgen.workspace import shipped_templates
from tests.conftest import plain_blanks
from tests.rendering.docx.docx_examples import with_paragraph
from tests.support.documents import (
    MINIMAL,
    NAMES,
    OUR_TEMPLATES,
    composed,
    document,
    html,
    laid_over,
    shipped,
)

HTML = "convention/document.html.j2"
ENGLISH = ("expected", "unexpected", "unknown", "tag", "Jinja", "block", "named", "template", "by")


@pytest.fixture
def fail(tmp_path):
    """Fill a template that cannot be; return its one problem."""

    def filled(text: str, name: str = HTML):
        templates = laid_over(tmp_path, {name: text, "convention/vide.j2": ""})
        with pytest.raises(TemplateError) as template_context:
            templates.fill_html(document("convention-complete"))
        [problem] = template_context.value.problems
        assert not set(problem.message.split()) & set(ENGLISH), problem.message
        return problem

    return filled


def on_line_3(text: str) -> str:
    return f"<html>\n<body>\n{text}\n</body>\n</html>\n"


# ---------- What a template asks for ----------


UNKNOWN = {
    "a name": ("{{ convention }}", "« convention » n’existe pas dans ce document"),
    "a field": (
        "{{ parties[0].sige }}",
        "champ inconnu : « sige » ; vouliez-vous dire « siege » ?",
    ),
    "a field like no other": ("{{ parties[0].xyz }}", "champ inconnu : « xyz »"),
    "a name that is only tested": (
        "{% if projets %}x{% endif %}",
        "« projets » n’existe pas dans ce document",
    ),
    "a name to go through": (
        "{% for x in articles %}{% endfor %}",
        "« articles » n’existe pas dans ce document",
    ),
    "a function of another engine": ("{{ lipsum() }}", "« lipsum » n’existe pas dans ce document"),
    "what follows the last": (
        "{% for x in parties %}{{ loop.nextitem.siege }}{% endfor %}",
        "« loop.nextitem » : rien ne suit le dernier",
    ),
    "what comes before the first": (
        "{% for x in parties %}{{ loop.previtem.siege }}{% endfor %}",
        "« loop.previtem » : rien ne précède le premier",
    ),
    "what a macro is not given": (
        "{% macro m(a) %}{{ a }}{% endmacro %}{{ m() }}",
        "« a » : valeur que l’appel de la macro ne donne pas",
    ),
    "a part too many": ("{{ parties[7].nom }}", "champ inconnu"),
}


@pytest.mark.parametrize("name", UNKNOWN)
def test_what_no_document_holds_is_told_with_its_line(name, fail):
    text, said = UNKNOWN[name]
    problem = fail(on_line_3(text))
    assert (problem.file, problem.line) == (f"templates/{HTML}", 3)
    assert said in problem.message


SYNTAX = {
    "{% if projet %}": "« {% if %} » jamais refermé ; il manque « {% endif %} »",
    "{% for x in parties %}": "« {% for %} » jamais refermé ; il manque « {% endfor %} »",
    "{% if projet %}{% endfor %}": "« {% endfor %} » ne va pas avec « {% if %} », encore ouvert",
    "{% endif %}": "« {% endif %} » ne referme rien",
    "{% boucle %}": "instruction inconnue : « {% boucle %} »",
    "{% %}": "instruction vide : « {% %} »",
    "{{ titre|rich }}": "filtre inconnu : « rich » ; vouliez-vous dire « riche » ?",
    "{% if titre is pair %}{% endif %}": "test inconnu : « is pair »",
    "{{ titre": "« / » inattendu",
    "{{ titre }": "« } » inattendu",
    "{{ (titre }}": "« ) » attendu, « } » trouvé",
    "{{ titre titre }}": "« }} » attendu, « titre » trouvé",
    "{{ }}": "valeur attendue, « }} » trouvé",
    "{{ 1 + }}": "« }} » inattendu",
    "{{ titre ? }}": "caractère inattendu : « ? »",
    "{{ « titre » }}": "caractère inattendu : « « »",
    "{# note": "commentaire « {# » jamais refermé",
    "{% set = 1 %}": "« = » inattendu",
    "{% block a %}{% endblock %}{% block a %}{% endblock %}": "bloc défini deux fois : « a »",
    "{{ titre.1a }}": "« }} » attendu",
}


@pytest.mark.parametrize("text", SYNTAX)
def test_what_cannot_be_read_is_told_with_its_line(text, fail):
    problem = fail(on_line_3(text))
    assert problem.file == f"templates/{HTML}"
    assert problem.line in (3, 4, 6)  # what never ends is seen further down
    assert SYNTAX[text] in problem.message


def test_a_mistake_of_jinja_without_french_is_told_without_english():
    assert syntax_in_french("Some new message of Jinja", ()) == "balise mal écrite"


CALCULATIONS = {
    "{{ 1 / 0 }}": "calcul impossible : division par zéro",
    "{{ 1 + titre }}": "calcul impossible : opération entre des valeurs qui ne vont pas ensemble",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}": "ce modèle s’appelle lui-même sans fin",
    "{% for x in 1 %}{% endfor %}": "opération entre des valeurs qui ne vont pas ensemble",
    "{{ '%d'|format(titre) }}": "opération entre des valeurs qui ne vont pas ensemble",
}


@pytest.mark.parametrize("text", CALCULATIONS)
def test_a_calculation_that_fails_is_told_with_its_line(text, fail):
    problem = fail(on_line_3(text))
    assert (problem.file, problem.line) == (f"templates/{HTML}", 3)
    assert CALCULATIONS[text] in problem.message


def test_a_template_that_is_not_utf_8_is_told(tmp_path):
    templates = laid_over(tmp_path, {HTML: "<p>\xe9t\xe9</p>".encode("latin-1")})
    with pytest.raises(TemplateError, match="n’est pas en UTF-8"):
        templates.fill_html(document("convention-complete"))


def test_missing_include_is_reported_at_its_line(fail):
    problem = fail(on_line_3('{% include "convention/annexe.html.j2" %}'))
    assert (problem.file, problem.line) == (f"templates/{HTML}", 3)
    assert problem.message == "modèle introuvable : « convention/annexe.html.j2 »"


def test_error_in_an_included_template_names_that_template(tmp_path):
    parts = {
        HTML: on_line_3('{% include "convention/annexe.html.j2" %}'),
        "convention/annexe.html.j2": "\n\n\n{{ inconnu }}",
    }
    with pytest.raises(TemplateError) as template_context:
        laid_over(tmp_path, parts).fill_html(document("convention-complete"))
    [problem] = template_context.value.problems
    assert (problem.file, problem.line) == ("templates/convention/annexe.html.j2", 4)


def test_a_kind_without_template_is_told(tmp_path):
    with pytest.raises(TemplateError, match=r"templates/convention/document\.html\.j2"):
        Templates((tmp_path,)).fill_html(document("convention-complete"))
    with pytest.raises(TemplateError, match=r"templates/convention/document\.docx"):
        Templates((tmp_path,)).find("convention/document.docx")


# ---------- What a template may not do ----------

HOSTILE = (
    "{{ ''.__class__ }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ ''['__class__'] }}",
    "{{ ''|attr('__class__') }}",
    "{{ parties.__class__ }}",
    "{{ parties[0].__dict__ }}",
    "{{ document.__init__.__globals__ }}",
    "{{ document.facts.model_dump.__func__ }}",
    "{{ '{0.__class__}'.format(titre) }}",
    "{{ '%s'.__mod__ }}",
    "{{ self.__init__.__globals__ }}",
    "{{ cycler.__init__.__globals__ }}",
    "{{ joiner.__init__.__globals__ }}",
    "{{ namespace.__init__ }}",
    "{{ lipsum.__globals__ }}",
    "{{ range(10**9)|list }}",
    "{{ 'a' * 10**10 }}",
    "{{ 'a' * 10000000000 }}",
    "{{ 9**9**9 }}",
    "{{ 100000 * 100000 }}",
    "{{ 'a' * 10 }}",
    "{{ 10 * 'a' }}",
    "{{ [1] * 10 }}",
    "{{ '%3000000000d' % 1 }}",
    "{{ '%3000000000d'|format(1) }}",
    "{{ '%(a)3000000000d'|format(a=1) }}",
    "{{ '%0*d'|format(3000000000, 1) }}",
    "{{ '%.300f'|format(1) }}",
    "{{ '%%%300d'|format(1) }}",
    "{{ [1]|batch(3000000000, 'a')|list }}",
    "{{ 'a'|center(3000000000) }}",
    "{{ (1).to_bytes(3000000000, 'big') }}",
    "{{ 'a'.ljust(3000000000) }}",
    "{{ 'a'.upper() }}",
    "{{ '{:3000000000}'.format(1) }}",
    "{{ '{:3000000000}'['format'](1) }}",
    "{{ '{a:9}'.format_map({'a': 1}) }}",
    "{{ {'a': 1}.items() }}",
    "{{ {'a': 1}['items']() }}",
    "{{ parties.index(1) }}",
    "{{ titre() }}",
    "{{ document.diffusion.name }}",
    "{{ document.facts.parties.count(1) }}",
    "{{ document.carrying('x') }}",
    "{{ [document]|join(attribute='carrying') }}",
    "{{ [document]|join(attribute='facts.model_dump') }}",
    "{{ [document.facts]|join(attribute='__class__') }}",
    "{% macro m() %}{% endmacro %}{{ m.arguments }}",
    "{% for x in parties %}{{ loop._iterator }}{% endfor %}",
    "{% import 'convention/vide.j2' as m %}{{ m._body_stream }}",
    "{{ dict(a=1) }}",
    "{% import 'os' as os %}",
    "{% include '/etc/hostname' %}",
    "{% include '../../pyproject.toml' %}",
    "{% extends '../../../../../../etc/hostname' %}",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_template_can_do_no_harm(text, fail):
    problem = fail(on_line_3(text))
    assert problem.line == 3
    assert problem.message


@pytest.mark.parametrize("text", ["{{ ''.__class__ }}", "{{ document.__init__.__globals__ }}"])
def test_a_forbidden_operation_is_told_as_such(text, fail):
    assert fail(on_line_3(text)).message == "ce modèle tente une opération interdite"


OBJECTS = {
    "document": sorted({*dir(Document)} - {"stem", *(field.name for field in fields(Document))}),
    **dict.fromkeys(
        ("document.facts", "parties[0]", "blocs[0]", "document['facts']"), dir(BaseModel)
    ),
}
FORBIDDEN = [
    (thing, name)
    for thing, names in OBJECTS.items()
    for name in names
    if name not in FaitsConvention.model_fields
]
ATTACK = (
    "{{% set x = document.facts.parse_raw(\"cos\\nsystem\\n(S'id > {}'\\ntR.\", "
    "content_type='pickle', allow_pickle=true) %}}{{{{ x }}}}"
)


def filled_by_word(folder, text: str) -> None:
    """Fill a Word template that says this in its first paragraph."""
    templates = laid_over(folder, {"convention/document.docx": with_paragraph(text)})
    render_docx(document("convention-complete"), templates)


@pytest.mark.parametrize("quoted", [False, True])
def test_unknown_field_is_refused_in_html_and_word(quoted):
    said = {"document": document("convention-complete")}
    said |= {name: getattr(said["document"].facts, name) for name in ("parties", "blocs")}
    for made in (OUR_TEMPLATES.html, template_environment({})):
        for thing, name in FORBIDDEN:
            asked = f"{thing}['{name}']" if quoted else f"{thing}.{name}"
            with pytest.raises(SecurityError):
                made.from_string(f"{{{{ {asked} }}}}").render(said)


@pytest.mark.parametrize("name", ["parse_raw", "model_construct", "model_fields", "copy", "json"])
def test_a_method_of_the_facts_is_told_as_forbidden(name, fail, tmp_path):
    asked = f"{{{{ document.facts.{name} }}}}"
    assert fail(on_line_3(asked)).message == "ce modèle tente une opération interdite"
    with pytest.raises(TemplateError, match=r"paragraphe 1 .*(interdite|champ inconnu)"):
        filled_by_word(tmp_path, asked)


def test_no_template_runs_a_command(fail, tmp_path):
    proof = tmp_path / "proof"
    attack = ATTACK.format(proof)
    assert fail(attack).message == "ce modèle tente une opération interdite"
    with pytest.raises(TemplateError, match="champ inconnu : « parse_raw »"):  # the lint's word
        filled_by_word(tmp_path, attack)
    assert not proof.exists()


KEPT = {"batch", "default", "first", "format", "join", "last", "length", "list", "lower"}
KEPT |= {"trim", "upper"}


@pytest.mark.parametrize("name", sorted({*FILTERS} - KEPT))
def test_a_filter_that_no_template_needs_is_unknown(name, fail):
    assert f"filtre inconnu : « {name} »" in fail(on_line_3(f"{{{{ titre|{name} }}}}")).message
    assert name not in template_environment({}).filters


ALLOWED = {
    "{{ '%02d, %s, 100 %%'|format(7, 'a') }}": "07, a, 100 %",
    "{{ 2 * 3 + 7 % 4 }}": "9",
    "{{ 'a:'.endswith(':') }} {{ 'a:'['startswith']('b') }}": "True False",
    "{{ document.stem }}": "convention-complete",
    "{{ document['kind'] }}": "convention",
    "{{ {'items': 'a'}['items'] }}": "a",
    "{{ ['b', 'c']|join(', ')|upper }}": "B, C",
    "{{ [1, 2, 3]|batch(2)|list }}": "[[1, 2], [3]]",
    "{{ inconnu|default('rien') }}": "rien",
    "{% for x in 'ab' %}{{ loop.index }}{{ loop.cycle('x', 'y') }}{% endfor %}": "1x2y",
    "{% for x in 'aab' %}{% if loop.changed(x) %}{{ x }}{% endif %}{% endfor %}": "ab",
    "{% for x in [[[]]] recursive %}({{ loop(x) }}){% endfor %}": "(())",
    "{% macro m(a) %}<{{ a }}{{ caller() }}>{% endmacro %}{% call m(1) %}2{% endcall %}": "<12>",
    "{% block b %}a{% endblock %}{{ self.b() }}": "aa",
    "{% import 'm.j2' as m %}{{ m.dit('a') }}": "a !",
    "{% from 'm.j2' import dit %}{{ dit('a') }}": "a !",
    "{% extends 'm.j2' %}{% block pied %}{{ super() }}b{% endblock %}": "ab",
}


@pytest.mark.parametrize("text", ALLOWED)
def test_what_templates_need_is_allowed(text, tmp_path):
    library = "{% macro dit(a) %}{{ a }} !{% endmacro %}{% block pied %}a{% endblock %}"
    templates = laid_over(tmp_path, {HTML: text, "m.j2": library})
    assert templates.fill_html(document("convention-complete")) == ALLOWED[text]


# ---------- What a template may read ----------

OUT = "modèle introuvable : « {} » mène hors des modèles du projet"


@pytest.mark.parametrize("name", ["convention/s.j2", "convention/dossier/s.j2"])
@pytest.mark.parametrize("tag", ["include", "import", "extends"])
def test_no_template_is_read_through_a_link(name, tag, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "s.j2").write_text("secret")
    words = f"{{% {tag} '{name}' {'as s ' if tag == 'import' else ''}%}}"
    templates = laid_over(tmp_path, {HTML: on_line_3(words)})
    (tmp_path / "templates/convention/s.j2").symlink_to(outside / "s.j2")
    (tmp_path / "templates/convention/dossier").symlink_to(outside)
    with pytest.raises(OutsideError) as template_context:
        templates.fill_html(document("convention-complete"))
    [problem] = template_context.value.problems
    assert (problem.file, problem.line) == (f"templates/{HTML}", 3)
    assert problem.message == OUT.format(name)


@pytest.mark.parametrize("name", [HTML, "convention/document.docx", "_commun/fonts/a.ttf"])
@pytest.mark.parametrize("folder", [False, True])
def test_no_file_is_found_through_a_link(name, folder, tmp_path):
    target, link = tmp_path / "outside" / name, tmp_path / "templates" / name
    target.parent.mkdir(parents=True)
    target.write_text("secret")
    if folder:
        link, target = link.parent, target.parent
    link.parent.mkdir(parents=True)
    link.symlink_to(target)
    with pytest.raises(OutsideError) as template_context:
        Templates((tmp_path / "templates", shipped_templates())).find(name)
    [problem] = template_context.value.problems
    assert (problem.file, problem.message) == (f"templates/{name}", OUT.format(name))


@pytest.mark.parametrize(
    "name", ["/etc/hostname", "/nowhere", "../pyproject.toml", "_commun/../../pyproject.toml"]
)
def test_no_name_leads_out(name, fail):
    with pytest.raises(OutsideError):
        OUR_TEMPLATES.find(name)
    problem = fail(on_line_3(f"{{% include '{name}' ignore missing %}}"))
    assert (problem.line, problem.message) == (3, OUT.format(name))


def test_a_link_inside_the_templates_is_followed(tmp_path):
    ours = laid_over(tmp_path / "ours", {HTML: "{% include 'convention/s.j2' %}"})
    real = tmp_path / "ours/templates/convention/r.j2"
    real.write_text("lu")
    real.with_name("s.j2").symlink_to(real)
    assert ours.fill_html(document("convention-complete")) == "lu"
    (tmp_path / "linked").symlink_to(tmp_path / "ours/templates")
    linked = Templates((tmp_path / "linked", shipped_templates()))
    assert linked.fill_html(document("convention-complete")) == "lu"
    real.unlink()
    with pytest.raises(TemplateError, match=r"modèle introuvable : « convention/s\.j2 »"):
        Templates(linked.roots).fill_html(document("convention-complete"))


# ---------- What a template leaves as it was ----------


def test_a_template_does_not_change_what_it_prints(fail):
    fail(on_line_3("{% set _ = restes.append(1) %}"))
    before = document("convention-complete").facts.model_dump()
    html("convention-complete")
    assert document("convention-complete").facts.model_dump() == before


# ---------- What is printed ----------


def test_values_are_printed_as_text_whatever_they_hold(tmp_path):
    hostile = "{{ 1234 + 4321 }} {% x %} <b>& \"guillemets\" 'droits' {# c #} &amp; </p>"
    source = tmp_path / "essai.yaml"
    quoted = hostile.replace('"', '\\"')
    source.write_text(MINIMAL.replace("Elle le fait sans délai.", f'"{quoted}"'))
    found = OUR_TEMPLATES.fill_html(composed(source))
    assert "5555" not in found
    assert "&lt;b&gt;&amp;" in found
    assert "&amp;amp;" in found
    assert "{% x %}" in found
    assert "{# c #}" in plain_blanks(found)


def test_no_value_is_printed_with_its_marks(tmp_path):
    source = tmp_path / "essai.yaml"
    marked = MINIMAL.replace("Essai fictif", "'Essai **fictif** et *autre*'")
    for word in ("Partie une", "Madame Une", "présidente", "Valclair-le-Fictif", "Objet"):
        marked = marked.replace(word, f"'**{word}** *fictif*'")
    source.write_text(marked)
    assert "*" not in OUR_TEMPLATES.fill_html(composed(source))


def test_templates_are_looked_for_in_the_project_first(tmp_path):
    templates = laid_over(tmp_path, {HTML: "à nous : {{ titre }}"})
    assert templates.fill_html(document("convention-complete")).startswith("à nous : Convention")
    assert templates.find("_commun/base.css") == shipped_templates() / "_commun/base.css"


def test_every_template_that_ships_can_be_read():
    for path in shipped_templates().rglob("*.j2"):
        environment().parse(path.read_text("utf-8").replace("|riche", ""))
        assert "{{" in shipped(path.relative_to(shipped_templates()).as_posix())


def test_no_fact_hides_behind_what_every_template_is_given():
    class Hidden(Facts):
        relies: str = "ce que l’on voulait imprimer"

    made = replace(document("convention-complete"), facts=Hidden())
    with pytest.raises(ValueError, match="relies"):
        OUR_TEMPLATES.fill_html(made)


@pytest.mark.parametrize("name", NAMES)
def test_no_example_has_a_fact_with_a_reserved_name(name):
    assert template_context(document(name), relies={}, feuilles="")
