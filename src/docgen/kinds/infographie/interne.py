"""The internal page: figures of a commune and of its unit, month by month."""

import shlex
from decimal import Decimal
from itertools import groupby

from docgen.charts.lettering import line_count, width
from docgen.french.rule import INSECABLE
from docgen.french.titles import hold_end, hold_names
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
from docgen.kinds.infographie.mensuel import (
    LOW,
    SENTENCE,
    has_months,
    last_month,
    month_charts,
    nothing_in_words,
    undrawn_months,
    year_keys,
)
from docgen.kinds.infographie.points import MISSING
from docgen.left import Duty, What, Who
from docgen.markup import plain
from docgen.referential.figures.activite import EXEMPLE_FICTIF, Releve
from docgen.referential.figures.activite import Ligne as Relevee
from docgen.statistics.variations import Variation

FILE = "activite.xlsx"
FORM_HINT = f"« {{}} » donne le tableau à remplir, « docgen data import activite {FILE} » le relit"
LEAST, MOST = 78.0, 240.0
"""The least and the greatest height of a chart with its sentence, in points."""
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
FEW_ROWS, VERY_FEW_ROWS = 10, 6
"""Up to how many rows of figures are set apart, and up to how many wide apart."""
ROOM, ROW = 441.0, 11.6
"""The height of all rows and of a chart under two heads, and that of a row, in points."""
AMPLE_ROOM, AMPLE_ROW = 365.0, 19.8
WIDE_ROOM, WIDE_ROW = 350.0, 24.2
"""The same where rows are set apart, and where wide apart."""
TABLE = 46.0
"""The height of the head of a table."""
KEY_WIDTH, KEY_HEIGHT = 127.0, 36.0
"""The width of a key fact, in points, and the height of one of three lines."""
NAME_WIDTH = 138.0
"""The width of the first column of a table, in points."""
CALM, CALM_NAME = 74.0, 36
"""What very few rows set further apart take from the charts, under a name of so many letters."""
TITLE, TITLE_WIDTH = 14.0, 330.0
"""The height of a line of the title over the charts, and its width beside their key."""
PLACE_WIDTH = 462.0
"""The width of the line that says where the commune is."""


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
    tables = tuple(_table(name, sheet) for name, sheet in sheets)
    rows = sum(len(group.lignes) + bool(group.titre) for one in tables for group in one.groupes)
    ample, spaced = 0 < rows <= FEW_ROWS, 0 < rows <= VERY_FEW_ROWS
    height = _chart_height(place, rows, len(tables))
    month = max((sheet.mois for _, sheet in sheets), default=None)
    when = f" · {MOIS[month.month - 1]} {month.year}" if month else ""
    nothing = nothing_in_words(place.nom, own) if own and unit and has_months(unit) else ""
    whose, drawn = (service, unit) if nothing else (place.nom, own)
    titre = f"{plain(words.titre_evolution)} : {whose}"
    height -= TITLE * (line_count(titre, 11.5, TITLE_WIDTH, bold=True) - 1)
    height -= SENTENCE * bool(nothing)
    before, now = year_keys(drawn) if drawn else ("", "")
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
        calme=spaced and _calm(place.nom, tables, drawn, height),
        releves=tables,
        ecart=words.ecart if sheets else "",
        titre_evolution=titre,
        annee_precedente=before,
        annee=now,
        dernier_mois=last_month(drawn) if drawn else "",
        evolutions=month_charts(whose, drawn, height) if drawn else (),
        sans_colonnes=nothing or (undrawn_months(drawn) if drawn else ""),
        lecture=tuple(map(hold_end, words.lecture)),
        sources=f"Source : relevé de l’unité, {'exemple fictif' if invented else 'interne'}.",
    )


def _calm(
    name: str, tables: tuple[ReleveMensuel, ...], drawn: Releve | None, height: float
) -> bool:
    """Return whether rows may stand further apart: no chart, or charts low without that room."""
    heads = sum(line_count(one.titre, 12, NAME_WIDTH, bold=True) - 1 for one in tables)
    room = height - CALM - TITLE * heads
    charts = month_charts(name, drawn, room) if drawn else ()
    highs = {one.colonnes.hauteur for one in charts if one.colonnes}
    return not highs or (highs == {LOW} and len(name) <= CALM_NAME)


def _chart_height(place: KnownCommune, rows: int, tables: int) -> float:
    """Return the height that a page leaves for a chart and its sentence, in points."""
    room, row = (AMPLE_ROOM, AMPLE_ROW) if rows <= FEW_ROWS else (ROOM, ROW)
    room, row = (WIDE_ROOM, WIDE_ROW) if rows <= VERY_FEW_ROWS else (room, row)
    keys = max(
        13 * line_count(key.valeur, 10.5, KEY_WIDTH, bold=True)
        + 11.5 * line_count(key.libelle, 9, KEY_WIDTH)
        for key in place.keys
    )
    placed = 12 * line_count(place.printed_lieu, 9.5, PLACE_WIDTH)
    height = room - row * rows + TABLE * (2 - tables) - (keys - KEY_HEIGHT) - (placed - 12)
    return max(LEAST, min(MOST, height))


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
    fits = all(width(word, 12, bold=True) <= NAME_WIDTH for word in name.split(" "))
    titre = hold_names(name) if fits else name
    return ReleveMensuel(titre=titre, colonnes=heads, groupes=tuple(groups))


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
