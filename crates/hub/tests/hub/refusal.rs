//! What is refused, and in which words: a status, a stable code, and never a stored answer.

use suar_domain::id::StreamId;
use suar_hub::clock;
use suar_protocol::batch::{Batch, Encoding, MAX_WIRE_BYTES, Origin};
use suar_protocol::chain::Head;
use suar_protocol::hello::Hello;
use suar_protocol::key::SigningKey;
use suar_protocol::stream::batches_path;
use uuid::Uuid;

use crate::world::{Answer, Device, World, encoded, lines};

#[track_caller]
fn refused(answer: &Answer, status: u16, code: &str) {
    assert_eq!(
        (answer.status, answer.problem().code.as_str()),
        (status, code),
        "{}",
        answer.text()
    );
    assert_eq!(answer.headers["cache-control"], "no-store");
    assert_eq!(answer.headers["content-type"], "application/problem+json");
    assert!(
        !answer.problem().detail.is_empty(),
        "a sentence with the fix"
    );
}

async fn push_one(world: &World, device: &Device) -> Answer {
    world.push(device, 1, Head::START, &lines(1, 1)).await
}

#[tokio::test]
async fn a_request_without_the_devices_signature_is_refused() {
    let world = World::start().await;
    let mut device = world.device(1).await;
    refused(
        &world.get(&format!("/v1/streams/{}", device.stream)).await,
        401,
        "sig_invalid",
    );
    device.key = SigningKey::from_bytes(&[99; 32]);
    refused(&push_one(&world, &device).await, 401, "sig_invalid");
    device.id = suar_domain::id::DeviceId::from_uuid(Uuid::from_u128(99));
    refused(&push_one(&world, &device).await, 403, "device_unknown");
    assert!(
        world.ops(device.stream).await.is_empty(),
        "nothing was stored"
    );
}

#[tokio::test]
async fn a_clock_that_is_off_is_told_the_hubs_time() {
    let world = World::start().await;
    let mut device = world.device(1).await;
    for error in [-11 * 60_000, 11 * 60_000, -365 * 86_400_000_i64] {
        device.clock_error_ms = error;
        let answer = push_one(&world, &device).await;
        refused(&answer, 401, "clock_skew");
        let told = answer.problem().hub_time.expect("the hub's time");
        assert!(
            told.abs_diff(clock::now().millis()) < 60_000,
            "near the hub's clock"
        );
    }
    device.clock_error_ms = 9 * 60_000;
    world.receipt(&push_one(&world, &device).await);
}

#[tokio::test]
async fn a_withdrawn_device_sends_nothing_more() {
    let world = World::start().await;
    let device = world.device(1).await;
    assert!(
        world
            .store
            .revoke(device.id, clock::now())
            .await
            .expect("it runs")
    );
    refused(&push_one(&world, &device).await, 403, "device_revoked");
    let mut stranger = world.device(2).await;
    stranger.id = device.id;
    refused(&push_one(&world, &stranger).await, 401, "sig_invalid");
}

#[tokio::test]
async fn a_stream_belongs_to_its_device() {
    let world = World::start().await;
    let (one, mut two) = (world.device(1).await, world.device(2).await);
    two.stream = one.stream;
    refused(&push_one(&world, &two).await, 403, "stream_not_yours");
    refused(&world.open(&two).await, 403, "stream_not_yours");
    two.stream = StreamId::from_uuid(Uuid::from_u128(77));
    refused(&push_one(&world, &two).await, 404, "stream_unknown");
    let path = "/v1/streams/not-an-id";
    refused(
        &world
            .call(&two, "GET", path, "application/json", vec![])
            .await,
        404,
        "stream_unknown",
    );
}

