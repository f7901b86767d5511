"""The verdict of page-validation in French, for PDF/UA-1 and the file's own part of PDF/A.

The library is pinned, for its authors do not call it stable.  Rules are worded by their name; an
unknown rule is quoted in English.
"""

import re
from collections.abc import Iterator

from docgen.conformity.checks.metadata import pdfa_part
from docgen.conformity.pdf.objects import as_dictionary, resolved
from docgen.conformity.pdf.reading import OpenPdf
from docgen.errors import Problem

RULES: dict[str, tuple[str, str]] = {
    "UNREADABLE": ("pdf-illisible", "fichier que le validateur ne peut pas lire jusqu’au bout"),
    "ENCRYPTION": ("chiffrement", "fichier chiffré"),
    "ENCRYPTION-P": ("chiffrement", "fichier chiffré contre les lecteurs d’écran"),
    "HEADER": ("pdf-abime", "le fichier ne commence pas comme un PDF"),
    "POST-EOF-DATA": ("pdf-abime", "des données suivent la fin du fichier"),
    "TRAILER-ID": ("pdf-abime", "le fichier n’a pas d’identifiant"),
    # ---- what the file says of itself
    "ID-SCHEMA": ("norme", "la norme n’est pas nommée dans les métadonnées"),
    "ID-PART": ("norme", "la norme nommée dans les métadonnées n’est pas la bonne"),
    "ID-CONFORMANCE": ("norme", "le niveau de PDF/A nommé dans les métadonnées n’est pas le bon"),
    "METADATA-STRUCTURE": ("norme", "métadonnées XMP absentes ou mal formées"),
    "METADATA-FILTER": ("xmp-comprime", "métadonnées XMP comprimées"),
    "METADATA-TITLE": ("titre", "titre absent des métadonnées (dc:title)"),
    "VIEWER-PREFERENCES": ("titre-affiche", "le lecteur ne montrera pas le titre"),
    "METADATA-LANGUAGE": ("langue", "langue des métadonnées absente"),
    "LANGUAGE-TAG": ("langue", "langue mal écrite"),
    "LANG": ("langue", "langue mal écrite"),
    "TEXT-LANGUAGE": ("langue", "texte dont la langue n’est dite nulle part"),
    "OUTLINE-LANGUAGE": ("langue", "signets dont la langue n’est dite nulle part"),
    "ALT-TEXT-LANGUAGE": ("langue", "texte de remplacement sans langue"),
    "ACTUAL-TEXT-LANGUAGE": ("langue", "texte de substitution sans langue"),
    "E-TEXT-LANGUAGE": ("langue", "forme développée d’une abréviation sans langue"),
    "SPAN-ALT-TEXT-LANGUAGE": ("langue", "texte de remplacement sans langue"),
    "SPAN-ACTUAL-TEXT-LANGUAGE": ("langue", "texte de substitution sans langue"),
    "SPAN-E-TEXT-LANGUAGE": ("langue", "forme développée d’une abréviation sans langue"),
    "ANNOTATION-CONTENTS-LANGUAGE": ("langue", "description d’un lien sans langue"),
    "FORM-FIELD-TU-LANGUAGE": ("langue", "nom d’un champ sans langue"),
    "INFO-TITLE": ("titre", "le titre diffère entre les deux jeux de métadonnées"),
    "INFO-AUTHOR": ("metadonnees", "l’auteur diffère entre les deux jeux de métadonnées"),
    "INFO-SUBJECT": ("metadonnees", "le sujet diffère entre les deux jeux de métadonnées"),
    "INFO-KEYWORDS": ("metadonnees", "les mots-clés diffèrent entre les deux jeux de métadonnées"),
    "INFO-CREATOR": ("metadonnees", "le logiciel diffère entre les deux jeux de métadonnées"),
    "INFO-PRODUCER": ("metadonnees", "le logiciel diffère entre les deux jeux de métadonnées"),
    "INFO-CREATIONDATE": ("date", "la date de création diffère entre les deux jeux de métadonnées"),
    "INFO-MODDATE": ("date", "la date de modification diffère entre les deux jeux de métadonnées"),
    # ---- tags
    "TAGGED-DOCUMENT": ("balisage", "le fichier ne se dit pas balisé"),
    "STRUCT-TREE-ROOT": ("balisage", "aucun arbre de structure"),
    "SUSPECTS": ("balisage", "le fichier dit lui-même que ses balises sont douteuses"),
    "CONTENT-TAGGING": ("hors-structure", "contenu hors de toute balise"),
    "ARTIFACT-NESTED": ("hors-structure", "décor à l’intérieur d’un contenu balisé"),
    "TAGGED-CONTENT-INSIDE-ARTIFACT": ("hors-structure", "contenu balisé à l’intérieur d’un décor"),
    "STRUCT-ELEMENT-PARENT": ("structure-perdue", "élément de structure sans parent"),
    "STRUCT-TREE-ROLE-MAP": ("balisage", "type d’élément qui ne renvoie à aucun type connu"),
    "STRUCT-TREE-ROLE-MAP-CYCLE": ("balisage", "types d’éléments qui se renvoient l’un à l’autre"),
    "STRUCT-TREE-ROLE-MAP-STANDARD": ("balisage", "type d’élément connu détourné de son sens"),
    "HEADING-NESTING": ("titres", "les niveaux de titre sautent un rang"),
    "HEADING-CHILD-COUNT": ("titres", "plusieurs titres dans une même partie"),
    "HEADING-STRUCTURE": ("titres", "titres numérotés et titres sans niveau mêlés"),
    "FIGURE-ALTERNATIVE-TEXT": ("alternative", "image sans texte de remplacement"),
    "FORMULA-ALTERNATIVE-TEXT": ("alternative", "formule sans texte de remplacement"),
    "NOTE-ID": ("note", "note sans identifiant"),
    "NOTE-ID-UNIQUE": ("note", "deux notes de même identifiant"),
    "LI-PARENT": ("liste", "point de liste hors d’une liste"),
    "LBODY-PARENT": ("liste", "corps d’un point hors de son point"),
    "L-KIDS": ("liste", "une liste ne tient que des points"),
    "LI-KIDS": ("liste", "un point de liste ne tient que sa marque et son corps"),
    "TABLE-HEADERS-SCOPE": ("tableau", "cellules dont les en-têtes ne se déduisent pas"),
    "TABLE-HEADERS-UNDEFINED": ("tableau", "cellule qui nomme un en-tête inconnu"),
    "TABLE-ROW-COLUMNSPAN": ("tableau", "lignes d’un tableau de largeurs différentes"),
    "TABLE-COLUMN-ROWSPAN": ("tableau", "colonnes d’un tableau de hauteurs différentes"),
    "TABLE-CELL-INTERSECTION": ("tableau", "cellules d’un tableau qui se recouvrent"),
    # ---- links and fields
    "PAGE-TABS": ("tabulation", "l’ordre de tabulation ne suit pas la structure"),
    "LINK-LINK-TAG": ("lien", "lien hors de la structure"),
    "LINK-CONTENTS": ("lien-sans-texte", "lien sans description"),
    "ANNOTATION-ANNOT-TAG": ("annotation", "annotation hors de la structure"),
    "ANNOTATION-CONTENTS-ALT": ("annotation", "annotation sans description"),
    "WIDGET-FORM-TAG": ("champ", "champ hors de la structure"),
    "FORM-FIELD-TU-ALT": ("champ", "champ sans nom lu à voix haute"),
    "FORM-CHILDREN": ("champ", "élément de formulaire qui ne tient pas un champ et un seul"),
    "ACROFORM-NEED-APPEARANCES": ("formulaire", "champs que chaque lecteur dessinerait à sa façon"),
    "DYNAMIC-XFA": ("formulaire", "formulaire dynamique (XFA)"),
    "ACROFORM-XFA": ("formulaire", "formulaire dynamique (XFA)"),
    "ANNOTATION-FLAGS": ("annotation", "annotation cachée ou qui ne s’imprime pas"),
    "ANNOTATION-AP-REQUIRED": ("annotation", "annotation sans apparence"),
    "ACTION-TYPE": ("action", "action interdite : le fichier ferait quelque chose de lui-même"),
    "NAMED-ACTION": ("action", "action interdite"),
    # ---- fonts, colours
    "FONT-EMBEDDING": ("police", "police non incorporée"),
    "FONT-GLYPH-PRESENCE": ("glyphe", "caractère que la police ne sait pas dessiner"),
    "NOTDEF-GLYPH": ("glyphe", "caractère que la police ne sait pas dessiner (.notdef)"),
    "FONT-UNICODE-MAPPING": ("police-illisible", "caractères dont le texte n’est pas lisible"),
    "UNICODE-MAPPING": ("police-illisible", "caractères dont le texte n’est pas lisible"),
    "FONT-UNICODE-VALUE": ("police-illisible", "caractères lus comme rien du tout"),
    "UNICODE-VALUE": ("police-illisible", "caractères lus comme rien du tout"),
    "FONT-GLYPH-WIDTH": ("police", "largeurs de caractères fausses"),
    "OUTPUTINTENT": ("couleurs", "profil de couleurs absent ou illisible"),
    "DEVICE-RGB": ("couleurs", "couleurs sans profil"),
    "DEVICE-CMYK": ("couleurs", "couleurs sans profil"),
    "DEVICE-GRAY": ("couleurs", "gris sans profil"),
    "IMAGE-INTERPOLATE": ("image", "image que le lecteur lisserait à sa façon (Interpolate)"),
    "TRANSPARENCY-GROUP-CS": ("couleurs", "transparence sans espace de couleurs"),
    # ---- files carried
    "FILE-SPEC-F-AND-UF": ("piece-jointe", "pièce jointe sans nom (F et UF)"),
    "FILE-SPEC-ASSOCIATION": ("piece-jointe", "pièce jointe non rattachée au document"),
    "FILE-SPEC-AF-RELATIONSHIP": ("piece-jointe", "pièce jointe sans lien dit avec le document"),
    "EMBEDDED-FILE-MIME": ("piece-jointe", "pièce jointe sans type de contenu"),
    "EMBEDDED-FILE-PDFA": ("piece-jointe", "pièce jointe que PDF/A-2 n’admet pas"),
    "NAMES-EMBEDDED-FILES": (
        "piece-jointe",
        "pièces jointes que cette partie de PDF/A n’admet pas",
    ),
}
"""French words by rule, without profile and number: the profiles share names.

A rule has the code of our own check if both detect the same fault, which is then reported once.
"""

