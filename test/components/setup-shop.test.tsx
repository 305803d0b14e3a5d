// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_RULES } from '../../lib/booking/rules';
import type { Request, SetupShop } from '../../lib/messages';
import { all, click, nameOf, settle, the, type, valueOf } from './dom';
import { done, fresh, home, NO_BOOKS, READY, refuse, type Answers, type Stage } from './setup-stage';
import { confirm, savedIn, shop, unfold, WITH_BOOKS } from './setup-shop-stage';

let stage: Stage;
let sent: Request[];
beforeEach(() => {
  stage = fresh();
  stage.state = READY;
  ({ sent } = stage);
});
const open = async (answers?: Answers, language: 'en' | 'nl' = 'en'): Promise<HTMLElement> => {
  const { page } = stage.open(answers, language);
  await settle();
  return page;
};
const stepSays = (name: string, where = shop()): string => [...where.querySelectorAll('details.step > summary')].find((one) => one.querySelector('.name')?.textContent === name)?.textContent ?? '';
const saved = (): SetupShop['rules'] => savedIn(sent);

describe('the steps of a shop', () => {
  it('say how they stand, and only the first open question is unfolded', async () => {
    await open();
    expect(stepSays('How you sell')).toContain('open question');
    expect(stepSays('Accounts and VAT codes')).toContain('open question');
    expect([...document.querySelectorAll('details.step[open] .name')].map((one) => one.textContent)).toEqual(['How you sell']);
    const other = shop(/^Boekenhoek/);
    expect(stepSays('How you sell', other)).toMatch(/Netherlands · below 10,000 euros.*done/);
    expect(stepSays('Where it is booked', other)).toMatch(/Journal 70 · Debtor code 9.*done/);
    expect(stepSays('Accounts and VAT codes', other)).toMatch(/1 row filled in.*done/);
  });

  it('save profile, journal, debtor and mapping with one button, trimmed and without empty rows', async () => {
    await open();
    expect(all('radio', shop()).some((one) => (one as HTMLInputElement).checked)).toBe(false);
    await click(the('radio', 'VAT of their own country, declared through the One Stop Shop (OSS)', shop()));
    await type(the('textbox', 'Since', shop()), '2021-07-01');
    await unfold('Where it is booked');
    await type(the('textbox', 'Journal', shop()), ' 70 ');
    await type(the('textbox', 'Debtor code', shop()), '9000');
    await unfold('Accounts and VAT codes');
    await type(the('textbox', 'Account, Netherlands 21 %', shop()), '8000');
    await type(the('textbox', 'VAT code, Netherlands 21 %', shop()), ' 2 ');
    await confirm();
    expect(sent).toEqual([
      {
        kind: 'setup.saveRules',
        shop: { tenantId: 't1', shopId: 12 },
        rules: { ...DEFAULT_RULES, journal: '70', debtorCode: '9000', table: [home(2100, '8000', '2')], profile: { ...DEFAULT_RULES.profile, consumers: [{ scheme: 'oss', from: '2021-07-01', to: '' }] } },
      },
    ]);
    expect(the('status', /^Saved\. These settings count/, shop())).toBeTruthy();
  });

  it('take dated answers, registrations and kinds of rows', async () => {
    await open();
    await click(the('radio', 'Your own VAT (Netherlands): below the threshold', shop()));
    await click(the('button', 'This changed in time', shop()));
    await type(the('textbox', 'Until, row 1', shop()), '2025-12-31');
    await type(the('textbox', 'From, row 2', shop()), '2026-01-01');
    await click(the('button', 'Add registration', shop()));
    await type(the('combobox', 'Country, row 1', shop()), 'GB');
    await type(the('textbox', 'VAT number, row 1', shop()), 'GB123');
    await click(the('button', 'Add registration', shop()));
    await click(the('button', 'Add kind of row', shop()));
    await type(the('textbox', 'Code, row 1', shop()), 'GIFT*');
    await type(the('combobox', 'Is a, row 1', shop()), 'voucher-multi');
    await confirm();
    expect(saved().profile).toEqual({
      ...DEFAULT_RULES.profile,
      consumers: [{ scheme: 'below', from: '', to: '2025-12-31' }, { scheme: 'oss', from: '2026-01-01', to: '' }],
      registrations: [{ country: 'GB', number: 'GB123', from: '', to: '' }],
      kinds: [{ by: 'product', code: 'GIFT*', country: '', kind: 'voucher-multi' }],
    });
  });

  it('name every mistake at its field, unfold its step, and keep all that was typed', async () => {
    await open();
    await click(the('radio', /One Stop Shop \(OSS\)/, shop()));
    await click(the('button', 'This changed in time', shop()));
    await type(the('textbox', 'From, row 1', shop()), '2026-02-01');
    await type(the('textbox', 'Until, row 1', shop()), '2026-01-01');
    await unfold('Where it is booked');
    await type(the('textbox', 'Debtor code', shop()), '1234567890123456789');
    await type(the('textbox', 'Rounding limit (cents)', shop()), '2.5');
    await unfold('Accounts and VAT codes');
    await type(the('textbox', 'VAT code, Netherlands 9 %', shop()), '123456789');
    await confirm();
    expect(sent).toHaveLength(0);
    const alert = the('alert', /Not saved yet/, shop());
    expect([...alert.querySelectorAll('li')].map((one) => one.textContent)).toEqual([
      'Debtor code: at most 18 characters.',
      'Consumers in other EU countries: which VAT do they pay?, row 1: the end is before the start.',
      'VAT code, Netherlands 9 %: at most 8 characters.',
      'Rounding limit (cents): a whole number between 0 and 500.',
    ]);
    for (const [name, value] of [['Until, row 1', '2026-01-01'], ['Debtor code', '1234567890123456789'], ['VAT code, Netherlands 9 %', '123456789'], ['Rounding limit (cents)', '2.5']] as const) {
      const field = the('textbox', name, shop());
      expect([valueOf(field), field.getAttribute('aria-invalid')], name).toEqual([value, 'true']);
    }
  });

  it('mark the field that the background refused, through reloads and a change of language', async () => {
    await open({ 'setup.saveRules': () => refuse({ code: 'bad-request', params: { field: 'table.0.account' } }) });
    await unfold('Accounts and VAT codes');
    await type(the('textbox', 'Account, Netherlands 9 %', shop()), '8000');
    await confirm();
    expect(the('alert', /Netherlands 9 % cannot be used like this/, shop())).toBeTruthy();
    expect(the('textbox', 'Account, Netherlands 9 %', shop()).getAttribute('aria-invalid')).toBe('true');
    expect(the('textbox', 'Account, Netherlands 21 %', shop()).getAttribute('aria-invalid')).toBe('false');
    await click(the('button', 'NL'));
    expect(valueOf(the('textbox', 'Rekening, Nederland 9 %', shop()))).toBe('8000');
  });

  it('take over the settings of a finished shop, to be confirmed by hand', async () => {
    await open();
    await type(the('combobox', 'Copy from another shop', shop()), 't1|13');
    expect(sent).toHaveLength(0);
    await confirm();
    expect(saved()).toMatchObject({ journal: '70', debtorCode: '9', table: [home(2100, '8000', '4')], profile: { consumers: [{ scheme: 'below' }] } });
  });
});

