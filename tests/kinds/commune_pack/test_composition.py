"""What a pack says of a commune: the visit, whom to call, the act, what is left; for whom."""

import re
from dataclasses import replace
from datetime import date

import pytest

from docgen.build.left import left_in
from docgen.build.left_sheet import left_sheets
from docgen.document import Diffusion
from docgen.errors import ContentError, Severity
from docgen.format import Format
from docgen.french.letters import folded
from docgen.kinds.actes.project import project_acts
from docgen.kinds.commune_pack.engagements import act_not_in_force
from docgen.kinds.commune_pack.feuilles import MORE_LINES, notes_pages, pages_before_notes
from docgen.left import Who
from docgen.referential.referential import Referential
from docgen.rendering.parity.proof import prove_same_words
from tests.build.test_check import AMENDMENT
from tests.conftest import SEAL, plain_blanks
from tests.kinds.commune_pack.packs import (
    ALBI,
    GARRIC,
    PUYGOUZON,
    Table,
    ours,
    project,
    said,
    settled,
    shortened,
)
from tests.support.documents import OUR_TEMPLATES, renderer
from tests.support.projects.complete import complete_project
from tests.support.projects.settle import claim_figures
from tests.support.territory import with_communes, with_doubtful_mayor

VISIT = date(2026, 12, 3)
DOUBTFUL = "81006"
"""A commune whose mayor's name is made to ask for a check."""
NAME, LINE = "Personnage Inventé", "05 99 00 00 01"
UNIT = f"""\
unites:
  - unite: Brigade de Cagnac-les-Mines
    telephone: 05 99 00 00 00
    adresse: [1 place de l'Exemple, 00000 Exemple-en-Fictivemont]
    horaires: ["Du lundi au samedi, 8 h à 12 h et 14 h à 18 h"]
    referent_elu: {{grade: major, nom: {NAME}, telephone: {LINE}}}
"""


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    """A project in which a unit is known, its referent included (exemple fictif)."""
    made = project(tmp_path_factory.mktemp("connu"))
    (made.content / "territoire/unites.yaml").write_text(UNIT, "utf-8")
    return made


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """A project in which nothing is left to do (exemple fictif)."""
    return settled(project(tmp_path_factory.mktemp("relu")))


def facts(code=GARRIC, **options):
    return ours(**options).pack(code).facts


def visit(told):
    return {one.titre: plain_blanks(one.texte) for one in told.couverture.visite}


def contacts(told):
    """Return the contacts of the page in one line each, in ordinary blanks, by name."""
    return {
        plain_blanks(one.nom): plain_blanks(
            " | ".join(
                filter(None, (one.personne, one.numero, *one.horaires, *one.voies, *one.adresse))
            )
        )
        + f" | {one.a_remplir} :" * bool(one.a_remplir)
        for group in told.contacts.groupes
        for one in group.contacts
    }


# ---------- The cover ----------


def test_the_cover_says_who_visits_whom_and_when():
    assert visit(facts(visite=VISIT)) == {
        "Visite du": "3 décembre 2026",
        "Avec": "la brigade de Cagnac-les-Mines",
        "Pour": "M. Denis Toursel, maire",
    }


def test_an_internal_cover_names_the_force_once():
    told = ours(circle=Diffusion.INTERNE, visite=VISIT).pack(GARRIC).facts
    assert "maire" not in told.couverture.chapo
    assert visit(told) == {"Visite du": "3 décembre 2026", "Avec": "la brigade de Cagnac-les-Mines"}


def test_unknown_day_is_a_line_to_fill_in():
    assert visit(facts())["Visite du"] == ""


def test_field_of_the_cover_says_what_it_asks():
    asked = {one.titre: one.a_ecrire for one in facts(ALBI).couverture.visite}
    assert asked == {"Visite du": "date", "Avec": "nom et qualité", "Pour": ""}


def test_report_form_says_the_day_of_the_visit_when_known():
    day, *others = facts(visite=VISIT).visite
    assert (plain_blanks(day.valeur), [one.valeur for one in others]) == (
        "3 décembre 2026",
        ["", ""],
    )
    assert facts().visite[0].valeur == ""


