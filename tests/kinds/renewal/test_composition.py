"""What letters say: their lines, their form of address, and only what the convention says."""

import shutil
from dataclasses import replace
from datetime import date

import pytest

from docgen.document import Diffusion
from docgen.errors import ContentError
from docgen.kinds.renewal.content import GenreLettre
from tests.conftest import plain_blanks
from tests.kinds.renewal.letters import words_of, written
from tests.support import documents
from tests.support.documents import LETTERS

LATE = date(2027, 3, 1)
every_letter = pytest.mark.parametrize("name", LETTERS)


def facts(name):
    return documents.document(name).facts


def test_every_letter_is_looked_at():
    assert {name.split("-")[1] for name in LETTERS} == set(GenreLettre)


@every_letter
def test_closing_repeats_the_form_of_address(name):
    made = facts(name)
    assert bool(made.appel) == bool(made.politesse)
    if made.appel:
        assert made.appel.endswith(",")
        assert f", {made.appel} l’expression" in made.politesse


@every_letter
def test_an_address_holds_in_a_window(name):
    lines = words_of(facts(name).destinataire).splitlines()
    assert len(lines) <= 6
    assert all(len(line) <= 38 for line in lines if "[" not in line)
    if facts(name).appel and "[" not in lines[-1]:
        assert lines[-1] == lines[-1].upper()


def test_a_letter_between_parties_says_who_writes_to_whom():
    made = facts("renewal-denonciation-2026-amr81")
    assert words_of(made.expediteur).splitlines() == [
        *("Association des maires ruraux du Tarn", "[numéro et voie]"),
        *("[code postal et commune]", "mairesruraux81.fr"),
    ]
    assert words_of(made.destinataire).splitlines() == [
        *("Colonel Jean-Michel Doose", "Commandant le groupement"),
        *("de gendarmerie départementale du Tarn", "Place de Verdun", "81000 ALBI"),
    ]
    assert words_of(made.fait) == "Albi, le 8 février 2027"
    assert [(one.qualite, one.nom) for one in made.signatures] == [
        ("Le président de l’AMR81,", "Patrick Carayon")
    ]
    assert [one.nom for one in made.mentions] == ["Réf.", "Envoi", "P. j."]


def test_joint_letter_has_two_signatures_and_an_agreement():
    made = facts("renewal-reconduction-2026-amr81")
    assert [(one.accord, one.nom) for one in made.signatures] == [
        *(("", "Patrick Carayon"), ("Pour accord,", "Jean-Michel Doose"))
    ]


def test_letters_that_end_are_internal_and_only_notes_say_so():
    kept = {documents.document(name).diffusion for name in LETTERS if "iation" in name}
    assert kept == {Diffusion.INTERNE}
    assert facts("renewal-rappel-2026-amr81").repere == "PROJET – Interne – ne pas diffuser"
    assert facts("renewal-denonciation-2026-amr81").repere == "PROJET – ne vaut pas signature"


def test_letter_without_address_is_a_draft_with_its_reason():
    drafts = {name for name in LETTERS if not documents.document(name).final}
    assert {*LETTERS} - drafts == {"renewal-recepisse-2026-ggd81"}  # which names no other address
    for name in drafts - {"renewal-avenant-2026-ggd81"}:
        [point], [words] = documents.document(name).left, facts(name).restes
        assert (point.file, point.line, point.code) == ("content/emetteurs.yaml", 16, "manquant")
        assert words == "L’adresse et la ville de l’Association des maires ruraux du Tarn"


def test_a_letter_whose_addresses_are_written_is_final(project):
    addressed(project)
    for type_, day in (("rappel", date(2027, 1, 10)), ("denonciation", date(2027, 2, 8))):
        [letter] = written(type_, day, project.workspace, de="amr81")
        assert (letter.final, letter.left, letter.facts.restes) == (True, (), ())
    [letter] = written("rappel", date(2027, 1, 10), project.workspace, de="amr81")
    assert letter.facts.repere == "Interne – ne pas diffuser"


@pytest.mark.parametrize("named", ["ville: 31000 Toulouse", "ville: Albi, en Haute-Garonne"])
def test_letter_from_another_departement_is_a_draft(project, named):
    addressed(project)
    path = project.root / "content/emetteurs.yaml"
    text, written_there = path.read_text("utf-8"), "Fictive]\n    ville: 81000 Albi"
    assert text.count(written_there) == 1
    path.write_text(text.replace(written_there, f"Fictive]\n    {named}"), "utf-8")
    [letter] = written("denonciation", date(2027, 2, 8), project.workspace, de="amr81")
    assert [(one.code, one.file) for one in letter.left] == [("ailleurs", "content/emetteurs.yaml")]
    assert not letter.final


