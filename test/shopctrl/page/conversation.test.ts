import { describe, expect, it, vi } from 'vitest';
import type { Fault } from '../../../lib/faults';
import type { Reply, Request, SectionState } from '../../../lib/messages';
import { type Ask, converse, type Heard, type Identity } from '../../../lib/shopctrl/page/conversation';

const identity: Identity = { adminHost: 'demo.shopctrl.com', title: 'Lamp', twin: false, linkShopId: null, native: 'absent', language: 'en' };
const asks = (reason: 'none' | 'several'): SectionState => ({ identity: 'ask', reason, tenantId: 't', candidates: [] });
const sure = (sync: 'none' | 'pending', shopId = 12): SectionState => ({
  identity: 'sure',
  shop: { tenantId: 't', shopId, name: 'Lamp' },
  hasExactApp: true,
  sync: sync === 'none' ? { state: 'none' } : { state: 'pending', step: 'consent' },
  connectFault: null,
  existing: [],
  export: { from: '2026-01-01', to: '2026-01-31', topic: 'GLTransactions', topics: ['GLTransactions'], noEntryNumbers: false, waiting: 0, job: null, files: [], findings: [], settingsMissing: [] },
  native: 'absent',
  automation: null,
});
const flush = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

function start(answer: (request: Request) => Promise<Reply<unknown>> | Reply<unknown>) {
  const requests: Request[] = [];
  const timers: (() => void)[] = [];
  const heard: Heard[] = [];
  const stop = new AbortController();
  const ask = (async (request: Request) => {
    requests.push(request);
    return answer(request);
  }) as Ask;
  const conversation = converse({ ask, changed: (next) => heard.push(next), setTimer: (run) => timers.push(run), signal: stop.signal });
  return { conversation, requests, timers, heard, stop };
}

describe('asking', () => {
  it('asks once when it comes into sight, not before, and again only when the page shows something else', async () => {
    const { conversation, requests, timers } = start(() => ({ ok: true, value: sure('none') }));
    conversation.identify(identity);
    expect(requests).toHaveLength(0);
    conversation.inSight(true);
    await flush();
    conversation.identify({ ...identity });
    await flush();
    expect(requests).toHaveLength(1);
    conversation.identify({ ...identity, native: 'active' });
    await flush();
    expect(requests.at(-1)).toMatchObject({ kind: 'section.state', native: 'active' });
    expect(timers).toHaveLength(0);
  });

  it('asks each second while consent is pending, and stops out of sight', async () => {
    const { conversation, requests, timers } = start(() => ({ ok: true, value: sure('pending') }));
    conversation.identify(identity);
    conversation.inSight(true);
    await flush();
    timers.shift()?.();
    await flush();
    expect(requests).toHaveLength(2);
    conversation.inSight(false);
    timers.shift()?.();
    await flush();
    expect(requests).toHaveLength(2);
  });

  it('shows nothing of one shop under the title of another, also when the older answer comes last', async () => {
    const answers: ((reply: Reply<unknown>) => void)[] = [];
    const { conversation } = start(() => new Promise((resolve) => answers.push(resolve)));
    conversation.identify(identity);
    conversation.inSight(true);
    conversation.identify({ ...identity, title: 'Boekenhoek' });
    answers[0]?.({ ok: true, value: sure('none', 12) });
    await flush();
    expect(conversation.heard().state).toBeNull();
    answers[1]?.({ ok: true, value: sure('none', 13) });
    await flush();
    expect(conversation.heard().state).toMatchObject({ shop: { shopId: 13 } });
  });

  it('says reload once this copy is cut off, and asks nothing more', async () => {
    const { conversation, requests } = start(() => ({ ok: true, value: sure('pending') }));
    conversation.identify(identity);
    conversation.inSight(true);
    await flush();
    conversation.dead();
    expect(conversation.heard().fault?.code).toBe('reload-page');
    conversation.refresh();
    expect(await conversation.act({ kind: 'pages.openSetup' })).toBe(false);
    expect(requests).toHaveLength(1);
  });
});

describe('acting', () => {
  const fault: Fault = { code: 'export-busy' };

  it('keeps what went wrong until the next request, through later answers', async () => {
    const { conversation } = start((request) => (request.kind === 'section.state' ? { ok: true, value: sure('none') } : { ok: false, fault }));
    conversation.identify(identity);
    conversation.inSight(true);
    await flush();
    expect(await conversation.act({ kind: 'connect.remove', shop: { tenantId: 't', shopId: 12 } })).toBe(false);
    await flush();
    expect(conversation.heard()).toMatchObject({ problem: { kind: 'connect.remove', fault }, busy: [], fault: null });
  });

  it('polls while a request of the person is under way', async () => {
    const { conversation, timers } = start((request) => (request.kind === 'section.state' ? { ok: true, value: sure('none') } : new Promise(() => undefined)));
    conversation.identify(identity);
    conversation.inSight(true);
    await flush();
    void conversation.act({ kind: 'connect.authorize', shop: { tenantId: 't', shopId: 12 }, forceLogin: false });
    expect(conversation.heard().busy).toEqual(['connect.authorize']);
    expect(timers).toHaveLength(1);
  });

  it('keeps a choice of shop for a tab without a title', async () => {
    const { conversation, requests } = start((request) => ({ ok: true, value: request.kind === 'section.state' ? asks('none') : sure('none') }));
    conversation.identify({ ...identity, title: null });
    conversation.inSight(true);
    await flush();
    await conversation.act({ kind: 'section.chooseShop', adminHost: identity.adminHost, title: null, shopId: 13 });
    await flush();
    expect(requests.at(-1)).toMatchObject({ kind: 'section.state', linkShopId: null, own: { shopId: 13 } });
  });

  it('keeps the answer of one tab apart from another tab of the same title, and drops it with the title', async () => {
    const { conversation, requests, heard } = start((request) => ({ ok: true, value: request.kind === 'section.state' ? asks('several') : sure('none') }));
    conversation.identify(identity);
    conversation.inSight(true);
    await flush();
    expect(requests.at(-1)).not.toHaveProperty('own');
    conversation.identify({ ...identity, twin: true });
    expect(heard.at(-1)?.state).toBeNull();
    await flush();
    expect(requests.at(-1)).toMatchObject({ own: { shopId: null } });
    await conversation.act({ kind: 'section.chooseShop', adminHost: identity.adminHost, title: 'Lamp', shopId: 13 });
    await flush();
    conversation.identify(identity);
    await flush();
    expect(requests.at(-1)).toMatchObject({ kind: 'section.state', own: { shopId: 13 } });
    expect(requests.at(-1)).not.toHaveProperty('twin');
    conversation.identify({ ...identity, title: 'Boekenhoek' });
    await flush();
    expect(requests.at(-1)).not.toHaveProperty('own');
  });

  it('tells nobody after it was stopped', async () => {
    const changed = vi.fn();
    const stop = new AbortController();
    const conversation = converse({ ask: (async () => ({ ok: true, value: sure('none') })) as unknown as Ask, changed, setTimer: () => 0, signal: stop.signal });
    conversation.identify(identity);
    conversation.inSight(true);
    stop.abort();
    await flush();
    expect(changed).not.toHaveBeenCalled();
  });
});