def test_police_zone_cover_says_whom_to_call():
    told = facts(ALBI, visite=VISIT)
    assert visit(told)["Avec"] == ""
    assert "la gendarmerie n’y est pas compétente" in plain_blanks(told.couverture.zone)
    assert "en zone de police" in plain_blanks(told.couverture.chapo)
    assert facts().couverture.zone == ""


def test_a_long_name_is_set_smaller():
    assert not facts().couverture.long
    assert facts("51513").couverture.long


def test_the_place_is_the_departement_and_the_intercommunalite():
    assert facts().couverture.lieu == "Tarn, communauté de communes Carmausin-Ségala"


# ---------- Whom to call ----------


def test_a_line_to_write_on_stands_where_nothing_is_known():
    told = contacts(facts())
    through = "à joindre par la brigade de Cagnac-les-Mines | Nom et ligne directe :"
    assert told["Brigade de Cagnac-les-Mines"] == " | Téléphone :"
    assert told["Référent élu"] == told["Enquêteur environnement"] == through
    assert told["OFB"] == " | Téléphone :"
    assert told["AMR81"] == "mairesruraux81.fr"


def test_contacts_are_grouped_by_need():
    groups = {
        code: [group.titre for group in facts(code).contacts.groupes] for code in (GARRIC, ALBI)
    }
    shared = ["Au quotidien", "Environnement", "Mairie et services"]
    assert groups == {GARRIC: ["Votre brigade", *shared], ALBI: ["Votre commissariat", *shared]}


def test_every_acronym_of_the_page_is_explained():
    """An acronym is a name of capitals: beside it is what it stands for, or is called for."""
    named = [one for group in facts().contacts.groupes for one in group.contacts]
    acronyms = {one.nom: plain_blanks(one.sens) for one in named if re.search(r"[A-Z]{3}", one.nom)}
    assert acronyms.keys() == {"OFB", "DDT", "DDETSPP", "AMR81"}
    assert acronyms.pop("DDETSPP") == "Service vétérinaire et protection des populations"
    for name, meaning in acronyms.items():
        initials = {word[0] for word in re.findall(r"\w+", folded(meaning))}
        assert set(re.findall("[a-z]", name.lower())) <= initials


def test_few_fiches_leave_lines_to_write_on_under_them():
    told = facts(ALBI).actions
    assert sum(len(one.fiches) for one in told.groupes) == 6
    assert told.notes
    assert len(told.notes.rangs) == 12
    assert facts().actions.notes is None


def test_police_zone_contacts_have_the_station():
    names = [*contacts(facts(ALBI))]
    assert names[0] == "Commissariat de police d’Albi"
    assert "Référent élu" not in names
    assert not any("Gend" in one.nom for one in facts(ALBI).contacts.liens)


def test_a_unit_that_is_known_is_printed_with_its_hours(known):
    told = contacts(Table(known, circle=Diffusion.PARTENAIRES).pack(GARRIC).facts)
    assert told["Brigade de Cagnac-les-Mines"] == (
        "05 99 00 00 00 | Du lundi au samedi, 8 h à 12 h et 14 h à 18 h"
        " | 1 place de l’Exemple, 00000 Exemple-en-Fictivemont"
    )


def test_public_pack_leaves_no_line_for_a_gendarme(known):
    told = contacts(Table(known, circle=Diffusion.PUBLIQUE).pack(GARRIC).facts)
    assert told["Référent élu"] == "à joindre par la brigade (05 99 00 00 00)"


def test_number_of_the_unit_stands_in_no_brackets(known):
    html = plain_blanks(OUR_TEMPLATES.fill_html(Table(known).pack(GARRIC)))
    assert "à joindre par la brigade <strong>05 99 00 00 00</strong>" in html
    assert re.search('par la brigade</p>\\s*<p class="numero par">05 99 00 00 00</p>', html)


