-- Stores the grain states of a batch, whose keys are distinct: new ones, and those whose etag is still the expected one.
WITH input AS (
  SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bytea[]) WITH ORDINALITY AS _ (grain_id, name, expected, payload, n)
),
added AS (
  INSERT INTO grain_state (grain_id, name, etag, payload)
  SELECT grain_id, name, 1, payload FROM input WHERE expected = 0 ORDER BY n
  ON CONFLICT DO NOTHING
  RETURNING grain_id, name
),
changed AS (
  UPDATE grain_state SET etag = grain_state.etag + 1, payload = input.payload
  FROM input
  WHERE grain_state.grain_id = input.grain_id AND grain_state.name = input.name AND grain_state.etag = input.expected AND input.expected > 0
  RETURNING grain_state.grain_id, grain_state.name
)
SELECT EXISTS (SELECT FROM added WHERE (added.grain_id, added.name) = (input.grain_id, input.name))
    OR EXISTS (SELECT FROM changed WHERE (changed.grain_id, changed.name) = (input.grain_id, input.name))
FROM input ORDER BY n
