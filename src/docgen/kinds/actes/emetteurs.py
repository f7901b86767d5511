"""The parties as senders of letters (`emetteurs.yaml`): address, town, form of address.

Names of parties are in the act alone, and those of signatories, but for who has taken their place
since.  Where an address or a town is missing, the letter has a line to fill in and stays a draft.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from enum import StrEnum
from functools import partial
from typing import Annotated, Any

from pydantic import Field

from docgen.content.model import Content, Identifiant, ListeOuVide, Prose, Texte, one_of
from docgen.content.raw import as_group, as_list, as_text, texts_of
from docgen.content.source import read_source
from docgen.content.validation import Finding, check_source, find_duplicates, find_gaps, problem_at
from docgen.errors import ContentError, Problem
from docgen.french.wording import capital, de
from docgen.kinds.actes.avenant_proposed import introduce_parties
from docgen.kinds.actes.project import Actes, project_acts
from docgen.left import Duty, Item, What, Who, item_of
from docgen.markup import plain
from docgen.referential.referential import Referential
from docgen.referential.territoire.elsewhere import warn_of_names_elsewhere
from docgen.referential.territoire.values import Courriel, Domaine, Telephone

FILE = "emetteurs.yaml"
ARTICLES = {"adresse": "l’", "ville": "la "}
TO_FILL = Duty(Who.REDACTEUR, What.REMPLIR, f"docgen check content/{FILE}")
RULES = partial(find_duplicates, key="partie", what="la partie")


class SexeSignataire(StrEnum):
    """The sex of a signatory, where it decides the form of address."""

    FEMME = "femme"
    HOMME = "homme"


class Emetteur(Content):
    """A party as a sender; without an entry, its address is left to fill in."""

    partie: Identifiant = Field(description="La partie, telle que la convention la nomme.")
    designation: Prose = Field(description="Avec son article : « l’Association des… ».")
    adresse: Annotated[ListeOuVide[Texte], Field(max_length=3)] = Field(
        (), description="Voie, complément ; vide : une ligne à remplir, et la lettre est un projet."
    )
    ville: Texte | None = Field(None, description="Code postal et commune ; vide : un projet.")
    telephone: Telephone | None = None
    courriel: Courriel | None = None
    site: Domaine | None = None
    signataire: Prose | None = Field(
        None, description="Qui signe aujourd’hui, si ce n’est plus la personne que nomme l’acte."
    )
    qualite: Prose | None = Field(None, description="Sa qualité ; absente : celle que dit l’acte.")
    sexe: Annotated[SexeSignataire, one_of(SexeSignataire)] | None = Field(
        None, description="De qui signe ; absent : la forme neutre."
    )
    appel: Prose | None = Field(None, description="Comme cette personne veut être appelée.")
    suivi_par: Prose | None = Field(
        None, description="Qui suit l’affaire, et son téléphone ; imprimé sous l’objet."
    )


class Emetteurs(Content):
    """The content of the file."""

    emetteurs: tuple[Emetteur, ...] = Field((), description="Les parties, chacune une fois.")


def read_emetteurs(referential: Referential) -> Mapping[str, Emetteur]:
    """Return the senders by party, none without the file.

    Raise ContentError with all that is wrong in it.
    """
    workspace = referential.workspace
    path = workspace.content / FILE
    if not path.is_file():
        return {}
    rules = partial(_rules, acts=project_acts(referential))
    read = check_source(read_source(path, workspace.name_of(path)), Emetteurs, rules)
    return {one.partie: one for one in read.emetteurs}


def complete_parties(avenant: dict[str, Any], act: Any, referential: Referential) -> dict[str, Any]:
    """Return the raw values of a proposed amendment with its signatories and parties as they are.

    Who took the place of a signatory signs, and a party that its act only names is introduced.
    """
    return introduce_parties(name_signatories(avenant, referential), act)


def name_signatories(avenant: dict[str, Any], referential: Referential) -> dict[str, Any]:
    """Return the raw values of an amendment with who has taken the place of its signatories."""
    try:
        emetteurs = read_emetteurs(referential)
    except ContentError:  # reported by the check of the file
        return avenant
    signature = as_group(avenant.get("signature"))
    signers = [as_group(one) for one in as_list(signature.get("signataires"))]
    for rank, signer in enumerate(signers):
        new = emetteurs.get(str(signer.get("partie")))
        named = {"nom": new.signataire, "qualite": new.qualite} if new and new.signataire else {}
        signers[rank] = signer | {key: plain(value) for key, value in named.items() if value}
    return {**avenant, "signature": {**signature, "signataires": signers}}


def _rules(data: object, acts: Actes) -> Iterator[Finding]:
    yield from RULES(data)
    yield from find_gaps(data)
    for rank, name in texts_of(data, "emetteurs", "partie"):
        message, hint = acts.unknown_party(name)
        if message:
            yield Finding(("emetteurs", rank, "partie"), "partie", message, hint)


def names_elsewhere(referential: Referential, partie: str) -> Iterator[Item]:
    """Yield what the entry of a party names of another département than the project's."""
    workspace = referential.workspace
    path = workspace.content / FILE
    if not path.is_file():
        return
    source = read_source(path, workspace.name_of(path))
    entries = as_list(as_group(source.data).get("emetteurs"))
    own = [
        one if as_text(as_group(one).get("partie")).strip() == partie else None for one in entries
    ]
    for problem in warn_of_names_elsewhere(replace(source, data={"emetteurs": own}), referential):
        yield item_of(problem, TO_FILL, id=f"{problem.file}#{problem.field} {problem.message}")


def missing_address(referential: Referential, partie: str) -> Item | None:
    """Return a problem when the address or the town of a party is missing, at its place.

    Its place is the file itself, where the file or the entry of the party does not exist.
    """
    workspace = referential.workspace
    path = workspace.content / FILE
    entry = read_emetteurs(referential).get(partie)
    what = [name for name in ("adresse", "ville") if entry is None or not getattr(entry, name)]
    if not what:
        return None
    message = (
        f"sans adresse, une lettre reste un projet ; à écrire pour « {partie} » : "
        f"{' et '.join(what)}"
    )
    fields = " et ".join(f"« {name}: »" for name in what)
    whose = de(entry.designation) if entry else f"de « {partie} »"
    name = capital(" et ".join(f"{ARTICLES[one]}{one}" for one in what)) + f" {whose}"
    duty = partial(item_of, duty=TO_FILL, name=name)
    if entry is None:
        hint = f"donnez-y à « {partie} » une entrée avec {fields}"
        return duty(Problem(workspace.name_of(path), message, code="manquant", hint=hint))
    source = read_source(path, workspace.name_of(path))
    parties = texts_of(source.data, "emetteurs", "partie")
    rank = next(rank for rank, name in parties if name.strip() == partie)
    finding = Finding(
        ("emetteurs", rank, what[0]),
        "manquant",
        message,
        f"remplissez {fields} une fois pour toutes",
    )
    return duty(problem_at(source, finding))
