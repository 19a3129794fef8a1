// Generated from crates/api by `cargo xtask types`. Do not edit.

export type AlertEntry = { 
/**
 * The request.
 */
alert: AlertView, 
/**
 * Level now.
 */
level: Level, 
/**
 * How many signs there are now.
 */
signCount: number, 
/**
 * A decision was taken since.
 */
decided: boolean, 
/**
 * Vessel of the sailing.
 */
vessel: string, 
/**
 * Minutes until boarding closes; negative when it has closed; absent when no time is known or the sailing is
 * not today.
 */
minutesLeft: number | null, };

export type AlertKind = "secondOfficer" | "talk" | "secondOfficerAndTalk";

export type AlertRef = { 
/**
 * Alert id.
 */
alert: string, };

export type AlertView = { 
/**
 * Alert id.
 */
id: string, 
/**
 * What is asked.
 */
kind: AlertKind, 
/**
 * Screening that raised it.
 */
screening: string, 
/**
 * Name of the person; shown inside the unlocked window only.
 */
name: string, 
/**
 * When, Unix milliseconds.
 */
raisedAt: number, 
/**
 * Someone has taken it.
 */
acknowledged: boolean, 
/**
 * The departure that it is about.
 */
departure: string, };

export type Answer = { 
/**
 * Screening id.
 */
screening: string, 
/**
 * `K1` to `K8`.
 */
question: string, 
/**
 * How it ended.
 */
status: AnswerStatus, 
/**
 * Key chosen, when answered.
 */
key: string | null, };

export type AnswerStatus = "answered" | "dontKnow" | "refused";

export type AnswerView = { 
/**
 * What happened.
 */
status: AnswerStatus, 
/**
 * Key chosen, when answered.
 */
key: string | null, 
/**
 * Strength of the strongest sign that rests on this answer, when there is one.
 */
strength: Strength | null, };

export type ApiError = { 
/**
 * What went wrong.
 */
code: ErrorCode, 
/**
 * The field concerned, when it is one that the officer typed.
 */
field: string | null, 
/**
 * Numbers and words for the sentence, in the order of its placeholders; never personal data.
 */
args: Array<string>, 
/**
 * Reference of the log line, for unexpected failures.
 */
reference: string | null, };

export type Appearance = { 
/**
 * Language of the interface.
 */
language: Language, 
/**
 * Theme of this site.
 */
theme: Theme, 
/**
 * Size of the page.
 */
zoom: Zoom, };

export type BoardPersonView = { 
/**
 * The row.
 */
row: BoardRow, 
/**
 * Why.
 */
reasons: ReasonsView, };

export type BoardRequest = { 
/**
 * Sailing id.
 */
sailing: string, 
/**
 * First row wanted, from 0.
 */
offset: number, 
/**
 * At most this many rows; the server caps it at 2,000.
 */
limit: number, };

export type BoardRow = { 
/**
 * Departure id.
 */
departure: string, 
/**
 * Number on the manifest, as printed there.
 */
rowNo: string | null, 
/**
 * Full name.
 */
name: string, 
/**
 * `f`, `m` or `x`.
 */
sex: string | null, 
/**
 * Age on the day of sailing, in years.
 */
age: number | null, 
/**
 * Seat.
 */
seat: string | null, 
/**
 * Travel document number.
 */
document: string | null, 
/**
 * Level now.
 */
level: Level, 
/**
 * The first signs, strongest first (at most 2).
 */
signs: Array<Sign>, 
/**
 * How many signs there are.
 */
signCount: number, 
/**
 * Where the person stands.
 */
status: Status, 
/**
 * The decision, when there is one.
 */
decision: Decision | null, 
/**
 * How many of the eight documents were seen; none before a talk.
 */
documents: number | null, };

export type BoardView = { 
/**
 * The sailing.
 */
sailing: SailingView, 
/**
 * Name of the manifest file last imported, when there is one.
 */
fileName: string | null, 
/**
 * People, from `offset`.
 */
rows: Array<BoardRow>, 
/**
 * First row delivered.
 */
offset: number, 
/**
 * Manifest rows that wait for a fix or were set aside (at most 500).
 */
lines: Array<LineView>, };

