// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import type { Request, SetupShop } from '../../lib/messages';
import { all, click, settle, the, type, valueOf } from './dom';
import { fresh, home, READY, type Answers, type Stage } from './setup-stage';
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
const saved = (): SetupShop['rules'] => savedIn(sent);

describe('the mapping table', () => {
  it('shows the home rates before any invoice was read, and takes rows by hand', async () => {
    await open();
    await unfold('Accounts and VAT codes');
    const table = the('table', 'Accounts and VAT codes', shop());
    expect(all('rowheader', table).map((one) => one.textContent)).toEqual(['Netherlands 21 %', 'Netherlands 9 %']);
    const add = the('button', 'Add row', shop());
    await click(add);
    expect(shop().textContent).toContain('Choose the country.');
    const group = document.querySelector<HTMLElement>('.add-row') as HTMLElement;
    await type(the('combobox', 'Country', group), 'DE');
    await type(the('textbox', 'Rate (%)', group), '101');
    await click(add);
    expect(shop().textContent).toContain('between 0 and 100');
    await type(the('textbox', 'Rate (%)', group), '19');
    await click(add);
    await type(the('textbox', 'Rate (%)', group), '19');
    await click(add);
    expect(shop().textContent).toContain('in the table already');
    const name = 'Consumers Germany 19 % (One Stop Shop)';
    await type(the('textbox', `Account, ${name}`, shop()), '8006');
    await type(the('textbox', `VAT code, ${name}`, shop()), 'DE1');
    await type(the('combobox', 'Kind of sale', group), 'export');
    await click(add);
    await click(the('button', 'Remove Outside the EU, goods (export)', shop()));
    await confirm();
    expect(saved().table).toEqual([{ use: '', regime: 'oss', country: 'DE', rate: 1900, account: '8006', vatCode: 'DE1', costCenter: '', costUnit: '' }]);
  });

  it('name the countries that were met and have no collective debtor', async () => {
    stage.books = WITH_BOOKS;
    await open();
    await unfold('Where it is booked');
    expect(shop().textContent).toContain('without a row here: Germany.');
    expect(shop().textContent).not.toContain('without a row here: Germany, ');
  });

  it('shows what was met with count, amount and proof, and takes all proposals over at once', async () => {
    stage.books = WITH_BOOKS;
    await open();
    await unfold('Accounts and VAT codes');
    const table = the('table', 'Accounts and VAT codes', shop());
    expect(all('rowheader', table).map((one) => one.textContent)).toEqual(['Netherlands 21 % not mapped', 'Netherlands 21 %: shipping not mapped', 'Netherlands 9 %', 'Consumers Germany 19 % (One Stop Shop) not mapped']);
    expect(table.textContent).toContain('40 lines€1,234.56');
    expect(table.textContent).toContain('used 214 times');
    expect(table.textContent).toContain('fits by its properties');
    await click(the('button', 'Take over all proposals', shop()));
    expect(valueOf(the('textbox', 'Account, Netherlands 21 %', shop()))).toBe('8000');
    expect(valueOf(the('combobox', 'VAT code, Netherlands 21 %', shop()))).toBe('2');
    await confirm();
    expect(saved().table.map(({ use, regime, account, vatCode }) => [use, regime, account, vatCode])).toEqual([['', 'home', '8000', '2']]);
  });

  it('asks about a habit that breaks the constraints instead of proposing it', async () => {
    stage.books = WITH_BOOKS;
    await open();
    await unfold('Accounts and VAT codes');
    const germany = [...shop().querySelectorAll('tr')].find((one) => one.textContent?.includes('Germany')) as HTMLElement;
    expect(germany.nextElementSibling?.textContent).toMatch(/used code 2 here \(30 times\), but it does not fit: its One Stop Shop country is another/);
    expect(germany.nextElementSibling?.textContent).not.toContain('Proposed');
    const options = [...the('combobox', /^VAT code, Consumers Germany/, germany).querySelectorAll('optgroup')].map((one) => [one.label, [...one.querySelectorAll('option')].map((option) => option.value)]);
    // Inclusive, purchase and blocked codes are no choice at all.
    expect(options).toEqual([['Fits', ['DE1']], ['Does not fit this kind of sale', ['2', '1']]]);
  });

  it('lets a wider row serve what has none of its own', async () => {
    stage.books = WITH_BOOKS;
    stage.state = { ...READY, shops: READY.shops.map((one) => ({ ...one, rules: { ...one.rules, table: [home(2100, '8100', '2')] } })) };
    await open();
    await unfold('Accounts and VAT codes');
    const shipping = [...shop().querySelectorAll('tr')].find((one) => one.textContent?.includes('shipping')) as HTMLElement;
    expect(shipping.classList.contains('open')).toBe(false);
    expect(shipping.textContent).toContain('booked on 8100, VAT code 2');
    await click(the('button', 'Own account for Netherlands 21 %: shipping', shop()));
    await type(the('textbox', 'Account, Netherlands 21 %: shipping', shop()), '8190');
    await confirm();
    expect(saved().table.map(({ use, account, vatCode }) => [use, account, vatCode])).toEqual([['', '8100', '2'], ['shipping', '8190', '']]);
  });

  it('offers journals, conditions without discount and accounts of the books; a code that vanished is a task', async () => {
    stage.books = WITH_BOOKS;
    stage.state = { ...READY, shops: READY.shops.map((one) => ({ ...one, rules: { ...one.rules, journal: '99' } })) };
    await open();
    expect(the('status', /VAT code 77 is not in Exact any more/, shop())).toBeTruthy();
    await unfold('Where it is booked');
    const values = (name: string): readonly (string | null)[] => [...the('combobox', name, shop()).querySelectorAll('option')].map((one) => one.textContent);
    expect(values('Journal')).toEqual(['Choose…', '99 · not in Exact', '70 · Verkoop (EUR)']);
    expect(values('Payment condition')).toEqual(['Choose…', '14 · 14 dagen']);
  });

  it('says beside every VAT code which types fit, since nets are written excluding VAT', async () => {
    await open({}, 'nl');
    await unfold('Rekeningen en btw-codes');
    const described = the('textbox', 'Btw-code, Nederland 21 %', shop()).getAttribute('aria-describedby') ?? '';
    expect(document.getElementById(described)?.textContent).toMatch(/nooit een inclusieve code/);
  });
});
