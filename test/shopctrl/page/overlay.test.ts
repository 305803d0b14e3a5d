// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Request, SectionState } from '../../../lib/messages';
import { HOST_TAG } from '../../../lib/shopctrl/page/dom';
import { type Painting, startOverlay } from '../../../lib/shopctrl/page/overlay';
import type { Ask } from '../../../lib/shopctrl/page/conversation';
import { activate, SHOP_TOPICS, writeAdmin } from './admin-page';

const state: SectionState = { identity: 'ask', reason: 'none', tenantId: 't', candidates: [] };
const frame = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 60));
const hosts = (): Element[] => [...document.querySelectorAll(HOST_TAG)];

let stop: AbortController;
let alive: boolean;
let painted: Painting[];
let requests: Request[];
let changed: () => void;
let looks: number;
let clock: number;

async function start(): Promise<void> {
  stop = new AbortController();
  alive = true;
  painted = [];
  requests = [];
  looks = 0;
  clock = 0;
  startOverlay({
    page: document,
    view: window,
    ask: (async (request: Request) => {
      requests.push(request);
      return { ok: true, value: request.kind === 'section.words' ? { style: '', texts: {}, faults: {} } : state };
    }) as unknown as Ask,
    isAlive: () => {
      looks += 1;
      return alive;
    },
    onChanged: (listener) => (changed = () => listener({ kind: 'changed', what: 'connection' })),
    paint: (_container, painting) => painting && painted.push(painting),
    // A clock that stands still unless a test moves it: no look counts as expensive, and all re-insertions fall into one second.
    now: () => clock,
    signal: stop.signal,
  });
  await frame();
}

beforeEach(() => {
  writeAdmin([
    { title: 'Lamp', active: true, topics: SHOP_TOPICS, selected: 'Invoice export', content: '<p>mail</p>' },
    { title: 'Boekenhoek', topics: SHOP_TOPICS, selected: 'Invoice export', content: '<p>mail</p>' },
    { title: 'Dashboard' },
  ]);
});
afterEach(() => stop.abort());

describe('the overlay', () => {
  it('waits two seconds under a heading of the topic above, and no longer', async () => {
    writeAdmin([{ title: 'Lamp', active: true, topics: SHOP_TOPICS, selected: 'Invoice export', heading: 'Financial', content: '<p>mail</p>' }]);
    await start();
    clock = 1_900;
    document.body.append(document.createElement('i'));
    await frame();
    expect(hosts()).toHaveLength(0);
    clock = 2_000;
    document.body.append(document.createElement('i'));
    await frame();
    expect(hosts()).toHaveLength(1);
  });

  it('stands once, at the end of the content of the visible tab, and moves with it', async () => {
    await start();
    expect(hosts()).toHaveLength(1);
    expect(hosts()[0]?.previousElementSibling?.textContent).toBe('mail');
    activate(1);
    await frame();
    expect(hosts().map((host) => host.closest('.x-tabpanel-child')?.id)).toEqual(['card-1']);
    expect(painted.at(-1)?.identity.title).toBe('Boekenhoek');
    activate(2);
    await frame();
    expect(hosts()).toHaveLength(0);
  });

  it('keeps the section of a tab while another is shown, and forgets it when the tab is closed', async () => {
    await start();
    const first = hosts()[0];
    activate(1);
    await frame();
    activate(0);
    await frame();
    expect(hosts()[0]).toBe(first);
    activate(1);
    document.querySelector('#card-0')?.remove();
    await frame();
    expect(hosts()).toHaveLength(1);
    expect(first?.isConnected).toBe(false);
  });

  it('comes back when it was cleared, goes below what came late, and tells that it was put in again', async () => {
    await start();
    const target = hosts()[0]?.parentElement;
    target?.replaceChildren();
    await frame();
    expect(hosts()).toHaveLength(1);
    expect(painted.at(-1)?.attachment).toBe(2);
    target?.append(document.createElement('p'));
    await frame();
    expect(target?.lastElementChild).toBe(hosts()[0]);
  });

  it('does not hear its own changes', async () => {
    await start();
    const before = looks;
    await frame();
    await frame();
    expect(looks).toBe(before);
  });

  it('gives way to the small button after five re-insertions in a second', async () => {
    await start();
    for (let turn = 0; turn < 6; turn += 1) {
      hosts()[0]?.remove();
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
    await frame();
    expect(hosts().map((host) => host.parentElement)).toEqual([document.body]);
    expect(painted.at(-1)?.mode).toBe('button');
  });

  it('removes what an older copy of the script left behind', async () => {
    document.body.append(document.createElement(HOST_TAG), document.createElement(HOST_TAG));
    await start();
    expect(hosts()).toHaveLength(1);
  });

  it('asks for words once, and for the state again when something changed', async () => {
    await start();
    changed();
    await frame();
    expect(requests.map((request) => request.kind).sort()).toEqual(['section.state', 'section.state', 'section.words']);
  });

  it('says reload at the next mutation after an update, without polling', async () => {
    await start();
    alive = false;
    const before = looks;
    await frame();
    expect(looks).toBe(before);
    document.body.append(document.createElement('i'));
    await frame();
    expect(painted.at(-1)?.heard.fault?.code).toBe('reload-page');
  });

  it('leaves nothing behind when it is stopped', async () => {
    await start();
    stop.abort();
    expect(hosts()).toHaveLength(0);
  });
});
