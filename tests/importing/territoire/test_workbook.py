"""`content/territoire/` as a workbook: exported, and imported again without loss."""

import io
import os
import shutil
import tempfile
from datetime import date
from pathlib import Path, PurePosixPath

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st
from openpyxl import load_workbook
from pydantic import ValidationError

from docgen.content.raw import gaps_in, texts
from docgen.content.repertoire import PRINTABLE
from docgen.document import Diffusion
from docgen.errors import ContentError
from docgen.importing.checks import requested_departement
from docgen.importing.input_file import InputFile
from docgen.importing.territoire.columns import COMMUNE_COLUMNS, UNIT_COLUMNS, circle_of_path
from docgen.importing.territoire.files import to_data
from docgen.importing.territoire.workbook import export_territory, import_territory
from docgen.referential.communes import maires
from docgen.referential.communes.competence import COMPETENCE_FILE
from docgen.referential.referential import Referential
from docgen.referential.snapshot import Origine, Snapshot, to_csv
from docgen.referential.territoire.local_files import (
    CommuneLocale,
    Referent,
    UniteLocale,
    read_files,
)
from docgen.workspace import Workspace
from tests.conftest import ROOT
from tests.importing.trial_import import FRANCE
from tests.support.libreoffice import converted

PLACES = ("97501", "97502")
"""The two communes of the smallest département; their units here are invented (exemple fictif)."""
UNITS = ("Brigade d’Exemple", "Brigade du Modèle")
UNIT, COMMUNE = (PurePosixPath("territoire", name) for name in ("unites.yaml", "communes.yaml"))


class Land:
    """A project of two communes with two units that do not exist."""

    def __init__(self, folder, services=UNITS):
        self.workspace = Workspace(folder, folder / "output")
        self.folder = folder / "content/territoire"
        self.folder.mkdir(parents=True)
        self.kept = folder / "content/referentiel"
        self.kept.mkdir()
        (self.kept / "cog").symlink_to(ROOT / "content/referentiel/cog")
        rows = [
            (code, "GN", str(number), service)
            for number, (code, service) in enumerate(zip(PLACES, services, strict=True), 1)
        ]
        table = to_csv(("code", "institution", "id_service", "service"), rows)
        self.keep("competence", COMPETENCE_FILE, table)

    def keep(self, name, file, table):
        """Write a snapshot of one table into the project."""
        fields = dict.fromkeys(("jeu", "producteur", "source", "licence", "mention"), "fictif")
        made = Snapshot(name, Origine(edition="2026", **fields), {file: table})
        (self.kept / name).mkdir()
        for path, data in made.all_files.items():
            (self.kept / name / path).write_bytes(data)

    @property
    def referential(self):
        """Return the present referential; its communes are read once for all tests."""
        made = Referential(self.workspace)
        made.communes = FRANCE.communes
        return made

    def write(self, unites="", communes=""):
        """Write the files of the territory."""
        for name, text in (("unites", unites), ("communes", communes)):
            if text:
                (self.folder / f"{name}.yaml").write_text(text, "utf-8")

    def lose_files(self):
        """Remove the files of the territory."""
        for path in self.folder.glob("*.yaml"):
            path.unlink()

    def out(self):
        """Return the workbook of the two communes."""
        return export_territory(self.referential, requested_departement(self.referential, "975"))

    def back(self, data, **options):
        """Return the update of the territory by a workbook."""
        path = self.workspace.root / "retour.xlsx"
        path.write_bytes(data)
        return import_territory([InputFile(path, "retour.xlsx")], self.referential, **options)

    def together(self, *workbooks):
        """Return the update of the territory by the workbooks of several people."""
        paths = [self.workspace.root / f"{rank}.xlsx" for rank, _ in enumerate(workbooks, 1)]
        for path, data in zip(paths, workbooks, strict=True):
            path.write_bytes(data)
        return import_territory([InputFile(path, path.name) for path in paths], self.referential)

    def problems(self, data, **options):
        """Return the problems of a workbook, as reported."""
        with pytest.raises(ContentError) as caught:
            self.back(data, **options)
        return [str(problem) for problem in caught.value.problems]


@pytest.fixture
def land(tmp_path):
    return Land(tmp_path)


def filled(data, **cells):
    """Return a workbook with some cells replaced: `Communes_D2="x"`."""
    book = load_workbook(io.BytesIO(data))
    for place, value in cells.items():
        sheet, cell = place.split("_")
        book[{"U": "Unités", "C": "Communes", "S": "Services"}[sheet]][cell] = value
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def summary(update):
    """Return the lines of what an update changes."""
    return tuple(map(str, update.changes))


def listed(items, entries, head=""):
    """Return a file of one list."""
    return head + yaml.safe_dump({items: entries}, allow_unicode=True, sort_keys=False)


def column(columns, title):
    """Return the letter of a column."""
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[[one.title for one in columns].index(title)]


# Out


