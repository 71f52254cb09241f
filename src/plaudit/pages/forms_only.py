"""What somebody reads who opens an address that takes forms only: a tab that was restored, say."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.deprecation import MiddlewareMixin

from plaudit.pages.frame import back_from, page

_OF_PARTNERS = "/v1/"


class FormsOnly(MiddlewareMixin):
    """Middleware: a page in place of an empty answer. Under /v1/ it is a problem (api.problems)."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Return the answer, or a page with its status that leads back."""
        if (
            not isinstance(response, HttpResponseNotAllowed)
            or request.method != "GET"
            or request.path.startswith(_OF_PARTNERS)
        ):
            return response
        shown = page(request, "public/forms_only.html", status=405, back=back_from(request.path))
        shown.headers["Allow"] = response.headers["Allow"]
        return shown
