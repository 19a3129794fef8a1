//! A hub on a free port over a database of its own, and devices that talk to it.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use reqwest::header::{CONTENT_TYPE, HeaderMap};
use serde_json::{Value, json};
use suar_domain::id::{DeviceId, StreamId};
use suar_domain::time::Instant;
use suar_hub::{HubState, Store, clock, router};
use suar_protocol::batch::{Batch, EncodedBatch, Origin};
use suar_protocol::chain::Head;
use suar_protocol::change::{Change, ChangeKind};
use suar_protocol::enroll::{self, EnrollCode, EnrollRequest, EnrollResponse};
use suar_protocol::key::{PublicKey, SigningKey};
use suar_protocol::problem::Problem;
use suar_protocol::receipt::Receipt;
use suar_protocol::sign::{self, RequestParts};
use suar_protocol::stream::{self, OpenStream, batches_path};
use suar_testkit::postgres::Postgres;
use tokio::net::TcpListener;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, NoTls};
use uuid::Uuid;

pub struct World {
    pub address: SocketAddr,
    pub store: Store,
    pub postgres: Postgres,
    hub_key: PublicKey,
    http: reqwest::Client,
}

pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

pub struct Device {
    pub id: DeviceId,
    pub key: SigningKey,
    pub stream: StreamId,
    pub feed: String,
    pub clock_error_ms: i64,
    nonce: std::cell::Cell<u8>,
}

impl World {
    pub async fn start() -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let postgres = Postgres::start().expect("PostgreSQL is installed");
        let store = Store::at(&postgres.url()).expect("a database address");
        store.migrate().await.expect("an empty database");
        let key = SigningKey::from_bytes(&[42; 32]);
        let hub_key = PublicKey::of(&key);
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .await
            .expect("a free port");
        let address = listener.local_addr().expect("bound");
        let app = router(HubState {
            store: store.clone(),
            key: Arc::new(key),
        });
        tokio::spawn(async move { axum::serve(listener, app).await });
        let http = reqwest::Client::builder()
            .no_proxy()
            .build()
            .expect("a client");
        Self {
            address,
            store,
            postgres,
            hub_key,
            http,
        }
    }

    /// A device of NUNUKAN with an open stream; `n` tells devices apart.
    pub async fn device(&self, n: u8) -> Device {
        let code = self.code("NUNUKAN").await;
        let key = SigningKey::from_bytes(&[n; 32]);
        let answer = self
            .enroll(&EnrollRequest::new(code, "NUNUKAN", &key))
            .await;
        let response: EnrollResponse = serde_json::from_slice(&answer.body).expect("enrolled");
        let device = Device {
            id: response.device,
            key,
            stream: StreamId::from_uuid(Uuid::from_u128(u128::from(n))),
            feed: response.feed,
            clock_error_ms: 0,
            nonce: 0.into(),
        };
        let opened = self.open(&device).await;
        assert_eq!(opened.status, 201, "a new stream: {}", opened.text());
        device
    }

    pub async fn code(&self, office: &str) -> EnrollCode {
        let code = self
            .store
            .create_code(office, clock::now())
            .await
            .expect("the database answers");
        code.expect("an office of the first migration")
    }

    pub async fn enroll(&self, request: &EnrollRequest) -> Answer {
        let body = serde_json::to_vec(request).expect("plain members");
        self.send(self.http.post(self.url(enroll::PATH)).body(body))
            .await
    }

    pub async fn open(&self, device: &Device) -> Answer {
        let open = OpenStream {
            stream: device.stream,
            known_acked_seq: 0,
        };
        let body = serde_json::to_vec(&open).expect("plain members");
        self.call(device, "POST", stream::PATH, stream::CONTENT_TYPE, body)
            .await
    }

    pub async fn push(
        &self,
        device: &Device,
        from: u64,
        prev_head: Head,
        lines: &[String],
    ) -> Answer {
        self.push_encoded(device, &encoded(device, from, prev_head, lines))
            .await
    }

    pub async fn push_encoded(&self, device: &Device, batch: &EncodedBatch) -> Answer {
        let path = batches_path(device.stream);
        self.call(
            device,
            "POST",
            &path,
            batch.encoding.content_type(),
            batch.bytes.clone(),
        )
        .await
    }

    /// A signed request of a device.
    pub async fn call(
        &self,
        device: &Device,
        method: &str,
        target: &str,
        content_type: &str,
        body: Vec<u8>,
    ) -> Answer {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let parts = RequestParts {
            method,
            path,
            query,
            content_type,
            body: &body,
        };
        let created = Instant::from_millis(clock::now().millis() + device.clock_error_ms);
        device.nonce.set(device.nonce.get().wrapping_add(1));
        let headers = sign::sign(
            &parts,
            device.id,
            created,
            &[device.nonce.get(); 16],
            &device.key,
        );
        let method = method.parse().expect("a method");
        let request = self
            .http
            .request(method, self.url(target))
            .header(CONTENT_TYPE, content_type)
            .header(sign::CONTENT_DIGEST, headers.content_digest)
            .header(sign::SIGNATURE_INPUT, headers.signature_input)
            .header(sign::SIGNATURE, headers.signature)
            .body(body);
        self.send(request).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.http.get(self.url(path))).await
    }

    pub fn receipt(&self, answer: &Answer) -> Receipt {
        assert!(
            matches!(answer.status, 200 | 201),
            "a receipt, not {}",
            answer.text()
        );
        Receipt::open(&answer.text(), &self.hub_key).expect("signed by this hub")
    }

    pub fn hub_key(&self) -> &PublicKey {
        &self.hub_key
    }

    pub async fn database(&self) -> Client {
        let (client, connection) = tokio_postgres::connect(&self.postgres.url(), NoTls)
            .await
            .expect("it runs");
        tokio::spawn(connection);
        client
    }

    /// The single number a query returns.
    pub async fn count(&self, query: &str, params: &[&(dyn ToSql + Sync)]) -> i64 {
        self.database()
            .await
            .query_one(query, params)
            .await
            .expect("a query of this test")
            .get(0)
    }

    /// The current value of a field, if any.
    pub async fn field(&self, record: Uuid, field: &str) -> Option<Value> {
        let query = "SELECT value FROM field WHERE record_id = $1 AND field = $2";
        let row = self
            .database()
            .await
            .query_opt(query, &[&record, &field])
            .await
            .expect("a query");
        row.map(|row| serde_json::from_str(row.get(0)).expect("JSON text"))
    }

    /// The stored lines of a stream, in order, and their numbers in the feed.
    pub async fn ops(&self, stream: StreamId) -> Vec<(i64, String)> {
        let query = "SELECT seq, line FROM op WHERE stream_id = $1 ORDER BY sseq";
        let rows = self
            .database()
            .await
            .query(query, &[&stream.uuid()])
            .await
            .expect("a query");
        let text = |line: &[u8]| String::from_utf8_lossy(line).into_owned();
        rows.iter()
            .map(|row| (row.get(0), text(row.get(1))))
            .collect()
    }

    async fn send(&self, request: reqwest::RequestBuilder) -> Answer {
        let response = request.send().await.expect("the hub answers");
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let body = response.bytes().await.expect("a whole answer").to_vec();
        Answer {
            status,
            headers,
            body,
        }
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn problem(&self) -> Problem {
        Problem::parse(&self.body).unwrap_or_else(|| panic!("a problem, not {}", self.text()))
    }
}

