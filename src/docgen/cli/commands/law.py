"""The commands about the law that documents quote: list it, compare it, record its checks."""

from __future__ import annotations

import shlex
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from docgen.cli.communes import confirm_communes
from docgen.cli.options import (
    SUBCOMMAND,
    HintingGroup,
    PastDay,
    SignerName,
    TextRead,
    au_option,
    json_option,
    named_options,
    open_cache,
    project_command,
    project_option,
    today,
    workspace,
)
from docgen.cli.report import Report, reporting
from docgen.french.wording import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docgen.referential.droit.comparison.comparison import RuleComparison
    from docgen.referential.droit.controle import LawRow
    from docgen.referential.droit.law_files import Droit
    from docgen.referential.droit.regle import Regle
    from docgen.referential.referential import Referential
    from docgen.review.printed_law import PrintedSentence

NO_RULE = "ces documents n’impriment aucune règle de droit", "il n’y a rien à comparer"
NO_TEXT = (
    "aucune des {} règles n’a de texte auquel la comparer",
    "importez la base LEGI : docgen data import legi ARCHIVE",
)
MAX_SIGNS = 240
"""The signs of a passage that the terminal shows; the whole is in `--json`."""
COLOURS = {
    "vert": "la valeur est dans l’article, seule de son genre",
    "orange": "elle y est parmi d’autres, ou l’article est à lire",
    "rouge": "elle n’y est pas",
    "abrogé": "l’article est abrogé, transféré, ou pas encore en vigueur",
    "change bientôt": "l’article est en vigueur, et change ou disparaît dans l’année",
    "changé": "le texte a changé depuis le contrôle",
    "sans texte": "rien à comparer : acte hors des codes, ou article non importé",
}
"""What the colours of a comparison mean, the surest first."""
TOLD_RULE_BY_RULE = ("rouge", "abrogé", "change bientôt", "changé")
"""The colours that are printed rule by rule."""


class LawCommands(HintingGroup):
    """The commands about the law; a word that is none of them may be the key of a rule."""

    def hint_for(self, word: str, near: Sequence[str]) -> str:
        """Return the command for the rule that has a word as its key, unless one is near."""
        return "" if near else f"Pour une règle : docgen droit --regle {word}"


articles_option = click.option(
    "--article",
    "articles",
    multiple=True,
    metavar="ARTICLE",
    help="Toutes les règles de cet article : « L541-3 », « penal R610-5 » ; peut être répété.",
)


@click.group(cls=LawCommands, invoke_without_command=True, subcommand_metavar=f"[{SUBCOMMAND}]")
@click.option("--a-verifier", is_flag=True, help="Seulement ce qui reste à contrôler.")
@click.option("--regle", "cles", multiple=True, metavar="CLE", help="Cette règle seulement.")
@articles_option
@named_options
@au_option
@json_option
@project_option
@click.pass_context
def droit(context: click.Context, /, as_json: bool, **asked: Any) -> None:
    """Liste le droit que citent les documents, avec sa confiance et l’âge de son contrôle.

    Chaque montant, délai, classe ou article n’est écrit qu’une fois, dans
    content/referentiel/droit/.  Ce que personne n’a contrôlé est marqué « à vérifier » dans un
    projet, et retient le document définitif.  D’une règle ou d’un article que l’on nomme, la liste
    dit aussi quels documents l’impriment.

    \b
    Exemples :
      docgen droit
      docgen droit --a-verifier
      docgen droit --pour "fiche 4.2"
      docgen droit --article L541-3
      docgen droit verifier depot-classe --le 20/11/2026 --par "M. X" --reference "Légifrance"
    """
    if context.invoked_subcommand:
        return
    with reporting(as_json) as report:
        _list_law(report, **asked)


