//! What kind of file the bytes are, told by their content: a list of what is allowed, a sentence for the rest.

use std::io::Cursor;

use suar_domain::text::cleaned;
use zip::ZipArchive;

use super::error::{Cap, Foreign, ImportError};

/// A file that can hold a manifest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Characters in some encoding.
    Text,
    /// XLSX.
    Workbook,
}

/// First bytes of files that are no tables.
const FOREIGN: &[(&[u8], Foreign)] = &[
    (b"\x89PNG", Foreign::Picture("PNG")),
    (b"\xff\xd8\xff", Foreign::Picture("JPEG")),
    (b"GIF8", Foreign::Picture("GIF")),
    (b"II*\0", Foreign::Picture("TIFF")),
    (b"MM\0*", Foreign::Picture("TIFF")),
    (b"RIFF", Foreign::Picture("WebP")),
    (b"%PDF", Foreign::Pdf),
    (b"{\\rtf", Foreign::RichText),
    (b"Rar!", Foreign::Archive),
    (b"7z\xbc\xaf", Foreign::Archive),
    (b"\x1f\x8b", Foreign::Archive),
    (b"BZh", Foreign::Archive),
    (b"\xfd7zXZ", Foreign::Archive),
    (b"\x28\xb5\x2f\xfd", Foreign::Archive),
    (b"\x7fELF", Foreign::Program),
    (b"SQLite format 3\0", Foreign::Binary),
];

/// Old Microsoft Office container; an encrypted XLSX is one too.
const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// How much of the beginning is looked at.
const HEAD: usize = 4096;

pub(super) fn of(bytes: &[u8]) -> Result<Kind, ImportError> {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return archive(bytes);
    }
    if bytes.starts_with(OLE) {
        let name: Vec<u8> = "EncryptedPackage"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let encrypted = bytes.windows(name.len()).any(|window| window == name);
        return Err(if encrypted {
            ImportError::Encrypted
        } else {
            ImportError::NotATable(Foreign::OldOffice)
        });
    }
    if let Some((_, kind)) = FOREIGN.iter().find(|(start, _)| bytes.starts_with(start)) {
        return Err(ImportError::NotATable(*kind));
    }
    if bytes.starts_with(b"MZ") && bytes.contains(&0) {
        return Err(ImportError::NotATable(Foreign::Program));
    }
    if bytes.starts_with(b"BM") && bytes.contains(&0) {
        return Err(ImportError::NotATable(Foreign::Picture("BMP")));
    }
    markup(&bytes[..bytes.len().min(HEAD)])
}

/// Text or markup.
fn markup(head: &[u8]) -> Result<Kind, ImportError> {
    let start = cleaned(&String::from_utf8_lossy(head)).to_ascii_lowercase();
    if start.starts_with("<?xml") {
        return Err(ImportError::NotATable(Foreign::Xml));
    }
    if [
        "<!doctype html",
        "<html",
        "<table",
        "<head",
        "<meta",
        "<style",
    ]
    .iter()
    .any(|tag| start.starts_with(tag))
    {
        return Err(ImportError::NotATable(Foreign::WebPage));
    }
    Ok(Kind::Text)
}

/// Which archive it is; refuses what would unpack to too much before anything is unpacked. The reader of archives
/// never yields more than the declared size, so a false declaration does not help.
fn archive(bytes: &[u8]) -> Result<Kind, ImportError> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| ImportError::Unreadable)?;
    let mut unpacked = 0u64;
    let mut kind = Err(ImportError::NotATable(Foreign::Archive));
    for index in 0..zip.len() {
        let file = zip
            .by_index_raw(index)
            .map_err(|_| ImportError::Unreadable)?;
        unpacked = unpacked.saturating_add(file.size());
        if unpacked > super::MAX_UNPACKED {
            return Err(ImportError::TooLarge(Cap::Unpacked));
        }
        let name = file
            .name()
            .map_err(|_| ImportError::Unreadable)?
            .to_ascii_lowercase();
        match name.as_str() {
            "xl/workbook.bin" => kind = Err(ImportError::NotATable(Foreign::BinaryWorkbook)),
            "word/document.xml" => kind = Err(ImportError::NotATable(Foreign::Word)),
            "content.xml" => kind = Err(ImportError::NotATable(Foreign::OpenDocument)),
            name if name.starts_with("xl/workbook") => kind = Ok(Kind::Workbook),
            _ => {}
        }
    }
    kind
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_told_by_content() {
        for (bytes, expected) in [
            (
                &b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..],
                Foreign::Picture("PNG"),
            ),
            (b"\xff\xd8\xff\xe0\0\x10JFIF", Foreign::Picture("JPEG")),
            (b"%PDF-1.7\n", Foreign::Pdf),
            (b"\n <html><table><tr><td>Nama", Foreign::WebPage),
            (
                b"\xef\xbb\xbf<?xml version=\"1.0\"?><Workbook>",
                Foreign::Xml,
            ),
            (b"MZ\x90\0\x03\0", Foreign::Program),
            (b"\x1f\x8b\x08\0", Foreign::Archive),
        ] {
            assert_eq!(of(bytes), Err(ImportError::NotATable(expected)));
        }
        assert_eq!(of(b"No,Nama\n1,BUDI"), Ok(Kind::Text));
        assert_eq!(
            of(b"BMW,Nama"),
            Ok(Kind::Text),
            "text that begins like a bitmap"
        );
    }

    #[test]
    fn old_and_encrypted_office_files_are_told_apart() {
        let mut bytes = OLE.to_vec();
        bytes.extend([0; 600]);
        assert_eq!(of(&bytes), Err(ImportError::NotATable(Foreign::OldOffice)));
        bytes.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(of(&bytes), Err(ImportError::Encrypted));
    }
}
