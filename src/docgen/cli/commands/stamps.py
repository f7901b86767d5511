"""The commands about stamps: what people checked, proofread or agreed to, and when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from docgen.cli.build_options import gather_options
from docgen.cli.options import PastDay, SignerName, named_options, project_command, today, workspace
from docgen.cli.report import Report
from docgen.french.wording import counted, date_longue

if TYPE_CHECKING:
    from docgen.build.stamping.choosing import Chosen


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person asks to stamp: texts, or those that documents wait for; who, on which day."""

    textes: tuple[str, ...]
    tout: bool
    names: tuple[str, ...]
    communes: tuple[str, ...]
    par: str
    le: date

    def stamp(self, act: str, report: Report) -> Chosen:
        """Stamp what was asked for, and return it; tell what is left since someone refused it."""
        from docgen.build.stamping.choosing import Chooser
        from docgen.build.stamping.places import StampAction
        from docgen.build.stamping.writing import NewStamp, stamp_texts

        here, words = workspace(), self._words(act)
        everything, awaited = self.tout, not self.textes
        chooser = Chooser(
            here, StampAction(act), everything=everything, awaited=awaited, par=self.par
        )
        chosen = chooser.choose(words)
        stamp_texts(here, chosen, NewStamp(self.par, self.le))
        report.problems += chooser.refusals
        report.to_see = not chosen
        if not chosen:
            report.say("Rien n’est noté : quelqu’un a refusé tout ce qui reste.")
        return chosen

    def _words(self, act: str) -> tuple[str, ...]:
        """Return the words that name what to stamp: those typed, or the texts that are awaited."""
        if bool(self.textes) == bool(self.names or self.communes):
            message = "nommez des textes (« fiche 4.2 »), ou des documents par « --pour »"
            raise click.UsageError(message)
        if self.textes:
            return self.textes
        from docgen.build.left import awaited_texts
        from docgen.referential.referential import Referential

        referential = Referential(workspace(), today())
        return awaited_texts(referential, act, self.names, self.communes, today())


