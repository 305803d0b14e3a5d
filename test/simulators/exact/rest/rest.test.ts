import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { api, connect, send, startHarness } from '../harness';
import type { Answer, ApiBody, Harness } from '../harness';

const LAMP = 100001;
const WHOLE = { prefer: 'return=representation' };
let harness: Harness;
let token: string;
beforeEach(async () => {
  harness = await startHarness({ callsPerMinute: 5000 });
  token = (await connect(harness)).access_token;
});
afterEach(() => harness.close());

const post = (path: string, body: unknown, headers = {}) => send(harness, token, 'POST', `${LAMP}/${path}`, body, headers);
const put = (path: string, body: unknown) => send(harness, token, 'PUT', `${LAMP}/${path}`, body);
const remove = (path: string) => send(harness, token, 'DELETE', `${LAMP}/${path}`);
const rows = async (path: string): Promise<readonly Record<string, unknown>[]> => (await api(harness, token, `${LAMP}/${path}`)).json.d?.results ?? [];
const master = () => harness.sim.master(LAMP);
const customer = (code = '1001'): string => master().accounts.get(code)?.id ?? '';
const gl = (code: string): string => master().glAccounts.get(code)?.id ?? '';
const refusal = (answer: Answer & { readonly json: ApiBody }): unknown => [answer.status, answer.json.error?.message.value];

const line = (more: Record<string, unknown> = {}) => ({ GLAccount: gl('8000'), VATCode: '2', AmountFC: 82.64, Description: 'Goods 21%', ...more });
const entry = (more: Record<string, unknown> = {}) => ({ Customer: customer(), Journal: '70', EntryDate: '2026-03-05', YourRef: 'SHOP1-100045', Description: 'Order 100045', PaymentReference: '100045', SalesEntryLines: [line({ VATAmountFC: 17.36 })], ...more });
const ENTRIES = 'salesentry/SalesEntries';

