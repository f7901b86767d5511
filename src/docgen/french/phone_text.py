"""Texts for telephones, counted as telephones count them.

Source: 3GPP TS 23.038 (alphabet of an SMS) and TS 23.040 (an SMS in several parts).
"""

from typing import Final

from docgen.french.rule import FINE, INSECABLE

ALPHABET: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""The signs that count once in an SMS; with any other but `COUNTED_TWICE`, fewer fit in one."""
COUNTED_TWICE: Final = frozenset("^{}\\[~]|€")
_PLAIN: Final = str.maketrans({INSECABLE: " ", FINE: " ", "’": "'", "…": "...", "–": "-"})


def phone_text(text: str) -> str:
    """Return a text with the spaces and apostrophes that a telephone types."""
    return text.translate(_PLAIN)


def phone_length(text: str) -> tuple[int, int]:
    """Return how many signs a telephone counts in a text, and in how many SMS it sends them."""
    if set(text) <= ALPHABET | COUNTED_TWICE:
        count, alone, part = len(text) + sum(sign in COUNTED_TWICE for sign in text), 160, 153
    else:
        count, alone, part = len(text.encode("utf-16-le")) // 2, 70, 67
    return count, 1 if count <= alone else -(-count // part)
