"""A short invented act (« exemple fictif »), and versions of it."""

from dataclasses import replace

from docgen.avenant.act_text import ActText, AlineaText, ClauseText
from docgen.french.typography import texte_signe


def alineas(*words):
    """Return alinéas; a point of a list begins with a dash."""
    return tuple(
        AlineaText(texte_signe(text.removeprefix("– ")), puce=text.startswith("– "))
        for text in words
    )


WRITTEN = ActText(
    ("Convention fictive", ""),
    (
        ClauseText(
            *("preambule", 1, "", "", "Préambule", alineas("Valclair n’existe pas.")),
            preambule=True,
        ),
        ClauseText(
            *("article-1", 1, "", "ARTICLE 1er", "Objet"),
            alineas("Les parties s’engagent à :", "– informer les maires ;", "– se voir."),
        ),
        ClauseText("section-1.1", 2, "article-1", "1.1", "Plan"),
        ClauseText("axe-1", 3, "section-1.1", "AXE 1", "Agir"),
        ClauseText("objectif-1", 4, "axe-1", "Objectif 1", "Aider"),
        ClauseText(
            *("action-1.1", 5, "objectif-1", "Action 1.1", "Visiter"),
            alineas("Chaque brigade visite les mairies de son ressort une fois par an."),
        ),
        ClauseText(
            *("article-2", 1, "", "ARTICLE 2", "Durée"),
            alineas("La convention dure un an.", "Elle se dénonce deux mois avant sa fin."),
        ),
        ClauseText("article-3", 1, "", "ARTICLE 3", "Secret", alineas("Les parties se taisent.")),
    ),
)

ACT = replace(
    WRITTEN, clauses=tuple(replace(one, numero=texte_signe(one.numero)) for one in WRITTEN.clauses)
)
"""The act, in the typography of a signed one."""


def changed(clause_id, act=ACT, **fields):
    """Return an act with other values in one of its clauses."""
    clauses = (replace(one, **fields) if one.id == clause_id else one for one in act.clauses)
    return replace(act, clauses=tuple(clauses))


def without(*ids, act=ACT):
    """Return an act without some clauses."""
    return replace(act, clauses=tuple(one for one in act.clauses if one.id not in ids))


def with_clause(clause, after, act=ACT):
    """Return an act with one more clause, placed after another and what it holds."""
    inside = {after}
    clauses, place = list(act.clauses), 0
    for rank, one in enumerate(clauses):
        if one.id == after or one.parent in inside:
            inside.add(one.id)
            place = rank + 1
    clauses.insert(place, clause)
    return replace(act, clauses=tuple(clauses))
