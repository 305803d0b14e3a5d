// @vitest-environment happy-dom
import { afterEach, describe, expect, it } from 'vitest';
import { render } from 'preact';
import { Section } from '../../../components/section/Section';
import type { SectionProps } from '../../../components/section/props';
import type { Request, SectionState } from '../../../lib/messages';
import { sectionWords, withReasonTexts } from '../../../lib/words/section';
import { ADMINISTRATION, AUTHORIZED, EXPORT, sure } from './states';

const flush = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));
let root: ShadowRoot;

/** Renders into a shadow root as the overlay does; answers the requests that were sent. */
function show(state: SectionState | null, change: Partial<SectionProps> & { language?: 'en' | 'nl' } = {}) {
  const host = document.createElement('div');
  document.body.replaceChildren(host);
  root = host.attachShadow({ mode: 'open' });
  // happy-dom throws on `activeElement` of a shadow root after what had the focus was removed.
  let focused: Element | null = null;
  root.addEventListener('focusin', (event) => (focused = event.target as Element));
  Object.defineProperty(root, 'activeElement', { get: () => (focused?.isConnected ? focused : null) });
  const container = document.createElement('div');
  root.append(container);
  const sent: Request[] = [];
  const { language = 'en', ...rest } = change;
  let props: SectionProps = {
    heard: { state: state && withReasonTexts(state, language), fault: null, problem: null, busy: [] },
    identity: { adminHost: 'demo.shopctrl.com', title: 'Lamp & Licht', native: 'present', language },
    words: sectionWords(language, ''),
    mode: 'inside',
    setOpen: () => undefined,
    attachment: 1,
    conversation: {
      act: (request) => {
        sent.push(request);
        return Promise.resolve(true);
      },
      refresh: () => undefined,
    },
    reload: () => undefined,
    trusted: () => true,
    ...rest,
  };
  const paint = (): void => render(<Section {...props} />, container);
  paint();
  return {
    sent,
    again: (next: Partial<SectionProps>) => {
      props = { ...props, ...next };
      paint();
    },
  };
}

const all = (selector: string): HTMLElement[] => [...root.querySelectorAll<HTMLElement>(selector)];
const named = (selector: string, name: string): HTMLElement => {
  const found = all(selector).find((element) => element.textContent?.trim() === name);
  if (!found) throw new Error(`no ${selector} "${name}" in: ${text()}`);
  return found;
};
const button = (name: string): HTMLButtonElement => named('button', name) as HTMLButtonElement;
const field = (name: string): HTMLInputElement => {
  const id = named('label', name).getAttribute('for') ?? '';
  return root.getElementById(id) as HTMLInputElement;
};
const text = (): string => root.textContent ?? '';
const press = async (element: HTMLElement): Promise<void> => {
  element.click();
  await flush();
};

afterEach(() => document.body.replaceChildren());

describe('the region', () => {
  it('bears its name in both languages and shows shop and id beside every action', () => {
    for (const language of ['en', 'nl'] as const) {
      show(sure({ sync: AUTHORIZED }), { language });
      expect(root.querySelector('[role=region]')?.getAttribute('aria-label')).toBe('Exact Online for ShopCtrl');
      const actions = all('.actions');
      expect(actions).toHaveLength(2);
      for (const action of actions) expect(action.textContent).toContain('Lamp & Licht shop 12');
    }
  });

  it('has Authenticate and Download off until the shop is sure', () => {
    for (const state of [null, { identity: 'ask', reason: 'none', tenantId: 't1', candidates: [] }, { identity: 'unavailable', fault: { code: 'shopctrl-not-set-up' } }] as const) {
      show(state);
      expect(button('Authenticate').disabled).toBe(true);
      expect(button('Download XML').disabled).toBe(true);
    }
    show(sure());
    expect(button('Authenticate').disabled).toBe(false);
    expect(button('Download XML').disabled).toBe(false);
  });

  it('warns about double booking, and explains missing native items', () => {
    const page = (native: SectionProps['identity']['native']): Partial<SectionProps> => ({ identity: { adminHost: 'demo.shopctrl.com', title: 'Lamp & Licht', native, language: 'en' } });
    show(sure({ native: 'active' }), page('active'));
    expect(root.querySelector('[role=alert]')?.textContent).toContain('double turnover');
    show(sure({ native: 'absent' }), page('absent'));
    expect(text()).toContain('Only ShopCtrl Support can enable them. This extension does not need them.');
    show(sure({ native: 'present' }), page('present'));
    expect(text()).not.toContain('Support');
  });

  it('believes what the page shows now before an older answer, and the answer where the page cannot tell', () => {
    const page = (native: SectionProps['identity']['native']): Partial<SectionProps> => ({ identity: { adminHost: 'demo.shopctrl.com', title: 'Lamp & Licht', native, language: 'en' } });
    show(sure({ native: 'absent' }), page('present'));
    expect(text()).not.toContain('Support');
    show(sure({ native: 'absent' }), page('unknown'));
    expect(text()).toContain('Only ShopCtrl Support can enable them.');
  });
});

