// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { PreviewPage } from '../../components/preview/preview-page';
import type { Fault } from '../../lib/faults';
import type { Ask, BatchPreview, InvoicePreview, Language, PreviewAnswer, PreviewList, PreviewState, Request } from '../../lib/messages';
import { previewView } from '../../lib/view/preview';
import { previewWords } from '../../lib/words/preview';
import { aBatch, aLine, anInvoicePreview, HERE, SHOP } from '../view/preview-fixtures';
import { all, click, mount, nameOf, settle, the, type } from './dom';

const STATE: PreviewState = {
  shops: [{ ...SHOP, name: 'Lamp & Licht' }, { tenantId: 't2', shopId: 13, name: 'Boekenhoek' }], shop: { ...SHOP, name: 'Lamp & Licht' }, administration: { division: 5, code: '102', name: 'Lamp B.V.' },
  from: '2026-01-01', to: '2026-03-31', waiting: 2, country: 'NL', cashBasis: false, booksReadAt: null, by: '',
};
const LIST: PreviewList = { rows: [{ invoiceId: 7, code: '2600007', kind: 'invoice', date: '2026-02-01', state: 'ready', sync: null, cause: null, remarks: 1, gross: 1210, currency: 'EUR' }], next: null };

let sent: Request[];
let went: string[];
let confirmed: (readonly [string, PreviewAnswer])[];
let refuse: Fault | null;
beforeEach(() => {
  [sent, went, confirmed, refuse] = [[], [], [], null];
});

function open(known: { batch?: BatchPreview; invoice?: InvoicePreview; state?: Partial<PreviewState>; list?: PreviewList; cause?: string }, language: Language = 'en') {
  const view = previewView({ address: { ...HERE, invoiceId: known.invoice?.invoiceId ?? null, cause: known.cause ?? '' }, state: { ...STATE, ...known.state }, batch: known.batch ?? null, list: known.list ?? LIST, invoice: known.invoice ?? null, loading: false, fault: null });
  const ask = ((request: Request) => {
    sent.push(request);
    return Promise.resolve({ ok: true, value: null });
  }) as Ask;
  return mount(
    <PreviewPage
      view={view} language={language} say={(key, params) => previewWords(language, key, params)} ask={ask} go={(anchor) => void went.push(anchor)} anchorOf={(shop, from, to) => `${String(shop.shopId)} ${from} ${to}`}
      look={() => Promise.resolve()} more={() => Promise.resolve()} confirm={(by, what) => { confirmed.push([by, what]); return Promise.resolve(refuse); }} onLanguage={() => undefined} print={() => undefined}
    />,
  );
}

const text = (): string => (document.body.textContent ?? '').replace(/\s+/g, ' ');
const BOX = { box: '1a', quarter: '2026-Q1', currency: 'EUR', base: 10_000, vat: 2_100 };

describe('what Sync has', () => {
  const [row] = LIST.rows;
  if (!row) throw new Error('no row');

  it('is told by its state and cause in the list, and counts beside files', async () => {
    open({ batch: aBatch({ ready: 0, waiting: 2, held: 1, synced: 2 }), list: { rows: [
      { ...row, sync: { state: 'booked', reason: null } },
      { ...row, invoiceId: 8, code: '2600008', sync: { state: 'uncertain', reason: { code: 'S-UNCERTAIN', params: {} } } },
      { ...row, invoiceId: 9, code: '2600009', sync: { state: 'waiting', reason: { code: 'X-PERIOD-CLOSED', params: { month: '2026-02' } } } },
    ], next: null } });
    expect(text()).toContain('Sync has 2 invoices already');
    expect(text()).toContain('1 of them waits in Sync, which says why. They are in none of the figures below.');
    const told = [...the('table', 'Invoices').querySelectorAll('tbody tr')].map((one) => (one.textContent ?? '').replace(/\s+/g, ' '));
    expect(told).toEqual([
      expect.stringMatching(/2600007.*Booked · 1/) as string,
      expect.stringMatching(/2600008.*Not yet certain.*Not known yet whether it is booked\./) as string,
      expect.stringMatching(/2600009.*Waits.*Not booked\. The period of February 2026 is closed/) as string,
    ]);
    await click(the('button', 'Open Sync'));
    expect(sent).toEqual([{ kind: 'pages.openLedger', shop: SHOP }]);
  });

  it('stands at the head of the invoice', () => {
    open({ invoice: anInvoicePreview([aLine({})], { sync: { state: 'booked', reason: null } }) }, 'nl');
    expect(text()).toContain('In Sync: Geboekt.');
    open({ invoice: anInvoicePreview([aLine({})], { sync: { state: 'two-found', reason: { code: 'S-TWO-FOUND', params: { count: 2 } } } }) });
    expect(text()).toContain('More than once in Exact.');
  });
});

