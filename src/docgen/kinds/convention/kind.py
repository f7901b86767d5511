"""What docgen must know of the kind `convention`."""

from docgen.kinds.actes.content import Convention
from docgen.kinds.actes.reserves import remarks, reserves
from docgen.kinds.actes.rules import left, rules
from docgen.kinds.convention.across import check_across_files
from docgen.kinds.convention.avenant import compose_text
from docgen.kinds.kind import HOME, Kind, nothing

KIND = Kind(
    name="convention",
    label="Convention",
    plural_label="Conventions",
    content=Convention,
    rules=rules,
    left=left,
    gaps=nothing,
    remarks=remarks,
    reserves=reserves,
    compose=compose_text,
    check_across_files=check_across_files,
    reads=HOME,
    prints_contacts=False,
)
