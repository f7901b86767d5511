"""Random versions of an act: what people may change, and what they may do to an amendment."""

import random
import re
from dataclasses import replace

from docgen.avenant.act_text import AlineaText, ClauseText
from docgen.french.typography import texte_signe
from docgen.markup import escape_marks, plain

WORDS = """
commune élus gendarmerie département convention partenariat réunion signalement patrouille échéance
préfecture information prévention sécurité habitants procureur brigade compagnie
"""


def some(chance, count):
    return " ".join(chance.choice(WORDS.split()) for _ in range(count))


def version(act, seed, count):
    """Return an act after so many random changes."""
    chance = random.Random(seed)
    made = 0
    while made < count:
        change = chance.choice(CHANGES)
        if (changed := change(chance, act)) is not None:
            act, made = changed, made + 1
    return act


def _with(act, clause, **fields):
    return replace(
        act, clauses=tuple(replace(c, **fields) if c is clause else c for c in act.clauses)
    )


def _written(chance, act, least=1):
    """Return a clause with at least so many alinéas, and the rank of one of them."""
    known = [one for one in act.clauses if len(one.alineas) >= least]
    if not known:
        return None, 0
    clause = chance.choice(known)
    return clause, chance.randrange(len(clause.alineas))


def _put(act, clause, start, end, *alineas):
    held = clause.alineas
    return _with(act, clause, alineas=(*held[:start], *alineas, *held[end:]))


def change_words(chance, act):
    clause, rank = _written(chance, act)
    words = clause.alineas[rank].mots.split(" ") if clause else []
    if len(words) < 6:
        return None
    start, count = chance.randrange(len(words) - 4), chance.randint(0, 3)
    if re.search("[«»“”]", " ".join(words[start : start + count])):
        return None
    words[start : start + count] = some(chance, chance.randint(0, 3)).split()
    typeset = texte_signe(escape_marks(" ".join(words)))
    changed = AlineaText(typeset, clause.alineas[rank].puce)
    return _put(act, clause, rank, rank + 1, changed)


def rewrite(chance, act):
    clause, rank = _written(chance, act)
    words = AlineaText(some(chance, chance.randint(4, 15)).capitalize() + ".")
    return _put(act, clause, rank, rank + 1, words) if clause else None


def add_alineas(chance, act):
    clause = chance.choice(act.clauses)
    if clause.manquant:
        return None
    rank = chance.randint(0, len(clause.alineas))
    new = [
        AlineaText(some(chance, chance.randint(3, 12)), puce=chance.random() < 0.4)
        for _ in range(chance.randint(1, 3))
    ]
    return _put(act, clause, rank, rank, *new)


def remove_alineas(chance, act):
    clause, rank = _written(chance, act)
    return _put(act, clause, rank, rank + chance.randint(1, 3)) if clause else None


def split_alinea(chance, act):
    clause, rank = _written(chance, act)
    words = clause.alineas[rank].texte.split(" ") if clause else []
    if len(words) < 8 or re.search(r"[«»“”*\[\]]", " ".join(words)):
        return None
    half = chance.randrange(2, len(words) - 2)
    parts = (" ".join(words[:half]), " ".join(words[half:]))
    return _put(act, clause, rank, rank + 1, *map(AlineaText, parts))


def join_alineas(chance, act):
    clause, rank = _written(chance, act, 2)
    if clause is None or rank + 1 >= len(clause.alineas):
        return None
    first, second = clause.alineas[rank : rank + 2]
    return _put(act, clause, rank, rank + 2, AlineaText(f"{first.texte} {second.texte}"))


def move_alinea(chance, act):
    clause, rank = _written(chance, act, 2)
    if clause is None:
        return None
    held = list(clause.alineas)
    alinea = held.pop(rank)
    held.insert(chance.randint(0, len(held)), alinea)
    return _with(act, clause, alineas=tuple(held))


def retitle(chance, act):
    known = [one for one in act.clauses if one.titre and "«" not in one.titre and one.numero]
    if not known:
        return None
    return _with(act, chance.choice(known), titre=some(chance, 3).capitalize())


def subtree(act, clause):
    ids = {clause.id}
    for one in act.clauses:
        if one.parent in ids:
            ids.add(one.id)
    return [one for one in act.clauses if one.id in ids]


