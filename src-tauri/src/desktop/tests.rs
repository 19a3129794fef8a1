//! Desktops that answer, refuse, or never say anything; the last one also as a real service on a real bus.

use std::collections::HashMap;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Instant;

use suar_xtask::bus::Bus;
use zbus::{OwnedVariant, connection, interface};

use super::*;

/// Far more than giving up takes.
const SOON: Duration = Duration::from_secs(20);
/// Says to a second run of this test that the bus of its session is the test's.
const SECOND_RUN: &str = "SUAR_TEST_ON_A_BUS_OF_ITS_OWN";

#[test]
fn what_the_desktop_answers_in_time_is_the_answer() {
    let desktop = Desktop::new(SOON, |text| match text {
        "yes" => Ok(()),
        "no" => Err(NotTaken),
        _ => panic!("a fault of the library"),
    });
    for _ in 0..2 {
        assert!(desktop.show("yes").is_ok());
        assert!(desktop.show("no").is_err());
        assert!(desktop.show("fault").is_err());
    }
}

#[test]
fn a_call_that_is_never_answered_blocks_one_thread_and_no_more_until_it_ends() {
    let calls = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&calls);
    let (end, silence) = mpsc::channel::<()>();
    let silence = Mutex::new(silence);
    let desktop = Desktop::new(Duration::from_millis(20), move |_| {
        counted.fetch_add(1, Ordering::SeqCst);
        let _ = silence.lock().map(|silence| silence.recv());
        Err(NotTaken)
    });
    for _ in 0..3 {
        assert!(desktop.show("Suar").is_err());
    }
    assert_eq!(calls.load(Ordering::SeqCst), 1, "the others never began");
    drop(end);
    let waiting = Line::take(&desktop.line, SOON);
    assert!(waiting.is_some(), "free again as soon as the call ends");
}

/// Takes calls and never answers them.
struct Silent {
    asked: mpsc::Sender<String>,
}

#[interface(name = "org.freedesktop.Notifications")]
impl Silent {
    #[allow(
        clippy::too_many_arguments,
        reason = "the desktop's interface has eight"
    )]
    async fn notify(
        &self,
        _app_name: String,
        _replaces_id: u32,
        _app_icon: String,
        _summary: String,
        body: String,
        _actions: Vec<String>,
        _hints: HashMap<String, OwnedVariant>,
        _expire_timeout: i32,
    ) -> u32 {
        let _ = self.asked.send(body);
        std::future::pending().await
    }
}

/// Serves on the bus at `address` for as long as this process lives.
fn silent_desktop(address: String) -> mpsc::Receiver<String> {
    let (asked, is_asked) = mpsc::channel();
    let (ready, is_ready) = mpsc::channel();
    thread::spawn(move || {
        zbus::block_on(async move {
            let served = connection::Builder::address(address.as_str())
                .name("org.freedesktop.Notifications")
                .serve_at("/org/freedesktop/Notifications", Silent { asked })
                .build()
                .await;
            let _ = ready.send(served.as_ref().err().map(ToString::to_string));
            std::future::pending::<()>().await;
            drop(served);
        });
    });
    let failure = is_ready.recv_timeout(SOON).expect("the service starts");
    assert_eq!(failure, None, "it takes its name on the bus");
    is_asked
}

/// The address of a session's bus is read from the environment, which a test cannot change for itself alone: so this
/// one runs itself once more.
#[test]
fn a_notification_service_that_takes_a_call_and_never_answers_is_given_up() {
    if std::env::var_os(SECOND_RUN).is_some() {
        let (end, ended) = mpsc::channel();
        let start = Instant::now();
        thread::spawn(move || end.send(Desktop::of_computer().show("Buka Suar.").is_err()));
        let gave_up = ended.recv_timeout(SOON).expect("whoever waits is told");
        assert!(gave_up, "silence is not an answer");
        assert!(start.elapsed() >= PATIENCE, "it was waited for");
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let bus = Bus::start(folder.path()).expect("dbus-daemon starts");
    let asked = silent_desktop(bus.address().to_owned());
    let run = Command::new(std::env::current_exe().expect("this test"))
        .args(["--exact", "--nocapture"])
        .arg("desktop::tests::a_notification_service_that_takes_a_call_and_never_answers_is_given_up")
        .env("DBUS_SESSION_BUS_ADDRESS", bus.address())
        .env(SECOND_RUN, "yes")
        .output()
        .expect("it runs again");
    let said = String::from_utf8_lossy(&run.stdout).into_owned();
    assert!(run.status.success() && said.contains("1 passed"), "{said}");
    let body = asked.try_recv().expect("the service was asked");
    assert_eq!(body, "Buka Suar.");
}
