// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { LedgerPage } from '../../components/ledger/ledger-page';
import type { Ask, LedgerAnswer, LedgerCause, LedgerInvoice, LedgerState, PeriodImpact, Request } from '../../lib/messages';
import type { LedgerView, StartCount } from '../../lib/view/types-ledger';
import { ledgerWords } from '../../lib/words/ledger';
import { all, click, mount, settle, the, type } from './dom';

const SHOP = { tenantId: 't1', shopId: 12, name: 'Lamp & Licht' };
const STATE: LedgerState = {
  shops: [SHOP], shop: SHOP, administration: { division: 5, code: '102', name: 'Lamp' }, connection: 'connected', access: 'login', settingsMissing: [], native: 'off', wasRead: true,
  sync: null, summary: null, counts: {}, today: '2026-11-22', oldest: null, by: '', tuning: { uncertainMinutes: 5, everyMinutes: 15, reserve: 2 }, exactAddress: 'https://start.exactonline.nl/',
};
const ON: LedgerState['sync'] = { on: true, from: { date: '2026-01-01' }, options: { attachPdf: false, promote: false, useEntryNumber: false }, nativeOff: null, paused: null, stopped: false, lastRun: null, caughtUp: null };
const COUNT: StartCount = { choice: { date: '2026-11-22' }, finished: true, done: 60, total: 60, count: 54, totals: [{ currency: 'EUR', gross: 557_193 }, { currency: 'GBP', gross: 11_919 }], found: 3, exported: 0, waiting: 0, causes: [], until: null, fault: null };
const PERIOD: PeriodImpact = {
  month: '2026-01', invoices: 6, shown: [[7, 'mark']], periods: [{ year: 2026, period: 2, month: '2026-02' }], totals: [], boxes: [{ box: '1a', quarter: '2026-Q1', currency: 'EUR', base: 600_000, vat: 126_000, read: false }],
  oss: [{ country: 'DE', rate: 1900, quarter: '2026-Q1', currency: 'EUR', base: 10_000, vat: 1_900 }], icp: [], homeVat: 126_000,
};

let sent: Request[];
let answered: LedgerAnswer[];
let turnedOn: unknown[];
let counts: unknown[];
let saved: string[];
beforeEach(() => { [sent, answered, turnedOn, counts, saved] = [[], [], [], [], []]; });

function open(view: Partial<LedgerView>, state: Partial<LedgerState> = {}, period: PeriodImpact = PERIOD) {
  const whole: LedgerView = { state: { ...STATE, ...state }, place: 'shop', causes: null, list: null, invoice: null, start: null, loading: false, fault: null, anchors: { shop: 'shop', start: 'start' }, ...view };
  const ask = ((request: Request) => {
    sent.push(request);
    return Promise.resolve({ ok: true, value: request.kind === 'ledger.period' ? period : null });
  }) as Ask;
  return mount(
    <LedgerPage
      view={whole} language="en" say={(key, params) => ledgerWords('en', key, params)} ask={ask} go={() => undefined} anchorOf={() => ''} look={() => Promise.resolve()} more={() => Promise.resolve()}
      count={(choice) => { counts.push(choice); return Promise.resolve(); }} turnOn={(...told) => { turnedOn.push(told); return Promise.resolve(null); }} answer={(what) => { answered.push(what); return Promise.resolve(1); }}
      backup={() => { saved.push('backup'); return Promise.resolve(null); }} restore={(file, settings) => { saved.push(`${String(file.size)} ${settings}`); return Promise.resolve(3); }}
      askNotifications={() => Promise.resolve(true)} notifications={false} onLanguage={() => undefined}
    />,
  );
}

const text = (): string => (document.body.textContent ?? '').replace(/\s+/g, ' ');
const disabled = (name: string): boolean => (the('button', name) as HTMLButtonElement).disabled;
const aCause = (more: Partial<LedgerCause>): LedgerCause => ({ key: 'k', code: 'S-GONE', params: {}, state: 'gone', count: 2, totals: [{ currency: 'EUR', gross: 2_420 }], examples: [{ invoiceId: 7, code: '2600007', found: [], address: 'https://demo.shopctrl.com/o' }], fix: { kind: 'book-again' }, retry: false, leave: false, ...more });
const tasks = (...causes: LedgerCause[]): void => void open({ causes: { tasks: causes, waiting: [] } }, { sync: ON });

