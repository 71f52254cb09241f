"""The page above an address that takes forms only: where somebody goes on from there."""

from __future__ import annotations

from django.urls import Resolver404, resolve


def page_above(path: str) -> str:
    """Return the nearest address above a path, folder or page, that there is; "/" at the end.

    That it answers who asks is so for every address that takes forms (tests/doors/test_above.py).
    """
    parts = path.strip("/").split("/")
    for kept in range(len(parts) - 1, 0, -1):
        above = "/" + "/".join(parts[:kept])
        for address in (above, f"{above}/"):
            if _is_there(address):
                return address
    return "/"


def _is_there(address: str) -> bool:
    try:
        resolve(address)
    except Resolver404:
        return False
    return True
