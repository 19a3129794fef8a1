//! A text with the hub's signature under it: receipts and the hub's time.
//!
//! Two lines: the text, whose exact bytes are signed together with a purpose, and the signature in base64. The
//! purpose keeps a signed time from being passed off as a receipt. Keeping both in one text means that what is
//! stored as evidence can be verified again years later.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::key::{PublicKey, SigningKey, sign as sign_bytes};

/// Longest signed text that is read, in bytes.
pub const MAX_BYTES: usize = 1024 * 1024;

/// Why a signed text is not to be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignedTextError {
    /// Not a line of text and a line of signature.
    #[error("not a signed text")]
    Form,
    /// The signature is of another key, another text or another purpose.
    #[error("the signature is not the hub's")]
    Signature,
}

/// Signs one line of text for a purpose.
pub(crate) fn seal(purpose: &str, text: &str, key: &SigningKey) -> String {
    let signature = sign_bytes(key, &message(purpose, text));
    format!("{text}\n{}\n", STANDARD.encode(signature))
}

/// The text, if the signature is of this key and for this purpose.
pub(crate) fn open<'a>(
    purpose: &str,
    signed: &'a str,
    key: &PublicKey,
) -> Result<&'a str, SignedTextError> {
    if signed.len() > MAX_BYTES {
        return Err(SignedTextError::Form);
    }
    let (text, rest) = signed.split_once('\n').ok_or(SignedTextError::Form)?;
    let signature = rest.strip_suffix('\n').ok_or(SignedTextError::Form)?;
    let signature = STANDARD
        .decode(signature)
        .map_err(|_| SignedTextError::Form)?;
    let signature = <[u8; 64]>::try_from(signature).map_err(|_| SignedTextError::Form)?;
    key.verify(&message(purpose, text), &signature)
        .map_err(|_| SignedTextError::Signature)?;
    Ok(text)
}

fn message(purpose: &str, text: &str) -> Vec<u8> {
    [purpose.as_bytes(), b"\n", text.as_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_text_purpose_and_key_open_it() {
        let key = SigningKey::from_bytes(&[7; 32]);
        let public = PublicKey::of(&key);
        let signed = seal("suar-a-1", "{\"n\":1}", &key);
        assert_eq!(open("suar-a-1", &signed, &public), Ok("{\"n\":1}"));
        assert_eq!(
            open("suar-b-1", &signed, &public),
            Err(SignedTextError::Signature),
            "another purpose"
        );
        let changed = signed.replace("1}", "2}");
        assert_eq!(
            open("suar-a-1", &changed, &public),
            Err(SignedTextError::Signature),
            "another text"
        );
        let other = PublicKey::of(&SigningKey::from_bytes(&[8; 32]));
        assert_eq!(
            open("suar-a-1", &signed, &other),
            Err(SignedTextError::Signature),
            "another hub"
        );
    }

    #[test]
    fn a_text_cut_anywhere_does_not_open() {
        let key = SigningKey::from_bytes(&[7; 32]);
        let signed = seal("suar-a-1", "{\"n\":1}", &key);
        for end in 0..signed.len() {
            assert!(
                open("suar-a-1", &signed[..end], &PublicKey::of(&key)).is_err(),
                "cut at byte {end}"
            );
        }
    }
}
