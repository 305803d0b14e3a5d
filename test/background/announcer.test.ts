import { expect, it } from 'vitest';
import { createAnnouncer } from '../../lib/background/announcer';

function rig(): { readonly announcer: ReturnType<typeof createAnnouncer>; readonly told: string[]; readonly written: number[]; readonly slept: number[]; at: number; fails: boolean } {
  const state = { told: [] as string[], written: [] as number[], slept: [] as number[], at: 1000, fails: false };
  const announcer = createAnnouncer({
    notify: (notice) => (state.fails ? Promise.reject(new Error('nobody')) : Promise.resolve(void state.told.push(notice.what))),
    snapshot: () => (state.fails ? Promise.reject(new Error('no disk')) : Promise.resolve(void state.written.push(state.at))),
    now: () => state.at,
    sleep: (milliseconds) => {
      state.slept.push(milliseconds);
      state.at += milliseconds;
      return Promise.resolve();
    },
  });
  return Object.assign(state, { announcer });
}

it('tells equal changes of one moment once, and writes the snapshot once', async () => {
  const { announcer, told, written } = rig();
  announcer.changed('export');
  announcer.changed('export');
  announcer.changed('setup');
  await announcer.idle();
  expect(told).toEqual(['export', 'setup']);
  expect(written).toHaveLength(1);
});

it('writes the first change at once and the last one always, at most every two seconds', async () => {
  const stage = rig();
  for (let step = 0; step < 20; step += 1) {
    stage.announcer.changed('export');
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await stage.announcer.idle();
  expect(stage.written[0]).toBe(1000);
  for (const [at, moment] of stage.written.entries()) expect(moment - (stage.written[at - 1] ?? 0)).toBeGreaterThanOrEqual(at === 0 ? 0 : 2000);
  expect(stage.told.length).toBeGreaterThan(1);
});

it('goes on after a listener or the disk failed', async () => {
  const stage = rig();
  stage.fails = true;
  stage.announcer.changed('export');
  await stage.announcer.idle();
  stage.fails = false;
  stage.announcer.changed('connection');
  await stage.announcer.idle();
  expect(stage.told).toEqual(['connection']);
  expect(stage.written).toHaveLength(1);
});
