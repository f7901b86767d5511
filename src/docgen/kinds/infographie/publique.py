"""The public page: open statistics of a commune, beside the rates of its département."""

from docgen.french.titles import hold_title
from docgen.french.wording import counted
from docgen.kinds.infographie.chiffres import Chiffres, PageFigures
from docgen.kinds.infographie.commune import IMPORT, MISSING_HINT, KnownCommune, Page
from docgen.kinds.infographie.content import FeuillePublique
from docgen.kinds.infographie.facts import BlocContact, FaitsPublique, Legende
from docgen.kinds.infographie.graphiques import with_one_wide
from docgen.kinds.infographie.phrases import undrawn_in_words
from docgen.kinds.infographie.points import HIDDEN, MISSING
from docgen.kinds.infographie.sources import has_invented_figures, sources
from docgen.kinds.maps.locate import contours_of
from docgen.left import Item
from docgen.markup import plain
from docgen.referential.figures.activite import EXEMPLE_FICTIF

MAP = 153.0
"""The width of the locator map, in points."""
NOTHING_TO_IMPORT = (
    "rien à importer : ce que cette page ne montre pas n’est pas publié, ou reste couvert par le"
    " secret statistique"
)
OTHER_MAP = "importez la base de la même carte des communes que le COG, dès qu’elle paraît"
OTHER_BASE = "importez la base départementale de la même édition : docgen data import ssmsi FICHIER"
TO_CHECK = "PROJET – ▲ à vérifier avant remise"


def public_page(
    words: FeuillePublique,
    place: KnownCommune,
    annee: int | None,
    foreign: tuple[Item, ...],
) -> Page:
    """Return the public page of a commune, a draft if something is left of it."""
    figures = PageFigures(words, place.referential.crimes, annee).of(place)
    left = public_left(place, figures, foreign)
    invented = has_invented_figures(place, figures.quoted)
    marks = (TO_CHECK if left else "", EXEMPLE_FICTIF if invented else "")
    facts = _facts(words, place, figures, " – ".join(mark for mark in marks if mark))
    if _are_missing(figures) or not figures.avis:
        return Page(facts, left)
    notice = place.problem(plain(figures.avis), "chiffres", _import_hint(place, figures))
    return Page(facts, left, (notice,))


def public_left(
    place: KnownCommune, figures: Chiffres, foreign: tuple[Item, ...] = ()
) -> tuple[Item, ...]:
    """Return what is left of a page: figures that are missing or invented, `foreign` parties.

    A page that says which figures are not published is final if it shows others.
    """
    left = [*place.left, *foreign]
    if _are_missing(figures) and figures.avis:
        left.append(place.missing(plain(figures.avis), _import_hint(place, figures)))
    if has_invented_figures(place, figures.quoted):
        left.append(place.invented())
    return tuple(left)


def _are_missing(figures: Chiffres) -> bool:
    return figures.a_importer or not figures.quoted


def _import_hint(place: KnownCommune, figures: Chiffres) -> str:
    if place.referential.crimes.is_on_other_map(place.commune.code):
        return OTHER_MAP
    if figures.non_publie:
        return NOTHING_TO_IMPORT
    if figures.quoted and not figures.a_importer:
        return OTHER_BASE
    count = place.referential.crimes.count_communes
    if figures.a_importer and count:
        partial = f"la base communale importée ne couvre que {counted(count, 'commune')}"
        return f"{partial} : importez celle de la France, « {IMPORT} »"
    return MISSING_HINT


def _facts(
    words: FeuillePublique, place: KnownCommune, figures: Chiffres, repere: str
) -> FaitsPublique:
    commune, contours = place.commune, contours_of(place.referential)
    communes = place.referential.communes
    drawn = any(one.courbe for one in figures.courbes)
    carte = contours.locate(commune, place.neighbours, communes, MAP) if contours else None
    return FaitsPublique(
        projet=TO_CHECK in repere,
        repere=repere,
        mention=plain(words.mention),
        surtitre=f"{plain(_heading(words, figures))} · code Insee {commune.code}",
        nom=commune.toponyme.seul,
        lieu=hold_title(place.lieu),
        titre_commune=plain(words.titre_commune),
        cles=place.keys,
        notes=(place.former_communes,) if place.former_communes else (),
        carte=carte,
        legende_carte=_legend(place) if carte else None,
        avis=figures.avis,
        titre_courbes=figures.titre_courbes,
        courbes=with_one_wide(figures.courbes) if drawn else (),
        sans_courbe="" if drawn else undrawn_in_words(figures.courbes),
        comparaison=figures.comparaison,
        secret=_abbreviations(words, figures),
        titre_lecture=plain(words.titre_lecture),
        lecture=words.lecture if figures.quoted else (),
        urgence=plain(words.urgence),
        urgence_legende=plain(words.urgence_legende),
        contacts=(place.contact(), _second_contact(words, place)),
        sources=sources(place, figures.quoted, mapped=carte is not None),
    )


def _heading(words: FeuillePublique, figures: Chiffres) -> str:
    return words.surtitre_departement if figures.departement_seul else words.surtitre


def _legend(place: KnownCommune) -> Legende:
    unit = {"Brigade": "de la brigade", "Commissariat": "du commissariat"}
    first = place.competence.service.partition(" ")[0] if place.competence else ""
    same = f"autres communes {unit.get(first, 'du même service')}"
    without_neighbours = len(place.neighbours) < 2
    return Legende(
        commune="la commune", voisines="" if without_neighbours else same, autres="autres communes"
    )


def _abbreviations(words: FeuillePublique, figures: Chiffres) -> str:
    printed = figures.printed
    meanings = [(HIDDEN, words.secret), (MISSING, words.absent)]
    said = [plain(text) for abbreviation, text in meanings if abbreviation in printed]
    table = figures.comparaison
    if table and table.groupee and HIDDEN not in printed:
        said.insert(0, plain(words.secret_groupe or words.secret))
    return " ".join(said)


def _second_contact(words: FeuillePublique, place: KnownCommune) -> BlocContact:
    """Return the second contact: the gendarme for elected officials, or the prefecture.

    The gendarme is named for the readers who may know the name, never in public; in police zone
    there is none.
    """
    if place.police:
        return place.prefecture(plain(words.prefecture))
    lines = place.referent
    blank = "" if lines else plain(words.a_remplir)
    return BlocContact(titre="Votre référent élu", lignes=lines, a_remplir=blank)
