"""C25: published ahead, by someone other than the author."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from plaudit.core.catalogue.saying import shown
from plaudit.core.charter.approval import content_hash, rehearsed_hash
from plaudit.core.charter.clause import Clause
from plaudit.core.charter.finding import Finding
from plaudit.core.charter.people import is_a_person, perhaps_the_same, same_person
from plaudit.core.charter.view import View
from plaudit.core.charter.words import NameWords, Phrases, in_words
from plaudit.core.refusals import N_
from plaudit.core.sentence import sentence

AHEAD_DAYS = 14
_SAYS_NOTHING = NameWords(
    "tbd tba tbc todo to_do to_be_* to_follow follows_later follows_soon pending planned "
    "outstanding not_yet* not_needed not_necessary not_required not_applicable not_done n_a na "
    "none nothing "
    "no_assessment no_dpia unknown later soon xxx xx placeholder example_text lorem_ipsum waived "
    "in_preparation in_progress draft will_be_* skipped missing see_later"
)
"""Words that stand where a document or an address should: nothing is there yet."""
_SAID = (
    ("edition", "source"),
    ("edition", "purpose"),
    ("basis", "assessment"),
    ("basis", "reason"),
    ("contact", "controller"),
    ("contact", "address"),
    ("contact", "phone"),
    ("contact", "data_protection_officer"),
    ("contact", "supervisory_authority"),
)
_WORDS_MOST = 5


def check(view: View) -> Iterator[Finding]:
    """Yield a start too soon, an author who approves, and an approval of another text."""
    if view.kind != "edition":
        return
    yield from _days(view)
    head = view.value("edition")
    if isinstance(head, Mapping) and head and "purpose" not in head:
        yield view.refuse(
            "C25",
            ("edition",),
            seen=sentence(N_("purpose is missing: nothing says what the programme is for.")),
            write=sentence(N_('Add purpose = {{ en = "To thank people who …" }}.')),
            on_key=True,
        )
    yield from _placeholders(view)
    yield from _people(view)
    yield from _rehearsal(view)
    yield from _approval(view)


def _days(view: View) -> Iterator[Finding]:
    """Yield a publication too short before the start, and one that is past."""
    starts_on, published_on = view.day("edition", "starts_on"), view.day("people", "published_on")
    if starts_on is not None and published_on is not None:
        ahead = (starts_on - published_on).days
        if 0 <= ahead < AHEAD_DAYS:
            yield view.refuse(
                "C25",
                ("people", "published_on"),
                seen=sentence(
                    N_(
                        "The edition is published {ahead} days before it starts; {least} "
                        "is the least."
                    ),
                    ahead=ahead,
                    least=AHEAD_DAYS,
                ),
                write=sentence(N_("Publish it sooner, or let it start later.")),
            )
    today = view.world.today
    approved = view.value("approval") is not None
    if today is not None and published_on is not None and published_on < today and not approved:
        yield view.refuse(
            "C25",
            ("people", "published_on"),
            seen=sentence(
                N_("{published_on} is past, and nobody has approved the edition."),
                published_on=published_on,
            ),
            write=sentence(N_("Set another day, at least 14 days before the start.")),
        )


def _placeholders(view: View) -> Iterator[Finding]:
    """Yield texts that say only that something is still to come."""
    for path in _SAID:
        value = view.value(*path)
        texts = value.values() if isinstance(value, Mapping) else [value]
        for text in texts:
            words = in_words(text) if isinstance(text, str) else ""
            says_nothing = _SAYS_NOTHING.find(words) or (words == "" and _is_marks(text))
            if says_nothing and words.count("_") < _WORDS_MOST:
                yield view.refuse(
                    "C25",
                    path,
                    seen=sentence(
                        N_("{text} says only that it is still to come."), text=shown(text)
                    ),
                    write=sentence(
                        N_("Write {key} before you publish."),
                        key=path[-1],
                    ),
                )
                break


def _is_marks(text: object) -> bool:
    """Return whether a text has signs and not one letter, like "-" or "…"."""
    return isinstance(text, str) and bool(text.strip()) and not any(map(str.isalnum, text))


def _people(view: View) -> Iterator[Finding]:
    author, approver = view.text("people", "author"), view.text("people", "approver")
    for key, name in (("author", author), ("approver", approver)):
        if name is not None and name.strip() and not is_a_person(name):
            yield view.refuse(
                "C25",
                ("people", key),
                seen=sentence(N_("{name} names no person."), name=shown(name)),
                write=sentence(
                    N_('Write a name: {key} = "Malee Srisai, programme office".'), key=key
                ),
            )
            return
    if not author or not approver:
        return
    if same_person(author, approver):
        yield view.refuse(
            "C25",
            ("people", "approver"),
            seen=sentence(
                N_("{approver} wrote the edition and would approve it too."),
                approver=shown(approver),
            ),
            write=sentence(N_("Let another person approve it.")),
        )
    elif perhaps_the_same(author, approver):
        yield view.ask(
            "C25",
            ("people", "approver"),
            seen=sentence(
                N_("{approver} and {author} may be the same person."),
                approver=shown(approver),
                author=shown(author),
            ),
            question=sentence(N_("Are they two persons? Then write both names in full.")),
        )


def _rehearsal(view: View) -> Iterator[Finding]:
    """Refuse a rehearsal of another edition: its approver would sign a report of other rules."""
    rehearsed = view.text("rehearsal", "edition_sha256")
    if rehearsed is not None and rehearsed != rehearsed_hash(view):
        yield view.refuse(
            "C25",
            ("rehearsal", "edition_sha256"),
            seen=sentence(
                N_(
                    "Something was changed after the rehearsal: its report is about "
                    "another edition."
                )
            ),
            write=sentence(N_("Rehearse the edition as it stands, or take [rehearsal] out.")),
        )


def _approval(view: View) -> Iterator[Finding]:
    """Ask for a new approval where the file isn't any more what was approved."""
    if view.value("approval") is None:
        return
    by, approver = view.text("approval", "by"), view.text("people", "approver")
    author = view.text("people", "author")
    is_told = author and approver and same_person(author, approver)  # in `_people`
    if by and approver and not is_told and not same_person(by, approver):
        yield view.refuse(
            "C25",
            ("approval", "by"),
            seen=sentence(
                N_("{by} approved it, but {approver} is named as approver."),
                by=shown(by),
                approver=shown(approver),
            ),
            write=sentence(N_("Name the one who approved it.")),
        )
    approved_on, published_on = (
        view.day("approval", "approved_on"),
        view.day("people", "published_on"),
    )
    if approved_on is not None and published_on is not None and approved_on > published_on:
        yield view.refuse(
            "C25",
            ("approval", "approved_on"),
            seen=sentence(
                N_(
                    "The edition was published on {published_on} and approved only on "
                    "{approved_on}."
                ),
                published_on=published_on,
                approved_on=approved_on,
            ),
            write=sentence(N_("Publish it after its approval.")),
        )
    yield from _void(view, approver or by)


