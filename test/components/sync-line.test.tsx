// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { SyncLine } from '../../components/popup/sync-line';
import type { Fault } from '../../lib/faults';
import type { Ask, Language, Reply, Request, SyncSummary } from '../../lib/messages';
import { all, click, mount, nameOf, the } from './dom';
import { inOrder, STATES } from './sync-states';

const SHOP = { tenantId: 't1', shopId: 12 };
let sent: Request[];
let refreshed: number;
let faults: Fault[];
beforeEach(() => { [sent, refreshed, faults] = [[], 0, []]; });

function open(sync: SyncSummary, language: Language = 'en', answer: () => Promise<Reply<unknown>> = () => Promise.resolve({ ok: true, value: null })) {
  const ask = ((request: Request) => {
    sent.push(request);
    return answer();
  }) as Ask;
  return mount(<SyncLine sync={sync} shop={SHOP} language={language} ask={ask} refresh={() => { refreshed += 1; return Promise.resolve(); }} onFault={(fault) => void faults.push(fault)} />);
}

const text = (): string => (document.body.textContent ?? '').replace(/\s+/g, ' ');
const fine = STATES.find(({ name }) => name === 'fine')?.sync;
if (!fine) throw new Error('no state "fine"');

describe('Sync of a shop in the popup', () => {
  it.each(STATES)('$name', ({ sync, title, says, tone, buttons, progress }) => {
    open(sync);
    expect(document.querySelector('h3')?.textContent?.trim()).toBe(title);
    expect(inOrder(text(), [title, ...says]), text()).toBe(true);
    expect(document.querySelector('.sync')?.classList.contains(tone)).toBe(true);
    expect(all('button').map(nameOf)).toEqual(buttons.filter((name) => name !== 'Turn off'));
    const bar = all('progressbar')[0] as HTMLProgressElement | undefined;
    expect(bar && [bar.value, bar.max]).toEqual(progress);
    if (bar) expect(nameOf(bar)).toBe(title);
    expect(text()).not.toMatch(/[{}[\]]|undefined|NaN/);
  });

  it.each(STATES)('$name, in Dutch', ({ sync, title }) => {
    open(sync, 'nl');
    expect(text()).not.toContain(title);
    expect(text()).not.toMatch(/[{}[\]]|undefined|NaN|\b(the|booked|waiting|invoices)\b/);
  });

  it('orders a run once, and looks again', async () => {
    let over = (_reply: Reply<unknown>): void => undefined;
    open(fine, 'en', () => new Promise((resolve) => { over = resolve; }));
    await click(the('button', 'Sync now'));
    expect(all('button').every((one) => (one as HTMLButtonElement).disabled)).toBe(true);
    await click(the('button', 'Sync now'));
    expect(sent).toEqual([{ kind: 'sync.act', shop: SHOP, action: 'now' }]);
    over({ ok: true, value: null });
    await click(document.body);
    expect(refreshed).toBe(1);
    expect((the('button', 'Sync now') as HTMLButtonElement).disabled).toBe(false);
  });

  it('cancels, opens the details, and says what went wrong', async () => {
    open({ ...fine, running: true }, 'en', () => Promise.resolve({ ok: false, fault: { code: 'unexpected' } }));
    await click(the('button', 'Cancel'));
    await click(the('button', 'Details'));
    expect(sent).toEqual([{ kind: 'sync.act', shop: SHOP, action: 'cancel' }, { kind: 'pages.openLedger', shop: SHOP }]);
    expect(faults).toEqual([{ code: 'unexpected' }, { code: 'unexpected' }]);
    open({ ...fine, on: false });
    await click(the('button', 'Turn on'));
    expect(sent.at(-1)).toEqual({ kind: 'pages.openLedger', shop: SHOP, start: true });
  });
});
