//! A desktop that shows nothing and remembers everything: `org.freedesktop.Notifications` on the story's bus.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread;

use tokio::sync::oneshot;
use zbus::{OwnedVariant, connection, interface};

/// One call of `Notify`.
#[derive(Debug, Clone)]
pub struct Call {
    summary: String,
    body: String,
    /// All arguments as they arrived.
    everything: String,
}

impl Call {
    /// What a person reads: the lines other than the app's name.
    pub fn text(&self) -> String {
        let lines = [self.summary.as_str(), self.body.as_str()];
        lines
            .into_iter()
            .filter(|line| !line.is_empty() && *line != "Suar")
            .collect::<Vec<_>>()
            .join("\n")
    }
}

type Calls = Arc<Mutex<Vec<Call>>>;

/// A listening desktop; it goes when the value does.
pub struct Notifications {
    calls: Calls,
    _stop: oneshot::Sender<()>,
}

impl Notifications {
    /// Takes the well-known name on the bus at `address`.
    pub fn listen(address: &str) -> Self {
        let calls = Calls::default();
        let desktop = Desktop {
            calls: calls.clone(),
        };
        let address = address.to_owned();
        let (stop, stopped) = oneshot::channel::<()>();
        let (ready, is_ready) = mpsc::channel();
        // A thread of its own: zbus serves only while somebody is inside its `block_on`.
        thread::spawn(move || {
            zbus::block_on(async move {
                let connection = connection::Builder::address(address.as_str())
                    .name("org.freedesktop.Notifications")
                    .serve_at("/org/freedesktop/Notifications", desktop)
                    .build()
                    .await;
                let _ = ready.send(connection.as_ref().err().map(ToString::to_string));
                let _ = stopped.await;
                drop(connection);
            });
        });
        let failure = is_ready.recv().expect("the desktop answers");
        assert_eq!(failure, None, "the desktop takes its name on the bus");
        Self { calls, _stop: stop }
    }

    /// Calls so far, oldest first.
    pub fn calls(&self) -> Vec<Call> {
        self.calls
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// What people read so far.
    pub fn texts(&self) -> Vec<String> {
        self.calls().iter().map(Call::text).collect()
    }

    /// Everything that was ever sent, to search in.
    pub fn everything(&self) -> String {
        self.calls()
            .into_iter()
            .map(|call| call.everything + "\n")
            .collect()
    }
}

struct Desktop {
    calls: Calls,
}

#[interface(name = "org.freedesktop.Notifications")]
impl Desktop {
    #[allow(
        clippy::too_many_arguments,
        reason = "the desktop's interface has eight"
    )]
    fn notify(
        &self,
        app_name: String,
        replaces_id: u32,
        app_icon: String,
        summary: String,
        body: String,
        actions: Vec<String>,
        hints: HashMap<String, OwnedVariant>,
        expire_timeout: i32,
    ) -> u32 {
        let everything = format!(
            "{app_name} {replaces_id} {app_icon} {summary} {body} {actions:?} {hints:?} {expire_timeout}"
        );
        let mut calls = self.calls.lock().unwrap_or_else(PoisonError::into_inner);
        calls.push(Call {
            summary,
            body,
            everything,
        });
        u32::try_from(calls.len()).unwrap_or(u32::MAX)
    }

    fn close_notification(&self, id: u32) {
        let _ = id;
    }

    fn get_capabilities(&self) -> Vec<String> {
        vec!["body".to_owned()]
    }

    fn get_server_information(&self) -> (String, String, String, String) {
        (
            "story".to_owned(),
            "suar".to_owned(),
            "1".to_owned(),
            "1.2".to_owned(),
        )
    }
}

#[test]
fn the_desktop_remembers_what_it_was_asked_to_show() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let bus = suar_xtask::bus::Bus::start(folder.path()).expect("dbus-daemon starts");
    let desktop = Notifications::listen(bus.address());
    let hints: HashMap<&str, zbus::Variant<'_>> = HashMap::from([("urgency", 1_u8.into())]);
    let none: Vec<&str> = Vec::new();
    let call = (
        "Suar",
        0_u32,
        "",
        "Suar",
        "Ada permintaan petugas kedua. Buka Suar.",
        none,
        hints,
        -1_i32,
    );
    let id: u32 = zbus::block_on(async {
        let client = connection::Builder::address(bus.address())
            .build()
            .await
            .expect("the bus answers");
        let name = "org.freedesktop.Notifications";
        let path = "/org/freedesktop/Notifications";
        let answer = client
            .call_method(Some(name), path, Some(name), "Notify", &call)
            .await
            .expect("it is shown");
        answer.body().deserialize().expect("an id")
    });
    assert_eq!(id, 1);
    assert_eq!(
        desktop.texts(),
        ["Ada permintaan petugas kedua. Buka Suar."],
        "the app's name is not a text"
    );
    assert!(
        desktop.everything().contains("urgency"),
        "every argument can be searched"
    );
}
