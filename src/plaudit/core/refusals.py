"""Every no that Plaudit says: its code, HTTP status and sentence, in order of precedence.

A refusal is the world's doing: expected, shown, never an error. A single action raises `Refused`.
"""

from __future__ import annotations

from enum import StrEnum
from string import Formatter
from typing import NamedTuple

from plaudit.core.api_refusals import OF_API
from plaudit.core.check_in_refusals import OF_CHECK_INS
from plaudit.core.decision_refusals import OF_DECISIONS
from plaudit.core.deed_refusals import OF_DEEDS
from plaudit.core.desk_refusals import OF_DESK
from plaudit.core.draft_refusals import OF_DRAFTS
from plaudit.core.marking import N_
from plaudit.core.partner_refusals import OF_PARTNER_PAGES
from plaudit.core.request_refusals import OF_REQUESTS
from plaudit.core.settlement_refusals import OF_SETTLEMENT
from plaudit.core.sign_in_refusals import OF_SIGN_IN
from plaudit.core.staff_refusals import OF_STAFF
from plaudit.core.table_refusals import OF_TABLES
from plaudit.core.voucher_refusals import OF_VOUCHERS

__all__ = ["N_", "REASONS", "Code", "Reason", "Refusal", "Refused", "refusal"]


class Code(StrEnum):
    """The codes, in order of precedence: of two that hold, the earlier one is said."""

    # the request
    NOT_HTTP = "not_http"
    HEAD_TOO_LARGE = "head_too_large"
    METHOD_NOT_ALLOWED = "method_not_allowed"
    NOT_FOUND = "not_found"
    KEY_MISSING = "key_missing"
    KEY_UNKNOWN = "key_unknown"
    NOT_JSON = "not_json"
    CONTENT_TYPE_UNKNOWN = "content_type_unknown"
    BODY_TOO_LARGE = "body_too_large"
    BODY_INCOMPLETE = "body_incomplete"
    BODY_TOO_SLOW = "body_too_slow"
    TOO_MANY_DEEDS = "too_many_deeds"
    TOO_DEEP = "too_deep"
    TEXT_BROKEN = "text_broken"
    JSON_BROKEN = "json_broken"
    KEY_TWICE = "key_twice"
    NUMBER_UNREADABLE = "number_unreadable"
    NOT_A_BATCH = "not_a_batch"
    FIELD_MISSING = "field_missing"
    FIELD_UNKNOWN = "field_unknown"
    FIELD_WRONG = "field_wrong"
    IDEMPOTENCY_KEY_MISSING = "idempotency_key_missing"
    IDEMPOTENCY_KEY_WRONG = "idempotency_key_wrong"
    IDEMPOTENCY_KEY_REUSED = "idempotency_key_reused"
    SERVICE_AWAY = "service_away"
    TOO_BUSY = "too_busy"
    OUR_FAULT = "our_fault"
    # one deed, as written
    ROW_BROKEN = "row_broken"
    NOT_AN_OBJECT = "not_an_object"
    ATTRIBUTE_MISSING = "attribute_missing"
    ATTRIBUTE_UNKNOWN = "attribute_unknown"
    ATTRIBUTE_WRONG = "attribute_wrong"
    SPECVERSION_UNKNOWN = "specversion_unknown"
    TIME_WRONG = "time_wrong"
    ACTIVITY_UNKNOWN = "activity_unknown"
    FACT_UNKNOWN = "fact_unknown"
    FACT_MISSING = "fact_missing"
    FACT_WRONG_TYPE = "fact_wrong_type"
    FACT_NOT_A_CHOICE = "fact_not_a_choice"
    FACT_TOO_PRECISE = "fact_too_precise"
    FACT_OUT_OF_RANGE = "fact_out_of_range"
    # one deed, against what is known
    SOURCE_UNKNOWN = "source_unknown"
    SOURCE_NOT_YOURS = "source_not_yours"
    MEMBER_UNKNOWN = "member_unknown"
    CONTENT_CONFLICT = "content_conflict"
    NOT_REGISTERED_FOR = "not_registered_for"
    IN_THE_FUTURE = "in_the_future"
    TOO_LATE = "too_late"
    NO_EDITION = "no_edition"
    BUDGET_SPENT = "budget_spent"
    PROGRAMME_BUDGET_SPENT = "programme_budget_spent"
    # one reward, one voucher
    REWARD_UNKNOWN = "reward_unknown"
    KEY_TAKEN = "key_taken"
    LEFT_TOO_LONG_AGO = "left_too_long_ago"
    REWARD_NOT_YET = "reward_not_yet"
    REWARD_CLOSED = "reward_closed"
    REWARD_NOT_READY = "reward_not_ready"
    MONTH_FULL = "month_full"
    DAY_FULL = "day_full"
    POINTS_TOO_FEW = "points_too_few"
    SOLD_OUT = "sold_out"
    TOO_MANY_WRONG = "too_many_wrong"
    LINK_CODE_UNKNOWN = "link_code_unknown"
    VOUCHER_UNKNOWN = "voucher_unknown"
    VOUCHER_NOT_YOURS = "voucher_not_yours"
    VOUCHER_USED = "voucher_used"
    VOUCHER_CANCELLED = "voucher_cancelled"
    VOUCHER_LAPSED = "voucher_lapsed"
    CANNOT_UNDO = "cannot_undo"
    OFFLINE_TOO_MANY = "offline_too_many"
    OFFLINE_UNSIGNED = "offline_unsigned"
    OFFLINE_TOO_LATE = "offline_too_late"
    NO_TICKETS_HERE = "no_tickets_here"
    TICKET_WRONG = "ticket_wrong"
    TICKETS_TOO_MANY = "tickets_too_many"
    # a decision about an award, or a question
    NOT_A_PERSON = "not_a_person"
    AWARD_UNKNOWN = "award_unknown"
    RECORD_RESTRICTED = "record_restricted"
    TWO_PEOPLE_NEEDED = "two_people_needed"
    SECOND_IS_THE_SAME = "second_is_the_same"
    RECORD_STANDS_STILL = "record_stands_still"
    PROPOSED_ALREADY = "proposed_already"
    PROPOSAL_UNKNOWN = "proposal_unknown"
    REASON_UNKNOWN = "reason_unknown"
    TOO_LATE_TO_REVERSE = "too_late_to_reverse"
    STRUCK_OUT_ALREADY = "struck_out_already"
    NOTHING_TO_REVERSE = "nothing_to_reverse"
    NOTHING_TO_RESTORE = "nothing_to_restore"
    ENTRY_UNKNOWN = "entry_unknown"
    QUESTION_OPEN = "question_open"
    TOO_MANY_QUESTIONS = "too_many_questions"
    WORDS_TOO_LONG = "words_too_long"
    QUESTION_UNKNOWN = "question_unknown"
    QUESTION_ANSWERED = "question_answered"
    ANSWER_MISSING = "answer_missing"
    ANSWER_DOESNT_FIT = "answer_doesnt_fit"
    # a check-in at a place
    CHECK_IN_UNREADABLE = "check_in_unreadable"
    CHECK_IN_UNKNOWN = "check_in_unknown"
    CHECK_IN_WAITS = "check_in_waits"
    CHECK_IN_NOT_OPEN = "check_in_not_open"
    CHECK_IN_KEPT_TOO_LONG = "check_in_kept_too_long"
    CHECK_IN_CODE_OVER = "check_in_code_over"
    CHECK_IN_CLOCK_WRONG = "check_in_clock_wrong"
    CHECK_IN_CODE_WRONG = "check_in_code_wrong"
    CHECK_IN_TWICE = "check_in_twice"
    MEMBER_CODE_OVER = "member_code_over"
    HANDLE_UNCLEAR = "handle_unclear"
    PLACE_WRONG = "place_wrong"
    CHECK_IN_TIME_WRONG = "check_in_time_wrong"
    CHECK_INS_TOO_MANY = "check_ins_too_many"
    LIST_TOO_LONG = "list_too_long"
    # a partner's account
    MONTH_NOT_OVER = "month_not_over"
    POINTS_WRONG = "points_wrong"
    REFERENCE_WRONG = "reference_wrong"
    REFERENCE_TAKEN = "reference_taken"
    SETTLEMENT_REASON_UNKNOWN = "settlement_reason_unknown"
    MORE_THAN_OWED = "more_than_owed"
    STATEMENT_UNKNOWN = "statement_unknown"
    LINE_UNKNOWN = "line_unknown"
    DISPUTED_ALREADY = "disputed_already"
    DISPUTE_UNKNOWN = "dispute_unknown"
    DISPUTE_DECIDED = "dispute_decided"
    WORDS_MISSING = "words_missing"
    # a partner's webhook
    WEBHOOK_URL_WRONG = "webhook_url_wrong"
    WEBHOOK_UNKNOWN = "webhook_unknown"
    STILL_CHANGING = "still_changing"
    MESSAGE_UNKNOWN = "message_unknown"
    MESSAGE_OVER = "message_over"
    # a member at the door of the own pages
    TOO_MANY_SIGN_INS = "too_many_sign_ins"
    SIGN_IN_OVER = "sign_in_over"
    SIGN_IN_CODE_WRONG = "sign_in_code_wrong"
    PASSKEY_WRONG = "passkey_wrong"
    CITY_LOGIN_FAILED = "city_login_failed"
    CITY_LOGIN_AWAY = "city_login_away"
    WAY_IN_UNKNOWN = "way_in_unknown"
    WAY_IN_TAKEN = "way_in_taken"
    LAST_WAY_IN = "last_way_in"
    TOO_MANY_PASSKEYS = "too_many_passkeys"
    # somebody of the staff
    STAFF_ROLE_MISSING = "staff_role_missing"
    STAFF_UNKNOWN = "staff_unknown"
    STAFF_NAME_TAKEN = "staff_name_taken"
    STAFF_ROLES_DONT_FIT = "staff_roles_dont_fit"
    STAFF_KEY_UNKNOWN = "staff_key_unknown"
    STAFF_KEY_TAKEN = "staff_key_taken"
    TOO_MANY_STAFF_KEYS = "too_many_staff_keys"
    TOO_MANY_OPENINGS = "too_many_openings"
    LOOK_REASON_MISSING = "look_reason_missing"
    CARD_WRONG = "card_wrong"
    CARD_UNKNOWN = "card_unknown"
    CARD_OF_ANOTHER = "card_of_another"
    TOO_MANY_ERASURES = "too_many_erasures"
    JOINING_CLOSED = "joining_closed"
    FORM_SENT_TWICE = "form_sent_twice"
    RECORD_NOT_OPEN = "record_not_open"
    OTHER_RECORD_OPEN = "other_record_open"
    INVITATION_OVER = "invitation_over"
    # a partner at its own pages
    KEY_MARK_UNKNOWN = "key_mark_unknown"
    TOO_MANY_KEYS = "too_many_keys"
    FILE_MISSING = "file_missing"
    UPLOAD_UNKNOWN = "upload_unknown"
    TOO_MANY_UPLOADS = "too_many_uploads"
    UPLOAD_BEGUN = "upload_begun"
    TABLES_BUSY = "tables_busy"
    # a draft of an edition
    DRAFT_UNKNOWN = "draft_unknown"
    DRAFT_OVER = "draft_over"
    DRAFT_CHANGED = "draft_changed"
    DRAFTS_TOO_MANY = "drafts_too_many"
    DRAFT_SAVED_TOO_OFTEN = "draft_saved_too_often"
    DRAFT_TOO_LARGE = "draft_too_large"
    DRAFT_NAME_MISSING = "draft_name_missing"
    DRAFT_NOT_READY = "draft_not_ready"
    DRAFT_ELSEWHERE = "draft_elsewhere"
    DRAFT_DAY_PAST = "draft_day_past"
    APPROVER_WROTE_IT = "approver_wrote_it"
    APPROVER_IS_ANOTHER = "approver_is_another"
    DRAFT_NOT_APPROVED = "draft_not_approved"
    DRAFT_NOT_TODAY = "draft_not_today"
    DRAFT_TABLE_IN_THE_WAY = "draft_table_in_the_way"
    REHEARSAL_UNREADABLE = "rehearsal_unreadable"
    REHEARSAL_OF_TWO = "rehearsal_of_two"
    REHEARSAL_OF_ANOTHER = "rehearsal_of_another"
    FILE_TOO_LARGE = "file_too_large"
    CATALOGUE_UNREADABLE = "catalogue_unreadable"
    CANNOT_PUBLISH = "cannot_publish"
    # a table, and a cell of it
    TABLE_UNREADABLE = "table_unreadable"
    NOT_A_TABLE = "not_a_table"
    SHEETS_TOO_MANY = "sheets_too_many"
    TABLE_EMPTY = "table_empty"
    TABLE_TOO_LARGE = "table_too_large"
    COLUMNS_MISSING = "columns_missing"
    COLUMN_UNKNOWN = "column_unknown"
    COLUMN_TWICE = "column_twice"
    CELL_FORMULA = "cell_formula"
    CELL_ERROR = "cell_error"
    CELL_SHORTENED = "cell_shortened"
    NUMBER_UNCLEAR = "number_unclear"
    NUMBER_WRONG = "number_wrong"
    DAY_UNCLEAR = "day_unclear"
    DAY_WRONG = "day_wrong"
    YEAR_SHORT = "year_short"
    CLOCK_CHANGED = "clock_changed"


