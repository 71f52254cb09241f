"""Effects that a rehearsal shows: who gains, what limits cut, what splitting brings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from plaudit.core.marking import N_
from plaudit.core.voice import Voice
from plaudit.lab.bars import Pair, change_bars, most_bars
from plaudit.lab.page import Label, Named, note, table
from plaudit.lab.report_words import Names, percent, sides_of, whole

Row = tuple[Label, ...]

_SAME = N_("No rule would have given other points for these deeds.")
_CHANGES = N_("Points more or less by rule")
_CHANGES_NOTE = N_(
    "Points of each rule, had the draft been in force: to the right more than now, to the left "
    "less. Rules without a bar give the same, or are of fewer than 20 members."
)

_NO_GROUP = N_("No group of deeds has 20 members.")
_GROUP = ("months", "current_points", "draft_points", "gain", "lose")
_GROUPS_HEAD = (
    N_("Deeds in a month"),
    N_("Months"),
    N_("Current points"),
    N_("Draft points"),
    N_("Gain in"),
    N_("Lose in"),
)
_GROUPS_NOTE = N_(
    "A group is a kind of deed and how many of it were done in one member's month; never who did "
    "them. Groups of fewer than 20 members are part of their neighbour, or left out. The bars are "
    "the points of each."
)
_GROUPS_BARS = N_("Points of each group")
_OR_MORE, _LOW_TO_HIGH = N_("{number} or more"), N_("{low} to {high}")
_WHAT_MORE = N_("{what}, {more}")

_CUT = ("asked", "cut", "cut_points")
_NONE = {
    "limits": N_("No rule has a limit of its own."),
    "ceilings": N_("Neither edition has a joint ceiling."),
}
_OF_EDITION = N_("{what} ({edition})")
_FEW = N_("few")
_POINTS_CUT = N_("Points cut")
_CUTS_HEAD = (N_("Limit"), N_("Awards under it"), N_("Awards cut"), _POINTS_CUT)
_CUTS_NOTE = N_("What is of fewer than 20 members is not counted here. The bars are points cut.")

_TOP_OF_FEW = N_("Not shown: a hundredth of the members would be fewer than 20 persons.")
_TOP_HEAD = (N_("Points of the top hundredth"), N_("Share of all points"))
_TOP_NOTE = N_("The hundredth of the members with the most points, all together; nobody is listed.")
_OF_THOUSAND = N_("of 1,000 points")

_NO_SPLIT = N_("No kind of deed has a number that could be split.")
_SPLIT_HEAD = (N_("The same amount"), N_("At once"), N_("In 7 reports"), N_("Over 7 days"))
_SPLIT_WHAT = N_("{what}, {amount} ({edition})")
_SPLIT_NOTE = N_(
    "More points for parts than at once is a reason to look: is that what the rule is for? The "
    "bars show where parts give something else."
)
_SPLIT_BARS = N_("Points at once and in parts")
_WAYS = {"at_once": N_("at once"), "in_parts": N_("7 reports"), "over_days": N_("7 days")}


def changes(read: Any, voice: Voice, names: Names) -> str:
    """Return by how much each rule gives more or less, the largest first.

    A rule that one side shows only among the others, as of few members, is left out.
    """
    current, draft = (side["by_rule"] for side in _both(read))
    found = [
        (id, draft.get(id, 0) - current.get(id, 0))
        for id in dict.fromkeys([*draft, *current])
        if id != "others" and all(id in one or "others" not in one for one in (current, draft))
    ]
    changed = sorted((one for one in found if one[1]), key=lambda one: (-abs(one[1]), one[0]))
    if not changed:
        return note(voice.say(_SAME))
    named = [(names.limit(id, voice), points) for id, points in changed]
    return change_bars(voice.say(_CHANGES), named, voice) + note(voice.say(_CHANGES_NOTE))


def groups(found: Sequence[Mapping[str, Any]], voice: Voice, names: Names) -> str:
    """Return what groups of deeds would have earned, and in how many months more or less."""
    if not found:
        return note(voice.say(_NO_GROUP))
    labels = [
        _with(names.kind(one["activity"], voice), _WHAT_MORE, voice, more=_band(one, voice))
        for one in found
    ]
    both = list(zip(labels, found, strict=True))
    rows: list[Row] = [(label, *(whole(one[key], voice) for key in _GROUP)) for label, one in both]
    pairs = [Pair(label, one["current_points"], one["draft_points"]) for label, one in both]
    return (
        table(_said(_GROUPS_HEAD, voice), rows)
        + note(voice.say(_GROUPS_NOTE))
        + most_bars(voice.say(_GROUPS_BARS), pairs, voice)
    )


def _band(one: Mapping[str, Any], voice: Voice) -> str:
    low, high = one["at_least"], one["at_most"]
    if high is None:
        return voice.say(_OR_MORE, number=whole(low, voice))
    if low == high:
        return whole(low, voice)
    return voice.say(_LOW_TO_HIGH, low=whole(low, voice), high=whole(high, voice))


def cuts(read: Any, which: str, voice: Voice, *, names: Names) -> str:
    """Return how often limits cut, of ceilings or of rules' own."""
    rows: list[Row] = [
        (
            _with(names.limit(one["id"], voice), _OF_EDITION, voice, edition=name),
            *(voice.say(_FEW) if one[key] is None else whole(one[key], voice) for key in _CUT),
        )
        for name, side in sides_of(read, voice)
        for one in side[which]
    ]
    if not rows:
        return note(voice.say(_NONE[which]))
    return (
        table(_said(_CUTS_HEAD, voice), rows)
        + note(voice.say(_CUTS_NOTE))
        + most_bars(voice.say(_POINTS_CUT), _cut_points(read, which, voice, names=names), voice)
    )