describe('sales entries', () => {
  it('are stored, numbered and read back; the answer is nearly empty unless asked for', async () => {
    const bare = await post(ENTRIES, entry());
    expect([bare.status, bare.headers.location?.includes(`/api/v1/${LAMP}/${ENTRIES}(guid'`)]).toEqual([201, true]);
    expect(bare.json.d).toMatchObject({ EntryID: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown, EntryNumber: 26700001, AmountFC: null, YourRef: null });
    const whole = await post(ENTRIES, entry({ YourRef: 'SHOP1-100046' }), WHOLE);
    expect(whole.json.d).toMatchObject({ EntryNumber: 26700002, InvoiceNumber: 26700002, AmountFC: 100, VATAmountFC: 17.36, Type: 20, Status: 20, EntryDate: `/Date(${Date.UTC(2026, 2, 5)})/`, DueDate: `/Date(${Date.UTC(2026, 2, 19)})/`, SalesEntryLines: { __deferred: {} } });
    expect(await rows(`${ENTRIES}?$select=EntryNumber,YourRef,AmountFC,Type&$filter=YourRef eq 'SHOP1-100045' or YourRef eq 'SHOP1-100046'`)).toMatchObject([{ AmountFC: 100 }, { AmountFC: 100 }]);
    const expanded = await rows(`${ENTRIES}?$select=EntryID,SalesEntryLines&$expand=SalesEntryLines&$filter=EntryNumber eq 26700001`);
    expect(expanded[0]?.['SalesEntryLines']).toMatchObject({ results: [{ AmountFC: 82.64, VATAmountFC: 17.36, VATCode: '2  ', GLAccountCode: '8000', LineNumber: 1 }] });
    expect(harness.sim.books(LAMP)[0]).toMatchObject({ topic: 'SalesEntries', debtor: '1001', journal: '70', date: '2026-03-05', total: 10000, vat: 1736, net: 8264, currency: 'EUR', year: 2026, period: 3, paymentCondition: '14' });
    expect(harness.sim.violations).toEqual([]);
  });

  it('VAT is computed per line unless it is stated; the header is the sum; a negative total is a credit note', async () => {
    await post(ENTRIES, entry({ SalesEntryLines: [line({ AmountFC: 10.03 }), line({ AmountFC: 10.03 }), line({ AmountFC: '-30.00', VATCode: '1  ', GLAccount: gl('8001') })] }));
    expect(harness.sim.books(LAMP)[0]).toMatchObject({ type: 21, vat: 211 + 211 - 270, net: 2006 - 3000 });
    expect(harness.sim.trialBalance(LAMP).sum).toBe(0);
  });

  it('TransactionLines: line 0 the total, then the lines, 9999 the VAT, signs turned', async () => {
    await post(ENTRIES, entry());
    const found = await rows("financialtransaction/TransactionLines?$select=LineNumber,AmountFC,GLAccountCode,VATCode,YourRef,AccountCode,Date,Type&$filter=YourRef eq 'SHOP1-100045'&$orderby=LineNumber");
    expect(found.map((row) => [row['LineNumber'], row['GLAccountCode'], row['AmountFC'], row['VATCode']])).toEqual([[0, '1300', 100, null], [1, '8000', -82.64, '2  '], [9999, '1500', -17.36, '2  ']]);
    expect(found[0]).toMatchObject({ AccountCode: '1001'.padStart(18), Type: 20 });
    expect((await api(harness, token, `${LAMP}/financialtransaction/TransactionLines?$select=ID`)).status).toBe(400);
  });

  it.each<[string, () => Record<string, unknown>, string]>([
    ['nothing at all', () => ({ Customer: null, Journal: null, SalesEntryLines: null }), 'Verplicht: Klant\r\nVerplicht: Dagboek\r\nVerplicht: Verkoopboekingsregels'],
    ['an unknown customer', () => ({ Customer: '00000000-0000-4000-8000-000000000000' }), 'Ongeldige referentie: Klant'],
    ['a prospect', () => ({ Customer: customer('4001') }), 'Ongeldig: Klant (Type)'],
    ['a blocked customer', () => ({ Customer: customer('4003') }), 'Geblokkeerd: Klant [4003]'],
    ['a purchase journal', () => ({ Journal: '60' }), 'Ongeldig: Dagboek (type)'],
    ['a journal by its GUID', () => ({ Journal: master().journals.get('70')?.id }), 'Ongeldige referentie: Dagboek'],
    ['the debtors account', () => ({ SalesEntryLines: [line({ GLAccount: gl('1300') })] }), 'Ongeldig: Grootboekrekeningtype [1300]'],
    ['the VAT account', () => ({ SalesEntryLines: [line({ GLAccount: gl('1500') })] }), 'Ongeldig: Grootboekrekeningtype [1500]'],
    ['a blocked account', () => ({ SalesEntryLines: [line({ GLAccount: gl('8098') })] }), 'Geblokkeerd: Grootboekrekening [8098]'],
    ['no cost centre', () => ({ SalesEntryLines: [line({ GLAccount: gl('4500') })] }), 'Verplicht: Kostenplaats'],
    ['a cost centre where none may be', () => ({ SalesEntryLines: [line({ GLAccount: gl('4510'), CostCenter: 'WEB' })] }), 'Niet toegestaan: Kostenplaats [WEB]'],
    ['an unknown cost centre and VAT code', () => ({ SalesEntryLines: [line({ VATCode: 'QQ', CostCenter: 'NIX' })] }), 'Ongeldige referentie: Kostenplaats\r\nOngeldige referentie: Btw-code'],
    ['a blocked VAT code', () => ({ SalesEntryLines: [line({ VATCode: '9' })] }), 'Geblokkeerd: Btw-code [9]'],
    ['a purchase VAT code', () => ({ SalesEntryLines: [line({ VATCode: 'I' })] }), 'Ongeldig: Btw-code [I]'],
    ['VAT on an N code', () => ({ SalesEntryLines: [line({ VATCode: 'N', VATAmountFC: 1 })] }), 'Een btw-bedrag is niet toegestaan bij een btw-code van het type "geen btw"'],
    ['VAT on a zero code', () => ({ SalesEntryLines: [line({ VATCode: '6', VATAmountFC: 1 })] }), 'Ongeldig: Btw-bedrag'],
    ['a percentage that is not the code\'s', () => ({ SalesEntryLines: [line({ VATPercentage: 0.09 })] }), 'Ongeldig: Btw-percentage [0.09]'],
    ['a listing code without a VAT number', () => ({ SalesEntryLines: [line({ VATCode: '7' })] }), 'Verplicht: Btw-nummer'],
    ['a day outside every year', () => ({ EntryDate: '2031-01-01' }), 'Onbekend: Boekjaar (Periode-datumtabel)'],
    ['a currency that is off', () => ({ Journal: '71', Currency: 'JPY' }), 'Ongeldige referentie: Valuta'],
    ['a currency the journal does not take', () => ({ Currency: 'SEK' }), 'Niet toegestaan: Valuta [SEK]'],
    ['a rate the journal does not take', () => ({ Journal: '72', Currency: 'GBP', Rate: 1.2 }), 'Niet toegestaan: Wisselkoers'],
    ['an unknown payment condition', () => ({ PaymentCondition: '99' }), 'Ongeldige referentie: Betalingsconditie'],
  ])('%s is refused with 500 and its words', async (_what, more, text) => {
    const answer = await post(ENTRIES, entry(more()));
    expect(refusal(answer)).toEqual([500, text]);
    expect(harness.sim.books(LAMP)).toEqual([]);
  });

  it('speaks English to an English user', async () => {
    const claire = (await connect(harness, undefined, { login: 'claire.smith', password: 'Count!2026', code: '112233' })).access_token;
    expect(refusal(await send(harness, claire, 'POST', `${LAMP}/${ENTRIES}`, entry({ Customer: null, PaymentCondition: '99' })))).toEqual([500, 'Mandatory: Customer\r\nInvalid reference: Payment condition']);
  });

  it.each<[string, unknown, string]>([
    ['an unknown property', { Klant: 'x' }, "Error processing request stream. The property name 'Klant' specified for type 'Exact.Web.Api.Models.SalesEntry' is not valid."],
    ['an unknown property in a line', { SalesEntryLines: [{ Account: 'x' }] }, "Error processing request stream. The property name 'Account' specified for type 'Exact.Web.Api.Models.SalesEntryLine' is not valid."],
    ['no object', [1], 'Error processing request stream. The request should be a valid top-level resource object.'],
    ['a code where a GUID is due', { Customer: '1001' }, "Error processing request stream. Error encountered in converting the value from request payload for property 'Customer' to type 'Guid', which is the property's expected type. See inner exception for more detail."],
  ])('%s is 400', async (_what, body, text) => {
    expect(refusal(await post(ENTRIES, body))).toEqual([400, text]);
  });

  it('known read-only names are passed over', async () => {
    expect((await post(ENTRIES, entry({ AmountFC: 5, AmountDC: 5, Type: 21, Status: 50 }))).status).toBe(201);
    expect(harness.sim.books(LAMP)[0]).toMatchObject({ total: 10000, type: 20, status: 20 });
  });

  it('closed periods, also of a change and a removal', async () => {
    await post(ENTRIES, entry());
    const id = harness.sim.books(LAMP)[0]?.entryId ?? '';
    expect((await put(`${ENTRIES}(guid'${id}')`, { Description: 'Other' })).status).toBe(204);
    expect(harness.sim.books(LAMP)[0]?.description).toBe('Other');
    expect(refusal(await put(`${ENTRIES}(guid'${id}')`, { SalesEntryLines: [line()] }))).toMatchObject([400, expect.stringContaining('Binding to new entities')]);
    harness.sim.closePeriod(LAMP, 2026, 3);
    for (const answer of [await post(ENTRIES, entry({ YourRef: 'B' })), await put(`${ENTRIES}(guid'${id}')`, { Description: 'x' }), await remove(`${ENTRIES}(guid'${id}')`)]) expect(refusal(answer)).toEqual([500, 'Periode is afgesloten: 2026 - 3']);
    harness.sim.openPeriod(LAMP, 2026, 3);
    expect((await remove(`${ENTRIES}(guid'${id}')`)).status).toBe(204);
    expect(harness.sim.books(LAMP)).toEqual([]);
  });

  it('ReportingPeriod decides over the date', async () => {
    await post(ENTRIES, entry({ ReportingYear: 2026, ReportingPeriod: 4 }));
    expect(harness.sim.books(LAMP)[0]).toMatchObject({ date: '2026-03-05', period: 4 });
  });

  it('a filed VAT period takes entries, flagged, and gives none back', async () => {
    harness.sim.fileVat(LAMP, '2026-01-01', '2026-03-31');
    await post(ENTRIES, entry());
    const [booked] = harness.sim.books(LAMP);
    expect(booked?.flags).toEqual(['filed-vat-period']);
    const path = `${ENTRIES}(guid'${booked?.entryId ?? ''}')`;
    expect(refusal(await remove(path))).toEqual([500, 'Niet toegestaan: Verwijderen. De btw-aangifte van deze periode is ingediend']);
    harness.sim.options.filedDelete = 'allowed';
    expect((await remove(path)).status).toBe(204);
  });

  it('what a payment was matched with stays, whole and line by line, and its receivable says so', async () => {
    for (const YourRef of ['A', 'B']) await post(ENTRIES, entry({ YourRef }));
    const [paid, open] = harness.sim.books(LAMP);
    harness.sim.matchPayment(LAMP, paid?.entryId ?? '');
    const owed = (id = ''): Promise<readonly Record<string, unknown>[]> => rows(`cashflow/Receivables?$select=Status,IsFullyPaid,TransactionEntryID&$filter=TransactionEntryID eq guid'${id}'`);
    expect([await owed(paid?.entryId), await owed(open?.entryId)]).toMatchObject([[{ Status: 50, IsFullyPaid: true, TransactionEntryID: paid?.entryId }], [{ Status: 20, IsFullyPaid: false }]]);
    const refusals = [await remove(`${ENTRIES}(guid'${paid?.entryId ?? ''}')`), await remove(`salesentry/SalesEntryLines(guid'${paid?.lines[0]?.id ?? ''}')`)].map(refusal);
    expect(refusals).toEqual([1, 2].map(() => [500, 'Kan niet verwijderen: Verkoopboeking - Gebruikt in: Afletteren']));
    expect((await remove(`${ENTRIES}(guid'${open?.entryId ?? ''}')`)).status).toBe(204);
    expect(harness.sim.books(LAMP).map(({ yourRef }) => yourRef)).toEqual(['A']);
  });

  it('numbers: an entry number is taken once; an invoice number is a hint', async () => {
    expect((await post(ENTRIES, entry({ EntryNumber: 100045 }))).status).toBe(201);
    expect(refusal(await post(ENTRIES, entry({ EntryNumber: 100045 })))).toEqual([500, 'In gebruik: Boekstuknummer']);
    expect((await post(ENTRIES, entry({ EntryNumber: 100045, Journal: '71' }))).status).toBe(201);
    await post(ENTRIES, entry({ InvoiceNumber: 30_000_000 }));
    await post(ENTRIES, entry({ InvoiceNumber: 29_000_000 }));
    expect(harness.sim.books(LAMP).slice(2).map(({ entryNumber, invoiceNumber }) => [entryNumber, invoiceNumber])).toEqual([[26700001, '30000000'], [26700002, '26700002']]);
    harness.sim.options.invoiceNumberInUse = 'refused';
    expect(refusal(await post(ENTRIES, entry({ InvoiceNumber: 29_000_000 })))).toEqual([500, 'In gebruik: Factuurnummer']);
  });

  it('stated VAT: taken, taken within five cents, passed over', async () => {
    const book = async (VATAmountFC: number) => (await post(ENTRIES, entry({ SalesEntryLines: [line({ AmountFC: 100, VATAmountFC })] }))).status;
    expect(await book(25)).toBe(201);
    harness.sim.options.restVatAmount = 'limited';
    expect([await book(21.05), await book(21.06)]).toEqual([201, 500]);
    harness.sim.options.restVatAmount = 'ignored';
    expect(await book(20)).toBe(201);
    expect(harness.sim.books(LAMP).map(({ vat }) => vat)).toEqual([2500, 2105, 2100]);
  });

  it('a line is judged by the percentage on the entry date', async () => {
    const german = master().vatCodes.get('RO1');
    expect(german?.dated?.length).toBe(2);
    for (const EntryDate of ['2025-07-31', '2025-08-01']) await post(ENTRIES, entry({ EntryDate, SalesEntryLines: [line({ AmountFC: 100, VATCode: 'RO1' })] }));
    expect(harness.sim.books(LAMP).map(({ vat }) => vat)).toEqual([1900, 2100]);
    const [today] = await rows("vat/VATCodes?$select=Percentage&$filter=Code eq 'RO1'");
    expect(today?.['Percentage']).toBe(0.21);
    const dated = await rows(`vat/VatPercentages?$select=Percentage,StartDate,EndDate&$filter=VATCodeID eq guid'${german?.id ?? ''}'`);
    expect(dated.map((row) => [row['Percentage'], row['EndDate']]).sort()).toEqual([[0.19, `/Date(${Date.UTC(2025, 6, 31)})/`], [0.21, null]]);
  });

  it('currency: the table of the day, DC rounded per line, the total by itself', async () => {
    harness.sim.setRate(LAMP, 'USD', '2026-03-01', 0.9);
    harness.sim.setRate(LAMP, 'USD', '2026-03-06', 0.8);
    await post(ENTRIES, entry({ Journal: '71', Currency: 'USD', SalesEntryLines: [line({ AmountFC: 1.05, VATCode: '6' }), line({ AmountFC: 1.05, VATCode: '6' }), line({ AmountFC: 1.05, VATCode: '6' })] }));
    const [booked] = harness.sim.books(LAMP);
    expect([booked?.rate, booked?.lines.map(({ netDC }) => netDC), booked?.totalDC]).toEqual([0.9, [95, 95, 95], 284]);
    expect(harness.sim.trialBalance(LAMP).sum).toBe(0);
    await post(ENTRIES, entry({ Journal: '71', Currency: 'USD', Rate: 0.5, YourRef: 'B' }));
    harness.sim.options.rateDirection = 'foreign-per-home';
    await post(ENTRIES, entry({ Journal: '71', Currency: 'USD', Rate: 2, YourRef: 'C' }));
    expect(harness.sim.books(LAMP).slice(1).map(({ rate }) => rate)).toEqual([0.5, 0.5]);
    expect(await rows("financial/ExchangeRates?$select=SourceCurrency,Rate,StartDate&$filter=SourceCurrency eq 'USD' and StartDate ge datetime'2026-03-02'")).toMatchObject([{ Rate: 0.8 }]);
  });

  it('lines one by one: added, changed, removed; the last one takes the entry along', async () => {
    await post(ENTRIES, entry());
    const id = harness.sim.books(LAMP)[0]?.entryId ?? '';
    const added = await post('salesentry/SalesEntryLines', { EntryID: id, ...line({ AmountFC: 10, VATCode: '1', GLAccount: gl('8001') }) }, WHOLE);
    expect([added.status, harness.sim.books(LAMP)[0]?.total]).toEqual([201, 11090]);
    const lineId = String(added.json.d?.['ID']);
    expect((await put(`salesentry/SalesEntryLines(guid'${lineId}')`, { AmountFC: 20 })).status).toBe(204);
    expect(harness.sim.books(LAMP)[0]?.total).toBe(12180);
    for (const { id: each } of harness.sim.books(LAMP)[0]?.lines ?? []) expect((await remove(`salesentry/SalesEntryLines(guid'${each}')`)).status).toBe(204);
    expect(harness.sim.books(LAMP)).toEqual([]);
  });
});

