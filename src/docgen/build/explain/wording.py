"""The lines of `docgen why`: what a file is, whether it would be made again, and why it was."""

from __future__ import annotations

import re
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from docgen.french.wording import counted

if TYPE_CHECKING:
    from docgen.build.explain import Difference, Explanation

WIDTH = 100
"""The greatest length of a line of a long list."""
TEXTS, PAIRS, PARTS = 5, 3, 6
"""How many texts, versions, parts of a document are named at first."""
DATA = re.compile(r"content/referentiel/(?!droit/)([^/]+)/")
"""The files of data, which are imported; those of the law are written."""
NOTHING = "Depuis qu’il a été fait, rien n’a changé : il ne serait pas refait."
SAME_HERE = "Rien ne diffère ici de ce dont il a été fait : docgen y ferait le même."
OTHER_HERE = "Ici diffèrent de ce dont il a été fait (il serait autre s’il en dit autre chose) :"
SOMETHING = "Depuis, ont changé (il ne sera refait que s’il en dit autre chose) :"
LEARNING = {
    "textes": "Pour savoir s’il en dit autre chose : docgen why {} --essai",
    "insu": "Ce document ne se compose pas à l’essai : relancez la commande qui l’a fait.",
}
ANSWERS = {
    "meme": "Il ne serait pas refait : composé pour voir, il dit la même chose. Ont changé :",
    "moyens": "Il serait refait, car il se fabrique autrement (le même en sortira peut-être) :",
    "dit": "Il serait refait, car il dirait autre chose. Ont changé depuis :",
    "disparu": "Il ne peut plus être refait : le texte dont il est fait n’est plus là.",
    "fautes": "On ne sait pas s’il serait refait : un texte est à corriger (« docgen check »)",
}
"""The verdict by its reason, before the list of changes."""
GONE = "On ne sait pas s’il serait refait : son projet n’est plus là ({})."
NOWHERE = "On ne sait pas s’il serait refait : il n’y a pas de projet ici (« --project DOSSIER »)."
PUT_BACK = "docgen a mis un autre fichier à cette place depuis : celui-ci y a été remis."
FIRST = "C’est le premier que docgen ait mis à cette place, pour autant qu’il s’en souvienne."
ALIKE = "Refait, bien que rien n’ait changé depuis celui d’avant de ce qui peut être comparé."
BECAUSE = "Refait la dernière fois parce que, depuis celui d’avant, ont changé :"
COPY = "Copie d’un fichier que docgen a mis ailleurs :"
DATA_CHANGED = {"ajouté": "nouvelles", "retiré": "retirées"}
PARTS_CALLED = {
    "document": "titre ou mentions",
    "projet": "mention PROJET",
    "restes": "ce qui reste",
}
"""The French names of parts of a document."""
CIRCLES = {
    "publique": "public",
    "partenaires": "pour les partenaires",
    "interne": "interne : ne se remet pas",
}


def answer(path: str, explanation: Explanation, *, elsewhere: bool, whole: bool) -> Iterator[str]:
    """Yield what a file is, whether it would be made again, and why it was.

    With `elsewhere`, its project is named; with `whole`, nothing is left out.
    """
    yield path
    yield from _identity(explanation, elsewhere=elsewhere)
    yield ""
    yield from _again(path, explanation, whole=whole)
    if not explanation.copy:
        yield ""
        yield from _before(explanation, whole=whole)


def _identity(explanation: Explanation, *, elsewhere: bool) -> Iterator[str]:
    if explanation.copy:
        yield f"{COPY} {explanation.copy}"
    if explanation.about:
        yield str(explanation.about["title"])
        yield describe_document(explanation.about)
    if explanation.options:
        yield f"Demandé avec : {' '.join(map(_option, explanation.options.items()))}"
    if elsewhere and explanation.root:
        yield f"Projet : {explanation.root}"


def describe_document(about: Mapping[str, Any]) -> str:
    """Return a document in one line: its kind, key, state, pages and readers."""
    from docgen.kinds import KINDS

    kind = KINDS[about["kind"]].label if about["kind"] in KINDS else str(about["kind"])
    state = "définitif" if about["final"] else "PROJET"
    pages = f"{about['pages']} page{'s' * (about['pages'] > 1)}" if about.get("pages") else ""
    parts = (
        f"{kind} « {about['key']} »",
        state,
        pages,
        CIRCLES.get(str(about.get("diffusion")), ""),
    )
    return f"{', '.join(filter(None, parts))}."


def _option(pair: tuple[str, str]) -> str:
    name, value = pair
    return name if value == "oui" else f"{name} {value}"


def _again(path: str, explanation: Explanation, *, whole: bool) -> Iterator[str]:
    known, day = explanation.verdict.known, (explanation.options or {}).get("--au")
    if explanation.until_now is None:
        yield GONE.format(explanation.home) if explanation.home else NOWHERE
    elif known == "rien":
        yield SAME_HERE if explanation.copy else NOTHING
    else:
        yield _verdict_line(explanation)
        yield from reasons(explanation.until_now, whole=whole, said=explanation.verdict.said)
    if known in LEARNING:
        yield LEARNING[known].format(path)
    if day and explanation.until_now is not None:
        yield f"Pour un autre jour que --au {day}, il serait refait : la date y est écrite."


