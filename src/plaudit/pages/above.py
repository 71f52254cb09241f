"""The page at or above an address that takes forms: where somebody goes on from there."""

from __future__ import annotations

from inspect import getclosurevars
from typing import Any

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


def page_at(path: str) -> str:
    """Return a path itself where it is a page of ours, also one that takes a form; else above it.

    Django tells what an address takes only in its no, so it is read where its decorators keep it.
    """
    try:
        view: Any = resolve(path).func
    except Resolver404:
        return page_above(path)
    taken = getclosurevars(view).nonlocals.get("request_method_list", ("GET",))
    return path if "GET" in taken else page_above(path)


def _is_there(address: str) -> bool:
    try:
        resolve(address)
    except Resolver404:
        return False
    return True
