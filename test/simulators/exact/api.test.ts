import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { api, ANNA, connect, NL, Person, startHarness } from './harness';
import type { Harness } from './harness';

let harness: Harness;
let token: string;
beforeEach(async () => {
  harness = await startHarness({ callsPerMinute: 1000 });
  token = (await connect(harness)).access_token;
});
afterEach(() => harness.close());

const rows = async (path: string): Promise<readonly Record<string, unknown>[]> => (await api(harness, token, path)).json.d?.results ?? [];

describe('who and where', () => {
  it('current/Me is a collection of one row, without rate headers', async () => {
    const answer = await api(harness, token, 'current/Me?$select=UserID,FullName,CurrentDivision,LanguageCode');
    expect(answer.json.d?.results).toEqual([{ __metadata: expect.anything() as unknown, UserID: harness.sim.user(ANNA.login).id, FullName: 'Anna Jansen', CurrentDivision: 100001, LanguageCode: 'nl-NL' }]);
    expect(answer.headers['x-ratelimit-limit']).toBeUndefined();
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  });

  it('hrm/Divisions lists one licence, with archived ones', async () => {
    expect(await rows('100001/hrm/Divisions?$select=Code,HID,Description,Status,BlockingStatus')).toMatchObject([
      { Code: 100001, HID: 1, Description: 'Lamp & Licht B.V.', Status: 0 },
      { Code: 100002, Status: 0 },
      { Code: 100003, Status: 1 },
    ]);
  });

  it('system/Divisions takes any number and lists all licences; without its scope it is forbidden', async () => {
    const claire = (await connect(harness, new Person(harness), { login: 'claire.smith', password: 'Count!2026', code: '112233' })).access_token;
    const all = await api(harness, claire, '999/system/Divisions?$select=Code,Hid,Status,BlockingStatus');
    expect(all.json.d?.results?.map((row) => [row['Code'], row['Hid'], row['BlockingStatus']])).toEqual([[100001, 1, 0], [100002, 2, 0], [100004, 4, 0], [100005, 5, 1]]);
    expect((await api(harness, claire, '100001/hrm/Divisions?$select=Code')).json.d?.results?.map((row) => row['Code'])).toEqual([100001, 100002]);
    harness.sim.options.scopeOrganization = false;
    const refused = await api(harness, claire, '999/system/Divisions?$select=Code');
    expect([refused.status, refused.json.error?.message.value]).toEqual([403, "Forbidden - Application Scope Violated. Cannot read 'organization.administration' scope."]);
  });

  it('a user without divisions has an empty list', async () => {
    const dirk = (await connect(harness, new Person(harness), { login: 'dirk.leeg', password: 'Niets!2026', code: '000111' })).access_token;
    expect((await api(harness, dirk, 'current/Me?$select=CurrentDivision')).json.d?.results?.[0]?.['CurrentDivision']).toBeNull();
    expect((await api(harness, dirk, '1/system/Divisions?$select=Code')).json.d?.results).toEqual([]);
  });

  it('a blocked, an archived and somebody else\'s division are forbidden, with a reason', async () => {
    const reason = async (division: number): Promise<unknown> => {
      const answer = await api(harness, token, `${division}/vat/VATCodes?$select=ID`);
      return [answer.status, answer.headers['reason']];
    };
    expect(await reason(100003)).toEqual([403, 'DivisionBlocked']);
    expect(await reason(100004)).toEqual([403, 'NoDivisionAccess']);
  });
});

describe('the bearer', () => {
  it('expires after expires_in; the answer is 401, a redirect or a page', async () => {
    const ask = () => api(harness, token, 'current/Me?$select=UserID');
    harness.clock.advance(599_000);
    expect((await ask()).status).toBe(200);
    harness.clock.advance(1_000);
    expect([(await ask()).status, (await ask()).text]).toEqual([401, '']);
    harness.sim.options.expiredAnswer = '302';
    expect([(await ask()).status, (await ask()).headers.location]).toEqual([302, '/docs/Login.aspx']);
    harness.sim.options.expiredAnswer = 'html';
    expect((await ask()).text).toContain('Object moved');
  });

  it('of one site is nothing on another', async () => {
    expect((await harness.ask({ host: 'start.exactonline.be', path: '/api/v1/current/Me', headers: { authorization: `Bearer ${token}` } })).status).toBe(401);
  });
});

