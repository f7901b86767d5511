"""Checks of the law whose article has another text since, told by `docgen check`."""

from collections.abc import Iterator
from datetime import date

from docgen.errors import Problem
from docgen.french.wording import date_longue
from docgen.referential.droit.articles import Articles
from docgen.referential.droit.comparison.reading import read_validities
from docgen.referential.droit.comparison.validity import changed_since
from docgen.referential.droit.law_files import Droit


def changed_texts(droit: Droit, articles: Articles, day: date) -> Iterator[Problem]:
    """Yield a warning for each checked item whose article is no longer the text that was read."""
    for regle in droit.items:
        reference, controle = regle.reference, regle.controle
        if controle is None or reference is None or not regle.verifie:
            continue
        if not reference.ouvrage or not reference.articles:
            continue
        validities = read_validities(reference, articles, day)
        gone = next((one.gone for one in validities if one.gone), "")
        if gone or changed_since(controle, validities):
            since = gone or f"son texte a changé depuis le contrôle du {date_longue(controle.le)}"
            hint = "comparez, relisez, puis vérifiez de nouveau : docgen droit confronter"
            problem = droit.place(regle.cle).problem(f"« {regle.cle} » : {since}", "change", hint)
            yield problem.as_warning()
