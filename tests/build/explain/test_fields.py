"""Which fields of a text have changed, where they stand, and what may be told of them."""

from __future__ import annotations

from textwrap import dedent

from docgen.build.explain import Change, Field
from docgen.build.explain.fields import fields
from docgen.cache import Text

BEFORE = """\
    famille:
      titre: L’eau
      situations:
        - id: prelevement
          texte: Un mètre
        - id: rejet
          texte: Rien à la rivière
    """
NAME = "content/memento/eau.yaml"
KEPT = "content/territoire/communes.yaml"


def found(before: str, after: str, name: str = NAME, today: str | None = None) -> list[Field]:
    """Return the fields that have changed from one text to another, which stands unless told."""
    was, then = (Text.of(name, dedent(text)) for text in (before, after))
    told = fields(name, was, then, then if today is None else Text.of(name, dedent(today)))
    assert told is not None
    return told


def test_a_value_is_told_with_its_line_and_what_it_was() -> None:
    after = BEFORE.replace("Rien", "Jamais rien")
    assert found(BEFORE, after) == [
        Field(
            *("famille.situations[rejet].texte", Change.MODIFIE, 7),
            *("Rien à la rivière", "Jamais rien à la rivière"),
        )
    ]


def test_an_item_that_comes_first_leaves_the_others_as_they_are() -> None:
    after = BEFORE.replace("situations:\n", "situations:\n        - id: source\n")
    [told] = found(BEFORE, after)
    assert (told.name, told.change, told.line) == (
        *("famille.situations[source]", Change.AJOUTE),
        4,
    )
    [told] = found(after, BEFORE)
    assert (told.change, told.line, told.after) == (Change.RETIRE, None, None)
    assert told.name == "famille.situations[source]"


def test_what_is_gone_is_named_and_not_what_stands_now_at_its_rank() -> None:
    before = """\
        communes:
          - code_insee: "81004"
          - code_insee: "81105"
          - code_insee: "81218"
        """
    after = 'communes:\n  - code_insee: "81218"\n'
    names = [one.name for one in found(before, after, KEPT)]
    assert names == ["communes[81004]", "communes[81105]"]
    [told] = found("liste: [un, deux, trois]\n", "liste: [un, deux]\n")
    assert (told.name, told.before) == ("liste[3]", "trois")


def test_no_digest_names_an_item_of_a_masked_text() -> None:
    before = "roles:\n  - id: un\n    nom: A\n  - id: deux\n    nom: B\n"
    [told] = found(before, before.replace("nom: B", "nom: C"), "content/territoire/roles.yaml")
    assert (told.name, told.line) == ("roles[2].nom", 5)


def test_a_field_that_comes_or_goes_is_told_with_what_it_says() -> None:
    after = BEFORE.replace("titre: L’eau", "titre: L’eau\n      note: Lire aussi")
    [told] = found(BEFORE, after)
    assert (told.name, told.before, told.after) == ("famille.note", None, "Lire aussi")
    [told] = found(after, BEFORE)
    assert (told.change, told.before, told.after) == (Change.RETIRE, "Lire aussi", None)


def test_a_comment_is_no_field() -> None:
    assert found(BEFORE, "# une remarque\n" + dedent(BEFORE)) == []


def test_a_line_is_that_of_today_and_none_where_the_value_is_another_by_now() -> None:
    after = BEFORE.replace("Rien", "Jamais rien")
    moved = "# une remarque\n" + dedent(after)
    assert [one.line for one in found(BEFORE, after, today=moved)] == [8]
    assert [one.line for one in found(BEFORE, after, today=BEFORE)] == [None]


def test_what_is_internal_is_told_by_its_field_alone() -> None:
    before = """\
        communes:
          - code_insee: "81004"
            referent_elu:
              nom: Exemple Fictif
              telephone: 01 99 00 00 01
        """
    [told] = found(before, before.replace("00 01", "00 02"), KEPT)
    assert told == Field("communes[81004].referent_elu.telephone", Change.MODIFIE, 5, None, None)
    [told] = found("communes: []\n", before, KEPT)
    assert told == Field("communes[81004]", Change.AJOUTE, 2, None, None)


def test_who_checked_and_notes_to_drafters_are_told_by_their_field_alone() -> None:
    before = """\
        diffusion: publique
        articles:
          - id: article-1
            adoption: le 2 mars 2027 par Mme Exemple
        remarques:
          - texte: À revoir
        """
    after = before.replace("Mme", "M.").replace("revoir", "relire")
    for one in found(before, after, "content/convention/2027.yaml"):
        assert (one.before, one.after) == (None, None)


def test_a_text_that_was_internal_and_is_not_any_more_keeps_what_it_said() -> None:
    before, after = "diffusion: interne\nobjet: Un\n", "diffusion: publique\nobjet: Deux\n"
    told = found(before, after, "content/renewal/rappel.yaml")
    assert [(one.name, one.before, one.after) for one in told] == [
        ("diffusion", None, None),
        ("objet", None, None),
    ]


def test_what_is_no_yaml_is_not_told_by_fields() -> None:
    text = Text.of(NAME, "titre: [")
    assert fields(NAME, text, Text.of(NAME, "titre: a\n"), None) is None
