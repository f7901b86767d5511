"""What readers and writers are told of drafts."""

from dataclasses import replace
from pathlib import Path

from docgen.document import LEFT_SHEET, Diffusion
from docgen.errors import Problem
from docgen.left import Duty, What, Who, item_of
from docgen.release.entries import ReleaseFile
from docgen.release.site.pages import lacks_of_drafts, what_is_missing
from docgen.release.site.rows import release_documents
from tests.conftest import plain_blanks

FICHE = "content/fiche/action-4-1.yaml"
LAW = "content/referentiel/droit/penal.yaml"


def left(file, message, line=None, code="propose", who=Who.PARTIES):
    """Return something left to do."""
    return item_of(Problem(file, message, line, code=code), Duty(who, What.ADOPTER))


def law(message, line):
    """Return a rule of law to check."""
    return left(LAW, message, line, "a-verifier", Who.JURISTE)


def piece(kind, key, commune=""):
    """Return the file of a draft."""
    made = Path(f"{kind}-{key}.pdf")
    told = ("publique", kind, key, f"{kind} {key}", commune, Diffusion.PUBLIQUE)
    return ReleaseFile(made, *told, False, "pdf", 1, "", 1)


def said(found):
    """Return what is told, with ordinary spaces."""
    return [plain_blanks(point.texte) for point in found.points]


def test_shared_reasons_are_given_once_and_rules_are_counted():
    items = [left(FICHE, f"partie {rank} : à adopter par les parties") for rank in range(4)]
    items += [law(f"à vérifier : « {rank} »", rank) for rank in (1, 2)]
    [found] = lacks_of_drafts(release_documents([piece("fiche", "4-1")]), {("fiche", "4-1"): items})
    assert said(found) == [
        "À adopter par les parties :",
        "2 règles de droit citées, qu’une personne doit encore vérifier",
    ]
    assert found.points[0].details == ("Partie 0", "Partie 1", "Partie 2", "Partie 3")
    assert found.fichiers[0].adresse == "projet/fiche/fiche-4-1.pdf"


def test_packs_are_listed_together_without_problems_of_bound_documents():
    bound = left(FICHE, "Qui fait quoi : à adopter par les parties")
    rule = law("à vérifier", 3)
    own = left("content/commune-pack/dossier.yaml", "Accroche : à adopter par les parties")
    codes = ("81004", "81218")
    packs = [piece("commune-pack", code, code) for code in codes]
    packs += [piece("commune-pack", f"{code}-{LEFT_SHEET}", code) for code in codes]
    kept = {("commune-pack", ""): [bound, rule, own], ("fiche", "4-1"): [bound]}
    fiche, pack = lacks_of_drafts(release_documents([*packs, piece("fiche", "4-1")]), kept)
    assert said(fiche) == ["Qui fait quoi : à adopter par les parties"]
    assert plain_blanks(pack.titre) == "Dossiers de commune (2 communes)"
    assert (pack.lie, said(pack)) == (True, ["Accroche : à adopter par les parties"])
    [alone] = lacks_of_drafts(release_documents(packs), {("commune-pack", ""): [bound, own]})
    assert said(alone) == ["Accroche : à adopter par les parties"]


def test_three_hundred_communes_lacking_the_same_make_one_line():
    items = [left("content/referentiel", f"C{rank} : aucun chiffre : voir") for rank in range(99)]
    [found] = lacks_of_drafts(
        release_documents([piece("infographie", "81004", "81004")]), {("infographie", ""): items}
    )
    assert said(found) == ["Aucun chiffre : voir, pour 99 communes"]


def test_what_many_lack_is_counted_by_its_noun():
    dossier = "content/commune-pack/dossier.yaml"
    items = [left("content/referentiel", f"C{rank} : à voir") for rank in range(41)]
    items += [left(dossier, f"P{rank} : à voir") for rank in range(2)]
    pack, own = piece("commune-pack", "81004", "81004"), {("commune-pack", ""): items}
    [found] = lacks_of_drafts(release_documents([pack]), own)
    assert said(found) == ["À voir, pour 41 communes et 2 passages"]
    alone = {("fiche", "4-1"): [left(FICHE, f"P{rank} : à voir") for rank in range(41)]}
    [found] = lacks_of_drafts(release_documents([piece("fiche", "4-1")]), alone)
    assert said(found) == ["À voir, pour 41 passages"]


def test_message_without_a_passage_is_unchanged():
    for works, of in ((piece("fiche", "4-1"), "4-1"), (piece("fiche", "4-1", "81004"), "")):
        [found] = lacks_of_drafts(
            release_documents([works]), {("fiche", of): [left(FICHE, "rien n’est dit")]}
        )
        assert said(found) == ["Rien n’est dit"]


def test_finals_lack_nothing_and_missing_texts_are_listed():
    final = replace(piece("fiche", "4-1"), final=True)
    assert [
        *lacks_of_drafts(release_documents([final]), {("fiche", "4-1"): [left(FICHE, "x : y")]})
    ] == []
    told = [
        Problem("content/bilan", "Bilan : aucun texte", code="absent").as_warning(),
        Problem(FICHE, "a : b").as_warning(),
    ]
    assert [one.texte for one in what_is_missing(told)] == ["Bilan\u00a0: aucun texte"]
