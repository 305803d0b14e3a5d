// What the chaos run says of PDFs is itself tried: each thing that can be wrong with a document is done on purpose, and has to be named.
import { beforeEach, afterEach, expect, it } from 'vitest';
import { connect, send, startHarness, type Harness } from '../simulators/exact/harness';
import { pdfOf } from '../simulators/seed';
import { papersOf } from './papers';
import { expectedOf, type Expected } from './truth';
import { CHAOS_SHOPS, createChaosWorld } from './world';

const world = createChaosWorld({ seed: 4, count: 24, now: Date.UTC(2026, 10, 22, 12) });
const expected = expectedOf(world);
const attaching = CHAOS_SHOPS.filter(({ attachPdf }) => attachPdf);
const mine = expected.filter(({ shopId }) => attaching.some((shop) => shop.shopId === shopId));
let harness: Harness;
let token: string;

beforeEach(async () => {
  harness = await startHarness({ callsPerMinute: 10_000 });
  token = (await connect(harness)).access_token;
});
afterEach(() => harness.close());

async function made(division: number, path: string, body: unknown): Promise<string> {
  const answer = await send(harness, token, 'POST', `${String(division)}/${path}`, body);
  if (answer.status !== 201) throw new Error(`${path}: ${String(answer.status)} ${answer.text}`);
  return String(answer.json.d?.['EntryID'] ?? answer.json.d?.['ID']);
}

const customerOf = (division: number, code = '1001'): string => harness.sim.master(division).accounts.get(code)?.id ?? '';

/** Its amounts are those of nobody: papers are not about amounts. */
const book = ({ division, reference, date }: Expected): Promise<string> =>
  made(division, 'salesentry/SalesEntries', { Customer: customerOf(division), Journal: '71', EntryDate: date, YourRef: reference, SalesEntryLines: [{ GLAccount: harness.sim.master(division).glAccounts.get('8000')?.id, VATCode: '2', AmountFC: 10, VATAmountFC: 2.1 }] });

const bytesOf = (one: Expected): Buffer => {
  const record = [...world.shop('demo', one.shopId).book.records()].flatMap(({ invoices }) => invoices).find(({ invoice }) => invoice.InvoiceCode === one.reference);
  if (!record) throw new Error('no invoice');
  return pdfOf(world.seed, record);
};

async function hang(one: Expected, entryId: string, { document = {}, bytes = bytesOf(one), copies = 1 }: { readonly document?: Readonly<Record<string, unknown>>; readonly bytes?: Buffer; readonly copies?: number } = {}): Promise<void> {
  const Document = await made(one.division, 'documents/Documents', { Subject: one.reference, Type: 10, Account: customerOf(one.division), DocumentDate: one.date, FinancialTransactionEntryID: entryId, ...document });
  for (let at = 0; at < copies; at += 1) await made(one.division, 'documents/DocumentAttachments', { Document, FileName: `${one.reference}-${String(at)}.pdf`, Attachment: bytes.toString('base64') });
}

it('all is well when each entry of the shops that want it has its one file, and no other entry has any', async () => {
  for (const one of mine) await hang(one, await book(one));
  expect(papersOf(harness.sim, world, expected)).toEqual({ wanted: mine.length, right: mine.length, details: [] });
  expect([mine.length > 4, expected.length > mine.length]).toEqual([true, true]);
});

it('names what is missing, double, of other bytes, type, debtor or day, and where none is due', async () => {
  const [none, bare, twice, two, bytes, type, debtor, day] = mine as [Expected, Expected, Expected, Expected, Expected, Expected, Expected, Expected];
  expect(mine.length).toBe(8);
  await book(none);
  await hang(bare, await book(bare), { copies: 0 });
  const entryId = await book(twice);
  await hang(twice, entryId);
  await hang(twice, entryId);
  await hang(two, await book(two), { copies: 2 });
  await hang(bytes, await book(bytes), { bytes: bytesOf(bytes).subarray(0, 900) });
  await hang(type, await book(type), { document: { Type: 55 } });
  await hang(debtor, await book(debtor), { document: { Account: customerOf(debtor.division, '4003') } });
  await hang(day, await book(day), { document: { DocumentDate: '2020-01-01' } });
  const other = expected.find(({ shopId }) => !attaching.some((shop) => shop.shopId === shopId)) ?? none;
  await hang(other, await book(other), { bytes: Buffer.from('%PDF-') });
  const lone = await made(none.division, 'documents/Documents', { Subject: 'alone', Type: 10 });
  expect(lone).not.toBe('');
  const { right, details } = papersOf(harness.sim, world, expected);
  expect(right).toBe(0);
  expect([...details].sort()).toEqual(
    [
      `PDF of ${none.reference}: 0 documents, 0 files`, `PDF of ${bare.reference}: 0 files`, `PDF of ${twice.reference}: 2 documents, 2 files`, `PDF of ${two.reference}: 2 files`, `PDF of ${bytes.reference}: other bytes than in ShopCtrl`,
      `PDF of ${type.reference}: type 55`, `PDF of ${debtor.reference}: another debtor`, `PDF of ${day.reference}: of 2020-01-01`, `document ${other.reference} hangs on ${other.reference}, which is to have none`, 'document alone hangs on nothing',
    ].sort(),
  );
});
