"""An article of LEGI: real files of the base, where they are, and what a file may not hold."""

from datetime import date

import pytest

from docgen.importing.legi.identity import CitedTexts
from docgen.importing.legi.xml_article import number_in, paragraphs, read_article
from docgen.importing.xml_tree import parse_xml
from docgen.referential.droit.articles import CitedArticles
from docgen.referential.droit.reference import ReferenceLegale
from tests.conftest import ROOT

SAMPLES = ROOT.parent / "shared/data/legi/legi-xml"
shared = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the shared data are not here")


def texts(*references):
    cited = (ReferenceLegale.model_validate(values) for values in references)
    return CitedTexts(CitedArticles(cited))


@shared
@pytest.mark.parametrize(
    ("identifier", "number", "first", "start", "end"),
    [
        ("LEGIARTI000019065635", "L211-14", "LEGIARTI000006583053", "I.-Pour les", "détenteur."),
        ("LEGIARTI000047053665", "L215-2-1", "LEGIARTI000006583142", "Le fait,", "applicables."),
        ("LEGIARTI000052421083", "R215-2", "LEGIARTI000006589014", "I.-Est puni", "L. 212-10."),
    ],
)
def test_articles_of_the_rural_code_are_read(identifier, number, first, start, end):
    data = (SAMPLES / f"DERIVE_{identifier}.xml").read_bytes()
    cited = texts({"code": "crpm", "article": number})
    assert number_in(data) == number
    version = read_article(data, cited, "lieu").version
    assert (version.ouvrage, version.id, version.cid) == ("crpm", identifier, first)
    assert version.texte.startswith(start)
    assert version.texte.endswith(end)
    assert version.fin is None
    assert read_article(data, texts({"code": "penal", "article": number}), "lieu") is None


@shared
def test_a_real_fragment_without_end_or_words_is_read():
    data = (SAMPLES / "ARTICLE_LEGIARTI000006321037_fragment.xml").read_bytes()
    cited = texts({"texte": "loi", "numero": "2001-692", "article": "17"})
    version = read_article(data, cited, "lieu").version
    assert (version.ouvrage, version.numero) == ("loi 2001-692", "17")
    assert (version.debut, version.fin, version.texte) == (date(2005, 1, 1), None, "")


@shared
@pytest.mark.parametrize(
    "name", ["SECTION_TA_LEGISCTA000006088000", "TEXTELR_LEGITEXT000005620686"]
)
def test_other_files_of_the_base_are_no_articles(name):
    with pytest.raises(ValueError, match="pas un article"):
        read_article((SAMPLES / f"{name}.xml").read_bytes(), texts(), "lieu")


@pytest.mark.parametrize(
    "data",
    [
        b'<!DOCTYPE a [<!ENTITY b "c">]><ARTICLE>&b;</ARTICLE>',
        b'<!DOCTYPE a SYSTEM "http://exemple.fictif/a"><ARTICLE/>',
        b"<ARTICLE>&indefini;</ARTICLE>",
        b"<ARTICLE>",
        b"",
    ],
)
def test_entities_and_damaged_xml_are_refused(data):
    with pytest.raises(ValueError, match="XML"):
        parse_xml(data)


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<p>Un</p><p>deux</p>", "Un\ndeux"),
        ("Un<br clear='none'/><br/>deux", "Un\ndeux"),
        ("la 1<sup>re </sup>ou 2<sup>e</sup> classe", "la 1re ou 2e classe"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        ("3 750&nbsp;€ &amp; plus", "3 750 € & plus"),
        ("moins de &lt; 3 m", "moins de < 3 m"),
        ("  \n ", ""),
        ("e\u0301tat", "état"),
        ("con\u00adtra\u200bven\x07tion", "contravention"),
    ],
)
def test_light_html_becomes_paragraphs(markup, words):
    assert paragraphs(markup) == words
