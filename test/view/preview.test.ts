/** State of the preview → props: bars, verdicts, addresses, and what the page asks when. */
import { describe, expect, it } from 'vitest';
import type { Ask, BatchPreview, PreviewState, Reply, Request } from '../../lib/messages';
import { batchView, invoiceView } from '../../lib/view/preview';
import { previewAnchor, readPreviewAnchor, setupPlaceAnchor } from '../../lib/view/preview-address';
import { createPreviewPage } from '../../lib/view/preview-page';
import type { PreviewView } from '../../lib/view/types-preview';
import { aBatch, aLine, anInvoicePreview, HERE, SHOP } from './preview-fixtures';

describe('the address', () => {
  it('comes back as it was, whatever is in it', () => {
    for (const address of [HERE, { ...HERE, invoiceId: 7, cause: 'R-OSS-RATE|rate=2100|country=DE' }, { shop: null, invoiceId: null, from: '', to: '', cause: '' }] as const) expect(readPreviewAnchor(`#${previewAnchor(address)}`)).toMatchObject(address);
  });
  it('leaves out what cannot be read', () => {
    expect(readPreviewAnchor('#shop=nothing&from=2026-99&to=x&invoice=-1')).toEqual({ shop: null, invoiceId: null, from: '', to: '', cause: '' });
  });
  it('of a part of set-up begins with that of the shop', () => {
    expect(setupPlaceAnchor(SHOP, 'mapping')).toBe(`${setupPlaceAnchor(SHOP)}:mapping`);
  });
});

describe('the batch', () => {
  it('measures bars within their own quarter and currency; credits grow the other way', () => {
    const box = (name: string, quarter: string, currency: string, base: number, read = false) => ({ box: name, quarter, currency, base, vat: 0, read });
    const { returns } = batchView(aBatch({ boxes: [box('1a', '2026-Q1', 'EUR', 400, true), box('3b', '2026-Q1', 'EUR', -100), box('3a', '2026-Q1', 'GBP', 5), box('1a', '2026-Q2', 'EUR', 10)] }), HERE);
    expect(returns.map(({ quarter, currency, boxes }) => [quarter, currency, boxes.map(({ box: name, share, read }) => [name, share, read])])).toEqual([
      ['2026-Q1', 'EUR', [['1a', 1, true], ['3b', -0.25, false]]],
      ['2026-Q1', 'GBP', [['3a', 1, false]]],
      ['2026-Q2', 'EUR', [['1a', 1, false]]],
    ]);
  });
  it('names codes whose box in Exact is another than expected', () => {
    const code = (vatCode: string, expected: string | null, read: string | null): BatchPreview['codes'][number] => ({ vatCode, name: '', regime: 'NL-21', rate: 2100, currency: 'EUR', lines: 1, net: 1, vat: 1, expected, read });
    expect(batchView(aBatch({ codes: [code('2', '1a', '1a'), code('6', '3a', '3b'), code('7', '3b', null), code('X', null, '1a')] }), HERE).differing).toEqual(['6']);
  });
  it('puts negative credit into debit, and adds both up', () => {
    const account = (name: string, credit: number): BatchPreview['accounts'][number] => ({ account: name, name: '', role: 'line', currency: 'EUR', lines: 1, credit });
    expect(batchView(aBatch({ accounts: [account('1300', -121), account('8000', 100), account('1500', 21)] }), HERE).accounts[0]).toMatchObject({ debit: 121, credit: 121, rows: [{ debit: 121, credit: null }, { credit: 100 }, { credit: 21 }] });
  });
});

describe('one invoice', () => {
  it('is equal only when every figure is', () => {
    expect(invoiceView(anInvoicePreview([aLine({})])).verdict).toBe('equal');
    expect(invoiceView(anInvoicePreview([aLine({ vat: 211 })])).verdict).toBe('differs');
    expect(invoiceView(anInvoicePreview([aLine({ vat: 209 }), aLine({ kind: 'rounding', net: 1, vat: 0, rate: 0, regime: 'OUT' })])).verdict).toBe('rounded');
    expect(invoiceView(anInvoicePreview(null))).toMatchObject({ verdict: 'none', compared: [] });
  });
  it('compares per rate where there are several, and names the kind of sale of each line', () => {
    const { compared, kinds } = invoiceView(anInvoicePreview([aLine({ net: 900, vat: 189 }), aLine({ rate: 900, net: 100, vat: 21, regime: 'OSS-DE-5.5', use: 'shipping' })]));
    expect(compared.map(({ what, rate, difference }) => [what, rate, difference])).toEqual([['rate', 2100, -21], ['rate', 900, 21], ['net', 0, 0], ['vat', 0, 0], ['gross', 0, 0]]);
    expect(kinds).toEqual([{ regime: 'home', country: 'NL', rate: 2100, use: '' }, { regime: 'oss', country: 'DE', rate: 550, use: 'shipping' }]);
  });
});

