-- Each row of the outbox tells a partner something. A row for nobody would be handed on to nobody.
ALTER TABLE outbox ALTER COLUMN partner_id SET NOT NULL;
