-- per_article: 0 for a reader's hash that is the same for every article, as versions before this script wrote it, until the hub has converted it.
-- address and network: where the reaction came from, hashed with the key of its day and for its article; NULL when unknown.
ALTER TABLE reactions ADD COLUMN IF NOT EXISTS per_article integer NOT NULL DEFAULT 0;
ALTER TABLE reactions ADD COLUMN IF NOT EXISTS address bigint;
ALTER TABLE reactions ADD COLUMN IF NOT EXISTS network bigint;
CREATE INDEX IF NOT EXISTS reactions_by_origin ON reactions (article_id, kind, network, address);
CREATE INDEX IF NOT EXISTS reactions_to_convert ON reactions (article_id) WHERE per_article = 0;

UPDATE hub SET value = '2' WHERE key = 'schema:trending';