def test_an_amendment_without_its_text_is_a_draft(project):
    addressed(project)
    [letter] = written("avenant", LATE, project.workspace, de="amr81")
    assert not letter.final
    assert letter.facts.restes == ("Texte de la modification proposée",)
    [blank] = [one for phrase in letter.facts.corps for one in phrase.morceaux if one.blanc]
    assert blank.largeur == "lignes"


def addressed(project):
    """Write the address of the association: exemple fictif."""
    path = project.root / "content/emetteurs.yaml"
    written = "adresse: [1 rue Fictive]\n    ville: 81000 Albi\n"
    text = path.read_text("utf-8").replace("adresse: []\n    ville:\n", written)
    path.write_text(text, "utf-8")


@pytest.mark.parametrize("town", ["81013 Albi Cedex 9", "81013 ALBI CEDEX"])
def test_letter_is_dated_from_its_town_without_cedex(project, town):
    path = project.root / "content/emetteurs.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("ville: 81000 Albi", f"ville: {town}"), "utf-8")
    [letter] = written("denonciation", date(2027, 2, 8), project.workspace, de="ggd81")
    assert words_of(letter.facts.fait) == "Albi, le 8 février 2027"
    assert town in words_of(letter.facts.expediteur)


def test_an_amendment_with_its_text_is_final(project):
    addressed(project)
    path = project.root / "content/renewal/avenant.yaml"
    words = "modification: L’article 5 est complété (exemple fictif)."
    path.write_text(path.read_text("utf-8").replace("modification:\n", words + "\n"), "utf-8")
    [letter] = written("avenant", LATE, project.workspace, de="amr81")
    assert letter.final
    assert "L’article 5 est complété (exemple fictif)." in words_of(letter.facts)
    assert "[texte" not in words_of(letter.facts)


def test_a_circular_names_each_commune_and_its_mayor_rightly():
    letters = written("circulaire", LATE, communes=("81101", "81045", "81004"))
    texts = [words_of(one.facts) for one in letters]
    assert [one.key for one in letters] == [
        f"circulaire-2026-{code}" for code in ("81101", "81045", "81004")
    ]
    for text, name in zip(texts, ("du Garric", "des Cabannes", "d’Albi"), strict=True):
        assert f"La commune {name} n’a aucune démarche" in text
        assert f"Mairie {name}" in text
    assert "à la brigade de Cagnac-les-Mines" in texts[0]


def test_circular_sends_nobody_in_police_zone_to_the_police():
    [letter] = written("circulaire", LATE, communes=("81004",))
    assert "commissariat" not in words_of(letter.facts)


def test_mayor_of_unknown_sex_is_addressed_by_both_forms(project):
    (project.root / "content/referentiel/maires/maires.csv").unlink()
    for path in (project.root / "content/referentiel/maires").iterdir():
        path.unlink()
    (project.root / "content/referentiel/maires").rmdir()
    [letter] = written("circulaire", LATE, project.workspace, communes=("81101",))
    assert letter.facts.appel == "Madame ou Monsieur le Maire,"
    assert words_of(letter.facts.destinataire).splitlines()[0] == "Madame ou Monsieur le Maire"


def test_circular_stays_a_draft_when_the_register_gainsays_its_mayor(project):
    wish = 'communes:\n  - {code_insee: "81101", appel: Madame le Maire}\n'
    project.write("content/territoire/communes.yaml", wish)
    [letter] = written("circulaire", LATE, project.workspace, communes=("81101",))
    assert letter.facts.appel == "Madame ou Monsieur le Maire,"
    assert words_of(letter.facts.destinataire).splitlines()[0] == "Madame ou Monsieur le Maire"
    assert letter.left[-1].id == "maire:81101"
    assert "« appel : Madame le Maire », et au répertoire" in plain_blanks(letter.facts.restes[-1])


