/** The fault matrix, ShopCtrl's side: reading goes wrong or the shop changes while it is read; what was read goes on, and in the end every invoice is booked once. */
import { afterEach, describe, expect, it } from 'vitest';
import { play, presses, unread, type Line } from './fault-matrix';
import { HOST } from './harness';
import { aTrouble, shortLimits, type Trouble } from './trouble-stage';

let trouble: Trouble | null = null;
let restore = (): void => undefined;
afterEach(async () => {
  restore();
  await trouble?.stage.close();
  trouble = null;
});

const api = ({ stage }: Trouble): Trouble['stage']['sims']['api'] => stage.sims.api;
type Order = Parameters<ReturnType<typeof api>['faults']['add']>[0];
/** Three invoices are known; a fourth one is sold, and cannot be read. */
const failing = (order: Order) => (at: Trouble): (() => void) => {
  api(at).controls.addInvoice('demo', at.shop.shopId);
  return api(at).faults.add(order);
};
/** Never answered: the time limit comes soon. */
const silent = (order: (at: Trouble) => () => void) => (at: Trouble): (() => void) => {
  restore = shortLimits();
  return order(at);
};
/** What is known is booked all the same. */
const KNOWN = { booked: 3, others: [], counts: [0, 0], recovers: [10, 16] } as const;
const RUNS_EN = 'Each run tries again, and all that waits then goes on by itself.';
const RUNS_NL = 'Elke keer wordt het opnieuw geprobeerd; alles wat wacht gaat dan vanzelf verder.';
const PAGE = unread('waiting', `ShopCtrl or Exact answered with a page instead of data. If it stays, check the address of ShopCtrl in set-up. ${RUNS_EN}`, `ShopCtrl of Exact antwoordde met een pagina in plaats van gegevens. Blijft het zo, controleer dan het adres van ShopCtrl bij Instellen. ${RUNS_NL}`, []);
const UNREACHED = unread('waiting', `ShopCtrl or Exact cannot be reached: … ${RUNS_EN}`, `ShopCtrl of Exact is niet bereikbaar: … ${RUNS_NL}`, []);
const PASSWORD = unread(
  'tasks',
  'ShopCtrl refuses the stored login or password, or the account has a second factor. Enter a login without one in set-up. All that waits then goes on by itself.',
  'ShopCtrl weigert de bewaarde login of het wachtwoord, of het account heeft een tweede factor. Vul bij Instellen een login zonder tweede factor in. Alles wat wacht gaat dan vanzelf verder.',
  ['Open set-up'],
);

const ANSWERS: readonly (readonly [string, Line])[] = [
  ['401, over with the next run', { fault: failing({ kind: '401' }), ...KNOWN, says: [PASSWORD] }],
  [
    '401 since the password was changed: the new one in set-up, and "Sync now"',
    {
      fault: (at) => {
        api(at).controls.addInvoice('demo', at.shop.shopId);
        api(at).controls.changePassword('demo', 'api@demo.example', 'Nieuw-2026');
      },
      ...KNOWN, says: [PASSWORD],
      recovers: async (at) => {
        await at.next();
        expect((await at.states()).booked).toBe(3);
        await at.stage.value({ kind: 'setup.saveShopCtrl', address: HOST, apiBase: `https://api.${HOST}`, login: 'api@demo.example', password: 'Nieuw-2026' });
        await presses('Sync now')(at);
      },
    },
  ],
  ['403', { fault: failing({ kind: '403' }), ...KNOWN, says: [unread('waiting', `The ShopCtrl login may not read this. Ask your ShopCtrl administrator for the right to read shops, orders and invoices. ${RUNS_EN}`, `De ShopCtrl-login mag dit niet lezen. … ${RUNS_NL}`, ['Open set-up'])] }],
  ['500', { fault: failing({ kind: '500' }), ...KNOWN, says: [unread('waiting', `ShopCtrl or Exact reports a fault of its own. There is nothing to do. ${RUNS_EN}`, `ShopCtrl of Exact meldt een eigen storing. U hoeft niets te doen. ${RUNS_NL}`, [])] }],
  ['500 once: asked again at once', { fault: failing({ kind: '500', times: 1 }), ...KNOWN, booked: 4, recovers: [0, 0] }],
  ['a page instead of data', { fault: failing({ kind: 'html' }), ...KNOWN, says: [unread('waiting', `ShopCtrl answered with a web page instead of data. If it stays, check the address in set-up. ${RUNS_EN}`, `ShopCtrl antwoordde met een webpagina in plaats van gegevens. Blijft het zo, controleer dan het adres bij Instellen. ${RUNS_NL}`, ['Open set-up'])] }],
  ['JSON that ends in the middle', { fault: failing({ kind: 'truncated' }), ...KNOWN, says: [PAGE] }],
  ['an object where a list is due', { fault: failing({ kind: 'not-a-list', path: /Orders/ }), ...KNOWN, says: [PAGE] }],
  ['a connection that ends in the middle', { fault: failing({ kind: 'cut' }), ...KNOWN, says: [UNREACHED] }],
  ['a connection that is closed without an answer', { fault: failing({ kind: 'reset' }), ...KNOWN, says: [UNREACHED] }],
  ['silence until the time limit', { fault: silent(failing({ kind: 'hang' })), ...KNOWN, says: [unread('waiting', `ShopCtrl or Exact did not answer in time. There is nothing to do. ${RUNS_EN}`, `ShopCtrl of Exact gaf niet op tijd antwoord. U hoeft niets te doen. ${RUNS_NL}`, [])] }],
  ['slow: it is waited for', { fault: failing({ kind: 'slow', ms: 60 }), ...KNOWN, booked: 4, recovers: [0, 0] }],
];

