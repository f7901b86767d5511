"""The harness of golden files: it fails when it must, and shows why."""

import io

import pytest
from PIL import Image, ImageDraw

from tests.support.goldens import PIXELS, SHADE, Golden

SIZE = (120, 160)


def page(*black, shade=0):
    """Return a white page as PNG, with rectangles drawn on it."""
    picture = Image.new("L", SIZE, 255)
    for box in black:
        ImageDraw.Draw(picture).rectangle(box, fill=shade)
    data = io.BytesIO()
    picture.save(data, "PNG")
    return data.getvalue()


LETTER = (10, 10, 15, 18)
MOVED = (12, 10, 17, 18)


@pytest.fixture
def accepting(tmp_path):
    return Golden(tmp_path / "golden", tmp_path / "results", accept=True)


@pytest.fixture
def comparing(tmp_path):
    return Golden(tmp_path / "golden", tmp_path / "results")


def failure(golden, name, content):
    """Return the message of the harness about `content`."""
    with pytest.raises(pytest.fail.Exception) as failed:
        golden(name, content)
    return str(failed.value)


def test_an_accepted_file_is_found_again(accepting, comparing):
    accepting("faits.json", "un\n")
    accepting("pages", [page(LETTER), page()])
    comparing("faits.json", "un\n")
    comparing("pages", [page(LETTER), page()])
    assert not comparing.results.exists()


def test_a_file_without_a_reference_fails(comparing):
    assert "pas encore" in failure(comparing, "faits.json", "un\n")
    assert (comparing.results / "faits.json").read_text() == "un\n"


def test_one_word_changed_fails_and_is_shown(accepting, comparing):
    accepting("texte.txt", "le maire\nla brigade\n")
    message = failure(comparing, "texte.txt", "le maire\nla compagnie\n")
    assert "-la brigade" in message
    assert "+la compagnie" in message


def test_an_end_of_line_changed_fails(accepting, comparing):
    accepting("texte.txt", "le maire\n")
    assert "fins de ligne" in failure(comparing, "texte.txt", "le maire\r\n")


@pytest.mark.parametrize("rank", [0, 1, 2])
def test_one_page_changed_among_equal_ones_fails(accepting, comparing, rank):
    accepting("pages", [page(LETTER)] * 3)
    pages = [page(LETTER)] * 3
    pages[rank] = page(MOVED)
    message = failure(comparing, "pages", pages)
    assert f"page-{rank + 1}.png" in message
    assert message.count(".png :") == 1


def test_a_changed_page_is_shown_old_new_and_difference(accepting, comparing):
    accepting("pages", [page(LETTER)])
    failure(comparing, "pages", [page(MOVED)])
    with Image.open(comparing.results / "pages/page-1.png") as picture:
        assert picture.size == (3 * SIZE[0], SIZE[1])
        columns = [
            picture.crop((rank * SIZE[0], 0, (rank + 1) * SIZE[0], SIZE[1])) for rank in range(3)
        ]
    assert [column.getpixel((10, 12)) for column in columns] == [0, 255, 0]
    assert [column.getpixel((17, 12)) for column in columns] == [255, 0, 0]


def test_another_way_to_smooth_a_letter_passes(accepting, comparing):
    accepting("pages", [page(LETTER)])
    comparing("pages", [page(LETTER, shade=SHADE)])
    assert PIXELS < 6 * 9
    assert "pixels" in failure(comparing, "pages", [page(LETTER, shade=SHADE + 1)])


def test_a_page_more_or_less_fails(accepting, comparing):
    accepting("pages", [page(), page()])
    assert "n’est plus produit" in failure(comparing, "pages", [page()])
    assert "pas encore" in failure(comparing, "pages", [page()] * 3)


def test_accepting_forgets_the_pages_that_are_no_longer_made(accepting, comparing):
    accepting("pages", [page(), page()])
    accepting("pages", [page()])
    comparing("pages", [page()])


def test_a_page_of_another_size_fails(accepting, comparing):
    accepting("pages", [page()])
    other = io.BytesIO()
    Image.new("L", (SIZE[0] + 1, SIZE[1]), 255).save(other, "PNG")
    assert "au lieu de" in failure(comparing, "pages", [other.getvalue()])
