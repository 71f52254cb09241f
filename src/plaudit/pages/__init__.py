"""The pages: server-rendered HTML, for phones first, without JavaScript."""