describe('the batch', () => {
  it('calls a box a fact only where Exact said it, in words as well as in looks', () => {
    open({ batch: aBatch({ boxes: [{ ...BOX, read: true }, { ...BOX, box: '3b', vat: 0, read: false }] }) });
    const rows = [...the('table', /Expected VAT return/).querySelectorAll('tbody tr')].map((row) => row.textContent);
    expect(rows).toEqual([expect.stringMatching(/^1a€100\.00€21\.00 Fact$/) as string, expect.stringMatching(/^3b€100\.00€0\.00 Expected$/) as string]);
    const chart = document.querySelector('svg.chart');
    expect(chart?.getAttribute('role')).toBe('img');
    expect(chart?.getAttribute('aria-label')).toBe('Base per box of 2026-Q1. Box 1a: base €100.00, VAT €21.00. Box 3b: base €100.00, VAT €0.00.');
    expect([...(chart?.querySelectorAll('rect') ?? [])].map((bar) => bar.getAttribute('class'))).toEqual(['fact', 'expected']);
  });

  it('says nothing of boxes for an administration outside the Netherlands', () => {
    open({ batch: aBatch({ boxes: null, codes: [{ vatCode: '2', name: '', regime: '', rate: 2100, currency: 'EUR', lines: 1, net: 1, vat: 1, expected: null, read: null }] }), state: { country: 'BE' } });
    expect(text()).toContain('No statement about boxes: the administration is in Belgium');
    expect(all('columnheader').map(nameOf)).not.toContain('Box');
    expect(document.querySelector('svg.chart')).toBeNull();
  });

  it('says on the cash basis that boxes follow payments', () => {
    open({ batch: aBatch({ boxes: [{ ...BOX, read: false }] }), state: { cashBasis: true } });
    expect(text()).toContain('The boxes then follow the payments');
  });

  it('leads from each cause to its own field, and never offers two ways', async () => {
    const cause = (key: string, code: string, fix: BatchPreview['causes'][number]['fix']): BatchPreview['causes'][number] => ({ key, code, params: {}, count: 3, invoices: ['1', '2', '3'], fix });
    open({ batch: aBatch({ waiting: 9, causes: [cause('a', 'R-KIND', { kind: 'setup', at: 'profile' }), cause('b', 'R-ADDS-UP', { kind: 'shopctrl' }), cause('c', 'R-PREPAYMENT', { kind: 'none' })] }) });
    const cards = all('listitem', the('region', 'Why invoices wait or are left out'));
    expect(cards.map((card) => all('button', card).length + card.querySelectorAll('a.button').length)).toEqual([1, 1, 0]);
    await click(the('button', 'Answer in the profile'));
    expect(sent).toEqual([{ kind: 'pages.openSetup', shop: SHOP, at: 'profile' }]);
    expect(the('link', 'Show them to correct in ShopCtrl').getAttribute('href')).toMatch(/cause=b/);
  });

  it('asks once by name before a cause is booked as invoiced; what was refused stays open', async () => {
    const causes: BatchPreview['causes'] = [{ key: 'k', code: 'R-OSS-RATE', params: { rate: 2100, country: 'DE' }, count: 2, invoices: ['1', '2'], fix: { kind: 'consent', cause: 'R-OSS-RATE|DE' } }];
    open({ batch: aBatch({ waiting: 2, causes }) });
    await click(the('button', 'Book as invoiced…'));
    const yes = (): HTMLButtonElement => the('button', 'Book as invoiced') as HTMLButtonElement;
    expect(yes().disabled).toBe(true);
    await type(the('textbox', 'Your name'), ' Anna ');
    refuse = { code: 'offline' };
    await click(yes());
    expect(all('dialog')).toHaveLength(1);
    refuse = null;
    await click(yes());
    await settle();
    expect(confirmed.at(-1)).toEqual(['Anna', { kind: 'cause', cause: 'R-OSS-RATE|DE' }]);
    expect(all('dialog')).toHaveLength(0);
  });

  it('goes to another shop or period by its address', async () => {
    open({ batch: aBatch() });
    await type(the('combobox', 'Shop'), 't2|13');
    await type(document.querySelector<HTMLElement>('#from')!, '2026-02-01');
    await click(the('button', 'Show'));
    expect(went).toEqual(['13  ', '12 2026-02-01 2026-03-31']);
    await type(document.querySelector<HTMLElement>('#from')!, '2026-04-01');
    expect((the('button', 'Show') as HTMLButtonElement).disabled).toBe(true);
    expect(the('alert', /From must be on or before To/)).toBeTruthy();
  });

  it('shows every text in Dutch too', () => {
    open({ batch: aBatch({ boxes: [{ ...BOX, read: false }], waiting: 1, causes: [{ key: 'k', code: 'R-KIND', params: {}, count: 1, invoices: ['1'], fix: { kind: 'setup', at: 'profile' } }] }) }, 'nl');
    expect(text()).toMatch(/Verwachte btw-aangifte.*Verwacht.*Grootboekrekeningen/);
    expect(text()).not.toMatch(/Expected|Ledger|invoice/);
  });
});

