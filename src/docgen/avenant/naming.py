"""How an amendment names the clauses of an act: « l’article 6 », « le 4.1 de l’article 4 »."""

from collections.abc import Iterable
from typing import Final

from docgen.avenant.act_text import ActText, ClauseText
from docgen.french.rule import INSECABLE
from docgen.french.typography import fold_typography
from docgen.french.wording import a, de, elide, small_noun

FEMININE: Final = frozenset(
    ("action", "annexe", "fiche", "mesure", "orientation", "partie", "section", "subdivision")
)
"""The nouns of clauses that are feminine."""
HOLDERS: Final = (1, 2)
"""The ranks that stand in the name of what they hold: an article and its sections."""
UNNUMBERED: Final = "subdivision"
"""What a clause without a number is called, with its title."""


class ClauseNames:
    """The names of the clauses of an act, each with its article; a clause may have none."""

    def __init__(self, act: ActText) -> None:
        self._names = {clause.id: _name_of(clause, act) for clause in act.clauses}
        self._ids: dict[str, list[str]] = {}
        for clause_id, name in self._names.items():
            self.add(name, clause_id)

    def __getitem__(self, clause_id: str) -> str:
        """Return the name of a clause; raise KeyError when nothing but it has that name."""
        name = self._names.get(clause_id, "")
        if not name or len(self._ids[_plain(name)]) != 1:
            raise KeyError(clause_id)
        return name

    def add(self, name: str, clause_id: str) -> None:
        """Give a clause one more name, that of a clause which comes."""
        if name:
            self._names.setdefault(clause_id, name)
            for form in (name, de(name), a(name)):
                self._ids.setdefault(_plain(form), []).append(clause_id)

    def find(self, name: str) -> str:
        """Return the clause of a name, which « de » or « à » may precede.

        Raise ValueError when none or several have it.
        """
        ids = self._ids.get(_plain(name), [])
        if len(ids) != 1:
            why = "plusieurs clauses" if ids else "aucune clause"
            raise ValueError(f"« {name} » : {why} de ce nom")
        return ids[0]


def _plain(name: str) -> str:
    return fold_typography(name).casefold()


def _name_of(clause: ClauseText, act: ActText) -> str:
    if not (clause.numero or clause.titre):
        return ""
    if clause.preambule:
        return "le préambule"
    holders = [one for one in act.above(clause) if one.niveau in HOLDERS]
    return nested_name(own_name(clause), holders)


def nested_name(own: str, holders: Iterable[ClauseText]) -> str:
    """Return the name of a clause within those that hold it, the nearest first."""
    return " ".join((own, *(de(own_name(one)) for one in holders)))


def own_name(clause: ClauseText) -> str:
    """Return the name of a clause with its article, by its number or else its title."""
    return with_article(noun_of(clause.numero, clause.titre))


def noun_of(numero: str, titre: str) -> str:
    """Return the name of a clause without its article: « article 6 », « 4.1 »."""
    if not numero:
        return f"{UNNUMBERED} intitulée «{INSECABLE}{nest_quotes(titre)}{INSECABLE}»"
    return small_noun(numero)


def with_article(noun: str) -> str:
    """Return a name of a clause with its definite article."""
    return elide("la" if is_feminine(noun) else "le", noun)


def is_feminine(noun: str) -> bool:
    """Whether the name of a clause is feminine, with its article or without."""
    bare = noun.removeprefix("l’").removeprefix("la ").removeprefix("le ")
    return (bare.replace(INSECABLE, " ").split() or [""])[0] in FEMININE


def nest_quotes(text: str) -> str:
    """Return a text as it stands between guillemets: its own become “ and ”."""
    return text.replace(f"«{INSECABLE}", "“").replace(f"{INSECABLE}»", "”")