describe('relations', () => {
  it('are made with a code, padded to 18, once', async () => {
    const made = await post('crm/Accounts', { Name: 'Nieuwe klant', Status: 'C', Code: '90001', Email: 'a@b.example', Country: 'DE', VATNumber: 'DE136695976', SearchCode: 'W-1' }, WHOLE);
    expect(made.json.d).toMatchObject({ Code: '90001'.padStart(18), Status: 'C', IsSales: true, SearchCode: 'W-1', VATNumber: 'DE136695976' });
    expect(refusal(await post('crm/Accounts', { Name: 'Nog een', Code: '             90001' }))).toEqual([500, 'Bestaat reeds: Code [90001]']);
    expect(await rows("crm/Accounts?$select=Name&$filter=Code eq '             90001'")).toMatchObject([{ Name: 'Nieuwe klant' }]);
    const bare = await post('crm/Accounts', { Name: 'Zonder code' });
    expect([bare.json.d?.['Name'], master().accounts.get('90002')?.status]).toEqual([null, 'A']);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['without a name', { Status: 'C' }, 'Verplicht: Naam'],
    ['with a wrong check digit', { Name: 'x', VATNumber: 'DE136695977' }, 'Ongeldig: Btw-nummer [DE136695977]'],
    ['with a wrong e-mail address', { Name: 'x', Email: 'nonsense' }, 'Ongeldig: Email [nonsense]'],
    ['with a name for a country', { Name: 'x', Country: 'Nederland' }, 'Ongeldige referentie: Land [Nederland]'],
  ])('%s are refused', async (_what, body, text) => {
    expect(refusal(await post('crm/Accounts', body))).toEqual([500, text]);
  });

  it('are promoted, and stay while something names them', async () => {
    const id = customer('4001');
    expect((await put(`crm/Accounts(guid'${id}')`, { Status: 'C' })).status).toBe(204);
    expect((await post(ENTRIES, entry({ Customer: id }))).status).toBe(201);
    expect(refusal(await remove(`crm/Accounts(guid'${id}')`))).toEqual([500, 'Kan niet verwijderen: Relatie - Gebruikt in: Boekingen']);
    expect((await remove(`crm/Accounts(guid'${customer('4003')}')`)).status).toBe(204);
  });
});