def test_workbook_has_a_row_for_each_unit_and_commune():
    ours = Referential(Workspace(ROOT, ROOT / "o"))
    made = export_territory(ours, requested_departement(ours, None))
    book = load_workbook(io.BytesIO(made))
    units = [row[0].value for row in book["Unités"].iter_rows(min_row=2)]
    codes = [row[0].value for row in book["Communes"].iter_rows(min_row=2)]
    assert len(units) == 35
    assert units[0] == "Brigade d’Alban"
    assert units[-1] == "Commissariat de police de Mazamet"
    assert len(codes) == 314
    assert codes == sorted(codes)
    albi = next(row for row in book["Communes"].iter_rows(min_row=2) if row[0].value == "81004")
    assert [cell.value for cell in albi[1:3]] == ["Albi", "Commissariat de police d’Albi"]
    assert {cell.value for cell in albi[3:-1]} == {None}


def test_the_same_territory_makes_the_same_bytes(land):
    assert land.out() == land.out()


def test_workbook_is_filled_from_the_territory(land):
    land.write(
        f"unites: [{{unite: {UNITS[0]}, adresse: [a, b], telephone: '0199000000'}}]",
        "communes: [{code_insee: '97501', police_municipale: non, appel: Madame la Maire, "
        "maire: {nom: N, prenom: P, verifie_le: 2026-04-23, verifie_par: Q}}]",
    )
    book = load_workbook(io.BytesIO(land.out()))
    assert [cell.value for cell in book["Unités"][2]][:7] == [
        *(UNITS[0], "1", None, None, "a\nb", "01 99 00 00 00", None)
    ]
    said = [cell.value for cell in book["Communes"][2]]
    assert said[3:9] == ["Madame la Maire", "N", "P", said[6], "Q", "non"]
    assert said[6].date() == date(2026, 4, 23)


def test_contact_for_the_mayor_is_yes_or_no_in_sheet(land):
    land.write(f"unites: [{{unite: {UNITS[0]}, referent_elu: {{nom: N, diffusion: partenaires}}}}]")
    place = column(UNIT_COLUMNS, "Référent élu : communicable au maire")
    data = land.out()
    assert load_workbook(io.BytesIO(data))["Unités"][f"{place}2"].value == "oui"
    for typed, written in (("Non", "interne"), ("X", "partenaires")):
        assert land.back(filled(data, **{f"U_{place}2": typed})).files.keys() == (
            {UNIT} if written == "interne" else set()
        )
    changed = land.back(filled(data, **{f"U_{place}2": "non"}))
    assert b"diffusion: interne" in changed.files[UNIT]
    assert summary(changed) == (f"{UNITS[0]}, changement : référent élu (communicable au maire)",)
    [wrong] = land.problems(filled(data, **{f"U_{place}2": "publique"}))
    assert "valeur inconnue : « publique »" in wrong
    assert "oui ou non" in wrong


ROLES = """\
# Qui un maire appelle (exemple fictif).
roles:
  # --- État
  - id: ofb
    libelle: l’OFB
    resolution: fixe  # le même partout
    adresse:
      - Exempleville
  - id: ddt
    libelle: la DDT
    resolution: fixe
    telephone: "0199000000"
  - id: elu
    libelle: l’élu
    resolution: local
"""
SERVICES = PurePosixPath("territoire/roles.yaml")


def test_services_go_out_and_come_back(land):
    (land.folder / "roles.yaml").write_text(ROLES, "utf-8")
    data = land.out()
    rows = list(load_workbook(io.BytesIO(data))["Services"].iter_rows(min_row=2, values_only=True))
    assert [row[:2] for row in rows] == [("OFB", "ofb"), ("DDT", "ddt")]
    assert rows[1][3:-1] == ("01 99 00 00 00", None, None)
    assert land.back(data).files == {}
    made = land.back(filled(data, S_D2="01 99 00 00 01", S_E2="ofb@exemple.invalid", S_D3="17"))
    assert summary(made) == ("OFB, ajout : téléphone, courriel", "DDT, changement : téléphone")
    assert made.files == {
        SERVICES: ROLES.replace(
            "# le même partout\n",
            "# le même partout\n"
            '    telephone: "01 99 00 00 01"\n    courriel: "ofb@exemple.invalid"\n',
        )
        .replace('"0199000000"', '"17"')
        .encode()
    }


def test_wrong_services_are_told_at_their_cells(land):
    (land.folder / "roles.yaml").write_text(ROLES, "utf-8")
    data = land.out()
    assert "DDT, effacement : téléphone" in land.problems(filled(data, S_D3=None))[0]
    assert b"0199000000" not in land.back(filled(data, S_D3=None), effacer=True).files[SERVICES]
    found = land.problems(filled(data, S_A2="ONF", S_B3="dtt", S_D2="999", S_F2="http://x"))
    assert [problem.partition(" : ")[0] for problem in found] == ["retour.xlsx:Services:2"] * 3 + [
        "retour.xlsx:Services:3"
    ]
    assert "« ofb » est l’OFB, et la ligne dit « ONF »" in "".join(found)
    assert "service inconnu : « dtt »" in found[-1]


