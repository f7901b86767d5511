"""Checks of the law that an article overtook: its text is another since, or it is repealed."""

from collections.abc import Iterable, Iterator
from datetime import date

from docgen.errors import Problem
from docgen.french.wording import date_longue
from docgen.referential.droit.articles import Articles
from docgen.referential.droit.comparison.comparison import Couleur, compare_rules
from docgen.referential.droit.comparison.reading import first_gone, read_validities
from docgen.referential.droit.comparison.validity import Validity, changed_since
from docgen.referential.droit.controle import compare_command
from docgen.referential.droit.law_files import Droit
from docgen.referential.droit.regle import Controle, Regle


def without_overtaken_checks(droit: Droit, articles: Articles, day: date) -> Droit:
    """Return the law, where a check counts no more if its article is another text on a day."""
    return droit.with_items(
        regle.overtaken_by(change) if (change := _change(regle, articles, day)) else regle
        for regle in droit.items
    )


def _change(regle: Regle, articles: Articles, day: date) -> str:
    reference, controle = regle.reference, regle.controle
    if controle is None or reference is None or not regle.verifie:
        return ""
    if not reference.ouvrage or not reference.articles:
        return ""
    gone, then = (first_gone(reference, articles, one) for one in (day, controle.le))
    if gone and not _is_seen(controle, then):
        return gone.gone
    validities = read_validities(reference, articles, day)
    changed = changed_since(controle, validities)
    return f"article changé depuis le contrôle du {date_longue(controle.le)}" if changed else ""


def _is_seen(controle: Controle, gone: Validity | None) -> bool:
    """Whether a person checked an item though its article was known to be out of force."""
    version = gone.version if gone else None
    return bool(version and controle.version == version.id and not controle.texte)


def contradicted_checks(
    droit: Droit, regles: Iterable[Regle], articles: Articles, day: date
) -> Iterator[Problem]:
    """Yield a warning for each of these items that its imported article contradicts on a day."""
    keys = {regle.cle for regle in regles}
    for comparison in compare_rules(droit.items, articles, day):
        regle = comparison.regle
        gone = first_gone(regle.reference, articles, day)
        if regle.cle in keys and (gone or comparison.couleur is Couleur.ROUGE):
            hint = f"la règle à côté de l’article : {compare_command(regle.cle)}"
            why = gone.gone if gone else f"{regle.dit} ; {comparison.a_voir}"
            message = f"« {regle.cle} » : {why}"
            yield droit.place(regle.cle).problem(message, "legi", hint).as_warning()
