-- What member.withheld holds since members are asked about kinds that an edition adds. It is flat:
-- the kind's number, then an instant in microseconds. A yes to a kind that came later stays in it.
COMMENT ON COLUMN member.withheld IS
'By kind, from which instant its deeds may be recorded: that of a yes; 2^63 - 1 after a no, '
'2^63 - 2 before an answer. Last day: erasure, or consent_months after leaving.';
