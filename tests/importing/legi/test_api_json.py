"""JSON of the API of Légifrance: getArticle, legi-data, a folder of them."""

import copy
import gzip
from contextlib import nullcontext
from datetime import date
from pathlib import Path

import pytest

from docgen.errors import ContentError
from docgen.importing.imports import import_official
from docgen.importing.input_file import ImportOptions
from docgen.referential.droit.articles import UNKNOWN_DAY
from docgen.referential.referential import Referential
from docgen.workspace import REFERENTIEL, Workspace
from tests.conftest import ROOT
from tests.importing.legi.archives import TODAY, LawProject, waste

SAMPLES = ROOT.parent / "shared/data/legi/legi-data-json"
DAY = date(2026, 8, 20)
ARTICLE = {
    "id": "LEGIARTI000000000541",
    "cid": "LEGIARTI000000000540",
    "num": "L541-3",
    "etat": "VIGUEUR",
    "dateDebut": 1451606400000,
    "dateFin": 32472144000000,
    "texte": "Exemple fictif. Suite.",
    "texteHtml": "<p>Exemple <a href='x'>fictif</a>.</p><p>Suite.</p>",
    "articleVersions": [],
}


@pytest.fixture
def project(tmp_path):
    return LawProject(tmp_path)


def article(**more):
    return copy.deepcopy(ARTICLE) | more


def piste(**more):
    """Return what getArticle answers."""
    titles = [{"id": "LEGITEXT000006074220", "cid": "LEGITEXT000006074220"}]
    return {"executionTime": 1, "article": article(textTitles=titles, **more)}


def tree(*articles, cid="LEGITEXT000006074220"):
    """Return a file of legi-data: a code, a section, its articles."""
    nodes = [{"type": "article", "data": one} for one in articles]
    section = {"type": "section", "data": {"cid": "LEGISCTA000000000001"}, "children": nodes}
    return {"type": "code", "data": {"cid": cid, "id": cid}, "children": [section]}


@pytest.mark.parametrize(
    ("name", "node"),
    [
        ("a.json", piste()),
        ("a.json", [piste(), piste(id="LEGIARTI000000000009", num="L541-9")]),
        ("a.json", tree(article(), article(id="LEGIARTI000000000009", num="L541-9"))),
        ("environnement_L541-3.json", {"type": "article", "data": article()}),
        ("Environnement-L541-3.json", article()),
    ],
)
def test_articles_are_found_in_every_form(project, name, node):
    project.give(project.json(name, node), edition=DAY)
    (version,) = project.articles
    assert (version.ouvrage, version.numero, version.id) == (
        *("environnement", "L541-3"),
        "LEGIARTI000000000541",
    )
    assert version.texte == "Exemple fictif.\nSuite."
    assert (version.debut, version.fin) == (date(2016, 1, 1), None)


def test_a_law_is_known_by_its_title(project):
    titles = [{"id": "LEGITEXT000000000268", "titre": "LOI n° 2025-268 du 24 mars 2025"}]
    law = article(id="LEGIARTI000000000037", num="37", textTitles=titles)
    project.give(project.json("a.json", {"article": law}), edition=DAY)
    assert [one.ouvrage for one in project.articles] == ["loi 2025-268"]


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (1104537600000, date(2005, 1, 1)),
        ("1104537600000", date(2005, 1, 1)),
        ("2005-01-01", date(2005, 1, 1)),
        ("2004-12-31T23:00:00.000+00:00", date(2005, 1, 1)),
        ("2005-01-01T00:00:00.000+0000", date(2005, 1, 1)),
        ("2005-07-01T00:00:00", date(2005, 7, 1)),
        (7956835200000, UNKNOWN_DAY),
        (-631152000000, date(1950, 1, 1)),
    ],
)
def test_days_are_read_in_every_form(project, value, day):
    project.give(project.json("a.json", piste(dateDebut=value)), edition=DAY)
    assert next(iter(project.articles)).debut == day


