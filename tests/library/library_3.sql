-- What version 3 adds to a library of version 2, with a passage, a visit and where the program was left.
CREATE TABLE article (
    scope          INTEGER NOT NULL REFERENCES scope,
    post           ANY NOT NULL,
    title          TEXT NOT NULL,
    outlet         TEXT,
    date           INTEGER,
    date_offset    INTEGER NOT NULL,
    date_precision TEXT NOT NULL,
    source_url     TEXT,
    PRIMARY KEY (scope, post)
) STRICT, WITHOUT ROWID;
CREATE TABLE passage (
    uuid    BLOB PRIMARY KEY,
    scope   INTEGER NOT NULL REFERENCES scope,
    post    ANY NOT NULL,
    time    INTEGER NOT NULL,
    machine INTEGER NOT NULL REFERENCES machine,
    deleted INTEGER NOT NULL DEFAULT 0,
    added   INTEGER NOT NULL,
    offset  INTEGER NOT NULL,
    quote   TEXT NOT NULL,
    before  TEXT NOT NULL,
    after   TEXT NOT NULL,
    note    TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX passage_article ON passage (scope, post);
CREATE TABLE kept_text (
    scope INTEGER NOT NULL REFERENCES scope,
    post  ANY NOT NULL,
    at    INTEGER NOT NULL,
    body  TEXT NOT NULL,
    PRIMARY KEY (scope, post)
) STRICT, WITHOUT ROWID;
CREATE TABLE visit (
    scope INTEGER NOT NULL REFERENCES scope,
    post  ANY NOT NULL,
    at    INTEGER NOT NULL,
    PRIMARY KEY (scope, post)
) STRICT, WITHOUT ROWID;
CREATE INDEX visit_at ON visit (at);
CREATE TABLE session (
    archive TEXT PRIMARY KEY,
    at      INTEGER NOT NULL,
    state   TEXT NOT NULL
) STRICT, WITHOUT ROWID;
ALTER TABLE operation ADD COLUMN undone INTEGER;
INSERT INTO scope (name) VALUES ('passage');
INSERT INTO article VALUES (1, 5, '乙', NULL, NULL, 480, 'none', NULL);
INSERT INTO passage VALUES (x'0102030405060708090a0b0c0d0e0f10', 1, 5, 5, 1, 0, 9, 7, '一句话', '', '', '注');
INSERT INTO visit VALUES (1, 5, 11);
INSERT INTO session VALUES ('a', 12, '{"list":"all"}');
UPDATE clock SET time = 5;
PRAGMA user_version = 3;
