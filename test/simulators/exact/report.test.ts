import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { api, connect, send, startHarness } from './harness';
import type { Harness } from './harness';
import { collectiveDebtor, EXAMPLE_TABLE, HABITS } from './index';

const LAMP = 100001;
let harness: Harness;
let token: string;
beforeEach(async () => {
  harness = await startHarness({ callsPerMinute: 5000 });
  token = (await connect(harness)).access_token;
});
afterEach(() => harness.close());

interface Sold {
  readonly reference: string;
  readonly date: string;
  readonly debtor: string;
  readonly currency?: string;
  readonly lines: readonly (readonly [account: string, vatCode: string, net: string, vat: string])[];
}

/** One sale or credit per treatment; VAT as the shop invoiced it. */
const SOLD: readonly Sold[] = [
  { reference: 'A1', date: '2026-01-10', debtor: '1', lines: [['8000', '2', '100.00', '21.00'], ['8001', '1', '10.00', '0.91'], ['1400', 'N', '25.00', '0.00']] },
  { reference: 'A2', date: '2026-01-31', debtor: '3001', lines: [['8004', '7', '250.00', '0.00'], ['8013', '8', '50.00', '0.00']] },
  { reference: 'A3', date: '2026-02-01', debtor: '2106', lines: [['8006', 'DE1', '100.00', '19.00'], ['8007', 'DE2', '9.35', '0.65']] },
  { reference: 'A4', date: '2026-02-02', debtor: '2124', currency: 'SEK', lines: [['8006', 'SE1', '1000.00', '250.00']] },
  { reference: 'A5', date: '2026-02-03', debtor: '2002', lines: [['8005', '6', '80.00', '0.00'], ['8017', 'C8', '100.00', '8.10']] },
  { reference: 'A6', date: '2026-03-31', debtor: '1', lines: [['8000', '2', '-40.00', '-8.40'], ['8001', '1', '-5.00', '-0.45']] },
  { reference: 'A7', date: '2026-03-31', debtor: '2106', lines: [['8006', 'DE1', '-10.00', '-1.90']] },
  { reference: 'A8', date: '2026-04-01', debtor: '1', lines: [['8000', '2', '999.00', '209.79']] },
];
const id = (kind: 'accounts' | 'glAccounts', code: string): string => harness.sim.master(LAMP)[kind].get(code)?.id ?? '';

async function overRest(sold: Sold): Promise<number> {
  const SalesEntryLines = sold.lines.map(([account, VATCode, AmountFC, VATAmountFC]) => ({ GLAccount: id('glAccounts', account), VATCode, AmountFC, VATAmountFC, Description: account }));
  return (await send(harness, token, 'POST', `${LAMP}/salesentry/SalesEntries`, { Customer: id('accounts', sold.debtor), Journal: '71', EntryDate: sold.date, YourRef: sold.reference, Description: sold.reference, PaymentCondition: '14', Currency: sold.currency ?? 'EUR', SalesEntryLines })).status;
}

function asXml(sold: Sold): string {
  const total = sold.lines.reduce((sum, [, , net]) => sum + Number(net), 0);
  const type = total < 0 ? 21 : 20;
  const lines = sold.lines.map(([account, code, net, vat]) => {
    const value = (text: string): string => (Number(text) === 0 ? '0.00' : text.startsWith('-') ? text.slice(1) : `-${text}`);
    return `<GLTransactionLine type="${type}"><Date>${sold.date}</Date><GLAccount code="${account}"/><Description>${account}</Description><ForeignAmount><Currency code="${sold.currency ?? 'EUR'}"/><Value>${value(net)}</Value><VAT code="${code}"/><VATAmount>${value(vat)}</VATAmount></ForeignAmount><References><YourRef>${sold.reference}</YourRef></References></GLTransactionLine>`;
  });
  return `<GLTransaction><TransactionType number="${type}"/><Journal code="71"/><PaymentCondition code="14"/><Date>${sold.date}</Date><Description>${sold.reference}</Description><Account code="${sold.debtor}"/>${lines.join('')}</GLTransaction>`;
}

describe('the report of a quarter', () => {
  it('has boxes, listing and One Stop Shop from what was booked over REST', async () => {
    for (const sold of SOLD) expect(await overRest(sold)).toBe(201);
    const report = harness.sim.report(LAMP, '2026-01-01', '2026-03-31');
    expect(report.boxes).toEqual({
      '1a': { base: 6000, vat: 1260 }, '1b': { base: 500, vat: 46 }, '1c': { base: 0, vat: 0 }, '1e': { base: 0, vat: 0 },
      '3a': { base: 18_000, vat: 0 }, '3b': { base: 30_000, vat: 0 }, '3c': { base: 0, vat: 0 },
    });
    expect(report.icp).toEqual([{ number: 'DE136695976', listing: 'L', base: 25_000 }, { number: 'DE136695976', listing: 'S', base: 5000 }]);
    expect(report.oss.map(({ country, rate, base, vat }) => [country, rate, base, vat])).toEqual([['DE', 0.07, 935, 65], ['DE', 0.19, 9000, 1710], ['SE', 0.25, 8800, 2200]]);
    expect(report.oss[2]?.perCurrency).toEqual({ SEK: { base: 100_000, vat: 25_000 } });
    expect(report.perCode['N']).toEqual({ base: 2500, vat: 0 });
    expect(Object.values(report.perAccount).reduce((sum, balance) => sum + balance, 0)).toBe(0);
    expect([report.perAccount['8000'], report.perAccount['1500'], report.perAccount['1542']]).toEqual([-6000, -1260, -810]);
  });

  it('is the same when the same sales come by XML, and so is every entry', async () => {
    for (const sold of SOLD) await overRest(sold);
    const answer = harness.sim.importXml(100002, 'GLTransactions', `<eExact><GLTransactions>${SOLD.map(asXml).join('')}</GLTransactions></eExact>`);
    expect([answer.done, answer.refused]).toEqual([SOLD.length, 0]);
    expect(harness.sim.comparable(100002)).toEqual(harness.sim.comparable(LAMP));
    expect(harness.sim.report(100002, '2026-01-01', '2026-12-31')).toEqual(harness.sim.report(LAMP, '2026-01-01', '2026-12-31'));
    expect(harness.sim.comparable(LAMP)[0]).toMatchObject({ yourRef: 'A1', debtor: '1', journal: '71', lines: [{ account: '8000', vatCode: '2', percentage: 0.21, net: 10_000, vat: 2100 }, { vatCode: '1', vat: 91 }, { vatCode: 'N' }] });
    expect(harness.sim.violations).toEqual([]);
  });

  it('shows where stated VAT was passed over in one way in', async () => {
    harness.sim.options.vatAmount = 'ignored';
    for (const sold of SOLD) await overRest(sold);
    harness.sim.importXml(100002, 'GLTransactions', `<eExact><GLTransactions>${SOLD.map(asXml).join('')}</GLTransactions></eExact>`);
    expect([harness.sim.report(LAMP, '2026-01-01', '2026-01-31').boxes['1b'].vat, harness.sim.report(100002, '2026-01-01', '2026-01-31').boxes['1b'].vat]).toEqual([91, 90]);
  });
});

