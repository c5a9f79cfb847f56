-- All commits of a batch at once; the row of `wire` is taken before, in the same transaction. No two of them are of one article or of one
-- command, so each finds the tables as the batch before left them.
WITH asked AS (
  SELECT *
  FROM unnest($1::text[], $2::int[], $3::bytea[], $4::text[], $5::text[], $6::bigint[], $7::int[], $8::int[],
              $9::text[], $10::bigint[], $11::text[], $12::text[], $13::text[], $14::text[], $15::bigint[])
  WITH ORDINALITY
  AS _ (id, expected, document, status, listed, due_at, erase_entries, erase_versions, kind, told_at, topics, card, command, fingerprint, at, n)
),
-- 1 was the command carried out before?   2 is the version still the expected one?
judged AS (
  SELECT asked.*, coalesce(articles.version, 0) AS current, articles.position AS listed_at, coalesce(articles.listed, '') AS listed_before,
    prior.fingerprint AS prior_fingerprint, prior.article_id AS prior_article, prior.version AS prior_version,
    prior.status AS prior_status, prior.sequence AS prior_sequence,
    prior.id IS NULL AND coalesce(articles.version, 0) = asked.expected AS passes
  FROM asked
  LEFT JOIN articles ON articles.id = asked.id
  LEFT JOIN commands AS prior ON prior.id = asked.command
),
-- 3 take the next sequences
passed AS (
  SELECT *, coalesce(listed_at, CASE WHEN listed <> '' THEN sequence END) AS place
  FROM (
    SELECT *, CASE WHEN kind IS NOT NULL THEN (SELECT head FROM wire) + count(kind) OVER (ORDER BY n) END AS sequence
    FROM judged WHERE passes
  ) AS numbered
),
moved AS (
  UPDATE wire SET head = head + told.entries FROM (SELECT count(kind) AS entries FROM passed) AS told WHERE told.entries > 0
),
-- 4 keep (or erase) what was
kept AS (
  INSERT INTO versions
  SELECT articles.id, articles.version, articles.document FROM passed JOIN articles ON articles.id = passed.id WHERE passed.expected > passed.erase_versions
),
dropped AS (
  DELETE FROM versions USING passed WHERE versions.article_id = passed.id AND versions.version <= passed.erase_versions
),
erased AS (
  UPDATE entries SET topics = '[]',
    article = json_build_object('id', article_id, 'version', (article::json ->> 'version')::int, 'url', '/articles/' || article_id)::text
  FROM passed
  WHERE entries.article_id = passed.id AND passed.erase_entries > 0
    AND coalesce((entries.article::json ->> 'version')::int, 0) <= passed.erase_entries
),
-- 5 store the article
stored AS (
  INSERT INTO articles (id, version, position, listed, card, due_at, document)
  SELECT id, expected + 1, place, listed, CASE WHEN listed <> '' THEN card END, due_at, document FROM passed
  ON CONFLICT (id) DO UPDATE SET version = excluded.version, position = excluded.position, listed = excluded.listed,
    card = excluded.card, due_at = excluded.due_at, document = excluded.document
),
-- 6 list it under its topics
unlisted AS (
  DELETE FROM listings
  USING passed, unnest(string_to_array(passed.listed_before, ' ')) AS old (topic)
  WHERE listings.topic = old.topic AND listings.position = passed.listed_at
    AND passed.listed <> passed.listed_before AND old.topic <> ALL (string_to_array(passed.listed, ' '))
),
listed AS (
  INSERT INTO listings (topic, position, article_id)
  SELECT new.topic, passed.place, passed.id FROM passed, unnest(string_to_array(passed.listed, ' ')) AS new (topic)
  WHERE passed.listed <> passed.listed_before AND new.topic <> ALL (string_to_array(passed.listed_before, ' '))
),
-- 7 store the entry and the command
told AS (
  INSERT INTO entries (sequence, kind, at, article_id, topics, article)
  SELECT sequence, kind, told_at, id, topics, card FROM passed WHERE kind IS NOT NULL
),
remembered AS (
  INSERT INTO commands (id, fingerprint, article_id, version, status, sequence, at)
  SELECT command, fingerprint, id, expected + 1, status, sequence, at FROM passed WHERE command IS NOT NULL
)
SELECT judged.passes, judged.current, passed.sequence, judged.prior_fingerprint, judged.prior_article, judged.prior_version,
  judged.prior_status, judged.prior_sequence
FROM judged LEFT JOIN passed ON passed.n = judged.n
ORDER BY judged.n
