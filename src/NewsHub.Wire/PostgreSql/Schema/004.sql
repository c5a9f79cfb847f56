-- An entry reports a subject: an article, or a part of one, whose id is in article_id and whose article is its parent. Entries that were stored
-- before, or by a hub of the version before that still runs, have their version only in the article's JSON; what such a hub erases has no topics.
ALTER TABLE entries ADD COLUMN parent text COLLATE "C", ADD COLUMN version integer, ADD COLUMN erased boolean NOT NULL DEFAULT false;
UPDATE entries SET erased = true WHERE topics = '[]';
CREATE INDEX entries_by_parent ON entries (parent) WHERE parent IS NOT NULL;

-- An erased subject has no parts, and gets none.
ALTER TABLE articles ADD COLUMN parent text COLLATE "C", ADD COLUMN erased boolean NOT NULL DEFAULT false;
CREATE INDEX articles_by_parent ON articles (parent) WHERE parent IS NOT NULL;

UPDATE hub SET value = '4' WHERE key = 'schema';
