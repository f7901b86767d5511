"""A small invented law (exemple fictif), and its reading."""

from docgen.content.source import parse_source
from docgen.content.validation import check_source
from docgen.referential.droit.law_files import Droit, FichierDroit, LawPlace
from docgen.referential.droit.validation import law_rules

EXEMPLE = """\
# Exemple fictif : aucune de ces règles n’existe.
titre: Exemple fictif
regles:
  - cle: exemple-bareme
    enonce: amende maximale
    nature: montant
    valeur: 750
    unite: euros
    classe: 4
    bareme: maximum
    reference: {code: penal, article: 1-1}
    page: exemple fictif
    confiance: V
  - cle: exemple-amende
    enonce: amende administrative, au plus
    nature: montant
    valeur: 15000
    unite: euros
    reference: {code: environnement, article: L. 1-1}
    page: exemple fictif
    confiance: V2  # lu dans un manuel
  - cle: exemple-delai
    enonce: délai laissé pour répondre
    nature: delai
    valeur: 10
    unite: jours
    compte: francs
    reference: {code: environnement, article: L. 1-1}
    page: exemple fictif
    confiance: V

    # un commentaire, après une ligne blanche
  - {cle: exemple-classe, enonce: un fait, nature: classe, valeur: 4,
     reference: {code: penal, article: R. 2-1}, page: exemple fictif, confiance: V}
  - cle: exemple-article
    enonce: un fait
    nature: article
    reference: {code: penal, article: R. 2-1}
    confiance: C
    si_non_verifie: retirer
  - cle: exemple-loi
    enonce: une loi
    nature: texte
    reference: {texte: loi, numero: 2000-1}
    confiance: C
  - cle: exemple-point
    enonce: Un point ouvert.
    nature: point
    confiance: C
"""


def droit_of(text: str, name: str = "exemple.yaml") -> Droit:
    """Return the law of one file."""
    source = parse_source(text, name)
    fichier = check_source(source, FichierDroit, law_rules)
    places = [
        LawPlace(name, source.place(("regles", n, "cle"))[1]) for n in range(len(fichier.regles))
    ]
    return Droit(zip(fichier.regles, places, strict=True))