def test_workbook_without_services_changes_none(land):
    (land.folder / "roles.yaml").write_text(ROLES, "utf-8")
    book = load_workbook(io.BytesIO(land.out()))
    del book["Services"]
    old = io.BytesIO()
    book.save(old)
    assert land.back(old.getvalue()).files == {}


def test_unknown_is_an_empty_cell(land):
    place = column(COMMUNE_COLUMNS, "Police municipale")
    assert land.back(filled(land.out(), **{f"C_{place}2": "Inconnu"})).files == {}


def test_unknown_departement_is_reported(land):
    with pytest.raises(ContentError, match="département inconnu : « 99 »"):
        requested_departement(land.referential, "99")
    with pytest.raises(ContentError, match="vouliez-vous dire « Saint-Pierre-et-Miquelon »"):
        requested_departement(land.referential, "Saint-Pierre et Miquelon")


def test_departement_is_the_project_s_or_the_requested_one(land):
    assert requested_departement(land.referential, None).code == "975"
    assert requested_departement(land.referential, "tarn-et-garonne").code == "82"
    shutil.rmtree(land.workspace.content / "referentiel/competence")
    with pytest.raises(ContentError, match="rien ne dit le département de ce projet"):
        requested_departement(land.referential, None)


def test_each_title_says_who_may_read_its_column():
    for model, columns in ((UniteLocale, UNIT_COLUMNS), (CommuneLocale, COMMUNE_COLUMNS)):
        for one in columns:
            assert one.note == (
                "rempli par docgen" if one.locked else circle_of_path(model, one.steps)
            )
    assert circle_of_path(CommuneLocale, ("maire", "verifie_par")) is Diffusion.INTERNE
    assert circle_of_path(UniteLocale, ("referent_elu", "nom")) is Diffusion.INTERNE
    assert circle_of_path(CommuneLocale, ("videoprotection",)) is Diffusion.PARTENAIRES


def test_every_field_has_its_column():
    def leaves(model):
        for name in model.model_fields:
            if name == "maire":
                yield from (f"maire.{part}" for part in ("nom", "prenom", *CHECKED))
            elif name.startswith(("referent", "enqueteur")):
                yield from (f"{name}.{part}" for part in Referent.model_fields)
            elif (model, name) != (CommuneLocale, "unite"):  # written by hand, where it changes
                yield name

    for model, columns in ((UniteLocale, UNIT_COLUMNS), (CommuneLocale, COMMUNE_COLUMNS)):
        assert {one.key for one in columns if one.key} == set(leaves(model))


CHECKED = ("verifie_le", "verifie_par")


# And back

SIGNS = "".join(sorted(PRINTABLE - set("*\\")))
TEXTS = st.one_of(
    st.text(SIGNS, min_size=1, max_size=12),
    st.text("ab é:#'-", min_size=5, max_size=30).map(lambda text: " ".join([text] * 9)),
    st.sampled_from(["=1+1", "+33", "-x", "@a", "007", "1e5", "oui", "null", "~", "2026-04-23"]),
    st.sampled_from([" a ", "a\u00a0", "\u202fa", "# a", "a: b", "- a", "'a", '"a"', "?", "81004"]),
)
PHONES = st.sampled_from(["0199000000", "+33 1 99 00 00 00", "17", "3919", "+376800000"])
MAILS = st.sampled_from(["a@b.fr", "-a@b.fr", "+a@b.fr"])
LINES = st.lists(TEXTS, max_size=3)
REFERENT = {"grade": TEXTS, "nom": TEXTS, "telephone": PHONES, "courriel": MAILS}
REFERENT["diffusion"] = st.sampled_from(["partenaires", "interne"])


def some(needed, **optional):
    """Draw groups of keys, with any of the optional ones left out."""
    return st.fixed_dictionaries(needed, optional=optional)


REFERENTS = st.dictionaries(st.sampled_from(list(REFERENT)), st.none(), min_size=1).flatmap(
    lambda keys: st.fixed_dictionaries({key: REFERENT[key] for key in keys})
)
MAYORS = st.fixed_dictionaries(
    {
        "nom": TEXTS,
        "prenom": TEXTS,
        "verifie_le": st.dates(date(1900, 3, 1), date(2100, 1, 1)).map(date.isoformat),
        "verifie_par": TEXTS,
    }
)
YES_NO = st.sampled_from(["oui", "non"])
UNIT_ENTRIES = some(
    {"unite": st.sampled_from([*UNITS, "2"])},
    compagnie=TEXTS,
    communaute_de_brigades=TEXTS,
    adresse=LINES,
    telephone=PHONES,
    horaires=LINES,
    referent_elu=REFERENTS,
    referent_surete=REFERENTS,
    enqueteur_environnement=REFERENTS,
)
COMMUNE_ENTRIES = some(
    {"code_insee": st.sampled_from([*PLACES, "81004"])},
    appel=st.sampled_from(["Madame la Maire", "Madame le Maire", "Monsieur le Maire"]),
    maire=MAYORS,
    police_municipale=YES_NO,
    participation_citoyenne=YES_NO,
    videoprotection=YES_NO,
    referent_elu=REFERENTS,
    commentaire=LINES,
)


