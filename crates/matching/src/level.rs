//! How far a field of two records agrees: the finite list of levels that have weights.

/// A field that is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The name or an alias.
    Name,
    /// The birth date, also the one inside a NIK.
    BirthDate,
    /// The population number.
    Nik,
    /// The numbers of travel documents.
    Passport,
    /// The phone numbers.
    Phone,
}

impl Field {
    /// Every field, in the order in which they are explained.
    pub const ALL: [Self; 5] = [
        Self::Name,
        Self::BirthDate,
        Self::Nik,
        Self::Passport,
        Self::Phone,
    ];
}

/// How far a word, a date or a number agrees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Level {
    /// The same word, letter by letter.
    WordSame,
    /// Two spellings of one word.
    WordFolded,
    /// One typing error.
    WordNear,
    /// Two typing errors in a long word.
    WordFar,
    /// An initial and a word that begins with it.
    WordInitial,
    /// A word and its cut-off beginning.
    WordBeginning,
    /// Two words here are one word there.
    WordJoined,
    /// The same with a typing error.
    WordJoinedNear,
    /// A word that was asked for and is not there.
    WordAbsent,
    /// A word of rank that was asked for and is not there.
    RankAbsent,
    /// A word that is there and was not asked for.
    WordExtra,
    /// A word of rank that is there and was not asked for.
    RankExtra,
    /// Every word of both names has its counterpart.
    NameWhole,
    /// Some word has none.
    NamePart,
    /// The same day.
    DateSame,
    /// Day and month the other way round.
    DateSwapped,
    /// Another day was asked for, and 1 January of that year is there.
    DateNewYear,
    /// The day before or after.
    DateNextDay,
    /// The same day and month, up to three years apart.
    DateNextYear,
    /// Two of year, month and day are the same.
    DatePart,
    /// Only the year is the same.
    DateYear,
    /// Another day.
    DateDiffers,
    /// 1 January was asked for and is there.
    NewYearSame,
    /// 1 January was asked for and another day of that year is there: it may have stood for "some day".
    NewYearOther,
    /// 1 January was asked for and a day of another year is there.
    NewYearDiffers,
    /// The same sixteen digits.
    NikSame,
    /// One digit differs, or two neighbouring digits are swapped.
    NikNear,
    /// Another number.
    NikDiffers,
    /// The same document number.
    PassportSame,
    /// One letter or digit differs.
    PassportNear,
    /// Other numbers: people renew their passports.
    PassportDiffers,
    /// The same phone.
    PhoneSame,
    /// Other phones.
    PhoneDiffers,
}

impl Level {
    /// Every level, in the order of the declaration.
    pub const ALL: [Self; 33] = [
        Self::WordSame,
        Self::WordFolded,
        Self::WordNear,
        Self::WordFar,
        Self::WordInitial,
        Self::WordBeginning,
        Self::WordJoined,
        Self::WordJoinedNear,
        Self::WordAbsent,
        Self::RankAbsent,
        Self::WordExtra,
        Self::RankExtra,
        Self::NameWhole,
        Self::NamePart,
        Self::DateSame,
        Self::DateSwapped,
        Self::DateNewYear,
        Self::DateNextDay,
        Self::DateNextYear,
        Self::DatePart,
        Self::DateYear,
        Self::DateDiffers,
        Self::NewYearSame,
        Self::NewYearOther,
        Self::NewYearDiffers,
        Self::NikSame,
        Self::NikNear,
        Self::NikDiffers,
        Self::PassportSame,
        Self::PassportNear,
        Self::PassportDiffers,
        Self::PhoneSame,
        Self::PhoneDiffers,
    ];

    /// The field that the level is about.
    pub const fn field(self) -> Field {
        match self {
            Self::DateSame
            | Self::DateSwapped
            | Self::DateNewYear
            | Self::DateNextDay
            | Self::DateNextYear
            | Self::DatePart
            | Self::DateYear
            | Self::DateDiffers
            | Self::NewYearSame
            | Self::NewYearOther
            | Self::NewYearDiffers => Field::BirthDate,
            Self::NikSame | Self::NikNear | Self::NikDiffers => Field::Nik,
            Self::PassportSame | Self::PassportNear | Self::PassportDiffers => Field::Passport,
            Self::PhoneSame | Self::PhoneDiffers => Field::Phone,
            _ => Field::Name,
        }
    }

    pub(crate) const fn index(self) -> usize {
        self as usize
    }
}

#[cfg(test)]
mod tests {
    use super::Level;

    #[test]
    fn the_list_is_complete_and_in_order() {
        for (index, level) in Level::ALL.iter().enumerate() {
            assert_eq!(level.index(), index);
        }
    }
}