FAMILIES = {
    "TABLE": "tableau", "TH": "tableau", "TD": "tableau", "TR": "tableau", "TBODY": "tableau",
    "TFOOT": "tableau", "TOC": "balisage", "STRUCT": "balisage", "ANNOTATION": "annotation",
    "WIDGET": "champ", "FORM": "champ", "FONT": "police", "CMAP": "police", "CID": "police",
    "TRUETYPE": "police", "TYPE": "police", "FILE-SPEC": "piece-jointe", "XMP": "norme",
    "EMBEDDED-FILE": "piece-jointe", "SIGNATURE": "signature", "ICC": "couleurs",
    "EXTGSTATE": "transparence", "IMAGE": "image", "JPEG2000": "image",
}  # fmt: skip
"""The code of a rule without words of its own, by its first words."""
PREFIX = re.compile(r"^PDF(UA1|A\d[ABU])-")
FONT = re.compile(r"font object (\d+) \d+")
"""How a message names the object of a font."""
SUFFIX = re.compile(r"-\d{3}$")
FALSE_ALARMS = {"STREAM-LENGTH", "WIDGET-FORM-TAG"}
"""Rules that valid files break: a stream that ends with a line end is said to have a wrong length,
and a time stamp, which is on no page, to be outside the structure (`checks/annotations.py` covers
all other fields)."""
FALSE_ALARMS_ONCE_SIGNED = re.compile(
    "SIGNATURE-BYTERANGE|XMP-EXTENSION-.*|XMP-PROPERTY-DEFINITION"
)
"""Rules that files signed twice break, for the first signature cannot cover the second."""


