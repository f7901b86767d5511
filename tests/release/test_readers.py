"""What the public folder of a release keeps from those who may not read it."""

import io
import json
import re
import shutil
import zipfile

import pypdfium2
import pytest

from docgen.build.left import left_in
from docgen.conformity.pdf.text import letters
from docgen.content.source import read_source
from docgen.referential.referential import Referential
from docgen.rendering.formats import writer_of
from tests.release import small

WHO, WHY = "Personne Inventée", "le groupement ne paiera pas"
REFUSAL = f'adoption: {{le: 2026-11-21, par: "{WHO}", refus: "{WHY}"}}'


@pytest.fixture
def here(tmp_path):
    """A project of acts alone, of which no text but the signed one is as long as ours."""
    here = small.project(tmp_path / "projet")
    shutil.rmtree(here.content / "infographie")
    return here


def public_letters(release):
    """Return the letters of each file of a public folder, its pages and lists included."""
    texts = {path.name: path.read_text("utf-8") for path in release.glob("publique/*.*")}
    for file in small.listed_files(release):
        writer, data = writer_of(file.format), file.path.read_bytes()
        texts[file.path.name] = writer.reopen(data, "x").text if writer else data.decode()
    return {name: letters(text) for name, text in texts.items()}


@pytest.mark.usefixtures("shared_cache")
def test_public_folder_counts_remarks_and_names_no_refusal(here, tmp_path):
    model = here.content / "convention/modele.yaml"
    text = (small.ROOT / "content/convention/modele.yaml").read_text("utf-8")
    clause = "titre: Objet de la convention\n    etat: propose\n"
    assert clause in text
    model.write_text(text.replace(clause, f"{clause}    {REFUSAL}\n"), "utf-8")
    remarks = [str(one["texte"]) for one in read_source(model, "x").data["remarques"]]
    private = [letters(one) for one in (WHO, WHY, *remarks)]

    small.released(here, tmp_path / "release", communes=(), interne=True)
    told = public_letters(tmp_path / "release")
    assert "convention-modele-reste-a-faire.pdf" in told
    assert [name for name, said in told.items() for one in private if one in said] == []
    assert letters(f"{len(remarks)} remarques à régler") in told["rapport.html"]
    assert letters("refusé le 21 novembre 2026") in told["rapport.html"]
    assert f"{len(remarks)}remarquesaregler" in told["convention-modele-reste-a-faire.pdf"]

    items, _ = left_in(Referential(here), ["convention modele"], (), small.DAY)
    known = letters(" ".join(one.message for one in items))
    assert [one for one in private if one not in known] == []
    report = json.loads((tmp_path / "release/publique/rapport.json").read_text("utf-8"))
    listed = [one for one in report["problems"] if one["file"] == "content/convention/modele.yaml"]
    assert len(listed) == len(items)


@pytest.mark.usefixtures("shared_cache")
def test_public_folder_says_nothing_of_an_internal_act(tmp_path):
    here = small.project(tmp_path / "projet")
    text = (here.content / "convention/2026.yaml").read_text("utf-8")
    shutil.copytree(small.ROOT / "content/modele", here.content / "modele")
    shutil.copytree(small.ROOT / "content/renewal", here.content / "renewal")
    for name in ("adherents.yaml", "emetteurs.yaml"):
        shutil.copy(small.ROOT / "content" / name, here.content / name)
    for model in sorted(here.content.glob("modele/*.yaml"))[1:]:
        model.unlink()
    secret = text.replace("diffusion: publique", "diffusion: interne")
    secret = secret.replace("intitule: Convention AMR81", "intitule: Convention Zyxwv")
    secret = secret.replace("sigle: AMR81", "sigle: Zyxwv").replace("2026-04-23", "2026-05-23")
    secret = secret.replace("23 avril 2026", "23 mai 2026")
    (here.content / "convention/2028-zyxwv.yaml").write_text(secret, "utf-8")
    made = small.released(here, tmp_path / "release", communes=small.CODES[:1], interne=True)
    assert {"convention-2028-zyxwv.pdf"} <= {one.path.name for one in made.files}
    assert any("zyxwv" in str(one) for one in made.problems), "that two acts overlap is told apart"
    public = tmp_path / "release/publique"
    told = public_letters(tmp_path / "release")
    told |= {path.name: letters(_about(path)) for path in public.rglob("*.*")}
    assert "echeances.ics" in told
    assert [name for name, said in told.items() if "zyxwv" in said] == []


