/** The fault matrix, Exact's side: each trouble of the simulated Exact with the state of every invoice, the words of page and section, and the way back. */
import { afterEach, describe, expect, it } from 'vitest';
import type { ExactSim, FaultRule } from '../simulators/exact/index';
import { needs, play, presses, UNCERTAIN, waits, type Line } from './fault-matrix';
import { sure } from './harness';
import { aTrouble, shortLimits, type Trouble } from './trouble-stage';

let trouble: Trouble | null = null;
let restore = (): void => undefined;
afterEach(async () => {
  restore();
  await trouble?.stage.close();
  trouble = null;
});

const DIVISION = 100_001;
const exact = ({ stage }: Trouble): ExactSim => stage.sims.exact;
/** Strikes the POST of the second of three invoices. */
const entry = (kind: FaultRule['kind'], more: Partial<FaultRule> = {}) => (at: Trouble): void => void exact(at).fault({ where: 'entry', kind, nth: 2, ...more });
/** Strikes the first look-up, before anything was sent. */
const lookup = (kind: FaultRule['kind'], more: Partial<FaultRule> = {}) => (at: Trouble): void => void exact(at).fault({ where: 'lookup', kind, ...more });
/** Strikes every call until it is over. */
const lasting = (kind: FaultRule['kind'], more: Partial<FaultRule> = {}) => (at: Trouble): (() => void) => exact(at).fault({ where: 'api', kind, times: 1000, ...more });
/** Never answered: the time limit comes soon. */
const silent = (order: (at: Trouble) => void) => (at: Trouble): void => {
  restore = shortLimits();
  order(at);
};
const vanishes = (kind: Parameters<ExactSim['vanish']>[1], code: string) => (at: Trouble): (() => void) => exact(at).vanish(DIVISION, kind, code);
const DAY = 24 * 60 * 60_000;

const BOOKED = { booked: 3, others: [], counts: [0, 0] } as const;
/** The second one, and after how long it is sent again, or found, at the second look. */
const UNKNOWN = { booked: 2, others: ['uncertain S-UNCERTAIN'], counts: [1, 0], says: [UNCERTAIN] } as const;
const NOTHING_SENT = { booked: 0, others: ['seen', 'seen', 'seen'], counts: [3, 0] } as const;
const RATE = waits('Exact’s limit of calls is used up', 'De limiet van Exact is bereikt');
const SERVER = waits('Exact reports a fault of its own', 'Exact meldt een eigen storing');
const SIGNED_OUT = waits('Exact refuses the sign-in of this browser, and says only at its next renewal, within ten minutes, whether the connection has ended', 'Exact weigert de aanmelding van deze browser, en zegt pas bij de volgende vernieuwing, binnen tien minuten, of de koppeling is beëindigd');

