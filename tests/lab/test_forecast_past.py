"""The past of a forecast, from files and from the live book: sums that fit, and nothing of few."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from plaudit.actions.erase import erase
from plaudit.actions.settle import settle
from plaudit.cli.forecasting import made_of_deeds
from plaudit.cli.main import application
from plaudit.cli.replaying import editions_and_deeds
from plaudit.core.few import rounded
from plaudit.core.period import day_number
from plaudit.lab.city_files import STRUCK_OUT, write_city
from plaudit.lab.forecast_page import forecast_page
from plaudit.lab.forecast_report import Made, forecast_data
from plaudit.lab.forecasting import forecast
from plaudit.lab.pasts import Learned, past_of_book
from plaudit.lab.spending import assumed
from plaudit.replay.engine import connected, quoted
from plaudit.store.catalogue import read_programmes
from plaudit.store.connect import connect
from plaudit.store.erasures import JournalFile
from tests.books import Shelf
from tests.lab.test_rehearse import CITY, DRAFT
from tests.market import DAY, Market, edition, reward
from tests.riverside import instant

GUESS = assumed(0.02, 0.05, 0.1)
NOW = instant("2026-11-10T12:00:00+07:00")
FEW, MANY = 19, 22
COFFEE = 60
CUPS_A_DAY = 30
HOUR = DAY // 24
CEILING = f"at_most = {10 * CUPS_A_DAY}\n"


@pytest.fixture(scope="module")
def book_url(shelf: Shelf) -> Iterator[str]:
    with shelf.fresh() as url:
        yield url


@pytest.fixture(scope="module")
def market(book_url: str) -> Iterator[Market]:
    """A market of 22 members: each month all return cups; from July on many take a coffee.

    In October only 19 do.
    """
    with connect(book_url) as connection:
        rewards = [reward("coffee", "meal", "cafe", price=COFFEE, stock=500)]
        market = Market(
            connection, rewards=rewards, members=MANY, text=edition(rewards, more=CEILING)
        )
        for month in range(4, 12):
            at = instant(f"2026-{month:02d}-05T09:00:00+07:00")
            arrivals = [
                market.cups(20, member=member, event_id=f"{month}-{member}", at=at)
                for member in range(MANY)
            ]
            settle(connection, market.house, arrivals, now=at + DAY)
            if 7 <= month <= 10:
                for member in range(FEW if month == 10 else MANY):
                    market.take("coffee", member=member, now=at + 3 * DAY)
        yield market


def learned(market: Market, *, now: int = NOW) -> Learned:
    [programme] = read_programmes(market.connection)
    found = past_of_book(market.connection, programme, now=now, months=23, assumed=GUESS)
    assert found is not None
    return found


def data_of(found: Learned) -> Any:
    said = forecast(found.known, [], months=6)
    made = Made("market", "the book", date(2026, 11, 10), found, said, has_model=False)
    return forecast_data(made)


def test_the_past_of_the_book_is_what_the_wallets_hold(market: Market) -> None:
    found = learned(market)
    past, series = found.known.past, found.known.series

    assert sum(past.lots.values()) == sum(map(market.points, range(MANY)))
    assert int(series.points.sum()) == 8 * MANY * 200 == sum(past.into.values())
    assert (series.first_day, series.end_day) == (
        day_number(date(2026, 4, 6)), day_number(date(2026, 11, 10))
    )  # fmt: skip
    assert sum(one.redeemed for one in past.moved.values()) == COFFEE * (3 * MANY + FEW)
    assert found.in_vouchers == COFFEE * (3 * MANY + FEW)
    # Months later: what was held at the end of June is what was given until then.
    assert sum(past.before(2026 * 12 + 6).lots.values()) == 3 * MANY * 200


def test_months_of_few_members_are_part_of_a_neighbour(market: Market) -> None:
    data = data_of(learned(market))

    assert set(data["history"]["redeemed"]) == {"2026-07", "2026-08", "2026-09"}
    assert data["history"]["redeemed"]["2026-09"] == rounded(COFFEE * (MANY + FEW))
    assert data["history"]["expired"] == {}
    assert data["history"]["issued"]["2026-04"] == MANY * 200
    assert data["ends_at_most"] != {}
    assert sum(data["ends_at_most"].values()) == pytest.approx(data["owed_now"], rel=0.01)


def test_what_few_have_spent_counts_as_held_and_a_forecast_is_of_twenty_at_least(
    market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = learned(market)
    monkeypatch.setattr("plaudit.lab.pasts.MEMBERS_LEAST", MANY + 1)
    monkeypatch.setattr("plaudit.core.few.MEMBERS_LEAST", MANY + 1)

    few = learned(market)

    assert [sum(few.known.past.lots.values())] == list((few.known.held or {}).values())
    assert few.known.hides_issued
    assert not many.known.hides_issued
    assert many.known.held is not None
    assert sum(many.known.held.values()) == sum(many.known.past.lots.values())
    assert min(many.crowds.lots.values()) < 20, "a lot that few didn't spend"
    assert min(many.crowds.lots[lot] for lot in many.known.held) >= 20
    assert sum(few.known.past.lots.values()) == 8 * MANY * 200
    assert not any(one.redeemed for one in few.known.past.moved.values())
    too_few = many._replace(crowds=many.crowds._replace(all=FEW))
    with pytest.raises(AssertionError):
        data_of(too_few)


def test_a_forecast_needs_no_right_to_write(market: Market) -> None:
    market.connection.execute("SET default_transaction_read_only = on")
    try:
        assert learned(market).crowds.all == MANY
    finally:
        market.connection.execute("SET default_transaction_read_only = off")


@pytest.fixture
def without_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where plaudit[forecast] isn't installed."""
    monkeypatch.setattr("plaudit.lab.predicting.models", list)