export type CaseOutcome = { 
/**
 * Departure id.
 */
departure: string, 
/**
 * The case as a whole.
 */
case: Verdict, 
/**
 * Its signs; one that is left out was not looked into.
 */
signs: Array<SignOutcome>, };

export type CaseView = { 
/**
 * As the board shows it.
 */
row: BoardRow, 
/**
 * Who.
 */
person: PersonHeader, 
/**
 * Which sailing.
 */
sailing: SailingView, 
/**
 * Why.
 */
reasons: ReasonsView, 
/**
 * What would lower the level, fewest facts first (at most 6).
 */
lower: Array<LowerView>, 
/**
 * What nobody can check away and what alone keeps the level up.
 */
fixed: Array<Text>, 
/**
 * The talk, when there was one.
 */
screening: string | null, 
/**
 * The decision in effect.
 */
decision: DecisionView | null, 
/**
 * The request for a colleague.
 */
alert: AlertView | null, 
/**
 * What happened, oldest first: every version of every answer.
 */
events: Array<EventView>, 
/**
 * The person's other journeys, latest first.
 */
journeys: Array<JourneyView>, };

export type CellView = { 
/**
 * Column number, from 0.
 */
column: number, 
/**
 * Header as printed.
 */
header: string, 
/**
 * Text as printed, or as corrected.
 */
text: string, 
/**
 * The text was corrected by an officer; the original is kept.
 */
corrected: boolean, };

export type ColumnView = { 
/**
 * Header as printed.
 */
header: string, 
/**
 * Field name, when the header is known.
 */
field: string | null, };

export type Correct = { 
/**
 * Screening id.
 */
screening: string, 
/**
 * Why, at most 500 characters.
 */
reason: string, };

export type CounterDesk = { 
/**
 * The sailing that the counter works on.
 */
sailing: SailingView | null, 
/**
 * The form that is open, also after a restart.
 */
open: CounterView | null, 
/**
 * Forms that wait.
 */
drafts: Array<DraftView>, 
/**
 * People done, newest first (at most 8).
 */
recent: Array<DecisionView>, };

export type CounterView = { 
/**
 * Screening id.
 */
screening: string, 
/**
 * Sailing of this person.
 */
sailing: SailingView | null, 
/**
 * Who stands at the counter.
 */
person: PersonHeader, 
/**
 * The eight documents of the checklist.
 */
documents: Array<DocumentTick>, 
/**
 * "All documents seen" was pressed.
 */
allDocuments: boolean, 
/**
 * K1 to K8, in order.
 */
questions: Array<QuestionView>, 
/**
 * Where the cursor stands: the first applicable question without an answer, or none when all are answered.
 */
current: string | null, 
/**
 * Level and reasons, from what is known now.
 */
reasons: ReasonsView, 
/**
 * The decision, when taken.
 */
decision: DecisionView | null, 
/**
 * The alert that this screening raised, when it did.
 */
alert: AlertView | null, 
/**
 * When the last answer reached the disk, Unix milliseconds.
 */
savedAt: number, 
/**
 * The form was restored after the app had stopped without closing it.
 */
restored: boolean, 
/**
 * The person's other journeys, latest first.
 */
journeys: Array<JourneyView>, };

export type Counts = { 
/**
 * People at level Siap.
 */
siap: number, 
/**
 * People at level Lengkapi.
 */
lengkapi: number, 
/**
 * People at level Dalami.
 */
dalami: number, 
/**
 * People at level Lindungi.
 */
lindungi: number, 
/**
 * People who have not come to the counter yet.
 */
absent: number, 
/**
 * People with a decision.
 */
decided: number, 
/**
 * People on the sailing.
 */
total: number, 
/**
 * Manifest rows that wait for a fix.
 */
toFix: number, };

