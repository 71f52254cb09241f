"""What the guides show is what the program reads."""

from __future__ import annotations

import re

from plaudit.core.catalogue.activities import parse_activity
from plaudit.core.catalogue.editions import parse_edition
from tests.cases.case import HOME, read_case
from tests.cases.engines import ENGINES, deeds_of
from tests.cases.rules import ROOT, rules_of
from tests.cases.test_cases import assert_as_written

GUIDES = ROOT / "docs" / "guides"


def _blocks(guide: str) -> list[str]:
    text = (GUIDES / guide).read_text(encoding="utf-8")
    return re.findall(r"^```toml\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)


def test_the_case_of_the_guide_holds() -> None:
    (block,) = _blocks("writing-a-case.md")
    case = read_case(HOME / "riverside" / "guide.toml", block)
    rules = rules_of(case)
    deeds = deeds_of(case, rules)

    for engine in ENGINES:
        assert_as_written(case, deeds, engine(rules, deeds))


def test_the_activity_of_the_guide_is_the_one_in_the_catalogue() -> None:
    block = next(block for block in _blocks("writing-an-edition.md") if "[facts.bags]" in block)
    file = ROOT / "catalogue" / "activities" / "litter_pick.toml"

    assert parse_activity(block) == parse_activity(file.read_text(encoding="utf-8"))


def test_the_head_and_rules_of_the_guide_make_a_sound_edition() -> None:
    blocks = _blocks("writing-an-edition.md")
    head = next(block for block in blocks if block.startswith("[edition]"))
    stages = [block for block in blocks if block.startswith(("[[rule]]", "[[tally]]"))]
    activities = {
        name: parse_activity(
            (ROOT / "catalogue" / "activities" / f"{name}.toml").read_text(encoding="utf-8")
        )
        for name in ("cup_return", "litter_pick", "tree_care")
    }

    edition = parse_edition("\n".join([head, *stages]), activities)

    assert [stage.id for stage in edition.stages] == ["days", "cups", "active-days"]


def test_each_condition_of_the_guide_can_be_written_in_a_rule() -> None:
    block = next(block for block in _blocks("writing-an-edition.md") if block.startswith("when ="))
    activity = parse_activity(
        'id = "sale"\ntitle = { en = "Sale" }\n'
        '[facts.material]\ntype = "choice"\nvalues = ["paper", "metal"]\n'
        '[facts.paid]\ntype = "integer"\nmax = 9000\n'
        '[facts.hours]\ntype = "decimal"\nplaces = 1\n'
    )
    head = '[edition]\nprogramme = "p"\nid = "e"\nstarts_on = 2026-01-01\ntime_zone = "UTC"\n'

    for line in block.splitlines():
        rule = f'[[rule]]\nid = "r"\non = "sale"\nper = "day"\n{line}\n'
        text = f"{head}{rule}rate = {{ points = 1, per = 1 }}\n"
        assert parse_edition(text, {"sale": activity}).stages
