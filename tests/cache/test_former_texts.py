"""What texts said is kept for its owner, and what is internal is not kept at all."""

from __future__ import annotations

import hashlib
from pathlib import Path

from docgen.cache import Store, Text, Texts
from docgen.cache.entries import Entries
from docgen.cache.fingerprint import Inputs
from docgen.content.source import parse_source
from tests.conftest import ROOT

SECRET = """\
# Madame Exemple, 01 99 00 00 03
unites:
  - unite: Brigade d’Exemple   # voir Mme Martin
    telephone: 01 99 00 00 01   # ligne directe
    horaires: ["Lundi : 8 h", "Mardi"]
    precision: |  # de M. Petit
      Lambert: absent
      unite: Brigade secrète
    referent_elu: {nom: Fictif, grade: adjudant}
    commentaire: >-
      Le portail ferme mal.
      nom: Dupond
    adresse:
    - 1 rue de l’Exemple
    "autre": 'Durand'
"""
UNITS = "content/territoire/unites.yaml"


def test_of_what_is_internal_no_word_is_kept() -> None:
    kept = Text.of(UNITS, SECRET)
    assert kept.masked
    for word in ("01 99", "Madame", "Lundi", "Fictif", "portail", "Dupond", "rue", "Durand"):
        assert word not in kept.text
    for word in ("Martin", "Petit", "Lambert", "secrète"):  # where only fields look to be
        assert word not in kept.text
    assert kept.text.count("\n") == SECRET.count("\n")
    values = parse_source(kept.text, UNITS).values
    assert values.keys() >= {("unites", 0, "telephone"), ("unites", 0, "adresse", 0)}
    assert "  - unite: Brigade d’Exemple\n" in kept.text
    assert values.keys() <= parse_source(SECRET, UNITS).values.keys()


def test_every_text_that_we_ship_keeps_its_form_without_its_words() -> None:
    for path in sorted((ROOT / "content").glob("*/*.yaml")):
        text = path.read_text("utf-8")
        name = path.relative_to(ROOT).as_posix()
        veiled = parse_source(Text.of(name, text).veiled.text, name).values
        assert {one: mark.line for one, mark in veiled.items()}.items() <= {
            one: mark.line for one, mark in parse_source(text, name).values.items()
        }.items(), name


def test_a_text_says_itself_that_it_may_be_told() -> None:
    for name, text, masked in (
        ("content/memento/05-eau.yaml", "famille: {}\n", False),
        ("content/fiche/a.yaml", "diffusion: publique\n", False),
        ("content/renewal/a.yaml", 'diffusion: "partenaires"\n', False),
        ("content/renewal/a.yaml", "diffusion: interne\n", True),
        ("content/fiche/a.yaml", "titre: Un\n", True),
        ("content/fiche/a.yaml", "note:\n  diffusion: publique\n", True),
        ("content/adherents.yaml", "adherents: []\n", True),
    ):
        assert Text.of(name, text).masked is masked, name


def test_a_text_is_kept_once_and_found_by_the_digest_of_its_file(
    cache: Path, tmp_path: Path
) -> None:
    texts, name = Texts(Entries(Store(cache))), "content/memento/eau.yaml"
    (tmp_path / "content/memento").mkdir(parents=True)
    (tmp_path / name).write_text("titre: Un\n", "utf-8")
    sha256 = hashlib.sha256(b"titre: Un\n").hexdigest()
    told = Inputs({name: sha256, "content/a.csv": "0" * 64}, {}, {}, "")
    texts.keep(tmp_path, told)
    (tmp_path / name).write_text("titre: Deux\n", "utf-8")
    texts.keep(tmp_path, told)
    assert texts.text(sha256) == Text("titre: Un\n", masked=False)
    assert len([one for one in cache.rglob("*") if one.is_file()]) == 1


def test_a_text_that_was_changed_meanwhile_is_not_kept(cache: Path, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("titre: Deux\n", "utf-8")
    texts = Texts(Entries(Store(cache)))
    texts.keep(tmp_path, Inputs({"a.yaml": "0" * 64, "b.yaml": "1" * 64}, {}, {}, ""))
    assert texts.text("0" * 64) is None
    assert not cache.exists()