describe('which shop', () => {
  it('asks and sends the choice', async () => {
    const { sent } = show({ identity: 'ask', reason: 'several', tenantId: 't1', candidates: [{ tenantId: 't1', shopId: 12, name: 'Lamp' }, { tenantId: 't1', shopId: 19, name: 'Lamp' }] });
    expect(button('Use this shop').disabled).toBe(true);
    const select = field('Shop');
    select.value = '19';
    select.dispatchEvent(new Event('change'));
    await flush();
    await press(button('Use this shop'));
    expect(sent).toEqual([{ kind: 'section.chooseShop', adminHost: 'demo.shopctrl.com', title: 'Lamp & Licht', shopId: 19 }]);
  });

  it('lets the person say otherwise while another shop has the same name', async () => {
    const { sent } = show(sure({ alternatives: [{ tenantId: 't1', shopId: 19, name: 'Lamp & Licht' }] }));
    await press(button('It is Lamp & Licht, shop 19'));
    expect(sent).toMatchObject([{ kind: 'section.chooseShop', shopId: 19 }]);
  });
});

describe('connecting', () => {
  const dialog = (): HTMLElement | null => root.querySelector('[role=dialog]');

  it('leads from Authenticate through the window to Close, and gives the focus back', async () => {
    const { sent, again } = show(sure({ existing: [{ connectionId: 'c1', name: 'Marieke de Wit' }] }));
    const heard = (state: SectionState): Partial<SectionProps> => ({ heard: { state, fault: null, problem: null, busy: [] } });
    const opener = button('Authenticate');
    opener.focus();
    await press(opener);
    expect(dialog()?.getAttribute('aria-modal')).toBe('true');
    await press(named('a', 'Use the connection of Marieke de Wit'));
    await press(named('a', 'Authorize with Exact'));
    await press(button('Another Exact user'));
    const shop = { tenantId: 't1', shopId: 12 };
    expect(sent).toEqual([
      { kind: 'connect.useExisting', shop, connectionId: 'c1' },
      { kind: 'connect.authorize', shop, forceLogin: false },
      { kind: 'connect.authorize', shop, forceLogin: true },
    ]);
    again(heard(sure({ sync: { state: 'pending', step: 'consent' } })));
    expect(dialog()?.textContent).toContain('Waiting for Exact');
    again(heard(sure({ sync: { state: 'choose', by: 'Marieke de Wit', administrations: [ADMINISTRATION, { division: 2, code: '20', name: 'Holding' }], preselected: null } })));
    expect(button('Connect').disabled).toBe(true);
    const select = field('Administration');
    select.value = '123456';
    select.dispatchEvent(new Event('change'));
    await flush();
    await press(button('Connect'));
    expect(sent.at(-1)).toEqual({ kind: 'connect.chooseAdministration', shop, division: 123456 });
    again(heard(sure({ sync: AUTHORIZED })));
    expect(dialog()?.textContent).toContain('Lamp & Licht is connected with Exact Online.');
    await press(button('Close'));
    expect(dialog()).toBeNull();
    expect(root.activeElement).toBe(button('Authenticate'));
    expect(text()).toContain('10 — Lumen Retail B.V.');
  });

  it('connects otherwise what is connected, and says Connected only once that is done', async () => {
    const heard = (state: SectionState): Partial<SectionProps> => ({ heard: { state, fault: null, problem: null, busy: [] } });
    const { sent, again } = show(sure({ sync: AUTHORIZED, existing: [{ connectionId: 'c2', name: 'Bram Bakker' }] }));
    await press(button('Authenticate'));
    expect(dialog()?.textContent).toContain('Connect with Exact Online');
    await press(named('a', 'Use the connection of Bram Bakker'));
    expect(sent).toEqual([{ kind: 'connect.useExisting', shop: { tenantId: 't1', shopId: 12 }, connectionId: 'c2' }]);
    again(heard(sure({ sync: { state: 'pending', step: 'exchange' } })));
    await flush();
    again(heard(sure({ sync: AUTHORIZED, connectFault: { code: 'exact-refused' } })));
    expect(dialog()?.textContent).toContain('Permission was refused in Exact.');
    again(heard(sure({ sync: { state: 'choose', by: 'Bram Bakker', administrations: [ADMINISTRATION], preselected: null } })));
    again(heard(sure({ sync: AUTHORIZED })));
    expect(dialog()?.textContent).toContain('Lamp & Licht is connected with Exact Online.');
  });

  it('shows no button twice while a window is open, and stands in the window as the region', async () => {
    const { again } = show(sure({ export: { ...EXPORT, settingsMissing: ['journal'] } }));
    expect(button('Open set-up')).toBeTruthy();
    await press(button('Authenticate'));
    again({ heard: { state: sure({ sync: { state: 'pending', step: 'consent' }, export: { ...EXPORT, settingsMissing: ['journal'] } }), fault: null, problem: null, busy: [] } });
    const names = all('button').map((each) => each.textContent);
    expect(names.filter((name) => name === 'Cancel')).toHaveLength(1);
    expect(names).not.toContain('Open set-up');
    expect(dialog()?.querySelector('[role=region]')?.getAttribute('aria-label')).toBe('Exact Online for ShopCtrl');
  });

  it('has the only administration chosen already', async () => {
    show(sure({ sync: { state: 'choose', by: 'M', administrations: [ADMINISTRATION], preselected: 123456 } }));
    await press(button('Choose administration'));
    expect(button('Connect').disabled).toBe(false);
  });

  it('leads to set-up without an Exact app', async () => {
    const { sent } = show(sure({ hasExactApp: false }));
    await press(button('Authenticate'));
    expect(all('a')).toHaveLength(0);
    await press(button('Open set-up'));
    expect(sent).toEqual([{ kind: 'pages.openSetup', shop: { tenantId: 't1', shopId: 12 } }]);
  });

  it('asks once before Remove; Esc and Cancel remove nothing', async () => {
    const { sent } = show(sure({ sync: AUTHORIZED }));
    await press(button('Remove'));
    dialog()?.dispatchEvent(new Event('cancel', { cancelable: true }));
    await flush();
    expect(dialog()).toBeNull();
    await press(button('Remove'));
    await press(button('Cancel'));
    expect(sent).toEqual([]);
    await press(button('Remove'));
    await press(button('Remove connection'));
    expect(sent).toEqual([{ kind: 'connect.remove', shop: { tenantId: 't1', shopId: 12 } }]);
  });

  it('says in the open window that a click of a script did nothing', async () => {
    const { sent } = show(sure(), { trusted: (event) => (event.target as Element).localName === 'button' });
    await press(button('Authenticate'));
    await press(named('a', 'Authorize with Exact'));
    expect(sent).toEqual([]);
    expect(dialog()?.textContent).toContain('not started by a click of yours');
    expect(text().split('not started by a click')).toHaveLength(2);
  });

  it('does nothing for clicks that a script of the page makes, and says so', async () => {
    const { sent } = show(sure({ sync: AUTHORIZED, export: EXPORT }), { trusted: (event) => event.isTrusted });
    await press(button('Remove'));
    await press(button('Download XML'));
    expect(dialog()).toBeNull();
    expect(sent).toEqual([]);
    expect(text()).toContain('not started by a click of yours');
  });
});

