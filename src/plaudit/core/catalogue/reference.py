"""The reference pages of the catalogue's files, made from what reading knows."""

from __future__ import annotations

from plaudit.core.amount import PLACES_MAX
from plaudit.core.catalogue.activity_fields import ACTIVITY, FACT, HIGH_DEFAULT, RESERVED
from plaudit.core.catalogue.conditions import WHEN
from plaudit.core.catalogue.edition_fields import HEADER
from plaudit.core.catalogue.fields import Field
from plaudit.core.catalogue.offers import REWARD_FILE
from plaudit.core.catalogue.scanner import DEPTH_MAX, KEYS_MAX
from plaudit.core.catalogue.source import FILE_BYTES_MAX
from plaudit.core.catalogue.stage_fields import CEILING, RULE, TALLY
from plaudit.core.catalogue.whole import PARTS, Part
from plaudit.core.soundness.bounds import AVERAGE_MAX, DEEDS_MAX

Fields = tuple[Field, ...]

_MADE = (
    "<!-- Made from the code by `plaudit schema --write`; change src/plaudit/core/catalogue. -->"
)
_LIMITS = f"""\
## Limits

A file has at most {FILE_BYTES_MAX:,} bytes, {KEYS_MAX:,} keys and list entries, and is nested at
most {DEPTH_MAX} deep. Numbers have at most {PLACES_MAX} decimal places. Hidden characters
(zero-width, bidirectional marks, control characters) are mistakes, and so is a key that stands
twice. `plaudit check FILE` shows all mistakes of a file with their places.
"""
_ACTIVITY = f"""\
# The file of an activity type

`catalogue/activities/NAME.toml`: what a partner may report about one type of deed. A table for
each fact, `[facts.NAME]`; there is no free text. A fact can't be named {", ".join(RESERVED)}.

An integer has neither `places` nor `values`; a decimal needs `places`; a choice needs `values` and
has no bounds. For editors: `schemas/activity.schema.json`.
"""
_EDITION = """\
# The file of an edition

`catalogue/programmes/PROGRAMME/EDITION.toml`: a programme's rules from a day on. Each `[[rule]]`
and `[[tally]]` watches deeds, adds something up for one member over one period, and turns the
running total into points (a tally: into its value) with a schedule. What a deed earns is the rise.
One value and a list of one mean the same. For editors: `schemas/edition.schema.json`.
"""
_CONDITIONS = f"""\
## What makes an edition sound

- Ids are unique over tallies, rules and ceilings; tallies don't go round in a circle.
- A rule has exactly one schedule, a tally at most one. Without one, its value is the exact total.
- What counts a tally has a period that holds the tally's period whole, no `count`, and no `when`
  but `weekday`, `from` and `until`, and those only if the tally is per day. `weigh` and `each`
  there need the same fact as `each` of the tally.
- A ceiling's period holds each of its rules' periods whole.
- Of two ceilings that share a rule, the later one takes in all rules of the earlier one, and its
  period holds the earlier one's.
- A ladder ascends and its points never fall; `"rest"` comes last in bands.
- Every fact that a stage names is there, and of a fitting type, in every activity that it watches.
  A value that a fact can never have is a mistake.
- A fact and its weight have at most {PLACES_MAX} decimal places together, and no total leaves 63
  bits over {DEEDS_MAX:,} deeds of one member in one period. Of a number whose max is
  {HIGH_DEFAULT:,} or less, deeds are taken to name {AVERAGE_MAX:,} at most on the average.

A period holds another: a day lies whole in every period; a week in week and ever; a month in month,
quarter, half_year, year and ever; and so on upward.
"""

_PARTS = """\
## What the charter asks for

Counting passes over the tables below (`plaudit count` takes an edition without them); `plaudit
check` wants them. What each must say and why is in charter.md; registries/*.toml beside data.toml
have the closed lists.
"""
_REWARD = """\
# The file of a reward

`catalogue/rewards/NAME.toml`: a reward that an edition doesn't hold itself. The keys are those of
`[[reward]]`, and the programme that offers it. For editors: `schemas/reward.schema.json`.
"""


def activity_page() -> str:
    """Return docs/reference/activity.md."""
    parts = [_MADE, _ACTIVITY, _keys("The activity", ACTIVITY.fields)]
    parts += [_keys("A fact: `[facts.NAME]`", FACT.fields), _LIMITS]
    return "\n".join(parts)


def edition_page() -> str:
    """Return docs/reference/edition.md."""
    shared = {field.name for field in TALLY.fields if field in RULE.fields}
    only_tally = tuple(field for field in TALLY.fields if field.name not in shared)
    parts = [
        _MADE,
        _EDITION,
        _keys("`[edition]`", HEADER.fields),
        _keys("`[[rule]]`", RULE.fields),
        _keys("`[[tally]]`: the keys of a rule, but", only_tally),
        _keys("`[[ceiling]]`", CEILING.fields),
        _keys("`when = { … }`", (*WHEN.fields, WHEN.fact_field)),
        _CONDITIONS,
        _PARTS,
        *(_keys(_heading(part), part.table.fields) for part in PARTS),
        _LIMITS,
    ]
    return "\n".join(parts)


def reward_page() -> str:
    """Return docs/reference/reward.md."""
    return "\n".join([_MADE, _REWARD, _keys("The reward", REWARD_FILE.fields), _LIMITS])


PAGES = {"activity": activity_page, "edition": edition_page, "reward": reward_page}
"""The files that have a reference page."""


def _heading(part: Part) -> str:
    """Return the heading of a table that counting passes over."""
    brackets = f"`[[{part.name}]]`" if part.is_list else f"`[{part.name}]`"
    return f"{brackets}{' (needed)' if part.required else ''}"


def _keys(heading: str, fields: Fields) -> str:
    lines = [f"## {heading}", "", "| key | may be | says | example |", "|---|---|---|---|"]
    for field in fields:
        needed = " (needed)" if field.required else ""
        cells = (
            f"`{field.name}`{needed}",
            field.kind.words,
            field.words,
            f"`{field.shown_example()}`",
        )
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join([*lines, ""])
