"""What the public folder of a release keeps from those who may not read it."""

import json
import shutil

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
