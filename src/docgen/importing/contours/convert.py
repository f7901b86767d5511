"""Import of the outlines of communes, from GeoJSON files, for locator maps.

Accepted: IGN Admin Express, Etalab's outlines, france-geojson; whole France or whole départements,
in one file or several. Communes of an older year are merged into present ones. GeoJSON gives
neither producer nor edition: both come from the options. A page credits the producer; what a
provenance says after « ; » is of the file, and is not printed.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from docgen.french.territory import departement_of
from docgen.french.wording import counted, shorten_list
from docgen.importing.contours.arcs import departement_file
from docgen.importing.contours.geojson import Outline, Shape, read_outlines
from docgen.importing.input_file import DOWNLOAD_AGAIN, ImportOptions, InputFile, raise_errors
from docgen.importing.redundant_columns import comparable_name, is_damaged
from docgen.referential.communes.france import Communes
from docgen.referential.referential import Referential
from docgen.referential.snapshot import UNKNOWN_EDITION, Origine, Snapshot

MIN_SHARE = 0.5
"""The share of its communes below which a département has no map."""

Shapes = dict[str, list[Shape]]


def convert(
    files: Sequence[InputFile], options: ImportOptions, referential: Referential
) -> tuple[Snapshot, ...]:
    """Return the snapshot `contours`; raise ContentError with every problem of the files."""
    communes = referential.communes
    shapes_by_departement: defaultdict[str, Shapes] = defaultdict(dict)
    for rank, infile in enumerate(files):
        options.progress("lecture des contours", 0.5 * rank / len(files))
        for code, shapes in _present_shapes(infile, communes).items():
            shapes_here = shapes_by_departement[departement_of(code)]
            if code in shapes_here:
                message = f"la commune {code} est déjà dans un autre des fichiers donnés"
                infile.error("doublon", message)
            shapes_here.setdefault(code, shapes)
    raise_errors(files)
    whole = _complete_departements(shapes_by_departement, communes, files[0])
    if not options.provenance:
        hint = 'dites d’où ils viennent, que la page doit citer : --provenance "IGN, Admin Express"'
        files[0].warn("provenance", "producteur des contours inconnu", hint=hint)
    return (Snapshot("contours", _origine(files, options), dict(_files(whole, options))),)


def _files(
    shapes_by_departement: Mapping[str, Shapes], options: ImportOptions
) -> Iterator[tuple[str, bytes]]:
    for rank, (departement, shapes) in enumerate(sorted(shapes_by_departement.items())):
        options.progress(
            f"contours du département {departement}", 0.5 + 0.5 * rank / len(shapes_by_departement)
        )
        yield f"{departement}.json", departement_file(shapes)


def _origine(files: Sequence[InputFile], options: ImportOptions) -> Origine:
    credit = options.provenance.partition(" ; ")[0]
    return Origine(
        jeu="Contours des communes",
        edition=options.edition.isoformat() if options.edition else UNKNOWN_EDITION,
        producteur=credit or "non précisé",
        source="fichier fourni par l’utilisateur",
        licence="non précisée",
        mention=credit or "Contours des communes : origine non précisée",
        provenance=options.provenance,
        importes=tuple(infile.importe for infile in files),
    )


# Communes of the outlines


def _present_shapes(infile: InputFile, communes: Communes) -> Shapes:
    """Return the shapes of a file by present commune; warn of outlines without a commune."""
    outlines = list(read_outlines(infile))
    _check_names(infile, outlines, communes)
    codes = {outline.code for outline in outlines}
    shapes: Shapes = {}
    unknown: list[str] = []
    for outline in outlines:
        commune = communes.find(outline.code)
        if commune is None:
            unknown.append(outline.code)
        elif outline.code in commune.arrondissements_municipaux and commune.code in codes:
            continue  # the whole city is there beside it
        else:
            shapes.setdefault(commune.code, []).append(outline.shape)
    if unknown:
        names = shorten_list(unknown)
        several = counted(len(unknown), "contour laissé", "contours laissés")
        message = f"{several} de côté, code inconnu : {names}"
        infile.warn("commune", message)
    return shapes


def _check_names(infile: InputFile, outlines: Sequence[Outline], communes: Communes) -> None:
    other = []
    for outline in outlines:
        commune = communes.get(outline.code)
        if commune is None or not outline.nom:
            continue
        names = (commune.toponyme.seul, commune.toponyme.nom)
        if comparable_name(outline.nom) in map(comparable_name, names):
            continue
        label = (
            f"contour n° {outline.rank} ({outline.code}) : « {outline.nom} », et non « {names[0]} »"
        )
        if any(is_damaged(outline.nom, name) for name in names):
            infile.error("codage", f"nom abîmé, {label}", hint=DOWNLOAD_AGAIN)
        else:
            other.append(label)
    if other:
        odd = counted(len(other), "nom qui n’est pas celui", "noms qui ne sont pas ceux")
        message = f"{odd} du code : {shorten_list(other)}"
        infile.warn("nom", message, hint="le code fait foi ; vérifiez que ce sont d’anciens noms")


def _complete_departements(
    shapes_by_departement: Mapping[str, Shapes], communes: Communes, infile: InputFile
) -> dict[str, Shapes]:
    """Return the départements that are complete enough for a map; warn of what is missing.

    Raise ContentError when there is none.
    """
    complete: dict[str, Shapes] = {}
    for departement, shapes in sorted(shapes_by_departement.items()):
        wanted = communes.in_departement(departement)
        missing = [one.toponyme.seul for one in wanted if one.code not in shapes]
        where = f"département {departement} : {counted(len(missing), 'commune')} sur {len(wanted)}"
        if len(shapes) < MIN_SHARE * len(wanted):
            infile.warn("incomplet", f"{where} sans contour, il est laissé de côté")
            continue
        complete[departement] = shapes
        if missing:
            infile.warn("incomplet", f"{where} sans contour : {shorten_list(missing)}")
    if not complete:
        hint = "donnez les contours de toutes les communes d’un département au moins"
        raise infile.refusal("incomplet", "aucun département n’est entier", hint=hint)
    return complete
