"""Whether a file would be made again, as far as that is known."""

from __future__ import annotations

from docgen.build.explain.differences import Difference
from docgen.build.explain.dry_run import composed
from docgen.build.explain.question import Again, Asked, Known, Verdict
from docgen.errors import ContentError, DocgenError


def judge(asked: Asked | None, until_now: Difference | None, *, tried: bool = False) -> Verdict:
    """Return whether a file would be made again; with `tried`, by composing its document."""
    if asked is None or until_now is None:
        return Verdict(Again.INCONNU, Known.PROJET)
    if until_now.nothing:
        return Verdict(Again.NON, Known.RIEN)
    if asked.made.last.recipe.sources[0] not in asked.now.files:
        return Verdict(Again.NON, Known.DISPARU)
    if until_now.means and not tried:
        return Verdict(Again.OUI, Known.MOYENS)
    try:
        found = asked.compared(composed(asked), Known.MEME) if tried else None
    except ContentError as error:
        places = (f"{one.file}:{one.line}" if one.line else one.file for one in error.problems)
        return Verdict(Again.INCONNU, Known.FAUTES, faults=tuple(dict.fromkeys(places)))
    except (DocgenError, LookupError, TypeError, ValueError, OSError):
        found = None
    return found or _unknown(until_now, tried=tried)


def _unknown(until_now: Difference, *, tried: bool) -> Verdict:
    """Return the verdict where nobody knows what the document would say."""
    if until_now.means:
        return Verdict(Again.OUI, Known.MOYENS)
    return Verdict(Again.PEUT_ETRE, Known.INSU if tried else Known.TEXTES)
