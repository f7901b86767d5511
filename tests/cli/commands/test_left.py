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


def test_command_names_documents_where_many_texts_were_refused():
    items = [
        text_item(
            Problem(f"{name}.yaml", "refusé", 3, 1, code="propose"),
            ("fiche", name),
            name,
            refused=True,
        )
        for name in map(str, range(40))
    ]
    [share] = shares(items)
    *_, command = _command_lines(share, ["fiche"])
    assert command.strip() == 'docgen adopter fiche --tout --par "NOM" --le JJ/MM/AAAA'
