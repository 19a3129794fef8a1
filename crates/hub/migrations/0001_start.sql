-- What the hub keeps. All times are Unix milliseconds by the hub's clock.
-- Keys begin with the feed (one per office), so that the tables can be distributed by it later.

CREATE TABLE office (
    office_id text PRIMARY KEY,
    name      text NOT NULL
);
INSERT INTO office VALUES ('NUNUKAN', 'Nunukan'), ('TARAKAN', 'Tarakan');

CREATE TABLE device (
    device_id   uuid   PRIMARY KEY,
    office_id   text   NOT NULL REFERENCES office,
    sign_key    bytea  NOT NULL CONSTRAINT device_sign_key UNIQUE CHECK (octet_length(sign_key) = 32),
    enrolled_ms bigint NOT NULL,
    revoked_ms  bigint
);

-- A code is kept as a slow salted hash: whoever reads this table cannot enrol.
CREATE TABLE enroll_code (
    code_id    uuid   PRIMARY KEY,
    office_id  text   NOT NULL REFERENCES office,
    salt       bytea  NOT NULL,
    hash       bytea  NOT NULL,
    expires_ms bigint NOT NULL,
    tries      int    NOT NULL DEFAULT 0,
    used_by    uuid   REFERENCES device
);
CREATE INDEX enroll_code_office ON enroll_code (office_id);

CREATE TABLE feed_head (
    feed_id text   PRIMARY KEY,
    seq     bigint NOT NULL
);
INSERT INTO feed_head SELECT office_id, 0 FROM office;

-- One row is one incarnation of one device's log; its lock makes that device the single writer.
CREATE TABLE stream (
    stream_id   uuid   PRIMARY KEY,
    device_id   uuid   NOT NULL REFERENCES device,
    feed_id     text   NOT NULL REFERENCES feed_head,
    acked_seq   bigint NOT NULL DEFAULT 0,
    head        bytea  NOT NULL CHECK (octet_length(head) = 32),
    eff_millis  bigint NOT NULL DEFAULT 0,
    eff_counter int    NOT NULL DEFAULT 0,
    opened_ms   bigint NOT NULL
);

CREATE TABLE op (
    feed_id     text   NOT NULL,
    seq         bigint NOT NULL,
    stream_id   uuid   NOT NULL,
    sseq        bigint NOT NULL,
    record_id   uuid   NOT NULL,
    kind        text   NOT NULL,
    field       text   NOT NULL,
    h_millis    bigint NOT NULL,
    h_counter   int    NOT NULL,
    eff_millis  bigint NOT NULL,
    eff_counter int    NOT NULL,
    base        text,
    officer     text   NOT NULL,
    line        bytea  NOT NULL,
    line_hash   bytea  NOT NULL,
    received_ms bigint NOT NULL,
    PRIMARY KEY (feed_id, seq),
    CONSTRAINT op_place UNIQUE (feed_id, stream_id, sseq)
);
CREATE INDEX op_record ON op (feed_id, record_id);

-- Acknowledged, kept, not applied.
CREATE TABLE op_quarantine (
    stream_id   uuid   NOT NULL,
    sseq        bigint NOT NULL,
    feed_id     text   NOT NULL,
    code        text   NOT NULL,
    line        bytea  NOT NULL,
    line_hash   bytea  NOT NULL,
    received_ms bigint NOT NULL,
    PRIMARY KEY (stream_id, sseq)
);

CREATE TABLE record (
    feed_id   text    NOT NULL,
    record_id uuid    NOT NULL,
    concept   text    NOT NULL DEFAULT '',
    schema    int     NOT NULL,
    tomb      boolean NOT NULL DEFAULT false,
    PRIMARY KEY (feed_id, record_id)
);

CREATE TABLE field (
    feed_id     text   NOT NULL,
    record_id   uuid   NOT NULL,
    field       text   NOT NULL,
    eff_millis  bigint NOT NULL,
    eff_counter int    NOT NULL,
    stream_id   uuid   NOT NULL,
    value       text   NOT NULL,
    PRIMARY KEY (feed_id, record_id, field)
);

-- Evidence: the body as signed, with its signature. Never read by the hub itself.
CREATE TABLE batch (
    stream_id       uuid   NOT NULL,
    from_seq        bigint NOT NULL,
    to_seq          bigint NOT NULL,
    content_type    text   NOT NULL,
    body            bytea  NOT NULL,
    signature_input text   NOT NULL,
    signature       text   NOT NULL,
    received_ms     bigint NOT NULL,
    PRIMARY KEY (stream_id, from_seq, to_seq)
);
