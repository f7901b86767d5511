"""What the fact files consider uncertain, by key, and the outdated figures that they correct."""

OPEN_POINTS = {
    1: [],
    2: ["env-l541-46", "dechets-delit-prison", "dechets-delit-amende"],
    3: ["dechets-bande-prison", "dechets-bande-amende"],
    4: [
        "env-l541-3",
        "l541-3-observations",
        "l541-3-amende",
        "l541-3-astreinte",
        "l541-3-amende-suite",
        "l541-3-prescription",
    ],
    5: ["env-l581-27", "env-l581-14-2", "env-l581-3-1", "publicite-suppression"],
    6: ["csp-r1337-7", "bruit-classe", "bruit-activite-classe", "bruit-chantier-classe"],
    8: [
        "cpp-r48-1",
        "cpp-r49",
        "forfait-1",
        "forfait-2",
        "forfait-minoree-4",
        "forfait-minoree-5",
        "forfait-5",
    ],
    9: ["csp-l1331-8", "assainissement-penalite"],
    10: ["decret-haies", "haie-opposition", "haie-replantation"],
    11: ["pjl-97"],
    12: ["arrete-old", "old-tarn-bande"],
    13: ["arretes-prefet"],
    14: ["cgct-l5211-9-2"],
    15: ["reserve-prive", "trav-l3142-94-3", "reserve-conge", "reserve-refus"],
    16: ["outrage-elu-prison", "outrage-elu-amende"],
    17: [],
}
"""The open questions of law, and the items that each concerns; the seventh is answered."""

DOUBTFUL = (
    # Mémento
    *("conseillers-delegues-non-opj", "ofb-successeur", "amende-municipale-demeure"),
    *("amende-municipale-recouvrement", "publication-papier", "ta-toulouse"),
    *("pieges-photo", "epave-publique-astreinte", "rsd-brulage", "brulage-autres-dechets"),
    *("csp-l1331-6", "assainissement-conformite", "assainissement-vente", "env-r216-9"),
    *("secheresse-classe", "tapage-sans-mesure", "csp-r1336-5", "bruit-agents", "csp-r1337-6"),
    *("bcae-8", "cgct-l2212-2-2", "env-l428-4", "especes-citees", "parquets"),
    # Fiches
    *("mac-duree", "dix-sept-cyber", "cnil-notification"),
    *("rgpd-petits-effectifs", "participation-procureur", "cpp-73"),
    *("decret-88-145", "logement-gendarme", "mac-adresses"),
    # Lettres
    *("arret-preavis-2018", "arret-rebours-1990", "arret-quantieme-2004"),
    *("arret-quantieme-2020", "adresses-parties", "qualite-pour-signer"),
    # Recherches sans résultat
    *("frelon-plan", "afd-depots-sauvages", "sans-source-ouverte", "fipd-minimum"),
    *("gendarme-territoires", "convention-nationale"),
)
"""What is known but was not found in a text, beside the open questions."""

OLD_FIGURES = {"L111-3-1", "L412-27", "7 ans"}
"""Figures that the fact files name only as outdated."""
