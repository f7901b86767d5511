"""From the report of a year to its document, with lines where nothing is written."""

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from docgen.charts.specification import MiniBarre, MiniCourbe
from docgen.content.validation import Finding, problem_at
from docgen.document import Diffusion, Document, key_for
from docgen.errors import Problem
from docgen.french.rule import INSECABLE
from docgen.french.typography import prose
from docgen.french.wording import MOIS, counted, date_longue, nombre
from docgen.kinds.actes.signed import Signee
from docgen.kinds.bilan.content import ActionBilan, Bilan, Valeur
from docgen.kinds.bilan.facts import (
    FaitsAction,
    FaitsBilan,
    FaitsChiffre,
    FaitsValeur,
    FaitsVisites,
)
from docgen.kinds.bilan.former_year import carried_over
from docgen.kinds.bilan.options import BilanOptions
from docgen.kinds.bilan.rules import SEPARATOR, covered_days, year_without_act
from docgen.kinds.bilan.suivi import SuiviAnnuel
from docgen.kinds.bilan.summary import (
    count_all,
    draw_part_of_all,
    lines_to_fill_in,
    say_part,
    say_short_bars,
    set_summary,
)
from docgen.kinds.bilan.visites import facts_of_visits, is_readable, read_visites, visits_outside
from docgen.kinds.fiche.content import IndicateurSuivi
from docgen.kinds.kind import ComposeRequest
from docgen.left import Duty, Item, What, Who, item_of
from docgen.markup import plain
from docgen.referential.diffusion import ASIDE_CODE

DRAFT: Final = "PROJET – à compléter"
INTERNAL: Final = "Interne – ne pas diffuser"
RESTRICTED: Final = " – réservé aux parties"
HIGHLIGHTS: Final = "Faits marquants"
SUMMARY: Final = "Engagements et résultats"
DETAIL: Final = "Action par action"
LEFT_TITLE: Final = "Ce qui reste à remplir"
CHANGE: Final = "Évolution du premier chiffre connu au dernier, en nombre sous vingt."
FIRST_YEAR: Final = "Première année comptée : les suivantes se compareront à ces nombres."
MAX_ZEROS_NAMED: Final = 3
"""The most indicators at zero that are named; more are only counted."""
NOT_OVER: Final = "avant de le remettre, complétez-le et refaites-le en janvier {}"
TO_COME: Final = "annee"
"""The code of the point that the year of a report has not begun."""
LINES: Final = 3
"""How many lines to fill in stand for a text that is not written."""


def compose(bilan: Bilan, request: ComposeRequest) -> Iterator[Document]:
    """Yield the report, if its year is that of the scope or the scope has none."""
    if request.scope is None or request.scope.options_of(BilanOptions).annee not in (
        None,
        bilan.annee,
    ):
        return
    referential = request.scope.referential
    suivi = SuiviAnnuel(referential, bilan.annee, bilan.diffusion)
    actions, bilan = bilan.actions, suivi.readable(bilan)
    kept = _keep_readable(request.left, actions, bilan)
    request = replace(request, left=(*_items_of_year_to_come(bilan.annee, request), *kept))
    acts = suivi.corpus.actes
    acte, act = suivi.acte(bilan.convention), acts.signed_act(bilan.convention)
    signee = act.on(_end(bilan.annee)) if act else None
    readers = bilan.diffusion
    first, last = days = covered_days(bilan.annee, signee, acts.signed)
    visits = tuple(one for one in read_visites(referential) if first <= one.le <= last)
    printed = tuple(one for one in visits if is_readable(one.diffusion, readers))
    facts = _facts(bilan, request, suivi, signee, facts_of_visits(printed, referential))
    yield Document(
        kind="bilan",
        key=key_for(readers, request.key),
        title=f"{facts.titre} – {facts.intitule}",
        author=acte.sigles if acte else acts.partenariat(bilan.diffusion),
        subject=plain(bilan.chapo),
        facts=facts,
        diffusion=readers,
        final=not facts.projet,
        left=tuple(_named_as_headings(request.left, bilan, suivi)),
        left_title=LEFT_TITLE,
        sources=(request.source,),
        required_margin_words=tuple(filter(None, (facts.repere, facts.mention))),
        notices=(
            *acts.draft_warnings,
            *_warn_of_year(bilan, request, suivi, act, date.min if facts.projet else last),
            *_left_aside(request.source, suivi),
            *visits_outside(referential, bilan.annee, days),
        ),
    )


