"""Rules across the fields of a convention and of its amendment, and what it leaves to do.

The rules read the raw values of the file, so that all problems come in one pass.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

from docgen.content.raw import (
    as_group,
    as_list,
    as_text,
    gaps_in,
    groups_of,
    repeats_of,
    texts,
    texts_of,
)
from docgen.content.source import Steps
from docgen.content.stamp import (
    CLAUSES,
    NO_WORDS,
    act_digest,
    act_signature,
    change_since,
    refusal_said,
)
from docgen.content.validation import Finding, field_name, find_duplicates, mappings
from docgen.errors import closest
from docgen.french.days import read_day
from docgen.french.typography import fold_typography, prose, texte_signe
from docgen.french.wording import capital, counted, date_longue, elide
from docgen.kinds.actes.content import Action, Axe, Clause, EtatActe, EtatClause, Objectif
from docgen.kinds.actes.life import life_rules
from docgen.kinds.kind import OpenPoint, left_in_words, with_reason
from docgen.markup import plain

ADOPT: Final = 'docgen adopter FICHIER CLAUSE --par "NOM" --le AAAA-MM-JJ'
AGREED_LATE: Final = (
    "si elle l’a été avant la signature : remettez « acte: projet », ôtez la date,"
    f" « {ADOPT} », puis remettez-les"
)
"""What to do about an act that was noted as signed before its agreements were."""
WORDS_CHANGED: Final = "mots-signes"
"""The code of a signed act whose words changed since."""
PUT_BACK: Final = (
    "remettez les mots signés (« docgen extract recu.pdf » les donne) ; pour les changer :"
    " « docgen avenant … --nouveau » ; pour une page manquante recopiée ou une date mal notée,"
    " retirez « empreinte: », puis « docgen sceller »"
)
PLACE: Final = "avenant"
"""The field that makes of a text the amendment of another."""


def rules(data: object) -> Iterator[Finding]:
    """Yield what is wrong across the fields of a convention."""
    yield from find_duplicates(without_own_parties(data), "id", "identifiant")
    yield from find_duplicates(data, "numero", "numéro")
    for steps, group in mappings(data):
        yield from _state_rules(steps, group)
        if isinstance(group.get("id"), str) and group["id"] in PART_TITLES:
            message = f"« {group['id']} » désigne déjà une partie de l’acte"
            yield Finding((*steps, "id"), "doublon", message, "choisissez un autre identifiant")
    if isinstance(data, dict):
        yield from _signature_rules(data)
        yield from _seal_rules(data)
        yield from avenant_rules(data)
        yield from _remark_rules(data)
        yield from life_rules(data)


def _is_passage(steps: Steps) -> bool:
    parts = ("articles", "sections", "axes", "objectifs", "actions", "abroge")
    inside = len(steps) > 1 and steps[-2] in parts
    own = steps[1:] if steps[:1] == ("avenant",) else steps
    return inside or own in (("titre",), ("parties",), ("preambule",))


def _state_rules(steps: Steps, group: dict[str, Any]) -> Iterator[Finding]:
    """Yield what a state lacks: a note when missing, an agreement when adopted."""
    if not _is_passage(steps):
        return
    etat = group.get("etat")
    if "etat" in group and etat is None:
        hint = "écrivez « manquant », « propose » ou « adopte », ou supprimez la ligne"
        yield Finding((*steps, "etat"), "etat", "état vide", hint)
    if etat == EtatClause.MANQUANT:
        if not group.get("note"):
            hint = "ajoutez « note: » : ce qui manque, et pourquoi"
            yield Finding(steps, "note", "une partie manquante dit ce qui manque", hint)
        if group.get("texte"):
            hint = "retirez « etat: manquant », ou le texte"
            yield Finding((*steps, "texte"), "etat", "une partie manquante n’a pas de texte", hint)
    else:
        if group.get("note"):
            hint = "une note pour le rédacteur se met dans « remarques »"
            yield Finding((*steps, "note"), "etat", "« note » ne vaut que pour « manquant »", hint)
        titled = steps[-1] != "parties" and "abroge" not in steps
        if titled and not group.get("texte" if steps == ("titre",) else "titre"):
            hint = "écrivez-le, ou dites « etat: manquant »"
            yield Finding(steps, "titre", "titre absent", hint)
    refused = bool(as_group(group.get("adoption")).get("refus"))
    agreed = "adoption" in group and not refused
    if (etat == EtatClause.ADOPTE) != agreed or (refused and etat != EtatClause.PROPOSE):
        hint = f"« {ADOPT} » les écrit ensemble"
        yield Finding(steps, "adoption", "« etat: adopte » et « adoption » vont ensemble", hint)


def _signature_rules(data: dict[str, Any]) -> Iterator[Finding]:
    """Yield what is wrong with those who sign, and with the day on which they signed."""
    amending = as_group(data.get("avenant"))
    if isinstance(data.get("signature"), dict):
        yield from _signer_rules(data, ())
    if isinstance(amending.get("signature"), dict):
        yield from _signer_rules(amending, ("avenant",))
    place: Steps = ("avenant", "signature") if amending else ("signature",)
    signature = (amending or data).get("signature")
    if isinstance(signature, dict):
        yield from _date_rules(data, signature.get("date"), place)
    if amending and isinstance(data.get("signature"), dict):
        yield from _check_date(data, data["signature"].get("date"), ("signature",))


def _seal_rules(data: dict[str, Any]) -> Iterator[Finding]:
    """Yield a change in the words of a signed act, and a digest in an act that is not signed."""
    place, signature = act_signature(data)
    above = as_group(data.get("signature")) if place != ("signature",) else {}
    if "empreinte" in above or ("empreinte" in signature and data.get("acte") != EtatActe.SIGNE):
        steps = ("signature", "empreinte") if "empreinte" in above else (*place, "empreinte")
        message = "« empreinte » ne va qu’avec la signature d’un acte signé"
        yield Finding(steps, "empreinte", message, "retirez cette ligne")
    elif not act_digest(data).startswith(as_text(signature.get("empreinte")).strip()):
        yield Finding(
            (*place, "empreinte"), WORDS_CHANGED, "les mots de l’acte signé ont changé", PUT_BACK
        )


def _signer_rules(data: dict[str, Any], place: Steps) -> Iterator[Finding]:
    signature = data.get("signature")
    parties = {n: name for n, name in texts_of(data.get("parties"), "liste", "id") if name}
    signers = {n: name for n, name in texts_of(signature, "signataires", "partie") if name}
    names = parties.values()
    for number, signer in signers.items():
        if names and signer not in names:
            steps: Steps = (*place, "signature", "signataires", number, "partie")
            hint = closest(signer, names) or "parties : " + ", ".join(names)
            yield Finding(steps, "partie", f"« {signer} » n’est pas une partie à l’acte", hint)
    for number, party in parties.items():
        if signers and party not in signers.values():
            message = f"personne ne signe pour « {party} »"
            hint = "ajoutez son signataire sous « signature: »"
            yield Finding((*place, "parties", "liste", number), "signataire", message, hint)


def _check_date(data: dict[str, Any], day: object, place: Steps) -> Iterator[Finding]:
    if data.get("acte") == EtatActe.SIGNE and not day:
        hint = "ajoutez « date: AAAA-MM-JJ », ou dites « acte: projet »"
        yield Finding(place, "date", "un acte signé porte la date de sa signature", hint)


def _date_rules(data: dict[str, Any], day: object, place: Steps) -> Iterator[Finding]:
    """Yield a signed act without a date, and proposed clauses in an act with one."""
    yield from _check_date(data, day, place)
    if not (isinstance(day, str) and read_day(day)):  # an invalid date is reported alone
        return
    groups = mappings(data)
    proposed = [steps for steps, group in groups if group.get("etat") == EtatClause.PROPOSE]
    if proposed and data.get("acte") == EtatActe.PROJET:
        clauses = counted(
            len(proposed), "clause n’y est que proposée", "clauses n’y sont que proposées"
        )
        message = f"ce projet porte une date de signature, et {clauses}"
        hint = "retirez la date jusqu’au jour où il est signé"
        yield Finding((*place, "date"), "propose-signe", message, hint)
        return
    for steps in proposed:
        message = "une clause proposée ne peut pas figurer sous une date de signature"
        yield Finding((*steps, "etat"), "propose-signe", message, AGREED_LATE)


UNTITLED: Final[dict[str, type[Clause]]] = {"axes": Axe, "objectifs": Objectif, "actions": Action}
"""The parts of an act whose missing title names their sort, by the list that they are in."""
PART_TITLES: Final = {"titre": "Titre", "parties": "Exposé des parties", "signature": "Signature"}
"""The names of the parts of the act that have no identifier of their own."""


def _remark_rules(data: dict[str, Any]) -> Iterator[Finding]:
    ids = {g["id"] for _, g in mappings(data) if isinstance(g.get("id"), str)} | set(PART_TITLES)
    for number, about in texts_of(data, "remarques", "sur"):
        if about and about not in ids:
            steps: Steps = ("remarques", number, "sur")
            near = closest(about, ids)
            hint = "si la clause a été retirée, retirez la remarque" + (
                f" ; sinon, {near}" if near else ""
            )
            yield Finding(steps, "renvoi", f"aucune clause « {about} »", hint)


UNFINISHED_STATES = {
    EtatClause.MANQUANT: "texte manquant",
    EtatClause.PROPOSE: "texte proposé, à adopter par les parties",
}
"""The states that a final act may not hold, and their messages."""


def left(data: object) -> Iterator[OpenPoint]:
    """Yield the words that a final act may not hold, or lacks, in the order of the act.

    What an amended act lacks is a point of that act, not of the text that amends it.
    """
    amending = "avenant" in as_group(data)
    for steps, group in mappings(data):
        etat, change = group.get("etat"), change_since(group, "adoption")
        if etat == EtatClause.ADOPTE and change:
            etat = EtatClause.PROPOSE
        former = amending and steps[:1] != ("avenant",)
        lacking = etat == EtatClause.MANQUANT and former
        if etat in UNFINISHED_STATES and not lacking:
            name = with_reason(part_name(steps, group), change)
            refusal = refusal_said(group, "adoption")
            code, what = str(etat), UNFINISHED_STATES[EtatClause(etat)]
            if as_group(data).get("acte") == EtatActe.SIGNE:
                # Words that were signed are copied from the original: nobody writes or adopts them.
                code = "original" if etat == EtatClause.MANQUANT else "signe"
                what = "mots signés à remettre" if code == "signe" else what
            yield OpenPoint((*steps, "etat"), code, name, what, refusal=refusal)
        elif as_group(data).get("acte") == EtatActe.SIGNE or (former and steps and not etat):
            continue  # words that were signed stay
        else:
            yield from _words_to_write(steps, group)


BESIDE_CLAUSES: Final = {
    "intitule": "Nom d’usage de l’acte",
    "lieu": "Lieu de la signature",
    "nom": "Nom de qui signe",
    "qualite": "Qualité de qui signe",
}
"""What an act prints beside its clauses, by its field: its name, which no page prints."""


def _words_to_write(steps: Steps, group: dict[str, Any]) -> Iterator[OpenPoint]:
    """Yield what a drafter left for later: once in a clause, each in what is beside clauses."""
    if _is_passage(steps):
        own = {key: value for key, value in group.items() if key not in NO_WORDS.union(CLAUSES)}
        for gap in [one for _, text in texts(own) for one in gaps_in(text)][:1]:
            yield _to_write((*steps, "texte"), part_name(steps, group), gap)
    beside = group if steps[-1:] == ("signature",) else {}
    for place, text in texts(beside if steps else {"intitule": group.get("intitule")}, steps):
        name = BESIDE_CLAUSES.get(str(place[-1]), PART_TITLES["signature"])
        yield from (_to_write(place, name, gap) for gap in gaps_in(text))


def _to_write(place: Steps, name: str, gap: str) -> OpenPoint:
    return OpenPoint(place, "manquant", name, left_in_words(gap))


def remarks_by_id(data: object) -> Iterator[OpenPoint]:
    """Yield the notes to the drafter, each by the identifier of the part that it is on."""
    for rank, group in groups_of(data, "remarques"):
        what = prose(str(group.get("texte")))
        yield OpenPoint(("remarques", rank), "remarque", str(group.get("sur")), what)


def part_names(data: object) -> dict[str, str]:
    """Return the name of each part of the act, by its identifier."""
    groups = ((steps, group) for steps, group in mappings(data) if _is_passage(steps))
    named = {str(group.get("id")): part_name(steps, group) for steps, group in groups}
    return {key: name.rstrip("\u00a0 :") for key, name in named.items()} | PART_TITLES


def repeal_name(clause: str) -> str:
    """Return what the repeal of a clause is called: « abrogation de l’article 7 »."""
    known = re.fullmatch(r"(article|section|axe|objectif|action)-([\d.]+)(?:-([a-z]+))?", clause)
    if known is None:
        return f"abrogation de « {clause} »"
    kind, *number = filter(None, known.groups())
    return f"abrogation de {elide('la' if kind == 'section' else 'le', kind)} {' '.join(number)}"


def part_name(steps: Steps, group: dict[str, Any]) -> str:
    """Return the name of a part of the act: its number and title."""
    if "clause" in group:
        return capital(repeal_name(str(group["clause"])))
    title = group.get("titre") or _absent_title(steps, group)
    label = " ".join(str(part) for part in (group.get("numero"), title) if part)
    if steps == ("avenant", "parties"):
        return f"{PART_TITLES['parties']} à l’avenant"
    return PART_TITLES.get(field_name(steps)) or plain(texte_signe(label))


def _absent_title(steps: Steps, group: dict[str, Any]) -> str:
    """Return what an act prints for a title it lacks, and the first number below if it has none."""
    absent = UNTITLED.get(str(steps[-2]) if len(steps) > 1 else "", Clause).absent
    below = [one.get("numero") for part in UNTITLED for _, one in groups_of(group, part)]
    return f"{absent} ({below[0]})" if below and not group.get("numero") else absent


def without_own_parties(data: object) -> object:
    """Return raw values of a text without the parties to its amendment, named as those to the act.

    All else keeps its place.
    """
    avenant = as_group(as_group(data).get(PLACE))
    if "parties" not in avenant:
        return data
    own = {key: value for key, value in avenant.items() if key != "parties"}
    return as_group(data) | {PLACE: own}


def avenant_rules(data: dict[str, Any]) -> Iterator[Finding]:
    """Yield what is wrong in the amendment of a text, by its own words and days."""
    avenant = data.get(PLACE)
    if not isinstance(avenant, dict):
        return
    yield from _day_rules(data, avenant)
    yield from _number_rules(avenant)
    yield from _repeal_rules(avenant)
    ids = dict(texts_of(data.get("parties"), "liste", "id"))
    for rank, name in texts_of(avenant.get("parties"), "liste", "id"):
        if ids and name not in ids.values():
            message = f"« {name} » n’est pas une partie à l’acte modifié"
            hint = "un avenant lie les parties à l’acte : " + ", ".join(ids.values())
            yield Finding((PLACE, "parties", "liste", rank, "id"), "partie", message, hint)


def _day_rules(data: dict[str, Any], avenant: dict[str, Any]) -> Iterator[Finding]:
    """Yield days before the act was signed, and a day of effect that no clause says."""
    signed = read_day(as_group(data.get("signature")).get("date"))
    own = read_day(as_group(avenant.get("signature")).get("date"))
    effect = read_day(avenant.get("effet"))
    days: dict[Steps, Any] = {(PLACE, "signature", "date"): own, (PLACE, "effet"): effect}
    for steps, day in days.items():
        if day and signed and day < signed:
            message = f"avant la signature de l’acte modifié, le {date_longue(signed)}"
            yield Finding(steps, "date", message, "vérifiez cette date")
    said = " ".join(text for _, text in texts(as_list(avenant.get("articles"))))
    if effect and fold_typography(date_longue(effect)) not in fold_typography(said):
        message = f"aucun article de l’avenant ne dit qu’il prend effet le {date_longue(effect)}"
        hint = "écrivez cette date dans l’article sur la prise d’effet"
        yield Finding((PLACE, "effet"), "contradiction", message, hint)


def _repeal_rules(avenant: dict[str, Any]) -> Iterator[Finding]:
    for rank, name, first in repeats_of(texts_of(avenant, "abroge", "clause")):
        steps: Steps = (PLACE, "abroge", rank)
        where = field_name((PLACE, "abroge", first))
        message = f"« {name} » est déjà dite abrogée, à {where}"
        yield Finding(steps, "doublon", message, "retirez cette ligne")


def _number_rules(avenant: dict[str, Any]) -> Iterator[Finding]:
    for rank, _ in texts_of(avenant, "articles", "numero"):
        message = "docgen numérote les articles de l’avenant"
        yield Finding((PLACE, "articles", rank, "numero"), "numero", message, "retirez cette ligne")
