-- The hub's properties: its epoch.
CREATE TABLE hub (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- The wire. Times are milliseconds since 1970 in UTC; topics and article are JSON.
CREATE TABLE entries (
  sequence   INTEGER PRIMARY KEY,
  kind       TEXT    NOT NULL,
  at         INTEGER NOT NULL,
  article_id TEXT    NOT NULL,
  topics     TEXT    NOT NULL,
  article    TEXT    NOT NULL
);
CREATE INDEX entries_by_article ON entries (article_id);

-- Current versions of articles: the owner's document, and the card that readers see while the article is public.
CREATE TABLE articles (
  id       TEXT    PRIMARY KEY,
  version  INTEGER NOT NULL,
  position INTEGER,
  listed   TEXT    NOT NULL,
  card     TEXT,
  due_at   INTEGER,
  document BLOB    NOT NULL
);
CREATE INDEX articles_by_due ON articles (due_at) WHERE due_at IS NOT NULL;

-- Earlier versions of articles.
CREATE TABLE versions (
  article_id TEXT    NOT NULL,
  version    INTEGER NOT NULL,
  document   BLOB    NOT NULL,
  PRIMARY KEY (article_id, version)
);

-- Public articles under each of their topics, by the sequence that first published them.
CREATE TABLE listings (
  topic      TEXT    NOT NULL,
  position   INTEGER NOT NULL,
  article_id TEXT    NOT NULL,
  PRIMARY KEY (topic, position)
) WITHOUT ROWID;

-- Completed commands with their receipts.
CREATE TABLE commands (
  id          TEXT    PRIMARY KEY,
  fingerprint TEXT    NOT NULL,
  article_id  TEXT    NOT NULL,
  version     INTEGER NOT NULL,
  status      TEXT    NOT NULL,
  sequence    INTEGER,
  at          INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX commands_by_time ON commands (at);

CREATE TABLE grain_state (
  grain_id TEXT    NOT NULL,
  name     TEXT    NOT NULL,
  etag     INTEGER NOT NULL,
  payload  BLOB,
  PRIMARY KEY (grain_id, name)
);
