"""A rehearsal as one HTML page: nothing is fetched, it reads in light and dark and on paper.

It is in its reader's language. Partners stand by their ids; rules, ceilings and kinds of deeds as
the editions call them, where these are at hand, with their ids beside.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import Any

from plaudit.core.marking import N_
from plaudit.core.rehearsal_form import Numbers, canonical, report_sha256
from plaudit.core.rehearsal_page import block_of
from plaudit.core.sentence import ENGLISH
from plaudit.core.voice import NN_, Voice, deeds_in_words, points_in_words
from plaudit.lab.bars import Pair, most_bars
from plaudit.lab.page import Label, note, page, section, table
from plaudit.lab.report_effects import changes, cuts, groups, splitting, top
from plaudit.lab.report_words import (
    Names,
    change_in_words,
    day_in_words,
    month_in_words,
    name_in_words,
    percent,
    sides_of,
    whole,
)

_TITLE = N_("Rehearsal of {programme} {edition}")
_COMES_TO = N_("The draft would have given {draft} instead of {current} ({change}).")
_AS_IF = N_(
    "This is as if it had been in force from {first_day} to {last_day} in place of edition "
    "{edition}."
)
_MEMBERS = NN_("{number} member", "{number} members")
_COUNTED = N_("{deeds} of {members} were counted, to the last point, on {day}.")
_LEFT_OUT = N_("Struck-out deeds, {number}, were left out.")
_BARS = N_("In the bars, the draft is solid, the current edition is an outline.")
_OTHER_DEEDS = N_(
    "Members may do other deeds under other rules: this says what the rules would have given for "
    "what was done, not what will be done."
)
_HASH = N_("SHA-256 of this rehearsal (its numbers as JSON), for the approval:")
_IN_ENGLISH = N_("These sentences were written when the draft was rehearsed, in English.")
_WHOLE_FILE = N_("The JSON file, byte for byte: who has this page has the report.")
_UNKNOWN = N_("Nothing is known about this.")
_NO_BUDGET = N_("no budget, or no whole week of deeds")
_LASTS = N_("lasts the year")
_LOW_TO_HIGH = N_("{low} to {high}")
_OR = N_("{soon}, or: {late}")
_BUDGET, _POINTS_A_WEEK, _USED_UP = N_("Budget of a year"), N_("Points a week"), N_("Used up on")
_WEEKS = N_("Counted from the draft's first day, by the busiest and by the quietest whole week.")
_QUIETEST, _BUSIEST = N_("quietest week"), N_("busiest week")
_OWED = N_("Owed at most")
_SPENT = N_("{share} spent")
_ASSUMED = N_(
    "At most: nothing of it is spent, and nothing has ended yet. The others: if this share of what "
    "members hold is spent in each month (an assumption, --spends). By the middle one, this is "
    "what isn't spent and ends after these months:"
)
_ENDS = N_("What ends after each month")
_POINTS_BY = {
    "by_month": N_("Cost by month"),
    "by_rule": N_("Points by rule"),
    "by_activity": N_("Points by kind of deed"),
    "by_partner": N_("Points by partner"),
    "by_district": N_("Points by district"),
    "by_hour": N_("Points by hour of the day"),
}
"""What is shown for both editions side by side, with its heading."""
NAMELESS = Names()


def page_of(
    report: Numbers, voice: Voice, *, told: Sequence[str] = (), names: Names = NAMELESS
) -> str:
    """Return the page of a report.

    `told`: the difference in the voice's language; without it, as the report says it, in English.
    """
    read: Any = report
    title = voice.say(_TITLE, programme=read["programme"], edition=read["edition"])
    words = _list(told) if told else _as_written(read["difference"], voice)
    parts = {
        N_("What changes, in words"): words + changes(read, voice, names),
        **_points_by(read, ["by_month"], voice, names=names),
        N_("Until when a year is funded"): _funding(read, voice),
        N_("What is owed, and when it ends"): _liability(read, voice),
        **_points_by(read, ["by_rule", "by_activity"], voice, names=names),
        N_("Who gains and who loses, by groups of deeds"): groups(read["groups"], voice, names),
        **_points_by(read, ["by_partner", "by_district", "by_hour"], voice, names=names),
        N_("How often a rule's own limit bites"): cuts(read, "limits", voice, names=names),
        N_("How often each joint ceiling bites"): cuts(read, "ceilings", voice, names=names),
        N_("How much the most active have"): top(read, voice),
        N_("Splitting a deed"): splitting(read, voice, names),
        N_("All numbers"): _all(report, voice),
    }
    sections = [section(voice.say(heading), body) for heading, body in parts.items()]
    shown = [_about(read, voice), *sections]
    return page(title, shown, language=voice.language, direction=voice.direction)


def _about(read: Any, voice: Voice) -> str:
    over, draft, current = read["over"], read["draft"]["points"], read["current"]["points"]
    comes_to = voice.say(
        _COMES_TO,
        draft=points_in_words(draft, voice),
        current=whole(current, voice),
        change=change_in_words(current, draft, voice),
    )
    as_if = voice.say(
        _AS_IF,
        first_day=day_in_words(over["first_day"], voice),
        last_day=day_in_words(over["last_day"], voice),
        edition=read["against"]["edition"],
    )
    return (
        f"<p><strong>{escape(comes_to)}</strong></p>"
        f"<p>{escape(voice.paragraph([as_if, *_counted(read, voice), voice.say(_BARS)]))}</p>"
        + note(voice.say(_OTHER_DEEDS))
        + f"<p>{escape(voice.say(_HASH))}<br><code>{report_sha256(read)}</code></p>"
    )


def _counted(read: Any, voice: Voice) -> list[str]:
    over = read["over"]
    counted = voice.say(
        _COUNTED,
        deeds=deeds_in_words(over["deeds"], voice),
        members=voice.say_many(_MEMBERS, over["members"]),
        day=day_in_words(read["rehearsed_on"], voice),
    )
    if "without" not in over:
        return [counted]
    return [counted, voice.say(_LEFT_OUT, number=whole(over["without"]["left_out"], voice))]


def _all(report: Numbers, voice: Voice) -> str:
    block = f'<div lang="{ENGLISH}">{block_of(canonical(report))}</div>'
    return note(voice.say(_WHOLE_FILE)) + f"<details><summary>JSON</summary>{block}</details>"


def _as_written(sentences: Sequence[str], voice: Voice) -> str:
    """Return the difference as the report says it, which is in English."""
    if voice.language == ENGLISH:
        return _list(sentences)
    return note(voice.say(_IN_ENGLISH)) + f'<div lang="{ENGLISH}">{_list(sentences)}</div>'


def _list(sentences: Sequence[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(one)}</li>' for one in sentences)}</ul>"


def _points_by(read: Any, keys: Sequence[str], voice: Voice, *, names: Names) -> dict[str, str]:
    """Return bars of both editions' points, by heading."""
    said: dict[str, Callable[[str, Voice], Label]] = {
        "by_month": month_in_words,
        "by_rule": names.limit,
        "by_activity": names.kind,
    }
    return {
        _POINTS_BY[key]: _both(read, key, voice, said=said.get(key, name_in_words)) for key in keys
    }


