"""Why a document is not made in frames: it is then laid out whole, and counted."""

from __future__ import annotations


class RefusedError(Exception):
    """Frames do not know how to make this as the direct rendering would; the message says why."""


class UnknownStyleError(RefusedError):
    """A frame that was kept is asked for a style that it did not keep: it does not fit."""
