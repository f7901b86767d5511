"""Returned PDFs that lie: each change that somebody may make, by what it is.

Every change is made to the end of a file, as editors do, before the first signature or after
the last; what is done to bytes and to digests stands apart.
"""

import gzip
import re
from collections.abc import Callable
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter as Writer

from tests.signatures import tampering
from tests.signatures.pki import FIRST, authority
from tests.signatures.signed import fields, twice, unsigned
from tests.signatures.signing import sign, updated
from tests.signatures.tampering import added

Change = Callable[[Writer], None]
CHANGES: dict[str, tuple[Change, str]] = {}
"""Each change, by its name, and what must be said of it."""


def change(said: str) -> Callable[[Change], Change]:
    """Return what notes a change under its name, with what must be said of it."""

    def note(made: Change) -> Change:
        CHANGES[made.__name__] = made, said
        return made

    return note


SIMPLE = {bool: generic.BooleanObject, int: generic.NumberObject}


def pdf(value: Any) -> Any:
    """Return a value as an object of a PDF."""
    if isinstance(value, dict):
        pairs = {generic.NameObject(key): pdf(one) for key, one in value.items()}
        return generic.DictionaryObject(pairs)
    if isinstance(value, list):
        return generic.ArrayObject(map(pdf, value))
    if type(value) is str:
        text = generic.NameObject if value.startswith("/") else generic.TextStringObject
        return text(value)
    return SIMPLE[type(value)](value) if type(value) in SIMPLE else value


def put(writer: Writer, holder: Any, **entries: Any) -> None:
    """Put entries into a dictionary of a file."""
    for key, value in entries.items():
        holder[generic.NameObject(f"/{key}")] = pdf(value)
    writer.update_container(holder)


def stream(writer: Writer, data: bytes, **entries: Any) -> Any:
    """Add a stream to a file."""
    made = generic.StreamObject(stream_data=data)
    for key, value in entries.items():
        made[generic.NameObject(f"/{key}")] = pdf(value)
    return writer.add_object(made)


def page(writer: Writer, number: int) -> Any:
    """Return a page of a file, from 1."""
    return writer.find_page_for_modification(number - 1)[0].get_object()


def annotate(writer: Writer, number: int, box: list[Any], subtype: str, **entries: Any) -> Any:
    """Lay an annotation over a page."""
    whole = {"/Type": "/Annot", "/Subtype": subtype, "/Rect": box, "/F": 4}
    whole |= {f"/{key}": value for key, value in entries.items()}
    reference = writer.add_object(pdf(whole))
    there = page(writer, number)
    if "/Annots" in there:
        there["/Annots"].append(reference)
        writer.update_container(there["/Annots"])
    else:
        put(writer, there, Annots=[reference])
    return reference


def signature_box() -> list[Any]:
    """Return the place of the first signature."""
    return [generic.FloatObject(side) for side in fields()[0]["rect"]]


def white(writer: Writer) -> dict[str, Any]:
    """Return an appearance that hides what is under it."""
    form = stream(
        writer, b"1 g 0 0 500 100 re f", Type="/XObject", Subtype="/Form", BBox=[0, 0, 500, 100]
    )
    return {"/N": form}


CLAUSE = [60, 400, 500, 460]
JS = {"/S": "/JavaScript", "/JS": "app.alert(1)"}


# ---------- Annotations ----------


@change("une annotation couvre la signature de Madame Exemple Fictif, page 2")
def square_over_a_signature(writer: Writer) -> None:
    annotate(writer, 2, signature_box(), "/Square", AP=white(writer))


@change("un tampon couvre la signature de Madame Exemple Fictif, page 2")
def stamp_over_a_signature(writer: Writer) -> None:
    annotate(writer, 2, signature_box(), "/Stamp", AP=white(writer))


@change("une case de formulaire couvre la signature de Madame Exemple Fictif, page 2")
def field_over_a_signature(writer: Writer) -> None:
    annotate(writer, 2, signature_box(), "/Widget", FT="/Tx", T="autre", V="lu et approuvé")


@change("une annotation couvre une partie de la page 1")
def words_over_a_clause(writer: Writer) -> None:
    annotate(writer, 1, CLAUSE, "/FreeText", Contents="Article supprimé", DA="/F 12 Tf 0 g")


for _subtype in ("/Highlight", "/StrikeOut", "/Redact", "/Ink", "/Text", "/Popup", "/Watermark"):

    def _marked(writer: Writer, subtype: str = _subtype) -> None:
        annotate(writer, 1, CLAUSE, subtype, AP=white(writer))

    _marked.__name__ = f"{_subtype[1:].lower()}_over_a_clause"
    change("une annotation couvre une partie de la page 1")(_marked)


