import { describe, expect, it } from 'vitest';
import type { PopupState, Reply } from '../../lib/messages';
import { CEILING, followPopup, type LiveSources } from '../../lib/view/live';
import type { PopupSnapshot } from '../../lib/view/snapshot';
import type { Freshness } from '../../lib/view/types';

const state = (waiting: number, running = false): PopupState => ({
  next: null,
  shops: [
    {
      tenantId: 't', shopId: 1, name: 'A', connection: 'connected', administration: null, lastExport: null, waiting, settingsMissing: false, fault: null,
      job: running ? { jobId: 'j', topic: 'GLTransactions', from: '2026-01-01', to: '2026-01-31', phase: 'reading', done: 0, total: 0, records: 0, leftOut: 0, reasons: [] } : null,
    },
  ],
});
const settle = async (): Promise<void> => { for (let turn = 0; turn < 20; turn += 1) await Promise.resolve(); };

function world(snapshot: PopupSnapshot | null, recalled: PopupSnapshot | null = null) {
  const remembered: PopupState[] = [];
  const answers: ((reply: Reply<PopupState>) => void)[] = [];
  const waits: { readonly milliseconds: number; readonly pass: () => void }[] = [];
  const shown: { readonly waiting: number | null; readonly freshness: Freshness }[] = [];
  let changed = (): void => undefined;
  let paint = (): void => undefined;
  const ended = new AbortController();
  const sources: LiveSources = {
    ask: () => new Promise((resolve) => answers.push(resolve)),
    readSnapshot: () => Promise.resolve(snapshot),
    recall: () => recalled,
    remember: (kept) => remembered.push(kept),
    painted: () => new Promise((resolve) => { paint = resolve; }),
    onChanged: (listener) => { changed = listener; },
    wait: (milliseconds, signal) =>
      new Promise((resolve) => {
        waits.push({ milliseconds, pass: resolve });
        signal.addEventListener('abort', () => { resolve(); });
      }),
  };
  const refresh = followPopup(sources, (view, freshness) => shown.push({ waiting: view?.rows[0]?.waiting ?? null, freshness }), ended.signal);
  return { answers, waits, shown, ended, remembered, refresh, change: () => { changed(); }, paint: () => { paint(); } };
}

describe('followPopup', () => {
  it('shows the snapshot while it asks, then the answer', async () => {
    const { answers, shown } = world({ state: state(3), at: '2026-01-01T00:00:00Z' });
    await settle();
    expect(shown.map((one) => [one.waiting, one.freshness.state])).toEqual([[3, 'asking']]);
    answers[0]!({ ok: true, value: state(5) });
    await settle();
    expect(shown.at(-1)).toEqual({ waiting: 5, freshness: { state: 'fresh' } });
  });

  it('paints at once what was shown last, then what the background wrote since, and keeps only fresh answers', async () => {
    const { answers, shown, remembered, paint } = world({ state: state(3), at: '2026-01-02T00:00:00Z' }, { state: state(2), at: '2026-01-01T00:00:00Z' });
    await settle();
    expect(shown.map((one) => one.waiting)).toEqual([2]);
    expect(answers).toHaveLength(0);
    paint();
    await settle();
    expect(shown.map((one) => one.waiting)).toEqual([2, 3]);
    expect(remembered).toEqual([]);
    answers[0]!({ ok: true, value: state(5) });
    await settle();
    expect(remembered).toEqual([state(5)]);
  });

  it('does not go back to an older snapshot, nor from an answer to a snapshot', async () => {
    const older = world({ state: state(1), at: '2026-01-01T00:00:00Z' }, { state: state(2), at: '2026-01-02T00:00:00Z' });
    older.paint();
    await settle();
    expect(older.shown.map((one) => one.waiting)).toEqual([2]);
    const late = world({ state: state(1), at: '2026-01-01T00:00:00Z' });
    late.answers[0]!({ ok: true, value: state(9) });
    await settle();
    expect(late.shown.at(-1)?.waiting).toBe(9);
  });

  it('says after the ceiling that there is no answer, keeps what is shown, and recovers when asked again', async () => {
    const { answers, waits, shown, refresh } = world({ state: state(3), at: '2026-01-01T00:00:00Z' });
    await settle();
    expect(waits.map((wait) => wait.milliseconds)).toEqual([CEILING]);
    waits[0]!.pass();
    await settle();
    expect(shown.at(-1)).toEqual({ waiting: 3, freshness: { state: 'silent', since: '2026-01-01T00:00:00Z', fault: { code: 'timeout' } } });
    void refresh();
    answers[1]!({ ok: true, value: state(4) });
    await settle();
    expect(shown.at(-1)).toEqual({ waiting: 4, freshness: { state: 'fresh' } });
  });

  it('asks every second while a job runs, and no more after that', async () => {
    const { answers, waits } = world(null);
    answers[0]!({ ok: true, value: state(1, true) });
    await settle();
    const second = waits.filter((wait) => wait.milliseconds === 1000);
    expect(second).toHaveLength(1);
    second[0]!.pass();
    await settle();
    expect(answers).toHaveLength(2);
    answers[1]!({ ok: true, value: state(1) });
    await settle();
    expect(waits.filter((wait) => wait.milliseconds === 1000)).toHaveLength(1);
  });

  it('asks once more when changes come while an answer is under way, however many', async () => {
    const { answers, change } = world(null);
    change();
    change();
    change();
    expect(answers).toHaveLength(1);
    answers[0]!({ ok: true, value: state(1) });
    await settle();
    expect(answers).toHaveLength(2);
    answers[1]!({ ok: true, value: state(2) });
    await settle();
    expect(answers).toHaveLength(2);
  });

  it('shows nothing any more once it has ended', async () => {
    const { answers, shown, ended } = world(null);
    await settle();
    const before = shown.length;
    ended.abort();
    answers[0]!({ ok: true, value: state(1) });
    await settle();
    expect(shown).toHaveLength(before);
  });
});
