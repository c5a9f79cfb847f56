-- Stores all commits of a batch. The row of `wire` is already locked in the same transaction. No two commits share an article or a command, so
-- none depends on the effect of another in the batch.
WITH input AS (
  SELECT *
  FROM unnest($1::text[], $2::int[], $3::bytea[], $4::text[], $5::text[], $6::bigint[], $7::int[], $8::int[],
              $9::text[], $10::bigint[], $11::text[], $12::text[], $13::text[], $14::text[], $15::bigint[])
  WITH ORDINALITY
  AS _ (id, expected, document, status, listed, due_at, erase_entries, erase_versions, kind, entry_at, topics, card, command, fingerprint, at, n)
),
-- 1 was the command carried out before?   2 is the version still the expected one?
checked AS (
  SELECT input.*, coalesce(articles.version, 0) AS current, articles.position AS listed_at, coalesce(articles.listed, '') AS listed_before,
    prior.fingerprint AS prior_fingerprint, prior.article_id AS prior_article, prior.version AS prior_version,
    prior.status AS prior_status, prior.sequence AS prior_sequence,
    prior.id IS NULL AND coalesce(articles.version, 0) = input.expected AS is_accepted
  FROM input
  LEFT JOIN articles ON articles.id = input.id
  LEFT JOIN commands AS prior ON prior.id = input.command
),
-- 3 take the next sequences
accepted AS (
  SELECT *, coalesce(listed_at, CASE WHEN listed <> '' THEN sequence END) AS place
  FROM (
    SELECT *, CASE WHEN kind IS NOT NULL THEN (SELECT head FROM wire) + count(kind) OVER (ORDER BY n) END AS sequence
    FROM checked WHERE is_accepted
  ) AS numbered
),
advanced AS (
  UPDATE wire SET head = head + added.entries FROM (SELECT count(kind) AS entries FROM accepted) AS added WHERE added.entries > 0
),
-- 4 keep or erase earlier versions and entries
kept AS (
  INSERT INTO versions
  SELECT articles.id, articles.version, articles.document FROM accepted JOIN articles ON articles.id = accepted.id WHERE accepted.expected > accepted.erase_versions
),
dropped AS (
  DELETE FROM versions USING accepted WHERE versions.article_id = accepted.id AND versions.version <= accepted.erase_versions
),
erased AS (
  UPDATE entries SET topics = '[]',
    article = json_build_object('id', article_id, 'version', (article::json ->> 'version')::int, 'url', '/articles/' || article_id)::text
  FROM accepted
  WHERE entries.article_id = accepted.id AND accepted.erase_entries > 0
    AND coalesce((entries.article::json ->> 'version')::int, 0) <= accepted.erase_entries
),
-- 5 store the article
stored AS (
  INSERT INTO articles (id, version, position, listed, card, due_at, document)
  SELECT id, expected + 1, place, listed, CASE WHEN listed <> '' THEN card END, due_at, document FROM accepted
  ON CONFLICT (id) DO UPDATE SET version = excluded.version, position = excluded.position, listed = excluded.listed,
    card = excluded.card, due_at = excluded.due_at, document = excluded.document
),
-- 6 list it under its topics
unlisted AS (
  DELETE FROM listings
  USING accepted, unnest(string_to_array(accepted.listed_before, ' ')) AS old (topic)
  WHERE listings.topic = old.topic AND listings.position = accepted.listed_at
    AND accepted.listed <> accepted.listed_before AND old.topic <> ALL (string_to_array(accepted.listed, ' '))
),
listed AS (
  INSERT INTO listings (topic, position, article_id)
  SELECT new.topic, accepted.place, accepted.id FROM accepted, unnest(string_to_array(accepted.listed, ' ')) AS new (topic)
  WHERE accepted.listed <> accepted.listed_before AND new.topic <> ALL (string_to_array(accepted.listed_before, ' '))
),
-- 7 store the entry and the command
stored_entries AS (
  INSERT INTO entries (sequence, kind, at, article_id, topics, article)
  SELECT sequence, kind, entry_at, id, topics, card FROM accepted WHERE kind IS NOT NULL
),
stored_commands AS (
  INSERT INTO commands (id, fingerprint, article_id, version, status, sequence, at)
  SELECT command, fingerprint, id, expected + 1, status, sequence, at FROM accepted WHERE command IS NOT NULL
)
SELECT checked.is_accepted, checked.current, accepted.sequence, checked.prior_fingerprint, checked.prior_article, checked.prior_version,
  checked.prior_status, checked.prior_sequence
FROM checked LEFT JOIN accepted ON accepted.n = checked.n
ORDER BY checked.n
