"""Partial reading of a file with problems."""

import pytest

from docgen.content.model import Content, Entier, Identifiant
from docgen.content.partial import Listing, PartialRead, Unread
from docgen.content.validation import find_duplicates
from docgen.errors import ContentError, Problem


class Chose(Content):
    id: Identifiant
    nombre: Entier


class Choses(Content):
    titre: Identifiant
    choses: tuple[Chose, ...] = ()


LISTING = Listing(
    Choses, lambda data: find_duplicates(data, "id", "la chose"), "choses", Chose, "id", Identifiant
)
SOUND = "titre: t\nchoses:\n  - {id: un, nombre: 1}\n"


@pytest.fixture
def listed(tmp_path):
    """Return a function that reads a file: valid names, unread names, number of problems."""

    def read(text):
        path = tmp_path / "choses.yaml"
        path.write_text(text, "utf-8")
        found = LISTING.read(path, path.name)
        sound = {rank: one.id for rank, one in found.sound.items()}
        return sound, found.unread, len(found.problems)

    return read


def test_valid_file_is_read_whole(listed):
    assert listed(SOUND) == ({0: "un"}, Unread(), 0)
    assert listed("titre: t\n") == ({}, Unread(), 0)


@pytest.mark.parametrize(
    ("text", "sound", "names"),
    [
        (SOUND + "  - {id: deux, nombre: beaucoup}\n", {0: "un"}, {"deux"}),
        (SOUND.replace("titre: t", "titre: ["), {}, None),
        (SOUND.replace("titre: t", "titre: T T"), {0: "un"}, set()),
        (SOUND + "  - {id: un, nombre: 2}\n", {0: "un"}, {"un"}),
        (SOUND + "  - {nombre: 2}\n", {0: "un"}, None),
        (SOUND + "  - {id: Deux !, nombre: 2}\n", {0: "un"}, None),
        (SOUND + "  - rien\n", {0: "un"}, None),
        ("titre: t\nchoses: rien\n", {}, None),
        ("titre: t\nchose: []\n", {}, None),
        ("- rien\n", {}, None),
    ],
)
def test_wrong_file_gives_its_valid_items_and_other_names(listed, text, sound, names):
    found, unread, problems = listed(text)
    assert (found, problems > 0) == (sound, True)
    assert unread.any is (names is None)
    assert names is None or unread.names == names
    assert ("trois" in unread) is (names is None)


def test_unread_names_of_several_files_are_joined():
    both = Unread(frozenset({"a"})) | Unread(frozenset({"b"}))
    assert ("a" in both, "b" in both, "c" in both) == (True, True, False)
    assert "c" in both | Unread(any=True)


def test_whole_raises_when_there_is_a_problem():
    assert PartialRead("lu").whole == "lu"
    with pytest.raises(ContentError):
        _ = PartialRead("lu", (Problem("a.yaml", "faux"),)).whole
