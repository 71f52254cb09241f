"""The calculator counts as members' points are counted, stores nothing, and is hard to upset."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plaudit.cli.counting_lines import count_lines
from plaudit.core.activity import Activity
from plaudit.core.amount import in_units
from plaudit.core.catalogue.editions import parse_edition
from plaudit.core.counting import Counting
from plaudit.core.period import Calendar, date_of
from plaudit.ingest.reading import Reader
from plaudit.pages.public.calculator_deeds import DEEDS_MAX, LINES_MAX, TIMES_MAX
from plaudit.store.connect import connect
from tests.books import Shelf
from tests.core.fact_strategies import values_of
from tests.doors.visitor import Seen, Visitor
from tests.riverside import ACTIVITIES, EDITIONS, NOW, Riverside

PAGE = "/calculator/riverside"
EDITION = parse_edition(EDITIONS[1].read_text("utf-8"), ACTIVITIES)
WATCHED = sorted({id for stage in EDITION.stages for id in stage.on})
CUPS = {"kind": "cup_return", "on": "2026-11-20", "times": "1", "fact.cups": "9"}


@pytest.fixture(scope="module")
def visitor(shelf: Shelf) -> Iterator[Visitor]:
    """Somebody with a browser, before one Riverside for all of these tests."""
    with shelf.fresh() as url, pytest.MonkeyPatch.context() as patch:
        with connect(url) as connection:
            Riverside(connection)
        yield Visitor(url, patch, now=NOW)


def link(*lines: Mapping[str, str], more: Mapping[str, str] | None = None) -> str:
    """Return the address at which deeds are counted."""
    pairs = [("edition", "2026-10"), *(("deed", urlencode(line)) for line in lines)]
    return f"{PAGE}?{urlencode(pairs + list((more or {}).items()))}"


@st.composite
def lines(draw: st.DrawFn) -> dict[str, str]:
    """A deed of Riverside, as it is typed."""
    activity: Activity = ACTIVITIES[draw(st.sampled_from(WATCHED))]
    line = {
        "kind": activity.id,
        "on": date_of(EDITION.starts_on + draw(st.integers(0, 40))).isoformat(),
        "times": "1",
    }
    for fact in activity.facts:
        value = draw(values_of(fact))
        line[f"fact.{fact.name}"] = in_units(value) if fact.is_number else fact.choices[value]
    return line


DEEDS = st.lists(lines(), min_size=1, max_size=8)


def points_by_count(typed: list[dict[str, str]]) -> list[int]:
    """Return what `plaudit count` gives for the same deeds of one member."""
    sent = []
    for number, line in enumerate(typed):
        activity = ACTIVITIES[line["kind"]]
        typed_facts = {fact.name: (fact, line[f"fact.{fact.name}"]) for fact in activity.facts}
        data = ", ".join(
            f'"{name}": {value if fact.is_number else json.dumps(value)}'
            for name, (fact, value) in typed_facts.items()
        )
        sent.append(
            f'{{"specversion": "1.0", "id": "{number}", "source": "x", "subject": "m", '
            f'"type": "deed.{activity.id}", "time": "{line["on"]}T12:00:00+07:00", '
            f'"data": {{{data}}}}}'.encode()
        )
    counted = count_lines(
        sent,
        reader=Reader(ACTIVITIES),
        counting=Counting([EDITION], ACTIVITIES),
        calendar=Calendar("Asia/Bangkok"),
    )
    return [json.loads(line)["points"] for line in counted]


def points_on(page: str) -> list[int]:
    """Return the points of each deed that a page shows, in order."""
    words = page.split('<span class="earned')[1:]
    return [int(one.split(">")[1].split()[0].lstrip("+").replace(",", "")) for one in words]


@given(typed=DEEDS)
@settings(max_examples=20)
def test_the_calculator_gives_what_plaudit_count_gives(
    visitor: Visitor, typed: list[dict[str, str]]
) -> None:
    response = visitor.get(link(*typed))

    expected = points_by_count(typed)
    assert response.status_code == 200
    assert points_on(response.content.decode()) == expected
    assert f"Together: {sum(expected):,} point" in Seen(response).text


def test_each_deed_says_why_as_a_receipt_does(visitor: Visitor) -> None:
    seen = Seen(visitor.get(link(CUPS | {"times": "2"}))).text

    assert "Together: 15 points" in seen
    for sentence in (
        "9 cups",
        "+9 points",
        "+6 points",
        "1 point for 1 cup.",
        "Of 9 points, 6 still fit.",
        "Counted by the rules “2026-10”, in force from 1 Oct 2026.",
    ):
        assert sentence in seen, sentence


def test_a_deed_is_added_step_by_step_and_left_out_again(visitor: Visitor) -> None:
    seen = Seen(visitor.get(PAGE))
    assert [one for one in seen.having("option") if one.get("value") == "cup_return"]
    form = Seen(visitor.get(f"{PAGE}?edition=2026-10&kind=cup_return"))
    assert [one["name"] for one in form.having("input") if one.get("required") is None] == [
        "edition", "kind", "fact.cups", "on", "times",
    ]  # fmt: skip

    added = visitor.get(f"{PAGE}?{urlencode(CUPS | {'edition': '2026-10', 'add': '1'})}")

    assert added.status_code == 302
    assert added.headers["Location"] == link(CUPS)
    page = Seen(visitor.get(link(CUPS)))
    assert [one for one in page.addresses() if one == link()] == [link()]
    switch = next(one["href"] for one in page.having("a") if one.get("hreflang") == "th")
    assert visitor.get(str(switch)).headers["Location"] == link(CUPS)
    visitor.client.cookies.clear()


def test_an_older_edition_counts_by_its_own_rules(visitor: Visitor) -> None:
    course = {"kind": "library_course", "on": "2026-10-05", "times": "1"}
    for edition, points in (("2026-04", 60), ("2026-10", 80)):
        address = f"{PAGE}?{urlencode([('edition', edition), ('deed', urlencode(course))])}"
        assert points_on(visitor.get(address).content.decode()) == [points]
    assert visitor.get(f"{PAGE}?edition=2020-01").status_code == 404
    assert visitor.get("/calculator/nowhere").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"kind": "no_such"}, "Choose a kind of deed from the list."),
        ({"on": "20 November"}, "Write the day as year, month and day, like 2026-10-01."),
        ({"on": "2026-02-31"}, "Write the day as year, month and day, like 2026-10-01."),
        ({"on": "2026-09-30"}, "With these rules a deed can lie between 1 Oct 2026 and"),
        ({"on": "9999-12-31"}, "With these rules a deed can lie between 1 Oct 2026 and"),
        ({"times": "0"}, f"Write how often as a whole number from 1 to {TIMES_MAX}."),
        ({"times": "99"}, f"Write how often as a whole number from 1 to {TIMES_MAX}."),
        ({"times": "٣"}, f"Write how often as a whole number from 1 to {TIMES_MAX}."),
        ({"partner": "mallory"}, "Choose a place from the list."),
        ({"fact.cups": ""}, "Cups: fill this in."),
        ({"fact.cups": "many"}, "Cups: write a number, like 3 or 2.5."),
        ({"fact.cups": "1e400"}, "Cups: write a number, like 3 or 2.5."),
        ({"fact.cups": "9" * 5_000}, "Cups: write a number, like 3 or 2.5."),
        ({"fact.cups": "NaN"}, "Cups: write a number, like 3 or 2.5."),
        ({"fact.cups": "51"}, "Cups: write a number from 1 to 50."),
        ({"fact.cups": "-1"}, "Cups: write a number from 1 to 50."),
        ({"fact.cups": "2.5"}, "Cups: write fewer digits after the point."),
        (
            {"kind": "recycling_drop_off", "fact.material": "gold", "fact.kilograms": "1"},
            ": choose one of the list.",
        ),
    ],
)
def test_what_is_wrong_is_said_in_plain_words(
    visitor: Visitor, wrong: dict[str, str], said: str
) -> None:
    response = visitor.get(f"{PAGE}?{urlencode(CUPS | {'edition': '2026-10', 'add': '1'} | wrong)}")

    assert response.status_code == 400
    assert said in Seen(response).text


def test_hostile_links_are_shortened_and_never_run(visitor: Visitor) -> None:
    full = CUPS | {"times": str(TIMES_MAX)}
    hostile = [
        f"{PAGE}?deed=",
        f"{PAGE}?deed=%00%FF",
        f"{PAGE}?deed={'x' * 5_000}",
        f"{PAGE}?" + "&".join(["deed=kind"] * 500),
        link({"kind": "<script>alert(1)</script>"}),
        link({"kind": "cup_return", "on": "2026-11-20", "fact.cups": "'); DROP TABLE deed; --"}),
        link(full, full),
        link(*[CUPS] * (LINES_MAX + 1)),
        link({f"a{number}": "b" for number in range(90)}),
    ]
    for address in hostile:
        response = visitor.get(address)
        assert response.status_code == 400, address[:80]
        assert len(points_on(response.content.decode())) <= DEEDS_MAX
        assert "<script" not in response.content.decode()
    assert visitor.get(f"{PAGE}?" + "&".join(["deed=x"] * 2_000)).status_code == 400


def test_nothing_is_stored_and_no_cookie_is_given(visitor: Visitor, shelf: Shelf) -> None:
    response = visitor.get(link(CUPS))

    assert not response.cookies
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert 'content="noindex"' in response.content.decode()