@pytest.mark.parametrize("circle", [Diffusion.PUBLIQUE, Diffusion.PARTENAIRES])
def test_handed_over_pack_names_no_gendarme(known, circle):
    pack = Table(known, circle=circle).pack(GARRIC)
    assert "05 99 00 00 00" in said(pack)
    assert "Inventé" not in said(pack)
    assert LINE not in said(pack)
    assert pack.facts.contacts.conf == ""


SHARED = UNIT.replace(f"telephone: {LINE}", f"telephone: {LINE}, diffusion: partenaires")


def test_handed_over_pack_names_whom_the_mayor_may_have(tmp_path):
    own = 'code_insee: "81048", referent_elu: {nom: Autre}'
    made = project(tmp_path, own)
    (made.content / "territoire/unites.yaml").write_text(SHARED, "utf-8")
    table = Table(made, circle=Diffusion.PARTENAIRES)
    pack = table.pack(GARRIC)
    assert contacts(pack.facts)["Référent élu"] == f"major {NAME} | {LINE}"
    assert "réservés" in pack.facts.contacts.conf
    [sheet] = pack.parts["environnement"]
    assert "sans ligne directe" in plain_blanks(sheet.facts.surtitre)
    public = said(Table(made, circle=Diffusion.PUBLIQUE).pack(GARRIC))
    assert ("Inventé" in public, LINE in public) == (False, False)
    theirs = said(table.pack("81048"))  # its own referent is for the force alone
    assert ("Inventé" in theirs, "Autre" in theirs) == (False, False)


def referents(pack):
    """Return what the bound pages of a pack say of the gendarme for elected officials.

    Each is what they print, and the label of the line to write on.
    """
    fiches = [
        (one.nom, (one.personne, one.numero), one.a_remplir)
        for part in pack.parts["fiches"]
        for one in part.facts.contacts
    ]
    pages = [
        (one.titre.removeprefix("Votre "), (*one.lignes, one.numero), one.a_remplir)
        for part in pack.parts["chiffres"]
        for one in getattr(part.facts, "contacts", ())
    ]
    return [
        (plain_blanks("\n".join(lines)), blank)
        for name, lines, blank in (*fiches, *pages)
        if plain_blanks(name).casefold() == "référent élu"
    ]


@pytest.mark.parametrize("circle", [*Diffusion])
def test_bound_pages_name_whom_the_contacts_name(tmp_path, circle):
    made = project(tmp_path)
    (made.content / "territoire/unites.yaml").write_text(SHARED, "utf-8")
    found = referents(Table(made, circle=circle).pack(GARRIC))
    assert len(found) >= 4
    named = circle is not Diffusion.PUBLIQUE
    for lines, blank in found:
        assert (f"major {NAME}" in lines, LINE in lines) == (named, named)
        assert not (blank and named)


def test_the_force_reads_names_and_lines(known):
    pack = Table(known, circle=Diffusion.INTERNE).pack(GARRIC)
    assert contacts(pack.facts)["Référent élu"] == f"major {NAME} | {LINE}"
    assert pack.facts.contacts.conf == ""  # it is handed to nobody
    assert pack.key == f"{GARRIC}-interne"
    assert "INTERNE – ne pas remettre" in pack.facts.repere
    [sheet] = pack.parts["environnement"]
    assert "sans ligne directe" in plain_blanks(sheet.facts.surtitre)
    assert "Ne pas remettre" in pack.facts.mention
    assert "Remis au maire" not in pack.facts.mention


@pytest.mark.parametrize("circle", Diffusion)
def test_internal_pack_alone_binds_the_figures_of_the_force(circle):
    pack = ours(circle=circle).pack(GARRIC)
    [figures] = pack.parts["chiffres"]
    assert (figures.layout == "interne") == (circle is Diffusion.INTERNE)


def test_emergency_numbers_come_first_and_codes_have_addresses():
    told = facts().contacts
    assert [one.numero for one in told.urgences] == ["17", "18", "15", "112", "114"]
    links = {one.nom: (one.adresse, one.code.adresse if one.code else None) for one in told.liens}
    assert links["MonAideCyber"] == ("monaide.cyber.gouv.fr", "https://monaide.cyber.gouv.fr")
    assert links["Gend’Élus"] == ("", None)  # not found: a line waits for it


