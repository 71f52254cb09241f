"""A city's own login (OpenID Connect), from the settings.

PLAUDIT_CITY_LOGIN is the issuer's address as its documents say it, PLAUDIT_CITY_LOGIN_CLIENT our
name there, PLAUDIT_CITY_LOGIN_NAME what people call it. A secret, where the issuer gave one, is in
the file that PLAUDIT_CITY_LOGIN_SECRET_FILE names. The issuer leads back to /sign-in/city/back.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from plaudit.pages.sign_in.issuer import Issuer

SETTING = "PLAUDIT_CITY_LOGIN"


def city_login_of(settings: Mapping[str, str], our_url: str) -> Issuer | None:
    """Return the login that is set up, or None.

    Refuses: ValueError where the client is missing; OSError where the secret can't be read.

    >>> found = city_login_of({SETTING: "https://id.city.example", f"{SETTING}_CLIENT": "p"}, "u")
    >>> found.name, found.back, found.secret
    ('id.city.example', 'u/sign-in/city/back', '')
    """
    issuer, client = settings.get(SETTING, ""), settings.get(f"{SETTING}_CLIENT", "")
    if not issuer:
        return None
    if not client:
        raise ValueError(f"{SETTING}_CLIENT is missing: the name that the issuer knows us by.")
    file = settings.get(f"{SETTING}_SECRET_FILE", "")
    return Issuer(
        name=settings.get(f"{SETTING}_NAME") or urlsplit(issuer).hostname or issuer,
        issuer=issuer,
        client=client,
        secret=Path(file).read_text("utf-8").strip() if file else "",
        back=f"{our_url}/sign-in/city/back",
    )
