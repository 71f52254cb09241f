"""Two persons at their browsers, and one draft of an edition between them."""

from __future__ import annotations

from html import unescape
from re import findall, search

from django.core.files.uploadedfile import SimpleUploadedFile

from plaudit.store.drafts import read_draft
from tests.doors.visitor import Seen, Visitor
from tests.drafts import (
    APPROVER,
    AUTHOR,
    NOW,
    two_people,
)
from tests.riverside import Riverside
from tests.staff import cookie_of

LIST = "/staff/editions/"
HOSTILE = "</textarea><script>alert(1)</script><img src=x onerror=alert(1)>"


class Office:
    """Two persons at their browsers, and one draft."""

    def __init__(self, riverside: Riverside, visitor: Visitor) -> None:
        self.connection, self.programme_id = riverside.connection, riverside.programme_id
        self.visitor = visitor
        self.people = two_people(riverside)
        self.begin_shifts(now=NOW)
        self.goes_on(AUTHOR)
        visitor.get(LIST)
        begun = {"name": "Winter", "from": "2026-10", "id": "2027-01", "approver": APPROVER}
        days = {"published_on": "2026-12-01", "starts_on": "2027-01-01"}
        self.page = str(visitor.sends(f"{LIST}new", begun | days)["Location"])
        self.number = int(self.page.rpartition("/")[2])

    def begin_shifts(self, *, now: int) -> None:
        for person in self.people:
            self.visitor.shifts[person.name] = cookie_of(self.connection, person, now=now)

    def goes_on(self, name: str) -> None:
        cookie, token = self.visitor.shifts[name]
        self.visitor.client.cookies[cookie] = token

    def sends(self, press: str, version: int, **form: str) -> int:
        self.visitor.get(self.page)
        return self.visitor.sends(
            f"{self.page}/{press}", {"version": str(version)} | form
        ).status_code

    def attaches(self, file: bytes) -> int:
        """Attach a rehearsal's report to the draft's first version."""
        self.visitor.get(self.page)
        token = self.visitor.client.cookies["csrftoken"].value
        sent = SimpleUploadedFile("report.html", file)
        given = {"version": "1", "report": sent, "csrfmiddlewaretoken": token}
        return self.visitor.client.post(f"{self.page}/rehearsal", given).status_code

    @property
    def text(self) -> str:
        draft = read_draft(self.connection, self.programme_id, self.number)
        assert draft is not None
        return draft.text

    def fields(self) -> dict[str, str]:
        """Return what the form's page has in its fields, as a browser reads it."""
        page = self.visitor.get(f"{self.page}/form")
        found = {
            str(has["name"]): str(has["value"])
            for has in Seen(page).having("input")
            if "name" in has
        }
        source = page.content.decode()
        for part in source.split("<textarea ")[1:]:
            name = search(r'name="([^"]+)"', part)
            assert name is not None
            found[name[1]] = unescape(part.split(">\n", 1)[1].split("</textarea>")[0])
        for name, listed in findall(r'(?s)<select name="([^"]+\.[^"]+)">(.*?)</select>', source):
            chosen = search(r'<option value="([^"]*)" selected>', listed)
            if chosen is not None:
                found[name] = unescape(chosen[1])
        del found["csrfmiddlewaretoken"], found["version"]
        return found


def options_in(page: str, name: str) -> list[str]:
    """Return what can be chosen in a page's list."""
    (_, found, after) = page.partition(f'<select name="{name}">')
    listed = after.partition("</select>")[0] if found else ""
    return [unescape(one) for one in findall("<option[^>]*>([^<]*)<", listed)]