describe('exporting', () => {
  it('keeps the period that the person saw when the next export begins elsewhere', async () => {
    const { sent, again } = show(sure({ export: EXPORT }));
    await press(button('Download XML'));
    again({ heard: { state: sure({ export: { ...EXPORT, from: '2026-11-23' } }), fault: null, problem: null, busy: [] } });
    expect(field('From').value).toBe('2026-11-01');
    expect(sent).toMatchObject([{ kind: 'export.start', from: '2026-11-01' }]);
  });

  it('names missing settings once, also after a refused export', () => {
    const state = sure({ export: { ...EXPORT, settingsMissing: ['journal'] } });
    show(state, { heard: { state, fault: null, problem: { kind: 'export.start', fault: { code: 'export-settings-missing' } }, busy: [] } });
    expect(all('.notice').map((each) => each.getAttribute('role'))).toEqual(['alert']);
    expect(text()).toContain('these settings of the shop are needed: Journal');
  });

  it('sends period and topic, and explains the topic', async () => {
    const { sent } = show(sure());
    expect(text()).toContain('Sales entries keep ShopCtrl’s invoice number and date');
    field('From').value = '2026-10-01';
    field('From').dispatchEvent(new Event('input'));
    const topic = field('Topic');
    topic.value = 'Invoices';
    topic.dispatchEvent(new Event('change'));
    await flush();
    expect(text()).toContain('Credit notes cannot be imported as sales invoices');
    await press(button('Download XML'));
    expect(sent).toEqual([{ kind: 'export.start', shop: { tenantId: 't1', shopId: 12 }, from: '2026-10-01', to: '2026-11-22', topic: 'Invoices' }]);
  });

  it('refuses a period that ends before it begins', async () => {
    show(sure({ export: { ...EXPORT, from: '2026-12-01' } }));
    expect(button('Download XML').disabled).toBe(true);
    expect(text()).toContain('From must be on or before To.');
  });

  it('shows progress with counts and Cancel', async () => {
    const job = { jobId: 'j1', topic: 'GLTransactions', from: '2026-11-01', to: '2026-11-22', phase: 'reading', done: 1240, total: 2000, records: 0, leftOut: 3, reasons: [] } as const;
    const { sent } = show(sure({ export: { ...EXPORT, job } }));
    const bar = root.querySelector('[role=progressbar]');
    expect([bar?.getAttribute('aria-valuenow'), bar?.getAttribute('aria-valuemax'), bar?.getAttribute('aria-valuetext')]).toEqual(['1240', '2000', '1,240 of 2,000']);
    expect(button('Download XML').disabled).toBe(true);
    await press(button('Cancel'));
    expect(sent).toEqual([{ kind: 'export.cancel', shop: { tenantId: 't1', shopId: 12 }, jobId: 'j1' }]);
  });

  it('groups what was left out, with a count and what to do; lists files with what changed since', async () => {
    const reasons = [{ code: 'no-mapping', params: { rate: 900, group: 'eu-consumer:DE' }, count: 14, invoices: ['1', '2', '3', '4'] }];
    const job = { jobId: 'j1', topic: 'GLTransactions', from: '2026-11-01', to: '2026-11-22', phase: 'done', done: 20, total: 20, records: 6, leftOut: 14, reasons } as const;
    const files = [{ fileId: 'f1', name: 'a.xml', madeAt: '2026-11-02T08:12:00Z', topic: 'GLTransactions', records: 398, bytes: 812345, changed: 3 }] as const;
    const { sent } = show(sure({ export: { ...EXPORT, job, files, noEntryNumbers: true } }));
    const line = root.querySelector('.reasons li')?.textContent ?? '';
    expect(line).toContain('14');
    expect(line).toContain('Consumers in Germany. Fill in that row in set-up');
    expect(line).toContain('1, 2, 3 and 11 more');
    expect(text()).toContain('importing the same file twice doubles');
    expect(text()).toContain('3 invoices changed since');
    await press(button('Download again'));
    expect(sent).toEqual([{ kind: 'export.downloadAgain', shop: { tenantId: 't1', shopId: 12 }, fileId: 'f1' }]);
  });
});

