"""An invented document that says nothing, for tests that need any document."""

from docgen.document import Diffusion, Document, Facts

DOCUMENT = Document(
    kind="fiche",
    key="a",
    title="",
    author="",
    subject="",
    facts=Facts(),
    diffusion=Diffusion.PUBLIQUE,
    final=True,
    sources=(),
)
