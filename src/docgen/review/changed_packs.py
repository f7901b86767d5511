"""The fiches that the packs of communes gain or lose when the territory changes."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress

from docgen.content.validation import check_source
from docgen.errors import ContentError
from docgen.french.territory import CodeInsee
from docgen.french.wording import counted, shorten_list
from docgen.kinds.commune_pack.choosing_fiches import FicheChooser
from docgen.kinds.commune_pack.content import Dossier
from docgen.kinds.commune_pack.options import PackOptions
from docgen.kinds.commune_pack.rules import rules
from docgen.kinds.writing.corpus import corpus_of
from docgen.referential.lieu import Lieu
from docgen.referential.referential import Referential

PACK = "commune-pack"
MAX_COMMUNES_NAMED = 5
"""How many communes a line names; the others are counted."""
Packs = Mapping[CodeInsee, Collection[str]]
"""The keys of the fiches of packs, by the code of their commune."""


def fiches_of_packs(referential: Referential, codes: Collection[CodeInsee]) -> Packs:
    """Return the fiches of the packs of communes, for the readers that packs are made for.

    There is none where the pack's text cannot be read.
    """
    corpus = corpus_of(referential)
    with suppress(ContentError):  # reported by the check of the file
        sources = [corpus.source(PACK, key) for key in corpus.keys(PACK) if codes]
        actions = [check_source(one, Dossier, rules).actions for one in sources if one]
        circle = PackOptions().circle
        choosers = {code: FicheChooser(Lieu(referential, code, circle)) for code in codes}
        return {
            code: [fiche for one in actions for fiche in chooser.choose(one)]
            for code, chooser in choosers.items()
        }
    return {}


def tell_changed_packs(referential: Referential, before: Packs, after: Packs) -> Iterator[str]:
    """Yield a line for each fiche that packs gain or lose, with their communes."""
    gained: defaultdict[str, list[CodeInsee]] = defaultdict(list)
    lost: defaultdict[str, list[CodeInsee]] = defaultdict(list)
    for code in before.keys() & after.keys():
        for fiche in sorted({*before[code], *after[code]}):
            if fiche not in before[code]:
                gained[fiche].append(code)
            elif fiche not in after[code]:
                lost[fiche].append(code)
    corpus = corpus_of(referential)
    for moved, verb in ((gained, "entre dans"), (lost, "sort de")):
        for fiche, codes in sorted(moved.items()):
            places = (referential.communes.get(code) for code in codes)
            towns = sorted(commune.toponyme.seul for commune in places if commune)
            packs = counted(len(towns), "dossier")
            label = corpus.fiche_label(fiche)
            yield f"{label} : {verb} {packs} ({shorten_list(towns, MAX_COMMUNES_NAMED)})"


def command_of_left(codes: Collection[CodeInsee]) -> str:
    """Return the line that names the command that lists what is left in the packs of communes."""
    named = " ".join(
        f"--insee {code}" for code in [*map(str, codes)][:MAX_COMMUNES_NAMED] or ["COMMUNE"]
    )
    return f"Ce qui reste à faire en dépend : docgen reste commune-pack {named}"
