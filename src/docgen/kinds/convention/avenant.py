"""The documents of an amendment: the act that the parties sign, and the text as amended."""

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Final

from docgen.avenant.differences import ActDifferences, Change, ClauseDifference
from docgen.document import Document
from docgen.errors import ContentError, Problem
from docgen.french.rule import INSECABLE
from docgen.french.typography import prose
from docgen.french.wording import capital, date_longue, ordinal
from docgen.kinds.actes.amendment import Amendment
from docgen.kinds.actes.avenant_proposed import act_in_words
from docgen.kinds.actes.content import Article, Avenant, Convention, EtatActe, EtatClause, Titre
from docgen.kinds.actes.project import Actes, project_acts
from docgen.kinds.actes.rules import part_names
from docgen.kinds.actes.signed import Signee
from docgen.kinds.actes.text import as_signed
from docgen.kinds.convention.composition import (
    MANY_LINES,
    MODIFICATION,
    canonical,
    compose,
    density_of_copy,
    tie_last_lines,
)
from docgen.kinds.convention.facts import MOVED, SORTS, Bloc, FaitsConvention
from docgen.kinds.convention.unagreed import unagreed_clauses
from docgen.kinds.kind import ComposeRequest
from docgen.left import Item

KIND: Final = "avenant"
"""The folder of its documents; they are printed by the templates of a convention."""
CONSOLIDATED: Final = "Texte consolidé, sans valeur d’acte"
UNSEALED: Final = "non-scelle"
"""The code of the warning about a signed act without the digest of its words."""


def compose_avenant(amendment: Amendment, request: ComposeRequest) -> Document:
    """Return the amendment that the parties sign, one article a modification."""
    avenant = amendment.avenant
    name = name_of_avenant(avenant)
    act = amendment.new.model_copy(
        update={
            "acte": EtatActe.SIGNE if amendment.signed else EtatActe.PROJET,
            "intitule": prose(f"{name} – {amendment.new.intitule}"),
            "titre": Titre.model_construct(texte=name, sous_titre=f"à {_act(amendment.new)}"),
            "parties": avenant.parties,
            "preambule": avenant.preambule,
            "articles": tuple(_articles(amendment)),
            "signature": avenant.signature,
            "avenant": None,
        }
    )
    [document] = compose(act, replace(request, left=tuple(_left(amendment, request))))
    return _document(as_avenant(document, amendment.cle), amendment)


def _marked_once(facts: FaitsConvention) -> FaitsConvention:
    """Return an amendment whose state is printed beside its title alone, where it has one only."""
    states = {facts.parties_etat, *(bloc.marque for bloc in facts.blocs if bloc.niveau)}
    if len(states) > 1:
        return facts
    blocs = tuple(bloc.model_copy(update={"marque": "", "barre": False}) for bloc in facts.blocs)
    changes = {"titre_etat": facts.parties_etat, "parties_etat": "", "blocs": blocs}
    return facts.model_copy(update=changes)


def _left(amendment: Amendment, request: ComposeRequest) -> Iterator[Item]:
    """Yield what is left, a clause under the title of the article that modifies it."""
    names = part_names(amendment.sources[1].data)
    titles = {
        names.get(clause, ""): prose(one.titre)
        for one in amendment.modifications
        for clause in one.clauses
    }
    for item in request.left:
        yield replace(item, name=titles.get(item.name, item.name))


def compose_consolidated(amendment: Amendment, request: ComposeRequest) -> Document:
    """Return the text as amended, which says on each page that it is none of the act."""
    document = consolidated(amendment.new, amendment.avenant, request)
    facts = document.facts
    assert isinstance(facts, FaitsConvention)
    notes = notes_of(amendment.differences, amendment.avenant)
    ranks = Counter[str]()
    blocs: list[Bloc] = []
    for (clause, _), bloc in zip(facts.clauses, facts.blocs, strict=True):
        note = notes.get((clause, ranks[clause]), "")
        blocs.append(bloc.model_copy(update={"note": note}))
        ranks[clause] += 1
    document = replace(document, facts=facts.model_copy(update={"blocs": tuple(blocs)}))
    # Nobody signs it, no act is made of it, and the sheet of the amendment says what is left.
    document = replace(document, canonical="", left_title="")
    return _document(_printed_as(document, f"{amendment.cle}-consolide"), amendment)


