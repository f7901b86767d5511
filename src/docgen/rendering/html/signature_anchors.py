"""The invisible words that tell signature services where to sign.

They replace docgen's own fields, in the colour of the paper, and screen readers skip them. A
service finds them in the text of the page and lays its own field over them.
"""

ANCHORS = {"yousign": "{{{{s{rank}|signature|207|90}}}}", "docusign": "/sn{rank}/"}
"""The words that each service looks for.  Those of Yousign give the size of its field, which fits
the box and has the fixed ratio of 2.3; DocuSign gets all sizes with its envelope."""


def anchor(rank: int, service: str) -> str:
    """Return the words that a service looks for where signatory number `rank` (from 1) signs."""
    return ANCHORS[service].format(rank=rank)
