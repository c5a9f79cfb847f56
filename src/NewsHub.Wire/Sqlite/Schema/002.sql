-- Erases the entries stored before an article was withheld, even if the article was published again later.
UPDATE entries SET topics = '[]',
  article = json_object('id', article_id, 'version', article ->> 'version', 'url', '/articles/' || article_id)
WHERE kind <> 'Killed' AND EXISTS (
  SELECT 1 FROM entries AS later
  WHERE later.article_id = entries.article_id AND later.kind = 'Withheld' AND later.sequence > entries.sequence);