def left_of_years_begun(document: Document) -> tuple[Item, ...]:
    """Return what is left of a report, nothing while its year has not begun."""
    return () if any(one.code == TO_COME for one in document.left) else document.left


def _warn_of_year(
    bilan: Bilan, request: ComposeRequest, suivi: SuiviAnnuel, act: Signee | None, last: date
) -> Iterator[Problem]:
    """Yield a warning where the act rules on no day of the year, or its `last` is not over.

    No error: the numbers of a year before the act are kept for the lines that begin with it.
    What may be left of the year before is told too.
    """
    today = request.scope.today if request.scope else None
    findings = [*year_without_act(bilan.annee, act), *carried_over(bilan, suivi.former)]
    if today and today.year == bilan.annee and today <= last:
        message = (
            f"l’année {bilan.annee} n’est pas finie : ce bilan n’en dit pas les derniers jours"
        )
        findings.append(Finding(("annee",), "annee", message, NOT_OVER.format(bilan.annee + 1)))
    if source := suivi.corpus.source("bilan", request.key):
        yield from (problem_at(source, finding).as_warning() for finding in findings)


def _items_of_year_to_come(annee: int, request: ComposeRequest) -> Iterator[Item]:
    """Yield that the year of a report has not begun: it is a draft until then."""
    today = request.scope.today if request.scope else None
    if today and annee > today.year:
        message = f"l’année {annee} n’a pas commencé : rien ne peut en être rapporté"
        hint = "corrigez « annee: », ou attendez qu’elle commence"
        problem = Problem(request.source, message, field="annee", code=TO_COME, hint=hint)
        duty = Duty(Who.REDACTEUR, What.REMPLIR, f"docgen check {request.source}")
        yield item_of(problem.as_warning(), duty, name=prose(message))


def _keep_readable(
    left: Iterable[Item], actions: Iterable[ActionBilan], bilan: Bilan
) -> tuple[Item, ...]:
    """Return what is left to write of the actions that the readers of a report are told of."""
    kept = {one.fiche for one in bilan.actions}
    hidden = {f"fiche {one.fiche}" for one in actions if one.fiche not in kept}
    return tuple(one for one in left if one.name.partition(SEPARATOR)[0] not in hidden)


def _left_aside(source: str, suivi: SuiviAnnuel) -> Iterator[Problem]:
    """Yield a warning for each text of which the report says nothing to its readers."""
    for name in suivi.aside:
        message = f"{name} est laissé de côté : les lecteurs d’un bilan « {suivi.readers} » ne le"
        message += " lisent pas"
        hint = "s’ils peuvent le lire, changez sa « diffusion »"
        yield Problem(source, message, code=ASIDE_CODE, hint=hint).as_warning()


def _facts(
    bilan: Bilan,
    request: ComposeRequest,
    suivi: SuiviAnnuel,
    signee: Signee | None,
    visits: FaitsVisites | None,
) -> FaitsBilan:
    draft = bool(request.left)
    internal = INTERNAL if bilan.diffusion is Diffusion.INTERNE else ""
    acte = suivi.acte(bilan.convention)
    period = _period(bilan.annee, signee, suivi)
    titre = f"Bilan de l’année {bilan.annee}"
    years = suivi.years(signee.vie.signature.year if signee else suivi.annee)
    actions = tuple(_actions(bilan, suivi, years))
    zeros, change = _zeros_sentence(bilan, suivi), CHANGE if len(years) > 1 else ""
    figures, suite = say_short_bars([*_key_figures(bilan, suivi)]), bilan.suite or ""
    highlights_blank = lines_to_fill_in(bilan.marquants, bool(figures), 2)
    suite_blank = lines_to_fill_in(suite, bool(figures), 1)
    blanks = len(highlights_blank) + len(suite_blank)
    counted_line = " ".join(filter(None, (_count_sentence(bilan), zeros, change)))
    return FaitsBilan(
        projet=draft,
        intitule=_act_of_year(bilan.annee, signee) or (acte.intitule if acte else ""),
        repere=" – ".join(filter(None, (DRAFT * draft, internal))),
        mention=internal or titre + RESTRICTED * (bilan.diffusion is Diffusion.PARTENAIRES),
        surtitre=" · ".join(filter(None, (acte.sigles if acte else "", period))),
        titre=titre,
        chapo=bilan.chapo,
        chiffres=figures,
        resume=set_summary(
            (*bilan.marquants, suite), blanks, bool(figures), counted_line, len(years)
        ),
        echeance=_deadline_sentence(bilan.annee, signee),
        lecture=_reading(bilan, suivi),
        compte=counted_line,
        annees=tuple(map(str, years)),
        titre_marquants=HIGHLIGHTS,
        marquants=bilan.marquants,
        lignes_marquants=highlights_blank,
        titre_synthese=SUMMARY,
        titre_suite=f"Perspectives {bilan.annee + 1}",
        suite=suite,
        lignes_suite=suite_blank,
        titre_detail=DETAIL,
        actions=actions,
        visites=visits,
    )


