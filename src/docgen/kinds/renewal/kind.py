"""What docgen must know of the kind `renewal`."""

from docgen.kinds.actes.emetteurs import FILE as EMETTEURS
from docgen.kinds.actes.emetteurs import Emetteurs
from docgen.kinds.kind import LIEU, ROLES, Kind
from docgen.kinds.renewal.adherents import FILE as ADHERENTS
from docgen.kinds.renewal.adherents import Adherents, adherents_elsewhere
from docgen.kinds.renewal.composition import compose
from docgen.kinds.renewal.content import LettreConvention
from docgen.kinds.renewal.options import RenewalOptions
from docgen.kinds.renewal.rules import check_across_files, left, rules
from docgen.kinds.renewal.stages import asked_letters, stages

KIND = Kind(
    name="renewal",
    label="Lettre",
    plural_label="Lettres",
    content=LettreConvention,
    rules=rules,
    left=left,
    compose=compose,
    options=RenewalOptions,
    asked=asked_letters,
    stages=stages,
    outside_home=adherents_elsewhere,
    side_files={EMETTEURS: Emetteurs, ADHERENTS: Adherents},
    check_across_files=check_across_files,
    same_for_all_communes=True,
    reads=(*LIEU, *ROLES, "adherents.yaml", "emetteurs.yaml"),
)
