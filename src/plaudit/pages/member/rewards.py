"""Rewards: the list, one of them, and taking it."""

from __future__ import annotations

import secrets

from django.http import Http404, HttpResponse
from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from plaudit.actions.take import take as take_reward
from plaudit.core.voice import points_in_words
from plaudit.pages.member.reward_search import search
from plaudit.pages.member.reward_words import ShownReward, show_reward
from plaudit.pages.member.visit import Visit, moving, visiting
from plaudit.store.rewards import Offered, list_rewards

KEY_BYTES = 16


@require_safe
@visiting
def rewards(visit: Visit) -> HttpResponse:
    """Show what the programme offers, in the order of its edition, to everybody the same."""
    points = visit.spendable_points
    searched = search(visit.request.GET.dict(), _offered(visit), voice=visit.voice)
    return visit.page(
        "member/rewards.html",
        search=searched,
        rewards=[_shown(visit, one, points=points) for one in searched.found],
        points=points_in_words(points, visit.voice),
    )


@require_safe
@visiting
def reward(visit: Visit, reward: str) -> HttpResponse:
    """Show one reward, with the button that takes it once however often it is pressed."""
    found = [one for one in _offered(visit) if one.terms.id == reward]
    if not found:
        raise Http404
    shown = _shown(visit, found[0], points=visit.spendable_points)
    key = secrets.token_urlsafe(KEY_BYTES)
    still = visit.why_nothing_moves
    return visit.page("member/reward.html", reward=shown, key=key, still=still)


@require_POST
@visiting
@moving
def take(visit: Visit, reward: str) -> HttpResponse:
    """Take a reward and show its voucher."""
    key = visit.request.POST.get("key") or secrets.token_urlsafe(KEY_BYTES)
    taken = take_reward(visit.connection, visit.member_id, reward, key=key, now=visit.now)
    return visit.to("voucher", number=taken.voucher_id)


def _offered(visit: Visit) -> list[Offered]:
    return list_rewards(visit.connection, visit.member.programme_id, today=visit.today)


def _shown(visit: Visit, offered: Offered, *, points: int) -> ShownReward:
    return show_reward(offered, spendable_points=points, today=visit.today, voice=visit.voice)


urlpatterns = [
    path("", rewards, name="rewards"),
    path("<str:reward>", reward, name="reward"),
    path("<str:reward>/take", take, name="take_reward"),
]
