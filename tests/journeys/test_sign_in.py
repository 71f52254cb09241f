"""Joining and signing in with a real browser: by a device's passkey, and by e-mail, no script."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, Route, expect

from tests.doors.fake_issuer import CLIENT, SECRET, FakeIssuer, fake_issuer
from tests.journeys.keys import Keys
from tests.journeys.presses import Presses
from tests.journeys.reader import NARROW
from tests.journeys.waiting import PATIENCE_MS
from tests.riverside import Riverside
from tests.store.test_notices import keep_all


@pytest.fixture(autouse=True)
def mail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the service puts its e-mail."""
    folder = tmp_path / "mail"
    monkeypatch.setenv("PLAUDIT_MAIL", f"file:{folder}")
    return folder


@pytest.fixture(autouse=True)
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeIssuer]:
    """The city's own login, which confirms whoever comes."""
    secret = tmp_path / "secret"
    secret.write_text(SECRET)
    with fake_issuer() as made:
        for name, value in (
            ("", made.address),
            ("_NAME", "Riverside ID"),
            ("_CLIENT", CLIENT),
            ("_SECRET_FILE", str(secret)),
        ):
            monkeypatch.setenv(f"PLAUDIT_CITY_LOGIN{name}", value)
        yield made


@pytest.fixture
def home(mail: Path, riverside: Riverside, address: str) -> str:
    """The service under a name: an address of digits can't have passkeys."""
    keep_all(riverside.connection)
    return address.replace("127.0.0.1", "localhost")


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    visit = browser.new_context(viewport=NARROW, locale="en")
    yield visit
    visit.close()


def with_passkeys(context: BrowserContext, page: Page) -> tuple[CDPSession, str]:
    """Give a phone an authenticator whose owner always agrees."""
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session, made["authenticatorId"]


def code_of(mail: Path) -> str:
    """Return the code of the newest e-mail."""
    newest = max(mail.iterdir(), key=lambda one: one.stat().st_mtime_ns)
    (found,) = re.findall(r"^Subject: .*\b(\d{4} \d{4})$", newest.read_text("utf-8"), re.MULTILINE)
    return str(found)


def nothing_sticks_out(page: Page) -> None:
    page.wait_for_load_state()  # the press before may be on its way to the next page
    html = page.locator("html")
    assert html.evaluate("(html) => html.scrollWidth") <= NARROW["width"], page.url


def ways_in(connection: psycopg.Connection) -> int:
    row = connection.execute("SELECT count(*) FROM way_in").fetchone()
    assert row is not None
    return int(row[0])


