-- What an assessment rests on takes the place of its answer, which the pack gives again (basis.rs).
-- Rows are carried over by migrate/second.rs, which then drops the old columns and tables.

-- Fact ids, sources: words of the vocabulary, never of a person.
CREATE TABLE words (n INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE);

CREATE TABLE packs (
    n INTEGER PRIMARY KEY,
    version TEXT NOT NULL,
    hash TEXT NOT NULL,
    UNIQUE (hash, version)
);

ALTER TABLE assessments RENAME TO first_assessments;
-- What the rules say now. An edition is what they said on one basis; the first is 1.
CREATE TABLE assessments (
    departure_id BLOB PRIMARY KEY REFERENCES departures (id),
    edition INTEGER NOT NULL,
    level TEXT NOT NULL,
    documents TEXT NOT NULL,
    trafficking TEXT NOT NULL,
    courier TEXT NOT NULL,
    signs TEXT NOT NULL,
    pack INTEGER NOT NULL REFERENCES packs (n),
    basis BLOB,
    at INTEGER NOT NULL
) WITHOUT ROWID;
-- What they said before: a decision stays bound to the edition and the pack that it was based on.
CREATE TABLE past_assessments (
    departure_id BLOB NOT NULL REFERENCES departures (id),
    edition INTEGER NOT NULL,
    level TEXT NOT NULL,
    documents TEXT NOT NULL,
    trafficking TEXT NOT NULL,
    courier TEXT NOT NULL,
    signs TEXT NOT NULL,
    pack INTEGER NOT NULL REFERENCES packs (n),
    basis BLOB,
    at INTEGER NOT NULL,
    PRIMARY KEY (departure_id, edition)
) WITHOUT ROWID;
CREATE TRIGGER past_assessments_are_kept_u BEFORE UPDATE ON past_assessments BEGIN SELECT RAISE(ABORT, 'past assessments are never changed'); END;
CREATE TRIGGER past_assessments_are_kept_d BEFORE DELETE ON past_assessments BEGIN SELECT RAISE(ABORT, 'past assessments are never deleted'); END;

ALTER TABLE departures ADD COLUMN stated BLOB NOT NULL DEFAULT x'0100';
ALTER TABLE screenings ADD COLUMN stated BLOB NOT NULL DEFAULT x'0100';
ALTER TABLE decisions ADD COLUMN edition INTEGER;
ALTER TABLE alerts ADD COLUMN edition INTEGER;

-- What became known later, for each sign. Append-only: the latest row of a sign is the outcome in effect.
CREATE TABLE outcomes (
    n INTEGER PRIMARY KEY,
    departure_id BLOB NOT NULL REFERENCES departures (id),
    edition INTEGER NOT NULL,
    -- None: the case as a whole.
    indicator TEXT,
    verdict TEXT NOT NULL,
    at INTEGER NOT NULL,
    by_user BLOB NOT NULL REFERENCES users (id)
);
CREATE INDEX outcomes_by_departure ON outcomes (departure_id, n);
CREATE TRIGGER outcomes_are_kept_u BEFORE UPDATE ON outcomes BEGIN SELECT RAISE(ABORT, 'outcomes are never changed'); END;
CREATE TRIGGER outcomes_are_kept_d BEFORE DELETE ON outcomes BEGIN SELECT RAISE(ABORT, 'outcomes are never deleted'); END;
