-- The console shows which erasures a partner was never told of: among a month of a city's messages,
-- of which nearly all were taken.
CREATE INDEX delivery_given_up ON delivery (partner_id, ended_at)
WHERE ended_at IS NOT NULL AND NOT was_delivered;

COMMENT ON COLUMN delivery.payload IS
'Codes and ids; of a member at most the partner''s own handle. Last day: when it is delivered, or
given up: 30 days at most, and longer only while no worker runs, or the key that opens webhook
secrets is away.';
