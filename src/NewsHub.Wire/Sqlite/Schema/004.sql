-- Lists are ordered by date, then by the sequence of the first publication. Dates are milliseconds since 1970 in UTC. An article keeps its date
-- while it is withheld.
ALTER TABLE articles ADD COLUMN listed_at INTEGER;
UPDATE articles SET listed_at = CAST(round(unixepoch(card ->> 'publishedAt', 'subsec') * 1000) AS INTEGER) WHERE card IS NOT NULL;
ALTER TABLE listings ADD COLUMN at INTEGER NOT NULL DEFAULT 0;
UPDATE listings SET at = coalesce((SELECT listed_at FROM articles WHERE articles.id = listings.article_id), 0);
CREATE INDEX listings_by_date ON listings (topic, at, position);
