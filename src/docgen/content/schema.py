"""The JSON Schema of a kind's YAML, for completion in editors."""

import json

from docgen.content.model import Content


def schema_of(name: str, model: type[Content]) -> str:
    """Return the schema of `model` as the text of a file."""
    schema = model.model_json_schema()
    for part in (schema, *schema.get("$defs", {}).values()):
        part.pop("description", None)  # a docstring, which is for developers
    dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    whole = {**dialect, **schema, "title": f"docgen : {name}"}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"