def test_a_link_is_to_the_site_of_its_role(tmp_path):
    made = project(tmp_path)
    roles = made.content / "territoire/roles.yaml"
    site = "  - id: gend-elus\n    site: https://gend-elus.example"
    roles.write_text(roles.read_text("utf-8").replace("  - id: gend-elus", site), "utf-8")
    links = Table(made, circle=Diffusion.PARTENAIRES).pack(GARRIC).facts.contacts.liens
    [shown] = [(one.adresse, one.code.adresse) for one in links if one.nom == "Gend’Élus"]
    assert shown == ("gend-elus.example", "https://gend-elus.example")


# ---------- The act ----------


def test_each_commitment_says_where_it_stands_in_the_act():
    groups = {one.titre: one.lignes for one in facts().convention.groupes}
    refs = [plain_blanks(line.reference) for lines in groups.values() for line in lines]
    assert refs[:2] == ["Article 3", "Article 4.3"]
    assert "Action 6.2" in refs


@pytest.mark.parametrize(
    ("number", "named"), [("ARTICLE III", "Article III"), ("ARTICLE 3 bis", "Article 3 bis")]
)
def test_a_commitment_names_its_article_in_small_letters(tmp_path, number, named):
    made = shortened(project(tmp_path))
    act = made.content / "convention/2026.yaml"
    text = act.read_text("utf-8").replace("ARTICLE 3\n", f"{number}\n")
    act.write_text(text.replace("  empreinte:", "  # empreinte:"), "utf-8")
    [first, *_] = Table(made).pack(GARRIC).facts.convention.groupes
    assert plain_blanks(first.lignes[0].reference) == named


def test_term_has_its_rule_and_the_day_of_visit():
    told = {one.titre: plain_blanks(one.texte) for one in facts(visite=VISIT).convention.termes}
    assert told["Durée"] == "un an à partir de la signature (article 6)"
    assert told["Le jour de la visite"] == "période du 23 avril 2026 au 22 avril 2027"
    assert "Le jour de la visite" not in {one.titre for one in facts().convention.termes}


def test_act_whose_end_is_written_is_told_to_end(tmp_path):
    made = shortened(project(tmp_path))
    act = made.content / "convention/2026.yaml"
    act.write_text(
        act.read_text("utf-8").replace("\nvie:\n", "\nvie:\n  fin: 2027-04-22\n"), "utf-8"
    )
    for options in ({}, {"visite": date(2027, 3, 1)}):
        terms = Table(made, **options).pack(GARRIC).facts.convention.termes
        told = {one.titre: plain_blanks(one.texte) for one in terms}
        assert told["Fin"] == "le 22 avril 2027, à 24 h"
        assert not told.keys() & {"Durée", "Reconduction", "Dénonciation", "Résiliation"}


@pytest.mark.parametrize("day", [date(2026, 4, 22), date(2026, 4, 23), VISIT])
def test_visit_outside_the_act_is_reported(day):
    told = [one for one in ours(visite=day).pack(GARRIC).notices if one.file == "--visite"]
    expected = [
        "la convention du dossier ne lie personne le 22 avril 2026 : elle est signée le"
        " 23 avril 2026"
    ]
    assert [plain_blanks(one.message) for one in told] == (
        expected if day < date(2026, 4, 23) else []
    )
    assert all(one.severity is Severity.AVERTISSEMENT for one in told)
    assert not [one for one in ours().pack(GARRIC).notices if one.file == "--visite"]


@pytest.mark.parametrize(
    ("day", "supposes", "printed"),
    [
        (date(2027, 4, 23), "suppose 1 reconduction tacite de", "(1re reconduction)"),
        (date(2031, 1, 1), "suppose 4 reconductions tacites de", "(4e reconduction)"),
    ],
)
def test_visit_in_a_later_period_counts_renewals(day, supposes, printed):
    [told] = [one for one in ours(visite=day).pack(GARRIC).notices if one.file == "--visite"]
    assert supposes in plain_blanks(told.message)
    assert told.severity is Severity.AVERTISSEMENT
    terms = {one.titre: plain_blanks(one.texte) for one in facts(visite=day).convention.termes}
    assert terms["Le jour de la visite"].endswith(printed)