def entries(strategy, model, same):
    """Draw lists of entries, as in a file: read by the model, without duplicates."""

    def read(values):
        found = {}
        for value in values:
            try:
                entry = model.model_validate(value)
            except ValidationError:
                assume(False)
            assume(not any(gaps_in(text) for _, text in texts(value)))  # the file is refused
            if len(to_data(entry)) > 1:
                found.setdefault(same(value), entry)
        return list(found.values())

    return st.lists(strategy, max_size=3).map(read)


WRITTEN_UNITS = entries(UNIT_ENTRIES, UniteLocale, lambda v: v["unite"].replace("2", UNITS[1]))
WRITTEN_COMMUNES = entries(COMMUNE_ENTRIES, CommuneLocale, lambda v: v["code_insee"])


def file_of(items, written):
    """Return a file with its comments."""
    return listed(items, [to_data(one) for one in written], "# Un commentaire.\n\n")


@given(WRITTEN_UNITS, WRITTEN_COMMUNES)
def test_exported_workbook_loses_nothing_when_imported(units, communes):
    with tempfile.TemporaryDirectory() as folder:
        land = Land(Path(folder))
        land.write(file_of("unites", units), file_of("communes", communes))
        written = [list(file) for one in read_files(land.referential) for _, file in one]
        assert written == [units, communes]
        data = land.out()
        assert land.back(data).files == {}
        land.lose_files()
        made = land.back(data)
        for path, text in made.files.items():
            (land.workspace.content / path).write_bytes(text)
        now = read_files(land.referential)
        named = {one.unite: one for one in now[0].unites}
        assert named == {
            name: one.model_copy(update={"unite": name})
            for one in units
            for name in [UNITS[1] if one.unite == "2" else one.unite]
        }
        assert {one.code_insee: one for one in now[1].communes} == {
            one.code_insee: one for one in communes if one.code_insee in PLACES
        }


def test_lines_that_do_not_change_keep_their_bytes(land):
    communes = "# À nous.\ncommunes:\n- {code_insee: '97501', commentaire: a}  # ici\n"
    unites = (
        "# En tête.\n\nunites:\n# dedans\n- unite: Brigade du Modèle\n"
        '  compagnie: "C"  # la nôtre\n  # fin\n'
    )
    land.write(unites, communes)
    made = land.back(filled(land.out(), U_C2="Compagnie d’Exemple", U_C3="D", U_F3="17"))
    new = "- unite: Brigade d’Exemple\n  compagnie: Compagnie d’Exemple\n"
    expected = unites.replace("- unite", f"{new}- unite").replace('"C"', '"D"')
    expected = expected.replace("# la nôtre\n", "# la nôtre\n  telephone: '17'\n")
    assert made.files == {UNIT: expected.encode()}
    assert made.notices == ()


def test_unit_written_of_a_commune_is_kept(land):
    land.write(communes=f"communes: [{{code_insee: '97501', unite: {UNITS[1]}}}]\n")
    assert land.back(land.out()).files == {}
    [made] = land.back(filled(land.out(), C_I2="oui")).files.values()
    assert UNITS[1] in made.decode()


def test_entries_without_a_row_are_kept(land):
    land.write(communes="communes: [{code_insee: '81004', commentaire: a}]")
    made = land.back(filled(land.out(), C_I2="oui"))
    assert made.files == {
        COMMUNE: b"communes:\n- code_insee: '81004'\n  commentaire:\n  - a\n"
        b"- code_insee: '97501'\n  police_municipale: oui"
    }


def test_an_emptied_row_is_forgotten(land):
    land.write(communes="communes: [{code_insee: '97501', police_municipale: oui}]\n")
    made = land.back(filled(land.out(), C_I2=None), effacer=True)
    assert made.files == {COMMUNE: b"communes: []\n"}
    assert summary(made) == ("97501 Miquelon-Langlade, effacement : police municipale",)


def test_a_unit_keeps_the_name_under_which_it_was_written(land):
    land.write("unites: [{unite: '2', compagnie: C}]\n")
    made = land.back(filled(land.out(), U_C3="D"))
    assert made.files == {UNIT: b"unites:\n- unite: '2'\n  compagnie: D\n"}


def test_units_of_one_name_are_distinguished_by_identifier(tmp_path):
    land = Land(tmp_path, services=("Brigade d’Exemple", "Brigade d’Exemple"))
    land.write("unites: [{unite: '2', compagnie: C}]\n")
    assert land.back(land.out()).files == {}
    made = land.back(filled(land.out(), U_C2="D"))
    assert made.files == {
        UNIT: b"unites:\n- unite: '1'\n  compagnie: D\n- unite: '2'\n  compagnie: C\n"
    }