export type Decide = { 
/**
 * Screening id.
 */
screening: string, 
/**
 * The decision.
 */
decision: Decision, 
/**
 * Needed when the decision differs from the advice.
 */
reason: Reason | null, };

export type Decision = "lanjut" | "lanjutEdukasi" | "ajakBicara" | "sarankanTunda" | "rujuk";

export type DecisionView = { 
/**
 * Screening id.
 */
screening: string, 
/**
 * Name, for the list of recent people.
 */
name: string, 
/**
 * The decision.
 */
decision: Decision, 
/**
 * What Suar advised then.
 */
advice: Decision, 
/**
 * Level then.
 */
level: Level, 
/**
 * When, Unix milliseconds.
 */
at: number, 
/**
 * Ctrl Z can still take it back.
 */
undoable: boolean, };

export type DefectView = { 
/**
 * Code of `manifest-columns.toml`.
 */
code: string, 
/**
 * The row cannot be imported until this is fixed.
 */
blocks: boolean, 
/**
 * Column number concerned, when there is one.
 */
column: number | null, 
/**
 * What is wrong.
 */
problem: Text, 
/**
 * What to do about it.
 */
fix: Text, };

export type DepartureRef = { 
/**
 * Departure id.
 */
departure: string, };

export type DocumentItem = "passport" | "visa" | "contract" | "ePmi" | "opp" | "bpjs" | "medical" | "family";

export type DocumentTick = { 
/**
 * Which one.
 */
item: DocumentItem, 
/**
 * Seen, not shown, or not looked at yet.
 */
state: TickState, };

export type DraftView = { 
/**
 * Screening id.
 */
screening: string, 
/**
 * Name.
 */
name: string, 
/**
 * Level now.
 */
level: Level, 
/**
 * Next question, when one waits.
 */
question: string | null, 
/**
 * Last change, Unix milliseconds.
 */
at: number, };

export type Enroll = { 
/**
 * Address of the hub.
 */
url: string, 
/**
 * One-time code, ten characters.
 */
code: string, };

export type ErrorCode = "passphraseWrong" | "passphraseWait" | "passphraseShort" | "fieldEmpty" | "fieldLong" | "dateInvalid" | "portInvalid" | "sailingUnclear" | "documentInvalid" | "locked" | "notAllowed" | "alreadyOpen" | "registryNewer" | "registryDamaged" | "diskFull" | "folderReadOnly" | "manifestUnreadable" | "manifestEmpty" | "manifestNoHeader" | "manifestTooLarge" | "manifestForgotten" | "notFound" | "alreadyDecided" | "undoTooLate" | "reasonNeeded" | "rulesInvalid" | "hubAddress" | "hubUnreachable" | "hubCodeRefused" | "hubUntrusted" | "hubRevoked" | "hubForked" | "clockSkew" | "badRequest" | "unexpected";

export type EventKind = { "kind": "opened" } | { "kind": "answered", 
/**
 * `K1` to `K8`.
 */
question: string, 
/**
 * How it ended.
 */
status: AnswerStatus, 
/**
 * The answer chosen.
 */
answer: Text | null, } | { "kind": "ticked", 
/**
 * How many were seen.
 */
seen: number, 
/**
 * How many were asked for and not shown.
 */
notShown: number, } | { "kind": "assessed", 
/**
 * Place in the order of assessments, from 1.
 */
edition: number, 
/**
 * Level.
 */
level: Level, 
/**
 * How many signs were present.
 */
signs: number, 
/**
 * Version of the rules.
 */
pack: string, } | { "kind": "decided", 
/**
 * The decision.
 */
decision: Decision, 
/**
 * What Suar advised.
 */
advice: Decision, 
/**
 * The sign that the officer's reason is about.
 */
sign: Text | null, 
/**
 * The officer's reason.
 */
reason: string | null, } | { "kind": "undone", 
/**
 * Which.
 */
decision: Decision, } | { "kind": "called", 
/**
 * For what.
 */
alert: AlertKind, } | { "kind": "taken" } | { "kind": "outcome", 
/**
 * Indicator id; none for the case.
 */
indicator: string | null, 
/**
 * How.
 */
verdict: Verdict, };

