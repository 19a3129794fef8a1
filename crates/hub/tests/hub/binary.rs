//! The program itself: migrate, check, code, serve.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use suar_domain::id::StreamId;
use suar_domain::time::Instant;
use suar_hub::clock;
use suar_protocol::batch::{Batch, Origin};
use suar_protocol::chain::Head;
use suar_protocol::enroll::{self, EnrollRequest, EnrollResponse};
use suar_protocol::hello::Hello;
use suar_protocol::key::{PublicKey, SigningKey};
use suar_protocol::receipt::Receipt;
use suar_protocol::sign::{self, RequestParts};
use suar_protocol::stream::{self, OpenStream, batches_path};
use suar_testkit::postgres::Postgres;
use uuid::Uuid;

use crate::world::set;

fn hub(postgres: &Postgres, key: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_suar-hub"));
    command
        .args(arguments)
        .env("SUAR_HUB_DATABASE_URL", postgres.url())
        .env("SUAR_HUB_KEY_FILE", key);
    command
}

fn output(mut command: Command) -> Output {
    command.output().expect("the program was built")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim().to_owned()
}

struct Serving {
    child: Child,
    url: String,
}

impl Serving {
    fn start(postgres: &Postgres, key: &Path) -> Self {
        let mut command = hub(postgres, key, &["serve", "--listen", "127.0.0.1:0"]);
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        let mut line = String::new();
        let stdout = child.stdout.take().expect("piped");
        BufReader::new(stdout)
            .read_line(&mut line)
            .expect("one line");
        let url = line
            .trim()
            .strip_prefix("suar-hub listens on ")
            .expect("the address")
            .to_owned();
        Self { child, url }
    }

    /// Ends the program and returns what it logged.
    fn log(mut self) -> String {
        self.child.kill().expect("it runs");
        let mut log = String::new();
        let mut stderr = self.child.stderr.take().expect("piped");
        stderr.read_to_string(&mut log).expect("text");
        self.child.wait().expect("it ended");
        log
    }
}

#[tokio::test]
async fn the_program_goes_from_an_empty_database_to_a_receipt() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (postgres, key) = (
        Postgres::start().expect("PostgreSQL"),
        folder.path().join("hub.key"),
    );

    let early = output(hub(&postgres, &key, &["serve", "--listen", "127.0.0.1:0"]));
    assert!(!early.status.success());
    assert!(
        text(&early.stderr).contains("suar-hub migrate"),
        "it says how: {}",
        text(&early.stderr)
    );

    let migrated = output(hub(&postgres, &key, &["migrate"]));
    assert!(migrated.status.success(), "{}", text(&migrated.stderr));
    let hub_key = text(&migrated.stdout)
        .lines()
        .last()
        .and_then(|line| line.split(' ').nth(2).map(str::to_owned));
    let hub_key = PublicKey::from_hex(&hub_key.expect("hub key HEX in FILE")).expect("a key");
    let twice = output(hub(&postgres, &key, &["migrate"]));
    assert_eq!(
        text(&twice.stdout),
        text(&migrated.stdout),
        "migrating again changes nothing"
    );
    assert!(output(hub(&postgres, &key, &["check"])).status.success());

    let nowhere = output(hub(
        &postgres,
        &key,
        &["device", "code", "--office", "JAKARTA"],
    ));
    assert!(!nowhere.status.success());
    assert!(
        text(&nowhere.stderr).contains("NUNUKAN"),
        "it lists the offices: {}",
        text(&nowhere.stderr)
    );
    let code = output(hub(
        &postgres,
        &key,
        &["device", "code", "--office", "nunukan"],
    ));
    let code = text(&code.stdout);

    let serving = Serving::start(&postgres, &key);
    let http = reqwest::Client::builder()
        .no_proxy()
        .build()
        .expect("a client");
    let hello = http
        .get(format!("{}/v1/time", serving.url))
        .send()
        .await
        .expect("it answers");
    assert!(
        Hello::open(&hello.text().await.expect("text"), &hub_key).is_ok(),
        "signed by the printed key"
    );

    let device_key = SigningKey::from_bytes(&[5; 32]);
    let request = EnrollRequest::new(code.parse().expect("a code"), "NUNUKAN", &device_key);
    let body = serde_json::to_vec(&request).expect("plain members");
    let enrolled = http
        .post(format!("{}{}", serving.url, enroll::PATH))
        .body(body)
        .send()
        .await
        .expect("answers");
    let enrolled: EnrollResponse = enrolled.json().await.expect("enrolled");

    let stream = StreamId::from_uuid(Uuid::from_u128(1));
    let send = async |path: &str, content_type: &str, body: Vec<u8>| {
        let parts = RequestParts {
            method: "POST",
            path,
            query: "",
            content_type,
            body: &body,
        };
        let created = Instant::from_millis(clock::now().millis());
        let headers = sign::sign(&parts, enrolled.device, created, &[1; 16], &device_key);
        let request = http
            .post(format!("{}{path}", serving.url))
            .header("content-type", content_type)
            .header(sign::CONTENT_DIGEST, headers.content_digest)
            .header(sign::SIGNATURE_INPUT, headers.signature_input)
            .header(sign::SIGNATURE, headers.signature)
            .body(body);
        request
            .send()
            .await
            .expect("it answers")
            .text()
            .await
            .expect("text")
    };
    let open = serde_json::to_vec(&OpenStream {
        stream,
        known_acked_seq: 0,
    })
    .expect("plain members");
    send(stream::PATH, stream::CONTENT_TYPE, open).await;
    let planted = "ZUBAIDAH BINTI PLANTED";
    let origin = Origin {
        stream,
        device: enrolled.device,
        feed: enrolled.feed.clone(),
        schema: 1,
        created: 0,
    };
    let lines = vec![
        set(1, "1.0", planted).into_bytes(),
        format!("{{broken {planted}").into_bytes(),
    ];
    let batch = Batch::new(origin, 1, Head::START, lines)
        .expect("lines")
        .encode()
        .expect("small");
    let receipt = send(
        &batches_path(stream),
        batch.encoding.content_type(),
        batch.bytes,
    )
    .await;
    assert_eq!(
        Receipt::open(&receipt, &hub_key)
            .expect("a receipt")
            .acked_seq,
        2
    );

    let devices = text(&output(hub(&postgres, &key, &["device", "list"])).stdout);
    assert_eq!(devices, format!("{} NUNUKAN active", enrolled.device));
    let device = enrolled.device.to_string();
    assert!(
        output(hub(&postgres, &key, &["device", "revoke", &device]))
            .status
            .success()
    );

    let log = serving.log();
    assert!(
        log.contains("batch taken in"),
        "there is a log to search: {log}"
    );
    assert!(!log.contains(planted), "no value of a record in the log");
    assert!(
        !log.contains(&code) && !log.contains(&code.replace('-', "")),
        "no code in the log"
    );
}

#[test]
fn a_database_that_is_not_there_is_a_sentence() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut command = Command::new(env!("CARGO_BIN_EXE_suar-hub"));
    let url = format!("host={} user=suar", folder.path().display());
    command
        .args(["migrate", "--database-url", &url, "--key-file"])
        .arg(folder.path().join("hub.key"));
    let failed = output(command);
    assert!(!failed.status.success());
    assert!(
        text(&failed.stderr).contains("is PostgreSQL running"),
        "{}",
        text(&failed.stderr)
    );
    assert!(!text(&failed.stderr).contains("panicked"));
}