def test_typed_values_are_normalised(land):
    data = filled(
        land.out(),
        C_A2=97501,
        C_D2="Madame la Maire ",
        C_E2="Exemple\u00a0",
        C_F2="Camille",
        C_G2=date(2026, 4, 23),
        C_H2="Exemple Fictif",
        C_I2=True,
        C_Q2="Une ligne.\n\nUne autre.",
        U_F2="01.99.00.00.00",
    )
    made = land.back(data)
    assert made.files[COMMUNE].decode().partition("communes:\n")[2] == (
        "- code_insee: '97501'\n  appel: Madame la Maire\n  maire:\n    nom: Exemple\n"
        "    prenom: Camille\n    verifie_le: '2026-04-23'\n    verifie_par: Exemple Fictif\n"
        "  police_municipale: oui\n  commentaire:\n  - Une ligne.\n  - Une autre.\n"
    )
    assert "telephone: 01 99 00 00 00" in made.files[UNIT].decode()
    assert made.files[UNIT].startswith(b"# Ce que les fichiers ouverts ne disent pas")


def test_every_problem_has_its_sheet_row_and_column(land):
    data = filled(
        land.out(),
        U_A3="Brigade de Nulle Part",
        U_B3=None,
        U_F2=19900000,
        U_K2="a@b",
        C_A3=9750,
        C_B3=None,
        C_D2="Madame",
        C_E2="Seul",
        C_G3="hier",
        C_J2="peut-être",
        C_K2="=1+1",
    )
    found = "\n".join(land.problems(data))
    for said in (
        "retour.xlsx:Unités:3 : Unité : unité inconnue : « Brigade de Nulle Part »",
        "retour.xlsx:Unités:2 : Téléphone : numéro de téléphone mal formé : « 19900000 »\n"
        "    → dix chiffres",
        "retour.xlsx:Unités:2 : Référent élu : courriel : adresse électronique mal formée",
        "retour.xlsx:Communes:3 : Code INSEE : code INSEE mal formé : « 9750 »",
        "retour.xlsx:Communes:2 : Appel du maire : valeur inconnue : « Madame »",
        "retour.xlsx:Communes:2 : Maire : prénom : case vide\n"
        "    → remplissez-la, ou videz les autres cases « Maire »",
        "retour.xlsx:Communes:2 : Maire : nom : le nom du maire a été vérifié : quel jour ?\n"
        "    → ajoutez « Maire : vérifié le »",
        "retour.xlsx:Communes:2 : Maire : nom : le nom du maire a été vérifié : par qui ?\n"
        "    → ajoutez « Maire : vérifié par »",
        "retour.xlsx:Communes:3 : Maire : vérifié le : date illisible : « hier »\n"
        "    → écrivez un jour qui existe, comme 23/04/2026",
        "retour.xlsx:Communes:2 : Participation citoyenne : « oui » ou « non » attendu",
        "retour.xlsx:Communes:2 : Vidéoprotection : formule dans une cellule",
    ):
        assert said in found


def test_a_column_that_was_sorted_alone_is_seen(land):
    names = [load_workbook(io.BytesIO(land.out()))["Communes"][f"B{row}"].value for row in (2, 3)]
    found = land.problems(filled(land.out(), C_B2=names[1], C_B3=names[0], U_B2="2", U_B3="1"))
    assert len(found) == 4
    assert found[0].startswith("retour.xlsx:Communes:2 : Commune : 97501 est le code de ") or (
        found[0].startswith("retour.xlsx:Unités:2 : Identifiant : « 2 » n’est pas l’identifiant")
    )


def test_missing_sheet_is_reported(land):
    book = load_workbook(io.BytesIO(land.out()))
    del book["Communes"]
    made = io.BytesIO()
    book.save(made)
    (found,) = land.problems(made.getvalue())
    assert "feuille absente : « Communes »" in found


def test_repeated_row_is_reported(land):
    found = land.problems(filled(land.out(), C_A3="97501", C_B3=None))
    assert found == [
        "retour.xlsx:Communes:3 : Code INSEE : commune déjà décrite plus haut : « 97501 »\n"
        "    → gardez-en une seule"
    ]


def test_problems_of_the_present_territory_come_first(land):
    data = land.out()
    land.write("unites: [{unite: Nulle part}]\n")
    (found,) = land.problems(data)
    assert "territoire/unites.yaml:1" in found


# What changes, and what would be lost

WRITTEN = (
    f"unites:\n- unite: {UNITS[0]}\n  telephone: 01 99 00 00 00\n"
    "  referent_elu: {grade: major, nom: Exemple Fictif, telephone: 01 99 00 00 01}\n",
    "communes: [{code_insee: '97501', police_municipale: oui, commentaire: a}]\n",
)


EMPTIED = {"U_F2": None, "U_H2": None, "U_I2": None, "U_J2": None, "C_I2": None}