def test_unsigned_or_ended_act_binds_nobody_on_the_visit():
    found = project_acts(ours().scope.referential)
    acts, act = {one.cle: one for one in found.signed}, found.get("2026")
    ended = replace(acts["2026"], vie=replace(acts["2026"].vie, fin=date(2026, 12, 1)))
    assert plain_blanks(act_not_in_force(act, ended, VISIT).message).endswith(" : elle a pris fin")
    assert plain_blanks(act_not_in_force(act, None, VISIT).message).endswith(
        " : elle n’est pas signée"
    )
    assert act_not_in_force(act, None, None) is None


def test_the_foot_names_the_partnership_and_the_readers():
    assert plain_blanks(facts(circle=Diffusion.PARTENAIRES).mention) == (
        "Partenariat AMR81 – GGD81, convention du 23 avril 2026."
        " Remis au maire et à ses adjoints ; confidentiel (article 9)."
    )
    assert "Version publique" in plain_blanks(facts(circle=Diffusion.PUBLIQUE).mention)


def test_the_foot_names_an_amended_act_in_one_word(tmp_path):
    here = project(tmp_path)
    act = (here.content / "convention/2026.yaml").read_text("utf-8").replace(SEAL.decode(), "")
    (here.content / "convention/2026-avenant-1.yaml").write_text(act + AMENDMENT, "utf-8")
    pack = Table(here).pack(GARRIC)
    assert "convention du 23 avril 2026 modifiée. Remis" in plain_blanks(pack.facts.mention)
    assert "modifiée par l’avenant" in plain_blanks(pack.facts.convention.termes[0].texte)


# ---------- Draft and final ----------


def test_a_draft_has_a_sheet_of_what_is_left():
    pack = ours().pack(GARRIC)
    assert not pack.final
    assert pack.facts.repere.startswith("PROJET")
    [sheet] = left_sheets(pack)
    assert (sheet.stem, sheet.diffusion) == (f"{pack.stem}-reste-a-faire", pack.diffusion)
    assert all(part.facts.projet for part in pack.bound if hasattr(part.facts, "projet"))


def test_everything_left_in_a_part_is_left_in_the_pack():
    pack = ours().pack(GARRIC)
    assert sum(one.who is Who.JURISTE for one in pack.left) > 50
    assert {one.documents for one in pack.left} == {(f"commune-pack-{pack.key}",)}
    ids = {one.id for one in pack.left}
    assert len(ids) == len(pack.left)
    assert ids >= {one.id for part in pack.bound for one in part.left}


def test_checked_pack_is_final_and_lists_nothing(finished):
    table = Table(finished, circle=Diffusion.PARTENAIRES)
    for code in (GARRIC, ALBI, PUYGOUZON):
        pack = table.pack(code)
        assert pack.final
        assert (pack.left, [*left_sheets(pack)]) == ((), [])
        assert pack.facts.repere == "Réservé aux élus et aux parties"
        assert not any(getattr(part.facts, "projet", False) for part in pack.bound)


def test_final_pack_tells_which_lines_of_its_contacts_are_empty(finished):
    """A draft says nothing of it: what keeps it a draft comes first."""
    assert [one for one in ours().pack(GARRIC).notices if one.code == "contacts"] == []
    [told] = [one for one in Table(finished).pack(GARRIC).notices if one.code == "contacts"]
    page = Table(finished).pack(GARRIC).facts.contacts
    empty = [one.nom for group in page.groupes for one in group.contacts if one.a_remplir]
    names = [plain_blanks(one) for one in (*empty, "Gend’Élus")]
    assert {"Brigade de Cagnac-les-Mines", "Référent élu", "OFB"} <= {*names}
    assert plain_blanks(told.message) == (
        f"Le Garric : définitif, avec {len(names)} lignes vides dans « Qui appeler » :"
        f" {', '.join(names[:-1])} et {names[-1]}"
    )
    assert told.severity is Severity.AVERTISSEMENT
    assert f"docgen cahier exporter cahier.xlsx --pour commune-pack --insee {GARRIC}" in told.hint
    assert left_in(Referential(finished), ["commune-pack"], [GARRIC], None) == ((), [told])


