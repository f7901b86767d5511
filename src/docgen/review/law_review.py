"""The review of the law: the sheet of what documents print, and the answers that come back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from docgen.build.named_documents import compose_named
from docgen.build.printed_pages import PrintedPages, Tell, tell_nobody
from docgen.cache import Store
from docgen.errors import Problem
from docgen.french.wording import counted, date_longue
from docgen.referential.referential import Referential
from docgen.review.articles import ArticleToRead, articles_to_read
from docgen.review.law_answers import WrongItem
from docgen.review.law_sheet import statement
from docgen.review.printed_law import PrintedLaw, places_of, printed_law


@dataclass(frozen=True, slots=True)
class LawReviewer:
    """The law that named documents print: those of every kind, where none is named.

    Pages are read from PDFs in the cache `store`; `tell` is told of those that are laid out.
    """

    referential: Referential
    store: Store | None = None
    tell: Tell = tell_nobody

    def printed(
        self, names: Sequence[str] = (), communes: Sequence[str] = (), *, lay_out: bool = False
    ) -> tuple[PrintedLaw, list[Problem]]:
        """Return the law that documents print, and the warnings about their communes.

        With `lay_out`, PDFs that the cache lacks are laid out for the numbers of their pages.
        """
        composed, notices = compose_named(self.referential, names, communes)
        pages = PrintedPages(self.referential.workspace, self.store, lay_out=lay_out)
        return printed_law(composed, pages, self.tell), notices

    def review(
        self, names: Sequence[str], communes: Sequence[str], day: date
    ) -> tuple[Sequence[ArticleToRead], list[Problem]]:
        """Return the articles to read before documents may be final, and warnings of communes."""
        law, notices = self.printed(names, communes, lay_out=True)
        named_only = bool(names or communes)
        return articles_to_read(self.referential, law, day, printed_only=named_only), notices


def tell_wrong(wrong: Sequence[WrongItem], reviewer: LawReviewer) -> tuple[Problem, ...]:
    """Return a warning for each item found wrong, at its line, with the places that print it."""
    return tuple(_as_problems(wrong, reviewer))


def _as_problems(wrong: Sequence[WrongItem], reviewer: LawReviewer) -> Iterator[Problem]:
    if not wrong:
        return
    law, _ = reviewer.printed()
    for item in wrong:
        place = reviewer.referential.droit.place(item.regle.cle)
        who = f"jugé faux par {item.check.par} le {date_longue(item.check.le)}"
        exact = f" ; valeur exacte, selon cette personne : {item.exact}" if item.exact else ""
        sentences = law.of([item.regle.cle])
        places = places_of(one for held in sentences.values() for one in held)
        printed = f" ; imprimé : {' ; '.join(places)}" if places else ""
        message = f"{who} : {statement(item.regle)}{exact}{printed}{_former_check(item)}"
        right = item.regle.verifie and not item.recorded
        hint = "" if right else f"corrigez la règle, puis : {item.again}"
        yield place.problem(message, "faux", hint).as_warning()


def _former_check(item: WrongItem) -> str:
    """Return what becomes of what was said before of an item found wrong."""
    former = item.regle.jugement
    if former and not item.recorded:
        act = "jugé faux" if former.refus else "vérifié"
        day = date_longue(former.le)
        return f" ; {act} depuis par {former.par}, le {day}, ce qui compte encore"
    if former and not former.refus:
        return f" ; le contrôle de {former.par} ne compte plus : la règle est à vérifier de nouveau"
    return ""


def summary_of(articles: Sequence[ArticleToRead]) -> str:
    """Return how much there is to read, in words."""
    awaited = sum(article.awaited for article in articles)
    again = sum(one.old and one.regle.verifie for article in articles for one in article.items)
    others = sum(len(article.items) for article in articles) - awaited - again
    many = counted(len(articles), "article ou texte", "articles ou textes")
    idle = sum(not article.documents for article in articles)
    free = f" (dont {idle} qu’aucun document n’imprime)" if idle else ""
    more = counted(others, "autre règle de ces articles", "autres règles de ces articles")
    besides = f", et {more}, dont aucun document n’attend le contrôle" if others else ""
    due = f"{counted(awaited, 'règle')} à contrôler" if awaited or not again else ""
    old = f"{counted(again, 'règle')} à contrôler de nouveau, après plus d’un an" if again else ""
    return f"{many} à lire{free}, pour {' et '.join(filter(None, (due, old)))}{besides}."
