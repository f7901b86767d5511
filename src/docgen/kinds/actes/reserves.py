"""What an act to sign is made in spite of, once someone said why.

Open remarks, blank seats, dead references, the name or the quality that two places say otherwise:
not who represents a party.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from docgen.content.raw import as_group, as_text, groups_of, texts, texts_of
from docgen.content.stamp import words_digest
from docgen.content.validation import mappings
from docgen.french.typography import prose
from docgen.french.wording import BIS, de
from docgen.kinds.actes.conflicting_facts import contradictions, party_name
from docgen.kinds.actes.content import EtatActe, EtatClause
from docgen.kinds.actes.rules import part_name, part_names, remarks_by_id
from docgen.kinds.kind import OpenPoint

LISTS: Final = ("articles", "sections", "axes", "objectifs", "actions")
N: Final = rf"(?:1er|\d+(?:\.\d+)*)(?:\s{BIS}\b)?(?![\w°%€-]|\.\d|\s%)"
NUMBER: Final = re.compile(N, re.IGNORECASE)
"""The number of a clause: « 4.1 », « 1er », « 5 bis »."""
IN_ID: Final = re.compile(rf"\d+(?:\.\d+)*(?:-{BIS}\b)?")
"""The numbers in the identifier of a clause, its own last: « article-11-11.4 »."""
CITED: Final = re.compile(
    rf"\b(?P<one>article|axe|objectif|action)\s(?P<first>{N})"
    rf"|\b(?P<many>article|axe|objectif|action)s\s"
    rf"(?P<list>{N}(?:,\s{N}(?=,|\s(?:et|ou|à)\s))*(?:\s(?:et|ou|à)\s{N})?)"
    r"|\b(?:au|aux|du|des)\s(?P<sections>[1-9]\d?\.[1-9]\d?(?:\s(?:et|ou|à)\s[1-9]\d?\.[1-9]\d?)?)"
    r"(?![\w°%€-]|\.\d|\s%)",
    re.IGNORECASE,
)
OWN_NAMES: Final = r"présente|plan d[’']|article|convention\b(?! (?:d[ue’']|signée|conclue|précéd))"
OF_ANOTHER: Final = re.compile(
    r"[\s,]*(?:alinéas? \d+,? |§ ?\d+,? |\w+ alinéa,? )?"
    rf"(?!(?:du|de la|de l[’'])\s?(?:{OWN_NAMES}))(?:du|des?|d[’'])\b"
)
"""What follows a clause of another text: « article 21 du code … », « article 6 de la loi … »."""
LAW: Final = re.compile(
    r"\b(?:codes?|loi|décret|ordonnance|arrêté|règlement|directive|circulaire|RGPD|C[A-Z]{2,4})\b"
)
"""What may name another text before a clause of it: « code pénal, article 226-1 »."""


def reserves(data: object) -> Iterator[OpenPoint]:
    """Yield what keeps an act to sign a draft; only what is firm once someone said why."""
    reasoned, names = _is_reasoned(data), part_names(data)
    seats = dict(_seat_names(one, data) for _, one in _ranked_parties(as_group(data)))
    for point in all_reserves(data):
        if point.firm or not reasoned:
            remark = point.code == "remarque"
            name = answer_to(names.get(point.name, point.name)) if remark else point.name
            yield replace(point, name=seats.get(name, name))


def remarks(data: object) -> Iterator[OpenPoint]:
    """Yield what a check warns of: notes that are no reserves, dead references, a missing `vie`."""
    signed = as_group(data).get("acte") == EtatActe.SIGNE
    if signed and "vie" not in as_group(data):
        what = "« vie: » absente : sans durée ni préavis, docgen ne compte aucune échéance"
        yield OpenPoint(("acte",), "vie", "Durée de l’acte", prose(what))
    place = ("avenant", "signature") if "avenant" in as_group(data) else ("signature",)
    if not signed and _day_at(data, place):
        what = "un projet ne lie personne ; s’il est signé, dites-le (« acte: signe »)"
        yield OpenPoint((*place, "date"), "date", "Date de signature", what)
    if not signed:
        yield from dead_references(data)
    if signed or "avenant" in as_group(data) or _is_reasoned(data):
        names = part_names(data)
        yield from (replace(one, name=names.get(one.name, one.name)) for one in remarks_by_id(data))


def _day_at(data: object, place: Iterable[str]) -> object:
    for step in (*place, "date"):
        data = as_group(data).get(step)
    return data


def _is_reasoned(data: object) -> bool:
    """Whether someone said why the act is made in spite of its remarks and blank seats."""
    said = as_text(as_group(as_group(data).get("malgre")).get("empreinte")).strip()
    return bool(said) and reserves_digest(data).startswith(said)


def answer_to(part: str) -> str:
    """Return what a draft calls what a remark on a part of the act asks for, by the part's name."""
    return f"À décider ({part})"


