"""The amendment that makes one text of another: read, drafted, proved, rendered, published."""

from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from docgen.build.avenant_copy import earlier_avenants, how_to_take_effect, next_numero
from docgen.build.compose import NOTHING, Composed, foreign_items, open_item, reserve_items
from docgen.build.pipeline import publish_composed
from docgen.content.raw import as_group
from docgen.content.source import Source, parse_source, read_source
from docgen.content.stamp import future_stamps
from docgen.content.validation import Finding, check_source, problem_at
from docgen.document import Document
from docgen.errors import ContentError, Problem, Problems
from docgen.french.wording import date_longue
from docgen.kinds import KINDS
from docgen.kinds.actes.acte import Acte
from docgen.kinds.actes.amendment import Amendment, amend, unstated_changes
from docgen.kinds.actes.avenant_proposed import proposed_avenant
from docgen.kinds.actes.content import Avenant, Convention, EtatActe
from docgen.kinds.actes.emetteurs import complete_parties
from docgen.kinds.actes.project import project_acts
from docgen.kinds.actes.signed import agreed_after_signature
from docgen.kinds.convention.across import wider_than_its_act
from docgen.kinds.convention.avenant import (
    compose_avenant,
    compose_consolidated,
    compose_text,
    in_force,
    signed_on,
)
from docgen.kinds.convention.redline import compose_redline
from docgen.kinds.kind import ComposeRequest, Kind, OpenPoint
from docgen.left import Item, of_document
from docgen.output.record import Record
from docgen.referential.referential import Referential
from docgen.request import Outcome, Request
from docgen.workspace import Workspace, text_key

CONVENTION = KINDS["convention"]


@dataclass(frozen=True, slots=True)
class AmendmentRequest:
    """What is asked of an amendment: the two texts, and what stands for the new one's own words.

    `numero` and `effet` are for a new text that holds no amendment yet.
    """

    old: Path
    new: Path
    numero: int | None = None
    effet: date | None = None


def build_avenant(
    workspace: Workspace, asked: AmendmentRequest, request: Request, record: Record | None = None
) -> Outcome:
    """Make the amendment and the consolidated text, and publish them; nothing unless it is proved.

    Raise ContentError with all that is wrong in the two texts or between them.
    """
    amendment, left = read_amendment(workspace, asked, request.today)
    composed = [Composed(CONVENTION, one) for one in _documents(amendment, left)]
    warnings = (*amendment.warnings, *agreed_after_signature([Acte(amendment.sources[1])]))
    return publish_composed(workspace, composed, request, warnings, record)


def amendment_documents(
    workspace: Workspace,
    kind: Kind,
    problems: Problems,
    today: date | None = None,
    instead: Mapping[str, str] = NOTHING,
) -> Iterator[Composed]:
    """Yield the amendments that a project's texts of a kind hold, each with its comparison.

    The text as amended is that of its own kind.  Those that cannot be drafted are skipped, and
    added to `problems`; `instead` holds the texts to try in place of files, by their names.
    """
    acts = project_acts(Referential(workspace))
    for key in acts.keys if kind is CONVENTION else ():
        with problems.gather(ContentError):
            acte = acts.get(key)
            former = acts.get(acte.modifie) if acte else None
            if acte and former:
                old, new = (workspace.root / one.source.name for one in (former, acte))
                asked = AmendmentRequest(old, new)
                amendment, left = read_amendment(workspace, asked, today, instead)
                avenant, _, redline = _documents(amendment, left)
                yield Composed(CONVENTION, replace(avenant, date_label=signed_on(acts, key)))
                yield Composed(CONVENTION, replace(redline, date_label=in_force(acts, key)))


def compose_amendment(
    workspace: Workspace, key: str, instead: Mapping[str, str] = NOTHING, today: date | None = None
) -> tuple[Path, tuple[Document, ...]] | None:
    """Return the text that holds the amendment of a key, and its documents; None without one.

    `instead` holds the texts to try in place of files, by their names.
    """
    acts = project_acts(Referential(workspace))
    rivals: list[tuple[Path, Amendment, tuple[Item, ...]]] = []
    wrong = Problems()
    for name in acts.keys:
        acte = acts.get(name)
        former = acts.get(acte.modifie) if acte else None
        if acte and former:
            old, new = (workspace.root / one.source.name for one in (former, acte))
            tried = workspace.name_of(new) in instead
            with nullcontext() if tried else wrong.gather(ContentError):
                asked = AmendmentRequest(old, new)
                amendment, left = read_amendment(workspace, asked, today, instead)
                if key == amendment.cle or key.startswith(f"{amendment.cle}-"):
                    rivals.append((new, amendment, left))
    if not rivals:
        wrong.refuse()  # any of them may hold the amendment
        return None
    path, amendment, left = max(rivals, key=lambda one: len(one[1].cle))  # rivals share a beginning
    return path, tuple(_documents(amendment, left))


