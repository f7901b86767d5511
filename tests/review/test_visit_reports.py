"""Reports of visits: what the fields of PDFs say is written down whole, or not at all."""

from datetime import date

import pytest

from docgen.errors import ContentError, Problems
from docgen.kinds.bilan.visites import facts_of_visits, read_visites
from docgen.markup import plain
from docgen.referential.referential import Referential
from docgen.review.visit_forms import reports_of
from docgen.review.visit_reports import Gatherer, gather_reports, visits_elsewhere
from tests.conftest import plain_blanks
from tests.signatures.forms import PACK, REPORT

DAY = date(2026, 5, 15)
WORDS = ("Un passage *le soir* {ici}", "Un conseil « sûreté »")


def fields(**others):
    """Return the fields of a report that is filled in (exemple fictif)."""
    told = {f"{PACK}visite-le": ("12 mai 2026",), f"{REPORT}demandes": WORDS, **others}
    return [(name, f"Titre de {name}", lines) for name, lines in told.items()]


SECRET = fields(**{f"{REPORT}demandes": ("SECRET",)})


def internal(told):
    """Return the same fields, of the pack that the force alone reads."""
    return [(name.replace("81218", "81218-interne"), *rest) for name, *rest in told]


def of_commune(code, told):
    """Return the same fields, of the pack of another commune."""
    return [(name.replace("81218", code), *rest) for name, *rest in told]


def gather(project, *files, ask=lambda _: None, visite=None, today=None):
    reports = [one for file, told in files for one in reports_of(file, told)]
    gatherer = Gatherer("Mme X", DAY, ask, visite, today)
    return gather_reports(Referential(project.workspace), reports, gatherer, Problems())


def content(project):
    return (project.root / "content/visites.yaml").read_text("utf-8")


def visits(project):
    return read_visites(Referential(project.workspace))


def refused(project, *files, **asked):
    """Return the messages of reports that are wrong, for which nothing is written."""
    before = content(project)
    with pytest.raises(ContentError) as error:
        gather(project, *files, **asked)
    assert content(project) == before
    return [(one.file, one.field, one.message) for one in error.value.problems]


def test_report_is_written_down_as_typed_with_who_and_when(project):
    gathered = gather(project, ("dossiers/a.pdf", fields()))
    assert [one.code for one in gathered.written] == ["81218"]
    [visite] = visits(project)
    assert (visite.commune, visite.le, visite.diffusion) == (
        "81218",
        date(2026, 5, 12),
        "partenaires",
    )
    assert [plain_blanks(plain(line)) for line in visite.champs[0].lignes] == [*WORDS]
    recueil = visite.recueil
    assert (recueil.le, plain_blanks(recueil.par), recueil.fichier) == (DAY, "Mme X", "a.pdf")


def test_notes_are_counted_and_written_nowhere(project):
    private = {f"{PACK}notes-1": ("PRIVÉ",)}
    assert gather(project, ("a.pdf", fields(**private))).notes == 1
    assert "PRIVÉ" not in content(project)


def test_report_of_an_internal_pack_is_for_the_force_alone(project):
    gather(project, ("a.pdf", internal(fields())))
    assert [one.diffusion for one in visits(project)] == ["interne"]


def test_merged_packs_give_a_report_each(project):
    other = of_commune("81101", fields())
    gather(project, ("a.pdf", [*fields(), *other]))
    assert [one.commune for one in visits(project)] == ["81101", "81218"]


def test_words_kept_from_partners_are_not_gathered_for_them(project):
    gather(project, ("a.pdf", internal(fields())))
    [(file, _, message)] = refused(project, ("b.pdf", fields()))
    assert (file, "pour la gendarmerie seule" in message) == ("b.pdf", True)


def test_internal_report_stays_when_partners_read_the_same_words(project):
    gather(project, ("a.pdf", fields()))
    assert len(gather(project, ("b.pdf", internal(fields()))).written) == 1
    both = ["partenaires", "interne"]
    assert [one.diffusion for one in visits(project)] == both
    assert gather(project, ("a.pdf", fields()), ("b.pdf", internal(fields()))).written == ()
    printed = facts_of_visits(visits(project), Referential(project.workspace))
    assert len(printed.liste) == 1


@pytest.mark.parametrize("first", [0, 1])
def test_reports_of_one_visit_stand_by_circle(project, first):
    both = [("a.pdf", fields()), ("b.pdf", internal(SECRET))]
    gather(project, both[first])
    assert len(gather(project, both[1 - first]).written) == 1
    assert [one.diffusion for one in visits(project)] == ["partenaires", "interne"]


