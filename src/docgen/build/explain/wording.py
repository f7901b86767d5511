"""The lines of `docgen why`: what a file is, what has changed since, why it was made again."""

import re
import shlex
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from docgen.build.explain.differences import Difference, manifest_of
from docgen.build.explain.explanation import Explanation, Reason
from docgen.french.typography import hold_signs
from docgen.french.wording import counted, date_longue, shorten_list
from docgen.kinds import KINDS

WIDTH = 100
"""The greatest length of a line of a long list."""
SHORT_SHA = 12
"""How many letters of a digest are shown."""
TEXTS, PAIRS, PARTS = 5, 3, 6
"""How many texts, versions, parts of a document are named at first."""
DATA = re.compile(r"content/referentiel/(?!droit/)([^/]+)/")
"""The files of data, which are imported; those of the law are written."""
CHANGED_SINCE = "Depuis, ont changé (il ne sera refait que s’il en dit autre chose) :"
SO_FAR = "Depuis qu’il a été fait, rien n’a changé de ce qui peut être comparé."
UNCHANGED = "Rien n’a changé depuis qu’il a été fait : demandé de même, il ne serait pas refait."
MADE_OTHERWISE = "Il serait refait, car il se fabrique autrement (le même en sortira peut-être) :"
ANSWERS = {
    Reason.RIEN: UNCHANGED,
    Reason.MOYENS: MADE_OTHERWISE,
    Reason.TEXTES: CHANGED_SINCE,
    Reason.DISPARU: "Il ne peut plus être refait : le texte dont il est fait n’est plus là.",
    Reason.PUBLIE: CHANGED_SINCE,
}
"""The answer by its reason, before the list of changes."""
PROJECT_GONE = "On ne sait pas s’il serait refait : son projet n’est plus là ({})."
RUN_AGAIN = "Pour le savoir, relancez la commande qui l’a fait : sinon, elle le laisse tel quel."
FIRST_MADE = "C’est le premier que docgen ait mis à cette place, pour autant qu’il s’en souvienne."
REMADE = "Refait, bien que rien n’ait changé depuis celui d’avant de ce qui peut être comparé."
REMADE_BECAUSE = "Refait la dernière fois parce que, depuis celui d’avant, ont changé :"
OPTIONS = "  ce qui a été demandé (options, jour) : aucun texte, donnée ni modèle n’a changé"
DATA_CHANGED = {"ajouté": "nouvelles", "retiré": "retirées"}
PARTS_CALLED = {
    "document": "titre ou mentions",
    "companions": "fichiers à côté",
    "projet": "mention PROJET",
    "restes": "ce qui reste",
}
"""The French names of parts of a document."""
CIRCLES = {
    "publique": "public",
    "partenaires": "pour les partenaires",
    "interne": "interne : ne se remet pas",
}


def explanation_lines(
    path: str, explanation: Explanation, *, elsewhere: bool, whole: bool
) -> Iterator[str]:
    """Yield what a file is, what has changed since, why it was made again, what it was made from.

    With `elsewhere`, its project is named; with `whole`, nothing is left out.
    """
    yield path
    yield from filter(None, (explanation.about["title"], _describe(explanation.about)))
    if explanation.copy_of:
        yield f"Copie de « {explanation.copy_of} »."
    if explanation.release:
        yield _release(explanation.release)
    elif elsewhere and explanation.reason is not Reason.PROJET:
        yield f"Projet : {explanation.project}"
    yield ""
    yield from _since_build(explanation, whole=whole)
    yield ""
    if not (explanation.release or explanation.copy_of):
        yield from _at_build(explanation.changes_at_build, whole=whole)
        yield ""
    yield from _listing(explanation) if whole else _summary(path, explanation)


def _describe(about: Mapping[str, Any]) -> str:
    """Return a document in one line: its kind, key, state, pages and readers."""
    kind = KINDS[about["kind"]].label if about["kind"] in KINDS else str(about["kind"])
    state = "définitif" if about["final"] else "PROJET"
    pages = counted(about["pages"], "page") if about["pages"] else ""
    circle = CIRCLES.get(str(about.get("diffusion")), "")
    words = (f"{kind} « {about['key']} »", state, pages, circle)
    return f"{', '.join(filter(None, words))}."


def _release(release: Mapping[str, Any]) -> str:
    """Return of which release a file is, from which commit."""
    commit, day = release["commit"], date_longue(date.fromisoformat(release["date"]))
    if not commit:
        return f"Publié le {day}."
    changed = "" if commit["intact"] else " et de fichiers modifiés depuis"
    return f"Publié le {day}, fait de la version {commit['sha'][:SHORT_SHA]} des textes{changed}."


def _since_build(explanation: Explanation, *, whole: bool) -> Iterator[str]:
    changes, reason = explanation.changes_since_build, explanation.reason
    if changes is None:
        if not explanation.release:
            yield PROJECT_GONE.format(explanation.project)
        return
    yield SO_FAR if reason is Reason.PUBLIE and changes.is_empty else ANSWERS[reason]
    yield from change_lines(changes, whole=whole)
    if reason is Reason.TEXTES:
        yield RUN_AGAIN


def _at_build(changes: Difference | None, *, whole: bool) -> Iterator[str]:
    yield FIRST_MADE if changes is None else REMADE if changes.is_empty else REMADE_BECAUSE
    if changes:
        yield from change_lines(changes, whole=whole)


