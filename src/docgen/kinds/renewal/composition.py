"""From the words of a letter to the letters of a day: senders, recipients, conventions."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from pydantic_core import to_json

from docgen.content.source import read_source
from docgen.content.validation import Finding, problem_at
from docgen.document import Diffusion, Document, PageFacts
from docgen.errors import ContentError, Problem, Problems, closest
from docgen.french.territory import CodeInsee
from docgen.french.typography import prose
from docgen.french.wording import capital, date_longue
from docgen.kinds.actes.emetteurs import read_emetteurs
from docgen.kinds.actes.project import project_acts, said_hidden
from docgen.kinds.actes.signed import Signee
from docgen.kinds.kind import ComposeRequest, Scope
from docgen.kinds.renewal.adherents import read_adherents
from docgen.kinds.renewal.content import GenreLettre, LettreConvention, Quand, Signe
from docgen.kinds.renewal.correspondants import Correspondant, correspondant, mairie
from docgen.kinds.renewal.facts import FaitsChampRecepisse, FaitsJalon, FaitsRenewal, FaitsSignature
from docgen.kinds.renewal.notices import OutgoingLetter
from docgen.kinds.renewal.occasion import (
    NOTICES,
    RENEWING,
    Occasion,
    day_that_counts,
    due,
    find_occasion,
    relevant_acts,
    trial_day,
)
from docgen.kinds.renewal.options import LIASSE, UNWRITTEN, Courrier, RenewalOptions
from docgen.kinds.renewal.wording import Entete, LetterWording
from docgen.kinds.writing.corpus import corpus_of
from docgen.kinds.writing.phrases import FaitsMention, Phrase
from docgen.kinds.writing.place_references import place_words
from docgen.left import Item, each_once
from docgen.markup import escape_marks, plain
from docgen.referential.lieu import Lieu

DRAFT: Final = "PROJET – ne vaut pas signature"
UNSIGNED_DRAFT: Final = "PROJET"
"""The mark of a draft that nobody signs."""
INTERNAL: Final = "Interne – ne pas diffuser"
FICTION: Final = "Exemple fictif"
LEFT_TITLE: Final = "Ce qui reste à faire"
LONG_LETTER, LONG_DRAFT = 780, 760
"""From how many signs of its body a letter is no longer written large.

