-- name: lock_form
-- One press of a form at a time; the lock ends with the transaction. Takes: form.
SELECT pg_advisory_xact_lock(hashtextextended(%(form)s, 0)) AS locked;

-- name: joined_by_form
-- Who joined by a form at the desk: the log has the form and the press's instant, and the look of
-- that instant whose record it is. Members are numbered as they come, so the newest are enough.
-- Takes: programme_id, staff_id, what, form, newest. Gives: one row or none.
SELECT m.member_id
FROM staff_act AS a
INNER JOIN look AS l ON a.acted_at = l.looked_at AND a.who = l.who
INNER JOIN member AS m ON l.member_id = m.member_id AND a.acted_at = m.agreed_at
WHERE
    a.programme_id = %(programme_id)s
    AND m.programme_id = a.programme_id
    AND a.staff_id = %(staff_id)s
    AND a.what = %(what)s
    AND a.about = %(form)s
    AND l.through = 'desk'
    AND l.member_id > (SELECT max(n.member_id) - %(newest)s FROM member AS n);
