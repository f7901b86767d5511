"""Archives of LEGI, from the files on the disk to the articles of the project."""

import gzip
import io
import tarfile
from datetime import date

import pytest
from tools.synthetic_legi import Article, write_archive

from docgen.errors import ContentError
from docgen.referential.droit.articles import UNKNOWN_DAY
from tests.importing.legi.archives import GLOBAL, LAW, PERMIT, WASTE, LawProject, waste

FIRST, SECOND = "LEGI_20260702-210000.tar.gz", "LEGI_20260703-210000.tar.gz"


@pytest.fixture
def project(tmp_path):
    return LawProject(tmp_path)


def codes(refused):
    return [one.code for one in refused.value.problems if one.severity == "erreur"]


def warned(result):
    return [one.code for one in result.problems]


# What is kept


def test_only_cited_articles_are_kept_with_all_their_versions(project):
    project.give(
        project.archive(
            GLOBAL,
            waste(540, debut="2010-01-01", fin="2020-01-01", etat="MODIFIE"),
            waste(541, html="<p>Dix mots<br/>fictifs.</p>"),
            Article(PERMIT, "R*421-1", cid="LEGITEXT000006074075"),
            Article("LEGIARTI000000000001", "L541-3", cid="LEGITEXT000006070719"),
            Article("LEGIARTI000000000002", "L541-4"),
        )
    )
    found = [(one.ouvrage, one.numero, one.id, one.etat) for one in project.articles]
    assert found == [
        ("environnement", "L541-3", "LEGIARTI000000000540", "MODIFIE"),
        ("environnement", "L541-3", WASTE, "VIGUEUR"),
        ("urbanisme", "R421-1", PERMIT, "VIGUEUR"),
    ]
    waste_now = project.articles.in_force("environnement", "L. 541-3", date(2026, 7, 1))
    assert (waste_now.id, waste_now.texte) == (WASTE, "Dix mots\nfictifs.")
    assert waste_now.fin is None
    assert project.articles.in_force("environnement", "L541-3", date(2015, 1, 1)).fin == date(
        2020, 1, 1
    )


def test_a_range_keeps_what_lies_between(project):
    numbers = ("L325-1", "L325-1-1", "L325-2", "L325-3", "L325-3-1", "R325-2")
    articles = [
        Article(f"LEGIARTI{rank:012}", number, cid="LEGITEXT000006074228")
        for rank, number in enumerate(numbers)
    ]
    project.give(project.archive(GLOBAL, *articles))
    assert [one.numero for one in project.articles] == ["L325-1", "L325-1-1", "L325-2", "L325-3"]


@pytest.mark.parametrize(
    ("nature", "title", "kept"),
    [
        ("LOI", "LOI n° 2025-268 du 24 mars 2025", 1),
        ("LOI_ORGANIQUE", "Loi organique n° 2025-268", 1),
        ("LOI", "LOI n°2025-268 du 24 mars 2025", 1),
        ("DECRET", "Décret n° 2025-268 du 24 mars 2025", 0),
        ("LOI", "LOI n° 2025-26 du 24 mars 2025", 0),
    ],
)
def test_a_law_is_known_by_its_nature_and_number(project, nature, title, kept):
    article = Article(
        LAW,
        "37",
        cid="JORFTEXT000000000268",
        texte="LEGITEXT000000000268",
        nature=nature,
        titre=title,
    )
    project.give(project.archive(GLOBAL, waste(), article))
    assert len(project.articles.versions("loi 2025-268", "37")) == kept


@pytest.mark.parametrize("texte", ["", "LEGITEXT000022197698"])
@pytest.mark.parametrize("cid", ["LEGITEXT000006071367", "LEGITEXT000022197698"])
def test_the_rural_code_is_known_by_both_its_identifiers(project, cid, texte):
    dog = Article("LEGIARTI000000000211", "L211-14", cid=cid, texte=texte)
    project.give(project.archive(GLOBAL, dog))
    assert len(project.articles.versions("crpm", "L211-14")) == 1


