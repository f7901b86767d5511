"""From a model to an act: for one commune, or with blanks for any."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from docgen.content.raw import texts
from docgen.document import Document
from docgen.errors import Problem
from docgen.french.typography import prose
from docgen.french.wording import ordinal, small_initial
from docgen.kinds.actes.project import project_acts
from docgen.kinds.kind import ComposeRequest
from docgen.kinds.modele.content import (
    Arrete,
    Champ,
    Lettre,
    Modele,
    NatureActe,
    Rapport,
    ReleveVierge,
    Rubrique,
)
from docgen.kinds.modele.facts import (
    FaitsArrete,
    FaitsArticle,
    FaitsChamp,
    FaitsLettre,
    FaitsRapport,
    FaitsReleve,
    FaitsRubrique,
)
from docgen.kinds.modele.wording import ActeWording, refers_to
from docgen.kinds.writing.checked_texts import FULL_LIST_OF_MODEL, checked_texts, law_items
from docgen.kinds.writing.corpus import corpus_of
from docgen.kinds.writing.editorial import Enonce, reading_said
from docgen.kinds.writing.phrases import FaitsMention, Phrase
from docgen.kinds.writing.place_references import mayor_doubt
from docgen.left import Item, each_once
from docgen.markup import plain
from docgen.referential.droit.citation import cited_rules
from docgen.referential.lieu import Lieu

Faits = FaitsLettre | FaitsArrete | FaitsRapport
FORMED = ("mentions", "appel", "visas", "considerants", "articles", "rubriques", "signature")
"""The fields that an act prints otherwise than as their texts alone."""
FEW_REASONS: Final = 5
"""From how many reasons the first page of an order is full, without more white between them."""
DRAFT: Final = "PROJET – ▲ à contrôler avant signature"
TEAR_OFF_TITLE: Final = "Pour la mairie : feuille à part, à ne pas joindre"
LAYOUTS: Final = {
    NatureActe.LETTRE: "document",
    NatureActe.ARRETE: "arrete",
    NatureActe.RAPPORT: "rapport",
}
"""The templates of each nature, in the folder of the kind."""
PAGES: Final = {NatureActe.LETTRE: 2, NatureActe.ARRETE: 3, NatureActe.RAPPORT: 3}
"""The pages of each nature, its sheet for the town hall among them, if its texts are not long."""


def compose(modele: Modele, request: ComposeRequest) -> Iterator[Document]:
    """Yield the act: one for each commune of the scope, or one with blanks."""
    if request.scope is None:
        return
    for code in request.scope.communes or (None,):
        yield _ModeleForCommune(modele, request, Lieu(request.scope.referential, code)).document()


class _ModeleForCommune:
    def __init__(self, modele: Modele, request: ComposeRequest, lieu: Lieu) -> None:
        if request.scope is None:
            raise LookupError(modele.id)
        self.modele, self.request, self.lieu = modele, request, lieu
        self.referential = request.scope.referential
        self.droit = self.referential.droit
        self.words = tuple(text for _, text in texts(modele.model_dump()))
        cited = (regle for text in self.words for regle in cited_rules(text, self.droit))
        self.laws = tuple({regle.cle: regle for regle in cited}.values())
        self.blocking = tuple(regle for regle in self.laws if regle.bloquante)
        law = law_items(self.blocking, self.droit)
        self.left = (*request.left, *self._mayor_doubt(), *law)
        self.draft = bool(self.left)
        corpus = corpus_of(self.referential)
        self.wording = ActeWording(modele, corpus, lieu, self.left)

    def document(self) -> Document:
        facts = self._facts()
        code, title = self.lieu.code, facts.titre
        acts = project_acts(self.referential)
        return Document(
            kind="modele",
            key=f"{self.request.key}-{code.lower()}" if code else self.request.key,
            place=code or "",
            title=f"{title} – {facts.organisme}" if facts.organisme else title,
            author=facts.organisme or acts.partenariat(self.modele.diffusion),
            subject=plain(self.modele.pour),
            facts=facts,
            diffusion=self.modele.diffusion,
            final=not self.draft,
            sources=(self.request.source, *acts.files(self.modele.diffusion)),
            required_margin_words=tuple(filter(None, (facts.repere, facts.mention))),
            layout=LAYOUTS[self.modele.nature],
            densities=_densities(facts),
            pages_kept=PAGES[self.modele.nature],
            left=self.left,
            notices=tuple(filter(None, (self._street_doubt(),))),
            laws=self.wording.laws.whole(),
        )

    def _facts(self) -> Faits:
        commune = self.lieu.commune
        common: dict[str, Any] = {
            "projet": self.draft,
            "organisme": f"Commune {commune.toponyme.de}" if commune else "",
            "repere": DRAFT if self.draft else "",
            "mention": self._mention() if self.draft else "",
            "titre": plain(self.modele.titre),
            "mairie": prose(TEAR_OFF_TITLE),
            "conseils": self.wording.phrases(self.modele.conseils),
            "restes": (),
            "sources": self._sources(),
        }
        facts = facts_of(self.modele, self.wording, common)
        return facts.model_copy(update={"restes": self.wording.sheet() if self.draft else ()})

    def _mention(self) -> str:
        title = plain(self.modele.titre)
        read = reading_said(self.modele.controle, "Non relu.")
        return prose(f"Modèle : {small_initial(title)}. {read}")

    def _sources(self) -> str:
        checked = checked_texts(self.laws, final=not self.draft, where=FULL_LIST_OF_MODEL)
        hall = self.lieu.mairie if self._street_doubt() else None
        street = f"Adresse de la mairie : {hall.source} ; {hall.a_confirmer}" if hall else ""
        return ". ".join(filter(None, (" ; ".join(self.modele.sources), checked, street)))

    def _street_doubt(self) -> Problem | None:
        printed = any(refers_to(text, "mairie", "voie") for text in self.words)
        return self.lieu.voie_a_confirmer if printed else None

    def _mayor_doubt(self) -> tuple[Item, ...]:
        doubts = (mayor_doubt(self.lieu, text) for text in self.words)
        return each_once(filter(None, doubts))


def _densities(facts: Faits) -> tuple[str, ...]:
    """Return how an act may be set: larger where it says little, closer where a name is long."""
    usual = ("normale", "serre")
    if isinstance(facts, FaitsLettre):
        return ("bref", *usual)
    few = isinstance(facts, FaitsArrete) and len(facts.considerants) < FEW_REASONS
    return ("ample", *usual) if few else usual


# The facts of each nature of act, in the order of its page


def facts_of(modele: Modele, wording: ActeWording, common: dict[str, Any]) -> Faits:
    """Return the facts of an act; `common` are those that all natures share."""
    if modele.lettre:
        return FaitsLettre(
            **common,
            **_phrases(modele.lettre, wording),
            mentions=tuple(
                FaitsMention(nom=mention.nom, texte=wording.phrase(mention.texte))
                for mention in modele.lettre.mentions
            ),
            appel=wording.phrase(f"{modele.lettre.appel},"),
        )
    if modele.arrete:
        return FaitsArrete(
            **common,
            **_phrases(modele.arrete, wording),
            visas=tuple(_after_word("Vu ", modele.arrete.visas, wording)),
            considerants=tuple(_after_word("Considérant ", modele.arrete.considerants, wording)),
            articles=tuple(_articles(modele.arrete, wording)),
        )
    if modele.rapport:
        return FaitsRapport(
            **common,
            **_phrases(modele.rapport, wording),
            rubriques=tuple(_rubriques(modele.rapport.rubriques, wording)),
        )
    raise LookupError(modele.nature)


def _phrases(acte: Lettre | Arrete | Rapport, wording: ActeWording) -> dict[str, Any]:
    """Return the texts of an act and of its signature, by the names of their fields."""
    texts = {name: value for name, value in acte if name not in FORMED}
    return {
        name: wording.phrase(value) if isinstance(value, str) else wording.phrases(value)
        for name, value in [*texts.items(), *acte.signature]
    }


def _after_word(word: str, texts: Iterable[Enonce], wording: ActeWording) -> Iterator[Phrase]:
    yield from (phrase for text in texts if (phrase := wording.enonce(text, word)))


def _articles(arrete: Arrete, wording: ActeWording) -> Iterator[FaitsArticle]:
    """Yield the articles, numbered without those that a final document leaves out."""
    printed = (phrases for texts in arrete.articles if (phrases := wording.phrases(texts)))
    for number, textes in enumerate(printed, 1):
        name = ordinal(number) if number == 1 else str(number)
        yield FaitsArticle(titre=f"Article\u00a0{name}", textes=textes)


def _rubriques(rubriques: Iterable[Rubrique], wording: ActeWording) -> Iterator[FaitsRubrique]:
    for rubrique in rubriques:
        yield FaitsRubrique(
            titre=rubrique.titre,
            textes=wording.phrases(rubrique.textes),
            champs=tuple(_champs(rubrique.champs, wording)),
            releve=_releve(rubrique.releve) if rubrique.releve else None,
        )


def _releve(releve: ReleveVierge) -> FaitsReleve:
    return FaitsReleve(colonnes=releve.colonnes, lignes=_number_lines(releve.lignes))


def _champs(champs: Iterable[Champ], wording: ActeWording) -> Iterator[FaitsChamp]:
    for champ in champs:
        if libelle := wording.enonce(champ.libelle):
            yield FaitsChamp(libelle=libelle, lignes=_number_lines(champ.lignes))


def _number_lines(lines: int) -> tuple[int, ...]:
    return tuple(range(1, lines + 1))