def notes_of(differences: ActDifferences, avenant: Avenant) -> dict[tuple[str, int], str]:
    """Return what an amendment did to the clauses that it leaves in the text, and where.

    The place is the identifier of the clause, and 0 for its heading or the rank of an alinéa.
    """
    by = f"par l’avenant n°{INSECABLE}{avenant.numero}"
    return {
        (one.id, rank): f"{sort} {by}"
        for one in differences.clauses
        if one.new and (one.change is not Change.KEPT or one.moved)
        for rank, sort in _sorts(one).items()
    }


def _sorts(difference: ClauseDifference) -> dict[int, str]:
    """Return what became of each alinéa of a clause, or of the whole clause where more changed."""
    old, new = difference.old, difference.new
    left = [one.change for one in difference.alineas if one.new]
    ranks: dict[int, str] = {
        rank: SORTS[one] for rank, one in enumerate(left, 1) if one is not Change.KEPT
    }
    heads = [one and (one.numero, one.titre, one.manquant) for one in (old, new)]
    if ranks and heads[0] == heads[1] and not difference.moved:
        return ranks
    return {0: SORTS[difference.change] or MOVED}


def compose_text(convention: Convention, request: ComposeRequest) -> Iterator[Document]:
    """Yield the document of a text: a convention, or one as amended."""
    notices = tuple(_warn_of_missing_seal(convention, request.source))
    country = request.scope.referential if request.scope else None
    acts = project_acts(country) if country else None
    if convention.avenant is None:
        unagreed = unagreed_clauses(request.source, request.data, country) if country else ()
        [document] = compose(convention, replace(request, left=(*request.left, *unagreed)))
        label = signed_on(acts, request.key) if acts else ""
        yield replace(document, notices=notices, date_label=label)
        return
    if request.data is not None:
        convention = Convention.model_validate(as_signed(request.data))
    assert convention.avenant
    label = in_force(acts, request.key) if acts else ""
    document = consolidated(convention, convention.avenant, request)
    yield replace(document, notices=notices, date_label=label)


def _warn_of_missing_seal(convention: Convention, source: str) -> Iterator[Problem]:
    """Yield a warning about a signed act without a digest, whose words may change unseen."""
    signature = (convention.avenant or convention).signature
    if convention.acte is EtatActe.SIGNE and signature.date and not signature.empreinte:
        message = "acte signé non scellé : rien ne dirait qu’un mot y a changé"
        yield Problem(source, message, code=UNSEALED, hint="docgen sceller").as_warning()


def consolidated(convention: Convention, avenant: Avenant, request: ComposeRequest) -> Document:
    """Return the document of a text as amended; nobody signs it."""
    [document] = compose(convention.model_copy(update={"avenant": None}), request)
    facts = document.facts
    assert isinstance(facts, FaitsConvention)
    day = avenant.signature.date if convention.acte is EtatActe.SIGNE else None
    effect = avenant.effet if day and avenant.effet != day else None
    since = f", qui prend effet le {date_longue(effect)}" if effect else ""
    when = f" du {date_longue(day)}" if day else ", qui n’est pas signé"
    act = _act(convention)
    last = "en dernier lieu " * avenant.is_later
    head = (*(("PROJET",) if document.left else ()), CONSOLIDATED)
    heads = (*head, *(("exemple fictif",) if convention.exemple_fictif else ()))
    by = f"l’avenant n°{INSECABLE}{avenant.numero}{when}"
    facts = facts.model_copy(
        update={
            "a_signer": False,
            "signe": True,
            "blocs": tie_last_lines(facts.blocs, MANY_LINES),
            "repere": " – ".join(heads),
            "surtitre": CONSOLIDATED.upper(),
            "sous_titre": " – ".join(
                filter(None, (facts.sous_titre, f"Intègre {last}{by}{since}"))
            ),
            "mention": f"{capital(act)}, modifiée {last}par {by}",
            "remarque": _whose_names(act, avenant, day, effect),
        }
    )
    return replace(
        document,
        title=f"{document.title} – texte consolidé",
        subject="Texte consolidé",
        density=density_of_copy(facts),
        facts=facts,
        canonical=canonical(convention, bool(document.left)),
        required_margin_words=(facts.repere, facts.mention),
        distinguishing_label=f"texte consolidé, avenant n°{INSECABLE}{avenant.numero}",
    )


