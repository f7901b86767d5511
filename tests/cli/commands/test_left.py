"""What `docgen reste` prints of a share of what is left."""

from docgen.cli.commands.left import _command_lines
from docgen.errors import Problem
from docgen.left import Duty, What, Who, item_of, shares, text_item

ELSEWHERE = "« Occitanie » n’est pas en Corse-du-Sud"


def test_command_lines_tell_once_what_several_items_say():
    duty = Duty(Who.REDACTEUR, What.CORRIGER, "docgen check roles.yaml")
    found = [Problem("roles.yaml", ELSEWHERE, line, 1, code="ailleurs") for line in (3, 9)]
    [share] = shares([item_of(one, duty, id=str(one.line)) for one in found])
    assert [*_command_lines(share, ())] == [
        f"      dans roles.yaml:3 : {ELSEWHERE}, puis :",
        "      docgen check roles.yaml",
    ]


def test_refused_text_is_corrected_then_checked():
    refused = Problem("2027.yaml", "refusé", 3, 1, code="propose")
    item = text_item(refused, ("convention", "2027"), "Article 2", refused=True)
    [share] = shares([item])
    assert [*_command_lines(share, ())] == [
        "      dans 2027.yaml:3 : Article 2, puis :",
        "      docgen check 2027.yaml",
    ]
