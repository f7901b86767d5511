"""The facts of the report of a year; its texts hold marks of emphasis and links."""

from docgen.charts.specification import MiniBarre, MiniCourbe
from docgen.document import Facts, PageFacts


class FaitsValeur(Facts):
    """An indicator: who counts it, its values, the last of this year; empty to fill in."""

    libelle: str
    source: str
    nombres: tuple[str, ...]
    evolution: MiniCourbe | None
    variation: str
    note: str


class FaitsChiffre(Facts):
    """A number to read first: « 90 », « Communes visitées », its source: « 5.1 · GGD81 ».

    Once two years are known, beside the first of them: « 60 en 2024 (+50 %) », and a line; before,
    beside all that there are, where that is known: « sur 312 en zone gendarmerie », a bar, and the
    `part` that it draws: « 26 % »; instead of a short bar, « sur 312 en zone gendarmerie (4 %) ».
    """

    valeur: str
    libelle: str
    source: str
    comparaison: str
    evolution: MiniCourbe | MiniBarre | None
    part: str


class FaitsAction(Facts):
    """An action: what was done, or lines to fill in, and its values, the main one first.

    The first page prints `resume`: the first of them or, in a first year, the first that is not
    read in large above.
    """

    reference: str
    titre: str
    fait: str
    lignes: tuple[int, ...]
    valeurs: tuple[FaitsValeur, ...]
    resume: FaitsValeur


class FaitsChampRempli(Facts):
    titre: str
    lignes: tuple[str, ...]


class FaitsVisite(Facts):
    """A visit: « Puygouzon, le 12 mai 2026 », by whom and to whom, what was written down."""

    titre: str
    qui: str
    champs: tuple[FaitsChampRempli, ...]


class FaitsVisites(Facts):
    """The visits of the year whose report was gathered, for those who may read them."""

    titre: str
    compte: str
    liste: tuple[FaitsVisite, ...]


class FaitsBilan(PageFacts):
    """The report; `intitule` runs at the edges of its pages, as `repere` and `mention` do.

    `annees` are the years of its columns; beside several stands a line of all of them. `lecture`
    says in a sentence or two what the numbers tell, nothing while none is known.  `resume` is how
    the first page is set: as it comes, closer (`serre`), or followed by the detail (`suivi`).
    """

    intitule: str
    surtitre: str
    titre: str
    chapo: str
    chiffres: tuple[FaitsChiffre, ...]
    resume: str
    echeance: str
    lecture: str
    compte: str
    annees: tuple[str, ...]
    titre_marquants: str
    marquants: tuple[str, ...]
    lignes_marquants: tuple[int, ...]
    titre_synthese: str
    titre_suite: str
    suite: str
    lignes_suite: tuple[int, ...]
    titre_detail: str
    actions: tuple[FaitsAction, ...]
    visites: FaitsVisites | None
