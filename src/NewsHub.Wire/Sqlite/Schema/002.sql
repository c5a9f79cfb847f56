-- A withheld article leaves no content in the log: what was stored before it was withheld is erased, also where it was published again.
UPDATE entries SET topics = '[]',
  article = json_object('id', article_id, 'version', article ->> 'version', 'url', '/articles/' || article_id)
WHERE kind <> 'Killed' AND EXISTS (
  SELECT 1 FROM entries AS later
  WHERE later.article_id = entries.article_id AND later.kind = 'Withheld' AND later.sequence > entries.sequence);
