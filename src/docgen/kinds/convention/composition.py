"""From a convention to the facts of its document."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any, Final, Literal

import yaml

from docgen.content.model import Content
from docgen.document import COPY, Document
from docgen.french.rule import INSECABLE
from docgen.french.titles import hold_end, hold_title
from docgen.french.wording import capital, date_longue, en_lettres, line_of_contents, names_in
from docgen.kinds.actes.content import (
    Axe,
    Clause,
    Convention,
    EtatActe,
    EtatClause,
    Liste,
    Parties,
    Passage,
    Signature,
)
from docgen.kinds.convention.facts import Bloc, FaitsConvention, FaitsPartie, FaitsSignataire
from docgen.kinds.kind import ComposeRequest
from docgen.markup import plain

OF_A_PLACE: Final = re.compile(r"départementale d\S+ (?:la )?\S+")
"""« départementale du Tarn », « départementale de la Haute-Garonne »."""
PLACE: Final = re.compile(rf"\b(?:de[ {INSECABLE}]la|du|des|de)[ {INSECABLE}][A-ZÀ-Ý]\S+")
"""« du Tarn », « de la Haute-Garonne »."""
QUOTED_HEADING: Final = re.compile(rf"«{INSECABLE}(?!–).*[^.,;:!?»{INSECABLE}]")
"""What an amendment quotes without the end of a sentence or of a quotation: a heading."""
PARTY_LINE: Final = 36
"""How many signs of the name of a party a line holds."""
DRAFT: Final = "PROJET – ne vaut pas signature"
"""The mark of each page of an act that is no act yet."""
TO_FIND: Final = "Textes à retrouver"
TO_DO: Final = "Reste à faire avant signature"
MODIFICATION: Final = "avenant-modification-"
"""The beginning of the identifiers of articles that amend another act, which has no contents.