def insert_clause(chance, act):
    clause = chance.choice([one for one in act.clauses if one.numero])
    numero = clause.numero.removesuffix("er") + " bis"
    if any(one.numero == numero for one in act.clauses) or "bis bis" in numero:
        return None
    lines = tuple(AlineaText(some(chance, 6)) for _ in range(chance.randint(0, 3)))
    titre = some(chance, 3).capitalize()
    new = ClauseText(f"new-{numero}", clause.niveau, clause.parent, numero, titre, lines)
    come = [new, *_parts_of(chance, new)]
    held = list(act.clauses)
    last = held.index(subtree(act, clause)[-1])
    before = chance.random() < 0.2 and clause.niveau > 1
    place = held.index(clause) if before else last + 1
    return replace(act, clauses=(*held[:place], *come, *held[place:]))


def _parts_of(chance, holder):
    """Yield clauses that come in one that comes: sections of an article, actions of an aim."""
    parts = {1: "99.{}", 4: "Action 99.{}"}
    for rank in range(1, 1 + (chance.randint(0, 2) if holder.niveau in parts else 0)):
        numero = texte_signe(parts[holder.niveau].format(rank))
        lines = tuple(AlineaText(some(chance, 6)) for _ in range(chance.randint(0, 2)))
        own = (f"{holder.id}-{rank}", holder.niveau + 1, holder.id, numero)
        yield ClauseText(*own, some(chance, 2).capitalize(), lines)


def repeal(chance, act):
    known = [one for one in act.clauses if len(act.parts_of(one.parent)) > 1]
    gone = subtree(act, chance.choice(known)) if known else []
    kept = [one for one in act.clauses if one not in gone]
    if not gone or not any(one.niveau == 1 and not one.preambule for one in kept):
        return None
    return replace(act, clauses=tuple(kept))


def move_clause(chance, act):
    known = [one for one in act.clauses if one.numero and len(act.parts_of(one.parent)) > 2]
    if not known:
        return None
    clause = chance.choice(known)
    row = [one for one in act.parts_of(clause.parent) if one is not clause]
    after = chance.choice(row)
    gone = subtree(act, clause)
    kept = [one for one in act.clauses if one not in gone]
    last = kept.index([one for one in subtree(act, after) if one in kept][-1])
    return replace(act, clauses=(*kept[: last + 1], *gone, *kept[last + 1 :]))


CHANGES = (
    *([change_words] * 6),
    *(rewrite, add_alineas, add_alineas, remove_alineas, split_alinea, join_alineas),
    *(move_alinea, retitle, insert_clause, insert_clause, repeal, move_clause),
)


# Sabotage that stays good French


def other_place(text, chance):
    return re.sub(r"(?<=article\u00a0)\d+", lambda match: str(int(match[0]) % 9 + 1), text, count=1)


def other_ordinal(text, chance):
    swap = {"premier": "deuxième", "deuxième": "premier", "troisième": "deuxième"}
    return re.sub(r"\b(premier|deuxième|troisième)(?= alinéa)", lambda m: swap[m[0]], text, count=1)


def other_count(text, chance):
    return re.sub(
        r"\b(un|deux|trois) alinéas? ainsi rédigés?", "quatre alinéas ainsi rédigés", text
    )


def other_quotation(text, chance):
    words = list(re.finditer(r"«\u00a0[^»]*?(\w{5,})", text))
    if not words:
        return text
    word = chance.choice(words)
    return text[: word.start(1)] + "commissariat" + text[word.end(1) :]


def added_words(text, chance):
    return re.sub(r" par (?=un |deux |les mots|le mot)", " par un SABOTAGE et ", text, count=1)


def other_verb(text, chance):
    swaps = [("insérés", "supprimés"), ("après le", "avant le"), ("Après l", "Avant l")]
    for old, new in swaps:
        if old in text:
            return text.replace(old, new, 1)
    return text


SABOTAGE = (other_place, other_ordinal, other_count, other_quotation, added_words, other_verb)


def sabotaged(articles, seed):
    """Return articles of an amendment with one of their words changed, or one article dropped."""
    chance = random.Random(seed)
    if len(articles) > 1 and chance.random() < 0.15:
        gone = chance.randrange(len(articles))
        return [one for rank, one in enumerate(articles) if rank != gone]
    places = [(a, p) for a, article in enumerate(articles) for p in range(len(article))]
    chance.shuffle(places)
    for act in chance.sample(SABOTAGE, len(SABOTAGE)):
        for article, paragraph in places:
            text = plain(articles[article][paragraph])
            if text.startswith("«") and act is not other_quotation:
                continue
            if (changed := act(text, chance)) != text:
                spoilt = [list(one) for one in articles]
                spoilt[article][paragraph] = escape_marks(changed)
                return spoilt
    return articles[1:]