describe('faults', () => {
  it('have words and the one thing to do', async () => {
    const { sent } = show({ identity: 'unavailable', fault: { code: 'shopctrl-password' } });
    expect(text()).toContain('ShopCtrl refuses this login or password');
    await press(button('Open set-up'));
    expect(sent).toEqual([{ kind: 'pages.openSetup' }]);
  });

  it('of a cut-off copy lock everything and offer to reload, even before any words came', async () => {
    let reloaded = 0;
    const heard = { state: sure({ sync: AUTHORIZED }), fault: { code: 'reload-page' }, problem: null, busy: [] } as const;
    show(null, { heard, reload: () => (reloaded += 1) });
    expect(button('Download XML').disabled).toBe(true);
    await press(button('Reload this page'));
    show(null, { heard: { ...heard, state: null }, words: null, reload: () => (reloaded += 1) });
    await press(button('Reload this page'));
    expect(reloaded).toBe(2);
  });
});

describe('the small button', () => {
  it('asks to be opened, and once open can be closed by its button and by Esc', async () => {
    const asked: boolean[] = [];
    const { again } = show(sure(), { mode: 'button', setOpen: (open) => asked.push(open) });
    expect(all('[role=region]')).toHaveLength(0);
    await press(button('Exact Online'));
    again({ mode: 'docked' });
    expect(all('[role=region]')).toHaveLength(1);
    await press(button('Minimize'));
    again({ mode: 'floating' });
    root.querySelector('[data-escape]')?.dispatchEvent(new Event('cancel'));
    expect(asked).toEqual([true, false, false]);
  });
});

describe('Dutch', () => {
  it('has words of its own for every text', () => {
    const en = sectionWords('en', '').texts;
    const nl = sectionWords('nl', '').texts;
    const same = Object.keys(en).filter((key) => JSON.stringify(en[key]) === JSON.stringify(nl[key]));
    expect(same).toEqual(['shopId', 'details', 'shop', 'syncHeading', 'exportHeading', 'records']);
  });
});