def _about(path):
    """Return what a Word file and a PDF say of themselves, of which their names are no part."""
    data = path.read_bytes()
    if path.suffix == ".docx":
        return zipfile.ZipFile(io.BytesIO(data)).read("docProps/core.xml").decode()
    if path.suffix == ".pdf":
        with pypdfium2.PdfDocument(data) as pdf:
            return str(pdf.get_metadata_dict())
    return ""


@pytest.mark.usefixtures("shared_cache")
def test_public_report_quotes_no_mistake_of_an_internal_text(here, tmp_path):
    for name in ("commune-pack", "fiche"):
        (here.content / name).mkdir()
    shutil.copy(small.ROOT / "content/commune-pack/dossier.yaml", here.content / "commune-pack")
    inner = "diffusion: interne\nid: zyxwv\nconvention: '2026'\nclause: Zyxwv\nchapo_zyxwv: non\n"
    (here.content / "fiche/zyxwv.yaml").write_text(inner, "utf-8")
    made = small.released(here, tmp_path / "release", communes=small.CODES[:1], keep_going=True)
    assert any("zyxwv" in str(one) for one in made.problems)
    told = public_letters(tmp_path / "release")
    assert [name for name, said in told.items() if "zyxwv" in said] == []
    assert letters("erreurs dans les textes : tout n’est pas fait") in told["rapport.html"]


INNER = {
    "territoire/unites.yaml": """\
unites:
  - unite: Brigade d’Albi
    referent_elu: {{grade: Major, nom: {who}, telephone: {line}, courriel: {mail}}}
    referent_surete: {{nom: {who}, telephone: {line}, diffusion: partenaires}}
""",
    "territoire/communes.yaml": """\
communes:
  - code_insee: "81218"
    commentaire: [{said}]
    videoprotection: {yes}
    referent_elu: {{nom: {who}, telephone: {line}}}
    maire: {{nom: Exemple, prenom: Lou, verifie_le: {day}, verifie_par: {who}}}
""",
    "visites.yaml": """\
visites:
  - commune: "81218"
    le: {day}
    par: {who}
    champs: [{{id: a, titre: Notes, lignes: [{said}]}}]
    recueil: {{le: 2026-11-29, par: {who}, fichier: a.pdf}}
""",
}
"""What the public may not read, in each file that holds some."""
WORDS = (
    {
        "who": "Zyxwv Abel", "line": "01 99 00 12 34", "mail": "a@exemple.invalid", "yes": "oui",
        "said": "Un mot dit entre nous, exemple fictif", "day": "2026-11-01",
    },
    {
        "who": "Bcdfg Zoé", "line": "01 99 00 56 78", "mail": "bc@exemple.invalid", "yes": "non",
        "said": "Tout autre chose, et bien plus long, exemple fictif", "day": "2026-10-02",
    },
)  # fmt: skip


@pytest.mark.usefixtures("shared_cache")
def test_public_files_are_the_same_whatever_is_internal(tmp_path):
    made = []
    for rank, words in enumerate(WORDS):
        here = small.project(tmp_path / f"projet-{rank}")
        for name, text in INNER.items():
            (here.content / name).write_text(text.format(**words), "utf-8")
        act = here.content / "convention/2026.yaml"
        told = re.sub(r"(?m)^( *)# .*$", rf"\1# {words['said']}", act.read_text("utf-8"))
        told = told.replace("Lecture proposée", f"{words['said']} : lecture")
        assert told.count(words["said"]) > 2
        act.write_text(told, "utf-8")
        law = here.content / "referentiel/droit/penal.yaml"
        law.write_text(f"# {words['said']}\n{law.read_text('utf-8')}".rstrip() + "\n", "utf-8")
        small.released(here, tmp_path / str(rank), communes=small.CODES[:1], interne=rank == 0)
        made.append(small.files(tmp_path / str(rank) / "publique"))
    assert [
        name for name in made[0].keys() | made[1].keys() if made[0][name] != made[1][name]
    ] == []
