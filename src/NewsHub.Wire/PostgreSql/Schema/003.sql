-- Erases the entries stored before an article was withheld, even if the article was published again later.
UPDATE entries SET topics = '[]',
  article = json_build_object('id', article_id, 'version', (article::json ->> 'version')::int, 'url', '/articles/' || article_id)::text
WHERE kind <> 'Killed' AND EXISTS (
  SELECT FROM entries AS later
  WHERE later.article_id = entries.article_id AND later.kind = 'Withheld' AND later.sequence > entries.sequence);

UPDATE hub SET value = '3' WHERE key = 'schema';