@change("une annotation couvre une partie de la page 1")
def annotation_that_only_prints(writer: Writer) -> None:
    annotate(writer, 1, CLAUSE, "/Square", F=4 | 32, AP=white(writer))


@change("un lien est ajouté page 1")
def link_over_a_clause(writer: Writer) -> None:
    annotate(writer, 1, CLAUSE, "/Link", A={"/S": "/URI", "/URI": "https://mauvais.example"})


@change("une action est cachée page 1")
def link_that_runs_a_script(writer: Writer) -> None:
    annotate(writer, 1, CLAUSE, "/Link", A=JS)


@change("une action est cachée page 1")
def link_that_starts_a_program(writer: Writer) -> None:
    annotate(writer, 1, CLAUSE, "/Link", A={"/S": "/Launch", "/F": "calc.exe"})


@change("un fichier joint couvre une partie de la page 1")
def file_on_a_page(writer: Writer) -> None:
    annotate(writer, 1, CLAUSE, "/FileAttachment", FS={"/Type": "/Filespec", "/F": "virus.exe"})


@change("une case de formulaire couvre une partie de la page 1")
def signature_field_over_a_clause(writer: Writer) -> None:
    annotate(writer, 1, CLAUSE, "/Widget", FT="/Sig", T="autre", AP=white(writer))


@change("montre autre chose qu’une signature")
def stamp_in_a_field_that_nobody_signed(writer: Writer) -> None:
    put(writer, writer.root["/AcroForm"]["/Fields"][1], AP=white(writer))


@change("montre autre chose qu’une signature")
def double_of_a_field_that_looks_signed(writer: Writer) -> None:
    shown = page(writer, 2)["/Annots"]
    double = pdf({key: shown[1].raw_get(key) for key in shown[1]})
    double |= pdf({"/AP": white(writer), "/V": {"/Type": "/Sig"}})
    shown[1] = writer.add_object(double)
    writer.update_container(shown)


@change("hors des cases prévues est ajoutée page 1")
def time_stamp_that_draws_all_over(writer: Writer) -> None:
    drawn = {"/N": stream(writer, b"1 g 0 0 500 500 re f", Subtype="/Form")}
    entries = {"FT": "/Sig", "T": "heure", "V": {"/Type": "/DocTimeStamp"}, "AP": drawn}
    field = annotate(writer, 1, [60, 400, 60, 400], "/Widget", **entries)
    writer.root["/AcroForm"]["/Fields"].append(field)
    writer.update_container(writer.root["/AcroForm"]["/Fields"])


# ---------- What pages show ----------


@change("la page 1 ne montre pas ce que docgen y dessine")
def white_over_a_clause(writer: Writer) -> None:
    writer.add_stream_to_page(
        0, writer.add_object(generic.StreamObject(stream_data=b"q 1 g 60 400 400 60 re f Q"))
    )


@change("la page 1 ne dit pas ce que docgen y écrit")
def page_without_words(writer: Writer) -> None:
    put(writer, page(writer, 1), Contents=stream(writer, b""))


@change("la page 2 ne")
def picture_over_a_page(writer: Writer) -> None:
    there = page(writer, 2)
    form = stream(writer, b"1 g 0 0 500 500 re f", Subtype="/Form", BBox=[0, 0, 500, 500])
    put(writer, there["/Resources"], XObject={"/cache": form})
    put(writer, there, Contents=[there.raw_get("/Contents"), stream(writer, b"q /cache Do Q")])


@change("la page 1 ne")
def other_letters(writer: Writer) -> None:
    fonts = page(writer, 1)["/Resources"]["/Font"]
    first, second = list(fonts)[:2]
    put(writer, fonts, **{first[1:]: fonts.raw_get(second)})


@change("la page 1 a été rognée, agrandie ou tournée")
def page_cropped(writer: Writer) -> None:
    put(writer, page(writer, 1), CropBox=[0, 400, 595, 842])


@change("la page 1 a été rognée, agrandie ou tournée")
def page_turned(writer: Writer) -> None:
    put(writer, page(writer, 1), Rotate=180)


@change("la page 1 a été rognée, agrandie ou tournée")
def page_enlarged(writer: Writer) -> None:
    put(writer, page(writer, 1), UserUnit=4)


@change("la page 2 manque")
def without_its_last_page(writer: Writer) -> None:
    put(writer, writer.root["/Pages"], Kids=list(writer.root["/Pages"]["/Kids"])[:1], Count=1)