export type EventView = { 
/**
 * When, Unix milliseconds.
 */
at: number, 
/**
 * Name of the officer, where one did it.
 */
by: string | null, 
/**
 * What.
 */
what: EventKind, };

export type FirstRun = { 
/**
 * The port of this computer.
 */
port: OfficePort, 
/**
 * Counter name, 1 to 40 characters.
 */
counter: string, 
/**
 * The supervisor's name, 1 to 100 characters.
 */
name: string, 
/**
 * At least 12 characters; spaces are welcome.
 */
passphrase: string, };

export type Gap = { 
/**
 * Checklist item id.
 */
id: string, 
/**
 * Its name.
 */
label: Text, };

export type ImportReport = { 
/**
 * The sailing, with its figures.
 */
sailing: SailingView, 
/**
 * Row figures.
 */
counts: LineCounts, 
/**
 * How this manifest differs from an earlier one of the sailing; absent for the first.
 */
changes: ManifestChanges | null, };

export type JourneyView = { 
/**
 * Departure id.
 */
departure: string, 
/**
 * Day of sailing, ISO 8601.
 */
date: string, 
/**
 * Vessel as on the manifest.
 */
vessel: string, 
/**
 * Port of arrival.
 */
to: string, 
/**
 * The decision in effect.
 */
decision: Decision | null, };

export type Lane = "documents" | "trafficking" | "courier";

export type Language = "id" | "en";

export type Level = "siap" | "lengkapi" | "dalami" | "lindungi";

export type LineCounts = { 
/**
 * Rows with people.
 */
rows: number, 
/**
 * Rows that can be imported as they are.
 */
clean: number, 
/**
 * Rows that wait for a fix.
 */
toFix: number, 
/**
 * Rows that repeat an earlier one.
 */
duplicate: number, };

export type LineFix = { 
/**
 * Row id.
 */
line: string, 
/**
 * Column number, from 0.
 */
column: number, 
/**
 * New text, at most 300 characters.
 */
text: string, };

export type LineSetAside = { 
/**
 * Row id.
 */
line: string, 
/**
 * Why; absent brings the row back.
 */
reason: string | null, };

export type LineState = "clean" | "toFix" | "duplicate" | "setAside";

export type LineView = { 
/**
 * Row id; absent in a preview.
 */
id: string | null, 
/**
 * Sheet of the workbook, when the rows come from several.
 */
sheet: string | null, 
/**
 * Line in the file or on the sheet, from 1.
 */
line: number, 
/**
 * State of the row.
 */
state: LineState, 
/**
 * For a duplicate, the line that it repeats.
 */
duplicateOf: number | null, 
/**
 * Sheet of that line, when the rows come from several.
 */
duplicateSheet: string | null, 
/**
 * Cells as printed, with their headers.
 */
cells: Array<CellView>, 
/**
 * What is wrong or notable.
 */
defects: Array<DefectView>, 
/**
 * Why the row was set aside.
 */
reason: string | null, };

export type LowerFact = { 
/**
 * Its name.
 */
label: Text, 
/**
 * Its value in words.
 */
to: Text, };

export type LowerView = { 
/**
 * One fact or two.
 */
facts: Array<LowerFact>, 
/**
 * The level they lead to.
 */
level: Level, };

export type ManifestChanges = { 
/**
 * People who are new on the board.
 */
added: number, 
/**
 * People about whom the newer manifest says something else; that is stored.
 */
changed: Array<NamedPerson>, 
/**
 * People from an earlier manifest whom the newer one does not name.
 */
missing: Array<NamedPerson>, };

export type ManifestImport = { 
/**
 * Handle from the preview.
 */
token: string, 
/**
 * The sailing as the officer confirmed it; vessel and date are required.
 */
sailing: SailingDraft, };