def all_reserves(data: object) -> Iterator[OpenPoint]:
    """Yield what keeps an act to sign a draft; remarks by the identifier of what they are on.

    The digest of a reason is of these names: no page prints them, and none is reworded.
    An act as amended is none to sign: of its amendment, the blank seats are yielded, and the
    references to what it repeals.
    """
    act = as_group(data)
    if act.get("acte") == EtatActe.SIGNE:
        return
    above = ("avenant",) if "avenant" in act else ()
    for rank, partie in _ranked_parties(act):
        if not partie.get("siege"):
            place = (*above, "parties", "liste", rank, "siege")
            yield OpenPoint(place, "siege", _seat_names(partie, act)[0], "laissé vide")
    for point in contradictions(_to_sign(act), act):
        yield replace(point, steps=(*above, *point.steps))
    repealed = [clause for _, clause in texts_of(act.get("avenant"), "abroge", "clause")]
    if not above:
        yield from remarks_by_id(data)
    if repealed or not above:
        yield from dead_references(data, repealed)


def reserves_digest(data: object) -> str:
    """Return the digest of what a reason is given for."""
    return words_digest(text for one in all_reserves(data) for text in (one.name, one.what))


def _to_sign(act: Mapping[str, object]) -> Mapping[str, object]:
    """Return what is to be signed of a text: the act, or its amendment."""
    return as_group(act.get("avenant")) if "avenant" in act else act


def _ranked_parties(act: Mapping[str, object]) -> Iterator[tuple[int, dict[str, object]]]:
    """Yield the parties to what is to be signed, each with its rank."""
    yield from groups_of(_to_sign(act).get("parties"), "liste")


def _seat_names(partie: Mapping[str, object], act: object) -> tuple[str, str]:
    """Return the names of a seat: in digests, and printed, « Siège de l’AMR81 »."""
    return f"Siège de {partie.get('sigle')}", f"Siège {de(party_name(partie, act))}"


# References of an act to its own clauses, « Action 3.2 », « article 10 », that lead nowhere


def dead_references(data: object, repealed: Iterable[str] = ()) -> Iterator[OpenPoint]:
    """Yield each reference to a clause that the act does not have, in the order of the act.

    With the identifiers of `repealed` clauses, those to them and to their parts alone.
    There is none to find where a clause is missing without its number, but to what is itself
    repealed, nor among clauses of which one bears none.
    """
    clauses = [(s, g) for s, g in mappings(data) if s[:1] == ("articles",) and s[-2] in LISTS]
    lacks = any(g.get("etat") == EtatClause.MANQUANT and not g.get("numero") for _, g in clauses)
    repealed = [*repealed]
    if lacks and not repealed:
        return
    known = {name: {_number(g) for s, g in clauses if s[-2] == name} for name in LISTS}
    gone = tuple(f"{one[-1].replace('-', ' ')}." for one in map(IN_ID.findall, repealed) if one)
    holders = [*clauses, (("preambule",), as_group(as_group(data).get("preambule")))]
    for steps, group in holders:
        for place, text in texts(group.get("texte"), (*steps, "texte")):
            for said, name, number in _references(text):
                dead = None not in known[name] and number not in known[name]
                if lacks:
                    dead = number not in known[name] and _is_named(name, number, repealed)
                if dead and (not repealed or f"{number}.".startswith(gone)):
                    what = f"« {said} » : l’acte n’a pas de telle clause"
                    yield OpenPoint(place, "renvoi", part_name(steps, group), what)


def _references(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield each reference of a text to a clause: its words, the list of clauses, the number."""
    words = " ".join(text.split())
    for citation in CITED.finditer(words):
        noun = citation["one"] or citation["many"] or ""
        name = f"{noun.lower()}s" if noun else "sections"
        before, after = words[: citation.start()], words[citation.end() :]
        if OF_ANOTHER.match(after) or (name in ("articles", "sections") and LAW.search(before)):
            continue
        numbers = citation["first"] or citation["list"] or citation["sections"]
        for number in NUMBER.findall(numbers):
            said = f"{noun} {number}".strip()
            yield said, name, _plain(number)


def _is_named(name: str, number: str, clauses: Iterable[str]) -> bool:
    """Whether the clause of a list with a number is one of these identifiers."""
    kind = "" if name == "sections" else name.removesuffix("s")
    own = f"-{kind}-{number.replace(' ', '-')}".replace("--", "-")
    return any(f"-{one}".endswith(own) for one in clauses)


def _number(group: dict[str, Any]) -> str | None:
    """Return the number of a clause, None for one without: « ARTICLE 1er » is 1."""
    match = NUMBER.search(" ".join(str(group.get("numero")).split()))
    return _plain(match[0]) if match else None


def _plain(number: str) -> str:
    """Return the number of a clause as it is compared: « 1er bis » is « 1 bis »."""
    return re.sub("^1er", "1", number.lower())