The source that a PDF carries is read again by it alone: nothing else there says that it amends.
"""
DENSITIES: Final = ("bref", "ample")
"""How an amendment is set: tight where it is signed on its first page, else over two pages."""
SHORT_CONTENTS: Final = 24
"""Contents of fewer lines leave room on the first page of a copy, as its style sheet says."""
STATES: Final = {
    "": "",
    EtatClause.MANQUANT: "manquant",
    EtatClause.PROPOSE: "proposé",
    EtatClause.ADOPTE: "adopté",
}
"""The words of each state in a draft."""


def compose(convention: Convention, request: ComposeRequest) -> Iterator[Document]:
    """Yield the document of a convention."""
    draft = bool(request.left)
    signed = convention.acte is EtatActe.SIGNE
    amends = any(one.id.startswith(MODIFICATION) for one in convention.articles)
    facts = FaitsConvention(
        projet=draft,
        a_signer=not draft and not signed,
        signe=signed,
        repere=_page_head(convention, draft),
        surtitre=COPY.upper() * (draft and signed),
        fictif=convention.exemple_fictif,
        intitule=plain(convention.intitule),
        organismes=tuple(plain(party.nom) for party in convention.parties.liste),
        titre=plain(convention.titre.texte or convention.intitule),
        titre_etat=_printed_state(convention.titre, draft),
        sous_titre=plain(convention.titre.sous_titre or ""),
        mention=_page_foot(convention, draft),
        parties_etat=_printed_state(convention.parties, draft),
        parties=_parties(convention.parties),
        sommaire=not amends,
        avant=tuple(_boxes_of_missing_texts(convention)),
        blocs=tie_last_lines(tuple(_act(convention, draft)), _lines_tied(signed, amends)),
        fait=_done_at(convention.signature),
        date_a_remplir=convention.signature.date is None,
        signataires=_signers(convention),
    )
    yield Document(
        kind="convention",
        key=request.key,
        title=facts.intitule,
        author=" – ".join(plain(party.sigle) for party in convention.parties.liste),
        subject="Projet" if draft else "Transcription" if signed else "Acte à signer",
        facts=facts,
        diffusion=convention.diffusion,
        final=not draft,
        contents=tuple(bloc.ancre for bloc in facts.blocs if bloc.au_sommaire),
        density=density_of_copy(facts) if signed and not amends else "",
        densities=DENSITIES if amends else (),
        left=request.left,
        left_title=TO_FIND if signed else TO_DO,
        sources=(request.source,),
        canonical=canonical(convention, draft),
        required_margin_words=tuple(filter(None, (facts.repere, facts.mention))),
        draft_label=COPY if signed else "PROJET",
        distinguishing_label=_what_distinguishes(convention, draft),
    )


def density_of_copy(facts: FaitsConvention) -> str:
    """Return how a copy is set in Word: « longue » where its contents fill its first page."""
    lines = sum(bool(bloc.au_sommaire) for bloc in facts.blocs)
    return "copie" if lines < SHORT_CONTENTS else "longue"


def _what_distinguishes(convention: Convention, draft: bool) -> str:
    if convention.acte is EtatActe.SIGNE and convention.signature.date:
        return f"acte du {date_longue(convention.signature.date)}"
    return "texte proposé aux parties" if draft else "texte à signer"


def canonical(convention: Convention, draft: bool) -> str:
    """Return the source that the PDF of an act carries, with the states that its pages mark."""
    return canonical_text(convention, _is_private if draft else _is_not_the_act)


def _is_private(name: str, _: object) -> bool:
    """Whether a field never leaves the project: a note, an agreement, durations to count with."""
    return name in ("remarques", "adoption", "vie", "malgre", "empreinte")


def _is_not_the_act(name: str, value: object) -> bool:
    """Whether a field is no part of an act once it is made: all its clauses are alike then."""
    return _is_private(name, value) or (name, value) == ("etat", EtatClause.ADOPTE)


def _printed_state(passage: Passage, draft: bool) -> str:
    return STATES[passage.state or ""] if draft else ""


def _page_foot(convention: Convention, draft: bool) -> str:
    day = convention.signature.date
    if convention.acte is EtatActe.SIGNE and day:
        return f"Copie {'incomplète ' * draft}de l’acte du {date_longue(day)}"
    if draft:
        return "Texte en attente d’accord"
    return f"À signer en {_copies(convention.signature)}"


def _page_head(convention: Convention, draft: bool) -> str:
    signed = convention.acte is EtatActe.SIGNE
    mark = f"{COPY} – texte incomplet" if signed else DRAFT
    fictitious = "exemple fictif" if convention.exemple_fictif else ""
    return " – ".join(part for part in (mark if draft else "", fictitious) if part)


def _parties(parties: Parties) -> tuple[FaitsPartie, ...]:
    if parties.etat is EtatClause.MANQUANT:
        return ()
    return tuple(
        FaitsPartie(
            designation=_hold_place(
                hold_title(plain(party.designation or f"{party.nom} ({party.sigle})"))
            ),
            representation=hold_title(plain(party.representation or "")),
            siege=plain(party.siege or ""),
            appellation=plain(party.appellation or ""),
        )
        for party in parties.liste
    )


def _boxes_of_missing_texts(convention: Convention) -> Iterator[Bloc]:
    for what, passage in (("Titre", convention.titre), ("Exposé des parties", convention.parties)):
        if passage.etat is EtatClause.MANQUANT:
            yield _gap(passage, f"{what} non fourni.")


def _gap(passage: Passage, lead: str = "") -> Bloc:
    """Return what is missing: in a frame where a lead names it, else on a line under its heading.

    A heading says that its title is missing, the mark that the text is: a line has but its note.
    """
    text = f"**{lead}** {passage.note}" if lead else passage.note or ""
    return Bloc(genre="lacune", texte=text, etat=STATES[EtatClause.MANQUANT], ligne=not lead)


IN_CONTENTS: Final = 3
"""The lowest level of headings that the contents list."""
BEFORE_LAST: Final = 2
"""How many points a list has from the one before the last on: these are never parted."""
OVER_A_BAR: Final = (1, 3)
"""The levels of headings under which the bar of what is proposed begins: articles and axes."""


def _act(convention: Convention, draft: bool) -> Iterator[Bloc]:
    clauses = filter(None, (convention.preambule, *convention.articles))
    blocs = chain.from_iterable(_marked_once(_clause(clause, draft)) for clause in clauses)
    yield from _with_contents(tuple(blocs), convention.parties)


def _with_contents(blocs: Sequence[Bloc], parties: Parties) -> Iterator[Bloc]:
    """Yield the blocks of an act, each heading of the contents with its line there."""
    words = [bloc.texte for bloc in blocs if bloc.genre != "lacune"]
    words += (text for one in parties.liste for text in (one.nom, one.designation or ""))
    names = names_in(map(plain, words))
    for bloc in blocs:
        if bloc.genre == "titre" and bloc.niveau <= IN_CONTENTS:
            listed = line_of_contents(plain(bloc.texte), names)
            yield bloc.model_copy(update={"au_sommaire": listed})
        else:
            yield bloc


def _marked_once(blocs: Iterable[Bloc]) -> Iterator[Bloc]:
    """Yield the blocks of an article, each mark of its clauses only where the state changes."""
    shown = ""
    for bloc in blocs:
        yield bloc.model_copy(update={"marque": ""}) if bloc.marque == shown else bloc
        shown = bloc.marque or shown


def _clause(clause: Clause, draft: bool) -> Iterator[Bloc]:
    missing = clause.etat is EtatClause.MANQUANT
    kind, _, untitled = clause.absent.rpartition(" : ")
    title = clause.titre or capital(untitled)
    unnumbered = "" if clause.titre else kind.upper() if isinstance(clause, Axe) else kind
    state = _printed_state(clause, draft)
    proposed = state == STATES[EtatClause.PROPOSE]
    yield Bloc(
        genre="titre",
        texte=title,
        niveau=clause.level,
        etiquette=clause.numero or unnumbered,
        etat="absent" if not clause.titre else "",
        marque="" if missing else state,
        ancre=clause.id,
        barre=proposed and clause.level not in OVER_A_BAR,
    )
    if missing:
        yield _gap(clause)
    for alinea in clause.texte:
        yield from _alinea(alinea, proposed)
    for part in clause.parts:
        yield from _clause(part, draft)


def _alinea(alinea: str | Liste, proposed: bool) -> Iterator[Bloc]:
    if isinstance(alinea, str):
        yield _words("paragraphe", alinea, proposed)
    else:
        for left, point in zip(range(len(alinea.liste), 0, -1), alinea.liste, strict=True):
            yield _words("puce", point, proposed, before_last=left == BEFORE_LAST)


def _words(
    genre: Literal["paragraphe", "puce"], words: str, proposed: bool, *, before_last: bool = False
) -> Bloc:
    """Return a block of words; what announces a list or heads a quotation stays with it."""
    suit = before_last or words.endswith(":") or bool(QUOTED_HEADING.fullmatch(words))
    return Bloc(genre=genre, texte=hold_long(words), barre=proposed, suit=suit)


def hold_long(words: str) -> str:
    """Return the words of an alinéa; those of several lines end on no short word alone."""
    return hold_end(words) if len(words) > SURELY_A_LINE else words


SURELY_A_LINE = 60
"""How many characters one line surely holds: no word of them is alone on another."""
CHARACTERS_A_LINE = 80
"""About how many characters a line of the act holds; used to hold enough lines together."""
LINES_WITH_SIGNATURES = 3
"""How many lines of the last clause stand with the signatures: one more than must."""
LINES_OF_AMENDMENT = 6
"""How many stand with them in an amendment of two pages, the first of which is to be filled."""
MANY_LINES = 12
"""How many stand with the names that alone end a copy, whose last page would be nearly white."""


def _lines_tied(signed: bool, amends: bool) -> int:
    many = MANY_LINES if signed else LINES_WITH_SIGNATURES
    return LINES_OF_AMENDMENT if amends else many


def tie_last_lines(blocs: tuple[Bloc, ...], lines: int) -> tuple[Bloc, ...]:
    """Return blocks whose last ones, of so many lines or more, stand with the signatures.

    Signatures never stand alone, nor do headings without their text.
    """
    first = len(blocs)
    while first and sum(map(_lines, blocs[first:])) < lines:
        first -= 1
    while first and blocs[first - 1].genre == "titre":
        first -= 1
    tail = (bloc.model_copy(update={"lie": True}) for bloc in blocs[first:])
    return (*blocs[:first], *tail)


def _lines(bloc: Bloc) -> int:
    return 1 + len(bloc.texte) // CHARACTERS_A_LINE


def _done_at(signature: Signature) -> str:
    day = f" {date_longue(signature.date)}" if signature.date else ""
    return f"Fait {_at(plain(signature.lieu))}, en {_copies(signature)}, le{day}"


def _copies(signature: Signature) -> str:
    if signature.exemplaires == 1:
        return "un exemplaire"
    return f"{en_lettres(signature.exemplaires)} exemplaires"


def _at(place: str) -> str:
    """Return a place after « à »: « à Albi », « au Garric », « aux Cabannes »."""
    for article, contracted in (("Le ", "au "), ("Les ", "aux ")):
        if place.startswith(article):
            return contracted + place.removeprefix(article)
    return f"à {place}"


def _signers(convention: Convention) -> tuple[FaitsSignataire, ...]:
    parties = {party.id: party for party in convention.parties.liste}
    return tuple(
        FaitsSignataire(
            sigle=plain(parties[signer.partie].sigle),
            pour=_for(plain(whose)) if (whose := parties[signer.partie].designation) else "",
            nom=f"{plain(signer.nom)},",
            personne=plain(signer.nom),
            qualite=plain(signer.qualite),
            champ=f"signature-{signer.partie}-{rank}",
        )
        for rank, signer in enumerate(convention.signature.signataires, 1)
    )


def _for(whose: str) -> str:
    """Return the line above a signatory, « départementale du Tarn » on one line."""
    return f"Pour {OF_A_PLACE.sub(lambda words: words[0].replace(' ', INSECABLE), whose)},"


def _hold_place(name: str) -> str:
    """Return the name of a party with its place on one line: « de la Haute-Garonne ».

    A word that no line holds with the place follows the one before it.
    """
    held = PLACE.sub(lambda words: words[0].replace(" ", INSECABLE), name)
    start = held.rfind(" ", 0, max(held.rfind(" "), 0))
    line = held[start + 1 :]
    alone = INSECABLE in line.partition(" ")[2] and len(line) > PARTY_LINE
    return f"{held[:start]}{INSECABLE}{line}" if start > 0 and alone else held


# The canonical form of an act: the same words always give the same text


@lru_cache(maxsize=8)
def canonical_text(content: Content, leave_out: Callable[[str, object], bool]) -> str:
    """Return the canonical text of a content, without the fields that `leave_out` rejects.

    `leave_out` receives the name and the value of each field, at any depth.
    """
    values = content.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    kept = _without_fields(values, leave_out)
    return yaml.safe_dump(kept, allow_unicode=True, sort_keys=False, width=100)


def _without_fields(value: Any, leave_out: Callable[[str, object], bool]) -> Any:
    if isinstance(value, dict):
        kept = {name: part for name, part in value.items() if not leave_out(name, part)}
        return {name: _without_fields(part, leave_out) for name, part in kept.items()}
    if isinstance(value, list | tuple):
        return [_without_fields(part, leave_out) for part in value]
    return value
