from functools import cache
from pathlib import Path
from typing import Literal

import pytest

from docgen.document import Facts
from docgen.errors import Severity
from docgen.kinds.convention.facts import FaitsConvention
from docgen.ooxml import read_package, write_package
from docgen.rendering.docx.lint import lint_docx
from tests.rendering.docx.docx_examples import SHIPPED, edited, template_bytes, with_paragraph

FILE = "templates/convention/document.docx"
BLOC = "{{r bloc.texte|riche(bloc.etat) }}"


def told(template: bytes | Path, facts: type[Facts] = FaitsConvention) -> list[str]:
    """Return what the lint says, each with its code."""
    problems = lint_docx(template, facts, FILE)
    assert all(problem.severity is Severity.ERREUR for problem in problems)
    return [f"{problem.code} | {problem.message} | {problem.hint}" for problem in problems]


@cache
def told_of(text: str) -> list[str]:
    """Return what the lint says of the shipped template with one more paragraph."""
    return told(with_paragraph(text))


def test_the_shipped_template_is_sound() -> None:
    assert told(SHIPPED.find("convention/document.docx")) == []


MISTAKES = {
    "Sommaire {{ titre": ["modele-balise", "jamais refermée", "« {{ titre »", "« }} »"],
    "Sommaire {{ titre }": ["modele-balise", "jamais refermée"],
    "titre }} Sommaire": ["modele-balise", "« }} » sans « {{ »"],
    "{ titre }} Sommaire": ["modele-balise", "sans « {{ »"],
    "{{ titre %} Sommaire": ["modele-balise", "mal refermée", "refermez-la avec « }} »"],
    "{{ titre {{ fait }}": ["modele-balise", "« {{ titre »"],
    "{{ fait mention }}": ["modele-syntaxe", "illisible", "« {{ fait mention }} »"],
    "{{ fait| }}": ["modele-syntaxe", "illisible"],
    "{%p si projet %}": ["modele-syntaxe", "balise inconnue", "balises admises"],
    "{%p endfr %}": ["modele-syntaxe", "balise inconnue", "« endfor »"],
    "{% p if projet %}": ["modele-syntaxe", "sans espace"],
    "{%p include 'autre.docx' %}": ["modele-syntaxe", "balise inconnue"],
    "{%p if projet %}": ["modele-bloc", "« {%p if projet %} » n’est jamais refermé", "endif"],
    "{%p for x in blocs %}": ["modele-bloc", "n’est jamais refermé", "endfor"],
    "{%p endif %}": ["modele-bloc", "sans « {% if %} » qui l’ouvre"],
    "{%p endfor %}": ["modele-bloc", "sans « {% for %} » qui l’ouvre"],
    "{%p else %}": ["modele-bloc", "qui l’ouvre"],
    "{{ fait|majuscule }}": ["modele-filtre", "filtre inconnu : « majuscule »"],
    "{{ fait|uper }}": ["modele-filtre", "vouliez-vous dire « upper » ?"],
    "{{ fait|safe }}": ["modele-filtre", "filtre inconnu : « safe »"],
    "{{ fiat }}": ["modele-champ", "champ inconnu : « fiat »", "vouliez-vous dire « fait » ?"],
    "{{ parties[0].sieges }}": ["modele-champ", "« sieges »", "vouliez-vous dire « siege » ?"],
    "{{ (parties|first).nom }}": ["modele-champ", "champ inconnu : « nom »"],
    "{{ document.titel }}": ["modele-champ", "« titel »", "« title »"],
    "{{ 'oui' if projets else 'non' }}": ["modele-champ", "vouliez-vous dire « projet » ?"],
    "{{ parties }}": ["modele-valeur", "n’est pas un texte"],
    "{{ projet }}": ["modele-valeur", "n’est pas un texte"],
    "{{ signataires[0] }}": ["modele-valeur", "n’est pas un texte"],
    "{% if projet is vrai %}a{% endif %} b": ["modele-test", "test inconnu : « vrai »"],
    "{% for x in fait %}a{% endfor %} b": ["modele-valeur", "demande une liste"],
    "{% if projet %}": ["modele-paragraphe-vide", "seule dans son paragraphe", "« {%p »"],
    "{% if projet %}{% endif %}": ["modele-paragraphe-vide"],
    "{%p if projet %} perdu": ["modele-texte-perdu", "fait disparaître", "« perdu »"],
    "{%tr if projet %}": ["modele-lettre", "n’est pas dans un tableau"],
    "{{p fait }}": ["modele-lettre", "« {{p »"],
    "{{r fait }}": ["modele-lettre-r", "n’imprime pas de texte riche"],
    "{{ fait|riche }}": ["modele-lettre-r", "imprime du texte riche", "« {{r »"],
    "{{ fait|default(“vide”) }}": ["modele-guillemets", "typographiques"],
    "{{ fait|default(«\u00a0vide\u00a0») }}": ["modele-guillemets"],
    "{{ fait|default(‘vide’) }}": ["modele-guillemets"],
    "{%- if projet %}a{% endif %} b": ["modele-tiret", "collerait"],
    "{{ titre.__class__ }}": ["modele-interdit", "opération interdite : « __class__ »"],
    "{{ document['__class__'] }}": ["modele-interdit"],
    "{{ titre|attr('__class__') }}": ["modele-filtre", "filtre inconnu : « attr »"],
    "{{ cycler }}": ["modele-champ", "champ inconnu : « cycler »"],
}


