//! Two officers share a computer: one's mistakes do not keep the other out.

use suar_app::AppError;
use suar_app::session::Account;
use suar_domain::id::UserId;
use suar_domain::user::Role;
use suar_registry::RegistryError;
use suar_registry::key::{DatabaseKey, SlotFile};
use uuid::Uuid;

use crate::world::{Computer, PASSPHRASE};

#[test]
fn the_delay_is_that_of_the_account_that_was_mistyped() {
    let computer = Computer::new();
    computer.app.lock().expect("locked");
    let second = UserId::from_uuid(Uuid::from_u128(2));
    let mut slots = SlotFile::read(computer.path()).expect("slots");
    let account = Account {
        user: second,
        name: "Contoh Kedua".into(),
        role: Role::Supervisor,
    };
    let key = DatabaseKey::random().expect("random bytes");
    slots
        .add(&account, "kapal berangkat sore", &key)
        .expect("a slot");
    slots.write(computer.path()).expect("written");

    let waits = || -> Vec<u32> {
        let accounts = computer.app.session().accounts;
        accounts.iter().map(|each| each.wait_seconds).collect()
    };
    assert_eq!(waits(), [0, 0]);
    for expected in [0, 0, 1] {
        let wrong = computer.app.unlock(second, "salah sama sekali");
        assert!(matches!(
            wrong,
            Err(AppError::Registry(RegistryError::WrongPassphrase))
        ));
        assert_eq!(waits(), [0, expected], "the curve of the second alone");
    }
    let early = computer.app.unlock(second, "kapal berangkat sore");
    assert!(matches!(
        early,
        Err(AppError::Registry(RegistryError::Wait { seconds: 1 }))
    ));
    computer
        .app
        .unlock(computer.officer(), PASSPHRASE)
        .expect("the first officer is not kept out");
}
