"""The cache in `$XDG_CACHE_HOME/docgen`: what was made, found by what it was made from.

It may be lost: an entry is whole or absent, a damaged one counts as absent, and a disk error is a
warning.
"""

from docgen.cache.store import MAX_BYTES, Size, Store, default_folder

__all__ = ["MAX_BYTES", "Size", "Store", "default_folder"]