describe('documents', () => {
  it('hang on an entry; attachments on a document; nothing is deduplicated', async () => {
    await post(ENTRIES, entry());
    const FinancialTransactionEntryID = harness.sim.books(LAMP)[0]?.entryId;
    const made = await post('documents/Documents', { Subject: 'Factuur 100045', Type: 10, Account: customer(), FinancialTransactionEntryID });
    const Document = String(made.json.d?.['ID']);
    expect((await rows(`documents/Documents?$select=DocumentDate,Type&$filter=FinancialTransactionEntryID eq guid'${FinancialTransactionEntryID ?? ''}'`))[0]).toMatchObject({ Type: 10, DocumentDate: `/Date(${Date.UTC(2026, 10, 23)})/` });
    expect((await post('documents/DocumentAttachments', { Document, FileName: 'a.pdf', Attachment: 'JVBERg==' })).status).toBe(201);
    expect(refusal(await post('documents/DocumentAttachments', { Document, FileName: 'a.pdf', Attachment: '%PDF' }))).toMatchObject([400, expect.stringContaining("'Attachment' to type 'Byte[]'")]);
    expect(refusal(await post('documents/DocumentAttachments', { FileName: '', Attachment: '' }))).toEqual([500, 'Verplicht: Document\r\nVerplicht: Bestandsnaam\r\nVerplicht: Bijlage']);
    expect(refusal(await post('documents/Documents', { Subject: 'x', Type: 99, FinancialTransactionEntryID: Document }))).toEqual([500, 'Ongeldige referentie: Documenttype\r\nOngeldige referentie: Boeking']);
    expect(await rows(`documents/DocumentAttachments?$select=FileName,FileSize&$filter=Document eq guid'${Document}'`)).toMatchObject([{ FileName: 'a.pdf', FileSize: 4 }]);
    expect(harness.sim.documentDoubles(LAMP)).toEqual([]);
    expect(harness.sim.violations).toEqual([]);
    // The same file under another name is there twice all the same.
    await post('documents/DocumentAttachments', { Document, FileName: 'b.pdf', Attachment: 'JVBERg==' });
    expect(harness.sim.documentDoubles(LAMP)).toEqual([Document]);
    await post('documents/Documents', { Subject: 'Factuur 100045', Type: 10, FinancialTransactionEntryID });
    expect(harness.sim.documentDoubles(LAMP)).toEqual([FinancialTransactionEntryID, Document]);
  });

  it('too large is turned away by the gateway, and links that nobody wants are noted', async () => {
    await post(ENTRIES, entry());
    const FinancialTransactionEntryID = harness.sim.books(LAMP)[0]?.entryId;
    const made = await post('documents/Documents', { Subject: 'Factuur', Type: 55, Account: customer('4003'), FinancialTransactionEntryID });
    await post('documents/Documents', { Subject: 'Factuur', Type: 10 });
    const Document = String(made.json.d?.['ID']);
    await post('documents/DocumentAttachments', { Document, FileName: 'factuur', Attachment: 'JVBERg==' });
    expect(harness.sim.violations.map(({ code }) => code)).toEqual(['document-other-debtor', 'document-type', 'document-without-entry', 'file-without-extension']);
    harness.sim.options.largestRequest = 1_000;
    const large = await post('documents/DocumentAttachments', { Document, FileName: 'groot.pdf', Attachment: Buffer.alloc(1_200).toString('base64') });
    expect([large.status, large.headers['content-type'], harness.sim.attachments(LAMP).length]).toEqual([413, 'text/html; charset=utf-8', 1]);
  });
});

