-- Charter, C01 and C17: every column about a member, with its purpose and its last day. The closed
-- list is docs/reference/columns.md, made from these; a test compares both with the live tables.
COMMENT ON COLUMN member.member_id IS
'Tells members apart; a number without a name. Last day: erasure.';
COMMENT ON COLUMN member.agreed_at IS
'Nothing is recorded from before it. Last day: erasure, or consent_months after leaving.';
COMMENT ON COLUMN member.withdrawn_at IS
'Nothing is recorded from it on. Last day: erasure, or consent_months after leaving.';
COMMENT ON COLUMN member.points IS
'What the wallet holds; shown to its owner alone. Last day: erasure, or when all have expired.';
COMMENT ON COLUMN member.newest_on IS
'The newest counted day, to tell late deeds. Last day: erasure, or deed_months after that day.';
COMMENT ON COLUMN member.programme_id IS
'The programme that was joined. Last day: erasure, or consent_months after leaving.';
COMMENT ON COLUMN member.lots IS
'Points by the month in which they expire. Last day: erasure, or the month of expiry.';
COMMENT ON COLUMN member.counters IS
'Running totals of the newest periods, for ceilings. Last day: erasure, or deed_months after them.';

COMMENT ON COLUMN consent.member_id IS
'Whose words they are. Last day: erasure, or consent_months after leaving, 36 at most.';
COMMENT ON COLUMN consent.said_at IS
'When it was said. Last day: erasure, or consent_months after leaving, 36 at most.';
COMMENT ON COLUMN consent.agrees IS
'Whether it was a yes. Last day: erasure, or consent_months after leaving, 36 at most.';
COMMENT ON COLUMN consent.language IS
'In which language. Last day: erasure, or consent_months after leaving, 36 at most.';
COMMENT ON COLUMN consent.wording IS
'The wording, to prove it. Last day: erasure, or consent_months after leaving, 36 at most.';

COMMENT ON COLUMN deed.member_id IS
'Whose deed it was. Last day: erasure, or deed_months after the deed, 24 at most.';
COMMENT ON COLUMN deed.deed_id IS
'Its number: batch and place. Last day: erasure, or deed_months after the deed, 24 at most.';
COMMENT ON COLUMN deed.happened_at IS
'When it was done. Last day: erasure, or deed_months after the deed, 24 at most.';
COMMENT ON COLUMN deed.happened_on IS
'The local day, by which it is counted. Last day: erasure, or deed_months after the deed.';
COMMENT ON COLUMN deed.partner_id IS
'Who confirmed it. Last day: erasure, or deed_months after the deed, 24 at most.';
COMMENT ON COLUMN deed.edition_id IS
'By which rules it was counted. Last day: erasure, or deed_months after the deed, 24 at most.';
COMMENT ON COLUMN deed.points IS
'What it earned. Last day: erasure, or deed_months after the deed, 24 at most.';
COMMENT ON COLUMN deed.activity_no IS
'What kind of deed it was. Last day: erasure, or deed_months after the deed, 24 at most.';
COMMENT ON COLUMN deed.lot_month IS
'When its points expire. Last day: erasure, or deed_months after the deed, 24 at most.';
COMMENT ON COLUMN deed.event_id IS
'The partner''s number of the report. Last day: erasure, or deed_months after the deed.';
COMMENT ON COLUMN deed.facts IS
'What the report said, within the data catalogue. Last day: evidence_days, 90 at most.';
COMMENT ON COLUMN deed.counted IS
'How its points were counted. Last day: erasure, or deed_months after the deed, 24 at most.';

COMMENT ON COLUMN deed_key.partner_id IS
'Whose number it is. Last day: erasure, or deed_months after the deed, 24 at most.';
COMMENT ON COLUMN deed_key.happened_on IS
'Where the deed is. Last day: erasure, or deed_months after the deed, 24 at most.';
COMMENT ON COLUMN deed_key.member_id IS
'Where the deed is. Last day: erasure, or deed_months after the deed, 24 at most.';
COMMENT ON COLUMN deed_key.deed_id IS
'Where the deed is. Last day: erasure, or deed_months after the deed, 24 at most.';
COMMENT ON COLUMN deed_key.event_id IS
'That a report is counted once. Last day: erasure, or deed_months after the deed, 24 at most.';

COMMENT ON COLUMN refused_deed.member_id IS
'Whose report was refused. Last day: erasure, or evidence_days, 90 at most.';
COMMENT ON COLUMN refused_deed.happened_at IS
'Of when the report was. Last day: erasure, or evidence_days, 90 at most.';
COMMENT ON COLUMN refused_deed.partner_id IS
'Who sent it. Last day: erasure, or evidence_days, 90 at most.';
COMMENT ON COLUMN refused_deed.event_id IS
'The partner''s number of it. Last day: erasure, or evidence_days, 90 at most.';
COMMENT ON COLUMN refused_deed.activity_no IS
'What kind of deed it was. Last day: erasure, or evidence_days, 90 at most.';
COMMENT ON COLUMN refused_deed.code IS
'Why it was refused. Last day: erasure, or evidence_days, 90 at most.';
COMMENT ON COLUMN refused_deed.said IS
'The numbers in the reason, never the deed''s facts. Last day: erasure, or evidence_days.';
COMMENT ON COLUMN refused_deed.refused_at IS
'When it was refused. Last day: erasure, or evidence_days, 90 at most.';

COMMENT ON COLUMN transfer.member_id IS
'Whose points moved. Last day: erasure, or voucher_months after it, 24 at most.';
COMMENT ON COLUMN transfer.transfer_id IS
'Its number. Last day: erasure, or voucher_months after it, 24 at most.';
COMMENT ON COLUMN transfer.account_id IS
'The other end. Last day: erasure, or voucher_months after it, 24 at most.';
COMMENT ON COLUMN transfer.into_wallet IS
'Which way. Last day: erasure, or voucher_months after it, 24 at most.';
COMMENT ON COLUMN transfer.points IS
'How many. Last day: erasure, or voucher_months after it, 24 at most.';
COMMENT ON COLUMN transfer.lot_month IS
'Of which lot. Last day: erasure, or voucher_months after it, 24 at most.';
COMMENT ON COLUMN transfer.why IS
'What for. Last day: erasure, or voucher_months after it, 24 at most.';
COMMENT ON COLUMN transfer.recorded_at IS
'When. Last day: erasure, or voucher_months after it, 24 at most.';
COMMENT ON COLUMN transfer.of_deed_on IS
'Which award was reversed. Last day: erasure, or question_months after it, 24 at most.';
COMMENT ON COLUMN transfer.of_deed_id IS
'Which award was reversed. Last day: erasure, or question_months after it, 24 at most.';
COMMENT ON COLUMN transfer.reason IS
'Why it was reversed, from a closed list. Last day: erasure, or question_months after it.';
COMMENT ON COLUMN transfer.decided_by IS
'The person who decided it. Last day: erasure, or question_months after it, 24 at most.';

COMMENT ON COLUMN wallet_entry.member_id IS
'A view of deed and transfer: holds nothing itself. Last day: that of its rows.';
COMMENT ON COLUMN wallet_entry.lot_month IS
'A view of deed and transfer: holds nothing itself. Last day: that of its rows.';
COMMENT ON COLUMN wallet_entry.points IS
'A view of deed and transfer: holds nothing itself. Last day: that of its rows.';