def test_a_version_to_come_is_not_in_force(project):
    result = project.give(
        project.archive(
            GLOBAL,
            waste(541, fin="2027-01-01"),
            waste(542, debut="2027-01-01", etat="VIGUEUR"),
            waste(543, debut="2222-02-22", etat="VIGUEUR_DIFF", html="<p>Autre.</p>"),
        )
    )
    in_force = project.articles.in_force
    assert in_force("environnement", "L541-3", date(2026, 12, 31)).id == WASTE
    assert in_force("environnement", "L541-3", date(2027, 1, 1)).id == "LEGIARTI000000000542"
    assert project.articles.versions("environnement", "L541-3")[-1].debut == UNKNOWN_DAY
    assert "chevauchement" not in warned(result)


def test_a_version_without_its_file_has_its_dates(project):
    versions = (
        ("LEGIARTI000000000539", "2001-01-01", "2020-01-01", "MODIFIE"),
        ("LEGIARTI000000000542", "2027-01-01", "2999-01-01", "VIGUEUR"),
    )
    result = project.give(project.archive(GLOBAL, waste(fin="2027-01-01", versions=versions)))
    kept = [(one.id, one.texte) for one in project.articles]
    assert kept == [(WASTE, "Exemple fictif."), ("LEGIARTI000000000542", "")]
    assert {one.cid for one in project.articles} == {"LEGIARTI000000000539"}
    assert "sans-texte" in warned(result)


def test_none_is_chosen_of_two_versions_on_one_day(project):
    result = project.give(project.archive(GLOBAL, waste(541), waste(542, html="<p>Autre.</p>")))
    assert "chevauchement" in warned(result)
    assert project.articles.in_force("environnement", "L541-3", date(2026, 7, 1)) is None


def test_escaped_html_is_read_as_html(project):
    project.give(project.archive(GLOBAL, waste(html="&lt;p&gt;Un&lt;br/&gt;deux&lt;/p&gt;")))
    assert next(iter(project.articles)).texte == "Un\ndeux"


# Deltas


def test_deltas_are_applied_by_date_whatever_their_order(project):
    base = project.archive(GLOBAL, waste(), waste(542, debut="2027-01-01", etat="VIGUEUR_DIFF"))
    first = project.archive(FIRST, waste(html="<p>Premier.</p>"))
    second = project.archive(SECOND, waste(html="<p>Second.</p>", fin="2027-01-01"))
    result = project.give(second, base, first)
    assert [one.texte for one in project.articles] == ["Second.", "Exemple fictif."]
    assert result.snapshots[0].origine.edition == "2026-07-03"


def test_a_delta_goes_on_from_what_was_imported(project):
    project.give(project.archive(GLOBAL, waste()), project.archive(FIRST, waste(html="<p>Un.</p>")))
    result = project.give(project.archive(SECOND, waste(html="<p>Deux.</p>")))
    assert [one.texte for one in project.articles] == ["Deux."]
    names = [one.fichier for one in result.snapshots[0].origine.importes]
    assert names == [GLOBAL, FIRST, SECOND]


def test_a_deletion_removes_a_version(project):
    stillborn = waste(542, debut="2027-01-01", etat="VIGUEUR_DIFF")
    project.give(project.archive(GLOBAL, waste(), stillborn))
    project.give(project.archive(FIRST, waste(html="<p>Reste.</p>"), deleted=[stillborn]))
    assert [one.id for one in project.articles] == [WASTE]


def test_a_moved_article_outlives_its_old_place(project):
    moved = waste(folder="code_et_TNC_non_vigueur/code_non_vigueur", etat="ABROGE")
    project.give(project.archive(GLOBAL, waste()))
    project.give(project.archive(FIRST, moved))
    project.give(project.archive(SECOND, waste(540, fin="2020-01-01"), deleted=[waste()]))
    assert [(one.id, one.etat) for one in project.articles][-1] == (WASTE, "ABROGE")


def test_of_an_article_at_two_places_the_newer_counts(project):
    gone = waste(folder="code_et_TNC_non_vigueur/code_non_vigueur", html="<p>Ancien.</p>")
    path = project.root / GLOBAL
    with gzip.open(path, "wb") as packed, tarfile.open(fileobj=packed, mode="w|") as tar:
        for changed, article in ((2, waste(html="<p>Nouveau.</p>")), (1, gone)):
            header = tarfile.TarInfo(article.path)
            header.size, header.mtime = len(article.xml), changed
            tar.addfile(header, io.BytesIO(article.xml))
    project.give(path)
    (version,) = project.articles
    assert (version.texte, len(version.lieux)) == ("Nouveau.", 2)
    project.give(project.archive(FIRST, waste(540, fin="2019-01-01"), deleted=[gone]))
    assert [len(one.lieux) for one in project.articles] == [1, 1]