export type ManifestPreview = { 
/**
 * Handle of the reading; it is forgotten when the registry is locked.
 */
token: string, 
/**
 * File name as chosen.
 */
fileName: string, 
/**
 * Character encoding, such as `utf-8` or `windows-1252`; `xlsx` for a workbook.
 */
encoding: string, 
/**
 * Column headers found, with the field each one fills; none for an unknown column, which is ignored.
 */
columns: Array<ColumnView>, 
/**
 * The first rows (at most 10).
 */
sample: Array<LineView>, 
/**
 * Rows that need a fix (at most 500), and duplicates.
 */
problems: Array<LineView>, 
/**
 * Figures.
 */
counts: LineCounts, 
/**
 * What is unusual about the file as a whole, in words.
 */
notes: Array<Text>, 
/**
 * Vessel, ports and day as far as the file tells them.
 */
sailing: SailingDraft, };

export type MrzField = "documentNumber" | "birthDate" | "expiryDate" | "personalNumber" | "composite";

export type MrzSuggestion = { 
/**
 * The field.
 */
field: MrzField, 
/**
 * Its value: a date as ISO 8601, or characters.
 */
value: string, };

export type NamedPerson = { 
/**
 * Their place on the sailing.
 */
departure: string, 
/**
 * Full name.
 */
name: string, 
/**
 * Travel document number.
 */
document: string | null, };

export type NearSign = { 
/**
 * Indicator id.
 */
id: string, 
/**
 * Lane.
 */
lane: Lane, 
/**
 * Short name.
 */
label: Text, 
/**
 * Conditions that hold.
 */
holds: number, 
/**
 * Conditions that are needed.
 */
of: number, 
/**
 * What is not known, by the names of the facts.
 */
missing: Array<Text>, 
/**
 * The counter question that would settle it; none when it cannot be asked at the counter.
 */
question: string | null, };

export type Office = { 
/**
 * The port of this computer.
 */
port: OfficePort, 
/**
 * Counter name, 1 to 40 characters.
 */
counter: string, 
/**
 * Minutes without activity until the screen locks itself, 1 to 30.
 */
idleMinutes: number, };

export type OfficePort = "nunukan" | "tarakan";

export type OfficeView = { 
/**
 * The port.
 */
port: OfficePort, 
/**
 * Counter name as the officer typed it, such as `Loket 2`.
 */
counter: string, };

export type OfficerView = { 
/**
 * Account id.
 */
id: string, 
/**
 * Display name.
 */
name: string, 
/**
 * One or two letters for the avatar.
 */
initials: string, 
/**
 * Seconds until this account's next attempt is accepted, after wrong passphrases.
 */
waitSeconds: number, };

export type OptionView = { 
/**
 * Digit to press.
 */
key: string, 
/**
 * What it says.
 */
label: Text, };

export type PersonHeader = { 
/**
 * Full name; the manifest's when the passport's is cut off.
 */
name: string, 
/**
 * `f`, `m` or `x`.
 */
sex: string | null, 
/**
 * Age on the day of sailing, in years.
 */
age: number | null, 
/**
 * Birth date, ISO 8601.
 */
birthDate: string | null, 
/**
 * `passport`, `plb`, `splp`, `seaman_book`, `foreign_passport`.
 */
documentKind: string | null, 
/**
 * Travel document number.
 */
document: string | null, 
/**
 * Last day of validity, ISO 8601.
 */
expires: string | null, 
/**
 * Complete months of validity left on the day of sailing.
 */
validMonths: number | null, 
/**
 * Number on the manifest.
 */
rowNo: string | null, 
/**
 * Seat.
 */
seat: string | null, 
/**
 * Placement agency (P3MI) named on the manifest.
 */
agency: string | null, 
/**
 * The passport's machine-readable lines, when it was scanned.
 */
mrz: Array<string> | null, 
/**
 * The name in the passport is cut off at 39 characters.
 */
nameTruncated: boolean, 
/**
 * The person is on the manifest of the sailing.
 */
onManifest: boolean, 
/**
 * Names on manifest and passport differ beyond spelling: compare with the passport.
 */
nameDiffers: boolean, };

export type Phase = "firstRun" | "locked" | "open" | "blocked";

