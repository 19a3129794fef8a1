//! The network between an office and the hub: a line that can be switched off and on.

use std::io;
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

#[derive(Default)]
struct State {
    is_open: bool,
    /// Both ends of every connection, to end them when the line goes.
    carried: Vec<TcpStream>,
    refused: usize,
}

/// A line to one address; it lives as long as the process.
pub struct Gate {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
}

fn locked(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Gate {
    /// An open line to `hub`.
    pub fn to(hub: SocketAddr) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let address = listener.local_addr().expect("it is bound");
        let state = Arc::new(Mutex::new(State {
            is_open: true,
            ..State::default()
        }));
        let line = state.clone();
        thread::spawn(move || {
            for office in listener.incoming().flatten() {
                connect(&line, office, hub);
            }
        });
        Self { address, state }
    }

    /// Where an office connects to.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The network goes: what is under way ends, what comes is dropped.
    pub fn close(&self) {
        let mut state = locked(&self.state);
        state.is_open = false;
        for end in state.carried.drain(..) {
            let _ = end.shutdown(Shutdown::Both);
        }
    }

    /// The network is back.
    pub fn open(&self) {
        locked(&self.state).is_open = true;
    }

    /// How many connections were dropped.
    pub fn refused(&self) -> usize {
        locked(&self.state).refused
    }
}

fn connect(line: &Arc<Mutex<State>>, office: TcpStream, hub: SocketAddr) {
    let mut state = locked(line);
    if !state.is_open {
        state.refused += 1;
        let _ = office.shutdown(Shutdown::Both);
        return;
    }
    if let Ok(hub) = TcpStream::connect(hub) {
        for (from, to) in [(&office, &hub), (&hub, &office)] {
            if let (Ok(from), Ok(to)) = (from.try_clone(), to.try_clone()) {
                thread::spawn(move || carry(from, to));
            }
        }
        state.carried.extend([office, hub]);
    }
}

fn carry(mut from: TcpStream, mut to: TcpStream) {
    let _ = io::copy(&mut from, &mut to);
    let _ = to.shutdown(Shutdown::Write);
}

#[test]
fn a_closed_gate_ends_what_is_under_way_and_lets_nothing_through() {
    use std::io::{Read, Write};
    let hub = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    let gate = Gate::to(hub.local_addr().expect("bound"));
    thread::spawn(move || {
        for client in hub.incoming().flatten() {
            let mut writer = client.try_clone().expect("a second handle");
            let mut reader = client;
            thread::spawn(move || io::copy(&mut reader, &mut writer));
        }
    });
    let echo = |stream: &mut TcpStream| {
        let mut answer = [0; 2];
        stream
            .write_all(b"hi")
            .and_then(|()| stream.read_exact(&mut answer))
            .is_ok()
    };
    let mut first = TcpStream::connect(gate.address).expect("the gate listens");
    assert!(echo(&mut first), "an open gate carries");
    gate.close();
    assert!(!echo(&mut first), "the connection under way ended");
    let mut second = TcpStream::connect(gate.address).expect("the gate still listens");
    assert!(!echo(&mut second), "nothing passes");
    assert!(gate.refused() >= 1, "and it was counted");
    gate.open();
    let mut third = TcpStream::connect(gate.address).expect("the gate listens");
    assert!(echo(&mut third), "it carries again");
}