def _verdict_line(explanation: Explanation) -> str:
    if explanation.copy and explanation.verdict.known in (*LEARNING, "moyens"):
        return OTHER_HERE
    if faults := explanation.verdict.faults:
        more = f" et {counted(len(faults) - 1, 'autre')}" if len(faults) > 1 else ""
        return f"{ANSWERS[explanation.verdict.known]}, {faults[0]}{more}. Ont changé depuis :"
    return ANSWERS.get(explanation.verdict.known, SOMETHING)


def _before(explanation: Explanation, *, whole: bool) -> Iterator[str]:
    if explanation.put_back:
        yield PUT_BACK
    elif explanation.since is None:
        yield FIRST
    elif explanation.since.nothing:
        yield ALIKE
    else:
        yield BECAUSE
        yield from reasons(explanation.since, whole=whole, said=explanation.since.touched)


# What differs


def reasons(difference: Difference, *, whole: bool, said: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield what differs: options, texts, data, templates and libraries, parts of the document."""
    for name, (before, after) in difference.options.items():
        yield f"  option {name} : {_value(before)} → {_value(after)}"
    if difference.final is not None:
        yield f"  {'de projet à définitif' if difference.final else 'de définitif à projet'}"
    yield from _texts(difference, whole=whole)
    yield from _data(difference)
    yield from _means(difference, whole=whole)
    if said:
        shown = said if whole else said[:PARTS]
        more = f" et {counted(len(said) - PARTS, 'autre')}" if len(said) > len(shown) else ""
        yield from wrap(f"  dans le document : {', '.join(map(_part, shown))}{more}", "    ")


def _value(value: str) -> str:
    return {"": "sans", "oui": "avec"}.get(value, value)


def _part(name: str) -> str:
    return PARTS_CALLED.get(name, name.replace("_", " "))


def _texts(difference: Difference, *, whole: bool) -> Iterator[str]:
    names = [name for name in difference.texts if not _snapshot(name)]
    shown = names if whole else names[:TEXTS]
    yield from (f"  {name} : {difference.texts[name]}" for name in shown)
    for folder, count in Counter(map(_folder, names[len(shown) :])).items():
        yield f"  {folder} : {counted(count, 'autre fichier')}"


def _snapshot(name: str) -> str:
    """Return the name of the snapshot of a data file; '' for a text."""
    found = DATA.match(name)
    return found[1] if found else ""


def _data(difference: Difference) -> Iterator[str]:
    for name in dict.fromkeys(filter(None, map(_snapshot, difference.texts))):
        before, after = difference.editions.get(name, ("", ""))
        if before and after:
            yield f"  données « {name} » : édition {before} → {after}"
        else:
            edition = f", édition {after}" if after else ""
            yield f"  données « {name} » : {_data_change(name, difference)}{edition}"


def _data_change(name: str, difference: Difference) -> str:
    manifest = f"content/referentiel/{name}/edition.yaml"
    change = str(difference.texts.get(manifest, ""))
    return DATA_CHANGED.get(change, "modifiées")


def _means(difference: Difference, *, whole: bool) -> Iterator[str]:
    if not difference.means:
        return
    templates = difference.templates
    parts = []
    if len(templates) == 1:
        parts.append("modèle {} : {}".format(*next(iter(templates.items()))))
    elif templates:
        parts.append(f"modèles : {counted(len(templates), 'fichier')}")
    pairs = [
        f"{name} {_version(old)} → {_version(new)}"
        for name, (old, new) in difference.versions.items()
    ]
    if pairs and (whole or len(pairs) <= PAIRS):
        parts.append(f"bibliothèques : {', '.join(pairs)}")
    elif pairs:
        parts.append(f"{len(pairs)} bibliothèques")
    parts += ["docgen lui-même"] * difference.code
    yield from wrap(f"  {' ; '.join(parts)}", "    ")
    if whole and len(templates) > 1:
        yield from (f"    {name} : {change}" for name, change in templates.items())


def _version(version: str) -> str:
    return version or "absent"


# What it is made from


def summary(path: str, explanation: Explanation) -> Iterator[str]:
    """Yield the numbers of files that a file was made from, by folder."""
    yield ""
    count = counted(len(explanation.sources), "texte ou donnée", "textes et données")
    yield from wrap(f"Fait de {count} : {by_folder(explanation.sources)}", "  ")
    editions = ", ".join(f"{name} {one}" for name, one in sorted(explanation.editions.items()))
    made = f"{counted(len(explanation.templates), 'modèle')}" + (
        f" ; éditions : {editions}" * bool(editions)
    )
    yield from wrap(f"  et de {made}.", "    ")
    yield f"Fichier par fichier, avec les empreintes : docgen why {path} --complet"


def by_folder(names: Iterable[str]) -> str:
    """Return the number of files in each folder."""
    folders = (str(PurePosixPath(name).parent) for name in names)
    counts = Counter(folder.removeprefix("content/") for folder in folders)
    return ", ".join(f"{folder} {count}" for folder, count in counts.items())


def _folder(name: str) -> str:
    return f"{PurePosixPath(name).parent}/"


def wrap(text: str, indent: str) -> Iterator[str]:
    """Yield a long line as several, indented after the first; no guillemet opens at an end."""
    from docgen.french.typography import hold_signs

    yield from textwrap.wrap(
        hold_signs(text),
        WIDTH,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
