"""The till: looks at a voucher, honours it, takes a mistake back; also without a connection."""
