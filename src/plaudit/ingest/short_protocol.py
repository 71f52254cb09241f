"""HTTP/1.1 with the short way: requests for one deed that never become a task (ingest.short_way).

Two of its steps are left out where they can be. A request whose head is known byte for byte isn't
parsed. One whose body is on its way, as most clients send it by a call of its own, is waited for a
moment. Whatever turns out not to be the usual is given to the parser, or to the application, as if
nothing had been looked at before: however a request is cut into packets, its answer is the same.
"""

from __future__ import annotations

from typing import Any

from plaudit.ingest.answers import Answer, written
from plaudit.ingest.app import DEEDS_PATH
from plaudit.ingest.body import head_of
from plaudit.ingest.limited import LimitedProtocol, is_full
from plaudit.ingest.short_way import ShortWay, Usual

_DEEDS_URL = DEEDS_PATH.encode()
_FIRST_LINE = b"POST %b HTTP/1.1\r\n" % _DEEDS_URL
_HEAD_END = b"\r\n\r\n"


class _Nobody:
    """Takes the place of the event that wakes a request's task: there is no task."""

    def set(self) -> None:
        """Wake nobody."""


class _ShortCycle:
    """Requests on the short way, one after the other, as uvicorn looks at the one under way."""

    message_event = _Nobody()

    def __init__(self) -> None:
        self.keep_alive = True
        self.disconnected = False
        self.response_complete = True


class _Idle:
    """A connection between two requests."""

    def __init__(self, protocol: ShortProtocol) -> None:
        self._protocol = protocol

    def wait_no_more(self) -> None:
        """Close the connection: nothing came for too long."""
        self._protocol.timeout_keep_alive_handler()


