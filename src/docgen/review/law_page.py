"""The page beside the sheet of the law: the same articles, with all the sentences, to be read."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from docgen.document import Diffusion, Facts
from docgen.french.typography import hold_signs
from docgen.french.wording import capital, counted, date_longue
from docgen.kinds.actes.project import project_acts
from docgen.referential.droit.comparison.comparison import COLOUR_WORDS
from docgen.referential.referential import Referential
from docgen.rendering import Templates
from docgen.rendering.limits import within_limits
from docgen.review.articles import ArticleToRead
from docgen.review.law_sheet import check_words, passages, statement, to_look_at, version_words
from docgen.review.printed_law import places_of

PAGE: Final = "_commun/droit/feuille.html.j2"


class FaitsRegleALire(Facts):
    """An item of law: its statement, its key, how certain it is."""

    dit: str
    cle: str
    surete: str


class FaitsPhraseImprimee(Facts):
    """A sentence, and the places that print it."""

    mots: str
    lieux: tuple[str, ...]


class FaitsArticleALire(Facts):
    """An article to read; `documents` is empty where no document prints it."""

    titre: str
    adresse: str
    documents: str
    couleur: str
    passages: tuple[str, ...]
    a_voir: tuple[str, ...]
    regles: tuple[FaitsRegleALire, ...]
    phrases: tuple[FaitsPhraseImprimee, ...]
    version: str
    controle: str


def law_page(referential: Referential, articles: Sequence[ArticleToRead], day: date) -> bytes:
    """Return the page (.html), which asks nothing of the network but its links."""
    items = sum(len(article.items) for article in articles)
    context = {
        "partenariat": project_acts(referential).partenariat(Diffusion.INTERNE),
        "jour": date_longue(day),
        "compte": f"{counted(len(articles), 'article ou texte', 'articles ou textes')}, "
        f"{counted(items, 'règle')}",
        "articles": tuple(map(_facts, articles)),
    }
    return within_limits(Templates(referential.workspace.templates), _fill, context).encode()


def _fill(context: dict[str, object], templates: Templates) -> str:
    return templates.fill(PAGE, context)


def _facts(article: ArticleToRead) -> FaitsArticleALire:
    many = counted(article.documents, "document")
    return FaitsArticleALire(
        titre=capital(article.name),
        adresse=article.link,
        documents=f"retient {many}" if article.documents else "",
        couleur=COLOUR_WORDS[article.couleur],
        passages=tuple(passages(article)),
        a_voir=tuple(map(hold_signs, to_look_at(article))),
        regles=tuple(_items(article)),
        phrases=tuple(_sentences(article)),
        version=hold_signs(version_words(article)),
        controle=hold_signs(" ; ".join(check_words(article))),
    )


def _items(article: ArticleToRead) -> Iterator[FaitsRegleALire]:
    for regle in article.regles:
        yield FaitsRegleALire(dit=statement(regle), cle=regle.cle, surete=regle.confiance.libelle)


def _sentences(article: ArticleToRead) -> Iterator[FaitsPhraseImprimee]:
    for words, printed in article.sentences.items():
        yield FaitsPhraseImprimee(mots=words, lieux=tuple(places_of(printed)))
