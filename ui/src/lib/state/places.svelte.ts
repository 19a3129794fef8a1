/** Where the officer is. Eight places, always in the same order; Alt 1 to Alt 8. */
export const PLACES = [
  'loket',
  'pelayaran',
  'wawancara',
  'kasus',
  'rujukan',
  'laporan',
  'aturan',
  'sinkron',
] as const;

export type Place = (typeof PLACES)[number];
/** What Pelayaran shows: the board, the rows to fix, or an import. */
export type SailingView = 'board' | 'fixes' | 'import';

/** What the window shows: a place of the rail, or the settings, which the officer's menu leads to. */
export type Screen = Place | 'pengaturan';

export class Places {
  here = $state<Screen>('loket');
  /** The settings open with the trial of the scanner already running. */
  trial = $state(false);
  sailing = $state<SailingView>('board');
  /** The departure whose case is open in Kasus; none for the list. */
  case = $state<string | null>(null);

  go(place: Place): void {
    this.here = place;
  }

  /** As `go`; asked for again where the officer already is, it leads to the place's first view. */
  goTop(place: Place): void {
    if (place === this.here) {
      this.sailing = 'board';
      this.case = null;
    }
    this.here = place;
  }

  goSettings(trial = false): void {
    this.trial = trial;
    this.here = 'pengaturan';
  }

  openCase(departure: string): void {
    this.case = departure;
    this.here = 'kasus';
  }

  closeCase(): void {
    this.case = null;
  }

  goSailing(view: SailingView): void {
    this.sailing = view;
    this.here = 'pelayaran';
  }
}