def _list_law(
    report: Report,
    a_verifier: bool,
    cles: tuple[str, ...],
    articles: tuple[str, ...],
    names: tuple[str, ...],
    communes: tuple[str, ...],
    au: date,
) -> None:
    from docgen.referential.droit.choosing import chosen_rules
    from docgen.referential.droit.controle import droit_rows
    from docgen.referential.referential import Referential
    from docgen.review.law_review import LawReviewer

    here = workspace()
    confirm_communes(here, communes)
    referential = Referential(here, au)
    rows = droit_rows(referential.droit, au)
    chosen = chosen_rules(referential.droit, cles, articles)
    if chosen:
        rows = tuple(row for row in rows if row.regle in chosen)
    printed: dict[str, list[PrintedSentence]] = {}
    if names or communes or chosen:
        reviewer = LawReviewer(referential, open_cache())
        law, report.problems = reviewer.printed(names, communes)
        printed = law.sentences
    if names or communes:
        rows = tuple(row for row in rows if row.regle.cle in printed)
    report.extra["droit"] = []
    for row in rows:
        if row.age is None or not a_verifier:
            sentences = printed.get(row.regle.cle, [])
            report.extra["droit"].append(_as_data(row, sentences))
            report.say(_as_line(row, sentences))
            if chosen and not sentences:
                report.say("    aucun document ne l’imprime")
    named = bool(names or communes or chosen)
    awaited = 0 if named or not a_verifier else _count_awaited(referential, au)
    report.lines.append(_summary(rows, awaited))


def _count_awaited(referential: Referential, au: date) -> int:
    """Return how many rules `docgen reste` counts; none while the texts are not sound."""
    from docgen.build.left import left_in
    from docgen.errors import ContentError
    from docgen.left import Who

    with suppress(ContentError):  # told by « docgen check »
        items, _ = left_in(referential, (), (), au)
        return sum(1 for one in items if one.who is Who.JURISTE)
    return 0


@droit.command()
@click.argument("cles", nargs=-1, metavar="[CLE]...")
@articles_option
@click.option(
    "--le",
    required=True,
    type=PastDay(),
    metavar="DATE",
    help="Le jour du contrôle, JJ/MM/AAAA ou AAAA-MM-JJ.",
)
@click.option("--par", required=True, type=SignerName(), metavar="NOM", help="Qui a contrôlé.")
@click.option(
    "--reference",
    required=True,
    type=TextRead(),
    metavar="TEXTE",
    help="Le texte relu, et sa version.",
)
@click.option("--version", metavar="LEGIARTI", help="L’identifiant de la version relue.")
@project_command
def verifier(
    report: Report, cles: tuple[str, ...], articles: tuple[str, ...], **checked: Any
) -> None:
    """Note qu’une personne a contrôlé des règles de droit dans le texte en vigueur.

    CLE est le nom d’une règle, tel que « docgen droit » le donne.  Les fichiers sont modifiés sur
    place, tous ou aucun ; commentaires et mise en page sont gardés.  Le contrôle vaut pour les mots
    d’aujourd’hui : une règle changée ensuite est de nouveau à vérifier.

    \b
    Exemples :
      docgen droit verifier depot-classe --le 20/11/2026 --par "M. X" \\
        --reference "Légifrance, version en vigueur au 20 novembre 2026"
      docgen droit verifier --article L541-3 --le 20/11/2026 --par "M. X" --reference Légifrance
    """
    if not cles and not articles:
        raise click.UsageError("nommez des règles (« CLE »), ou un article (« --article L541-3 »)")
    from docgen.build.project_edits import verify_rules
    from docgen.errors import Problem
    from docgen.referential.droit.choosing import chosen_rules, refused_rules
    from docgen.referential.droit.comparison.changes import contradicted_checks
    from docgen.referential.droit.comparison.read_version import complete_checks
    from docgen.referential.droit.controle import YEAR, NewCheck, former_check, law_name
    from docgen.referential.droit.local_rules import warn_of_rules_elsewhere
    from docgen.referential.referential import Referential

    referential = Referential(workspace())
    chosen = chosen_rules(referential.droit, cles, articles)
    refused, problems = refused_rules(referential.droit, chosen, cles)
    report.problems += problems
    chosen = tuple(regle for regle in chosen if regle not in refused)
    if not chosen:
        return
    law, legi = referential.droit, referential.articles
    checks = complete_checks(law, legi, chosen, NewCheck(**checked))
    report.problems += contradicted_checks(law, chosen, legi, checked["le"])
    report.problems += warn_of_rules_elsewhere(law, chosen, ())
    report.lines += verify_rules(referential.workspace, checks)
    for regle in chosen:
        doubt = f"\n    à voir dans le texte : {regle.a_controler}" if regle.a_controler else ""
        former = former_check(regle, checked["par"])
        report.say(f"  {regle.cle} – {law_name(regle)}{doubt}{former}")
    report.say(f"{counted(len(chosen), 'règle vérifiée', 'règles vérifiées')}.")
    if (age := (today() - checked["le"]).days) > YEAR:
        message = f"contrôle d’il y a {counted(age, 'jour')}, plus d’un an : à refaire déjà"
        hint = "si le jour est faux, signez de nouveau avec le bon"
        old = Problem("--le", message, code="controle-ancien", hint=hint)
        report.problems.append(old.as_warning())


