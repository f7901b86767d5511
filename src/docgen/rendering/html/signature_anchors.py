"""What signature services look for on a page: words that no one sees, where to sign.

They stand in place of docgen's own fields, in the colour of the paper, and no screen reader says
them.  A service finds them in the text of the page, and lays a field of its own over them.
"""

from __future__ import annotations

ANCHORS = {
    "yousign": "{{{{s{rank}|signature|207|90}}}}",
    "docusign": "/sn{rank}/",
}
"""The words that each service looks for.  Yousign is told the size of its field, which holds in
the box and has its fixed ratio of 2.3; DocuSign is told everything in its envelope."""


def anchor(rank: int, service: str) -> str:
    """Return what a service looks for where the signatory of a rank, from 1, signs."""
    return ANCHORS[service].format(rank=rank)
