"""The public page: open statistics of a commune, beside the rates of its département."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from docgen.charts.lettering import line_count
from docgen.french.rule import INSECABLE
from docgen.french.titles import hold_dates, hold_end
from docgen.french.wording import counted, date_longue
from docgen.kinds.infographie.chiffres import Chiffres, PageFigures, QuotedBase
from docgen.kinds.infographie.commune import IMPORT, MISSING_HINT, KnownCommune, Page
from docgen.kinds.infographie.content import FeuillePublique
from docgen.kinds.infographie.facts import BlocContact, FaitsPublique, Legende
from docgen.kinds.infographie.graphiques import CURVE, with_one_wide, with_room
from docgen.kinds.infographie.phrases import undrawn_in_words
from docgen.kinds.infographie.points import HIDDEN, MISSING
from docgen.kinds.maps.locate import contours_of
from docgen.left import Item
from docgen.markup import plain
from docgen.referential.communes.services_locaux import ANNUAIRE
from docgen.referential.communes.unites import COMMISSARIATS
from docgen.referential.figures.activite import EXEMPLE_FICTIF
from docgen.referential.snapshot import OpenSnapshot
from docgen.statistics.indicators import Denominateur

FICTIF = re.compile("fictif|fictive", re.IGNORECASE)
"""The words of the provenance of invented figures."""
ARTICLE: Final = re.compile(r"(?<=\bLa|\bLe) (?=[A-ZÀ-Ý])")
"""The blank within the name of a producer: « La Poste »."""
COPY: Final = f"{INSECABLE}(copie)"
"""The note on figures from a file that is not the official one."""
WIDTH, ROOM = 482.0, 276.0
"""The width of a page, and the height of what differs from one to the next, in points."""
COLUMN = 317.0
"""The width of two columns of three, in points."""
SOURCE_SIZE, SOURCE_LINE = 7.5, 9.4
"""The size of the sources, and the height of a line of them, in points."""
GIVEN_TO_CURVES = 0.75
"""The share of the height left that curves take; the rest goes between the parts of the page."""
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
    words: FeuillePublique, place: KnownCommune, annee: int | None, foreign: tuple[Item, ...]
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
    place: KnownCommune, figures: Chiffres, foreign: tuple[Item, ...]
) -> tuple[Item, ...]:
    """Return what is left of a page: figures that are missing or invented, `foreign` parties.

    Figures that are not published are not missing: the page says so, and is final.
    """
    left = [*place.left, *foreign]
    if _are_missing(figures) and figures.avis:
        left.append(place.missing(plain(figures.avis), _import_hint(place, figures)))
    if has_invented_figures(place, figures.quoted):
        left.append(place.invented())
    return tuple(left)


def _are_missing(figures: Chiffres) -> bool:
    return figures.a_importer or not (figures.quoted or figures.non_publie)


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
    facts = FaitsPublique(
        projet=TO_CHECK in repere,
        repere=repere,
        mention=plain(words.mention),
        surtitre=f"{plain(_heading(words, figures))} · code Insee {commune.code}",
        nom=commune.toponyme.seul,
        lieu=place.printed_lieu if figures.comparaison else place.large_lieu,
        titre_commune=plain(words.titre_commune),
        cles=place.keys if carte and figures.comparaison else place.narrow_keys,
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
    return facts.model_copy(update={"courbes": with_room(facts.courbes, _room_for_curves(facts))})


def _room_for_curves(facts: FaitsPublique) -> float:
    """Return by how much the curves of a page of average density may be taller, in points.

    An error of some points changes the density of the page, never the number of its pages.
    """
    table, phrases = facts.comparaison, [one.phrase for one in facts.courbes]
    grouped = table.groupee.texte if table and table.groupee else ""
    used = (
        15.2 * (len(table.lignes) if table else 0) + 3.2 * bool(grouped),
        12 * _lines(grouped, 9, COLUMN),
        12.5 * _lines(facts.lieu, 10.2, COLUMN),
        13.5 * len(facts.notes),
        11.5
        * max(
            len(one.lignes) + bool(one.numero) + 2 * bool(one.a_remplir) for one in facts.contacts
        ),
        11.5 * max((_lines(phrase, 9, CURVE[0]) for phrase in phrases), default=0),
        10.5 * _lines(facts.secret, 8, WIDTH) + 7.5 * bool(facts.secret),
        12 * _lines(facts.avis, 9, WIDTH) + 14 * bool(facts.avis),
        SOURCE_LINE * _source_lines(facts.sources),
    )
    return GIVEN_TO_CURVES * (ROOM - sum(used))


def _source_lines(columns: Iterable[Iterable[str]]) -> int:
    """Return how many lines the longer column of sources has; the first is twice as wide."""
    return max(
        sum(_lines(source, SOURCE_SIZE, room) for source in column)
        for column, room in zip(columns, (COLUMN, CURVE[0]), strict=True)
    )


def _lines(text: str, size: float, room: float) -> int:
    return line_count(text, size, room) if text else 0


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
    return place.referent("Votre référent élu", plain(words.a_remplir))


# The sources at the foot of the page: origin, edition and licence of each figure


def sources(
    place: KnownCommune, quoted: Sequence[QuotedBase], *, mapped: bool
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the credit lines of all that a page quotes, in two columns of like height.

    Each producer is named once, before all that is his; those of whom all is a copy, at the end.
    """
    by_producer: dict[str, list[str]] = {}
    for credit in _credits(place, quoted, mapped):
        producer, comma, work = credit.partition(", ")
        by_producer.setdefault(producer + comma, []).append(work)
    copied = [
        name for name, works in by_producer.items() if all(work.endswith(COPY) for work in works)
    ]
    once = sum(len(by_producer[name]) for name in copied) > 1
    for name in copied if once else ():
        by_producer[name] = [work.removesuffix(COPY) for work in by_producer[name]]
    lines = (name + " ; ".join(works) for name, works in by_producer.items())
    sources = [f"{line[0].upper()}{line[1:].removesuffix('.')}." for line in lines]
    sources[:1] = [f"Sources : {line}" for line in sources[:1]]
    if once:
        names = (name.removesuffix(", ") for name in copied)
        sources[-1] += f" Lus sur des copies : {' ; '.join(names)}."
    held = tuple(hold_end(hold_dates(ARTICLE.sub(INSECABLE, line))) for line in sources)
    halves = [(held[:rank], held[rank:]) for rank in range(len(held), 0, -1)]
    return min(halves, key=_source_lines)


