// @vitest-environment happy-dom
import type { JSX } from 'preact';
import { beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_RULES } from '../../lib/booking/rules';
import type { Fault } from '../../lib/faults';
import type { Ask, Language, Reply, Request, SetupState } from '../../lib/messages';
import { adminHostOf, candidatesFor, isShopCtrlSite } from '../../lib/shopctrl/address';
import { setupView } from '../../lib/view/setup';
import { setupWords } from '../../lib/words/setup';
import { SetupPage } from '../../components/setup/setup-page';
import { all, click, mount, nameOf, settle, the, type, valueOf } from './dom';

const EMPTY: SetupState = { redirectAddress: 'https://abc.chromiumapp.org/exact', tenants: [], exactApp: null, shops: [] };
const TENANT = { tenantId: 't1', adminHost: 'demo.shopctrl.com', apiBase: 'https://demo.shopctrl.com', login: 'anna', hasPassword: true, user: 'Anna', fault: null };
const READY: SetupState = {
  ...EMPTY,
  tenants: [TENANT],
  exactApp: { site: 'nl', clientId: '0f8fad5b-d9cb-469f-a165-70867728950e', hasSecret: true },
  shops: [
    { tenantId: 't1', shopId: 12, name: 'Lamp & Licht', rules: DEFAULT_RULES, seen: [{ rate: 1900, group: 'eu-consumer:DE', count: 3 }], arithmetic: null },
    { tenantId: 't1', shopId: 13, name: 'Boekenhoek', rules: { ...DEFAULT_RULES, journal: '70', debtorCode: '9', mapping: [{ rate: 2100, group: 'home', revenueAccount: '8000', vatCode: '4' }] }, seen: [], arithmetic: null },
  ],
};
type Answers = { [K in Request['kind']]?: (request: Extract<Request, { kind: K }>) => Reply<unknown> };
const refuse = (fault: Fault): Reply<never> => ({ ok: false, fault });
const done = (value: unknown = null): Reply<unknown> => ({ ok: true, value });

let sent: Request[];
let events: string[];
let state: SetupState;
let granted: boolean;
let copied: string;
beforeEach(() => {
  sent = [];
  events = [];
  state = EMPTY;
  granted = true;
  copied = '';
});

function open(answers: Answers = {}, language: Language = 'en') {
  const ask = ((request: Request) => {
    sent.push(request);
    events.push(request.kind);
    const answer = answers[request.kind] as ((request: Request) => Reply<unknown>) | undefined;
    return Promise.resolve(answer ? answer(request) : done());
  }) as Ask;
  const element = (spoken: Language): JSX.Element => (
    <SetupPage
      view={setupView(state)}
      fault={null}
      language={spoken}
      say={(key, params) => setupWords(spoken, key, params)}
      ask={ask}
      reload={async () => { await shown.show(element(spoken)); }}
      whereabouts={(typed) => {
        try {
          return { adminHost: adminHostOf(typed), candidates: candidatesFor(adminHostOf(typed)) };
        } catch {
          return null;
        }
      }}
      isShopCtrlSite={isShopCtrlSite}
      requestAccess={(addresses) => {
        events.push(`access ${addresses.join(' ')}`);
        return Promise.resolve(granted);
      }}
      copy={(text) => {
        copied = text;
        return Promise.resolve(true);
      }}
      onLanguage={(chosen) => { void shown.show(element(chosen)); }}
    />
  );
  const shown = mount(element(language));
  return shown;
}

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
      'setup.saveShopCtrl': () => { state = { ...EMPTY, tenants: [TENANT] }; return done({ tenantId: 't1' }); },
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
    granted = false;
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
    granted = true;
    await click(the('button', 'Save', shopctrl()));
    expect(the('alert', /No ShopCtrl API was found/)).toBeTruthy();
    expect(['ShopCtrl address', 'Login', 'Password'].map((name) => valueOf(the('textbox', name)))).toEqual(['demo.shopctrl.com', 'anna', 'lamp-17']);
    expect(JSON.stringify(sent)).not.toContain('lamp-17');
  });

  it('keeps what was typed when ShopCtrl refuses it, and says so without sending the person to this page', async () => {
    state = READY;
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
    state = READY;
    open({ 'setup.saveShopCtrl': () => done({ tenantId: 't1' }) });
    await click(the('button', 'Save', shopctrl()));
    expect(sent.at(-1)).toMatchObject({ kind: 'setup.saveShopCtrl', password: '', apiBase: 'https://demo.shopctrl.com' });
    await type(the('textbox', 'ShopCtrl address'), 'elsewhere.example.shopctrl.com');
    await click(the('button', 'Save', shopctrl()));
    expect(sent).toHaveLength(1);
    expect(shopctrl().textContent).toContain('Password is missing.');
  });

  it('shows another user as a state to accept', async () => {
    state = { ...READY, tenants: [{ ...TENANT, fault: { code: 'shopctrl-other-user' } }] };
    open();
    await click(the('button', 'Accept'));
    expect(sent).toEqual([{ kind: 'setup.acceptUser', tenantId: 't1' }]);
  });
});

