"""A file that someone hands over as corrected: read, or refused with what to do."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from docgen.content.reading import read_regular
from docgen.corrections.printed import WordText, read_word
from docgen.corrections.proof import AVENANT
from docgen.document import LEFT_SHEET
from docgen.errors import ContentError, Problem, reason_of
from docgen.kinds import KINDS
from docgen.kinds.convention.redline import TITLE as COMPARED
from docgen.kinds.renewal.options import LIASSE
from docgen.ooxml import MAX_BYTES
from docgen.rendering.docx.marks.source_marks import SourceMark
from docgen.workspace import Workspace, text_key

OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0"
"""How a .doc begins, and a .docx with a password."""
ODT: Final = b"mimetypeapplication/vnd.oasis.opendocument.text"
PDF: Final = b"%PDF"
ZIP, ZIP_END, LONGEST_END = b"PK\x03\x04", b"PK\x05\x06", 65_557
"""How a ZIP file begins, and what is in its last bytes (APPNOTE, 4.3.16)."""
SAVE_AS: Final = "ouvrez-le, puis Fichier, Enregistrer sous, « Document Word (.docx) »"
AMENDMENT: Final = re.compile(rf"(.+)-{AVENANT}-(\d+)")
"""The name of the text of an amendment: « 2026-avenant-1 »."""
COPY_SUFFIX: Final = re.compile(r" \(.*\)$| - Copie.*$")
"""What is added to the name of a file that is kept or copied."""


def open_corrected(path: Path) -> WordText:
    """Return what a corrected file says; raise ContentError when it cannot be read."""
    try:
        data = read_regular(path, MAX_BYTES + 1)
    except OSError as error:
        message = f"fichier illisible ({reason_of(error)})"
        raise _refusal(path, message, "vérifiez le nom du fichier et vos droits sur lui") from error
    if refused := _other_format(data):
        raise _refusal(path, *refused)
    try:
        return read_word(data)
    except ValueError as error:
        hint = f"dans Word ou LibreOffice, {SAVE_AS}"
        raise _refusal(path, str(error), hint) from error


def _other_format(data: bytes) -> tuple[str, str] | None:
    if data.startswith(OLD_OFFICE):
        message = "fichier .doc, ou .docx protégé par un mot de passe"
        return message, f"retirez le mot de passe (Fichier, Informations), ou {SAVE_AS}"
    if data[30 : 30 + len(ODT)] == ODT:
        return "c’est un fichier ODT, pas un fichier Word", SAVE_AS
    if data.startswith(PDF):
        return "c’est un PDF : ses mots ne se reprennent pas", "donnez le .docx qui a été corrigé"
    if b"word/vbaProject.bin" in data:
        return "ce fichier contient des macros", "enregistrez-le sans elles, en .docx"
    if data.startswith(ZIP) and ZIP_END not in data[-LONGEST_END:]:
        return "ce fichier est incomplet", "redemandez-le à qui vous l’a envoyé"
    return None


def mark_of(workspace: Workspace, path: Path, text: WordText, named: str = "") -> SourceMark:
    """Return the mark of a corrected file; without one, what its name or `named` says.

    Raise ContentError when neither says which document it is, with those of the project.
    """
    if text.mark and not named:
        _refuse_gathered(path, text.mark.names)
        return text.mark
    stem = named or COPY_SUFFIX.sub("", path.stem)
    kinds = (*KINDS, AVENANT)
    kind = max((name for name in kinds if stem.startswith(f"{name}-")), key=len, default="")
    if kind:
        names = {"kind": kind, "key": stem.removeprefix(f"{kind}-")}
        _refuse_gathered(path, names)
        return SourceMark(names)
    message = "rien n’y dit de quel document il vient"
    if named:
        message = f"docgen ne fait aucun document « {named} »"
    compared = any(one.plain == COMPARED for one in text.paragraphs)
    likely = " ou ".join(f"« --de {key} »" for key in _likely_keys(workspace, compared=compared))
    raise _refusal(path, message, f"dites-le : {likely}")


def _likely_keys(workspace: Workspace, *, compared: bool) -> list[str]:
    """Return how the acts of a project are named, or its comparisons; an example if none is."""
    names = [text_key("convention", text) for text in workspace.texts("convention")]
    if compared:
        amendments = filter(None, map(AMENDMENT.fullmatch, names))
        keys = [f"{AVENANT}-{one[1]}-{one[2]}-compare" for one in amendments]
        return keys or [f"{AVENANT}-2027-1-compare"]
    acts = [f"convention-{name}" for name in names if not AMENDMENT.fullmatch(name)]
    return acts or ["convention-2027"]


def _refuse_gathered(path: Path, names: Mapping[str, str]) -> None:
    """Raise ContentError for what docgen gathers from other documents, or writes by itself."""
    key = names.get("key", "")
    if key.endswith(f"-{LEFT_SHEET}"):
        message = "docgen écrit lui-même la feuille « Reste à faire »"
        raise _refusal(path, message, "corrigez le document dont elle parle, et rendez-le")
    if names.get("kind") == "commune-pack":
        message = "un dossier de commune assemble d’autres documents : il ne se reprend pas"
        hint = "corrigez la fiche, non le dossier, et rendez la fiche ; un compte rendu de visite"
        hint += ' se recopie dans le PDF du dossier : docgen recueillir DOSSIER.pdf --par "NOM"'
        raise _refusal(path, message, hint)
    if names.get("kind") == "infographie":
        message = "docgen fait cette page des chiffres importés : elle ne se reprend pas"
        raise _refusal(path, message, "ses phrases sont dans content/infographie/textes.yaml")
    if key.endswith(f"-{LIASSE}"):
        message = "une liasse assemble des lettres : elle ne se reprend pas"
        raise _refusal(path, message, "corrigez une des lettres, et rendez-la")


def _refusal(path: Path, message: str, hint: str) -> ContentError:
    return ContentError([Problem(str(path), message, code="fichier-corrige", hint=hint)])
