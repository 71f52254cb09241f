-- While a secret is being replaced, another one can be made: the answer that showed the last one
-- may have been lost. Nobody knows which of them the partner holds, so all sign until
-- old_secret_until. The code of yesterday lets none of these sign, and leaves what is over.
ALTER TABLE webhook ADD COLUMN sealed_secrets_between BYTEA[] NOT NULL DEFAULT '{}';

GRANT UPDATE (sealed_secrets_between) ON webhook TO plaudit_service;
