"""What a convention says once composed."""

import pytest

from docgen.document import Diffusion
from docgen.kinds.convention.facts import Bloc, FaitsSignataire
from tests.conftest import plain_blanks
from tests.kinds.convention.act import ACT, ARTICLE_2, TITLE, act

MISSING = (ARTICLE_2, "{id: article-2, numero: ARTICLE 2, etat: manquant, note: Page perdue.}")
PROPOSED = (ARTICLE_2, "{id: article-2, titre: Durée, etat: propose, texte: ['Un an...']}")
ADOPTED = (
    ARTICLE_2,
    "{id: article-2, titre: Durée, etat: adopte, adoption: {par: A, le: 2027-01-15},"
    " texte: ['Un an...']}",
)
EACH_PROPOSED = [
    ("        titre: Plan\n", "        titre: Plan\n        etat: propose\n"),
    ("            titre: Agir\n", "            titre: Agir\n            etat: propose\n"),
]
SIGNED = [("acte: projet", "acte: signe"), ("  lieu: Albi", "  lieu: Albi\n  date: 2026-04-01")]


def read(*changes):
    return [(bloc.genre, bloc.texte) for bloc in act(*changes).facts.blocs]


def test_act_goes_from_its_preamble_to_its_last_article():
    assert read() == [
        ("titre", "Préambule"),
        ("paragraphe", "Considérant..."),
        ("titre", "Objet"),
        ("paragraphe", "Les parties s’engagent à\u00a0:"),
        ("puce", "informer"),
        ("puce", "se voir"),
        ("titre", "Plan"),
        ("titre", "Agir"),
        ("titre", "Aider"),
        ("titre", "Visiter"),
        ("titre", "Durée"),
        ("paragraphe", "Un an."),
    ]


def test_heading_has_the_level_number_and_anchor_of_its_clause():
    headings = [bloc for bloc in act().facts.blocs if bloc.genre == "titre"]
    assert [(bloc.niveau, bloc.etiquette, bloc.ancre) for bloc in headings] == [
        (1, "", "preambule"),
        (1, "ARTICLE\u00a01er", "article-1"),
        (2, "1.1", "section-1.1"),
        (3, "", "axe-1"),
        (4, "", "objectif-1"),
        (5, "Action\u00a01.1", "action-1.1"),
        (1, "", "article-2"),
    ]


def test_contents_spell_a_title_in_capitals_as_the_act_does():
    names = ("{id: a, sigle: A, nom: Association A,", "{id: a, sigle: A, nom: Élus du Tarn,")
    [listed] = [
        bloc.au_sommaire
        for bloc in act(names, ("titre: Agir", "titre: LES ÉLUS DU TARN")).facts.blocs
        if bloc.ancre == "axe-1"
    ]
    assert plain_blanks(listed) == "Les élus du Tarn"


def test_an_act_in_which_nothing_is_left_is_final():
    made = act()
    assert made.final
    assert not made.facts.projet
    assert (made.left, made.facts.avant) == ((), ())
    assert made.subject == "Acte à signer"


@pytest.mark.parametrize("change", [MISSING, PROPOSED])
def test_incomplete_act_is_a_draft_with_what_is_left(change):
    made = act(change)
    line = ACT.splitlines().index(f"  - {ARTICLE_2}") + 1
    assert (made.final, made.facts.projet, made.subject) == (False, True, "Projet")
    [left] = made.left
    assert (left.file, left.line) == ("essai.yaml", line)


def test_what_is_missing_is_noted_under_its_heading():
    assert read(MISSING)[-2:] == [("titre", "Titre non fourni"), ("lacune", "Page perdue.")]
    assert act(MISSING).facts.blocs[-1].ligne


def test_last_two_points_of_a_list_are_never_parted():
    points = ("liste: [informer, se voir]", "liste: [informer, se voir, agir]")
    blocs = act(points).facts.blocs
    held = [(bloc.texte, bloc.suit) for bloc in blocs if bloc.genre == "puce"]
    assert held == [("informer", False), ("se voir", True), ("agir", False)]