#[tokio::test]
async fn a_body_that_is_no_batch_is_refused_in_bounded_space() {
    let world = World::start().await;
    let device = world.device(1).await;
    let path = batches_path(device.stream);
    let zstd = Encoding::Zstd.content_type();
    let send = |content_type: &'static str, body: Vec<u8>| {
        world.call(&device, "POST", &path, content_type, body)
    };

    refused(&send(zstd, b"rubbish".to_vec()).await, 400, "malformed");
    refused(&send(zstd, vec![]).await, 400, "malformed");
    refused(
        &send(Encoding::Plain.content_type(), b"{}\n".to_vec()).await,
        400,
        "malformed",
    );
    refused(
        &send(zstd, vec![0; MAX_WIRE_BYTES + 1]).await,
        413,
        "batch_too_large",
    );
    let unknown = send("application/vnd.suar.batch.v9+zstd", b"x".to_vec()).await;
    refused(&unknown, 415, "encoding_unknown");
    assert!(
        unknown.problem().known.contains(&zstd.to_owned()),
        "it says what it reads"
    );

    let bomb = zstd::bulk::compress(&vec![b'a'; 64 * 1024 * 1024], 3).expect("compresses well");
    refused(&send(zstd, bomb).await, 413, "batch_too_large");
    refused(&world.get("/v1/nowhere").await, 404, "not_found");
    refused(&world.get("/v1/enroll").await, 404, "not_found");
}

#[tokio::test]
async fn a_header_about_someone_else_is_refused() {
    let world = World::start().await;
    let device = world.device(1).await;
    let origin = Origin {
        stream: device.stream,
        device: device.id,
        feed: device.feed.clone(),
        schema: 1,
        created: clock::now().millis(),
    };
    let other_device = suar_domain::id::DeviceId::from_uuid(Uuid::from_u128(5));
    let other_stream = StreamId::from_uuid(Uuid::from_u128(5));
    let cases = [
        (
            Origin {
                device: other_device,
                ..origin.clone()
            },
            400,
            "malformed",
        ),
        (
            Origin {
                stream: other_stream,
                ..origin.clone()
            },
            400,
            "malformed",
        ),
        (
            Origin {
                feed: "TARAKAN".into(),
                ..origin.clone()
            },
            400,
            "malformed",
        ),
        (
            Origin {
                schema: 9,
                ..origin.clone()
            },
            415,
            "schema_unknown",
        ),
    ];
    for (origin, status, code) in cases {
        let batch = Batch::new(
            origin,
            1,
            Head::START,
            vec![lines(1, 1)[0].clone().into_bytes()],
        );
        let encoded = batch.expect("a line").encode().expect("small");
        refused(&world.push_encoded(&device, &encoded).await, status, code);
    }
    assert!(world.ops(device.stream).await.is_empty());
}

#[tokio::test]
async fn a_batch_cut_at_any_byte_stores_nothing() {
    let world = World::start().await;
    let device = world.device(1).await;
    let whole = encoded(&device, 1, Head::START, &lines(1, 5));
    for end in (0..whole.bytes.len()).step_by(7) {
        let mut cut = whole.clone();
        cut.bytes.truncate(end);
        refused(&world.push_encoded(&device, &cut).await, 400, "malformed");
    }
    assert!(world.ops(device.stream).await.is_empty());
    assert_eq!(
        world
            .receipt(&world.push_encoded(&device, &whole).await)
            .acked_seq,
        5
    );
}

#[tokio::test]
async fn the_greeting_is_open_signed_and_never_stored() {
    let world = World::start().await;
    let answer = world.get("/v1/time").await;
    assert_eq!(answer.headers["cache-control"], "no-store");
    let hello = Hello::open(&answer.text(), world.hub_key()).expect("signed by this hub");
    assert!(hello.hub_time.abs_diff(clock::now().millis()) < 60_000);
    assert_eq!((hello.protocol, hello.schema), (vec![1], vec![1]));
}

#[tokio::test]
async fn an_unusable_query_is_a_problem_document_too() {
    let world = World::start().await;
    let device = world.device(1).await;
    let path = format!("/v1/streams/{}?after=soon", device.stream);
    refused(
        &world
            .call(&device, "GET", &path, "application/json", vec![])
            .await,
        400,
        "malformed",
    );
}