def test_a_wish_of_who_signs_is_kept(project):
    path = project.root / "content/emetteurs.yaml"
    text = path.read_text("utf-8")
    assert text.count("    appel:\n") == 2
    head, _, tail = text.rpartition("    appel:\n")
    path.write_text(f"{head}    appel: Mon Colonel\n{tail}", "utf-8")
    [letter] = written("resiliation", LATE, project.workspace, de="amr81")
    assert letter.facts.appel == "Mon Colonel,"
    assert "agréer, mon Colonel, l’expression" in letter.facts.politesse


def replace_signatory(project, name):
    path = project.root / "content/emetteurs.yaml"
    head, _, tail = path.read_text("utf-8").rpartition("    signataire:\n    qualite:\n")
    office = "présidente par intérim de l’AMR81"
    path.write_text(f"{head}    signataire: {name}\n    qualite: {office}\n{tail}", "utf-8")


def test_who_has_taken_the_place_of_a_signatory_is_named(project):
    replace_signatory(project, "Madame Claire EXEMPLE-FICTIF")
    [letter] = written("resiliation", LATE, project.workspace, de="amr81")
    assert words_of(letter.facts.destinataire).splitlines()[:2] == [
        *("Madame Claire Exemple-Fictif", "Présidente par intérim de l’AMR81")
    ]
    assert letter.facts.appel.startswith("Madame")
    [letter] = written("resiliation", LATE, project.workspace, de="ggd81")
    assert "Jean-Michel" not in words_of(letter.facts)


def with_third_party(project):
    """Add a party to the signed act: exemple fictif."""
    path = project.root / "content/convention/2026.yaml"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    for rank, name in reversed([*enumerate(lines)]):
        if name.startswith(("    - id: ggd81", "    - partie: ggd81", "  empreinte:")):
            own = "id: ccvf\n      sigle: CCVF\n      nom: Communauté du Val Fictif"
            if "partie" in name:
                own = "partie: ccvf\n      nom: Madame Claire FICTIF\n      qualite: présidente"
            lines[rank : rank + 1] = [] if "empreinte" in name else [f"    - {own}\n", name]
    path.write_text("".join(lines), "utf-8")


@pytest.mark.parametrize(
    ("type_", "day", "asked"),
    [
        ("circulaire", LATE, {"communes": ("81218",)}),
        ("denonciation", date(2027, 2, 8), {"de": "amr81"}),
    ],
)
def test_letter_names_all_parties_when_they_are_three(project, type_, day, asked):
    with_third_party(project)
    letters = written(type_, day, project.workspace, **asked)
    assert len(letters) == 1 + (type_ == "denonciation")
    for letter in letters:
        text = words_of(letter.facts.corps)
        start = text.index("qui lie ")
        assert text[start : text.index(" a été signée", start)].count(" et ") == 1
        assert "Communauté du Val Fictif" in text
        assert "gendarmerie départementale du Tarn" in text


def test_a_title_alone_is_refused_where_it_stands(project):
    replace_signatory(project, "Madame")
    with pytest.raises(ContentError) as error:
        written("resiliation", LATE, project.workspace, de="amr81")
    assert [one.file for one in error.value.problems] == ["content/emetteurs.yaml"]


def test_addresses_are_blank_without_emetteurs_file(project):
    (project.root / "content/emetteurs.yaml").unlink()
    [letter] = written("resiliation", LATE, project.workspace, de="amr81")
    assert words_of(letter.facts.destinataire).splitlines()[-2:] == [
        *("[numéro et voie]", "[code postal et commune]")
    ]
    assert [one.message.rpartition(" : ")[0] for one in letter.left] == [
        f"sans adresse, une lettre reste un projet ; à écrire pour « {partie} »"
        for partie in ("amr81", "ggd81")
    ]
    assert not letter.final


def test_letters_rest_on_words_of_the_convention(project):
    path = project.root / "content/renewal/avenant.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("un accord écrit entre", "un accord oral entre"), "utf-8")
    with pytest.raises(ContentError) as error:
        written("avenant", LATE, project.workspace, de="amr81")
    found = [one for one in error.value.problems if one.code == "citation"]
    assert [one.message for one in found] == ["aucune convention signée ne dit ces mots"]
    assert found[0].file == "content/renewal/avenant.yaml"


