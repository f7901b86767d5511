"""What a document prints of the law: each item with the sentence that a reader sees."""

from docgen.document import LawCitation
from docgen.kinds.writing.references import LawCitations
from docgen.markup import mark_link


def answer(reference):
    if reference.genre == "blanc":
        return str(reference)
    words = {"delai": "dix jours", "base": mark_link("art.\u00a0L.\u00a01-2", "https://exemple.fr")}
    return words.get(reference.cle, reference.cle)


def read(text):
    laws = LawCitations()
    laws.read(text, answer)
    return [(one.key, one.sentence) for one in laws.whole()]


def test_item_is_cited_by_its_sentence_only():
    text = "Le maire avise. **Il laisse {droit:delai} ({droit:base.ref}). Puis** il agit."
    sentence = "Il laisse dix jours (art.\u00a0L.\u00a01-2)."
    assert read(text) == [("delai", sentence), ("base", sentence)]


def test_blank_is_printed_as_dots_and_other_references_are_answered():
    text = "{blanc:commune} a {droit:delai} pour {role:brigade}."
    assert read(text) == [("delai", "…… a dix jours pour brigade.")]


def test_text_without_law_records_nothing():
    assert read("Le maire appelle {role:brigade}.") == []


def test_sentence_within_its_row_is_told_once():
    laws = LawCitations()
    laws.read("{droit:delai}", answer)
    laws.add(["delai", "base"], "Répondre : dix jours")
    assert [(one.key, one.sentence) for one in laws.whole()] == [
        ("delai", "Répondre : dix jours"),
        ("base", "Répondre : dix jours"),
    ]


def test_chapter_keeps_its_citations_apart():
    whole, family = LawCitations(), LawCitations()
    family.read("Il a {droit:delai}.", answer)
    whole.add_chapter(family, "2. Dépôts")
    whole.read("Il a {droit:delai}.", answer)
    assert whole.whole() == (
        LawCitation("delai", "Il a dix jours.", "2. Dépôts"),
        LawCitation("delai", "Il a dix jours."),
    )