@pytest.mark.parametrize("text", MISTAKES)
def test_a_mistake_is_told_with_its_paragraph_and_once(text: str) -> None:
    said = told_of(text)
    assert said, "nothing was told"
    assert "paragraphe 1 (« " in said[0]
    for part in MISTAKES[text]:
        assert part in said[0]
    assert len([one for one in said if "paragraphe 1 (" in one]) <= 2


SOUND = [
    "Rien de particulier, {même} des accolades } seules",
    "{{ fait }}",
    "{{ titre|upper }} et {{ 'oui' if projet else 'non' }}",
    "{% if projet %}a{% elif fictif %}b{% else %}c{% endif %}",
    "{% for partie in parties %}{{ partie.siege }}{{ loop.index }}{% endfor %}",
    "{% for a, b in [(1, 2)] %}{{ a }}{% endfor %}",
    "{% set qui = parties|first %}{{ qui.designation }}",
    "{{ (parties|first).designation }} {{ parties|length }} {{ version }}",
    "{% for partie in parties if partie.siege %}{{ partie.siege }}{% endfor %}",
    "{# une remarque #}{{ fait }}",
    "{#p une remarque #}",
    "{{ document.title }}",
    "{{ organismes|join(', ') }}",
    "{{r fait|riche }}, {{r 'proposé'|etat }}",
]


@pytest.mark.parametrize("text", SOUND)
def test_what_is_right_passes(text: str) -> None:
    assert told(with_paragraph(text)) == []


def test_fields_of_a_loop_are_known() -> None:
    said = told(edited(BLOC, "{{r bloc.text|riche(bloc.etat) }}"))
    assert "champ inconnu : « text »" in said[0]
    assert "vouliez-vous dire « texte » ?" in said[0]


def test_fields_of_what_a_filter_gives_are_known() -> None:
    said = told(edited("{{ paire[0].designation }}", "{{ paire[0].designations }}"))
    assert "tableau 2, ligne 2, colonne 1 (« {{ paire[0].designations }}, »)" in said[0]
    assert "vouliez-vous dire « designation » ?" in said[0]


def test_the_name_of_a_loop_ends_with_the_loop() -> None:
    assert "champ inconnu : « bloc »" in told(edited("{{ fait }}", "{{ bloc.texte }}"))[0]


def test_a_value_that_a_field_never_takes_is_told() -> None:
    said = told(edited('bloc.genre == "lacune"', 'bloc.genre == "lacunne"'))
    assert "« genre » n’est jamais « lacunne »" in said[0]
    assert "vouliez-vous dire « lacune » ?" in said[0]


def test_tag_split_over_paragraphs_is_reported_at_the_first() -> None:
    parts = read_package(with_paragraph("Suite {{ titre"))
    body = parts["word/document.xml"].decode()
    cut = body.replace(
        "Suite {{ titre</w:t></w:r></w:p>",
        "Suite {{ titre</w:t></w:r></w:p><w:p><w:r><w:t>}} fin</w:t></w:r></w:p>",
    )
    said = told(write_package({**parts, "word/document.xml": cut.encode()}))
    assert len(said) == 1
    assert "paragraphe 1 (« Suite {{ titre »)" in said[0]
    assert "coupée entre deux paragraphes" in said[0]


