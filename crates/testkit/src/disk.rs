//! A real small disk, to see what happens when it is full.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Size of the disk in megabytes: room for a registry and a usual manifest, not for thousands of people.
const MEGABYTES: u32 = 4;

/// A disk of its own (tmpfs), taken away when the test ends.
pub struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    /// Mounts a disk; none where this user may not mount.
    ///
    /// # Errors
    /// The superuser may mount: then a refusal is an error and not a reason to skip the test.
    pub fn mount() -> io::Result<Option<Self>> {
        let folder = tempfile::tempdir()?;
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={MEGABYTES}m"), "tmpfs"])
            .arg(folder.path())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success());
        if mounted {
            return Ok(Some(Self(folder)));
        }
        let user = Command::new("id").arg("-u").output()?;
        if user.stdout == b"0\n" {
            return Err(io::Error::other(
                "the superuser could not mount a small disk",
            ));
        }
        Ok(None)
    }

    /// Where the disk is.
    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// Fills the disk to the last byte; gives the file to delete.
    pub fn fill(&self) -> io::Result<PathBuf> {
        let path = self.path().join("ballast");
        let mut file = std::fs::File::create(&path)?;
        let mut size = 1024 * 1024;
        while size > 0 {
            if file.write_all(&vec![7; size]).is_err() {
                size /= 2;
            }
        }
        Ok(path)
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let taken = Command::new("umount")
            .arg("--lazy")
            .arg(self.path())
            .status();
        assert!(
            taken.is_ok_and(|status| status.success()) || std::thread::panicking(),
            "the small disk is taken away again"
        );
    }
}
