"""Import of the package of communes: an invented one (« exemple fictif »), right, then wrong."""

import copy
import gzip
import io
import json
import tarfile
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.errors import ContentError
from docgen.french.territory import Toponyme
from docgen.importing import input_file as files
from docgen.importing.cog import convert as cog
from docgen.importing.cog.editions import EDITIONS, PackageEdition
from docgen.importing.cog.epci import printed_name
from docgen.importing.input_file import ImportOptions, InputFile
from docgen.referential.referential import Referential
from docgen.referential.snapshot import Snapshot
from docgen.workspace import Workspace

FICTIVE = PackageEdition(
    cog=2099,
    population=2096,
    counts={"commune-actuelle": 3, "commune-deleguee": 1},
    tables={"regions": 1},
    populations={"976": 2090},
    communes={"81903": Toponyme("Fictif-Chaumé", 2)},
    anciens={"81911": "81901"},
)
"""An edition for the invented package."""

Tables = dict[str, Any]


def entry(code: str, nom: str, tncc: int | None, **more: object) -> dict[str, object]:
    """Return an entry of `communes.json` in the official layout: exemple fictif."""
    made: dict[str, object] = {"code": code, "nom": nom, "typeLiaison": tncc, "zone": "metro"}
    made |= {"arrondissement": "811", "departement": "81", "region": "76"}
    made |= {"type": "commune-actuelle", "rangChefLieu": 0, **more}
    return {key: value for key, value in made.items() if value is not None}


def body(**more: object) -> dict[str, object]:
    """Return what an EPCI and its members have in common."""
    return {"populationTotale": 2, "populationMunicipale": 1, **more}


def fictive() -> Tables:
    """Return the tables of a small package: exemple fictif."""
    place: dict[str, object] = {"zone": "metro", "chefLieu": "81901"}
    return {
        "package": {"name": "@etalab/decoupage-administratif", "version": "0.0.0"},
        "communes": [
            entry(
                *("81902", "L'Inventée", 5),
                codesPostaux=["81999", "81998"],
                population=12,
                anciensCodes=["81911"],
            ),
            entry("81901", "Exemple", 1, anciensCodes=["81912", "81911"], population=0),
            entry("81903", "Le Fictif-Chaumé", 0, arrondissement=""),
            entry("81912", "La Partie", 3, type="commune-deleguee", chefLieu="81901"),
        ],
        "epci": [
            body(
                code="299999999",
                nom="CA de l'Exemple (C2E)",
                type="CA",
                modeFinancement="FPU",
                membres=[body(code="81901", siren="219999999", nom="Exemple")],
            )
        ],
        "arrondissements": [
            {
                **{"code": "811", "departement": "81", "region": "76"},
                **{"chefLieu": "81901", "nom": "Exemple", "typeLiaison": 1},
            }
        ],
        "departements": [{"code": "81", "region": "76", "nom": "Tarn", "typeLiaison": 2, **place}],
        "regions": [{"code": "76", "nom": "Occitanie", "typeLiaison": 1, **place}],
    }


def as_json(table: object) -> str:
    """Return a table as published: one entry on a line."""
    if isinstance(table, list):
        return "[\n" + ",\n".join(json.dumps(one) for one in table) + "\n]\n"
    return json.dumps(table)


def archive(tables: Mapping[str, object]) -> bytes:
    """Return the tables as npm packs them."""
    return gzip.compress(tarred(tables), mtime=0)


