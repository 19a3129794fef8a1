//! A hub on a free port, a log in memory, and what a test wants to know of both.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::json;
use suar_domain::id::StreamId;
use suar_domain::time::Instant;
use suar_hub::{HubState, Store, router};
use suar_protocol::chain::Head;
use suar_protocol::change::{Change, ChangeKind};
use suar_protocol::hlc::Hlc;
use suar_protocol::key::SigningKey;
use suar_registry::{HubLink, OutboxLine, StreamState, SyncNote, Waiting};
use suar_sync::SyncClient;
use suar_sync::outbox::{Outbox, OutboxError};
use suar_testkit::postgres::Postgres;
use suar_testkit::proxy::CuttingProxy;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio_postgres::NoTls;
use uuid::Uuid;

pub fn now() -> Instant {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .expect("after 1970");
    Instant::from_millis(since.as_millis() as i64)
}

/// The real hub, in this process, on threads of its own.
pub struct Hub {
    pub address: SocketAddr,
    pub key: SigningKey,
    pub store: Store,
    pub postgres: Postgres,
    runtime: Runtime,
}

impl Hub {
    pub fn start() -> Self {
        let postgres = Postgres::start().expect("PostgreSQL is installed");
        let runtime = Runtime::new().expect("threads");
        let store = Store::at(&postgres.url()).expect("a database address");
        let key = SigningKey::from_bytes(&[42; 32]);
        let app = router(HubState {
            store: store.clone(),
            key: Arc::new(key.clone()),
        });
        let address = runtime.block_on(async {
            store.migrate().await.expect("an empty database");
            let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
                .await
                .expect("a free port");
            let address = listener.local_addr().expect("bound");
            tokio::spawn(async move { axum::serve(listener, app).await });
            address
        });
        Self {
            address,
            key,
            store,
            postgres,
            runtime,
        }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn code(&self) -> String {
        let code = self
            .runtime
            .block_on(self.store.create_code("NUNUKAN", now()));
        code.expect("it runs")
            .expect("an office")
            .expose()
            .to_owned()
    }

    /// Enrols a log at the hub, by way of an address.
    pub fn enroll(&self, outbox: &impl Outbox, url: &str) -> HubLink {
        let client = SyncClient::new().expect("a runtime");
        client
            .enroll(outbox, url, &self.code(), "Nunukan")
            .expect("a fresh code")
    }

    pub fn revoke(&self, link: &HubLink) {
        let revoked = self
            .runtime
            .block_on(self.store.revoke(link.device, now()))
            .expect("it runs");
        assert!(revoked, "the device was enrolled");
    }

    /// Runs SQL as an administrator would.
    pub fn sql(&self, statements: &str) {
        self.runtime.block_on(async {
            let (client, connection) = tokio_postgres::connect(&self.postgres.url(), NoTls)
                .await
                .expect("it runs");
            tokio::spawn(connection);
            client
                .batch_execute(statements)
                .await
                .expect("statements of this test");
        });
    }

    /// Every line of a stream that the hub holds, applied or set aside, in order.
    pub fn lines(&self, stream: StreamId) -> Vec<(u64, Vec<u8>)> {
        let query = "SELECT sseq, line FROM op WHERE stream_id = $1
                     UNION ALL SELECT sseq, line FROM op_quarantine WHERE stream_id = $1 ORDER BY 1";
        self.runtime.block_on(async {
            let (client, connection) = tokio_postgres::connect(&self.postgres.url(), NoTls)
                .await
                .expect("it runs");
            tokio::spawn(connection);
            let rows = client
                .query(query, &[&stream.uuid()])
                .await
                .expect("a query of this test");
            rows.iter()
                .map(|row| (row.get::<_, i64>(0) as u64, row.get(1)))
                .collect()
        })
    }

    /// A line to this hub that can be cut.
    pub fn proxy(&self) -> (CuttingProxy, String) {
        let proxy = CuttingProxy::start(self.address).expect("a free port");
        let url = format!("http://{}", proxy.address());
        (proxy, url)
    }
}

/// An operation log in memory.
pub struct MemoryOutbox(Mutex<Log>);

struct Log {
    id: StreamId,
    key: SigningKey,
    lines: Vec<Vec<u8>>,
    heads: Vec<Head>,
    acked_seq: u64,
    receipts: Vec<String>,
    link: Option<HubLink>,
    note: Option<SyncNote>,
}

impl MemoryOutbox {
    /// A log with `count` usable lines; `n` tells devices apart.
    pub fn with(n: u8, count: u64) -> Self {
        let outbox = Self(Mutex::new(Log {
            id: StreamId::from_uuid(Uuid::from_u128(u128::from(n))),
            key: SigningKey::from_bytes(&[n; 32]),
            lines: vec![],
            heads: vec![Head::START],
            acked_seq: 0,
            receipts: vec![],
            link: None,
            note: None,
        }));
        outbox.write(count);
        outbox
    }

