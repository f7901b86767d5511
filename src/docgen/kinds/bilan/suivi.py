"""The fiches and the values that a report follows from year to year."""

from collections.abc import Mapping
from decimal import Decimal

from docgen.charts.specification import Courbe, EtatValeur, PointGraphique, Trace
from docgen.content.validation import check_source
from docgen.french.wording import nombre
from docgen.kinds.bilan.content import Bilan
from docgen.kinds.bilan.rules import rules
from docgen.kinds.fiche.content import Fiche, IndicateurSuivi
from docgen.kinds.fiche.rules import rules as fiche_rules
from docgen.kinds.writing.corpus import corpus_of
from docgen.markup import plain
from docgen.referential.referential import Referential

SERIES = 2
"""The least number of known years for a curve."""
CURVE = (153.0, 78.0)
"""Width and height of a curve, in points: three fit side by side."""


class SuiviAnnuel:
    """The fiches of a project, and the values of its reports up to a year."""

    def __init__(self, referential: Referential, annee: int) -> None:
        self.annee = annee
        self.corpus = corpus_of(referential)
        self._values = self._values_by_year()

    def fiche(self, key: str) -> Fiche:
        """Return a fiche; raise ContentError when it is wrong, LookupError when there is none."""
        source = self.corpus.source("fiche", key)
        if source is None:
            raise LookupError(key)
        return check_source(source, Fiche, fiche_rules)

    def reference(self, fiche: Fiche) -> str:
        """Return the clause that a fiche serves: « Action 4.1 », « Article 5 ».

        A section is named after its article, « Article 4.1 », since an action may have its number.
        """
        acte = self.corpus.actes.get(fiche.convention)
        clause = acte.get(fiche.clause) if acte else None
        number = clause.numero if clause else ""
        article = acte.above(clause) if acte and clause and clause.niveau == "sections" else None
        if article:
            word, _, rank = article.numero.capitalize().partition(" ")
            if rank and number.startswith(f"{rank}."):
                return f"{word} {number}"
            return f"{number} de l’{article.numero.lower()}"
        return number.capitalize() if number.isupper() or "ARTICLE" in number else number

    def by_whom(self, indicateur: IndicateurSuivi) -> str:
        """Return who counts an indicator: « AMR81 »."""
        role = self.corpus.roles.get(indicateur.source)
        return role.libelle.removeprefix("l’").removeprefix("le ") if role else indicateur.source

    def value(self, name: str, year: int) -> int | None:
        """Return the value of an indicator in a year, None when nobody wrote it."""
        return self._values.get(year, {}).get(name)

    def counted_in(self, year: int) -> bool:
        """Whether anything was counted in a year."""
        return any(value is not None for value in self._values.get(year, {}).values())

    def curve(self, indicateur: IndicateurSuivi) -> Courbe | None:
        """Return the years of an indicator as a curve; None before there are two."""
        values = {year: self.value(indicateur.id, year) for year in sorted(self._values)}
        if sum(value is not None for value in values.values()) < SERIES:
            return None
        points = tuple(
            PointGraphique(libelle=str(year), valeur=Decimal(value))
            if value is not None
            else PointGraphique(libelle=str(year), etat=EtatValeur.ABSENT)
            for year, value in values.items()
        )
        title, unit = plain(indicateur.libelle), plain(indicateur.unite)
        listed = " ; ".join(
            f"{year} : {'aucune donnée' if value is None else nombre(value)}"
            for year, value in values.items()
        )
        return Courbe(
            cle=f"courbe-{indicateur.id}",
            titre=title,
            unite=unit,
            alternative=f"Courbe, {title}, {unit}. {listed}.",
            largeur=CURVE[0],
            hauteur=CURVE[1],
            traces=(Trace(nom=title, points=points),),
        )

    def _values_by_year(self) -> Mapping[int, Mapping[str, int | None]]:
        by_year: dict[int, dict[str, int | None]] = {}
        for key in self.corpus.keys("bilan"):
            source = self.corpus.source("bilan", key)
            read = check_source(source, Bilan, rules) if source else None
            if read and read.annee <= self.annee:
                values = (one for action in read.actions for one in action.valeurs)
                by_year[read.annee] = {one.indicateur: one.valeur for one in values}
        return by_year