@change("la page 1 manque")
def without_its_first_page(writer: Writer) -> None:
    put(writer, writer.root["/Pages"], Kids=list(writer.root["/Pages"]["/Kids"])[1:], Count=1)


@change("selon le programme")
def page_cropped_by_another_parent(writer: Writer) -> None:
    parent = writer.add_object(pdf({"/Type": "/Pages", "/CropBox": [0, 400, 595, 842]}))
    put(writer, page(writer, 1), Parent=parent)


@change("selon le programme")
def page_of_a_type_that_some_readers_pass_over(writer: Writer) -> None:
    pages = writer.root["/Pages"]
    blank = {"/Type": "/Autre", "/MediaBox": [0, 0, 595, 842]}
    blank["/Parent"] = writer.root.raw_get("/Pages")
    put(writer, pages, Kids=[*pages["/Kids"], writer.add_object(pdf(blank))], Count=3)


@change("selon le programme")
def contents_that_some_readers_cannot_inflate(writer: Writer) -> None:
    there = page(writer, 1)
    other = generic.StreamObject(encoded_data=gzip.compress(there["/Contents"].data))
    other[generic.NameObject("/Filter")] = generic.NameObject("/FlateDecode")
    put(writer, there, Contents=writer.add_object(other))


@change("les pages ne sont plus dans l’ordre")
def pages_swapped(writer: Writer) -> None:
    put(writer, writer.root["/Pages"], Kids=list(writer.root["/Pages"]["/Kids"])[::-1])


@change("la page 3 n’est pas de docgen")
def page_added(writer: Writer) -> None:
    pages = writer.root["/Pages"]
    blank = {
        "/Type": "/Page",
        "/MediaBox": [0, 0, 595, 842],
        "/Parent": writer.root.raw_get("/Pages"),
    }
    put(writer, pages, Kids=[*pages["/Kids"], writer.add_object(pdf(blank))], Count=3)


# ---------- Layers ----------


@change("un calque, qui se montre ou se cache, a été ajouté")
def hidden_layer(writer: Writer) -> None:
    layer = writer.add_object(pdf({"/Type": "/OCG", "/Name": "caché"}))
    put(writer, writer.root, OCProperties={"/OCGs": [layer], "/D": {"/OFF": [layer]}})
    put(writer, page(writer, 1)["/Resources"], Properties={"/caché": layer})


@change("un calque, qui se montre ou se cache, a été ajouté")
def layer_without_content(writer: Writer) -> None:
    put(writer, writer.root, OCProperties={"/OCGs": [], "/D": {}})


# ---------- Scripts and actions ----------


@change("une action s’exécute à l’ouverture du fichier")
def script_when_opened(writer: Writer) -> None:
    put(writer, writer.root, OpenAction=JS)


@change("une action s’exécute à l’ouverture du fichier")
def program_when_opened(writer: Writer) -> None:
    put(writer, writer.root, OpenAction={"/S": "/Launch", "/F": "calc.exe"})


@change("une action est cachée dans le fichier")
def script_when_closed(writer: Writer) -> None:
    put(writer, writer.root, AA={"/WC": JS})


@change("un programme (script) est caché dans le fichier")
def script_by_its_name(writer: Writer) -> None:
    put(writer, writer.root["/Names"], JavaScript={"/Names": ["un", JS]})


@change("une action est cachée page 1")
def script_of_a_page(writer: Writer) -> None:
    put(writer, page(writer, 1), AA={"/O": JS})


@change("une action est cachée page 2")
def script_of_a_field(writer: Writer) -> None:
    put(writer, writer.root["/AcroForm"]["/Fields"][1], AA={"/E": JS})


@change("une action est cachée dans le formulaire des signatures")
def form_in_xml(writer: Writer) -> None:
    put(writer, writer.root["/AcroForm"], XFA=stream(writer, b"<xdp/>"), AA={"/C": JS})


# ---------- What the file says of itself ----------


@change("le titre du fichier a été changé : « Autre » au lieu de « Convention fictive")
def another_title(writer: Writer) -> None:
    put(writer, writer.trailer["/Info"], Title="Autre")


@change("l’auteur du fichier a été changé")
def another_author(writer: Writer) -> None:
    put(writer, writer.trailer["/Info"], Author="Autre")


@change("le logiciel du fichier a été changé")
def another_program(writer: Writer) -> None:
    put(writer, writer.trailer["/Info"], Creator="Word")


