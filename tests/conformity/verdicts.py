"""Every file that veraPDF judges in a test session: one Java machine for all of them."""

import tempfile
from datetime import date
from functools import cache
from pathlib import Path

from docgen.build.avenant import AmendmentRequest, build_avenant
from docgen.build.project_edits import give_reason
from docgen.build.render import render
from docgen.build.stamping.choosing import Chooser
from docgen.build.stamping.places import StampAction
from docgen.build.stamping.writing import NewStamp, stamp_texts
from docgen.document import Document
from docgen.format import Format
from docgen.rendering.html.signature_anchors import ANCHORS
from docgen.request import Request
from docgen.workspace import Workspace
from tests.conformity.battery import JUDGED, construct
from tests.conformity.defects import DEFECTS, JUDGED_DEFECTS, sound
from tests.conftest import SEAL
from tests.rendering.frames.light import LAID_OUT, framed, pack
from tests.signatures.signed import WAYS, anchored, once, twice
from tests.support import documents
from tests.support.reading import attached
from tests.support.verapdf import Verdict, verapdf

ADOPTED = "convention-adoptee"
FRAMED = "dossier-en-cadres"
REDLINE = "avenant-version-comparee"
SHIPPED = (*documents.READ, ADOPTED, FRAMED, REDLINE)
"""What docgen ships, by day of each layout, with a draft become final, frames and a redline."""


@cache
def adopted() -> bytes:
    """Return the model as PDF, once all its clauses are adopted."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "content/convention/adoptee.yaml")
        path.parent.mkdir(parents=True)
        path.write_bytes(documents.PATHS["convention-modele"].read_bytes())
        here = Workspace(Path(folder), Path(folder, "output"))
        chosen = Chooser(here, StampAction.ADOPTER, everything=True).choose([str(path)])
        stamp_texts(here, chosen, NewStamp("Autrice fictive", date(2027, 3, 1)))
        give_reason(here, [path], "exemple fictif", date(2027, 3, 1))
        document = documents.composed(path)
        assert document.final
        [made] = [
            artifact
            for artifact in render(document, documents.OUR_TEMPLATES, tuple(Format))
            if artifact.format is Format.PDF
        ]
        return made.data


def framed_pack() -> bytes:
    """Return a pack in frames, which is the same in those that were made for others."""
    made = framed(*LAID_OUT[0])
    assert not made.fallback_reason
    return made.data


@cache
def compared() -> tuple[Document, bytes]:
    """Return the comparison of the signed act and a copy that changes a clause, and its PDF."""
    with tempfile.TemporaryDirectory() as folder:
        old, new = (Path(folder, f"content/convention/{name}.yaml") for name in ("acte", "copie"))
        old.parent.mkdir(parents=True)
        text = documents.PATHS["convention-2026"].read_text("utf-8").replace(SEAL.decode(), "")
        old.write_text(text, "utf-8")
        title = "    titre: Communication\n"
        changed = text.replace(title, "    titre: Information\n    etat: adopte\n")
        adoption = "    adoption: {par: Autrice fictive, le: 2026-12-01}\n"
        new.write_text(changed.replace("etat: adopte\n", f"etat: adopte\n{adoption}"), "utf-8")
        here = Workspace(Path(folder), Path(folder, "output"))
        request = Request(formats=(Format.PDF,), no_cache=True)
        made = build_avenant(here, AmendmentRequest(old, new), request).artifacts
        [file] = [one for one in made if one.path.stem.endswith("-compare")]
        return file.document, Path(folder, "output", file.path).read_bytes()


def profiles(name: str) -> tuple[str, str]:
    """Return what a shipped PDF says it is: PDF/A-3a when it carries files, and PDF/UA-1."""
    return ("3a" if attached(shipped_pdf(name)) else "2a", "ua1")


def shipped_pdf(name: str) -> bytes:
    """Return one of the shipped documents as PDF."""
    if name == FRAMED:
        return framed_pack()
    if name == REDLINE:
        return compared()[1]
    return adopted() if name == ADOPTED else documents.pdf(name)


def margin_words(name: str) -> tuple[str, ...]:
    """Return the words that must stand in the head or foot of a shipped document."""
    if name == FRAMED:
        return pack(*LAID_OUT[0]).required_margin_words
    document = compared()[0] if name == REDLINE else documents.document(name)
    return document.required_margin_words


@cache
def _verdicts() -> dict[str, Verdict]:
    shipped = {name: shipped_pdf(name) for name in SHIPPED}
    carrying = {"sound": sound(), **{name: DEFECTS[name].make() for name in JUDGED_DEFECTS}}
    carrying |= {f"{count.__name__}-{way}": count(way) for way in WAYS for count in (once, twice)}
    carrying |= {f"anchored-{service}": anchored(service).data for service in ANCHORS}
    alone = {f"construct-{name}": construct(name) for name in JUDGED}
    asked = {
        **{name: profiles(name) for name in SHIPPED},
        **dict.fromkeys(carrying, ("3a", "ua1")),
        **dict.fromkeys(alone, ("2a", "ua1")),
    }
    return verapdf({**shipped, **carrying, **alone}, asked)


def verdict(name: str) -> Verdict:
    """Return veraPDF's verdict on a document, a defect, a signed or anchored act, a construct."""
    return _verdicts()[name]


def broken(name: str) -> list[str]:
    """Return the rules that a file breaks, in all the profiles asked of it."""
    return [
        f"{profile} {one.rule} ×{one.times}: {one.message}"
        for profile, rules in verdict(name).items()
        for one in rules
    ]
