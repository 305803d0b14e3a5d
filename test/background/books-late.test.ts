/** Sync while the books of its administration are on their way: codes that take more than a minute to read, and books that were never read. */
import { afterEach, expect, it } from 'vitest';
import { syncReasonText } from '../../lib/words/sync-reasons';
import { alarmsGoOff, oneRun, SHOPS, syncIsOn, type CallsStage } from './calls-stage';

const [{ division }] = SHOPS as [(typeof SHOPS)[number]];
const MINUTE = 60_000;

let given: CallsStage;
afterEach(() => given.stage.close());

const codesRead = () => given.calls().filter(({ path }) => path.includes('/vat/VATCodes') && !path.includes('skiptoken'));
const state = () => given.stage.background.app.sync.state(given.shop);
const stored = () => given.stage.background.app.books.booksOf(given.shop);

it('codes of more calls than a minute holds are read on beside the run, once, and all is booked without a refusal', { timeout: 60_000 }, async () => {
  given = await syncIsOn(12, { pageSize: 8, callsPerMinute: 60 }, ({ sims }) => {
    sims.exact.options.callsPerMinute = 1000;
  });
  const { stage } = given;
  stage.sims.exact.options.callsPerMinute = 30;
  // As it is where time passes while the worker waits.
  let slept = 0;
  stage.sleeps = (milliseconds) => {
    slept += milliseconds;
    stage.sims.clock.advance(milliseconds);
  };
  const calls = await oneRun(given, 12);
  const reading = calls.filter(({ method, path }) => method === 'GET' && /vat|financial|cashflow|general/.test(path));
  expect(reading.length).toBeGreaterThan(30);
  expect(slept).toBeGreaterThan(0);
  expect(calls.filter(({ status }) => status >= 400)).toEqual([]);
  // Begun by the run, and once more from the start by what reads on beside it.
  expect(codesRead().length).toBeLessThanOrEqual(2);
  const read = codesRead().length;
  stage.sims.clock.advance(20 * MINUTE);
  await stage.background.alarm('sync');
  await stage.background.idle();
  expect(codesRead().length).toBe(read);
  expect((await state()).held).toBeNull();
});

it.each([
  ['a right that is missing', 'exact-forbidden', true, 'lacks a right'],
  ['a fault of Exact', 'exact-error', false, 'Exact'],
] as const)('a shop whose books were never read, for %s, books nothing, says why, and goes on by itself once they can be', { timeout: 60_000 }, async (_why, code, person, said) => {
  let mend = (): void => undefined;
  given = await syncIsOn(3, {}, ({ sims: { exact } }) => {
    const where = { where: /\/vat\/VATCodes/, method: 'GET' };
    if (code === 'exact-error') mend = exact.fault({ ...where, kind: 'json-500', times: 1000 });
    else exact.fault({ ...where, kind: 'none', act: () => (mend = exact.withdrawDivision('anna.jansen', division)) });
  });
  const { stage } = given;
  expect(await stored()).toBeNull();
  await alarmsGoOff(given, stage.sims.clock.now() + 3 * MINUTE);
  expect(given.calls().filter(({ method }) => method === 'POST')).toEqual([]);
  const { held } = await state();
  expect([held?.code, held?.person]).toEqual([code, person]);
  if (held) expect(syncReasonText('en', held)).toContain(said);
  // No more often than Exact's count of errors bears.
  expect(codesRead().length).toBeLessThanOrEqual(2);
  mend();
  await alarmsGoOff(given, stage.sims.clock.now() + 90 * MINUTE, { done: async () => (await given.booked()).booked + (await given.booked()).proved === 3 });
  const { booked, proved } = await given.booked();
  expect(booked + proved).toBe(3);
  expect(await stored()).not.toBeNull();
  expect((await state()).held).toBeNull();
});

it('before any reading has ended, it is said that the codes are yet to be read', () => {
  expect(syncReasonText('en', { code: 'S-WAIT', params: { cause: 'books', until: 0 } })).toContain('The codes of the administration have yet to be read.');
});