@pytest.mark.usefixtures("without_model")
def test_the_command_forecasts_from_the_book(
    market: Market, book_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLAUDIT_DATABASE_URL", book_url)
    monkeypatch.setattr("plaudit.cli.forecasting.now_instant", lambda: NOW)
    page = tmp_path / "page.html"
    run = CliRunner().invoke
    done = run(application(), ["forecast", "--book", "market", "--json", "--output", str(page)])

    assert done.exit_code == 0, (done.output, done.exception)
    data = json.loads(done.stdout)
    assert data["owed_now"] == rounded(sum(map(market.points, range(MANY))))
    assert data["tested"]["issued"]["uses"] == "simple"
    assert page.read_text("utf-8") == forecast_page(data)
    assert run(application(), ["forecast", "--book", "elsewhere"]).exit_code == 1


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("year")
    city = replace(CITY, seed=3)
    first = day_number(date(2026, 10, 4))
    files, _ = write_city(city, folder, first_day=first, last_day=first + 160)
    return files


@pytest.mark.usefixtures("without_model")
def test_the_command_forecasts_from_files_and_writes_a_page(
    files: list[Path], tmp_path: Path
) -> None:
    page = tmp_path / "page.html"
    done = CliRunner().invoke(
        application(),
        ["forecast", str(DRAFT), *map(str, files), "--json", "--months", "5",
         "--spends", "4,8,16", "--output", str(page)],
    )  # fmt: skip

    assert done.exit_code == 0, (done.output, done.exception)
    data = json.loads(done.stdout)
    assert [one["month"] for one in data["months"]] == [
        "2027-03", "2027-04", "2027-05", "2027-06", "2027-07"
    ]  # fmt: skip
    assert any("8.0 %" in one and "assumed" in one for one in data["said"])
    assert any("the model isn't installed" in one for one in data["said"])
    assert data["tested"]["issued"]["simple_error"] is not None
    for one in data["months"]:
        for name in ("issued", "redeemed", "expired", "owed"):
            assert one[name]["low"] <= one[name]["middle"] <= one[name]["high"]
    text = page.read_text("utf-8")
    assert text == forecast_page(data)
    assert not [word for word in ("http:", "https:", "<script", "url(") if word in text]


@pytest.mark.usefixtures("without_model")
def test_what_was_issued_is_what_the_replay_counts(files: list[Path], tmp_path: Path) -> None:
    totals = tmp_path / "totals.parquet"
    wrong = files[0].parent / STRUCK_OUT
    arguments = [str(DRAFT), *map(str, files), "--output", str(totals), "--work", str(tmp_path)]
    done = CliRunner().invoke(application(), ["replay", *arguments, "--without", str(wrong)])
    assert done.exit_code == 0, (done.output, done.exception)
    with connected() as engine:
        [[points]] = engine.execute(f"SELECT sum(points) FROM {quoted(totals)}").fetchall()

    asked = editions_and_deeds([DRAFT, *files], None, without=wrong)
    made = made_of_deeds(asked, tmp_path / "own", GUESS, months=3, machine=("1GB", 1))

    assert made.over.endswith("of deeds, without those that were struck out")
    known = made.learned.known
    assert int(known.series.points.sum()) == points == sum(known.past.into.values())
    assert 0 < sum(known.past.lots.values()) < points
    assert made.learned.crowds.all <= CITY.size.active


def test_wrong_use_is_told() -> None:
    run = CliRunner().invoke
    for arguments in ([], ["--book", "riverside", str(DRAFT)], [str(DRAFT), "--spends", "9,5,1"]):
        assert run(application(), ["forecast", *arguments]).exit_code == 2, arguments


def test_what_one_member_spent_this_month_changes_nothing_that_is_shown(market: Market) -> None:
    before = data_of(learned(market))

    market.take("coffee", member=1, now=NOW - DAY)

    after = data_of(learned(market))
    assert after["months"] == before["months"]
    assert after["owed_now"] == before["owed_now"]


def test_a_month_knows_for_how_long_points_lasted_in_it(market: Market) -> None:
    [programme] = read_programmes(market.connection)
    [first] = programme.editions
    october = day_number(date(2026, 10, 1))
    longer = replace(first.edition, starts_on=october, expires_after_months=18)
    programme = programme._replace(editions=[first, first._replace(edition=longer)])

    found = past_of_book(market.connection, programme, now=NOW, months=23, assumed=GUESS)

    assert found is not None
    past = found.known.past
    lasts = [past.ends[month] - month - 1 for month in sorted(past.ends)]
    assert (lasts, past.fresh) == ([12] * 6 + [18] * 2, 19)


def test_who_is_erased_stays_in_what_was_issued_and_holds_nothing(
    market: Market, book_url: str, tmp_path: Path
) -> None:
    """The member is gone afterwards."""
    before = learned(market)
    journal, handles = JournalFile(tmp_path / "erasures.log"), market.house.handles
    with connect(book_url, role="eraser") as eraser:
        erase(eraser, market.members[0], handles=handles, journal=journal, now=NOW)

    after = learned(market)

    assert int(after.known.series.points.sum()) == int(before.known.series.points.sum())
    held, left = (sum(one.known.past.lots.values()) for one in (before, after))
    assert held - left == 8 * 200 - 4 * COFFEE
    assert after.crowds.all == before.crowds.all - 1
    ahead = [forecast(one.known, [], months=1).months[0] for one in (before, after)]
    owed, to_come = (
        getattr(ahead[0], name).middle - getattr(ahead[1], name).middle
        for name in ("owed", "issued")
    )
    assert owed - to_come > 0.9 * (held - left), "what is erased isn't owed again"


def test_who_earned_nothing_is_no_part_of_the_crowd(market: Market) -> None:
    """The last one here: it's December afterwards. Two report what the day's ceiling leaves out."""
    at = instant("2026-11-30T09:00:00+07:00")
    idle = (20, 21)
    for now, event, cups in ((at + HOUR, "full", CUPS_A_DAY), (at + DAY, "over", 5)):
        arrivals = [
            market.cups(cups, member=member, event_id=f"{event}-{member}", at=at) for member in idle
        ]
        settle(market.connection, market.house, arrivals, now=now)
    at += DAY
    arrivals = [
        market.cups(20, member=member, event_id=f"12-{member}", at=at)
        for member in range(1, FEW + 1)
    ]
    settle(market.connection, market.house, arrivals, now=at + HOUR)

    found = learned(market, now=at + 5 * DAY)

    assert found.crowds.issued[2026 * 12 + 11] == FEW
    assert found.known.hides_issued
