"""The largest workbooks that are read."""

from typing import Final

MAX_BYTES: Final = 30_000_000
"""The largest workbook, in bytes once unpacked; a département's has 2 MB."""
MAX_COLUMNS: Final = 100
"""The widest table; the widest form has 19 columns."""
MAX_ROWS: Final = 20_000
"""The longest sheet; a département has at most 900 communes."""
