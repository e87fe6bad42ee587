//! A ZIP archive as a book needs one (APPNOTE 6.3.10, 4.3; EPUB 3.3, "OCF ZIP container"): each file whole in memory,
//! deflated where that makes it smaller, names in ASCII, all of one moment, so that the same files make the same bytes.
//!
//! Sizes stand before the data, not behind: a reader that streams takes no stored file otherwise, and the first file
//! of a book must be stored.

use std::io::{self, Write};

use miniz_oxide::deflate::compress_to_vec;

/// The moment of all files: 1980-01-01, the first that the format knows.
const DATE: u16 = 1 << 5 | 1;
/// The version that is needed to read it: 2.0, for deflate.
const VERSION: u16 = 20;
/// How closely is looked for what repeats: as zlib does by default.
const LEVEL: u8 = 6;

/// An archive being written.
pub(super) struct Zip<W> {
    out: W,
    /// Bytes written.
    at: u64,
    /// What the end lists.
    directory: Vec<u8>,
    files: u16,
}

impl<W: Write> Zip<W> {
    pub(super) fn new(out: W) -> Self {
        Self {
            out,
            at: 0,
            directory: Vec::new(),
            files: 0,
        }
    }

    /// Adds a file that stands as it is.
    pub(super) fn store(&mut self, name: &str, data: &[u8]) -> io::Result<()> {
        self.add(name, data, data, 0)
    }

    /// Adds a file, deflated.
    pub(super) fn deflate(&mut self, name: &str, data: &[u8]) -> io::Result<()> {
        let deflated = compress_to_vec(data, LEVEL);
        if deflated.len() < data.len() {
            self.add(name, data, &deflated, 8)
        } else {
            self.store(name, data)
        }
    }

    fn add(&mut self, name: &str, data: &[u8], packed: &[u8], method: u16) -> io::Result<()> {
        let at = small(self.at)?;
        self.files = self.files.checked_add(1).ok_or(io::ErrorKind::FileTooLarge)?;
        // What the header of the file and the entry of the directory share.
        let mut shared = Vec::with_capacity(26);
        for field in [VERSION, 0, method, 0, DATE] {
            shared.extend(field.to_le_bytes());
        }
        for field in [
            crc32fast::hash(data),
            small(packed.len() as u64)?,
            small(data.len() as u64)?,
        ] {
            shared.extend(field.to_le_bytes());
        }
        let length = u16::try_from(name.len()).map_err(|_| io::ErrorKind::InvalidFilename)?;
        shared.extend(length.to_le_bytes());
        // No extra field.
        shared.extend(0_u16.to_le_bytes());
        self.write(b"PK\x03\x04")?;
        self.write(&shared)?;
        self.write(name.as_bytes())?;
        self.write(packed)?;
        self.directory.extend(b"PK\x01\x02");
        self.directory.extend(VERSION.to_le_bytes());
        self.directory.extend(shared);
        // No comment, one disk, no attributes.
        self.directory.extend([0; 10]);
        self.directory.extend(at.to_le_bytes());
        self.directory.extend(name.as_bytes());
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.at += bytes.len() as u64;
        self.out.write_all(bytes)
    }

    /// Writes the directory.
    pub(super) fn finish(mut self) -> io::Result<()> {
        let (at, size) = (small(self.at)?, small(self.directory.len() as u64)?);
        let directory = std::mem::take(&mut self.directory);
        self.write(&directory)?;
        self.write(b"PK\x05\x06\0\0\0\0")?;
        for _ in 0..2 {
            self.write(&self.files.to_le_bytes())?;
        }
        self.write(&size.to_le_bytes())?;
        self.write(&at.to_le_bytes())?;
        self.write(&[0, 0])?;
        self.out.flush()
    }
}

/// A size or a place, of which the format has 4 GiB.
fn small(number: u64) -> io::Result<u32> {
    u32::try_from(number).map_err(|_| io::ErrorKind::FileTooLarge.into())
}
