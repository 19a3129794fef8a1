//! Texts that are kept once and known by a number, in the order in which they came.

use hashbrown::HashTable;

/// Texts by number and numbers by text.
#[derive(Default)]
pub(crate) struct Texts {
    bytes: String,
    ends: Vec<u32>,
    table: HashTable<u32>,
}

/// FNV-1a: the texts are short, and equal hashes only cost a comparison.
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

impl Texts {
    pub(crate) fn get(&self, number: u32) -> &str {
        let number = number as usize;
        let start = match number.checked_sub(1) {
            Some(before) => self.ends.get(before).copied().unwrap_or(0),
            None => 0,
        };
        let end = self.ends.get(number).copied().unwrap_or(start);
        self.bytes.get(start as usize..end as usize).unwrap_or("")
    }

    pub(crate) fn find(&self, text: &str) -> Option<u32> {
        self.table
            .find(hash(text.as_bytes()), |&number| self.get(number) == text)
            .copied()
    }

    pub(crate) fn add(&mut self, text: &str) -> u32 {
        let number = self.ends.len() as u32;
        self.bytes.push_str(text);
        self.ends.push(self.bytes.len() as u32);
        let Self { bytes, ends, table } = self;
        let text_of = |&number: &u32| {
            let number = number as usize;
            let start = number.checked_sub(1).map_or(0, |before| ends[before]);
            hash(&bytes.as_bytes()[start as usize..ends[number] as usize])
        };
        table.insert_unique(hash(text.as_bytes()), number, text_of);
        number
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }
}
