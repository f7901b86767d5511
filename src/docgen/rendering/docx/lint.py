"""What is wrong with a Word template, told without filling it, at the paragraph or the cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from jinja2 import TemplateSyntaxError, nodes
from lxml import etree

from docgen.document import Facts
from docgen.errors import Problem, closest, reason_of
from docgen.ooxml import outside, outward, read_package, stories
from docgen.rendering.docx.filters import RUN_FILTERS, STATES, W, read_styles, template_environment
from docgen.rendering.docx.lint_line_height import cut_figures
from docgen.rendering.docx.lint_names import FaultText, Relie, TemplateNames
from docgen.rendering.docx.lint_places import template_paragraphs
from docgen.rendering.docx.lint_tags import CURLY, LETTERS, Fault, Tag, form_faults, read_tags
from docgen.rendering.docx.parts.contents import ENTRIES, HEADINGS
from docgen.rendering.docx.parts.runs import BOLD, ITALIC, LINK, STATE
from docgen.rendering.memory_errors import normalize_memory_errors

ENDS = {"endfor": "for", "endif": "if"}
STATEMENTS = ("for", "if", "elif", "else", "endfor", "endif", "set")


def lint_docx(template: Path | bytes, facts: type[Facts], name: str) -> list[Problem]:
    """Return what is wrong with a Word template that is to print these facts."""
    try:
        with normalize_memory_errors():
            data = template if isinstance(template, bytes) else template.read_bytes()
            parts = read_package(data)
            found, styles = list(template_paragraphs(parts)), read_styles(parts["word/styles.xml"])
    except OSError as error:
        return [Problem(name, f"modèle illisible ({reason_of(error)})", code="modele-fichier")]
    except (ValueError, etree.XMLSyntaxError) as error:
        return [Problem(name, f"modèle illisible : {error}", code="modele-fichier")]
    tags, faults = read_tags(found)
    faults += form_faults(tags, found)
    faults += cut_figures(tags, parts)
    faults += _Blocks(TemplateNames(facts, template_environment(styles))).faults_of(tags)
    rank = {place: number for number, place in enumerate(found)}
    faults.sort(key=lambda fault: rank[fault.place])
    told = [fault.problem(name) for fault in faults]
    elsewhere = outside(outward(parts), name)
    return [*dict.fromkeys(told), *elsewhere, *_package_problems(parts, tags, name)]


@dataclass(frozen=True, slots=True)
class _Open:
    """A block that waits for its end."""

    word: str
    tag: Tag


class _Blocks:
    """Follows the blocks of a template, and checks what each tag says where it stands."""

    def __init__(self, names: TemplateNames) -> None:
        self.names = names
        self.open: list[_Open] = []
        self.faults: list[Fault] = []

    def faults_of(self, tags: list[Tag]) -> list[Fault]:
        """Return the faults of all tags; a block ends in the part in which it began."""
        part = ""
        for tag in tags:
            if tag.place.part != part:
                self._end_of_part()
                part = tag.place.part
            if tag.opener == "{{":
                self._printed(tag)
            elif tag.opener == "{%":
                self._statement(tag)
        self._end_of_part()
        return self.faults

    def _printed(self, tag: Tag) -> None:
        made = self._parsed(tag, f"{{{{ {tag.body} }}}}")
        if not made:
            return
        output = made.find(nodes.Output)
        if output is not None:
            if self._bound(tag, output.nodes[0]):
                return
            self._say(tag, self.names.check_printed(output.nodes[0]))
        runs = any(one.name in RUN_FILTERS for one in made.find_all(nodes.Filter))
        if runs and tag.prefix != "r":
            self._fault(tag, "lettre-r", f"{tag} imprime du texte riche", "écrivez « {{r »")
        if tag.prefix == "r" and not runs:
            hint = "écrivez « {{ », ou ajoutez « |riche »"
            self._fault(tag, "lettre-r", f"{tag} n’imprime pas de texte riche", hint)

    def _bound(self, tag: Tag, node: nodes.Expr) -> bool:
        """Whether a tag places a document that is bound in, which wants `{{p` and its paragraph."""
        bound = self.names.check(node)[0] is Relie
        if tag.prefix == "p" and not bound:
            message = "« {{p » n’imprime rien de lisible par Word"
            self._fault(tag, "lettre", message, "écrivez « {{ » ou « {{r »")
        if bound and tag.prefix != "p":
            self._fault(tag, "lettre", f"{tag} relie un document entier", "écrivez « {{p »")
        return bound

    def _statement(self, tag: Tag) -> None:
        read: dict[str, Callable[[Tag], None]] = {"for": self._for, "if": self._if}
        read |= {"elif": self._else, "else": self._else, "set": self._set}
        read |= {"endfor": self._end, "endif": self._end}
        read.get(tag.word, self._unknown)(tag)

    def _for(self, tag: Tag) -> None:
        made = self._parsed(tag, f"{{% {tag.body} %}}{{% endfor %}}")
        loop = made.find(nodes.For) if made else None
        if loop:
            self._say(tag, self.names.enter(loop))
        else:
            self.names.enter_unread(re.findall(r"\w+", tag.body.partition(" in ")[0]))
        self.open.append(_Open("for", tag))

    def _if(self, tag: Tag) -> None:
        self._condition(tag)
        self.open.append(_Open("if", tag))

    def _condition(self, tag: Tag) -> None:
        test = tag.body.removeprefix(tag.word)
        made = self._parsed(tag, f"{{% if {test} %}}{{% endif %}}")
        condition = made.find(nodes.If) if made else None
        if condition:
            self._say(tag, self.names.check(condition.test)[1])

    def _else(self, tag: Tag) -> None:
        if tag.word == "elif":
            self._condition(tag)
        wanted = ("if",) if tag.word == "elif" else ("if", "for")
        if not self.open or self.open[-1].word not in wanted:
            self._fault(tag, "bloc", f"{tag} sans « {{% if %}} » qui l’ouvre")
        else:
            self._same_level(self.open[-1], tag)

    def _set(self, tag: Tag) -> None:
        made = self._parsed(tag, f"{{% {tag.body} %}}")
        given = made.find(nodes.Assign) if made else None
        if given and isinstance(given.target, nodes.Name):
            kind, said = self.names.check(given.node)
            self._say(tag, said)
            self.names.name(given.target.name, kind)

    def _end(self, tag: Tag) -> None:
        word = ENDS[tag.word]
        if not any(block.word == word for block in self.open):
            self._fault(tag, "bloc", f"{tag} sans « {{% {word} %}} » qui l’ouvre")
            return
        while self.open[-1].word != word:
            self._never_closed(self._close(), f" avant {tag}, {tag.place.name}")
        self._same_level(self._close(), tag)

    def _close(self) -> _Open:
        block = self.open.pop()
        if block.word == "for":
            self.names.leave()
        return block

    def _end_of_part(self) -> None:
        while self.open:
            self._never_closed(self._close(), "")

    def _never_closed(self, block: _Open, where: str) -> None:
        hint = f"ajoutez « {{%{block.tag.prefix} end{block.word} %}} »"
        self._fault(block.tag, "bloc", f"{block.tag} n’est jamais refermé{where}", hint)

    def _same_level(self, block: _Open, tag: Tag) -> None:
        """A block and its end cut out whole paragraphs, whole rows, or part of a paragraph."""
        if _level(block.tag) != _level(tag):
            message = f"{tag} ne referme pas au même niveau que {block.tag}, {block.tag.place.name}"
            hint = (
                "les deux balises vont dans le même paragraphe, la même cellule ou le même tableau"
            )
            self._fault(tag, "niveau", message, hint)

    def _unknown(self, tag: Tag) -> None:
        if CURLY.search(tag.word):
            return  # told already
        if tag.word in LETTERS:
            hint = f"écrivez « {{%{tag.word} » sans espace"
        else:
            hint = closest(tag.word, STATEMENTS) or f"balises admises : {', '.join(STATEMENTS)}"
        self._fault(tag, "syntaxe", f"balise inconnue : {tag}", hint)

    def _parsed(self, tag: Tag, source: str) -> nodes.Template | None:
        if CURLY.search(tag.body):
            return None  # told already
        try:
            return self.names.jinja.parse(source)
        except TemplateSyntaxError:
            hint = "vérifiez les espaces, les guillemets et les parenthèses"
            self._fault(tag, "syntaxe", f"balise illisible : {tag}", hint)
            return None

    def _say(self, tag: Tag, said: list[FaultText]) -> None:
        for code, message, hint in said:
            self._fault(tag, code, f"{message} dans {tag}", hint)

    def _fault(self, tag: Tag, code: str, message: str, hint: str = "") -> None:
        self.faults.append(Fault(tag.place, code, message, hint))


def _level(tag: Tag) -> tuple[str, int | None]:
    """Return what a tag cuts: paragraphs of a cell, rows of a table, cells, or words."""
    place = tag.place
    cut = {"p": place.cell, "tr": place.table, "tc": place.row}
    return (tag.prefix, cut[tag.prefix]) if tag.prefix in cut else ("", place.rank)


def _package_problems(parts: Mapping[str, bytes], tags: list[Tag], name: str) -> Iterator[Problem]:
    """Yield what is wrong with a template as a whole: styles, revisions, comments."""
    styles = read_styles(parts["word/styles.xml"])
    for style in sorted(set(_needed(parts, tags)) - set(styles)):
        hint = "copiez ce style depuis le modèle fourni avec docgen"
        yield Problem(name, f"style absent : « {style} »", code="modele-style", hint=hint)
    marks = {f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo"}
    bodies = [etree.fromstring(parts[part]) for part in stories(parts)]
    if any(next(body.iter(*marks), None) is not None for body in bodies):
        hint = "acceptez ou refusez toutes les modifications (onglet Révision)"
        yield Problem(name, "modifications suivies", code="modele-revision", hint=hint)
    if any(next(body.iter(f"{W}commentReference"), None) is not None for body in bodies):
        hint = "supprimez-les : ils partiraient dans chaque document"
        yield Problem(name, "commentaires dans le modèle", code="modele-commentaire", hint=hint)


def _needed(parts: Mapping[str, bytes], tags: list[Tag]) -> Iterator[str]:
    """Yield the styles, in lower case, that the renderer will look for in this template."""
    said = " ".join(tag.body for tag in tags if tag.opener == "{{")
    if "|riche" in said:
        yield from (BOLD, ITALIC, LINK)
    if "|etat" in said or "|riche(" in said:
        yield from (STATE.format(state) for state in STATES)
    if b"TOC \\" in parts["word/document.xml"]:
        yield from (*HEADINGS, *ENTRIES)
