"""The commands as people start them: in a process of their own."""
