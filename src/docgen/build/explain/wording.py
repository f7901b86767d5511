"""What `docgen why` says first: what a file is, whether it would be made again, and why."""

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
"""How many letters a line of a long list has at most."""
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
"""What is answered, by how it is known; then what changed is told."""
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
"""What people call parts of a document that are no headings."""
CIRCLES = {
    "publique": "public",
    "partenaires": "pour les partenaires",
    "interne": "interne : ne se remet pas",
}


def answer(path: str, told: Explanation, *, elsewhere: bool, whole: bool) -> Iterator[str]:
    """Yield what a file is, whether it would be made again, why it was, what from.

    `elsewhere` has its project named; with `whole`, nothing is left out.
    """
    yield path
    yield from _identity(told, elsewhere=elsewhere)
    yield ""
    yield from _again(path, told, whole=whole)
    if not told.copy:
        yield ""
        yield from _before(told, whole=whole)


def _identity(told: Explanation, *, elsewhere: bool) -> Iterator[str]:
    """Yield which document it is, and for whom."""
    if told.copy:
        yield f"{COPY} {told.copy}"
    if told.about:
        yield str(told.about["title"])
        yield described(told.about)
    if told.options:
        yield f"Demandé avec : {' '.join(map(_option, told.options.items()))}"
    if elsewhere and told.root:
        yield f"Projet : {told.root}"


def described(about: Mapping[str, Any]) -> str:
    """Return what a document is, in one line: its kind, its key, its state, for whom."""
    from docgen.kinds import KINDS

    kind = KINDS[about["kind"]].called if about["kind"] in KINDS else str(about["kind"])
    state = "définitif" if about["final"] else "PROJET"
    pages = f"{about['pages']} page{'s' * (about['pages'] > 1)}" if about.get("pages") else ""
    told = (
        f"{kind} « {about['key']} »",
        state,
        pages,
        CIRCLES.get(str(about.get("diffusion")), ""),
    )
    return f"{', '.join(filter(None, told))}."


def _option(pair: tuple[str, str]) -> str:
    name, value = pair
    return name if value == "oui" else f"{name} {value}"


def _again(path: str, told: Explanation, *, whole: bool) -> Iterator[str]:
    """Yield whether it would be made again, and what has changed since."""
    known, day = told.verdict.known, (told.options or {}).get("--au")
    if told.until_now is None:
        yield GONE.format(told.home) if told.home else NOWHERE
    elif known == "rien":
        yield SAME_HERE if told.copy else NOTHING
    else:
        yield _answered(told)
        yield from reasons(told.until_now, whole=whole, said=told.verdict.said)
    if known in LEARNING:
        yield LEARNING[known].format(path)
    if day and told.until_now is not None:
        yield f"Pour un autre jour que --au {day}, il serait refait : la date y est écrite."


def _answered(told: Explanation) -> str:
    if told.copy and told.verdict.known in (*LEARNING, "moyens"):
        return OTHER_HERE
    if faults := told.verdict.faults:
        more = f" et {counted(len(faults) - 1, 'autre')}" if len(faults) > 1 else ""
        return f"{ANSWERS[told.verdict.known]}, {faults[0]}{more}. Ont changé depuis :"
    return ANSWERS.get(told.verdict.known, SOMETHING)


def _before(told: Explanation, *, whole: bool) -> Iterator[str]:
    """Yield why a file took the place of the one before it."""
    if told.put_back:
        yield PUT_BACK
    elif told.since is None:
        yield FIRST
    elif told.since.nothing:
        yield ALIKE
    else:
        yield BECAUSE
        yield from reasons(told.since, whole=whole, said=told.since.touched)


# What differs


