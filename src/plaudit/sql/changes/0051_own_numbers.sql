-- Partners are told numbers of their own for vouchers, honours and settlement entries
-- (core/own_number.py). What they were told before keeps the book's own number: it stands in signed
-- vouchers, in lists that tills took along, in messages and in statements.
-- kind: of what; number: the last one that was told as it is. No row: none was.
CREATE TABLE told_until (
    kind TEXT NOT NULL,
    number BIGINT NOT NULL,
    CONSTRAINT told_until_pkey PRIMARY KEY (kind),
    CONSTRAINT told_until_kind CHECK (kind IN ('voucher', 'honour', 'entry'))
);
GRANT SELECT ON told_until TO plaudit_service;

INSERT INTO told_until (kind, number)
SELECT
    'voucher' AS kind,
    v.last_value AS number
FROM voucher_number AS v
WHERE v.is_called
UNION ALL
SELECT
    'honour' AS kind,
    h.last_value AS number
FROM honour_number AS h
WHERE h.is_called
UNION ALL
SELECT
    'entry' AS kind,
    e.last_value AS number
FROM settlement_entry_number AS e
WHERE e.is_called;
