"""What a text tells of the territory to more readers than may read it."""

import re
from itertools import product

import pytest

from docgen.build.check import check_all
from docgen.content.source import Source
from docgen.document import Diffusion
from docgen.errors import ContentError
from docgen.referential.referential import Referential
from docgen.referential.territoire.internal import refuse_internal, unreadable_values

UNITS = """\
unites:
  - unite: Brigade d’Alban
    telephone: 01 99 00 00 00
    referent_elu:  # exemple fictif
      grade: Adjudante-cheffe
      nom: EXEMPLE Julie
      telephone: 01 99 00 12 34
      courriel: julie.exemple@exemple.invalid
    referent_surete:
      {grade: Major, nom: La Combe, telephone: 01 99 00 56 78, diffusion: partenaires}
"""
COMMUNES = """\
communes:
  - code_insee: "81218"
    commentaire: [Le maire est souvent absent le lundi, Très bien]
    maire: {nom: Dupont, prenom: Lou, verifie_le: 2026-11-01, verifie_par: Autrice fictive}
"""


@pytest.fixture
def ours(project):
    """A project with gendarmes to name, one of whom mayors may know."""
    project.write("content/territoire/unites.yaml", UNITS)
    project.write("content/territoire/communes.yaml", COMMUNES)
    return Referential(project.workspace)


def told(text, referential, readers=Diffusion.PUBLIQUE, field="cout"):
    problems = refuse_internal(Source("texte.yaml", {field: text}), readers, referential)
    return [one.message.split("« ")[1].split(" »")[0] for one in problems]


PUBLIC = {
    "Appeler l’adjudante-cheffe Exemple Julie, Mme Julie Exemple": [
        "Exemple Julie",
        "Julie Exemple",
    ],
    "au 01.99.00.12.34, ou +33 1 99 00 12 34.": ["01.99.00.12.34", "33 1 99 00 12 34"],
    "à julie.exemple@exemple.invalid": ["julie.exemple@exemple.invalid"],
    "chez le major La Combe": ["La Combe"],
    "Mme Exemple, l’adjudante Exemple, puis Monsieur Combe": [
        "Mme Exemple",
        "adjudante Exemple",
        "Monsieur Combe",
    ],
    "Madame la Maire, caserne de l’adjudante Exemple, un chef exemple, M. Dupont": [],
    "Mme Julie Durand, Mme Julie-Anne Durand": [],
    "le maire est souvent absent le lundi": ["le maire est souvent absent le lundi"],
    "une adjudante-cheffe, Exemple à suivre, rue Julie": [],
    "Brigade d’Alban, 01 99 00 00 00, 17": [],
    "Lou Dupont, par Autrice fictive": [],
    "très bien, dans la combe": [],
}


def test_internal_values_are_told_and_no_others(ours):
    assert {text: told(text, ours) for text in PUBLIC} == PUBLIC


def test_partners_read_of_a_gendarme_what_mayors_may(ours):
    names = "Julie Exemple, La Combe, 01 99 00 56 78"
    assert told(names, ours, Diffusion.PARTENAIRES) == ["Julie Exemple"]
    assert told(names, ours, Diffusion.INTERNE) == []


def test_name_of_several_words_is_told_in_any_order(project):
    units = UNITS.replace("EXEMPLE Julie", "de La Tour Hugues")
    project.write("content/territoire/unites.yaml", units)
    referential = Referential(project.workspace)
    assert told("voir Hugues de La Tour", referential) == ["Hugues de La Tour"]
    assert told("voir M. de La Tour", referential) == ["M. de La Tour"]


