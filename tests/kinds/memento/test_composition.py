"""What the memento says once composed: law filled in, drafts and finals, communes, the index."""

import re

import pytest

from docgen.build.compose import compose_all, content_files
from docgen.content.source import read_source
from docgen.content.validation import check_source
from docgen.document import Diffusion
from docgen.french.letters import folded
from docgen.kinds.kind import Scope
from docgen.kinds.memento.composition import MIN_LINE
from docgen.kinds.memento.content import Memento
from docgen.kinds.memento.kind import KIND
from docgen.kinds.memento.ouvrage import version_day
from docgen.kinds.memento.wording import LONG
from docgen.kinds.writing.editorial import Relecture
from docgen.left import Who
from docgen.markup import plain
from docgen.referential.referential import Referential
from tests.conftest import plain_blanks
from tests.kinds.memento.works import OURS, change, drafts, printed_words, project, settle, works

PUYGOUZON, ALBI = "81218", "81004"


@pytest.fixture(scope="module")
def checked(tmp_path_factory):
    """A project in which all law was checked and all families read (exemple fictif)."""
    made = project(tmp_path_factory.mktemp("relu"))
    settle(made)
    return made


def booklet():
    return drafts()["livret"].facts


def sheet():
    return drafts()["aide-memoire"].facts


def family(facts, name="depots-sauvages"):
    return next(one for one in facts.familles if one.ancre == name)


def offence(facts, start):
    return next(one for one in family(facts).qualifications if one.fait.startswith(start))


def test_the_same_files_make_both_layouts():
    assert list(drafts()) == ["livret", "aide-memoire"]
    assert [one.stem for one in drafts().values()] == ["memento-livret", "memento-aide-memoire"]
    assert [one.layout for one in drafts().values()] == ["document", "aide-memoire"]
    assert {one.diffusion for one in drafts().values()} == {Diffusion.PUBLIQUE}


def test_sheet_holds_the_end_of_its_items():
    last = [one.texte.rpartition(" ")[2] for one in sheet().sur_place.lignes]
    assert "à\u00a0rien\u00a0de\u00a0dangereux\u202f;" in last
    assert min(map(len, last)) >= MIN_LINE


def test_families_alone_make_no_document():
    scope = Scope(Referential(OURS))
    paths = [path for path in content_files(OURS, KIND) if path.name.startswith("0")]
    assert len(compose_all(OURS, KIND, paths, scope)) == 2
    assert compose_all(OURS, KIND, paths[1:], scope) == []


def test_every_family_is_in_both_layouts():
    assert len(booklet().familles) == len(sheet().lignes) == 14


def test_law_is_worded_by_its_item_and_linked():
    bins = offence(booklet(), "Bac sorti")
    assert bins.peine.texte == "2e classe\u00a0: 150\u00a0€"
    assert bins.base.startswith("[R.\u00a0632-1](https://www.legifrance.gouv.fr/")
    assert bins.base.endswith(") C.\u00a0pén.")
    told = plain(booklet().familles[0].constater[0].texte).replace("\u00a0", "~")
    assert "(art.~16~du~CPP, art.~L.~2122-31~du~CGCT)" in told


def test_doubtful_law_is_marked_and_checked_law_is_not():
    assert offence(booklet(), "Bac sorti").peine.etat == ""
    assert offence(booklet(), "Abandon, dépôt").peine.etat == "à vérifier"


def test_no_reference_is_left_without_an_answer():
    raw = {
        key: re.findall(r"\{\w+:", printed_words(document)) for key, document in drafts().items()
    }
    assert raw == {"livret": [], "aide-memoire": []}


def test_delay_of_the_law_is_in_digits_in_charts():
    [procedure] = family(booklet()).procedures
    informer = [step for block in procedure.blocs for step in block][3]
    assert (informer.numero, informer.delai.texte, informer.precision) == (
        4,
        "10\u00a0jours",
        "pour\u00a0répondre",
    )


