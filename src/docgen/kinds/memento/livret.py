"""The booklet: every family whole, the scale of contraventions, the index of offences."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from docgen.document import Facts
from docgen.french.letters import folded
from docgen.french.rule import INSECABLE
from docgen.french.titles import hold_years
from docgen.french.wording import ordinal
from docgen.kinds.memento.content import Encadre, Sigle
from docgen.kinds.memento.facts import (
    Colonne,
    EntreeIndex,
    FaitsBareme,
    FaitsFamille,
    FaitsLivret,
    FaitsQualification,
    FaitsSigle,
    Tarif,
    TexteCite,
)
from docgen.kinds.memento.familles import call_out, family_facts
from docgen.kinds.memento.ouvrage import (
    Ouvrage,
    PrintContext,
    common_facts,
    dated_line,
    list_facts,
    number_facts,
    version_day,
)
from docgen.kinds.memento.wording import DOUBT, MementoWording, mark
from docgen.kinds.writing.checked_texts import checked_texts
from docgen.markup import mark_link, plain
from docgen.referential.droit.reference import CODES
from docgen.referential.droit.regle import Bareme, Regle

FIXED_FINE: Final = "Amende forfaitaire"
COLUMNS: Final = {
    Bareme.MAXIMUM: "Amende maximale",
    Bareme.FORFAITAIRE: "simple",
    Bareme.MAJOREE: "majorée",
}
"""The sums of the scale that are printed: all but the reduced fine, which is of the road alone.

All but the first are fixed fines.
"""
Sums = dict[tuple[Bareme | None, int | None], Regle]
"""The sums of the scale, by column and class."""
SIGNS = re.compile(r"\W+")
"""What the alphabet does not know."""
IN_NUMBER = re.compile("(?<!,) ")
"""A space within the number of an article, or before its code: the line never ends there."""
NO_SUM = "–"
"""What stands where a class has no such sum."""


def booklet_facts(ouvrage: Ouvrage, context: PrintContext, wording: MementoWording) -> FaitsLivret:
    """Return the facts of the booklet."""
    whole = ouvrage.ensemble
    warning = f" {whole.mention_projet}" if context.projet and whole.mention_projet else ""
    families = tuple(
        _family_with_own_sources(ouvrage, rank, wording) for rank in range(len(ouvrage.familles))
    )
    facts = FaitsLivret(
        **common_facts(ouvrage, context, wording),
        mention=dated_line(f"{whole.mention}{warning}", whole, ouvrage.familles),
        numeros=number_facts(whole.numeros, wording),
        surtitre=plain(whole.surtitre),
        titre=plain(whole.titre),
        sous_titre=plain(whole.sous_titre),
        auteur=plain(whole.auteur),
        jour=version_day(whole, ouvrage.familles),
        avertissement=call_out(whole.avertissement, wording),
        mode_emploi=list_facts(whole.mode_emploi, wording),
        doute=plain(whole.doute) if context.projet else "",
        familles=families,
        bareme=_scale(whole.bareme, wording),
        titre_index=plain(whole.index.titre),
        texte_index=wording.say(whole.index.texte),
        index=tuple(_sorted_index(families)),
        titre_sources=plain(whole.sources.titre),
        texte_sources=wording.say(whole.sources.texte),
        sources=_checked(wording),
        sigles=(),
    )
    return facts.model_copy(update={"sigles": tuple(printed_acronyms(facts, whole.sigles))})


def _family_with_own_sources(ouvrage: Ouvrage, rank: int, wording: MementoWording) -> FaitsFamille:
    alone = wording.fresh_copy()
    facts = family_facts(ouvrage.familles[rank], alone)
    wording.cited |= alone.cited
    wording.resolver.laws.add_chapter(alone.resolver.laws, f"{facts.numero}. {facts.titre}")
    return facts


def _scale(words: Encadre, wording: MementoWording) -> FaitsBareme:
    sums: Sums = {
        (regle.bareme, regle.classe): regle
        for regle in wording.corpus.droit.items
        if regle.bareme in COLUMNS and regle.classe and wording.is_printed(base=[regle.cle])
    }
    wording.doubt(base=[regle.cle for regle in sums.values()])
    for (column, classe), regle in sums.items():
        if column and classe:
            row = f"{ordinal(classe, feminin=True)} classe, {_column_name(column).lower()}"
            title = plain(words.titre)
            wording.resolver.laws.add([regle.cle], f"{row}{INSECABLE}: {regle.dit}", title)
    classes = sorted({regle.classe for regle in sums.values() if regle.classe})
    return FaitsBareme(
        titre=plain(words.titre),
        texte=wording.say(words.texte),
        premiere="Classe",
        maximum=_column(Bareme.MAXIMUM, sums),
        groupe=FIXED_FINE,
        forfaits=tuple(_column(column, sums) for column in COLUMNS if column != Bareme.MAXIMUM),
        lignes=tuple(
            Tarif(
                classe=f"{ordinal(classe, feminin=True)} classe",
                montants=tuple(
                    fine.dit if (fine := sums.get((column, classe))) else NO_SUM
                    for column in COLUMNS
                ),
            )
            for classe in classes
        ),
    )


def _column_name(bareme: Bareme) -> str:
    return COLUMNS[bareme] if bareme is Bareme.MAXIMUM else f"{FIXED_FINE} {COLUMNS[bareme]}"


def _checked(wording: MementoWording) -> tuple[TexteCite, ...]:
    words = checked_texts(wording.cited.values(), final=wording.final)
    return (TexteCite(texte=f"{hold_years(words)}."),) if words else ()


def _column(bareme: Bareme, sums: Sums) -> Colonne:
    doubt = mark(regle for (held, _), regle in sums.items() if held == bareme)
    return Colonne(titre=COLUMNS[bareme], etat=doubt)


def _sorted_index(families: tuple[FaitsFamille, ...]) -> Iterator[EntreeIndex]:
    entries = [_index_entry(offence) for family in families for offence in family.qualifications]
    yield from sorted(entries, key=lambda entry: SIGNS.sub(" ", folded(entry.fait)))


def _index_entry(offence: FaitsQualification) -> EntreeIndex:
    doubt = f"{INSECABLE}{DOUBT}" if offence.peine.etat else ""
    base = IN_NUMBER.sub(INSECABLE, plain(offence.base))
    words = f"{offence.fait} ({base}){doubt}"
    return EntreeIndex(
        ancre=offence.ancre, texte=mark_link(words, f"#{offence.ancre}"), fait=offence.fait
    )


def printed_acronyms(facts: Facts, sigles: Iterable[Sigle]) -> Iterator[FaitsSigle]:
    """Yield those of the codes and of `sigles` that stand in facts, in alphabetical order."""
    words = facts.model_dump_json().replace(INSECABLE, " ")
    known = {code.abrege: code.nom for code in CODES.values()}
    known |= {plain(one.sigle): plain(one.sens) for one in sigles}
    for sigle in sorted(known, key=folded):
        if sigle in words and re.search(rf"(?<!\w){re.escape(sigle)}(?!\w)", words):
            yield FaitsSigle(sigle=sigle.replace(" ", INSECABLE), sens=known[sigle])
