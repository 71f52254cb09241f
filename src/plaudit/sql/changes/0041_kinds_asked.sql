-- Members are asked about kinds of deeds that a later edition adds. Who joined before this change
-- agreed to the words of that time: a later kind is recorded until it is stopped. For the editions
-- that were published by then that goes on; kinds of all others need a yes of their own.
-- kinds_asked_since: NULL for a programme that began later, which always asked.
ALTER TABLE programme ADD COLUMN kinds_asked_since TIMESTAMPTZ;
UPDATE programme SET kinds_asked_since = now()
WHERE kinds_asked_since IS NULL;
