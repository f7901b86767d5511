"""From the report of a year to its document, with lines where nothing is written."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from docgen.charts.specification import Courbe
from docgen.document import Diffusion, Document
from docgen.french.typography import prose
from docgen.french.wording import date_longue, nombre
from docgen.kinds.actes.signed import Signee
from docgen.kinds.bilan.content import ActionBilan, Bilan, Valeur
from docgen.kinds.bilan.facts import FaitsAction, FaitsBilan, FaitsValeur
from docgen.kinds.bilan.options import BilanOptions
from docgen.kinds.bilan.rules import SEPARATOR
from docgen.kinds.bilan.suivi import SuiviAnnuel
from docgen.kinds.fiche.content import IndicateurSuivi
from docgen.kinds.kind import ComposeRequest
from docgen.kinds.writing.left_to_do import items_left
from docgen.left import Item
from docgen.markup import plain

DRAFT: Final = "PROJET – à compléter"
INTERNAL: Final = "Interne – ne pas diffuser"
NEXT: Final = "Pour l’année suivante"
LEFT: Final = "Ce qui reste à remplir"
CURVES: Final = 20
"""The most curves of a report: LibreOffice draws no more charts of a Word file at their size."""
DONE, AFTER = 2, 5
"""The numbers of lines to fill in for what was done, and for what is proposed."""


def compose(bilan: Bilan, request: ComposeRequest) -> Iterator[Document]:
    """Yield the report, if its year is that of the scope or the scope has none."""
    if request.scope is None or request.scope.options_of(BilanOptions).annee not in (
        None,
        bilan.annee,
    ):
        return
    referential = request.scope.referential
    suivi = SuiviAnnuel(referential, bilan.annee)
    acts = suivi.corpus.actes
    acte = acts.get(bilan.convention)
    signee = next((one for one in acts.signed if one.cle == bilan.convention), None)
    facts = _facts(bilan, request, suivi, signee)
    yield Document(
        kind="bilan",
        key=request.key,
        title=f"{facts.titre} – {facts.intitule}",
        author=acte.sigles if acte else acts.partenariat,
        subject=plain(bilan.chapo),
        facts=facts,
        diffusion=bilan.diffusion,
        final=not facts.projet,
        left=request.left,
        sources=(request.source,),
        required_margin_words=tuple(filter(None, (facts.repere, facts.mention))),
    )


def _facts(
    bilan: Bilan, request: ComposeRequest, suivi: SuiviAnnuel, signee: Signee | None
) -> FaitsBilan:
    draft = bool(request.left)
    internal = INTERNAL if bilan.diffusion is Diffusion.INTERNE else ""
    acte = suivi.corpus.actes.get(bilan.convention)
    actions = [_action(one, suivi) for one in bilan.actions]
    return FaitsBilan(
        projet=draft,
        intitule=signee.nom if signee else (acte.intitule if acte else ""),
        repere=" – ".join(filter(None, (DRAFT * draft, internal))),
        mention=internal,
        titre=f"Bilan de l’année {bilan.annee}",
        chapo=bilan.chapo,
        echeance=_deadline_sentence(bilan.annee, signee),
        avant=_year_before(suivi, signee),
        annee=str(bilan.annee),
        actions=tuple(_with_few_curves(actions)),
        titre_suite=NEXT,
        suite=bilan.suite or "",
        lignes_suite=() if bilan.suite else tuple(range(1, AFTER + 1)),
        restes_titre=LEFT,
        restes=tuple(items_left(_named_as_headings(request.left, bilan, suivi))),
    )


def _year_before(suivi: SuiviAnnuel, signee: Signee | None) -> str:
    """Return the year before; empty when it precedes the signature and has no values."""
    year = suivi.annee - 1
    unsigned = signee is not None and year < signee.vie.signature.year
    return "" if unsigned and not suivi.counted_in(year) else str(year)


def _named_as_headings(left: Iterable[Item], bilan: Bilan, suivi: SuiviAnnuel) -> Iterator[Item]:
    """Yield what is left, each fiche named as its heading: by its clause, if it has no other."""
    fiches = {one.fiche: suivi.fiche(one.fiche) for one in bilan.actions}
    clauses = Counter(suivi.reference(fiche) for fiche in fiches.values())
    named = {}
    for key, fiche in fiches.items():
        clause = suivi.reference(fiche)
        named[f"fiche {key}"] = (
            clause if clauses[clause] == 1 else f"{clause}, {plain(fiche.titre)}"
        )
    for place in left:
        head, colon, rest = place.name.partition(SEPARATOR)
        yield replace(place, name=f"{named.get(head, head)}{colon}{rest}")


def _deadline_sentence(annee: int, signee: Signee | None) -> str:
    now = signee.vie.at(date(annee, 12, 31)) if signee else None
    if now is None or now.limite is None:
        return ""
    return prose(
        f"À lire avant le {date_longue(now.limite)}, dernier jour pour dénoncer la convention ;"
        f" sans dénonciation, elle est reconduite le {date_longue(now.anniversaire)}."
    )


def _action(action: ActionBilan, suivi: SuiviAnnuel) -> FaitsAction:
    fiche = suivi.fiche(action.fiche)
    counted = {one.id: one for one in fiche.suivi.indicateurs}
    values = [(counted[one.indicateur], one) for one in action.valeurs]
    curves = tuple(curve for one, _ in values if (curve := suivi.curve(one)))
    return FaitsAction(
        reference=suivi.reference(fiche),
        titre=fiche.titre,
        fait=action.fait or "",
        lignes=() if action.fait else tuple(range(1, DONE + 1)),
        valeurs=tuple(_value(one, value, suivi) for one, value in values),
        legende="",
        courbes=curves,
    )


def _with_few_curves(actions: Sequence[FaitsAction]) -> Iterator[FaitsAction]:
    """Yield actions with the first curves of each, and the numbers of the others in the legend."""
    curves = [(rank, action, one) for action in actions for rank, one in enumerate(action.courbes)]
    drawn = [one for _, _, one in sorted(curves, key=lambda curve: curve[0])[:CURVES]]
    for action in actions:
        kept = tuple(one for one in action.courbes if one in drawn)
        names = [one.titre if one in kept else _in_words(one) for one in action.courbes]
        legend = prose(f"Par an : {' ; '.join(names)}.") if names else ""
        yield action.model_copy(update={"courbes": kept, "legende": legend})


def _in_words(curve: Courbe) -> str:
    """Return the values of a curve: « Visites faites, 3 en 2024, 5 en 2025 »."""
    points = (point for trace in curve.traces for point in trace.points if point.valeur is not None)
    years = [f"{nombre(int(point.valeur or 0))} en {point.libelle}" for point in points]
    return ", ".join((curve.titre, *years))


def _value(indicateur: IndicateurSuivi, value: Valeur, suivi: SuiviAnnuel) -> FaitsValeur:
    before = suivi.value(indicateur.id, suivi.annee - 1)
    return FaitsValeur(
        libelle=indicateur.libelle,
        unite=indicateur.unite,
        source=suivi.by_whom(indicateur),
        avant="" if before is None else nombre(before),
        valeur="" if value.valeur is None else nombre(value.valeur),
        note=value.note or "",
    )
