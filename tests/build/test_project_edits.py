"""What docgen writes into a project: the schemas of its files."""

from docgen.build.project_edits import write_schemas
from docgen.kinds import KINDS


def test_schemas_are_written_into_the_project(project):
    names = (*KINDS, "adherents", "emetteurs", "visites")
    written = [f"schemas/{name}.schema.json" for name in names]
    assert sorted(write_schemas(project.workspace)) == sorted(written)
    assert set(written) <= set(project.files)
