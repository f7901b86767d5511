"""What the territory's content is made of: numbers to dial, names, codes, lines of text."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, PlainSerializer, ValidationInfo

from docgen.content.model import Prose, Texte, refusal
from docgen.french.rule import INSECABLE
from docgen.french.territory import CodeInsee, code_insee
from docgen.referential.communes.maires import nom_affiche


def _telephone(value: str) -> str:
    """Return a number as France writes it, two by two: ``+33 5 63…`` → ``05␣63␣…``.

    No line ends within it, wherever it is said; one that is not French has no blanks.
    """
    dialled = re.sub(r"[\s.\-/]|\(0\)", "", value)
    dialled = re.sub(r"^(\+|00)33(?=[1-9]\d{8}$)", "0", dialled)
    if re.fullmatch(r"0[1-9]\d{8}", dialled, re.ASCII):
        return INSECABLE.join(re.findall("..", dialled))
    if re.fullmatch(r"1\d{1,2}|3\d{3}|\+(?!33)[1-9]\d{7,13}", dialled, re.ASCII):
        return dialled
    hint = "dix chiffres : 05 63 00 00 00 ; ou un numéro court, ou « + » et l’indicatif du pays"
    if re.fullmatch(r"[1-9]\d{8}", dialled, re.ASCII):
        hint = "un tableur a retiré le zéro de tête : mettez la cellule au format Texte"
    raise refusal("telephone", f"numéro de téléphone mal formé : « {value} »", hint)


def _courriel(value: str) -> str:
    address = value.strip()
    if re.fullmatch(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", address, re.ASCII):
        return address
    raise refusal("courriel", f"adresse électronique mal formée : « {value} »", "nom@domaine.fr")


def _postal(value: str, read: ValidationInfo) -> str:
    """Return a postal code; of a commune that is known, it begins as its INSEE code does."""
    if re.fullmatch(r"\d{5}", value, re.ASCII):
        return value
    start = str(read.data.get("code_insee") or "")[:2]
    hint = f"cinq chiffres, dont {start} au début" if start.isdigit() else "cinq chiffres : 81120"
    if re.fullmatch(r"[1-9]\d{3}", value, re.ASCII) and start in ("", f"0{value[0]}"):
        hint = f"un tableur a retiré le zéro de tête : écrivez 0{value}, au format Texte"
    raise refusal("code-postal", f"code postal mal formé : « {value} »", hint)


def _code(value: Any) -> CodeInsee:
    text = value.strip() if isinstance(value, str) else value
    try:
        return code_insee(text)
    except ValueError:
        hint = "cinq caractères : 81004, 01004 ou 2A004"
        if isinstance(text, str) and re.fullmatch(r"[1-9]\d{3}", text, re.ASCII):
            hint = f"un tableur a retiré le zéro de tête : écrivez 0{text}, au format Texte"
        message = f"code INSEE mal formé : « {text} »" if isinstance(text, str) else "code attendu"
        if isinstance(text, str) and re.fullmatch(r"\d{5}", text, re.ASCII):
            message = f"commune inconnue : « {text} »"
        raise refusal("code-insee", message, hint) from None


def _name(value: str) -> str:
    return nom_affiche(value) if value.isupper() else value


def _lines(value: Any) -> Any:
    if value is None:
        return []
    if isinstance(value, str):
        return [line for line in value.splitlines() if line.strip()]
    return value


def _typed(value: str) -> str:
    """Return a number as people type it, in ordinary spaces: what they fill in says it so."""
    return value.replace(INSECABLE, " ")


Telephone = Annotated[Texte, AfterValidator(_telephone), PlainSerializer(_typed)]
"""A number that one dials, set two digits by two; it is held together where it is printed."""

Nom = Annotated[Prose, AfterValidator(_name)]
"""A person's name: « AZÉMA » is printed « Azéma »."""

Courriel = Annotated[Texte, AfterValidator(_courriel)]
"""An e-mail address."""

Code = Annotated[CodeInsee, BeforeValidator(_code)]
"""The INSEE code of a commune."""

Postal = Annotated[Texte, AfterValidator(_postal)]
"""A postal code."""

Lignes = Annotated[tuple[Prose, ...], BeforeValidator(_lines)]
"""A few lines: a list, or one text with its line breaks."""