describe('Exact app', () => {
  it('stores site, client id and secret, and never shows the secret again', async () => {
    open({ 'setup.saveExactApp': () => { state = { ...EMPTY, exactApp: { site: 'be', clientId: 'x', hasSecret: true } }; return done(); } });
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
    expect(copied).toBe(EMPTY.redirectAddress);
    expect(the('button', 'Copied')).toBeTruthy();
    expect(the('link', 'Open the Exact App Center').getAttribute('href')).toBe('https://apps.exactonline.com');
    expect(exact().textContent).toMatch(/another kind .* needs an app of its own/);
  });
});

describe('connection test', () => {
  it('names the user and counts the shops, and speaks of Exact apart', async () => {
    state = READY;
    open({ 'setup.test': () => done({ shopctrl: { ok: true, user: 'Anna', shops: 2 }, exact: { ok: false, fault: { code: 'exact-secret', detail: 'invalid_request' } } }) });
    await click(the('button', 'Test connection'));
    expect(sent).toEqual([{ kind: 'setup.test', tenantId: 't1' }]);
    const region = the('region', 'Connection test');
    expect(region.textContent).toContain('signed in as Anna, 2 shops');
    expect(the('alert', /refuses the client ID or client secret/, region).querySelector('details')?.textContent).toContain('invalid_request');
  });
});

