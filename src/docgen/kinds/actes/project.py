"""The acts of a project: each file is read once."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Final

from docgen.content.raw import as_group, as_text, texts_of
from docgen.content.source import Source, Steps, read_source
from docgen.content.validation import Finding, problem_at
from docgen.document import Diffusion
from docgen.errors import ContentError, Problem, Problems, Severity, closest
from docgen.french.wording import counted, date_longue
from docgen.kinds.actes.acte import NO_PARTY, Acte
from docgen.kinds.actes.content import EtatActe
from docgen.kinds.actes.signed import Signee, join_amendments, leads_to_no_act, signees
from docgen.referential.diffusion import may_read
from docgen.referential.referential import Referential
from docgen.workspace import Workspace, text_key

FOLDER: Final = "convention"
MODEL: Final = "modele"
"""The key of the text of the next act, which people copy."""
LEFT_ASIDE: Final = "projet-errone"
"""The code of the warning about a draft with mistakes, which binds nobody."""
MAX_TOLD: Final = 5
"""The most mistakes of such a draft that a warning tells: `docgen check` tells all."""
COMMENT: Final = re.compile(rb"(?:^|(?<=\s))#.*", re.MULTILINE)
STATE: Final = re.compile(rb"""^acte:\s*["']?(.*?)["']?\s*$""", re.MULTILINE)
"""The state of an act in its file, which may be no YAML yet."""


class Actes:
    """The acts of a project, in the order of their files."""

    def __init__(self, referential: Referential) -> None:
        self._workspace = referential.workspace
        self._paths = self._workspace.texts(FOLDER)
        self._by_key = {text_key(FOLDER, path): path for path in reversed(self._paths)}
        self._read: dict[Path, Acte] = {}

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The keys of the texts, each once."""
        return tuple(dict.fromkeys(text_key(FOLDER, path) for path in self._paths))

    def get(self, key: str) -> Acte | None:
        """Return an act, None when there is none; raise ContentError when it cannot be read."""
        path = self._by_key.get(key)
        return self._acte(path) if path else None

    def nearest(self, key: str) -> str:
        """Return a hint for the name of an act that does not exist: the nearest, or all names."""
        near = closest(key.removeprefix(f"{FOLDER}-"), self.keys)
        return near or "conventions : " + ", ".join(self.keys)

    @cached_property
    def readable(self) -> tuple[Acte, ...]:
        return tuple(self._readable())

    @cached_property
    def signed(self) -> tuple[Signee, ...]:
        """The signed acts, each once with its amendments.

        Raise ContentError with all that is wrong in the files but for drafts, which bind nobody;
        a signed act must say how long it lasts.
        """
        acts: list[Signee] = []
        problems = Problems(self._same_keys())
        for path in self._paths:
            if path not in self._wrong_drafts:
                with problems.gather(ContentError):
                    acts += signees(self._acte(path))
        problems.refuse()
        return tuple(join_amendments(acts))

    def known_on(self, day: date) -> tuple[Signee, ...]:
        """Return the signed acts, each with the amendments that were signed by a day.

        Raise ContentError as `signed` does.
        """
        return tuple(one.known_on(day) for one in self.signed)

    def public_on(self, day: date) -> list[Signee]:
        """Return the acts signed by a day of which all texts are public.

        Raise ContentError as `signed` does.
        """
        acts = self.known_on(day)
        return [one for one in acts if not self.hidden_text(one.cle, Diffusion.PUBLIQUE)]

    def _same_keys(self) -> Iterator[Problem]:
        """Yield a problem for each text with the key of one before it, unless all are drafts."""
        binding = {text_key(FOLDER, path) for path in self._paths if not is_draft(path)}
        paths = [path for path in self._paths if text_key(FOLDER, path) in binding]
        yield from self._workspace.same_keys(FOLDER, paths)

    @cached_property
    def _wrong_drafts(self) -> Mapping[Path, tuple[Problem, ...]]:
        """What is wrong in each draft that has mistakes, by its file."""
        wrong: dict[Path, tuple[Problem, ...]] = {}
        for path in filter(is_draft, self._paths):
            try:
                list(signees(self._acte(path)))
            except ContentError as error:
                wrong[path] = error.problems
        return wrong

    def copied_model(self, sound: Collection[str]) -> str:
        """Return the file of the model once people write a copy of it, '' before.

        `sound` are the files of which documents are made.
        """
        made = [one for one in self.readable if one.source.name in sound]
        drafts = [one for one in made if not (one.signe or one.modifie)]
        model = next((one.source.name for one in drafts if one.cle == MODEL), "")
        return model if len(drafts) > 1 else ""

    @property
    def draft_warnings(self) -> tuple[Problem, ...]:
        """A warning for each draft that has mistakes, at the first of them."""
        return tuple(map(warn_of_draft, self._wrong_drafts.values()))

    def signed_act(self, key: str) -> Signee | None:
        """Return a signed act by the name of any of its texts, None when there is none.

        Raise ContentError as `signed` does.
        """
        named = (one for one in self.signed if key in (one.cle, *(x.cle for x in one.avenants)))
        return next(named, None)

    def signed_text(self, key: str) -> Signee | None:
        """Return a text of a signed act with its deadlines, None for a text that is not signed.

        Raise ContentError as `signed` does.
        """
        texts = (text for one in self.signed for text in (one, *one.avenants))
        return next((text for text in texts if text.cle == key), None)

    def amended_already(self, key: str, source: Source, steps: Steps) -> Iterator[Problem]:
        """Yield, at a place of a file, that the text of a key has a signed amendment already."""
        after = {one.modifie: one.cle for one in self.readable if one.signe and one.modifie}
        last = key
        while last in after:
            last = after.pop(last)
        if last != key:
            message = f"« {key} » est déjà modifié par « {last} », qui est signé"
            hint = f"un avenant suit le précédent : docgen avenant {last} --nouveau"
            yield problem_at(source, Finding(steps, "modifie", message, hint))

    def amends_ended(self, source: Source, day: date | None) -> Iterator[Problem]:
        """Yield a warning when the act that an amendment to sign changes has ended by a day.

        A day of effect that it writes is compared with the act by its own check.
        """
        acte = next((one for one in self.readable if one.source.name == source.name), None)
        with suppress(ContentError):  # reported by the check of the act
            former = self.signed_act(acte.modifie) if acte and acte.modifie else None
            end = former.vie.dernier_jour if former else None
            if acte is None or acte.signe or acte.effet or day is None or end is None or day <= end:
                return
            message = f"l’acte modifié a pris fin le {date_longue(end)} : rien n’y changerait plus"
            hint = "proposez une nouvelle convention, ou retirez cet avenant"
            yield problem_at(source, Finding(("avenant",), "fin", message, hint)).as_warning()

    def warn_of_end(self, source: Source, day: date | None) -> Iterator[Problem]:
        """Yield a warning when the act that a text is about rules no more on a day."""
        with suppress(ContentError):  # reported by the check of the act
            act = self.signed_act(as_text(as_group(source.data).get("convention")).strip())
            end = act.vie.dernier_jour if act else None
            if act is None or day is None or end is None or day <= end:
                return
            ruling = (
                one
                for one in self.signed
                if one.parties == act.parties
                and one.vie.at(day)
                and may_read(one.acte.diffusion, act.acte.diffusion)
            )
            later = next((one.cle for one in ruling), "")
            hint = self._instead_of_ended(source, later, day)
            message = f"la convention « {act.cle} » a pris fin le {date_longue(end)}"
            finding = Finding(("convention",), "fin", message, hint)
            yield problem_at(source, finding).as_warning()

    def _instead_of_ended(self, source: Source, later: str, day: date) -> str:
        """Return what to write in a text about an act that ended; `later` is the next, or ''."""
        clause = as_text(as_group(source.data).get("clause")).strip()
        ruling = self.in_force(later, day)
        if ruling is None:
            return "nommez celle qui la remplace, ou retirez ce texte si aucun bilan ne le suit"
        if clause and not ruling.get(clause):
            kept = "gardez ce texte tel quel si un bilan le suit, retirez-le sinon"
            return f"« {later} » n’a pas la clause « {clause} » : {kept}"
        return f'écrivez « convention: "{later}" »'

    def texts(self, key: str) -> tuple[Acte, ...]:
        """Return the texts of an act by the name of any: the act, then as each amendment left it.

        Nobody is bound by an amendment that is not signed: it is left out.  An act that is not
        signed stands alone; nothing is returned for a name that no text has.  Raise ContentError
        when the parties signed two amendments of the same text.
        """
        named = self.get(key)
        back = self.texts_up_to(named) if named else ()
        chain = [*(back[:1] if back and back[0].signe else back[-1:])]
        while chain and (later := self._amendment_of(chain[-1])) and later not in chain:
            chain.append(later)
        return tuple(chain)

    def texts_up_to(self, text: Acte) -> tuple[Acte, ...]:
        """Return the texts that a text follows, from the act, each once, then the text."""
        texts = {text.cle: text}
        while (former := self.get(text.modifie)) and former.cle not in texts:
            texts[former.cle] = text = former
        return tuple(reversed(texts.values()))

    def without_act(self, source: Source) -> Iterator[Problem]:
        """Yield a problem for a text that leads, by those that it amends, to no act."""
        if self.texts_up_to(Acte(source))[0].modifie:
            yield leads_to_no_act(source)

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

    def nearest_texts(self, key: str, day: date | None) -> Iterator[Acte]:
        """Yield the texts of an act from the one in force on a day, then from the last."""
        yield from filter(None, (self.in_force(key, day), *reversed(self.texts(key))))

    @property
    def problems(self) -> tuple[Problem, ...]:
        try:
            _ = self.signed
        except ContentError as error:
            return error.problems
        return ()

    def problems_for(self, sources: Iterable[Source]) -> Iterator[Problem]:
        """Yield what is wrong in the signed acts, and in the drafts that texts are about."""
        yield from self.problems
        for key in {as_text(as_group(one.data).get("convention")).strip() for one in sources}:
            if path := self._by_key.get(key):
                yield from self._wrong_drafts.get(path, ())

    def hidden_act(self, source: Source, readers: Diffusion) -> Iterator[Problem]:
        """Yield a problem for a text about an act, or its amendment, that readers may not read."""
        named = as_text(as_group(source.data).get("convention")).strip()
        if hidden := self.hidden_text(named, readers):
            message = f"plus de monde lit ce texte (« {readers} ») que {said_hidden(hidden)}"
            message += "" if hidden.modifie else ", dont il dit les mots"
            hint = f"changez « diffusion » ici, ou dans {hidden.source.name}"
            yield problem_at(source, Finding(("convention",), "diffusion", message, hint))

    def hidden_text(self, key: str, readers: Diffusion) -> Acte | None:
        """Return the first text of an act, by the name of any, that readers may not read.

        What is made of an act says the words of the text in force, its amendments among them.
        """
        named = self.get(key)
        texts = [named] if named else []
        with suppress(ContentError):  # two amendments of one text: reported by their check
            texts += self.texts(key)
        return next((one for one in texts if not may_read(one.diffusion, readers)), None)

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

    def files(self, readers: Diffusion) -> tuple[str, ...]:
        """Return the files from which `partenariat` is read."""
        return tuple(acte.source.name for acte in self._open_to(readers))

    def partenariat(self, readers: Diffusion) -> str:
        """Return the short names of the parties to the last signed act, or to the last act.

        It is the last of those that the readers may read.
        """
        acts = sorted(self._open_to(readers), key=lambda acte: acte.signe)
        return acts[-1].sigles if acts else NO_PARTY

    def _open_to(self, readers: Diffusion) -> Iterator[Acte]:
        return (acte for acte in self.readable if may_read(acte.diffusion, readers))

    def _acte(self, path: Path) -> Acte:
        if path not in self._read:
            self._read[path] = Acte(read_source(path, self._workspace.name_of(path)))
        return self._read[path]

    def _readable(self) -> Iterator[Acte]:
        for path in self._paths:
            with suppress(ContentError):
                yield self._acte(path)


def said_hidden(text: Acte) -> str:
    """Return a text that readers may not read as a message names it."""
    if text.modifie:
        return f"« {text.cle} » (« {text.diffusion} »), qui modifie sa convention"
    return f"la convention « {text.cle} » (« {text.diffusion} »)"


def is_draft(path: Path) -> bool:
    """Whether a file says that its act is a draft, even where the rest of it cannot be read.

    A day of signature binds nobody as long as the act says that it is a draft.
    """
    try:
        text = COMMENT.sub(b"", path.read_bytes())
    except OSError:  # reported by its reading
        return False
    return {*STATE.findall(text)} == {EtatActe.PROJET.value.encode()}


def warn_of_drafts(problems: Iterable[Problem]) -> list[Problem]:
    """Return the warning about each draft that is left aside, by what is wrong in all of them."""
    by_file: dict[str, list[Problem]] = {}
    for problem in problems:
        by_file.setdefault(problem.file, []).append(problem)
    return [warn_of_draft(wrong) for _, wrong in sorted(by_file.items())]


def warn_of_draft(problems: Iterable[Problem]) -> Problem:
    """Return the warning about a draft that is left aside, with its mistakes or the first few."""
    errors = sorted(
        (one for one in problems if one.severity is Severity.ERREUR), key=lambda one: one.order
    )
    first = errors[0]
    said = [" : ".join(filter(None, (one.field, one.message))) for one in errors[:MAX_TOLD]]
    places = [f"ligne {one.line}, " if one.line else "" for one in errors[1:MAX_TOLD]]
    listed = " ; ".join(f"{place}{words}" for place, words in zip(["", *places], said, strict=True))
    rest = f" ; et {len(errors) - MAX_TOLD} de plus" if len(errors) > MAX_TOLD else ""
    many = counted(len(errors), "erreur", "erreurs")
    message = f"ce projet a {many}, il est laissé de côté : {listed}{rest}"
    hint = f"toutes les voir : docgen check {first.file}"
    return replace(first, message=message, field="", code=LEFT_ASIDE, hint=hint).as_warning()


def project_acts(referential: Referential) -> Actes:
    """Return the acts of a project."""
    return referential.derived(Actes)


def next_effect(workspace: Workspace, day: date) -> date | None:
    """Return the first day after `day` on which an act or a text of law changes, None for none.

    For an act, that is when a signed amendment takes effect, once nobody may denounce it any more,
    and when it ends.
    """
    referential = Referential(workspace)
    acts = Actes(referential)
    days = [acte.effet for acte in acts.readable if acte.signe and acte.modifie]
    with suppress(ContentError):  # reported by the check of the act
        limits = [now.limite for act in acts.signed if (now := act.vie.at(day))]
        limits += [act.vie.dernier_jour for act in acts.signed]
        days += [limit + timedelta(days=1) for limit in limits if limit]
    with suppress(ContentError):  # reported by the check of the law
        days.append(referential.articles.next_change(day))
    return min((one for one in days if one and one > day), default=None)