def test_a_family_leads_to_another_in_the_booklet():
    steps = family(booklet(), "epaves").procedures[1].blocs[-1]
    assert (
        "[2.\u00a0Dépôts sauvages\u00a0et\u00a0déchets](#depots-sauvages)" in steps[-1].texte.texte
    )


def test_the_scale_is_that_of_the_law():
    rows = {row.classe: row.montants for row in booklet().bareme.lignes}
    assert rows["4e classe"] == ("750\u00a0€", "135\u00a0€", "375\u00a0€")
    assert [column.etat for column in booklet().bareme.forfaits] == [*["à vérifier"] * 2]


def test_the_index_names_every_offence_once_and_leads_to_it():
    offences = {one.ancre: one.fait for part in booklet().familles for one in part.qualifications}
    led = {re.search(r"\(#([\w-]+)\)", entry.texte)[1]: entry.fait for entry in booklet().index}
    assert led == offences
    assert len(booklet().index) == len(offences) > 50


def test_the_index_follows_the_alphabet():
    words = [re.sub(r"\W+", " ", folded(entry.fait)) for entry in booklet().index]
    assert words == sorted(words)


def test_draft_says_that_it_is_one():
    document = drafts()["livret"]
    assert not document.final
    assert document.facts.repere.startswith("PROJET")
    assert "À contrôler sur Légifrance avant tout acte" in plain_blanks(document.facts.mention)
    assert document.required_margin_words == (document.facts.repere, document.facts.mention)


def test_blocking_law_is_the_jurists_once_for_each_rule():
    law = [one for one in drafts()["livret"].left if one.who is Who.JURISTE]
    assert len(law) > 300
    assert len({one.id for one in law}) == len(law)
    assert all(one.line and one.command in one.hint for one in law)


def test_two_pages_refer_to_the_list_beside_them():
    assert "« Reste à faire » en donne la liste" in plain_blanks(sheet().reste_dit)


def test_checked_law_makes_a_final(checked):
    made = works(checked)
    assert made.keys() == {"livret", "aide-memoire"}
    for document in made.values():
        assert document.final
        assert document.left == ()
        assert not document.facts.repere
        assert "avant tout acte" not in document.facts.mention
        assert "à vérifier" not in printed_words(document)


def test_family_without_proofreading_keeps_a_draft(tmp_path):
    made = project(tmp_path)
    settle(made)
    change(made, "06-bruit.yaml", ("  controle: {le: 2027-01-04, par: Exemple Fictif}\n", ""))
    assert {key: one.final for key, one in works(made).items()} == {
        "livret": False,
        "aide-memoire": True,
    }


@pytest.mark.parametrize("file", ["06-bruit.yaml", "00-ensemble.yaml"])
def test_two_page_sheet_asks_for_its_own_readings(tmp_path, file):
    made = project(tmp_path)
    settle(made)
    path = made.content / "memento" / file
    path.write_text(re.sub(r"\n +relecture: .*", "", path.read_text("utf-8")), "utf-8")
    assert {key: one.final for key, one in works(made).items()} == {
        "livret": True,
        "aide-memoire": False,
    }


def test_optional_text_is_in_drafts_and_not_in_finals(tmp_path):
    made = project(tmp_path)
    settle(made)
    uncheck(made, "environnement.yaml", "dechets-bande-amende")
    uncheck(made, "textes.yaml", "assainissement-vente")
    final = works(made)["livret"]
    assert final.final
    assert not [one for one in family(final.facts).qualifications if "bande" in one.fait]
    assert [one for one in family(booklet()).qualifications if "bande" in one.fait]
    assert not [one for one in final.facts.index if "bande organisée" in one.fait]
    thirds = [
        [step for block in family(facts, "eau").procedures[1].blocs for step in block][2]
        for facts in (final.facts, booklet())
    ]
    assert [one.delai and one.delai.texte for one in thirds] == [None, "1\u00a0an"]


def test_optional_law_keeps_a_draft_where_required(tmp_path):
    made = project(tmp_path)
    settle(made)
    uncheck(made, "environnement.yaml", "dechets-bande-amende")
    change(
        made,
        "02-depots-sauvages.yaml",
        ("conduit lui-même.", "conduit. {droit:dechets-bande-amende}"),
    )
    documents = works(made)
    assert [one.final for one in documents.values()] == [False, True]
    assert "dechets-bande-amende" in documents["livret"].left[0].message


