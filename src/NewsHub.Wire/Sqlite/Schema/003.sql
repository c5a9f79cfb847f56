-- An entry reports a subject: an article, or a part of one, whose id is in article_id and whose article is its parent. Entries that were stored
-- before have their version only in the article's JSON. Erasure is stored.
ALTER TABLE entries ADD COLUMN parent TEXT;
ALTER TABLE entries ADD COLUMN version INTEGER;
ALTER TABLE entries ADD COLUMN erased INTEGER NOT NULL DEFAULT 0;
UPDATE entries SET erased = true WHERE topics = '[]';
CREATE INDEX entries_by_parent ON entries (parent) WHERE parent IS NOT NULL;

-- An erased subject has no parts, and gets none.
ALTER TABLE articles ADD COLUMN parent TEXT;
ALTER TABLE articles ADD COLUMN erased INTEGER NOT NULL DEFAULT 0;
CREATE INDEX articles_by_parent ON articles (parent) WHERE parent IS NOT NULL;