def _void(view: View, approver: str | None) -> Iterator[Finding]:
    approved = view.text("approval", "sha256")
    if approved is not None and approved != content_hash(view):
        yield view.ask(
            "C25",
            ("approval", "sha256"),
            seen=sentence(N_("Something was changed after the approval: the approval is void.")),
            question=sentence(
                N_(
                    "Does {approver} approve the edition as it stands now? Then write "
                    'sha256 = "{value}".'
                ),
                approver=shown(approver),
                value=content_hash(view),
            ),
        )


CLAUSE = Clause(
    number="C25",
    plain=N_(
        "Rules are published at least two weeks before they count, and somebody other "
        "than the author has approved them."
    ),
    text="Published at least 14 days ahead, by someone other than the author, with purpose, legal "
    "basis, assessment reference, retention and contact.",
    reason=N_("A rule that binds many is read by two and known before it binds."),
    layers="SX",
    instead=(
        N_("Publish the edition 14 days or more before it starts."),
        "Let another person approve it than the one who wrote it.",
        "Say purpose, legal basis, assessment and contact in the file.",
    ),
    cases=("author-approves", "thirteen-days", "no-contact", "no-purpose", "void-approval"),
    names=NameWords(
        "self_approv* emergency* urgent* immediate* skip_notice* notice_days* without_notice* "
        "secret* hidden* effective* assess* dpia* without_approval* no_approval* approves_itself* "
        "approved_by_itself* approved_automatically* not_published* unpublished* published_later* "
        "short_notice* no_notice* at_once* same_day* valid_at_once* overrides* override* "
        "waives_notice* waived_notice* exempt* bypass*"
    ),
    hints=NameWords(
        "approv* publish* announce* law legal* starts* contact* purpose* author* later* none* "
        "skip* short* days* notice* ahead* same* self* own*"
    ),
    phrases=Phrases(
        {
            "en": (
                "with immediate effect; effective immediately; from yesterday; without notice; "
                "no notice; secret*; not to be published; overnight; takes effect at once; "
                "at once; as of today; from today; with effect from today; without publication; "
                "not published; kept quiet; confidential; will be published later; "
                "no need to publish"
            ),
            "th": "มีผลทันที; โดยไม่ต้องแจ้ง; ลับ; ตั้งแต่วันนี้; ไม่เปิดเผย; ไม่ต้องประกาศ; มีผลย้อน",
            "zh-Hans": (
                "立即生效; 不另行通知; 保密; 不公开; 即日起; 即刻; 不予公布; 内部文件; 机密"
            ),
        }
    ),
    question=N_("Is anything here meant to bind people before they can know it?"),
    check=check,
)
