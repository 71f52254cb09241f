-- Who erases a member locks the member's vouchers first, so that none is used meanwhile. To lock a
-- row takes the right to change a column of it; voucher_goes_its_way lets no change of it pass.
GRANT UPDATE (changed_at) ON voucher TO plaudit_eraser;