FIELDS = (
    *(
        "{first} {last}",
        "{LAST} {first}",
        "{LAST}, {first}",
        "M. {first} {last}",
        "M.{first} {last}",
    ),
    *("Adjudant {first} {last}", "ADC {LAST} {first}", "Mme la capitaine {first} {last}"),
    *("Maréchal des logis-chef {first} {last}", "A/C {first} {last}", "{last} ({first})"),
    *(
        "{LAST} {first} (adjoint)",
        "{first} {last}, adjoint au commandant",
        "Référent : {first} {last}",
    ),
    *(
        "{first} {last} et Lou Autre",
        "Lou Autre / {first} {last}",
        "Chef d’escadron {LAST} {first}",
    ),
)
"""How people write a gendarme’s name."""
SAID = (
    *("voir {first} {last}", "{LAST} {first}, à Alban", "à {first} {LAST}.", "l’adjudante {last}"),
    *("la capitaine {last}", "Mme {last}", "M. {LAST}", "M.{last}", "le major {first} {last}"),
)
"""How texts say it."""
INVENTED = (
    *(("Jean", "Durieux"), ("Zoé", "d’Ornano"), ("Hugues", "de La Tour"), ("Yann", "Le Bihan")),
    *(("Marie-Anne", "Saint-Faux"), ("Lou", "de La Tour d’Aubière"), ("Éva", "N’Diago")),
)


def test_name_is_told_however_field_and_text_write_it(project):
    unsaid = []
    for (first, last), field in [*product(INVENTED, FIELDS)][::5]:  # each field once at least
        written = {"first": first, "last": last, "LAST": last.upper()}
        units = UNITS.replace("EXEMPLE Julie", f'"{field.format(**written)}"')
        project.write("content/territoire/unites.yaml", units)
        referential = Referential(project.workspace)
        values = unreadable_values(referential, Diffusion.PUBLIQUE)
        for text in (said.format(**written) for said in SAID):
            if not told(text, referential) or not [*values.leaks(text, "x.pdf")]:
                unsaid.append((field.format(**written), text))
    assert unsaid == []


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("Major Jean Durieux (adjoint)", "M. Adjoint, M. M. Martin, le major"),
        ("Jean Durieux, adjoint au commandant", "l’adjoint au commandant"),
        ("Jean Durieux, Officier de Police Judiciaire", "un officier de police judiciaire"),
        ("Jean Durieux - Vallée du Thoré", "la vallée du Thoré"),
        ("Communauté de Brigades d’Alban – Jean Durieux", "la communauté de brigades d’Alban"),
        ("DURIEUX, Jean Marie", "Jean Marie Fictif"),
        ("Brigade de Lacaune les Bains – Jean Durieux", "la mairie de Lacaune les Bains"),
    ],
)
def test_what_stands_beside_a_name_is_public(project, field, text):
    project.write("content/territoire/unites.yaml", UNITS.replace("EXEMPLE Julie", f'"{field}"'))
    referential = Referential(project.workspace)
    assert told(text, referential) == []
    assert [*unreadable_values(referential, Diffusion.PUBLIQUE).leaks(text, "x.pdf")] == []
    assert told("voir l’adjudante Durieux", referential) == ["adjudante Durieux"]


@pytest.mark.parametrize(
    "field",
    [
        *("Mme la maire", "M. le Maire de Gaillac", "Le Maire", "Secrétaire de mairie", "La Rue"),
        *("À désigner", "en attente", "Non désigné", "poste vacant"),
    ],
)
def test_function_or_common_word_in_a_name_is_public(project, field):
    text = "Mme la maire, M. le Maire, M. le maire de Gaillac, la secrétaire de mairie, la rue"
    text += ", À désigner, En attente de réponse, Non désigné, un poste vacant"
    units = UNITS.replace("EXEMPLE Julie", field)
    project.write("content/territoire/unites.yaml", units)
    referential = Referential(project.workspace)
    assert told(text, referential) == []
    assert [*unreadable_values(referential, Diffusion.PUBLIQUE).leaks(text, "x.pdf")] == []