def test_one_file_gives_a_report_for_each_circle(project):
    gather(project, ("a.pdf", [*fields(), *internal(SECRET)]))
    assert ["SECRET" in str(one.champs) for one in visits(project)] == [False, True]


def test_same_report_comes_twice_and_is_written_once(project):
    gather(project, ("a.pdf", fields()), ("copie.pdf", fields()))
    before = content(project)
    assert [one.file for one in gather(project, ("b.pdf", fields())).known] == ["b.pdf"]
    assert content(project) == before


def test_report_that_says_something_else_than_the_former_is_refused(project):
    gather(project, ("a.pdf", fields()))
    other = {f"{REPORT}demandes": ("Autre",)}
    [(file, _, message)] = refused(project, ("b.pdf", fields(**other)))
    assert file == "b.pdf"
    assert (
        plain_blanks(message)
        == "la visite de Puygouzon du 12 mai 2026 est déjà recueillie, autrement"
    )


def test_report_that_names_another_visitor_is_refused(project):
    gather(project, ("a.pdf", fields(**{f"{PACK}visite-par": ("Adj. Durand",)})))
    [(_, _, message)] = refused(
        project, ("b.pdf", fields(**{f"{PACK}visite-par": ("Adj. Dupont",)}))
    )
    assert "déjà recueillie, autrement" in plain_blanks(message)
    assert gather(project, ("b.pdf", fields())).written == ()


def test_report_of_another_person_is_to_be_added_by_hand(project):
    gather(project, ("a.pdf", fields()))
    with pytest.raises(ContentError) as error:
        gather(project, ("b.pdf", fields(**{f"{REPORT}demandes": ("Autre",)})))
    assert "écrit par une autre personne : ajoutez ses mots" in plain_blanks(
        error.value.problems[0].hint
    )


def test_report_of_another_day_in_the_same_words_is_refused(project):
    gather(project, ("a.pdf", fields()))
    [(file, _, message)] = refused(
        project, ("b.pdf", fields(**{f"{PACK}visite-le": ("2 mai 2026",)}))
    )
    told = "ce compte rendu de Puygouzon, du 2 mai 2026, est mot pour mot celui du 12 mai 2026"
    assert (file, plain_blanks(message)) == ("b.pdf", told)


@pytest.mark.parametrize(("today", "told"), [(date(2026, 5, 16), True), (DAY, False)])
def test_day_of_gathering_is_blamed_for_a_past_visit(project, today, told):
    late = fields(**{f"{PACK}visite-le": ("16/05/2026",)})
    [(_, _, message)] = refused(project, ("a.pdf", late), today=today)
    assert (", et « --le » dit le 15 mai 2026" in plain_blanks(message)) == told


def test_character_that_cannot_be_printed_is_told_with_its_field(project):
    told = fields(**{f"{PACK}visite-par": ("Mme \U0001f693",), f"{REPORT}suites": ("Vu \ufb01",)})
    told = [(name, name.rpartition("-")[2], lines) for name, _, lines in told]
    found = refused(project, ("a.pdf", told))
    assert [(field, message.partition("U+")[2][:5]) for _, field, message in found] == [
        ("Par", "1F693"),
        ("suites", "FB01 "),
    ]


def test_name_of_the_file_keeps_what_can_be_printed(project):
    gather(project, ("dossier \U0001f693 re\u0301alm\udce9ont.pdf", fields()))
    assert visits(project)[0].recueil.fichier == "dossier  réalmont.pdf"


def test_pack_of_a_merged_commune_is_of_the_new_one(project):
    gather(project, ("a.pdf", of_commune("81113", fields())))  # now in Puygouzon
    assert [one.commune for one in visits(project)] == ["81218"]


def test_pack_of_an_unknown_commune_is_of_another_project(project):
    with pytest.raises(ContentError, match="d’un autre projet"):
        gather(project, ("a.pdf", of_commune("99999", fields())))


def test_visit_in_another_departement_is_told(project):
    written = gather(project, ("a.pdf", of_commune("31555", fields()))).written
    [warning] = visits_elsewhere(written, Referential(project.workspace))
    assert warning.message.startswith("Toulouse (31555) n’est pas dans le Tarn")