def uncheck(workspace, file, key):
    path = workspace.content / "referentiel/droit" / file
    text = path.read_text("utf-8")
    item = re.search(rf"  - cle: {key}\n(?:    .*\n)+", text)[0]
    path.write_text(text.replace(item, re.sub(r" +controle: .*\n", "", item)), "utf-8")


def test_a_commune_has_its_own_unit_and_its_own_files():
    made = works(OURS, PUYGOUZON)
    assert list(made) == ["livret-81218", "aide-memoire-81218"]
    facts = made["livret-81218"].facts
    assert facts.commune == "Puygouzon"
    assert "Brigade d’Albi" in [one.nom for one in facts.numeros.contacts]
    assert "Communauté d’agglomération de l’Albigeois" in printed_words(made["aide-memoire-81218"])


def test_a_commune_without_an_intercommunalite_has_no_number_of_one():
    [island, *_] = works(OURS, "85113").values()
    [ours, *_] = works(OURS, PUYGOUZON).values()
    names = [" ".join(one.nom for one in each.facts.numeros.contacts) for each in (island, ours)]
    assert ["ommunauté" in one or "ntercommunalité" in one for one in names] == [False, True]


def test_a_commune_in_police_zone_calls_its_police_station():
    facts = works(OURS, ALBI)["aide-memoire-81004"].facts
    assert "Commissariat de police d’Albi" in [one.nom for one in facts.numeros.contacts]


def test_a_row_names_an_emergency_by_its_number():
    calls = {row.icone: row.appeler for row in sheet().lignes}
    assert "sapeurs-pompiers\N{NBSP}**18** (danger)" in calls["feu"]
    assert calls["bruit"].startswith("**17** (la nuit)")


def test_a_row_names_the_unit_without_its_place():
    for place, unit in ((PUYGOUZON, "brigade"), (ALBI, "commissariat")):
        calls = " ; ".join(
            row.appeler for row in works(OURS, place)[f"aide-memoire-{place}"].facts.lignes
        )
        assert f"{unit} ;" in calls
        assert f"{unit} d" not in calls


def test_rows_that_call_an_emergency_come_first():
    emergencies = ["**" in row.appeler for row in sheet().lignes]
    assert emergencies == sorted(emergencies, reverse=True)
    assert sheet().lignes[0].icone == "dechets"


def test_unknown_number_is_a_line_to_fill_in():
    lines = {one.nom: (one.numero, one.a_remplir) for one in booklet().numeros.contacts}
    assert set(lines.values()) == {("", "Téléphone")}
    assert "Brigade" in lines


def test_emergency_numbers_are_told_large():
    assert [one.joindre for one in booklet().urgences] == ["17", "18", "15", "112", "114"]


def test_version_tells_its_proofreading_when_all_was_read_later():
    files = [read_source(path, path.name) for path in OURS.texts("memento")]
    made = [check_source(file, Memento, lambda _: ()) for file in files]
    whole = next(one.ensemble for one in made if one.ensemble)
    families = [one.famille for one in made if one.famille]
    day = Relecture.model_validate({"le": "2026-11-29", "par": "Exemple Fictif"})
    read = [one.model_copy(update={"controle": day}) for one in families]
    assert version_day(whole, read) == "24\u00a0novembre 2026, relue le 29\u00a0novembre 2026"
    assert version_day(whole, [*read[1:], families[0]]) == "24\u00a0novembre 2026"


def test_long_text_of_the_booklet_holds_its_last_words():
    texts = [
        plain(step.texte.texte)
        for family in drafts()["livret"].facts.familles
        for chart in family.procedures
        for block in chart.blocs
        for step in block
    ]
    ends = [one.rpartition(" ")[2] for one in texts if len(one) > LONG]
    assert [end for end in ends if len(end) < 14 and "\u00a0" not in end] == []