def test_versions_to_come_are_kept_by_their_dates(project):
    others = [
        {"id": "LEGIARTI000000000540", "etat": "MODIFIE", "dateDebut": 0, "dateFin": 1451606400000},
        {
            "id": "LEGIARTI000000000542",
            "etat": "VIGUEUR_DIFF",
            "dateDebut": 1798761600000,
            "dateFin": 32472144000000,
        },
    ]
    given = piste(dateFin=1798761600000, articleVersions=others)
    result = project.give(project.json("a.json", given), edition=DAY)
    assert [(one.id, one.debut, bool(one.texte)) for one in project.articles] == [
        ("LEGIARTI000000000541", date(2016, 1, 1), True),
        ("LEGIARTI000000000542", date(2027, 1, 1), False),
    ]
    assert "sans-texte" in [one.code for one in result.problems]


def test_a_folder_stands_for_its_files(project):
    project.json("dossier/a.json", piste())
    project.json(
        "dossier/b.json",
        tree(article(id="LEGIARTI000000000211", num="L211-14"), cid="LEGITEXT000006071367"),
    )
    (project.root / "dossier/lisez-moi.txt").write_text("autre chose")
    project.give(project.root / "dossier", edition=DAY)
    assert [one.ouvrage for one in project.articles] == ["crpm", "environnement"]


def test_a_packed_file_is_read(project):
    path = project.json("a.json", piste())
    path.write_bytes(gzip.compress(path.read_bytes()))
    project.give(path, edition=DAY)
    assert len(list(project.articles)) == 1


def test_day_of_articles_is_not_asked_of_another_site(project):
    with pytest.raises(ContentError) as caught:
        project.give(project.json("a.json", piste()))
    [told] = caught.value.problems
    assert told.code == "edition"
    assert "pris sur Légifrance" in told.hint
    assert "data.gouv" not in told.hint


def test_fewer_files_than_before_are_refused(project):
    both = [
        project.json("a.json", piste()),
        project.json("crpm_L211-14.json", article(id="LEGIARTI000000000211", num="L211-14")),
    ]
    project.give(*both, edition=DAY)
    with pytest.raises(ContentError, match="CRPM L211-14"):
        project.give(both[0], edition=DAY)
    assert len(list(project.articles)) == 2


@pytest.mark.parametrize(("edition", "refused"), [(date(2026, 8, 19), 1), (DAY, 0)])
def test_json_older_than_what_is_here_is_refused(project, edition, refused):
    path = project.json("a.json", piste())
    project.give(path, edition=DAY)
    with pytest.raises(ContentError, match="20/08/2026") if refused else nullcontext():
        project.give(path, edition=edition)


def test_a_delta_goes_on_from_json(project):
    project.give(project.json("a.json", piste()), edition=DAY)
    project.give(project.archive("LEGI_20260821-210000.tar.gz", waste(html="<p>Changé.</p>")))
    assert [one.texte for one in project.articles] == ["Changé."]


def test_an_edition_may_be_a_month(project):
    project.give(project.json("articles-2026-08.json", piste()))
    again = project.give(project.json("articles-2026-08.json", piste()))
    assert again.snapshots[0].origine.edition == "2026-08"
    project.give(project.archive("LEGI_20260805-210000.tar.gz", waste(html="<p>Changé.</p>")))
    assert [one.texte for one in project.articles] == ["Changé."]


def test_every_problem_of_every_file_is_told(project):
    given = [
        project.json("a.json", {"results": [{"title": "autre schéma"}]}),
        project.json("b.json", article()),
        project.json("c.json", piste(dateDebut="demain")),
        project.json(
            "d.json",
            {
                "article": {
                    "id": "LEGIARTI000000000541",
                    "num": "L541-3",
                    "cidTexte": "LEGITEXT000006074220",
                }
            },
        ),
        project.json("e.json", piste()),
        project.json("f.json", piste(texteHtml="<p>Autre.</p>")),
    ]
    (project.root / "g.json").write_text('{"article": {')
    with pytest.raises(ContentError) as refused:
        project.give(*given, project.root / "g.json", edition=DAY)
    told = {Path(one.file).name: one for one in refused.value.problems}
    assert set(told) == {"a.json", "b.json", "c.json", "d.json", "f.json", "g.json"}
    assert told["b.json"].message == "LEGIARTI000000000541 : rien ne dit de quel code il est"
    assert told["b.json"].hint == "nommez le fichier d’après lui : crpm_L211-14.json"
    assert told["f.json"].code == "doublon"
    assert told["g.json"].line == 1
    assert list(project.articles) == []