@pytest.mark.parametrize("field", ["Le Maire", "La Rue"])
def test_name_of_common_words_is_told_behind_its_rank(project, field):
    project.write("content/territoire/unites.yaml", UNITS.replace("EXEMPLE Julie", field))
    referential = Referential(project.workspace)
    text = f"dans la rue, le maire, puis l’adjudante-cheffe {field}"
    [said] = told(text, referential)
    assert said.endswith(field)
    assert [*unreadable_values(referential, Diffusion.PUBLIQUE).leaks(text, "x.pdf")] != []


def test_short_note_is_told_nowhere(project):
    communes = COMMUNES.replace("Très bien", "À vérifier").replace("souvent absent le", "absent")
    project.write("content/territoire/communes.yaml", communes)
    values = unreadable_values(Referential(project.workspace), Diffusion.PUBLIQUE)
    assert [*values.leaks("PROJET – À vérifier avant remise", "x.pdf")] == []
    assert [*values.leaks("Le maire est absent lundi", "x.pdf")] != []


def test_surname_of_a_mayor_proves_nothing_behind_a_civil_title(project):
    mayor = Referential(project.workspace).maires.of("81218")
    project.write("content/territoire/unites.yaml", UNITS.replace("EXEMPLE Julie", mayor.nom))
    referential = Referential(project.workspace)
    assert told(f"M. {mayor.nom}", referential) == []
    assert told(f"la capitaine {mayor.nom}", referential) == [f"capitaine {mayor.nom}"]


def test_one_word_or_what_a_role_publishes_is_public(project):
    shared = "occitanie@ssi.gouv.fr"  # of a role
    units = UNITS.replace("EXEMPLE Julie", "Saint-Martin")
    units = units.replace("julie.exemple@exemple.invalid", shared)
    project.write("content/territoire/unites.yaml", units)
    referential = Referential(project.workspace)
    assert told(f"l’école Saint-Martin, {shared}", referential) == []
    assert told("l’adjudante-cheffe Saint-Martin", referential) != []


@pytest.mark.parametrize("field", ["relecture", "remarques", "signature", "representation"])
def test_who_signs_or_read_a_text_again_may_be_named(field, ours):
    assert told({"par": "Julie Exemple"}, ours, field=field) == []


def test_proofreader_is_told_where_documents_print_the_name(project, ours):
    fiche = project.root / "content/fiche/action-5-2.yaml"
    memento = project.root / "content/memento/05-eau.yaml"
    pack = project.root / "content/commune-pack/dossier.yaml"
    stamp = '\ncontrole: {le: 2026-11-20, par: "Julie Exemple"}\n'
    for path in (fiche, memento, pack):
        text = re.sub(r"(?m)^controle:.*\n", "", path.read_text("utf-8"))
        path.write_text(text + stamp, "utf-8")
    with pytest.raises(ContentError) as refused:
        check_all(project.workspace, [fiche, memento, pack])
    told = [one for one in refused.value.problems if one.code == "interne"]
    assert {(one.file, one.field) for one in told} == {
        (f"content/{name}.yaml", "controle.par") for name in ("fiche/action-5-2", "memento/05-eau")
    }


def test_public_text_that_names_a_gendarme_is_refused(project, ours):
    fiche = project.root / "content/fiche/action-5-2.yaml"
    text = fiche.read_text("utf-8")
    assert text.count("\ncout: Gratuit.\n") == 1
    changed = "\ncout: Gratuit. Appeler le 01 99 00 12 34.\n"
    fiche.write_text(text.replace("\ncout: Gratuit.\n", changed), "utf-8")
    with pytest.raises(ContentError) as refused:
        check_all(project.workspace, [fiche])
    [problem] = [one for one in refused.value.problems if one.code == "interne"]
    line = text.split("\n").index("cout: Gratuit.") + 1
    assert (problem.file, problem.line, problem.column) == (
        "content/fiche/action-5-2.yaml",
        line,
        27,
    )
    assert "{role:brigade}" in problem.hint
