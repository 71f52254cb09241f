"""The notice's end: that people decide, how long points last, leaving, and rights."""

from __future__ import annotations

from fractions import Fraction

from plaudit.core.catalogue.programme import LegalBasis
from plaudit.core.lots import GRACE_DAYS
from plaudit.core.notice.blocks import Block, Section
from plaudit.core.notice.words import DAYS, HOURS, Words
from plaudit.core.refusals import N_
from plaudit.core.voice import NN_, points_in_words

_PEOPLE = N_("People decide about you, not machines")
_ARITHMETIC = N_(
    "The computer only adds up points by the published rules. It doesn't guess, judge or compare "
    "people, and no decision against you is taken by a machine."
)
_NO_PENALTY = N_("Nobody loses points for how they behave.")
_UNDONE = N_(
    "If a report was wrong, its points can be undone within {span}, and only for one of these "
    "reasons: {reasons}. A named person decides it and tells you why: {person}."
)
_OBJECT = N_(
    "You can object to each decision. You get an answer within {span} from a named person: "
    "{person}. Nothing is held back longer than {hours} without a person looking at it."
)
_CHECKED = N_(
    "Reports of partners are checked, never members. What is looked for: {check}. A named person "
    "looks at it and decides: {person}."
)

_LAST = N_("How long your points last")
_SPENT = NN_(
    "You can spend points for {number} month after the month in which you got them.",
    "You can spend points for {number} months after the month in which you got them.",
)
_TOLD = N_("You are told {span} before points end.")
_GRACE = N_(
    "If points come back to you out of a voucher and their last day is over by then, you can still "
    "use them for {span} at least."
)
_STAY = N_("New rules never make the points that you already have fewer, or end them sooner.")

_LEAVING = N_("If you leave")
_EASY = N_(
    "You can leave at any time. It is as easy as joining, costs nothing and needs no reason."
)
_NOTHING_NEW = N_("From then on nothing new is recorded about you.")
_USABLE = N_(
    "You can still spend your points for {span}, or until their own last day if that comes first."
)

_RIGHTS = N_("Your rights, and how you use them")
_HOW = N_(
    "Write to us, call us or come to us; you find the addresses at the top. Where your own page "
    "has a button for it, that works too. It costs nothing, and you have no disadvantage from it. "
    "You get an answer within {span}."
)
_SEE = N_("See what there is")
_SEE_HOW = N_("Ask what is recorded about you, and why each point was given. You get a copy.")
_QUESTION = N_("Ask about an entry")
_QUESTION_HOW = N_("Say what seems wrong or missing. A named person answers you: {person}.")
_CORRECT = N_("Have it corrected")
_CORRECT_HOW = N_("What was wrong gets a new entry that puts it right and says why.")
_TAKE = N_("Take it with you")
_TWO = N_(
    "One person alone takes back {points} of one deed at most; above that, two have to agree."
)
_TAKE_HOW = N_("Get your data as a file that other programs can read.")
_STOP = N_("Stop its use")
_STOP_HOW = N_("Your data stays where it is, and is not used until a person has decided.")
_WITHDRAW = {
    LegalBasis.CONSENT: N_("Take your agreement back"),
    LegalBasis.CONTRACT: N_("End the agreement"),
}
_WITHDRAW_HOW = N_("That is leaving, as above. You can do it whenever you like.")
_ERASE = N_("Have it erased")
_ERASE_HOW = N_(
    "Everything that leads to you is deleted, and your points end. Monthly sums stay, which nobody "
    "can trace back to you."
)
_COMPLAIN = N_("Complain")
_COMPLAIN_HOW = N_("Write to: {authority}. You needn't ask us first.")


def people_decide(words: Words) -> Section:
    """Return that only arithmetic runs alone, who decides, and how to object."""
    known = words.of.registries.reversal_reasons
    reasons = [
        words.text(known[id].title, id) if id in known else id
        for id in words.of.one("reversal", "reasons")
    ]
    undone = words.say(
        _UNDONE,
        span=words.many(words.of.one("reversal", "within_days"), DAYS),
        reasons=words.in_turn(reasons),
        person=words.of.one("reversal", "decided_by"),
    )
    object_to = words.say(
        _OBJECT,
        person=words.of.one("challenge", "decided_by"),
        span=words.many(words.of.one("challenge", "answer_days"), DAYS),
        hours=words.many(words.of.one("challenge", "hold_hours"), HOURS),
    )
    checks = [
        words.say(_CHECKED, check=words.text(one["says"]), person=one["decided_by"])
        for one in words.of.many("partner_check")
    ]
    alone = words.of.one("reversal", "alone_points_max")
    two = [] if alone is None else [words.say(_TWO, points=points_in_words(alone, words.voice))]
    items = (words.say(_ARITHMETIC), words.say(_NO_PENALTY), undone, *two, object_to, *checks)
    return Section("people_decide", words.say(_PEOPLE), (Block(items=items),))


def points_last(words: Words) -> Section:
    """Return how long points can be spent, and when members are told."""
    months = Fraction(words.of.edition.expires_after_months)
    days = words.of.one("points", "announced_days_before")
    told = words.many(days, DAYS)
    items = (
        words.voice.say_many(_SPENT, months),
        words.say(_TOLD, span=told),
        words.say(_GRACE, span=words.many(max(days, GRACE_DAYS), DAYS)),
        words.say(_STAY),
    )
    return Section("points_last", words.say(_LAST), (Block(items=items),))


def leaving(words: Words) -> Section:
    """Return how to leave, and what happens to points then."""
    usable = words.many(words.of.one("leaving", "usable_days"), DAYS)
    items = (words.say(_EASY), words.say(_NOTHING_NEW), words.say(_USABLE, span=usable))
    return Section("leaving", words.say(_LEAVING), (Block(items=items),))


def rights(words: Words) -> Section:
    """Return each right and how it is used."""
    basis = LegalBasis(words.of.one("basis", "legal_basis"))
    answer = words.many(words.of.one("challenge", "answer_days"), DAYS)
    person = words.of.one("challenge", "decided_by")
    rows = (
        (words.say(_SEE), words.say(_SEE_HOW)),
        (words.say(_QUESTION), words.say(_QUESTION_HOW, person=person)),
        (words.say(_CORRECT), words.say(_CORRECT_HOW)),
        (words.say(_TAKE), words.say(_TAKE_HOW)),
        (words.say(_STOP), words.say(_STOP_HOW)),
        (words.say(_WITHDRAW[basis]), words.say(_WITHDRAW_HOW)),
        (words.say(_ERASE), words.say(_ERASE_HOW)),
        (
            words.say(_COMPLAIN),
            words.say(_COMPLAIN_HOW, authority=words.contact("supervisory_authority")),
        ),
    )
    how = words.say(_HOW, span=answer)
    return Section("rights", words.say(_RIGHTS), (Block(paragraphs=(how,), pairs=rows),))