def _both(read: Any, key: str, voice: Voice, *, said: Callable[[str, Voice], Label]) -> str:
    current, draft = read["current"][key], read["draft"][key]
    labels = list(dict.fromkeys([*draft, *current]))
    if key in ("by_month", "by_hour"):
        labels.sort(key=lambda one: one.zfill(7))
    else:
        labels.sort(key=lambda one: -max(draft.get(one, 0), current.get(one, 0)))
    if not labels:
        return note(voice.say(_UNKNOWN))
    pairs = [Pair(said(one, voice), current.get(one, 0), draft.get(one, 0)) for one in labels]
    return most_bars(voice.say(_POINTS_BY[key]), pairs, voice)


def _funding(read: Any, voice: Voice) -> str:
    rows = []
    weeks = []
    for name, side in sides_of(read, voice):
        said = side["funding"]
        weeks.append((0, 0) if said is None else said["points_a_week"])
        if said is None:
            rows.append((name, voice.say(_NO_BUDGET), "", ""))
            continue
        low, high = (whole(one, voice) for one in said["points_a_week"])
        soon, late = (
            day_in_words(day, voice) if day else voice.say(_LASTS) for day in said["used_up_on"]
        )
        rows.append(
            (
                name,
                whole(said["budget_points_a_year"], voice),
                voice.say(_LOW_TO_HIGH, low=low, high=high),
                voice.say(_OR, soon=soon, late=late),
            )
        )
    quiet, busy = zip(*weeks, strict=True)
    pairs = [Pair(voice.say(_QUIETEST), *quiet), Pair(voice.say(_BUSIEST), *busy)]
    head = ("", *map(voice.say, (_BUDGET, _POINTS_A_WEEK, _USED_UP)))
    return (
        table(head, rows)
        + note(voice.say(_WEEKS))
        + most_bars(voice.say(_POINTS_A_WEEK), pairs, voice)
    )


def _liability(read: Any, voice: Voice) -> str:
    sides = [(name, side["liability"]) for name, side in sides_of(read, voice)]
    rows = [
        (
            name,
            whole(one["owed_at_most"], voice),
            *(whole(spent["owed"], voice) for spent in one["if_spent"]),
        )
        for name, one in sides
    ]
    shares = [
        voice.say(_SPENT, share=percent(one["spent_in_thousand"], 1_000, voice))
        for one in sides[0][1]["if_spent"]
    ]
    current, draft = (_middle(one)["ends_after_month"] for _, one in sides)
    pairs = [
        Pair(month_in_words(one, voice), current.get(one, 0), draft.get(one, 0))
        for one in sorted({*current, *draft})
    ]
    return (
        table(("", voice.say(_OWED), *shares), rows)
        + note(voice.say(_ASSUMED))
        + most_bars(voice.say(_ENDS), pairs, voice)
    )


def _middle(one: Any) -> Any:
    """Return what is owed by the middle assumption; at most, where no point was given."""
    found = one["if_spent"]
    return found[len(found) // 2] if found else one
