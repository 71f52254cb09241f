-- What moving points needs: numbers for transfers, the account that holds the points of vouchers
-- that were taken, and the voucher that a transfer belongs to.
CREATE SEQUENCE transfer_number;
GRANT USAGE, SELECT ON SEQUENCE transfer_number TO plaudit_service;

-- held: points of vouchers that are neither honoured nor given back. They are still the member's.
ALTER TABLE account DROP CONSTRAINT account_kind;
ALTER TABLE account ADD CONSTRAINT account_kind CHECK (
    kind IN ('issue', 'held', 'expiry', 'returned') AND partner_id IS NULL
    OR kind = 'settlement' AND partner_id IS NOT NULL
);
INSERT INTO account (programme_id, kind)
SELECT
    p.programme_id,
    'held' AS kind
FROM programme AS p;

-- Points leave for a voucher and come back from one; no other transfer has to do with vouchers.
ALTER TABLE transfer ADD COLUMN voucher_id BIGINT;
ALTER TABLE transfer ADD CONSTRAINT transfer_names_its_voucher CHECK (
    (voucher_id IS NOT NULL) = (why IN ('redeem', 'give_back'))
);
COMMENT ON COLUMN transfer.voucher_id IS
'For which voucher. Last day: erasure, or voucher_months after it, 24 at most.';
