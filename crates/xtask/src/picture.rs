//! Pictures of a display: reads the frame buffer file of Xvfb, writes PNG.
//!
//! Xvfb keeps its screen in a file in the X window dump format (version 7, the header of `XWDFile.h`). Reading it
//! needs no X client and no image library. The PNG is written without compression: it is for people and tests on
//! the same machine, not for shipping.

use std::fs;
use std::io;
use std::path::Path;

/// A picture: three bytes a point, red first, rows from the top.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    width: usize,
    height: usize,
    rgb: Vec<u8>,
}

impl std::fmt::Debug for Picture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Picture({}×{})", self.width, self.height)
    }
}

/// Places of 32-bit numbers in the header of an X window dump.
mod header {
    pub const SIZE: usize = 0;
    pub const VERSION: usize = 1;
    pub const WIDTH: usize = 4;
    pub const HEIGHT: usize = 5;
    pub const BYTE_ORDER: usize = 7;
    pub const BITS_PER_PIXEL: usize = 11;
    pub const BYTES_PER_LINE: usize = 12;
    pub const COLOURS: usize = 19;
    /// Bytes of one colour map entry.
    pub const COLOUR_BYTES: usize = 12;
}

impl Picture {
    /// Reads an X window dump with 32 bits a point, as Xvfb keeps it at depth 24.
    pub fn of_dump(bytes: &[u8]) -> io::Result<Self> {
        let bad = |what: &str| {
            io::Error::new(
                io::ErrorKind::InvalidData,
                format!("the frame buffer {what}"),
            )
        };
        let number = |place: usize| -> io::Result<usize> {
            let word = bytes
                .get(place * 4..place * 4 + 4)
                .ok_or_else(|| bad("is too short"))?;
            let word: [u8; 4] = word.try_into().map_err(|_| bad("is too short"))?;
            usize::try_from(u32::from_be_bytes(word)).map_err(|_| bad("has an impossible size"))
        };
        if number(header::VERSION)? != 7 || number(header::BITS_PER_PIXEL)? != 32 {
            return Err(bad("is not a version 7 dump with 32 bits a point"));
        }
        let (width, height, line) = (
            number(header::WIDTH)?,
            number(header::HEIGHT)?,
            number(header::BYTES_PER_LINE)?,
        );
        let start = number(header::SIZE)? + number(header::COLOURS)? * header::COLOUR_BYTES;
        let little_endian = number(header::BYTE_ORDER)? == 0;
        let mut rgb = Vec::with_capacity(width * height * 3);
        for row in 0..height {
            let from = start + row * line;
            let points = bytes
                .get(from..from + width * 4)
                .ok_or_else(|| bad("is cut off"))?;
            for point in points.chunks_exact(4) {
                let colour = if little_endian {
                    [point[2], point[1], point[0]]
                } else {
                    [point[1], point[2], point[3]]
                };
                rgb.extend_from_slice(&colour);
            }
        }
        Ok(Self { width, height, rgb })
    }

    /// Width and height in points.
    pub const fn size(&self) -> (usize, usize) {
        (self.width, self.height)
    }

    /// How many different colours there are, counting no further than `limit`; a window that is still blank has
    /// one or two.
    pub fn colours(&self, limit: usize) -> usize {
        let mut seen = std::collections::HashSet::new();
        for colour in self.rgb.chunks_exact(3) {
            seen.insert([colour[0], colour[1], colour[2]]);
            if seen.len() >= limit {
                break;
            }
        }
        seen.len()
    }

    /// Writes a PNG file.
    pub fn save(&self, path: &Path) -> io::Result<()> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(path, self.png())
    }

    fn png(&self) -> Vec<u8> {
        let mut head = Vec::new();
        head.extend_from_slice(&(self.width as u32).to_be_bytes());
        head.extend_from_slice(&(self.height as u32).to_be_bytes());
        head.extend_from_slice(&[8, 2, 0, 0, 0]);
        let mut rows = Vec::with_capacity(self.rgb.len() + self.height);
        for row in self.rgb.chunks_exact((self.width * 3).max(1)) {
            rows.push(0);
            rows.extend_from_slice(row);
        }
        let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
        chunk(&mut file, b"IHDR", &head);
        chunk(&mut file, b"IDAT", &stored(&rows));
        chunk(&mut file, b"IEND", &[]);
        file
    }
}

