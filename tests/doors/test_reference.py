"""docs/reference/post-deeds.md says what the door does: examples, codes and limits are tried."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from plaudit.core.api_refusals import OF_API
from plaudit.core.refusals import REASONS, Code
from plaudit.ingest import limits
from tests.doors.bodies import body, deed
from tests.doors.fakes import BATCH, FakeBook, ask, with_door

TEXT = (Path(__file__).parents[2] / "docs/reference/post-deeds.md").read_text("utf-8")
EXAMPLES: list[dict[str, Any]] = [
    json.loads(found) for found in re.findall(r"```json\n(.*?)```", TEXT, re.DOTALL)
]


def test_the_deed_of_the_reference_is_accepted_with_the_answer_of_the_reference() -> None:
    raw = json.dumps(EXAMPLES[0]).encode()

    assert with_door(FakeBook(), lambda door: ask(door, raw)).json == EXAMPLES[1]


def test_the_batch_of_the_reference_is_answered_as_it_says() -> None:
    async def asking(door: Any) -> Any:
        await ask(door, json.dumps(EXAMPLES[0]).encode())
        again = deed(id="till-7/000231")
        too_many_cups = deed(id="till-7/000232", data={"cups": 51})
        return (await ask(door, body(again, too_many_cups), content_type=BATCH)).json

    assert with_door(FakeBook(), asking) == EXAMPLES[2]


def test_the_problem_of_the_reference_is_the_doors() -> None:
    raw = body(*[1] * 2001)

    reply = with_door(FakeBook(), lambda door: ask(door, raw, content_type=BATCH))

    assert reply.json == EXAMPLES[3]


def test_every_limit_of_the_reference_is_the_codes() -> None:
    said = re.findall(r"\| (\d+) \| `([A-Z_]+)` \|", TEXT)

    assert len(said) >= 12
    assert {name: int(number) for number, name in said} == {
        name: getattr(limits, name) for _, name in said
    }


def test_every_code_of_a_request_or_a_deed_is_in_the_reference_with_its_status() -> None:
    said = {
        code: int(status)
        for status, codes in re.findall(r"^\| (\d{3}) \| (`.*?`) \|", TEXT, re.MULTILINE)
        for code in re.findall(r"`(\w+)`", codes)
    }

    assert said == {code: REASONS[Code(code)].status for code in said}
    of_deeds = list(Code)[: list(Code).index(Code.REWARD_UNKNOWN)]
    assert [code for code in of_deeds if code not in OF_API and f"`{code}`" not in TEXT] == []
