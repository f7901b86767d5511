"""The columns of the workbook of `content/territoire/`."""

from collections.abc import Iterator
from dataclasses import replace

from docgen.content.model import Content
from docgen.content.source import Steps
from docgen.content.validation import models_at
from docgen.document import Diffusion
from docgen.importing.spreadsheet.reading import CellKind, SheetColumn
from docgen.importing.spreadsheet.typed_cells import YES_NO
from docgen.referential.diffusion import CIRCLES, circle_of
from docgen.referential.territoire.local_files import (
    Appel,
    CommuneLocale,
    DiffusionReferent,
    UniteLocale,
)

REFERENTS = {
    "referent_elu": "Référent élu",
    "referent_surete": "Référent sûreté",
    "enqueteur_environnement": "Enquêteur environnement",
}
"""The gendarmes whom mayors turn to, by field."""


def circle_of_path(model: type[Content], steps: Steps) -> Diffusion:
    """Return the circle that may read the field at `steps`: the narrowest on the way."""
    stated = []
    for depth, step in enumerate(steps):
        (here,) = models_at(model, steps[:depth])
        stated.append(circle_of(here.model_fields[str(step)]))
    return max(stated, key=CIRCLES.index)


def _with_circles(model: type[Content], *columns: SheetColumn) -> tuple[SheetColumn, ...]:
    return tuple(replace(column, note=circle_of_path(model, column.steps)) for column in columns)


def _referent(key: str) -> Iterator[SheetColumn]:
    title = REFERENTS[key]
    yield SheetColumn(f"{title} : grade", f"{key}.grade", width=16)
    yield SheetColumn(f"{title} : nom", f"{key}.nom", width=18)
    yield SheetColumn(f"{title} : téléphone direct", f"{key}.telephone", width=17)
    yield SheetColumn(f"{title} : courriel", f"{key}.courriel", width=26)
    answers = (str(DiffusionReferent.PARTENAIRES), str(DiffusionReferent.INTERNE))
    shared = SheetColumn(f"{title} : communicable au maire", f"{key}.diffusion", width=16)
    yield replace(shared, choices=YES_NO, written=answers, needed=False)


UNIT_COLUMNS = (
    SheetColumn("Unité", "unite", "rempli par docgen", 34, locked=True),
    SheetColumn("Identifiant", note="rempli par docgen", width=13, locked=True),
    *_with_circles(
        UniteLocale,
        SheetColumn("Compagnie", "compagnie", width=20),
        SheetColumn("Communauté de brigades", "communaute_de_brigades", width=22),
        SheetColumn("Adresse", "adresse", width=30),
        SheetColumn("Téléphone", "telephone", width=15),
        SheetColumn("Horaires d’accueil", "horaires", width=34),
        *(column for key in REFERENTS for column in _referent(key)),
    ),
)

COMMUNE_COLUMNS = (
    SheetColumn("Code INSEE", "code_insee", "rempli par docgen", 10, locked=True),
    SheetColumn("Commune", note="rempli par docgen", width=24, locked=True),
    SheetColumn("Brigade ou commissariat", note="rempli par docgen", width=30, locked=True),
    *_with_circles(
        CommuneLocale,
        SheetColumn("Appel du maire", "appel", width=18, choices=tuple(Appel)),
        SheetColumn("Maire : nom", "maire.nom", width=18),
        SheetColumn("Maire : prénom", "maire.prenom", width=16),
        SheetColumn("Maire : vérifié le", "maire.verifie_le", width=12, kind=CellKind.DAY),
        SheetColumn("Maire : vérifié par", "maire.verifie_par", width=20),
        SheetColumn("Police municipale", "police_municipale", width=12, choices=YES_NO),
        SheetColumn("Participation citoyenne", "participation_citoyenne", width=14, choices=YES_NO),
        SheetColumn("Vidéoprotection", "videoprotection", width=16, choices=YES_NO),
        *_referent("referent_elu"),
        SheetColumn("Commentaire", "commentaire", width=40),
        SheetColumn("Code postal", "code_postal", width=12),
    ),
)
