"""What a fiche may refer to: the acts, the law, the roles, the other fiches of the project."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final

from docgen.content.source import Source, read_source
from docgen.errors import ContentError, Problem, closest
from docgen.french.rule import INSECABLE
from docgen.french.typography import prose
from docgen.kinds.fiche.acte import Acte
from docgen.markup import plain
from docgen.referential.droit import FOLDER, Droit, read_droit
from docgen.referential.referential import Referential
from docgen.referential.roles import FILE, Roles, read_roles
from docgen.workspace import Workspace

ACTES: Final = "convention"
FICHES: Final = "fiche"


@dataclass(frozen=True, slots=True)
class Titre:
    """How another fiche is named: its title, the number of its action if it serves one.

    Several fiches may serve one action; only the `principale` goes by the number alone.
    """

    titre: str
    numero: str
    principale: bool

    @property
    def dit(self) -> str:
        """The fiche within a sentence: « fiche 4.1 », « fiche « S’inscrire au SIP » »."""
        if self.numero and self.principale:
            return f"fiche{INSECABLE}{self.numero}"
        return f"fiche «{INSECABLE}{self.titre}{INSECABLE}»"


class Connu:
    """What is known of a project; each part is read when it is asked for, and once."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._actes: dict[str, Acte | None] = {}
        self._titres: dict[str, Titre | None] = {}

    @cached_property
    def droit(self) -> Droit:
        """The items of law; raise ContentError when their files are wrong."""
        folder = self._workspace.content / "referentiel" / FOLDER
        return read_droit(folder, self._workspace.named(folder))

    @cached_property
    def roles(self) -> Roles:
        """The roles; raise ContentError when their file is wrong."""
        path = self._workspace.content / "territoire" / FILE
        return read_roles(path, self._workspace.named(path))

    def read(self) -> None:
        """Read the law and the roles now; raise ContentError with the problems of both."""
        problems: list[Problem] = []
        for part in ("droit", "roles"):
            try:
                getattr(self, part)
            except ContentError as error:
                problems += error.problems
        if problems:
            raise ContentError(problems)

    @cached_property
    def fiches(self) -> tuple[str, ...]:
        """The identifier of every fiche of the project: the name of its file."""
        return tuple(path.stem for path in self._files(FICHES))

    def acte(self, key: str) -> Acte | None:
        """Return an act, None when there is none; raise ContentError when it cannot be read."""
        if key not in self._actes:
            source = self._source(ACTES, key)
            self._actes[key] = Acte(source) if source else None
        return self._actes[key]

    def nearest_act(self, key: str) -> str:
        """Return « vouliez-vous dire … ? », or the acts that there are."""
        names = [path.stem for path in self._files(ACTES)]
        return closest(key, names) or "conventions : " + ", ".join(names)

    def titre(self, name: str) -> Titre | None:
        """Return how a fiche is named, None when there is none or it does not say."""
        if name not in self._titres:
            self._titres[name] = self._titre(name)
        return self._titres[name]

    def _titre(self, name: str) -> Titre | None:
        try:
            source = self._source(FICHES, name)
        except ContentError:  # told by that fiche's own check
            return None
        said = source.data if source and isinstance(source.data, dict) else {}
        titre, clause = said.get("titre"), said.get("clause")
        if not isinstance(titre, str) or not isinstance(clause, str):
            return None
        genre, _, numero = clause.partition("-")
        number = numero if genre == "action" else ""
        return Titre(plain(prose(titre)), number, name == clause.replace(".", "-"))

    def _source(self, kind: str, key: str) -> Source | None:
        path = next((path for path in self._files(kind) if path.stem == key), None)
        return read_source(path, self._workspace.named(path)) if path else None

    def _files(self, kind: str) -> list[Path]:
        folder = self._workspace.content / kind
        return sorted([*folder.glob("[!.]*.yaml"), *folder.glob("[!.]*.yml")])


@lru_cache(maxsize=1)
def known(referential: Referential) -> Connu:
    """Return what is known of the project of a referential: the same for all its fiches."""
    return Connu(referential.workspace)