describe('OData', () => {
  it('pads VAT codes to 3 and account codes to 18, and writes dates as /Date(ms)/', async () => {
    expect(await rows("100001/vat/VATCodes?$select=Code,Percentage,Type&$filter=Code eq '2  '")).toMatchObject([{ Code: '2  ', Percentage: 0.21, Type: 'E' }]);
    expect((await rows("100001/crm/Accounts?$select=Code&$filter=trim(Code) eq '1001'"))[0]?.['Code']).toBe('1001'.padStart(18));
    expect(await rows("100001/crm/Accounts?$select=Code&$filter=Code eq '1001'")).toEqual([]);
    expect((await rows('100001/financial/FinancialPeriods?$select=StartDate&$filter=FinYear eq 2026 and FinPeriod eq 3'))[0]?.['StartDate']).toBe(`/Date(${Date.UTC(2026, 2, 1)})/`);
  });

  it('pages of 60 with a link that holds an encoded $skiptoken', async () => {
    const seen: unknown[] = [];
    let path = "100001/financial/GLAccounts?$select=Code&$filter=startswith(Code,'80')&$orderby=Code";
    let pages = 0;
    for (;;) {
      const answer = await api(harness, token, path);
      const found = answer.json.d?.results ?? [];
      expect(found.length).toBeLessThanOrEqual(60);
      seen.push(...found.map((row) => row['Code']));
      pages += 1;
      const next = answer.json.d?.__next;
      if (next === undefined) break;
      expect(next).toMatch(new RegExp(`^https://${NL}/api/v1/100001/financial/GLAccounts\\?.*%24skiptoken=guid'`));
      path = next.slice(`https://${NL}/api/v1/`.length);
    }
    expect([pages, seen.length, new Set(seen).size]).toEqual([2, 100, 100]);
    expect(seen).toEqual([...seen].sort());
  });

  it.each([
    ["Type eq 'E' and Percentage eq 0.09 and OssCountry eq null", ['1']],
    ["OssCountry eq 'DE' or OssCountry eq 'DK'", ['DE0', 'DE1', 'DE2', 'DK0', 'DK1']],
    ["not (Type eq 'E') and IsBlocked eq false and EUSalesListing ne 'N'", ['7', '8']],
    ["substringof('verlegd',Description) eq true", ['5']],
    ["Description eq 'Geen btw'", ['N']],
    ["Percentage gt 0.26", ['HU1']],
    ["Percentage le 0.001 and Charged eq true", ['5']],
  ])('$filter %s', async (filter, codes) => {
    const found = await rows(`100001/vat/VATCodes?$select=Code&$filter=${filter}`);
    expect(found.map((row) => String(row['Code']).trim()).sort()).toEqual(codes);
  });

  it('guid, datetime and doubled quotes', async () => {
    const [journal] = await rows("100001/financial/Journals?$select=ID&$filter=Code eq '70'");
    expect(await rows(`100001/financial/Journals?$select=Code,Type&$filter=ID eq guid'${String(journal?.['ID'])}'`)).toMatchObject([{ Code: '70', Type: 20 }]);
    expect((await api(harness, token, `100001/financial/Journals(guid'${String(journal?.['ID'])}')?$select=Code`)).json.d?.['Code']).toBe('70');
    expect((await rows("100001/financial/FinancialPeriods?$select=FinYear&$filter=StartDate ge datetime'2027-11-01' and EndDate le datetime'2027-12-31T00:00:00'")).length).toBe(2);
    harness.sim.master(100001).accounts.set('77', { ...harness.sim.master(100001).accounts.get('1001')!, id: '00000000-0000-4000-8000-000000000077', code: '77', name: "'t Winkeltje" });
    expect((await rows("100001/crm/Accounts?$select=Name&$filter=Name eq '''t Winkeltje'")).length).toBe(1);
  });

  it.each([
    ["100001/financial/Journals?$select=Code&$filter=ID eq '00000000-0000-4000-8000-000000000077'", 'Bad Request - Error in query syntax.'],
    ["100001/financial/Journals?$select=Code&$filter=Code in ('70')", 'Bad Request - Error in query syntax.'],
    ['100001/financial/Journals?$select=Kode', 'Bad Request - Error in query syntax.'],
    ["100001/financial/Journals?$select=Code&$filter=Code eq '70", 'Bad Request - Error in query syntax.'],
    ['100001/crm/Accounts?$select=ID', 'This endpoint has mandatory filtering applied.'],
    ["100001/crm/Accounts?$select=ID&$filter=Remarks eq 'x'", 'This endpoint has mandatory filtering applied.'],
    ['100001/financial/GLAccounts?$select=ID', 'This endpoint has mandatory filtering applied.'],
  ])('400 for %s', async (path, text) => {
    const answer = await api(harness, token, path);
    expect([answer.status, answer.json.error?.message.value.startsWith(text)]).toEqual([400, true]);
  });

  it('$top, $orderby and $expand', async () => {
    expect((await rows('100001/cashflow/PaymentConditions?$select=Code,PaymentDays&$orderby=PaymentDays desc&$top=2')).map((row) => row['Code'])).toEqual(['30', '14']);
    const [code] = await rows("100001/vat/VATCodes?$select=Code,VATPercentages&$expand=VATPercentages&$filter=Code eq 'DE1'");
    expect(code?.['VATPercentages']).toMatchObject({ results: [{ Percentage: 0.19, Type: 0 }] });
    const [deferred] = await rows("100001/vat/VATCodes?$select=VATPercentages&$filter=Code eq 'DE1'");
    expect(deferred?.['VATPercentages']).toMatchObject({ __deferred: {} });
  });

  it('is Atom without an Accept header, and unknown endpoints are 404', async () => {
    const atom = await harness.ask({ path: '/api/v1/100001/vat/VATCodes?$select=ID', headers: { authorization: `Bearer ${token}` } });
    expect(atom.headers['content-type']).toContain('atom+xml');
    expect((await api(harness, token, '100001/vat/Nothing')).status).toBe(404);
  });
});

