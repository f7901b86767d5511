"""The characters that docgen can print: those that each of its fonts holds.

Source Sans 3 and Source Serif 4 hold more (Greek, Cyrillic).  They are left out: in a document of
a French association, a letter of another script is more likely a copying accident (a Cyrillic
« А » in « АMR81 ») than a word.
"""

from collections.abc import Iterator

RANGES = (
    (0x20, 0x7E),  # ASCII
    (0xA0, 0xAC),  # Latin-1, without the soft hyphen, which hides in words
    (0xAE, 0x12B),
    (0x12E, 0x131),
    (0x134, 0x148),
    (0x14A, 0x165),
    (0x168, 0x17E),  # Latin Extended-A, without letters out of use
    (0x218, 0x21B),  # Romanian
    (0x2BB, 0x2BC),  # the Polynesian ʻeta
    (0x2010, 0x2015),  # hyphens and dashes
    (0x2018, 0x201A),
    (0x201C, 0x201E),
    (0x2020, 0x2022),
    (0x2026, 0x2026),
    (0x202F, 0x2030),
    (0x2032, 0x2033),
    (0x2039, 0x203A),
    (0x20AC, 0x20AC),
    (0x2116, 0x2116),
    (0x2122, 0x2122),
    (0x2153, 0x2154),
    (0x2190, 0x2193),
    (0x2212, 0x2212),
    (0x2248, 0x2248),
    (0x2260, 0x2260),
    (0x2264, 0x2265),
    (0x25B2, 0x25B2),
    (0x25BC, 0x25BC),
    (0x2610, 0x2611),
    (0x2713, 0x2713),
)
"""First and last code points of each range of printable characters; a test reads the fonts."""

PRINTABLE = frozenset(chr(code) for first, last in RANGES for code in range(first, last + 1))


def unprintable(text: str) -> Iterator[tuple[int, str]]:
    """Yield the column (from 1) and the value of each character that cannot be printed."""
    if not PRINTABLE.issuperset(text):
        yield from ((column, c) for column, c in enumerate(text, 1) if c not in PRINTABLE)
