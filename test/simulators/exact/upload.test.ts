import { afterEach, beforeEach, expect, it } from 'vitest';
import { ANNA, connect, Person, startHarness } from './harness';
import type { Harness } from './harness';

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.close());

const PAGE = '/docs/XMLUpload.aspx?ui=1&Topic=Accounts&_Division_=100001';
const FILE = '\uFEFF<?xml version="1.0" encoding="UTF-8"?><eExact><Accounts><Account code="9001" status="C"><Name>Café De Lamp</Name></Account></Accounts></eExact>';

function multipart(file: string): { readonly headers: Record<string, string>; readonly body: Buffer } {
  const boundary = '----test-boundary';
  return {
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    body: Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="Other"\r\n\r\nx\r\n--${boundary}\r\nContent-Disposition: form-data; name="File"; filename="a.xml"\r\nContent-Type: text/xml\r\n\r\n${file}\r\n--${boundary}--\r\n`),
  };
}

it('a person logs in, chooses a file and reads the messages', async () => {
  const person = new Person(harness);
  const form = await person.logIn(PAGE);
  expect(form.path).toBe(PAGE);
  expect(form.page).toContain('type="file"');
  const upload = multipart(FILE);
  const answer = await harness.ask({ method: 'POST', path: PAGE, headers: { ...upload.headers, cookie: person.cookieHeader() }, body: upload.body });
  expect(answer.text).toContain('<tr data-type="2"><td>2</td><td>Account</td><td>9001</td><td>Aangemaakt</td></tr>');
  expect(harness.sim.master(100001).accounts.get('9001')?.name).toBe('Café De Lamp');
});

it('without a session it leads to log-in; without rights it shows a page with mode 0', async () => {
  expect((await harness.ask({ path: PAGE })).headers.location).toContain('/docs/Login.aspx?ReturnUrl=%2Fdocs%2FXMLUpload.aspx');
  const person = new Person(harness);
  await person.logIn('/');
  expect((await person.go(PAGE.replace('100001', '100004'))).page).toContain('name="mode" value="0"');
});

it('the same address takes a document with a bearer, and answers in XML', async () => {
  const { access_token: token } = await connect(harness);
  const answer = await harness.ask({ method: 'POST', path: PAGE.replace('ui=1&', ''), headers: { authorization: `Bearer ${token}` }, body: FILE });
  expect([answer.status, answer.headers['content-type']]).toEqual([200, 'text/xml; charset=utf-8']);
  expect(answer.text.startsWith('\uFEFF')).toBe(true);
  expect(answer.text).toContain('<Description>Aangemaakt</Description>');
});

it('the portal links to the imports of each division', async () => {
  const home = await new Person(harness).logIn('/', ANNA);
  expect(home.page).toContain('Topic=GLTransactions&amp;_Division_=100002');
});
