//! The packs that this computer keeps, each in one file beside the registry, named by its hash.
//!
//! A file is never changed. It is written under another name first, so that a name always stands for a whole pack;
//! what is read is held against the name. The pack that Suar ships is compiled in and always there; a copy is kept,
//! because a later Suar ships another one and old assessments stay bound to this.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use suar_domain::pack::{PackHash, PackVersion};
use suar_rules::{Pack, SHIPPED_FILES};

use super::PackProblem;
use super::source::PackFile;

/// Largest file of the shelf that is read, in bytes.
const LARGEST: u64 = 16 * 1024 * 1024;

/// A pack that can be asked.
#[derive(Debug, Clone)]
pub enum Rules {
    /// The one that Suar ships.
    Shipped(&'static Pack),
    /// One that was added.
    Kept(Arc<Pack>),
}

impl Deref for Rules {
    type Target = Pack;

    fn deref(&self) -> &Pack {
        match self {
            Self::Shipped(pack) => pack,
            Self::Kept(pack) => pack,
        }
    }
}

impl Rules {
    /// The pack that Suar ships.
    ///
    /// # Errors
    /// It is broken; a test keeps that from happening.
    pub fn shipped() -> Result<Self, PackProblem> {
        Pack::builtin()
            .map(Self::Shipped)
            .map_err(|errors| PackProblem::Wrong(errors.into()))
    }

    /// Its version and hash.
    ///
    /// # Errors
    /// The hash is none.
    pub fn name(&self) -> Result<PackVersion, PackProblem> {
        Ok(PackVersion {
            version: self.version().to_owned(),
            hash: self.hash().parse().map_err(|_| PackProblem::Damaged)?,
        })
    }
}

/// The folder of packs, and those read so far.
#[derive(Debug)]
pub(crate) struct Shelf {
    folder: PathBuf,
    read: Mutex<HashMap<PackHash, Rules>>,
}

impl Shelf {
    /// The shelf of a registry. Nothing is made or read yet.
    pub(crate) fn of(registry: &Path) -> Self {
        Self {
            folder: registry.join("packs"),
            read: Mutex::default(),
        }
    }

    /// A pack by its hash.
    ///
    /// # Errors
    /// [`PackProblem::Unknown`] when it is not kept, [`PackProblem::Damaged`] when its file says something else, and
    /// what is wrong with it when this version cannot use it.
    pub(crate) fn rules(&self, hash: PackHash) -> Result<Rules, PackProblem> {
        let shipped = Rules::shipped()?;
        if shipped.name()?.hash == hash {
            return Ok(shipped);
        }
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(rules) = read.get(&hash) {
            return Ok(rules.clone());
        }
        let pack = Pack::from_files(self.files(hash)?)
            .map_err(|errors| PackProblem::Wrong(errors.into()))?;
        if pack.hash() != hash.to_string() {
            return Err(PackProblem::Damaged);
        }
        let rules = Rules::Kept(Arc::new(pack));
        read.insert(hash, rules.clone());
        Ok(rules)
    }

    /// Keeps a pack. To keep it again is no error and mends a damaged file.
    ///
    /// # Errors
    /// The pack is not usable, or the disk refuses.
    pub(crate) fn keep(&self, files: &[PackFile]) -> Result<Rules, PackProblem> {
        let given = files
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str()));
        let pack = Pack::from_files(given).map_err(|errors| PackProblem::Wrong(errors.into()))?;
        let rules = Rules::Kept(Arc::new(pack));
        let hash = rules.name()?.hash;
        if self.rules(hash).is_err() {
            let given = files
                .iter()
                .map(|(path, text)| (path.as_str(), text.as_str()));
            self.write(hash, &packed(given))?;
        }
        self.rules(hash)
    }

    /// Keeps a copy of the pack that Suar ships.
    ///
    /// # Errors
    /// The disk refuses.
    pub(crate) fn keep_shipped(&self) -> Result<(), PackProblem> {
        let hash = Rules::shipped()?.name()?.hash;
        if self.path(hash).exists() {
            return Ok(());
        }
        self.write(hash, &packed(SHIPPED_FILES.iter().copied()))
    }

    /// Hashes of all packs kept, in order of their names.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub(crate) fn hashes(&self) -> Result<Vec<PackHash>, PackProblem> {
        let entries = match fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error.into()),
        };
        let mut hashes = Vec::new();
        for entry in entries {
            let name = entry?.file_name();
            let name = name.to_str().and_then(|name| name.strip_suffix(".pack"));
            hashes.extend(name.and_then(|name| name.parse::<PackHash>().ok()));
        }
        hashes.sort_unstable();
        Ok(hashes)
    }

    fn path(&self, hash: PackHash) -> PathBuf {
        self.folder.join(format!("{hash}.pack"))
    }

    fn files(&self, hash: PackHash) -> Result<Vec<PackFile>, PackProblem> {
        let file = match File::open(self.path(hash)) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(PackProblem::Unknown);
            }
            Err(error) => return Err(error.into()),
        };
        let mut bytes = Vec::new();
        file.take(LARGEST).read_to_end(&mut bytes)?;
        unpacked(&bytes).ok_or(PackProblem::Damaged)
    }

    /// The file has its name only once it is whole and on the disk.
    fn write(&self, hash: PackHash, bytes: &[u8]) -> Result<(), PackProblem> {
        fs::create_dir_all(&self.folder)?;
        let part = self.folder.join(format!("{hash}.part"));
        let written = File::create(&part).and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()
        });
        let named = written.and_then(|()| fs::rename(&part, self.path(hash)));
        if let Err(error) = named {
            // What is left of it stands for nothing; where even that cannot be removed, the next try overwrites it.
            let _ = fs::remove_file(&part);
            return Err(error.into());
        }
        // A folder cannot be opened on every system; there the name is on the disk a little later.
        if let Ok(folder) = File::open(&self.folder) {
            folder.sync_all()?;
        }
        Ok(())
    }
}

/// One file for all: for each its path, its length and its bytes.
fn packed<'a>(files: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (path, text) in files {
        bytes.extend_from_slice(format!("{path}:{}\n{text}\n", text.len()).as_bytes());
    }
    bytes
}

fn unpacked(bytes: &[u8]) -> Option<Vec<PackFile>> {
    let mut rest = std::str::from_utf8(bytes).ok()?;
    let mut files = Vec::new();
    while !rest.is_empty() {
        let (head, body) = rest.split_once('\n')?;
        let (path, length) = head.rsplit_once(':')?;
        let (text, after) = body.split_at_checked(length.parse().ok()?)?;
        files.push((path.to_owned(), text.to_owned()));
        rest = after.strip_prefix('\n')?;
    }
    Some(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_packed_is_unpacked_and_a_cut_file_is_none() {
        let files = [("pack.toml", "a = 1\n"), ("indicators/X-1.toml", "é:\n7\n")];
        let bytes = packed(files.iter().copied());
        let owned = files.map(|(path, text)| (path.to_owned(), text.to_owned()));
        assert_eq!(unpacked(&bytes).as_deref(), Some(&owned[..]));
        let second = packed(files[..1].iter().copied()).len();
        for end in (1..bytes.len()).filter(|end| *end != second) {
            assert_eq!(unpacked(&bytes[..end]), None, "cut at {end}");
        }
    }
}
