"""Privacy notices as HTML: the page's body, and a document of its own to print or send."""

from __future__ import annotations

import django
from django.apps import apps
from django.template.loader import render_to_string

from plaudit.core.notice.blocks import Notice, fingerprint
from plaudit.pages.files import FOLDER


def document(notice: Notice) -> str:
    """Return a notice as an HTML document that links to nothing.

    Needs: DJANGO_SETTINGS_MODULE in the environment.
    """
    if not apps.ready:
        django.setup()
    style = (FOLDER / "plaudit.css").read_text("utf-8")
    shown = {"notice": notice, "fingerprint": fingerprint(notice), "style": style}
    return render_to_string("public/notice_alone.html", shown)
