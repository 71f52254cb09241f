"""Linking: a member shows a code, a partner learns a handle, and the code is of no use any more."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from plaudit.actions.link import link
from plaudit.actions.show_code import show_code
from tests.machine.stage import Stage, members, tried

LASTS = timedelta(minutes=5)


class Links(Stage):
    """The verbs of codes that members show. Wrong ones are tried at the museum, which has to wait
    for it: no other till has."""

    @rule(
        member=members,
        partner=st.sampled_from(("cafe", "forest", "shop")),
        waits=st.sampled_from((False, False, False, True)),
    )
    def link(self, member: int, partner: str, waits: bool) -> None:
        person = self.people[member]
        may = person.withdrawn_at is None and not person.is_restricted
        shown = tried(lambda: show_code(self.connection, person.member_id, now=self.instant))
        assert (shown is not None) == may
        if shown is None:
            return
        if waits:
            self.now += LASTS
            assert self._handle(shown.code, "museum") is None
            return
        partner_id = self.market.tills[partner].partner_id
        handle = self.market.house.handles.handle_of(person.member_id, partner_id)
        assert self._handle(shown.code, partner) == handle
        assert self._handle(shown.code, "museum") is None
        person.known_at.add(partner)
        self.did("link")

    def _handle(self, code: str, partner: str) -> str | None:
        till, handles = self.market.tills[partner], self.market.house.handles
        return tried(lambda: link(self.connection, till, code, handles=handles, now=self.instant))
