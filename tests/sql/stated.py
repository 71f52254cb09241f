"""Rows of settlement: one of each, beside the honour with number 1."""

from __future__ import annotations

ONE_OF_EACH = {
    "settlement_entry": (
        "INSERT INTO settlement_entry (entry_id, partner_id, from_account_id, to_account_id, kind,"
        " points, reason, reference, decided_by, recorded_at)"
        " SELECT 1, t.partner_id, f.account_id, t.account_id, 'correction', 1, 'left_out', 'A1',"
        " 'Pim Chaiyo', now() FROM account AS f, account AS t"
        " WHERE f.kind = 'issue' AND t.kind = 'settlement' LIMIT 1"
    ),
    "settlement_statement": (
        "INSERT INTO settlement_statement (partner_id, number, month, opening_points,"
        " honoured_points, corrected_points, paid_points, closing_points, sha256, text, closed_at)"
        " SELECT partner_id, 1, '2026-11-01', 0, 1, 1, 0, 2, sha256(convert_to('{}', 'UTF8')),"
        " '{}', now() FROM settlement_entry"
    ),
    "stated_honour": (
        "INSERT INTO stated_honour (honour_id, partner_id, number)"
        " SELECT 1, partner_id, 1 FROM settlement_entry"
    ),
    "stated_entry": (
        "INSERT INTO stated_entry (entry_id, partner_id, number)"
        " SELECT 1, partner_id, 1 FROM settlement_entry"
    ),
    "settlement_dispute": (
        "INSERT INTO settlement_dispute (partner_id, number, line, reason, words, disputed_at)"
        " SELECT partner_id, 1, 0, 'wrong_sum', 'Why?', now() FROM settlement_entry"
    ),
    "dispute_decision": (
        "INSERT INTO dispute_decision (partner_id, number, line, words, decided_by, decided_at)"
        " SELECT partner_id, 1, 0, 'So.', 'Pim Chaiyo', now() FROM settlement_entry"
    ),
}