describe('what waits', () => {
  it('is grouped by cause, and one button leads to the fix', async () => {
    stage.books = WITH_BOOKS;
    await open();
    const group = shop().querySelector<HTMLElement>('.waiting') as HTMLElement;
    expect(group.getAttribute('aria-label')).toBe('17 invoices wait');
    expect(group.textContent).toContain('GIFT-50');
    await click(the('button', 'Say what it is', group));
    await type(the('combobox', 'Kind of GIFT-50', shop()), 'voucher-multi');
    await confirm();
    expect(saved().profile.kinds).toEqual([{ by: 'product', code: 'GIFT-50', country: '', kind: 'voucher-multi' }]);
  });

  it('is booked as invoiced only by a person, whose name and moment are kept', async () => {
    stage.books = WITH_BOOKS;
    await open();
    await click(the('button', 'Book as invoiced…', shop()));
    await type(the('textbox', 'Your name', shop()), '');
    await click(the('button', 'Book as invoiced', shop()));
    expect(shop().textContent).toContain('Your name is missing.');
    await type(the('textbox', 'Your name', shop()), 'Bram Bakker');
    await click(the('button', 'Book as invoiced', shop()));
    expect(shop().querySelector('.waiting')?.getAttribute('aria-label')).toBe('3 invoices wait');
    await confirm();
    expect(saved().consents).toEqual([{ cause: 'R-OSS-RATE|DE', by: 'Bram Bakker', at: '2026-05-04T09:30:00Z' }]);
  });

  it('keeps VAT numbers found in VIES, and copies the number on the way there', async () => {
    await open();
    await unfold('Booked as invoiced, confirmed VAT numbers');
    await click(the('button', 'Add number', shop()));
    await type(the('textbox', 'VAT number, row 1', shop()), 'be 0123.456.749');
    const link = the('link', 'VIES', shop());
    // Nothing here may leave this machine.
    link.addEventListener('click', (event) => { event.preventDefault(); });
    await click(link);
    expect(stage.copied).toBe('BE0123456749');
    await type(the('textbox', 'Consultation number, row 1', shop()), 'WAPI1');
    await confirm();
    expect(saved().confirmedNumbers).toEqual([{ number: 'BE0123456749', date: '2026-05-04', consultation: 'WAPI1', by: 'Anna' }]);
  });
});

