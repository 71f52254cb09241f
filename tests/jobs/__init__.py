"""Work that is not a request: messages, the timetable, the worker."""