def test_a_quoted_heading_is_never_parted_from_its_text():
    quoted = "texte: [Il dit, '«\u00a0ARTICLE 3', '«\u00a0Un an.', '«\u00a0Il finit\u00a0»']"
    blocs = act((ARTICLE_2, f"{{id: article-2, titre: Durée, {quoted}}}")).facts.blocs
    assert [bloc.suit for bloc in blocs[-4:]] == [False, True, False, False]


def test_last_word_of_a_long_text_is_never_alone():
    text = "Les parties se rencontrent au moins une fois par an, afin d'en faire le bilan."
    [*_, (_, long)] = read((ARTICLE_2, ARTICLE_2.replace("Un an.", f'"{text}"')))
    assert long.endswith("le\u00a0bilan.")


def test_an_article_says_once_that_it_is_proposed():
    made = act(*EACH_PROPOSED).facts.blocs
    assert [bloc.marque for bloc in made if bloc.marque] == ["proposé"]
    assert [bloc.texte for bloc in made if bloc.barre] == ["Plan"]


def test_a_state_is_marked_in_a_draft_only():
    draft = (TITLE, "titre: {texte: A, etat: propose}")
    for mark, changes in (("proposé", [PROPOSED]), ("", [ADOPTED]), ("adopté", [ADOPTED, draft])):
        assert {bloc.marque for bloc in act(*changes).facts.blocs} == {"", mark}


def test_our_words_get_full_typography_and_signed_words_only_spaces():
    assert read(PROPOSED)[-1] == ("paragraphe", "Un an…")
    assert read(ADOPTED)[-1] == ("paragraphe", "Un an…")
    assert read()[1] == ("paragraphe", "Considérant...")


def test_what_is_missing_before_the_articles_is_framed_before_them():
    made = act(
        (TITLE, "titre: {etat: manquant, note: Page perdue.}"),
        ("parties:\n", "parties:\n  etat: manquant\n  note: Page perdue.\n"),
    )
    assert [bloc.texte for bloc in made.facts.avant] == [
        "**Titre non fourni.** Page perdue.",
        "**Exposé des parties non fourni.** Page perdue.",
    ]
    assert made.facts.titre == "Convention A – B"
    assert made.facts.parties == ()


def test_parties_are_introduced_as_written_else_by_their_names():
    parties = act().facts.parties
    told = [plain_blanks(party.designation) for party in parties]
    assert told == ["l’Association A", "Groupement B (B)"]
    assert not any(party.representation or party.siege or party.appellation for party in parties)
    assert "\N{NO-BREAK SPACE}(B)" in parties[1].designation  # never alone on a line
    assert act().author == "A – B"


def test_name_of_a_party_holds_its_place_on_one_line():
    told = (
        "designation: l'Association A",
        "designation: le Groupement A de la Haute-Garonne (A31)",
    )
    assert "de\u00a0la\u00a0Haute-Garonne" in act(told).facts.parties[0].designation


def test_a_word_before_a_long_place_is_not_alone():
    names = {
        place: act(
            (
                "designation: l'Association A",
                f"designation: le Groupement de gendarmerie départementale {place} (G)",
            )
        )
        .facts.parties[0]
        .designation
        for place in ("du Tarn", "de la Haute-Garonne")
    }
    assert "gendarmerie départementale du" in names["du Tarn"]
    assert "gendarmerie\u00a0départementale de" in names["de la Haute-Garonne"]


def test_signatories_sign_for_their_party_where_the_act_introduces_it():
    first = act().facts.signataires[0]
    assert isinstance(first, FaitsSignataire)
    assert (first.pour, first.nom, first.qualite) == (
        "Pour l’Association A,",
        "Madame A,",
        "présidente",
    )
    assert [signer.pour for signer in act(*SIGNED).facts.signataires] == [
        "Pour l’Association A,",
        "",
    ]
    fields = [signer.champ for signer in act().facts.signataires]
    assert len(set(fields)) == 2