def validate(pdf: OpenPdf) -> Iterator[Problem]:
    """Yield a problem for each rule that page-validation finds broken."""
    broken: dict[str, list[str]] = {}
    for rule, message in _failures(pdf):
        broken.setdefault(rule, []).append(message)
    for rule, messages in broken.items():
        code, words = _code_and_words(rule)
        text = words or f"règle {rule} : « {messages[0]} »"
        fonts = _fonts_named(pdf, messages)
        names = f" : {', '.join(fonts)}" if fonts else ""
        times = f" ({len(messages)} fois)" if len(messages) > 1 else ""
        yield pdf.problem(code, f"{text}{names or times}")


def _fonts_named(pdf: OpenPdf, messages: list[str]) -> list[str]:
    numbers = dict.fromkeys(int(found[1]) for found in map(FONT.search, messages) if found)
    fonts = (as_dictionary(pdf.reader.get_object(number)) for number in numbers)
    return list(dict.fromkeys(str(resolved(font.get("/BaseFont", "/?")))[1:] for font in fonts))


def _failures(pdf: OpenPdf) -> Iterator[tuple[str, str]]:
    """Yield each broken rule without its profile prefix, and its message in English."""
    import page  # noqa: PLC0415  # a compiled library, loaded only by those who check a PDF

    signed = _is_signed(pdf)
    for profile in ("ua1", "3a" if pdfa_part(pdf) == "3" else "2a"):
        try:
            report = page.validate_pdf_bytes(pdf.data, profile=profile)
        except page.PageError as error:
            yield "UNREADABLE", str(error)
            return
        for failure in report.failures:
            rule = SUFFIX.sub("", PREFIX.sub("", failure.rule_id))
            if rule in FALSE_ALARMS or (signed and FALSE_ALARMS_ONCE_SIGNED.fullmatch(rule)):
                continue
            yield rule, failure.message


def _is_signed(pdf: OpenPdf) -> bool:
    form = as_dictionary(pdf.root.get("/AcroForm"))
    return bool(form) and b"/ByteRange" in pdf.data


def _code_and_words(rule: str) -> tuple[str, str]:
    if rule in RULES:
        return RULES[rule]
    family = next((code for start, code in FAMILIES.items() if rule.startswith(start)), "norme")
    return family, ""