export type QuestionView = { 
/**
 * `K1` to `K8`.
 */
id: string, 
/**
 * Words to say aloud.
 */
wording: Text, 
/**
 * Choices.
 */
options: Array<OptionView>, 
/**
 * The question applies to this person.
 */
applies: boolean, 
/**
 * The answer, when given.
 */
answer: AnswerView | null, };

export type Reason = { 
/**
 * The sign that does not hold, when it is one of the signs shown.
 */
indicator: string | null, 
/**
 * In the officer's words, at most 500 characters.
 */
text: string, };

export type ReasonsView = { 
/**
 * Overall level.
 */
level: Level, 
/**
 * Papers.
 */
documents: Level, 
/**
 * Perdagangan orang.
 */
trafficking: Level, 
/**
 * Perekrutan kurir.
 */
courier: Level, 
/**
 * Lowest level that further answers can lead to.
 */
lowest: Level, 
/**
 * Highest level that further answers can lead to.
 */
highest: Level, 
/**
 * One sentence.
 */
headline: Text, 
/**
 * Signs present, strongest first.
 */
signs: Array<Sign>, 
/**
 * What is not known yet.
 */
gaps: Array<Gap>, 
/**
 * Signs that came near, the nearest first. They count nowhere.
 */
near: Array<NearSign>, 
/**
 * Both lanes were raised together by the joint rule.
 */
joint: boolean, 
/**
 * The person asked to talk.
 */
request: boolean, 
/**
 * What Suar advises.
 */
advice: Decision, 
/**
 * The question that would most narrow the level.
 */
nextQuestion: string | null, 
/**
 * Version of the rules.
 */
pack: string, };

export type SailingDraft = { 
/**
 * Vessel name.
 */
vessel: string | null, 
/**
 * Port of departure: `nunukan`, `tarakan`, or text.
 */
from: string | null, 
/**
 * Port of arrival.
 */
to: string | null, 
/**
 * Day of sailing, ISO 8601.
 */
date: string | null, 
/**
 * Departure time, `HH:MM`.
 */
departsAt: string | null, 
/**
 * When boarding closes, `HH:MM`.
 */
gateClosesAt: string | null, 
/**
 * Which crossing of the day, when the vessel has others: the id of a known sailing, or `new`.
 */
choice: string | null, };

export type SailingRef = { 
/**
 * Sailing id.
 */
sailing: string, };

export type SailingView = { 
/**
 * Sailing id.
 */
id: string, 
/**
 * Vessel name as on the manifest.
 */
vessel: string, 
/**
 * Port of departure.
 */
from: string, 
/**
 * Port of arrival.
 */
to: string, 
/**
 * Day of sailing, ISO 8601.
 */
date: string, 
/**
 * Departure time at the port, `HH:MM`.
 */
departsAt: string | null, 
/**
 * When boarding closes, `HH:MM`.
 */
gateClosesAt: string | null, 
/**
 * Minutes until boarding closes; negative when it has closed; absent when no time is known or the sailing is
 * not today.
 */
minutesLeft: number | null, 
/**
 * The counter works on this sailing.
 */
active: boolean, 
/**
 * Figures.
 */
counts: Counts, };

export type Scan = { 
/**
 * Characters as they arrived, at most 400.
 */
text: string, };

export type ScanCheck = "read" | "half" | "notMrz" | "twoPeople" | "checkFailed";

export type ScanRepair = { 
/**
 * The scan that failed.
 */
text: string, 
/**
 * Which field was typed.
 */
field: MrzField, 
/**
 * Date as ISO 8601, or the document number.
 */
value: string, };

export type ScanReply = { "kind": "opened", 
/**
 * The form.
 */
counter: CounterView, 
/**
 * Another form was open and now waits among the drafts.
 */
parked: boolean, } | { "kind": "half" } | { "kind": "notMrz" } | { "kind": "twoPeople" } | { "kind": "checkFailed", 
/**
 * The lines as read.
 */
lines: Array<string>, 
/**
 * Fields whose check digit does not match.
 */
fields: Array<MrzField>, 
/**
 * Fields whose check digit matches.
 */
verified: Array<MrzField>, 
/**
 * Name as read, to recognise the person.
 */
name: string, 
/**
 * A reading that would match, never applied by itself.
 */
suggestion: MrzSuggestion | null, };

