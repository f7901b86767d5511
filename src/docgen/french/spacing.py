"""Rules for the spaces of French: none, ordinary, no-break or narrow no-break.

Invariant: each rule adds, removes or replaces a blank and nothing else; ``*`` and ``**`` (italic,
bold) are transparent.
Sources: Lexique des règles typographiques de l'Imprimerie nationale, 3e éd., as reported.
"""

import re
from typing import Final

from docgen.french.rule import FINE, INSECABLE, PLACEHOLDER, Rule
from docgen.french.wording import MOIS

_UNITE: Final = (
    r"(?:km/h|[kcmd]?m[²³]|[kcmd]?m|ha|[km]?g|[cm]?l|[kMG]?Wh?|[kMGT]o|dB|°C|min|[kM]€|Md€|[hjst])"
)
_UNITE_COLLEE: Final = r"(?:km/h|km²|km|m²|m³|ha|kg|k€|M€)"
_CLOSING: Final = r"(?=[;!?:]*\**(?:[\s)\]»”\",.…]|$))"
_TOUCHES: Final = r"([^\s*(\[«“/;!?:]\**)"


# Most runs are one blank already, and are not matched.
_NOT_ONE_BLANK: Final = re.compile(rf"\s(?:(?<![ {INSECABLE}{FINE}])\s*|\s+)")


def _one_blank(run: re.Match[str]) -> str:
    """Return the one blank that replaces a run; a no-break space takes precedence."""
    blanks = run.group()
    if "\n" in blanks:
        return " "
    return next((kind for kind in (INSECABLE, FINE) if kind in blanks), " ")


BLANKS: Final = (
    Rule("run of blanks", _NOT_ONE_BLANK, _one_blank, "a line break of YAML is a space"),
    Rule(
        "blank before , or .",
        re.compile(r"(?<=[^\s,.])\s(?=[,.](?:\s|$))"),
        "",
        "nothing stands before a comma or a full stop",
        needs=r"\s[,.]",
    ),
    Rule(
        "after (",
        re.compile(r"(?<=[(\[])\s(?=\w)"),
        "",
        "a bracket holds its content",
        needs=r"[(\[]\s",
    ),
    Rule(
        "before )",
        re.compile(r"(?<=\w)\s(?=[)\]])"),
        "",
        "a bracket holds its content",
        needs=r"\s[)\]]",
    ),
)
"""One blank at a time, and none where French has none."""

QUOTATION: Final = (
    Rule("word then «", re.compile(r"(?<=\w)«"), " «", "a quotation is a word apart", needs="«"),
    Rule("» then word", re.compile(r"»(?=\w)"), "» ", "a quotation is a word apart", needs="»"),
    Rule(
        "blank after «",
        re.compile(r"«(\**)\s"),
        rf"«\1{INSECABLE}",
        "« never ends a line",
        needs="«",
    ),
    Rule(
        "missing after «",
        re.compile(r"«(?=\**[^\s*])"),
        f"«{INSECABLE}",
        "« is followed by a no-break space",
        needs="«",
    ),
    Rule(
        "blank before »",
        re.compile(r"\s(\**)»"),
        rf"{INSECABLE}\1»",
        "» never begins a line",
        needs="»",
    ),
    Rule(
        "missing before »",
        re.compile(r"(?<=[^\s*])(\**)»"),
        rf"\1{INSECABLE}»",
        "» is preceded by a no-break space",
        needs="»",
    ),
    Rule("after “", re.compile(r"“\s"), "“", "inner marks hold their content", needs="“"),
    Rule("before ”", re.compile(r"\s”"), "”", "inner marks hold their content", needs="”"),
)
"""The blanks inside quotation marks."""

SIGNS: Final = (
    Rule(
        "blank before ; ! ?",
        re.compile(r"(?<=[^\s«(])\s(\**)(?=[;!?])"),
        rf"{FINE}\1",
        "a narrow no-break space stands before ; ! ?",
        needs=r"[;!?](?<=[\s*].)",
    ),
    Rule(
        "missing before ; ! ?",
        re.compile(rf"{_TOUCHES}(?=[;!?]){_CLOSING}"),
        rf"\1{FINE}",
        "only where the sign ends a word: a;b is code",
        needs=r"[;!?](?<=\S.)",
    ),
    Rule(
        "blank before :",
        re.compile(r"(?<=[^\s«(])\s(\**)(?=:)"),
        rf"{INSECABLE}\1",
        "a no-break space stands before :",
        needs=r":(?<=[\s*].)",
    ),
    Rule(
        "missing before :",
        re.compile(rf"{_TOUCHES}(?=:){_CLOSING}"),
        rf"\1{INSECABLE}",
        "only where the sign ends a word: 12:30 is an hour",
        needs=r":(?<=\S.)",
    ),
    Rule(
        "incise",
        re.compile(r"(?<=\S )([–—])\s([^–—.;:!?]+?)\s\1(?=[\s,.;:!?)»]|$)"),
        rf"\1{INSECABLE}\2{INSECABLE}\1",
        "the dashes hold what they enclose",
        needs=r"[–—]\s",
    ),
)
"""The blanks before high punctuation and inside dashes."""

