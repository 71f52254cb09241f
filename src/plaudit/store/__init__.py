"""The only Python that runs SQL: takes a connection, gives core values."""
