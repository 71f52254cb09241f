-- What came back out of vouchers is listed by the decisions of some months, among those of years.
CREATE INDEX reversal_in_vouchers ON reversal (recorded_at) WHERE in_vouchers_points > 0;