def change_lines(changes: Difference, *, whole: bool) -> Iterator[str]:
    """Yield what differs: texts, data, templates and libraries, parts of the document."""
    yield from _texts(changes, whole=whole)
    for name in dict.fromkeys(filter(None, map(_snapshot, changes.texts))):
        yield f"  données « {name} » : {_data_change(name, changes)}"
    if changes.toolchain_changed:
        yield from wrap(f"  {' ; '.join(_means(changes, whole=whole))}", "    ")
    if whole and len(changes.templates) > 1:
        yield from (f"    {name} : {change}" for name, change in changes.templates.items())
    if changes.changed_parts:
        if not changes.files and not changes.toolchain_changed:
            yield OPTIONS
        names = [PARTS_CALLED.get(name, name.replace("_", " ")) for name in changes.changed_parts]
        shown = shorten_list(names, len(names) if whole else PARTS)
        yield from wrap(f"  dans le document : {shown}", "    ")
    if changes.unknown:
        unknown = ", ".join(changes.unknown)
        yield from wrap(f"  sans empreinte publiée, donc non comparés : {unknown}", "    ")


def _texts(changes: Difference, *, whole: bool) -> Iterator[str]:
    names = [name for name in changes.texts if not _snapshot(name)]
    shown = names if whole else names[:TEXTS]
    yield from (f"  {name} : {changes.texts[name]}" for name in shown)
    folders = Counter(f"{PurePosixPath(name).parent}/" for name in names[len(shown) :])
    yield from (f"  {name} : {counted(n, 'autre fichier')}" for name, n in folders.items())


def _snapshot(name: str) -> str:
    """Return the name of the snapshot of a data file; '' for a text."""
    match = DATA.match(name)
    return match[1] if match else ""


def _data_change(name: str, changes: Difference) -> str:
    before, after = changes.editions.get(name, ("", ""))
    if before and after:
        return f"édition {before} → {after}"
    change = DATA_CHANGED.get(changes.texts.get(manifest_of(name), ""), "modifiées")
    return f"{change}, édition {after}" if after else change


def _means(changes: Difference, *, whole: bool) -> Iterator[str]:
    templates, versions = changes.templates, changes.versions
    if len(templates) == 1:
        yield "modèle {} : {}".format(*next(iter(templates.items())))
    elif templates:
        yield f"modèles : {counted(len(templates), 'fichier')}"
    if versions and not whole and len(versions) > PAIRS:
        yield f"{len(versions)} bibliothèques"
    elif versions:
        listed = (
            f"{x} {old or 'absent'} → {new or 'absent'}" for x, (old, new) in versions.items()
        )
        yield f"bibliothèques : {', '.join(listed)}"
    if changes.code or changes.toolchain:
        yield "docgen lui-même" if changes.code else "docgen lui-même, ou ses modèles"


# What it is made from


def _summary(path: str, explanation: Explanation) -> Iterator[str]:
    """Yield the numbers of files that a file was made from, by folder."""
    count = counted(len(explanation.sources), "texte ou donnée", "textes et données")
    templates = f" ; {counted(len(explanation.templates), 'modèle')}" * bool(explanation.templates)
    editions = f" ; éditions : {_values(explanation.editions)}" * bool(explanation.editions)
    sources = by_folder(explanation.sources)
    yield from wrap(f"Fait de {count} : {sources}{templates}{editions}.", "  ")
    yield f"Fichier par fichier, avec les empreintes : docgen why {shlex.quote(path)} --complet"


def _listing(explanation: Explanation) -> Iterator[str]:
    """Yield all that a file was made from, file by file."""
    release, code = explanation.release, explanation.code
    source = f"d’après {release['folder']}/manifest.json ; " if release else ""
    yield f"Fait de ({source}ce fichier : {explanation.sha256[:SHORT_SHA]}) :"
    yield from _files("textes et données", explanation.sources)
    if explanation.templates:
        yield from _files("modèles", explanation.templates)
    yield from wrap(f"  éditions des données : {_values(explanation.editions)}", "    ")
    own = f" ; docgen ({code[:SHORT_SHA]})" * bool(code)
    yield from wrap(f"  versions : {_values(explanation.versions)}{own}", "    ")


def _files(title: str, files: Mapping[str, str]) -> Iterator[str]:
    folders: dict[str, list[str]] = {}
    for name, digest in files.items():
        path = PurePosixPath(name)
        shown = f"{path.name} ({digest[:SHORT_SHA] or 'empreinte non dite'})"
        folders.setdefault(f"{path.parent}/", []).append(shown)
    yield f"  {title} : {counted(len(files), 'fichier')}"
    for folder, names in folders.items():
        yield f"    {folder}"
        yield from wrap(f"      {', '.join(names)}", "      ")


def _values(named: Mapping[str, str | None]) -> str:
    return ", ".join(f"{name} {one}" for name, one in sorted(named.items()) if one) or "aucune"


def by_folder(names: Iterable[str]) -> str:
    """Return the number of files in each folder."""
    folders = (str(PurePosixPath(name).parent) for name in names)
    counts = Counter(folder.removeprefix("content/") for folder in folders)
    return ", ".join(f"{folder} {count}" for folder, count in counts.items())


def wrap(text: str, indent: str) -> Iterator[str]:
    """Yield a long line as several, indented after the first; no guillemet opens at an end."""
    yield from textwrap.wrap(
        hold_signs(text),
        WIDTH,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