@change("« Projet » au lieu de « Acte à signer »")
def final_told_as_draft(writer: Writer) -> None:
    put(writer, writer.trailer["/Info"], Subject="Projet")


@change("les propriétés du fichier ont été changées")
def another_property(writer: Writer) -> None:
    put(writer, writer.trailer["/Info"], Valeur="juridique")


@change("les propriétés du fichier ont été changées")
def another_title_in_the_metadata(writer: Writer) -> None:
    packet = writer.root["/Metadata"].data.replace(b"Convention fictive", b"Autre chose")
    made = stream(writer, packet, Type="/Metadata", Subtype="/XML")
    put(writer, writer.root, Metadata=made)


@change("les propriétés du fichier ont été changées")
def metadata_that_nobody_reads(writer: Writer) -> None:
    put(writer, writer.root, Metadata=stream(writer, b"<x", Type="/Metadata", Subtype="/XML"))


@change("la langue du fichier a été changée")
def another_language(writer: Writer) -> None:
    put(writer, writer.root, Lang="en")


@change("les numéros de page que montre le lecteur ont été changés")
def other_page_numbers(writer: Writer) -> None:
    put(writer, writer.root, PageLabels={"/Nums": [0, {"/S": "/r"}]})


@change("la façon d’ouvrir le fichier a été changée")
def another_way_to_open(writer: Writer) -> None:
    put(writer, writer.root, ViewerPreferences={"/HideToolbar": True})


@change("les signets ont été changés")
def other_bookmarks(writer: Writer) -> None:
    put(writer, writer.root["/Outlines"]["/First"], Title="Autre chose")


@change("ce que dit un lecteur d’écran a été changé")
def other_words_read_aloud(writer: Writer) -> None:
    put(writer, writer.root["/StructTreeRoot"]["/K"][0], ActualText="Autre chose")


@change("ce que dit un lecteur d’écran a été changé")
def no_words_read_aloud(writer: Writer) -> None:
    put(writer, writer.root, MarkInfo={"/Marked": False})


@change("un objet du fichier n’est pas de docgen")
def private_data(writer: Writer) -> None:
    put(writer, writer.root, PieceInfo={"/Autre": {"/Private": "caché"}})


# ---------- What it carries ----------


def files(writer: Writer) -> list[Any]:
    """Return the files that a PDF carries."""
    names = writer.root["/Names"]["/EmbeddedFiles"]["/Names"]
    return [names[rank].get_object() for rank in range(1, len(names), 2)]


@change("le fichier joint « convention-complete.docx » n’est pas celui de docgen")
def another_word_version(writer: Writer) -> None:
    [file] = [one for one in files(writer) if str(one["/UF"]).endswith(".docx")]
    put(writer, file["/EF"], F=stream(writer, b"PK", Type="/EmbeddedFile"))


@change("le fichier joint « annexe.exe » a été ajouté")
def another_file(writer: Writer) -> None:
    names = writer.root["/Names"]["/EmbeddedFiles"]
    data = stream(writer, b"MZ", Type="/EmbeddedFile")
    file = {"/Type": "/Filespec", "/F": "annexe.exe", "/UF": "annexe.exe", "/EF": {"/F": data}}
    put(writer, names, Names=[*names["/Names"], "annexe.exe", writer.add_object(pdf(file))])


