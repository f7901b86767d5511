"""Where sentences stand, in the words of those who hold the documents."""

from dataclasses import replace

from docgen.build.named_documents import compose_named
from docgen.referential.referential import Referential
from docgen.review.law_review import LawReviewer
from docgen.review.printed_law import PrintedSentence, places_of
from tests.support.documents import HERE


def sentence(document, chapter="", pages=(), part=None):
    return PrintedSentence("Il a dix jours.", document, part or document, chapter, pages)


def test_same_pages_of_a_document_are_told_together():
    [composed] = compose_named(Referential(HERE), ["fiche 4.2"])[0]
    fiche = composed.document
    pack = replace(fiche, kind="commune-pack", title="Dossier d’exemple : Le Garric")
    printed = [
        sentence(fiche, pages=(1,)),
        sentence(pack, pages=(4, 9), part=fiche),
        sentence(pack, "2. Dépôts", pages=(4, 9)),
        sentence(pack, "3. Épaves"),
    ]
    assert [" ".join(place.split()) for place in places_of(printed)] == [
        "Fiche 4.2 – Faire venir le référent…, p. 1",
        "Dossier d’exemple, Fiche 4.2 – Faire venir le référent…, 2. Dépôts, p. 4, 9",
        "Dossier d’exemple, 3. Épaves",
    ]


def test_pack_prints_the_law_of_the_documents_bound_into_it():
    law, _ = LawReviewer(Referential(HERE)).printed(["commune-pack"], ["81218"])
    kinds = {one.part.kind for printed in law.sentences.values() for one in printed}
    assert kinds == {"fiche", "memento"}
    assert {one.document.kind for printed in law.sentences.values() for one in printed} == {
        "commune-pack"
    }
