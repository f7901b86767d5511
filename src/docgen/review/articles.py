"""The articles that a person must read, with all that bears on them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from docgen.referential.droit.articles import ArticleVersion
from docgen.referential.droit.comparison.comparison import Couleur, RuleComparison, compare_rules
from docgen.referential.droit.comparison.read_version import version_in_force
from docgen.referential.droit.comparison.reading import named_annexes
from docgen.referential.droit.controle import LawRow, droit_rows, law_id
from docgen.referential.droit.reference import ReferenceLegale
from docgen.referential.droit.regle import Regle
from docgen.referential.referential import Referential
from docgen.review.printed_law import PrintedLaw, PrintedSentence

COLOURS_BY_GRAVITY: Final = (
    *(Couleur.ABROGE, Couleur.CHANGE, Couleur.ROUGE, Couleur.BIENTOT),
    *(Couleur.SANS_TEXTE, Couleur.ORANGE, Couleur.VERT),
)
"""The colours, the gravest first."""
VERSIONS: Final = {
    "LEGIARTI": "https://www.legifrance.gouv.fr/codes/article_lc/",
    "JORFARTI": "https://www.legifrance.gouv.fr/jorf/article_jo/",
}
"""The addresses of dated versions, by the beginning of their identifiers."""


@dataclass(frozen=True, slots=True)
class ArticleToRead:
    """An article, or a text outside the codes, with its items of law that are to be checked.

    `documents` is the number of documents that print it, and `awaited` that of its items without
    which some are drafts; `compared` are its items beside the text in force.
    """

    name: str
    link: str
    items: tuple[LawRow, ...]
    sentences: dict[str, list[PrintedSentence]]
    documents: int
    awaited: int
    compared: tuple[RuleComparison, ...]
    version: ArticleVersion | None = None
    """The version of the article in force, None where it is unknown, or repealed."""

    @property
    def regles(self) -> tuple[Regle, ...]:
        """Its items of law."""
        return tuple(row.regle for row in self.items)

    @property
    def couleur(self) -> Couleur:
        """The gravest colour of its items; an article as a whole, orange at best, counts less."""
        gravest = (one for one in self.compared if one.has_value or one.couleur != Couleur.ORANGE)
        return min(
            (one.couleur for one in gravest), key=COLOURS_BY_GRAVITY.index, default=Couleur.ORANGE
        )

    @property
    def again(self) -> bool:
        """Whether an item was checked before, too long ago or in other words."""
        return any(row.regle.controle for row in self.items)


def articles_to_read(
    referential: Referential, law: PrintedLaw, day: date, *, printed_only: bool
) -> list[ArticleToRead]:
    """Return what is to be read: what was checked before first, then what frees most documents.

    With `printed_only`, without the items of law that no document prints.
    """
    droit = referential.droit
    beside = compare_rules(droit.items, referential.articles, day, referential.natinf)
    compared = {one.regle.cle: one for one in beside}
    grouped: dict[tuple[str, ...], list[LawRow]] = {}
    for row in droit_rows(droit, day):
        due = row.regle.a_verifier or row.old
        if due and (not printed_only or row.regle.cle in law.sentences):
            grouped.setdefault(_article_of(row.regle), []).append(row)
    articles = (
        _article(law, rows, compared, version_in_force(rows[0].regle, referential.articles, day))
        for rows in grouped.values()
    )
    return sorted(articles, key=_order)


def _order(article: ArticleToRead) -> tuple[bool, int, str, str]:
    reference = article.items[0].regle.reference
    return (
        not article.again,
        -article.documents,
        reference.ouvrage if reference else "",
        article.name,
    )


def _article_of(regle: Regle) -> tuple[str, ...]:
    """Return what the items of one article share: its reference, whatever its parts."""
    return _whole(regle.reference).parts if regle.reference else (regle.cle,)


def _whole(reference: ReferenceLegale) -> ReferenceLegale:
    """Return the reference of an article without its parts, or of its annex."""
    annexes = ", ".join(map(str.lower, named_annexes(reference)))
    return reference.model_copy(update={"partie": annexes or None})


def _article(
    law: PrintedLaw,
    rows: Sequence[LawRow],
    compared: Mapping[str, RuleComparison],
    version: ArticleVersion | None,
) -> ArticleToRead:
    keys = [row.regle.cle for row in rows]
    comparisons = tuple(compared[cle] for cle in keys)
    reference = rows[0].regle.reference
    whole = _whole(reference) if reference else None
    return ArticleToRead(
        name=whole.dit if whole else f"point à contrôler : {rows[0].regle.enonce}",
        link=(version_link(version) if version else "") or (whole.lien if whole else ""),
        items=tuple(rows),
        sentences=law.of(keys),
        documents=len(law.documents(keys)),
        awaited=len(law.awaited.intersection(map(law_id, keys))),
        compared=comparisons,
        version=version,
    )


def version_link(version: ArticleVersion) -> str:
    """Return the address of a version on Légifrance, or nothing for an unknown identifier."""
    return "".join(
        f"{address}{version.id}"
        for begins, address in VERSIONS.items()
        if version.id.startswith(begins)
    )