@change("le fichier joint « convention-complete.docx » manque")
def no_word_version(writer: Writer) -> None:
    names, first = writer.root["/Names"]["/EmbeddedFiles"], files(writer)[0]
    kept = 0 if str(first["/UF"]).endswith(".yaml") else 2
    put(writer, names, Names=list(names["/Names"])[kept : kept + 2])
    put(writer, writer.root, AF=[writer.root["/AF"].raw_get(kept // 2)])


@change("la liste des fichiers joints a été changée")
def files_that_are_not_listed(writer: Writer) -> None:
    put(writer, writer.root, AF=[])


# ---------- Signature fields ----------


@change("la case de signature de Monsieur Personnage Inventé, page 2, a été changée")
def another_name_on_a_field(writer: Writer) -> None:
    put(writer, writer.root["/AcroForm"]["/Fields"][1], TU="Signature de Quelqu’un d’autre, x")


@change("la case de signature de Monsieur Personnage Inventé manque page 2")
def field_moved(writer: Writer) -> None:
    put(writer, writer.root["/AcroForm"]["/Fields"][1], Rect=[10, 10, 60, 60])


@change("la case de signature de Monsieur Personnage Inventé manque page 2")
def field_removed(writer: Writer) -> None:
    there = page(writer, 2)
    put(writer, there, Annots=list(there["/Annots"])[:1])


@change("le formulaire des signatures a été changé")
def field_that_is_not_listed(writer: Writer) -> None:
    form = writer.root["/AcroForm"]
    put(writer, form, Fields=[form["/Fields"].raw_get(0)])


@change("le formulaire des signatures a été changé")
def field_on_no_page(writer: Writer) -> None:
    form = writer.root["/AcroForm"]
    form["/Fields"].append(writer.add_object(pdf({"/FT": "/Sig", "/T": "autre"})))
    writer.update_container(form)


@change("le formulaire des signatures a été changé")
def form_that_counts(writer: Writer) -> None:
    put(writer, writer.root["/AcroForm"], CO=[writer.root["/AcroForm"]["/Fields"].raw_get(0)])


@change("des données sont cachées dans le fichier")
def object_that_nothing_shows(writer: Writer) -> None:
    writer.add_object(pdf({"/Cache": "caché"}))


@change("des données sont cachées dans le fichier")
def object_within_a_proof(writer: Writer) -> None:
    hidden = stream(writer, b"\n3 0 obj\n<< /Cache (hidden) >>\nendobj\n")
    put(writer, writer.root, DSS={"/Autre": hidden})


@change("des données sont cachées dans le fichier")
def object_packed_within_a_proof(writer: Writer) -> None:
    hidden = stream(writer, b"3 0 << >>", Type="/ObjStm", N=1, First=4)
    put(writer, writer.root, DSS={"/Autre": hidden})


@change("la page 1 ne montre pas ce que docgen y dessine")
def contents_that_some_readers_decode_otherwise(writer: Writer) -> None:
    """Keep the operators of a page, in an encoding whose parameters not all readers heed."""
    contents = page(writer, 1)["/Contents"]
    other = stream(writer, contents.data, Filter="/ASCIIHexDecode")
    put(writer, page(writer, 1), Contents=other)


@change("selon le programme")
def last_page_not_counted(writer: Writer) -> None:
    put(writer, writer.root["/Pages"], Count=1)


# ---------- Bytes ----------


def _table(data: bytes) -> bytes:
    return re.findall(rb"startxref\s+(\d+)", data)[-1]


def _before_the_end(data: bytes, hidden: bytes) -> bytes:
    place = data.rindex(b"startxref")
    return data[:place] + hidden + data[place:]


OBJECT = b"9000 0 obj\n<< /Cache (hidden) >>\nendobj\n"


def _entry_of_the_trailer(writer: Writer) -> None:
    writer.set_custom_trailer_entry(generic.NameObject("/Cache"), pdf("autre chose"))
    writer.update_root()


BYTES: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "words": (lambda data: data + b"autre chose", "après la fin du fichier, 11 octets"),
    "object": (lambda data: data + OBJECT, "après la fin du fichier"),
    "archive": (lambda data: data + b"PK\3\4 cache.zip", "après la fin du fichier"),
    "entry_of_the_trailer": (added(_entry_of_the_trailer), "des données sont cach"),
    "old_table": (
        lambda data: data + OBJECT + b"startxref\n" + _table(data) + b"\n%%EOF\n",
        "la fin du fichier renvoie à un ancien état",
    ),
    "object_before_the_end": (lambda data: _before_the_end(data, OBJECT), "des données sont cach"),
    "words_before_the_end": (
        lambda data: _before_the_end(data, b"\nautre\n"),
        "des données sont cach",
    ),
    "words_that_end_as_a_table": (
        lambda data: _before_the_end(data, b"\nautre\n<<>>\n"),
        "des données sont cach",
    ),
    "number_beyond_measure": (
        lambda data: updated(data, {(1_000_000, 0): b"null"}),
        "selon le programme",
    ),
    "contents_freed": (tampering.with_contents_freed, "selon le programme"),
    "number_given_again": (tampering.with_number_given_again, "selon le programme"),
    "number_given_unprepared": (tampering.with_number_given_unprepared, "selon le programme"),
    "contents_said_twice": (tampering.with_contents_said_twice, "selon le programme"),
}
"""What is done to the last bytes of a file, and what must be said of it."""


def before(made: Change) -> bytes:
    """Return the convention changed, then signed by the first."""
    return sign(added(made)(unsigned()), fields()[0]["field"], authority().signer(FIRST))


def after(made: Change) -> bytes:
    """Return the convention signed by both, then changed."""
    return added(made)(twice("plain"))


def alone(made: Change) -> bytes:
    """Return the convention changed, and signed by nobody."""
    return added(made)(unsigned())


WAYS = {"before": before, "after": after}
