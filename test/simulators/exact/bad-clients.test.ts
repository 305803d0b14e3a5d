/**
 * Clients that do what the real Exact punishes. Each must be caught: by the answer that Exact gives, and by name in `violations`,
 * so that a test of the product can demand that none was recorded. The last test is a client that behaves.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ANNA, api, APP, authorizePath, connect, Person, send, startHarness, tokenCall } from './harness';
import type { Harness, TokenAnswer } from './harness';

/** Another user of the same administration. */
const CLAIRE = { login: 'claire.smith', password: 'Count!2026', code: '112233' };

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.close());

const caught = (): readonly string[] => [...new Set(harness.sim.violations.map((violation) => violation.code))];
const refresh = (pair: TokenAnswer) => tokenCall(harness, { grant_type: 'refresh_token', refresh_token: pair.refresh_token });
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

describe('tokens', () => {
  it('the early refresher, at 540 seconds', async () => {
    const pair = await connect(harness);
    harness.clock.advance(540_000);
    expect((await refresh(pair)).body.error).toBe('access_denied');
    expect(caught()).toEqual(['refresh-too-early']);
  });

  it('the double refresher: two contexts with one token', async () => {
    const pair = await connect(harness);
    harness.clock.advance(600_000);
    const answers = await Promise.all([refresh(pair), refresh(pair)]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 401]);
    expect(caught()).toEqual(['old-refresh-token']);
  });

  it('double consent: a chain per shop for one user', async () => {
    const shopA = await connect(harness);
    const shopB = await connect(harness);
    harness.clock.advance(600_000);
    expect([(await refresh(shopA)).status, (await refresh(shopB)).status]).toEqual([400, 200]);
    expect(caught()).toEqual(['double-consent']);
  });

  it('the blind retrier of a code', async () => {
    const code = (await new Person(harness).authorize(authorizePath())).searchParams.get('code') ?? '';
    const exchange = () => tokenCall(harness, { grant_type: 'authorization_code', code, redirect_uri: APP.redirectUri });
    harness.sim.fault({ where: 'token', kind: 'cut-after' });
    await expect(exchange()).rejects.toThrow();
    expect((await exchange()).body.error).toBe('invalid_grant');
    expect(caught()).toEqual(['code-reused']);
  });

  it('the one that decodes the code twice, or not at all', async () => {
    const back = await new Person(harness).authorize(authorizePath());
    const raw = /code=([^&]+)/.exec(back.href)?.[1] ?? '';
    expect(raw).toContain('%21');
    expect((await tokenCall(harness, { grant_type: 'authorization_code', code: raw, redirect_uri: APP.redirectUri })).status).toBe(400);
  });

  it('a secret in the address', async () => {
    await harness.ask({ method: 'POST', path: `/api/oauth2/token?client_id=${APP.clientId}&client_secret=${APP.clientSecret}`, headers: FORM, body: 'grant_type=refresh_token' });
    await harness.ask({ path: authorizePath({ hint: APP.clientSecret }) });
    expect(caught()).toEqual(['secret-in-url']);
    expect(JSON.stringify(harness.sim.calls)).not.toContain(APP.clientSecret);
  });

  it('a token in the address', async () => {
    const pair = await connect(harness);
    expect((await harness.ask({ path: `/api/v1/current/Me?$select=UserID&access_token=${pair.access_token}` })).status).toBe(401);
    expect(caught()).toEqual(['token-in-url']);
  });

  it('JSON to the token endpoint, and the secret as Basic', async () => {
    const body = JSON.stringify({ grant_type: 'refresh_token', client_id: APP.clientId, client_secret: APP.clientSecret });
    expect((await harness.ask({ method: 'POST', path: '/api/oauth2/token', headers: { 'content-type': 'application/json' }, body })).status).toBe(400);
    const basic = `Basic ${Buffer.from(`${APP.clientId}:${APP.clientSecret}`).toString('base64')}`;
    expect((await harness.ask({ method: 'POST', path: '/api/oauth2/token', headers: { ...FORM, authorization: basic }, body: 'grant_type=refresh_token' })).status).toBe(400);
    expect(caught()).toEqual(['wrong-content-type', 'secret-outside-body']);
  });

  it('no state, a short one, and one used again', async () => {
    const person = new Person(harness);
    await person.authorize(authorizePath({ state: 'the-same-state-again' }));
    await person.go(authorizePath({ state: 'the-same-state-again' }));
    await person.go(authorizePath({ state: '12' }));
    await person.go(authorizePath().replace(/&state=[^&]+/, ''));
    expect(caught()).toEqual(['state-reused', 'weak-state', 'missing-state']);
  });
});

