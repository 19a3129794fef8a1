-- The first schema. Forward only: a released migration is never edited.
-- Times are Unix milliseconds; dates are ISO 8601 text; ids are UUIDs as 16-byte blobs.

CREATE TABLE meta (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;

CREATE TABLE users (
    id BLOB PRIMARY KEY CHECK (length(id) = 16),
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    created_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE sailings (
    id BLOB PRIMARY KEY CHECK (length(id) = 16),
    vessel TEXT NOT NULL,
    port_from TEXT NOT NULL,
    port_to TEXT NOT NULL,
    date TEXT NOT NULL,
    departs TEXT,
    gate_closes TEXT,
    created_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX sailings_by_date ON sailings (date DESC);

CREATE TABLE people (
    id BLOB PRIMARY KEY CHECK (length(id) = 16),
    name TEXT NOT NULL,
    sex TEXT,
    birth_date TEXT,
    nationality TEXT,
    nik TEXT,
    created_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE documents (
    person_id BLOB NOT NULL REFERENCES people (id),
    number TEXT NOT NULL,
    kind TEXT,
    expires TEXT,
    seen_at INTEGER NOT NULL,
    PRIMARY KEY (person_id, number)
) WITHOUT ROWID;
-- Not unique: two people with one number is an alarm about the data, to be shown and not refused.
CREATE INDEX documents_by_number ON documents (number);

CREATE TABLE manifests (
    id BLOB PRIMARY KEY CHECK (length(id) = 16),
    sailing_id BLOB NOT NULL REFERENCES sailings (id),
    file_name TEXT NOT NULL,
    encoding TEXT NOT NULL,
    delimiter TEXT,
    header_line INTEGER NOT NULL,
    shape TEXT NOT NULL,
    imported_at INTEGER NOT NULL,
    imported_by BLOB NOT NULL REFERENCES users (id)
) WITHOUT ROWID;
CREATE INDEX manifests_by_sailing ON manifests (sailing_id, imported_at DESC);

CREATE TABLE manifest_lines (
    id BLOB PRIMARY KEY CHECK (length(id) = 16),
    manifest_id BLOB NOT NULL REFERENCES manifests (id),
    line INTEGER NOT NULL,
    cells TEXT NOT NULL,
    origins TEXT NOT NULL,
    corrections TEXT NOT NULL DEFAULT '{}',
    state TEXT NOT NULL,
    duplicate_of INTEGER,
    defects TEXT NOT NULL,
    set_aside_reason TEXT,
    UNIQUE (manifest_id, line)
) WITHOUT ROWID;
CREATE INDEX manifest_lines_open ON manifest_lines (manifest_id, line) WHERE state <> 'clean';

CREATE TABLE departures (
    id BLOB PRIMARY KEY CHECK (length(id) = 16),
    person_id BLOB NOT NULL REFERENCES people (id),
    sailing_id BLOB NOT NULL REFERENCES sailings (id),
    line_id BLOB REFERENCES manifest_lines (id),
    position INTEGER NOT NULL,
    row_no TEXT,
    seat TEXT,
    agency TEXT,
    facts TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX departures_by_sailing ON departures (sailing_id, position);
CREATE INDEX departures_by_person ON departures (person_id);
CREATE UNIQUE INDEX departures_by_line ON departures (line_id) WHERE line_id IS NOT NULL;

-- What the rules say now; the history is in the operation log.
CREATE TABLE assessments (
    departure_id BLOB PRIMARY KEY REFERENCES departures (id),
    level TEXT NOT NULL,
    documents TEXT NOT NULL,
    trafficking TEXT NOT NULL,
    courier TEXT NOT NULL,
    signs TEXT NOT NULL,
    pack TEXT NOT NULL,
    pack_hash TEXT NOT NULL,
    trace TEXT NOT NULL,
    at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE screenings (
    id BLOB PRIMARY KEY CHECK (length(id) = 16),
    person_id BLOB NOT NULL REFERENCES people (id),
    departure_id BLOB NOT NULL REFERENCES departures (id),
    state TEXT NOT NULL,
    mrz TEXT,
    facts TEXT NOT NULL,
    all_documents INTEGER NOT NULL DEFAULT 0,
    opened_at INTEGER NOT NULL,
    opened_by BLOB NOT NULL REFERENCES users (id),
    changed_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE UNIQUE INDEX one_open_screening ON screenings (state) WHERE state = 'open';
CREATE INDEX screenings_by_departure ON screenings (departure_id, opened_at DESC);
CREATE INDEX screenings_waiting ON screenings (changed_at DESC) WHERE state <> 'decided';

-- Append-only: the latest row of a question is the answer in effect.
CREATE TABLE answers (
    n INTEGER PRIMARY KEY,
    screening_id BLOB NOT NULL REFERENCES screenings (id),
    question TEXT NOT NULL,
    status TEXT NOT NULL,
    key TEXT,
    at INTEGER NOT NULL,
    by_user BLOB NOT NULL REFERENCES users (id)
);
CREATE INDEX answers_by_screening ON answers (screening_id, n);

CREATE TABLE ticks (
    n INTEGER PRIMARY KEY,
    screening_id BLOB NOT NULL REFERENCES screenings (id),
    item TEXT NOT NULL,
    state TEXT NOT NULL,
    at INTEGER NOT NULL,
    by_user BLOB NOT NULL REFERENCES users (id)
);
CREATE INDEX ticks_by_screening ON ticks (screening_id, n);

CREATE TABLE decisions (
    id BLOB PRIMARY KEY CHECK (length(id) = 16),
    screening_id BLOB NOT NULL REFERENCES screenings (id),
    seq INTEGER NOT NULL,
    decision TEXT NOT NULL,
    advice TEXT NOT NULL,
    level TEXT,
    reason_indicator TEXT,
    reason_text TEXT,
    at INTEGER NOT NULL,
    by_user BLOB NOT NULL REFERENCES users (id),
    undone_at INTEGER
) WITHOUT ROWID;
CREATE INDEX decisions_latest ON decisions (at DESC);
CREATE UNIQUE INDEX one_decision_in_effect ON decisions (screening_id) WHERE undone_at IS NULL;

CREATE TABLE alerts (
    id BLOB PRIMARY KEY CHECK (length(id) = 16),
    screening_id BLOB NOT NULL UNIQUE REFERENCES screenings (id),
    kind TEXT NOT NULL,
    evidence TEXT NOT NULL,
    raised_at INTEGER NOT NULL,
    taken_at INTEGER,
    taken_by BLOB REFERENCES users (id)
) WITHOUT ROWID;
CREATE INDEX alerts_open ON alerts (raised_at) WHERE taken_at IS NULL;

CREATE TABLE audit (
    n INTEGER PRIMARY KEY,
    prev BLOB NOT NULL CHECK (length(prev) = 32),
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    hlc TEXT NOT NULL,
    by_user BLOB NOT NULL,
    role TEXT NOT NULL,
    action TEXT NOT NULL,
    object TEXT,
    first_seq INTEGER,
    last_seq INTEGER
);
CREATE TRIGGER audit_is_append_only_u BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit rows are never changed'); END;
CREATE TRIGGER audit_is_append_only_d BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit rows are never deleted'); END;

-- The operation log: the exact bytes that the hub will hold. Never changed, never deleted.
CREATE TABLE outbox (
    seq INTEGER PRIMARY KEY,
    line BLOB NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    at INTEGER NOT NULL
);
CREATE TRIGGER outbox_is_append_only_u BEFORE UPDATE ON outbox BEGIN SELECT RAISE(ABORT, 'operation lines are never changed'); END;
CREATE TRIGGER outbox_is_append_only_d BEFORE DELETE ON outbox BEGIN SELECT RAISE(ABORT, 'operation lines are never deleted'); END;

CREATE TABLE receipts (
    acked_seq INTEGER PRIMARY KEY,
    head BLOB NOT NULL CHECK (length(head) = 32),
    receipt TEXT NOT NULL,
    at INTEGER NOT NULL
);
