"""Signed copies of the fictional convention, made once for all tests that look at them."""

import io
import json
from dataclasses import replace
from functools import cache
from typing import Any

from pypdf import PdfReader

from docgen.document import Artifact
from docgen.format import Format
from tests.signatures.pki import FIRST, SECOND, TODAY, authority
from tests.signatures.signing import LongTerm, Options, draw_stamp, sign
from tests.support import documents

NAME = "convention-complete"
UNSIGNED = "unsigned"
WAYS = ("plain", "certified", "lasting")
"""Two B-B signatures; two, the first of which certifies; two B-LTA that show a stamp."""


def unsigned() -> bytes:
    """Return the convention as docgen makes it."""
    return documents.pdf(NAME)


@cache
def fields() -> list[dict[str, Any]]:
    """Return what `signatures.json` tells a service."""
    artifact = documents.artifacts(NAME)[Format.PDF]
    return json.loads(artifact.companions["signatures.json"])["signatures"]


@cache
def stamp(rank: int) -> bytes:
    """Return the stamp of a signatory, from 0."""
    field = fields()[rank]
    left, bottom, right, top = field["rect"]
    return draw_stamp(field["name"], field["role"], TODAY, (right - left, top - bottom))


def options(way: str, rank: int) -> Options:
    """Return how the signatory of a rank, from 0, signs."""
    if way == "lasting":
        by = authority()
        return Options(stamp(rank), LongTerm(by.time_stamper(), by.context()))
    return Options(certify=way == "certified" and rank == 0)


@cache
def once(way: str) -> bytes:
    """Return the convention signed by the first."""
    return sign(unsigned(), fields()[0]["field"], authority().signer(FIRST), options(way, 0))


@cache
def twice(way: str) -> bytes:
    """Return the convention signed by the first, then by the second."""
    return sign(once(way), fields()[1]["field"], authority().signer(SECOND), options(way, 1))


@cache
def anchored(service: str) -> Artifact:
    """Return the convention with the anchors of a service."""
    document = replace(documents.document(NAME), anchors=service)
    carrying = document.carrying(Format.DOCX, documents.docx(NAME))
    return documents.renderer(Format.PDF)(carrying, documents.OUR_TEMPLATES)


def opened(data: bytes) -> PdfReader:
    """Return a PDF open for reading."""
    return PdfReader(io.BytesIO(data))