@droit.command()
@click.argument("cles", nargs=-1, metavar="[CLE]...")
@click.option("--tout", is_flag=True, help="Toutes les règles, une par une.")
@named_options
@au_option
@project_command
def confronter(
    report: Report, cles: tuple[str, ...], tout: bool, au: date, **named: tuple[str, ...]
) -> None:
    """Compare chaque règle de droit à l’article en vigueur, et dit ce qu’il faut relire.

    Les textes viennent de « docgen data import legi ».  Chaque règle reçoit une couleur ; le rouge,
    l’abrogé et le changé sont dits un par un, avec la phrase de l’article.  Rien n’est vérifié par
    là : seule une personne vérifie (docgen droit verifier).

    \b
    Exemples :
      docgen droit confronter
      docgen droit confronter --tout
      docgen droit confronter depot-classe
      docgen droit confronter --pour "fiche 4.2"
      docgen droit confronter --au 01/01/2027
    """
    from docgen.errors import Problem
    from docgen.french.wording import date_longue
    from docgen.left import document_options
    from docgen.referential.droit.comparison.comparison import compare_rules
    from docgen.referential.referential import Referential

    confirm_communes(workspace(), named["communes"])
    referential = Referential(workspace(), au)
    law = referential.droit
    asked = _asked_rules(report, referential, cles, **named)
    compared = compare_rules(law.items, referential.articles, au, referential.natinf)
    compared = tuple(one for one in compared if one.regle in asked)
    report.extra["au"] = au.isoformat()
    report.extra["regles"] = [_comparison_data(one, law) for one in compared]
    read = sum(1 for one in compared if one.couleur != "sans-texte")
    if not read:
        message, hint = NO_TEXT if compared else NO_RULE
        message = message.format(len(compared))
        report.problems.append(Problem("droit", message, code="legi", hint=hint))
        return
    compared_rules = counted(read, "règle comparée")
    report.say(f"Droit en vigueur le {date_longue(au)} : {compared_rules} sur {len(compared)}.")
    report.say(*_colour_lines(compared))
    shown = [one for one in compared if tout or cles or one.colour in TOLD_RULE_BY_RULE]
    report.say(*(line for one in shown for line in _comparison_lines(one, law)))
    if not (tout or cles):
        options = shlex.join(("--tout", *document_options(**named)))
        report.lines.append(f"Les autres, une par une : docgen droit confronter {options}")


def _asked_rules(
    report: Report,
    referential: Referential,
    cles: tuple[str, ...],
    names: tuple[str, ...],
    communes: tuple[str, ...],
) -> Sequence[Regle]:
    """Return the rules of some keys, or all, that named documents print where any is named."""
    from docgen.referential.droit.choosing import chosen_rules
    from docgen.review.law_review import LawReviewer

    asked = chosen_rules(referential.droit, cles, ()) or referential.droit.items
    if not (names or communes):
        return asked
    printed, report.problems = LawReviewer(referential, open_cache()).printed(names, communes)
    return [regle for regle in asked if regle.cle in printed.sentences]


def _colour_lines(compared: Sequence[RuleComparison]) -> list[str]:
    counts = {name: sum(one.colour == name for one in compared) for name in COLOURS}
    articles = sum(one.couleur == "orange" and not one.has_value for one in compared)
    meanings = {**COLOURS, "orange": f"{COLOURS['orange']} (dont {articles} articles sans valeur)"}
    return [f"{counts[name]:>5} {name} – {meanings[name]}" for name in COLOURS if counts[name]]