describe('the page', () => {
  const STATE: PreviewState = { shops: [{ ...SHOP, name: 'Lamp' }], shop: { ...SHOP, name: 'Lamp' }, administration: null, from: '2026-01-01', to: '2026-03-31', waiting: 2, country: 'NL', cashBasis: false, booksReadAt: null, by: '' };
  function open(hash: string, answer: (request: Request) => Promise<Reply<unknown>> = (request) => Promise.resolve({ ok: true, value: valueOf(request) })) {
    const sent: Request[] = [];
    let at = hash;
    const views: PreviewView[] = [];
    const ask = ((request: Request) => {
      sent.push(request);
      return answer(request);
    }) as Ask;
    return { page: createPreviewPage({ ask, hash: () => at, show: (view) => void views.push(view) }), sent, views, go: (next: string) => { at = next; } };
  }
  function valueOf(request: Request): unknown {
    if (request.kind === 'preview.state') return STATE;
    if (request.kind === 'preview.batch') return aBatch();
    if (request.kind === 'preview.list') return { rows: [], next: request.after ? null : { date: '2026-01-05', id: 5 } };
    return request.kind === 'preview.invoice' ? anInvoicePreview([aLine({})]) : null;
  }

  it('asks for the period that is offered, and not again for what it has', async () => {
    const { page, sent, views, go } = open('');
    await page.look();
    expect(sent.map(({ kind }) => kind)).toEqual(['preview.state', 'preview.batch', 'preview.list']);
    expect(sent[1]).toMatchObject({ from: '2026-01-01', to: '2026-03-31', shop: SHOP });
    go(previewAnchor({ ...HERE, invoiceId: 7 }));
    await page.look();
    expect(views.at(-1)).toMatchObject({ place: 'invoice', loading: false, invoice: { verdict: 'equal' } });
    go(previewAnchor(HERE));
    await page.look();
    expect(sent.map(({ kind }) => kind).slice(3)).toEqual(['preview.invoice']);
  });

  it('adds the next page of the list to the one before', async () => {
    const { page, sent } = open('');
    await page.look();
    await page.more();
    expect(sent.at(-1)).toMatchObject({ kind: 'preview.list', after: { date: '2026-01-05', id: 5 } });
    await page.more();
    expect(sent.filter(({ kind }) => kind === 'preview.list')).toHaveLength(2);
  });

  it('shows nothing of an answer that comes after the person went elsewhere', async () => {
    const open7: ((reply: Reply<unknown>) => void)[] = [];
    const { page, views, go } = open(previewAnchor({ ...HERE, invoiceId: 7 }), (request) => (request.kind === 'preview.invoice' ? new Promise((resolve) => open7.push(resolve)) : Promise.resolve({ ok: true, value: valueOf(request) })));
    const first = page.look();
    await expect.poll(() => open7.length).toBe(1);
    go(previewAnchor(HERE));
    await page.look();
    open7[0]?.({ ok: true, value: anInvoicePreview([aLine({})]) });
    await first;
    expect(views.at(-1)).toMatchObject({ place: 'batch', invoice: null });
  });

  it('keeps a stored answer’s fault apart from the page, and looks again after a stored one', async () => {
    const refusing = open('', (request) => Promise.resolve(request.kind === 'preview.confirm' ? { ok: false, fault: { code: 'offline' } } : { ok: true, value: valueOf(request) }));
    await refusing.page.look();
    expect(await refusing.page.confirm('Anna', { kind: 'cause', cause: 'R-OSS-RATE|DE' })).toEqual({ code: 'offline' });
    expect(refusing.views.at(-1)?.fault).toBeNull();
    const { page, sent } = open('');
    await page.look();
    expect(await page.confirm('Anna', { kind: 'cause', cause: 'R-OSS-RATE|DE' })).toBeNull();
    expect(sent.slice(3).map(({ kind }) => kind)).toEqual(['preview.confirm', 'preview.state', 'preview.batch', 'preview.list']);
  });

  it('asks once more, not once per notice, for what changed while it was looking', async () => {
    const { page, sent } = open('');
    await Promise.all([page.refresh(), page.refresh(), page.refresh(), page.refresh()]);
    await expect.poll(() => sent.length).toBe(6);
  });
});