def test_an_announced_version_that_is_withdrawn_goes(project):
    to_come = (("LEGIARTI000000000542", "2027-01-01", "2999-01-01", "VIGUEUR_DIFF"),)
    project.give(project.archive(GLOBAL, waste(fin="2027-01-01", versions=to_come)))
    project.give(project.archive(FIRST, waste()))
    assert [(one.id, one.fin) for one in project.articles] == [(WASTE, None)]


def test_what_a_delta_announces_anew_is_kept(project):
    to_come = (("LEGIARTI000000000542", "2027-01-01", "2999-01-01", "VIGUEUR_DIFF"),)
    sooner = (("LEGIARTI000000000542", "2026-12-01", "2999-01-01", "VIGUEUR_DIFF"),)
    project.give(project.archive(GLOBAL, waste(fin="2027-01-01", versions=to_come)))
    project.give(project.archive(FIRST, waste(fin="2026-12-01", versions=sooner)))
    assert [one.debut for one in project.articles][1:] == [date(2026, 12, 1)]


@pytest.mark.parametrize("numero", ["L541-3-99", "L541-9"])
def test_a_version_that_is_renumbered_leaves_its_number(project, numero):
    project.give(project.archive(GLOBAL, waste(540, fin="2020-01-01"), waste(541)))
    project.give(project.archive(FIRST, Article(WASTE, numero)))
    assert [one.id for one in project.articles] == ["LEGIARTI000000000540"]


def test_an_article_that_another_code_takes_leaves_its_own(project):
    project.give(project.archive(GLOBAL, waste(540, fin="2020-01-01"), waste(541)))
    project.give(project.archive(FIRST, waste(541, cid="LEGITEXT000006070719")))
    assert [one.id for one in project.articles] == ["LEGIARTI000000000540"]


def test_an_archive_that_lacks_a_text_asks_for_archives(project):
    to_come = (("LEGIARTI000000000542", "2027-01-01", "2999-01-01", "VIGUEUR_DIFF"),)
    result = project.give(project.archive(GLOBAL, waste(fin="2027-01-01", versions=to_come)))
    (bare,) = [one for one in result.problems if one.code == "sans-texte"]
    assert bare.hint == "leur texte viendra avec les deltas à paraître ; donnez tous ceux parus"


def test_an_archive_that_was_unpacked_once_is_read(project):
    path = project.archive(GLOBAL, waste())
    path.write_bytes(gzip.decompress(path.read_bytes()))
    project.give(path)
    assert [one.id for one in project.articles] == [WASTE]


def test_progress_goes_from_nothing_to_the_end(project):
    shares = []
    articles = [waste(number) for number in range(300)]
    path = project.archive(GLOBAL, *articles)
    project.give(path, progress=lambda _name, share: shares.append(share))
    assert shares == sorted(set(shares))
    assert shares[-1] == 1


@pytest.mark.parametrize("top", ["./", "legi/global/", "", "copie/"])
def test_an_archive_is_known_by_its_articles(project, top):
    path = write_archive(
        project.root / "copie-20260701.tar.gz",
        [(f"{top}texte/a.xml", b""), (f"{top}article/LEGI/ARTI/{WASTE}.xml", waste().xml)],
    )
    assert project.give(path).snapshots[0].origine.edition == "2026-07-01"
    assert [one.id for one in project.articles] == [WASTE]


def test_a_list_of_deletions_tells_a_delta(project):
    files = [(waste().path, waste().xml), ("liste_suppression_legi.dat", b"")]
    path = write_archive(project.root / "copie-20260701.tar.gz", files)
    with pytest.raises(ContentError, match="sans son archive globale"):
        project.give(path)


def test_a_name_that_is_no_text_is_replaced(project):
    path = project.root / GLOBAL
    with gzip.open(path, "wb") as packed, tarfile.open(fileobj=packed, mode="w|") as tar:
        header = tarfile.TarInfo(waste().path.replace("en_vigueur/LEGI", "\udc9b/LEGI"))
        header.size = len(waste().xml)
        tar.addfile(header, io.BytesIO(waste().xml))
    project.give(path)
    assert [one.id for one in project.articles] == [WASTE]