export type ScreeningRef = { 
/**
 * Screening id.
 */
screening: string, };

export type SessionView = { 
/**
 * Which screen comes first.
 */
phase: Phase, 
/**
 * A training registry with fictional data is open.
 */
training: boolean, 
/**
 * The port and counter of this computer; absent before the first run, and when they were lost: then they are to
 * be asked for again.
 */
office: OfficeView | null, 
/**
 * The settings file was damaged, and its copy stands in.
 */
settingsRecovered: boolean, 
/**
 * Minutes without activity until the screen locks itself.
 */
idleMinutes: number, 
/**
 * Accounts that can unlock this computer.
 */
officers: Array<OfficerView>, 
/**
 * Who is signed in; only while open.
 */
officer: OfficerView | null, 
/**
 * A form was open and will reopen at the same question after unlocking.
 */
unfinished: boolean, 
/**
 * Language of the interface.
 */
language: Language, 
/**
 * Theme of this site; it does not follow the operating system.
 */
theme: Theme, 
/**
 * Size of the page.
 */
zoom: Zoom, 
/**
 * Why the registry cannot be opened, when it cannot.
 */
problem: ApiError | null, };

export type Sign = { 
/**
 * Indicator id.
 */
id: string, 
/**
 * Lane.
 */
lane: Lane, 
/**
 * Weight.
 */
strength: Strength, 
/**
 * Short name.
 */
label: Text, 
/**
 * Reason in one sentence.
 */
sentence: Text, 
/**
 * Questions and papers it rests on, as ids (`K3`, `mrz`, `manifest`, `document`).
 */
sources: Array<string>, 
/**
 * It counted towards the level; a weak or withdrawn sign does not.
 */
counted: boolean, 
/**
 * What helps.
 */
action: Text, };

export type SignOutcome = { 
/**
 * Indicator id.
 */
indicator: string, 
/**
 * How.
 */
verdict: Verdict, };

export type Status = "absent" | "inProgress" | "parked" | "decided";

export type Strength = "none" | "weak" | "medium" | "strong" | "gate";

export type SyncState = "notEnrolled" | "allSent" | "sending" | "offline" | "needsHelp";

export type SyncView = { 
/**
 * What the chip says.
 */
state: SyncState, 
/**
 * Changes that the hub has not confirmed.
 */
waiting: number, 
/**
 * Size of what waits, in bytes.
 */
waitingBytes: number, 
/**
 * When the oldest waiting change was made, Unix milliseconds.
 */
oldestAt: number | null, 
/**
 * Last confirmed exchange, Unix milliseconds.
 */
lastOk: number | null, 
/**
 * Next attempt, Unix milliseconds.
 */
nextTry: number | null, 
/**
 * Address of the hub, once enrolled.
 */
hub: string | null, 
/**
 * Why help is needed, as a code of the error table.
 */
problem: ApiError | null, 
/**
 * Changes that the hub keeps aside because it could not understand them.
 */
rejected: number, };

export type Text = { 
/**
 * Bahasa Indonesia.
 */
id: string, 
/**
 * English.
 */
en: string, };

export type Theme = "light" | "dark";

export type Tick = { 
/**
 * Screening id.
 */
screening: string, 
/**
 * Which document.
 */
item: DocumentItem, 
/**
 * Its state.
 */
state: TickState, };

export type TickState = "unknown" | "seen" | "notShown";

export type Topic = "session" | "sailing" | "screening" | "alert" | "sync";

export type TypedPerson = { 
/**
 * Travel document number.
 */
document: string, 
/**
 * Full name; needed when the number is not on the manifest.
 */
name: string | null, 
/**
 * Birth date, ISO 8601.
 */
birthDate: string | null, };

