"""What people write of the page of figures: its words, and which indicators it shows."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from docgen.content.model import Content, Identifiant, Prose


class FeuillePublique(Content):
    """The page that a mayor may keep: what open statistics say of the commune.

    `courbes` and `comparaison` name indicators (`docgen.statistics.indicators`): those drawn
    along ten years, and those set beside the département.
    """

    surtitre: Prose
    titre_commune: Prose
    titre_courbes: Prose
    titre_courbes_departement: Prose
    """Said instead where the page shows the département alone."""
    courbes: Annotated[tuple[Identifiant, ...], Field(min_length=1, max_length=3)]
    titre_comparaison: Prose
    titre_commune_seule: Prose
    titre_departement_seul: Prose
    """Said instead where the other is not beside it."""
    comparaison: Annotated[tuple[Identifiant, ...], Field(min_length=3, max_length=9)]
    secret: Prose
    """What « non communiqué » means; printed where some value of the page is hidden."""
    absent: Prose
    """What « n.d. » means; printed where some value is not in the file."""
    sans_chiffres: Prose
    """What is said where the figures of communes have not been imported."""
    hors_fichier: Prose
    """What is said of a commune that the imported figures do not know."""
    rien: Prose
    """What is said where neither has been imported."""
    sans_departement: Prose
    """What is said where the figures of the département have not been imported."""
    autre_edition: Prose
    """What is said where commune and département come from two editions."""
    titre_lecture: Prose
    lecture: Annotated[tuple[Prose, ...], Field(min_length=1)]
    """What the figures mean and do not mean, a sentence or two each."""
    urgence: Prose
    urgence_legende: Prose
    a_remplir: Prose
    """What is asked for on the line that is filled in by hand."""
    prefecture: Prose
    """Whom else to turn to in police zone, where there is no gendarme for elected officials."""
    mention: Prose


class FeuilleInterne(Content):
    """The force's own page: the unit's activity and the commune's facts, month by month."""

    surtitre: Prose
    titre_evolution: Prose
    sans_releve: Prose
    """What is said of a commune for which no figures were imported."""
    lecture: Annotated[tuple[Prose, ...], Field(min_length=1)]
    mention: Prose


class Infographie(Content):
    """The words of both pages: they are one family, and never one page."""

    publique: FeuillePublique
    interne: FeuilleInterne
