-- A foreign key locks the row that it names. Every taker of a programme named its held account, its
-- reward's terms and its partner, and every till its accounts: with 16 clients, takers waited for
-- one another (docs/reference/performance.md). These rows are never deleted; that each end is there
-- is recounted instead: each_end_is_there in sql/checks/vouchers.sql.
ALTER TABLE voucher DROP CONSTRAINT voucher_partner, DROP CONSTRAINT voucher_terms;
ALTER TABLE honour
DROP CONSTRAINT honour_from,
DROP CONSTRAINT honour_to,
DROP CONSTRAINT honour_partner,
DROP CONSTRAINT honour_undoes;
ALTER TABLE transfer DROP CONSTRAINT transfer_account;