export type TypedReply = { "kind": "opened", 
/**
 * The form.
 */
counter: CounterView, } | { "kind": "notOnManifest" };

export type Unlock = { 
/**
 * Which account.
 */
officer: string, 
/**
 * Its passphrase.
 */
passphrase: string, };

export type Verdict = "confirmed" | "notConfirmed" | "unclear";

export type Zoom = "100" | "110" | "125" | "150";

export interface Commands {
  session_state: { request: null; reply: SessionView };
  first_run: { request: FirstRun; reply: SessionView };
  unlock: { request: Unlock; reply: SessionView };
  lock: { request: null; reply: SessionView };
  active: { request: null; reply: boolean };
  set_office: { request: Office; reply: SessionView };
  set_appearance: { request: Appearance; reply: SessionView };
  sailing_list: { request: null; reply: Array<SailingView> };
  sailing_select: { request: SailingRef; reply: Array<SailingView> };
  board: { request: BoardRequest; reply: BoardView };
  board_person: { request: DepartureRef; reply: BoardPersonView };
  manifest_import: { request: ManifestImport; reply: ImportReport };
  line_fix: { request: LineFix; reply: LineView };
  line_set_aside: { request: LineSetAside; reply: LineView };
  counter: { request: null; reply: CounterDesk };
  scan: { request: Scan; reply: ScanReply };
  scan_check: { request: Scan; reply: ScanCheck };
  scan_repair: { request: ScanRepair; reply: ScanReply };
  counter_type: { request: TypedPerson; reply: TypedReply };
  counter_open: { request: DepartureRef; reply: CounterView };
  counter_resume: { request: ScreeningRef; reply: CounterView };
  counter_park: { request: ScreeningRef; reply: CounterDesk };
  answer: { request: Answer; reply: CounterView };
  document_tick: { request: Tick; reply: CounterView };
  documents_all: { request: ScreeningRef; reply: CounterView };
  decide: { request: Decide; reply: CounterDesk };
  undo: { request: null; reply: CounterDesk };
  correct: { request: Correct; reply: CounterDesk };
  alert_list: { request: null; reply: Array<AlertEntry> };
  alert_take: { request: AlertRef; reply: Array<AlertEntry> };
  case_file: { request: DepartureRef; reply: CaseView };
  case_outcome: { request: CaseOutcome; reply: CaseView };
  sync_status: { request: null; reply: SyncView };
  sync_now: { request: null; reply: SyncView };
  hub_enroll: { request: Enroll; reply: SyncView };
}

export const invalidates: Record<keyof Commands, Topic[]> = {
  session_state: [],
  first_run: ["session"],
  unlock: ["session", "sailing", "screening", "alert", "sync"],
  lock: ["session"],
  active: [],
  set_office: ["session"],
  set_appearance: ["session"],
  sailing_list: [],
  sailing_select: ["sailing", "screening"],
  board: [],
  board_person: [],
  manifest_import: ["sailing", "screening", "sync"],
  line_fix: ["sailing", "screening", "sync"],
  line_set_aside: ["sailing", "sync"],
  counter: [],
  scan: ["screening", "sailing", "sync"],
  scan_check: [],
  scan_repair: ["screening", "sailing", "sync"],
  counter_type: ["screening", "sailing", "sync"],
  counter_open: ["screening", "sailing", "sync"],
  counter_resume: ["screening"],
  counter_park: ["screening"],
  answer: ["screening", "sailing", "alert", "sync"],
  document_tick: ["screening", "sailing", "alert", "sync"],
  documents_all: ["screening", "sailing", "alert", "sync"],
  decide: ["screening", "sailing", "alert", "sync"],
  undo: ["screening", "sailing", "alert", "sync"],
  correct: ["screening", "sailing", "alert", "sync"],
  alert_list: [],
  alert_take: ["alert", "sync"],
  case_file: [],
  case_outcome: ["sync"],
  sync_status: [],
  sync_now: ["sync"],
  hub_enroll: ["sync"],
};