@pytest.mark.parametrize(
    ("odd", "reason"),
    [
        (
            {"texteHtml": "<p>\ud800</p>"},
            "« texteHtml » est illisible : un caractère y est coupé en deux",
        ),
        ({"texteHtml": ["liste"]}, "« texteHtml » n’est pas un texte"),
        ({"texteHtml": "", "texte": 5}, "« texte » n’est pas un texte"),
        ({"num": ["L541-3"]}, "« num » n’est pas un texte"),
        ({"cid": ["x"]}, "« cid » n’est pas un texte"),
        ({"dateDebut": None}, "« dateDebut » manque"),
        ({"dateDebut": 10**30}, f"date illisible : « {10**30} »"),
        ({"dateDebut": "2026-13-45"}, "date illisible : « 2026-13-45 »"),
        ({"dateDebut": ["x"]}, "date illisible : « ['x'] »"),
        ({"dateFin": "bientôt"}, "date illisible : « bientôt »"),
        ({"dateFin": "\ud800"}, "date illisible : « ? »"),
        ({"dateFin": True}, "date illisible : « True »"),
        ({"articleVersions": {"a": 1}}, "« articleVersions » n’est pas une liste d’articles"),
        ({"articleVersions": ["a"]}, "« articleVersions » n’est pas une liste d’articles"),
        ({"articleVersions": [{"id": "LEGIARTI000000000542"}]}, "« dateDebut » manque"),
        ({"articleVersions": [{"dateDebut": 0}]}, "« id » manque"),
        (
            {"articleVersions": [{"id": "JORFARTI000000000542", "dateDebut": 0}]},
            "identifiant inattendu : « JORFARTI000000000542 »",
        ),
    ],
)
def test_an_article_of_another_form_is_refused_in_french(project, odd, reason):
    with pytest.raises(ContentError) as refused:
        project.give(project.json("a.json", piste(**odd)), edition=DAY)
    message = f"LEGIARTI000000000541 : article d’une autre forme ({reason})"
    assert [one.message for one in refused.value.problems] == [message]


def test_what_is_neither_archive_nor_json_is_told(project):
    (project.root / "vide").mkdir()
    (project.root / "a.txt").write_text("autre chose")
    for name, words in (("vide", "aucun fichier « .json »"), ("a.txt", "ni archive .* ni JSON")):
        with pytest.raises(ContentError, match=words):
            project.give(project.root / name, edition=DAY)


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the shared data are not here")
def test_real_articles_of_legi_data_are_read(tmp_path):
    here = Workspace(tmp_path, tmp_path / "output")
    law = tmp_path / "content" / REFERENTIEL / "droit"
    law.parent.mkdir(parents=True)
    law.symlink_to(ROOT / "content" / REFERENTIEL / "droit")
    import_official(here, "legi", [SAMPLES], ImportOptions(DAY, today=TODAY))
    articles = Referential(here).articles
    assert {path.stem.replace("_", " ") for path in SAMPLES.glob("*.json")} <= {
        f"{one.ouvrage} {one.numero}" for one in articles
    }
    dogs = articles.in_force("crpm", "R. 215-2", DAY)
    assert (dogs.id, dogs.debut) == ("LEGIARTI000052421083", date(2025, 10, 24))
    assert dogs.texte.splitlines()[0].endswith("contraventions de la 2e classe :")
    assert articles.in_force("crpm", "R. 215-2", date(2025, 10, 23)) is None
