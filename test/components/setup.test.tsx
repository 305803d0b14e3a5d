// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import type { Reply, Request } from '../../lib/messages';
import { all, click, settle, the, type, valueOf } from './dom';
import { done, EMPTY, fresh, READY, refuse, TENANT, type Answers, type Stage } from './setup-stage';

let stage: Stage;
let sent: Request[];
let events: string[];
beforeEach(() => {
  stage = fresh();
  ({ sent, events } = stage);
});

const open = (answers?: Answers) => stage.open(answers);
const shopctrl = (): HTMLElement => the('form', 'ShopCtrl');
const exact = (): HTMLElement => the('form', 'Exact Online app');
async function typeAccess(address: string): Promise<void> {
  await type(the('textbox', 'ShopCtrl address'), address);
  await type(the('textbox', 'Login'), 'anna');
  await type(the('textbox', 'Password'), 'lamp-17');
}
const probed = (...bases: string[]): Reply<unknown> => done({ adminHost: 'x', candidates: bases.map((apiBase) => ({ apiBase, answers: 'open' })) });

describe('ShopCtrl access', () => {
  it('takes one click on Save where the API answers at the typed host, whatever else answers', async () => {
    open({
      'setup.probe': () => probed('https://api.demo.shopctrl.com', 'https://demo.shopctrl.com', 'https://demo.shopctrl.com:52222'),
      'setup.saveShopCtrl': () => { stage.state = { ...EMPTY, tenants: [TENANT] }; return done({ tenantId: 't1' }); },
    });
    await typeAccess('https://demo.shopctrl.com/#?tab=Shop|12');
    expect(shopctrl().textContent).toContain('The password goes to: demo.shopctrl.com, and nowhere else.');
    await click(the('button', 'Save', shopctrl()));
    expect(sent).toEqual([
      { kind: 'setup.probe', address: 'demo.shopctrl.com' },
      { kind: 'setup.saveShopCtrl', address: 'demo.shopctrl.com', apiBase: 'https://demo.shopctrl.com', login: 'anna', password: 'lamp-17' },
    ]);
    expect(all('dialog')).toHaveLength(0);
    expect(all('status', shopctrl()).map((one) => one.textContent)).toContain('Saved.');
    expect(valueOf(the('textbox', 'Password'))).toBe('');
    expect((the('textbox', 'Password') as HTMLInputElement).placeholder).toBe('stored');
    expect((the('textbox', 'Password') as HTMLInputElement).type).toBe('password');
  });

  it('asks the browser for all candidate hosts before anything else', async () => {
    open({ 'setup.probe': () => probed('https://admin.lampenwinkel.example:52222'), 'setup.saveShopCtrl': () => done({ tenantId: 't1' }) });
    await typeAccess('admin.lampenwinkel.example');
    the('button', 'Save', shopctrl()).click();
    // Still inside the click: a browser refuses the question after the first await.
    expect(events).toEqual(['access https://admin.lampenwinkel.example https://admin.lampenwinkel.example:52222 https://api.lampenwinkel.example']);
    await settle();
    expect(events.slice(1)).toEqual(['setup.probe', 'setup.saveShopCtrl']);
  });

  it('sends no password to another host before the person confirmed that host', async () => {
    open({ 'setup.probe': () => probed('https://api.lampenwinkel.example', 'https://api.lampenwinkel.example:52222'), 'setup.saveShopCtrl': () => done({ tenantId: 't1' }) });
    await typeAccess('admin.lampenwinkel.example');
    await click(the('button', 'Save', shopctrl()));
    const dialog = the('dialog', 'Where may the password go?');
    expect(dialog.textContent).toContain('The password goes to: api.lampenwinkel.example');
    expect(JSON.stringify(sent)).not.toContain('lamp-17');
    await click(the('button', 'Cancel', dialog));
    expect(all('dialog')).toHaveLength(0);
    expect(valueOf(the('textbox', 'Password'))).toBe('lamp-17');

    await click(the('button', 'Save', shopctrl()));
    await click(the('radio', 'api.lampenwinkel.example:52222'));
    await click(the('button', 'Confirm and save'));
    expect(sent.at(-1)).toEqual({ kind: 'setup.saveShopCtrl', address: 'admin.lampenwinkel.example', apiBase: 'https://api.lampenwinkel.example:52222', login: 'anna', password: 'lamp-17' });
  });

  it('keeps what was typed when something is wrong, and says what', async () => {
    stage.granted = false;
    open({ 'setup.probe': () => refuse({ code: 'shopctrl-not-found' }) });
    await type(the('textbox', 'Password'), 'lamp-17');
    await click(the('button', 'Save', shopctrl()));
    expect(shopctrl().textContent).toContain('ShopCtrl address is missing.');
    expect(the('textbox', 'ShopCtrl address').getAttribute('aria-invalid')).toBe('true');
    expect(events).toEqual([]);

    await typeAccess('no address');
    await click(the('button', 'Save', shopctrl()));
    expect(shopctrl().textContent).toContain('This is not an address.');

    await typeAccess('https://www.shopctrl.com/contact');
    await click(the('button', 'Save', shopctrl()));
    expect(shopctrl().textContent).toContain('This is ShopCtrl’s own site, not your environment.');

    await typeAccess('demo.shopctrl.com');
    await click(the('button', 'Save', shopctrl()));
    expect(the('alert', /may not reach this ShopCtrl host/)).toBeTruthy();
    stage.granted = true;
    await click(the('button', 'Save', shopctrl()));
    expect(the('alert', /No ShopCtrl API was found/)).toBeTruthy();
    expect(['ShopCtrl address', 'Login', 'Password'].map((name) => valueOf(the('textbox', name)))).toEqual(['demo.shopctrl.com', 'anna', 'lamp-17']);
    expect(JSON.stringify(sent)).not.toContain('lamp-17');
  });

  it('keeps what was typed when ShopCtrl refuses it, and says so without sending the person to this page', async () => {
    stage.state = READY;
    open({ 'setup.saveShopCtrl': () => refuse({ code: 'shopctrl-password' }) });
    await type(the('textbox', 'Password'), 'wrong');
    await click(the('button', 'Save', shopctrl()));
    expect(the('alert', /refuses this login or password.*Check what is typed here/).textContent).not.toContain('set-up');
    expect(valueOf(the('textbox', 'Password'))).toBe('wrong');
    expect(all('status', shopctrl()).map((one) => one.textContent)).not.toContain('Saved.');
  });

  it('uses the session of the admin when no login is given, and demands one when only a password is', async () => {
    open({ 'setup.probe': () => probed('https://demo.shopctrl.com'), 'setup.saveShopCtrl': () => done({ tenantId: 't1' }) });
    await type(the('textbox', 'ShopCtrl address'), 'demo.shopctrl.com');
    await type(the('textbox', 'Password'), 'lamp-17');
    await click(the('button', 'Save', shopctrl()));
    expect(shopctrl().textContent).toContain('Login is missing.');
    await type(the('textbox', 'Password'), '');
    await click(the('button', 'Save', shopctrl()));
    expect(sent.at(-1)).toMatchObject({ kind: 'setup.saveShopCtrl', login: '', password: '' });
  });

  it('keeps the stored password for the same login and address only', async () => {
    stage.state = READY;
    open({ 'setup.saveShopCtrl': () => done({ tenantId: 't1' }) });
    await click(the('button', 'Save', shopctrl()));
    expect(sent.at(-1)).toMatchObject({ kind: 'setup.saveShopCtrl', password: '', apiBase: 'https://demo.shopctrl.com' });
    await type(the('textbox', 'ShopCtrl address'), 'elsewhere.example.shopctrl.com');
    await click(the('button', 'Save', shopctrl()));
    expect(sent).toHaveLength(1);
    expect(shopctrl().textContent).toContain('Password is missing.');
  });

  it('shows another user as a state to accept', async () => {
    stage.state = { ...READY, tenants: [{ ...TENANT, fault: { code: 'shopctrl-other-user' } }] };
    open();
    await click(the('button', 'Accept'));
    expect(sent).toEqual([{ kind: 'setup.acceptUser', tenantId: 't1' }]);
  });
});

