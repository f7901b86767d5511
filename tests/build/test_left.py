"""What is left in a project, and for the documents that people name."""

import re
from datetime import date
from shutil import rmtree

import pytest

from docgen.build.check import check_all
from docgen.build.left import document_names, document_words, is_by_commune, left_in
from docgen.errors import ContentError
from docgen.referential.referential import Referential
from docgen.workspace import Workspace
from tests.conftest import ROOT

HERE = Workspace(ROOT, ROOT / "output")
REFERENTIAL = Referential(HERE)


def ids(*words, communes=()):
    """Return the identifiers of what is left for some documents."""
    items, notices = left_in(REFERENTIAL, words, communes, None)
    assert notices == []
    assert len({one.id for one in items}) == len(items)
    return {one.id for one in items}


@pytest.fixture(scope="module")
def whole():
    return left_in(REFERENTIAL, (), (), None)[0]


def test_the_check_counts_what_the_project_lacks(whole):
    checked = check_all(HERE).left
    assert {one.id for one in checked} == {one.id for one in whole}
    assert len(checked) == len(whole)


@pytest.mark.parametrize("members", ["[]", "[81101, 81218]"])
def test_a_circular_waits_where_members_get_it(project, members):
    text = "partie: amr81\nadherents: " + members
    project.write("content/adherents.yaml", text)
    day = date(2026, 12, 1)
    counted = {one.id for one in check_all(project.workspace, (), day).left}
    for words in ((), ("renewal circulaire",)):
        items, _ = left_in(Referential(project.workspace, day), words, (), day)
        waiting = [one for one in items if one.message.startswith("la circulaire ne peut")]
        assert len(waiting) == (members != "[]")
        assert {one.id for one in items} <= counted
    [path] = [one for one in project.workspace.texts("renewal") if one.stem == "circulaire"]
    alone = check_all(project.workspace, [path], day).left
    assert {one.id for one in alone} == {one.id for one in items}


@pytest.mark.parametrize("words", ["À compléter", "Nos actions, [à confirmer]"])
def test_words_left_for_later_make_a_draft(project, words):
    report = project.root / "content/bilan/2026.yaml"
    text = report.read_text("utf-8")
    before = ids("bilan")
    told = re.sub(r"(?m)^chapo: >-\n(?:  .*\n)+", f'chapo: "{words}"\n', text)
    assert told != text
    report.write_text(told, "utf-8")
    items, _ = left_in(Referential(project.workspace), ["bilan"], (), None)
    [left] = [one for one in items if one.id not in before]
    assert (left.field, left.code, left.documents) == ("chapo", "a-ecrire", ("bilan-2026",))


def test_words_left_for_later_in_printed_sources_are_told(project):
    path = project.root / "content/fiche/action-4-2.yaml"
    text = path.read_text("utf-8")
    before = ids("fiche 4.2")
    path.write_text(text.replace("(présentation des", "([à préciser] des"), "utf-8")
    items, _ = left_in(Referential(project.workspace), ["fiche 4.2"], (), None)
    assert [one.field for one in items if one.id not in before] == ["sources[0]"]


def test_report_is_left_out_when_its_year_has_not_begun(project):
    report = project.root / "content/bilan/2026.yaml"
    words = report.read_text("utf-8").replace("annee: 2026", "annee: 2027")
    report.with_stem("2027").write_text(words, "utf-8")
    referential = Referential(project.workspace)

    def years_of(*names, day):
        items, _ = left_in(referential, names, (), day)
        return {one.file[-9:-5] for one in items if "/bilan/" in one.file}

    before = date(2026, 12, 1)
    assert years_of(day=before) == {"2026"}
    assert years_of("bilan", day=before) == years_of(day=date(2027, 1, 1)) == {"2026", "2027"}


def test_words_of_an_amendment_wait_for_its_letter(whole):
    name = "Texte de la modification proposée"
    asked, _ = left_in(REFERENTIAL, ["renewal"], (), None)
    assert name in {one.name for one in asked}
    assert name not in {one.name for one in whole}


def test_documents_named_in_words_share_their_items(whole):
    fiche, memento = ids("fiche", "4.2"), ids("mémento")
    assert fiche & memento == set()
    assert ids("fiche", "4.2", "memento") == fiche | memento
    assert fiche | memento <= {one.id for one in whole}
    assert ids("fiche 4.2") == ids("fiche-action-4-2") == fiche


def test_missing_pages_of_a_signed_act_are_copied_not_written(whole):
    act = [one for one in whole if one.file == "content/convention/2026.yaml"]
    assert act
    assert {(one.who, one.what) for one in act} == {("parties", "remplir")}


def test_a_text_may_have_the_name_of_a_kind():
    modele = ids("convention", "modele")
    assert modele == ids("convention-modele") == ids("convention modele")
    assert modele.isdisjoint(ids("modele"))
    assert ids("convention", "modele", "modele") == modele | ids("modele")
    assert ids("convention", "2026", "modele") == ids("convention", "2026") | modele
    assert ids("modele", "convention") > ids("convention") >= modele


def test_a_pack_lacks_what_its_parts_lack_each_once():
    pack = ids("commune-pack", communes=["81218"])
    assert pack == ids("commune-pack-81218")
    assert ids("infographie", communes=["81218"]) <= pack
    assert "docgen data import ssmsi FICHIER FICHIER" in pack
    assert len([one for one in pack if one.startswith("droit:")]) > 50


def test_all_communes_share_the_figures_to_import(whole):
    importing = [one for one in whole if one.what == "importer"]
    assert len(importing) == 1
    assert len(importing[0].documents) > 300
    assert not [one for one in whole if one.id.startswith("maire:")]  # all are settled


def test_a_project_of_no_known_departement_makes_drafts(project):
    rmtree(project.workspace.content / "referentiel/competence")
    items, _ = left_in(Referential(project.workspace), ("convention", "modele"), (), None)
    [unknown] = [one for one in items if one.code == "departement"]
    assert unknown.command == "docgen data import competence FICHIER --departement CODE"


@pytest.mark.parametrize("name", ["commune-packs", "Dossiers de commune", "infographie"])
def test_any_name_of_a_kind_means_all_communes(name):
    assert is_by_commune(name)
    assert document_names([name, "lettres"], HERE) == [name, "lettres"]


@pytest.mark.parametrize("words", [("tract",), ("fiche", "9.9"), ("4.2",)])
def test_what_names_no_document_is_refused(words):
    with pytest.raises(ContentError):
        left_in(REFERENTIAL, words, (), None)


def test_content_files_are_named_in_words():
    content = HERE.content
    assert document_words(HERE, [content / "fiche/action-4-2.yaml"]) == ["fiche", "action-4-2"]
    assert document_words(HERE, [content / "memento/05-eau.yaml"]) == ["memento"]
    assert document_words(HERE, HERE.texts("memento")) == ["memento"]
    assert document_words(HERE, HERE.texts("fiche")) == ["fiche"]
    assert document_words(HERE, HERE.texts("fiche")[:2]) == [
        "fiche",
        "action-4-1",
        "fiche",
        "action-4-2",
    ]
    assert document_words(HERE, [content / "territoire/roles.yaml"]) == []
