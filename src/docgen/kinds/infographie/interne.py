"""The internal page: figures of a commune and of its unit, month by month."""

import shlex
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any, Final, TypeAlias

from docgen.charts.lettering import line_count, width
from docgen.errors import Problem
from docgen.french.rule import INSECABLE
from docgen.french.titles import hold_end, hold_names
from docgen.french.wording import MOIS, nombre
from docgen.kinds.infographie.commune import KnownCommune, Page
from docgen.kinds.infographie.content import FeuilleInterne
from docgen.kinds.infographie.facts import (
    Cellule,
    FaitsInterne,
    FaitsMois,
    GroupeColonnes,
    GroupeMensuel,
    LigneTableau,
    ReleveMensuel,
)
from docgen.kinds.infographie.mensuel import (
    has_months,
    height_of_charts,
    last_month,
    month_charts,
    nothing_in_words,
    other_scales,
    undrawn_months,
    year_keys,
)
from docgen.kinds.infographie.points import MISSING
from docgen.left import Duty, What, Who
from docgen.markup import plain
from docgen.referential.figures.activite import ACTIVITE_FILE, EXEMPLE_FICTIF, Releve
from docgen.referential.figures.activite import Ligne as Relevee
from docgen.statistics.variations import Variation

FILE = "activite.xlsx"
FORM_HINT = f"« {{}} » donne le tableau à remplir, « docgen data import activite {FILE} » le relit"
CHANGE, PERCENT, NO_PERCENT = "écart", "en %", "–"
Percents: TypeAlias = tuple[bool, bool]
"""Whether the month, and the months since January, have a column of changes in percent."""
ROOM, ROW = 439.0, 11.6
"""The height of all rows and of a chart under two heads, and that of a row, in points."""
AMPLE_ROOM, PITCH = 376.0, 21.26
"""The same where rows stand at their full pitch, 7.5 mm."""
ENOUGH: Final = 100.0
"""The height of a chart with its sentence that rows leave at their full pitch, at the least."""
TABLE: Final = 50.0
"""The height of a table without a row, and of the blank over it."""
KEY_WIDTHS: Final = (71.0, 190.0, 122.0)
"""The widths of the key facts, in points."""
KEY_HEIGHT: Final = 23.5
"""The height of a key fact of two lines."""
NAME_WIDTHS: Final = (184.0, 184.0, 167.0)
"""The width of the first column of a table, in points, by how many columns of percents it has."""
ROW_SIZES, ROW_LINES = (8.4, 10.0), (10.2, 13.0)
"""The size of a row's name and the height of a line of it, in points; at its full pitch."""
TITLE, TITLE_WIDTH = 14.0, 330.0
"""The height of a line of the title over the charts, and its width beside their key."""
PLACE_SIZE, PLACE_WIDTH = 10.2, 462.0
"""The size in the sans of what the serif says in 9.5 points, where the commune is; its width."""
HEAD: Final = 24.0
"""The height of the two lines over the columns of a table, in points."""
LONG_NAME, SECOND_LINE = 36, 17.0
"""How many letters a name has in one line, and what a second line of it takes, in points."""
SENTENCE: Final = 20.0
"""The height of the words for what is not drawn under charts, which the charts give them."""
BARE: Final = 24.0
"""The height of the titles of charts, which a page without charts has not, in points."""
STEP: Final = 6.0
"""A step of the blank over the foot, in points: pages of one height have one frame."""


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
    return Page(facts, tuple(left), shorten=_to_shorten(facts.releves))


def _to_shorten(tables: Sequence[ReleveMensuel]) -> Problem | None:
    """Return what to shorten in a form where its figures take a second page: its longest name."""
    names = [row.libelle for one in tables for group in one.groupes for row in group.lignes]
    if not names:
        return None
    hint = (
        f"dans le relevé mensuel de l’unité ({FILE}), abrégez « {max(names, key=len)} », "
        "le plus long des noms, ou retirez une ligne, puis importez-le de nouveau"
    )
    return Problem(f"content/referentiel/activite/{ACTIVITE_FILE}", "", hint=hint)


def _facts(words: FeuilleInterne, place: KnownCommune) -> FaitsInterne:
    activity = place.referential.activite
    own = activity.of(place.commune.code) if activity else None
    service = place.competence.service if place.competence else ""
    identifier = place.competence.id_service if place.competence else ""
    unit = activity.of(identifier, service) if activity and service else None
    sheets = [(name, sheet) for name, sheet in ((service, unit), (place.nom, own)) if sheet]
    invented = any(sheet.exemple_fictif for _, sheet in sheets)
    percents = _percents(sheet for _, sheet in sheets)
    tables = tuple(month_table(name, sheet, percents) for name, sheet in sheets)
    ample, height = _room(place, tables)
    month = max((sheet.mois for _, sheet in sheets), default=None)
    when = f" · {MOIS[month.month - 1]} {month.year}" if month else ""
    nothing = nothing_in_words(place.nom, own) if own and unit and has_months(unit) else ""
    whose, drawn = (service, unit) if nothing else (place.nom, own)
    titre = f"{plain(words.titre_evolution)} : {whose}"
    said = nothing or (undrawn_months(drawn) if drawn else "")
    height -= TITLE * (line_count(titre, 11.5, TITLE_WIDTH, bold=True) - 1) + SENTENCE * bool(said)
    charts = month_charts(whose, drawn, height) if drawn else ()
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
        cles=place.short_keys,
        avis="" if own else words.sans_releve,
        ample=ample,
        blanc=_blank(height, charts) if tables else (),
        releves=tables,
        ecart=words.ecart if sheets else "",
        titre_evolution=titre,
        annee_precedente=before,
        annee=now,
        dernier_mois=last_month(drawn) if drawn else "",
        echelles=other_scales(drawn) if drawn and len(charts) > 1 else "",
        evolutions=charts,
        sans_colonnes=said,
        lecture=tuple(map(hold_end, words.lecture)),
        sources=f"Source : relevé de l’unité, {'exemple fictif' if invented else 'interne'}.",
    )


