"""Checks of the items of law by people: listed, recorded in the files, old after a year."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from docgen.content.editing import YamlText, quote
from docgen.content.source import Steps, parse_source
from docgen.content.stamp import begins_later
from docgen.content.validation import check_source
from docgen.errors import Problem, Problems
from docgen.french.rule import INSECABLE
from docgen.french.wording import counted, date_longue, elide
from docgen.left import LAW, LOCAL_LAW, Duty, Item, What, Who, item_of
from docgen.referential.droit.law_files import Droit, FichierDroit
from docgen.referential.droit.regle import Regle
from docgen.referential.droit.validation import law_rules

YEAR: Final = 365
"""The days after which a check is old."""
REMOVE: Final = (
    "retirez-la, avec les phrases qui la citent, ou écrivez la règle de chez vous,"
    " avec son « departement: »"
)
"""What is done about a rule of another département."""
REPLACE: Final = (
    "retirez-la, avec les phrases qui la citent, ou citez à sa place une règle d’Alsace-Moselle,"
    " qu’un juriste choisit : voyez les articles L. 2542-2 et suivants du CGCT"
)
"""What is done about a rule that the local law of Alsace-Moselle excludes."""


@dataclass(frozen=True, slots=True)
class LawRow:
    """A line of `docgen droit`: an item, where it was read, its place, the days since its check."""

    regle: Regle
    read_in: str
    file: str
    line: int
    age: int | None

    @property
    def old(self) -> bool:
        """Whether its check is more than a year old."""
        return self.age is not None and self.age > YEAR

    @property
    def etat(self) -> str:
        """The state of its check: ``à vérifier``, ``vérifié``, ``contrôle ancien``.

        For a check that no longer counts, why: ``changé depuis le contrôle du 3 décembre 2026``.
        """
        if self.age is None:
            return self.regle.change or "à vérifier"
        return "contrôle ancien" if self.old else "vérifié"


def droit_rows(droit: Droit, today: date) -> tuple[LawRow, ...]:
    """Return every item with the age of its check on `today`."""
    places = ((regle, droit.place(regle.cle)) for regle in droit.items)
    return tuple(
        LawRow(regle, droit.read_in(regle), place.file, place.mark.line, regle.age(today))
        for regle, place in places
    )


def left_to_check(droit: Droit, regles: Iterable[Regle]) -> tuple[Item, ...]:
    """Return what keeps a document citing these items of law from being final."""
    return tuple(
        law_item(
            droit,
            regle,
            f"{regle.change or 'à vérifier'} : {regle.libelle} "
            f"({regle.dit} ; {regle.confiance.libelle})",
            _how_to_check(regle),
        )
        for regle in dict.fromkeys(regles)
        if regle.bloquante
    )


def _refusal(regle: Regle) -> str:
    said = regle.jugement
    return f" – {said.par} : {said.refus}" if said and said.refus else ""


def law_item(droit: Droit, regle: Regle, message: str, hint: str) -> Item:
    """Return an item of law as something left to check, the same in all documents."""
    place = droit.place(regle.cle)
    name = law_name(regle) + (f" ({regle.change})" if regle.change else "")
    duty = Duty(Who.JURISTE, What.VERIFIER, verify_command(regle.cle))
    if regle.jugement and regle.jugement.refus:
        duty = Duty(Who.REDACTEUR, What.CORRIGER, f"docgen check {place.file}")
        hint = _correct(regle)
    if regle.elsewhere:
        duty, hint = Duty(Who.REDACTEUR, What.CORRIGER, f"docgen check {place.file}"), regle.instead
    code = LOCAL_LAW if regle.elsewhere else "a-verifier"
    problem = place.problem(f"{message}{_refusal(regle)}", code, hint)
    return replace(item_of(problem, duty, id=law_id(regle.cle), name=name), public=message)


def _correct(regle: Regle) -> str:
    return f"corrigez la règle ; si elle est juste : {verify_command(regle.cle)}"


def law_name(regle: Regle) -> str:
    """Return what is said of an item of law on a list of what is left to check."""
    where = regle.reference.court if regle.reference else ""
    value = regle.dit if regle.valeur else ""
    return f"{INSECABLE}: ".join(filter(None, (where, regle.libelle.rstrip("."), value)))


def former_check(regle: Regle, par: str) -> str:
    """Return the line that tells what a check by `par` replaces: what another person said."""
    said = regle.jugement
    if said is None or said.par == par:
        return ""
    whose = f"{elide('de', said.par)}, du {date_longue(said.le)}"
    if said.refus:
        return f"\n    lève le refus {whose} : {said.refus}"
    return f"\n    remplace le contrôle {whose}"


def law_id(cle: str) -> str:
    """Return the identifier, among what is left, of an item of law."""
    return f"{LAW}{cle}"


def _how_to_check(regle: Regle) -> str:
    what = regle.a_controler or (regle.reference.lien if regle.reference else "")
    return f"{what} ; puis : {verify_command(regle.cle)}" if what else verify_command(regle.cle)


def verify_command(*cles: str) -> str:
    """Return the command that records a check of items of law."""
    return (
        f'docgen droit verifier {" ".join(cles)} --le JJ/MM/AAAA --par "NOM" --reference "TEXTE LU"'
    )


def checks_to_come(droit: Droit, today: date) -> Iterator[Problem]:
    """Yield an error for each check on a day after `today`."""
    for regle in droit.items:
        if regle.controle and begins_later(regle.controle.le, today):
            message = f"« {regle.cle} » : contrôle daté d’un jour à venir"
            hint = "écrivez le jour où le texte a été relu"
            yield droit.place(regle.cle).problem(message, "controle", hint)


def unsealed_checks(droit: Droit) -> tuple[Regle, ...]:
    """Return the items with a check that has no digest: nothing tells if they changed since."""
    return tuple(one for one in droit.items if one.controle and one.controle.empreinte is None)


def checks_to_redo(droit: Droit, regles: Iterable[Regle], today: date) -> Iterator[Problem]:
    """Yield a warning for each of these items that someone judged wrong, or must check again."""
    for regle in regles:
        place, said, age = droit.place(regle.cle), regle.jugement, regle.age(today) or 0
        again = f"relisez le texte, puis : {verify_command(regle.cle)}"
        if regle.elsewhere:
            continue
        if regle.overtaken:
            hint = f"comparez : {compare_command(regle.cle)} ; {_correct(regle)}"
            problem = place.problem(f"« {regle.cle} » : {regle.overtaken}", "change", hint)
        elif said and said.refus:
            problem = place.problem(f"« {regle.cle} » : {regle.change}", "faux", _correct(regle))
        elif age > YEAR:
            message = f"« {regle.cle} » : contrôlé il y a {counted(age, 'jour')}, plus d’un an"
            problem = place.problem(message, "controle-ancien", again)
        else:
            continue
        yield problem.as_warning()


def compare_command(cle: str) -> str:
    """Return the command that shows an item of law beside its article in force."""
    return f"docgen droit confronter {cle}"


@dataclass(frozen=True, slots=True)
class NewCheck:
    """A check: its day, its author, the text read (« Légifrance, version du … »).

    `version` is the identifier of the version of the article, `texte` the digest of its words;
    `empreinte` is that of the item as it was read, which must still be so when it is recorded;
    `refus` is why it was found wrong, None where it was found right.
    """

    le: date
    par: str
    reference: str
    version: str | None = None
    texte: str | None = None
    empreinte: str | None = None
    refus: str | None = None


def record_checks(text: str, name: str, checks: Mapping[str, NewCheck]) -> str:
    """Return the `text` of the file `name` with items marked as checked, given by their keys.

    A former check is replaced.  Raise ContentError when the file has problems, before or after, or
    when an item is no longer as it was read.
    """
    items = _placed_items(text, name)
    Problems(_changed_items(name, checks, items)).refuse()
    edited = YamlText(text, name)
    for cle, check in checks.items():
        place, regle = items[cle]
        edited.put(place, "controle", _check_fields(check, regle.empreinte), after="confiance")
    changed = str(edited)
    check_source(parse_source(changed, name), FichierDroit, law_rules)
    return changed


def seal_checks(text: str, name: str) -> str:
    """Return the `text` of a file whose checks all have a digest: that of today's words if none."""
    edited = YamlText(text, name)
    for place, regle in _placed_items(text, name).values():
        if regle.controle and regle.controle.empreinte is None:
            edited.add((*place, "controle"), "empreinte", quote(regle.empreinte))
    return str(edited)


def _check_fields(check: NewCheck, empreinte: str) -> dict[str, str | None]:
    """Return the fields of a check as YAML."""
    return {
        "le": check.le.isoformat(),
        "par": quote(check.par),
        "reference": quote(check.reference),
        "version": check.version and quote(check.version),
        "texte": check.texte and quote(check.texte),
        "refus": check.refus and quote(check.refus),
        "empreinte": quote(empreinte),
    }


def _placed_items(text: str, name: str) -> dict[str, tuple[Steps, Regle]]:
    fichier = check_source(parse_source(text, name), FichierDroit, law_rules)
    return {regle.cle: (("regles", rank), regle) for rank, regle in enumerate(fichier.regles)}


def _changed_items(
    name: str, checks: Mapping[str, NewCheck], items: Mapping[str, tuple[Steps, Regle]]
) -> Iterator[Problem]:
    """Yield each item that is gone, or changed, since it was read."""
    for cle, check in checks.items():
        now = items[cle][1].empreinte if cle in items else ""
        if not now or check.empreinte not in (None, now):
            message, hint = f"« {cle} » vient de changer", "relisez cette règle, et recommencez"
            yield Problem(name, message, code="change", hint=hint)
