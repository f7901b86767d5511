"""A PDF is made again from the source that it carries, to the byte."""

import pytest

from docgen.kinds import KINDS
from docgen.signatures.comparison.comparing import rebuild
from docgen.signatures.foreign import attached_files
from docgen.signatures.report import source_file
from tests.signatures.signed import NAME, anchored, opened, unsigned
from tests.support import documents


def rebuilt(data):
    """Return a PDF made again from the source that it carries."""
    shown = opened(data)
    source = source_file(attached_files(shown))
    return rebuild(source, KINDS["convention"], shown, documents.OUR_TEMPLATES)


def test_a_final_is_made_again_to_the_byte():
    assert rebuilt(unsigned()).data == unsigned()


@pytest.mark.parametrize("name", [name for name in documents.CONVENTIONS if name != NAME])
def test_a_draft_is_made_again_with_its_places(name):
    again = rebuilt(documents.pdf(name))
    assert again.data == documents.pdf(name)
    assert not again.document.final


@pytest.mark.parametrize("service", ["yousign", "docusign"])
def test_anchors_of_a_service_are_made_again(service):
    data = anchored(service).data
    assert rebuilt(data).data == data
