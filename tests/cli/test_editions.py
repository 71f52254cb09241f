"""`plaudit editions`, `approve` and `diff`: an edition's life, from a draft to the next one."""

from __future__ import annotations

import json
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import psycopg
import pytest

from tests.cli.office import AHEAD, Office
from tests.cli.running import ROOT, plaudit
from tests.riverside import Riverside

APPROVER = "Anan Wongsa, city council"
RIVERSIDE = ROOT / "catalogue" / "programmes" / "riverside"


def reported(path: Path, of: str) -> Path:
    """Write a rehearsal's report about an edition with this hash, and return where."""
    report = path.with_suffix(".rehearsal.json")
    report.write_text(json.dumps({"edition_sha256": of, "rehearsed_on": "2026-03-02"}))
    return report


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def test_a_draft_goes_its_way_step_by_step(office: Office, database_url: str) -> None:
    path = office.draft("first", starts_on=office.today + AHEAD)

    def listed() -> dict[str, str]:
        done = plaudit("editions", path, "--json", url=database_url)
        assert done.code == 0, done.err
        (one,) = json.loads(done.out)
        assert isinstance(one, dict)
        return one

    checked = listed()
    assert (checked["state"], checked["edition"]) == ("checked", "first")
    approve = f'plaudit approve {path} --by "{APPROVER}"'
    assert checked["next"] == f"{APPROVER} approves it: {approve}"

    approved = plaudit("approve", path, "--by", APPROVER, url=database_url)
    assert approved.code == 0, approved.err
    assert checked["content_sha256"] in approved.out
    assert listed()["state"] == "approved"
    assert listed()["next"] == f"It is published today: plaudit publish {path}"

    text = path.read_text("utf-8")
    path.write_text(text.replace("usable_days = 180", "usable_days = 200"))
    void = listed()
    assert void["state"] == "checked"
    assert void["next"].startswith("Something was changed after the approval, which is void.")
    path.write_text(text)

    assert plaudit("publish", path, url=database_url).code == 0
    published = listed()
    assert (published["state"], published["next"]) == ("published", "")
    assert published["sha256"] == sha256(path.read_bytes()).hexdigest()

    path.write_text(text + "# another text\n")
    assert "An edition first is published with another text" in listed()["next"]


def test_an_approver_signs_what_was_rehearsed(office: Office, database_url: str) -> None:
    path = office.draft("first", starts_on=office.today + AHEAD)

    def listed() -> dict[str, str]:
        (one,) = json.loads(plaudit("editions", path, "--json", url=database_url).out)
        assert isinstance(one, dict)
        return one

    unrehearsed = listed()
    report = reported(path, unrehearsed["content_sha256"])
    assert plaudit("rehearsed", path, report, url=database_url).code == 0
    rehearsed = listed()
    assert (rehearsed["state"], rehearsed["rehearsed_on"]) == ("rehearsed", "2026-03-02")
    assert sha256(report.read_bytes()).hexdigest() in path.read_text("utf-8")

    # The report is covered by the approval: another one is another edition to sign.
    assert rehearsed["content_sha256"] != unrehearsed["content_sha256"]
    assert plaudit("approve", path, "--by", APPROVER, url=database_url).code == 0
    approved = path.read_text("utf-8")
    report.write_text(report.read_text("utf-8") + "\n")
    assert plaudit("rehearsed", path, report, url=database_url).code == 0
    assert path.read_text("utf-8").count("[rehearsal]") == 1
    assert listed()["state"] == "rehearsed"
    path.write_text(approved)
    assert plaudit("publish", path, url=database_url).code == 0


def test_a_rehearsal_of_other_rules_is_refused(office: Office, database_url: str) -> None:
    path = office.draft("first", starts_on=office.today + AHEAD)
    (checked,) = json.loads(plaudit("editions", path, "--json", url=database_url).out)
    report = reported(path, checked["content_sha256"])
    assert plaudit("rehearsed", path, report, url=database_url).code == 0
    text = path.read_text("utf-8").replace("usable_days = 180", "usable_days = 200")
    path.write_text(text)

    found = plaudit("check", path, url=database_url)
    assert found.code == 1
    assert "its report is about another edition" in " ".join(found.out.split())
    again = plaudit("rehearsed", path, report, url=database_url)
    assert again.code == 1
    assert "Rehearse it as it stands" in again.err
    report.write_text("[1]")
    assert "is none of a rehearsal" in plaudit("rehearsed", path, report, url=database_url).err
    assert "can't be read" in plaudit("rehearsed", path, path / "x", url=database_url).err
    assert path.read_text("utf-8") == text


def test_a_draft_that_the_check_refuses_or_asks_about_says_what_is_next(
    office: Office, database_url: str
) -> None:
    soon = office.draft("soon", starts_on=office.today + timedelta(days=3))
    broken = office.programme / "broken.toml"
    broken.write_text("[edition\n")

    done = plaudit("editions", soon, broken, url=database_url)
    approved = plaudit("approve", soon, "--by", APPROVER, url=database_url)

    assert done.code == 0, done.err
    assert f"{soon}: riverside, edition soon: draft\n" in done.out
    assert f"next: Malee Srisai, programme office mends 1 error: plaudit check {soon}" in done.out
    assert f"{broken}: unreadable: draft\n" in done.out
    assert approved.code == 1
    assert "14 is the least" in approved.out
    assert "[approval]" not in soon.read_text("utf-8")


