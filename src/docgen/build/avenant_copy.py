"""The copy of an act that people change, for docgen to draft the amendment from."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final

import yaml

from docgen.content.editing import YamlText
from docgen.content.raw import as_group, as_text, groups_of
from docgen.content.source import Source, parse_source, read_source
from docgen.content.validation import Finding, check_source, mappings, problem_at
from docgen.errors import ContentError, Problem, Problems
from docgen.french.days import read_day
from docgen.french.wording import date_longue
from docgen.kinds import KINDS
from docgen.kinds.actes.acte import Acte
from docgen.kinds.actes.avenant_proposed import proposed_avenant
from docgen.kinds.actes.content import EtatActe
from docgen.kinds.actes.emetteurs import complete_parties
from docgen.kinds.actes.project import FOLDER, Actes, project_acts
from docgen.output.publication import replace_file
from docgen.referential.referential import Referential
from docgen.workspace import Workspace, text_key

CONVENTION = KINDS["convention"]
SCHEMA: Final = "# yaml-language-server: $schema=../../schemas/convention.schema.json\n"
HEADER: Final = """\
# Copie de {old}, à changer pour rédiger l’avenant n° {numero}.
#
# Changer une clause : récrivez ses mots, et ajoutez à son article « etat: propose ».
# Ajouter une clause : un identifiant nouveau, un numéro comme « ARTICLE 5 bis », « etat: propose ».
# Supprimer une clause : retirez-la, et ajoutez sous « avenant: » :
#   abroge:
#     - {{clause: article-7, etat: propose}}
# Si une durée ou un préavis change, changez aussi « vie: ».
# Compléter les sièges laissés vides, sous « avenant: parties: liste: » : remplissez « siege: ».
# Ne touchez ni aux identifiants, ni aux parties, ni à la signature de l’acte.
#
# Puis : docgen avenant {key} {new}
# Les parties adoptent : docgen adopter convention {new} --tout --par "NOM" --le JJ/MM/AAAA
# Une fois l’avenant signé : « acte: signe », et « date: » sous « avenant: signature: » ;
# puis : docgen sceller