    /// Appends usable lines.
    pub fn write(&self, count: u64) {
        for _ in 0..count {
            let seq = self.log().lines.len() as u64 + 1;
            let change = Change {
                seq,
                record: Uuid::from_u128(u128::from(seq % 7)),
                kind: ChangeKind::Set,
                field: format!("field{}", seq % 5),
                value: json!({ "n": seq, "text": Uuid::from_u128(u128::from(seq) * 0x9e37_79b9_7f4a_7c15).to_string() }),
                hlc: Hlc::new(1_793_000_000_000 + seq, 0).expect("in range"),
                base: None,
                author: "off-1".into(),
            };
            self.append(change.to_line().as_bytes());
        }
    }

    /// Appends any bytes.
    pub fn append(&self, line: &[u8]) {
        let mut log = self.log();
        let head = log
            .heads
            .last()
            .copied()
            .unwrap_or(Head::START)
            .append(line);
        log.heads.push(head);
        log.lines.push(line.to_vec());
    }

    /// What the hub should hold.
    pub fn lines(&self) -> Vec<(u64, Vec<u8>)> {
        (1..).zip(self.log().lines.iter().cloned()).collect()
    }

    pub fn acked(&self) -> u64 {
        self.log().acked_seq
    }

    pub fn receipts(&self) -> Vec<String> {
        self.log().receipts.clone()
    }

    pub fn note_code(&self) -> Option<String> {
        self.log().note.as_ref().map(|note| note.code.clone())
    }

    /// Forgets every receipt, as when each answer was lost.
    pub fn forget_receipts(&self) {
        let mut log = self.log();
        log.acked_seq = 0;
        log.receipts.clear();
    }

    /// Goes back to an earlier state, as a restored backup does.
    pub fn restore(&self, count: u64) {
        let mut log = self.log();
        log.lines.truncate(count as usize);
        log.heads.truncate(count as usize + 1);
        log.acked_seq = log.acked_seq.min(count);
    }

    /// Changes a line without its hash, as someone with a hex editor would.
    pub fn tamper(&self, seq: u64) {
        self.log().lines[seq as usize - 1] = b"{\"tampered\":true}".to_vec();
    }

    pub fn set_link(&self, link: HubLink) {
        self.log().link = Some(link);
    }

    fn log(&self) -> MutexGuard<'_, Log> {
        self.0
            .lock()
            .expect("no test panics while it holds the log")
    }
}

impl Outbox for MemoryOutbox {
    fn stream(&self) -> Result<StreamState, OutboxError> {
        let log = self.log();
        Ok(StreamState {
            id: log.id,
            last_seq: log.lines.len() as u64,
            head: log.heads[log.lines.len()],
            acked_seq: log.acked_seq,
            acked_head: log.heads[log.acked_seq as usize],
        })
    }

    fn outbox_after(&self, seq: u64, max_bytes: usize) -> Result<Vec<OutboxLine>, OutboxError> {
        let log = self.log();
        let mut size = 0;
        let lines = (1..)
            .zip(&log.lines)
            .skip(seq as usize)
            .take_while(|(number, line)| {
                size += line.len();
                *number == seq + 1 || size <= max_bytes
            });
        Ok(lines
            .map(|(seq, line)| OutboxLine {
                seq,
                line: line.clone(),
            })
            .collect())
    }

    fn head_at(&self, seq: u64) -> Result<Option<Head>, OutboxError> {
        Ok(self.log().heads.get(seq as usize).copied())
    }

    fn waiting(&self) -> Result<Waiting, OutboxError> {
        let log = self.log();
        let waiting = &log.lines[log.acked_seq as usize..];
        let oldest = (!waiting.is_empty()).then_some(Instant::from_millis(1));
        let bytes = waiting.iter().map(|line| line.len() as u64).sum();
        Ok(Waiting {
            lines: waiting.len() as u64,
            bytes,
            oldest,
        })
    }

    fn record_receipt(
        &self,
        acked_seq: u64,
        head: Head,
        receipt: &str,
        _: Instant,
    ) -> Result<(), OutboxError> {
        let mut log = self.log();
        assert_eq!(
            log.heads.get(acked_seq as usize),
            Some(&head),
            "only verified receipts are recorded"
        );
        if acked_seq > log.acked_seq {
            log.acked_seq = acked_seq;
            log.receipts.push(receipt.to_owned());
        }
        Ok(())
    }

    fn device_key(&self) -> Result<SigningKey, OutboxError> {
        Ok(self.log().key.clone())
    }

    fn hub_link(&self) -> Result<Option<HubLink>, OutboxError> {
        Ok(self.log().link.clone())
    }

    fn set_hub_link(&self, link: &HubLink) -> Result<(), OutboxError> {
        self.set_link(link.clone());
        Ok(())
    }

    fn sync_note(&self, note: &SyncNote) -> Result<(), OutboxError> {
        self.log().note = Some(note.clone());
        Ok(())
    }

    fn last_sync_note(&self) -> Result<Option<SyncNote>, OutboxError> {
        Ok(self.log().note.clone())
    }
}
