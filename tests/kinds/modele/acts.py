"""The models of acts that tests look at: merged with real communes, or with none."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from docgen.build.compose import compose_all, content_files
from docgen.build.render import render
from docgen.document import Artifact, Document
from docgen.format import Format
from docgen.french.territory import CodeInsee
from docgen.kinds.kind import Scope
from docgen.kinds.modele.kind import KIND
from docgen.kinds.writing.phrases import Phrase
from docgen.markup import plain
from docgen.referential.referential import Referential
from docgen.workspace import Workspace
from tests.support.documents import OUR_TEMPLATES, ROOT

OURS = Workspace(ROOT, ROOT / "output")
COUNTRY = Referential(OURS)
MODELS = tuple(path.stem for path in content_files(OURS, KIND))
IDS = {
    *("lettre-l541-3", "mise-en-demeure", "rapport-de-constat", "arrete-epave"),
    *("rappel-convocation", "rappel-rapport"),
}
"""The names by which the memento refers to models."""
COMMUNES = {
    "81101": "du Garric",
    "81045": "des Cabannes",
    "81279": "de La\u00a0Sauzière-Saint-Jean",
    "81004": "d’Albi",
    "81006": "d’Algans",
    "81218": "de Puygouzon",
    "81233": "de Terre-de-Bancalié",
    "94038": "de L’Haÿ-les-Roses",
    "2A004": "d’Ajaccio",
    "97411": "de Saint-Denis",
    "97502": "de Saint-Pierre",
    "85113": "de L’Île-d’Yeu",
    "80829": "d’Y",
    "51513": "de Saint-Remy-en-Bouzemont-Saint-Genest-et-Isson",
    "59009": "de Villeneuve-d’Ascq",
    "31555": "de Toulouse",
}
"""Communes that are hard to name, by code, after « de »."""


def merged(workspace: Workspace, name: str, *codes: str) -> tuple[Document, ...]:
    referential = COUNTRY if workspace is OURS else Referential(workspace)
    scope = Scope(referential, tuple(map(CodeInsee, codes)))
    path = workspace.content / f"modele/{name}.yaml"
    return tuple(made.document for _, made in compose_all(workspace, KIND, [path], scope))


@cache
def act(name: str, code: str = "") -> Document:
    [document] = merged(OURS, name, *filter(None, [code]))
    return document


@cache
def rendered(name: str, code: str = "") -> dict[Format, Artifact]:
    found = render(act(name, code), OUR_TEMPLATES, tuple(Format))
    return {artifact.format: artifact for artifact in found}


def unchecked(workspace: Workspace, cle: str) -> None:
    for path in (workspace.content / "referentiel/droit").glob("*.yaml"):
        text = path.read_text("utf-8")
        checked = re.sub(rf"(- cle: {cle}\n(?:    .*\n)*?)    controle: .*\n", r"\1", text)
        path.write_text(checked, "utf-8")


def phrase_words(phrase: Phrase) -> str:
    pieces = (f"[{one.texte}]" if one.blanc else plain(one.texte) for one in phrase.morceaux)
    return "".join(pieces).replace("\u00a0", " ").replace("\u202f", " ")


def phrases(value: Any) -> Iterator[Phrase]:
    if isinstance(value, Phrase):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from phrases(one)
    elif hasattr(type(value), "model_fields"):
        for name in type(value).model_fields:
            yield from phrases(getattr(value, name))


def whole(document: Document) -> str:
    return "\n".join(map(phrase_words, phrases(document.facts)))
