"""The content of the page of figures: its words, and the indicators it shows."""

from typing import Annotated

from pydantic import Field

from docgen.content.model import Content, Identifiant, Prose


class FeuillePublique(Content):
    """The page that a mayor may keep, made of open statistics.

    `courbes` and `comparaison` name indicators (`docgen.statistics.indicators`): those drawn over
    ten years, and those compared with the département.
    """

    surtitre: Prose
    surtitre_departement: Prose
    """Printed instead where no figure of the commune is on the page."""
    titre_commune: Prose
    titre_courbes: Prose
    titre_courbes_departement: Prose
    """Printed instead where the page shows the département alone."""
    courbes: Annotated[tuple[Identifiant, ...], Field(min_length=1, max_length=3)]
    titre_comparaison: Prose
    titre_commune_seule: Prose
    titre_departement_seul: Prose
    """Printed instead where the other is not beside it."""
    comparaison: Annotated[tuple[Identifiant, ...], Field(min_length=3, max_length=9)]
    secret: Prose
    """What « non communiqué » means; printed where some value of the page is hidden."""
    secret_groupe: Prose = ""
    """Printed instead where the table names the hidden in one row and « n.c. » is nowhere."""
    absent: Prose
    """What « n.d. » means; printed where some value is not in the file."""
    sans_chiffres: Prose
    """Printed where the figures of communes have not been imported."""
    tout_cache: Prose
    """Printed where no figure of the commune may be published."""
    hors_fichier: Prose
    """Printed of a commune that the imported figures do not know."""
    rien: Prose
    """Printed where neither has been imported."""
    sans_departement: Prose
    """Printed where the figures of the département have not been imported."""
    autre_carte: Prose = (
        "Les chiffres de la commune sont établis sur une autre carte des communes, d’avant ou"
        " d’après une fusion\u00a0: cette page montre ceux du département, en taux."
    )
    """Printed of a commune that the imported figures count with others, or in parts."""
    departement_secret: Prose = (
        "Les taux du département ne sont pas imprimés\u00a0: il a si peu d’habitants, ou si peu de"
        " communes, qu’ils révéleraient des chiffres couverts par le secret statistique."
    )
    """Printed where no rate of the département may be."""
    rien_publie: Prose = (
        "Aucun chiffre de la commune n’est communiqué, par secret statistique\u00a0: trop peu de"
        " faits y sont enregistrés, et ce n’est pas forcément zéro. Les taux du département ne sont"
        " pas imprimés non plus\u00a0: il a si peu d’habitants, ou si peu de communes, qu’ils"
        " révéleraient ce que ce secret couvre."
    )
    """Printed where neither a figure of the commune nor a rate of the département may be."""
    autre_edition: Prose
    """Printed where commune and département come from two editions."""
    titre_lecture: Prose
    lecture: Annotated[tuple[Prose, ...], Field(min_length=1)]
    """What the figures mean and do not mean, a sentence or two each."""
    urgence: Prose
    urgence_legende: Prose
    a_remplir: Prose
    """The label of the line that is filled in by hand."""
    prefecture: Prose
    """Whom else to turn to in police zone, where there is no gendarme for elected officials."""
    mention: Prose


class FeuilleInterne(Content):
    """The force's own page: activity of the unit and facts of the commune, month by month."""

    surtitre: Prose
    titre_evolution: Prose
    sans_releve: Prose
    """Printed of a commune for which no figures were imported."""
    ecart: Prose = ""
    """Printed under the tables: when a change is given as a number only."""
    lecture: Annotated[tuple[Prose, ...], Field(min_length=1)]
    avertissement: Prose
    """Framed above the figures: what they are."""
    mention: Prose


class Infographie(Content):
    publique: FeuillePublique
    interne: FeuilleInterne
