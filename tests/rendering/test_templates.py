"""Templates say exactly what is wrong with them, in French, and can do no harm."""

import pytest

from docgen.errors import TemplateError
from docgen.rendering.jinja_in_french import syntax_in_french
from docgen.rendering.templates import Templates, environment
from docgen.workspace import shipped_templates
from tests.documents import (
    MINIMAL,
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
        with pytest.raises(TemplateError) as told:
            laid_over(tmp_path, {name: text}).fill_html(document("convention-complete"))
        [problem] = told.value.problems
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
    "a function of another engine": (
        "{{ lipsum() }}",
        "« lipsum » n’existe pas dans ce document",
    ),
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
    assert syntax_in_french("Some new message of Jinja") == "balise mal écrite"


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


def test_a_part_that_is_absent_is_told_where_it_is_asked_for(fail):
    problem = fail(on_line_3('{% include "convention/annexe.html.j2" %}'))
    assert (problem.file, problem.line) == (f"templates/{HTML}", 3)
    assert problem.message == "modèle introuvable : « convention/annexe.html.j2 »"


def test_a_mistake_in_an_included_template_is_told_in_that_template(tmp_path):
    parts = {
        HTML: on_line_3('{% include "convention/annexe.html.j2" %}'),
        "convention/annexe.html.j2": "\n\n\n{{ inconnu }}",
    }
    with pytest.raises(TemplateError) as told:
        laid_over(tmp_path, parts).fill_html(document("convention-complete"))
    [problem] = told.value.problems
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
    assert "{# c #}" in found


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
