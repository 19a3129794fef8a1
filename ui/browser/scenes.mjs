/*
 * Every screen and state, each with its address over the fake and with what an officer does there. Pictures and tests in
 * Chromium use the same list.
 */
const GOOD = 'P<IDNCONTOH<<MELATI<<<<<<<<<<<<<<<<<<<<<<<<<\nX0000471<7IDN0109143F3103050<<<<<<<<<<<<<<<0\n';
const OTHER = 'P<IDNMAKETIA<<KARTINI<<<<<<<<<<<<<<<<<<<<<<<\nX0600009<4IDN8510286F3006302<<<<<<<<<<<<<<<6\n';
const BAD = 'P<IDNSUPARMINAH<<<<<<<<<<<<<<<<<<<<<<<<<<<<<\nX0000618<8IDN8417122F2901189<<<<<<<<<<<<<<<0\n';

/** @typedef {{ name: string, query: string, act: (page: import('playwright-core').Page) => Promise<unknown>, size?: { width: number, height: number } }} Scene */

/** @type {Scene[]} */
export const scenes = [];

function scene(name, query, act = async () => {}, size = undefined) {
  scenes.push({ name, query, act, size });
}

export const t = (page, test) => page.locator(`[data-test="${test}"]`).first();
const settle = (page) => page.clock.runFor(250);
/** As a scanner types: one key after the other without pause. Letters as they are, `<` as itself. */
export async function scan(page, text) {
  await page.evaluate((typed) => {
    for (const c of typed) {
      const key = c === '\n' ? 'Enter' : c;
      (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    }
  }, text);
  await page.clock.runFor(300);
}
export async function keys(page, ...pressed) {
  for (const key of pressed) {
    await page.keyboard.press(key);
    await settle(page);
  }
}
async function melati(page, ...pressed) {
  await scan(page, GOOD);
  await keys(page, ...pressed);
}
const work = ['a', '1', '1', '1', '1', '1', '3', '2', '1'];
const file = (name, text) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });

scene('first-run', 'scene=firstRun');
scene('first-run-typing', 'scene=firstRun', async (p) => {
  await t(p, 'first-run-counter').fill('Loket 2');
  await t(p, 'first-run-name').fill('Rekaan Tanjung');
  await t(p, 'first-run-passphrase').fill('rumah di te');
  await t(p, 'first-run-passphrase2').fill('rumah');
  await t(p, 'first-run-submit').click();
});
scene('lock', 'scene=locked');
scene('lock-dark', 'scene=locked&theme=dark');
scene('lock-wrong', 'scene=locked', async (p) => {
  await t(p, 'unlock-passphrase').fill('salah sekali');
  await t(p, 'unlock-submit').click();
});
scene('lock-scan', 'scene=locked', (p) => scan(p, GOOD));
scene('blocked', 'scene=blocked');
scene('office-lost', 'scene=lost');
scene('office-lost-en', 'scene=lost&lang=en');
scene('loket-idle', 'scene=open');
scene('loket-empty', 'scene=empty');
scene('loket-start', 'scene=open', (p) => melati(p));
scene('loket-siap', 'scene=open', (p) => melati(p, ...work));
scene('loket-siap-dark', 'scene=open&theme=dark', (p) => melati(p, ...work));
scene('loket-siap-en', 'scene=open&lang=en', (p) => melati(p, ...work));
scene('loket-dalami', 'scene=open', (p) => melati(p, 'a', '1', '3', '3', '3'));
scene('loket-dalami-dark', 'scene=open&theme=dark', (p) => melati(p, 'a', '1', '3', '3', '3'));
scene('loket-k6', 'scene=open', (p) => melati(p, '1', '1', '1', '1', '1'));
scene('loket-k7-en', 'scene=open&lang=en', (p) => melati(p, '1', '1', '1', '1', '1', '1'));
scene('loket-lindungi', 'scene=open', (p) => melati(p, 'a', '1', '1', '3', '1', '3'));
scene('loket-lindungi-all', 'scene=open', (p) => melati(p, 'a', '1', '3', '3', '3', '3', '5', '3', '2'));
scene('loket-lindungi-all-728', 'scene=open', (p) => melati(p, 'a', '1', '3', '3', '3', '3', '5', '3', '2'), { width: 1366, height: 728 });
scene('loket-reason', 'scene=open', async (p) => {
  await melati(p, 'a', '1', '1', '3', '1', '3');
  await keys(p, 'Alt+l');
});
scene('loket-reason-missing', 'scene=open', async (p) => {
  await melati(p, 'a', '1', '1', '3');
  await keys(p, 'Alt+l');
  await t(p, 'reason-submit').click();
});
scene('loket-toast', 'scene=open', async (p) => {
  await melati(p, ...work);
  await keys(p, 'Control+Enter');
});
scene('loket-half', 'scene=open', (p) => scan(p, GOOD.slice(0, 45)));
scene('loket-two', 'scene=open', (p) => scan(p, `${GOOD}${BAD}`));
scene('loket-failed', 'scene=open', (p) => scan(p, BAD));
scene('loket-failed-dark', 'scene=open&theme=dark', (p) => scan(p, BAD));
scene('loket-draft', 'scene=open', async (p) => {
  await melati(p, 'a', '1', '1');
  await keys(p, 'Control+Shift+P');
  await t(p, 'rail-pelayaran').click();
  await settle(p);
  await keys(p, 'Enter');
});
scene('loket-restored', 'scene=restored');
scene('loket-restored-728', 'scene=restored', async () => {}, { width: 1366, height: 728 });
scene('loket-manual', 'scene=open', async (p) => {
  await keys(p, 'Control+n');
  await t(p, 'manual-document').fill('X0009999');
  await keys(p, 'Enter');
});
scene('loket-hostile', 'scene=open&hostile', async (p) => {
  await t(p, 'rail-pelayaran').click();
  await settle(p);
  await p.locator('[data-departure="dep-4"]').first().dblclick();
});
scene('loket-mrz', 'scene=open', async (p) => {
  await melati(p);
  await t(p, 'mrz-toggle').click();
});
scene('board', 'scene=open', (p) => t(p, 'rail-pelayaran').click());
scene('board-728', 'scene=open', (p) => t(p, 'rail-pelayaran').click(), { width: 1366, height: 728 });
scene('board-dark', 'scene=open&theme=dark', (p) => t(p, 'rail-pelayaran').click());
scene('board-en', 'scene=open&lang=en&sailings=3', (p) => t(p, 'rail-pelayaran').click());
scene('board-hostile', 'scene=open&hostile', (p) => t(p, 'rail-pelayaran').click());
scene('board-filter', 'scene=open', async (p) => {
  await t(p, 'rail-pelayaran').click();
  await settle(p);
  await keys(p, '2');
});
scene('board-filter-none', 'scene=open', async (p) => {
  await t(p, 'rail-pelayaran').click();
  await settle(p);
  await t(p, 'board-filter').fill('tidak ada orang ini');
});
scene('board-end', 'scene=open', async (p) => {
  await t(p, 'rail-pelayaran').click();
  await settle(p);
  await keys(p, 'End');
});
scene('board-empty', 'scene=empty', (p) => t(p, 'rail-pelayaran').click());
scene('fixes', 'scene=open', async (p) => {
  await t(p, 'rail-pelayaran').click();
  await settle(p);
  await t(p, 'to-fixes').click();
});
scene('fixes-done', 'scene=open', async (p) => {
  await t(p, 'rail-pelayaran').click();
  await settle(p);
  await t(p, 'to-fixes').click();
  await t(p, 'fix-cell').fill('X0000700');
  await t(p, 'fix-save').click();
  await settle(p);
  await t(p, 'set-aside').click();
});
scene('import', 'scene=open', (p) => keys(p, 'Control+i'));
scene('import-preview', 'scene=open', async (p) => {
  await keys(p, 'Control+i');
  await t(p, 'import-file').setInputFiles(file('manifes-231126.csv', 'No;Nama'));
});
scene('import-preview-en', 'scene=open&lang=en', async (p) => {
  await keys(p, 'Control+i');
  await t(p, 'import-file').setInputFiles(file('manifes-231126.csv', 'No;Nama'));
});
scene('import-wrong', 'scene=open', async (p) => {
  await keys(p, 'Control+i');
  await t(p, 'import-file').setInputFiles(file('foto.png', '').name === 'foto.png' ? { name: 'foto.csv', mimeType: 'text/csv', buffer: Buffer.from([0x89, 0x50, 0x4e, 0x47]) } : []);
});
scene('import-field', 'scene=open', async (p) => {
  await keys(p, 'Control+i');
  await t(p, 'import-file').setInputFiles(file('manifes-231126.csv', 'No;Nama'));
  await t(p, 'import-vessel').fill('');
  await t(p, 'import-date').fill('31-02-2026');
  await t(p, 'import-submit').click();
});
scene('import-newer', 'scene=open', async (p) => {
  await keys(p, 'Control+i');
  await t(p, 'import-file').setInputFiles(file('manifes-231126.csv', 'No;Nama'));
  await t(p, 'import-submit').click();
});
scene('alerts', 'scene=open', async (p) => {
  await melati(p, 'a', '1', '1', '3', '1', '3');
  await keys(p, 'Alt+4');
});
const lindungi = async (p) => {
  await melati(p, 'a', '1', '1', '3', '1', '3');
  await keys(p, 'Alt+4');
};
scene('case', 'scene=open', async (p) => {
  await lindungi(p);
  await t(p, 'case-open').click();
});
scene('case-dark', 'scene=open&theme=dark', async (p) => {
  await lindungi(p);
  await t(p, 'case-open').click();
});
scene('case-en', 'scene=open&lang=en', async (p) => {
  await lindungi(p);
  await t(p, 'case-open').click();
});
scene('case-728', 'scene=open', async (p) => {
  await lindungi(p);
  await t(p, 'case-open').click();
}, { width: 1366, height: 728 });
scene('case-papers', 'scene=open', async (p) => {
  await lindungi(p);
  await t(p, 'case-open').click();
  await keys(p, '3');
});
scene('case-history', 'scene=open', async (p) => {
  await melati(p, 'a', '1', '1', '3', '1', '3', 'ArrowUp', '1', 'ArrowUp', '3');
  await keys(p, 'Alt+4');
  await t(p, 'case-open').click();
  await keys(p, '5');
});
scene('case-interview', 'scene=open', async (p) => {
  await lindungi(p);
  await t(p, 'case-open').click();
  await keys(p, '2');
});
scene('case-planned', 'scene=open', async (p) => {
  await t(p, 'rail-pelayaran').click();
  await settle(p);
  await keys(p, 'End', ' ');
});
scene('case-zoom-125', 'scene=open', async (p) => {
  await lindungi(p);
  await t(p, 'case-open').click();
}, { width: 1093, height: 614 });
scene('case-zoom-150', 'scene=open', async (p) => {
  await lindungi(p);
  await t(p, 'case-open').click();
}, { width: 911, height: 512 });
scene('board-closed', 'scene=closed', (p) => t(p, 'rail-pelayaran').click());
scene('loket-near', 'scene=open', (p) => melati(p, 'a', '1', '1', '1', '1', '3'));
scene('loket-parked', 'scene=open', async (p) => {
  await melati(p, 'a', '1', '1');
  await scan(p, OTHER);
});
scene('loket-family', 'scene=open', async (p) => {
  await melati(p, 'a', '1', '1', '1', '1', '1', '1', '2');
  await keys(p, 'Control+g');
  await scan(p, OTHER);
});
scene('loket-journeys', 'scene=open', async (p) => {
  await melati(p);
  await t(p, 'journeys-toggle').click();
});
scene('palette-person', 'scene=open', async (p) => {
  await keys(p, 'Control+k');
  await t(p, 'palette-input').fill('umpama');
});
scene('alerts-none', 'scene=empty', (p) => keys(p, 'Alt+4'));
scene('sync-offline', 'scene=open', (p) => keys(p, 'Alt+8'));
scene('sync-offline-try', 'scene=open', async (p) => {
  await keys(p, 'Alt+8');
  await t(p, 'sync-now').click();
});
scene('sync-enroll', 'scene=enroll', (p) => keys(p, 'Alt+8'));
scene('sync-enroll-en', 'scene=enroll&lang=en', async (p) => {
  await keys(p, 'Alt+8');
  await t(p, 'hub-url').fill('http://pusat.contoh');
  await t(p, 'hub-code').fill('123');
  await t(p, 'hub-enroll').click();
});
scene('sync-help', 'scene=help', (p) => keys(p, 'Alt+8'));
scene('sync-sent', 'scene=sent', (p) => keys(p, 'Alt+8'));
scene('sync-dark', 'scene=open&theme=dark', (p) => keys(p, 'Alt+8'));
scene('later', 'scene=open', (p) => keys(p, 'Alt+6'));
scene('palette', 'scene=open', (p) => keys(p, 'Control+k'));
scene('keys-help', 'scene=open', async (p) => {
  await melati(p, 'a');
  await keys(p, 'F1');
});
scene('menu', 'scene=open', (p) => t(p, 'officer-menu').click());
scene('curtain', 'scene=open', async (p) => {
  await melati(p, 'a');
  await keys(p, 'F9');
});
// 125 % display size leaves this many pixels.
scene('zoom-125', 'scene=open', (p) => melati(p, 'a', '1'), { width: 1093, height: 614 });
scene('board-zoom-125', 'scene=open', (p) => t(p, 'rail-pelayaran').click(), { width: 1093, height: 614 });
// And 150 %.
scene('zoom-150', 'scene=open', (p) => melati(p, 'a', '1'), { width: 911, height: 512 });
scene('board-zoom-150', 'scene=open', (p) => t(p, 'rail-pelayaran').click(), { width: 911, height: 512 });
scene('lock-zoom-150', 'scene=locked', async () => {}, { width: 911, height: 512 });
scene('import-zoom-150', 'scene=open', async (p) => {
  await keys(p, 'Control+i');
  await t(p, 'import-file').setInputFiles(file('manifes-231126.csv', 'No;Nama'));
}, { width: 911, height: 512 });
scene('first-run-zoom-150', 'scene=firstRun', async () => {}, { width: 911, height: 512 });
scene('alerts-zoom-150', 'scene=open', async (p) => {
  await melati(p, 'a', '1', '1', '3', '1', '3');
  await keys(p, 'Alt+4');
}, { width: 911, height: 512 });
scene('wide', 'scene=open', (p) => melati(p, 'a', '1', '3', '3'), { width: 1920, height: 1040 });
scene('keys-help-zoom-150', 'scene=open', async (p) => {
  await melati(p, 'a');
  await keys(p, 'F1');
}, { width: 911, height: 512 });
scene('palette-zoom-150', 'scene=open', (p) => keys(p, 'Control+k'), { width: 911, height: 512 });
scene('curtain-zoom-150', 'scene=open', (p) => keys(p, 'F9'), { width: 911, height: 512 });
const settings = async (p) => {
  await t(p, 'officer-menu').click();
  await t(p, 'menu-settings').click();
};
scene('settings', 'scene=open', settings);
scene('settings-zoom-150', 'scene=open', settings, { width: 911, height: 512 });
scene('settings-trial', 'scene=open', async (p) => {
  await settings(p);
  await t(p, 'trial-start').click();
  await scan(p, GOOD.replaceAll('<', ';').toLowerCase());
});
scene('settings-trial-failed', 'scene=open', async (p) => {
  await settings(p);
  await t(p, 'trial-start').click();
  await scan(p, BAD);
});
scene('fresh', 'scene=firstRun', async (p) => {
  await t(p, 'first-run-counter').fill('Loket 2');
  await t(p, 'first-run-name').fill('Rekaan Tanjung');
  await t(p, 'first-run-passphrase').fill('rumah di tepi laut');
  await t(p, 'first-run-passphrase2').fill('rumah di tepi laut');
  await t(p, 'first-run-submit').click();
});
