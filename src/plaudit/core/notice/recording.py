"""The notice's middle: what is recorded of each deed, how long it is kept, and who learns what."""

from __future__ import annotations

from fractions import Fraction

from plaudit.core.activity import Activity, Fact, FactType
from plaudit.core.amount import MICRO
from plaudit.core.notice.blocks import Block, Section
from plaudit.core.notice.words import DAYS, MEMBERS, Words
from plaudit.core.refusals import N_
from plaudit.core.voice import choice_in_words, measure, points_in_words

_DEEDS = N_("What is recorded when you do a good deed")
_EACH = N_(
    "A partner reports the deed. Of every deed we record: which kind it was, the day and the time, "
    "which partner reported it, the number of that report, how many points it gave, and how they "
    "were counted. The report names you by a handle: a code that only this partner has for you."
)
_NOT_COUNTED = N_("Of a report that was not counted we keep only the reason, without details.")
_BESIDES = N_("Besides that, only these details are recorded:")
_DETAILS = N_("Details")
_NO_DETAILS = N_("None. Only that it happened.")
_DETAIL = N_("{fact}: {value}")
_OPTIONAL = N_("{fact}, which may be left out: {value}")
_WHOLE = N_("a whole number from {low} to {high}")
_DECIMAL = N_("a number from {low} to {high}")
_CHOICE = N_("one of these: {choices}")
_WHAT_FOR = N_("What for")
_FROM_WHOM = N_("From whom")
_REPORTED = N_("{partners}. How they know: {evidence}.")
_DELETED = N_("Details are deleted")
_AFTER = N_("after {span}")
_WITHOUT_PHONE = N_("Without a phone")

_KEPT = N_("What is kept, what for, and how long")
_LAST_DAY = N_("Each kind of data has a last day. Then it is deleted.")
_YOU = N_("You as a member")
_YOU_HOW = N_(
    "a number, how you sign in, when you joined and left, your points, and the running totals of "
    "the rules; as long as you take part, and until {span} after you have left, at most"
)
_KEEPING = N_("{purpose}; {span} at most")
_KEEPING_CONSENT = N_("{purpose}; until {span} after you have left, at most")
_WAYS_IN = N_("How you sign in")
_WAYS_IN_HOW = N_(
    "a passkey's public key, or a fingerprint of your e-mail address or of your city's login: not "
    "the address, and not when you sign in; until you remove it; the last one, and all that are "
    "there when you leave, until {span} after you have left, at most. "
    "How often codes were asked for, and from where, is counted for two hours at most"
)
_PHONE = N_("On your own phone or computer")
_PHONE_HOW = N_(
    "a pass that keeps your page open, your language, how the pages look, and which change of the "
    "rules you have put away; to show them without a connection, vouchers that you can still use "
    "and codes for partners; check-ins that wait for a connection, each with the number of the "
    "place, its code and the time, until they are sent; all but your language until you close your "
    "page, or at its next opening after the pass has ended. Besides, a mark that a check-in waits, "
    "which says neither whose nor where, until it is sent or you are told that it was not, for 7 "
    "days at most; a mark that shows that a form came from our page, until you close your page or "
    "the browser; and a step of signing in that you began, for 15 minutes at most"
)
_SUMS = N_("Of old points only monthly sums stay, which nobody can trace back to you.")

_LEARNS = N_("Who learns what")
_PARTNERS = N_(
    "A partner that reports deeds learns only whether its own report was taken. It doesn't see "
    "your points, and nothing of what you do elsewhere."
)
_HANDLES = N_(
    "Each partner has another handle for you. So partners can't put together what they know."
)
_REWARDS = N_(
    "A partner that gives rewards learns only that a voucher is good, and for what. These are: "
    "{partners}."
)
_NO_REWARDS = N_("No partner gives rewards at present.")
_OWNER = N_("Only you see your points. There is no ranking, no level and no comparison.")
_TOTALS = N_("Totals are published only for {members} or more, rounded to {points}.")
_NO_TOTALS = N_("No totals are published.")

_NEVER = N_("What is never recorded")
_NO_RULE = N_("No rule can ask for any of this; a report that names it is refused and not kept:")


