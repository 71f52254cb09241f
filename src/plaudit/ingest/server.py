"""The HTTP server: uvicorn with the time and size limits that it lacks. Source: decision 0004."""

from __future__ import annotations

import resource
from typing import Any

import uvicorn

from plaudit.ingest.limits import CONNECTIONS_MAX, DRAIN_SECONDS_MAX, IDLE_SECONDS_MAX
from plaudit.ingest.short_protocol import ShortProtocol


def server_of(app: Any, *, host: str, port: int) -> uvicorn.Server:
    """Return the server for an ASGI application; `.run()` serves until SIGINT or SIGTERM.

    A stop takes no new connections and waits DRAIN_SECONDS_MAX for the open requests.
    """
    allow_open_files()
    return uvicorn.Server(
        uvicorn.Config(
            app,
            host=host,
            port=port,
            loop="uvloop",
            http=ShortProtocol,
            ws="none",
            lifespan="on",
            access_log=False,
            log_config=None,
            log_level="warning",
            proxy_headers=False,
            server_header=False,
            timeout_keep_alive=IDLE_SECONDS_MAX,
            timeout_graceful_shutdown=DRAIN_SECONDS_MAX,
        )
    )


def allow_open_files() -> None:
    """Let the process open a file for each connection, as far as the system's hard limit goes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * CONNECTIONS_MAX
    if soft != resource.RLIM_INFINITY and soft < wanted:
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
