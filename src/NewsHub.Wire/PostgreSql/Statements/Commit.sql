-- Stores all commits of a batch. The row of `wire` is already locked in the same transaction. No two commits share a subject or a command, and one
-- that erases parts is alone, so none depends on the effect of another in the batch.
WITH input AS (
  SELECT *
  FROM unnest($1::text[], $2::text[], $3::int[], $4::bytea[], $5::text[], $6::text[], $7::bigint[], $8::int[], $9::int[], $10::bool[],
              $11::text[], $12::bigint[], $13::text[], $14::text[], $15::text[], $16::text[], $17::bigint[], $18::bigint[], $19::bool[],
              $20::text[], $21::bigint[])
  WITH ORDINALITY
  AS _ (id, parent, expected, document, status, listed, due_at, erase_entries, erase_versions, erases_parts, kind, entry_at, topics, content, command, fingerprint, at, date, deletes, card,
        moved_to, n)
),
-- 1 was the command carried out before?   2 is the version still the expected one, and does the parent exist?
checked AS (
  SELECT input.*, coalesce(articles.version, 0) AS current, articles.position, articles.listed_at, coalesce(articles.listed, '') AS listed_before,
    prior.fingerprint AS prior_fingerprint, prior.article_id AS prior_article, prior.version AS prior_version,
    prior.status AS prior_status, prior.sequence AS prior_sequence,
    NOT parent.fits AS is_parent_gone,
    prior.id IS NULL AND coalesce(articles.version, 0) = input.expected AND parent.fits AS is_accepted
  FROM input
  LEFT JOIN articles AS owner ON owner.id = input.parent
  LEFT JOIN articles ON articles.id = input.id
  LEFT JOIN commands AS prior ON prior.id = input.command
  CROSS JOIN LATERAL (
    SELECT input.parent IS NULL OR (owner.id IS NOT NULL AND NOT owner.erased AND (input.kind IS NULL OR owner.listed <> '')) AS fits) AS parent
),
-- 3 take the next sequences
accepted AS (
  SELECT *, coalesce(position, CASE WHEN listed <> '' THEN sequence END) AS place,
    coalesce(moved_to, listed_at, CASE WHEN listed = '' THEN NULL WHEN parent IS NOT NULL THEN sequence * 1048576 ELSE coalesce(date, greatest(
      entry_at, (SELECT max(listings.at) FROM listings WHERE listings.topic = split_part(listed, ' ', 1)))) END) AS place_at
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
  UPDATE entries SET topics = '[]', erased = true,
    article = json_build_object('id', article::json ->> 'id', 'version', (article::json ->> 'version')::int, 'url', '/articles/' || (article::json ->> 'id'))::text
  FROM accepted
  WHERE entries.article_id = accepted.id AND accepted.erase_entries > 0
    AND coalesce(entries.version, (entries.article::json ->> 'version')::int, 0) <= accepted.erase_entries
),
erased_parts AS (
  UPDATE entries SET topics = '[]', erased = true,
    article = json_build_object('id', accepted.id, 'version', (article::json ->> 'version')::int, 'url', '/articles/' || accepted.id)::text
  FROM accepted WHERE accepted.erases_parts AND entries.parent = accepted.id
),
dropped_parts AS (
  DELETE FROM articles USING accepted WHERE accepted.erases_parts AND accepted.erase_versions = 2147483647 AND articles.parent = accepted.id
  RETURNING articles.id
),
dropped_part_versions AS (
  DELETE FROM versions USING dropped_parts WHERE versions.article_id = dropped_parts.id
),
dropped_part_listings AS (
  DELETE FROM listings USING dropped_parts WHERE listings.article_id = dropped_parts.id
),
-- 5 store or delete the document
deleted AS (
  DELETE FROM articles USING accepted WHERE accepted.deletes AND articles.id = accepted.id
),
stored AS (
  INSERT INTO articles (id, version, position, listed_at, listed, card, due_at, document, parent, erased)
  SELECT id, expected + 1, place, place_at, listed, CASE WHEN listed <> '' THEN coalesce(card, content) END, due_at, document, parent, erase_versions = 2147483647 FROM accepted WHERE NOT deletes
  ON CONFLICT (id) DO UPDATE SET version = excluded.version, position = excluded.position, listed_at = excluded.listed_at, listed = excluded.listed,
    card = excluded.card, due_at = excluded.due_at, document = excluded.document, erased = excluded.erased
),
-- 6 list it under its topics
unlisted AS (
  DELETE FROM listings
  USING accepted, unnest(string_to_array(accepted.listed_before, ' ')) AS old (topic)
  WHERE listings.topic = old.topic AND listings.position = accepted.position
    AND accepted.listed <> accepted.listed_before AND old.topic <> ALL (string_to_array(accepted.listed, ' '))
),
listed AS (
  INSERT INTO listings (topic, at, position, article_id)
  SELECT new.topic, accepted.place_at, accepted.place, accepted.id FROM accepted, unnest(string_to_array(accepted.listed, ' ')) AS new (topic)
  WHERE accepted.listed <> accepted.listed_before AND new.topic <> ALL (string_to_array(accepted.listed_before, ' '))
),
moved AS (
  UPDATE listings SET at = accepted.moved_to FROM accepted
  WHERE accepted.moved_to IS NOT NULL AND listings.position = accepted.position AND listings.topic = ANY (string_to_array(accepted.listed, ' '))
),
-- 7 store the entry and the command
stored_entries AS (
  INSERT INTO entries (sequence, kind, at, article_id, topics, article, parent, version)
  SELECT sequence, kind, entry_at, id, topics, content, parent, expected + 1 FROM accepted WHERE kind IS NOT NULL
),
stored_commands AS (
  INSERT INTO commands (id, fingerprint, article_id, version, status, sequence, at)
  SELECT command, fingerprint, id, expected + 1, status, sequence, at FROM accepted WHERE command IS NOT NULL
)
SELECT checked.is_accepted, checked.current, accepted.sequence, checked.prior_fingerprint, checked.prior_article, checked.prior_version,
  checked.prior_status, checked.prior_sequence, checked.is_parent_gone
FROM checked LEFT JOIN accepted ON accepted.n = checked.n
ORDER BY checked.n