NUMBERS: Final = (
    Rule(
        "thousands",
        re.compile(r"(?<![\w,.°])(?<!\w-)(?<!°\s)[1-9]\d{0,2}(?:\s\d{3})+(?!\w|\s\d)"),
        lambda number: re.sub(r"\s", FINE, number.group()),
        "groups of a number stay together; n° 12 345 is a name, not a number",
        needs=r"\d\s\d{3}",
    ),
    Rule(
        "before % and €",
        re.compile(r"(?<=\d)\s?(?=[%‰€](?!\w))"),
        INSECABLE,
        "a number and its sign stay together",
        needs="[%‰€]",
    ),
    Rule(
        "before a unit",
        re.compile(rf"(?<=\d)\s(?={_UNITE}(?![\w'’]))"),
        INSECABLE,
        "a number and its unit stay together",
        needs=r"\d\s",
    ),
    Rule(
        "unit stuck",
        re.compile(rf"(?<![\w,.])(\d+(?:,\d+)?)(?={_UNITE_COLLEE}(?![\w'’]))"),
        rf"\1{INSECABLE}",
        "a unit is a word apart; RAL10m is a code",
        needs=r"\d[khmM]",
    ),
    Rule(
        "hour and minutes",
        re.compile(r"(?<![\w,.])([012]?\d)\s?h\s?([0-5]\d)(?![\w%€/,])(?!\s[%€])"),
        rf"\1{INSECABLE}h{INSECABLE}\2",
        "18 h 30 holds by two no-break spaces",
        needs=r"\d\s?h",
    ),
    Rule(
        "hour",
        re.compile(r"(?<![\w,.])([012]?\d)h(?![\w/'’])"),
        rf"\1{INSECABLE}h",
        "18 h holds; 24h/24 is an idiom and stays",
        needs=r"\dh",
    ),
    Rule(
        "day and month",
        re.compile(rf"(?<!\w)(\d{{1,2}}|1er)\s(?=(?:{'|'.join(MOIS)})(?!\w))", re.IGNORECASE),
        rf"\1{INSECABLE}",
        "a day never leaves its month",
        needs=r"\d",
    ),
)
"""The blanks inside numbers, amounts, hours and dates."""

ABBREVIATIONS: Final = (
    Rule(
        "n°",
        re.compile(rf"(?<!\w)([nN]°)(?!s\b)\s?(?=[*\[]*[\w{PLACEHOLDER}])"),
        rf"\1{INSECABLE}",
        "n° holds its number",
        needs="°",
    ),
    Rule(
        "art. p.",
        re.compile(
            r"(?<![\w.])((?:art|al|chap|fig|pp?|vol)\.)\s?"
            r"(?=[*\[]*(?:\d|[LRDA][.\s]?\d|[LRD]\.\s|[IVX]+\b))",
            re.IGNORECASE,
        ),
        rf"\1{INSECABLE}",
        "the abbreviation holds its number",
        needs=r"(?i)\.(?<=[tlpg].)",
    ),
    Rule(
        "article 6",
        re.compile(
            r"(?<!\w)((?:article|action|objectif|axe|annexe|fiche|alinéa|subdivision|voir)s?)\s"
            r"(?=[*\[]*[\dIVX])",
            re.IGNORECASE,
        ),
        rf"\1{INSECABLE}",
        "a part of the act holds its number, and « voir » what it refers to",
        needs=r"(?i)\s[*\[]*[\dIVX]",
    ),
    Rule("§", re.compile(r"§\s?(?=[*\[]*\d)"), f"§{INSECABLE}", "§ holds its number"),
    Rule(
        "L. R. D.",
        re.compile(r"(?<![\w.])([LRD]\.)\s?(?=(?:\*?\d{2,}|\d-\d))"),
        rf"\1{INSECABLE}",
        "an article of a code is one name: L. 541-3",
        needs=r"\.(?<=[LRD].)",
    ),
    Rule(
        "M. Mme",
        re.compile(r"(?<![\w.])(MM?\.|Mmes?|Mlles?|Dr|Pr|Me(?=\s\**[A-ZÀ-Ý]))\s(?=[*\[]*[^\W\d_])"),
        rf"\1{INSECABLE}",
        "the title holds the name",
        needs="[MDP][.mler]",
    ),
    Rule(
        "M.Dupont",
        re.compile(r"(?<![\w.])(MM?\.)(?=[A-ZÀ-Ý][a-zà-ÿ])"),
        rf"\1{INSECABLE}",
        "a name is a word apart",
        needs=r"M\.\S",
    ),
    Rule(
        "référent élu",
        re.compile(r"(?i)\b(référente?s?)\s(?=(?:élue?s?|commune|sûreté)\b)"),
        rf"\1{INSECABLE}",
        "the two words are the name of one function",
        needs="(?i)férent",
    ),
    Rule(
        "NOR",
        re.compile(rf"\b(NOR[ {INSECABLE}]:)\s(?=[A-Z]{{3,4}}\d)"),
        rf"\1{INSECABLE}",
        "the number of a text is read with its name",
        needs="NOR",
    ),
    Rule(
        "La Réunion",
        re.compile(rf"(?<=[^\W\d][ {INSECABLE}])(L[ae]s?|Los)\s(?=[A-ZÀ-Ý][a-zà-ÿ])"),
        rf"\1{INSECABLE}",
        "an article with a capital within a sentence is part of a name",
        needs=r"L\w+\s[A-ZÀ-Ý]",
    ),
)
"""The blanks that an abbreviation holds, the article of a name, or the name of a function."""
