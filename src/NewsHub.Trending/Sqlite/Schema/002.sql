-- per_article: 0 for a reader's hash that is the same for every article, as versions before this script wrote it, until the hub has converted it.
-- address and network: where the reaction came from, hashed with the key of its day and for its article; NULL when unknown.
ALTER TABLE reactions ADD COLUMN per_article INTEGER NOT NULL DEFAULT 0;
ALTER TABLE reactions ADD COLUMN address INTEGER;
ALTER TABLE reactions ADD COLUMN network INTEGER;
CREATE INDEX reactions_by_origin ON reactions (article_id, kind, network, address);
CREATE INDEX reactions_to_convert ON reactions (article_id) WHERE per_article = 0;