def _end(annee: int) -> date:
    return date(annee, 12, 31)


def _act_of_year(annee: int, signee: Signee | None) -> str:
    """Return a signed act by its name and its last amendment in effect in a year."""
    return signee.intitule + signee.amended_by(_end(annee)) if signee else ""


def _period(annee: int, signee: Signee | None, suivi: SuiviAnnuel) -> str:
    """Return the months of a year that an act covers: « avril à décembre 2026 »."""
    days = covered_days(annee, signee, suivi.corpus.actes.signed)
    months = " à ".join(dict.fromkeys(MOIS[day.month - 1] for day in days))
    return f"{months}{INSECABLE}{annee}"


def _by_number(actions: Iterable[ActionBilan], suivi: SuiviAnnuel) -> list[ActionBilan]:
    """Return actions by the number of their fiches, articles first: 3 a, art. 5, 4.1, 6.1 bis."""

    def rank(action: ActionBilan) -> tuple[bool, list[tuple[int, str]]]:
        number = suivi.reference(action.fiche)
        parts = re.findall(r"\d+|[a-z]+", number.removeprefix("art."))
        order = [(int(one), "") if one.isdigit() else (0, one) for one in parts]
        return bool(re.search(r"\d\.", number)), order

    return sorted(actions, key=rank)


def _key_figures(bilan: Bilan, suivi: SuiviAnnuel) -> Iterator[FaitsChiffre]:
    """Yield the numbers to read first that are known, as they were chosen."""
    counted = {one.indicateur: action for action in bilan.actions for one in action.valeurs}
    for name in bilan.chiffres:
        value = suivi.value(name, bilan.annee)
        fiche = suivi.fiche(counted[name].fiche)
        indicateur = next(one for one in fiche.suivi.indicateurs if one.id == name)
        if value is not None:
            comparison, drawing = _beside(value, indicateur, suivi)
            counter = suivi.by_whom(indicateur)
            yield FaitsChiffre(
                valeur=nombre(value),
                libelle=plain(indicateur.libelle),
                source=prose(f"{suivi.reference(counted[name].fiche)} · {counter}"),
                comparaison=prose(comparison),
                evolution=drawing,
                part=say_part(drawing) if isinstance(drawing, MiniBarre) else "",
            )


def _beside(
    value: int, indicateur: IndicateurSuivi, suivi: SuiviAnnuel
) -> tuple[str, MiniCourbe | MiniBarre | None]:
    """Return what a number is compared with, and its drawing: a year before, or all there are."""
    if line := suivi.evolution(indicateur):
        return suivi.comparison(indicateur), line
    unit = plain(indicateur.unite) if suivi.is_of_gendarmerie(indicateur) else ""
    total, said = count_all(unit, suivi.referential)
    return (said, draw_part_of_all(value, total, said)) if value <= total > 0 else ("", None)


def _reading(bilan: Bilan, suivi: SuiviAnnuel) -> str:
    """Return what the numbers of the year tell: what rose, what fell."""
    known = [
        indicateur
        for action in bilan.actions
        for indicateur in suivi.fiche(action.fiche).suivi.indicateurs
        if suivi.value(indicateur.id, bilan.annee) is not None
    ]
    if not known:
        return ""
    changes = [change for one in known if (change := suivi.change(one))]
    return prose(_change_sentence(changes) if changes else FIRST_YEAR)