class Reason(NamedTuple):
    """An HTTP status (of a request that is refused as a whole) and a sentence with its facts."""

    status: int
    sentence: str


_GROUPS = (
    OF_REQUESTS, OF_API, OF_DEEDS, OF_VOUCHERS, OF_DECISIONS, OF_CHECK_INS, OF_SETTLEMENT,
    OF_SIGN_IN, OF_STAFF, OF_PARTNER_PAGES, OF_DESK, OF_DRAFTS, OF_TABLES,
)  # fmt: skip
REASONS = {Code(code): Reason(*said) for group in _GROUPS for code, said in group.items()}


_NEEDED = {
    code: frozenset(name for _, name, _, _ in Formatter().parse(said.sentence) if name)
    for code, said in REASONS.items()
}


class Refusal(NamedTuple):
    """A no, with the facts of its sentence as (name, value) pairs."""

    code: Code
    facts: tuple[tuple[str, str], ...] = ()

    @property
    def status(self) -> int:
        """The HTTP status, where the refusal answers a whole request."""
        return REASONS[self.code].status

    def sentence(self, template: str | None = None) -> str:
        """Return the sentence with its facts, in English or from a translated template."""
        return (template or REASONS[self.code].sentence).format(**dict(self.facts))


def refusal(code: Code, **facts: object) -> Refusal:
    """Return a refusal with its facts as text: all that its sentence needs.

    >>> refusal(Code.ATTRIBUTE_MISSING, name="time").sentence()
    'The attribute time is missing.'
    """
    assert _NEEDED[code] <= facts.keys(), (code, facts.keys())
    return Refusal(code, tuple((name, str(value)) for name, value in facts.items()))


class Refused(Exception):
    """A single action's or a whole request's no."""

    def __init__(self, refused: Refusal) -> None:
        super().__init__(refused.sentence())
        self.refusal = refused