What is left to do takes some of the page of a draft.
"""
LONG_NOTE: Final = 730
"""From how many signs of its body a note is set closer, to stay on its page."""
ONE_FOR_EACH_PARTY: Final = (GenreLettre.RAPPEL,)
"""The letters that every party gets."""
BINDING_LETTERS: Final = (
    GenreLettre.DENONCIATION,
    GenreLettre.RESILIATION,
    GenreLettre.AVENANT,
    GenreLettre.RECEPISSE,
)
"""The letters that bind their sender, who must be named."""


def compose(lettre: LettreConvention, request: ComposeRequest) -> Iterator[Document]:
    """Yield a letter about each convention in force on the day, from each party that writes it.

    Why one cannot be written about an act is a warning beside those about the others.
    """
    scope = request.scope
    if scope is None:
        return
    asked = scope.options_of(RenewalOptions).courrier
    known = project_acts(scope.referential)
    acts = known.known_on(asked.au) if asked else known.signed
    if not acts and asked:
        message = "aucune convention signée : aucune lettre à écrire"
        hint = "la convention signée porte « acte: signe », la date et « vie: »"
        raise ContentError([Problem("content/convention", message, code="acte", hint=hint)])
    letters: list[Document] = []
    problems = Problems()
    for act in _acts_for(lettre, scope, acts, asked):
        with problems.gather(ContentError):
            letters += _letters_about(lettre, request, scope, act, asked)
    if not letters:
        problems.refuse()
        return
    ending = lettre.id in NOTICES  # what else to do then would be said of the other acts too
    untold = [replace(one, code=UNWRITTEN, hint="" if ending else one.hint) for one in problems]
    yield replace(letters[0], notices=(*letters[0].notices, *(p.as_warning() for p in untold)))
    yield from letters[1:]


def _acts_for(
    lettre: LettreConvention, scope: Scope, acts: tuple[Signee, ...], asked: Courrier | None
) -> tuple[Signee, ...]:
    """Return the acts that a letter is about: a circular, those of the party of the members.

    Where it is party to none, all are returned, and each gives its reason.
    """
    listed = relevant_acts(lettre.id, acts, asked) if asked else acts
    if lettre.id is not GenreLettre.CIRCULAIRE:
        return listed
    return tuple(one for one in listed if one.partie(_writer_to_members(scope, one))) or listed


def _letters_about(
    lettre: LettreConvention,
    request: ComposeRequest,
    scope: Scope,
    act: Signee,
    asked: Courrier | None,
) -> Iterator[Document]:
    courrier = asked or Courrier(trial_day(lettre.id, act.vie), (lettre.id,))
    if courrier.types and lettre.id not in courrier.types:
        return
    if (courrier.dues or not courrier.types) and lettre.id not in due(act.vie, courrier.au):
        return
    _refuse_hidden_act(lettre.diffusion, request.source, scope, act)
    signee = act.on(day_that_counts(lettre.id, courrier))
    occasion = _in_words(lettre, find_occasion(lettre.id, signee, courrier))
    senders = _senders(lettre, scope, signee, asked)
    results = (_receipt_before_letter(lettre.id, courrier), occasion, senders)
    problems = [one for one in results if isinstance(one, Problem)]
    if problems and asked:
        raise ContentError(problems)
    if isinstance(occasion, Problem) or isinstance(senders, Problem):
        return
    for partie in senders:
        yield from _LetterWriter(lettre, request, scope, occasion, act.cle).letters(partie)


def _refuse_hidden_act(readers: Diffusion, name: str, scope: Scope, act: Signee) -> None:
    if hidden := project_acts(scope.referential).hidden_text(act.cle, readers):
        message = f"plus de monde lit cette lettre (« {readers} ») que {said_hidden(hidden)}"
        hint = f"changez « diffusion » ici, ou dans {hidden.source.name}"
        source = read_source(scope.referential.workspace.root / name, name)
        finding = Finding(("diffusion",), "diffusion", message, hint)
        raise ContentError([problem_at(source, finding)])


def _in_words(lettre: LettreConvention, occasion: Occasion | Problem) -> Occasion | Problem:
    """Return why a renewal cannot be told yet by its letter's name, the clause at the end.

    Nothing in the act is to be mended: the day is to be waited for.
    """
    if isinstance(occasion, Occasion) or lettre.id not in RENEWING:
        return occasion
    where = f"{occasion.file}:{occasion.line}:{occasion.column}"
    message = f"{occasion.message} ({where})"
    name = f"lettre « {plain(lettre.titre)} »"
    return Problem(name, message, code=occasion.code, hint=occasion.hint)


def _receipt_before_letter(genre: GenreLettre, courrier: Courrier) -> Problem | None:
    received = day_that_counts(genre, courrier)
    if received >= courrier.au:
        return None
    message = (
        f"reçue le {date_longue(received)}, la lettre le serait avant d’être écrite,"
        f" le {date_longue(courrier.au)}"
    )
    return Problem("--recu-le", message, code="date", hint="vérifiez les deux dates (« --au »)")


def _senders(
    lettre: LettreConvention, scope: Scope, signee: Signee, asked: Courrier | None
) -> tuple[str, ...] | Problem:
    """Return the parties that write a letter, or why there is none."""
    parties = tuple(one.id for one in signee.contenu.parties.liste)
    de = asked.de if asked else ""
    if de and de not in parties:
        hint = closest(de, parties) or "parties : " + ", ".join(parties)
        return Problem("--de", f"partie inconnue : « {de} »", code="partie", hint=hint)
    if lettre.id is GenreLettre.CIRCULAIRE:
        return _circular_sender(scope, signee, de)
    if asked and not de and lettre.id in BINDING_LETTERS:
        message = f"qui écrit la lettre « {lettre.titre} » ?"
        hint = " ou ".join(f"« --de {name} »" for name in parties)
        return Problem("--de", message, code="partie", hint=hint)
    return (de,) if de else parties if lettre.id in ONE_FOR_EACH_PARTY else parties[:1]


def _circular_sender(scope: Scope, signee: Signee, de: str) -> tuple[str, ...] | Problem:
    """Return the party that writes to its members, or why there is none."""
    sender = _writer_to_members(scope, signee)
    if signee.partie(sender) is None:
        message = f"« {sender} » n’y est pas partie : aucune circulaire à ses adhérents"
        hint = "c’est « partie: », dans content/adherents.yaml, qui dit de qui ils le sont"
        finding = Finding(("parties", "liste"), "partie", message, hint)
        return problem_at(signee.source, finding)
    if de and de != sender:
        message = f"la circulaire s’adresse aux adhérents de « {sender} », qui l’écrit"
        return Problem("--de", message, code="partie", hint=f"« --de {sender} »")
    return (sender,)


def _writer_to_members(scope: Scope, signee: Signee) -> str:
    """Return the party of the members; where nothing says which, the first of the act."""
    return read_adherents(scope.referential).partie or signee.contenu.parties.liste[0].id


@dataclass(frozen=True, slots=True)
class _LetterWriter:
    lettre: LettreConvention
    request: ComposeRequest
    scope: Scope
    occasion: Occasion
    act: str
    """The key of the act as it was signed, which names the letters whatever amends it since."""

    def letters(self, sender: str) -> Iterator[Document]:
        expediteur = self._party(sender)
        if self.lettre.id is not GenreLettre.CIRCULAIRE:
            yield from self._to_parties(expediteur)
            return
        letters = tuple(self._to_commune(expediteur, code) for code in self.scope.communes)
        if self.scope.options_of(RenewalOptions).layout != LIASSE:
            yield from letters
        elif letters:
            yield self._bind(expediteur, letters)

    def _party(self, name: str) -> Correspondant:
        signee = self.occasion.signee
        partie = signee.partie(name)
        if partie is None:
            raise LookupError(name)
        return correspondant(signee, partie, read_emetteurs(self.scope.referential))

    def _other_parties(self, correspondent: Correspondant) -> tuple[Correspondant, ...]:
        parties = self.occasion.signee.contenu.parties.liste
        return tuple(self._party(one.id) for one in parties if one.id != correspondent.partie.id)

    def _to_parties(self, expediteur: Correspondant) -> Iterator[Document]:
        """Yield a letter to each other party; among three, its key names who gets it."""
        others = self._other_parties(expediteur)
        for addressee in others:
            person, amendment = addressee.personne, self.lettre.modification or ""
            rest = tuple(one for one in others if one is not addressee)
            entete = Entete(expediteur, (addressee,), rest, None, person.appel, amendment)
            window = addressee.fenetre
            if self.lettre.politesse is None:  # a note to the signatory, or a receipt
                window = expediteur.designation if self.lettre.id in ONE_FOR_EACH_PARTY else ()
            key = f"{self.lettre.id}-{self.act}-{expediteur.partie.id}"
            several = f"-{addressee.partie.id}" if len(others) > 1 else ""
            yield self._document(key + several, entete, window)

    def _to_commune(self, expediteur: Correspondant, code: CodeInsee) -> Document:
        lieu = Lieu(self.scope.referential, code)
        others = self._other_parties(expediteur)
        address = place_words(lieu, "maire", "appel")
        entete = Entete(expediteur, others, (), lieu, address, "")
        key = f"{self.lettre.id}-{self.act}-{code.lower()}"
        return self._document(key, entete, mairie(lieu))

    def _bind(self, expediteur: Correspondant, letters: tuple[Document, ...]) -> Document:
        # Word has one head for all letters: a draft among them makes a draft of the whole.
        head = min(letters, key=lambda one: one.final).facts.model_dump()
        return Document(
            kind="renewal",
            key=f"{self.lettre.id}-{self.act}-{LIASSE}",
            title=f"{letters[0].title} : {len(letters)} lettres",
            author=expediteur.nom,
            subject=letters[0].subject,
            facts=PageFacts(**{name: head[name] for name in PageFacts.model_fields}),
            diffusion=self.lettre.diffusion,
            final=all(one.final for one in letters),
            sources=letters[0].sources,
            layout=LIASSE,
            parts={"lettres": letters},
            left=each_once(item for one in letters for item in one.left),
            recto=True,
        )

    def _document(self, key: str, entete: Entete, window: tuple[str, ...]) -> Document:
        letter = OutgoingLetter(self.lettre, self.request.source, self.scope, self.occasion, entete)
        own = (*letter.addresses(window), *letter.mayor(), *letter.foreseen_silence())
        left = (*self.request.left, *own)
        facts = self._facts(entete, window, left)
        return Document(
            kind="renewal",
            key=key,
            place=(entete.lieu.code or "") if entete.lieu else "",
            asked=to_json(RenewalOptions(self._letter_alone(entete.expediteur))).decode(),
            title=f"{plain(self.lettre.titre)} – {self._act_named}",
            author=entete.expediteur.nom,
            subject=plain("".join(one.texte for one in facts.objet.morceaux)),
            facts=facts,
            diffusion=self.lettre.diffusion,
            final=not facts.projet,
            density="bref" if _is_short(facts) else "",
            sources=(self.request.source, self.occasion.signee.source.name),
            required_margin_words=tuple(filter(None, (facts.repere, facts.mention))),
            left=left,
            notices=(*letter.notices(facts), *project_acts(self.scope.referential).draft_warnings),
            date_label=f"datée du {date_longue(self.occasion.courrier.au)}",
            distinguishing_label=self._what_distinguishes(entete),
        )

    @property
    def _act_named(self) -> str:
        return self.occasion.signee.named_on(self.occasion.courrier.au)

    def _letter_alone(self, sender: Correspondant) -> Courrier:
        """Return what this letter alone is asked for by."""
        courrier = self.occasion.courrier
        return replace(courrier, types=(self.lettre.id,), de=sender.partie.id, dues=False)

    def _what_distinguishes(self, entete: Entete) -> str:
        if entete.lieu and entete.lieu.commune:
            return entete.lieu.commune.toponyme.seul
        several = len(self.occasion.signee.contenu.parties.liste) > 2
        to = f" {entete.partenaires[0].form('a')}" if several else ""
        sender = entete.expediteur
        return (f"pour {sender.le}" if self.lettre.id in ONE_FOR_EACH_PARTY else sender.nom) + to

    def _facts(
        self, entete: Entete, window: tuple[str, ...], left: tuple[Item, ...]
    ) -> FaitsRenewal:
        lettre, draft = self.lettre, bool(left)
        corpus = corpus_of(self.scope.referential, self.occasion.courrier.au)
        wording = LetterWording(lettre, self.occasion, entete, corpus)
        internal = lettre.diffusion is Diffusion.INTERNE and lettre.id in ONE_FOR_EACH_PARTY
        invented = FICTION * self.occasion.signee.contenu.exemple_fictif
        state = (DRAFT if not internal else UNSIGNED_DRAFT) * draft
        mark = " – ".join(filter(None, (state, INTERNAL * internal, invented)))
        day = date_longue(self.occasion.courrier.au)
        corps = wording.phrases(lettre.corps)
        return FaitsRenewal(
            projet=draft,
            organisme=entete.expediteur.nom,
            repere=mark,
            mention=INTERNAL if internal else "",
            expediteur=tuple(wording.phrase(line) for line in entete.expediteur.entete),
            destinataire=tuple(wording.phrase(line) for line in window),
            objet=wording.phrase(lettre.objet),
            mentions=tuple(_mentions(lettre, entete.expediteur, wording)),
            fait=wording.phrase(escape_marks(f"{entete.expediteur.ville}, le {day}")),
            appel=f"{entete.appel}," if lettre.politesse else "",
            jalons=tuple(
                FaitsJalon(jour=wording.phrase(one.jour), effet=wording.phrase(one.effet))
                for one in lettre.jalons
            ),
            corps=corps,
            politesse=wording.line(lettre.politesse) if lettre.politesse else "",
            champs=tuple(
                FaitsChampRecepisse(libelle=one.libelle, hauteur=one.hauteur)
                for one in lettre.champs
            ),
            serre=bool(lettre.jalons) and (draft or _count_signs(corps) > LONG_NOTE),
            signatures=tuple(self._signatures(entete)),
            restes_titre=LEFT_TITLE,
            restes=tuple(escape_marks(capital(one.name or prose(one.message))) for one in left),
        )

    def _signatures(self, entete: Entete) -> Iterator[FaitsSignature]:
        if self.lettre.signe is Signe.PERSONNE:
            return
        yield _signature(entete.expediteur, "")
        if self.lettre.signe is Signe.DEUX:
            yield _signature(entete.partenaires[0], plain(self.lettre.accord or ""))


def _is_short(facts: FaitsRenewal) -> bool:
    most = LONG_DRAFT if facts.restes else LONG_LETTER
    return _count_signs(facts.corps) < most and not facts.jalons and not facts.champs


def _count_signs(phrases: Iterable[Phrase]) -> int:
    return sum(len(one.texte) for phrase in phrases for one in phrase.morceaux)


def _signature(signatory: Correspondant, accord: str) -> FaitsSignature:
    person = signatory.personne
    above = f"{person.qualite_signee},"
    rank, comma, office = above.partition(", ") if person.grade else (above, "", "")
    return FaitsSignature(
        accord=accord, qualite=f"{rank}{comma.strip()}", fonction=office, nom=person.prenom_nom
    )


def _mentions(
    lettre: LettreConvention, sender: Correspondant, wording: LetterWording
) -> Iterator[FaitsMention]:
    if sender.emetteur and sender.emetteur.suivi_par and lettre.politesse:
        follower = escape_marks(f"affaire suivie par {plain(sender.emetteur.suivi_par)}")
        yield FaitsMention(nom="Suivi", texte=wording.phrase(follower))
    if lettre.auteur:
        yield FaitsMention(nom="De", texte=wording.phrase(lettre.auteur))
    for text in lettre.references:
        yield FaitsMention(nom="Réf.", texte=wording.phrase(text))
    late = Quand.ENVOI_PASSE in wording.cases
    if way := (lettre.remise if late else None) or lettre.envoi:
        yield FaitsMention(nom="Envoi", texte=wording.phrase(way))
    for text in lettre.pieces:
        yield FaitsMention(nom="P. j.", texte=wording.phrase(text))
