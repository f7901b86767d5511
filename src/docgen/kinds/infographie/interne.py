"""The internal page: figures of a commune and of its unit, month by month."""

import shlex
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from docgen.charts.specification import Colonnes, EtatValeur, PointGraphique, Trace
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
from docgen.kinds.infographie.points import MISSING, point_in_words
from docgen.left import Duty, What, Who
from docgen.markup import plain
from docgen.referential.figures.activite import EXEMPLE_FICTIF, Annee, Releve
from docgen.referential.figures.activite import Ligne as Relevee
from docgen.statistics.variations import Variation

CHARTS = 3
"""How many lines are drawn as charts: the first of the form, whose order people choose."""
FILE = "activite.xlsx"
FORM_HINT = f"« {{}} » donne le tableau à remplir, « docgen data import activite {FILE} » le relit"
WIDTH, HEIGHT, TALL = 153.0, 78.0, 150.0
"""The width and height of a chart, in points, and its least height on a page of few rows."""
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
RED_SAID = " (en rouge, le dernier mois)"
"""What the title of the charts says of their last figure."""
FEW_ROWS = 12
"""Up to how many rows of figures leave a page room for more."""
HEIGHT_A_ROW = 16.0
"""How much higher a chart is for each row less than that."""


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
    height = TALL + HEIGHT_A_ROW * (FEW_ROWS - rows) if ample else HEIGHT
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
        releves=tuple(_table(name, sheet) for name, sheet in sheets),
        titre_evolution=f"{plain(words.titre_evolution)} : {place.nom}{RED_SAID}",
        evolutions=tuple(_charts(place.nom, own, height)) if own else (),
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


def _charts(name: str, sheet: Releve, height: float) -> Iterator[Colonnes]:
    year = sheet.mois.year
    for rank, line in enumerate(sheet.lignes[:CHARTS], 1):
        series = ((year, line.serie), (year - 1, line.serie_precedente))
        traces = tuple(
            Trace(nom=str(chart_year), points=_months(months), reference=chart_year < year)
            for chart_year, months in series
        )
        description = " ; ".join(
            f"{trace.nom} : {_listed_points(trace.points)}" for trace in traces
        )
        yield Colonnes(
            cle=f"mois-{rank}",
            titre=line.indicateur,
            unite="par mois",
            alternative=f"Colonnes, {line.indicateur}, {name}, par mois. {description}.",
            largeur=WIDTH,
            hauteur=height,
            traces=traces,
        )


def _months(months: Annee) -> tuple[PointGraphique, ...]:
    return tuple(
        PointGraphique(libelle=name, etat=EtatValeur.ABSENT)
        if value is None
        else PointGraphique(libelle=name, valeur=Decimal(value))
        for name, value in zip(MOIS, months, strict=True)
    )


def _listed_points(points: Sequence[PointGraphique]) -> str:
    return ", ".join(f"{point.libelle} {point_in_words(point, 0)}" for point in points)
