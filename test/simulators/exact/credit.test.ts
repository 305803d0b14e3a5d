import { afterEach, beforeEach, expect, it } from 'vitest';
import { ANNA, api, connect, send, startHarness } from './harness';
import type { Harness } from './harness';

const LAMP = 100001;
let harness: Harness;
let token: string;
beforeEach(async () => {
  harness = await startHarness();
  token = (await connect(harness)).access_token;
});
afterEach(() => harness.close());

it('a credit typed by hand takes back what was booked, is found by the same reference, and is no second entry of the same', async () => {
  const { sim } = harness;
  const master = sim.master(LAMP);
  const body = { Customer: master.accounts.get('1001')?.id, Journal: '70', EntryDate: '2026-03-05', YourRef: 'F1', SalesEntryLines: [{ GLAccount: master.glAccounts.get('8000')?.id, VATCode: '2', AmountFC: 100 }] };
  const posted = await send(harness, token, 'POST', `${String(LAMP)}/salesentry/SalesEntries`, body);
  expect(posted.status).toBe(201);
  const [original] = sim.books(LAMP);
  const credit = sim.creditByHand(LAMP, original?.entryId ?? '', ANNA.login);
  expect(credit).toMatchObject({ type: 21, yourRef: 'F1', total: -(original?.total ?? 0), creator: original?.creator, topic: 'Hand', date: original?.date, status: 20 });
  expect(credit.entryNumber).not.toBe(original?.entryNumber);
  expect(sim.trialBalance(LAMP)).toMatchObject({ sum: 0 });
  expect(Object.values(sim.trialBalance(LAMP).accounts).filter((amount) => amount !== 0)).toEqual([]);
  const found = await api(harness, token, `${String(LAMP)}/salesentry/SalesEntries?$select=EntryID,Type&$filter=YourRef eq 'F1'`);
  expect(found.json.d?.results?.map((row) => Number(row['Type'])).sort()).toEqual([20, 21]);
  expect(sim.doubles(LAMP)).toEqual([]);
});
