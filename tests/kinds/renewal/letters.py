"""The letters that tests look at: those of our content, and of a project that a test spoils."""

from datetime import date
from functools import cache
from typing import Any

from docgen.build.compose import compose_all, content_files
from docgen.document import Document
from docgen.french.territory import CodeInsee
from docgen.kinds.kind import Scope
from docgen.kinds.renewal.kind import KIND
from docgen.kinds.renewal.options import Courrier, RenewalOptions
from docgen.kinds.writing.phrases import Phrase
from docgen.markup import plain
from docgen.referential.referential import Referential
from docgen.workspace import Workspace
from tests.support.documents import HERE


@cache
def ours() -> Referential:
    """Return what our project knows, read once: no test changes it."""
    return Referential(HERE)


def written(
    type_: str, au: date, workspace: Workspace = HERE, communes: tuple[str, ...] = (), **more: Any
) -> list[Document]:
    layout, today = more.pop("layout", ""), more.pop("today", None)
    courrier = Courrier(au, (type_,) if type_ else (), **more)
    codes = tuple(map(CodeInsee, communes))
    referential = ours() if workspace is HERE else Referential(workspace)
    scope = Scope(referential, codes, RenewalOptions(courrier, layout), today)
    paths = content_files(workspace, KIND)
    return [made.document for _, made in compose_all(workspace, KIND, paths, scope)]


def words_of(value: Any) -> str:
    lines = list(_lines(value))
    return "\n".join(lines).replace("\u00a0", " ").replace("\u202f", " ")


def _lines(value: Any) -> Any:
    if isinstance(value, Phrase):
        pieces = (f"[{one.texte}]" if one.blanc else plain(one.texte) for one in value.morceaux)
        yield "".join(pieces)
    elif isinstance(value, str):
        yield plain(value)
    elif isinstance(value, tuple):
        for one in value:
            yield from _lines(one)
    elif hasattr(type(value), "model_fields"):
        for name in type(value).model_fields:
            yield from _lines(getattr(value, name))