@pytest.mark.parametrize("title", ["Colonel", "Monsieur"])
def test_an_addressee_without_a_name_is_refused_at_its_place(project, title):
    path = project.root / "content/convention/2026.yaml"
    text = path.read_text("utf-8").replace("Colonel Jean-Michel DOOSE", title)
    project.write("content/convention/2026.yaml", text)
    with pytest.raises(ContentError) as error:
        written("resiliation", LATE, project.workspace, de="amr81")
    [problem] = error.value.problems
    assert problem.field == "signature.signataires[1].nom"
    assert problem.line == text.splitlines().index(f"      nom: {title}") + 1


def test_the_bound_circular_holds_every_letter_as_it_is():
    codes = ("81101", "81004", "81218")
    [bound] = written("circulaire", LATE, communes=codes, layout="liasse")
    assert bound.key == "circulaire-2026-liasse"
    alone = written("circulaire", LATE, communes=codes)
    assert list(bound.parts["lettres"]) == [
        replace(letter, town="", left=part.left)
        for letter, part in zip(alone, bound.parts["lettres"], strict=True)
    ]


def without_termination(project):
    path = project.root / "content/convention/2026.yaml"
    text = path.read_text("utf-8")
    kept = [line for line in text.splitlines(True) if "preavis_resiliation" not in line]
    short = "".join(kept).replace("La présente clause reste en vigueur", "Cette clause vaut")
    project.write("content/convention/2026.yaml", short)


def test_what_a_convention_does_not_say_its_letters_leave_out(project):
    without_termination(project)
    [note, _] = written("rappel", date(2027, 1, 10), project.workspace)
    assert "y mettre fin à tout moment" not in words_of(note.facts)
    assert "Modifier la convention demande un accord écrit" in words_of(note.facts)
    [letter] = written("denonciation", date(2027, 2, 8), project.workspace, de="amr81")
    assert "propriété intellectuelle" not in words_of(letter.facts)


def test_a_letter_that_is_all_about_it_is_refused(project):
    without_termination(project)
    for more in ({"type_": "resiliation"}, {"type_": "denonciation", "subsidiaire": True}):
        with pytest.raises(ContentError) as error:
            written(more.pop("type_"), LATE, project.workspace, de="amr81", **more)
        assert "ne dit rien de préavis de résiliation" in error.value.problems[0].message


def test_letters_of_an_invented_convention_say_so(project):
    path = project.root / "content/convention/2026.yaml"
    text = path.read_text("utf-8").replace("acte: signe\n", "acte: signe\nexemple_fictif: oui\n", 1)
    path.write_text(text, "utf-8")
    addressed(project)
    [letter] = written("resiliation", LATE, project.workspace, de="amr81")
    assert letter.facts.repere == "Exemple fictif"
    assert letter.required_margin_words == ("Exemple fictif",)


SEVERAL = "81218"
"""Puygouzon, which has two postal codes."""


def with_code(project, code=""):
    """Write the address of the association, and the postal code of a mairie if there is any.

    No directory tells that code.
    """
    addressed(project)
    shutil.rmtree(project.root / "content/referentiel/annuaire")
    told = f"[{{code_insee: {SEVERAL}, code_postal: {code}}}]" if code else "[]"
    project.write("content/territoire/communes.yaml", f"communes: {told}\n")


def test_circular_is_a_draft_without_postal_code(project):
    with_code(project)
    one, two = written("circulaire", LATE, project.workspace, communes=("81101", SEVERAL))
    assert (one.final, one.left) == (True, ())
    assert not two.final
    [left] = two.left
    assert (left.file, left.severity) == ("content/territoire/communes.yaml", "avertissement")
    assert left.message.startswith("81218 Puygouzon (81120 ou 81990) : sans code postal")
    assert "« code_postal: »" in left.hint
    assert len(two.facts.restes) == 1


def test_circular_is_final_once_its_postal_code_is_written(project):
    with_code(project, "81120")
    [letter] = written("circulaire", LATE, project.workspace, communes=(SEVERAL,))
    assert (letter.final, letter.left) == (True, ())
    assert "81120 PUYGOUZON" in words_of(letter.facts)


def test_bound_circular_is_a_draft_and_lists_codes_once(project):
    with_code(project)
    codes = (SEVERAL, "81101", "75056")
    [bound] = written("circulaire", LATE, project.workspace, communes=codes, layout="liasse")
    assert not bound.final
    messages = [one.message for one in bound.left]
    assert all("sans code postal" in message for message in messages)
    assert [message[:5] for message in messages] == [SEVERAL, "75056"]
    assert "75056 Paris (21 codes)" in messages[1]
