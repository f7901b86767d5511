"""What pages of every kind say of the law: never as certain what is not, nor how it reached us."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docgen.build.named_documents import bound_documents, compose_named
from docgen.content.legal_figures import find_legal_figures
from docgen.document import Document
from docgen.kinds import KINDS
from docgen.referential.referential import Referential
from docgen.workspace import Workspace
from tests.conftest import plain_blanks
from tests.kinds.bilan import years
from tests.kinds.commune_pack import packs
from tests.support.documents import HERE
from tests.support.shared import shared

TOWN = "81218"
ON_ITS_WAY = re.compile(
    r"vers 2017|legalize|legi-data|codes-juridiques|LEGI\b|AGEC"
    r"|dépôt (?:public|legalize|codes|depots|github)|\b[0-9a-f]{7}\)"
)
"""Where a text came from on its way to us, and how our reports call its age."""
LINK = re.compile(r"\[([^\[\]]*)\]\([^()]*\)")
"""A link of marked text, of which the words are printed."""
CHECKED = re.compile(r"Textes vérifiés (?:sur Légifrance )?le 4 janvier 2027")
OWN_DELAY = re.compile(r"^[^,]+, (?:sous )?\d+\s\w+[^,]*,")
"""The actor of a step and a delay that the parties chose: those of the law are in letters."""
NO_LAW = {
    "bilan": {"actions.reference"},
    "commune-pack": {
        "actions.groupes.fiches.numero",
        "actions.groupes.fiches.titre",
        "convention.groupes.lignes.reference",
        "convention.termes.texte",
        "mention",
        "sommaire.fiches.numero",
        "sommaire.fiches.titre",
    },
    "fiche": {"mention", "numero", "restes.liste", "sources", "surtitre"},
    "infographie": {
        "comparaison.lignes.barre.alternative",
        "comparaison.unite",
        "courbes.courbe.alternative",
        "courbes.courbe.unite",
        "courbes.phrase",
        "lecture",
    },
    "memento": {"familles.fraicheur", "familles.points.texte", "index.fait", "sources.texte"},
    "modele": {"articles.titre", "restes.quoi", "sources"},
    "renewal": {
        "corps.morceaux.texte",
        "jalons.effet.morceaux.texte",
        "jalons.jour.morceaux.texte",
        "mentions.texte.morceaux.texte",
    },
}
"""Fields whose figures are no law, are not printed, or stand under « à vérifier » in words."""


def composed(workspace: Workspace) -> dict[str, Document]:
    """Return all documents of a project, for one commune, and those bound into them."""
    made, _ = compose_named(Referential(workspace), (), (TOWN,))
    found = (one for each in made for one in bound_documents(each.document))
    return {one.stem: one for one in found}


@shared
def drafts() -> dict[str, Document]:
    return composed(HERE)


def copied(folder: Path) -> Workspace:
    shutil.copytree(HERE.content, folder / "content")
    return Workspace(folder, folder / "output")


def printed(
    value: Any, path: tuple[str, ...] = (), marked: bool = False
) -> Iterator[tuple[str, str, bool]]:
    """Yield each text of facts: its field, its words, and whether « à vérifier » is beside it."""
    if isinstance(value, str):
        if path[-1] not in {"ancre", "icone"}:
            words = plain_blanks(LINK.sub(r"\1", value))
            yield ".".join(path), words, marked or "à vérifier" in words or "▲" in words
    elif isinstance(value, dict):
        groups = [value, *(one for one in value.values() if isinstance(one, dict))]
        here = any(
            one.get("a_verifier") is True or one.get("etat") == "à vérifier" for one in groups
        )
        noted = "morceaux" in value and bool(value["note"])  # in the margin or a comment
        for key, child in value.items():
            yield from printed(child, (*path, key), marked or here or noted)
    elif isinstance(value, list | tuple):
        for child in value:
            yield from printed(child, path, marked)


def facts(document: Document) -> Iterator[tuple[str, str, bool]]:
    return printed(document.facts.model_dump(mode="json"))


def test_every_kind_is_looked_at():
    assert {one.kind for one in drafts().values()} == set(KINDS)


def test_no_draft_prints_how_a_text_reached_us():
    told = [
        (name, words)
        for name, document in drafts().items()
        for _, words, _ in facts(document)
        if ON_ITS_WAY.search(words)
    ]
    assert told == []


def test_what_is_known_from_memory_bears_its_mark(tmp_path):
    workspace = copied(tmp_path)
    for path in (workspace.content / "referentiel/droit").glob("*.yaml"):
        path.write_text(re.sub(r"(\n +confiance: )\S+", r"\1C", path.read_text("utf-8")), "utf-8")
    bare = {
        (document.kind, field, words)
        for document in composed(workspace).values()
        if document.kind != "convention"  # the words of the parties
        for field, words, marked in facts(document)
        if not marked and field not in NO_LAW.get(document.kind, ())
        if find_legal_figures(OWN_DELAY.sub("", words) if field == "etapes.texte" else words)
    }
    assert bare == set()


def test_finals_say_the_day_of_the_check_only(tmp_path):
    workspace = copied(tmp_path)
    packs.settled(workspace)
    years.written(workspace.root, 2026, 2027, 2028)
    made = composed(workspace)
    texts = {name: "\n".join(words for _, words, _ in facts(one)) for name, one in made.items()}
    assert [name for name, words in texts.items() if ON_ITS_WAY.search(words)] == []
    checked = [one for one in made.values() if one.laws and one.kind != "renewal"]
    assert {one.kind for one in checked if one.final} == {"fiche", "memento", "modele"}
    silent = {
        one.stem
        for one in checked
        if one.layout != "aide-memoire" and not CHECKED.search(texts[one.stem])
    }
    assert silent == set()
    finals = [texts[one.stem] for one in checked if one.final]
    assert not any("à vérifier" in text or "▲" in text for text in finals)
