//! Who acts: first run, unlocking, locking, language, theme and zoom.

use serde::{Deserialize, Serialize};
use suar_app::App;
use suar_app::session as app;
use suar_app::session::{Found, Settings};
use suar_domain::id::UserId;
use ts_rs::TS;

use crate::error::ApiError;

/// What the window shows before anything else.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SessionView {
    /// Which screen comes first.
    pub phase: Phase,
    /// A training registry with fictional data is open.
    pub training: bool,
    /// The port and counter of this computer; absent before the first run, and when they were lost: then they are to
    /// be asked for again.
    pub office: Option<OfficeView>,
    /// The settings file was damaged, and its copy stands in.
    pub settings_recovered: bool,
    /// Minutes without activity until the screen locks itself.
    pub idle_minutes: u32,
    /// Accounts that can unlock this computer.
    pub officers: Vec<OfficerView>,
    /// Who is signed in; only while open.
    pub officer: Option<OfficerView>,
    /// A form was open and will reopen at the same question after unlocking.
    pub unfinished: bool,
    /// Language of the interface.
    pub language: Language,
    /// Theme of this site; it does not follow the operating system.
    pub theme: Theme,
    /// Size of the page.
    pub zoom: Zoom,
    /// Why the registry cannot be opened, when it cannot.
    pub problem: Option<ApiError>,
}

/// Which screen comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Phase {
    /// No registry exists yet on this computer.
    FirstRun,
    /// A registry exists; its key is not in memory.
    Locked,
    /// An officer is signed in.
    Open,
    /// The registry cannot be opened at all; see `problem`.
    Blocked,
}

/// Port and counter of this computer.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OfficeView {
    /// The port.
    pub port: OfficePort,
    /// Counter name as the officer typed it, such as `Loket 2`.
    pub counter: String,
}

/// A border port with a BP3MI post that Suar serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum OfficePort {
    /// Tunon Taka, Nunukan.
    Nunukan,
    /// Malundung, Tarakan.
    Tarakan,
}

/// An officer's account.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OfficerView {
    /// Account id.
    pub id: String,
    /// Display name.
    pub name: String,
    /// One or two letters for the avatar.
    pub initials: String,
    /// Seconds until this account's next attempt is accepted, after wrong passphrases.
    pub wait_seconds: u32,
}

/// Language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Language {
    /// Bahasa Indonesia.
    Id,
    /// English.
    En,
}

/// Theme of the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Theme {
    /// Day.
    Light,
    /// Night shifts and the interview room.
    Dark,
}

/// Size of the page, in percent: the steps of the keyboard map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub enum Zoom {
    /// As designed, for 1366 by 768.
    #[serde(rename = "100")]
    Full,
    /// A little larger.
    #[serde(rename = "110")]
    Larger,
    /// The left column of the counter becomes one line.
    #[serde(rename = "125")]
    Large,
    /// For weak eyes, and for showing a question across the counter.
    #[serde(rename = "150")]
    Largest,
}

impl Zoom {
    const ALL: [Self; 4] = [Self::Full, Self::Larger, Self::Large, Self::Largest];

    const fn percent(self) -> u16 {
        match self {
            Self::Full => 100,
            Self::Larger => 110,
            Self::Large => 125,
            Self::Largest => 150,
        }
    }

    /// The step that was kept; the designed size for anything that is no step.
    fn of(percent: u16) -> Self {
        Self::ALL
            .into_iter()
            .find(|zoom| zoom.percent() == percent)
            .unwrap_or(Self::Full)
    }
}

/// Creates the registry and its supervisor account.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FirstRun {
    /// The port of this computer.
    pub port: OfficePort,
    /// Counter name, 1 to 40 characters.
    pub counter: String,
    /// The supervisor's name, 1 to 100 characters.
    pub name: String,
    /// At least 12 characters; spaces are welcome.
    pub passphrase: String,
}

/// Opens the registry.
#[derive(Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Unlock {
    /// Which account.
    pub officer: String,
    /// Its passphrase.
    pub passphrase: String,
}

