-- The hub's properties: its epoch and the version of this schema.
CREATE TABLE hub (key text COLLATE "C" PRIMARY KEY, value text NOT NULL);

-- The wire's newest sequence, in one row. Each commit locks it first and holds the lock until the transaction ends, so sequences have no gaps
-- and become visible in ascending order. A PostgreSQL SEQUENCE guarantees neither.
CREATE TABLE wire (single boolean PRIMARY KEY DEFAULT true CHECK (single), head bigint NOT NULL) WITH (fillfactor = 10);
INSERT INTO wire (head) VALUES (0);

-- The wire. Times are milliseconds since 1970 in UTC; topics and article are JSON.
CREATE TABLE entries (
  sequence   bigint PRIMARY KEY,
  kind       text   NOT NULL,
  at         bigint NOT NULL,
  article_id text   COLLATE "C" NOT NULL,
  topics     text   NOT NULL,
  article    text   NOT NULL
);
CREATE INDEX entries_by_article ON entries (article_id);

-- Current versions of articles: the owner's document, and the card that readers see while the article is public.
CREATE TABLE articles (
  id       text    COLLATE "C" PRIMARY KEY,
  version  integer NOT NULL,
  position bigint,
  listed   text    NOT NULL,
  card     text,
  due_at   bigint,
  document bytea   NOT NULL
);
CREATE INDEX articles_by_due ON articles (due_at) WHERE due_at IS NOT NULL;

-- Earlier versions of articles.
CREATE TABLE versions (
  article_id text    COLLATE "C" NOT NULL,
  version    integer NOT NULL,
  document   bytea   NOT NULL,
  PRIMARY KEY (article_id, version)
);

-- Public articles under each of their topics, by the sequence that first published them.
CREATE TABLE listings (
  topic      text   COLLATE "C" NOT NULL,
  position   bigint NOT NULL,
  article_id text   COLLATE "C" NOT NULL,
  PRIMARY KEY (topic, position)
);

-- Completed commands with their receipts.
CREATE TABLE commands (
  id          text    COLLATE "C" PRIMARY KEY,
  fingerprint text    NOT NULL,
  article_id  text    NOT NULL,
  version     integer NOT NULL,
  status      text    NOT NULL,
  sequence    bigint,
  at          bigint  NOT NULL
);
CREATE INDEX commands_by_time ON commands (at);

CREATE TABLE grain_state (
  grain_id text   COLLATE "C" NOT NULL,
  name     text   COLLATE "C" NOT NULL,
  etag     bigint NOT NULL,
  payload  bytea,
  PRIMARY KEY (grain_id, name)
);

INSERT INTO hub VALUES ('schema', '1');
