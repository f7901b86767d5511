"""A signature report in French, as text, as problems and as data."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import dropwhile
from pathlib import Path, PurePath
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from docgen.errors import Problem
from docgen.french.territory import plain_name
from docgen.french.wording import date_longue, nombre
from docgen.kinds.actes.conflicting_facts import TITLES
from docgen.referential.selection import LINKING_WORDS
from docgen.signatures.report import (
    ELSEWHERE,
    AttachedFile,
    Comparison,
    FieldReport,
    Integrity,
    Likeness,
    Rebuilding,
    SignatureReport,
    SignatureResult,
    SigningTime,
    SortOfPdf,
    SourceOrigin,
    Trust,
)
from docgen.signatures.unsourced import hint_of_unsourced

INTEGRITY = {
    Integrity.INTACTE: "le document n’a pas changé depuis cette signature",
    Integrity.PREUVES: (
        "le texte n’a pas changé depuis cette signature ; seules des preuves pour l’avenir "
        "(horodatage, listes de révocation) ont été ajoutées"
    ),
    Integrity.SIGNATURES: (
        "le texte n’a pas changé depuis cette signature ; seules d’autres signatures ont été "
        "ajoutées"
    ),
    Integrity.MODIFIEE: "le document a été modifié après cette signature",
    Integrity.ALTEREE: "ce document n’est pas celui qui a été signé : son contenu a été altéré",
    Integrity.ILLISIBLE: "cette signature ne se lit pas : elle est abîmée, ou d’une sorte inconnue",
}
TRUST = {
    Trust.NON_VERIFIE: (
        "certificat non vérifié auprès d’une autorité (donnez la sienne avec « --autorite »)"
    ),
    Trust.AUTO_SIGNE: (
        "certificat que le signataire s’est fait lui-même : aucune autorité ne dit que c’est lui"
    ),
    Trust.VERIFIE: "certificat délivré par l’autorité donnée, et non révoqué à notre connaissance",
    Trust.INCONNU: "ce certificat n’a pas été délivré par l’autorité donnée",
    Trust.EXPIRE: "ce certificat était expiré, et rien ne prouve qu’il ait servi avant",
    Trust.HORS_DATES: "ce certificat ne valait pas le jour que cette signature dit",
    Trust.REVOQUE: "ce certificat a été révoqué",
    Trust.REFUSE: "ce certificat n’a pas pu être vérifié auprès de l’autorité donnée",
}
STAMPED = "heure attestée par un horodatage"
STAMPED_BY_UNKNOWN = "heure d’un horodatage, dont l’autorité n’a pas été vérifiée"
ORIGIN = {
    Likeness.IDENTIQUE: "C’est le texte de ce projet : même source que {file}.",
    Likeness.CONSIGNEE: "C’est le texte de ce projet : {file} dit les mêmes mots{record}.",
    Likeness.DIFFERENTE: "Ce n’est pas le texte de ce projet : {file} dit autre chose aujourd’hui.",
    Likeness.ABSENTE: "Le projet n’a pas de texte qui lui corresponde : rien à comparer.",
    Likeness.REFUSEE: "docgen refuse {file} : le texte n’y a pas été comparé.",
    Likeness.SANS_PROJET: "Aucun projet docgen ici : le texte n’a pas été comparé.",
    Likeness.SANS_SOURCE: "{unsourced}.",
}
UNSOURCED = {
    SortOfPdf.DOCGEN: "Ce PDF ne porte pas de source de docgen",
    SortOfPdf.REUNI: "Ce PDF réunit plusieurs actes : docgen n’en compare qu’un à la fois",
    SortOfPdf.SCAN: "Ce PDF est l’image d’un papier (un scan) : docgen n’y lit aucun mot",
    SortOfPdf.AUTRE: "docgen n’a pas fait ce PDF : il n’a rien à quoi le comparer",
}
SIGNED = ", et sa signature"
UNSIGNED = ", et le note signé ; ce PDF, lui, ne porte aucune signature"
OTHER_DAY = (
    "la date de signature notée ({}) n’est pas celle de la dernière signature de ce PDF ({})"
)
NOT_OURS = "La source qu’il porte est celle de {file}, mais rien n’assure que ses pages la disent."
"""What is said of a source of the project in a PDF that is not as docgen makes it."""
REBUILDING = {
    Rebuilding.IDENTIQUE: "hors des signatures, tout est ce que docgen fait de la source jointe.",
    Rebuilding.DIFFERENTE: "CE N’EST PAS CE QUE DOCGEN FAIT DE LA SOURCE JOINTE :",
    Rebuilding.AUTRES_MODELES: (
        "ce n’est pas ce que docgen fait de la source jointe, "
        "mais les modèles du projet ont pu changer depuis :"
    ),
    Rebuilding.AUTRE_VERSION: (
        "faites par une autre version ({maker}) : seuls les mots et la structure sont comparés."
    ),
    Rebuilding.IMPOSSIBLE: "docgen ne peut rien faire de la source jointe : rien n’est comparé.",
}
BUT_ELSEWHERE = "hors des signatures, tout est ce que docgen fait de la source jointe ; mais :"
NO_LEVEL = "non établi : elle n’a pas la forme PAdES, que demande une signature avancée"
WHAT = {"Source": "le texte source", "Alternative": "la version modifiable"}
CHANGED_TEMPLATES = (
    "les modèles du projet ont pu changer depuis : vérifiez-le avec ceux d’alors, "
    "ou demandez l’original aux signataires"
)
SHARED_WORDS = LINKING_WORDS | {"saint", "sainte"}
"""The words of a surname that tell nobody from another."""
SUSPECT = "ne vous fiez pas à ce fichier : demandez l’original aux signataires"
SIGNED_DRAFT = "ce qui est signé ici est un PROJET, non l’acte"
TO_SIGN = "faites signer l’acte définitif, que docgen fait quand rien n’y manque : « --final »"
SIGN_IN_CASE = (
    "LibreOffice et d’autres n’emploient pas les cases du PDF : si cette personne a bien signé, "
    "demandez-lui de signer dans la sienne"
)
OTHER_AUTHORITY = (
    "donnez aussi l’autorité de l’autre signataire : « --autorite » se répète ; "
    "si elle ne le connaît pas, demandez l’original aux signataires"
)


def report_lines(report: SignatureReport, name: str, origin: SourceOrigin) -> Iterator[str]:
    """Yield the lines of the report on the PDF called `name`."""
    pages = f"{report.pages} page{'s' * (report.pages > 1)}"
    yield f"{name} – {pages}{' – PROJET' * report.draft}"
    yield ""
    yield from _signatures(report)
    yield ""
    yield f"Texte : {_origin(origin, report)}"
    if report.comparison.rebuilding in REBUILDING:
        yield f"Pages : {_rebuilding(report.comparison)}"
    yield from (f"  – {finding.message}" for finding in report.comparison.findings)
    yield ""
    yield "Fichiers joints :" if report.attachments else "Fichiers joints : aucun."
    yield from (f"  {_carried_line(file)}" for file in report.attachments)


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
    if report.closed:
        yield "  Document certifié, et clos : rien ne s’y ajoute, pas même une autre signature."


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
        if signature.weak_digest:
            yield f"    {_weak(signature)}"
        level = f"PAdES {signature.level}" if signature.level else NO_LEVEL
        yield f"    niveau : {level}"


def _weak(signature: SignatureResult) -> str:
    return f"empreinte {signature.weak_digest}, que l’on sait contrefaire : elle ne prouve rien"


def signatory(field: FieldReport) -> str:
    """Return the person and office of a field, else its name."""
    return ", ".join(part for part in (field.person, field.office) if part) or field.name


def _moment(moment: SigningTime) -> str:
    stamp = STAMPED if moment.trusted else STAMPED_BY_UNKNOWN
    how = stamp if moment.stamped else "heure dite par le signataire"
    return f"{moment_in_french(moment.when)}, {how}"


def moment_in_french(when: datetime) -> str:
    """Return a time as it was in Paris: ``le 24 novembre 2026 à 9 h 05 (heure de Paris)``."""
    there, place = _in_paris(when)
    return f"le {date_longue(there.date())} à {there.hour} h {there.minute:02} ({place})"


def _in_paris(when: datetime) -> tuple[datetime, str]:
    """Return a time as it was in Paris, and what that is called."""
    try:
        return when.astimezone(ZoneInfo("Europe/Paris")), "heure de Paris"
    except ZoneInfoNotFoundError:  # a machine without time zones
        return when.astimezone(UTC), "UTC"
    except OverflowError:  # the last hour of the last year, or the first
        return when, "UTC"


def _changes(signature: SignatureResult) -> str:
    return " : " + ", ".join(signature.changes) if signature.changes else ""


def _origin(origin: SourceOrigin, report: SignatureReport) -> str:
    known = origin.likeness in (Likeness.IDENTIQUE, Likeness.CONSIGNEE)
    words = NOT_OURS if known and not report.comparison.same_pages else ORIGIN[origin.likeness]
    record = SIGNED if report.signed_fields else UNSIGNED
    said = {"record": record if origin.signed_on else "", "unsourced": UNSOURCED[report.sort]}
    return words.format(file=origin.file, **said)


def _rebuilding(comparison: Comparison) -> str:
    if comparison.same_pages and not comparison.ours:
        return BUT_ELSEWHERE
    return REBUILDING[comparison.rebuilding].format(maker=comparison.maker)


def _carried_line(file: AttachedFile) -> str:
    what = WHAT.get(file.relationship)
    size = f"{nombre(max(1, round(len(file.data) / 1000)))} ko"
    return f"{file.name} – {f'{what}, ' if what else ''}{size} – SHA-256 {file.sha256}"


def problems(report: SignatureReport, name: str, origin: SourceOrigin) -> Iterator[Problem]:
    """Yield the problems of the PDF called `name`, warnings included."""
    yield from _signature_problems(report, name)
    if report.draft and report.signed_fields:
        yield Problem(name, SIGNED_DRAFT, code="projet", hint=TO_SIGN)
    yield from _page_problems(report.comparison, name)
    if report.invalid_time_stamps:
        message = "un horodatage de l’ensemble ne vaut pas, ou son autorité n’est pas celle donnée"
        hint = "les signatures valent ce qui est dit d’elles, sans cette preuve"
        yield Problem(name, message, code="horodatage", hint=hint).as_warning()
    if origin.likeness is Likeness.SANS_SOURCE:
        message, hint = UNSOURCED[report.sort], hint_of_unsourced(report.sort, name)
        message = message[:1].lower() + message[1:]
        yield Problem(name, message, code="source", hint=hint)
    yield from _day_problems(report, name, origin)
    if origin.likeness in (Likeness.DIFFERENTE, Likeness.REFUSEE):
        hint = "le texte du projet a changé depuis, ou ce PDF vient d’ailleurs"
        if origin.likeness is Likeness.REFUSEE:
            hint = f"docgen check {origin.file}"
        message = _origin(origin, report)
        yield Problem(name, message, code="source", hint=hint).as_warning()


def _signature_problems(report: SignatureReport, name: str) -> Iterator[Problem]:
    trusts = {one.signature.trust for one in report.signed_fields if one.signature}
    for field in report.signed_fields:
        signature = field.signature
        if signature and not signature.integrity.intact:
            message = f"{signatory(field)} : {INTEGRITY[signature.integrity]}{_changes(signature)}"
            yield Problem(name, message, code="signature", hint=SUSPECT)
        elif signature and signature.weak_digest:
            message = f"{signatory(field)} : {_weak(signature)}"
            yield Problem(name, message, code="empreinte", hint=SUSPECT)
        elif signature and not signature.trust.accepted:
            message = f"{signatory(field)} : {TRUST[signature.trust]}"
            another = trusts == {Trust.INCONNU, Trust.VERIFIE}
            hint = OTHER_AUTHORITY if another else SUSPECT
            yield Problem(name, message, code="certificat", hint=hint)
        if signature and _is_another(field.person, signature.signer):
            message = f"{signatory(field)} : signé par « {signature.signer} »"
            hint = "demandez qui a signé : ce nom est celui du certificat, pas celui du siège"
            yield Problem(name, message, code="signataire", hint=hint).as_warning()


def _day_problems(report: SignatureReport, name: str, origin: SourceOrigin) -> Iterator[Problem]:
    """Yield that the project records another day of signature than that of the last of a PDF."""
    signatures = [one.signature for one in report.signed_fields if one.signature]
    moments = [one.moment for one in signatures if one.valid and one.moment]
    if not (moments and origin.signed_on):
        return
    last = max(_in_paris(one.when)[0].date() for one in moments)
    if origin.signed_on < last or (origin.signed_on > last and len(moments) == len(report.fields)):
        message = OTHER_DAY.format(date_longue(origin.signed_on), date_longue(last))
        hint = f"corrigez « date: » dans {origin.file} : les échéances se comptent de ce jour"
        yield Problem(name, message, code="date", hint=hint).as_warning()


def _is_another(person: str, signer: str) -> bool:
    """Whether a certificate names another person: its name lacks the surname, or all other words.

    The surname is in capitals, else it is the last word; many people share its « de la » or « le ».
    """
    words = [*dropwhile(TITLES.__contains__, _words(person))]
    capitals = (one for one in re.findall(r"\w\w+", person) if one.isupper())
    surname = {*words} & {*_words(" ".join(capitals))}
    if not surname or surname == {*words}:
        surname = {*words[-1:]}
    signing, first = {*_words(signer)}, {*words} - surname - SHARED_WORDS
    telling = surname - SHARED_WORDS or surname
    return bool(signer and words) and not (signing & telling and (signing & first or not first))


def _words(name: str) -> list[str]:
    return re.findall(r"\w+", plain_name(name))


def _page_problems(comparison: Comparison, name: str) -> Iterator[Problem]:
    """Yield what is not docgen's in a PDF, the gravest first, and what could not be compared."""
    hint = CHANGED_TEMPLATES if comparison.rebuilding is Rebuilding.AUTRES_MODELES else SUSPECT
    if all(one.code == ELSEWHERE for one in comparison.findings):
        hint = SIGN_IN_CASE
    for rank, finding in enumerate(comparison.findings):
        yield Problem(name, finding.message, code=finding.code, hint="" if rank else hint)
    if comparison.rebuilding in (Rebuilding.AUTRE_VERSION, Rebuilding.IMPOSSIBLE):
        message = f"comparaison incomplète : {_rebuilding(comparison)}"
        hint = f"pour tout comparer, vérifiez-le avec {comparison.maker or 'le docgen d’alors'}"
        yield Problem(name, message, code="version", hint=hint)


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
        "certified": report.locked or report.closed,
        "source": {
            "sha256": report.source.sha256 if report.source else None,
            "likeness": str(origin.likeness),
            "file": origin.file or None,
        },
        "rebuilding": {
            "result": str(report.comparison.rebuilding),
            "maker": report.comparison.maker or None,
            "findings": [
                {"code": one.code, "page": one.page, "message": one.message}
                for one in report.comparison.findings
            ],
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
        "weak_digest": (signature.weak_digest or None) if signature else None,
        "level": (signature.level or None) if signature else None,
    }
