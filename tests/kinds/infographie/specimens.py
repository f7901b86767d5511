"""Pages of figures of communes that do not exist, in every state that a real one may have."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from docgen.charts.specification import Colonnes, EtatValeur, PointGraphique
from docgen.charts.specification import Trace as Drawn
from docgen.document import Diffusion, Document
from docgen.french.typography import prose
from docgen.french.wording import MOIS, nombre
from docgen.kinds.infographie.composition import DENSITIES
from docgen.kinds.infographie.facts import (
    Cellule,
    FaitsCourbe,
    FaitsFeuille,
    FaitsInterne,
    FaitsMois,
    FaitsPublique,
    GroupeMensuel,
    Legende,
    LigneTableau,
    ReleveMensuel,
)
from docgen.kinds.infographie.graphiques import with_one_wide
from docgen.kinds.infographie.interne import Percents, month_heads, period_in_words
from docgen.kinds.infographie.mensuel import HALF, LOWEST, TALLEST, WHOLE, WIDTH
from docgen.kinds.infographie.points import MISSING
from docgen.kinds.infographie.publique import TO_CHECK
from docgen.statistics.variations import variation
from tests.kinds.infographie.invented import (
    DEPARTEMENT,
    FICTIF,
    INTERNAL,
    PUBLIC,
    SOURCE,
    SOURCES,
    by_rate,
    carte,
    compared,
    contacts,
    figures,
    keys,
)

LONGEST = "Saint-Exemple-en-Fictivemont-Sainte-Feinte-et-Y"
"""An invented name, longer than the longest of France, which has 45 letters and hyphens."""
LONGEST_EPCI = (
    "communauté de communes du Pays fictif de la Haute Vallée de l’Exemple, "
    "des Monts et des Causses de Fiction"
)
SHORT = prose("habitants en 2023")
LONGEST_UNIT = "Communauté de brigades de Saint-Exemple-les-Deux-Rivières"


def legend(unit: str) -> Legende:
    said = f"autres communes {unit}"
    return Legende(commune="la commune", voisines=said, autres="autres communes")


def public(name: str = "Valclair-le-Fictif", **told: Any) -> FaitsPublique:
    """Return what a public page says, complete but for what is `told` otherwise."""
    given = {
        "projet": False,
        "repere": "",
        "mention": PUBLIC.mention,
        "surtitre": f"{PUBLIC.surtitre} · code Insee 99001 · {FICTIF}",
        "nom": name,
        "lieu": f"{DEPARTEMENT}, arrondissement de Bourg-l’Exemple, communauté de communes Fictive",
        "titre_commune": PUBLIC.titre_commune,
        "cles": keys(),
        "notes": (),
        "carte": carte(),
        "legende_carte": legend("de la brigade"),
        "avis": "",
        "titre_courbes": PUBLIC.titre_courbes,
        "titre_lecture": PUBLIC.titre_lecture,
        "lecture": PUBLIC.lecture,
        "urgence": PUBLIC.urgence,
        "urgence_legende": PUBLIC.urgence_legende,
        "contacts": contacts(),
        "sources": SOURCES,
        **figures(name),
    }
    return FaitsPublique(**{**given, **told})


NO_MAP = {"carte": None, "legende_carte": None}
NO_FIGURES = {"courbes": (), "sans_courbe": "", "comparaison": None, "secret": ""}
POLICE = "Commissariat de police de Bourg-l’Exemple"
FORMER = prose("Commune nouvelle réunissant Valclair, Le Fictif, Saint-Exemple et L’Inventé.")
LONG = {
    "lieu": f"{DEPARTEMENT}, arrondissement de Saint-Exemple-le-Grand, {LONGEST_EPCI}",
    "cles": keys(nombre(123456), LONGEST_UNIT, "Marie-Antoinette de La Rochefoucauld-Exemplaire"),
    "contacts": contacts(LONGEST_UNIT),
    "notes": (FORMER,),
    **figures(LONGEST),
}
"""What is longest, all at once."""


def one_drawn() -> tuple[FaitsCourbe, ...]:
    """Return the indicators of a commune of which only the second has a curve."""
    first, second, third = public().courbes
    without = {"courbe": None, "phrase": prose("Aucun fait enregistré de 2016 à 2025.")}
    return with_one_wide(
        (first.model_copy(update=without), second, third.model_copy(update=without))
    )


PUBLIC_PAGES = {
    "complete": public(notes=(FORMER,)),
    "sans-carte": public(**NO_MAP),
    "departement": public(**by_rate()),
    "sans-chiffres": public(avis=PUBLIC.sans_chiffres, **NO_FIGURES),
    "rien": public(
        avis=PUBLIC.sans_chiffres, contacts=contacts(known=False), **NO_MAP, **NO_FIGURES
    ),
    "autre-edition": public(
        avis=PUBLIC.autre_edition, **compared("Valclair-le-Fictif", beside=False)
    ),
    "tout-cache": public(**figures("Valclair-le-Fictif", hidden=True)),
    "une-courbe": public(courbes=one_drawn()),
    "police": public(
        cles=keys(unit=POLICE, police=True),
        legende_carte=legend("du commissariat"),
        contacts=contacts(POLICE, known=False),
    ),
    "sans-maire": public(cles=keys(mayor="À compléter")),
    "noms-longs": public(LONGEST, **LONG),
    "noms-longs-avis": public(LONGEST, avis=PUBLIC.autre_edition, **LONG),
    "nom-court": public(
        "Y",
        cles=keys("9", "Brigade d’Y", "Léa Y"),
        contacts=contacts("Brigade d’Y"),
        **figures("Y"),
    ),
    "a-verifier": public(projet=True, repere=TO_CHECK, cles=keys(etat="à vérifier")),
}
"""Public pages by what they show."""


def month_rows(
    lines: Sequence[str], seed: int, percents: Percents = (False, True)
) -> tuple[LigneTableau, ...]:
    rows = []
    for rank, line in enumerate(lines):
        before, now = (seed + 3 * rank) % 17, (seed + 5 * rank) % 19
        month, since = (
            period_in_words(*both, variation(*both), percent=percent)
            for both, percent in zip(
                ((before, now), (12 * before, 11 * now)), percents, strict=True
            )
        )
        if rank % 7 == 5:
            month = tuple(MISSING for _ in month)
        cells = tuple(Cellule(texte=one) for one in (*month, *since))
        rows.append(LigneTableau(libelle=line, cellules=cells))
    return tuple(rows)


CRIMES = ("Cambriolages", "Vols liés aux véhicules", "Dégradations", "Escroqueries", "Violences")
CALLS = ("Interventions", "Appels reçus par l’unité", "Patrouilles", "Contacts avec les élus")
ROADS = ("Accidents corporels", "Blessés", "Infractions à la vitesse", "Conduites sous l’emprise")


def month_tables(more: int = 0, percents: Percents = (False, True)) -> tuple[ReleveMensuel, ...]:
    """Return the tables of a unit and of a commune, 24 rows, or `more` groups of them."""
    fields = [("Délinquance", CRIMES), ("Activité", CALLS), ("Route", ROADS)]
    heads = month_heads(("Faits en octobre", "Faits de janvier à octobre"), 2026, percents)
    groups = [
        GroupeMensuel(titre=field, lignes=month_rows(lines[:4], 12 + rank, percents))
        for rank, (field, lines) in enumerate(fields)
    ]
    longer = [
        GroupeMensuel(titre=f"Suite {one + 1}", lignes=month_rows(CRIMES, 15 + one, percents))
        for one in range(more)
    ]
    return (
        ReleveMensuel(titre="Brigade de Bourg-l’Exemple", groupes=tuple(groups), **heads),
        ReleveMensuel(titre="Valclair-le-Fictif", groupes=(*groups, *longer), **heads),
    )


def few_rows() -> tuple[ReleveMensuel, ...]:
    """Return the table of a commune, with the rows of one field."""
    _, own = month_tables()
    return (own.model_copy(update={"groupes": own.groupes[:1]}),)


def columns(wide: float = WIDTH, high: float = 66.5) -> tuple[FaitsMois, ...]:
    return tuple(
        FaitsMois(
            titre=title,
            phrase=prose(f"{rank} en octobre, 31 depuis janvier, contre 27 à la même date."),
            colonnes=Colonnes(
                cle=f"mois-{rank}",
                titre=title,
                unite="",
                alternative=f"Colonnes, {title}, Valclair-le-Fictif, par mois, {FICTIF}.",
                largeur=wide,
                hauteur=high,
                traces=(
                    Drawn(nom="2026", points=tuple(_months(rank, 10))),
                    Drawn(nom="2025", points=tuple(_months(rank + 2, 12)), reference=True),
                ),
            ),
        )
        for rank, title in enumerate(CRIMES[:3], 1)
    )


def one_column() -> tuple[FaitsMois, ...]:
    """Return the one line of a commune that has a chart."""
    return columns(WHOLE, 80.0)[:1]


def _months(seed: int, known: int) -> Iterable[PointGraphique]:
    for rank, month in enumerate(MOIS):
        if rank < known:
            yield PointGraphique(libelle=month, valeur=Decimal((seed * 5 + rank * 7) % 13))
        else:
            yield PointGraphique(libelle=month, etat=EtatValeur.ABSENT)


def internal(name: str = "Valclair-le-Fictif", **told: Any) -> FaitsInterne:
    given = {
        "projet": False,
        "repere": f"INTERNE – {FICTIF}",
        "mention": INTERNAL.mention,
        "avertissement": INTERNAL.avertissement,
        "surtitre": f"{INTERNAL.surtitre} · octobre 2026",
        "nom": name,
        "lieu": f"{DEPARTEMENT}, arrondissement de Bourg-l’Exemple, communauté de communes Fictive",
        "cles": keys(label=SHORT),
        "avis": "",
        "ample": False,
        "releves": month_tables(),
        "ecart": INTERNAL.ecart,
        "titre_evolution": INTERNAL.titre_evolution,
        "annee_precedente": "2025",
        "annee": "2026",
        "dernier_mois": "octobre\u00a02026",
        "evolutions": columns(),
        "lecture": INTERNAL.lecture,
        "sources": prose("Source : relevé de l’unité, exemple fictif."),
    }
    return FaitsInterne(**{**given, **told})


INTERNAL_PAGES = {
    "interne": internal(),
    "interne-court": internal(ample=True, releves=month_tables(percents=(False, False))[1:]),
    "interne-une-courbe": internal(
        ample=True,
        releves=month_tables(percents=(True, True))[1:],
        evolutions=one_column(),
        sans_colonnes=prose(
            "Vols, dégradations : aucun fait de janvier à octobre 2026, ni en 2025."
        ),
    ),
    "interne-deux-courbes": internal(
        ample=True,
        releves=month_tables()[1:],
        evolutions=columns(HALF, 90.0)[:2],
        sans_colonnes=prose("Dégradations : aucun fait de janvier à octobre 2026, ni en 2025."),
    ),
    "interne-nul": internal(
        ample=True,
        blanc=tuple(range(1, 54)),
        releves=few_rows(),
        evolutions=(),
        sans_colonnes=prose("Cambriolages : aucun fait de janvier à octobre 2026, ni en 2025."),
    ),
    "interne-peu": internal(ample=True, releves=few_rows(), evolutions=columns(high=TALLEST)),
    "interne-long": internal(releves=month_tables(more=6)),
    "interne-sans-releve": internal(avis=INTERNAL.sans_releve, releves=(), evolutions=()),
    "interne-unite-seule": internal(
        avis=INTERNAL.sans_releve, releves=month_tables()[:1], evolutions=()
    ),
    "interne-projet": internal(
        LONGEST,
        projet=True,
        repere=f"INTERNE – {FICTIF} – PROJET",
        lieu=f"{DEPARTEMENT}, arrondissement de Saint-Exemple-le-Grand, {LONGEST_EPCI}",
        cles=keys(
            nombre(123456), LONGEST_UNIT, "Camille Exemple-Fictif", label=SHORT, etat="à vérifier"
        ),
        evolutions=columns(high=LOWEST),
    ),
}
"""Internal pages by what they show."""
PAGES: dict[str, FaitsFeuille] = {**PUBLIC_PAGES, **INTERNAL_PAGES}


def page(facts: FaitsFeuille, key: str = "99001") -> Document:
    inside = isinstance(facts, FaitsInterne)
    return Document(
        kind="infographie",
        densities=() if inside else DENSITIES,
        key=f"{key}-interne" if inside else key,
        title=f"{facts.nom} : {facts.surtitre}",
        author="AMR81 – GGD81",
        subject=facts.lieu,
        facts=facts,
        diffusion=Diffusion.INTERNE if inside else Diffusion.PUBLIQUE,
        final=not facts.projet,
        sources=(f"content/infographie/{SOURCE.name}",),
        required_margin_words=tuple(mark for mark in (facts.repere, facts.mention) if mark),
        layout="interne" if inside else "document",
    )
