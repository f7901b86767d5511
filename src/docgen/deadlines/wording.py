"""French sentences about the deadlines of a convention, with their reasons."""

from collections.abc import Iterator
from datetime import date, timedelta

from docgen.deadlines.counting import RegleDeDelai, last_working_day
from docgen.deadlines.periods import Echeances, Vie
from docgen.french.wording import capital, date_longue, date_semaine, ordinal


def deadline_lines(vie: Vie, day: date, received: date) -> Iterator[str]:
    """Yield the state of a convention on `day`, and the effect of a notice on `received`."""
    now = vie.at(day)
    if now is None:
        yield _outside(vie, day)
        return
    yield from _period(vie, now)
    yield from _last_days(now, day)
    if vie.fin and vie.fin == vie.dernier_jour:
        yield f"Elle prendra fin le {date_longue(vie.fin)}, à 24\u00a0h."
    else:
        yield from notice_lines(vie, received)


def _outside(vie: Vie, day: date) -> str:
    if day < vie.signature:
        return f"Pas encore signée ce jour-là : elle l’est le {date_longue(vie.signature)}."
    return f"Elle a pris fin le {date_longue(vie.dernier_jour or day)}, à 24\u00a0h."


def _period(vie: Vie, now: Echeances) -> Iterator[str]:
    renewed = f"{ordinal(now.periode, True)} reconduction" if now.periode else "période initiale"
    yield (
        f"Période en cours : du {date_longue(now.debut)} au {date_longue(now.dernier_jour)}"
        f" ({renewed})."
    )
    if clause := now.reconduction:
        yield (
            f"Prochaine date anniversaire : {date_semaine(now.anniversaire)}. Sans dénonciation,"
            f" elle est reconduite pour {clause.duree.dite} ({clause.clause})."
        )
    elif vie.dernier_jour != vie.fin:
        yield f"Elle finit le {date_semaine(now.dernier_jour)}, et ne se reconduit pas seule."


def _last_days(now: Echeances, day: date) -> Iterator[str]:
    clause = now.denonciation
    if not (clause and now.limite and now.prudente and now.envoi):
        return
    yield (
        f"Dernier jour en droit pour que l’autre partie reçoive une dénonciation :"
        f" {date_semaine(now.limite)}, à 24\u00a0h ({clause.duree.dite} au moins avant la date"
        f" anniversaire, {clause.clause}{cut_short(now)})."
    )
    aim = last_working_day(now.prudente)
    aimed = f" ; ce jour-là, tout est fermé : visez le {date_semaine(aim)}"
    yield (
        f"Jour prudent : {date_semaine(now.prudente)}, pour que personne ne discute"
        f" du dernier jour{aimed if aim != now.prudente else ''}."
    )
    late = " ; ce jour est passé, remettez la lettre contre récépissé"
    past = late if now.is_late_to_post(day) else ""
    yield f"Envoi conseillé : {date_semaine(now.envoi)} au plus tard{past}."


def cut_short(now: Echeances) -> str:
    """Return that an amendment ends the delay to denounce, within a sentence, '' for none."""
    if not (now.avenant and now.limite):
        return ""
    effect = date_longue(now.limite + timedelta(days=1))
    return f" ; {now.avenant} en décide autrement à compter du {effect}"


def notice_lines(vie: Vie, received: date) -> Iterator[str]:
    """Yield the effect of a notice received on a day under each clause, and which ends sooner."""
    yield f"Une notification reçue le {date_semaine(received)} :"
    renounced, ended = vie.denonciation_recue(received), vie.resiliation_recue(received)
    refusal, notice = vie.ruling(received).denonciation, vie.preavis_resiliation(received)
    if refusal and renounced:
        effect = _denunciation_effect(vie, received)
        yield f"  {refusal.clause}, dénonciation : {effect}"
    if notice and vie.at(received):
        last = date_semaine(ended or vie.dernier_jour or received)
        none = f"sans effet, car la convention finit dès le {last}."
        effect = f"fin le {last}, à 24\u00a0h." if ended else none
        yield f"  {notice.clause}, résiliation : préavis de {notice.duree.dite}, {effect}"
    if renounced and renounced.fin and ended and renounced.fin != ended:
        first = refusal if renounced.fin < ended else notice
        yield f"  L’{first.clause if first else ''} libère plus tôt."
    if not vie.at(received):
        yield "  elle ne change rien : la convention n’est pas en cours ce jour-là."
    elif not (renounced or notice):
        yield "  elle ne change rien : aucune clause ne le prévoit."


def _denunciation_effect(vie: Vie, received: date) -> str:
    denonciation, now = vie.denonciation_recue(received), vie.at(received)
    if denonciation is None or now is None or now.limite is None:
        return ""
    if not denonciation.a_temps:
        return (
            f"trop tard depuis le {date_longue(now.limite + timedelta(days=1))}"
            f"{f', par {now.avenant}' if now.avenant else ''} ; la convention est reconduite le"
            f" {date_longue(now.anniversaire)}."
        )
    doubt = "" if denonciation.certaine else " (le dernier jour, qui peut être discuté)"
    return (
        f"à temps{doubt} ; elle court jusqu’au {date_longue(now.dernier_jour)} inclus, et n’est pas"
        f" reconduite le {date_semaine(now.anniversaire)}."
    )


def rule_sentence(regle: RegleDeDelai, sources: list[tuple[str, str]]) -> str:
    """Return a rule with its sources: each reference, and how it was read."""
    law = " ; ".join(f"{reference}, {how}" for reference, how in sources)
    return f"{capital(regle.enonce)} ({law or 'conseil, sans texte'})."
