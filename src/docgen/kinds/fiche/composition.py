"""From a fiche to its page, for one commune or for the whole département."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from docgen.document import Diffusion, Document
from docgen.french.rule import INSECABLE
from docgen.french.territory import CodeInsee
from docgen.french.titles import hold_end, hold_names
from docgen.french.wording import capital, date_longue
from docgen.kinds.actes.acte import Acte, words
from docgen.kinds.fiche.content import Citation, Etape, Fiche
from docgen.kinds.fiche.facts import (
    BlocRepere,
    FaitsEtape,
    FaitsFiche,
    FaitsIndicateur,
    FaitsPart,
    Icone,
    Mot,
)
from docgen.kinds.fiche.law import group_by_code, left_by_sort
from docgen.kinds.fiche.message import message_file
from docgen.kinds.fiche.options import FicheOptions
from docgen.kinds.fiche.wording import FicheWording, laws
from docgen.kinds.fiche.words_of_act import ActWords, reading_day
from docgen.kinds.kind import ComposeRequest
from docgen.kinds.writing.checked_texts import checked_texts, law_items
from docgen.kinds.writing.contacts import (
    EMERGENCY_NUMBER,
    INTERNE,
    Coordonnees,
    coordonnees,
    credits,
    short_address,
)
from docgen.kinds.writing.corpus import Corpus, corpus_of, number_in_list, numbered
from docgen.markup import escape_marks, mark_link, plain
from docgen.referential.droit.regle import Regle
from docgen.referential.territoire.annuaire import Annuaire

CUT_MARK: Final = escape_marks("[…]")
"""The mark of words left out, kept on the line of the next word."""
SENTENCE_ENDS: Final = (".", "!", "?", "…")
"""What a sentence ends with, before a quotation mark or a bracket that closes."""
CLOSING_SIGNS: Final = f"»)”{INSECABLE}"
PROPOSED: Final = "proposé"
DRAFT: Final = "PROJET – à vérifier avant diffusion"
DOUBTFUL: Final = "PROJET – ▲ à vérifier avant diffusion"
"""The head of a draft whose texts have marks « ▲ », of which it is the key."""
DENSITIES: Final = ("normale", "moyenne", "serree", "dense")
"""The classes of its style sheet, and the endings of its Word styles, from the loosest."""
PAGES: Final = 1
"""The most pages of a fiche, by which the contents and the notes of a pack are counted."""
LAST_WORDS: Final = 3
"""How many words held together end the sources: « départementale du Tarn »."""
ACTOR: Final = 17
"""How many letters of a name are on one line of the column of actors, « Cagnac-les-Mines »."""
ARTICLE: Final = "art."
"""What stands before the number of a whole article, which is no chapter."""
MAX_LARGE_NUMBER: Final = 4
"""The most signs of a number that fits the margin in its largest size."""


def compose(fiche: Fiche, request: ComposeRequest) -> Iterator[Document]:
    """Yield the page of a fiche: one for each commune of the scope, or one for all."""
    if request.scope is None:
        return
    corpus = corpus_of(request.scope.referential, reading_day(request.scope))
    circle = request.scope.options_of(FicheOptions).circle or fiche.diffusion
    for code in request.scope.communes or (None,):
        annuaire = Annuaire(corpus.roles, request.scope.referential, code, circle)
        place = request.scope.referential.communes.get(code) if code else None
        yield _FicheComposer(fiche, request, corpus, annuaire).document(
            code, place.toponyme.seul if place else ""
        )


class _FicheComposer:
    def __init__(
        self, fiche: Fiche, request: ComposeRequest, corpus: Corpus, annuaire: Annuaire
    ) -> None:
        self.fiche, self.request, self.corpus, self.annuaire = fiche, request, corpus, annuaire
        self.beside = request.scope.options_of(FicheOptions).beside if request.scope else ()
        self.words = ActWords(fiche, request, corpus)
        self.acte, self.clause = self.words.acte, self.words.clause
        self.laws = laws(fiche, corpus)
        self.blocking = tuple(regle for regle in self.laws if regle.bloquante)
        law_left = law_items(self.blocking, corpus.droit)
        self.left = (*request.left, *self.words.left, *law_left)
        self.draft = bool(self.left)
        self.internal = INTERNE * (fiche.diffusion is Diffusion.INTERNE)
        self.wording = FicheWording(corpus, annuaire, not self.draft)

    def document(self, code: CodeInsee | None, place: str) -> Document:
        facts = self._facts(place)
        return Document(
            kind="fiche",
            densities=DENSITIES,
            pages_bound=PAGES,
            key=f"{self.request.key}-{code.lower()}" if code else self.request.key,
            place=code or "",
            title=_with_ordinary_spaces(f"{facts.numero} – {plain(facts.titre)}"),
            author=self.acte.sigles,
            subject=_with_ordinary_spaces(facts.surtitre),
            facts=facts,
            diffusion=self.fiche.diffusion,
            final=not self.draft,
            sources=(self.request.source, self.acte.source.name),
            required_margin_words=(facts.repere, facts.mention),
            companions=self._message(facts),
            left=self.left,
            laws=self.wording.laws.whole(),
            notices=self.words.warnings,
        )

    def _facts(self, place: str) -> FaitsFiche:
        fiche, wording = self.fiche, self.wording
        genre, surtitre = self._heading()
        rang, indice = self.acte.short_number(self.clause), fiche.indice or ""
        numero = numbered(rang, indice)
        title = f"{self.acte.intitule} · Fiches action"
        return FaitsFiche(
            projet=self.draft,
            intitule=f"{title} · {place}" if place else title,
            repere=self._head(numero),
            mention=self._mention(numero),
            genre=genre,
            numero=numero,
            article=ARTICLE * (numero.isdecimal()),
            rang=rang,
            large=len(rang) <= MAX_LARGE_NUMBER,
            indice=indice,
            surtitre=surtitre,
            titre=wording.text(fiche.titre),
            chapo=wording.text(fiche.chapo),
            objectif=wording.mot(fiche.objectif),
            citations=printed_citations(fiche.citations, fiche.clause, self.acte),
            etat_etapes=PROPOSED * (fiche.etat_etapes is not None and not fiche.steps_agreed),
            etapes=tuple(self._steps()),
            documents=wording.mots(*fiche.documents),
            etat_parts=PROPOSED * (not fiche.qui_fait_quoi.agreed),
            parts=tuple(
                FaitsPart(
                    acteur=hold_names(wording.nom(part.acteur), ACTOR),
                    fait=hold_end(wording.text(part.fait)),
                )
                for part in fiche.qui_fait_quoi.parts
            ),
            etat_suivi=PROPOSED * (not fiche.suivi.agreed),
            indicateurs=tuple(
                FaitsIndicateur(libelle=wording.text(one.libelle), source=wording.nom(one.source))
                for one in fiche.suivi.indicateurs
            ),
            reperes=tuple(blocks(fiche, wording)),
            contacts=tuple(contacts(fiche, wording)),
            alerte_titre=wording.text(fiche.alerte.titre) if fiche.alerte else "",
            alerte=wording.alerte(fiche.alerte, self.beside),
            ouvrages=group_by_code(self._bases(), wording.laws),
            sources=self._sources(),
            restes=tuple(left_by_sort((*self.request.left, *self.words.left), self.blocking)),
        )

    def _message(self, facts: FaitsFiche) -> dict[str, bytes]:
        """Return the file of the message, none of an internal fiche, or left out of a final one."""
        message = self.fiche.message
        if message is None or self.internal or not self.wording.mot(message):
            return {}
        link = next((one for one in self.fiche.liens if one.adresse == message.lien), None)
        if link and link.doubtful and self.wording.final:
            link = None
        head = facts.repere if self.draft else facts.surtitre
        heading = (f"{facts.numero} – {facts.titre}", head, facts.mention)
        return {"message.txt": message_file(message, link, self.acte.sigles, heading)}

    def _head(self, number: str) -> str:
        """Return the words at the right of the head."""
        doubtful = any(item.code == "a-verifier" for item in self.left)
        state = (DOUBTFUL if doubtful else DRAFT) * self.draft
        return " · ".join(filter(None, (_name_of(number), self.internal, state)))

    def _heading(self) -> tuple[str, str]:
        """Return the kind of commitment, and the line above the title."""
        above = self.acte.above(self.clause)
        if self.clause.niveau == "actions":
            goal = " – ".join((above.numero, above.titre)) if above else ""
            return "Action", goal
        article = above or self.clause
        number = self.acte.short_number(self.clause)
        if above and self.clause.numero.startswith(f"{number}."):
            number = self.clause.numero
        whose = article.titre.replace("Engagements", "Engagement", 1)
        genre = whose if whose.startswith("Engagement") else "Engagement commun"
        return genre, f"Article\u00a0{number} – {article.titre}"

    def _mention(self, number: str) -> str:
        read = self.fiche.controle
        version = "non encore relue"
        if read:
            version = read.change or f"version du {date_longue(read.le)}, relue"
            version += read.by_whom
        return f"{_name_of(number)} – {version}."

    def _steps(self) -> Iterator[FaitsEtape]:
        texts = ((step, self.wording.etape(step)) for step in self.fiche.etapes)
        printed = ((step, mot) for step, mot in texts if mot)
        for rank, (step, mot) in enumerate(printed, 1):
            sentence = hold_end(f"{self._actor_and_delay(step, mot.texte)} {mot.texte}")
            if step.delai and step.delai.droit:
                self.wording.laws.add([step.delai.droit], plain(sentence))
            title = self.wording.text(step.titre)
            yield FaitsEtape(rang=rank, titre=title, texte=sentence, a_verifier=mot.a_verifier)

    def _actor_and_delay(self, step: Etape, text: str) -> str:
        """Return the head of the sentence of a step: « Le maire, sous dix jours, ».

        Before a text that is a sentence of its own, it ends with a colon.
        """
        when = self.wording.text(step.quand) if step.quand else ""
        actor = escape_marks(capital(self.wording.acteur(step.acteur)))
        head = ", ".join(filter(None, (actor, self.wording.delai(step.delai), when)))
        if not text[:1].islower():
            return f"{head}{INSECABLE}:"
        return head if head == actor else f"{head},"

    def _bases(self) -> Iterator[Regle]:
        for cle in self.fiche.base_legale:
            regle = self.corpus.droit.get(cle)
            if regle and not (regle.a_retirer and self.wording.final):
                yield regle

    def _sources(self) -> str:
        above = self.acte.above(self.clause) if self.clause.niveau == "sections" else None
        number = ", ".join(filter(None, (above.numero if above else "", self.clause.numero)))
        act = f"{self.acte.nom}, {number.lower()}"
        own = [self.wording.text(text) for text in self.fiche.sources]
        checked = "" if self.draft else checked_texts(self.laws, final=True)
        numbers = escape_marks(credits(contacts(self.fiche, self.wording)))
        parties = escape_marks(" ; ".join(self.acte.named_parties))
        text = ". ".join(filter(None, (" ; ".join([act, *own]), numbers, checked, parties)))
        return INSECABLE.join(text.rsplit(" ", LAST_WORDS - 1))


def _name_of(number: str) -> str:
    return f"Fiche{INSECABLE}{number_in_list(number)}"


def _with_ordinary_spaces(name: str) -> str:
    """Return a name for the properties of a file, which take ordinary spaces only."""
    return " ".join(name.split())


def blocks(fiche: Fiche, wording: FicheWording) -> Iterator[BlocRepere]:
    """Yield the blocks of the right column, without those that a final document leaves out."""
    blocks: tuple[tuple[Icone, str, tuple[Mot, ...]], ...] = (
        ("personnes", "Pour qui", wording.mots(fiche.pour_qui)),
        ("gain", "Ce que la commune y gagne", wording.mots(*fiche.benefices)),
        ("horloge", "Quand", wording.mots(fiche.quand)),
        ("prix", "Coût", wording.mots(fiche.cout)),
        ("ecran", "En ligne", tuple(_links(fiche, wording))),
    )
    for icon, title, texts in blocks:
        if texts:
            yield BlocRepere(icone=icon, titre=title, mots=texts)


def _links(fiche: Fiche, wording: FicheWording) -> Iterator[Mot]:
    for link in fiche.liens:
        shown = mark_link(short_address(link.adresse), link.adresse)
        text = f"{wording.text(link.titre)}\u00a0: {shown}"
        doubt = link.doubtful
        if not (doubt and wording.final):
            yield Mot(texte=text, a_verifier=doubt)


def contacts(fiche: Fiche, wording: FicheWording) -> Iterator[Coordonnees]:
    """Yield the contacts, emergency numbers first, without a site that the page already shows.

    The number of whom one goes through stands alone, as any other, under the words that say so.
    """
    shown = {short_address(link.adresse) for link in fiche.liens}
    roles = filter(None, map(wording.corpus.roles.get, fiche.contacts))
    first = sorted(roles, key=lambda one: not EMERGENCY_NUMBER.fullmatch(one.telephone or ""))
    for known in map(_with_name, map(coordonnees, wording.annuaire.services(first))):
        ways = tuple(way for way in known.voies if way not in shown)
        through = {"numero": known.numero_par, "voies": ()} if known.numero_par else {}
        sense = ", ".join(filter(None, (known.sens, known.par)))
        changes = {"voies": ways, "sens": hold_end(sense)} | through
        yield known.model_copy(update=changes)


def _with_name(contact: Coordonnees) -> Coordonnees:
    """Return a contact under its name: that of whom a number reaches, if it is its own name."""
    nom, comma, sense = contact.sens.partition(", ")
    if contact.nom or not comma:
        return contact
    return contact.model_copy(update={"nom": nom, "sens": capital(sense)})


# The words of the act that a fiche quotes, with « […] » where a sentence is cut


@dataclass(frozen=True, slots=True)
class _Extract:
    """The words of a citation within its clause: from `first` to `end`."""

    clause: str
    whole: tuple[str, ...]
    first: int
    end: int

    @property
    def begins(self) -> bool:
        return self.first == 0 or not self.whole[self.first][0].islower()

    @property
    def ends(self) -> bool:
        last = self.whole[self.end - 1].rstrip(CLOSING_SIGNS)
        return self.end == len(self.whole) or last.endswith(SENTENCE_ENDS)

    def leads_to(self, other: _Extract) -> bool:
        """Whether `other`, later in the clause, leaves no cut or marks it itself."""
        return self.clause == other.clause and (
            self.end == other.first or (self.end < other.first and not other.begins)
        )


def printed_citations(citations: Sequence[Citation], clause: str, acte: Acte) -> tuple[str, ...]:
    """Return the citations of a fiche as they are printed."""
    extracts = [_find_extract(one, one.clause or clause, acte) for one in citations]
    return tuple(
        hold_end(_with_cut_marks(one.texte, *around))
        for one, *around in zip(
            citations, [None, *extracts[:-1]], extracts, [*extracts[1:], None], strict=True
        )
    )


def _with_cut_marks(
    text: str, before: _Extract | None, own: _Extract | None, after: _Extract | None
) -> str:
    if own is None:  # reported by the check across files
        return text
    joined = before is not None and before.clause == own.clause and before.end == own.first
    head = "" if own.begins or joined else f"{CUT_MARK}{INSECABLE}"
    tail = "" if own.ends or (after and own.leads_to(after)) else f"{INSECABLE}{CUT_MARK}"
    return f"{head}{text}{tail}"


def _find_extract(citation: Citation, name: str, acte: Acte) -> _Extract | None:
    """Return the place of a citation in its clause, None when its words are not there."""
    clause, cited = acte.get(name), words(citation.texte)
    whole = clause.mots if clause else ()
    ranks = range(len(whole) - len(cited) + 1) if cited else range(0)
    first = next((rank for rank in ranks if whole[rank : rank + len(cited)] == cited), None)
    return None if first is None else _Extract(name, whole, first, first + len(cited))