def test_a_cell_blank_since_the_export_erases_nothing(land):
    empty = land.out()
    land.write(*WRITTEN)
    for effacer in (False, True):
        assert land.back(empty, effacer=effacer).files == {}
    made = land.back(filled(empty, U_C2="Compagnie", C_J2="oui"))
    assert summary(made) == (
        f"{UNITS[0]}, ajout : compagnie",
        "97501 Miquelon-Langlade, ajout : participation citoyenne",
    )


def test_a_cell_left_as_it_came_brings_nothing_back(land):
    land.write(*WRITTEN)
    older = land.out()
    land.write(WRITTEN[0].replace("00 00\n", "00 09\n"))
    assert land.back(older).files == {}


def test_what_was_erased_since_the_export_stays_erased(land):
    land.write(*WRITTEN)
    older = land.out()
    land.write("unites: []\n", "communes: []\n")
    assert land.back(older).files == {}
    found = land.problems(filled(older, U_J2="01 99 00 00 03", C_Q2="b"))
    assert [text.split(" : ")[:2] for text in found] == [
        ["retour.xlsx:Unités:2", f"{UNITS[0]}, référent élu"],
        ["retour.xlsx:Communes:2", "97501 Miquelon-Langlade, commentaire"],
    ]
    assert all("a changé depuis l’export" in text for text in found)


def test_row_whose_mark_was_emptied_may_be_filled_in(land):
    land.write("unites: []\n", "communes: []\n")
    mark = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[len(COMMUNE_COLUMNS)]
    made = land.back(filled(land.out(), **{f"C_{mark}2": None}, C_I2="oui"))
    assert summary(made) == ("97501 Miquelon-Langlade, ajout : police municipale",)


def test_a_mark_counts_for_no_other_row(land):
    empty = land.out()
    land.write(*WRITTEN)
    place = f"C_{'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[len(COMMUNE_COLUMNS)]}"
    assert land.problems(filled(empty, **{f"{place}2": "0a"}))
    other = load_workbook(io.BytesIO(empty))["Communes"][f"{place[2:]}3"].value
    assert land.problems(filled(empty, **{f"{place}2": other}))


def test_emptied_cells_erase_only_on_demand(land):
    land.write(*WRITTEN)
    empty = filled(land.out(), **EMPTIED)
    hint = (
        "\n    → relancez avec --effacer si c’est voulu ; sinon, repartez d’un nouvel export, "
        "ou remplissez ces cases"
    )
    assert land.problems(empty) == [
        f"retour.xlsx:Unités:2 : {UNITS[0]}, effacement : téléphone, référent élu{hint}",
        f"retour.xlsx:Communes:2 : 97501 Miquelon-Langlade, effacement : police municipale{hint}",
    ]
    made = land.back(empty, effacer=True)
    assert made.files[UNIT] == b"unites: []\n"
    assert summary(made)[0] == f"{UNITS[0]}, effacement : téléphone, référent élu"


def test_erased_part_of_a_group_is_named(land):
    land.write(*WRITTEN)
    (found,) = land.problems(filled(land.out(), U_J2=None))
    assert f"{UNITS[0]}, effacement : référent élu (téléphone direct)\n" in found


def test_erasures_are_reported_with_the_other_sheet_s_problems(land):
    land.write(*WRITTEN)
    found = land.problems(filled(land.out(), U_F2="nul", C_I2=None))
    assert ["numéro de téléphone" in found[0], "effacement" in found[1]] == [True, True]


def test_a_summary_names_what_changes_and_no_value(land):
    land.write(*WRITTEN)
    data = filled(
        land.out(),
        U_C2="Compagnie d’Exemple",
        U_F2="0199000009",
        U_J2="0199000008",
        U_K2="a@b.fr",
        U_G3="lundi",
        C_I2="non",
        C_D3="Madame le Maire",
    )
    assert summary(land.back(data)) == (
        f"{UNITS[0]}, ajout : compagnie, référent élu (courriel) ; "
        "changement : téléphone, référent élu (téléphone direct)",
        f"{UNITS[1]}, ajout : horaires d’accueil",
        "97501 Miquelon-Langlade, changement : police municipale",
        "97502 Saint-Pierre, ajout : appel du maire",
    )
    assert summary(land.back(land.out())) == ()


# Persons, whose fields belong together

MAYOR = {"nom": "Exemple", "prenom": "Ada", "verifie_le": "2026-11-20", "verifie_par": "Alix"}
ELU = {
    "grade": "major",
    "nom": "Exemple",
    "telephone": "01 99 00 00 01",
    "courriel": "a@b.fr",
    "diffusion": "partenaires",
}
OTHER_ELU = {"U_I2": "Fictif", "U_J2": "01 99 00 00 02", "U_K2": "c@d.fr", "U_L2": "non"}


def people(land):
    """Write a mayor whose name was checked, and a gendarme whom partners may call."""
    units = [{"unite": UNITS[0], "referent_elu": ELU}]
    towns = [{"code_insee": PLACES[0], "maire": MAYOR}]
    land.write(listed("unites", units), listed("communes", towns))


