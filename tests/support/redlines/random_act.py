"""Random versions of a convention: what its parties might change, one to six times."""

import copy
import random
import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any, Final

PARTS: Final = ("sections", "axes", "objectifs", "actions")
VOCABULARY: Final = """
commune élus gendarmerie département convention partenariat réunion signalement patrouille
échéance préfecture information prévention sécurité tranquillité habitants procureur brigade
"""
Data = dict[str, Any]


def clauses(data: Data) -> Iterator[tuple[list[Data], int, Data]]:
    """Yield each clause, after the list that holds it and its rank there."""

    def below(held: list[Data]) -> Iterator[tuple[list[Data], int, Data]]:
        for rank, clause in enumerate(held):
            yield held, rank, clause
            for part in PARTS:
                yield from below(clause.get(part) or [])

    if data.get("preambule"):
        yield [data["preambule"]], 0, data["preambule"]
    yield from below(data["articles"])


class RandomAct:
    """A version of a convention as YAML data, being changed at random."""

    def __init__(self, data: Data, seed: int) -> None:
        self.data = copy.deepcopy(data)
        self.random = random.Random(seed)

    def change(self, times: int) -> list[str]:
        """Make changes, as many as asked; return their names."""
        made: list[str] = []
        names = [name for name in dir(self) if name.startswith("_do_")]
        weighted = names + ["_do_replace_words"] * 6 + ["_do_insert_words", "_do_cut_words"]
        while len(made) < times:
            name = self.random.choice(weighted)
            try:
                done = getattr(self, name)()
            except IndexError:  # nothing to choose from
                continue
            if done is not False:
                made.append(name.removeprefix("_do_"))
        return made

    # What to change

    def _words(self, count: int) -> str:
        return " ".join(self.random.choice(VOCABULARY.split()) for _ in range(count))

    def _sentence(self, least: int, most: int) -> str:
        return self._words(self.random.randint(least, most)).capitalize() + "."

    def _text(self, words: int) -> tuple[list[Any], int]:
        """Return a plain paragraph or point of at least so many words: its list and rank."""
        return self.random.choice(
            [
                (held, rank)
                for held in self._lists_of_texts()
                for rank, text in enumerate(held)
                if isinstance(text, str)
                and len(text.split(" ")) >= words
                and not re.search(r"[*\[\]]", text)
            ]
        )

    def _lists_of_texts(self) -> Iterator[list[Any]]:
        for _, _, clause in clauses(self.data):
            yield clause.get("texte") or []
            yield from self._lists(clause)

    @staticmethod
    def _lists(clause: Data) -> Iterator[list[Any]]:
        for alinea in clause.get("texte") or []:
            if isinstance(alinea, dict):
                yield alinea["liste"]

    def _list(self, least: int) -> list[Any]:
        """Return a list of points, at least so long."""
        held = [one for *_, clause in clauses(self.data) for one in self._lists(clause)]
        return self.random.choice([one for one in held if len(one) >= least])

    def _texts(self, least: int) -> list[Any]:
        """Return the alinéas of a clause, at least so many."""
        held = [clause.get("texte") or [] for *_, clause in clauses(self.data)]
        return self.random.choice([one for one in held if len(one) >= least])

    def _clause(self) -> tuple[list[Data], int, Data]:
        """Return a clause that is not alone in its list."""
        return self.random.choice([one for one in clauses(self.data) if len(one[0]) > 1])

    # Changes

    def _do_replace_words(self) -> bool | None:
        return self._change_words(lambda: self._words(self.random.randint(1, 3)).split(" "))

    def _do_insert_words(self) -> bool | None:
        return self._change_words(lambda: self._words(self.random.randint(1, 4)).split(" "), cut=0)

    def _do_cut_words(self) -> bool | None:
        return self._change_words(list)

    def _do_append_words(self) -> None:
        held, rank = self._text(1)
        held[rank] += f" {self._words(self.random.randint(1, 3))}"

    def _do_begin_otherwise(self) -> None:
        held, rank = self._text(1)
        held[rank] = f"{self._words(self.random.randint(1, 3)).capitalize()} {held[rank]}"

    def _do_append_and_add(self) -> None:
        held = self._texts(1)
        rank = self.random.randrange(len(held))
        if isinstance(held[rank], str):
            held[rank] += f" {self._words(2)}"
        held.insert(rank + 1, self._sentence(5, 9))

    def _do_cut_end_and_next(self) -> None:
        held = self._texts(2)
        rank = self.random.randrange(len(held) - 1)
        if isinstance(held[rank], str) and "*" not in held[rank]:
            held[rank] = " ".join(held[rank].split(" ")[:-2]) or "Fin."
        del held[rank + 1]

    def _do_lengthen_title(self) -> None:
        clause = self.random.choice([one for *_, one in clauses(self.data) if one.get("titre")])
        clause["titre"] += f" {self._words(2)}"

    def _change_words(self, new: Callable[[], list[str]], cut: int | None = None) -> bool | None:
        held, rank = self._text(6)
        words = held[rank].split(" ")
        start = self.random.randrange(len(words) - 4)
        end = start + (self.random.randint(1, 3) if cut is None else cut)
        if re.search(r"[«»\"“”()]", " ".join(words[start:end])):
            return False
        words[start:end] = new()
        held[rank] = " ".join(words)
        return None

    def _do_embolden(self) -> bool | None:
        held, rank = self._text(6)
        words = held[rank].split(" ")
        at = self.random.randrange(len(words))
        if not re.fullmatch(r"[\w’'-]+", words[at]):
            return False
        words[at] = self.random.choice(["**{}**", "*{}*"]).format(words[at])
        held[rank] = " ".join(words)
        return None

    def _do_make_plain(self) -> bool | None:
        marked = [
            (held, rank)
            for held in self._lists_of_texts()
            for rank, text in enumerate(held)
            if isinstance(text, str) and "**" in text
        ]
        held, rank = self.random.choice(marked)
        held[rank] = held[rank].replace("**", "")
        return None

    def _do_rewrite(self) -> None:
        held, rank = self._text(1)
        held[rank] = self._sentence(8, 20)

    def _do_add_alinea(self) -> None:
        held = self._texts(1)
        held.insert(self.random.randint(0, len(held)), self._sentence(5, 15))

    def _do_remove_alinea(self) -> None:
        held = self._texts(2)
        del held[self.random.randrange(len(held))]

    def _do_add_point(self) -> None:
        held = self._list(1)
        held.insert(
            self.random.randint(0, len(held)), f"{self._words(self.random.randint(3, 8))} ;"
        )

    def _do_remove_point(self) -> None:
        held = self._list(2)
        del held[self.random.randrange(len(held))]

    def _do_move_point(self) -> None:
        held = self._list(2)
        point = held.pop(self.random.randrange(len(held)))
        held.insert(self.random.randint(0, len(held)), point)

    def _do_add_list(self) -> None:
        points = [f"{self._words(4)} ;", f"{self._words(5)}."]
        self._texts(1).extend([f"{self._words(4).capitalize()} :", {"liste": points}])

    def _do_split(self) -> bool | None:
        held, rank = self._text(10)
        words = held[rank].split(" ")
        if re.search(r"[«»\"“”()]", held[rank]):
            return False
        at = self.random.randrange(3, len(words) - 3)
        held[rank : rank + 1] = [" ".join(words[:at]), " ".join(words[at:])]
        return None

    def _do_join(self) -> None:
        pairs = [
            (held, rank)
            for held in self._lists_of_texts()
            for rank, (one, other) in enumerate(pairwise(held))
            if isinstance(one, str) and isinstance(other, str)
        ]
        held, rank = self.random.choice(pairs)
        held[rank] += " " + held.pop(rank + 1)

    def _do_retitle(self) -> None:
        titled = [clause for *_, clause in clauses(self.data) if clause.get("titre")]
        clause = self.random.choice(titled)
        words = clause["titre"].split(" ")
        words[self.random.randrange(len(words))] = self._words(1)
        clause["titre"] = " ".join(words)

    def _do_add_clause(self) -> bool | None:
        held, rank, clause = self._clause()
        number = f"{clause.get('numero') or ''} bis"
        if "er" in number or any(one.get("numero") == number for *_, one in clauses(self.data)):
            return False
        new = {
            "id": f"clause-{self.random.randrange(10**6)}",
            **({"numero": number} if clause.get("numero") else {}),
            "titre": self._words(3).capitalize(),
            "texte": [self._sentence(9, 14), self._sentence(6, 10)],
        }
        held.insert(rank + 1, new | ({"etat": "propose"} if clause.get("etat") else {}))
        return None

    def _do_remove_clause(self) -> None:
        held, rank, _ = self._clause()
        del held[rank]

    def _do_move_clause(self) -> None:
        held, rank, clause = self._clause()
        del held[rank]
        held.insert(self.random.randint(0, len(held)), clause)

    def _do_change_party(self) -> None:
        party = self.random.choice(self.data["parties"]["liste"])
        party["representation"] = f"représentée par {self._words(2)}"

    def _do_change_signatory(self) -> None:
        signatory = self.random.choice(self.data["signature"]["signataires"])
        signatory["nom"] = f"Madame {self._words(2).title()}"

    def _do_change_place(self) -> None:
        self.data["signature"]["exemplaires"] = self.random.randint(3, 6)
        self.data["signature"]["lieu"] = self.random.choice(["Albi", "Castres", "Le Garric"])

    def _do_adopt(self) -> None:
        proposed = [one for *_, one in clauses(self.data) if one.get("etat") == "propose"]
        clause = self.random.choice(proposed)
        clause["etat"] = "adopte"
        clause["adoption"] = {"par": "Les parties", "le": "2027-01-15"}

    def _do_change_subtitle(self) -> None:
        self.data["titre"]["sous_titre"] = self._words(5)
