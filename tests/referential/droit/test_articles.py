"""Articles: the version in force on a day."""

from datetime import date

from docgen.referential.droit.articles import Articles, ArticleVersion


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
