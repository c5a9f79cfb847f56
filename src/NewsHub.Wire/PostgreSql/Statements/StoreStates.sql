-- All grain states of a batch at once, no two under one key: those never written before, and those whose etag is still the expected one.
WITH asked AS (
  SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bytea[]) WITH ORDINALITY AS _ (grain_id, name, expected, payload, n)
),
added AS (
  INSERT INTO grain_state (grain_id, name, etag, payload)
  SELECT grain_id, name, 1, payload FROM asked WHERE expected = 0 ORDER BY n
  ON CONFLICT DO NOTHING
  RETURNING grain_id, name
),
changed AS (
  UPDATE grain_state SET etag = grain_state.etag + 1, payload = asked.payload
  FROM asked
  WHERE grain_state.grain_id = asked.grain_id AND grain_state.name = asked.name AND grain_state.etag = asked.expected AND asked.expected > 0
  RETURNING grain_state.grain_id, grain_state.name
)
SELECT EXISTS (SELECT FROM added WHERE (added.grain_id, added.name) = (asked.grain_id, asked.name))
    OR EXISTS (SELECT FROM changed WHERE (changed.grain_id, changed.name) = (asked.grain_id, asked.name))
FROM asked ORDER BY n
