"""The words of a convention, as they are compared with those of another."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from docgen.avenant.act_text import ActText, AlineaText, ClauseText, RowText
from docgen.kinds.actes.content import (
    OUR_STATES,
    Clause,
    Convention,
    EtatClause,
    Liste,
    Preambule,
    Signature,
)
from docgen.markup import plain


def text_of_act(convention: Convention) -> ActText:
    """Return the words of a convention: title, clauses in order, parties and signatories."""
    held = (convention.preambule, *convention.articles)
    titre = convention.titre
    return ActText(
        titre=(plain(titre.texte or ""), plain(titre.sous_titre or "")),
        clauses=tuple(text for clause in held if clause for text in _clause_texts(clause, "")),
        parties=tuple(
            RowText(
                party.id,
                tuple(
                    plain(cell or "")
                    for cell in (
                        *(party.sigle, party.nom, party.designation),
                        *(party.representation, party.siege, party.appellation),
                    )
                ),
            )
            for party in convention.parties.liste
        ),
        signataires=tuple(_signatory_rows(convention.signature)),
        signature=tuple(_signature_fields(convention.signature)),
    )


def _clause_texts(clause: Clause, parent: str) -> Iterator[ClauseText]:
    """Yield a clause and those below it, in the order of reading."""
    yield ClauseText(
        id=clause.id,
        niveau=clause.level,
        parent=parent,
        numero=plain(clause.numero or ""),
        titre=plain(clause.titre or ""),
        alineas=tuple(alinea for written in clause.texte for alinea in _alineas(written)),
        manquant=clause.etat is EtatClause.MANQUANT,
        preambule=isinstance(clause, Preambule),
    )
    for part in clause.parts:
        yield from _clause_texts(part, clause.id)


def _alineas(written: str | Liste) -> Iterator[AlineaText]:
    if isinstance(written, str):
        yield AlineaText(written)
    else:
        yield from (AlineaText(point, puce=True) for point in written.liste)


def _signatory_rows(signature: Signature) -> Iterator[RowText]:
    """Yield the signatories, each known by its party; a second one of it by its rank too."""
    seen = Counter[str]()
    for signer in signature.signataires:
        seen[signer.partie] += 1
        rank = seen[signer.partie]
        name = signer.partie if rank == 1 else f"{signer.partie}-{rank}"
        yield RowText(name, (plain(signer.nom), plain(signer.qualite)))


def _signature_fields(signature: Signature) -> Iterator[tuple[str, str]]:
    """Yield where, when and in how many copies an act is signed."""
    yield "lieu", plain(signature.lieu)
    yield "date", signature.date.isoformat() if signature.date else ""
    yield "exemplaires", str(signature.exemplaires)


def as_signed(data: object) -> Any:
    """Return raw values of a convention without the states of its clauses but « manquant ».

    Its words then keep the typography of a signed act, on both sides of an amendment.
    """
    if isinstance(data, list):
        return [as_signed(one) for one in data]
    if not isinstance(data, dict):
        return data
    stated = data.get("etat") in OUR_STATES
    left_out = {"adoption", "etat"} if stated else {"adoption"}
    return {key: as_signed(value) for key, value in data.items() if key not in left_out}
