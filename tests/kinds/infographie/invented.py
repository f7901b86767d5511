"""What pages of figures are made of, for a commune and a département that do not exist.

All of it is invented (« exemple fictif »): places, people, figures, telephone numbers, map.  The
words that stand around are those of the project.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from docgen.charts.specification import (
    Carte,
    Courbe,
    EtatValeur,
    PointGraphique,
    Repere,
    RoleZone,
    ZoneCarte,
)
from docgen.charts.specification import Trace as Drawn
from docgen.content.source import read_source
from docgen.content.validation import check_source
from docgen.french.typography import prose
from docgen.french.wording import nombre
from docgen.kinds.infographie.chiffres import curve_facts
from docgen.kinds.infographie.content import Infographie
from docgen.kinds.infographie.facts import BlocContact, Cellule, Cle, FaitsCourbe
from docgen.kinds.infographie.graphiques import commune_curve, comparison, label_with_star
from docgen.kinds.infographie.phrases import noun_of, undrawn_in_words
from docgen.kinds.infographie.points import cell, count_point, rate_point
from docgen.kinds.infographie.publique import MAP
from docgen.kinds.infographie.rules import rules
from docgen.statistics.indicators import indicateur
from docgen.statistics.secrecy import Diffuse, NonDiffuse
from docgen.statistics.series import Base, Edition, Serie
from docgen.statistics.series import Point as Year
from tests.conftest import ROOT

SOURCE = ROOT / "content/infographie/textes.yaml"
WORDS: Infographie = check_source(read_source(SOURCE, SOURCE.name), Infographie, rules)
PUBLIC, INTERNAL = WORDS.publique, WORDS.interne

SPAN = tuple(range(2016, 2026))
EDITION = Edition(date(2026, 1, 22), 2026, SPAN)
DEPARTEMENT = "Haute-Fiction"
FICTIF = "exemple fictif"

FACTS = {
    "cambriolages": (14, 17, 12, 13, 9, 8, 11, 10, 12, 9),
    "degradations": (21, 18, 22, 26, None, None, None, 24, 19, 23),
    "escroqueries": (None, None, 9, 12, 15, 14, 18, 22, 27, 31),
}
"""Recorded facts along ten years; None is a value that is hidden."""
RATES = {
    "cambriolages": (12, 9, "7.9", "6.2"),
    "vols-sans-violence": (10, 8, "4.6", "5.8"),
    "vols-dans-vehicules": (None, 6, "3.5", "1.4"),
    "vols-de-vehicule": (None, None, None, "0.8"),
    "degradations": (19, 23, "13.3", "6.7"),
    "escroqueries": (27, 31, "18.0", "5.3"),
    "violences-intrafamiliales": (None, None, None, "2.9"),
    "violences-hors-famille": (7, 0, "0.0", "1.9"),
}
"""For each indicator: the facts of two years, the last rate, that of the département."""
SOURCES = tuple(
    tuple(prose(source) for source in column)
    for column in (
        (
            "Sources : exemple fictif ; SSMSI, délinquance enregistrée, édition du 22 janvier "
            "2026, géographie 2026, population et logements 2023.",
            "Insee, code officiel géographique 2026 et populations municipales 2023 ; La Poste, "
            "codes postaux ; DGCL, intercommunalités 2026 ; réunis par Etalab. Licence Ouverte "
            "2.0.",
            "IGN, Admin Express COG, via france-geojson. Licence Ouverte.",
        ),
        (
            "Ministère de l’intérieur, compétence territoriale gendarmerie et police ; répertoire "
            "national des élus ; unités de gendarmerie accueillant du public.",
        ),
    )
)


def serie(key: str, told: Sequence[int | None]) -> Serie:
    """Return a series of ten years; None is a hidden value."""
    values = (NonDiffuse() if one is None else Diffuse(one, Decimal(one)) for one in told)
    points = (Year(year, one, Base(None, None)) for year, one in zip(SPAN, values, strict=True))
    return Serie(indicateur(key), "99001", tuple(points), EDITION)


def curves(name: str, hidden: bool = False) -> tuple[FaitsCourbe, ...]:
    told = {key: [None] * len(SPAN) if hidden else row for key, row in FACTS.items()}
    return tuple(
        curve_facts(commune_curve(serie(key, row), SPAN, name), noun_of(indicateur(key)))
        for key, row in told.items()
    )


def rate(label: str, told: str | None) -> PointGraphique:
    """Return a rate; None is a hidden value."""
    if told is None:
        return PointGraphique(libelle=label, etat=EtatValeur.CACHE)
    return rate_point(label, Decimal(told))


def count(told: int | None) -> Cellule:
    """Return a count as a table prints it; None is a hidden value."""
    return cell(count_point("", NonDiffuse() if told is None else Diffuse(told, Decimal(told))), 0)


def compared(name: str, hidden: bool = False, beside: bool = True) -> dict[str, Any]:
    """Return the bars and the table of a commune's rates, beside its département's or alone."""
    rows = {key: (None, None, None, row[3]) if hidden else row for key, row in RATES.items()}
    labels = [label_with_star(indicateur(key)) for key in rows]
    own, away = (
        tuple(rate(label, row[at]) for label, row in zip(labels, rows.values(), strict=True))
        for at in (2, 3)
    )
    columns = {
        "2024": [count(row[0]) for row in rows.values()],
        "2025": [count(row[1]) for row in rows.values()],
    }
    traces = [Drawn(nom=name, points=own)]
    if beside:
        traces.append(Drawn(nom=DEPARTEMENT, points=away, reference=True))
    return {
        "comparaison": comparison(PUBLIC.titre_comparaison, SPAN[-1], traces, columns, rated=False),
        "secret": PUBLIC.secret,
    }


def figures(name: str, hidden: bool = False, beside: bool = True) -> dict[str, Any]:
    """Return all the figures of a commune."""
    known = curves(name, hidden)
    drawn = {
        "courbes": () if hidden else known,
        "sans_courbe": undrawn_in_words(known) if hidden else "",
    }
    return {**drawn, **compared(name, hidden, beside)}


def by_rate() -> dict[str, Any]:
    drawn = tuple(
        curve_facts(
            Courbe(
                cle=f"courbe-{key}",
                titre=indicateur(key).court,
                unite=f"pour {nombre(1000)} {indicateur(key).denominateur}",
                alternative=f"Courbe, {indicateur(key).court}, {DEPARTEMENT}.",
                decimales=1,
                largeur=curve.largeur,
                hauteur=curve.hauteur,
                traces=(Drawn(nom=DEPARTEMENT, points=tuple(_tenths(curve.traces[0].points))),),
            )
        )
        for key, curve in zip(
            FACTS, [one.courbe for one in curves(DEPARTEMENT) if one.courbe], strict=True
        )
    )
    labels = [label_with_star(indicateur(key)) for key in RATES]
    rates = [rate(label, row[3]) for label, row in zip(labels, RATES.values(), strict=True)]
    columns = {year: [cell(point, 1) for point in rates] for year in ("2024", "2025")}
    alone = Drawn(nom=DEPARTEMENT, points=tuple(rates), reference=True)
    return {
        "avis": PUBLIC.sans_chiffres,
        "courbes": drawn,
        "sans_courbe": "",
        "comparaison": comparison(DEPARTEMENT, SPAN[-1], [alone], columns, rated=True),
        "secret": "",
    }


def _tenths(points: Iterable[PointGraphique]) -> Iterable[PointGraphique]:
    """Yield rates that look like the counts of a commune; a département hides nothing."""
    for point in points:
        value = Decimal(12) if point.valeur is None else point.valeur
        yield PointGraphique(libelle=point.libelle, valeur=value / 4)


def square(x: float, y: float, side: float) -> tuple[tuple[float, float], ...]:
    return ((x, y), (x + side, y), (x + side, y + side), (x, y + side))


def carte() -> Carte:
    side = MAP / 8
    towns = [(x, y) for y in range(5) for x in range(8)]
    unit = {(3, 2), (3, 3), (4, 3)}
    others = tuple(square(x * side, y * side, side) for x, y in towns)
    roles = {
        RoleZone.AUTRE: others,
        RoleZone.VOISINE: tuple(square(x * side, y * side, side) for x, y in unit),
        RoleZone.COMMUNE: (square(4 * side, 2 * side, side),),
        RoleZone.DEPARTEMENT: (((0, 0), (MAP, 0), (MAP, 5 * side), (0, 5 * side)),),
    }
    return Carte(
        cle="carte",
        alternative=f"Carte, {DEPARTEMENT}, {FICTIF}. La commune est au milieu du département.",
        largeur=MAP,
        hauteur=5 * side,
        zones=tuple(
            ZoneCarte(role=role, contours=rings, limites=others if role is RoleZone.AUTRE else ())
            for role, rings in roles.items()
        ),
        reperes=(
            Repere(nom="Bourg-l’Exemple", x=2.5 * side, y=1.5 * side),
            Repere(nom="Fictiville", x=5.5 * side, y=3.5 * side),
        ),
    )


def keys(
    people: str = nombre(1725),
    unit: str = "Brigade de Bourg-l’Exemple",
    mayor: str = "Camille Exemple-Fictif",
    **told: Any,
) -> tuple[Cle, ...]:
    police = told.get("police", False)
    label = "maire" if mayor != "À compléter" else "maire : pas de nom dans le répertoire"
    return (
        Cle(
            icone="population",
            valeur=people,
            libelle=told.get("label", f"habitants (population municipale 2023, {FICTIF})"),
        ),
        Cle(
            icone="police" if police else "gendarmerie",
            valeur=unit,
            libelle="police nationale" if police else "gendarmerie nationale",
        ),
        Cle(icone="maire", valeur=mayor, libelle=label, etat=told.get("etat", "")),
    )


def contacts(
    unit: str = "Brigade de Bourg-l’Exemple", known: bool = True
) -> tuple[BlocContact, ...]:
    lines = ("1 rue de l’Exemple", "99100 Bourg-l’Exemple")
    return (
        BlocContact(
            titre=unit,
            lignes=lines if known else (),
            numero=prose("05 00 00 00 00") if known else "",
            a_remplir="" if known else "téléphone",
        ),
        BlocContact(titre="Votre référent élu", lignes=(), a_remplir=PUBLIC.a_remplir),
    )