def test_every_wrong_report_is_told_in_one_pass(project):
    no_day = {f"{PACK}visite-le": ("mardi",)}
    late = {f"{PACK}visite-le": ("16/05/2026",)}
    glyph = {f"{REPORT}suites": ("Bravo 👍",)}
    fiches = {f"{REPORT}fiches": ("4.2, le 3.12.2026 ; 4.1 quater",)}
    unknown = [(name.replace("81218", "99999"), *rest) for name, *rest in fields()]
    told = refused(
        project,
        ("a.pdf", fields(**no_day)),
        ("b.pdf", fields(**late)),
        ("c.pdf", fields(**glyph)),
        ("d.pdf", unknown),
        ("e.pdf", fields(**fiches)),
    )
    assert [file for file, _, _ in told] == ["a.pdf", "b.pdf", "c.pdf", "d.pdf", "e.pdf"]
    assert told[4][1:] == (f"Titre de {REPORT}fiches", "aucune fiche n’a le numéro « 4.1 quater »")
    assert told[0][2] == "le jour de la visite est illisible : « mardi »"
    assert told[1][2] == "cette visite serait après le recueil : « 16/05/2026 »"
    assert "U+1F44D" in told[2][2]


def test_day_under_the_name_of_another_is_refused(project):
    slip = fields(**{f"{PACK}visite-le": ("lundi 12 mai 2026",)})  # a Tuesday
    [(_, _, message)] = refused(project, ("a.pdf", slip))
    assert "ne tombe pas ce jour de la semaine : « lundi 12 mai 2026 »" in plain_blanks(message)


def test_day_that_is_not_said_is_asked_for(project):
    without = {f"{PACK}visite-le": ()}
    gather(project, ("a.pdf", fields(**without)), ask=lambda _: date(2026, 5, 2))
    assert [one.le for one in visits(project)] == [date(2026, 5, 2)]


@pytest.mark.parametrize(
    ("said", "visite", "message"),
    [
        ("12/05/2026", date(2026, 5, 2), "la feuille dit un autre jour que « --visite »"),
        ("", date(2026, 5, 16), "cette visite serait après le recueil : « 16 mai 2026 »"),
    ],
)
def test_given_day_is_the_one_that_is_written(project, said, visite, message):
    told = {f"{PACK}visite-le": (said,) if said else ()}
    [(_, _, why)] = refused(project, ("a.pdf", fields(**told)), visite=visite)
    assert plain_blanks(why).startswith(message)


def test_file_keeps_its_comments_and_its_former_visits(project):
    project.write("content/visites.yaml", "# Un mot.\nvisites:  # la liste\n")
    gather(project, ("a.pdf", fields()))
    other = of_commune("81101", fields())
    gather(project, ("b.pdf", other))
    assert content(project).startswith("# Un mot.\nvisites:  # la liste\n- commune: ")
    assert len(visits(project)) == 2
    (project.root / "content/visites.yaml").unlink()
    gather(project, ("a.pdf", fields()))
    assert len(visits(project)) == 1


@pytest.mark.parametrize("indent", [0, 4])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_visits_are_added_as_the_list_is_written(project, indent, ending):
    path = project.root / "content/visites.yaml"
    project.write("content/visites.yaml", f"visites: []{ending}")
    gather(project, ("a.pdf", fields()))
    head, *items = content(project).splitlines()
    lines = [head, *(" " * indent + line for line in items)]
    path.write_bytes("".join(line + ending for line in lines).encode())
    other = of_commune("81101", fields())
    gather(project, ("b.pdf", other))
    assert len(visits(project)) == 2
    assert path.read_bytes().count(ending.encode()) == path.read_bytes().count(b"\n")


def test_file_that_would_be_too_large_is_left_alone(project):
    project.write("content/visites.yaml", f"visites:\n#{'x' * 999_900}\n")
    [(file, _, message)] = refused(project, ("a.pdf", fields()))
    assert (file, "ko" in message) == ("content/visites.yaml", True)


def test_list_written_on_one_line_takes_a_visit(project):
    one = '{commune: "81101", le: 2026-05-01, champs: [{id: a, titre: A, lignes: [b]}], '
    one += "recueil: {le: 2026-05-02, par: Mme X, fichier: a.pdf}}"
    project.write("content/visites.yaml", f"visites: [{one}]\n")
    gather(project, ("a.pdf", fields()))
    assert [one.commune for one in visits(project)] == ["81101", "81218"]
