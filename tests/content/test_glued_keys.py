"""A key without a space after its colon is reported at its own line."""

import pytest

from docgen.content.source import read_source
from docgen.errors import ContentError


@pytest.mark.parametrize(
    ("text", "place"), [("acte:projet\ntitre: x\n", (1, 5)), ("a:\n  b:un mot\n  c: x\n", (2, 4))]
)
def test_key_without_a_space_is_reported_at_its_line(tmp_path, text, place):
    path = tmp_path / "texte.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(ContentError) as raised:
        read_source(path, "texte.yaml")
    [problem] = raised.value.problems
    assert problem.message == "espace oubliée après les deux-points"
    assert (problem.line, problem.column) == place