def _comparison_lines(comparison: RuleComparison, law: Droit) -> list[str]:
    rule, place = comparison.regle, law.place(comparison.regle.cle)
    article = comparison.article
    said = f"{rule.dit}, {article}" if comparison.has_value else article or rule.libelle
    where = f"{place.file}:{place.mark.line}"
    line = f"{comparison.colour} – {rule.cle} – {said} : {comparison.a_voir} – {where}"
    passage = comparison.passage
    short = passage if len(passage) <= MAX_SIGNS else f"{passage[:MAX_SIGNS].rstrip()}…"
    return [line, f"    « {short} »"] if short else [line]


def _comparison_data(comparison: RuleComparison, law: Droit) -> dict[str, Any]:
    version, place = comparison.version, law.place(comparison.regle.cle)
    return {
        "cle": comparison.regle.cle,
        "couleur": str(comparison.couleur),
        "article": comparison.article,
        "version": version.id if version else "",
        "debut": version.debut.isoformat() if version else "",
        "fin": version.fin.isoformat() if version and version.fin else "",
        "passage": comparison.passage,
        "a_voir": comparison.a_voir,
        "dit": comparison.regle.dit,
        "file": place.file,
        "line": place.mark.line,
    }


def _summary(rows: Sequence[LawRow], awaited: int = 0) -> str:
    local = sum(1 for row in rows if row.regle.elsewhere)
    changed = sum(1 for row in rows if row.regle.change) - local
    unchecked = sum(1 for row in rows if row.age is None) - changed - local
    ours = [row.regle.jugement for row in rows if not row.regle.elsewhere]
    wrong = sum(1 for said in ours if said and said.refus)
    changed -= wrong
    old = sum(1 for row in rows if row.old)
    again = f", {old} à contrôler de nouveau" if old else ""
    since = counted(changed, "changée depuis son contrôle", "changées depuis leur contrôle")
    again = (f", {since}" if changed else "") + again
    again = (f", {counted(wrong, 'jugée fausse', 'jugées fausses')}" if wrong else "") + again
    again = (f", {local} à remplacer" if local else "") + again
    rules = counted(len(rows), "règle")
    nobody = counted(unchecked, "que personne n’a contrôlée", "que personne n’a contrôlées")
    waiting = f" ; vos documents en attendent {awaited}" if awaited else ""
    return f"{rules}, dont {nobody}{again}{waiting}."


def _as_line(row: LawRow, printed: Sequence[PrintedSentence]) -> str:
    rule = row.regle
    age = f", il y a {counted(row.age, 'jour')}" if row.age is not None else ""
    age = ", après ce jour" if (row.age or 0) < 0 else age
    where = f"{row.file}:{row.line}"
    text = f"{rule.libelle} : {rule.dit}" if rule.dit not in rule.libelle else rule.libelle
    known = " : ".join(filter(None, (rule.confiance.libelle, row.read_in)))
    line = f"{row.etat}{age} – {rule.cle} – {text} ({known}) – {where}"
    reference = rule.reference
    source = " : ".join(filter(None, (reference.dit, reference.lien))) if reference else ""
    if not printed:
        return line
    from docgen.review.printed_law import places_of

    words = {one.words: [other for other in printed if other.words == one.words] for one in printed}
    below = (f"« {said} » ({' ; '.join(places_of(held))})" for said, held in words.items())
    return "\n    ".join(filter(None, (line, source, *below)))


def _as_data(row: LawRow, printed: Sequence[PrintedSentence]) -> dict[str, Any]:
    rule = row.regle
    return {
        "cle": rule.cle,
        "dit": rule.dit,
        "reference": rule.reference.dit if rule.reference else "",
        "lien": rule.reference.lien if rule.reference else "",
        "confiance": str(rule.confiance),
        "lu_dans": row.read_in,
        "age": row.age,
        "etat": row.etat,
        "file": row.file,
        "line": row.line,
        "imprime": [
            {
                "document": one.document.stem,
                "partie": one.part.stem,
                "chapitre": one.chapter,
                "phrase": one.words,
                "pages": list(one.pages),
            }
            for one in printed
        ],
    }