def test_block_with_wrong_end_names_its_opening() -> None:
    said = told(edited("{%p for bloc in avant %}", "{%p if avant %}"))
    assert any("« {%p if avant %} »" in one and "modele-bloc" in one for one in said)


def test_a_block_that_ends_at_another_level_is_told() -> None:
    said = told(edited("{%p endif %}", "{%tr endif %}"))
    assert any("modele-lettre" in one or "modele-niveau" in one for one in said)
    said = told(with_paragraph("{% if projet %} suite"))
    assert any("modele-bloc" in one for one in said)


def test_a_row_that_would_vanish_is_told() -> None:
    said = told(edited("{{ paire[0].nom }}", "{%tr if paire[0].nom %}"))
    assert any("reste de sa ligne" in one for one in said)


def test_headers_and_footers_are_named() -> None:
    said = told(edited("{{ intitule }}", "{{ intitul }}", part="word/header1.xml"))
    assert "en-tête 1, paragraphe 1 (« {{ intitul }}" in said[0]
    said = told(edited("{{ mention }}", "{{ mentions }}", part="word/footer2.xml"))
    assert "pied de page 2, tableau 1, ligne 2, colonne 1" in said[0]


def test_all_faults_are_reported_from_top_to_bottom() -> None:
    parts = read_package(edited("{{ fait }}", "{{ fiat }}"))
    footer = parts["word/footer1.xml"].decode().replace("{{ mention }}", "{{ menton }}", 1)
    body = parts["word/document.xml"].decode().replace("{{ sous_titre }}", "{{ sous_titer }}")
    said = told(
        write_package(
            {**parts, "word/footer1.xml": footer.encode(), "word/document.xml": body.encode()}
        )
    )
    assert ["sous_titer" in said[0], "fiat" in said[1], "menton" in said[2]] == [True] * 3


@pytest.mark.parametrize("style", ["Strong", "heading 2", "toc 3", "DG État proposé"])
def test_a_style_that_the_renderer_needs_is_missed(style: str) -> None:
    said = told(edited(f'w:val="{style}"', 'w:val="autre"', part="word/styles.xml"))
    assert f"style absent : « {style.lower()} »" in said[0]


def test_revisions_and_comments_may_not_travel() -> None:
    parts = read_package(template_bytes())
    body = parts["word/document.xml"].decode()
    revised = body.replace(
        "<w:r><w:t",
        '<w:ins w:id="900" w:author="x"><w:r><w:t>x</w:t></w:r></w:ins>'
        '<w:r><w:commentReference w:id="0"/></w:r><w:r><w:t',
        1,
    )
    said = told(write_package({**parts, "word/document.xml": revised.encode()}))
    assert any("modele-revision" in one for one in said)
    assert any("modele-commentaire" in one for one in said)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 pas un zip", write_package({"a.xml": b"<a/>"})])
def test_what_is_no_word_file_is_told(data: bytes) -> None:
    assert "modele-fichier | modèle illisible" in told(data)[0]


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    assert "il n’existe pas" in told(tmp_path / "absent.docx")[0]


class Autres(Facts):
    """Facts that the convention's template knows nothing of."""

    genre: Literal["a", "b"]


def test_another_model_of_facts_is_another_verdict() -> None:
    said = told(SHIPPED.find("convention/document.docx"), Autres)
    assert any("champ inconnu : « organismes »" in one for one in said)


def test_what_word_would_fetch_from_elsewhere_is_refused() -> None:
    parts = read_package(SHIPPED.find("convention/document.docx").read_bytes())
    rels = "word/_rels/document.xml.rels"
    told = (
        b'<Relationship Id="rIdX" TargetMode="External" Target="https://exemple.fr/suivi.png" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"/>'
    )
    parts[rels] = parts[rels].replace(b"</Relationships>", told + b"</Relationships>")
    problems = lint_docx(write_package(parts), FaitsConvention, "m.docx")
    assert [problem.code for problem in problems] == ["modele-lien"]
    assert "suivi.png" in problems[0].message
