"""Changes to the files of a project: adopted clauses, checked rules of law, schemas."""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from docgen.build.compose import foreign_items, open_item, reserve_items
from docgen.build.stamping.writing import count_unsealed, seal_text
from docgen.content.editing import YamlText, quote
from docgen.content.model import Content
from docgen.content.raw import as_group
from docgen.content.source import parse_source, read_source
from docgen.content.validation import check_source
from docgen.errors import ContentError, Problem, Severity
from docgen.french.wording import counted, liste
from docgen.kinds import KINDS
from docgen.kinds.actes.content import EtatActe
from docgen.kinds.actes.reserves import all_reserves, reserves_digest
from docgen.kinds.convention.kind import KIND as CONVENTION
from docgen.left import RESERVES, Item, What
from docgen.output.publication import replace_file
from docgen.output.text_edits import edit_file, edit_files
from docgen.referential.droit.choosing import chosen_rules
from docgen.referential.droit.controle import NewCheck, record_checks, seal_checks, unsealed_checks
from docgen.referential.referential import Referential
from docgen.workspace import Workspace


def verify_rules(workspace: Workspace, checks: Mapping[str, NewCheck]) -> tuple[str, ...]:
    """Record checks of rules of law, given by their keys, and return the names of their files.

    Raise ContentError, and change nothing, for a key that is
    none, or when the law is wrong.
    """
    changes = rule_changes(workspace, checks)
    edit_files(changes, workspace.content)
    return tuple(map(workspace.name_of, changes))


def rule_changes(
    workspace: Workspace, checks: Mapping[str, NewCheck]
) -> dict[Path, Callable[[str], str]]:
    """Return the change of each file of law that records checks of rules, given by their keys."""
    droit = Referential(workspace).droit
    by_file: defaultdict[str, dict[str, NewCheck]] = defaultdict(dict)
    for regle in chosen_rules(droit, checks, ()):
        by_file[droit.place(regle.cle).file][regle.cle] = checks[regle.cle]
    return {
        workspace.root / name: partial(record_checks, name=name, checks=held)
        for name, held in by_file.items()
    }


def give_reason(
    workspace: Workspace, paths: Iterable[Path], reason: str, day: date
) -> dict[str, str]:
    """Record in acts to sign why they are made in spite of remarks and blank seats.

    Return, by file, what is passed over of each sort, in words.  An act that lacks something, names
    two people for one, or another département, is left to its build to refuse, unless no other is
    there.  A signed act is left as it is, and one without reserves.
    Raise ContentError, and change nothing, when a file is wrong, when there is nothing to pass
    over in any, or with all that no reason passes over.
    """
    changes: dict[Path, Callable[[str], str]] = {}
    blocking: list[Item] = []
    country = Referential(workspace)
    sources = {path: read_source(path, workspace.name_of(path)) for path in paths}
    for path, source in sources.items():
        if as_group(source.data).get("acte") == EtatActe.SIGNE:
            continue
        points = [open_item(CONVENTION, source, one) for one in CONVENTION.left(source.data)]
        points += foreign_items(CONVENTION, source, country)
        points += [one for one in reserve_items(CONVENTION, source) if one.what is What.CORRIGER]
        blocking += points
        if not points and any(all_reserves(source.data)):
            changes[path] = partial(_with_reason, name=source.name, reason=reason, day=day)
    if changes:
        edit_files(changes, workspace.content)
    elif blocking:
        wrong = Severity.ERREUR
        raise ContentError([replace(one, severity=wrong, hint=one.command) for one in blocking])
    else:
        message = "ni remarque ouverte, ni siège vide : « --malgre » n’a pas d’objet"
        hint = "relancez sans « --malgre »"
        idle = (Problem(one.name, message, code="malgre", hint=hint) for one in sources.values())
        raise ContentError(idle)
    return {
        workspace.name_of(path): _sorts_in_words(read_source(path, str(path)).data)
        for path in changes
    }


def _sorts_in_words(data: object) -> str:
    """Return how many points of each sort a reason passes over, in words."""
    sorts = Counter(one.code for one in all_reserves(data))
    return liste(*(counted(many, *RESERVES[code].split("|")) for code, many in sorts.items()))


@contextmanager
def reason_given(
    workspace: Workspace, paths: Sequence[Path], reason: str, day: date
) -> Iterator[dict[str, str]]:
    """Record why acts are made in spite of what is open; undo it when making them fails."""
    before = [_text_of(path) for path in paths]
    passed = give_reason(workspace, paths, reason, day)
    given = [_text_of(path) for path in paths]
    try:
        yield passed
    except BaseException:
        for path, old, new in zip(paths, before, given, strict=True):
            if old != new:
                edit_file(path, partial(_put_back, old=old, new=new))
        raise


def _text_of(path: Path) -> str:
    return path.read_bytes().decode("utf-8-sig")


def _put_back(text: str, old: str, new: str) -> tuple[str, None]:
    """Return the former text, unless someone has changed it since."""
    return (old if text == new else text), None


def _with_reason(text: str, name: str, reason: str, day: date) -> str:
    source = parse_source(text, name)
    check_source(source, CONVENTION.content, CONVENTION.rules)
    edited = YamlText(text, name)
    digest = quote(reserves_digest(source.data))
    fields = {"le": day.isoformat(), "raison": quote(reason), "empreinte": digest}
    edited.put((), "malgre", fields, after="acte")
    check_source(parse_source(str(edited), name), CONVENTION.content, CONVENTION.rules)
    return str(edited)


def seal_stamps(workspace: Workspace) -> Counter[str]:
    """Add the digest of the words as they are to the stamps that lack one.

    Return how many by file.  Raise ContentError, and change nothing, when a file is wrong.
    """
    law, texts = unsealed(Referential(workspace))
    changes = {workspace.root / name: partial(seal_checks, name=name) for name in law}
    changes |= {workspace.root / name: partial(seal_text, name=name) for name in texts}
    if changes:
        edit_files(changes, workspace.content)
    return law + texts


def unsealed(referential: Referential) -> tuple[Counter[str], Counter[str]]:
    """Return how many stamps have no digest, by file: of the law, and of texts."""
    droit, workspace = referential.droit, referential.workspace
    law = Counter(droit.place(regle.cle).file for regle in unsealed_checks(droit))
    paths = [path for name in KINDS for path in workspace.texts(name)]
    texts = count_unsealed(read_source(path, workspace.name_of(path)) for path in paths)
    return law, texts


def write_schemas(workspace: Workspace) -> list[str]:
    """Write the JSON Schemas of content files into `schemas/`, and return their names."""
    folder = workspace.root / "schemas"
    written = []
    for name, model in written_models().items():
        path = folder / f"{name}.schema.json"
        replace_file(path, schema_of(name, model).encode())
        written.append(workspace.name_of(path))
    return written


def written_models() -> dict[str, type[Content]]:
    """Return the model of each content file that people write, by the name of its schema."""
    beside = [
        (Path(file).stem, it) for kind in KINDS.values() for file, it in kind.side_files.items()
    ]
    return {name: kind.content for name, kind in KINDS.items()} | dict(beside)


def schema_of(name: str, model: type[Content]) -> str:
    """Return the schema of a model, for completion in editors, as the text of a file."""
    schema = model.model_json_schema()
    for part in (schema, *schema.get("$defs", {}).values()):
        part.pop("description", None)  # a docstring, which is for developers
    dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    whole = {**dialect, **schema, "title": f"docgen : {name}"}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"