describe('codes against relations', () => {
  it('a One Stop Shop code on a relation of another country: accepted and flagged, or refused', async () => {
    const wrong: Sold = { ...SOLD[2]!, debtor: collectiveDebtor('FR') };
    expect(await overRest(wrong)).toBe(201);
    expect(harness.sim.report(LAMP, '2026-01-01', '2026-03-31').flagged).toMatchObject([{ yourRef: 'A3', flags: ['oss-country'] }]);
    harness.sim.options.countryFit = 'refused';
    expect([await overRest(wrong), await overRest(SOLD[2]!)]).toEqual([500, 201]);
  });

  it('a listing code on a relation without number: refused, or listed without one and flagged', async () => {
    const wrong: Sold = { ...SOLD[1]!, debtor: '1' };
    expect(await overRest(wrong)).toBe(500);
    harness.sim.options.icpNeedsVatNumber = false;
    expect(await overRest(wrong)).toBe(201);
    const report = harness.sim.report(LAMP, '2026-01-01', '2026-03-31');
    expect([report.icp.map(({ number }) => number), report.flagged[0]?.flags]).toEqual([['', ''], ['icp-without-number']]);
  });
});

describe('what the administrations offer', () => {
  it('a table of accounts and codes that exist and fit', () => {
    const { vatCodes, glAccounts } = harness.sim.master(LAMP);
    for (const row of EXAMPLE_TABLE) {
      const code = vatCodes.get(row.vatCode);
      expect([row.vatCode, code?.blocked, code && Math.round(code.percentage * 10_000)]).toEqual([row.vatCode, false, row.rate ?? 0]);
      expect([row.account, glAccounts.get(row.account)?.blocked]).toEqual([row.account, false]);
      expect(code?.ossCountry ?? '').toBe(row.regime === 'OSS' ? row.country : '');
    }
    const keys = EXAMPLE_TABLE.map(({ regime, use, country, rate }) => `${regime} ${use} ${country} ${rate ?? ''}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('boxes and dated percentages in the download of topic VATs', async () => {
    const ask = () => harness.ask({ path: `/docs/XMLDownload.aspx?Topic=VATs&_Division_=${LAMP}`, headers: { authorization: `Bearer ${token}` } });
    const { text } = await ask();
    const one = /<VAT code="2".*?<\/VAT>/.exec(text)?.[0] ?? '';
    expect([...one.matchAll(/BoxType="(.)".*?VATBox code="(..)"/g)].map(([, kind, box]) => [kind, box])).toEqual([['B', '1a'], ['V', '1a']]);
    expect(one).toContain('<VATPercentage percentage="0.21" LineNumber="2"><StartDate>2012-10-01</StartDate></VATPercentage>');
    harness.sim.options.vatsDownload = 'off';
    expect((await ask()).status).toBe(404);
  });

  it('a bookkeeper\'s history, on request: readable as ledger lines, each habit as often as it is said', async () => {
    expect(harness.sim.books(LAMP)).toEqual([]);
    harness.sim.options.history = true;
    const lines: Record<string, unknown>[] = [];
    let next: string | undefined = `100002/financialtransaction/TransactionLines?$select=GLAccountCode,VATCode,LineNumber,Account&$filter=Date ge datetime'2025-08-01' and Type eq 20`;
    while (next !== undefined) {
      const answer: Awaited<ReturnType<typeof api>> = await api(harness, token, next);
      lines.push(...(answer.json.d?.results ?? []));
      next = answer.json.d?.__next?.split('/api/v1/')[1];
    }
    const met = new Map<string, number>();
    for (const row of lines) if (row['LineNumber'] === 1) met.set(`${String(row['GLAccountCode'])} ${String(row['VATCode']).trim()}`, (met.get(`${String(row['GLAccountCode'])} ${String(row['VATCode']).trim()}`) ?? 0) + 1);
    expect(met.get('8000 2')).toBe(214);
    expect([...met.entries()].sort()).toEqual(HABITS.map(({ account, vatCode, count }): [string, number] => [`${account} ${vatCode}`, count]).sort());
    expect(harness.sim.violations).toEqual([]);
  });
});
