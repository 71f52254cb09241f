"""A partner's own pages: what it reports, its keys, messages, statements and people."""
