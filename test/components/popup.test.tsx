// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { Popup } from '../../components/popup/popup';
import type { Ask, JobView, PopupShop, PopupState, Reply, Request } from '../../lib/messages';
import { popupView } from '../../lib/view/popup';
import type { Freshness } from '../../lib/view/types';
import { popupWords } from '../../lib/words/popup';
import { all, click, mount, nameOf, the } from './dom';

const ADMINISTRATION = { division: 5, code: '102', name: 'Lamp & Licht B.V.' };
const shop = (shopId: number, name: string, more: Partial<PopupShop> = {}): PopupShop => ({
  tenantId: 't1', shopId, name, connection: 'connected', administration: ADMINISTRATION, lastExport: '2026-01-20T09:00:00Z', waiting: 12, settingsMissing: false, job: null, fault: null, ...more,
});
const job = (more: Partial<JobView>): JobView => ({
  jobId: 'j7', topic: 'GLTransactions', from: '2026-01-01', to: '2026-01-31', phase: 'reading', done: 340, total: 1200, records: 0, leftOut: 0, reasons: [], ...more,
});

let sent: Request[];
let refreshed: number;
beforeEach(() => {
  sent = [];
  refreshed = 0;
});

function open(state: PopupState | null, freshness: Freshness = { state: 'fresh' }, answer: Reply<unknown> = { ok: true, value: { jobId: 'j' } }) {
  const ask = ((request: Request) => {
    sent.push(request);
    return Promise.resolve(answer);
  }) as Ask;
  return mount(
    <Popup view={state && popupView(state)} freshness={freshness} language="en" say={(key, params) => popupWords('en', key, params)} ask={ask} refresh={() => { refreshed += 1; return Promise.resolve(); }} setupAddress="/options.html" />,
  );
}

