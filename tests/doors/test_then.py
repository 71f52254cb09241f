"""After signing in somebody is where they wanted to go, and never at another host."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from plaudit.pages.sign_in.then import kept_place


@pytest.mark.parametrize(
    "said",
    [
        "/member/data/",
        "/member/rewards/coffee-and-cake",
        "/member/check-in/?of=12",
        f"/member/rewards/?words={quote('กาแฟ')}",
    ],
)
def test_a_page_of_the_members_is_kept(said: str) -> None:
    assert kept_place(said) == said


def test_where_a_file_was_asked_for_it_leads_to_the_page_with_it() -> None:
    assert kept_place("/member/data/plaudit.json") == "/member/data/"


@pytest.mark.parametrize(
    "said",
    [
        "",
        "/member/",
        "/member/enter/1:abc",
        "/member/nowhere/",
        "/staff/",
        "member/data/",
        "//evil.example/member/",
        "/\\evil.example/member/data/",
        "https://evil.example/member/data/",
        "javascript:alert(1)",
        "/member/data/\r\nSet-Cookie: x=1",
        "/member/rewards/" + "a" * 300,
    ],
)
def test_anything_else_leads_to_the_wallet(said: str) -> None:
    assert kept_place(said) == ""