def test_archives_already_applied_are_passed_over_and_told(project):
    base, first = project.archive(GLOBAL, waste()), project.archive(FIRST, waste())
    older = project.archive("LEGI_20260630-210000.tar.gz", waste(html="<p>Ancien.</p>"))
    oldest = project.archive("LEGI_20260629-210000.tar.gz", waste(html="<p>Plus ancien.</p>"))
    result = project.give(older, base, first, oldest)
    assert [one.texte for one in project.articles] == ["Exemple fictif."]
    told = [one.message for one in result.problems if one.code == "ancienne"]
    assert told == ["2 archives déjà comprises, jusqu’au 01/07/2026"]


def test_a_week_without_delta_is_told(project):
    base = project.archive(GLOBAL, waste())
    late = project.archive("LEGI_20260801-210000.tar.gz", waste())
    assert "lacune" in warned(project.give(base, late))
    next_day = project.archive("LEGI_20260802-210000.tar.gz", waste())
    assert "lacune" not in warned(project.give(next_day))


# Refusals: nothing changes


def test_a_delta_without_its_global_archive_is_refused(project):
    with pytest.raises(ContentError, match="sans son archive globale") as refused:
        project.give(project.archive(FIRST, waste()), project.archive(SECOND, waste()))
    assert codes(refused) == ["delta"]
    assert list(project.articles) == []


def test_an_archive_older_than_what_is_here_is_refused(project):
    project.give(project.archive(GLOBAL, waste()), project.archive(SECOND, waste()))
    older = project.archive("Freemium_legi_global_20250713-140000.tar.gz", waste(html="<p>A</p>"))
    for path in (older, project.root / SECOND):
        with pytest.raises(ContentError, match=r"rien de plus récent.*03/07/2026") as refused:
            project.give(path)
        assert codes(refused) == ["ancienne"]
    assert [one.texte for one in project.articles] == ["Exemple fictif."]


def test_an_import_that_would_lose_articles_is_refused(project):
    permit = Article(PERMIT, "R421-1", cid="LEGITEXT000006074075")
    project.give(project.archive(GLOBAL, waste(), permit))
    part = project.archive("Freemium_legi_global_20260801-140000.tar.gz", waste())
    with pytest.raises(ContentError, match=r"C\. urb\. R421-1") as refused:
        project.give(part)
    assert codes(refused) == ["partiel"]
    assert len(list(project.articles)) == 2


def test_an_archive_of_another_base_is_refused_by_its_name(project):
    path = project.archive(GLOBAL)
    with gzip.open(path, "wb") as packed, tarfile.open(fileobj=packed, mode="w|") as tar:
        header = tarfile.TarInfo("jorf/global/article/JORF/ARTI/JORFARTI000000000001.xml")
        tar.addfile(header, io.BytesIO())
    with pytest.raises(ContentError, match="archive de la base JORF") as refused:
        project.give(path)
    assert codes(refused) == ["base"]


def test_an_archive_without_any_cited_article_is_refused(project):
    with pytest.raises(ContentError, match=r"aucun des .* articles cités"):
        project.give(project.archive(GLOBAL, Article(PERMIT, "L1-1")))


def test_an_archive_needs_a_day(project):
    path = project.archive("legi.tar.gz", waste())
    with pytest.raises(ContentError, match="--edition AAAA-MM-JJ"):
        project.give(path)
    assert project.give(path, edition=date(2026, 7, 1)).snapshots[0].origine.edition == "2026-07-01"


def test_edition_that_the_archive_contradicts_is_refused(project):
    path = project.archive(GLOBAL, waste())
    with pytest.raises(ContentError, match="retirez --edition") as refused:
        project.give(path, edition=date(2026, 7, 2))
    assert codes(refused) == ["edition"]
    told = project.give(path).snapshots[0].origine.edition
    assert project.give(path, edition=date.fromisoformat(told)).snapshots


