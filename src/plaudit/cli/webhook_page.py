"""The reference page of messages to partners, made from the list of their kinds."""

from __future__ import annotations

import json

from plaudit.core.messages import KINDS, Kind, schema_of
from plaudit.core.retrying import DELAYS_SECONDS, WAIT_DAYS_MOST
from plaudit.core.webhook_signing import SIGNATURES_MOST, TOLERANCE_SECONDS
from plaudit.jobs.clear_deliveries import KEPT_DAYS
from plaudit.jobs.posting import TRY_SECONDS_MOST
from plaudit.jobs.sending import PARTNER_SENDS_MOST

_HEAD = """<!-- Made from the code by `plaudit webhook kinds --write`; change core/messages.py. -->
# Messages to partners (webhooks)

A partner that gives a URL is told what happened, by a POST in the format of
[Standard Webhooks](https://www.standardwebhooks.com). The operator sets it up:

```
plaudit webhook add PARTNER https://partner.example/plaudit    # prints the secret, once
plaudit webhook list                                           # what waits, what was given up
plaudit webhook messages PARTNER                               # what became of the last messages
plaudit webhook rotate PARTNER                                 # a new secret; the old one signs on
plaudit webhook remove PARTNER
```

## What arrives
```
POST /plaudit HTTP/1.1
content-type: application/json
webhook-id: msg_0b9f0c9e-6f0f-4c5e-9a53-1f5d3b9a7c11
webhook-timestamp: 1790000000
webhook-signature: v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=
```
- `webhook-signature` is HMAC-SHA256 of `id.timestamp.body` with the secret (the part after
  `whsec_`, decoded from base64), in base64. While a secret is replaced there are several, with
  spaces between, {signatures} at most: one of each secret that you may hold. Try them all.
- Refuse what no secret of yours signed, and what is more than {tolerance} seconds off your clock.
- **A message may come more than once, with the same `webhook-id`**, and not in order. Keep the
  ids.
- Answer with any status from 200 to 299 within {seconds} seconds, once you have it; work after
  that.
- `src/plaudit/core/webhook_signing.py` is a verifier that needs nothing but Python: `verify()`.

## When you don't answer
It is tried again after {delays}: over three days, each wait
up to a tenth longer. Then it is given up, and the operator sees it. A kind that waits (below) goes
on once a day until day {wait} after it happened; what of it is given up stands in the operator's
console, by partner, for {kept} days. A redirect is not followed. At
most {sends} messages are on their way to you at once. What became of a message is shown for {kept}
days; its content goes as soon as it is delivered or given up.

410 stops the webhook until its URL is set again, unless you set another URL meanwhile. The message
that met it is given up; one of a kind that waits (below) is sent once the URL is set again.

Messages go over https to public addresses only: every address of the host is checked, and the
connection goes to one that was. If a key beside the database was lost, messages are not sent
unsigned: they wait until the key is back, or a new secret was made, however long that takes. It
counts as no try, and the operator sees `secret_not_opened`.

## Kinds
A message has codes and ids, and of a person at most your own handle for the member.
"""
_WAITS = "Waits up to {days} days for a partner without a webhook, or with a stopped one."
_NAMES = {"text": "text", "number": "whole number", "instant": "instant, UTC", "day": "day"}


def page() -> str:
    """Return the page, as Markdown."""
    head = _HEAD.format(
        tolerance=TOLERANCE_SECONDS,
        signatures=SIGNATURES_MOST,
        seconds=TRY_SECONDS_MOST,
        delays=", ".join(_span(seconds) for seconds in DELAYS_SECONDS),
        sends=PARTNER_SENDS_MOST,
        kept=KEPT_DAYS,
        wait=WAIT_DAYS_MOST,
    )
    return head + "".join(_section(kind) for kind in KINDS.values())


def _section(kind: Kind) -> str:
    rows = [f"| `{field.name}` | {_NAMES[field.type]} | {field.says} |" for field in kind.fields]
    waits = f" {_WAITS.format(days=WAIT_DAYS_MOST)}" if kind.waits_for_webhook else ""
    schema = json.dumps(schema_of(kind), indent=2)
    lines = [
        f"\n### `{kind.id}`",
        f"{kind.says}{waits}\n",
        "| `data` | what it is | what it says |",
        "|---|---|---|",
        *rows,
        f"\n```json\n{schema}\n```",
    ]
    return "\n".join(lines) + "\n"


def _span(seconds: int) -> str:
    for size, name in ((3600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds // size} {name}"
    return f"{seconds} s"