def read_amendment(
    workspace: Workspace,
    asked: AmendmentRequest,
    today: date | None = None,
    instead: Mapping[str, str] = NOTHING,
) -> tuple[Amendment, tuple[Item, ...]]:
    """Return the amendment between two texts, proved, and what is left to do before it is final."""
    sources: list[Source] = []
    problems = Problems()
    for path in (asked.old, asked.new):
        with problems.gather():
            name = workspace.name_of(path)
            tried = instead.get(name)
            source = read_source(path, name) if tried is None else parse_source(tried, name)
            sources.append(source)
            problems += future_stamps(source, today)
            check_source(source, Convention, CONVENTION.rules)
    if problems and len(sources) == 2:
        problems += unstated_changes(*sources)
    if len(sources) == 2:
        problems += wider_than_its_act(sources[1], sources[0])
    problems.refuse()
    old, new = sources
    if not _is_signed(new):
        acts = project_acts(Referential(workspace))
        place = ("avenant", "modifie")
        Problems(acts.amended_already(text_key(CONVENTION.name, asked.old), new, place)).refuse()
    avenant, own = _avenant_of(workspace, asked, old, new)
    texts = project_acts(Referential(workspace)).texts_up_to(Acte(old))
    amendment = amend(texts, new, avenant)
    points = [*own, *amendment.left]
    if not _is_signed(old):
        what = "ce texte n’est pas un acte signé : l’avenant n’est qu’un essai"
        points.append(OpenPoint(("acte",), "manquant", "Acte modifié", what))
    for ended in project_acts(Referential(workspace)).amends_ended(new, today):
        points.append(OpenPoint(("avenant",), "manquant", "Acte modifié", ended.message))
    items = (open_item(CONVENTION, new, point) for point in points)
    foreign = foreign_items(CONVENTION, new, Referential(workspace))
    return amendment, (*items, *(() if own else reserve_items(CONVENTION, new)), *foreign)


def _avenant_of(
    workspace: Workspace, asked: AmendmentRequest, old: Source, new: Source
) -> tuple[Avenant, list[OpenPoint]]:
    """Return the amendment that a text holds, or the one that docgen proposes, and what is left.

    Raise ContentError when the text holds that of another act, or another number or day.
    """
    content = check_source(new, Convention, CONVENTION.rules)
    key = text_key(CONVENTION.name, asked.old)
    if content.avenant is None:
        Problems(_wrong_way_round(old, new)).refuse()
        numero = asked.numero or next_numero(old)
        earlier = tuple(earlier_avenants(project_acts(Referential(workspace)), old))
        raw = proposed_avenant(old.data, key, numero, asked.effet, earlier)
        raw = complete_parties(raw, old.data, Referential(workspace))
        what = f"proposées par docgen : « docgen avenant {key} --nouveau » les écrit dans une copie"
        point = OpenPoint((), "manquant", "Clauses de l’avenant", what)
        return Avenant.model_validate(raw), [point]
    held = content.avenant
    Problems(_contradictions(asked, new, held, key)).refuse()
    return held, []


def _wrong_way_round(old: Source, new: Source) -> Iterator[Problem]:
    """Yield why a signed act is not what an amendment leaves of a text that is not signed."""
    if not _is_signed(old) and _is_signed(new):
        message = "c’est le nouveau texte qui est signé : un avenant part de l’acte signé"
        keys = (text_key(CONVENTION.name, one.name) for one in (new, old))
        hint = f"nommez d’abord l’acte signé : docgen avenant {' '.join(keys)}"
        yield problem_at(new, Finding(("acte",), "sens", message, hint))


def _is_signed(source: Source) -> bool:
    return bool(as_group(source.data).get("acte") == EtatActe.SIGNE)


def _contradictions(
    asked: AmendmentRequest, new: Source, held: Avenant, key: str
) -> Iterator[Problem]:
    """Yield what was asked that the amendment in a text says otherwise."""
    said: dict[str, tuple[object, object, str]] = {
        "modifie": (key, held.modifie, f"nommez ce texte : docgen avenant {held.modifie} …"),
        "numero": (asked.numero, held.numero, "retirez « --numero »"),
    }
    for field, (wanted, written, hint) in said.items():
        if wanted is not None and wanted != written:
            message = f"ce texte dit « {field}: {written} », et non « {wanted} »"
            yield problem_at(new, Finding(("avenant", field), "contradiction", message, hint))
    if asked.effet and asked.effet != held.effet:
        when = f"le {date_longue(held.effet)}" if held.effet else "à la dernière signature"
        message = f"ce texte prend effet {when}, et « --effet » dit le {date_longue(asked.effet)}"
        hint = f"{how_to_take_effect(new, asked.effet)} ; ou retirez « --effet »"
        yield problem_at(new, Finding(("avenant", "effet"), "contradiction", message, hint))


def _documents(amendment: Amendment, left: tuple[Item, ...]) -> Iterator[Document]:
    request = _compose_request(amendment.sources[1], left)
    consolidated = compose_consolidated(amendment, request)
    redline = compose_redline(amendment, _old_document(amendment), consolidated)
    for document in (compose_avenant(amendment, request), consolidated, redline):
        items = of_document(document.left, document.short_stem)
        yield replace(document, left=items)


def _old_document(amendment: Amendment) -> Document:
    """Return the document of the old text, as its own command makes it."""
    source = amendment.sources[0]
    left = (open_item(CONVENTION, source, point) for point in CONVENTION.left(source.data))
    [document] = compose_text(amendment.old, _compose_request(source, tuple(left)))
    return document


def _compose_request(source: Source, left: tuple[Item, ...]) -> ComposeRequest:
    return ComposeRequest(text_key(CONVENTION.name, source.name), source.name, left)
