// The list of commands: name, request, reply, topics that it invalidates. This file holds only the macro and
// outer comments, because the shell's build script includes it to declare the same names to Tauri.

/// Calls `$callback!` with the whole list. A command without a handler in this crate does not compile.
#[macro_export]
macro_rules! commands {
    ($callback:ident) => {
        $callback! {
            session_state: session::state() -> SessionView, [];
            first_run: session::first_run(FirstRun) -> SessionView, [Session];
            unlock: session::unlock(Unlock) -> SessionView, [Session, Sailing, Screening, Alert, Sync];
            lock: session::lock() -> SessionView, [Session];
            active: session::active() -> bool, [];
            set_office: session::set_office(Office) -> SessionView, [Session];
            set_appearance: session::set_appearance(Appearance) -> SessionView, [Session];
            sailing_list: sailing::list() -> Vec<SailingView>, [];
            sailing_select: sailing::select(SailingRef) -> Vec<SailingView>, [Sailing, Screening];
            board: sailing::board(BoardRequest) -> BoardView, [];
            board_person: sailing::board_person(DepartureRef) -> BoardPersonView, [];
            manifest_import: manifest::import(ManifestImport) -> ImportReport, [Sailing, Screening, Sync];
            line_fix: manifest::fix(LineFix) -> LineView, [Sailing, Screening, Sync];
            line_set_aside: manifest::set_aside(LineSetAside) -> LineView, [Sailing, Sync];
            counter: screening::desk() -> CounterDesk, [];
            scan: screening::scan(Scan) -> ScanReply, [Screening, Sailing, Sync];
            scan_check: screening::scan_check(Scan) -> ScanCheck, [];
            scan_repair: screening::scan_repair(ScanRepair) -> ScanReply, [Screening, Sailing, Sync];
            counter_type: screening::typed(TypedPerson) -> TypedReply, [Screening, Sailing, Sync];
            counter_open: screening::open(DepartureRef) -> CounterView, [Screening, Sailing, Sync];
            counter_resume: screening::resume(ScreeningRef) -> CounterView, [Screening];
            counter_park: screening::park(ScreeningRef) -> CounterDesk, [Screening];
            answer: screening::answer(Answer) -> CounterView, [Screening, Sailing, Alert, Sync];
            document_tick: screening::tick(Tick) -> CounterView, [Screening, Sailing, Alert, Sync];
            documents_all: screening::all_documents(ScreeningRef) -> CounterView, [Screening, Sailing, Alert, Sync];
            decide: screening::decide(Decide) -> CounterDesk, [Screening, Sailing, Alert, Sync];
            undo: screening::undo() -> CounterDesk, [Screening, Sailing, Alert, Sync];
            correct: screening::correct(Correct) -> CounterDesk, [Screening, Sailing, Alert, Sync];
            alert_list: alert::list() -> Vec<AlertEntry>, [];
            alert_take: alert::take(AlertRef) -> Vec<AlertEntry>, [Alert, Sync];
            case_file: case::file(DepartureRef) -> CaseView, [];
            case_outcome: case::outcome(CaseOutcome) -> CaseView, [Sync];
            sync_status: sync::status() -> SyncView, [];
            sync_now: sync::now() -> SyncView, [Sync];
            hub_enroll: sync::enroll(Enroll) -> SyncView, [Sync];
        }
    };
}
