"""The commands about stamps: what people checked, proofread or agreed to, and when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

import click

from docgen.cli.options import (
    PastDay,
    SignerName,
    json_option,
    named_options,
    project_option,
    workspace,
)
from docgen.cli.report import Report, reporting
from docgen.french.wording import counted

if TYPE_CHECKING:
    from docgen.build.stamping.choosing import Chosen

F = TypeVar("F", bound=Callable[..., Any])
TEXTS = click.argument("textes", nargs=-1, metavar="[TEXTE]...")


def by_someone(done: str) -> Callable[[F], F]:
    """Return the options that say who did something, and when."""

    def decorate(command: F) -> F:
        le = click.option(
            "--le", required=True, type=PastDay(), metavar="DATE", help="Le jour, JJ/MM/AAAA."
        )
        par = click.option(
            "--par", required=True, type=SignerName(), metavar="NOM", help=f"Qui {done}."
        )
        return par(le(json_option(project_option(command))))

    return decorate


@click.command()
@TEXTS
@click.option("--tout", is_flag=True, help="Tout ce qui est proposé dans ces textes.")
@named_options
@by_someone("constate l’accord des parties")
def adopter(
    textes: tuple[str, ...],
    tout: bool,
    names: tuple[str, ...],
    communes: tuple[str, ...],
    par: str,
    le: date,
    as_json: bool,
) -> None:
    """Note que les parties ont adopté ce qui leur était proposé.

    TEXTE est une fiche ou une convention, par son numéro (« 4.2 »), son nom ou son fichier, ou une
    clause du texte nommé avant elle ; « fiche --tout » les prend toutes, et --pour, les textes
    qu’un document attend.  Le fichier est modifié sur place ; commentaires et mise en page sont
    gardés.

    L’accord vaut pour les mots d’aujourd’hui : un mot changé ensuite, et la clause est de nouveau
    à adopter.

    \b
    Exemples :
      docgen adopter convention 2027 article-1 1.1 --par "M. X" --le 01/03/2026
      docgen adopter fiche 4.2 5.1 --par "Comité de suivi" --le 01/03/2026
      docgen adopter content/convention/2027.yaml --tout --par "M. X" --le 01/03/2026
      docgen adopter --pour commune-pack --insee 81218 --tout --par "M. X" --le 01/03/2026
    """
    with reporting(as_json) as report:
        words = _words("adopter", textes, names, communes, le)
        chosen = _stamp("adopter", words, tout, par, le)
        _list_stamped(report, chosen)
        count = sum(map(len, chosen.values()))
        report.say(f"{counted(count, 'clause adoptée', 'clauses adoptées')}.")


@click.command()
@TEXTS
@click.option("--tout", is_flag=True, help="Les textes, et chacun de leurs points à vérifier.")
@named_options
@by_someone("a relu")
def relire(
    textes: tuple[str, ...],
    tout: bool,
    names: tuple[str, ...],
    communes: tuple[str, ...],
    par: str,
    le: date,
    as_json: bool,
) -> None:
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
    with reporting(as_json) as report:
        from docgen.build.stamping.choosing import command_of
        from docgen.build.stamping.places import Act

        words = _words("relire", textes, names, communes, le)
        chosen = _stamp("relire", words, tout, par, le)
        _list_stamped(report, chosen)
        for text, places in chosen.items():
            if points := [
                one.name for one in text.places if one.due and one.name and one not in places
            ]:
                again = command_of(Act.RELIRE, f"{text.typed} --tout")
                left = counted(len(points), "point reste", "points restent")
                report.say(
                    f"{text.source.name} : {left} à vérifier ({', '.join(points)}) ; {again}"
                )
        count = sum(map(len, chosen.values()))
        report.say(f"{counted(count, 'relecture notée', 'relectures notées')}.")


def _words(
    act: str,
    texts: tuple[str, ...],
    names: tuple[str, ...],
    communes: tuple[str, ...],
    day: date,
) -> tuple[str, ...]:
    """Return the words that name what to stamp: those typed, or the texts that documents await."""
    if bool(texts) == bool(names or communes):
        raise click.UsageError("nommez des textes (« fiche 4.2 »), ou des documents par « --pour »")
    if texts:
        return texts
    from docgen.build.left import awaited_texts
    from docgen.referential.referential import Referential

    return awaited_texts(Referential(workspace()), act, names, communes, day)


def _stamp(act: str, words: tuple[str, ...], everything: bool, par: str, le: date) -> Chosen:
    """Stamp what words name, and return it."""
    from docgen.build.stamping.choosing import Chooser
    from docgen.build.stamping.places import Act
    from docgen.build.stamping.writing import NewStamp, stamp_texts

    here = workspace()
    chosen = Chooser(here, Act(act), everything=everything).choose(words)
    stamp_texts(here, chosen, NewStamp(par, le))
    return chosen


def _list_stamped(report: Report, chosen: Chosen) -> None:
    for text, places in chosen.items():
        names = ", ".join(place.name for place in places if place.name)
        report.say(f"{text.source.name} : {names}" if names else text.source.name)


@click.command()
@json_option
@project_option
def sceller(as_json: bool) -> None:
    """Lie aux mots d’aujourd’hui les contrôles, accords et relectures qui n’ont pas d’empreinte.

    Une empreinte dit sur quels mots une personne s’est prononcée : un mot changé ensuite, et le
    contrôle ne vaut plus.  Cette commande ne signe pour personne : noms et jours restent ceux du
    fichier.  Elle suppose que rien n’a changé depuis ; dans le doute, contrôlez de nouveau.

    \b
    Exemple :
      docgen sceller
    """
    with reporting(as_json) as report:
        from docgen.build.project_edits import seal_stamps

        sealed = seal_stamps(workspace())
        report.lines += sealed
        count = counted(sum(sealed.values()), "empreinte ajoutée", "empreintes ajoutées")
        report.say(f"{count}.")
