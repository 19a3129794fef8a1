-- Which rule pack is in force, planned or tried, since when, and who decided it. Append-only.

CREATE TABLE pack_changes (
    n INTEGER PRIMARY KEY,
    change TEXT NOT NULL,
    -- None: the pack that Suar ships, or nothing.
    version TEXT,
    hash TEXT,
    -- A planned moment.
    starts INTEGER,
    at INTEGER NOT NULL,
    by_user BLOB NOT NULL REFERENCES users (id)
);
CREATE TRIGGER pack_changes_are_kept_u BEFORE UPDATE ON pack_changes BEGIN SELECT RAISE(ABORT, 'changes of packs are never changed'); END;
CREATE TRIGGER pack_changes_are_kept_d BEFORE DELETE ON pack_changes BEGIN SELECT RAISE(ABORT, 'changes of packs are never deleted'); END;

-- How often the pack in force and the one in shadow said what, counted by assessment. No row says about whom.
CREATE TABLE shadow_sayings (
    active TEXT NOT NULL,
    shadow TEXT NOT NULL,
    said TEXT NOT NULL,
    shadow_said TEXT NOT NULL,
    times INTEGER NOT NULL,
    PRIMARY KEY (active, shadow, said, shadow_said)
) WITHOUT ROWID;