fn chunk(file: &mut Vec<u8>, kind: &[u8; 4], body: &[u8]) {
    file.extend_from_slice(&(body.len() as u32).to_be_bytes());
    let from = file.len();
    file.extend_from_slice(kind);
    file.extend_from_slice(body);
    let sum = crc32(&file[from..]);
    file.extend_from_slice(&sum.to_be_bytes());
}

/// A zlib stream of stored blocks (RFC 1950, RFC 1951 3.2.4).
fn stored(data: &[u8]) -> Vec<u8> {
    let mut out = vec![0x78, 0x01];
    let blocks = data.len().div_ceil(0xFFFF);
    for (index, block) in data.chunks(0xFFFF).enumerate() {
        out.push(u8::from(index + 1 == blocks));
        let length = block.len() as u16;
        out.extend_from_slice(&length.to_le_bytes());
        out.extend_from_slice(&(!length).to_le_bytes());
        out.extend_from_slice(block);
    }
    let (mut low, mut high) = (1_u32, 0_u32);
    for byte in data {
        low = (low + u32::from(*byte)) % 65_521;
        high = (high + low) % 65_521;
    }
    out.extend_from_slice(&((high << 16) | low).to_be_bytes());
    out
}

fn crc32(data: &[u8]) -> u32 {
    let mut sum = u32::MAX;
    for byte in data {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = if sum & 1 == 1 {
                (sum >> 1) ^ 0xEDB8_8320
            } else {
                sum >> 1
            };
        }
    }
    !sum
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A dump of two points in one row: red, then blue.
    fn dump() -> Vec<u8> {
        let mut words = [0_u32; 25];
        words[header::SIZE] = 100;
        words[header::VERSION] = 7;
        words[header::WIDTH] = 2;
        words[header::HEIGHT] = 1;
        words[header::BITS_PER_PIXEL] = 32;
        words[header::BYTES_PER_LINE] = 8;
        words[header::COLOURS] = 1;
        let mut bytes: Vec<u8> = words.iter().flat_map(|word| word.to_be_bytes()).collect();
        bytes.extend_from_slice(&[0; header::COLOUR_BYTES]);
        bytes.extend_from_slice(&[0, 0, 0xFF, 0, 0xFF, 0, 0, 0]);
        bytes
    }

    #[test]
    fn a_dump_becomes_points_in_the_order_of_the_screen() {
        let picture = Picture::of_dump(&dump()).expect("a dump");
        assert_eq!(picture.size(), (2, 1));
        assert_eq!(picture.rgb, [0xFF, 0, 0, 0, 0, 0xFF]);
        assert_eq!(picture.colours(10), 2);
    }

    #[test]
    fn a_dump_that_is_cut_off_is_an_error() {
        let bytes = dump();
        for length in 0..bytes.len() {
            assert!(
                Picture::of_dump(&bytes[..length]).is_err(),
                "{length} bytes are not a picture"
            );
        }
    }

    #[test]
    fn the_png_has_the_checksums_of_the_standard() {
        assert_eq!(
            crc32(b"IEND"),
            0xAE42_6082,
            "the well-known last word of every PNG file"
        );
        assert_eq!(
            &stored(b"Wikipedia")[14 + 2..],
            &0x11E6_0398_u32.to_be_bytes(),
            "Adler-32 test value"
        );
        let png = Picture::of_dump(&dump()).expect("a dump").png();
        assert!(png.starts_with(b"\x89PNG\r\n\x1a\n") && png.ends_with(&[0xAE, 0x42, 0x60, 0x82]));
    }
}