"""
EFFECT: Final = re.compile(r"\beffet\b")
"""The word in the title of the article that says when an amendment takes effect."""
NOT_COPIED: Final = ("remarques", "malgre", "avenant")
"""The fields of an act that its amendment does not have, or has of its own."""
ASKED: Final = {"avenant.effet": "--effet", "avenant.numero": "--numero"}
"""The options that say a field of the amendment."""


def earlier_avenants(acts: Actes, source: Source) -> Iterator[str]:
    """Yield, in words, the amendments that a text holds: its own, after those before it."""
    for text in acts.texts_up_to(Acte(source)):
        if avenant := as_group(as_group(text.source.data).get("avenant")):
            day = read_day(as_group(avenant.get("signature")).get("date"))
            when = f" signé le {date_longue(day)}" if day else ""
            yield f"l'avenant n° {avenant.get('numero')}{when}"


def next_numero(source: Source) -> int:
    """Return the number of the next amendment of a text."""
    former = str(as_group(as_group(source.data).get("avenant")).get("numero") or "0")
    return int(former) + 1 if former.isdigit() else 1


def write_copy(workspace: Workspace, path: Path, numero: int | None, effet: date | None) -> str:
    """Write the copy of an act beside it, with an amendment to complete; return its name.

    Raise ContentError when the act is wrong or unsigned, or when there is such a copy already.
    """
    source = read_source(path, workspace.name_of(path))
    check_source(source, CONVENTION.content, CONVENTION.rules)
    _refuse_unsigned(source)
    acts = project_acts(Referential(workspace))
    key = text_key(FOLDER, path)
    Problems((*acts.without_act(source), *acts.amended_already(key, source, ("acte",)))).refuse()
    number = numero or next_numero(source)
    act = Path(acts.texts_up_to(Acte(source))[0].source.name)
    copy = path.with_name(f"{act.stem}-avenant-{number}.yaml")
    new, name = text_key(FOLDER, copy), workspace.name_of(copy)
    for other in (copy, *workspace.texts(FOLDER)):
        if text_key(FOLDER, other) == new and other.exists():
            message = "cette copie existe déjà : rien n’y est changé"
            hint = f"docgen avenant {key} {new} ; pour un autre, « --numero {number + 1} »"
            place = workspace.name_of(other)
            if effet and (how := _lacking_effect(other, place, effet)):
                hint = f"{how} ; puis : {hint}"
            raise ContentError([Problem(place, message, code="existe", hint=hint)])
    earlier = tuple(earlier_avenants(acts, source))
    avenant = proposed_avenant(source.data, key, number, effet, earlier)
    avenant = complete_parties(avenant, source.data, Referential(workspace))
    header = HEADER.format(old=source.name, numero=number, key=key, new=new)
    text = SCHEMA + header + _body(path.read_text("utf-8-sig"), source, avenant)
    try:
        check_source(parse_source(text, name), CONVENTION.content, CONVENTION.rules)
    except ContentError as error:
        raise ContentError(map(_of_option, error.problems)) from None
    replace_file(copy, text.encode())
    return name


def _of_option(problem: Problem) -> Problem:
    """Return a problem of what an option says at that option: the copy is not written."""
    option = ASKED.get(problem.field)
    if option is None:
        return problem
    return replace(problem, file=option, line=None, column=None, field="")


def _lacking_effect(path: Path, name: str, day: date) -> str:
    """Return what to write in a copy that does not say a day of effect, '' where it does."""
    with suppress(ContentError):  # told when the amendment is made
        source = read_source(path, name)
        said = as_group(as_group(source.data).get("avenant")).get("effet")
        return "" if read_day(said) == day else how_to_take_effect(source, day)
    return ""


def how_to_take_effect(source: Source, day: date) -> str:
    """Return what to write in a text, and on which lines, for its amendment to take effect."""
    avenant = as_group(as_group(source.data).get("avenant"))
    line = source.place(("avenant", "effet" if "effet" in avenant else "numero"))[1].line
    how = f"écrivez « effet: {day} » sous « avenant: » ({source.name}:{line})"
    for rank, article in groups_of(avenant, "articles"):
        if EFFECT.search(as_text(article.get("titre"))):
            line = source.place(("avenant", "articles", rank, "texte"))[1].line
            titre = as_text(article["titre"]).replace("'", "’")
            how += f", et « le {date_longue(day)} » dans « {titre} » (ligne {line})"
    return how


def warn_of_end(workspace: Workspace, path: Path, day: date) -> Iterator[Problem]:
    """Yield that an act is to end by a day: no amendment would change anything."""
    act = None
    with suppress(ContentError):  # reported by the check of the act
        act = project_acts(Referential(workspace)).signed_act(text_key(FOLDER, path))
    end, source = (act.vie.fin, act.source_of_end) if act else (None, None)
    if end and source and end <= day:
        message = f"l’acte prend fin le {date_longue(end)} : un avenant n’y changerait plus rien"
        hint = "si la convention court encore, corrigez « fin: »"
        yield problem_at(source, Finding(("vie", "fin"), "fin", message, hint)).as_warning()


def _refuse_unsigned(source: Source) -> None:
    if as_group(source.data).get("acte") == EtatActe.SIGNE:
        return
    message = "ce texte n’est pas signé : un avenant n’y changerait rien"
    hint = "corrigez-le directement ; s’il est signé : « acte: signe », et la date de signature"
    raise ContentError([problem_at(source, Finding(("acte",), "projet", message, hint))])


def _body(text: str, source: Source, avenant: dict[str, Any]) -> str:
    """Return the text of an act without its first comment, as one to change, with an amendment."""
    edited = YamlText(text, source.name)
    for field in NOT_COPIED:
        edited.take_out((), field)
    edited.take_out(("signature",), "empreinte")
    for steps, group in mappings(source.data):
        if group.get("etat") == "adopte" and steps[:1] != ("avenant",):
            edited.take_out(steps, "etat")
            edited.take_out(steps, "adoption")
    edited.replace_word(("acte",), "projet")
    body = str(edited).rstrip() + "\n"
    start = re.search(r"^[a-z]", body, re.MULTILINE)
    first, *rest = re.split(r"(?m)^(?=titre:)", body[start.start() if start else 0 :], maxsplit=1)
    block = yaml.safe_dump({"avenant": avenant}, allow_unicode=True, sort_keys=False, width=96)
    block = re.sub(r"(?m)^( +siege:) null$", r"\1", block)
    return f"{first}{block}\n{''.join(rest)}"