describe('turning Sync on', () => {
  it('waits for the count, then says number and total per currency', async () => {
    open({ place: 'start' });
    expect(disabled('Turn Sync on')).toBe(true);
    open({ place: 'start', start: COUNT });
    expect(text()).toContain('54 invoices would be booked€5,571.93 + £119.19');
    expect(text()).toContain('3 stand in Exact already');
    await click(the('button', 'Turn Sync on'));
    expect(turnedOn).toEqual([[{ date: '2026-11-22' }, null, { attachPdf: false, promote: false, useEntryNumber: false }]]);
  });

  it('asks a name where nobody knows whether the native connector is off', async () => {
    open({ place: 'start', start: COUNT }, { native: 'unknown' });
    expect(disabled('Turn Sync on')).toBe(true);
    await click(document.querySelector<HTMLElement>('.confirm input[type=checkbox]') ?? document.body);
    expect(disabled('Turn Sync on')).toBe(true);
    await type(the('textbox', 'Your name'), 'Anna de Vries');
    await click(the('button', 'Turn Sync on'));
    expect(turnedOn).toMatchObject([[{ date: '2026-11-22' }, 'Anna de Vries', {}]]);
  });

  it.each([
    ['an active native connector', { native: 'active' }, 'ShopCtrl’s own connector is not known to be off'],
    ['no connection', { connection: 'none' }, 'the shop is not connected'],
    ['missing settings', { settingsMissing: ['journal'] }, 'settings are missing'],
  ] as const)('is not possible with %s', (_name, state, words) => {
    open({ place: 'start', start: COUNT }, state);
    expect(disabled('Turn Sync on')).toBe(true);
    expect(text()).toContain(`Not yet: ${words}.`);
  });

  it('is not possible while nobody knows what stands in Exact already', () => {
    open({ place: 'start', start: { ...COUNT, found: null } });
    expect(disabled('Turn Sync on')).toBe(true);
    expect(text()).toContain('Not yet: it was not counted yet what would be booked.');
    expect(text()).toContain('Connect the shop, then have it counted again');
  });

  it('says why Exact could not be asked, and lets it be counted again', async () => {
    open({ place: 'start', start: { ...COUNT, finished: false, fault: { code: 'offline' } } });
    expect(disabled('Turn Sync on')).toBe(true);
    await click(the('button', 'Try again'));
    expect(counts).toEqual([{ date: '2026-11-22' }]);
  });

  it('says that a session alone works only while the person is signed in', () => {
    open({ place: 'start', start: COUNT }, { access: 'session' });
    expect(text()).toContain('Sync runs only while you are signed in there');
    expect(disabled('Turn Sync on')).toBe(false);
  });
});

describe('PDFs that are missing', () => {
  it('are a calm line with their number and one button, and no task', async () => {
    open({ causes: { tasks: [], waiting: [] } }, { sync: ON, counts: { proved: 9, 'without-pdf': 3 } });
    expect(text()).toContain('3 invoices are booked without their PDF');
    expect(text()).toContain('Everything goes by itself.');
    await click(the('button', 'Try these PDFs again'));
    expect(answered).toEqual([{ kind: 'documents' }]);
    document.body.replaceChildren();
    open({ causes: { tasks: [], waiting: [] } }, { sync: ON, counts: { proved: 9 } });
    expect(text()).not.toContain('without their PDF');
  });
});