def test_every_damaged_article_is_told_in_one_pass(project):
    path = project.root / GLOBAL
    broken = [waste(1, debut="2026-02-30"), waste(2, html="<p>jamais fermé"), waste(3)]
    broken.append(waste(9, html="<p>" * 3000 + "x" + "</p>" * 3000))
    files = [(one.path, one.xml) for one in broken]
    files[2] = (broken[2].path, broken[2].xml.replace(b"<ARTICLE>", b"<!DOCTYPE a><ARTICLE>"))
    files.append((waste(4).path, waste(5).xml))
    for number, encoding in ((6, "latin1"), (7, "euc-jp"), (8, "inconnu")):
        head, body = waste(number).xml.split(b"\n", 1)
        files.append(
            (waste(number).path, head.replace(b"UTF-8", encoding.encode()) + b"\n\xe9" + body)
        )
    write_archive(path, files)
    with pytest.raises(ContentError) as refused:
        project.give(path)
    assert codes(refused) == ["article"] * 8
    assert {one.message.replace("000000000", "…") for one in refused.value.problems} == {
        "LEGIARTI…001 : date illisible : « 2026-02-30 »",
        "LEGIARTI…002 : XML abîmé, ligne 35",
        "LEGIARTI…003 : XML avec un type de document",
        "LEGIARTI…004 : ce fichier dit être LEGIARTI…005",
        *(f"LEGIARTI…00{number} : XML abîmé, ligne 2" for number in (6, 7, 8)),
        "LEGIARTI…009 : paragraphes imbriqués sans mesure",
    }


@pytest.mark.parametrize("kept", [0.2, 0.6, 0.97])
def test_a_truncated_archive_is_refused(project, kept):
    path = project.archive(GLOBAL, *(waste(number) for number in range(200)))
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * kept)])
    with pytest.raises(ContentError):
        project.give(path)
    assert list(project.articles) == []


@pytest.mark.parametrize("cut", [512 * 3, 512 * 40, -1024, -10240, 700])
def test_a_tar_that_ends_early_is_refused(project, cut):
    path = project.archive(GLOBAL, *(waste(number) for number in range(20)))
    data = gzip.decompress(path.read_bytes()).rstrip(b"\0")
    whole = data + b"\0" * (-len(data) % 512)
    path.write_bytes(gzip.compress(whole[:cut] if cut > 0 else whole))
    with pytest.raises(ContentError, match="abîmée ou incomplète"):
        project.give(path)


def test_a_damaged_header_is_no_end_of_the_archive(project):
    path = project.archive(GLOBAL, *(waste(number) for number in range(20)))
    data = bytearray(gzip.decompress(path.read_bytes()))
    header = data.index(b"././@LongLink", data.index(b"LEGIARTI000000000010.xml"))
    data[header + 100 : header + 160] = b"\xfe" * 60
    path.write_bytes(gzip.compress(data))
    with pytest.raises(ContentError, match="abîmée ou incomplète"):
        project.give(path)


def test_what_unpacks_without_measure_is_refused(project):
    path = project.root / GLOBAL
    with gzip.open(path, "wb") as packed, tarfile.open(fileobj=packed, mode="w|") as tar:
        header = tarfile.TarInfo(waste().path)
        header.size = 40_000_000
        tar.addfile(header, io.BytesIO(bytes(header.size)))
    with pytest.raises(ContentError, match="démesuré"):
        project.give(path)
    header.name, header.size = "legi/global/zeros.bin", 200_000_000
    with gzip.open(path, "wb") as packed, tarfile.open(fileobj=packed, mode="w|") as tar:
        tar.addfile(header, io.BytesIO(bytes(header.size)))
    with pytest.raises(ContentError, match="sans mesure"):
        project.give(path)


def test_archives_and_json_are_not_mixed(project):
    base, other = project.archive(GLOBAL, waste()), project.json("crpm_L211-14.json", {})
    with pytest.raises(ContentError, match="ce n’est pas une archive"):
        project.give(base, other)


# Interruption


def test_an_interrupted_import_reads_no_finished_archive_again(project):
    paths = [project.archive(GLOBAL, waste()), project.archive(FIRST, waste(html="<p>Un.</p>"))]
    read = []

    def interrupt(name, share):
        read.append(name)
        if name == FIRST:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        project.give(*paths, progress=interrupt)
    assert list(project.articles) == []
    assert GLOBAL in read
    read.clear()
    project.give(*paths, progress=lambda name, _share: read.append(name))
    assert set(read) == {FIRST}
    assert [one.texte for one in project.articles] == ["Un."]


def test_what_is_cited_since_makes_an_archive_read_again(project):
    path = project.archive(GLOBAL, waste(), Article("LEGIARTI000000000009", "L541-9"))
    project.give(path)
    law = project.root / "content/referentiel/droit/exemple.yaml"
    law.write_text(law.read_text().replace("L. 541-3", "L. 541-9"))
    project.give(path)
    assert [one.numero for one in project.articles] == ["L541-9"]