def deeds(words: Words) -> Section:
    """Return what is recorded of each kind of deed, from whom, and the way without a phone."""
    general = Block(paragraphs=tuple(map(words.say, (_EACH, _NOT_COUNTED, _BESIDES))))
    each = (_activity(one, words) for one in words.of.activities)
    return Section("deeds", words.say(_DEEDS), (general, *each))


def _activity(activity: Activity, words: Words) -> Block:
    evidence = words.of.registries.evidence.allowed.get(activity.evidence)
    reported = words.say(
        _REPORTED,
        partners=words.listed(words.of.reporting(activity.id)),
        evidence=words.text(evidence.title) if evidence else activity.evidence,
    )
    details = words.in_turn(_fact(fact, words) for fact in activity.facts)
    rows = [(_DETAILS, details or words.say(_NO_DETAILS))]
    if details:
        after = words.say(_AFTER, span=words.many(words.of.details_days, DAYS))
        rows += [(_WHAT_FOR, _purposes(activity, words)), (_DELETED, after)]
    rows += [(_FROM_WHOM, reported), (_WITHOUT_PHONE, words.text(activity.without_phone))]
    return Block(
        heading=words.text(activity.title, activity.id),
        pairs=tuple((words.say(term), said) for term, said in rows),
    )


def _fact(fact: Fact, words: Words) -> str:
    if fact.type is FactType.CHOICE:
        choices = [choice_in_words(fact, one, voice=words.voice) for one in fact.choices]
        what = words.say(_CHOICE, choices=words.listed(choices))
    else:
        what = words.say(
            _WHOLE if fact.type is FactType.INTEGER else _DECIMAL,
            low=words.voice.number(Fraction(fact.low, MICRO)),
            high=measure(Fraction(fact.high, MICRO), fact, voice=words.voice),
        )
    named = _DETAIL if fact.required else _OPTIONAL
    return words.say(named, fact=words.text(fact.title, fact.name), value=what)


def _purposes(activity: Activity, words: Words) -> str:
    kinds = (words.of.fact_kind(fact.name, fact.kind) for fact in activity.facts)
    purposes = (words.text(kind.purpose) for kind in kinds if kind is not None)
    return words.in_turn(dict.fromkeys(purposes))


def kept(words: Words) -> Section:
    """Return each kind of data with its purpose and its last day."""
    after_leaving = words.span(words.of.one("retention", "consent_months"), "months")
    rows = [(words.say(_YOU), words.say(_YOU_HOW, span=after_leaving))]
    for kind, number in words.of.kept():
        keeping = _KEEPING_CONSENT if kind.id == "consent" else _KEEPING
        span = words.span(number, kind.unit)
        said = words.say(keeping, purpose=words.text(kind.purpose), span=span)
        rows.append((words.text(kind.title, kind.id), said))
    rows.append((words.say(_WAYS_IN), words.say(_WAYS_IN_HOW, span=after_leaving)))
    rows.append((words.say(_PHONE), words.say(_PHONE_HOW)))
    block = Block(paragraphs=(words.say(_LAST_DAY),), pairs=tuple(rows))
    return Section("kept", words.say(_KEPT), (block, Block(paragraphs=(words.say(_SUMS),))))


def learns(words: Words) -> Section:
    """Return what partners, other members and the public learn."""
    givers = words.of.rewarding()
    rewards = words.say(_REWARDS, partners=words.listed(givers)) if givers else _NO_REWARDS
    totals = words.of.parts["statistics"]
    published = words.say(_NO_TOTALS)
    if totals is not None:
        published = words.say(
            _TOTALS,
            members=words.many(totals["groups_from_members"], MEMBERS),
            points=points_in_words(totals["rounded_to_points"], words.voice),
        )
    first = (words.say(_PARTNERS), words.say(_HANDLES))
    items = (*first, rewards if givers else words.say(rewards), words.say(_OWNER), published)
    return Section("learns", words.say(_LEARNS), (Block(items=items),))


def never(words: Words) -> Section:
    """Return the kinds of data that may never be named."""
    entries = words.of.registries.facts.never
    items = tuple(words.text(entry.called, entry.title) for entry in entries)
    return Section(
        "never", words.say(_NEVER), (Block(paragraphs=(words.say(_NO_RULE),), items=items),)
    )