describe('the PDF of one invoice', () => {
  const INVOICE: LedgerInvoice = { invoiceId: 7, code: '2600007', date: '2026-01-05', state: 'proved', reason: null, changed: false, entryNumber: 11, gross: 1_210, currency: 'EUR', kind: 'invoice', reference: '2600007', origin: 'own', found: [], steps: [], document: null, cause: null, address: '' };
  it.each<readonly [NonNullable<LedgerInvoice['document']>, string]>([
    [{ state: 'done', reason: null }, 'PDF in Exactattached'],
    [{ state: 'due', reason: null }, 'PDF in Exactto be attached'],
    [{ state: 'due', reason: { code: 'S-PDF-NONE', params: {} } }, 'PDF in Exactto be attached; ShopCtrl does not give it to us now'],
    [{ state: 'due', reason: { code: 'offline', params: {} } }, 'PDF in Exactto be attached; ShopCtrl does not give it to us now'],
    [{ state: 'due', reason: { code: 'S-PDF-FORBIDDEN', params: {} } }, 'this Exact user or app may not make documents'],
    [{ state: 'refused', reason: { code: 'S-PDF-NONE', params: {} } }, 'ShopCtrl has no PDF of this invoice for us'],
    [{ state: 'refused', reason: { code: 'X-REFERENCE', params: {} } }, 'PDF in ExactExact refused it; the entry itself is booked'],
  ])('%j', (document, said) => {
    open({ place: 'invoice', invoice: { ...INVOICE, document } }, { sync: ON });
    expect(text()).toContain(said);
  });
});

