-- name: wait_briefly
-- A lock that isn't free by then is refused on this connection. Takes: milliseconds, as a text.
SELECT set_config('lock_timeout', %(milliseconds)s, FALSE) AS set_to;

-- name: wait_as_usual
RESET lock_timeout;
