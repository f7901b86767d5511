"""A change of printed words finds its place in the text that prints them."""

import pytest

from docgen.corrections.text_patching import (
    blank_between,
    carry_over,
    drops_references,
    guesses_letters,
    part_text,
    stress_again,
)


@pytest.mark.parametrize(
    ("written", "old", "new", "result"),
    [
        (
            'L\'acte dure *trois* ans : "oui".',
            "L’acte dure trois ans : « oui ».",
            "L’acte dure deux ans : « oui ».",
            'L\'acte dure *deux* ans : "oui".',
        ),
        (
            "Le {date:signature}, il vient.",
            "Le 3 mai 2026, il vient.",
            "Le 3 mai 2026, elle vient vite.",
            "Le {date:signature}, elle vient vite.",
        ),
        ("un an", "Quand : un an", "Quand : deux ans", "deux ans"),
        ("Mot seul", "Mot seul", "Autre chose", "Autre chose"),
        ("a b c", "a b c", "z a b c d", "z a b c d"),
        ("a b c", "a b c", "b", "b"),
        (
            "Le {date:a}, au {lieu}.",
            "Le 3 mai, au café.",
            "Le 4 mai, au café.",
            "Le 4 mai, au {lieu}.",
        ),
        ("A l'école.", "À l’école.", "À l’école, ici.", "A l'école, ici."),
        ("La fin", "2. LA FIN", "2. LA vraie FIN", "La vraie fin"),
        ("La fin du VHU", "LA FIN DU VHU", "LA VRAIE FIN DE VHU", "La vraie fin de VHU"),
        ("La fin", "2. LA FIN", "2. une FIN", "Une fin"),
        ("OFB", "OFB", "OFB TARN", "OFB TARN"),
        ("Photos et plan.", "Photos et plan.", "Photos, plan, copie.", "Photos, plan, copie."),
        ("Gratuit pour tous.", "Gratuit pour tous.", "Gratuit. Au 17.", "Gratuit. Au 17."),
        ("Gratuit, oui.", "Gratuit, oui.", "Gratuit et oui.", "Gratuit et oui."),
        ("Le {date:a} et là.", "Le 3 mai et là.", "Le 3 mai, là.", "Le {date:a}, là."),
    ],
)
def test_a_change_is_carried_over(written, old, new, result):
    assert next(carry_over(written, old, new)) == result


@pytest.mark.parametrize(
    ("written", "old", "new"),
    [
        ("un an", "Quand : un an", "Durée : un an"),
        ("un an", "un an", "un an"),
        ("un an", "un an", ""),
        ("{a}, {b} x", "u v, w x", "v w, w y x"),
    ],
)
def test_what_is_printed_from_elsewhere_has_no_place(written, old, new):
    assert list(carry_over(written, old, new)) == []


@pytest.mark.parametrize(
    ("written", "first", "halves"),
    [
        (
            "Le {date:a}, il vient. Il part.",
            "2 Le 3 mai, il vient.",
            ("Le {date:a}, il vient.", "Il part."),
        ),
        ("Le {date:a}, il vient. Il part.", "2 Le 3", None),
        ("**Le** {date:a}, il vient. Il part.", "2 Le", ("**Le**", "{date:a}, il vient. Il part.")),
        ("Le {date:a}, *il vient. Il part.*", "2 Le 3 mai, il vient.", None),
    ],
)
def test_text_is_parted_where_its_paragraph_is(written, first, halves):
    assert part_text(written, "2 Le 3 mai, il vient. Il part.", first) == halves


@pytest.mark.parametrize(
    ("now", "drops"),
    [
        ("Chacun écrit à tous les autres.", True),
        ("La brigade vient en mairie.", False),
        ("Le maire, le 3 juin, vient en mairie.", False),
        ("Le maire, ce jour, vient en mairie.", False),
    ],
)
def test_reference_goes_with_its_phrase_or_is_asked_about(now, drops):
    written, printed = (
        "Le maire, {date:a}, vient en mairie.",
        "Le maire, le 3 mai, vient en mairie.",
    )
    assert drops_references(written, printed, now) is drops


def test_emphasis_is_written_again_around_labels_and_references():
    printed = [("P", True, False), ("j", True, False), ("Le", False, False), ("3", True, False)]
    printed += [("mai", False, False), ("il", True, False), ("vient", True, False)]
    assert stress_again("**Le** {date:a}, il vient.", printed) == "Le {date:a}, **il vient**."
    assert stress_again("Un autre texte.", printed) is None


def test_blank_of_joined_words_is_that_of_the_word_file():
    assert [blank_between("Un.", one) for one in ("Un. Deux.", "Un.Deux.")] == [" ", ""]


@pytest.mark.parametrize(
    ("now", "typed", "guessed"),
    [
        ("La vraie fin", "2. LA vraie FIN", False),
        ("La vraie fin", "2. LA VRAIE FIN", True),
        ("Une La fin", "2. une LA FIN", True),
        ("Une fin", "2. une FIN", False),
    ],
)
def test_letters_of_words_typed_in_capitals_are_guessed(now, typed, guessed):
    assert guesses_letters("La fin", now, "2. LA FIN", typed) is guessed
    assert not guesses_letters("La fin", now, "La fin", typed)