describe('one invoice', () => {
  it('says in words that nothing differs, and why a line is as it is', async () => {
    open({ invoice: anInvoicePreview([aLine({})]) });
    expect(the('status', /Equal to the invoice: difference 0\.00/)).toBeTruthy();
    const why = document.querySelector('details');
    expect(why?.open).toBe(false);
    expect(why?.textContent).toMatch(/Netherlands 21 %.*Row of the mapping: Netherlands 21 %\..*box 1a.*Settings version 3.*by Anna/);
    expect(the('table', /In Exact/).textContent).toContain('Omzet hoog');
  });

  it('says when it differs, by how much', () => {
    open({ invoice: anInvoicePreview([aLine({ vat: 211 })]) });
    expect(the('status', /The booking differs/)).toBeTruthy();
    expect(text()).toContain('€0.01');
    expect(document.querySelectorAll('.unequal svg.attention')).toHaveLength(2);
  });

  it('says that nothing is booked, why, and where it is corrected', () => {
    open({ invoice: anInvoicePreview(null, { cause: { key: 'k', code: 'R-ADDS-UP', params: { expected: 1210, actual: 1250, currency: 'EUR' }, count: 1, invoices: ['2600007'], fix: { kind: 'shopctrl' } } }) });
    expect(the('status', /Nothing is booked.*€12\.10.*€12\.50/)).toBeTruthy();
    expect(all('link').some((link) => link.getAttribute('href') === 'https://demo.shopctrl.com/?tab=Order%7C7&control=Invoices')).toBe(true);
  });

  it('says of an exported one whose contact data is gone that the file holds the booking', () => {
    const shown = anInvoicePreview(null);
    open({ invoice: { ...shown, state: 'exported', left: { ...shown.left, stripped: true }, files: [{ fileId: 'f', name: 'lamp.xml', madeAt: '2026-02-02T10:00:00Z' }] } });
    expect(text()).toContain('its contact data was removed here since');
    expect(text()).toContain('lamp.xml');
  });

  it('takes the proof of a VAT number that a person looked up', async () => {
    const shown = anInvoicePreview([aLine({ regime: 'ICS-G' })], { remarks: [{ code: 'F-NUMBER-UNVERIFIED' }] });
    const right = shown.right && { ...shown.right, booking: { ...shown.right.booking, debtor: { code: '977', kind: 'own' as const, vatNumber: 'DE136695976' } } };
    open({ invoice: { ...shown, right } });
    await click(the('button', 'I checked this number…'));
    await type(the('textbox', 'Your name'), 'Anna');
    await type(the('textbox', 'VIES consultation number'), 'WAPIAAA');
    await click(the('button', 'Confirm the number'));
    expect(confirmed).toEqual([['Anna', { kind: 'number', number: 'DE136695976', date: '2026-03-31', consultation: 'WAPIAAA' }]]);
  });
});
