-- What waits to be sent about a deed, or was sent, names it by the partner's own number of the
-- report, or by the instant of a decision: it goes with its member. So do the letters that the
-- member shows at the moment.
GRANT DELETE ON outbox, delivery, shown_letters TO plaudit_eraser;
GRANT SELECT (partner_id, payload) ON outbox TO plaudit_eraser;
GRANT SELECT (partner_id, kind, payload, happened_at, ended_at) ON delivery TO plaudit_eraser;
GRANT SELECT (mark) ON shown_letters TO plaudit_eraser;
