"""The message of a fiche: what a secretary copies, what it says of itself, when it is left out."""

import re

import pytest

from docgen.format import is_sealed
from docgen.french.phone_text import phone_length
from tests.conftest import plain_blanks
from tests.kinds.fiche.cards import composed, files
from tests.support.projects.settle import settle_fiche as settle

MESSAGE = """
message:
  pour: elus
  titre: Un exemple fictif
  texte: "L'alerte : dehors !"
"""


def file_of(project, name="article-5"):
    return composed(project.workspace, name)[name].companions.get("message.txt", b"").decode()


def said(project, name="article-5"):
    """Return the lines to copy, under the title and under the text."""
    _, title, text, _ = re.split(r"^--- .* ---\n", file_of(project, name), flags=re.M)
    return title.strip(), text.strip()


def rewritten(project):
    """Give a fiche the message above; return its file."""
    [path] = files(project.workspace, "article-5")
    text = re.sub(r"\nmessage:\n(  .*\n)+", MESSAGE, path.read_text("utf-8"))
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize(("readers", "made"), [("interne", False), ("partenaires", True)])
def test_message_is_made_of_a_fiche_unless_internal(project, readers, made):
    [path] = files(project.workspace, "article-5")
    text = path.read_text("utf-8")
    path.write_text(text.replace("diffusion: publique", f"diffusion: {readers}"), "utf-8")
    assert bool(file_of(project)) is made


def test_each_of_our_fiches_has_a_short_message(project):
    names = [path.stem for path in files(project.workspace)]
    assert names
    for name in names:
        title, text = said(project, name)
        signs, parts = phone_length(f"{title}\n{text}")
        assert signs <= 300
        assert f"\n{signs} signes en tout : {parts} SMS." in file_of(project, name)
        assert "Partenariat AMR81 - GGD81" in text


def test_message_is_typed_as_on_a_telephone_under_its_title(project):
    rewritten(project)
    title, text = said(project)
    assert title == "Un exemple fictif"
    assert text == "L'alerte : dehors !\nPartenariat AMR81 - GGD81"


def test_file_of_a_draft_says_so_and_is_sealed(project):
    text = file_of(project)
    assert is_sealed(text.encode())
    assert text.startswith("Message pour les élus. Fiche 5 – ")
    assert "PROJET – à vérifier avant diffusion" in text
    assert "– non encore relue." in text


def test_link_is_that_of_the_fiche_with_its_doubt(project):
    text = file_of(project, "action-4-1")
    assert "\nÀ vérifier : les deux adresses publiées du service MonAideCyber.\n" in text
    assert said(project, "action-4-1")[1].endswith("\nhttps://monaide.cyber.gouv.fr")


def test_doubtful_message_is_marked_then_left_out_of_a_final(project):
    doubt = "message:\n  a_verifier: le prix\n  si_non_verifie: retirer\n"
    path = rewritten(project)
    before = path.read_text("utf-8")
    path.write_text(before.replace("message:\n", doubt), "utf-8")
    assert "\nÀ vérifier : le prix.\n" in plain_blanks(file_of(project))
    path.write_text(before, "utf-8")
    settle(path)
    path.write_text(path.read_text("utf-8").replace("message:\n", doubt), "utf-8")
    [document] = composed(project.workspace, "article-5").values()
    assert document.final
    assert document.companions == {}


def test_fiche_without_message_has_no_file(project):
    path = rewritten(project)
    path.write_text(path.read_text("utf-8").replace(MESSAGE, "\n"), "utf-8")
    assert file_of(project) == ""


def test_final_message_says_who_checked_it(project):
    settle(rewritten(project))
    text = file_of(project)
    assert "PROJET" not in text
    assert "version du" in text