def _room(place: KnownCommune, tables: Sequence[ReleveMensuel]) -> tuple[bool, float]:
    """Return whether rows stand at their full pitch, and the height they leave for a chart."""
    rows = sum(len(group.lignes) + bool(group.titre) for one in tables for group in one.groupes)
    keys = max(
        13 * line_count(key.valeur, 10.5, room, bold=True)
        + 10.5 * line_count(key.libelle, 8.5, room)
        for key, room in zip(place.short_keys, KEY_WIDTHS, strict=True)
    )
    taken = TABLE * (len(tables) - 2) + keys - KEY_HEIGHT
    taken += 12 * (line_count(place.printed_lieu, PLACE_SIZE, PLACE_WIDTH) - 1)
    names = (line_count(one.titre, 12, _name_width(one), bold=True) for one in tables)
    taken += sum(max(0.0, TITLE * lines - HEAD) for lines in names)
    taken += SECOND_LINE * (len(place.nom) > LONG_NAME)
    more, ample_more = (
        line * sum(_lines_beyond_one(one, size) for one in tables)
        for size, line in zip(ROW_SIZES, ROW_LINES, strict=True)
    )
    ample = AMPLE_ROOM - PITCH * rows - ample_more - taken
    return (True, ample) if ample >= ENOUGH else (False, ROOM - ROW * rows - more - taken)


def _name_width(table: ReleveMensuel) -> float:
    return NAME_WIDTHS[table.colonnes.count(PERCENT)]


def _lines_beyond_one(table: ReleveMensuel, size: float) -> int:
    """Return how many lines the names of the rows of a table take beyond one each."""
    wide = _name_width(table)
    names = (row.libelle for group in table.groupes for row in group.lignes)
    return sum(line_count(name, size, wide) - 1 for name in names)


def _blank(height: float, charts: Sequence[FaitsMois]) -> tuple[int, ...]:
    """Return the steps of what charts leave of a height: it stands over the foot."""
    used = height_of_charts(charts) or -BARE
    return tuple(range(1, 1 + max(0, int((height - used) // STEP))))


def month_table(name: str, sheet: Releve, percents: Percents) -> ReleveMensuel:
    """Return the table of a sheet; `percents` says which of its periods have such a column."""
    year, month = sheet.mois.year, MOIS[sheet.mois.month - 1]
    since = "depuis janvier" if sheet.mois.month == 1 else f"de janvier à {month}"
    groups = []
    for field, lines in groupby(sheet.lignes, key=lambda line: line.domaine):
        rows = tuple(
            LigneTableau(libelle=one.indicateur, cellules=_cells(one, percents)) for one in lines
        )
        named = [row.libelle for row in rows] != [field]
        groups.append(GroupeMensuel(titre=field if named else "", lignes=rows))
    wide = NAME_WIDTHS[sum(percents)]
    fits = all(width(word, 12, bold=True) <= wide for word in name.split(" "))
    titre = hold_names(name) if fits else name
    return ReleveMensuel(
        titre=titre,
        **month_heads((f"Faits en {month}", f"Faits {since}"), year, percents),
        groupes=tuple(groups),
    )


def month_heads(periods: tuple[str, str], year: int, percents: Percents) -> dict[str, Any]:
    """Return the two rows of heads of a table."""
    heads = [(str(year - 1), str(year), CHANGE, *(PERCENT,) * there) for there in percents]
    groups = [
        GroupeColonnes(titre=period, largeur=len(head))
        for period, head in zip(periods, heads, strict=True)
    ]
    return {"periodes": tuple(groups), "colonnes": (*heads[0], *heads[1])}


def _percents(sheets: Iterable[Releve]) -> Percents:
    """Return which periods have a change in percent: if the month has one, so have both."""
    lines = [line for sheet in sheets for line in sheet.lignes]
    month = any(percent_in_words(line.variation_mois) for line in lines)
    return month, month or any(percent_in_words(line.variation_cumul) for line in lines)


def _cells(line: Relevee, percents: Percents) -> tuple[Cellule, ...]:
    periods = (
        (line.mois_precedent, line.mois, line.variation_mois),
        (line.cumul_precedent, line.cumul, line.variation_cumul),
    )
    return tuple(
        Cellule(texte=text)
        for period, there in zip(periods, percents, strict=True)
        for text in period_in_words(*period, percent=there)
    )


def period_in_words(
    before: int | None, now: int | None, change: Variation | None, *, percent: bool
) -> tuple[str, ...]:
    """Return the cells of a row under a period."""
    cells = (_count(before), _count(now), change_in_words(change))
    return (*cells, percent_in_words(change) or NO_PERCENT) if percent else cells


def _count(value: int | None) -> str:
    return MISSING if value is None else nombre(value)


def change_in_words(variation: Variation | None) -> str:
    """Return a change in words: « +5 », « −12 », « = »."""
    if variation is None:
        return MISSING
    return _with_sign(Decimal(variation.ecart)) if variation.ecart else "="


def percent_in_words(variation: Variation | None) -> str:
    """Return a change in percent, « −18 % »; « 0 % » beside « +3 » would deny it."""
    if variation is None or not variation.ecart or not variation.pourcent:
        return ""
    return f"{_with_sign(variation.pourcent)}{INSECABLE}%"


def _with_sign(value: Decimal) -> str:
    return f"{'+' * (value > 0)}{nombre(value)}"
