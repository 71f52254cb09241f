"""Work that isn't a request: messages to partners, and jobs on a timetable."""