describe('calls', () => {
  it('of an administration are counted without token calls and current/Me', async () => {
    await api(harness, token, 'current/Me?$select=UserID');
    await post(ENTRIES, entry());
    await rows(`${ENTRIES}?$select=EntryID&$filter=YourRef eq 'x'`);
    expect(harness.sim.callsOf(LAMP).map(({ method, status }) => [method, status])).toEqual([['POST', 201], ['GET', 200]]);
  });

  it('`or` can be refused', async () => {
    harness.sim.options.orRefused = true;
    const ask = (filter: string) => api(harness, token, `${LAMP}/${ENTRIES}?$select=EntryID&$filter=${filter}`);
    expect([(await ask("YourRef eq 'a' or YourRef eq 'b'")).status, (await ask("YourRef eq 'a or b'")).status]).toEqual([400, 200]);
  });

  it('what is no method of an endpoint is 405, an unknown key 404', async () => {
    expect([(await post('vat/VATCodes', {})).status, (await remove(`${ENTRIES}(guid'00000000-0000-4000-8000-000000000000')`)).status, (await post('vat/Nothing', {})).status]).toEqual([405, 404, 404]);
  });
});

it('a balance account may stand on a sales line; cost centres and units travel', async () => {
  const lines = [line({ GLAccount: gl('1410'), VATCode: 'N', AmountFC: 5 }), line({ GLAccount: gl('4500'), VATCode: 'N', AmountFC: -1, CostCenter: 'WEB', CostUnit: 'LAMP' })];
  expect((await post(ENTRIES, entry({ SalesEntryLines: lines }))).status).toBe(201);
  expect(harness.sim.comparable(LAMP)[0]?.lines.map(({ account, costCenter, costUnit }) => [account, costCenter, costUnit])).toEqual([['1410', '', ''], ['4500', 'WEB', 'LAMP']]);
  expect(await rows("hrm/Costcenters?$select=Code,Description&$filter=Code eq 'WEB'")).toMatchObject([{ Description: 'Webwinkel' }]);
  expect((await rows('general/Currencies?$select=Code')).map((row) => row['Code'])).toContain('SEK');
  expect(await rows("cashflow/PaymentConditions?$select=Code,DiscountPercentage&$filter=DiscountPercentage gt 0")).toMatchObject([{ Code: '8K', DiscountPercentage: 0.02 }]);
});