def tarred(tables: Mapping[str, object]) -> bytes:
    """Return the tables in one tar file."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as tar:
        for name, table in tables.items():
            where = "package/package.json" if name == "package" else f"package/data/{name}.json"
            data = as_json(table).encode()
            info = tarfile.TarInfo(where)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return made.getvalue()


@pytest.fixture(autouse=True)
def editions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cog, "EDITIONS", {"0.0.0": FICTIVE})


@pytest.fixture
def imported(tmp_path: Path) -> Callable[..., Snapshot]:
    """Return a function that imports files by name into an empty project."""

    def convert(files: Mapping[str, bytes | str], options: ImportOptions | None = None) -> Snapshot:
        givens = []
        for name, data in files.items():
            path = tmp_path / name
            path.write_bytes(data.encode() if isinstance(data, str) else data)
            givens.append(InputFile(path, name))
        empty = Referential(Workspace(tmp_path, tmp_path))
        (snapshot,) = cog.convert(givens, options or ImportOptions(), empty)
        return snapshot

    return convert


def problems(refused: pytest.ExceptionInfo[ContentError]) -> str:
    """Return all problems, one on a line."""
    return "\n".join(str(problem) for problem in refused.value.problems)


# What is right


def test_the_package_becomes_one_line_an_entry(imported: Callable[..., Snapshot]) -> None:
    snapshot = imported({"paquet.tgz": archive(fictive())})
    assert snapshot.name == "cog"
    assert snapshot.files["communes.csv"].decode().splitlines() == [
        "type;code;nom;tncc;departement;arrondissement;epci;codes_postaux;population;"
        "anciens_codes;parent",
        "COM;81901;Exemple;1;81;811;299999999;;0;81911|81912;",
        "COM;81902;Inventée;5;81;811;;81998|81999;12;;",
        "COM;81903;Fictif-Chaumé;2;81;;;;;;",
        "COMD;81912;Partie;3;81;811;;;;;81901",
    ]
    assert snapshot.files["epci.csv"].decode().splitlines()[1] == "299999999;CA;de l’Exemple"
    assert snapshot.files["departements.csv"].decode().splitlines()[1] == "81;Tarn;2;76;2096"
    assert snapshot.files["arrondissements.csv"].decode().splitlines()[1] == "811;Exemple;1"
    assert snapshot.files["regions.csv"].decode().splitlines()[1] == "76;Occitanie;1"


def test_the_snapshot_says_where_it_comes_from(imported: Callable[..., Snapshot]) -> None:
    origine = imported(
        {"paquet.tgz": archive(fictive())}, ImportOptions(provenance="essai")
    ).origine
    assert (origine.edition, origine.provenance) == ("2099", "essai")
    assert origine.source.endswith("@etalab/decoupage-administratif 0.0.0")
    assert "Licence Ouverte" in origine.licence
    for word in ("Insee", "La Poste", "DGCL", "2099", "2096", "Licence Ouverte"):
        assert word in origine.mention
    assert [file.fichier for file in origine.importes] == ["paquet.tgz"]


def test_the_json_files_are_as_good_as_the_archive(imported: Callable[..., Snapshot]) -> None:
    tables = fictive()
    whole = imported({"paquet.tgz": archive(tables)})
    loose = imported({f"f{n}.json": as_json(table) for n, table in enumerate(tables.values())})
    assert loose.files == whole.files


def test_edition_is_needed_without_package_json(imported: Callable[..., Snapshot]) -> None:
    tables = fictive()
    del tables["package"]
    with pytest.raises(ContentError, match="de quelle version"):
        imported({"paquet.tgz": archive(tables)})
    told = imported({"paquet.tgz": archive(tables)}, ImportOptions(edition=date(2099, 1, 1)))
    assert told.origine.edition == "2099"


def test_a_list_of_another_use_is_let_be(imported: Callable[..., Snapshot]) -> None:
    tables = fictive()
    tables["ept"] = [{**tables["epci"][0], "type": "EPT"}]
    assert imported({"paquet.tgz": archive(tables)}).files


@given(order=st.permutations(range(4)))
def test_the_order_of_entries_changes_no_byte(
    tmp_path_factory: pytest.TempPathFactory, order: list[int]
) -> None:
    folder = tmp_path_factory.mktemp("ordre")
    made = []
    for ranks in (range(4), order):
        tables = fictive()
        tables["communes"] = [tables["communes"][rank] for rank in ranks]
        path = folder / "paquet.tgz"
        path.write_bytes(archive(tables))
        (snapshot,) = cog.convert(
            [InputFile(path, path.name)], ImportOptions(), Referential(Workspace(folder, folder))
        )
        made.append(snapshot.files)
    assert made[0] == made[1]


# What is wrong


def changed(table: str, rank: int, **values: object) -> Callable[[Tables], None]:
    """Return a change of an entry of a table."""

    def change(tables: Tables) -> None:
        tables[table][rank].update(values)

    return change


def without(table: str, rank: int, key: str) -> Callable[[Tables], None]:
    """Return a change that removes a key of an entry."""

    def change(tables: Tables) -> None:
        del tables[table][rank][key]

    return change


def twice(table: str, rank: int) -> Callable[[Tables], None]:
    """Return a change that repeats an entry."""

    def change(tables: Tables) -> None:
        tables[table].append(copy.deepcopy(tables[table][rank]))

    return change


def member(**values: object) -> Callable[[Tables], None]:
    """Return a change of the first member of the EPCI."""

    def change(tables: Tables) -> None:
        tables["epci"][0]["membres"][0].update(values)

    return change


def other_epci(tables: Tables) -> None:
    """Put a commune into two EPCI."""
    tables["epci"].append({**tables["epci"][0], "code": "299999998"})


def astray(tables: Tables) -> None:
    """Put a commune into an arrondissement of another département, itself misplaced."""
    tables["arrondissements"].append({**tables["arrondissements"][0], "code": "821"})
    tables["communes"][0]["arrondissement"] = "821"


def other_region(tables: Tables) -> None:
    """Put a commune into another region than its département."""
    tables["regions"].append({**tables["regions"][0], "code": "75"})
    tables["communes"][0]["region"] = "75"


MISTAKES = [
    (astray, "arrondissement : 81902 L'Inventée : « 821 » est d’un autre département que 81"),
    (astray, "code : 821 Exemple : « 821 » est d’un autre département que 81"),
    (other_region, "la région n’est pas celle du département"),
    (twice("regions", 0), "« regions » : 2 entrées trouvées, 1 attendues"),
    (changed("communes", 0, nouveau="x"), "clé inconnue : « nouveau »"),
    (without("communes", 0, "zone"), "clé absente : « zone »"),
    (changed("communes", 0, code=81902), "valeur inattendue : 81902"),
    (changed("communes", 0, population=True), "valeur inattendue : True"),
    (changed("communes", 0, codesPostaux=[81999]), "valeur inattendue : [81999]"),
    (member(populationTotale="2"), "valeur inattendue : '2'"),
    (member(nouveau=1), "clé inconnue : « nouveau »"),
    (changed("communes", 0, type="commune-nouvelle"), "type inconnu : « commune-nouvelle »"),
    (changed("communes", 0, code="1902"), "« 1902 » n’est pas un code INSEE"),
    (changed("communes", 0, departement="82"), "département inconnu : « 82 »"),
    (changed("communes", 0, code="82902"), "code d’un autre département"),
    (changed("communes", 0, region="75"), "région inconnue : « 75 »"),
    (changed("communes", 0, arrondissement="812"), "arrondissement inconnu : « 812 »"),
    (changed("communes", 0, typeLiaison=2), "devrait commencer par 'Le '"),
    (changed("communes", 0, typeLiaison=9), "TNCC 9 inconnu"),
    (changed("communes", 0, typeLiaison=1), "« L’Inventée » a un article"),
    (changed("communes", 1, typeLiaison=0), "ne va pas avec l’initiale"),
    (without("communes", 1, "typeLiaison"), "TNCC) absent"),
    (changed("communes", 0, nom=""), "nom vide"),
    (changed("communes", 0, nom="L'Inv;ent"), "caractère refusé dans un nom : ';'"),
    (changed("communes", 0, nom="L'Inv\x1bent"), "L'Inv?ent"),
    (changed("communes", 0, nom="L'InventÃ©e"), "texte codé deux fois"),
    (changed("communes", 0, codesPostaux=["8199"]), "code postal mal formé : '8199'"),
    (changed("communes", 0, population=-1), "population négative"),
    (changed("communes", 0, chefLieu="81901"), "« chefLieu » ne va pas avec"),
    (changed("communes", 0, nom="L'Inv\ud800ent"), "caractère refusé dans un nom : '\\ud800'"),
    (changed("communes", 3, chefLieu="81999"), "commune inconnue : 81999"),
    (
        changed("communes", 0, anciensCodes=["81912"]),
        "81912 mène à plusieurs communes : 81902, 81901",
    ),
    (changed("communes", 0, anciensCodes=["81901"]), "l’ancien code 81901 est celui d’une"),
    (changed("communes", 0, anciensCodes=["819"]), "« 819 » n’est pas un code INSEE"),
    (changed("communes", 0, anciensCodes=[{}]), "valeur inattendue : [{}]"),
    (changed("communes", 0, anciensCodes=[]), "l’ancien code 81911 n’a plus d’objet"),
    (changed("communes", 2, typeLiaison=2), "l’exception n’a plus d’objet"),
    (changed("communes", 2, nom="Le Fictif"), "l’exception est prévue pour « Le Fictif-Chaumé »"),
    (twice("communes", 3), "code en double pour « commune-deleguee »"),
    (twice("communes", 0), "« commune-actuelle » : 4 entrées trouvées, 3 attendues"),
    (twice("epci", 0), "code en double : « 299999999 »"),
    (other_epci, "81901 est aussi membre de 299999999"),
    (member(code="81999"), "membre inconnu : 81999"),
    (changed("epci", 0, type="SIVOM"), "nature inconnue : « SIVOM »"),
    (changed("epci", 0, nom="CA "), "nom vide"),
    (changed("epci", 0, code="29999999"), "code mal formé : « 29999999 »"),
    (changed("departements", 0, code="8"), "un zéro de tête s’est-il perdu ?"),
    (changed("departements", 0, region="75"), "région inconnue"),
    (changed("departements", 0, typeLiaison=12), "TNCC 12 inconnu"),
    (changed("arrondissements", 0, typeLiaison=4), "devrait commencer par 'Les '"),
]


@pytest.mark.parametrize(("spoil", "said"), MISTAKES)
def test_a_mistake_is_named_and_nothing_is_made(
    imported: Callable[..., Snapshot], spoil: Callable[[Tables], None], said: str
) -> None:
    tables = fictive()
    spoil(tables)
    with pytest.raises(ContentError) as refused:
        imported({"paquet.tgz": archive(tables)})
    assert said in problems(refused).replace("\u00a0", " ")


def test_every_mistake_is_reported_at_once_with_its_line(imported: Callable[..., Snapshot]) -> None:
    tables = fictive()
    tables["package"]["version"] = "7.0.0"
    for rank in range(3):
        del tables["communes"][rank]["zone"]
    del tables["regions"]
    with pytest.raises(ContentError) as refused:
        imported({"paquet.tgz": archive(tables)})
    told = problems(refused)
    for line in (2, 3, 4):
        assert f"paquet.tgz/package/data/communes.json:{line} : " in told
    assert "version inconnue du paquet : 7.0.0" in told
    assert "il faut une version plus récente de docgen" in told
    assert "fichier absent : « regions.json »" in told


def test_missing_keys_are_reported_in_the_order_of_the_package(
    imported: Callable[..., Snapshot],
) -> None:
    tables = fictive()
    tables["communes"][0] = {"type": "commune-actuelle"}
    with pytest.raises(ContentError) as refused:
        imported({"paquet.tgz": archive(tables)})
    lacking = [one.field for one in refused.value.problems if "clé absente" in one.message]
    assert lacking == ["code", "nom", "zone", "departement", "region"]


def test_an_edition_that_the_package_denies_is_refused(imported: Callable[..., Snapshot]) -> None:
    with pytest.raises(ContentError, match="édition 2026 demandée"):
        imported({"paquet.tgz": archive(fictive())}, ImportOptions(edition=date(2026, 1, 1)))


def test_an_exception_without_its_commune_is_refused(
    imported: Callable[..., Snapshot], monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = PackageEdition(2099, 2096, {}, communes={"81999": Toponyme("Perdue", 3)})
    monkeypatch.setattr(cog, "EDITIONS", {"0.0.0": lost})
    with pytest.raises(ContentError, match="81999 La Perdue n’a plus d’objet"):
        imported({"paquet.tgz": archive(fictive())})


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.tgz", archive(fictive())[:200], "archive gzip incomplète"),
        ("a.tgz", gzip.compress(tarred(fictive())[:700], mtime=0), "archive abîmée ou incomplète"),
        ("a.tgz", gzip.compress(b"exemple fictif" * 100, mtime=0), "JSON illisible ou tronqué"),
        ("a.json", '[\n{"code": ', "JSON illisible ou tronqué"),
        ("a.json", "[" * 100_000, "JSON illisible ou tronqué"),
        ("a.json", "[" + "9" * 5_000 + "]", "JSON illisible ou tronqué"),
        ("a.csv", "TYPECOM,COM,REG,DEP\nCOM,01001,84,01\n", "les communes de France sont fournies"),
        ("a.json", "[]", "fichier inconnu du paquet"),
        ("a.json", '[{"couleur": "bleu"}]', "fichier inconnu du paquet"),
        ("a.json", '[{"type": "commune-actuelle"}, 3]', "la liste ne contient pas que"),
        ("a.json", '[{"membres": 3}]', "valeur inattendue : 3"),
        ("a.json", '[{"membres": ["x"]}]', "valeur inattendue : ['x']"),
    ],
)
def test_other_file_is_refused_as_a_package(
    imported: Callable[..., Snapshot], name: str, data: bytes | str, said: str
) -> None:
    with pytest.raises(ContentError) as refused:
        imported({name: data})
    assert said in problems(refused)


def test_an_archive_that_swells_is_refused(
    imported: Callable[..., Snapshot], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert files.MAX_BYTES > 13_000_000
    monkeypatch.setattr(files, "MAX_BYTES", 1000)
    with pytest.raises(ContentError, match="fichier trop gros"):
        imported({"paquet.tgz": archive(fictive())})


def test_a_link_in_an_archive_leads_nowhere(imported: Callable[..., Snapshot]) -> None:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as tar:
        link = tarfile.TarInfo("package/data/communes.json")
        link.type, link.linkname = tarfile.SYMTYPE, "../../communes.json"
        tar.addfile(link)
    with pytest.raises(ContentError, match=r"fichiers absents : « communes\.json »"):
        imported({"paquet.tgz": made.getvalue()})


def test_a_table_given_twice_is_refused(imported: Callable[..., Snapshot]) -> None:
    tables = fictive()
    again = as_json(tables["regions"])
    with pytest.raises(ContentError, match=r"« regions\.json » est donné deux fois"):
        imported({"paquet.tgz": archive(tables), "encore.json": again})


# Names of intercommunalités, and the edition of 2026


@pytest.mark.parametrize(
    ("label", "nature", "printed"),
    [
        ("CC Centre Tarn", "CC", "Centre Tarn"),
        ("CA de l'Albigeois (C2A)", "CA", "de l’Albigeois"),
        ("CC du Cordais et du Causse (4 C)", "CC", "du Cordais et du Causse"),
        ("CC Vallée des Baux-Alpilles (CC VBA)", "CC", "Vallée des Baux-Alpilles"),
        (
            "CC de la Haute Somme (Combles - Péronne - Roisel)",
            "CC",
            "de la Haute Somme (Combles – Péronne – Roisel)",
        ),
        ("CC Coeur d'Yvelines", "CC", "Cœur d’Yvelines"),
        ("CA d'Epinal", "CA", "d’Épinal"),
        ("CC de Belle Ile en Mer", "CC", "de Belle Île en Mer"),
        ("CA de Blois ''Agglopolys''", "CA", "de Blois « Agglopolys »"),
        ('CA "Saintes - Grandes Rives - L\'Agglo"', "CA", "Saintes – Grandes Rives – L’Agglo"),
        ("CC de Domme- Villefranche du Périgord", "CC", "de Domme-Villefranche du Périgord"),
        ("Métropole de Lyon", "MET69", "Métropole de Lyon"),
        (
            "CA ECLA  (Espace Communautaire Lons Agglomération)",
            "CA",
            "ECLA (Espace Communautaire Lons Agglomération)",
        ),
    ],
)
def test_an_intercommunalite_is_named_for_print(label: str, nature: str, printed: str) -> None:
    assert printed_name(label, nature) == printed
    assert printed_name(printed, nature) == printed


def test_edition_of_2026_corrects_95_names() -> None:
    exceptions = EDITIONS["6.0.0"].communes
    assert len(exceptions) == 95
    assert {code[:3] for code in exceptions} == {
        *("634", "975", "977", "978", "984", "986", "987", "988", "989")
    }
    for code, de in {
        "63448": "du Vernet-Chaméane",
        "97502": "de Saint-Pierre",
        "98412": "de L’Archipel des Kerguelen",
        "98414": "de La\u00a0Terre-Adélie",
        "98415": "des Îles Éparses de l’océan Indien",
        "98613": "d’Uvea",
        "98720": "de Hao",
        "98757": "d’Ua-Pou",
        "98809": "de L’Île-des-Pins",
        "98813": "de La\u00a0Foa",
        "98817": "du Mont-Dore",
        "98820": "d’Ouvéa",
        "98832": "de Yaté",
        "98901": "de L’Île de Clipperton",
    }.items():
        assert exceptions[code].de == de
