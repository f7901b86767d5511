"""Problems of a Word template, found without filling it, at the paragraph or cell."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from jinja2 import TemplateSyntaxError, nodes
from lxml import etree

from docgen.content.reading import read_regular
from docgen.document import Facts
from docgen.errors import Problem, closest, reason_of
from docgen.ooxml import BODY, MAX_BYTES, STYLES, W, read_package, text_parts
from docgen.rendering.docx.filters import RUN_FILTERS, STATES, read_styles, template_environment
from docgen.rendering.docx.lint_names import FaultText, Relie, TemplateNames
from docgen.rendering.docx.lint_package import package_problems
from docgen.rendering.docx.lint_places import P, template_paragraphs
from docgen.rendering.docx.lint_tags import CURLY, LETTERS, Fault, Tag, form_faults, read_tags
from docgen.rendering.docx.parts.contents import ENTRIES, HEADINGS
from docgen.rendering.docx.parts.properties import default_style, lineage, styles_by_id, value_of
from docgen.rendering.docx.parts.runs import BOLD, ITALIC, LINK, STATE
from docgen.rendering.memory_errors import normalize_memory_errors

ENDS = {"endfor": "for", "endif": "if"}
STATEMENTS = ("for", "if", "elif", "else", "endfor", "endif", "set")


def lint_docx(template: Path | bytes, facts: type[Facts], name: str) -> list[Problem]:
    """Return the problems of a Word template that is to print these facts."""
    try:
        with normalize_memory_errors():
            data = template if isinstance(template, bytes) else read_template(template)
            parts = read_package(data)
            refused = list(package_problems(parts, name))
            paragraphs, styles = (list(template_paragraphs(parts)), read_styles(parts[STYLES]))
    except OSError as error:
        return [Problem(name, f"modèle illisible ({reason_of(error)})", code="modele-fichier")]
    except (ValueError, etree.XMLSyntaxError) as error:
        return [Problem(name, f"modèle illisible : {error}", code="modele-fichier")]
    tags, faults = read_tags(paragraphs)
    faults += form_faults(tags, paragraphs)
    faults += cut_figures(tags, parts)
    faults += _Blocks(TemplateNames(facts, template_environment(styles))).faults_of(tags)
    order = {paragraph: number for number, paragraph in enumerate(paragraphs)}
    faults.sort(key=lambda fault: order[fault.paragraph])
    problems = [fault.problem(name) for fault in faults]
    return [*dict.fromkeys((*problems, *refused)), *_history_problems(parts, tags, name)]


def read_template(path: Path) -> bytes:
    """Return the bytes of a template, enough of them to see that it is too large."""
    return read_regular(path, MAX_BYTES + 1)


@dataclass(frozen=True, slots=True)
class _OpenBlock:
    word: str
    tag: Tag


class _Blocks:
    def __init__(self, names: TemplateNames) -> None:
        self.names = names
        self.open_blocks: list[_OpenBlock] = []
        self.faults: list[Fault] = []

    def faults_of(self, tags: list[Tag]) -> list[Fault]:
        """Return the faults of all tags; a block ends in the part in which it began."""
        part = ""
        for tag in tags:
            if tag.paragraph.part != part:
                self._close_part()
                part = tag.paragraph.part
            if tag.opener == "{{":
                self._check_printed(tag)
            elif tag.opener == "{%":
                self._check_statement(tag)
        self._close_part()
        return self.faults

    def _check_printed(self, tag: Tag) -> None:
        parsed = self._parse(tag, f"{{{{ {tag.body} }}}}")
        if not parsed:
            return
        output = parsed.find(nodes.Output)
        if output is not None:
            if self._prints_document(tag, output.nodes[0]):
                return
            self._add_faults(tag, self.names.check_printed(output.nodes[0]))
        runs = any(node.name in RUN_FILTERS for node in parsed.find_all(nodes.Filter))
        if runs and tag.prefix != "r":
            self._add_fault(tag, "lettre-r", f"{tag} imprime du texte riche", "écrivez « {{r »")
        if tag.prefix == "r" and not runs:
            hint = "écrivez « {{ », ou ajoutez « |riche »"
            self._add_fault(tag, "lettre-r", f"{tag} n’imprime pas de texte riche", hint)

    def _prints_document(self, tag: Tag, node: nodes.Expr) -> bool:
        """Whether a tag prints a bound document, which needs `{{p` in a paragraph of its own."""
        bound = self.names.check(node)[0] is Relie
        if tag.prefix == "p" and not bound:
            message = "« {{p » n’imprime rien de lisible par Word"
            self._add_fault(tag, "lettre", message, "écrivez « {{ » ou « {{r »")
        if bound and tag.prefix != "p":
            self._add_fault(tag, "lettre", f"{tag} relie un document entier", "écrivez « {{p »")
        return bound

    def _check_statement(self, tag: Tag) -> None:
        methods: dict[str, Callable[[Tag], None]] = {"for": self._open_for, "if": self._open_if}
        methods |= {"elif": self._check_else, "else": self._check_else, "set": self._check_set}
        methods |= {"endfor": self._close_block, "endif": self._close_block}
        methods.get(tag.word, self._report_unknown)(tag)

    def _open_for(self, tag: Tag) -> None:
        parsed = self._parse(tag, f"{{% {tag.body} %}}{{% endfor %}}")
        loop = parsed.find(nodes.For) if parsed else None
        if loop:
            self._add_faults(tag, self.names.enter(loop))
        else:
            self.names.enter_unread(re.findall(r"\w+", tag.body.partition(" in ")[0]))
        self.open_blocks.append(_OpenBlock("for", tag))

    def _open_if(self, tag: Tag) -> None:
        self._check_condition(tag)
        self.open_blocks.append(_OpenBlock("if", tag))

    def _check_condition(self, tag: Tag) -> None:
        test = tag.body.removeprefix(tag.word)
        parsed = self._parse(tag, f"{{% if {test} %}}{{% endif %}}")
        condition = parsed.find(nodes.If) if parsed else None
        if condition:
            self._add_faults(tag, self.names.check(condition.test)[1])

    def _check_else(self, tag: Tag) -> None:
        if tag.word == "elif":
            self._check_condition(tag)
        wanted = ("if",) if tag.word == "elif" else ("if", "for")
        if not self.open_blocks or self.open_blocks[-1].word not in wanted:
            self._add_fault(tag, "bloc", f"{tag} sans « {{% if %}} » qui l’ouvre")
        else:
            self._check_level(self.open_blocks[-1], tag)

    def _check_set(self, tag: Tag) -> None:
        parsed = self._parse(tag, f"{{% {tag.body} %}}")
        assignment = parsed.find(nodes.Assign) if parsed else None
        if assignment and isinstance(assignment.target, nodes.Name):
            kind, faults = self.names.check(assignment.node)
            self._add_faults(tag, faults)
            self.names.name(assignment.target.name, kind)

    def _close_block(self, tag: Tag) -> None:
        word = ENDS[tag.word]
        if not any(block.word == word for block in self.open_blocks):
            self._add_fault(tag, "bloc", f"{tag} sans « {{% {word} %}} » qui l’ouvre")
            return
        while self.open_blocks[-1].word != word:
            self._report_unclosed(self._pop(), f" avant {tag}, {tag.paragraph.name}")
        self._check_level(self._pop(), tag)

    def _pop(self) -> _OpenBlock:
        block = self.open_blocks.pop()
        if block.word == "for":
            self.names.leave()
        return block

    def _close_part(self) -> None:
        while self.open_blocks:
            self._report_unclosed(self._pop(), "")

    def _report_unclosed(self, block: _OpenBlock, where: str) -> None:
        hint = f"ajoutez « {{%{block.tag.prefix} end{block.word} %}} »"
        self._add_fault(block.tag, "bloc", f"{block.tag} n’est jamais refermé{where}", hint)

    def _check_level(self, block: _OpenBlock, tag: Tag) -> None:
        """Report a block and an end that delete different things (paragraphs, rows, words)."""
        if _level(block.tag) != _level(tag):
            message = (
                f"{tag} ne referme pas au même niveau que {block.tag}, {block.tag.paragraph.name}"
            )
            hint = (
                "les deux balises vont dans le même paragraphe, la même cellule ou le même tableau"
            )
            self._add_fault(tag, "niveau", message, hint)

    def _report_unknown(self, tag: Tag) -> None:
        if CURLY.search(tag.word):
            return  # reported already
        if tag.word in LETTERS:
            hint = f"écrivez « {{%{tag.word} » sans espace"
        else:
            hint = closest(tag.word, STATEMENTS) or f"balises admises : {', '.join(STATEMENTS)}"
        self._add_fault(tag, "syntaxe", f"balise inconnue : {tag}", hint)

    def _parse(self, tag: Tag, source: str) -> nodes.Template | None:
        if CURLY.search(tag.body):
            return None  # reported already
        try:
            return self.names.jinja.parse(source)
        except TemplateSyntaxError:
            hint = "vérifiez les espaces, les guillemets et les parenthèses"
            self._add_fault(tag, "syntaxe", f"balise illisible : {tag}", hint)
            return None

    def _add_faults(self, tag: Tag, faults: list[FaultText]) -> None:
        for code, message, hint in faults:
            self._add_fault(tag, code, f"{message} dans {tag}", hint)

    def _add_fault(self, tag: Tag, code: str, message: str, hint: str = "") -> None:
        self.faults.append(Fault(tag.paragraph, code, message, hint))


def _level(tag: Tag) -> tuple[str, int | None]:
    """Return what a tag deletes: paragraphs of a cell, rows of a table, cells, or words."""
    paragraph = tag.paragraph
    container = {"p": paragraph.cell, "tr": paragraph.table, "tc": paragraph.row}
    return (tag.prefix, container[tag.prefix]) if tag.prefix in container else ("", paragraph.rank)


def _history_problems(parts: Mapping[str, bytes], tags: list[Tag], name: str) -> Iterator[Problem]:
    styles = read_styles(parts[STYLES])
    for style in sorted(set(_required_styles(parts, tags)) - set(styles)):
        hint = "copiez ce style depuis le modèle fourni avec docgen"
        yield Problem(name, f"style absent : « {style} »", code="modele-style", hint=hint)
    revisions = {f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo"}
    bodies = [etree.fromstring(parts[part]) for part in text_parts(parts)]
    if any(next(body.iter(*revisions), None) is not None for body in bodies):
        hint = "acceptez ou refusez toutes les modifications (onglet Révision)"
        yield Problem(name, "modifications suivies", code="modele-revision", hint=hint)
    if any(next(body.iter(f"{W}commentReference"), None) is not None for body in bodies):
        hint = "supprimez-les : ils partiraient dans chaque document"
        yield Problem(name, "commentaires dans le modèle", code="modele-commentaire", hint=hint)


def _required_styles(parts: Mapping[str, bytes], tags: list[Tag]) -> Iterator[str]:
    printed = " ".join(tag.body for tag in tags if tag.opener == "{{")
    if "|riche" in printed:
        yield from (BOLD, ITALIC, LINK)
    if "|etat" in printed or "|riche(" in printed:
        yield from (STATE.format(state) for state in STATES)
    if b"TOC \\" in parts[BODY]:
        yield from (*HEADINGS, *ENTRIES)


# Figures in lines of exact height, in which Word would cut them off


def cut_figures(tags: Iterable[Tag], parts: Mapping[str, bytes]) -> Iterator[Fault]:
    """Yield a fault for each figure in a paragraph with an exact line height."""
    figures = [tag for tag in tags if tag.opener == "{{" and "|figure" in tag.body.replace(" ", "")]
    if not figures:
        return
    styles = etree.fromstring(parts[STYLES])
    for tag in figures:
        paragraphs = etree.fromstring(parts[tag.paragraph.part]).iter(P)
        paragraph = next(
            element for rank, element in enumerate(paragraphs, 1) if rank == tag.paragraph.rank
        )
        if next(_line_rules(paragraph, styles), "auto") == "exact":
            message = f"la figure de {tag} serait coupée : son interligne est « Exactement »"
            hint = "dans Word, choisissez l’interligne « Simple » pour ce paragraphe"
            yield Fault(tag.paragraph, "interligne", message, hint)


def _line_rules(paragraph: etree._Element, styles: etree._Element) -> Iterator[str]:
    """Yield the line-height rules of a paragraph: its own, of its styles, of all; nearest first."""
    known = styles_by_id(styles)
    style = value_of(paragraph, "pPr", "pStyle") or default_style(known)
    for holder in (paragraph, *lineage(known, style), *styles.iter(f"{W}pPrDefault")):
        spacing = holder.find(f"{W}pPr/{W}spacing")
        if spacing is not None and spacing.get(f"{W}line"):
            yield spacing.get(f"{W}lineRule", "auto")
