"""The columns of the workbook of `content/territoire/`, and the page that explains it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from docgen.content.model import Content
from docgen.content.source import Steps
from docgen.content.validation import models_at
from docgen.document import Diffusion
from docgen.importing.spreadsheet.reading import Column, Kind
from docgen.referential.diffusion import CIRCLES, circle_of
from docgen.referential.territoire.territoire import Appel, CommuneLocale, UniteLocale

YES_NO = ("oui", "non")
REFERENTS = {
    "referent_elu": "Référent élu",
    "referent_surete": "Référent sûreté",
    "enqueteur_environnement": "Enquêteur environnement",
}
"""The gendarmes whom mayors turn to, by their field."""


def circle(model: type[Content], steps: Steps) -> Diffusion:
    """Return who may read what stands at the end of `steps`: the narrowest circle on the way."""
    stated = []
    for depth, step in enumerate(steps):
        (here,) = models_at(model, steps[:depth])
        stated.append(circle_of(here.model_fields[str(step)]))
    return max(stated, key=CIRCLES.index)


def _with_circles(model: type[Content], *columns: Column) -> tuple[Column, ...]:
    """Return columns with the circle of their field under their title."""
    return tuple(replace(column, note=circle(model, column.steps)) for column in columns)


def _referent(key: str) -> Iterator[Column]:
    title = REFERENTS[key]
    yield Column(f"{title} : grade", f"{key}.grade", width=16)
    yield Column(f"{title} : nom", f"{key}.nom", width=18)
    yield Column(f"{title} : téléphone direct", f"{key}.telephone", width=17)
    yield Column(f"{title} : courriel", f"{key}.courriel", width=26)


UNIT_COLUMNS = (
    Column("Unité", "unite", "rempli par docgen", 34, given=True),
    Column("Identifiant", note="rempli par docgen", width=13, given=True),
    *_with_circles(
        UniteLocale,
        Column("Compagnie", "compagnie", width=20),
        Column("Communauté de brigades", "communaute_de_brigades", width=22),
        Column("Adresse", "adresse", width=30),
        Column("Téléphone", "telephone", width=15),
        Column("Horaires d’accueil", "horaires", width=34),
        *(column for key in REFERENTS for column in _referent(key)),
    ),
)

COMMUNE_COLUMNS = (
    Column("Code INSEE", "code_insee", "rempli par docgen", 10, given=True),
    Column("Commune", note="rempli par docgen", width=24, given=True),
    Column("Brigade ou commissariat", note="rempli par docgen", width=30, given=True),
    *_with_circles(
        CommuneLocale,
        Column("Appel du maire", "appel", width=18, choices=tuple(Appel)),
        Column("Maire : nom", "maire.nom", width=18),
        Column("Maire : prénom", "maire.prenom", width=16),
        Column("Maire : vérifié le", "maire.verifie_le", width=12, kind=Kind.DAY),
        Column("Maire : vérifié par", "maire.verifie_par", width=20),
        Column("Police municipale", "police_municipale", width=12, choices=YES_NO),
        Column("Participation citoyenne", "participation_citoyenne", width=14, choices=YES_NO),
        Column("Vidéoprotection", "videoprotection", width=16, choices=YES_NO),
        *_referent("referent_elu"),
        Column("Commentaire", "commentaire", width=40),
        Column("Code postal", "code_postal", width=12),
    ),
)

GUIDE = (
    "Ce classeur recueille ce qu’aucun fichier ouvert ne contient : la compagnie d’une brigade, "
    "ses référents, la façon dont un maire souhaite être appelé. Rien n’y est obligatoire : "
    "une cellule vide veut dire « on ne sait pas », et le document s’en passe.",
    "# Remplir",
    "Deux feuilles : « Unités », une ligne par brigade ou commissariat ; « Communes », une ligne "
    "par commune.",
    "Les colonnes grises sont remplies par docgen et ne se modifient pas. Gardez aussi les titres "
    "et le nom des feuilles.",
    "Sous chaque titre, un mot dit qui pourra lire la colonne. « publique » : tout le monde. "
    "« partenaires » : les mairies et la gendarmerie. « interne » : la gendarmerie seule ; "
    "docgen ne l’imprime dans aucun document destiné à d’autres.",
    "Adresse, horaires et commentaire tiennent sur plusieurs lignes : Alt + Entrée "
    "(Ctrl + Entrée dans LibreOffice) va à la ligne dans la cellule.",
    "L’adresse, le téléphone et les horaires d’une unité remplacent ceux du fichier officiel ; "
    "laissez-les vides s’il est à jour.",
    "Oui, non et l’appel du maire se choisissent dans une liste ; « Oui », « X » ou « monsieur le "
    "maire » collés d’un autre tableau sont compris aussi. Une date s’écrit 24/11/2026.",
    "Le nom d’un maire ne s’écrit que pour corriger celui du répertoire des élus. Il faut alors "
    "les quatre cases : nom, prénom, le jour de la vérification, et qui l’a faite.",
    "Le référent élu d’une commune ne s’écrit que s’il n’est pas celui de sa brigade.",
    "Le code postal ne s’écrit que si la commune en a plusieurs : celui de sa mairie.",
    "# Où c’est imprimé aujourd’hui",
    "Adresse et téléphone d’une unité : page publique de chiffres, fiches action et mémento ; "
    "le téléphone, aussi dans les modèles d’actes. Compagnie : page publique de chiffres.",
    "Maire (nom et prénom) : les mêmes documents. Appel du maire : les modèles de lettres. "
    "Code postal : les lettres à la mairie.",
    "Communauté de brigades, horaires d’accueil, police municipale, participation citoyenne, "
    "vidéoprotection : nulle part encore ; ces colonnes serviront aux dossiers de commune.",
    "Référent élu, référent sûreté, enquêteur environnement : leurs noms, courriels et lignes "
    "directes sont internes. Aucun document public ne les imprime.",
    "Vérifié le, vérifié par, commentaire : internes, jamais imprimés.",
    "# Effacer",
    "Pour effacer une information, videz sa cellule, puis ajoutez --effacer à la commande "
    "ci-dessous. Sans cela, docgen refuse et nomme ce qui serait perdu : un export ancien ou vide "
    "n’efface rien par mégarde. Supprimer une ligne entière ne change rien : ce qui n’est pas "
    "dans le classeur reste comme il est.",
    "# Rendre",
    "Enregistrez au format .xlsx, puis : docgen territoire importer FICHIER.xlsx. docgen vérifie "
    "tout d’abord ; s’il reste une faute, il dit la feuille, la ligne et la colonne, "
    "et ne change rien. Il dit ensuite, ligne par ligne, ce qui a changé.",
    "Ce classeur contient des noms et des numéros qui ne sont pas publics : ne le déposez pas "
    "sur un espace partagé. Gardez de même le dossier content/territoire/ hors de tout dépôt "
    "public dès qu’il contient des noms.",
)