def signed_on(acts: Actes, key: str) -> str:
    """Return the day of signature of an act or amendment, and the last of the act, if it ends."""
    text = _signed_text(acts, key)
    if text is None:
        return ""
    end = _told_end(acts, text, text.vie.dernier_jour)
    until = f", en vigueur jusqu’au {date_longue(end)}" if end else ""
    return f"signé le {date_longue(text.acte.signature or text.vie.signature)}{until}"


def in_force(acts: Actes, key: str) -> str:
    """Return from when to when a text as amended is in force, or that nobody has signed it."""
    text = _signed_text(acts, key)
    if text is None:
        acte = acts.get(key)
        return "" if acte and acte.signe else "avenant non signé"
    since, end = date_longue(text.effet), _told_end(acts, text, text.dernier_jour)
    if end and end < text.effet:
        return f"remplacé le {since}, jour de son effet"
    until = f", jusqu’au {date_longue(end)}" if end else ""
    return f"en vigueur à compter du {since}{until}"


def _told_end(acts: Actes, text: Signee, end: date | None) -> date | None:
    """Return the end of a text; None where its act has a text that not all its readers may read."""
    return None if acts.hidden_text(text.cle, text.acte.diffusion) else end


def _signed_text(acts: Actes, key: str) -> Signee | None:
    """Return a text of a signed act; None also where a wrong act keeps any day from being told."""
    with suppress(ContentError):  # reported by the check of the act
        return acts.signed_text(key)
    return None


def _whose_names(act: str, avenant: Avenant, day: date | None, effect: date | None) -> str:
    signed = f"a été signé le {date_longue(day)}" if day else "n’est pas signé"
    signed += f" et prend effet le {date_longue(effect)}" if effect else ""
    return (
        f"Note{INSECABLE}: lieu, date et noms sont ceux de {act}."
        f" L’avenant n°{INSECABLE}{avenant.numero} {signed}."
    )


def name_of_avenant(avenant: Avenant) -> str:
    """Return the name of an amendment: « Avenant n° 1 »."""
    return f"Avenant n°{INSECABLE}{avenant.numero}"


def _act(convention: Convention) -> str:
    return act_in_words(convention.model_dump(mode="json", include={"signature"}))


def _articles(amendment: Amendment) -> list[Article]:
    """Return the articles in their order: the object, the modifications, then what follows."""
    first, *others = amendment.avenant.articles
    drafted = [
        Article.model_construct(
            id=f"{MODIFICATION}{rank}",
            titre=prose(one.titre),
            etat=EtatClause.ADOPTE if amendment.is_adopted(one) else EtatClause.PROPOSE,
            texte=one.paragraphs,
        )
        for rank, one in enumerate(amendment.modifications, 1)
    ]
    return [
        one.model_copy(
            update={"numero": f"ARTICLE{INSECABLE}{ordinal(rank) if rank == 1 else rank}"}
        )
        for rank, one in enumerate((first, *drafted, *others), 1)
    ]


def as_avenant(document: Document, key: str) -> Document:
    """Return an amendment of a document composed as a convention."""
    assert isinstance(document.facts, FaitsConvention)
    return _printed_as(replace(document, facts=_marked_once(document.facts)), key)


def _printed_as(document: Document, key: str) -> Document:
    """Return the document of a convention as one of an amendment, printed by the same templates."""
    return replace(document, kind=KIND, key=key, templates_of=document.kind)


def _document(document: Document, amendment: Amendment) -> Document:
    old, new = (source.name for source in amendment.sources)
    return replace(document, sources=(new, old), notices=amendment.warnings)