describe('what needs a person', () => {
  it('asks before anything is booked again', async () => {
    tasks(aCause({}));
    await click(the('button', 'Book again'));
    expect(answered).toEqual([]);
    await click(the('button', 'Book again', the('dialog', 'Book again?')));
    expect(answered).toEqual([{ kind: 'book-again' }]);
  });

  it('names the relation of each invoice where the card is about several', () => {
    const example = (invoiceId: number, debtor?: string) => ({ invoiceId, code: `260000${String(invoiceId)}`, found: [], address: '', ...(debtor === undefined ? {} : { debtor }) });
    tasks(aCause({ code: 'S-DEBTOR-SEVERAL', state: 'waiting', params: { count: 2 }, examples: [example(7, 'H130'), example(8, 'H132')], fix: { kind: 'exact' } }));
    expect(text()).toContain('Give the right one the code of the customer in Exact, then try again.');
    expect(text()).toContain('Invoices, each with the code of its relation: 2600007 (H130), 2600008 (H132)');
    tasks(aCause({ code: 'S-DEBTOR-SEVERAL', state: 'waiting', params: { count: 2, debtor: 'H130' }, count: 1, examples: [example(7)], fix: { kind: 'exact' } }));
    expect(text()).toContain('the code of the customer, H130, in Exact');
    expect(text()).toContain('Invoices: 2600007');
  });

  it('offers each entry found to be the invoice', async () => {
    tasks(aCause({ code: 'S-TWO-FOUND', state: 'two-found', count: 1, fix: { kind: 'choose' }, examples: [{ invoiceId: 7, code: '2600007', address: '', found: [{ entryId: 'e1', entryNumber: 11, type: 20, gross: 1_210, currency: 'EUR' }, { entryId: 'e2', entryNumber: 12, type: 21, gross: -1_210, currency: 'EUR' }] }] }));
    expect(text()).toContain('Entry 12, credit note, -€12.10');
    expect(text()).toContain('what else stands there stays until somebody removes it in Exact');
    await click(the('button', 'It is entry 11'));
    expect(answered).toEqual([{ kind: 'adopt', invoiceId: 7, entryId: 'e1' }]);
  });

  it('shows what another period changes per box, names the suppletie above € 1,000, and needs a name', async () => {
    tasks(aCause({ code: 'X-PERIOD-CLOSED', params: { month: '2026-01' }, state: 'waiting', fix: { kind: 'period', month: '2026-01' } }));
    await click(the('button', 'Book in another period…'));
    await settle();
    const dialog = the('dialog', 'Book January 2026 in another period?');
    expect(dialog.textContent).toMatch(/1a · 2026-Q1.*€6,000\.00.*€1,260\.00/);
    expect(dialog.textContent).toContain('supplementary return (suppletie) is due within eight weeks');
    expect(dialog.textContent).toMatch(/Germany 19.% 2026-Q1 €19\.00/);
    expect((the('button', 'Book in this period', dialog) as HTMLButtonElement).disabled).toBe(true);
    await type(the('textbox', 'Your name', dialog), 'Anna');
    await click(the('button', 'Book in this period', dialog));
    expect(answered).toEqual([{ kind: 'period', month: '2026-01', year: 2026, period: 2, by: 'Anna', shown: [[7, 'mark']] }]);
  });

  it('tells the rates of one country in the One Stop Shop apart', async () => {
    const [row] = PERIOD.oss;
    if (!row) throw new Error('no row');
    open({ causes: { tasks: [aCause({ code: 'X-PERIOD-CLOSED', state: 'waiting', params: { month: '2026-01' }, fix: { kind: 'period', month: '2026-01' } })], waiting: [] } }, { sync: ON }, { ...PERIOD, oss: [row, { ...row, rate: 700, vat: 700 }] });
    await click(the('button', 'Book in another period…'));
    await settle();
    expect(text()).toMatch(/Germany 19.% 2026-Q1 €19\.00, Germany 7.% 2026-Q1 €7\.00/);
  });

  it('does not say that all goes by itself while Sync is off', () => {
    open({ causes: { tasks: [], waiting: [] } }, { sync: ON });
    expect(text()).toContain('Everything goes by itself.');
    document.body.replaceChildren();
    open({ causes: { tasks: [], waiting: [] } }, { sync: { ...ON, on: false } as LedgerState['sync'] });
    expect(text()).not.toContain('Everything goes by itself.');
    expect(text()).toContain('Nothing, since Sync is off');
  });

  it('names no suppletie up to € 1,000', async () => {
    open({ causes: { tasks: [aCause({ code: 'X-PERIOD-CLOSED', params: { month: '2026-01' }, fix: { kind: 'period', month: '2026-01' } })], waiting: [] } }, { sync: ON }, { ...PERIOD, homeVat: 100_000 });
    await click(the('button', 'Book in another period…'));
    await settle();
    expect(all('dialog')[0]?.textContent).not.toContain('suppletie');
  });

  it('leads to the field of the settings that mends a cause, and retries it', async () => {
    tasks(aCause({ code: 'S-ACCOUNT-MISSING', params: { account: '8000' }, state: 'waiting', fix: { kind: 'setup', at: 'mapping' }, retry: true }));
    expect(text()).toContain('no general-ledger account 8000');
    await click(the('button', 'Choose account and VAT code'));
    expect(sent.at(-1)).toEqual({ kind: 'pages.openSetup', shop: { tenantId: 't1', shopId: 12 }, at: 'mapping' });
    await click(the('button', 'Try again'));
    expect(answered).toEqual([{ kind: 'retry', cause: 'k' }]);
  });
});

describe('backup', () => {
  it('is saved at once; restoring asks first, keeps settings unless told otherwise, and says that Sync is off', async () => {
    open({});
    await click(the('button', 'Save a backup'));
    expect(saved).toEqual(['backup']);
    const chooser = document.querySelector<HTMLInputElement>('input[type=file]');
    if (!chooser) throw new Error('no chooser');
    const choose = async (): Promise<void> => {
      Object.defineProperty(chooser, 'files', { value: [new File(['12345'], 'b.json')], configurable: true });
      chooser.dispatchEvent(new Event('change', { bubbles: true }));
      await settle();
    };
    await choose();
    expect(text()).toContain('Restore b.json?');
    expect(saved).toEqual(['backup']);
    await click(the('button', 'Restore'));
    expect(saved).toEqual(['backup', '5 keep']);
    expect(text()).toContain('Restored: the history of 3 invoices was added or brought up to date. Sync is off for every shop until you turn it on again');
    await choose();
    await click(document.querySelector<HTMLElement>('#backup-replace') ?? document.body);
    await click(the('button', 'Restore'));
    expect(saved).toEqual(['backup', '5 keep', '5 replace']);
  });
});