def test_a_place_contracts_with_its_article():
    for place, said in (("Le Garric", "au Garric"), ("Les Cabannes", "aux Cabannes")):
        assert act(("lieu: Albi", f"lieu: {place}")).facts.fait.startswith(f"Fait {said}, en ")
    assert act(("lieu: Albi", "lieu: Lescure")).facts.fait.startswith("Fait à Lescure, en ")


def test_copy_of_a_signed_act_is_no_act_to_sign():
    made = act(*SIGNED, MISSING)
    facts = made.facts
    assert (facts.surtitre, facts.repere) == (
        "PROJET DE COPIE",
        "PROJET de copie – texte incomplet",
    )
    assert made.left_title == "Textes à retrouver"
    assert facts.signe
    assert not act(*SIGNED).facts.repere


@pytest.mark.parametrize(
    ("changes", "done"),
    [
        ([], "Fait à Albi, en deux exemplaires, le"),
        ([("exemplaires: 2", "exemplaires: 1")], "Fait à Albi, en un exemplaire, le"),
        (SIGNED, "Fait à Albi, en deux exemplaires, le 1er\u00a0avril 2026"),
    ],
)
def test_place_copies_and_day_are_in_words(changes, done):
    assert act(*changes).facts.fait == done
    assert act(*changes).facts.date_a_remplir is (changes != SIGNED)


def test_the_foot_of_the_page_says_what_the_text_is():
    assert act().facts.mention == "À signer en deux exemplaires"
    assert act(PROPOSED).facts.mention == "Texte en attente d’accord"
    whole, partial = (act(*SIGNED, *more).facts.mention for more in ((), (MISSING,)))
    assert "de l’acte du 1er\u00a0avril 2026" in whole
    assert partial.replace("incomplète ", "") == whole != partial


def test_the_last_lines_stay_with_the_signatures_and_no_more():
    last = "{id: article-2, titre: Durée, texte: [Un an., Deux ans., Trois ans.]}"
    tied = [bloc.texte for bloc in act((ARTICLE_2, last)).facts.blocs if bloc.lie]
    assert tied[-4:] == ["Durée", "Un an.", "Deux ans.", "Trois ans."]
    long = (ARTICLE_2, f"{{id: article-2, titre: Durée, texte: [Un an., {'mot ' * 600}]}}")
    assert sum(bloc.lie for bloc in act(long).facts.blocs) == 1
    names = [bloc.texte for bloc in act((ARTICLE_2, last), *SIGNED).facts.blocs if bloc.lie]
    assert len(names) > len(tied), "a page of names alone would be nearly white"


def test_document_is_internal_by_default():
    assert act().diffusion is Diffusion.INTERNE
    public = act(("acte: projet", "acte: projet\ndiffusion: publique"))
    assert public.diffusion is Diffusion.PUBLIQUE


def test_remarks_and_agreements_never_leave_the_project():
    made = act(ADOPTED, ("signature:\n", "remarques: [{sur: a, texte: À voir}]\nsignature:\n"))
    assert "À voir" not in str(made.facts)
    assert "2027" not in str(made.facts)
    assert not {"remarques", "adoption", "À voir"} & set(made.canonical.replace(":", " ").split())


def test_code_in_a_value_is_words():
    made = act((ARTICLE_2, "{id: article-2, titre: '{{ x }}', texte: ['<b>&{% x %}']}"))
    assert [bloc.texte for bloc in made.facts.blocs][-1] == "<b>&{% x %}"


def test_a_block_compares_by_value_and_is_frozen():
    bloc = Bloc(genre="puce", texte="a")
    assert bloc == Bloc(genre="puce", texte="a")
    with pytest.raises(ValueError, match="frozen"):
        bloc.texte = "b"


def test_the_words_of_signed_parties_are_not_reworded():
    slips = "l'Etat, 1ère section, Mr Dupont"
    told = act(*SIGNED, ("designation: l'Association A", f'designation: "{slips}"')).facts
    assert plain_blanks(told.parties[0].designation) == "l’Etat, 1ère section, Mr Dupont"