const POSTS: readonly (readonly [string, Line])[] = [
  ['stored, then the reused connection is closed: the browser has sent it twice, and our copy is removed', { fault: entry('cut-reused'), resends: 'HTTP/1.1', ...BOOKED, recovers: [0, 0] }],
  ['the same on h2', { fault: entry('cut-reused'), resends: 'h2', ...BOOKED, recovers: [0, 0] }],
  ['stored, then the connection is closed: found at once', { fault: entry('cut-after'), ...BOOKED, recovers: [0, 0] }],
  ['stored, half of the answer arrives: found at once', { fault: entry('cut-midway'), ...BOOKED, recovers: [0, 0] }],
  ['stored 0 seconds after the connection ended: found at once', { fault: entry('store-late', { seconds: 0 }), ...BOOKED, recovers: [0, 0] }],
  ['stored 90 seconds after the connection ended', { fault: entry('store-late', { seconds: 90 }), ...UNKNOWN, recovers: [5, 6] }],
  ['stored 240 seconds after the connection ended', { fault: entry('store-late', { seconds: 240 }), ...UNKNOWN, recovers: [5, 6] }],
  ['sent twice by the browser, of which one is stored 240 seconds later: the copy is removed', { fault: entry('store-late', { seconds: 240 }), resends: 'HTTP/1.1', ...BOOKED, recovers: [0, 0] }],
  ['dropped before anything was stored', { fault: entry('cut-before'), ...UNKNOWN, recovers: [5, 6] }],
  ['500 without JSON', { fault: entry('html-500'), ...UNKNOWN, recovers: [5, 6] }],
  ['500 without JSON, stored: found at once', { fault: entry('html-500', { processed: true }), ...BOOKED, recovers: [0, 0] }],
  ['500 with a text', { fault: entry('text-500'), ...UNKNOWN, recovers: [5, 6] }],
  ['502 without a body', { fault: entry('empty-502'), ...UNKNOWN, recovers: [5, 6] }],
  ['200 without a body', { fault: entry('empty-200'), ...UNKNOWN, recovers: [5, 6] }],
  ['200 without a body, stored: found at once', { fault: entry('empty-200', { processed: true }), ...BOOKED, recovers: [0, 0] }],
  ['a success that cannot be read: found at once', { fault: entry('garbled'), ...BOOKED, recovers: [0, 0] }],
  ['the gateway’s own JSON', { fault: entry('gateway'), ...UNKNOWN, recovers: [5, 6] }],
  ['408', { fault: entry('408'), ...UNKNOWN, recovers: [5, 6] }],
  ['503 once, with Retry-After', { fault: entry('503', { retryAfter: 120 }), ...UNKNOWN, recovers: [5, 6] }],
  ['silence until the time limit', { fault: silent(entry('timeout')), ...UNKNOWN, recovers: [5, 6] }],
  ['silence until the time limit, stored: found at once', { fault: silent(entry('timeout', { processed: true })), ...BOOKED, recovers: [0, 0] }],
  ['429 of the minute: not processed, until the next minute', { fault: entry('429-minute'), booked: 0, others: ['ready', 'ready', 'sent'], counts: [3, 0], says: [RATE], recovers: [0, 1] }],
  ['429 of the day: not processed, nothing is asked until the next day', { fault: entry('429-day'), booked: 0, others: ['ready', 'ready', 'sent'], counts: [3, 0], says: [RATE], meanwhile: { alarms: 4, calls: 0 }, recovers: [5, 11] }],
  ['redirected to the login page', { fault: entry('login-302'), ...UNKNOWN, recovers: [5, 6] }],
  ['the login page instead of an answer', { fault: entry('login-html'), ...UNKNOWN, recovers: [5, 6] }],
  [
    '500 with JSON: refused for good, until somebody has it tried again',
    {
      fault: entry('json-500'), booked: 2, others: ['refused X-OTHER'], counts: [0, 1],
      says: [{
        under: 'tasks',
        en: '1 invoice … Not booked. Exact refuses it for a reason that this version does not know. Try again; if it stays, book it by hand. By itself nothing more is sent for it.',
        nl: '1 factuur … Niet geboekt. Exact weigert om een reden die deze versie niet kent. Probeer het opnieuw; blijft het zo, boek dan met de hand. Vanzelf wordt er niets meer voor verstuurd.',
        buttons: ['Try again', 'Leave it…'],
      }],
      recovers: presses('Try again'),
    },
  ],
];

const LOOK_UPS: readonly (readonly [string, Line])[] = [
  ['cut', { fault: lookup('cut-before'), ...NOTHING_SENT, says: [waits('Exact cannot be reached', 'Exact is niet bereikbaar')], recovers: [1, 2] }],
  ['cut in the middle', { fault: lookup('cut-midway'), ...NOTHING_SENT, says: [waits('Exact cannot be reached', 'Exact is niet bereikbaar')], recovers: [1, 2] }],
  ['that cannot be read', { fault: lookup('garbled'), ...NOTHING_SENT, says: [waits('Exact’s answer could not be read, as happens while it is being maintained', 'Het antwoord van Exact was niet te lezen, zoals bij onderhoud gebeurt')], recovers: [1, 2] }],
  ['500 without JSON', { fault: lookup('html-500'), ...NOTHING_SENT, says: [SERVER], recovers: [1, 2] }],
  ['silence', { fault: silent(lookup('timeout')), ...NOTHING_SENT, says: [waits('Exact did not answer in time', 'Exact gaf niet op tijd antwoord')], recovers: [1, 2] }],
  ['503 with Retry-After', { fault: lookup('503', { retryAfter: 120 }), ...NOTHING_SENT, says: [SERVER], recovers: [2, 3] }],
  ['503 with a Retry-After of ten minutes, which is waited for', { fault: lookup('503', { retryAfter: 600 }), ...NOTHING_SENT, says: [SERVER], recovers: [10, 11] }],
  ['maintenance that lasts: asked once with each run', { fault: lasting('503', { retryAfter: 2400 }), ...NOTHING_SENT, says: [SERVER], meanwhile: { alarms: 3, calls: 3 }, recovers: [1, 15] }],
  ['429 of the minute', { fault: lookup('429-minute'), ...NOTHING_SENT, says: [RATE], recovers: [0, 1] }],
  ['429 of the day', { fault: lookup('429-day'), ...NOTHING_SENT, says: [RATE], meanwhile: { alarms: 4, calls: 0 }, recovers: [5, 11] }],
  ['redirected to the login page', { fault: lookup('login-302'), ...NOTHING_SENT, says: [SIGNED_OUT], recovers: [1, 2] }],
  ['the login page, for a while', { fault: lasting('login-html'), ...NOTHING_SENT, says: [SIGNED_OUT], recovers: [1, 2] }],
  ['a cut when the entry was just sent: found a minute later', { fault: (at) => void exact(at).fault({ where: /\/salesentry\/SalesEntries$/i, method: 'GET', kind: 'cut-before', nth: 2 }), booked: 0, others: ['sent', 'sent', 'sent'], counts: [3, 0], says: [waits('Exact cannot be reached', 'Exact is niet bereikbaar')], recovers: [1, 2] }],
];

