"""The facts of both pages of figures."""

from typing import Literal

from docgen.charts.specification import Carte, Colonnes, Courbe, MiniBarre
from docgen.document import Facts, PageFacts


class Cle(Facts):
    """A key fact: icon, value, label; `etat` marks one that is to be checked."""

    icone: Literal["population", "gendarmerie", "police", "maire"]
    valeur: str
    libelle: str
    etat: str = ""


class Cellule(Facts):
    """A printed value of a table, or why there is none: with `secret`, it is not published."""

    texte: str
    secret: bool = False


class LigneTableau(Facts):
    libelle: str
    cellules: tuple[Cellule, ...]


class LigneComparee(LigneTableau):
    """An indicator: a bar of its rate, on that of the département, and its numbers."""

    barre: MiniBarre


class LigneGroupee(Facts):
    """The indicators of which nothing is published for the commune, named in one row."""

    libelle: str
    texte: str


class GroupeColonnes(Facts):
    """A head over several columns of a table: « Taux », over two."""

    titre: str
    largeur: int


class TableComparee(Facts):
    """The one table of the page: whose bars it has, the heads of its columns, its rows.

    `commune`, `departement` and `zero` (a tick) are the key of the bars, empty where not drawn;
    `forte` is the rank of the column of the first of them, printed bold.
    """

    titre: str
    unite: str
    commune: str
    departement: str
    groupes: tuple[GroupeColonnes, ...]
    colonnes: tuple[str, ...]
    forte: int
    lignes: tuple[LigneComparee, ...]
    zero: str = ""
    groupee: LigneGroupee | None = None


class GroupeMensuel(Facts):
    """The rows of a field of activity: « Délinquance », « Route »; no title if its row has it."""

    titre: str
    lignes: tuple[LigneTableau, ...]


class ReleveMensuel(Facts):
    """The figures of a unit or of a commune: two periods, each over its columns; its rows.

    A period has two years, the change between them, and that in percent where a row has it.
    """

    titre: str
    periodes: tuple[GroupeColonnes, GroupeColonnes]
    colonnes: tuple[str, ...]
    groupes: tuple[GroupeMensuel, ...]


class FaitsCourbe(Facts):
    """An indicator over years: its name, its last years in words, its curve.

    There is no curve where no year has a number above zero.
    """

    titre: str
    phrase: str
    courbe: Courbe | None


class FaitsMois(Facts):
    """A line of the form month by month: its name, its months in words, its columns."""

    titre: str
    phrase: str
    colonnes: Colonnes


class BlocContact(Facts):
    """A contact: a title, lines, a number; `a_remplir` labels a line to be filled in by hand."""

    titre: str
    lignes: tuple[str, ...]
    numero: str = ""
    a_remplir: str = ""

    def to_call(self) -> "BlocContact":
        """Return it without an address."""
        return self.model_copy(update={"lignes": ()})


class Legende(Facts):
    """The legend of a map; without neighbours where the unit is not known."""

    commune: str
    voisines: str
    autres: str


class FaitsFeuille(PageFacts):
    """What both pages print; `numero` is that of the section of a pack that they are."""

    numero: str = ""
    surtitre: str
    nom: str
    lieu: str
    cles: tuple[Cle, ...]
    lecture: tuple[str, ...]


class FaitsPublique(FaitsFeuille):
    """The facts of the public page; `avis` explains what is missing, `sources` are two columns.

    Where no curve is drawn, `sans_courbe` tells their years in one paragraph.
    """

    titre_commune: str
    notes: tuple[str, ...]
    carte: Carte | None
    legende_carte: Legende | None
    avis: str
    titre_courbes: str
    courbes: tuple[FaitsCourbe, ...]
    sans_courbe: str
    comparaison: TableComparee | None
    secret: str
    titre_lecture: str
    urgence: str
    urgence_legende: str
    contacts: tuple[BlocContact, ...]
    sources: tuple[tuple[str, ...], tuple[str, ...]]


class FaitsInterne(FaitsFeuille):
    """The facts of the internal page.

    `ample` says that rows stand at their full pitch; `blanc` are the steps of blank over the foot;
    `ecart` says when a change is a number only. `annee_precedente`, `annee` and `dernier_mois` are
    the keys of the columns, pale, dark and red, empty where not drawn; `echelles` says that charts
    side by side have a scale each. `sans_colonnes` tells in one paragraph the lines that have no
    columns and stand not beside them. A commune without any fact has the columns of its unit.
    """

    avertissement: str
    avis: str
    ample: bool
    blanc: tuple[int, ...] = ()
    releves: tuple[ReleveMensuel, ...]
    ecart: str = ""
    titre_evolution: str
    annee_precedente: str = ""
    annee: str = ""
    dernier_mois: str = ""
    echelles: str = ""
    evolutions: tuple[FaitsMois, ...]
    sans_colonnes: str = ""
    sources: str
