-- What connects people, and what follows from it. Roles are places in `LinkRole::ALL`; days are days since 1970-01-01.

-- Phones, payers, recruiters, employers, agencies, addresses, bookings: each once, in comparable form.
CREATE TABLE entities (
    n INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    -- As it was written first.
    shown TEXT NOT NULL,
    first_at INTEGER NOT NULL,
    UNIQUE (kind, key)
);

-- Who named what, on which departure, who said so and when. A statement that no longer holds is ended, never deleted.
CREATE TABLE links (
    n INTEGER PRIMARY KEY,
    departure_id BLOB NOT NULL REFERENCES departures (id),
    role INTEGER NOT NULL,
    entity INTEGER NOT NULL REFERENCES entities (n),
    number INTEGER,
    source INTEGER NOT NULL REFERENCES words (n),
    -- Person and day of the departure, repeated here so that one index answers who shares a thing within some days.
    person_id BLOB NOT NULL REFERENCES people (id),
    day INTEGER NOT NULL,
    at INTEGER NOT NULL,
    by_user BLOB NOT NULL REFERENCES users (id),
    ended_at INTEGER,
    ended_by BLOB REFERENCES users (id)
);
CREATE INDEX links_by_departure ON links (departure_id);
CREATE INDEX links_shared ON links (entity, day, role, person_id, departure_id, number) WHERE ended_at IS NULL;
CREATE TRIGGER links_are_kept_u BEFORE UPDATE ON links
    WHEN old.ended_at IS NOT NULL OR new.ended_at IS NULL
        OR new.departure_id IS NOT old.departure_id OR new.role IS NOT old.role OR new.entity IS NOT old.entity
        OR new.number IS NOT old.number OR new.source IS NOT old.source OR new.at IS NOT old.at
    BEGIN SELECT RAISE(ABORT, 'links are ended and never changed'); END;
CREATE TRIGGER links_are_kept_d BEFORE DELETE ON links BEGIN SELECT RAISE(ABORT, 'links are never deleted'); END;

-- What the registry itself knows about a departure: facts that follow from links and from what was before.
ALTER TABLE departures ADD COLUMN known BLOB NOT NULL DEFAULT x'0100';

-- Households: each pair once, the smaller id first.
CREATE TABLE kin (
    n INTEGER PRIMARY KEY,
    person_id BLOB NOT NULL REFERENCES people (id),
    other_id BLOB NOT NULL REFERENCES people (id),
    at INTEGER NOT NULL,
    by_user BLOB NOT NULL REFERENCES users (id),
    ended_at INTEGER,
    ended_by BLOB REFERENCES users (id),
    CHECK (person_id < other_id)
);
CREATE UNIQUE INDEX kin_in_effect ON kin (person_id, other_id) WHERE ended_at IS NULL;
CREATE INDEX kin_by_other ON kin (other_id) WHERE ended_at IS NULL;

-- Things that many share and that connect nobody.
CREATE TABLE whitelist (
    n INTEGER PRIMARY KEY,
    entity INTEGER NOT NULL REFERENCES entities (n),
    harmless TEXT NOT NULL,
    reason TEXT NOT NULL,
    expires TEXT,
    at INTEGER NOT NULL,
    by_user BLOB NOT NULL REFERENCES users (id),
    ended_at INTEGER,
    ended_by BLOB REFERENCES users (id)
);
CREATE UNIQUE INDEX whitelist_in_effect ON whitelist (entity) WHERE ended_at IS NULL;

-- Lists of contacts and recruiters of confirmed cases.
CREATE TABLE watchlists (
    id BLOB PRIMARY KEY CHECK (length(id) = 16),
    name TEXT NOT NULL,
    owner TEXT NOT NULL,
    purpose TEXT NOT NULL,
    legal_basis TEXT NOT NULL,
    expires TEXT NOT NULL,
    at INTEGER NOT NULL,
    by_user BLOB NOT NULL REFERENCES users (id),
    ended_at INTEGER,
    ended_by BLOB REFERENCES users (id)
) WITHOUT ROWID;
-- A tag is an HMAC under a key of this file: the file does not say whom a list names. Names, which are compared and
-- not only looked up, are kept as they are.
CREATE TABLE watchlist_entries (
    n INTEGER PRIMARY KEY,
    list_id BLOB NOT NULL REFERENCES watchlists (id),
    tag BLOB NOT NULL CHECK (length(tag) = 32),
    name TEXT,
    second BLOB CHECK (second IS NULL OR length(second) = 32),
    at INTEGER NOT NULL,
    by_user BLOB NOT NULL REFERENCES users (id),
    ended_at INTEGER,
    ended_by BLOB REFERENCES users (id)
);
CREATE UNIQUE INDEX watchlist_entries_in_effect ON watchlist_entries (tag, list_id) WHERE ended_at IS NULL;

CREATE TABLE protection_cases (
    id BLOB PRIMARY KEY CHECK (length(id) = 16),
    person_id BLOB NOT NULL REFERENCES people (id),
    departure_id BLOB NOT NULL REFERENCES departures (id),
    decision_id BLOB NOT NULL REFERENCES decisions (id),
    opened_at INTEGER NOT NULL,
    closed_at INTEGER,
    closed_by BLOB REFERENCES users (id),
    closed_why TEXT
) WITHOUT ROWID;
CREATE INDEX protection_cases_open ON protection_cases (person_id) WHERE closed_at IS NULL;
CREATE INDEX people_by_nik ON people (nik) WHERE nik IS NOT NULL;
-- Referrals of before are cases too.
INSERT INTO protection_cases (id, person_id, departure_id, decision_id, opened_at)
    SELECT d.id, s.person_id, s.departure_id, d.id, d.at
    FROM decisions d JOIN screenings s ON s.id = d.screening_id
    WHERE d.decision = 'rujuk' AND d.undone_at IS NULL;

-- Departures whose facts may have changed because something else did. Emptied as they are judged again.
CREATE TABLE judge_again (
    departure_id BLOB PRIMARY KEY REFERENCES departures (id),
    reason TEXT NOT NULL
) WITHOUT ROWID;

-- People to look at once more: not an alarm.
CREATE TABLE reviews (
    id BLOB PRIMARY KEY CHECK (length(id) = 16),
    departure_id BLOB NOT NULL REFERENCES departures (id),
    edition INTEGER NOT NULL,
    level_before TEXT,
    reason TEXT NOT NULL,
    new_signs TEXT NOT NULL,
    at INTEGER NOT NULL,
    seen_at INTEGER,
    seen_by BLOB REFERENCES users (id)
) WITHOUT ROWID;
CREATE INDEX reviews_open ON reviews (at) WHERE seen_at IS NULL;
CREATE UNIQUE INDEX one_open_review ON reviews (departure_id) WHERE seen_at IS NULL;