/** The refused are tried again by a person after it was mended in Exact. */
const CODES = (en: string, nl: string) => ({
  en: `Not booked. Exact does not know a code that the entry names: ${en}. It was removed or changed there. Choose another one in set-up, then try again. By itself nothing more is sent for it.`,
  nl: `Niet geboekt. Exact kent een code niet die de boeking noemt: ${nl}. Die is daar verwijderd of gewijzigd. Kies een andere bij Instellen en probeer het dan opnieuw. Vanzelf wordt er niets meer voor verstuurd.`,
});

/** A day goes by with the browser closed. */
const dayLater = (minutes: readonly [number, number]) => async (at: Trouble): Promise<void> => {
  at.stage.sims.clock.advance(DAY);
  await at.booked(minutes[1]);
};

const BOOKS: readonly (readonly [string, Line])[] = [
  [
    'a period is closed: its month waits, the other goes on; opened again, tried by itself a day later',
    {
      fault: (at) => {
        exact(at).closePeriod(DIVISION, 2026, 9);
        return () => exact(at).openPeriod(DIVISION, 2026, 9);
      },
      booked: 1, others: ['waiting X-PERIOD-CLOSED', 'waiting X-PERIOD-CLOSED'], counts: [0, 2],
      says: [{
        under: 'tasks',
        en: '2 invoices … Not booked. The period of September 2026 is closed in Exact. Open it there, or have these invoices booked in another period. It is tried again by itself every day.',
        nl: '2 facturen … Niet geboekt. De periode van september 2026 is afgesloten in Exact. Open haar daar, of laat deze facturen in een andere periode boeken. Het wordt elke dag vanzelf opnieuw geprobeerd.',
        buttons: ['Book in another period…', 'Try again', 'Leave them…'],
      }],
      recovers: dayLater([0, 30]),
    },
  ],
  [
    'a VAT code vanishes',
    {
      fault: vanishes('vatCodes', '2'), booked: 1, others: ['refused X-REFERENCE', 'refused X-REFERENCE'], counts: [0, 2],
      says: [{ under: 'tasks', ...CODES('VAT code', 'btw-code'), buttons: ['Choose account and VAT code', 'Try again', 'Leave them…'] }],
      recovers: presses('Try again'),
    },
  ],
  [
    'a journal vanishes: after the third refusal nothing more is sent',
    {
      fault: vanishes('journals', '71'), booked: 0, others: ['refused X-REFERENCE', 'refused X-REFERENCE', 'refused X-REFERENCE'], counts: [0, 3],
      says: [
        needs('Exact refused the same thing three times within a day. Mend the cause that stands with these invoices, then let it go on. Until then nothing more is sent by itself.', 'Exact weigerde binnen een dag drie keer hetzelfde. … Tot dan wordt er vanzelf niets meer verstuurd.', ['Let it go on']),
        { under: 'tasks', ...CODES('journal', 'dagboek'), buttons: ['Open the settings', 'Try again', 'Leave them…'] },
      ],
      recovers: presses('Let it go on'),
    },
  ],
  [
    'a general-ledger account vanishes: tried by itself a day later',
    {
      fault: vanishes('glAccounts', '8000'), booked: 1, others: ['waiting S-ACCOUNT-MISSING', 'waiting S-ACCOUNT-MISSING'], counts: [0, 2],
      says: [{
        under: 'tasks',
        en: '2 invoices … Not booked. The administration has no general-ledger account 8000. Choose another one in the mapping, or make it in Exact. These invoices then go on by themselves.',
        nl: '2 facturen … Niet geboekt. De administratie heeft geen grootboekrekening 8000. Kies een andere in de toewijzing, of maak haar in Exact. Deze facturen gaan dan vanzelf verder.',
        buttons: ['Choose account and VAT code', 'Try again', 'Leave them…'],
      }],
      recovers: dayLater([0, 30]),
    },
  ],
  [
    'the collective debtor vanishes: there again, and pressed',
    {
      fault: vanishes('accounts', '1001'), booked: 0, others: ['waiting S-DEBTOR-MISSING', 'waiting S-DEBTOR-MISSING', 'waiting S-DEBTOR-MISSING'], counts: [0, 3],
      says: [{
        under: 'tasks',
        en: '3 invoices … Not booked. Exact has no relation with the code of the collective debtor (1001). Make it in Exact, or choose another one in set-up. It is tried again by itself every day.',
        nl: '3 facturen … Niet geboekt. Exact heeft geen relatie met de code van de verzameldebiteur (1001). Maak die in Exact, of kies een andere bij Instellen. Het wordt elke dag vanzelf opnieuw geprobeerd.',
        buttons: ['Open the debtor settings', 'Try again', 'Leave them…'],
      }],
      recovers: presses('Try again'),
    },
  ],
  [
    '`or` in filters is refused: met once, and each is looked up alone',
    {
      fault: (at) => {
        exact(at).options.orRefused = true;
      },
      ...BOOKED, recovers: [0, 0],
    },
  ],
  [
    'access to the administration is withdrawn: asked by the schedule, books once it is given back',
    {
      fault: (at) => exact(at).withdrawDivision('anna.jansen', DIVISION), ...NOTHING_SENT,
      says: [needs('The Exact user of this connection may not book in this administration any more, or lacks a right there. … Each run tries again, and all that waits then goes on by itself.', 'De Exact-gebruiker van deze koppeling mag in deze administratie niet meer boeken, of mist daar een recht. … Elke keer wordt het opnieuw geprobeerd; alles wat wacht gaat dan vanzelf verder.', ['Connect again'])],
      recovers: [10, 16],
    },
  ],
  [
    'the token was rotated but its answer lost: connected again by the person, never by itself',
    {
      fault: async (at) => {
        at.stage.sims.clock.advance(601_000);
        exact(at).fault({ where: 'token', kind: 'cut-after' });
        await at.run();
        await at.next();
      },
      ...NOTHING_SENT,
      says: [{ ...needs('The connection with Exact has ended. Authenticate again; settings and history stay. All that waits then goes on by itself.', 'De koppeling met Exact is beëindigd. Koppel opnieuw; instellingen en historie blijven staan. Alles wat wacht gaat dan vanzelf verder.', ['Connect again']), elsewhere: true }],
      recovers: async (at) => {
        const consents = exact(at).calls.filter(({ path }) => path.startsWith('/api/oauth2/auth')).length;
        for (let alarm = 0; alarm < 3; alarm += 1) await at.next();
        expect([(await at.states()).booked, exact(at).calls.filter(({ path }) => path.startsWith('/api/oauth2/auth')).length]).toEqual([0, consents]);
        expect(sure(await at.stage.section('Lamp & Licht')).sync).toMatchObject({ state: 'reconnect', fault: { code: 'exact-reconnect' } });
        await presses('Connect again')(at);
        expect(at.stage.opened.at(-1)).toBe(`shop demo.shopctrl.com ${String(at.shop.shopId)}`);
        await at.stage.value({ kind: 'connect.authorize', shop: at.shop, forceLogin: false });
        await at.stage.background.idle();
        await at.booked(15);
      },
    },
  ],
];

describe('a POST that makes an entry', () => {
  it.each(POSTS)('%s', async (_what, line) => {
    trouble = await aTrouble(3, {}, line.resends);
    await play(trouble, line);
  });
});

describe('a look-up', () => {
  it.each(LOOK_UPS)('%s', async (_what, line) => {
    trouble = await aTrouble(3);
    await play(trouble, line);
  });
});

describe('the books and the connection', () => {
  it.each(BOOKS)('%s', async (_what, line) => {
    trouble = await aTrouble(3);
    await play(trouble, line);
  });
});
