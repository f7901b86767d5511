"""What signing changes in a PDF: all else must be as docgen made it.

Signing fills the fields, adds proofs and time stamps, and says which program did so.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Final

from pypdf.generic import DictionaryObject, FloatObject, NullObject, NumberObject, StreamObject

from docgen.conformity.checks.annotations import is_time_stamp
from docgen.conformity.pdf.objects import (
    Rectangle,
    as_dictionary,
    as_list,
    number_of,
    overlap,
    rectangle_of,
    resolved,
)
from docgen.conformity.pdf.xmp import read_properties
from docgen.signatures.comparison.graph import BY_IDENTITY, Path

LOCKED = 128
"""The flag of a widget that can no longer be moved."""
STAMP_ENTRIES = frozenset(
    (
        *("/Type", "/Subtype", "/FT", "/T", "/F", "/Ff", "/Rect", "/P", "/V", "/AP"),
        *("/DR", "/DA", "/Lock", "/M", "/TU"),
    )
)
"""The entries that the field of a time stamp may have."""
OWN_ENTRIES = STAMP_ENTRIES | {"/DV", "/AS", "/Border"}
"""Those of the field that LibreOffice or Poppler adds when it signs."""
POPPLER_SAYS = ("/N", [0, 0, 0])
"""What Poppler adds to a field, which changes nothing of what it shows."""
FORM_ENTRIES = frozenset(("/Fields", "/SigFlags", "/DR", "/DA"))
"""The entries that the form of a service may have."""
WRITTEN_BY = (
    "{http://ns.adobe.com/pdf/1.3/}Producer",
    "{http://ns.adobe.com/xap/1.0/}CreatorTool",
    "{http://ns.adobe.com/xap/1.0/}MetadataDate",
    "{http://ns.adobe.com/xap/1.0/}ModifyDate",
    "{http://ns.adobe.com/xap/1.0/mm/}InstanceID",
    "{http://www.w3.org/XML/1998/namespace}lang",
)
"""The properties that say which program wrote a file, and when."""


Places = Mapping[str, Collection[Rectangle]]
"""The rectangles of a page, by its number, over which a service may lay its own fields."""
NO_PLACES: Final[Places] = {}
MAX_OVERHANG = 1.0
"""How far a field may stand out of such a rectangle, in points: services round their numbers."""


def is_allowed(
    path: Path, expected: Any, actual: Any, holders: tuple[Any, Any], places: Places = NO_PLACES
) -> bool:
    """Return whether signing may have put a value in place of another."""
    if path in ALWAYS_ALLOWED:
        return ALWAYS_ALLOWED[path](expected, actual)
    if path == ("/Root", "/AcroForm") and places:
        return isinstance(expected, NullObject) and _is_form(actual, places)
    if len(path) < 3 or path[2] not in BY_IDENTITY:
        return False
    if len(path) == 5:
        return _is_signing(path[4], expected, actual, *holders)
    whole = as_list(actual if len(path) == 3 else holders[1])
    added = map(resolved, whole if len(path) == 3 else [actual])
    boxes = places.get(path[1], ())
    allowed = (
        _shows_nothing(one) or bool(places and _fits_alone(one, boxes, whole)) for one in added
    )
    return isinstance(expected, NullObject) and len(path) < 5 and all(allowed)


def is_allowed_later(path: Path, expected: Any, actual: Any, holders: tuple[Any, Any]) -> bool:
    """Return whether another signature may have put a value in place of another.

    Some programs sign in a field of their own, which shows nothing: what was signed is the same.
    """
    if is_allowed(path, expected, actual, holders):
        return True
    if not 3 <= len(path) < 5 or path[2] not in BY_IDENTITY:
        return False
    added = map(resolved, as_list(actual) if len(path) == 3 else [actual])
    return isinstance(expected, NullObject) and all(map(signs_unseen, added))


def signs_unseen(field: Any) -> bool:
    """Return whether an object is a field that is signed and has no room on its page."""
    return (
        isinstance(field, DictionaryObject)
        and not field.keys() - OWN_ENTRIES
        and field.get("/FT") == "/Sig"
        and bool(as_dictionary(field.get("/V")))
        and _has_no_room(field)
        and _is_framed(field)
        and _is_in_form(field)
    )


def _is_form(form: Any, places: Places) -> bool:
    """Return whether all that a form holds is fields that a service may lay."""
    fields = as_list(as_dictionary(form).get("/Fields"))
    boxes = [box for page in places.values() for box in page]
    return as_dictionary(form).keys() <= FORM_ENTRIES and all(
        _shows_nothing(one) or _fits_alone(one, boxes, ()) for one in map(resolved, fields)
    )


def _fits_alone(field: Any, boxes: Collection[Rectangle], beside: Sequence[Any]) -> bool:
    """Return whether the field of a signature has no room, or lies in a box over nothing else."""
    if not isinstance(field, DictionaryObject) or field.keys() - STAMP_ENTRIES:
        return False
    if field.get("/FT") != "/Sig" or is_time_stamp(field) or not _is_framed(field):
        return False
    if not _is_in_form(field):
        return False
    place = rectangle_of(field)
    others = (one for one in map(as_dictionary, beside) if one is not field)
    inside = (
        all(a - MAX_OVERHANG <= b for a, b in zip(box[:2], place[:2], strict=True))
        and all(b - MAX_OVERHANG <= a for a, b in zip(box[2:], place[2:], strict=True))
        for box in boxes
    )
    alone = not any(overlap(place, rectangle_of(one)) for one in others)
    return _has_no_room(field) or (any(inside) and alone)


def _shows_nothing(field: Any) -> bool:
    """Return whether an object is the field of a time stamp, without room on its page."""
    if not isinstance(field, DictionaryObject) or field.keys() - STAMP_ENTRIES:
        return False
    return (
        field.get("/FT") == "/Sig"
        and is_time_stamp(field)
        and _has_no_room(field)
        and _is_framed(field)
    )


def _has_no_room(field: DictionaryObject) -> bool:
    """Return whether a field is a point; on a line, some readers draw."""
    box = as_list(field.get("/Rect"))
    return len(box) == 4 and box[0] == box[2] and box[1] == box[3]


def _is_framed(field: DictionaryObject) -> bool:
    """Return whether a field draws within its place: without a frame, some draw all over."""
    drawings = as_dictionary(field.get("/AP"))
    frame = as_list(as_dictionary(drawings.get("/N")).get("/BBox"))
    numbers = all(isinstance(resolved(side), NumberObject | FloatObject) for side in frame)
    return not drawings or (drawings.keys() == {"/N"} and len(frame) == 4 and numbers)


def _is_in_form(field: DictionaryObject) -> bool:
    """Return whether the form of a file lists this field, and not its double."""
    reader = getattr(field.indirect_reference, "pdf", None)
    form = as_dictionary(reader.root_object.get("/AcroForm")) if reader else DictionaryObject()
    return number_of(field) in map(number_of, as_list(form.get("/Fields")))


def _is_signing(key: str, expected: Any, actual: Any, before: Any, after: Any) -> bool:
    """Return whether a field that was empty is signed now, and a value may have changed by it."""
    signed = as_dictionary(after).get("/FT") == "/Sig" and as_dictionary(after.get("/V"))
    if not signed or "/V" in as_dictionary(before) or not _is_in_form(after):
        return False
    match key:
        case "/V":
            return (
                isinstance(expected, NullObject)
                and as_dictionary(actual).get("/Type") != "/DocTimeStamp"
            )
        case "/AP":
            return isinstance(actual, DictionaryObject) and _is_framed(after)
        case "/F":
            flags = expected if isinstance(expected, NumberObject) else 0
            return isinstance(actual, NumberObject) and actual == flags | LOCKED
        case "/AS" | "/Border":  # Poppler names its only drawing, and the border that it has not
            return isinstance(expected, NullObject) and actual in POPPLER_SAYS
    return key in ("/M", "/MK", "/DA", "/DR")


def _same_metadata(expected: Any, actual: Any) -> bool:
    streams = isinstance(expected, StreamObject) and isinstance(actual, StreamObject)
    return streams and properties(expected.get_data()) == properties(actual.get_data())


def properties(packet: bytes) -> Counter[tuple[tuple[str, ...], str]] | None:
    """Return the XMP properties of a packet but those of its program; None if it is unreadable."""
    read = read_properties(packet)
    return (
        None if read is None else Counter(one for one in read if not set(one[0]) & set(WRITTEN_BY))
    )


def _whatever(_: Any, actual: Any) -> bool:
    return True


ALWAYS_ALLOWED: Final[Mapping[Path, Callable[[Any, Any], bool]]] = {
    ("/Root", "/Pages"): _whatever,  # `reads_alike` says whether all see the same pages in it
    ("/Root", "/DSS"): _whatever,
    ("/Root", "/Extensions"): _whatever,
    ("/Root", "/Version"): _whatever,
    ("/Root", "/Perms"): lambda _, actual: as_dictionary(actual).keys() <= {"/DocMDP"},
    ("/Root", "/Metadata"): _same_metadata,
    ("/Root", "/AcroForm", "/SigFlags"): lambda _, actual: actual in (1, 3),
    ("/Root", "/AcroForm", "/DR"): _whatever,  # what fields might draw with
    ("/Root", "/AcroForm", "/DA"): _whatever,
    ("/Info", "/Producer"): _whatever,
    ("/Info", "/ModDate"): _whatever,
    # Another version of docgen may make the same file.
    ("/Info", "/Creator"): lambda _, actual: str(actual).startswith("docgen "),
}
"""What signing may change beside the fields, and whether a value may stand in place of another."""
