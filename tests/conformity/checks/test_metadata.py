"""Titles that a person may write, in the two places of a PDF that hold them."""

import pytest

from docgen.conformity import check_pdf
from tests.conformity.printing import printed

TITLES = ("Convention n°\u00a03", "Avenant n°\u202f1", "Un\u2003cadratin", "Un  double blanc")


@pytest.mark.parametrize("title", TITLES)
def test_title_with_any_blank_is_one_title(title):
    assert check_pdf(printed("<body><h1>Essai</h1></body>", title=title), "essai.pdf") == []
