"""The internal page: figures of a commune and of its unit, month by month."""

import shlex
from decimal import Decimal
from itertools import groupby

from docgen.french.rule import INSECABLE
from docgen.french.wording import MOIS, nombre
from docgen.kinds.infographie.commune import KnownCommune, Page
from docgen.kinds.infographie.content import FeuilleInterne
from docgen.kinds.infographie.facts import (
    Cellule,
    FaitsInterne,
    GroupeMensuel,
    LigneTableau,
    ReleveMensuel,
)
from docgen.kinds.infographie.mensuel import last_month, month_charts, undrawn_months
from docgen.kinds.infographie.points import MISSING
from docgen.left import Duty, What, Who
from docgen.markup import plain
from docgen.referential.figures.activite import EXEMPLE_FICTIF, Releve
from docgen.referential.figures.activite import Ligne as Relevee
from docgen.statistics.variations import Variation

FILE = "activite.xlsx"
FORM_HINT = f"« {{}} » donne le tableau à remplir, « docgen data import activite {FILE} » le relit"
HEIGHT, TALL = 78.0, 150.0
"""The height of a chart, in points, and its least height on a page of few rows."""
SHORT_MONTHS = {
    "janvier": "janv.",
    "février": "févr.",
    "juillet": "juil.",
    "septembre": "sept.",
    "octobre": "oct.",
    "novembre": "nov.",
    "décembre": "déc.",
}
"""The short names of months, those that have one."""
FEW_ROWS = 12
"""Up to how many rows of figures leave a page room for more."""
HEIGHT_A_ROW = 16.0
"""How much higher a chart is for each row less than that."""
VERY_FEW_ROWS, GIVEN_TO_ROWS = 6, 62.0
"""Up to how many rows are set wider apart, and the height that charts give them for it."""


def internal_page(words: FeuilleInterne, place: KnownCommune) -> Page:
    """Return the internal page of a commune, a draft if figures are missing or invented."""
    facts = _facts(words, place)
    left = list(place.left)
    unit = place.competence.service if place.competence else "UNITE"
    form = shlex.join(("docgen", "data", "formulaire", unit, FILE))
    hint, duty = FORM_HINT.format(form), Duty(Who.TERRAIN, What.IMPORTER, form)
    if facts.avis:
        left.append(place.missing(plain(facts.avis), hint, duty))
    if EXEMPLE_FICTIF in facts.repere:
        left.append(place.invented(hint, duty))
    if left:
        mark = f"{facts.repere} – PROJET"
        facts = facts.model_copy(update={"projet": True, "repere": mark})
    return Page(facts, tuple(left))


def _facts(words: FeuilleInterne, place: KnownCommune) -> FaitsInterne:
    activity = place.referential.activite
    own = activity.of(place.commune.code) if activity else None
    service = place.competence.service if place.competence else ""
    identifier = place.competence.id_service if place.competence else ""
    unit = activity.of(identifier, service) if activity and service else None
    sheets = [(name, sheet) for name, sheet in ((service, unit), (place.nom, own)) if sheet]
    invented = any(sheet.exemple_fictif for _, sheet in sheets)
    rows = sum(len(sheet.lignes) for _, sheet in sheets)
    ample = 0 < rows <= FEW_ROWS
    spaced = 0 < rows <= VERY_FEW_ROWS
    height = TALL + HEIGHT_A_ROW * (FEW_ROWS - rows) if ample else HEIGHT
    height -= GIVEN_TO_ROWS * spaced
    month = max((sheet.mois for _, sheet in sheets), default=None)
    when = f" · {MOIS[month.month - 1]} {month.year}" if month else ""
    marks = ("INTERNE", EXEMPLE_FICTIF if invented else "")
    return FaitsInterne(
        projet=False,
        repere=" – ".join(mark for mark in marks if mark),
        mention=plain(words.mention),
        avertissement=plain(words.avertissement),
        surtitre=f"{plain(words.surtitre)}{when}",
        nom=place.nom,
        lieu=place.printed_lieu,
        cles=place.keys,
        avis="" if own else words.sans_releve,
        ample=ample,
        espacee=spaced,
        releves=tuple(_table(name, sheet) for name, sheet in sheets),
        titre_evolution=f"{plain(words.titre_evolution)} : {place.nom}",
        dernier_mois=last_month(own) if own else "",
        evolutions=month_charts(place.nom, own, height) if own else (),
        sans_colonnes=undrawn_months(own) if own else "",
        lecture=words.lecture,
        sources=f"Source : relevé de l’unité, {'exemple fictif' if invented else 'interne'}.",
    )


def _table(name: str, sheet: Releve) -> ReleveMensuel:
    year, month = sheet.mois.year, MOIS[sheet.mois.month - 1]
    since = "janv." if sheet.mois.month == 1 else f"janv.–{SHORT_MONTHS.get(month, month)}"
    heads = (
        *(f"{month} {year - 1}", f"{month} {year}", "écart"),
        *(f"{since} {year - 1}", f"{since} {year}", "écart"),
    )
    groups = []
    for field, lines in groupby(sheet.lignes, key=lambda line: line.domaine):
        rows = tuple(LigneTableau(libelle=one.indicateur, cellules=_cells(one)) for one in lines)
        named = [row.libelle for row in rows] != [field]
        groups.append(GroupeMensuel(titre=field if named else "", lignes=rows))
    return ReleveMensuel(titre=name, colonnes=heads, groupes=tuple(groups))


def _cells(line: Relevee) -> tuple[Cellule, ...]:
    texts = (
        _count(line.mois_precedent),
        _count(line.mois),
        change_in_words(line.variation_mois),
        _count(line.cumul_precedent),
        _count(line.cumul),
        change_in_words(line.variation_cumul),
    )
    return tuple(Cellule(texte=text) for text in texts)


def _count(value: int | None) -> str:
    return MISSING if value is None else nombre(value)


def change_in_words(variation: Variation | None) -> str:
    """Return a change in words: « +5 », « −12 (−18 %) », « = »."""
    if variation is None:
        return MISSING
    if variation.ecart == 0:
        return "="
    percent = ""
    if variation.pourcent:  # « 0 % » beside « +3 » would deny it
        percent = f" ({_with_sign(variation.pourcent)}{INSECABLE}%)"
    return f"{_with_sign(Decimal(variation.ecart))}{percent}"


def _with_sign(value: Decimal) -> str:
    return f"{'+' * (value > 0)}{nombre(value)}"
