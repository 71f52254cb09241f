"""C22: a way without a phone, and no group shut out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from plaudit.core.catalogue.saying import listed, shown
from plaudit.core.charter.clause import Clause
from plaudit.core.charter.finding import Finding
from plaudit.core.charter.view import View
from plaudit.core.charter.words import NameWords, Phrases, in_words, word_set

_NO_WAY = word_set(
    "none no not_possible impossible n_a na not_available no_way nothing app_only phone_only "
    "not_needed not_applicable smartphone with_the_app use_the_app tbd later"
)
_LETTERS_LEAST = 8


def check(view: View) -> Iterator[Finding]:
    """Yield deed types without a way for people without a phone, and audiences that shut out."""
    if view.kind == "activity":
        yield from _without_phone(view)
    if view.kind == "edition":
        yield from _audience(view)


def _without_phone(view: View) -> Iterator[Finding]:
    said = view.value("without_phone")
    if said is None:
        yield view.refuse(
            "C22",
            ("id",),
            seen="Nothing says how people without a phone do this deed.",
            write='Add without_phone = "The desk stamps a paper card.".',
        )
        return
    ways = said.items() if isinstance(said, Mapping) else [("", said)]
    for language, way in ways:
        if isinstance(way, str) and way.strip() and _is_no_way(way):
            yield view.refuse(
                "C22",
                ("without_phone", language) if language else ("without_phone",),
                seen=f"{shown(way)} is no way for people without a phone.",
                write='Say the way: without_phone = "The desk stamps a paper card.".',
            )
            return


def _is_no_way(said: str) -> bool:
    word = in_words(said)
    return word in _NO_WAY or (said.isascii() and len(word) < _LETTERS_LEAST)


def _audience(view: View) -> Iterator[Finding]:
    audiences = view.registries.audiences
    for index, group in enumerate(view.texts("audience", "open_to")):
        if group in audiences.allowed or not group:
            continue
        entry = audiences.refusal_of(group)
        path = ("audience", "open_to", index)
        if isinstance(view.value("audience", "open_to"), str):
            path = ("audience", "open_to")  # type: ignore[assignment]
        yield view.refuse(
            entry.clause if entry else "C22",
            path,
            seen=f"A programme can't be for {shown(group)}. "
            + (entry.reason if entry else "It is not in the registry of audiences."),
            write=entry.instead if entry else f"Choose from: {listed(audiences.allowed)}.",
        )


CLAUSE = Clause(
    number="C22",
    text="Every deed has a way without a phone; no group is shut out by a protected trait.",
    reason="A reward for people with the newest phone, or of one kind, divides a city.",
    layers="SP",
    instead=(
        'Say the way without a phone: without_phone = "The steward keeps a paper list.".',
        'Open the programme to everyone: open_to = ["everyone"].',
    ),
    cases=("no-paper-list", "app-only", "no-way-in-one-language", "women-only", "age-band"),
    names=NameWords(
        "smartphone* app_only* needs_phone* needs_app* requires_phone* requires_app* "
        "phone_required* phone_only* digital_only* online_only* phone* nfc* max_age* "
        "to_age* until_age* up_to_age* not_for* except_for* nationality* gender* sex "
        "women* men"
    ),
    ids=NameWords("app_only* smartphone* women_only* men_only* seniors_only*"),
    phrases=Phrases(
        {
            "en": (
                "app only; only with the app; only in the app; smartphone needed; "
                "needs a smartphone; smartphone is needed; requires a smartphone; "
                "without a phone it is not; no way without; phone only; online only; "
                "not for foreigners; except for; locals only; natives only"
            ),
            "th": "ต้องใช้สมาร์ตโฟน; เฉพาะในแอป; ต้องมีมือถือ; ไม่รับชาวต่างชาติ",
            "zh-Hans": "必须使用手机; 仅限手机; 仅限App; 仅限APP; 外国人除外; 仅限本地人",
        }
    ),
    question="Is anybody shut out who has no phone, or who is of another kind?",
    check=check,
)
