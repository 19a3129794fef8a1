//! Who answers for an indicator or a pack, and until when.
//!
//! A sign describes how people recruit and travel now; it grows old. So every file names its author, the day of its
//! last review and the last day on which that review holds. Reading a pack takes no clock: whoever activates one asks
//! [`Pack::check_review`] for that day.

use super::Pack;
use crate::date::Date;
use crate::diagnostic::{Code, PackError, PackErrors, Place, Problems};
use crate::indicator::IndicatorId;

/// Longest time a review should hold, in days: two years, one of them a leap year. Ways of recruiting change faster.
const LONGEST_REVIEW: i64 = 731;

/// Author, review and expiry of an indicator or a pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// Who wrote it and answers for it.
    pub author: String,
    /// Day of the last review.
    pub reviewed: Date,
    /// Last day on which the review holds.
    pub expires: Date,
}

impl Review {
    /// Whether the review no longer holds on a day.
    #[must_use]
    pub fn is_expired(&self, on: Date) -> bool {
        on > self.expires
    }
}

impl Pack {
    /// Author, review and expiry of the pack as a whole.
    #[must_use]
    pub fn review(&self) -> &Review {
        &self.review
    }

    /// Indicators whose review no longer holds on a day, in pack order.
    #[must_use]
    pub fn expired(&self, on: Date) -> Vec<IndicatorId> {
        let expired = self
            .indicators
            .iter()
            .filter(|each| each.review.is_expired(on));
        expired.map(|each| each.id.clone()).collect()
    }

    /// What an author should look at on a day although the pack is usable: reviews that have ended, that lie in the
    /// future or that hold for more than two years, and signs that may count twice.
    #[must_use]
    pub fn warnings(&self, on: Date) -> Vec<PackError> {
        let mut warnings = Vec::new();
        let head = std::iter::once((self.id.as_str(), &self.review, &self.review_place));
        let each = self
            .indicators
            .iter()
            .map(|each| (each.id.as_str(), &each.review, &each.review_place));
        for (name, review, place) in head.chain(each) {
            let mut warn = |code, message, hint: &str| {
                warnings.push(PackError::new(code, place.clone(), message, hint));
            };
            if review.is_expired(on) {
                warn(
                    Code::Expired,
                    format!("the review of {name} ended on {}", review.expires),
                    "review it, then set reviewed and expires: until then the pack cannot be put in force",
                );
            }
            if review.reviewed > on {
                warn(
                    Code::Dates,
                    format!(
                        "{name} was reviewed on {}, which is to come",
                        review.reviewed
                    ),
                    "write the day on which it was last looked at",
                );
            }
            if review.expires.ordinal() - review.reviewed.ordinal() > LONGEST_REVIEW {
                warn(
                    Code::Dates,
                    format!("the review of {name} holds for more than two years"),
                    "let it expire sooner: a year is usual",
                );
            }
        }
        warnings.extend(self.warnings.iter().cloned());
        warnings
    }

    /// Whether the pack may be put in force on a day. A pack in force stays in force: people are not screened worse
    /// because a date has passed, but nobody activates what nobody has looked at.
    ///
    /// # Errors
    /// The review of the pack or of an indicator no longer holds.
    pub fn check_review(&self, on: Date) -> Result<(), PackErrors> {
        let mut problems = Problems::default();
        let hint = "review it, then set reviewed and expires";
        if self.review.is_expired(on) {
            let message = format!("the review of the pack ended on {}", self.review.expires);
            problems.add(Code::Expired, self.review_place.clone(), message, hint);
        }
        for indicator in self
            .indicators
            .iter()
            .filter(|each| each.review.is_expired(on))
        {
            let message = format!(
                "the review of {} ended on {}",
                indicator.id, indicator.review.expires
            );
            problems.add(Code::Expired, indicator.review_place.clone(), message, hint);
        }
        problems.into_result(())
    }
}

/// Reads author, review and expiry; says what is wrong with them.
pub(super) fn read(
    source: &crate::diagnostic::Source<'_>,
    raw: [&toml::Spanned<String>; 3],
    problems: &mut Problems,
) -> (Review, Place) {
    let [author, reviewed, expires] = raw;
    let place = Place::new(source, source.string_start(&expires.span()));
    let mut day = |text: &toml::Spanned<String>| {
        text.get_ref().parse::<Date>().unwrap_or_else(|reason| {
            let offset = source.string_start(&text.span());
            problems.at(
                Code::Dates,
                source,
                offset,
                reason.to_string(),
                "write a day as YYYY-MM-DD",
            );
            Date::EARLIEST
        })
    };
    let (from, until) = (day(reviewed), day(expires));
    if until < from && until != Date::EARLIEST {
        let offset = source.string_start(&expires.span());
        let message = "it expires before it was reviewed";
        problems.at(
            Code::Dates,
            source,
            offset,
            message,
            "set expires after reviewed",
        );
    }
    if author.get_ref().trim().is_empty() {
        let offset = author.span().start;
        problems.at(
            Code::MissingText,
            source,
            offset,
            "nobody answers for this file",
            "name the author",
        );
    }
    let review = Review {
        author: author.get_ref().clone(),
        reviewed: from,
        expires: until,
    };
    (review, place)
}
