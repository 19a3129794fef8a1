//! The hub's address, as a person types it.
//!
//! What must hold: personal data leaves this computer only encrypted, so plain HTTP is accepted only for a hub on
//! this computer itself (tests, training).

use std::net::IpAddr;

use reqwest::Url;

/// Why a text is not an address of a hub.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// Not an address at all.
    #[error("not an address; it reads https://hub.example.go.id")]
    Form,
    /// Plain HTTP to another computer.
    #[error("the address must begin with https://")]
    NotEncrypted,
    /// More than scheme, host and port.
    #[error("the address must end after the host name or port")]
    TooMuch,
}

/// Scheme, host and port of a hub.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HubAddress(Url);

impl HubAddress {
    /// Reads an address.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        let url = Url::parse(text.trim()).map_err(|_| AddressError::Form)?;
        match url.scheme() {
            "https" => {}
            "http" if is_this_computer(&url) => {}
            "http" => return Err(AddressError::NotEncrypted),
            _ => return Err(AddressError::Form),
        }
        let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        let no_login = url.username().is_empty() && url.password().is_none();
        if url.host_str().is_none() || !no_login {
            return Err(AddressError::Form);
        }
        if bare {
            Ok(Self(url))
        } else {
            Err(AddressError::TooMuch)
        }
    }

    /// Whether the hub runs on this computer.
    pub fn is_local(&self) -> bool {
        is_this_computer(&self.0)
    }

    /// Whether the way to it is encrypted; only a hub on this computer may do without.
    pub fn is_encrypted(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// The address of a path, which begins with a slash.
    pub(crate) fn at(&self, path: &str) -> Url {
        let mut url = self.0.clone();
        url.set_path(path);
        url
    }

    /// The form that is stored.
    pub fn as_str(&self) -> &str {
        self.0.as_str().trim_end_matches('/')
    }
}

fn is_this_computer(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let literal = host
        .trim_start_matches('[')
        .trim_end_matches(']')
        .parse::<IpAddr>();
    host == "localhost" || literal.is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_is_for_this_computer_only() {
        for text in [
            "http://127.0.0.1:8440",
            "http://localhost:1",
            "http://[::1]:9",
            "https://hub.example.go.id",
        ] {
            assert!(HubAddress::parse(text).is_ok(), "{text}");
        }
        for text in [
            "http://hub.example.go.id",
            "http://10.0.0.5",
            "http://127.0.0.1.example.com",
            "http://localhost.x",
        ] {
            assert_eq!(
                HubAddress::parse(text),
                Err(AddressError::NotEncrypted),
                "{text}"
            );
        }
    }

    #[test]
    fn only_scheme_host_and_port_are_taken() {
        for text in [
            "",
            "hub.example",
            "ftp://hub.example",
            "https://user:pw@hub.example",
            "https://",
            "file:///etc",
        ] {
            assert_eq!(HubAddress::parse(text), Err(AddressError::Form), "{text}");
        }
        for text in [
            "https://hub.example/v1",
            "https://hub.example?x=1",
            "https://hub.example/#a",
        ] {
            assert_eq!(
                HubAddress::parse(text),
                Err(AddressError::TooMuch),
                "{text}"
            );
        }
        let address = HubAddress::parse(" https://hub.example:8443/ ").expect("an address");
        assert_eq!(address.as_str(), "https://hub.example:8443");
        assert_eq!(
            address.at("/v1/time").as_str(),
            "https://hub.example:8443/v1/time"
        );
    }
}
