"""Transfers told to their member: what moved, and why, in the voice of a language."""

from __future__ import annotations

from typing import NamedTuple

from plaudit.core.decision_words import REASONS, tell_counts
from plaudit.core.lots import first_day_of
from plaudit.core.period import day_number
from plaudit.core.refusals import N_
from plaudit.core.statement import AwardOf, TransferEntry, VoucherOf
from plaudit.core.voice import Voice, points_in_words, text_in

_EXPIRED = N_("Points that expired")
_LAST_DAY = N_("Their last day was {day}.")
_LONGER = N_("Points that last longer")
_NOT_TOLD = N_(
    "You were not told in time that they would end, or your record stood still then. "
    "Their last day is now {day}."
)
_LEFT = N_("Points that were left over")
_NOT_USED = N_("You left, and the time to use these points was over.")
_DEED = N_("A deed")
_REWARD = N_("A reward")
_CAME_BACK = N_("The voucher was given back, and your points with it.")
_WENT_BACK = N_("The voucher was not used until {day}, so its points went back to your wallet.")
_GRACE = N_("By then the last day of {points} was past. You can still use that much until {day}.")
_RESTORED = N_("{person} looked at the deed of {day} again. The points are yours.")
_UNDONE = N_("{person} took back what the deed of {day} had given: {reason}.")

_OF_VOUCHER = {
    "open": N_("Your voucher can be used until {day}."),
    "honoured": N_("Your voucher was used."),
    "cancelled": N_("You gave the voucher back."),
    "lapsed": N_("The voucher was not used until {day}."),
}


class ToldTransfer(NamedTuple):
    """A transfer in words. `moved`: "+60 points" or "−60 points"."""

    title: str
    partner: str
    moved: str
    notes: tuple[str, ...]


def tell_transfer(entry: TransferEntry, voice: Voice) -> ToldTransfer:
    """Return a transfer in words."""
    sign = "+" if entry.points > 0 else "−"
    moved = sign + points_in_words(abs(entry.points), voice)
    if entry.award is not None:
        return _of_award(entry.award, moved, voice=voice)
    if entry.why in ("expire", "extend"):
        title, said = (_EXPIRED, _LAST_DAY) if entry.why == "expire" else (_LONGER, _NOT_TOLD)
        last_day = voice.day(day_number(first_day_of(entry.lot_month)) - 1)
        return ToldTransfer(voice.say(title), "", moved, (voice.say(said, day=last_day),))
    if entry.why == "leave":
        return ToldTransfer(voice.say(_LEFT), "", moved, (voice.say(_NOT_USED),))
    return _of_voucher(entry, moved, voice=voice)


def _of_award(award: AwardOf, moved: str, *, voice: Voice) -> ToldTransfer:
    title = voice.say(_DEED)
    if award.activity is not None:
        title = text_in(award.activity.title, voice, otherwise=award.activity.id)
    said = _RESTORED if award.reason is None else _UNDONE
    note = voice.say(
        said,
        person=award.decided_by,
        day=voice.day(award.deed_on),
        reason="" if award.reason is None else voice.say(REASONS[award.reason]),
    )
    counts = [] if award.decision is None else tell_counts(award.decision, voice)
    return ToldTransfer(title, "", moved, (note, *counts))


def _of_voucher(entry: TransferEntry, moved: str, *, voice: Voice) -> ToldTransfer:
    voucher: VoucherOf | None = entry.voucher
    if voucher is None:
        return ToldTransfer(voice.say(_REWARD), "", moved, ())
    title = text_in(voucher.reward, voice, otherwise=voice.say(_REWARD))
    note = _OF_VOUCHER[voucher.state]
    if entry.why == "give_back":
        note = _WENT_BACK if voucher.state == "lapsed" else _CAME_BACK
    notes = [voice.say(note, day=voice.day(voucher.last_on))]
    if entry.grace is not None:
        last_day, points = voice.day(entry.grace.expires_on - 1), entry.grace.points
        notes.append(voice.say(_GRACE, points=points_in_words(points, voice), day=last_day))
    return ToldTransfer(title, voucher.partner, moved, tuple(notes))