@pytest.mark.parametrize(
    ("by", "said"),
    [
        ("Malee Srisai", "Malee Srisai wrote the edition. Another person approves it"),
        ("Nok Dee", "Anan Wongsa, city council is named as approver in [people], not Nok Dee."),
        ("The council", '"The council" names no person.'),
    ],
)
def test_only_the_named_approver_approves(office: Office, by: str, said: str) -> None:
    path = office.draft("first", starts_on=office.today + AHEAD)
    before = path.read_bytes()

    done = plaudit("approve", path, "--by", by)

    assert done.code == 1
    assert said in done.err
    assert path.read_bytes() == before


def test_published_editions_are_listed_with_who_answers_for_them(
    connection: psycopg.Connection, database_url: str
) -> None:
    Riverside(connection)

    done = plaudit("editions", "riverside", url=database_url)
    unknown = plaudit("editions", "lakeside", url=database_url)
    nothing = plaudit("editions", RIVERSIDE / "1999-01.toml", url=database_url)

    assert done.code == 0, done.err
    first, second = done.out.split("\n\n")
    assert first.startswith("riverside, edition 2026-04: ")
    assert "first day 2026-04-01, published on 2026-03-10" in first
    assert "author    Malee Srisai, programme office" in first
    assert "approver  Anan Wongsa, city council, on 2026-03-09" in first
    assert sha256((RIVERSIDE / "2026-10.toml").read_bytes()).hexdigest() in second
    assert (unknown.code, unknown.out) == (1, "")
    assert "There is no programme lakeside with a published edition." in unknown.err
    assert nothing.code == 2
    assert "There is no file" in nothing.err


def test_an_empty_book_has_no_edition(database_url: str) -> None:
    assert plaudit("editions", url=database_url) == (0, "No edition is published yet.\n", "")


def test_two_files_are_compared_without_a_database() -> None:
    before, after = sorted(RIVERSIDE.glob("*.toml"))

    done = plaudit("diff", before, after)
    in_thai = plaudit("diff", before, after, "--language", "th")
    same = plaudit("diff", after, after)

    assert done.code == in_thai.code == same.code == 0, done.err
    assert done.out.startswith("From 1 Oct 2026, the rules “2026-10” take the place of “2026-04”.")
    assert "library finished: 80 points for 1 deed, was 60 points.\n" in done.out
    assert "1 ครั้ง ได้ 80 คะแนน · เดิม: 60 คะแนน" in in_thai.out
    assert "Both editions say the same." in same.out


def test_published_editions_and_drafts_are_compared(
    connection: psycopg.Connection, database_url: str, tmp_path: Path
) -> None:
    Riverside(connection)
    draft = tmp_path / "draft.toml"
    text = (RIVERSIDE / "2026-10.toml").read_text("utf-8")
    draft.write_text(
        text.replace('"2026-10"', '"2027-04"')
        .replace("starts_on = 2026-10-01", "starts_on = 2027-04-01")
        .replace("usable_days = 180", "usable_days = 365")
    )

    two = plaudit("diff", "riverside/2026-04", "riverside/2026-10", url=database_url)
    one = plaudit("diff", "riverside/2026-10", url=database_url)
    mixed = plaudit("diff", draft, "--json", url=database_url)

    assert two.code == mixed.code == 0, two.err + mixed.err
    assert one == two
    found = json.loads(mixed.out)
    assert found["is_different"] is True
    assert found["sections"][0]["entries"] == [
        {
            "name": "",
            "kind": "",
            "sentences": ["How long points can be used after leaving: 365 days. Was: 180 days."],
        }
    ]


def test_what_cannot_be_compared_is_said(
    connection: psycopg.Connection, database_url: str, tmp_path: Path
) -> None:
    Riverside(connection)
    wrong = tmp_path / "wrong.toml"
    text = (RIVERSIDE / "2026-10.toml").read_text("utf-8")
    wrong.write_text(text.replace('"half_year"', '"term"'))
    tries = [
        (("riverside/2026-04",), 1, "No edition of riverside is published before 2026-04."),
        (("riverside/2020-01",), 1, "There are: 2026-04, 2026-10."),
        (("lakeside/1",), 1, "There is no programme lakeside with a published edition."),
        (("riverside",), 2, '"riverside" is neither a file nor PROGRAMME/EDITION.'),
        (("a/1", "b/1", "c/1"), 2, "Name one edition or two; here are 3."),
        ((wrong, wrong), 1, "term"),
        ((wrong, wrong, "--language", "xx"), 2, "There is no language xx"),
    ]
    for words, code, said in tries:
        done = plaudit("diff", *words, url=database_url)

        assert (done.code, done.out) == (code, ""), words
        assert said in done.err
        assert "Traceback" not in done.err
