"""A short act for the tests of a convention, to be changed word by word."""

from docgen.build.compose import CheckedText
from docgen.content.source import parse_source
from docgen.content.validation import check_source
from docgen.document import Document
from docgen.kinds import KINDS

KIND = KINDS["convention"]

ACT = """\
acte: projet
intitule: Convention A – B
titre: {texte: Convention}
parties:
  liste:
    - {id: a, sigle: A, nom: Association A, designation: l'Association A}
    - {id: b, sigle: B, nom: Groupement B, siege: }
preambule: {id: preambule, titre: Préambule, texte: [Considérant...]}
articles:
  - id: article-1
    numero: ARTICLE 1er
    titre: Objet
    texte:
      - "Les parties s'engagent à :"
      - liste: [informer, se voir]
    sections:
      - id: section-1.1
        numero: "1.1"
        titre: Plan
        axes:
          - id: axe-1
            titre: Agir
            objectifs:
              - id: objectif-1
                titre: Aider
                actions: [{id: action-1.1, numero: Action 1.1, titre: Visiter}]
  - {id: article-2, titre: Durée, texte: [Un an.]}
signature:
  lieu: Albi
  exemplaires: 2
  signataires:
    - {partie: a, nom: Madame A, qualite: présidente}
    - {partie: b, nom: Monsieur B, qualite: commandant}
malgre: {le: 2026-11-03, raison: exemple fictif, empreinte: "488a96d956895ed4"}
"""
TITLE = "titre: {texte: Convention}"
ARTICLE_2 = "{id: article-2, titre: Durée, texte: [Un an.]}"


def act(*changes: tuple[str, str]) -> Document:
    text = ACT
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    source = parse_source(text, "essai.yaml")
    content = check_source(source, KIND.content, KIND.rules)
    [composed] = CheckedText(KIND, (source,), content).compose(None)
    return composed.document
