//! A line that can be cut: a TCP proxy that drops a connection after a set number of bytes.
//!
//! Counts both directions of a connection together, so that a sweep over the budget cuts requests and answers at
//! every place. Everything happens on this machine's loopback addresses.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::thread;

/// A proxy to one address; it lives as long as the process.
#[derive(Debug)]
pub struct CuttingProxy {
    address: SocketAddr,
    budget: Arc<AtomicI64>,
    carried: Arc<AtomicU64>,
}

/// Budget of a line that is never cut.
const UNCUT: i64 = i64::MAX;

impl CuttingProxy {
    /// Starts a proxy to `upstream` that cuts nothing yet.
    pub fn start(upstream: SocketAddr) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let proxy = Self {
            address: listener.local_addr()?,
            budget: Arc::new(AtomicI64::new(UNCUT)),
            carried: Arc::default(),
        };
        let (budget, carried) = (proxy.budget.clone(), proxy.carried.clone());
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let left = Arc::new(AtomicI64::new(budget.load(Ordering::SeqCst)));
                if let Ok(server) = TcpStream::connect(upstream) {
                    carry(&client, &server, &left, &carried);
                    carry(&server, &client, &left, &carried);
                }
            }
        });
        Ok(proxy)
    }

    /// Address to connect to.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Every later connection is dropped after this many bytes, both directions together; `None` lets all pass.
    pub fn cut_after(&self, bytes: Option<u64>) {
        let budget = bytes.map_or(UNCUT, |bytes| i64::try_from(bytes).unwrap_or(UNCUT));
        self.budget.store(budget, Ordering::SeqCst);
    }

    /// Bytes carried since the start, both directions.
    pub fn carried(&self) -> u64 {
        self.carried.load(Ordering::SeqCst)
    }
}

fn carry(from: &TcpStream, to: &TcpStream, left: &Arc<AtomicI64>, carried: &Arc<AtomicU64>) {
    let (Ok(mut from), Ok(mut to)) = (from.try_clone(), to.try_clone()) else {
        return;
    };
    let (left, carried) = (left.clone(), carried.clone());
    thread::spawn(move || {
        let mut buffer = [0; 4096];
        while let Ok(read @ 1..) = from.read(&mut buffer) {
            let before = left.fetch_sub(read as i64, Ordering::SeqCst);
            let allowed = usize::try_from(before).unwrap_or(0).min(read);
            carried.fetch_add(allowed as u64, Ordering::SeqCst);
            if to.write_all(&buffer[..allowed]).is_err() || allowed < read {
                // A cut is for both directions.
                let _ = from.shutdown(Shutdown::Both);
                let _ = to.shutdown(Shutdown::Both);
                return;
            }
        }
        let _ = to.shutdown(Shutdown::Write);
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn echo_server() -> SocketAddr {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let address = listener.local_addr().expect("bound");
        thread::spawn(move || {
            for mut client in listener.incoming().flatten() {
                let mut writer = client.try_clone().expect("a second handle");
                let _ = io::copy(&mut client, &mut writer);
            }
        });
        address
    }

    fn echo(proxy: &CuttingProxy, text: &[u8]) -> Vec<u8> {
        let mut client = TcpStream::connect(proxy.address()).expect("the proxy listens");
        let _ = client.write_all(text);
        let _ = client.shutdown(Shutdown::Write);
        let mut answer = Vec::new();
        let _ = client.read_to_end(&mut answer);
        answer
    }

    #[test]
    fn a_line_is_cut_after_exactly_the_budget() {
        let proxy = CuttingProxy::start(echo_server()).expect("a free port");
        assert_eq!(echo(&proxy, b"hello"), b"hello", "uncut, everything passes");
        let before = proxy.carried();
        proxy.cut_after(Some(0));
        assert_eq!(
            echo(&proxy, b"hello"),
            b"",
            "nothing comes back over a dead line"
        );
        assert_eq!(proxy.carried(), before);
        proxy.cut_after(Some(3));
        assert_eq!(
            echo(&proxy, b"hello"),
            b"",
            "the budget was used up on the way there"
        );
        assert_eq!(proxy.carried(), before + 3);
    }
}
