"""Circles of readers: a field is internal by default, at any depth."""

import inspect
from typing import Annotated

import pytest
from pydantic import BaseModel, Field, ValidationError

from docgen.content.model import Content
from docgen.document import Diffusion
from docgen.importing.territoire import columns as local_columns
from docgen.referential.diffusion import CIRCLES, circle_of, may_read, restrict_to_circle
from docgen.referential.territoire import local_files

PUBLIQUE, PARTENAIRES, INTERNE = Diffusion


class Inner(Content):
    open: Annotated[str, PUBLIQUE] = ""
    unsaid: str = ""


class Outer(Content):
    name: Annotated[str, PUBLIQUE]
    shared: Annotated[str, PARTENAIRES] = ""
    unsaid: str = "the default"
    twice: Annotated[Annotated[str, INTERNE], PUBLIQUE] = ""
    inside: Annotated[str, PUBLIQUE] | None = None  # said of a part of the type, not of the field
    one: Annotated[Inner | None, PUBLIQUE] = None
    many: Annotated[tuple[Inner, ...], PUBLIQUE] = ()
    named: Annotated[dict[str, Inner], PUBLIQUE] = Field(default_factory=dict)


WHOLE = Outer(
    name="n",
    shared="s",
    unsaid="u",
    twice="t",
    inside="i",
    one=Inner(open="o", unsaid="u"),
    many=(Inner(open="o", unsaid="u"),),
    named={"k": Inner(open="o", unsaid="u")},
)


def test_a_public_reader_sees_public_fields_and_no_other():
    seen = restrict_to_circle(WHOLE, PUBLIQUE)
    bare = Inner(open="o")
    assert seen == Outer(name="n", one=bare, many=(bare,), named={"k": bare})
    assert seen.unsaid == "the default"


def test_partner_sees_public_fields_too():
    assert restrict_to_circle(WHOLE, PARTENAIRES) == restrict_to_circle(WHOLE, PUBLIQUE).model_copy(
        update={"shared": "s"}
    )


def test_the_unit_itself_sees_everything():
    assert restrict_to_circle(WHOLE, INTERNE) == WHOLE


@pytest.mark.parametrize("circle", CIRCLES)
def test_hidden_fields_stay_hidden(circle):
    for wider in CIRCLES:
        least = min(circle, wider, key=CIRCLES.index)
        assert restrict_to_circle(restrict_to_circle(WHOLE, circle), wider) == restrict_to_circle(
            WHOLE, least
        )


def test_circles_go_from_the_widest_to_the_narrowest():
    assert CIRCLES == (PUBLIQUE, PARTENAIRES, INTERNE)
    assert [[may_read(stated, circle) for circle in CIRCLES] for stated in CIRCLES] == [
        [True, True, True],
        [False, True, True],
        [False, False, True],
    ]


def test_field_that_cannot_be_hidden_raises_type_error():
    class Careless(Content):
        secret: str

    with pytest.raises(TypeError, match=r"Careless\.secret"):
        restrict_to_circle(Careless(secret="s"), PUBLIQUE)


def test_contact_may_be_for_partners_and_never_public():
    shared = local_files.Referent(nom="N", telephone="17", diffusion="partenaires")
    unit = local_files.UniteLocale(unite="U", referent_elu=shared, referent_surete={"nom": "M"})
    public, partners, force = (restrict_to_circle(unit, circle) for circle in CIRCLES)
    nobody = local_files.Referent()
    assert (public.referent_elu, public.referent_surete) == (nobody, nobody)
    assert (partners.referent_elu.nom, partners.referent_surete) == ("N", nobody)
    assert force == unit
    with pytest.raises(ValidationError, match="valeur inconnue : « publique »"):
        local_files.Referent(nom="N", diffusion="publique")


MODELS = [
    model
    for _, model in inspect.getmembers(local_files, inspect.isclass)
    if issubclass(model, Content) and model is not Content
]
FIELDS = [
    pytest.param(field, id=f"{model.__name__}.{name}")
    for model in MODELS
    for name, field in model.model_fields.items()
]
PUBLIC = {
    "FichierUnites": {"unites"},
    "FichierCommunes": {"communes"},
    "UniteLocale": {
        *("unite", "compagnie", "communaute_de_brigades", "adresse", "telephone", "horaires")
    },
    "CommuneLocale": {
        *("code_insee", "appel", "maire", "police_municipale", "participation_citoyenne"),
        *("code_postal", "unite"),
    },
    "MaireVerifie": {"nom", "prenom"},
}
"""The public fields of the territory; a new field is not in this list."""


def test_territory_publishes_the_decided_fields_only():
    found = {
        model.__name__: {
            name for name, field in model.model_fields.items() if circle_of(field) is PUBLIQUE
        }
        for model in MODELS
    }
    assert {name: fields for name, fields in found.items() if fields} == PUBLIC


@pytest.mark.parametrize("field", FIELDS)
def test_each_territory_field_can_be_hidden_or_is_public(field):
    assert circle_of(field) is PUBLIQUE or not field.is_required()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
@pytest.mark.parametrize("circle", CIRCLES)
def test_a_reader_never_sees_a_field_of_a_closer_circle(model, circle):
    seen = restrict_to_circle(filled(model), circle)
    for holder, name in every_field(seen):
        stated = circle_of(type(holder).model_fields[name])
        if not may_read(stated, circle):
            value = getattr(holder, name)
            assert value in (type(holder).model_fields[name].default, local_files.Referent())


def filled(model):
    """Return a model with a value in each field, at any depth."""
    held = {
        **dict.fromkeys(local_columns.REFERENTS, local_files.Referent),
        "maire": local_files.MaireVerifie,
        "unites": local_files.UniteLocale,
        "communes": local_files.CommuneLocale,
    }
    values = {name: filled(held[name]) if name in held else "!" for name in model.model_fields}
    for name in ("unites", "communes"):
        if name in values:
            values[name] = (values[name],)
    return model.model_construct(**values)


def every_field(model):
    """Yield each model inside a model, and itself, with each of its fields."""
    for name in type(model).model_fields:
        yield model, name
        value = getattr(model, name)
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, BaseModel):
                yield from every_field(part)