/** Once, just before ShopCtrl answers a question of this kind. */
function whenAsked(at: Trouble, path: RegExp, change: () => void): void {
  let done = false;
  at.stage.strike = (url) => {
    if (!done && path.test(url)) {
      done = true;
      change();
    }
    return false;
  };
}
const ids = ({ stage, shop }: Trouble): readonly number[] => [...stage.sims.world.shop('demo', shop.shopId).book.records()].flatMap(({ invoices }) => invoices.map(({ invoice }) => invoice.Id));
/** The browser was closed for a day. */
async function dayLater(at: Trouble): Promise<void> {
  at.stage.sims.clock.advance(25 * 60 * 60_000);
  await at.booked(30);
}
const FINE = { others: [], counts: [0, 0] } as const;

const CHANGES: readonly (readonly [string, Line])[] = [
  [
    'one is edited while its list is read, before anything was booked: booked as it is in the end',
    {
      fault: (at) => {
        api(at).controls.addInvoice('demo', at.shop.shopId);
        const last = Math.max(...ids(at));
        whenAsked(at, /\/v1\/Shops\/\d+\/Orders/, () => api(at).controls.changeInvoice('demo', last, 'amount', { touchOrder: true }));
      },
      booked: 4, ...FINE, recovers: [0, 0],
    },
  ],
  [
    'one that does not touch its order: a draft that was read gets its number, and what is read again meets it',
    {
      fault: async (at) => {
        const { invoiceId } = api(at).controls.addInvoice('demo', at.shop.shopId, { invoice: { state: 'draft' } });
        await at.run();
        at.stage.sims.clock.advance(60_000);
        api(at).controls.finishDraft('demo', invoiceId, { touchOrder: false });
      },
      booked: 4, ...FINE, recovers: [0, 0],
    },
  ],
  ['a late one, dated eight days ago: met by the sweep of the next day', { fault: (at) => void api(at).controls.appearLate('demo', at.shop.shopId), booked: 3, ...FINE, recovers: dayLater }],
];

describe('an answer of ShopCtrl', () => {
  it.each(ANSWERS)('%s', async (_what, line) => {
    trouble = await aTrouble(3);
    await play(trouble, line);
  });
});

describe('a shop that changes while it is read', () => {
  it.each(CHANGES)('%s', async (_what, line) => {
    trouble = await aTrouble(3);
    await play(trouble, line);
  });

  it('one is changed after it was booked, and its order is not touched: the sweep sees it, it is said, and nothing in Exact is repaired', async () => {
    const at = await aTrouble(3);
    trouble = at;
    await at.run();
    const before = JSON.stringify(at.stage.sims.exact.books(at.division));
    const invoice = [...at.stage.sims.world.shop('demo', at.shop.shopId).book.records()].flatMap(({ invoices }) => invoices).find(({ truth }) => truth.is === 'exportable' && truth.invoice.group === 'home')?.invoice;
    api(at).controls.changeInvoice('demo', invoice?.Id ?? 0, 'amount', { touchOrder: false });
    at.stage.sims.clock.advance(25 * 60 * 60_000);
    await at.next();
    expect(await at.states()).toEqual({ booked: 3, others: [] });
    const [en, nl] = [await at.said('en'), await at.said('nl')];
    expect(en.tasks.map(({ buttons }) => buttons)).toEqual([['I have seen it']]);
    expect([en.tasks[0]?.text, nl.tasks[0]?.text]).toEqual([
      expect.stringContaining('Booked. It was changed in ShopCtrl since. Compare both, put Exact right where it is needed, then say that you have seen it. By itself nothing is booked, changed or removed in Exact.'),
      expect.stringContaining('Geboekt. Daarna in ShopCtrl gewijzigd. Vergelijk beide, pas Exact aan waar dat nodig is, en zeg dan dat u het gezien hebt. Vanzelf wordt er in Exact niets geboekt, gewijzigd of verwijderd.'),
    ]);
    expect([JSON.stringify(at.stage.sims.exact.books(at.division)), JSON.parse(before)]).toEqual([before, expect.objectContaining({ length: 3 })]);
    await presses('I have seen it')(at);
    expect((await at.said('en')).tasks).toEqual([]);
  });

  it('pages shift with every page that is read: none is left out', { timeout: 60_000 }, async () => {
    trouble = await aTrouble(24, { api: { shiftAfterPages: 1, maxPageSize: 5 } });
    await play(trouble, { fault: () => undefined, booked: 24, ...FINE, recovers: [0, 0] });
  });
});