def test_one_doubt_left_anywhere_makes_the_pack_a_draft(finished, tmp_path):
    path = finished.content / "memento/05-eau.yaml"
    kept = path.read_text("utf-8")
    read, chapter = kept.partition("    relecture:"), kept.rpartition("  controle:")[0]
    try:
        path.write_text(read[0] + read[2].partition("\n")[2], "utf-8")
        made = Table(finished).composed(GARRIC)
        path.write_text(chapter, "utf-8")
        unread = Table(finished).composed(GARRIC)
    finally:
        path.write_text(kept, "utf-8")
    assert unread.document.final  # it does not print the chapter
    assert not made.document.final
    assert {one.file for one in made.document.left} == {"content/memento/05-eau.yaml"}


def test_doubtful_mayor_is_not_named_and_makes_a_draft(tmp_path):
    made = Table(with_doubtful_mayor(settled(project(tmp_path)), DOUBTFUL)).composed(DOUBTFUL)
    assert visit(made.document.facts)["Pour"] == ""
    [(file, message)] = [(one.file, plain_blanks(one.message)) for one in made.document.left]
    assert file == "content/referentiel/maires/maires.csv"
    assert message.startswith("Maire d’Algans : nom à vérifier")
    assert not made.document.final


def test_partial_base_of_crime_makes_no_final_pack(tmp_path):
    made = settled(project(tmp_path))
    with_communes(made, {"31555": 500_000, "81004": 51_000}, {})
    claim_figures(made)
    pack = Table(made).pack(GARRIC)
    assert [(one.code, one.command) for one in pack.left] == [
        ("chiffres", "docgen data import ssmsi FICHIER FICHIER")
    ]
    assert not pack.final
    assert "Chiffres communaux non publiés" not in said(pack)


# ---------- What is invented ----------

INVENTED = "exemple fictif"


def test_pack_of_invented_figures_says_so_on_each_page(tmp_path):
    made, mark = project(tmp_path), "PROJET – ▲ à vérifier avant remise – exemple fictif"
    with_communes(made, {GARRIC: 1302}, {})
    table = Table(made)
    pack = table.pack(GARRIC)
    assert pack.facts.repere == mark
    assert mark in pack.required_margin_words
    told = pack.parts["chiffres"][0].facts.sources
    assert "(exemple fictif)" in plain_blanks(" ".join(sum(told, ())))
    assert INVENTED not in table.pack("31555").facts.repere  # it quotes none of them


def test_internal_pack_of_invented_figures_says_so_on_each_page():
    pack = Table(complete_project("81"), circle=Diffusion.INTERNE).pack("81001")
    assert pack.facts.repere == "PROJET, INTERNE – ne pas remettre – exemple fictif"
    assert pack.facts.repere in pack.required_margin_words


def test_a_pack_of_an_invented_convention_says_so(tmp_path):
    made = project(tmp_path)
    act = made.content / "convention/2026.yaml"
    text = act.read_text("utf-8")
    act.write_text(text.replace("acte: signe\n", "acte: signe\nexemple_fictif: oui\n", 1), "utf-8")
    assert Table(made).pack(GARRIC).facts.repere.endswith(" – exemple fictif")
    assert INVENTED not in facts().repere


# ---------- What is bound ----------


