-- Lists are ordered by date, then by the sequence of the first publication. Dates are milliseconds since 1970 in UTC. An article keeps its date
-- while it is withheld. A hub of the version before that still runs lists under the current time.
ALTER TABLE articles ADD COLUMN listed_at bigint;
UPDATE articles SET listed_at = round(extract(epoch FROM (card::json ->> 'publishedAt')::timestamptz) * 1000) WHERE card IS NOT NULL;
ALTER TABLE listings ADD COLUMN at bigint NOT NULL DEFAULT round(extract(epoch FROM clock_timestamp()) * 1000);
UPDATE listings SET at = coalesce(articles.listed_at, 0) FROM articles WHERE articles.id = listings.article_id;
CREATE INDEX listings_by_date ON listings (topic, at, position);

UPDATE hub SET value = '5' WHERE key = 'schema';
