//! One-time codes.

use suar_domain::time::Instant;
use suar_hub::clock;
use suar_protocol::enroll::{EnrollCode, EnrollRequest, EnrollResponse};
use suar_protocol::key::SigningKey;

use crate::world::{Answer, World};

fn key(n: u8) -> SigningKey {
    SigningKey::from_bytes(&[n; 32])
}

fn device_of(answer: &Answer) -> EnrollResponse {
    serde_json::from_slice(&answer.body)
        .unwrap_or_else(|_| panic!("enrolled, not {}", answer.text()))
}

fn wrong_code() -> EnrollCode {
    "0000000000".parse().expect("a code")
}

#[tokio::test]
async fn a_code_enrols_one_computer_and_answers_it_again() {
    let world = World::start().await;
    let code = world.code("NUNUKAN").await;
    let request = EnrollRequest::new(code.clone(), " nunukan ", &key(1));

    let first = world.enroll(&request).await;
    assert_eq!(first.status, 201);
    let enrolled = device_of(&first);
    assert_eq!(enrolled.feed, "NUNUKAN");
    assert_eq!(
        enrolled.hub_public_key().as_ref(),
        Ok(world.hub_key()),
        "the key to pin"
    );

    let again = world.enroll(&request).await;
    assert_eq!(again.status, 200, "the first answer may have been lost");
    assert_eq!(device_of(&again).device, enrolled.device);

    let other = world
        .enroll(&EnrollRequest::new(code, "NUNUKAN", &key(2)))
        .await;
    assert_eq!(
        (other.status, other.problem().code.as_str()),
        (403, "code_refused"),
        "used up"
    );
}

#[tokio::test]
async fn a_code_is_good_for_its_office_and_for_a_day() {
    let world = World::start().await;
    let code = world.code("NUNUKAN").await;
    let elsewhere = world
        .enroll(&EnrollRequest::new(code, "TARAKAN", &key(1)))
        .await;
    assert_eq!(
        elsewhere.problem().code,
        "code_refused",
        "made for another office"
    );

    let a_day_ago = Instant::from_millis(clock::now().millis() - 24 * 60 * 60 * 1000 - 1000);
    let old = world
        .store
        .create_code("NUNUKAN", a_day_ago)
        .await
        .expect("it runs")
        .expect("an office");
    let late = world
        .enroll(&EnrollRequest::new(old, "NUNUKAN", &key(1)))
        .await;
    assert_eq!(late.problem().code, "code_refused", "out of date");

    let nowhere = world
        .store
        .create_code("JAKARTA", clock::now())
        .await
        .expect("it runs");
    assert_eq!(nowhere, None, "no such office");
}

#[tokio::test]
async fn five_wrong_codes_void_the_open_one() {
    let world = World::start().await;
    let code = world.code("NUNUKAN").await;
    for _ in 0..5 {
        let wrong = world
            .enroll(&EnrollRequest::new(wrong_code(), "NUNUKAN", &key(9)))
            .await;
        assert_eq!(wrong.problem().code, "code_refused");
    }
    let right = world
        .enroll(&EnrollRequest::new(code, "NUNUKAN", &key(1)))
        .await;
    assert_eq!(
        right.problem().code,
        "code_refused",
        "guessing has used the tries up"
    );
    let fresh = world.code("NUNUKAN").await;
    let next = world
        .enroll(&EnrollRequest::new(fresh, "NUNUKAN", &key(1)))
        .await;
    assert_eq!(next.status, 201, "a new code helps");
}

#[tokio::test]
async fn the_table_does_not_give_the_code_away() {
    let world = World::start().await;
    let code = world.code("NUNUKAN").await;
    let dump = "SELECT count(*) FROM enroll_code e WHERE position($1 in convert_from(
                    decode(replace(encode(hash || salt, 'hex'), '00', '20'), 'hex'), 'LATIN1')) > 0";
    assert_eq!(world.count(dump, &[&code.expose()]).await, 0);
    assert_eq!(
        world.count("SELECT count(*) FROM enroll_code", &[]).await,
        1,
        "there was something to find"
    );
}

#[tokio::test]
async fn an_unproven_key_is_refused_without_using_the_code() {
    let world = World::start().await;
    let code = world.code("NUNUKAN").await;
    let mut request = EnrollRequest::new(code.clone(), "NUNUKAN", &key(1));
    request.proof = EnrollRequest::new(code.clone(), "NUNUKAN", &key(2)).proof;
    assert_eq!(world.enroll(&request).await.problem().code, "malformed");
    assert_eq!(
        world
            .enroll(&EnrollRequest::new(code, "NUNUKAN", &key(1)))
            .await
            .status,
        201
    );
}