describe('limits', () => {
  const ask = () => api(harness, token, '100001/financial/Journals?$select=Code');
  it('counts per minute and division, and refuses without a body and with the minute headers alone', async () => {
    harness.sim.options.callsPerMinute = 3;
    expect((await ask()).headers).toMatchObject({ 'x-ratelimit-minutely-remaining': '2', 'x-ratelimit-limit': '5000', 'x-ratelimit-remaining': '4999' });
    await ask();
    await ask();
    const refused = await ask();
    expect([refused.status, refused.text, refused.headers['x-ratelimit-limit'], refused.headers['retry-after']]).toEqual([429, '', undefined, undefined]);
    const reset = Number(refused.headers['x-ratelimit-minutely-reset']);
    expect([reset % 60_000, reset > harness.clock.now()]).toEqual([0, true]);
    expect((await api(harness, token, '100002/financial/Journals?$select=Code')).status).toBe(200);
    harness.clock.advance(reset - harness.clock.now());
    expect((await ask()).status).toBe(200);
  });

  it('the day ends at midnight UTC, with the day headers alone', async () => {
    harness.sim.options.callsPerDay = 1;
    await ask();
    const refused = await ask();
    expect([refused.status, refused.headers['x-ratelimit-minutely-limit'], Number(refused.headers['x-ratelimit-reset']) % 86_400_000]).toEqual([429, undefined, 0]);
  });

  it('ten errors of one endpoint within an hour are borne, the eleventh blocks it for an hour', async () => {
    const wrong = () => api(harness, token, '100001/financial/Journals?$select=Kode');
    for (let at = 0; at < 11; at += 1) expect((await wrong()).status).toBe(400);
    expect([(await ask()).status, (await api(harness, token, '100001/vat/VATCodes?$select=ID')).status]).toEqual([429, 200]);
    harness.sim.options.errorBlockStatus = 403;
    expect((await ask()).status).toBe(403);
    harness.clock.advance(3_600_001);
    token = (await connect(harness)).access_token;
    expect((await ask()).status).toBe(200);
    expect(harness.sim.violations.map((violation) => violation.code)).toEqual(['error-budget']);
  });
});

describe('trouble on order', () => {
  it.each([
    ['503', 503],
    ['408', 408],
    ['text-500', 500],
    ['login-302', 302],
  ] as const)('%s, once', async (kind, status) => {
    harness.sim.fault({ where: 'api', kind, retryAfter: 7 });
    const odd = await api(harness, token, 'current/Me?$select=UserID');
    expect([odd.status, odd.headers['retry-after']]).toEqual([status, kind === '503' ? '7' : undefined]);
    expect((await api(harness, token, 'current/Me?$select=UserID')).status).toBe(200);
  });

  it('cut connections, slowness, and taking a fault back', async () => {
    harness.sim.fault({ where: /current/, kind: 'cut-before' });
    await expect(api(harness, token, 'current/Me?$select=UserID')).rejects.toThrow();
    harness.sim.fault({ where: 'api', kind: 'slow', delayMs: 120 });
    const before = Date.now();
    await api(harness, token, 'current/Me?$select=UserID');
    expect(Date.now() - before).toBeGreaterThan(100);
    harness.sim.fault({ where: 'api', kind: '503', times: 5 })();
    expect((await api(harness, token, 'current/Me?$select=UserID')).status).toBe(200);
  });
});

it('keeps calls without secrets', async () => {
  await api(harness, token, 'current/Me?$select=UserID');
  const text = JSON.stringify(harness.sim.calls);
  expect(harness.sim.calls.at(-1)).toMatchObject({ method: 'GET', host: NL, path: '/api/v1/current/Me?$select=UserID', status: 200 });
  expect(text.includes(token) || text.includes('IAAAA')).toBe(false);
});