describe('shops on the page', () => {
  it('of many are closed but for the first that needs something, and open by a button or the address', async () => {
    const many = Array.from({ length: 9 }, (_, index) => ({ ...READY.shops[index === 0 ? 1 : 0]!, shopId: 20 + index, name: `Shop ${String(index)}` }));
    stage.state = { ...READY, shops: many };
    await open();
    const region = (index: number): HTMLElement => the('region', `Shop ${String(index)} shop ${String(20 + index)}`);
    const isOpen = (): readonly number[] => many.map((_, index) => index).filter((index) => region(index).querySelector('.parts') !== null);
    expect(isOpen()).toEqual([1]);
    const button = the('button', 'Settings of Shop 5', region(5));
    expect(button.getAttribute('aria-expanded')).toBe('false');
    await click(button);
    await unfold('Where it is booked', region(5));
    await type(the('textbox', 'Journal', region(5)), '75');
    await click(button);
    expect(isOpen()).toEqual([1]);
    await click(button);
    expect(valueOf(the('textbox', 'Journal', region(5)))).toBe('75');
    await click(the('link', /^Shop 7/));
    expect(isOpen()).toEqual([1, 5, 7]);
    location.hash = '#shop=t1%7C28:mapping';
    window.dispatchEvent(new Event('hashchange'));
    await settle();
    expect(isOpen()).toEqual([1, 5, 7, 8]);
    expect(all('table', region(8)).map(nameOf)).toEqual(['Accounts and VAT codes']);
    location.hash = '';
  });

  it('show who changed what, and when', async () => {
    await open();
    const history = shop(/^Boekenhoek/).querySelector('.history');
    expect(history?.textContent).toMatch(/Version 1.*2026.*Anna.*first settings/);
    expect(shop().querySelector('.history')).toBeNull();
  });

  it('are forgotten only after a question of our own', async () => {
    await open({ 'setup.forgetShop': () => { stage.state = { ...READY, shops: READY.shops.slice(1) }; return done(); } });
    await click(the('button', 'Forget this shop', shop()));
    await click(the('button', 'Cancel', the('dialog', 'Forget Lamp & Licht (12)?')));
    expect(sent).toHaveLength(0);
    await click(the('button', 'Forget this shop', shop()));
    await click(the('button', 'Forget', the('dialog', 'Forget Lamp & Licht (12)?')));
    expect(sent).toEqual([{ kind: 'setup.forgetShop', shop: { tenantId: 't1', shopId: 12 } }]);
    expect(all('region').map(nameOf)).not.toContain('Lamp & Licht shop 12');
    expect(document.body.textContent).toContain('Lamp & Licht was forgotten.');
  });
});

describe('a button that leads to a fix', () => {
  const focused = (): string => nameOf(document.activeElement ?? document.body);

  it('ends at the row that is not mapped, and at the code that vanished', async () => {
    stage.books = { ...WITH_BOOKS, waiting: [{ code: 'no-mapping', params: {}, count: 1, invoices: ['2026-7'] }] };
    const rules = { ...READY.shops[0]!.rules, table: [home(2100, '8000', '2'), home(900, '8001', '77')] };
    stage.state = { ...READY, shops: [{ ...READY.shops[0]!, rules }] };
    await open();
    await click(the('button', 'Choose account and code', shop()));
    await settle();
    expect(focused()).toBe('Account, Consumers Germany 19 % (One Stop Shop)');
    await click(the('button', 'Choose another', shop()));
    await settle();
    expect(focused()).toBe('VAT code, Netherlands 9 %');
  });

  it('ends at the setting that is empty, not at one beside it', async () => {
    stage.books = { ...NO_BOOKS, waiting: [{ code: 'no-settings', params: { setting: 'paymentCondition' }, count: 1, invoices: ['2026-7'] }] };
    stage.state = { ...READY, shops: [{ ...READY.shops[0]!, rules: { ...DEFAULT_RULES, journal: '70' } }] };
    await open();
    await click(the('button', 'Fill in', shop()));
    await settle();
    expect(focused()).toBe('Payment condition');
  });
});

describe('an administration that could not be read', () => {
  it('is not called unconnected', async () => {
    stage.books = { ...NO_BOOKS, fault: { code: 'exact-reconnect' } };
    await open();
    expect(shop().textContent).toContain('Exact was not read yet');
    expect(shop().textContent).not.toContain('Not connected to Exact');
  });
});

describe('settings that are saved elsewhere meanwhile', () => {
  it('stay, beside what is typed here', async () => {
    const before = READY.shops[1]!;
    const other = { ...before, rules: { ...before.rules, debtorCode: '1002', table: [home(2100, '8000', '4'), home(900, '8001', '5')], consents: [{ cause: 'R-OSS-RATE|DE', by: 'Bram', at: '2026-05-04T09:00:00Z' }] } };
    stage.state = { ...READY, shops: [before] };
    const { page } = stage.open();
    await settle();
    const books = (): HTMLElement => shop(/^Boekenhoek/);
    await unfold('Accounts and VAT codes', books());
    await type(the('textbox', 'Account, Netherlands 21 %', books()), '8100');
    stage.state = { ...READY, shops: [other] };
    await click(the('button', 'NL', page));
    await settle();
    await click(the('button', 'EN', page));
    await settle();
    await click(the('button', 'Confirm and save', books()));
    expect(saved()).toMatchObject({ debtorCode: '1002', consents: other.rules.consents });
    expect(saved().table.map(({ rate, account, vatCode }) => [rate, account, vatCode])).toEqual([[2100, '8100', '4'], [900, '8001', '5']]);
  });
});
