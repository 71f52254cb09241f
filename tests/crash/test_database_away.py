"""A database that is away when the door opens: the door says so, and goes on by itself."""

from __future__ import annotations

import http.client
import json
import time
from pathlib import Path
from typing import NamedTuple

from plaudit.ingest.limits import AWAY_SECONDS
from tests.crash.campaign import Campaign, Plan
from tests.crash.database import Database
from tests.crash.deeds import deed

RECOVERY_SECONDS = 2 * AWAY_SECONDS + 10


class _Answer(NamedTuple):
    status: int
    retry_after: str | None
    said: dict[str, object]


def _asked(campaign: Campaign, path: str, event: dict[str, object] | None = None) -> _Answer:
    connection = http.client.HTTPConnection("127.0.0.1", campaign.service.port, timeout=20)
    headers = {
        "Authorization": f"Bearer {campaign.riverside.cafe_key}",
        "Content-Type": "application/cloudevents+json",
    }
    body = None if event is None else json.dumps(event)
    connection.request("GET" if event is None else "POST", path, body, headers)
    response = connection.getresponse()
    said = json.loads(response.read())
    connection.close()
    return _Answer(response.status, response.getheader("Retry-After"), said)


def _recovered(campaign: Campaign, path: str, event: dict[str, object] | None = None) -> _Answer:
    end = time.monotonic() + RECOVERY_SECONDS
    while (answer := _asked(campaign, path, event)).status == 503:
        assert time.monotonic() < end, answer
        time.sleep(0.1)
    return answer


def test_a_door_that_opens_before_its_database_says_so_and_recovers_by_itself(
    crash_database: Database, tmp_path: Path
) -> None:
    campaign = Campaign(crash_database, tmp_path, Plan("away"))
    event = deed(campaign.riverside, "cafe", "first", seed="away").event
    try:
        crash_database.stop()
        campaign.service.start(writers=1)

        for path, sent in (("/v1/deeds", event), ("/v1/health", None)):
            answer = _asked(campaign, path, sent)
            assert (answer.status, answer.said["code"]) == (503, "service_away")
            assert answer.retry_after == str(AWAY_SECONDS)

        crash_database.start()
        answer = _recovered(campaign, "/v1/deeds", event)
        assert answer.said == {"outcomes": [{"id": "first", "status": "accepted"}]}
        assert _recovered(campaign, "/v1/health").said == {"status": "ok"}
    finally:
        campaign.close()