def test_a_passkey_joins_signs_in_and_is_refused_where_it_should_be(
    phone: BrowserContext, home: str, riverside: Riverside
) -> None:
    page = phone.new_page()
    page.set_default_timeout(PATIENCE_MS)
    session, device = with_passkeys(phone, page)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    joining = joins_by_keyboard(page, home, riverside.connection)

    page.get_by_role("link", name="My data").click()
    page.get_by_role("link", name="My ways in").click()
    nothing_sticks_out(page)
    expect(page.get_by_text("Passkey added on")).to_be_visible()
    page.get_by_role("button", name="Add a passkey", exact=True).click()
    expect(page.get_by_text("The passkey was not used.")).to_be_visible()  # this device has one
    page.goto(f"{home}/member/")
    page.get_by_role("button", name="Close my page").click()

    page.goto(f"{home}/sign-in/")
    nothing_sticks_out(page)
    sent: list[str] = []

    def note(route: Route) -> None:
        sent.append(route.request.post_data or "")
        route.continue_()

    page.route("**/sign-in/passkey", note)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.locator("h1")).to_have_text("You can spend 0 points")
    refuses_what_was_bent(page, home, sent[0])

    session.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    page.goto(f"{home}/sign-in/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("The passkey was not used.")).to_be_visible()
    session.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": True})
    assert leaves_from_the_start(page, home) <= joining == 3
    assert not [one for one in said if "Content Security Policy" in one]


def joins_by_keyboard(page: Page, home: str, connection: psycopg.Connection) -> int:
    """Join by a passkey, without a pointer; return how many steps that took."""
    page.goto(home)
    keys, make = Keys(page), "button[data-act='create']"
    keys.press("a[href='/join/riverside']")
    nothing_sticks_out(page)
    assert page.locator("input:checked").count() == 0
    keys.reach(make)
    page.keyboard.press("Enter")
    assert ways_in(connection) == 0, "nobody joins without the tick"
    page.goto(page.url)
    keys.tick("input[name='agreed']")
    keys.press(make)
    expect(page.locator("h1")).to_have_text("You can spend 0 points")
    return keys.count


def leaves_from_the_start(page: Page, home: str) -> int:
    """Leave, from the start page on and signed out; return how many steps that took."""
    page.goto(f"{home}/member/")
    page.get_by_role("button", name="Close my page").click()
    page.goto(home)
    leaving = Presses(page)
    leaving.link("My data")
    nothing_sticks_out(page)
    leaving.button("Sign in with a passkey")
    leaving.button("Leave")
    expect(page.get_by_text("You left the programme on")).to_be_visible()
    return leaving.count


def refuses_what_was_bent(page: Page, home: str, form: str) -> None:
    """Send an answer again as it was and bent, from a page that has a fresh challenge."""
    send = """async ([form, change]) => {
        const page = await (await fetch("/sign-in/")).text();
        const fresh = new DOMParser().parseFromString(page, "text/html");
        const given = new URLSearchParams(form);
        given.set("csrfmiddlewaretoken", fresh.querySelector("[name=csrfmiddlewaretoken]").value);
        if (change) given.set("challenge", fresh.querySelector("[name=challenge]").value);
        const answer = JSON.parse(given.get("answer"));
        if (change && change !== "challenge") {
            const said = JSON.parse(atob(answer.response.clientDataJSON.replace(/-/g, "+")
                .replace(/_/g, "/")));
            Object.assign(said, JSON.parse(change));
            answer.response.clientDataJSON = btoa(JSON.stringify(said));
        }
        given.set("answer", change === "nothing" ? "{" : JSON.stringify(answer));
        return (await fetch("/sign-in/passkey", { method: "POST", body: given })).status;
    }"""
    page.goto(f"{home}/sign-in/")
    other = json.dumps({"origin": "https://elsewhere.example"})
    framed = json.dumps({"crossOrigin": True})
    assert page.evaluate(send, [form, ""]) == 409  # replayed: sign_in_over
    for change in ("challenge", other, framed):
        assert page.evaluate(send, [form, change]) == 403, change  # passkey_wrong


def test_an_e_mails_code_and_the_citys_login_join_and_sign_in_without_a_script(
    browser: Browser, home: str, mail: Path, city: FakeIssuer
) -> None:
    visit = browser.new_context(viewport=NARROW, java_script_enabled=False, locale="en")
    page = visit.new_page()
    page.goto(f"{home}/join/riverside")
    expect(page.get_by_role("button", name="Join with a passkey")).to_be_hidden()
    page.locator("summary").first.click()
    page.get_by_label("I want to take part").check()
    page.get_by_label("Your e-mail address").fill("nok@example.org")
    page.get_by_role("button", name="Send me a code").click()
    nothing_sticks_out(page)
    page.get_by_label("The code").fill(code_of(mail))
    page.get_by_role("button", name="Go on").click()
    expect(page.locator("h1")).to_have_text("You can spend 0 points")

    page.get_by_role("button", name="Close my page").click()
    page.goto(f"{home}/sign-in/")
    page.get_by_label("Your e-mail address").fill("nok@example.org")
    page.get_by_label("Your e-mail address").press("Enter")
    page.get_by_label("The code").fill(code_of(mail).replace(" ", ""))
    page.get_by_label("The code").press("Enter")
    expect(page.locator("h1")).to_have_text("You can spend 0 points")
    page.get_by_role("button", name="Close my page").click()

    city.leads_back_to = f"{home}/sign-in/city/back"
    page.goto(f"{home}/join/riverside")
    page.get_by_label("I want to take part").check()
    page.get_by_role("button", name="Join with Riverside ID").click()
    expect(page.locator("h1")).to_have_text("You can spend 0 points")
    page.get_by_role("button", name="Close my page").click()
    page.goto(f"{home}/sign-in/")
    page.get_by_role("link", name="Sign in with Riverside ID").click()
    expect(page.locator("h1")).to_have_text("You can spend 0 points")
    visit.close()
