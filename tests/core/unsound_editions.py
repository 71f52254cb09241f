"""Editions that are unsound, each for one reason: the text, the key, and what is said."""

from __future__ import annotations

from tests.core.written import RATE

SHARED = 'on = "bring"\n'
"""Where nothing else is said, a stage watches this."""


def stage(kind: str, name: str, lines: str) -> str:
    """Return a stage as text; what it doesn't say is filled in."""
    on = "" if "on = " in lines.replace("when = ", "") else SHARED
    per = "" if 'per = "' in lines else 'per = "day"\n'
    needs_rate = kind == "rule" and not any(
        f"{one} = " in lines for one in ("rate", "every", "ladder", "bands")
    )
    return f'[[{kind}]]\nid = "{name}"\n{on}{per}{RATE if needs_rate else ""}{lines}\n'


def tally(name: str, lines: str = "") -> str:
    return stage("tally", name, lines)


def rule(name: str, lines: str = "") -> str:
    return stage("rule", name, lines)


def ceiling(name: str, rules: str, per: str = "day") -> str:
    return f'[[ceiling]]\nid = "{name}"\nrules = [{rules}]\nper = "{per}"\nat_most = 9\n'


UNSOUND = {
    "an id twice among rules": (rule("a") + rule("a"), "rule.id", 'The id "a" is taken: a rule'),
    "an id of a tally and a rule": (tally("a") + rule("a"), "rule.id", "is taken: a tally before"),
    "an id of a rule and a ceiling": (
        rule("a") + ceiling("a", '"a"'),
        "ceiling.id",
        "a rule before this ceiling",
    ),
    "no such activity": (rule("a", 'on = "brin"'), "rule.on", 'Write "bring".'),
    "no such activity in a list": (
        rule("a", 'on = ["bring", "fly"]'),
        "rule.on",
        'There is no activity "fly".',
    ),
    "a tally in a list": (
        tally("t") + rule("a", 'on = ["bring", "tally:t"]'),
        "rule.on",
        "a tally is counted alone",
    ),
    "no such tally": (
        tally("days") + rule("a", 'on = "tally:day"'),
        "rule.on",
        'There is no tally "day". Write "tally:days".',
    ),
    "a tally that counts itself": (
        tally("t", 'on = "tally:t"'),
        "tally.on",
        'circle: "t" counts "t"',
    ),
    "three tallies in a circle": (
        tally("a", 'on = "tally:b"') + tally("b", 'on = "tally:c"') + tally("c", 'on = "tally:a"'),
        "tally.on",
        '"a" counts "b" counts "c" counts "a"',
    ),
    "a fact that isn't there": (rule("a", 'count = "kilos"'), "rule.count", "has no fact kilos"),
    "a fact of another activity": (
        rule("a", 'on = ["bring", "visit"]\ncount = "kg"'),
        "rule.count",
        'The activity "visit" has no fact kg. Known are: "venue", "deeds".',
    ),
    "a choice that is added up": (
        rule("a", 'count = "material"'),
        "rule.count",
        "count needs a number fact",
    ),
    "each of a number": (rule("a", 'each = "kg"'), "rule.each", "each needs a choice fact"),
    "a number that is weighed by": (
        rule("a", "weigh = { kg = { paper = 1 } }"),
        "rule.weigh.kg",
        "weigh needs a choice fact",
    ),
    "a weight for no choice": (
        rule("a", "weigh = { material = { papers = 1 } }"),
        "rule.weigh.material.papers",
        'material is never "papers". Write paper.',
    ),
    "too many places together": (
        rule("a", 'count = "kg"\nweigh = { material = { paper = 0.12345 } }'),
        "rule.weigh.material.paper",
        "has 2 decimal places and this weight has 5; together they may have 6",
    ),
    "a weight too fine for a tally's limit": (
        tally("t", 'each = "material"\nat_most = 2.5')
        + rule("a", 'on = "tally:t"\nweigh = { material = { paper = 0.000125 } }'),
        "rule.weigh.material.paper",
        "has 1 decimal places and this weight has 6; together they may have 6",
    ),
    "a condition on a fact that isn't there": (
        rule("a", "when = { kilo = 3 }"),
        "rule.when.kilo",
        "has no fact kilo",
    ),
    "a choice that is never so": (
        rule("a", 'when = { material = "wood" }'),
        "rule.when.material",
        'it can never be "wood"',
    ),
    "one of several that is never so": (
        rule("a", 'when = { material = ["paper", "wood"] }'),
        "rule.when.material",
        'it can never be "wood"',
    ),
    "a choice compared with a number": (
        rule("a", "when = { material = 3 }"),
        "rule.when.material",
        "3 is a number",
    ),
    "a choice with bounds": (
        rule("a", "when = { material = { at_least = 3 } }"),
        "rule.when.material",
        "at_least and below are for numbers",
    ),
    "a number in quotes": (
        rule("a", 'when = { things = "3" }'),
        "rule.when.things",
        '"3" is a text. Write 3 without quotes.',
    ),
    "a number compared with a text": (
        rule("a", 'when = { things = "many" }'),
        "rule.when.things",
        "Write a number.",
    ),
    "a number out of range": (
        rule("a", "when = { things = 41 }"),
        "rule.when.things",
        "it can never be 41. Write a whole number from 1 to 40.",
    ),
    "a number with too many places": (
        rule("a", "when = { kg = 0.125 }"),
        "rule.when.kg",
        "it can never be 0.125",
    ),
    "at least more than ever": (
        rule("a", "when = { things = { at_least = 41 } }"),
        "rule.when.things.at_least",
        "it is never 41 or more",
    ),
    "below the least": (
        rule("a", "when = { things = { below = 1 } }"),
        "rule.when.things.below",
        "it is never below 1",
    ),
    "bounds with nothing between": (
        rule("a", "when = { things = { at_least = 5, below = 5 } }"),
        "rule.when.things.below",
        "no number is left",
    ),
    "a tally's fact counted": (
        tally("t") + rule("a", 'on = "tally:t"\ncount = "kg"'),
        "rule.count",
        'the rise of the tally "t"',
    ),
    "a tally weighed by a choice that it mixes": (
        tally("t") + rule("a", 'on = "tally:t"\nweigh = { material = { paper = 1 } }'),
        "rule.weigh",
        'Write each = "material" in the tally',
    ),
    "each of a tally that mixes": (
        tally("t") + rule("a", 'on = "tally:t"\neach = "material"'),
        "rule.each",
        'Write each = "material" in the tally',
    ),
    "condition 1, the period": (
        tally("t", 'per = "week"') + rule("a", 'on = "tally:t"\nper = "month"'),
        "rule.per",
        "not every week lies whole inside one month. Write one of: week, ever.",
    ),
    "condition 1, a fact": (
        tally("t") + rule("a", 'on = "tally:t"\nwhen = { kg = 1 }'),
        "rule.when.kg",
        "Write the condition in the tally.",
    ),
    "condition 1, a partner": (
        tally("t") + rule("a", 'on = "tally:t"\nwhen = { partner = "depot" }'),
        "rule.when.partner",
        "Write the condition in the tally.",
    ),
    "condition 1, a weekday of a week": (
        tally("t", 'per = "week"')
        + rule("a", 'on = "tally:t"\nper = "week"\nwhen = { weekday = "mon" }'),
        "rule.when.weekday",
        "its rise belongs to no single day",
    ),
    "condition 1, a day of a month": (
        tally("t", 'per = "month"')
        + tally("u", 'on = "tally:t"\nper = "year"\nwhen = { until = 2026-02-01 }'),
        "tally.when.until",
        "its rise belongs to no single day",
    ),
    "no such rule": (
        rule("cups") + ceiling("c", '"cup"'),
        "ceiling.rules",
        'There is no rule "cup". Write "cups".',
    ),
    "a ceiling over a tally": (
        tally("t") + rule("a") + ceiling("c", '"a", "t"'),
        "ceiling.rules",
        '"t" is a tally, which gives no points',
    ),
    "a ceiling over a ceiling": (
        rule("a") + ceiling("c", '"a"') + ceiling("d", '"a", "c"'),
        "ceiling.rules",
        '"c" is a ceiling',
    ),
    "condition 2": (
        rule("a", 'per = "week"') + ceiling("c", '"a"', "month"),
        "ceiling.per",
        'the rule "a", which is per week; not every week lies whole inside one month',
    ),
    "condition 3, the rules": (
        rule("a") + rule("b") + ceiling("c", '"a", "b"') + ceiling("d", '"a"'),
        "ceiling.rules",
        'leaves out "b"',
    ),
    "condition 3, the period": (
        rule("a") + ceiling("c", '"a"', "week") + ceiling("d", '"a"', "month"),
        "ceiling.per",
        'the earlier ceiling "c", which is per week',
    ),
    "a total beyond 63 bits, by its fact": (
        rule("a", 'on = "wide"\ncount = "won"'),
        "rule.count",
        "more than can be counted exactly. Write a smaller max for won",
    ),
    "a total beyond 63 bits, by its weight": (
        rule("a", 'count = "kg"\nweigh = { material = { paper = 1000000 } }'),
        "rule.weigh.material.paper",
        "Write smaller weights",
    ),
    "points beyond 63 bits": (
        rule("a", 'count = "kg"\nrate = { points = 1000000000, per = 0.01 }'),
        "rule",
        "Write fewer points, or an at_most.",
    ),
    "a tally's total beyond 63 bits": (
        tally("t", 'count = "kg"\nrate = { points = 100000, per = 1 }')
        + tally("u", 'on = "tally:t"\nrate = { points = 1000, per = 1 }'),
        "tally",
        "Write fewer points, or an at_most.",
    ),
}
