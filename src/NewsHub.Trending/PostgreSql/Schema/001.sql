-- Versions before this script created the table in the wire's schema.
CREATE TABLE IF NOT EXISTS reactions (
  article_id text   COLLATE "C" NOT NULL,
  kind       text   COLLATE "C" NOT NULL,
  reader     bigint NOT NULL,
  PRIMARY KEY (article_id, kind, reader)
);

INSERT INTO hub VALUES ('schema:trending', '1');
