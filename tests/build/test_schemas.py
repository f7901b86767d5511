"""The JSON Schemas for editors."""

import json
import re
from datetime import date

import pytest
import yaml

from docgen.build.project_edits import schema_of, written_models
from docgen.kinds import KINDS
from tests.conftest import EXAMPLE, ROOT

SCHEMA = json.loads(schema_of("convention", KINDS["convention"].content))
BESIDE = {
    name: json.loads(schema_of(name, written_models()[name])) for name in ("adherents", "emetteurs")
}
DEFINITIONS = SCHEMA["$defs"] | BESIDE["emetteurs"]["$defs"]


def parts(schema):
    """Yield every schema inside a schema, and itself."""
    if isinstance(schema, dict):
        yield schema
        for value in schema.values():
            yield from parts(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from parts(value)


def test_each_reference_leads_to_a_definition():
    references = {part["$ref"] for part in parts(SCHEMA) if "$ref" in part}
    assert references
    assert references == {f"#/$defs/{name}" for name in SCHEMA["$defs"]} & references


def test_every_group_of_keys_refuses_unknown_ones():
    groups = [part for part in parts(SCHEMA) if "properties" in part]
    assert len(groups) > 10
    assert [group.get("additionalProperties") for group in groups] == [False] * len(groups)


def test_patterns_are_understood():
    patterns = [part["pattern"] for part in parts(SCHEMA) if isinstance(part.get("pattern"), str)]
    assert patterns
    assert all(re.compile(pattern) for pattern in patterns)


TYPES = {
    "object": dict,
    "array": list,
    "string": str | date,
    "integer": int,
    "null": type(None),
    "boolean": bool,
}


def accepts(schema, value):
    """Whether a schema accepts a value."""
    if "$ref" in schema:
        return accepts(DEFINITIONS[schema["$ref"].removeprefix("#/$defs/")], value)
    choices = schema.get("anyOf") or schema.get("oneOf")
    if choices:
        return any(accepts(choice, value) for choice in choices)
    if "enum" in schema:
        return value in schema["enum"]
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return any(isinstance(value, TYPES[one]) for one in types) and holds(schema, value)


def holds(schema, value):
    """Whether a schema accepts the parts of a value of the right type."""
    if isinstance(value, dict):
        fields = schema["properties"]
        whole = value.keys() >= set(schema.get("required", ()))
        known = value.keys() <= fields.keys()
        return whole and known and all(accepts(fields[name], v) for name, v in value.items())
    if isinstance(value, list):
        enough = len(value) >= schema.get("minItems", 0)
        return enough and all(accepts(schema["items"], item) for item in value)
    return not isinstance(value, str) or bool(re.search(schema.get("pattern", ""), value))


SHIPPED = [*sorted((ROOT / "content/convention").glob("*.yaml")), EXAMPLE]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_schema_accepts_the_shipped_content(path):
    assert accepts(SCHEMA, yaml.safe_load(path.read_text("utf-8")))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("acte: projet", "acte: signes"),
        ("exemple_fictif: true", "exemple_fictif: vrai"),
        ("  exemplaires: 2", "  exemplaires: deux"),
        ("    - id: afmv", "    - id: AFMV"),
        ("intitule:", "intitulé:"),
    ],
)
def test_schema_refuses_what_docgen_refuses(old, new):
    text = EXAMPLE.read_text("utf-8")
    assert old in text
    assert not accepts(SCHEMA, yaml.safe_load(text.replace(old, new)))


def test_schema_shows_no_english():
    told = [
        part["description"] for part in parts(SCHEMA) if isinstance(part.get("description"), str)
    ]
    assert told
    assert not [words for words in told if re.search(r"\b(the|of|that|what)\b", words)]


def test_schema_names_its_dialect_and_its_kind():
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert SCHEMA["title"] == "docgen : convention"


def test_the_schemas_of_the_repository_are_fresh():
    for name, model in written_models().items():
        path = ROOT / f"schemas/{name}.schema.json"
        assert path.read_text("utf-8") == schema_of(name, model), "docgen schemas"


def test_every_content_file_names_its_schema():
    content = ROOT / "content"
    files = [*content.glob("*.yaml"), *(one for kind in KINDS for one in content.glob(f"{kind}/*"))]
    named = set()
    for path in files:
        first = path.read_text("utf-8").splitlines()[0]
        schema = (path.parent / first.removeprefix("# yaml-language-server: $schema=")).resolve()
        folder = path.parent.name
        assert schema.name == f"{path.stem if folder == 'content' else folder}.schema.json"
        named.add(schema)
    assert named == {*(ROOT / "schemas").iterdir()}


@pytest.mark.parametrize(
    ("name", "held"),
    [
        ("adherents", [81101, "2A004"]),
        ("adherents", None),
        ("emetteurs", [{"partie": "a", "designation": "l’A", "adresse": None, "ville": None}]),
    ],
)
def test_files_shipped_empty_are_valid_empty_and_filled_in(name, held):
    schema = BESIDE[name]
    assert accepts(schema, yaml.safe_load((ROOT / f"content/{name}.yaml").read_text("utf-8")))
    assert accepts(schema, {name: held})
    assert not accepts(schema, {name: [[held]]})
