"""The API as one: its routers, its parser, its problems and its OpenAPI document."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.parser import Parser

from plaudit.api import linking, statements, vouchers, webhook
from plaudit.api.calling import PartnerKey, caller_of
from plaudit.api.problems import tell_problems


class StrictParser(Parser):
    """Gives what the gate read: JSON without double keys, NaN or broken text."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """Return what the body says."""
        caller = caller_of(request)
        assert caller is not None
        return cast("dict[str, Any]", caller.body)


api = NinjaAPI(
    title="Plaudit for partners",
    version="1",
    docs_url=None,
    openapi_url=None,
    auth=PartnerKey(),
    parser=StrictParser(),
    urls_namespace="api",
)
tell_problems(api)
for _router in (linking.router, vouchers.router, statements.router, webhook.router):
    api.add_router("", _router)
