"""What the tools import of docgen, in the programs that they run in other processes too."""

import importlib
import re
from pathlib import Path

import pytest

TOOLS = sorted((Path(__file__).parents[2] / "tools").glob("*.py"))
IMPORT = re.compile(r"^\s*from ((?:docgen|tests)[\w.]*) import ([^\n#(]+)", re.MULTILINE)


@pytest.mark.parametrize("path", TOOLS, ids=lambda path: path.stem)
def test_what_a_tool_imports_exists(path):
    for module, names in IMPORT.findall(path.read_text("utf-8")):
        for name in re.split(r",\s*", names.strip()):
            assert hasattr(importlib.import_module(module), name), f"{module}.{name}"
