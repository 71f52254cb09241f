"""The partner's settlement: statements as a page, CSV and PDF, and saying that one is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from plaudit.actions.dispute import dispute
from plaudit.core.refusals import N_, Code, Refusal, Refused, refusal
from plaudit.core.settlement import (
    DISPUTE_REASONS,
    DISPUTE_WORDS_MOST,
    month_named,
    shown_month,
)
from plaudit.core.settlement_csv import statement_csv
from plaudit.core.staff import Role
from plaudit.pages.papers.settlement_pdf import statement_paper
from plaudit.pages.papers.settlement_words import statement_words
from plaudit.pages.partner.words import own_partner
from plaudit.pages.staff.reasons import STANDS, reason_for_staff
from plaudit.pages.staff.shift import Shift, on_duty
from plaudit.store.disputes import Dispute, Disputed, read_disputes
from plaudit.store.settled_names import read_names
from plaudit.store.settlement import Made, read_owed, read_statements

DISPUTE_WORDS = {
    "voucher_missing": N_("A voucher is missing"),
    "wrong_price": N_("A price is wrong"),
    "not_ours": N_("Something isn't ours"),
    "payment_missing": N_("A payment is missing"),
    "wrong_sum": N_("A sum is wrong"),
}
_NOTHING: Mapping[str, str] = MappingProxyType({})
_WHOLE, _LINE = N_("The whole statement"), N_("Line {number}")


@require_safe
@on_duty(Role.PARTNER_ADMIN)
def statements(shift: Shift) -> HttpResponse:
    """List the statements, and what is owed now."""
    partner_id, voice = own_partner(shift), shift.voice
    return shift.page(
        "partner/statements.html",
        owed=_number(shift, read_owed(shift.connection, partner_id)),
        statements=[
            {
                "key": shown_month(made.statement.head.month),
                "month": voice.month(made.statement.head.month),
                "vouchers": _number(shift, made.statement.vouchers),
                "closing": _number(shift, made.statement.closing_points),
            }
            for made in read_statements(shift.connection, partner_id)
        ],
        disputes=[_dispute(shift, one) for one in read_disputes(shift.connection, partner_id)],
    )


@require_safe
@on_duty(Role.PARTNER_ADMIN)
def statement(shift: Shift, month: str) -> HttpResponse:
    """Show one statement, with its lines."""
    return _page(shift, _made(shift, month))


def _page(
    shift: Shift, made: Made, *, no: Refusal | None = None, typed: Mapping[str, str] = _NOTHING
) -> HttpResponse:
    """Show a statement, with why its PDF or a dispute was refused, and what was typed."""
    names = read_names(shift.connection, own_partner(shift), made.statement)
    why = "" if no is None else reason_for_staff(no, shift.voice)
    is_of_pdf = no is not None and no.code == Code.PDF_NOT_MADE
    return shift.page(
        "partner/statement.html",
        status=200 if no is None else no.status,
        month=shown_month(made.statement.head.month),
        said=statement_words(made, names, shift.voice),
        reasons=[(key, shift.voice.say(DISPUTE_WORDS[key])) for key in DISPUTE_REASONS],
        words_most=DISPUTE_WORDS_MOST,
        no_pdf=why if is_of_pdf else "",
        wrong="" if is_of_pdf else why,
        stands=no is not None and no.code in STANDS,
        typed=typed,
    )


@require_safe
@on_duty(Role.PARTNER_ADMIN)
def statement_file(shift: Shift, month: str, form: str) -> HttpResponse:
    """Answer with one statement as CSV or PDF, as the API does."""
    made = _made(shift, month)
    content: str | bytes | None
    if form == "csv":
        content, kind = statement_csv(made.statement), "text/csv; charset=utf-8"
    else:
        names = read_names(shift.connection, own_partner(shift), made.statement)
        content, kind = statement_paper(made, names), "application/pdf"
    if content is None:
        return _page(shift, made, no=refusal(Code.PDF_NOT_MADE, csv="CSV"))
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="statement-{month}.{form}"'
    return response


@require_POST
@on_duty(Role.PARTNER_ADMIN, does="partner.dispute")
def say_wrong(shift: Shift, month: str) -> HttpResponse:
    """Write down that a statement, or a line of it, is wrong. A person of the programme answers.

    Where it is refused, what was typed stands in the form again: also where that line was disputed
    before, as the words may be meant for another one.
    """
    made, sent = _made(shift, month), shift.request.POST.dict()
    line = sent.get("line", "0")
    number = int(line) if line.isascii() and line.isdigit() and len(line) < 8 else -1
    if number > len(made.statement.lines) or number < 0:
        number = len(made.statement.lines) + 1
    of = Disputed(own_partner(shift), made.statement.head.month, number)
    reason, words = sent.get("reason", ""), sent.get("words", "")[: DISPUTE_WORDS_MOST + 1]
    try:
        dispute(shift.connection, of, reason=reason, words=words, now=shift.now)
    except Refused as refused:
        return _page(shift, made, no=refused.refusal, typed=sent)
    return HttpResponseRedirect("/staff/partner/statements/")


def _made(shift: Shift, month: str) -> Made:
    """Return the partner's statement of a month.

    Refuses: STATEMENT_UNKNOWN.
    """
    named = month_named(month)
    partner_id = own_partner(shift)
    found = [] if named is None else read_statements(shift.connection, partner_id, month=named)
    if not found:
        partner = shift.person.partner or ""
        raise Refused(refusal(Code.STATEMENT_UNKNOWN, partner=partner, month=month[:7]))
    return found[0]


def _dispute(shift: Shift, one: Dispute) -> dict[str, str]:
    voice, decided = shift.voice, one.decided
    about = voice.say(_LINE, number=str(one.line)) if one.line else voice.say(_WHOLE)
    return {
        "month": voice.month(one.month),
        "about": about,
        "reason": voice.say(DISPUTE_WORDS[one.reason]),
        "words": one.words,
        "answer": "" if decided is None else decided.words,
        "points": ""
        if decided is None or decided.points is None
        else _number(shift, decided.points),
    }


def _number(shift: Shift, number: int) -> str:
    return shift.voice.number(Fraction(number)).replace("-", "−")
