"""A signature report in French, as text, as problems and as data."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path, PurePath
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from docgen.errors import Problem
from docgen.french.wording import date_longue, nombre
from docgen.signatures.report import (
    AttachedFile,
    FieldReport,
    Integrity,
    Likeness,
    SignatureReport,
    SignatureResult,
    SigningTime,
    SourceOrigin,
    Trust,
)

INTEGRITY = {
    Integrity.INTACTE: "le document n’a pas changé depuis cette signature",
    Integrity.PREUVES: (
        "le texte n’a pas changé depuis cette signature ; seules des preuves pour l’avenir "
        "(horodatage, listes de révocation) ont été ajoutées"
    ),
    Integrity.SIGNATURES: (
        "le texte n’a pas changé depuis cette signature ; seules d’autres signatures ont été "
        "ajoutées, dans les cases prévues"
    ),
    Integrity.MODIFIEE: "le document a été modifié après cette signature",
    Integrity.ALTEREE: "ce document n’est pas celui qui a été signé : son contenu a été altéré",
    Integrity.ILLISIBLE: "cette signature ne se lit pas : elle est abîmée, ou d’une sorte inconnue",
}
TRUST = {
    Trust.NON_VERIFIE: (
        "certificat non vérifié auprès d’une autorité (donnez la sienne avec « --autorite »)"
    ),
    Trust.VERIFIE: "certificat délivré par l’autorité donnée, et non révoqué à notre connaissance",
    Trust.INCONNU: "ce certificat n’a pas été délivré par l’autorité donnée",
    Trust.EXPIRE: "ce certificat était expiré, et rien ne prouve qu’il ait servi avant",
    Trust.REVOQUE: "ce certificat a été révoqué",
    Trust.REFUSE: "ce certificat n’a pas pu être vérifié auprès de l’autorité donnée",
}
ORIGIN = {
    Likeness.IDENTIQUE: "C’est le texte de ce projet : même source que {file}.",
    Likeness.CONSIGNEE: "C’est le texte de ce projet : {file} dit les mêmes mots, et sa signature.",
    Likeness.DIFFERENTE: "Ce n’est pas le texte de ce projet : {file} dit autre chose aujourd’hui.",
    Likeness.ABSENTE: "Le projet n’a pas de texte qui lui corresponde : rien à comparer.",
    Likeness.SANS_PROJET: "Aucun projet docgen ici : le texte n’a pas été comparé.",
    Likeness.SANS_SOURCE: "Ce PDF ne porte pas de source de docgen.",
}
WHAT = {"Source": "le texte source", "Alternative": "la version modifiable"}
SUSPECT = "ne vous fiez pas à ce fichier : demandez l’original aux signataires"


def report_lines(report: SignatureReport, name: str, origin: SourceOrigin) -> Iterator[str]:
    """Yield the lines of the report on the PDF called `name`."""
    pages = f"{report.pages} page{'s' * (report.pages > 1)}"
    yield f"{name} – {pages}{' – PROJET' * report.draft}"
    yield ""
    yield from _signatures(report)
    yield ""
    yield f"Texte : {_origin(origin)}"
    if not report.signed_fields and report.source:
        yield "  Sans signature, rien ne prouve que les pages disent encore ce que dit la source."
    yield ""
    yield "Fichiers joints :" if report.attachments else "Fichiers joints : aucun."
    yield from (f"  {_carried(file)}" for file in report.attachments)


def _signatures(report: SignatureReport) -> Iterator[str]:
    if not report.fields:
        yield "Signatures : aucune case de signature électronique dans ce fichier."
        return
    valid = sum(1 for field in report.signed_fields if field.signature and field.signature.valid)
    yield f"Signatures : {_count(len(report.fields), len(report.signed_fields), valid)}"
    for field in report.fields:
        yield from _field(field)
    for moment in report.time_stamps:
        yield f"  Horodatage de l’ensemble : {moment_in_french(moment.when)}"
    if report.locked:
        yield "  Document certifié : après la première signature, seules des signatures s’ajoutent."


def _count(fields: int, signed: int, valid: int) -> str:
    """``(2, 2, 2)`` → ``2 cases, toutes signées, toutes intactes.``."""
    cases = f"{fields} case{'s' * (fields > 1)}"
    if not signed:
        return f"{cases}, aucune signée : ce document n’est pas signé électroniquement."
    how = (
        "toutes signées"
        if signed == fields and fields > 1
        else f"{signed} signée{'s' * (signed > 1)}"
    )
    if valid == signed:
        return f"{cases}, {how}, {'toutes intactes' if signed > 1 else 'intacte'}."
    return f"{cases}, {how}, {signed - valid} NON VALABLE{'S' * (signed - valid > 1)}."


def _field(field: FieldReport) -> Iterator[str]:
    yield f"  {signatory(field)}"
    signature = field.signature
    if signature is None:
        yield "    pas encore signé"
        return
    if signature.signer:
        yield f"    signé par : {signature.signer}"
    if signature.moment:
        yield f"    {_moment(signature.moment)}"
    yield f"    {INTEGRITY[signature.integrity]}{_changes(signature)}"
    if signature.signer:
        yield f"    {TRUST[signature.trust]}"
        level = f"PAdES {signature.level}" if signature.level else "non établi"
        yield f"    niveau : {level}"


def signatory(field: FieldReport) -> str:
    """Return the person and office of a field, else its name."""
    return ", ".join(part for part in (field.person, field.office) if part) or field.name


def _moment(moment: SigningTime) -> str:
    how = "heure attestée par un horodatage" if moment.stamped else "heure dite par le signataire"
    return f"{moment_in_french(moment.when)}, {how}"


def moment_in_french(when: datetime) -> str:
    """Return a time as it was in Paris: ``le 24 novembre 2026 à 9 h 05 (heure de Paris)``."""
    try:
        there, place = when.astimezone(ZoneInfo("Europe/Paris")), "heure de Paris"
    except ZoneInfoNotFoundError:  # a machine without time zones
        there, place = when.astimezone(UTC), "UTC"
    return f"le {date_longue(there.date())} à {there.hour} h {there.minute:02} ({place})"


def _changes(signature: SignatureResult) -> str:
    return " : " + ", ".join(signature.changes) if signature.changes else ""


def _origin(origin: SourceOrigin) -> str:
    return ORIGIN[origin.likeness].format(file=origin.file)


def _carried(file: AttachedFile) -> str:
    what = WHAT.get(file.relationship)
    size = f"{nombre(max(1, round(len(file.data) / 1000)))} ko"
    return f"{file.name} – {f'{what}, ' if what else ''}{size} – SHA-256 {file.sha256}"


def problems(report: SignatureReport, name: str, origin: SourceOrigin) -> Iterator[Problem]:
    """Yield the problems of the PDF called `name`, warnings included."""
    for field in report.signed_fields:
        signature = field.signature
        if signature and not signature.integrity.intact:
            message = f"{signatory(field)} : {INTEGRITY[signature.integrity]}{_changes(signature)}"
            yield Problem(name, message, code="signature", hint=SUSPECT)
        elif signature and not signature.trust.accepted:
            message = f"{signatory(field)} : {TRUST[signature.trust]}"
            yield Problem(name, message, code="certificat", hint=SUSPECT)
    if report.invalid_time_stamps:
        message = "un horodatage de l’ensemble ne vaut pas, ou son autorité n’est pas celle donnée"
        hint = "les signatures valent ce qui est dit d’elles, sans cette preuve"
        yield Problem(name, message, code="horodatage", hint=hint).as_warning()
    if origin.likeness is Likeness.SANS_SOURCE:
        hint = "seules les conventions que docgen a fabriquées portent leur source"
        yield Problem(name, _origin(origin), code="source", hint=hint)
    if origin.likeness is Likeness.DIFFERENTE:
        hint = "le texte du projet a changé depuis, ou ce PDF vient d’ailleurs"
        yield Problem(name, _origin(origin), code="source", hint=hint).as_warning()


def as_data(report: SignatureReport, origin: SourceOrigin, path: Path) -> dict[str, Any]:
    """Return a report as data for JSON."""
    kind, _, key = PurePath(report.source.name).stem.partition("-") if report.source else [""] * 3
    return {
        "kind": kind or None,
        "key": key or None,
        "path": str(path.resolve()),
        "format": "pdf",
        "sha256": report.sha256,
        "pages": report.pages,
        "final": not report.draft,
        "signatures": [_field_data(field) for field in report.fields],
        "timestamps": [moment.when.isoformat() for moment in report.time_stamps],
        "certified": report.locked,
        "source": {
            "sha256": report.source.sha256 if report.source else None,
            "likeness": str(origin.likeness),
            "file": origin.file or None,
        },
        "attachments": [_carried_data(file) for file in report.attachments],
    }


def _carried_data(file: AttachedFile) -> dict[str, Any]:
    return {
        "name": file.name,
        "relationship": file.relationship,
        "size": len(file.data),
        "sha256": file.sha256,
    }


def _field_data(field: FieldReport) -> dict[str, Any]:
    signature = field.signature
    moment = signature.moment if signature else None
    return {
        "field": field.name,
        "name": field.person,
        "role": field.office,
        "signed": signature is not None,
        "valid": signature.valid if signature else None,
        "signer": signature.signer if signature else None,
        "time": moment.when.isoformat() if moment else None,
        "time_stamped": moment.stamped if moment else None,
        "integrity": str(signature.integrity) if signature else None,
        "changes": list(signature.changes) if signature else [],
        "trust": str(signature.trust) if signature else None,
        "level": (signature.level or None) if signature else None,
    }
