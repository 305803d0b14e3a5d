// @vitest-environment happy-dom
import { render } from 'preact';
import { describe, expect, it } from 'vitest';
import { Section } from '../../../components/section/Section';
import type { SectionProps } from '../../../components/section/props';
import type { Language, Request, SyncSummary } from '../../../lib/messages';
import { sectionWords } from '../../../lib/words/section';
import { syncCard } from '../../../lib/words/sync';
import { inOrder, STATES } from '../sync-states';
import { AUTHORIZED, SHOP, sure } from './states';

const flush = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));
const TONES = { off: 'none', fine: 'good', waiting: 'busy', attention: 'warn' } as const;
const OF = { tenantId: SHOP.tenantId, shopId: SHOP.shopId };
let root: ShadowRoot;

/** The section with the card that the background makes of this state. */
function show(sync: SyncSummary, language: Language = 'en', change: Partial<SectionProps['heard']> = {}): Request[] {
  const host = document.createElement('div');
  document.body.replaceChildren(host);
  root = host.attachShadow({ mode: 'open' });
  // happy-dom throws on `activeElement` of a shadow root after what had the focus was removed.
  Object.defineProperty(root, 'activeElement', { get: () => null });
  const container = document.createElement('div');
  root.append(container);
  const sent: Request[] = [];
  const state = sure({ sync: AUTHORIZED, automation: syncCard(language, SHOP, sync) });
  render(
    <Section
      heard={{ state, fault: null, problem: null, busy: [], ...change }} identity={{ adminHost: 'demo.shopctrl.com', title: 'Lamp & Licht', native: 'present', language }} words={sectionWords(language, '')}
      mode="inside" setOpen={() => undefined} attachment={1} conversation={{ act: (request) => { sent.push(request); return Promise.resolve(true); }, refresh: () => undefined }} reload={() => undefined} trusted={() => true}
    />,
    container,
  );
  return sent;
}

/** The card alone: the notice that bears the title. */
const card = (title: string): HTMLElement => {
  const found = [...root.querySelectorAll<HTMLElement>('.notice')].find((one) => one.textContent?.includes(title));
  if (!found) throw new Error(`no card "${title}" in: ${root.textContent ?? ''}`);
  return found;
};
const buttons = (within: ParentNode): HTMLButtonElement[] => [...within.querySelectorAll('button')];
const press = async (within: ParentNode, name: string): Promise<void> => {
  buttons(within).find((one) => one.textContent === name)?.click();
  await flush();
};
const stateOf = (wanted: string): SyncSummary => {
  const found = STATES.find(({ name }) => name === wanted);
  if (!found) throw new Error(`no state "${wanted}"`);
  return found.sync;
};

describe('the card of Sync in the section', () => {
  it.each(STATES)('$name', ({ sync, title, says, tone, buttons: names, progress }) => {
    show(sync);
    const shown = card(title);
    const text = (shown.textContent ?? '').replace(/\s+/g, ' ');
    expect(inOrder(text, sync.on ? [title, ...says] : [title, 'Invoices are not booked by themselves.']), text).toBe(true);
    expect(shown.classList.contains(TONES[tone]), shown.className).toBe(true);
    expect(buttons(shown).map((one) => one.textContent)).toEqual(names);
    const bar = shown.querySelector('progress');
    expect(bar ? [bar.value, bar.max] : undefined).toEqual(progress);
    if (bar) expect(bar.getAttribute('aria-label')).toBe(title);
    expect(text).not.toMatch(/[{}[\]]|undefined|NaN/);
  });

  it('sends what each button is for', async () => {
    const sent = show(stateOf('fine'));
    for (const name of ['Sync now', 'Details', 'Turn off']) await press(card('On: everything is booked'), name);
    expect(sent).toEqual([{ kind: 'sync.act', shop: OF, action: 'now' }, { kind: 'pages.openLedger', shop: OF }, { kind: 'sync.act', shop: OF, action: 'off' }]);
    const running = show(stateOf('reading'));
    await press(card('On: looking for new invoices'), 'Cancel');
    expect(running).toEqual([{ kind: 'sync.act', shop: OF, action: 'cancel' }]);
    const off = show(stateOf('off'));
    await press(card('Automatic booking is off'), 'Turn on');
    expect(off).toEqual([{ kind: 'pages.openLedger', shop: OF, start: true }]);
  });

  it('lets nobody order the same twice while the answer is out', () => {
    show(stateOf('fine'), 'en', { busy: ['sync.act'] });
    expect(buttons(card('On: everything is booked')).map((one) => [one.textContent, one.disabled])).toEqual([['Sync now', true], ['Details', false], ['Turn off', true]]);
  });

  it.each([
    ['nothing on its way', { bound: 0 }, /^Automatic booking of this shop ends; what is booked stays\.$/],
    ['some not settled', { bound: 3 }, /3 invoices are not settled yet in this administration.*no other one can be chosen/],
    ['a run that goes on: no number that is wrong a moment later', { running: true, bound: 3 }, /being booked right now(?!.*\b3\b)/],
  ] as const)('Remove says what it means for Sync with %s', async (_name, change, says) => {
    const { remove } = syncCard('en', SHOP, { ...stateOf('fine'), ...change });
    expect(remove).toMatch(says);
    show({ ...stateOf('fine'), ...change });
    await press(root, 'Remove');
    expect(root.textContent).toContain(remove);
  });

  it('speaks Dutch', () => {
    show(stateOf('booking, with remaining time'), 'nl');
    expect(card('Aan: aan het boeken').textContent).toContain('60 van 300, nog ongeveer 4 minuten');
  });
});
