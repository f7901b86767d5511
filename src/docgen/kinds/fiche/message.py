"""The message of a fiche: a title, a text, the partnership, a link, short enough for a telephone.

Article 5 of the convention wants the partnership named in all that is published of its actions.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from docgen.content.raw import as_group, as_text
from docgen.content.validation import Finding
from docgen.format import dump_sealed_text
from docgen.french.phone_text import phone_length, phone_text
from docgen.french.typography import prose
from docgen.french.wording import counted
from docgen.kinds.fiche.content import Destinataires, Lien, Message
from docgen.markup import plain

MAX_SIGNS: Final = 300
"""How many signs a message may have, as a telephone counts them."""
READERS: Final = {Destinataires.ELUS: "les élus", Destinataires.HABITANTS: "les habitants"}


def message_file(
    message: Message, link: Lien | None, sigles: str, heading: tuple[str, str, str]
) -> bytes:
    """Return the text file of a message; `heading` is the title, head and foot of its fiche."""
    title, *body = _lines(message.titre, message.texte, sigles, link.adresse if link else "")
    signs, parts = phone_length("\n".join((title, *body)))
    doubts = [one.a_verifier for one in (message, link) if one and one.doubtful]
    name, head, foot = heading
    text = (
        f"Message pour {READERS[message.pour]}. Fiche {plain(name)}",
        f"{head}. {foot}",
        *(f"À vérifier : {doubt}." for doubt in doubts),
        f"{signs} signes en tout : {parts} SMS. Copiez ce qui suit chaque ligne de tirets.",
        "",
        "--- Titre ---",
        title,
        "",
        "--- Texte ---",
        *body,
        "",
        "--- Fin ---",
        "",
    )
    return dump_sealed_text("\n".join(text))


def too_long(data: dict[str, Any], sigles: str) -> Iterator[Finding]:
    """Yield a message, in the raw values of a fiche, that is longer than a telephone should get."""
    message = as_group(data.get("message"))
    title, text = (prose(as_text(message.get(name))) for name in ("titre", "texte"))
    lines = _lines(title, text, sigles, as_text(message.get("lien")))
    signs, _ = phone_length("\n".join(lines))
    if message and signs > MAX_SIGNS:
        said = f"ce message compte {signs} signes, avec son titre, son lien et le partenariat"
        over = counted(signs - MAX_SIGNS, "signe")
        hint = f"{MAX_SIGNS} au plus : retirez-en {over}"
        yield Finding(("message", "texte"), "message", said, hint)


def _lines(title: str, text: str, sigles: str, address: str) -> Iterable[str]:
    lines = (title, text, f"Partenariat {sigles}", address)
    return tuple(phone_text(line) for line in lines if line)