class ShortProtocol(LimitedProtocol):
    """HTTP/1.1 for an application with a `short_way`; without one all goes the usual way."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._short_way: ShortWay | None = getattr(self.app, "short_way", None)
        self._short_cycle = _ShortCycle()
        self._is_between = True
        """Whether the parser has read whole requests only."""
        self._unparsed = b""
        """A known head and what there is of its body: the parser hasn't seen them."""
        self._ahead: tuple[Usual, int] | None = None
        """What that head says, and where it ends."""
        self._usual: Usual | None = None
        """What the head says that the parser has read, while its request may go the short way."""
        self._body = b""
        """What there is of that request's body."""
        self._head = b""
        """That head as it came; nothing where it came in pieces."""
        self._came = b""
        """What just came, where the parser was between two requests."""
        self._is_tried = False
        """Whether the next request couldn't take the short way, as was found before parsing."""
        self._idle = _Idle(self)

    def data_received(self, data: bytes) -> None:
        """Take what has arrived; what is known needn't be parsed."""
        short_way = self._short_way
        if short_way is None:
            super().data_received(data)
            return
        short_way.idle.end(self._idle)
        self._unset_keepalive_if_required()
        if self._is_between:
            if self._ahead is not None:
                data = self._unparsed + data
            if self._goes_unparsed(data, short_way):
                return
            self._came = data
        super().data_received(data)
        if self._usual is not None:
            if self._came:
                self._head = self._came[: len(self._came) - len(self._body)]
            short_way.bodies.begin(self)
        self._came = b""

    def _goes_unparsed(self, data: bytes, short_way: ShortWay) -> bool:
        """Let a request go the short way whose head is known, or wait for its body."""
        ahead, self._ahead = self._ahead, None
        if ahead is None:
            if not data.startswith(_FIRST_LINE) or not self._is_free():
                return False
            end = data.find(_HEAD_END) + len(_HEAD_END)
            usual = short_way.known(data[:end])
            if usual is None:
                return False
        else:
            usual, end = ahead
        missing = end + usual.length - len(data)
        if missing > 0:
            self._unparsed, self._ahead = data, (usual, end)
            if ahead is None:
                self._awaits_head = False
                self._stop_waiting()
                short_way.bodies.begin(self)
            return True
        if ahead is not None:
            self._unparsed = b""
            short_way.bodies.end(self)
        if missing < 0:
            return False
        if not short_way.take(usual, data[end:], self._answer):
            self._is_tried = True
            return False
        self._awaits_head = False
        self._stop_waiting()
        self._set_out(keep_alive=True)
        return True

    def _is_free(self) -> bool:
        """Whether no request is before this one, and its answer can be written when it is there."""
        return (
            getattr(self.cycle, "response_complete", True)
            and not self.flow.write_paused
            and not is_full(self.connections)
            and not self.transport.is_closing()
        )

    def _set_out(self, *, keep_alive: bool) -> None:
        """Note that a request is on the short way."""
        self._short_cycle.keep_alive = keep_alive
        self._short_cycle.response_complete = False
        self.cycle = self._short_cycle  # type: ignore[assignment]

    def on_message_begin(self) -> None:
        """Note that the parser is in the middle of a request."""
        super().on_message_begin()
        self._is_between = False

    def _begin(self) -> None:
        """Keep a request back that may take the short way, until its body is there."""
        short_way, is_tried = self._short_way, self._is_tried
        self._is_tried = False
        if (
            short_way is not None
            and not is_tried
            and self.url == _DEEDS_URL
            and self._is_free()
            and self.parser.get_method() == b"POST"
            and self.parser.get_http_version() == "1.1"
            and not self.parser.should_upgrade()
        ):
            self._usual = short_way.usual(head_of(self.headers))
            self._head = self._body = b""
        if self._usual is None:
            super()._begin()

    def on_body(self, body: bytes) -> None:
        """Take a part of a body."""
        if self._usual is None:
            super().on_body(body)
        else:
            self._body += body

    def on_message_complete(self) -> None:
        """Let a request take the short way, if it still may."""
        self._is_between = not self.parser.should_upgrade()
        if self._usual is not None:
            if self._goes_parsed(self._usual):
                assert self._short_way is not None
                self._short_way.bodies.end(self)
                self._usual = None
                self._head_bytes = 0
                return
            self._go_the_usual_way()
        super().on_message_complete()

    def _goes_parsed(self, usual: Usual) -> bool:
        assert self._short_way is not None
        if not self._short_way.take(usual, self._body, self._answer):
            return False
        keep_alive = self.parser.should_keep_alive()
        head = self._head or self._came[: len(self._came) - len(self._body)]
        if keep_alive and _is_one_head(head):
            self._short_way.know_again(head, usual)
        self._set_out(keep_alive=keep_alive)
        return True

    def _go_the_usual_way(self) -> None:
        assert self._short_way is not None
        self._short_way.bodies.end(self)
        body, self._body, self._usual = self._body, b"", None
        if not self.transport.is_closing():
            super()._begin()
            if body:
                super().on_body(body)

    def wait_no_more(self) -> None:
        """Let a request go the usual way whose body isn't there yet."""
        if self._ahead is not None:
            self._ahead = None
            super().data_received(self._unparsed)
        if self._usual is not None:
            self._go_the_usual_way()

    def _answer(self, answer: Answer) -> None:
        """Write the answer to the request that is on the short way."""
        cycle = self._short_cycle
        cycle.response_complete = True
        if cycle.disconnected or self.transport.is_closing():
            return
        more = self.server_state.default_headers
        self.transport.write(written(answer, more, stays_open=cycle.keep_alive))
        if self.pipeline or self._refused is not None or not cycle.keep_alive:
            if not cycle.keep_alive:
                self.transport.close()
            self.on_response_complete()
            return
        assert self._short_way is not None
        self._short_way.idle.begin(self._idle)
        self.server_state.total_requests += 1
        self._await_head()

    def shutdown(self) -> None:
        """End with the server; a request that is there, but for its body, is still answered."""
        self._end_waiting()
        self.wait_no_more()
        super().shutdown()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clock with the connection."""
        self._end_waiting()
        self._ahead = self._usual = None
        super().connection_lost(exc)

    def _end_waiting(self) -> None:
        if self._short_way is not None:
            self._short_way.bodies.end(self)
            self._short_way.idle.end(self._idle)


def _is_one_head(raw: bytes) -> bool:
    """Return whether bytes are the head of one request for a deed, and nothing before or after it.

    A line that ends in its own way could hide where the parser saw the head's end.
    """
    return (
        raw.startswith(_FIRST_LINE)
        and raw.find(_HEAD_END) == len(raw) - len(_HEAD_END)
        and raw.count(b"\n") == raw.count(b"\r\n")
    )
