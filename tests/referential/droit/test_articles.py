"""Articles: the version in force on a day, those that are cited, their file."""

from dataclasses import replace
from datetime import date

import pytest

from docgen.errors import ContentError
from docgen.referential.droit.articles import (
    ARTICLES_FILE,
    UNKNOWN_DAY,
    Articles,
    ArticleVersion,
    CitedArticles,
    write_articles,
)
from docgen.referential.droit.reference import ReferenceLegale
from docgen.referential.referential import Referential
from docgen.referential.snapshot import Origine, Snapshot
from docgen.workspace import REFERENTIEL, Workspace


def _version(identifier: str, debut: date, fin: date | None) -> ArticleVersion:
    return ArticleVersion("csi", "L132-3", identifier, "VIGUEUR", debut, fin, "Texte.\nSuite.")


def test_articles_choose_the_version_in_force_by_its_dates():
    change = date(2026, 8, 19)
    former = _version("LEGIARTI000000000001", date(2020, 1, 1), change)
    coming = _version("LEGIARTI000000000002", change, None)
    articles = Articles([coming, former])
    assert articles.in_force("csi", "L132-3", date(2026, 8, 18)) == former
    assert articles.in_force("csi", "L132-3", change) == coming
    assert articles.in_force("csi", "L132-3", date(2019, 1, 1)) is None
    assert articles.versions("csi", "L132-3") == (former, coming)
    assert articles.next_change(date(2020, 1, 1)) == change
    assert articles.next_change(change) is None


def test_articles_choose_none_of_two_versions_that_disagree():
    first = _version("LEGIARTI000000000001", date(2020, 1, 1), None)
    second = _version("LEGIARTI000000000002", date(2024, 1, 1), None)
    same, other = Articles([first, second]), Articles([first, replace(second, texte="Autre.")])
    assert same.in_force("csi", "L132-3", date(2025, 1, 1)) == second
    assert list(same.overlaps()) == []
    assert other.in_force("csi", "L132-3", date(2025, 1, 1)) is None
    assert other.in_force("csi", "L132-3", date(2023, 1, 1)) == first
    assert list(other.overlaps()) == [(first, replace(second, texte="Autre."))]


def test_a_version_that_was_never_in_force_disagrees_with_none():
    day = date(2008, 5, 1)
    stillborn = _version("LEGIARTI000000000001", day, day)
    sound = replace(_version("LEGIARTI000000000002", day, None), texte="Autre.")
    assert list(Articles([stillborn, sound]).overlaps()) == []
    assert Articles([stillborn, sound]).in_force("csi", "L132-3", day) == sound


def _cited(*references: dict[str, str]) -> CitedArticles:
    return CitedArticles(ReferenceLegale.model_validate(values) for values in references)


def test_cited_articles_are_those_of_ranges_and_parts_too():
    cited = _cited(
        {"code": "route", "article": "L. 325-1", "jusqu_au": "L. 325-3"},
        {"code": "crpm", "article": "L226-6", "partie": "et L. 228-5, R. 228-9"},
        {"code": "csi", "article": "R. 512-5", "partie": "annexe 1, art. 21"},
        {"texte": "loi", "numero": "2025-268", "date": "2025-03-24", "article": "37"},
        {"texte": "arrete-prefectoral", "numero": "81-2025", "article": "2"},
        {"texte": "decret", "numero": "2020-1575"},
    )
    assert sorted(cited.named) == [
        *(("crpm", number) for number in ("L226-6", "L228-5", "R228-9")),
        *(("csi", number) for number in ("Annexe 1", "R512-5")),
        ("loi 2025-268", "37"),
        *(("route", number) for number in ("L325-1", "L325-2", "L325-3")),
    ]


@pytest.mark.parametrize(
    ("ouvrage", "number", "covered"),
    [
        ("route", "L325-1-2", True),
        ("route", "L325-3", True),
        ("route", "L325-3-1", False),
        ("route", "R325-2", False),
        ("penal", "L325-2", False),
    ],
)
def test_a_range_covers_what_lies_between(ouvrage, number, covered):
    cited = _cited({"code": "route", "article": "L. 325-1", "jusqu_au": "L. 325-3"})
    assert cited.covers(ouvrage, number) is covered


def _keep(tmp_path, data: bytes) -> Referential:
    folder = tmp_path / "content" / REFERENTIEL / "legi"
    folder.mkdir(parents=True)
    snapshot = Snapshot("legi", Origine(jeu="LEGI", edition="2026-11-01"), {ARTICLES_FILE: data})
    for name, content in snapshot.all_files.items():
        (folder / name).write_bytes(content)
    return Referential(Workspace(tmp_path, tmp_path / "output"))


def test_articles_are_read_again_as_they_were_written(tmp_path):
    whole = replace(
        _version("LEGIARTI000000000002", date(2024, 1, 1), None),
        texte="« Texte » fictif\u00a0;\nsuite",
        cid="LEGIARTI000000000001",
        lieux=("code_en_vigueur/LEGITEXT000025503132",),
    )
    coming = replace(_version("LEGIARTI000000000003", UNKNOWN_DAY, None), texte="")
    referential = _keep(tmp_path, write_articles([coming, whole]))
    assert list(referential.articles) == [whole, coming]
    assert ("csi", "L132-3") in referential.articles


def test_a_project_without_import_has_no_articles(tmp_path):
    assert list(Referential(Workspace(tmp_path, tmp_path)).articles) == []


@pytest.mark.parametrize("line", ["{}", "[1]", "\ufeff", '{"debut": null}'])
def test_articles_of_another_form_are_refused(tmp_path, line):
    with pytest.raises(ContentError, match="autre version de docgen"):
        _ = _keep(tmp_path, f"{line}\n".encode()).articles