def test_the_whole_memento_is_bound_when_it_is_asked_for():
    short, long = ours().pack(GARRIC), ours(complet=True).pack(GARRIC)
    assert short.parts["memento"] == ()
    [whole] = long.parts["memento"]
    assert whole.layout == "document"
    numbers = [one.numero for one in long.facts.sommaire]
    assert numbers == [1, 2, 3, 4, 5, 6, 7, 8]
    assert [one.numero for one in short.facts.sommaire] == numbers[:-1]
    assert long.facts.rubriques.compte_rendu.numero == 8
    assert short.facts.rubriques.compte_rendu.numero == 7
    assert whole.facts.surtitre.startswith("7 – Le mémento environnement complet")


def test_pack_binds_infographic_fiches_and_sheet():
    pack = ours().pack(GARRIC)
    assert [one.kind for one in pack.parts["chiffres"]] == ["infographie"]
    assert {one.kind for one in pack.parts["fiches"]} == {"fiche"}
    assert [one.layout for one in pack.parts["environnement"]] == ["aide-memoire"]
    assert {one.key.rpartition("-")[2] for one in pack.parts["fiches"]} == {GARRIC}


def test_part_names_its_section_above_its_title():
    parts = ours().pack(GARRIC).parts
    told = [parts[name][0].facts for name in ("chiffres", "environnement")]
    assert [(one.numero, one.surtitre) for one in told] == [
        ("2", "Les chiffres de la commune · code Insee 81101"),
        ("6", "L’aide-mémoire environnement · à garder en mairie"),
    ]


def test_pack_without_fiches_has_no_page_of_actions(tmp_path):
    made = project(tmp_path)
    dossier = made.content / "commune-pack/dossier.yaml"
    text = re.sub(r"\n +quand: {zone.*", "", dossier.read_text("utf-8"))
    unmet = r"\g<0>\n          quand: {habitants_min: 9999999}"
    dossier.write_text(re.sub(r"- fiche: .*", unmet, text), "utf-8")
    pack = Table(made).pack(ALBI)
    listed = [(one.numero, one.page) for one in pack.facts.sommaire]
    assert listed == [(1, 3), (2, 4), (3, 5), (4, 6), (5, 7), (6, 9)]
    assert (pack.parts["fiches"], len(pack.facts.notes)) == ((), 1)
    assert plain_blanks(pack.notices[-1].message).startswith("Albi : aucune fiche ne convient")
    word = renderer(Format.DOCX)(pack, OUR_TEMPLATES)
    assert list(prove_same_words(pack, OUR_TEMPLATES, [word])) == []


NOTED = "Date | Fait, appel ou demande | Suite donnée"
"""What the pages of notes ask for, in three columns."""


@pytest.mark.parametrize("fiches", range(6))
def test_notes_end_a_sheet_for_any_number_of_fiches(fiches):
    notes = ours().work.content.notes
    made = notes_pages(notes, fiches, "dossier")
    assert (pages_before_notes(fiches) + len(made)) % 2 == 0
    assert [one.titre for one in made] in ([""], ["", "Vos notes, suite"])
    assert [len(one.rangs) - notes.lignes for one in made] in ([0], [0, MORE_LINES])
    assert {plain_blanks(" | ".join(one.colonnes)) for one in made} == {NOTED}


AS_LAW_OR_NAME_SAYS = (
    "Groupement de gendarmerie départementale",
    "groupement de gendarmerie départementale",
    "la gendarmerie n’y est pas compétente",
    "Inviter la gendarmerie à une réunion",
    "police ou gendarmerie",
    "Faire connaître les actions de la gendarmerie, la convier",
    "la police et la gendarmerie ont enregistrés",
    "compétence territoriale gendarmerie et police",
    "une place pour la gendarmerie",
    "la réserve de la gendarmerie",
    "(gendarmerie ou police)",
)
"""Where the gendarmerie itself is meant, in a pack of the police's zone: each was read."""


