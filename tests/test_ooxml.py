import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.ooxml import compress, drop_parts, read_package, write_package
from tests.rendering.docx.docx_examples import template_bytes

NAMES = st.text("abc/.", min_size=1, max_size=12)
SHEETS = st.dictionaries(NAMES, st.binary(max_size=400), max_size=6)


@given(SHEETS)
def test_another_reader_finds_the_same_parts(parts: dict[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(write_package(parts))) as package:
        assert package.testzip() is None
        assert {name: package.read(name) for name in package.namelist()} == parts


@given(SHEETS)
def test_the_order_of_the_parts_does_not_matter(parts: dict[str, bytes]) -> None:
    backwards = dict(reversed(parts.items()))
    assert write_package(parts) == write_package(backwards)


def test_a_compressed_part_is_written_unchanged() -> None:
    assert write_package({"a": compress(b"aaaa" * 99)}) == write_package({"a": b"aaaa" * 99})


def test_removed_parts_leave_no_relationship_behind() -> None:
    parts = read_package(template_bytes())
    bare = drop_parts(parts, lambda name: name in ("word/header2.xml", "docProps/core.xml"))
    said = b" ".join(bare[name] for name in bare if name.endswith((".rels", "].xml")))
    assert set(parts) - set(bare) == {"word/header2.xml", "docProps/core.xml"}
    assert b"header2" not in said
    assert b"core.xml" not in said
    assert b"header1" in said


def test_removing_a_part_removes_its_relationships() -> None:
    bare = drop_parts(read_package(template_bytes()), lambda name: name == "word/fontTable.xml")
    assert "word/_rels/fontTable.xml.rels" not in bare


def test_a_zip_bomb_is_not_unpacked() -> None:
    with pytest.raises(ValueError, match="trop gros"):
        read_package(write_package({"word/document.xml": bytes(60_000_000)}))