pub fn encoded(device: &Device, from: u64, prev_head: Head, lines: &[String]) -> EncodedBatch {
    let origin = Origin {
        stream: device.stream,
        device: device.id,
        feed: device.feed.clone(),
        schema: 1,
        created: clock::now().millis(),
    };
    let lines = lines.iter().map(|line| line.clone().into_bytes()).collect();
    Batch::new(origin, from, prev_head, lines)
        .expect("lines")
        .encode()
        .expect("a small batch")
}

pub fn record(n: u128) -> Uuid {
    Uuid::from_u128(0x7000 + n)
}

/// A line that sets the phone of record 1.
pub fn set(seq: u64, hlc: &str, value: &str) -> String {
    change(seq, ChangeKind::Set, "phone", json!(value), hlc)
}

/// A line about record 1.
pub fn change(seq: u64, kind: ChangeKind, field: &str, value: Value, hlc: &str) -> String {
    let change = Change {
        seq,
        record: record(1),
        kind,
        field: field.into(),
        value,
        hlc: hlc.parse().expect("a stamp of this test"),
        base: None,
        author: "off-0046".into(),
    };
    change.to_line()
}

/// Lines `from..=to`, each its own value.
pub fn lines(from: u64, to: u64) -> Vec<String> {
    (from..=to)
        .map(|seq| {
            set(
                seq,
                &format!("{}.0", 1_793_000_000_000 + seq),
                &format!("value {seq}"),
            )
        })
        .collect()
}

pub fn head_of(lines: &[String]) -> Head {
    lines
        .iter()
        .fold(Head::START, |head, line| head.append(line.as_bytes()))
}