/// States the place of this computer, or corrects it.
#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Office {
    /// The port of this computer.
    pub port: OfficePort,
    /// Counter name, 1 to 40 characters.
    pub counter: String,
    /// Minutes without activity until the screen locks itself, 1 to 30.
    pub idle_minutes: u32,
}

/// Changes how the interface looks; allowed while locked.
#[derive(Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Appearance {
    /// Language of the interface.
    pub language: Language,
    /// Theme of this site.
    pub theme: Theme,
    /// Size of the page.
    pub zoom: Zoom,
}

/// Draws the session.
pub(crate) fn view(session: app::Session) -> SessionView {
    let officer = |id: UserId, name: &str, wait_seconds| OfficerView {
        id: id.to_string(),
        initials: initials(name),
        name: name.to_owned(),
        wait_seconds,
    };
    let settings = &session.settings;
    SessionView {
        phase: match session.phase {
            app::Phase::FirstRun => Phase::FirstRun,
            app::Phase::Locked => Phase::Locked,
            app::Phase::Open => Phase::Open,
            app::Phase::Blocked => Phase::Blocked,
        },
        training: session.training,
        office: office(settings),
        settings_recovered: session.found == Found::Copy,
        idle_minutes: settings.idle_minutes(),
        officers: session
            .accounts
            .iter()
            .map(|each| officer(each.account.user, &each.account.name, each.wait_seconds))
            .collect(),
        officer: session
            .user
            .as_ref()
            .map(|user| officer(user.id, user.name.expose("shown to the officer"), 0)),
        unfinished: settings.unfinished,
        language: if settings.language == "en" {
            Language::En
        } else {
            Language::Id
        },
        theme: if settings.theme == "dark" {
            Theme::Dark
        } else {
            Theme::Light
        },
        zoom: Zoom::of(settings.zoom),
        problem: session.problem.as_ref().map(ApiError::from),
    }
}

fn office(settings: &Settings) -> Option<OfficeView> {
    let port = match settings.port.as_str() {
        "nunukan" => OfficePort::Nunukan,
        "tarakan" => OfficePort::Tarakan,
        _ => return None,
    };
    Some(OfficeView {
        port,
        counter: settings.counter.clone(),
    })
}

fn initials(name: &str) -> String {
    let mut words = name
        .split_whitespace()
        .filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
    let first = words.next();
    let last = words.next_back();
    first
        .into_iter()
        .chain(last)
        .flat_map(char::to_uppercase)
        .collect()
}

const fn code(port: OfficePort) -> &'static str {
    match port {
        OfficePort::Nunukan => "nunukan",
        OfficePort::Tarakan => "tarakan",
    }
}

pub(crate) fn state(app: &App) -> Result<SessionView, ApiError> {
    Ok(view(app.session()))
}

pub(crate) fn first_run(app: &App, request: FirstRun) -> Result<SessionView, ApiError> {
    app.first_run(app::FirstRun {
        port: code(request.port),
        counter: request.counter,
        name: request.name,
        passphrase: request.passphrase,
    })?;
    state(app)
}

pub(crate) fn unlock(app: &App, request: Unlock) -> Result<SessionView, ApiError> {
    let officer = request
        .officer
        .parse()
        .map_err(|_| ApiError::bad_request("officer"))?;
    app.unlock(officer, &request.passphrase)?;
    state(app)
}

pub(crate) fn lock(app: &App) -> Result<SessionView, ApiError> {
    app.lock()?;
    state(app)
}

/// An officer's hand was seen on keys or pointer; tells whether the registry is open.
pub(crate) fn active(app: &App) -> Result<bool, ApiError> {
    Ok(app.active())
}

pub(crate) fn set_office(app: &App, request: Office) -> Result<SessionView, ApiError> {
    app.set_office(app::Office {
        port: code(request.port),
        counter: request.counter,
        idle_minutes: request.idle_minutes,
    })?;
    state(app)
}

pub(crate) fn set_appearance(app: &App, request: Appearance) -> Result<SessionView, ApiError> {
    let language = match request.language {
        Language::Id => "id",
        Language::En => "en",
    };
    let theme = match request.theme {
        Theme::Light => "light",
        Theme::Dark => "dark",
    };
    app.set_appearance(language, theme, request.zoom.percent())?;
    state(app)
}
