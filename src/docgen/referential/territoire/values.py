"""Field types of `content/territoire/`: telephone numbers, names, codes, lines of text."""

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, PlainSerializer, ValidationInfo

from docgen.content.model import Prose, Texte, refusal
from docgen.french.rule import INSECABLE
from docgen.french.territory import CodeInsee, code_insee
from docgen.referential.communes.maires import nom_affiche


def _telephone(value: str) -> str:
    """Return a number as printed: ``+33 5 63…`` → ``05␣63␣…``; a foreign one has no blanks.

    Nine digits are a French number whose zero a spreadsheet took off: no other one has as many.
    """
    number = re.sub(r"[\s.\-/]|\(0\)", "", value)
    number = re.sub(r"^((\+|00)33)?(?=[1-9]\d{8}$)", "0", number, flags=re.ASCII)
    if re.fullmatch(r"0[1-9]\d{8}", number, re.ASCII):
        return INSECABLE.join(re.findall("..", number))
    if re.fullmatch(r"1\d{1,2}|3\d{3}|\+(?!33)[1-9]\d{7,13}", number, re.ASCII):
        return number
    hint = "dix chiffres : 05 63 00 00 00 ; ou un numéro court, ou « + » et l’indicatif du pays"
    raise refusal("telephone", f"numéro de téléphone mal formé : « {value} »", hint)


def _courriel(value: str) -> str:
    address = value.strip()
    if re.fullmatch(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", address, re.ASCII):
        return address
    raise refusal("courriel", f"adresse électronique mal formée : « {value} »", "nom@domaine.fr")


def _domaine(value: str) -> str:
    if re.fullmatch(r"(https://)?[\w-]+(\.[\w-]+)+(/\S*)?", value.strip()):
        return value.strip()
    raise refusal("site", f"adresse de site mal formée : « {value} »", "« exemple.fr »")


def _postal(value: str, read: ValidationInfo) -> str:
    """Return a postal code; the hint of an error uses the commune's INSEE code."""
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
    plain = _with_ordinary_spaces(value)  # as the register has them, with which it is compared
    return nom_affiche(plain) if plain.isupper() else plain


def _lines(value: Any) -> Any:
    if value is None:
        return []
    if isinstance(value, str):
        return [line for line in value.splitlines() if line.strip()]
    return value


def _with_ordinary_spaces(value: str) -> str:
    """Return a text with ordinary spaces, for forms to fill in."""
    return value.replace(INSECABLE, " ")


Telephone = Annotated[Texte, AfterValidator(_telephone), PlainSerializer(_with_ordinary_spaces)]
"""A telephone number, in pairs of digits joined by no-break spaces."""

Nom = Annotated[Prose, AfterValidator(_name)]
"""A person's name: « AZÉMA » becomes « Azéma »."""

Courriel = Annotated[Texte, AfterValidator(_courriel)]
"""An e-mail address."""

Domaine = Annotated[Texte, AfterValidator(_domaine)]
"""The address of a site as people read it, with or without https."""

Code = Annotated[CodeInsee, BeforeValidator(_code)]
"""The INSEE code of a commune."""

Postal = Annotated[Texte, AfterValidator(_postal)]
"""A postal code."""

Lignes = Annotated[tuple[Prose, ...], BeforeValidator(_lines)]
"""A few lines: a list, or one text with its line breaks."""