def _zeros_sentence(bilan: Bilan, suivi: SuiviAnnuel) -> str:
    """Return what is at zero this year: its names, or how many there are."""
    zeros = [
        f"{plain(one.libelle)}{INSECABLE}({suivi.reference(action.fiche)})"
        for action in bilan.actions
        for one in suivi.fiche(action.fiche).suivi.indicateurs
        if suivi.value(one.id, bilan.annee) == 0
    ]
    if len(zeros) > MAX_ZEROS_NAMED:
        return f"{len(zeros)} indicateurs sont à zéro cette année."
    return prose(f"À zéro cette année : {', '.join(zeros)}.") if zeros else ""


def _change_sentence(changes: list[str]) -> str:
    """Return how many indicators rose, fell or stayed since their first known number."""
    up = sum(change.startswith("+") for change in changes)
    same = changes.count("=")
    parts = (
        (up, "indicateur monte", "indicateurs montent"),
        (len(changes) - up - same, "baisse", "baissent"),
        (same, "ne change pas", "ne changent pas"),
    )
    said = [counted(number, one, many) for number, one, many in parts if number]
    since = "leur premier chiffre connu" if up else "le premier chiffre connu des indicateurs"
    return f"Depuis {since} : {', '.join(said)}."


def _lines(text: object) -> tuple[int, ...]:
    return () if text else tuple(range(1, LINES + 1))


def _count_sentence(bilan: Bilan) -> str:
    """Return what is counted: « 18 engagements, 40 indicateurs dont 12 renseignés. »."""
    values = [one.valeur for action in bilan.actions for one in action.valeurs]
    known = sum(value is not None for value in values)
    commitments = counted(len(bilan.actions), "engagement")
    numbers = counted(len(values), "indicateur")
    filled = "renseignés" if known > 1 else "renseigné"
    if known == len(values):
        return prose(f"{commitments}, {numbers} {filled}.")
    return prose(f"{commitments}, {numbers} dont {known or 'aucun'} {filled}.")


def _named_as_headings(left: Iterable[Item], bilan: Bilan, suivi: SuiviAnnuel) -> Iterator[Item]:
    """Yield what is left, each fiche named by its number."""
    numbers = {one.fiche: suivi.reference(one.fiche) for one in bilan.actions}
    named = {f"fiche {key}": f"Fiche {number}" for key, number in numbers.items() if number}
    for place in left:
        head, colon, rest = place.name.partition(SEPARATOR)
        yield replace(place, name=f"{named.get(head, head)}{colon}{rest}")


def _deadline_sentence(annee: int, signee: Signee | None) -> str:
    """Return the last day to denounce that is not over with the year, '' for none."""
    end = _end(annee)
    periods = signee.vie.following(end) if signee else ()
    now = next((one for one in periods if one.limite is None or one.limite >= end), None)
    if now is None or now.limite is None:
        return ""
    return prose(
        f"À lire au plus tard le {date_longue(now.limite)}, dernier jour pour dénoncer la"
        f" convention ; sans dénonciation, elle est reconduite le {date_longue(now.anniversaire)}."
    )


def _actions(bilan: Bilan, suivi: SuiviAnnuel, years: Sequence[int]) -> Iterator[FaitsAction]:
    known = {one for one in bilan.chiffres if suivi.value(one, bilan.annee) is not None}
    large = known if len(years) == 1 else ()
    for action in _by_number(bilan.actions, suivi):
        yield _action(action, suivi, years, large)


def _action(
    action: ActionBilan, suivi: SuiviAnnuel, years: Sequence[int], large: Container[str]
) -> FaitsAction:
    fiche = suivi.fiche(action.fiche)
    known = {one.id: one for one in fiche.suivi.indicateurs}
    values = tuple(_value(known[one.indicateur], one, suivi, years) for one in action.valeurs)
    others = (rank for rank, one in enumerate(action.valeurs) if one.indicateur not in large)
    return FaitsAction(
        reference=suivi.reference(action.fiche),
        titre=fiche.titre,
        fait=action.fait or "",
        lignes=_lines(action.fait),
        valeurs=values,
        resume=values[next(others, 0)],
    )


def _value(
    indicateur: IndicateurSuivi, value: Valeur, suivi: SuiviAnnuel, years: Iterable[int]
) -> FaitsValeur:
    numbers = (suivi.value(indicateur.id, year) for year in years)
    return FaitsValeur(
        libelle=indicateur.libelle,
        source=suivi.by_whom(indicateur),
        nombres=tuple("" if one is None else nombre(one) for one in numbers),
        evolution=suivi.evolution(indicateur),
        variation=suivi.change(indicateur),
        note=value.note or "",
    )
