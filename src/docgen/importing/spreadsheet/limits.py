"""The largest workbooks that are read."""

from typing import Final

MAX_BYTES: Final = 30_000_000
"""The largest workbook, in bytes once unpacked; a département's has 2 MB."""
MAX_COLUMNS: Final = 100
"""The widest table; the widest form has 19 columns."""
MAX_ROWS: Final = 20_000
"""The longest sheet; a département has at most 900 communes."""
MAX_CELLS: Final = 500_000
"""The most cells of an ODS workbook, repeats included; 900 communes have 17,000 on a sheet."""
MAX_CHARACTERS: Final = 5_000_000
"""The most characters of its cells, repeats included; 32 fiches have 120,000."""