def has_invented_figures(place: KnownCommune, quoted: Sequence[QuotedBase]) -> bool:
    """Whether a quoted base says that its figures are invented."""
    opened = (place.referential.snapshot(_snapshot(place, base)) for base in quoted)
    return any(map(_is_invented, opened))


def _is_invented(opened: OpenSnapshot | None) -> bool:
    return opened is not None and FICTIF.search(opened.origine.provenance) is not None


def _snapshot(place: KnownCommune, quoted: QuotedBase) -> str:
    departement = quoted.series[0].territoire == place.commune.departement.code
    return "ssmsi-departements" if departement else "ssmsi-communes"


def _credits(place: KnownCommune, quoted: Sequence[QuotedBase], mapped: bool) -> Iterator[str]:
    yield from _statistics(place, quoted)
    table = place.referential.competence
    written = table is not None and table.is_written(place.commune.code)
    used = {
        "cog": True,
        "contours": mapped,
        "competence": place.competence is not None and not written,
        "maires": place.maire is not None,
        COMMISSARIATS if place.police else "unites": place.unite is not None,
        ANNUAIRE: place.unite is None and place.place.unite_annuaire is not None,
    }
    for name in (name for name, is_used in used.items() if is_used):
        if opened := place.referential.snapshot(name):
            census = _census(place) if name == "cog" else ""
            yield opened.origine.credit + census + _provenance_note(opened)
    if written:
        yield "unité compétente, d’après le projet"


def _census(place: KnownCommune) -> str:
    """Return the census year of the commune, where it differs from the credit line's.

    Mayotte has the census of 2017, the Pacific its own: the file says 2023 for the country.
    """
    vintage = place.commune.millesime_population
    if vintage in (None, place.referential.communes.millesime_population):
        return ""
    return f" (ici, population municipale {vintage})"


def _provenance_note(opened: OpenSnapshot | None) -> str:
    origine = opened.origine if opened else None
    if origine is None or origine.provenance in ("", origine.mention):
        return ""
    if _is_invented(opened):
        return f" ({EXEMPLE_FICTIF.replace(' ', INSECABLE)})"
    return COPY


def _statistics(place: KnownCommune, quoted: Sequence[QuotedBase]) -> Iterator[str]:
    """Yield the credit of the bases; two of one edition and its vintages are said together."""
    levels_by_edition: dict[str, list[str]] = {}
    for base in quoted:
        level = "départementale" if _snapshot(place, base) == "ssmsi-departements" else "communale"
        levels_by_edition.setdefault(_edition(place, base), []).append(level)
    for edition, levels in levels_by_edition.items():
        bases = "bases" if len(levels) > 1 else "base"
        yield f"SSMSI, {bases} {' et '.join(levels)} de la délinquance enregistrée, {edition}"


def _edition(place: KnownCommune, quoted: QuotedBase) -> str:
    edition = quoted.series[0].edition
    parts = [f"édition du {date_longue(edition.produite_le)}"]
    if edition.geographie:
        parts.append(f"géographie {edition.geographie}")
    note = _provenance_note(place.referential.snapshot(_snapshot(place, quoted)))
    return ", ".join([*parts, *_vintages(quoted)]) + note


def _vintages(quoted: QuotedBase) -> Iterator[str]:
    """Yield the census years of rates: « population 2023 », « logements 2022 »."""
    named: dict[str, list[str]] = {}
    words = {Denominateur.HABITANTS: "population", Denominateur.LOGEMENTS: "logements"}
    for per, word in words.items():
        bases = (
            serie.point(year).base.millesime
            for serie in quoted.series
            if serie.indicateur.denominateur is per
            for year in quoted.rated
        )
        years = sorted({year for year in bases if year is not None})
        if years:
            span = str(years[0]) if len(years) == 1 else f"{years[0]} à {years[-1]}"
            named.setdefault(span, []).append(word)
    yield from (f"{' et '.join(words_of)} {span}" for span, words_of in named.items())