def _cut_points(read: Any, which: str, voice: Voice, *, names: Names) -> list[Pair]:
    """Return the points that each limit cut; none where a side may not be shown."""
    current, draft = ({one["id"]: one["cut_points"] for one in side[which]} for side in _both(read))
    ids = dict.fromkeys([*draft, *current])
    pairs = [Pair(names.limit(id, voice), current.get(id, 0), draft.get(id, 0)) for id in ids]
    return [one for one in pairs if None not in one]


def top(read: Any, voice: Voice) -> str:
    """Return what the hundredth of the members with the most points have together."""
    if any(side["top_hundredth"]["points"] is None for side in _both(read)):
        return note(voice.say(_TOP_OF_FEW))
    rows = [
        (
            name,
            whole(side["top_hundredth"]["points"], voice),
            percent(side["top_hundredth"]["points"], side["points"], voice),
        )
        for name, side in sides_of(read, voice)
    ]
    shares = [
        1_000 * side["top_hundredth"]["points"] // max(1, side["points"]) for side in _both(read)
    ]
    head = _said(_TOP_HEAD, voice)
    pairs = [Pair(voice.say(_OF_THOUSAND), *shares)]
    return (
        table(("", *head), rows)
        + note(voice.say(_TOP_NOTE))
        + most_bars(head[1], pairs, voice, most=1_000)
    )


def splitting(read: Any, voice: Voice, names: Names) -> str:
    """Return what the same amount gives at once and in parts."""
    rows: list[Row] = [
        (
            _with(
                names.kind(one["activity"], voice),
                _SPLIT_WHAT,
                voice,
                amount=names.amount(one["activity"], one["fact"], one["amount"], voice=voice),
                edition=name,
            ),
            *(whole(one[way], voice) for way in _WAYS),
        )
        for name, side in sides_of(read, voice)
        for one in side["splitting"]
    ]
    if not rows:
        return note(voice.say(_NO_SPLIT))
    return (
        table(_said(_SPLIT_HEAD, voice), rows)
        + note(voice.say(_SPLIT_NOTE))
        + most_bars(voice.say(_SPLIT_BARS), _split_points(read, voice, names), voice)
    )


def _split_points(read: Any, voice: Voice, names: Names) -> list[Pair]:
    """Return the points of each way to report an amount, where the way matters."""
    current, draft = (
        {(one["activity"], one["fact"]): one for one in side["splitting"]} for side in _both(read)
    )
    none = dict.fromkeys(_WAYS, 0)
    pairs = []
    for key in dict.fromkeys([*draft, *current]):
        before, after = current.get(key, none), draft.get(key, none)
        if any(len({one[way] for way in _WAYS}) > 1 for one in (before, after)):
            pairs += [
                Pair(
                    _with(names.kind(key[0], voice), _WHAT_MORE, voice, more=voice.say(said)),
                    before[way],
                    after[way],
                )
                for way, said in _WAYS.items()
            ]
    return pairs


def _with(one: Named, sentence: str, voice: Voice, **facts: str) -> Named:
    """Return a name with more beside it."""
    return replace(one, title=voice.say(sentence, what=one.title, **facts))


def _both(read: Any) -> tuple[Any, Any]:
    return read["current"], read["draft"]


def _said(head: Sequence[str], voice: Voice) -> list[str]:
    return [voice.say(one) for one in head]
