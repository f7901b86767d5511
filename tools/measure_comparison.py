"""Measure `docgen droit confronter` on the rules that a person compared with recent texts.

    python tools/measure_comparison.py ../shared

The folder holds the texts of the articles that the rules cite, and a table of what reading found.
Each rule is compared as it is, then with values that are wrong: none of these may come out green.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from docgen.french.wording import counted
from docgen.referential.droit.articles import Articles, ArticleVersion
from docgen.referential.droit.comparison.comparison import Couleur, RuleComparison, compare_rules
from docgen.referential.droit.comparison.evidence import measures_in
from docgen.referential.droit.law_files import read_droit
from docgen.referential.droit.mesure import Compte, Par, UniteDeMesure
from docgen.referential.droit.reference import ReferenceLegale, article_key
from docgen.referential.droit.regle import Nature, Regle

ROOT = Path(__file__).parents[1]
DAY = date(2026, 11, 28)
RECENT = re.compile(r"07/2025|2025-07|29/03/2026|20/08/2026")
THERE = {"D'ACCORD", "CALCULÉ", "ÉNONCÉ TROP LARGE", "TEXTE CHANGÉ DEPUIS"}
"""What the table says of a value that a person found in the text."""
TIMES = (UniteDeMesure.HEURES, UniteDeMesure.JOURS, UniteDeMesure.MOIS, UniteDeMesure.ANS)
FOUND = {Couleur.VERT, Couleur.ORANGE}


@dataclass(frozen=True)
class Label:
    """A rule as it was compared by a person, and whether its value stands in the text."""

    regle: Regle
    there: bool


def read_texts(shared: Path) -> Articles:
    """Return the articles whose text is there, and the annex that one of them has."""
    rows = json.loads((shared / "data/legi/articles-cites.json").read_text("utf-8"))
    named = [(one["code"], str(one["article"]), one["texte"]) for one in rows if one.get("texte")]
    annex = (shared / "data/legi/legalize-md/csi_Annexe1.md").read_text("utf-8")
    named.append(("csi", "Annexe 1", annex))
    return Articles(
        ArticleVersion(code, article_key(number), "", "VIGUEUR", date(2020, 1, 1), None, text)
        for code, number, text in named
    )


def read_labels(shared: Path) -> tuple[Label, ...]:
    """Return the rules with a value that a person compared with a text of 2025 or 2026."""
    text = (shared / "facts/droit-confrontation.md").read_text("utf-8")
    table = text[text.index("\n## 4.") : text.index("\n## 5.")]
    folder = ROOT / "content/referentiel/droit"
    law = read_droit(folder, folder.name).sound
    rows = [[cell.strip() for cell in row.split("|")] for row in table.split("\n| ")[1:]]
    return tuple(
        Label(_as_compared(regle, row[1], row[2]), row[4] in THERE)
        for row in rows
        if len(row) > 6 and RECENT.search(row[5]) and (regle := law.get(row[0]))
    )


def _as_compared(regle: Regle, article: str, valeur: str) -> Regle:
    """Return a rule with the value and the article that it had when a person compared it."""
    code, _, number = article.partition(" ")
    reference = regle.reference
    if not reference or article_key(reference.article or "") != article_key(number):
        reference = ReferenceLegale(code=code, article=number)
    return regle.model_copy(
        update={"reference": reference, "valeur": valeur.split(" ", maxsplit=1)[0]}
    )


def wrong_values(regle: Regle, texts: Articles, known: set[str]) -> Iterator[tuple[str, Regle]]:
    """Yield a rule with each wrong value, and the sort of the mistake."""
    if regle.nature is Nature.CLASSE:
        ranks = [str(rank) for rank in range(1, 6) if rank != regle.nombre]
        yield from (("another class", regle.model_copy(update={"valeur": rank})) for rank in ranks)
        return
    own = regle.nombre
    changes: dict[str, Callable[[Decimal], Decimal]] = {
        "half": lambda n: n / 2,
        "double": lambda n: n * 2,
        "triple": lambda n: n * 3,
        "ten times": lambda n: n * 10,
        "one more": lambda n: n + 1,
        "one less": lambda n: n - 1,
    }
    values = [(name, change(own)) for name, change in changes.items()]
    values += [("elsewhere in the article", value) for value in _values_beside(regle, texts)]
    values += [("of another rule", Decimal(value)) for value in sorted(known)]
    for name, value in dict.fromkeys(values):
        if value > 0 and value != own:
            yield name, regle.model_copy(update={"valeur": f"{value.normalize():f}"})
    yield from _wrong_qualifiers(regle)


def _values_beside(regle: Regle, texts: Articles) -> Iterator[Decimal]:
    """Yield every number with a unit that the articles of a rule hold."""
    reference = regle.reference
    for article in reference.articles if reference else ():
        for version in texts.versions(reference.ouvrage if reference else "", article):
            for measure in measures_in(version.texte):
                if measure.nombre is not None and measure.unite is not None:
                    yield measure.nombre


def _wrong_qualifiers(regle: Regle) -> Iterator[tuple[str, Regle]]:
    if regle.unite in TIMES:
        for unit in TIMES:
            if unit is not regle.unite:
                yield "another unit of time", regle.model_copy(update={"unite": unit})
        for compte in {None, *Compte} - {regle.compte}:
            yield "days counted otherwise", regle.model_copy(update={"compte": compte})
        prison = "emprisonnement" in regle.enonce
        turned = "délai de réponse" if prison else f"emprisonnement encouru : {regle.enonce}"
        yield "prison or delay", regle.model_copy(update={"enonce": turned})
    if regle.unite is UniteDeMesure.EUROS:
        for par in {None, *Par} - {regle.par}:
            yield "due for something else", regle.model_copy(update={"par": par})


def compare_wrong(labels: tuple[Label, ...], texts: Articles) -> dict[str, Counter[Couleur]]:
    """Return the colours of wrong values, by the sort of the mistake."""
    colours: dict[str, Counter[Couleur]] = {}
    rules = {label.regle.cle: label.regle for label in labels}
    units: dict[UniteDeMesure | None, set[str]] = {}
    for rule in rules.values():
        units.setdefault(rule.unite, set()).add(str(rule.nombre))
    for label in labels:
        for name, wrong in wrong_values(label.regle, texts, units[label.regle.unite]):
            others = [rule for key, rule in rules.items() if key != wrong.cle]
            near = [rule for rule in others if _belongs(rule, wrong)]
            colour = compare_rules([wrong, *near], texts, DAY)[0].couleur
            colours.setdefault(name, Counter())[colour] += 1
    return colours


def compare_elsewhere(labels: tuple[Label, ...], texts: Articles) -> Counter[Couleur]:
    """Return the colours of right values under every other article of their code."""
    colours: Counter[Couleur] = Counter()
    numbers = {(one.ouvrage, one.numero) for one in texts}
    for regle in (label.regle for label in labels if label.there and not label.regle.quintuple_de):
        own = regle.reference.articles if regle.reference else ()
        for code, number in numbers:
            if regle.reference and code == regle.reference.ouvrage and number not in own:
                if number.startswith("Annexe"):
                    continue
                reference = ReferenceLegale(code=code, article=number)
                moved = regle.model_copy(update={"reference": reference})
                colours[compare_rules([moved], texts, DAY)[0].couleur] += 1
    return colours


def _belongs(other: Regle, regle: Regle) -> bool:
    """Whether a comparison looks at another rule: its source, or the fine beside a prison."""
    return other.cle == regle.quintuple_de or other.reference == regle.reference


def compare_labels(labels: tuple[Label, ...], texts: Articles) -> tuple[RuleComparison, ...]:
    """Return the comparison of each rule as it was compared by a person."""
    return compare_rules([label.regle for label in labels], texts, DAY)


def precision_and_recall(
    labels: tuple[Label, ...], compared: tuple[RuleComparison, ...]
) -> tuple[float, float]:
    """Return how many of the values found are there, and how many of those there are found."""
    pairs = [
        (label.there, one.couleur in FOUND) for label, one in zip(labels, compared, strict=True)
    ]
    right = pairs.count((True, True))
    return right / (right + pairs.count((False, True))), right / (
        right + pairs.count((True, False))
    )


def main() -> None:
    """Print the table."""
    shared = Path(sys.argv[1])
    labels, texts = read_labels(shared), read_texts(shared)
    compared = compare_labels(labels, texts)
    counts = Counter(one.couleur for one in compared)
    precision, recall = precision_and_recall(labels, compared)
    print(f"{counted(len(labels), 'rule')}: " + ", ".join(f"{n} {c}" for c, n in counts.items()))
    print(f"green or orange: precision {precision:.3f}, recall {recall:.3f}")
    for label, rule in zip(labels, compared, strict=True):
        if (rule.couleur in FOUND) != label.there:
            print(f"  {rule.couleur}, and a person says otherwise: {rule.regle.cle}, {rule.a_voir}")
    wrong = compare_wrong(labels, texts)
    print(f"{'wrong values':<26}{'all':>6}{'vert':>6}{'orange':>8}{'rouge':>7}")
    rows = {**wrong, "total": sum(wrong.values(), Counter())}
    rows["right, in another article"] = compare_elsewhere(labels, texts)
    for name, colours in rows.items():
        cells = [colours[Couleur.VERT], colours[Couleur.ORANGE], colours[Couleur.ROUGE]]
        print(f"{name:<26}{colours.total():>6}{cells[0]:>6}{cells[1]:>8}{cells[2]:>7}")


if __name__ == "__main__":
    main()