def stamping(done: str, tout: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return a decorator with the options of commands that stamp; `done` is what « --par » did."""
    options: tuple[Callable[[Any], Any], ...] = (
        click.argument("textes", nargs=-1, metavar="[TEXTE]..."),
        click.option("--tout", is_flag=True, help=tout),
        named_options,
        click.option("--par", required=True, type=SignerName(), metavar="NOM", help=f"Qui {done}."),
        click.option(
            "--le",
            required=True,
            type=PastDay(),
            metavar="DATE",
            help="Le jour, JJ/MM/AAAA ou AAAA-MM-JJ.",
        ),
    )
    return gather_options("asked", Asked, options)


@click.command()
@stamping("constate l’accord des parties", "Tout ce qui est proposé dans ces textes.")
@project_command
def adopter(report: Report, asked: Asked) -> None:
    """Note que les parties ont adopté ce qui leur était proposé.

    TEXTE est une fiche ou une convention, par son numéro (« 4.2 »), son nom ou son fichier, ou une
    clause du texte nommé avant elle ; « fiche --tout » les prend toutes, et --pour, les textes
    qu’un document attend, sauf ce que quelqu’un a refusé : nommez-le pour l’adopter quand même.
    Le fichier est modifié sur place ; commentaires et mise en page sont gardés.

    L’accord vaut pour les mots d’aujourd’hui : un mot changé ensuite, et la clause est de nouveau
    à adopter.

    \b
    Exemples :
      docgen adopter convention 2027 article-1 1.1 --par "M. X" --le 01/03/2026
      docgen adopter fiche 4.2 5.1 --par "Comité de suivi" --le 01/03/2026
      docgen adopter content/convention/2027.yaml --tout --par "M. X" --le 01/03/2026
      docgen adopter --pour commune-pack --insee 81218 --tout --par "M. X" --le 01/03/2026
    """
    chosen = asked.stamp("adopter", report)
    _list_stamped(report, chosen, asked.par)
    count = sum(map(len, chosen.values()))
    report.say(f"{counted(count, 'clause adoptée', 'clauses adoptées')}.")


@click.command()
@stamping("a relu", "Les textes, et chacun de leurs points à vérifier.")
@project_command
def relire(report: Report, asked: Asked) -> None:
    """Note qu’une personne a relu un texte : fiche, mémento, modèle d’acte, lettre, dossier.

    TEXTE est un texte, par son numéro (« 4.2 »), son nom ou son fichier, ou l’un des points à
    vérifier du texte nommé avant lui (« cout », « etapes.1 ») ; --pour prend les textes qu’un
    document attend.  Sans --tout, relire un texte ne lève pas ces points : ils sont listés.  Le
    fichier est modifié sur place.

    La relecture vaut pour les mots d’aujourd’hui : un mot changé ensuite, et elle est à refaire.

    \b
    Exemples :
      docgen relire fiche 4.2 memento 2 --par "Mme Martin" --le 03/11/2026
      docgen relire aide-memoire --par "Mme Martin" --le 03/11/2026
      docgen relire 4.2 cout etapes.1 --par "Mme Martin" --le 03/11/2026
      docgen relire fiche 4.2 --tout --par "Mme Martin" --le 03/11/2026
      docgen relire --pour commune-pack --insee 81218 --par "Mme Martin" --le 03/11/2026
    """
    from docgen.build.stamping.choosing import command_of
    from docgen.build.stamping.places import StampAction

    chosen = asked.stamp("relire", report)
    _list_stamped(report, chosen, asked.par)
    for text, places in chosen.items():
        waiting = (one for one in text.places if one.due and one.awaited and one not in places)
        if points := [one.name for one in waiting if one.name]:
            again = command_of(StampAction.RELIRE, f"{text.typed} --tout")
            left = counted(len(points), "point reste", "points restent")
            report.say(f"{text.source.name} : {left} à vérifier ({', '.join(points)}) ; {again}")
    stamped = [place for places in chosen.values() for place in places]
    more = sum(not place.awaited for place in stamped)
    without = "de passages qu’un document définitif omettait sans elles"
    besides = f", dont {more} {without}" if more else ""
    report.say(f"{counted(len(stamped), 'relecture notée', 'relectures notées')}{besides}.")


def _list_stamped(report: Report, chosen: Chosen, par: str) -> None:
    from docgen.french.days import read_day

    for text, places in chosen.items():
        names = ", ".join(place.wording for place in places if place.wording)
        report.say(f"{text.source.name} : {names}" if names else text.source.name)
        stamps = (text.replaced_stamp(place, par) for place in places)
        former = {(one["par"], read_day(one.get("le"))): None for one in stamps if one}
        for name, day in former:
            report.say(f"    remplace {name}" + (f", {date_longue(day)}" if day else ""))


@click.command()
@project_command
def sceller(report: Report) -> None:
    """Lie aux mots d’aujourd’hui les contrôles, accords, relectures et signatures sans empreinte.

    Une empreinte dit sur quels mots une personne s’est prononcée : un mot changé ensuite, et le
    contrôle ne vaut plus ; l’acte signé est refusé, avec ses avenants.  Cette commande ne signe
    pour personne : noms et jours restent ceux du fichier.  Elle refuse un texte que « docgen
    check » refuse, ou dont les mots ont changé depuis l’accord des parties.  Elle suppose que rien
    d’autre n’a changé ; dans le doute, contrôlez de nouveau.

    \b
    Exemple :
      docgen sceller
    """
    from docgen.build.check import seal_sound_texts

    sealed, warnings = seal_sound_texts(workspace(), today())
    report.problems += warnings
    report.lines += sealed
    count = counted(sum(sealed.values()), "empreinte ajoutée", "empreintes ajoutées")
    report.say(f"{count}.")
