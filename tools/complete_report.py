"""The report of a complete project: what was done and counted, invented, « exemple fictif ».

The counts of one action agree with each other, with its sentence, and with those of the others.
"""

import re

MARQUANTS = (
    "Huit brigades ont un enquêteur environnement, saisi vingt-trois fois",
    "Douze communes visitées, que leurs référents reverront l’an prochain",
    "Première réflexion commune, sur l’accueil des gens du voyage, close en octobre",
)
SUITE = "Visiter douze autres communes et former deux enquêteurs de plus (exemple fictif)."
ACTIONS = {
    "action-4-1": ("Cinq mairies ont suivi leur plan", 46, 9, 5),
    "action-4-2": ("Deux écoles et une mairie équipées", 11, 8, 3),
    "action-5-1": ("Une page par visite, deux au chef-lieu", 12, 13, 4),
    "action-5-2": ("Vingt dépôts et trois brûlages traités", 8, 23, 120),
    "action-6-1": ("Deux communes nouvelles en septembre", 6, 21, 5),
    "action-6-1-video": ("Un projet est encore à l’étude", 4, 3),
    "action-6-2": ("Une réunion par convention", 9, 9),
    "article-3-assemblees": ("Présent aux deux assemblées de l’année", 2, 3),
    "article-3-reflexion": ("Une question, sur les gens du voyage", 1, 1),
    "article-3-reunions": ("Deux réunions, à l’automne", 2, 37),
    "article-4-information": ("Trois messages sur les cambriolages", 5, 64),
    "article-4-evenements": ("Toutes les invitations honorées", 3, 3),
    "article-4-gend-elus": ("Présentée à quatre réunions d’élus", 4, 52),
    "article-4-sip": ("Annoncé par la lettre d’été", 90, 31),
    "article-4-4-1": ("Six jours par agent", 7, 42),
    "article-4-4-2": ("Cinq familles reçues en mairie", 6, 5),
    "article-4-4-3": ("Un poste de secrétaire de mairie", 8, 1),
    "article-5": ("Deux bulletins et un discours", 3),
}
"""The sentence of each action, and its counts in the order of its indicators."""
LEFT_BLANK = (
    "Rien n'est rempli : personne ne nous a donné",
    "Exemple fictif : personne n'a compté",
)


def filled_report(text: str) -> str:
    """Return the text of a report with its counts and sentences."""
    head, *actions = re.split(r"(?m)^(?=  - fiche: )", text.replace(*LEFT_BLANK))
    *_, tail = actions[-1].partition("\nsuite:")
    assert tail.strip() == ""
    listed = "".join(f"\n  - {fact} (exemple fictif)." for fact in MARQUANTS)
    head = head.replace("marquants: []", f"marquants:{listed}")
    suite = ("\nsuite:", f"\nsuite: {SUITE}")
    return head + "".join(map(_filled, actions)).replace(*suite)


def _filled(action: str) -> str:
    sentence, *counts = ACTIONS[action.split()[2]]
    values = iter(counts)
    counted = re.sub(r"valeur: \}", lambda _: f"valeur: {next(values)}}}", action)
    return counted.replace("    fait:\n", f"    fait: {sentence} (exemple fictif).\n")