def test_a_check_of_a_mayor_stays_with_the_name(land):
    people(land)
    out = land.out()
    renamed = filled(out, C_E2="Fictif", C_G2="25/11/2026", C_H2="Camille")
    checked = filled(out, C_G2="26/11/2026", C_H2="Dominique")
    said = "97501 Miquelon-Langlade, « Maire : {} » : autre chose que dans 1.xlsx:Communes, ligne 2"
    with pytest.raises(ContentError) as caught:
        land.together(renamed, checked)
    assert [problem.message for problem in caught.value.problems] == [
        said.format(part) for part in ("nom", "vérifié le", "vérifié par")
    ]
    assert [(one.line, one.column) for one in caught.value.problems] == [(2, 5), (2, 7), (2, 8)]
    assert land.together(renamed, renamed, out).files == land.back(renamed).files


def test_check_alone_confirms_the_name_of_the_register(land):
    rows = [
        (PLACES[0], "EXEMPLE", "Léa", "F", "", "", ""),
        (PLACES[1], "É", "Ida", "F", "", "", "1"),
    ]
    land.keep("maires", maires.MAIRES_FILE, to_csv(maires.MAIRES_COLUMNS, rows))
    made = land.back(filled(land.out(), C_G2="25/11/2026", C_H2="Camille"))
    assert summary(made) == ("97501 Miquelon-Langlade, ajout : maire",)
    assert b"nom: Exemple\n    prenom: L\xc3\xa9a\n" in made.files[COMMUNE]
    guessed = land.problems(filled(land.out(), C_G3="25/11/2026", C_H3="Camille"))
    assert [text.split(" : ")[0] for text in guessed] == ["retour.xlsx:Communes:3"] * 2
    assert all("case vide" in text for text in guessed)


def test_a_gendarme_s_line_is_not_given_to_another(land):
    people(land)
    out = land.out()
    with pytest.raises(ContentError, match="Référent élu : nom"):
        land.together(filled(out, **OTHER_ELU), filled(out, U_J2="01 99 00 00 03"))
    with pytest.raises(ContentError, match="communicable au maire » : autre chose"):
        land.together(filled(out, U_I3="Fictif", U_L3="oui"), filled(out, U_I3="Fictif"))


def test_a_new_name_inherits_nothing_of_the_former(land):
    people(land)
    found = land.problems(filled(land.out(), U_I2="Fictif", C_F2="Ida"))
    rows = [f"retour.xlsx:Unités:2:{place} : " for place in (10, 11, 12)]
    rows.append("retour.xlsx:Communes:2:7 : ")
    assert all(text.startswith(row) for text, row in zip(found, rows, strict=True))


def test_a_new_name_comes_with_its_own_fields(land):
    people(land)
    made = land.back(filled(land.out(), **OTHER_ELU, C_F2="Ida", C_G2="25/11/2026"))
    assert b"nom: Fictif\n    telephone: 01 99 00 00 02\n" in made.files[UNIT]
    assert b"prenom: Ida\n    verifie_le: '2026-11-25'\n" in made.files[COMMUNE]
    gone = filled(land.out(), U_I2="Fictif", U_J2=None, U_K2=None, U_L2=None)
    assert land.back(gone).files == {
        UNIT: b"unites:\n- unite: Brigade d\xe2\x80\x99Exemple\n"
        b"  referent_elu:\n    grade: major\n    nom: Fictif\n"
    }
    assert "effacement" in land.problems(filled(land.out(), U_I2=None))[0]


def test_a_new_mayor_called_as_the_former_is_a_warning(land):
    towns = [{"code_insee": PLACES[0], "maire": MAYOR, "appel": "Madame la Maire"}]
    land.write(listed("unites", []), listed("communes", towns))
    made = land.back(filled(land.out(), C_F2="Ida", C_G2="25/11/2026"))
    [told] = made.notices
    assert (told.line, "et son appel reste « Madame la Maire »" in told.message) == (2, True)
    assert ("Ada", "Ida") in made.changes[0].words.values()


def renamed(land):
    """Write another gendarme, without a mail, and another mayor, in place of those of `people`."""
    units = [{"unite": UNITS[0], "referent_elu": NEW_ELU}]
    towns = [{"code_insee": PLACES[0], "maire": MAYOR | {"nom": "Fictif"}}]
    land.write(listed("unites", units), listed("communes", towns))


NEW_ELU = {"nom": "Fictif", "telephone": "01 99 00 00 02"}


def test_an_older_workbook_says_nothing_of_a_new_person(land):
    people(land)
    older = land.out()
    renamed(land)
    assert land.back(older).files == {}
    checked = filled(older, C_G2="26/11/2026", C_H2="Dominique", U_J2="01 99 00 00 03")
    found = land.problems(checked)
    assert [text.split(" : ")[:2] for text in found] == [
        ["retour.xlsx:Unités:2", f"{UNITS[0]}, référent élu"],
        ["retour.xlsx:Communes:2", "97501 Miquelon-Langlade, maire"],
    ]
    assert "a changé depuis l’export" in found[0]