def reasons(told: Difference, *, whole: bool, said: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield what differs: options, texts, data, means, and what of the document that touches."""
    for name, (before, after) in told.options.items():
        yield f"  option {name} : {_given(before)} → {_given(after)}"
    if told.final is not None:
        yield f"  {'de projet à définitif' if told.final else 'de définitif à projet'}"
    yield from _texts(told, whole=whole)
    yield from _data(told)
    yield from _means(told, whole=whole)
    if said:
        shown = said if whole else said[:PARTS]
        more = f" et {counted(len(said) - PARTS, 'autre')}" if len(said) > len(shown) else ""
        yield from wrapped(f"  dans le document : {', '.join(map(_part, shown))}{more}", "    ")


def _given(value: str) -> str:
    return {"": "sans", "oui": "avec"}.get(value, value)


def _part(name: str) -> str:
    """Return a part of a document as people read it."""
    return PARTS_CALLED.get(name, name.replace("_", " "))


def _texts(told: Difference, *, whole: bool) -> Iterator[str]:
    """Yield the texts that have changed."""
    names = [name for name in told.texts if not _snapshot(name)]
    shown = names if whole else names[:TEXTS]
    yield from (f"  {name} : {told.texts[name]}" for name in shown)
    for folder, count in Counter(map(_folder, names[len(shown) :])).items():
        yield f"  {folder} : {counted(count, 'autre fichier')}"


def _snapshot(name: str) -> str:
    """Return the name of the data that a file is of; '' for a text."""
    found = DATA.match(name)
    return found[1] if found else ""


def _data(told: Difference) -> Iterator[str]:
    """Yield the data that have changed, by their editions where these may be told."""
    for name in dict.fromkeys(filter(None, map(_snapshot, told.texts))):
        before, after = told.editions.get(name, ("", ""))
        if before and after:
            yield f"  données « {name} » : édition {before} → {after}"
        else:
            edition = f", édition {after}" if after else ""
            yield f"  données « {name} » : {_became(name, told)}{edition}"


def _became(name: str, told: Difference) -> str:
    """Return what became of data: their manifest comes and goes with them."""
    manifest = f"content/referentiel/{name}/edition.yaml"
    change = str(told.texts.get(manifest, ""))
    return DATA_CHANGED.get(change, "modifiées")


def _means(told: Difference, *, whole: bool) -> Iterator[str]:
    """Yield templates, libraries and docgen itself, in one line."""
    if not told.means:
        return
    templates = told.templates
    parts = []
    if len(templates) == 1:
        parts.append("modèle {} : {}".format(*next(iter(templates.items()))))
    elif templates:
        parts.append(f"modèles : {counted(len(templates), 'fichier')}")
    pairs = [f"{name} {_there(old)} → {_there(new)}" for name, (old, new) in told.versions.items()]
    if pairs and (whole or len(pairs) <= PAIRS):
        parts.append(f"bibliothèques : {', '.join(pairs)}")
    elif pairs:
        parts.append(f"{len(pairs)} bibliothèques")
    parts += ["docgen lui-même"] * told.code
    yield from wrapped(f"  {' ; '.join(parts)}", "    ")
    if whole and len(templates) > 1:
        yield from (f"    {name} : {change}" for name, change in templates.items())


def _there(version: str) -> str:
    return version or "absent"


# What it is made from


def summary(path: str, told: Explanation) -> Iterator[str]:
    """Yield how much a file was made from, by folders."""
    yield ""
    count = counted(len(told.sources), "texte ou donnée", "textes et données")
    yield from wrapped(f"Fait de {count} : {by_folder(told.sources)}", "  ")
    editions = ", ".join(f"{name} {one}" for name, one in sorted(told.editions.items()))
    made = f"{counted(len(told.templates), 'modèle')}" + (
        f" ; éditions : {editions}" * bool(editions)
    )
    yield from wrapped(f"  et de {made}.", "    ")
    yield f"Fichier par fichier, avec les empreintes : docgen why {path} --complet"


def by_folder(names: Iterable[str]) -> str:
    """Return how many files there are, folder by folder."""
    folders = (str(PurePosixPath(name).parent) for name in names)
    counts = Counter(folder.removeprefix("content/") for folder in folders)
    return ", ".join(f"{folder} {count}" for folder, count in counts.items())


def _folder(name: str) -> str:
    return f"{PurePosixPath(name).parent}/"


def wrapped(text: str, indent: str) -> Iterator[str]:
    """Yield a long line as several, the others set in; none ends by an opening guillemet."""
    from docgen.french.typography import hold_signs

    yield from textwrap.wrap(
        hold_signs(text),
        WIDTH,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
