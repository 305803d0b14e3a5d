import { afterEach, describe, expect, it, vi } from 'vitest';
import { ask, isContextAlive, onChanged } from '../../lib/platform/messaging';

type Listener = (message: unknown) => void;
function runtime(answer: () => Promise<unknown>) {
  const listeners = new Set<Listener>();
  return { id: 'own-id', sendMessage: vi.fn(answer), onMessage: { addListener: (one: Listener) => listeners.add(one), removeListener: (one: Listener) => listeners.delete(one) }, listeners };
}
const install = (name: 'chrome' | 'browser', value: unknown): void => void vi.stubGlobal(name, value);
afterEach(() => vi.unstubAllGlobals());

describe('asking the background', () => {
  it('gives its reply, in both families of browsers', async () => {
    install('chrome', { runtime: runtime(() => Promise.resolve({ ok: true, value: 1 })) });
    expect(await ask({ kind: 'setup.state' })).toEqual({ ok: true, value: 1 });
    vi.unstubAllGlobals();
    install('browser', { runtime: runtime(() => Promise.resolve({ ok: true, value: 2 })) });
    expect(await ask({ kind: 'setup.state' })).toEqual({ ok: true, value: 2 });
  });

  it.each([
    ['no runtime at all', () => install('chrome', {})],
    ['a runtime without an id', () => install('chrome', { runtime: { ...runtime(() => Promise.resolve(1)), id: undefined } })],
    ['a runtime that throws on touch', () => install('chrome', { get runtime(): never { throw new Error('x'); } })],
    ['nothing of the browser', () => undefined],
  ])('in a dead context says to reload: %s', async (_name, prepare) => {
    prepare();
    expect(isContextAlive()).toBe(false);
    expect(await ask({ kind: 'setup.state' })).toEqual({ ok: false, fault: { code: 'reload-page' } });
  });

  it('that dies during the question says to reload', async () => {
    const live: { id: string | undefined } & Record<string, unknown> = { ...runtime(() => Promise.resolve(1)), id: 'own-id' };
    live['sendMessage'] = () => {
      live.id = undefined;
      return Promise.reject(new Error('Could not establish connection.'));
    };
    install('chrome', { runtime: live });
    expect(await ask({ kind: 'setup.state' })).toMatchObject({ fault: { code: 'reload-page' } });
  });

  it('never throws and never passes on what is no reply', async () => {
    install('chrome', { runtime: runtime(() => Promise.reject(new Error('Receiving end does not exist.'))) });
    expect(await ask({ kind: 'setup.state' })).toMatchObject({ ok: false, fault: { code: 'unexpected' } });
    vi.unstubAllGlobals();
    install('chrome', { runtime: runtime(() => Promise.resolve(undefined)) });
    expect(await ask({ kind: 'setup.state' })).toMatchObject({ ok: false, fault: { code: 'unexpected' } });
  });

  it('stops waiting when told to', async () => {
    install('chrome', { runtime: runtime(() => new Promise(() => undefined)) });
    expect(await ask({ kind: 'setup.state' }, AbortSignal.timeout(5))).toEqual({ ok: false, fault: { code: 'timeout' } });
    expect(await ask({ kind: 'setup.state' }, AbortSignal.abort())).toEqual({ ok: false, fault: { code: 'timeout' } });
  });
});

describe('notices', () => {
  it('reach the listener until it is done, other messages do not', () => {
    const own = runtime(() => Promise.resolve(1));
    install('chrome', { runtime: own });
    const heard: unknown[] = [];
    const end = new AbortController();
    onChanged((notice) => heard.push(notice.what), end.signal);
    for (const listener of own.listeners) {
      listener({ kind: 'changed', what: 'export' });
      listener({ kind: 'setup.state' });
      listener(null);
    }
    end.abort();
    expect(heard).toEqual(['export']);
    expect(own.listeners.size).toBe(0);
  });
});
