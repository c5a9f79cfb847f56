-- Versions before this script created the table in the wire's schema.
CREATE TABLE IF NOT EXISTS reactions (
  article_id TEXT    NOT NULL,
  kind       TEXT    NOT NULL,
  reader     INTEGER NOT NULL,
  PRIMARY KEY (article_id, kind, reader)
) WITHOUT ROWID;
