"""The clauses that every amendment needs, as docgen proposes them to the parties."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from docgen.content.raw import as_group, as_list, groups_of
from docgen.content.validation import mappings
from docgen.french.days import read_day
from docgen.french.typography import fold_typography
from docgen.french.wording import date_longue, elide, small_initial, small_noun
from docgen.kinds.actes.conflicting_facts import GRADES, party_name, title_before

PROPOSED: Final = "propose"
INITIALS: Final = re.compile(r"\b(?!(?:de|du|des|la|le|les|en|sur|sous|et|d|l)\b)\w+|^\w+")
"""The words of the name of a town that begin with a capital."""
CHANGED_BY: Final = re.compile(r"(?s)(?=.*modification).*(?:accord|avenant)")
"""The words of the clause of an act that says how it may change."""


def proposed_avenant(
    data: Any, modifie: str, numero: int, effet: date | None, earlier: Sequence[str]
) -> dict[str, Any]:
    """Return the raw values of an amendment of an act, given the raw values of the act.

    `earlier` tells, in words, each amendment that the act had before: the last one says best who
    signs, and where the parties have their seats.
    """
    last = as_group(as_group(data).get("avenant")) or as_group(data)
    signature = as_group(last.get("signature"))
    own = {key: value for key, value in signature.items() if key not in ("date", "empreinte")}
    return {
        "modifie": modifie,
        "numero": numero,
        **({"effet": effet.isoformat()} if effet else {}),
        "parties": _parties(last),
        "preambule": {
            "id": "avenant-preambule",
            "titre": "Préambule",
            "etat": PROPOSED,
            "texte": list(_recitals(data, earlier)),
        },
        "articles": [
            _article(name, titre, text) for name, titre, text in _own_articles(data, effet, earlier)
        ],
        "signature": _in_our_spelling(own),
    }


def _in_our_spelling(signature: dict[str, Any]) -> dict[str, Any]:
    """Return who signs where as our drafts write it: « Albi », « président ». Names stay."""
    place = str(signature.get("lieu") or "")
    signers = [
        {**one, "qualite": small_initial(str(one["qualite"]))} if one.get("qualite") else one
        for one in map(as_group, as_list(signature.get("signataires")))
    ]
    spelled = INITIALS.sub(lambda word: word[0].capitalize(), place.lower())
    return {
        **signature,
        **({"lieu": spelled} if place.isupper() else {}),
        **({"signataires": signers} if signers else {}),
    }


def act_in_words(data: Any) -> str:
    """Return what an amendment calls the act: « la convention signée le 23 avril 2026 »."""
    day = read_day(as_group(as_group(data).get("signature")).get("date"))
    return f"la convention signée le {date_longue(day)}" if day else "la convention"


def _parties(data: Any) -> dict[str, Any]:
    parties = as_group(as_group(data).get("parties"))
    # the seat has its line where the act has none: an amendment prints it
    named = ("id", "sigle", "nom", "designation", "representation", "siege", "appellation")
    written = [
        {key: party.get(key) for key in named if party.get(key) is not None or key == "siege"}
        for party in map(as_group, as_list(parties.get("liste")))
    ]
    return {"etat": PROPOSED, "liste": written}


def introduce_parties(avenant: dict[str, Any], act: Any) -> dict[str, Any]:
    """Return the raw values of an amendment that introduces the parties of its act."""
    signers = {one.get("partie"): one for _, one in groups_of(avenant["signature"], "signataires")}
    introduced = [
        {**party, **_introduction(party, signers.get(party.get("id"), {}), act)}
        for party in avenant["parties"]["liste"]
    ]
    return {**avenant, "parties": {**avenant["parties"], "liste": introduced}}


def _introduction(party: dict[str, Any], signer: dict[str, Any], act: Any) -> dict[str, str]:
    """Return how to introduce a party, if its act does not but lets its gender be known."""
    nom, sigle = str(party.get("nom") or ""), str(party.get("sigle"))
    name = party_name(party, act)
    article = name.removesuffix(sigle).strip()
    feminine = article == "la" or nom.partition(" ")[0].endswith("ion")
    if party.get("designation") or not (feminine or article == "le"):
        return {}
    who, ending = str(signer.get("nom") or ""), "e" * feminine
    rank, named = title_before(who, GRADES)
    if rank:
        who = " ".join(filter(None, (elide("le", small_initial(rank)), named)))
    office = ", ".join(filter(None, (who, small_initial(str(signer.get("qualite") or "")))))
    return {
        "designation": f"{elide('la' if feminine else 'le', nom)} ({sigle})",
        **({"representation": f"représenté{ending} par {office}"} if who else {}),
        "appellation": f"ci-après désigné{ending} « {name} »",
    }


def _recitals(data: Any, earlier: Sequence[str]) -> list[str]:
    recitals = [f"Vu {act_in_words(data)}, ci-après « la convention » ;"]
    recitals += (f"Vu {one} ;" for one in earlier)
    for _, group in mappings(data):
        words = fold_typography(str(group.get("texte"))).lower()
        numero = group.get("numero")
        if isinstance(numero, str) and CHANGED_BY.match(words):
            recitals.append(
                f"Vu l'{small_noun(numero)} de la convention, qui en règle la modification ;"
            )
            break
    return [*recitals, "Les parties conviennent de ce qui suit."]


def _own_articles(
    data: Any, effet: date | None, earlier: Sequence[str]
) -> list[tuple[str, str, str]]:
    amended = f"{act_in_words(data)}{', modifiée par ' * bool(earlier)}{' et par '.join(earlier)}"
    when = f"le {date_longue(effet)}" if effet else "à la date de la dernière signature"
    return [
        (
            "avenant-objet",
            "Objet de l'avenant",
            f"Le présent avenant modifie {amended}, dans les termes des articles qui suivent.",
        ),
        (
            "avenant-inchange",
            "Stipulations inchangées",
            "Les stipulations de la convention que le présent avenant ne modifie pas demeurent"
            " inchangées et restent applicables.",
        ),
        (
            "avenant-effet",
            "Prise d'effet",
            f"Le présent avenant prend effet {when}. Il fait partie intégrante de la convention et"
            " prend fin avec elle.",
        ),
    ]


def _article(name: str, titre: str, text: str) -> dict[str, Any]:
    return {"id": name, "titre": titre, "etat": PROPOSED, "texte": [text]}
