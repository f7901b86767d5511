"""Known editions of `@etalab/decoupage-administratif`: years, counts, corrections.

The package joins Insee's code officiel géographique to other sources, with some mistakes.  Each
correction applies to one edition, and is refused when it is no longer needed.

Sources, read in November 2026: README and data of version 6.0.0 (9 March 2026); Insee, populations
de référence en vigueur en 2026, and of New Caledonia in 2025 (decree 2025-966).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from docgen.french.territory import Toponyme


@dataclass(frozen=True, slots=True)
class PackageEdition:
    """A version of the package: its years, its counts, its corrections."""

    cog: int
    """Year of the geography: the communes as of 1 January."""
    population: int
    """Year of the municipal population in `communes.json`."""
    counts: Mapping[str, int]
    """The number of entries of each type; another number means a damaged file."""
    tables: Mapping[str, int] = field(default_factory=dict)
    """The number of entries of the other tables."""
    populations: Mapping[str, int | None] = field(default_factory=dict)
    """Départements whose population is of another census; None for no population at all."""
    communes: Mapping[str, Toponyme] = field(default_factory=dict)
    """Names and articles of the communes whose TNCC is missing or wrong, by code."""
    tncc: Mapping[str, int] = field(default_factory=dict)
    """TNCC of the départements and regions that have a wrong one, by code."""
    anciens: Mapping[str, str] = field(default_factory=dict)
    """Old codes that the package gives to two communes: the right one, according to the COG."""


_SANS_ARTICLE = """
97501 Miquelon-Langlade|97502 Saint-Pierre|97701 Saint-Barthélemy|97801 Saint-Martin
98612 Sigave|98714 Bora-Bora|98715 Faaa|98716 Fakarava|98717 Fangatau|98718 Fatu-Hiva|98719 Gambier
98720 Hao|98721 Hikueru|98722 Hitiaa O Te Ra|98723 Hiva-Oa|98724 Huahine|98725 Mahina|98726 Makemo
98727 Manihi|98728 Maupiti|98729 Moorea-Maiao|98730 Napuka|98731 Nuku-Hiva|98732 Nukutavake
98733 Paea|98734 Papara|98735 Papeete|98736 Pirae|98737 Pukapuka|98738 Punaauia|98739 Raivavae
98740 Rangiroa|98741 Rapa|98742 Reao|98743 Rimatara|98744 Rurutu|98745 Tahaa|98746 Tahuata
98747 Taiarapu-Est|98748 Taiarapu-Ouest|98749 Takaroa|98750 Taputapuatea|98751 Tatakoto
98752 Teva I Uta|98753 Tubuai|98754 Tumaraa|98755 Tureia|98801 Belep|98802 Bouloupari|98803 Bourail
98804 Canala|98805 Dumbéa|98806 Farino|98807 Hienghène|98808 Houaïlou|98810 Kaala-Gomen|98811 Koné
98812 Koumac|98814 Lifou|98815 Maré|98816 Moindou|98818 Nouméa|98821 Païta|98822 Poindimié
98823 Ponérihouen|98824 Pouébo|98825 Pouembout|98826 Poum|98827 Poya|98828 Sarraméa|98829 Thio
98830 Touho|98831 Voh|98832 Yaté|98833 Kouaoua
"""
"""TNCC 0.  The h of Polynesian and Kanak names is sounded (« de Hao »), and Yaté begins with a
consonant to the ear (« le barrage de Yaté »)."""

_VOYELLE = """
98611 Alo|98613 Uvea|98711 Anaa|98712 Arue|98713 Arutua|98756 Ua-Huka|98757 Ua-Pou|98758 Uturoa
98819 Ouégoa|98820 Ouvéa
"""
"""TNCC 1: « d’Uvea », « d’Ouvéa »."""

_AVEC_ARTICLE = {
    "63448": Toponyme("Vernet-Chaméane", 2),  # given as TNCC 0, article and all
    "98809": Toponyme("Île-des-Pins", 5),
    "98813": Toponyme("Foa", 3),
    "98817": Toponyme("Mont-Dore", 2),
    # No communes but districts without inhabitants, whose names are common nouns: the label of
    # most has no article, a sentence needs one (« de l’Archipel des Crozet »).
    "98411": Toponyme("Îles Saint-Paul et Nouvelle-Amsterdam", 4),
    "98412": Toponyme("Archipel des Kerguelen", 5),
    "98413": Toponyme("Archipel des Crozet", 5),
    "98414": Toponyme("Terre-Adélie", 3),
    "98415": Toponyme("Îles Éparses de l’océan Indien", 4),
    "98901": Toponyme("Île de Clipperton", 5),
}


def _toponymes(table: str, tncc: int) -> dict[str, Toponyme]:
    entries = table.strip().replace("\n", "|").split("|")
    return {entry[:5]: Toponyme(entry[6:], tncc) for entry in entries}


EDITIONS: Mapping[str, PackageEdition] = {
    "6.0.0": PackageEdition(
        cog=2026,
        population=2023,
        counts={
            "commune-actuelle": 34_969,
            "commune-deleguee": 2_105,
            "commune-associee": 471,
            "arrondissement-municipal": 45,
        },
        tables={"epci": 1_255, "arrondissements": 333, "departements": 109, "regions": 26},
        # Mayotte: the package still carries the census of 2017 (256 518 inhabitants, as its README
        # says).  The Pacific has its own: Wallis-et-Futuna 2023 (11 151), Polynésie 2022 (278 786),
        # Nouvelle-Calédonie 2025 (264 596).
        populations={"976": 2017, "984": None, "986": 2023, "987": 2022, "988": 2025, "989": None},
        communes={**_toponymes(_SANS_ARTICLE, 0), **_toponymes(_VOYELLE, 1), **_AVEC_ARTICLE},
        # Given as TNCC 0, which would say « de Polynésie française » well and « à Île de
        # Clipperton » badly: Terres australes, Polynésie, Nouvelle-Calédonie, Clipperton.
        tncc={"984": 4, "987": 3, "988": 3, "989": 5},
        # Lamarche-en-Woëvre left Heudicourt for Nonsard; La Neuville-Garnier left
        # Beaumont-les-Nonains for Les Hauts-Talican.  The COG names both under the second.
        anciens={"55273": "55386", "60455": "60694"},
    )
}
"""The known editions, by version of the package."""
