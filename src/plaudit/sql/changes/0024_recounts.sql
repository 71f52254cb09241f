-- Recounts come out of a programme's budget: they are found without looking at other transfers.
CREATE INDEX transfer_recounted ON transfer (account_id, recorded_at) INCLUDE (points)
WHERE why = 'recount';
