"""The canonical text of a content is read back as the same content."""

import pytest
import yaml

from docgen.content.source import parse_source, read_source
from docgen.content.validation import check_source
from docgen.kinds import KINDS
from docgen.kinds.convention.composition import canonical_text
from tests.conftest import EXAMPLE, ROOT

KIND = KINDS["convention"]
SHIPPED = [*sorted((ROOT / "content/convention").glob("*.yaml")), EXAMPLE]


def everything(_name, _value):
    """Leave nothing out."""
    return False


def read(text):
    """Return the content of a text."""
    return check_source(parse_source(text, "essai.yaml"), KIND.content, KIND.rules)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_canonical_text_is_read_back_and_is_stable(path):
    content = check_source(read_source(path, path.name), KIND.content, KIND.rules)
    text = canonical_text(content, everything)
    assert read(text) == content
    assert canonical_text(read(text), everything) == text


def test_canonical_text_has_no_layout_and_no_comments():
    text = EXAMPLE.read_text("utf-8")
    content = read(text)
    same = read(yaml.safe_dump(parse_source(text, "x").data, allow_unicode=True, width=40))
    assert canonical_text(content, everything) == canonical_text(same, everything)
    assert "#" not in canonical_text(content, everything)


def test_canonical_text_leaves_fields_out_at_any_depth():
    text = canonical_text(
        read(EXAMPLE.read_text("utf-8")), lambda name, _: name in ("id", "remarques")
    )
    assert "remarques" not in text
    assert "id:" not in text