describe('popup', () => {
  it('says of every shop how it stands, in words', () => {
    open({ next: null, shops: [shop(12, 'Lamp & Licht'), shop(13, 'Boekenhoek', { connection: 'not-connected', administration: null, lastExport: null, waiting: 0 }), shop(14, 'Tuin', { connection: 'attention', waiting: 1 })] });
    const items = all('listitem');
    expect(items.map(nameOf)).toEqual(['Tuin shop 14', 'Lamp & Licht shop 12', 'Boekenhoek shop 13']);
    expect(items.map((item) => item.textContent)).toEqual([
      expect.stringMatching(/Needs attention.*102 — Lamp & Licht B\.V\..*1 invoice waiting/) as string,
      expect.stringMatching(/Connected.*12 invoices waiting.*Last export 20 Jan 2026/) as string,
      expect.stringMatching(/Not connected.*No invoices waiting.*Nothing exported yet/) as string,
    ]);
    for (const item of items) expect(item.querySelectorAll('svg[aria-hidden=true]').length).toBeGreaterThan(0);
  });

  it('does not claim that nothing waits where nobody looked, and leads to the settings that are missing', async () => {
    open({ next: null, shops: [shop(12, 'Lamp & Licht', { connection: 'not-connected', administration: null, lastExport: null, waiting: null, settingsMissing: true }), shop(13, 'Boekenhoek', { waiting: null })] });
    const item = the('listitem', /^Lamp/);
    expect(item.textContent).toMatch(/Not read yet · Settings missing/);
    expect(document.body.textContent).not.toContain('No invoices waiting');
    expect(the('listitem', /^Boek/).textContent).not.toContain('Settings missing');
    expect(the('link', 'Settings missing').getAttribute('href')).toBe('/options.html#shop=t1%7C12');
    await click(the('link', 'Settings missing', item));
    expect(sent).toEqual([{ kind: 'pages.openSetup', shop: { tenantId: 't1', shopId: 12 } }]);
  });

  it('says trouble of an environment once, above its shops, which keep their own state', async () => {
    open({ next: null, shops: [shop(12, 'Lamp & Licht'), shop(13, 'Boekenhoek', { connection: 'not-connected' })], environments: [{ tenantId: 't1', adminHost: 'demo.shopctrl.com', fault: { code: 'shopctrl-password' } }] });
    expect(all('status').filter((one) => /refuses this login/.test(one.textContent))).toHaveLength(1);
    expect(the('status', /^demo\.shopctrl\.com: ShopCtrl refuses this login/).compareDocumentPosition(all('listitem')[0]!) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
    expect(the('listitem', /^Lamp/).textContent).toContain('Connected');
    await click(the('button', 'Open set-up'));
    expect(sent).toEqual([{ kind: 'pages.openSetup' }]);
    open({ next: null, shops: [shop(12, 'Lamp & Licht')], environments: [{ tenantId: 't1', adminHost: 'demo.shopctrl.com', fault: { code: 'shopctrl-signed-out' } }] });
    await click(the('button', 'Open ShopCtrl'));
    expect(sent.at(-1)).toEqual({ kind: 'pages.openShop', shop: { tenantId: 't1', shopId: 12 } });
  });

  it('downloads what was not exported yet with one click, for the right one of two shops with the same name', async () => {
    open({ next: null, shops: [shop(12, 'Tuin'), shop(27, 'Tuin')] });
    await click(the('button', 'Download XML', the('listitem', 'Tuin shop 27')));
    expect(sent).toEqual([{ kind: 'export.startNew', shop: { tenantId: 't1', shopId: 27 } }]);
    expect(refreshed).toBe(1);
  });

  it('shows a refusal at its shop, with the one thing to do', async () => {
    open({ next: null, shops: [shop(12, 'Lamp & Licht'), shop(13, 'Boekenhoek')] }, { state: 'fresh' }, { ok: false, fault: { code: 'export-settings-missing' } });
    const item = the('listitem', /^Lamp/);
    await click(the('button', 'Download XML', item));
    expect(item.textContent).toContain('Settings of this shop are missing');
    expect(the('listitem', /^Boek/).textContent).not.toContain('missing');
    await click(the('button', 'Open set-up', item));
    expect(sent.at(-1)).toEqual({ kind: 'pages.openSetup', shop: { tenantId: 't1', shopId: 12 } });
  });

  it('shows progress with counts and cancels', async () => {
    open({ next: null, shops: [shop(12, 'Lamp & Licht', { job: job({}) })] });
    const item = the('listitem', /^Lamp/);
    const bar = the('progressbar', 'Reading invoices from ShopCtrl', item) as HTMLProgressElement;
    expect([bar.value, bar.max]).toEqual([340, 1200]);
    expect(item.textContent).toContain('340 of 1,200');
    expect((the('button', 'Download XML', item) as HTMLButtonElement).disabled).toBe(true);
    await click(the('button', 'Cancel', item));
    expect(sent).toEqual([{ kind: 'export.cancel', shop: { tenantId: 't1', shopId: 12 }, jobId: 'j7' }]);
  });

  it('says what went into the file and what was left out, and why', () => {
    open({ next: null, shops: [shop(12, 'Lamp & Licht', { job: job({ phase: 'done', records: 38, leftOut: 2, reasons: [{ code: 'no-mapping', params: { rate: 1900, group: 'eu-consumer:DE' }, count: 2, invoices: ['20260113', '20260119'] }] }) })] });
    expect(the('status', /38 records written to the file\. 2 invoices were left out\..*2 invoices: No account and VAT code.*19 % Consumers in Germany.*20260113, 20260119/)).toBeTruthy();
    expect((the('button', 'Download XML') as HTMLButtonElement).disabled).toBe(false);
  });

  it('leads to the shop and to set-up', async () => {
    open({ next: null, shops: [shop(12, 'Lamp & Licht')] });
    expect(the('link', 'Set-up').getAttribute('href')).toBe('/options.html');
    await click(the('link', 'Shop settings', the('listitem', /^Lamp/)));
    expect(sent).toEqual([{ kind: 'pages.openShop', shop: { tenantId: 't1', shopId: 12 } }]);
  });

  it('says what to do first', () => {
    open({ next: 'set-up-shopctrl', shops: [] });
    expect(document.body.textContent).toContain('First: access to ShopCtrl');
    expect(the('link', 'Open set-up').getAttribute('href')).toBe('/options.html');
    open({ next: 'set-up-exact', shops: [shop(12, 'Lamp & Licht', { connection: 'not-connected' })] });
    expect(document.body.textContent).toContain('Next: your Exact app');
    expect(the('button', 'Download XML')).toBeTruthy();
  });

  it('shows silence as such, beside what was known', async () => {
    const silent: Freshness = { state: 'silent', since: '2026-01-20T09:00:00Z', fault: { code: 'timeout' } };
    open({ next: null, shops: [shop(12, 'Lamp & Licht')] }, silent);
    expect(the('status', /does not answer\. Shown is what was known 20 Jan 2026/)).toBeTruthy();
    expect(all('listitem')).toHaveLength(1);
    await click(the('button', 'Try again'));
    expect(refreshed).toBe(1);
    open(null, { ...silent, since: null });
    expect(the('status', /does not answer\. Nothing is lost/)).toBeTruthy();
  });
});