def test_police_zone_pack_promises_nothing_for_the_police(tmp_path):
    made = project(tmp_path, f'code_insee: "{ALBI}", police_municipale: oui')
    pack = Table(made, circle=Diffusion.PARTENAIRES).pack(ALBI)
    told = said(pack)
    assert "la police nationale n’y est pas partie" in told
    assert "toutes les communes rurales" not in told
    [last] = [one.sous_titre for one in pack.facts.sommaire if "Compte rendu" in one.titre]
    assert plain_blanks(last) == "une feuille à part, à rapporter à l’AMR81"
    actors = {one.acteur for part in pack.parts["fiches"] for one in part.facts.parts}
    steps = [one.texte for part in pack.parts["fiches"] for one in part.facts.etapes]
    assert not [one for one in actors if "ommissariat" in one]
    assert not [one for one in steps if one.startswith("Le commissariat")]


NOT_IN_TOWN = ("communes rurales", "rapporter à l’unité", "la fin de la visite")
"""What is told to villages that a gendarme visits, and to no town of the police's zone."""


def test_police_zone_pack_names_no_brigade(tmp_path):
    fields = "police_municipale: oui, participation_citoyenne: oui, videoprotection: oui"
    made = project(tmp_path, f'code_insee: "{ALBI}", {fields}')
    told = said(Table(made, circle=Diffusion.PARTENAIRES, complet=True).pack(ALBI))
    for one in AS_LAW_OR_NAME_SAYS:
        assert one in told, one
        told = told.replace(one, "")
    assert re.findall(r".{40}(?:brigade|gendarmerie).{40}", told, re.IGNORECASE) == []
    assert "ou au commissariat de police d’Albi" in told
    assert [word for word in NOT_IN_TOWN if word in told] == []
    assert "du secteur" not in told


# ---------- For whom ----------


@pytest.mark.parametrize("circle", Diffusion)
@pytest.mark.parametrize("readers", Diffusion)
def test_pack_binds_only_fiches_that_its_readers_may_read(readers, circle, tmp_path):
    here = shortened(project(tmp_path))
    fiche = here.content / "fiche/action-4-1.yaml"
    text = fiche.read_text("utf-8").replace("diffusion: publique", f"diffusion: {readers}")
    fiche.write_text(text, "utf-8")
    title = plain_blanks(re.search(r"^titre: (.*)$", text, re.M)[1]).replace("'", "’")
    pack = Table(here, circle=circle).pack(PUYGOUZON)
    told = [one for one in pack.notices if "action-4-1" in one.message]
    circles = [*Diffusion]
    bound = circles.index(readers) <= circles.index(circle)
    assert (title in said(pack)) is bound
    assert [one.severity for one in told] == [Severity.AVERTISSEMENT] * (not bound)
    dossier = (here.content / "commune-pack/dossier.yaml").read_text("utf-8").splitlines()
    assert all("fiche: action-4-1" in dossier[one.line - 1] for one in told)


def test_pack_is_read_by_no_more_than_its_act(tmp_path):
    here = project(tmp_path)
    for path in (here.content / "convention/2026.yaml", *here.content.glob("fiche/*.yaml")):
        text = path.read_text("utf-8").replace("diffusion: publique", "diffusion: partenaires", 1)
        path.write_text(text, "utf-8")
    assert Table(here, circle=Diffusion.PARTENAIRES).pack(GARRIC)
    with pytest.raises(ContentError, match="plus de monde lit ce dossier"):
        Table(here, circle=Diffusion.PUBLIQUE).pack(GARRIC)


def test_pack_is_read_by_no_more_than_an_amendment(tmp_path):
    here = project(tmp_path)
    act = (here.content / "convention/2026.yaml").read_text("utf-8")
    restricted = act.replace("diffusion: publique", "diffusion: partenaires", 1)
    amended = restricted.replace(SEAL.decode(), "") + AMENDMENT
    (here.content / "convention/2026-avenant-1.yaml").write_text(amended, "utf-8")
    for path in here.content.glob("fiche/*.yaml"):
        text = path.read_text("utf-8").replace("diffusion: publique", "diffusion: partenaires", 1)
        path.write_text(text, "utf-8")
    assert Table(here, circle=Diffusion.PARTENAIRES).pack(GARRIC)
    with pytest.raises(ContentError, match="que « 2026-avenant-1 » \\(« partenaires »\\)"):
        Table(here, circle=Diffusion.PUBLIQUE).pack(GARRIC)