describe('Exact app', () => {
  it('stores site, client id and secret, and never shows the secret again', async () => {
    open({ 'setup.saveExactApp': () => { stage.state = { ...EMPTY, exactApp: { site: 'be', clientId: 'x', hasSecret: true } }; return done(); } });
    const site = the('combobox', 'Exact site');
    expect(site.querySelectorAll('option')).toHaveLength(7);
    await type(site, 'be');
    await type(the('textbox', 'Client ID'), ' 0f8fad5b-d9cb-469f-a165-70867728950e ');
    await type(the('textbox', 'Client secret'), 'geheim');
    await click(the('button', 'Save', exact()));
    expect(sent).toEqual([{ kind: 'setup.saveExactApp', site: 'be', clientId: '0f8fad5b-d9cb-469f-a165-70867728950e', clientSecret: 'geheim' }]);
    expect(document.body.innerHTML).not.toContain('geheim');
    expect(valueOf(the('textbox', 'Client secret'))).toBe('');
    expect(exact().textContent).toContain('Stored. Leave empty to keep it.');
  });

  it('marks the field that the background could not use, and loses nothing', async () => {
    open({ 'setup.saveExactApp': () => refuse({ code: 'bad-request', params: { field: 'clientSecret' } }) });
    await click(the('button', 'Save', exact()));
    expect(exact().textContent).toContain('Client ID is missing.');
    expect(sent).toHaveLength(0);
    await type(the('textbox', 'Client ID'), 'mine');
    await type(the('textbox', 'Client secret'), 'geheim');
    await click(the('button', 'Save', exact()));
    expect(the('textbox', 'Client secret').getAttribute('aria-invalid')).toBe('true');
    expect(valueOf(the('textbox', 'Client ID'))).toBe('mine');
    expect(valueOf(the('textbox', 'Client secret'))).toBe('geheim');
  });

  it('shows and copies the redirect address, and leads to the App Center', async () => {
    open();
    const redirect = the('textbox', 'Redirect address') as HTMLInputElement;
    expect([redirect.readOnly, redirect.value]).toEqual([true, EMPTY.redirectAddress]);
    await click(the('button', 'Copy'));
    expect(stage.copied).toBe(EMPTY.redirectAddress);
    expect(the('button', 'Copied')).toBeTruthy();
    expect(the('link', 'Open the Exact App Center').getAttribute('href')).toBe('https://apps.exactonline.com');
    expect(exact().textContent).toMatch(/another kind .* needs an app of its own/);
  });
});

describe('connection test', () => {
  it('names the user and counts the shops, and speaks of Exact apart', async () => {
    stage.state = READY;
    open({ 'setup.test': () => done({ shopctrl: { ok: true, user: 'Anna', shops: 2 }, exact: { ok: false, fault: { code: 'exact-secret', detail: 'invalid_request' } } }) });
    await click(the('button', 'Test connection'));
    expect(sent).toEqual([{ kind: 'setup.test', tenantId: 't1' }]);
    const region = the('region', 'Connection test');
    expect(region.textContent).toContain('signed in as Anna, 2 shops');
    expect(the('alert', /refuses the client ID or client secret/, region).querySelector('details')?.textContent).toContain('invalid_request');
  });
});

it('leads a new computer to the restoring of a backup, before any shop is known', () => {
  open();
  const link = the('link', 'Restore a backup') as HTMLAnchorElement;
  expect(link.getAttribute('href')).toBe('/ledger.html');
});
