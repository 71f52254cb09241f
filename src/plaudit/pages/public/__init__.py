"""Pages that anybody may read: the programmes and their rules, the language, what went wrong."""
