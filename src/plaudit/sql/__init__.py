"""SQL text of the book: changes to the tables, queries, checks; and their loader."""
