"""The acts of a project: each file is read once."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Final

from docgen.content.raw import as_group, texts_of
from docgen.content.source import read_source
from docgen.errors import ContentError, Problem, Problems, closest
from docgen.kinds.actes.acte import UNNAMED, Acte
from docgen.kinds.actes.signed import Signee, join_amendments, signees
from docgen.referential.referential import Referential
from docgen.workspace import Workspace

FOLDER: Final = "convention"


class Actes:
    """The acts of a project, in the order of their files."""

    def __init__(self, referential: Referential) -> None:
        self._workspace = referential.workspace
        self._paths = self._workspace.texts(FOLDER)
        self._read: dict[Path, Acte] = {}

    @property
    def keys(self) -> tuple[str, ...]:
        """The names of the files, without their suffix."""
        return tuple(path.stem for path in self._paths)

    def get(self, key: str) -> Acte | None:
        """Return an act, None when there is none; raise ContentError when it cannot be read."""
        path = next((path for path in self._paths if path.stem == key), None)
        return self._acte(path) if path else None

    def nearest(self, key: str) -> str:
        """Return a hint for the name of an act that does not exist: the nearest, or all names."""
        return closest(key, self.keys) or "conventions : " + ", ".join(self.keys)

    @cached_property
    def readable(self) -> tuple[Acte, ...]:
        return tuple(self._readable())

    @cached_property
    def signed(self) -> tuple[Signee, ...]:
        """The signed acts, each once with its amendments.

        Raise ContentError with all that is wrong in the files; a signed act must say how long
        it lasts.
        """
        acts: list[Signee] = []
        problems = Problems()
        for path in self._paths:
            with problems.gather(ContentError):
                acts += signees(self._acte(path))
        problems.refuse()
        return tuple(join_amendments(acts))

    def signed_act(self, key: str) -> Signee | None:
        """Return a signed act by the name of any of its texts, None when there is none.

        Raise ContentError as `signed` does.
        """
        named = (one for one in self.signed if key in (one.cle, *(x.cle for x in one.avenants)))
        return next(named, None)

    def signed_text(self, acte: Acte) -> Signee | None:
        """Return a text of a signed act with its deadlines, None for a text that is not signed.

        Raise ContentError as `signed` does.
        """
        texts = (text for one in self.signed for text in (one, *one.avenants))
        return next((text for text in texts if text.cle == acte.cle), None)

    def texts(self, key: str) -> tuple[Acte, ...]:
        """Return the texts of an act by the name of any: the act, then as each amendment left it.

        Nobody is bound by an amendment that is not signed: it is left out.  An act that is not
        signed stands alone; nothing is returned for a name that no text has.  Raise ContentError
        when the parties signed two amendments of the same text.
        """
        named = self.get(key)
        back = [named] if named else []
        while back and (former := self.get(back[-1].modifie)) and former not in back:
            back.append(former)
        chain = back[-1:] if back and back[-1].signe else back[:1]
        while chain and (later := self._amendment_of(chain[-1])) and later not in chain:
            chain.append(later)
        return tuple(chain)

    def _amendment_of(self, text: Acte) -> Acte | None:
        after = [one for one in self.readable if one.signe and one.modifie == text.cle]
        if len(after) > 1:
            raise ContentError(self.problems)
        return next(iter(after), None)

    def in_force(self, key: str, day: date | None) -> Acte | None:
        """Return an act by the name of any of its texts, as the amendments in effect leave it.

        Without a day, all that are signed are in effect.
        """
        texts = self.texts(key)
        ruling = (one for one in texts[1:] if day is None or (one.effet and one.effet <= day))
        return [*texts[:1], *ruling][-1] if texts else None

    @property
    def problems(self) -> tuple[Problem, ...]:
        try:
            _ = self.signed
        except ContentError as error:
            return error.problems
        return ()

    def unknown_party(self, name: str) -> tuple[str, str]:
        """Return why no act has a party of a name, and a hint; nothing while one is unread."""
        named = [
            texts_of(as_group(act.source.data).get("parties"), "liste", "id")
            for act in self.readable
        ]
        parties = {party.strip() for parties in named for _, party in parties}
        if name.strip() in parties or not parties or len(self.readable) < len(self._paths):
            return "", ""
        hint = closest(name, parties) or "parties des conventions : " + ", ".join(sorted(parties))
        return f"aucune convention n’a de partie « {name} »", hint

    @property
    def files(self) -> tuple[str, ...]:
        """The files from which `partenariat` is read."""
        return tuple(acte.source.name for acte in self.readable)

    @property
    def partenariat(self) -> str:
        """The short names of the parties to the last signed act, or to the last act."""
        acts = sorted(self.readable, key=lambda acte: acte.signe)
        return acts[-1].sigles if acts else UNNAMED

    def _acte(self, path: Path) -> Acte:
        if path not in self._read:
            self._read[path] = Acte(read_source(path, self._workspace.name_of(path)))
        return self._read[path]

    def _readable(self) -> Iterator[Acte]:
        for path in self._paths:
            with suppress(ContentError):
                yield self._acte(path)


def project_acts(referential: Referential) -> Actes:
    """Return the acts of a project."""
    return referential.derived(Actes)


def next_effect(workspace: Workspace, day: date) -> date | None:
    """Return the first day after `day` on which a signed amendment takes effect, None for none."""
    acts = Actes(Referential(workspace)).readable
    days = (acte.effet for acte in acts if acte.signe and acte.modifie)
    return min((one for one in days if one and one > day), default=None)
