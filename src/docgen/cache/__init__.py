"""Keeper of `$XDG_CACHE_HOME/docgen`: what was made once, found again by what it was made from.

Nothing depends on it: entries are whole or absent, a damaged one is as good as none, and a disk
that refuses is a warning.
"""

from docgen.cache.store import LIMIT, Size, Store, default_folder

__all__ = ["LIMIT", "Size", "Store", "default_folder"]
