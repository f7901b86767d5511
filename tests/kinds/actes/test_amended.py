"""An act lives on as its signed amendments leave it; all but the act itself is invented."""

import json
import re
from datetime import date

import pytest

from docgen.build.avenant import CONVENTION, amendment_documents
from docgen.build.avenant_copy import warn_of_end
from docgen.build.named_documents import compose_named
from docgen.errors import Problems
from docgen.kinds.actes.project import project_acts
from docgen.kinds.actes.signed import changed_by_time
from docgen.referential.referential import Referential
from docgen.rendering.parity.words import docx_words
from tests.conftest import plain_blanks
from tests.kinds.bilan.years import report, written
from tests.kinds.commune_pack.packs import Table

pytestmark = pytest.mark.usefixtures("shared_cache")

ACT = "content/convention/2026.yaml"
FIRST = "content/convention/2026-avenant-1.yaml"
SECOND = FIRST.replace("-1.", "-2.")
NOTICE = "parties, deux mois au moins"
NAME = "modifiée par l’avenant n° 1 du 10 décembre 2026"


def change(project, name, *changes):
    text = (project.root / name).read_text("utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    project.write(name, text)


@pytest.fixture
def proposed(project, docgen_here):
    """Write the copy of the act with a notice of three months, which nobody signed."""
    assert docgen_here("avenant", "2026", "--nouveau", "--effet", "2027-01-01").code == 0
    change(
        project,
        FIRST,
        (NOTICE, "parties, trois mois au moins"),
        ("preavis_denonciation: {valeur: 2", "preavis_denonciation: {valeur: 3"),
        ("  - id: article-6\n", "  - id: article-6\n    etat: propose\n"),
    )
    return project


@pytest.fixture
def signed(proposed, docgen_here):
    """Have it adopted and signed."""
    sign(proposed, docgen_here)
    return proposed


def sign(project, docgen_here):
    by = ("--par", "Mme Exemple Fictif", "--le", "03/11/2026")
    assert docgen_here("adopter", "convention", "2026-avenant-1", "--tout", *by).code == 0
    day = "  signature:\n    date: 2026-12-10\n"
    change(project, FIRST, ("acte: projet", "acte: signe"), ("  signature:\n", day))


@pytest.fixture
def reworded(proposed, docgen_here):
    """Have signed that an amendment changes the act, which said a written agreement."""
    written, state = "d'un accord écrit entre les\n        parties", "    etat: propose\n"
    title = "    titre: Résiliation / modification\n"
    change(proposed, FIRST, (written, "d'un avenant"), (title, title + state))
    sign(proposed, docgen_here)
    return proposed


def test_a_letter_says_which_words_an_amendment_took(reworded, docgen_here):
    answer = docgen_here("renewal", "--type", "avenant", "--de", "ggd81", "--au", "2027-02-01")
    assert "« Toute modification de la présente convention" in plain_blanks(answer.err)
    assert "dans la lettre « avenant », sous « appuis: », recopiez" in plain_blanks(answer.err)
    words = ("l'objet d'un accord écrit entre les parties.", "l'objet d'un avenant.")
    for letter in ("avenant", "rappel"):
        change(reworded, f"content/renewal/{letter}.yaml", words)
    asked = ("renewal", "--type", "avenant", "--de", "ggd81", "--format", "docx")
    assert docgen_here(*asked, "--au", "2027-02-01").code == 0


def test_a_further_amendment_names_the_clause_that_rules_changes(reworded, docgen_here):
    assert docgen_here("avenant", "2026-avenant-1", "--nouveau").code == 0
    text = (reworded.root / FIRST.replace("-1.", "-2.")).read_text("utf-8")
    assert "Vu l'article 8 de la convention, qui en règle la modification ;" in text


def deadlines(docgen_here, day):
    answer = docgen_here("echeances", "--au", day)
    assert answer.code == 0, answer.err
    return plain_blanks(answer.out)


@pytest.mark.usefixtures("proposed")
def test_an_amendment_that_nobody_signed_changes_nothing(docgen_here):
    said = deadlines(docgen_here, "2027-01-10")
    assert "22 février 2027" in said
    assert "avenant" not in said


@pytest.mark.usefixtures("signed")
def test_deadlines_say_by_which_amendment(docgen_here):
    said = deadlines(docgen_here, "2027-01-10")
    assert "22 janvier 2027" in said
    assert NAME in said
    assert said.count("signée le 23/04/2026") == 1
    [act] = json.loads(docgen_here("echeances", "--au", "2027-01-10", "--json").out)["echeances"]
    assert (act["cle"], act["texte"]) == ("2026", "2026-avenant-1")


def test_an_amendment_is_named_by_what_it_is_that_day(signed):
    [act] = project_acts(Referential(signed.workspace)).signed
    ahead = ", que modifiera l’avenant n° 1 le 1er janvier 2027"
    for day, said, in_effect, copied in (
        (date(2026, 12, 9), "", "", ""),
        (date(2026, 12, 10), ahead, "", " et de son avenant n° 1"),
        (date(2026, 12, 31), ahead, "", " et de son avenant n° 1"),
        (date(2027, 1, 1), f", {NAME}", f", {NAME}", " et de son avenant n° 1"),
    ):
        for text in (act, *act.avenants):
            named = (text.amended_on(day), text.amended_by(day), text.copied_on(day))
            assert (*map(plain_blanks, named),) == (said, in_effect, copied)


def test_a_report_names_the_amendment_in_effect_in_its_year(signed):
    written(signed.root, 2026, 2027)
    named = [plain_blanks(report(signed.workspace, year).facts.intitule) for year in (2026, 2027)]
    assert named == ["Convention AMR81 – GGD81", f"Convention AMR81 – GGD81, {NAME}"]


def test_deadlines_before_its_signature_ignore_it(signed, docgen_here):
    assert "une dénonciation : mardi 23 février 2027" in deadlines(docgen_here, "2026-12-09")
    assert "une dénonciation : samedi 23 janvier 2027" in deadlines(docgen_here, "2026-12-10")
    letters = docgen_here("renewal", "--au", "2026-12-09", "--format", "docx").out
    assert "À partir du 24 décembre 2026 : rappel." in plain_blanks(letters)
    text = ("renewal", "--type", "rappel", "--au", "2026-12-09", "--format", "docx")
    assert docgen_here(*text).code == 0
    made = signed.root / "output/renewal/renewal-rappel-2026-amr81.docx"
    assert "23 février 2027" in " ".join(docx_words(made.read_bytes()))


@pytest.mark.usefixtures("signed")
def test_deadlines_before_its_effect_say_what_will_amend(docgen_here):
    assert "avenant n°" not in deadlines(docgen_here, "2026-12-09").partition("\n")[0]
    head = "signée le 23/04/2026, que modifiera l’avenant n° 1 le 1er janvier 2027"
    assert head in deadlines(docgen_here, "2026-12-20")


@pytest.mark.usefixtures("signed")
def test_an_amended_act_is_no_second_act(docgen_here):
    assert "toutes deux en vigueur" not in docgen_here("check", "2026", "2026-avenant-1").err


def test_a_letter_keeps_its_name_and_comes_back_once_amended(proposed, docgen_here):
    command = ("renewal", "--type", "denonciation", "--de", "ggd81", "--au", "2027-01-10")
    made = "output/renewal/renewal-denonciation-2026-ggd81.docx"
    assert made in docgen_here(*command, "--format", "docx").out
    before = (proposed.root / made).read_bytes()
    sign(proposed, docgen_here)
    back = str(proposed.write("retour.docx", before))
    assert "rien n’y a été corrigé" in docgen_here("reprendre", back).out
    assert made in docgen_here(*command, "--format", "docx").out
    assert (proposed.root / made).read_bytes() != before


def test_a_letter_names_the_amendment_after_the_day(signed, docgen_here):
    command = ("renewal", "--type", "denonciation", "--de", "ggd81", "--format", "docx")
    assert docgen_here(*command, "--au", "2027-01-10").code == 0
    made = signed.root / "output/renewal/renewal-denonciation-2026-ggd81.docx"
    words = plain_blanks(" ".join(docx_words(made.read_bytes())))
    assert f"Convention AMR81 – GGD81 du 23 avril 2026, {NAME}, article 6" in words
    assert "Dénonciation de la convention AMR81 – GGD81 Réf." in words
    assert "P. j. Copie de la convention et de son avenant n° 1 " in words


def test_the_last_amendment_says_who_signs_from_then_on(signed, docgen_here):
    text = (signed.root / FIRST).read_text("utf-8")
    before, own, after = text.partition("\navenant:")
    own = f"{own}{after}".replace("siege:", "siege: 1 place Fictive, Albi", 1)
    own = own.replace("Colonel Jean-Michel DOOSE", "Colonel Anne EXEMPLE-FICTIF", 1)
    signed.write(FIRST, before + own)
    command = ("renewal", "--type", "resiliation", "--de", "amr81", "--format", "docx")
    assert docgen_here(*command, "--au", "2027-01-10").code == 0
    made = (signed.root / "output/renewal/renewal-resiliation-2026-amr81.docx").read_bytes()
    assert "Colonel Anne Exemple-Fictif" in plain_blanks(" ".join(docx_words(made)))
    assert docgen_here("avenant", "2026-avenant-1", "--nouveau").code == 0
    copy = (signed.root / "content/convention/2026-avenant-2.yaml").read_text("utf-8")
    proposed = copy.partition("\navenant:")[2].partition("\ntitre:")[0]
    assert "nom: Colonel Anne EXEMPLE-FICTIF" in proposed
    assert "siege: 1 place Fictive, Albi" in proposed


def test_an_amendment_proposes_who_signs_today(project, docgen_here):
    path = project.root / "content/emetteurs.yaml"
    text = path.read_text("utf-8")
    path.write_text(
        text.replace("signataire:\n", "signataire: Madame Claire FICTIVE\n", 1), "utf-8"
    )
    assert docgen_here("avenant", "2026", "--nouveau").code == 0
    proposed = (project.root / FIRST).read_text("utf-8").partition("\ntitre:")[0]
    assert "nom: Madame Claire FICTIVE\n      qualite: président de l'AMR81" in proposed
    assert "nom: Colonel Jean-Michel DOOSE" in proposed


def test_a_denunciation_noted_in_the_act_ends_the_amended_act(signed, docgen_here):
    change(signed, ACT, ("\nvie:\n", "\nvie:\n  fin: 2027-04-23\n"))
    assert "Elle prendra fin le 23 avril 2027" in deadlines(docgen_here, "2027-01-10")
    assert "Elle a pris fin le 23 avril 2027" in deadlines(docgen_here, "2027-05-10")


@pytest.mark.parametrize("noted", [ACT, FIRST])
@pytest.mark.parametrize("day", ["2027-02-10", "2027-05-10"])
def test_a_refused_letter_names_the_text_that_notes_the_end(signed, docgen_here, noted, day):
    change(signed, noted, ("\nvie:\n", "\nvie:\n  fin: 2027-04-22\n"))
    answer = docgen_here("renewal", "--type", "denonciation", "--de", "amr81", "--au", day)
    assert answer.code == 1
    line = (signed.root / noted).read_text("utf-8").partition("  fin:")[0].count("\n") + 1
    assert answer.err.startswith(f"{noted}:{line}:")


def test_a_signature_noted_before_the_agreements_is_put_right(proposed, docgen_here):
    day = ("  signature:\n", "  signature:\n    date: 2026-12-10\n")
    signing = ("\nacte: projet\n", "\nacte: signe\n")
    change(proposed, FIRST, signing, day)
    by = ("--par", "Mme Exemple Fictif", "--le", "03/11/2026")
    adopt = ("adopter", "convention", "2026-avenant-1", "--tout", *by)
    for command in (("check", "2026-avenant-1"), adopt):
        answer = docgen_here(*command)
        assert answer.code == 1
        assert "remettez « acte: projet », ôtez la date, « docgen adopter" in plain_blanks(
            answer.err
        )
    change(proposed, FIRST, signing[::-1], day[::-1])
    assert docgen_here(*adopt).code == 0
    change(proposed, FIRST, signing, day)
    assert NAME in deadlines(docgen_here, "2027-01-10")


def test_what_time_alone_changed_of_an_act_is_told(signed):
    change(signed, ACT, ("\nvie:\n", "\nvie:\n  fin: 2027-04-22\n"))
    acts = project_acts(Referential(signed.workspace)).signed
    effect, end = date(2027, 1, 1), date(2027, 4, 22)
    told = "l’avenant n° 1 a pris effet le 1er janvier 2027"
    ended = "la convention « 2026 » a pris fin le 22 avril 2027"
    for since, until, expected in (
        (date(2026, 12, 31), effect, [told]),
        (effect, end, []),
        (end, date(2027, 4, 23), [ended]),
        (date(2026, 11, 1), date(2028, 1, 1), [ended, told]),
        (date(2027, 4, 23), date(2028, 1, 1), []),
    ):
        assert [*map(plain_blanks, changed_by_time(acts, since, until))] == expected


def test_an_act_that_has_ended_cannot_be_amended(signed, docgen_here):
    change(signed, ACT, ("\nvie:\n", "\nvie:\n  fin: 2026-11-30\n"))
    answer = docgen_here("echeances")
    assert answer.code == 1
    assert "n’est pas en vigueur" in answer.err


def test_an_effect_after_the_end_of_the_act_is_refused(proposed, docgen_here):
    change(proposed, ACT, ("\nvie:\n", "\nvie:\n  fin: 2026-12-31\n"))
    answer = docgen_here("check", FIRST)
    assert answer.code == 1
    assert f"{FIRST}:25:10 : avenant.effet" in plain_blanks(answer.err)
    assert "le 1er janvier 2027, l’acte modifié aura pris fin" in plain_blanks(answer.err)


@pytest.mark.parametrize("noted", [ACT, FIRST])
def test_an_end_in_any_text_forbids_a_later_effect(signed, docgen_here, noted):
    further = ("avenant", "2026-avenant-1", "--nouveau", "--effet", "2027-06-01")
    change(signed, noted, ("\nvie:\n", "\nvie:\n  fin: 2027-04-22\n"))
    assert docgen_here(*further).code == 0
    change(signed, SECOND, ("parties, trois mois", "parties, deux mois"))
    change(signed, SECOND, ("preavis_denonciation: {valeur: 3", "preavis_denonciation: {valeur: 2"))
    change(signed, SECOND, ("  - id: article-6\n", "  - id: article-6\n    etat: propose\n"))
    answer = docgen_here("check", SECOND)
    assert "le 1er juin 2027, l’acte modifié aura pris fin" in plain_blanks(answer.err)
    assert answer.code == 1


@pytest.mark.parametrize(
    "command",
    [
        ("avenant", "2026", "2026-avenant-1", "--final"),
        ("check",),
        ("reste", "convention", "--tout"),
    ],
)
def test_an_amendment_without_day_of_an_ended_act_is_told(proposed, docgen_here, command):
    text = (proposed.root / FIRST).read_text("utf-8")
    proposed.write(FIRST, text.replace("  effet: '2027-01-01'\n", ""))
    by = ("--par", "Mme Exemple Fictif", "--le", "03/11/2026")
    assert docgen_here("adopter", "convention", "2026-avenant-1", "--tout", *by).code == 0
    change(proposed, ACT, ("\nvie:\n", "\nvie:\n  fin: 2026-10-31\n"))
    answer = docgen_here(*command)
    assert answer.code == (command[0] == "avenant")
    assert "l’acte modifié a pris fin le 31 octobre 2026" in plain_blanks(answer.out + answer.err)


@pytest.mark.parametrize("noted", [ACT, FIRST])
def test_a_copy_of_an_ended_act_is_warned_of(signed, noted):
    change(signed, noted, ("\nvie:\n", "\nvie:\n  fin: 2027-01-05\n"))
    found = warn_of_end(signed.workspace, signed.root / FIRST, date(2027, 1, 10))
    told = "l’acte prend fin le 5 janvier 2027 : un avenant n’y changerait plus rien"
    assert [(one.file, plain_blanks(one.message)) for one in found] == [(noted, told)]


def test_an_amendment_that_dates_the_act_otherwise_is_refused(signed, docgen_here):
    change(signed, FIRST, ("  date: 2026-04-23\n", "  date: 2026-05-23\n"))
    answer = docgen_here("check", FIRST)
    assert answer.code == 1
    assert "remettez « date: 2026-04-23 »" in plain_blanks(answer.err)
    answer = docgen_here("echeances")
    assert answer.code == 1
    assert "date l’acte du 23 mai 2026, et « 2026 » du 23 avril 2026" in plain_blanks(answer.err)


def test_a_signed_amendment_dates_the_act_too(signed, docgen_here):
    change(signed, FIRST, ("  date: 2026-04-23\n", ""))
    answer = docgen_here("echeances")
    assert answer.code == 1
    assert "un acte signé porte la date de sa signature" in plain_blanks(answer.err)


def sign_second(project, docgen_here, effect="2027-04-02"):
    """Have a second amendment of the same act signed on 1 March 2027."""
    assert docgen_here("avenant", "2026-avenant-1", "--nouveau", "--effet", effect).code == 0
    day = ("  signature:\n", "  signature:\n    date: 2027-03-01\n")
    change(project, SECOND, ("acte: projet", "acte: signe"), day)
    text = (project.root / SECOND).read_text("utf-8")
    project.write(SECOND, text.replace("    etat: propose\n", ""))


def test_two_amendments_follow_each_other(signed, docgen_here):
    sign_second(signed, docgen_here)
    words = " ".join((signed.root / SECOND).read_text("utf-8").split())
    assert "Vu l'avenant n° 1 signé le 10 décembre 2026 ;" in words
    assert "modifiée par l'avenant n° 1 signé le 10 décembre 2026, dans les termes" in words
    last = "modifiée en dernier lieu par l’avenant n° 2 du 1er mars 2027"
    assert last in deadlines(docgen_here, "2027-04-10")
    assert NAME in deadlines(docgen_here, "2027-02-10")
    both = f"{NAME}, et que modifiera l’avenant n° 2 le 2 avril 2027"
    assert both in deadlines(docgen_here, "2027-03-10")
    docgen_here("renewal", "--type", "reconduction", "--au", "2027-03-10", "--de", "ggd81")
    made = signed.root / "output/renewal/renewal-reconduction-2026-ggd81.docx"
    words = plain_blanks(" ".join(docx_words(made.read_bytes())))
    assert "P. j. Copie de la convention et de ses avenants " in words
    change(signed, SECOND, ("modifie: 2026-avenant-1", "modifie: '2026'"))
    for command in (("echeances",), ("fiche", "5.2", "--format", "docx")):
        answer = docgen_here(*command)
        assert answer.code == 1
        assert "« 2026 » est déjà modifié par « 2026-avenant-1 »" in answer.err


def labels(project):
    """Return when each document of an act is said to be in force, by its key."""
    composed, _ = compose_named(Referential(project.workspace), [CONVENTION.name], (), None)
    composed += amendment_documents(project.workspace, CONVENTION, Problems())
    documents = [one.document for one in composed]
    return {one.key: plain_blanks(one.date_label) for one in documents if "2026" in one.key}


def test_a_text_is_in_force_once_its_amendment_is_signed(proposed, docgen_here):
    act = {"2026": "signé le 23 avril 2026"}
    texts = ("2026-avenant-1", "2026-1-compare")
    assert labels(proposed) == act | dict.fromkeys(texts, "avenant non signé") | {"2026-1": ""}
    sign(proposed, docgen_here)
    told = dict.fromkeys(texts, "en vigueur à compter du 1er janvier 2027")
    assert labels(proposed) == act | told | {"2026-1": "signé le 10 décembre 2026"}


@pytest.mark.parametrize("noted", [ACT, FIRST])
def test_an_end_is_told_of_each_text_of_an_act(signed, noted):
    change(signed, noted, ("\nvie:\n", "\nvie:\n  fin: 2027-04-22\n"))
    text, ended = "en vigueur à compter du 1er janvier 2027", "jusqu’au 22 avril 2027"
    assert labels(signed) == {
        "2026": f"signé le 23 avril 2026, en vigueur {ended}",
        "2026-avenant-1": f"{text}, {ended}",
        "2026-1": f"signé le 10 décembre 2026, en vigueur {ended}",
        "2026-1-compare": f"{text}, {ended}",
    }


@pytest.mark.parametrize(
    ("effect", "told"),
    [
        ("2027-04-02", "en vigueur à compter du 1er janvier 2027, jusqu’au 1er avril 2027"),
        ("2027-01-01", "remplacé le 1er janvier 2027, jour de son effet"),
    ],
)
def test_a_text_amended_again_is_in_force_no_more(signed, docgen_here, effect, told):
    sign_second(signed, docgen_here, effect)
    assert labels(signed)["2026-avenant-1"] == labels(signed)["2026-1-compare"] == told


def test_no_end_is_told_that_an_internal_amendment_makes(signed, docgen_here):
    sign_second(signed, docgen_here, "2027-04-02")
    change(
        signed,
        SECOND,
        ("diffusion: publique", "diffusion: interne"),
        ("\nvie:\n", "\nvie:\n  fin: 2027-04-22\n"),
    )
    told, acts = labels(signed), project_acts(Referential(signed.workspace))
    assert acts.known_on(date(2027, 3, 10))
    assert not acts.public_on(date(2027, 3, 10))
    assert told["2026"] == "signé le 23 avril 2026"
    assert told["2026-avenant-1"] == "en vigueur à compter du 1er janvier 2027"
    assert told["2026-avenant-2"].endswith("jusqu’au 22 avril 2027")


def test_an_amended_act_whose_signed_words_changed_is_refused(signed, docgen_here):
    change(signed, FIRST, ("date: 2026-12-10", "date: 2026-11-10"))
    assert docgen_here("sceller").code == 0
    assert docgen_here("convention", "2026-avenant-1", "--format", "docx").code == 0
    act = signed.root / ACT
    act.write_text(act.read_text("utf-8").replace("ARTICLE 8", "ARTICLE 88"), "utf-8")
    for command in (
        ("convention", "2026-avenant-1"),
        ("avenant", "2026", "2026-avenant-1"),
        ("check", "2026-avenant-1"),
    ):
        answer = docgen_here(*command)
        assert answer.code == 1
        assert f"{ACT}:351:14 : signature.empreinte" in answer.err


def test_an_amendment_follows_the_last_signed_one(signed, docgen_here):
    second = "content/convention/2026-avenant-2.yaml"
    for number in ((), ("--numero", "2")):
        answer = docgen_here("avenant", "2026", "--nouveau", *number)
        assert answer.code == 1
        assert "« 2026 » est déjà modifié par « 2026-avenant-1 », qui est signé" in answer.err
        assert "docgen avenant 2026-avenant-1 --nouveau" in answer.err
    assert not (signed.root / second).exists()
    text = (signed.root / FIRST).read_text("utf-8").replace("acte: signe", "acte: projet")
    day = "    date: 2026-12-10\n"
    signed.write(second, text.replace(day, "").replace("  numero: 1\n", "  numero: 2\n"))
    for command in (("check", second), ("avenant", "2026", "2026-avenant-2")):
        answer = docgen_here(*command)
        assert answer.code == 1
        assert "« 2026 » est déjà modifié par « 2026-avenant-1 », qui est signé" in answer.err


def test_signed_amendments_that_lead_to_no_act_are_told(signed, docgen_here):
    second = FIRST.replace("-1.", "-2.")
    text = (signed.root / FIRST).read_text("utf-8")
    signed.write(second, text.replace("modifie: '2026'", "modifie: 2026-avenant-1"))
    change(signed, FIRST, ("modifie: '2026'", "modifie: 2026-avenant-2"))
    answer = docgen_here("echeances")
    assert answer.code == 1
    said = plain_blanks(answer.err)
    assert f"{FIRST}:" in said
    assert f"{second}:" in said
    assert said.count("de texte modifié en texte modifié, on n’arrive à aucun acte signé") == 2
    (signed.root / second).unlink()
    change(signed, FIRST, ("modifie: 2026-avenant-2", "modifie: 2026-avenant-1"))
    answer = docgen_here("echeances")
    assert answer.code == 1
    assert "on n’arrive à aucun acte signé" in plain_blanks(answer.err)


def test_a_pack_counts_by_the_act_as_amended(signed):
    pack = Table(signed.workspace, visite=date(2027, 1, 10)).pack("81101")
    assert not [one for one in pack.notices if "changé par l’avenant" in plain_blanks(one.message)]
    terms = pack.facts.convention.model_dump_json()
    assert "trois mois au moins avant la date anniversaire" in plain_blanks(terms)


def test_an_effect_to_come_ends_the_delay(signed, docgen_here):
    text = (signed.root / FIRST).read_text("utf-8").replace("2027-01-01", "2027-02-01")
    signed.write(FIRST, re.sub(r"1er\s+janvier\s+2027", "1er février 2027", text))
    said = deadlines(docgen_here, "2027-01-10")
    assert "une dénonciation : dimanche 31 janvier 2027" in said
    assert "l’avenant n° 1 en décide autrement à compter du 1er février 2027" in said
    said = docgen_here("echeances", "--au", "2027-01-10", "--recu-le", "2027-02-01").out
    assert "trop tard depuis le 1er février 2027, par l’avenant n° 1" in plain_blanks(said)
    answer = docgen_here("renewal", "--type", "rappel", "--au", "2027-01-10", "--format", "docx")
    assert answer.code == 0
    made = signed.root / "output/renewal/renewal-rappel-2026-amr81.docx"
    assert "Dès le lendemain du 31 janvier 2027" in " ".join(docx_words(made.read_bytes()))
    said = deadlines(docgen_here, "2027-02-10")
    assert "31 janvier 2027, à 24 h (deux mois au moins avant" in said
    docgen_here("renewal", "--type", "reconduction", "--au", "2027-02-10", "--de", "ggd81")
    made = signed.root / "output/renewal/renewal-reconduction-2026-ggd81.docx"
    assert "deux mois au moins avant" in plain_blanks(" ".join(docx_words(made.read_bytes())))