def test_the_answer_that_made_a_person_is_imported_again(land):
    out = land.out()
    answer = filled(out, U_I2="Fictif", U_J2="0199000002")
    land.workspace.content.joinpath(UNIT).write_bytes(land.back(answer).files[UNIT])
    land.workspace.content.joinpath(UNIT).write_bytes(
        land.back(filled(land.out(), U_K2="a@b.fr")).files[UNIT]
    )
    assert land.back(answer).files == {}


def test_a_change_made_in_two_workbooks_is_told_once(land):
    out = land.out()
    same = filled(out, U_C2="Compagnie")
    made = land.together(same, filled(out, U_C2="Compagnie", U_F2="0199000001"), out)
    assert summary(made) == (f"{UNITS[0]}, ajout : compagnie, téléphone",)


# What people type


def test_a_postal_code_goes_out_and_comes_back(land):
    text = "communes:\n- code_insee: '97501'\n  code_postal: '97500'\n"
    land.write(communes=text)
    assert land.back(land.out()).files == {}
    land.write(communes="communes: []\n")
    made = land.back(filled(land.out(), C_R2="97500"))
    assert made.files[COMMUNE].decode().endswith(text)


def test_words_and_days_typed_as_texts_are_understood(land):
    data = filled(
        land.out(),
        C_D2="monsieur le maire",
        C_D3="Madame La  Maire",
        **{"C_I2": "Oui", "C_J2": "X", "C_K2": "x", "C_I3": "OUI", "C_J3": "Non", "C_K3": "NON"},
        C_E2="AZÉMA",
        C_F2="JEAN-LUC",
        C_G2="24/11/2026",
        C_H2="Exemple Fictif",
    )
    made = land.back(data, today=date(2026, 11, 24))
    assert made.files[COMMUNE].decode().partition("communes:\n")[2] == (
        "- code_insee: '97501'\n  appel: Monsieur le Maire\n  maire:\n    nom: Azéma\n"
        "    prenom: Jean-Luc\n    verifie_le: '2026-11-24'\n    verifie_par: Exemple Fictif\n"
        "  police_municipale: oui\n  participation_citoyenne: oui\n  videoprotection: oui\n"
        "- code_insee: '97502'\n  appel: Madame la Maire\n"
        "  police_municipale: oui\n  participation_citoyenne: non\n  videoprotection: non\n"
    )


def test_future_check_is_refused_in_the_words_of_the_sheet(land):
    cells = {"C_E2": "N", "C_F2": "P", "C_H2": "Q"}
    data = filled(land.out(), C_G2="25/11/2026", **cells)
    assert land.problems(data, today=date(2026, 11, 23)) == [
        "retour.xlsx:Communes:2 : Maire : vérifié le : "
        "le 25\u00a0novembre 2026 n’est pas encore venu\n"
        "    → écrivez le jour où le nom a été vérifié"
    ]
    assert COMMUNE in land.back(data).files
    assert COMMUNE in land.back(data, today=date(2026, 11, 25)).files


def test_odd_form_of_address_is_a_warning(land):
    row = ("97501", "EXEMPLE", "Camille", "M", "2026-03-22", "2026-03-27", "0")
    land.keep("maires", maires.MAIRES_FILE, to_csv(maires.MAIRES_COLUMNS, [row]))
    made = land.back(filled(land.out(), C_D2="madame la maire"))
    assert summary(made) == ("97501 Miquelon-Langlade, ajout : appel du maire",)
    assert list(map(str, made.notices)) == [
        "retour.xlsx:Communes:2 : 97501 Miquelon-Langlade : « Madame la Maire », et le répertoire "
        "des élus donne un homme : Camille Exemple\n"
        "    → vérifiez l’appel ; si le maire a changé, écrivez aussi son nom"
    ]


def test_a_code_that_no_commune_has_is_unknown(land):
    (found, *_) = land.problems(filled(land.out(), C_A2="99999"))
    assert "Code INSEE : commune inconnue : « 99999 »" in found


# LibreOffice


def has_calc():
    """Whether LibreOffice is installed with its spreadsheet."""
    office = shutil.which("soffice")
    return office and Path(os.path.realpath(office)).with_name("libsclo.so").exists()


@pytest.mark.skipif(not has_calc(), reason="LibreOffice Calc is not installed")
def test_a_workbook_saved_by_libreoffice_comes_back_whole(land, tmp_path):
    land.write(
        f"unites: [{{unite: {UNITS[0]}, compagnie: =1+1, adresse: [a, +b], telephone: '0199000000',"
        "referent_elu: {nom: -x, grade: '007'}}]\n",
        "communes: [{code_insee: '97501', police_municipale: non, appel: Madame la Maire, "
        "maire: {nom: '2026-04-23', prenom: '@P', verifie_le: 2026-04-23, verifie_par: Q}}]\n",
    )
    written = land.out()
    saved = converted(written, "xlsx", "xlsx")
    assert saved != written
    assert land.back(saved).files == {}
    land.lose_files()
    assert set(land.back(saved).files) == {UNIT, COMMUNE}
