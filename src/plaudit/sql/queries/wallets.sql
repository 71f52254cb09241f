-- name: programme_accounts
-- A programme's own accounts. Gives: kind and account_id.
SELECT
    a.kind,
    a.account_id
FROM account AS a
WHERE a.programme_id = %(programme_id)s AND a.partner_id IS NULL;

-- name: add_transfers
-- Takes: arrays of one length, a place for each transfer.
INSERT INTO transfer (
    member_id, transfer_id, account_id, into_wallet, points, lot_month, why, recorded_at,
    voucher_id, of_deed_on, of_deed_id, reason, decided_by
)
SELECT
    given.member_id,
    nextval('transfer_number') AS transfer_id,
    given.account_id,
    given.into_wallet,
    given.points,
    given.lot_month,
    given.why,
    given.recorded_at,
    given.voucher_id,
    given.of_deed_on,
    given.of_deed_id,
    given.reason,
    given.decided_by
FROM unnest(
    %(member_ids)s::BIGINT[], %(account_ids)s::INTEGER[], %(into_wallets)s::BOOLEAN[],
    %(points)s::BIGINT[], %(lot_months)s::INTEGER[], %(whys)s::TEXT[],
    %(recorded_ats)s::TIMESTAMPTZ[], %(voucher_ids)s::BIGINT[], %(of_deed_ons)s::DATE[],
    %(of_deed_ids)s::BIGINT[], %(reasons)s::TEXT[], %(decided_bys)s::TEXT[]
) AS given (
    member_id, account_id, into_wallet, points, lot_month, why, recorded_at, voucher_id,
    of_deed_on, of_deed_id, reason, decided_by
);