describe('calls', () => {
  it('cookies of the web session sent along', async () => {
    const person = new Person(harness);
    const pair = await connect(harness, person);
    await api(harness, pair.access_token, 'current/Me?$select=UserID', { cookie: person.cookieHeader() });
    harness.clock.advance(600_000);
    await harness.ask({ method: 'POST', path: '/api/oauth2/token', headers: { ...FORM, cookie: person.cookieHeader() }, body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: pair.refresh_token, client_id: APP.clientId, client_secret: APP.clientSecret }).toString() });
    expect(harness.sim.violations.map((violation) => violation.code)).toEqual(['cookies-sent', 'cookies-sent']);
  });

  it('the wrong administration', async () => {
    const pair = await connect(harness);
    expect((await api(harness, pair.access_token, '100004/vat/VATCodes?$select=Code')).status).toBe(403);
    expect(caught()).toEqual(['wrong-division']);
  });

  it('no $select', async () => {
    const pair = await connect(harness);
    await api(harness, pair.access_token, '100001/financial/Journals');
    expect(caught()).toEqual(['missing-select']);
  });

  it('one that calls on after 429', async () => {
    harness.sim.options.callsPerMinute = 1;
    const pair = await connect(harness);
    const ask = () => api(harness, pair.access_token, '100001/financial/Journals?$select=Code');
    await ask();
    expect([(await ask()).status, caught()]).toEqual([429, []]);
    harness.clock.advance(2_000);
    await ask();
    expect(caught()).toEqual(['call-after-429']);
  });

  it('one that repeats a wrong call for ever', async () => {
    const pair = await connect(harness);
    for (let at = 0; at < 12; at += 1) await api(harness, pair.access_token, '100001/crm/Accounts?$select=ID');
    expect(caught()).toEqual(['error-budget']);
  });
});

describe('waiting for 401', () => {
  it('one that goes on with an expired token', async () => {
    const pair = await connect(harness);
    harness.clock.advance(600_000);
    const ask = () => api(harness, pair.access_token, '100001/financial/Journals?$select=Code');
    for (let at = 0; at < 11; at += 1) expect((await ask()).status).toBe(401);
    expect([(await ask()).status, caught()]).toEqual([429, ['error-budget']]);
  });
});

describe('files', () => {
  const line = (vat: string, side = 'Credit', amount = '100.00', reference = '<References><YourRef>F1</YourRef></References>'): string =>
    `<GLTransactionLine type="20"><Date>2026-03-05</Date><GLAccount code="8000"/><Amount><Currency code="EUR"/><${side}>${amount}</${side}>${vat}</Amount>${reference}</GLTransactionLine>`;
  const file = (lines: string, type = 20): string => `<eExact><GLTransactions><GLTransaction><TransactionType number="${type}"/><Journal code="70"/><Date>2026-03-05</Date><Account code="1001"/>${lines}</GLTransaction></GLTransactions></eExact>`;
  const vat = '<VAT code="2"/>';

  it.each([
    ['a VAT code left out', file(line('')), 'missing-vat-code'],
    ['no reference', file(line(vat, 'Credit', '100.00', '')), 'missing-reference'],
    ['a credit note with the signs of a sale', file(line(vat).replace('type="20"', 'type="21"'), 21), 'sign-against-type'],
    ['a line of another type', file(line(vat, 'Debit'), 21), 'line-type-differs'],
    ['more than two decimals', file(line(vat, 'Credit', '100.005')), 'amount-decimals'],
    ['exponents', file(line(vat, 'Credit', '1e2')), 'amount-exponent'],
    ['elements out of order', file(line(vat)).replace('<Journal code="70"/><Date>2026-03-05</Date>', '<Date>2026-03-05</Date><Journal code="70"/>'), 'schema-invalid'],
    ['a bare ampersand', file(line(vat)).replace('<GLTransactionLine', '<!-- --><GLTransactionLine').replace('F1', 'R&D'), 'not-well-formed'],
    ['another topic along', file(line(vat)).replace('<eExact>', '<eExact><Accounts><Account code="1001"/></Accounts>'), 'other-topic'],
  ])('%s', (_what, text, code) => {
    harness.sim.importXml(100001, 'GLTransactions', text);
    expect(caught()).toEqual([code]);
  });

  it('the wrong administration: another one\'s customer is unknown there', () => {
    harness.sim.master(100001).accounts.set('8801', { ...harness.sim.master(100001).accounts.get('1001')!, code: '8801' });
    const text = file(line(vat)).replace('code="1001"', 'code="8801"');
    expect(harness.sim.importXml(100002, 'GLTransactions', text)).toMatchObject({ done: 0, refused: 1 });
    expect(harness.sim.importXml(100001, 'GLTransactions', text)).toMatchObject({ done: 1, refused: 0 });
  });

  it('the same file twice without entry numbers is there twice, which the books show', () => {
    harness.sim.importXml(100001, 'GLTransactions', file(line(vat)));
    harness.sim.importXml(100001, 'GLTransactions', file(line(vat)));
    expect(harness.sim.totalsPerVatCode(100001)).toMatchObject({ 2: { net: 20000, entries: 2 } });
  });
});

