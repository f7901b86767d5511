"""The sheet of the law: a row for each article to read, to be filled in and signed."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from docgen.content.repertoire import unprintable
from docgen.content.stamp import words_digest
from docgen.document import Diffusion
from docgen.french.rule import INSECABLE
from docgen.french.wording import date_longue
from docgen.importing.spreadsheet.answer_sheet import AskedRow, SheetForm
from docgen.importing.spreadsheet.reading import CellKind, SheetColumn
from docgen.importing.spreadsheet.typed_cells import YES_NO
from docgen.importing.spreadsheet.writing import Link, Tab, Value, read_guide, write_workbook
from docgen.kinds.actes.project import project_acts
from docgen.referential.droit.comparison.comparison import COLOUR_WORDS
from docgen.referential.droit.regle import Regle
from docgen.referential.referential import Referential
from docgen.review.articles import ArticleToRead
from docgen.review.printed_law import places_of

SHEET: Final = "Droit"
FORM: Final = "droit-1"
"""The name and the version of the form; a change of its columns makes another version."""
GUIDE: Final = Path(__file__).with_name("guide-droit.txt")
SENTENCES: Final = 8
"""How many sentences a cell shows; the page beside the sheet has them all."""
PASSAGE: Final = 600
"""How many letters of a passage a cell shows."""
MAX_PLACES: Final = 4
"""How many places of a sentence a cell names."""

ARTICLE: Final = "Article ou texte"
CONFORME, EXACTE = "Conforme", "Valeur exacte"
LU_LE, PAR, VERSION_LUE = "Lu le", "Par", "Version lue"
IN_FORCE = "Version en vigueur"
VERSION_NOTE: Final = (
    "vide : celle en vigueur le jour où vous avez lu ; obligatoire où « À regarder » le dit"
)


def _grey(title: str, width: float, note: str = "", kind: CellKind = CellKind.TEXT) -> SheetColumn:
    return SheetColumn(title, note=note, width=width, kind=kind, locked=True)


COLUMNS: Final = (
    _grey(ARTICLE, 26),
    _grey("Légifrance", 11, "ouvrir"),
    _grey("Documents", 11, "que cela retient", CellKind.NUMBER),
    _grey("Règles", 46),
    _grey("Imprimé", 60, "la phrase, et où elle est"),
    _grey("Couleur", 10),
    _grey("Passage du texte", 50),
    _grey("À regarder", 36),
    _grey("Sûreté", 18),
    _grey(IN_FORCE, 24),
    _grey("Dernier contrôle", 20),
    SheetColumn(CONFORME, note="oui ou non", width=11, choices=YES_NO),
    SheetColumn(EXACTE, note="si « non »", width=24),
    SheetColumn(LU_LE, note="03/11/2026", width=12, kind=CellKind.DAY),
    SheetColumn(PAR, note="votre nom", width=20),
    SheetColumn(VERSION_LUE, note=VERSION_NOTE, width=28),
)


def law_form(referential: Referential) -> SheetForm:
    """Return the form of the sheet for a project, which its parties identify."""
    return SheetForm(FORM, project_digest(referential), COLUMNS, many=True)


def project_digest(referential: Referential) -> str:
    """Return the digest of the parties of a project, by which the marks of sheets identify it."""
    return words_digest([project_acts(referential).partenariat(Diffusion.INTERNE)])


def write_law_sheet(
    referential: Referential, articles: Sequence[ArticleToRead], command: str
) -> bytes:
    """Return the workbook (.xlsx) of articles to read; `command` writes it again."""
    tabs = [law_tab(referential, articles)]
    return write_workbook("Le droit à contrôler", read_guide(GUIDE), tabs, command)


def law_tab(referential: Referential, articles: Iterable[ArticleToRead]) -> Tab:
    """Return the sheet alone, for a workbook that has others."""
    rows = [_row(article) for article in articles]
    return law_form(referential).tab(SHEET, rows, frozen=1)


def _row(article: ArticleToRead) -> AskedRow:
    cells: list[Value] = [
        article.name,
        Link("ouvrir", article.link) if article.link else None,
        article.documents,
        "\n".join(f"{statement(regle)} [{regle.cle}]" for regle in article.regles),
        "\n".join(printed_lines(article)),
        COLOUR_WORDS[article.couleur],
        "\n".join(passages(article)),
        "\n".join(to_look_at(article)),
        "\n".join(dict.fromkeys(regle.confiance.libelle for regle in article.regles)),
        version_words(article),
        "\n".join(check_words(article)),
    ]
    asked = sum(not column.locked for column in COLUMNS)
    shown = [printable(cell) if isinstance(cell, str) else cell for cell in cells]
    digests = {regle.cle: regle.empreinte for regle in article.regles}
    return AskedRow(digests, [*shown, *[None] * asked])


def statement(regle: Regle) -> str:
    """Return what an item says: its statement, and its value if it has one."""
    return f"{regle.libelle}{INSECABLE}: {regle.dit}" if regle.valeur else regle.libelle


def printed_lines(article: ArticleToRead) -> Iterable[str]:
    """Yield the first sentences that print an article, each with its places."""
    for words, printed in list(article.sentences.items())[:SENTENCES]:
        places = places_of(printed)
        more = f" ; et {len(places) - MAX_PLACES} ailleurs" if len(places) > MAX_PLACES else ""
        yield f"« {words} » ({' ; '.join(places[:MAX_PLACES])}{more})"
    if len(article.sentences) > SENTENCES:
        yield f"et {len(article.sentences) - SENTENCES} autres : voir la page HTML"


def passages(article: ArticleToRead) -> list[str]:
    """Return the sentences of the text in force that the items rest on, each once."""
    texts = dict.fromkeys(one.passage for one in article.compared if one.passage)
    return [
        f"« {text if len(text) <= PASSAGE else f'{text[:PASSAGE].rstrip()} […]'} »"
        for text in texts
    ]


def text_to_name(name: str, regles: Sequence[Regle]) -> str:
    """Return what must be said of the text that was read, nothing where its version is known.

    An article of a code has one in force on each day; a charter only the day that it bears.
    """
    cited = [one.reference for one in regles if one.reference]
    if len(cited) == len(regles) and all(one.lien for one in cited):
        return ""
    example = f" : « {name}, version du 1er janvier 2026 »" if cited else ""
    return f"le texte lu, et sa date{example}"


def to_look_at(article: ArticleToRead) -> list[str]:
    """Return what a person must look at: what the comparison says of each item, and our notes.

    First comes why items do not hold at home, last what the row needs to count, beside « oui ».
    """
    void = ((one.regle.cle, _said_void(one.regle.elsewhere)) for one in article.compared)
    seen = ((one.regle.cle, one.a_voir) for one in article.compared)
    lines = [*_said_of(void), *_said_of(seen)]
    notes = dict.fromkeys(one.a_controler for one in article.regles if one.a_controler)
    own = "" if article.version else text_to_name(article.name, article.regles)
    needed = f"Écrivez dans « {VERSION_LUE} » {own}." if own else ""
    return [*lines, *notes, *filter(None, [needed])]


def _said_void(why: str) -> str:
    return why and f"{why} : à remplacer, un contrôle n’y change rien"


def _said_of(items: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield each of the words said of items, after their keys where not all have the same."""
    said: dict[str, list[str]] = {}
    for cle, words in items:
        said.setdefault(words, []).append(cle)
    for words, keys in said.items():
        if words:
            yield words if len(said) == 1 else f"{', '.join(keys)} : {words}"


def version_words(article: ArticleToRead) -> str:
    """Return the version in force in words, empty where its text is not imported."""
    if article.version is None:
        return ""
    return f"{article.version.id}, depuis le {date_longue(article.version.debut)}"


def check_words(article: ArticleToRead) -> list[str]:
    """Return the last checks of an article's items, each once: « jamais »."""
    checks = ((row.etat, row.regle.controle) for row in article.items)
    return list(
        dict.fromkeys(
            f"{state} : {check.par}, {date_longue(check.le)}" if check else "jamais"
            for state, check in checks
        )
    )


def printable(text: str) -> str:
    """Return a text without the characters that docgen cannot print, which a code may hold."""
    return text.translate({ord(char): "□" for _, char in unprintable(text) if char != "\n"})