describe('settings of a shop', () => {
  const shop = (name: RegExp = /^Lamp & Licht shop 12$/): HTMLElement => the('region', name);
  const fill = async (): Promise<void> => {
    await type(the('textbox', 'Journal', shop()), ' 70 ');
    await type(the('textbox', 'Debtor code', shop()), '9000');
    await type(the('textbox', 'Payment condition', shop()), '30');
    await type(the('textbox', 'Item code', shop()), 'WEB');
    await type(the('textbox', 'Revenue account, 21 % · Netherlands', shop()), '8000');
    await type(the('textbox', 'VAT code, 21 % · Netherlands', shop()), '4');
  };

  it('is a region with a real table of the combinations that matter', () => {
    state = READY;
    open();
    const table = the('table', 'Rate × country group', shop());
    expect(all('rowheader', table).map((one) => one.textContent)).toEqual([
      '21 % · Netherlands', '9 % · Netherlands', '0 % · Netherlands', '0 % · EU companies with VAT number', '0 % · Outside the EU', '21 % · EU consumers', '9 % · EU consumers', '19 % · Consumers in Germany',
    ]);
    expect(all('columnheader', table).map((one) => one.textContent).slice(1, 3)).toEqual(['Revenue account', 'VAT code']);
    expect(table.textContent).toContain('3 lines');
    expect(shop().textContent).toContain('1 combination in your invoices has no account and code yet.');
  });

  it('names the inputs of a row with the very text of its header', () => {
    state = READY;
    open();
    for (const header of all('rowheader', shop())) {
      expect(header.textContent).toMatch(/^[\d.]+ % · /);
      expect(all('textbox', header.parentElement!).map(nameOf)).toEqual([`Revenue account, ${header.textContent}`, `VAT code, ${header.textContent}`]);
    }
  });

  it('of many are closed but for the first that needs something, and open by a button or the address', async () => {
    const many = Array.from({ length: 9 }, (_, index) => ({ ...READY.shops[index === 0 ? 1 : 0]!, shopId: 20 + index, name: `Shop ${String(index)}` }));
    state = { ...READY, shops: many.slice(0, 8) };
    open();
    expect(all('table')).toHaveLength(8);
    expect(all('button').some((one) => nameOf(one).startsWith('Settings of'))).toBe(false);

    state = { ...READY, shops: many };
    open();
    const region = (index: number): HTMLElement => the('region', `Shop ${String(index)} shop ${String(20 + index)}`);
    const isOpen = (): readonly number[] => many.map((_, index) => index).filter((index) => all('table', region(index)).length > 0);
    expect(all('region').filter((one) => one.classList.contains('shop'))).toHaveLength(9);
    expect(isOpen()).toEqual([1]);
    const button = the('button', 'Settings of Shop 5', region(5));
    expect(button.getAttribute('aria-expanded')).toBe('false');
    await click(button);
    expect(button.getAttribute('aria-expanded')).toBe('true');
    await type(the('textbox', 'Journal', region(5)), '75');
    await click(button);
    expect(isOpen()).toEqual([1]);
    await click(button);
    expect(valueOf(the('textbox', 'Journal', region(5)))).toBe('75');
    await click(the('link', /^Shop 7/));
    expect(isOpen()).toEqual([1, 5, 7]);
    location.hash = '#shop=t1%7C28';
    window.dispatchEvent(new Event('hashchange'));
    await settle();
    expect(isOpen()).toEqual([1, 5, 7, 8]);
    location.hash = '';
  });

  it('saves what was typed, trimmed, without the empty rows', async () => {
    state = READY;
    open();
    await fill();
    await click(the('button', 'Save', shop()));
    expect(sent).toEqual([
      {
        kind: 'setup.saveRules',
        shop: { tenantId: 't1', shopId: 12 },
        rules: { ...DEFAULT_RULES, journal: '70', debtorCode: '9000', paymentCondition: '30', itemCode: 'WEB', mapping: [{ rate: 2100, group: 'home', revenueAccount: '8000', vatCode: '4' }] },
      },
    ]);
    expect(the('status', 'Saved.', shop())).toBeTruthy();
  });

  it('adds and removes rows, member states included, and refuses nonsense in words', async () => {
    state = READY;
    open();
    await fill();
    const add = async (rate: string, group: string): Promise<void> => {
      await type(the('textbox', 'Rate (%)', shop()), rate);
      await type(the('combobox', 'Country group', shop()), group);
      await click(the('button', 'Add row', shop()));
    };
    await add('5,5', 'eu-consumer:FR');
    await type(the('textbox', 'Revenue account, 5.5 % · Consumers in France', shop()), '8155');
    await type(the('textbox', 'VAT code, 5.5 % · Consumers in France', shop()), '55');
    await add('101', 'home');
    expect(shop().textContent).toContain('between 0 and 100');
    await add('21', 'home');
    expect(shop().textContent).toContain('in the table already');
    await add('20', 'eu-consumer:FR');
    await click(the('button', 'Remove 20 % · Consumers in France', shop()));
    await click(the('button', 'Save', shop()));
    expect(sent.at(-1)).toMatchObject({ rules: { mapping: [{ rate: 2100, group: 'home' }, { rate: 550, group: 'eu-consumer:FR', revenueAccount: '8155', vatCode: '55' }] } });
  });

  it('names every mistake and keeps all that was typed', async () => {
    state = READY;
    open();
    await fill();
    await type(the('textbox', 'VAT code, 21 % · Netherlands', shop()), '');
    await type(the('textbox', 'Debtor code', shop()), '1234567890123456789');
    await type(the('textbox', 'Rounding limit (cents)', shop()), '2.5');
    await click(the('button', 'Save', shop()));
    expect(sent).toHaveLength(0);
    const alert = the('alert', /Not saved yet/, shop());
    expect([...alert.querySelectorAll('li')].map((one) => one.textContent)).toEqual([
      'Debtor code: at most 18 characters.',
      '21 % · Netherlands: fill in both revenue account and VAT code, or neither.',
      'Rounding limit (cents): a whole number between 0 and 500.',
    ]);
    expect(shop().querySelector<HTMLDetailsElement>('details.more')?.open).toBe(true);
    expect(valueOf(the('textbox', 'Revenue account, 21 % · Netherlands', shop()))).toBe('8000');
    expect(valueOf(the('textbox', 'Rounding limit (cents)', shop()))).toBe('2.5');
  });

  it('keeps what was typed when the background refuses, when the state is read again and when the language changes', async () => {
    state = READY;
    const page = open({ 'setup.saveRules': () => refuse({ code: 'bad-request', params: { field: 'mapping.0.revenueAccount' } }) });
    await fill();
    await click(the('button', 'Save', shop()));
    expect(the('alert', /21 % · Netherlands cannot be used like this/, shop())).toBeTruthy();
    state = { ...READY, shops: READY.shops.map((one) => ({ ...one, seen: [{ rate: 900, group: 'home', count: 5 }] })) };
    await click(the('button', 'NL'));
    expect(page.page.textContent).toContain('Instellingen per shop');
    expect(valueOf(the('textbox', 'Dagboek', shop()))).toBe(' 70 ');
    expect(valueOf(the('textbox', 'Omzetrekening, 21 % · Nederland', shop()))).toBe('8000');
  });

  it('takes over the settings of a finished shop, to be saved by hand', async () => {
    state = READY;
    open();
    await type(the('combobox', 'Copy from another shop', shop()), 't1|13');
    expect(valueOf(the('textbox', 'Journal', shop()))).toBe('70');
    expect(valueOf(the('textbox', 'Revenue account, 21 % · Netherlands', shop()))).toBe('8000');
    expect(sent).toHaveLength(0);
    await click(the('button', 'Save', shop()));
    expect(sent.at(-1)).toMatchObject({ shop: { shopId: 12 }, rules: { journal: '70', debtorCode: '9' } });
  });

  it('forgets a shop only after a question of our own', async () => {
    state = READY;
    open({ 'setup.forgetShop': () => { state = { ...READY, shops: READY.shops.slice(1) }; return done(); } });
    await click(the('button', 'Forget this shop', shop()));
    const dialog = the('dialog', 'Forget Lamp & Licht (12)?');
    await click(the('button', 'Cancel', dialog));
    expect(sent).toHaveLength(0);
    await click(the('button', 'Forget this shop', shop()));
    await click(the('button', 'Forget', the('dialog', 'Forget Lamp & Licht (12)?')));
    expect(sent).toEqual([{ kind: 'setup.forgetShop', shop: { tenantId: 't1', shopId: 12 } }]);
    expect(all('region').map(nameOf)).not.toContain('Lamp & Licht shop 12');
    expect(document.body.textContent).toContain('Lamp & Licht was forgotten.');
  });
});