describe('bookings over REST', () => {
  const LAMP = 100001;
  const id = (kind: 'accounts' | 'glAccounts', code: string): string => harness.sim.master(LAMP)[kind].get(code)?.id ?? '';
  const entry = (line: Record<string, unknown> = {}, more: Record<string, unknown> = {}) => ({
    Customer: id('accounts', '1'), Journal: '70', EntryDate: '2026-03-05', YourRef: 'SHOP1-7', SalesEntryLines: [{ GLAccount: id('glAccounts', '8000'), VATCode: '2', AmountFC: 100, ...line }], ...more,
  });
  const post = async (body: unknown, division = LAMP) => send(harness, (await connect(harness)).access_token, 'POST', `${division}/salesentry/SalesEntries`, body);

  it.each(['cut-after', 'text-500', '408'] as const)('the blind retrier, after %s of a stored entry, has two', async (kind) => {
    const token = (await connect(harness)).access_token;
    const once = () => send(harness, token, 'POST', `${LAMP}/salesentry/SalesEntries`, entry());
    harness.sim.fault({ where: 'entry', kind, processed: true });
    const first = await once().catch(() => undefined);
    if (first?.status !== 201) await once();
    expect(harness.sim.doubles(LAMP).map((group) => group.map(({ yourRef }) => yourRef))).toEqual([['SHOP1-7', 'SHOP1-7']]);
  });

  it('the one that looks first has one', async () => {
    const token = (await connect(harness)).access_token;
    harness.sim.fault({ where: 'entry', kind: 'cut-after' });
    await expect(send(harness, token, 'POST', `${LAMP}/salesentry/SalesEntries`, entry())).rejects.toThrow();
    const found = await api(harness, token, `${LAMP}/salesentry/SalesEntries?$select=EntryID&$filter=YourRef eq 'SHOP1-7'`);
    expect([found.json.d?.results?.length, harness.sim.doubles(LAMP)]).toEqual([1, []]);
  });

  it('the one that looks once, too early, has two', async () => {
    const token = (await connect(harness)).access_token;
    const once = () => send(harness, token, 'POST', `${LAMP}/salesentry/SalesEntries`, entry());
    harness.sim.fault({ where: 'entry', kind: 'store-late', seconds: 200 });
    await expect(once()).rejects.toThrow();
    const found = await api(harness, token, `${LAMP}/salesentry/SalesEntries?$select=EntryID&$filter=YourRef eq 'SHOP1-7'`);
    if (found.json.d?.results?.length === 0) await once();
    harness.clock.advance(200_000);
    expect(harness.sim.doubles(LAMP).map((group) => group.length)).toEqual([2]);
  });

  it('the one that removes what shares a reference: a credit that a bookkeeper typed is gone', async () => {
    await post(entry());
    const [original] = harness.sim.books(LAMP);
    const credit = harness.sim.creditByHand(LAMP, original?.entryId ?? '', 'anna.jansen');
    const token = (await connect(harness)).access_token;
    expect((await send(harness, token, 'DELETE', `${LAMP}/salesentry/SalesEntries(guid'${credit.entryId}')`)).status).toBe(204);
    expect([caught(), harness.sim.books(LAMP).map(({ type }) => type)]).toEqual([['foreign-entry-removed'], [20]]);
  });

  it('the one that takes another user’s copy for its own, line by line as well', async () => {
    await post(entry());
    await post(entry());
    const [first, second] = harness.sim.books(LAMP);
    const other = (await connect(harness, new Person(harness), CLAIRE)).access_token;
    await send(harness, other, 'DELETE', `${LAMP}/salesentry/SalesEntries(guid'${first?.entryId ?? ''}')`);
    await send(harness, other, 'DELETE', `${LAMP}/salesentry/SalesEntryLines(guid'${second?.lines[0]?.id ?? ''}')`);
    expect([caught(), harness.sim.violations.length, harness.sim.books(LAMP)]).toEqual([['foreign-entry-removed'], 2, []]);
  });

  it('two that each remove a copy without looking whether the other one still stands leave none', async () => {
    const token = (await connect(harness)).access_token;
    await send(harness, token, 'POST', `${LAMP}/salesentry/SalesEntries`, entry());
    await send(harness, token, 'POST', `${LAMP}/salesentry/SalesEntries`, entry());
    // Both look, then both remove: one the older, one the newer.
    const found = harness.sim.books(LAMP).map(({ entryId }) => entryId);
    for (const entryId of found) expect((await send(harness, token, 'DELETE', `${LAMP}/salesentry/SalesEntries(guid'${entryId}')`)).status).toBe(204);
    expect([found.length, harness.sim.books(LAMP), caught()]).toEqual([2, [], []]);
  });

  it('the one that makes a document again after its answer was lost has two on one entry', async () => {
    const token = (await connect(harness)).access_token;
    await send(harness, token, 'POST', `${LAMP}/salesentry/SalesEntries`, entry());
    const FinancialTransactionEntryID = harness.sim.books(LAMP)[0]?.entryId;
    const once = () => send(harness, token, 'POST', `${LAMP}/documents/Documents`, { Subject: 'ShopCtrl SHOP1-7', Type: 10, FinancialTransactionEntryID });
    harness.sim.fault({ where: 'document', kind: 'cut-after' });
    await expect(once()).rejects.toThrow();
    await once();
    expect(harness.sim.documentDoubles(LAMP)).toEqual([FinancialTransactionEntryID]);
  });

  it('the one that believes a number in use to be its own entry has booked nothing', async () => {
    const token = (await connect(harness)).access_token;
    const numbered = (reference: string) => send(harness, token, 'POST', `${LAMP}/salesentry/SalesEntries`, entry({}, { EntryNumber: 26_700_123, YourRef: reference }));
    expect((await numbered('SOMEBODY-ELSE')).status).toBe(201);
    expect((await numbered('SHOP1-7')).status).toBe(500);
    expect(harness.sim.books(LAMP).map(({ yourRef }) => yourRef)).toEqual(['SOMEBODY-ELSE']);
  });

  it('a credit with the reference of its original is no double', async () => {
    await post(entry());
    await post(entry({ AmountFC: -100 }));
    expect([harness.sim.books(LAMP).map(({ type }) => type), harness.sim.doubles(LAMP)]).toEqual([[20, 21], []]);
  });

  it('a VAT code left out: the account\'s default books in silence, into the wrong box', async () => {
    expect((await post(entry({ VATCode: null, GLAccount: id('glAccounts', '8005') }))).status).toBe(201);
    expect([harness.sim.books(LAMP)[0]?.vat, harness.sim.books(LAMP)[0]?.flags, caught()]).toEqual([2100, ['vat-code-left-out'], ['missing-vat-code']]);
    expect(harness.sim.report(LAMP, '2026-03-01', '2026-03-31').boxes).toMatchObject({ '1a': { base: 10_000 }, '3a': { base: 0 } });
  });

  it('the wrong administration: ids of one are strange to another, and one without rights is shut', async () => {
    const answer = await post(entry(), 100002);
    expect([answer.status, answer.json.error?.message.value]).toEqual([500, 'Ongeldige referentie: Klant\r\nOngeldige referentie: Grootboekrekening']);
    expect([(await post(entry(), 100004)).status, caught()]).toEqual([403, ['wrong-division']]);
    expect([harness.sim.books(LAMP), harness.sim.books(100002)]).toEqual([[], []]);
  });

  it('a code of type I: the net amount is taken as gross', async () => {
    await post(entry({ VATCode: '4', VATAmountFC: 21 }));
    expect([harness.sim.books(LAMP)[0]?.total, harness.sim.books(LAMP)[0]?.vat, harness.sim.books(LAMP)[0]?.flags, caught()]).toEqual([10_000, 1736, ['including-code'], ['including-vat-code']]);
  });

  it('a One Stop Shop code on a relation of another country', async () => {
    const german = entry({ VATCode: 'DE1', GLAccount: id('glAccounts', '8006') });
    expect((await post(german)).status).toBe(201);
    expect(harness.sim.books(LAMP)[0]?.flags).toEqual(['oss-country']);
    harness.sim.options.countryFit = 'refused';
    const refused = await post(german);
    expect([refused.status, refused.json.error?.message.value]).toEqual([500, 'Ongeldig: Btw-percentage']);
  });

  it('an intra-Community code on a collective debtor', async () => {
    const listed = entry({ VATCode: '7', GLAccount: id('glAccounts', '8004') }, { Customer: id('accounts', '2106') });
    expect((await post(listed)).status).toBe(500);
    harness.sim.options.icpNeedsVatNumber = false;
    await post(listed);
    const report = harness.sim.report(LAMP, '2026-03-01', '2026-03-31');
    expect([report.icp, report.flagged.map(({ flags }) => flags)]).toEqual([[{ number: '', listing: 'L', base: 10_000 }], [['icp-without-number']]]);
  });

  it('an export code on a sale within the Union: every figure is right, the boxes are not', async () => {
    await post(entry({ VATCode: '6', GLAccount: id('glAccounts', '8004') }, { Customer: id('accounts', '3001') }));
    const { boxes, icp } = harness.sim.report(LAMP, '2026-03-01', '2026-03-31');
    expect([boxes['3a'].base, boxes['3b'].base, icp]).toEqual([10_000, 0, []]);
  });

  it('no reference, a long one, and more than two decimals', async () => {
    await post(entry({ AmountFC: 10.005 }, { YourRef: null }));
    await post(entry({ AmountFC: 0.1 + 0.2 }, { YourRef: 'x'.repeat(51) }));
    expect([caught().toSorted(), harness.sim.books(LAMP).map(({ net, yourRef }) => [net, yourRef.length])]).toEqual([['amount-decimals', 'missing-reference', 'reference-too-long'], [[1001, 0], [30, 50]]]);
  });

  it('a relation made twice is found by what both share', async () => {
    const token = (await connect(harness)).access_token;
    const make = (Code: string, SearchCode: string) => send(harness, token, 'POST', `${LAMP}/crm/Accounts`, { Name: 'Klant', Status: 'C', Code, SearchCode });
    await make('90001', 'W-7');
    await make('90002', 'W-8');
    expect(harness.sim.debtorDoubles(LAMP)).toEqual([]);
    await make('90003', 'W-7');
    expect(harness.sim.debtorDoubles(LAMP)).toEqual([['90001', '90003']]);
  });
});

it('a client that behaves is not accused: consent, calls, refresh, lost answer, consent again, import', async () => {
  const person = new Person(harness);
  const first = await connect(harness, person);
  await api(harness, first.access_token, 'current/Me?$select=UserID,FullName');
  await api(harness, first.access_token, '100001/system/Divisions?$select=Code,Description');
  harness.clock.advance(570_000);
  const second = (await refresh(first)).body;
  harness.clock.advance(600_000);
  harness.sim.fault({ where: 'token', kind: 'cut-after' });
  await expect(refresh(second)).rejects.toThrow();
  expect((await refresh(second)).status).toBe(401);
  const third = await connect(harness, person, ANNA);
  expect((await api(harness, third.access_token, '100001/vat/VATCodes?$select=Code')).status).toBe(200);
  harness.sim.importXml(100001, 'Accounts', '<eExact><Accounts><Account code="9001" status="C"><Name>x</Name></Account></Accounts></eExact>');
  expect(harness.sim.violations).toEqual([]);
});
