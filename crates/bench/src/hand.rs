//! The rules written by hand over the struct: the least that any engine must do.

use std::sync::LazyLock;

use regex::Regex;

use crate::case::{
    Airport, Case, Channel, Country, Education, Language, Marital, Payer, Province, Purpose, Sex,
    Sponsor, Visa,
};

#[allow(clippy::unwrap_used, reason = "three fixed patterns; a test runs them")]
fn pattern(text: &str) -> Regex {
    Regex::new(text).unwrap()
}

static LICENSE: LazyLock<Regex> = LazyLock::new(|| pattern("^SIP3MI-[0-9]{4}/[0-9]{2}$"));
static PARCEL: LazyLock<Regex> = LazyLock::new(|| pattern("titip(an)? (koper|paket|tas)"));
static WAGE: LazyLock<Regex> = LazyLock::new(|| pattern("gaji (besar|[0-9]+ juta)"));

/// The rules that hold, one bit each, the first in the lowest.
#[must_use]
pub fn fired(c: &Case) -> u128 {
    let mut fired = 0u128;
    let mut next = 0u32;
    let mut rule = |holds: bool| {
        fired |= u128::from(holds) << next;
        next += 1;
    };
    rule(
        matches!(c.visa_type, Some(Visa::Tourist | Visa::Visit | Visa::None))
            && c.purpose == Purpose::Work,
    );
    rule(
        matches!(
            c.dest,
            Country::Kh | Country::Mm | Country::La | Country::Th | Country::Ph
        ) && c.oneway
            && c.same_phone_30d >= 3,
    );
    rule(
        c.payer == Some(Payer::Sponsor) && c.sponsor_known_days.is_some_and(|sponsor| sponsor < 30),
    );
    rule(
        c.payer == Some(Payer::Stranger)
            && (c.carrying_for_other == Some(true)
                || c.luggage_kg.is_some_and(|luggage| luggage > 28.0)),
    );
    rule(c.departure - c.passport_issue < 14 && c.passport_first);
    rule(
        c.ticket_date.is_some_and(|date| c.departure - date < 3) && c.payer == Some(Payer::Sponsor),
    );
    rule(c.passport_expiry - c.departure < 180);
    rule(
        c.sex == Sex::F
            && c.departure - c.birth_date < 7670
            && matches!(c.dest, Country::Sa | Country::Ae),
    );
    rule(c.departure - c.birth_date < 6570);
    rule(c.contract == Some(false) && c.purpose == Purpose::Work);
    rule(c.contract.is_none() && c.purpose == Purpose::Work && !c.registered);
    rule(c.contract == Some(true) && !matches!(c.contract_lang, Some(Language::Id | Language::En)));
    rule(
        c.contract == Some(true)
            && c.contract_salary.is_some_and(|salary| salary >= 30_000_000)
            && matches!(
                c.dest,
                Country::Kh | Country::Mm | Country::La | Country::Th | Country::Ph
            ),
    );
    rule(c.sponsor_type == Some(Sponsor::Individual) && c.same_sponsor_30d >= 5);
    rule(
        c.sponsor_type == Some(Sponsor::Agency)
            && (c.sponsor_license.is_none()
                || c.license_expiry.is_some_and(|expiry| expiry < c.departure)),
    );
    rule(
        c.sponsor_type == Some(Sponsor::Agency)
            && !c
                .sponsor_license
                .as_deref()
                .is_some_and(|it| LICENSE.is_match(it)),
    );
    rule(c.debt_idr.is_some_and(|debt| debt >= 30_000_000));
    rule(
        c.sponsor_fee.is_some_and(|fee| fee >= 10_000_000)
            && c.income_idr.is_some_and(|income| income < 3_000_000),
    );
    rule(
        c.debt_idr
            .zip(c.income_idr)
            .is_some_and(|(debt, income)| debt > income * 12),
    );
    rule(
        matches!(
            c.recruit_channel,
            Some(Channel::Facebook | Channel::Telegram)
        ) && c.knows_address == Some(false),
    );
    rule(
        matches!(
            c.recruit_channel,
            Some(Channel::Facebook | Channel::Telegram | Channel::Whatsapp)
        ) && matches!(
            c.dest,
            Country::Kh | Country::Mm | Country::La | Country::Th | Country::Ph
        ) && c.speaks_dest_lang == Some(false),
    );
    rule(c.knows_job == Some(false) && c.purpose == Purpose::Work);
    rule(
        c.knows_job == Some(false)
            && c.knows_address == Some(false)
            && c.consistency.is_some_and(|consistency| consistency <= 2),
    );
    rule(c.coached == Some(true));
    rule(c.phone_held == Some(true));
    rule(c.carrying_for_other == Some(true));
    rule(c.notes.as_deref().is_some_and(|it| it.contains("titip")));
    rule(c.notes.as_deref().is_some_and(|it| PARCEL.is_match(it)));
    rule(
        c.notes.as_deref().is_some_and(|it| it.contains("operator"))
            || c.notes
                .as_deref()
                .is_some_and(|it| it.contains("admin online"))
            || c.notes
                .as_deref()
                .is_some_and(|it| it.contains("customer service")),
    );
    rule(c.notes.as_deref().is_some_and(|it| WAGE.is_match(it)));
    rule(
        c.notes
            .as_deref()
            .is_some_and(|it| it.contains("tidak tahu"))
            && c.nervous.is_some_and(|nervous| nervous >= 4),
    );
    rule(c.notes.as_deref().is_some_and(|it| it.contains("hafalan")));
    rule(
        c.transit.contains(&Airport::Bkk)
            && matches!(c.dest, Country::Kh | Country::Mm | Country::La),
    );
    rule(c.transit.contains(&Airport::Sin) && c.dest == Country::Kh);
    rule(c.transit_count >= 2 && c.oneway && c.visa_type.is_none());
    rule(matches!(c.dep_hour, 0..=4) && c.companions >= 3);
    rule(c.companions >= 3 && c.companion_known == Some(false));
    rule(c.companions >= 2 && c.companion_known == Some(false) && c.sex == Sex::F);
    rule(c.same_address_30d >= 4);
    rule(c.same_payer_30d >= 6);
    rule(
        c.same_phone_30d >= 5
            && matches!(
                c.province,
                Province::Ntt | Province::Ntb | Province::Lampung | Province::Jatim
            ),
    );
    rule(c.same_phone_30d + c.same_payer_30d >= 6 && c.passport_first);
    rule(c.watch_score >= 0.95);
    rule(c.watch_score >= 0.85 && c.watch_score < 0.95);
    rule(c.purpose == Purpose::Holiday && c.stay_days.is_some_and(|stay| stay > 60));
    rule(c.purpose == Purpose::Holiday && c.oneway && c.cash_usd.is_some_and(|cash| cash < 200));
    rule(
        c.purpose == Purpose::Holiday
            && c.hotel_booked == Some(false)
            && c.income_idr.is_some_and(|income| income < 4_000_000),
    );
    rule(c.purpose == Purpose::Umrah && c.oneway);
    rule(
        c.purpose == Purpose::Umrah
            && c.stay_days.is_some_and(|stay| stay > 45)
            && c.family_letter == Some(false),
    );
    rule(c.visa_type == Some(Visa::Umrah) && c.purpose == Purpose::Work);
    rule(c.children_u5 == Some(true) && c.family_letter == Some(false) && c.sex == Sex::F);
    rule(c.marital == Some(Marital::Married) && c.family_letter == Some(false));
    rule(c.prior_deport == Some(true) && c.purpose == Purpose::Holiday);
    rule(c.prior_deport == Some(true) && c.purpose == Purpose::Work && !c.registered);
    rule(
        c.employer_country.is_some_and(|it| it != Country::My)
            && c.dest == Country::My
            && c.purpose == Purpose::Work,
    );
    rule(c.employer.is_none() && c.purpose == Purpose::Work);
    rule(c.insurance == Some(false) && c.purpose == Purpose::Work);
    rule(c.medical == Some(false) && c.purpose == Purpose::Work);
    rule(c.medical_date.is_some_and(|date| c.departure - date > 90));
    rule(c.doc_anomalies >= 2);
    rule(c.doc_anomalies >= 3 && (c.passport_first || !c.registered));
    rule(
        c.education == Some(Education::Sd)
            && (c
                .occupation
                .as_deref()
                .is_some_and(|it| it.contains("marketing"))
                || c.occupation.as_deref().is_some_and(|it| it.contains("it "))),
    );
    rule(
        matches!(
            c.education,
            Some(Education::None | Education::Sd | Education::Smp)
        ) && c.contract_salary.is_some_and(|salary| salary >= 20_000_000),
    );
    rule(c.phone.as_deref().is_some_and(|it| it.starts_with("+855")) && c.dest != Country::Kh);
    rule(
        c.sponsor_phone
            .as_deref()
            .is_some_and(|it| it.starts_with("+855"))
            || c.sponsor_phone
                .as_deref()
                .is_some_and(|it| it.starts_with("+95"))
            || c.sponsor_phone
                .as_deref()
                .is_some_and(|it| it.starts_with("+856")),
    );
    rule(c.payer == Some(Payer::Employer) && c.employer.is_none() && c.work_permit == Some(false));
    rule(
        c.luggage_kg.is_some_and(|luggage| luggage > 25.0)
            && c.stay_days.is_some_and(|stay| stay < 7),
    );
    rule(
        c.luggage_kg.is_some_and(|luggage| luggage < 7.0) && c.oneway && c.purpose == Purpose::Work,
    );
    rule(
        c.stay_days.is_some_and(|stay| stay < 6)
            && c.prior_departures >= 4
            && c.income_idr.is_some_and(|income| income < 5_000_000)
            && matches!(
                c.dest,
                Country::Hk | Country::Cn | Country::Th | Country::My
            ),
    );
    rule(
        c.payer == Some(Payer::Stranger)
            && c.stay_days.is_some_and(|stay| stay < 8)
            && c.hotel_booked == Some(true),
    );
    rule(
        c.carrying_for_other == Some(true)
            && matches!(c.payer, Some(Payer::Stranger | Payer::Sponsor))
            && c.ticket_date.is_some_and(|date| c.departure - date < 5),
    );
    rule(
        (c.purpose == Purpose::Business || c.purpose == Purpose::Holiday)
            && c.occupation
                .as_deref()
                .is_some_and(|it| matches!(it, "petani" | "buruh" | "tidak bekerja"))
            && c.prior_departures > 3,
    );
    rule(
        !c.registered
            && matches!(
                c.dest,
                Country::My | Country::Tw | Country::Hk | Country::Sg
            )
            && c.purpose == Purpose::Work,
    );
    rule(
        c.consistency.is_some_and(|consistency| consistency <= 2)
            && c.nervous.is_some_and(|nervous| nervous >= 3),
    );
    rule(
        c.visa_issue.is_some_and(|issue| c.departure - issue < 4)
            && matches!(c.visa_type, Some(Visa::Tourist | Visa::Visit)),
    );
    rule(
        c.district.as_deref().is_some_and(|it| {
            matches!(
                it,
                "kupang" | "malaka" | "belu" | "cirebon" | "indramayu" | "lombok timur" | "sambas"
            )
        }) && !c.registered
            && matches!(c.sponsor_type, Some(Sponsor::Individual | Sponsor::Online)),
    );
    rule(
        c.passport_office
            .as_deref()
            .is_some_and(|it| it == "tanjung perak")
            && c.province == Province::Ntt,
    );
    rule(c.nik.starts_with("53") && c.province != Province::Ntt);
    rule(
        c.sponsor_fee
            .zip(c.debt_idr)
            .zip(c.contract_salary)
            .is_some_and(|((fee, debt), salary)| fee + debt > salary * 6)
            && c.contract == Some(true),
    );
    rule(
        (c.coached == Some(true) || c.consistency.is_some_and(|consistency| consistency <= 1))
            && (c.phone_held == Some(true) || c.companion_known == Some(false))
            && c.same_phone_30d >= 2,
    );
    fired
}
