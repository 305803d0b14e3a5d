/** The same Exact user in two browsers: the second consent ends the first one's tokens. The first says so, asks nobody by itself, and keeps queue, ledger and settings. */
import { afterEach, expect, it } from 'vitest';
import { press } from './ledger-screen';
import { aTrouble, RULES, type Trouble } from './trouble-stage';

const browsers: { readonly trouble: Trouble; readonly databases: IDBFactory }[] = [];
afterEach(async () => {
  for (const { trouble, databases } of browsers.splice(0).reverse()) {
    globalThis.indexedDB = databases;
    await trouble.stage.close();
  }
});

/** A browser with databases of its own. */
async function aBrowser(beside?: Trouble): Promise<<T>(run: (trouble: Trouble) => Promise<T>) => Promise<T>> {
  const trouble = await aTrouble(6, {}, undefined, beside);
  const databases = globalThis.indexedDB;
  browsers.push({ trouble, databases });
  return (run) => {
    globalThis.indexedDB = databases;
    return run(trouble);
  };
}

/** Rows as the ledger has them, with what they are about to send. */
const rowsOf = async ({ stage, shop }: Trouble) =>
  (await stage.background.app.ledger.syncPage(shop, null, null, 10)).rows.map(({ id, state, reference, intent }) => ({ id, state, reference, draft: intent?.draft })).sort((one, other) => one.id - other.id);
const consents = ({ stage }: Trouble): number => stage.sims.exact.calls.filter(({ path }) => path.startsWith('/api/oauth2/auth')).length;
const entries = ({ stage, division }: Trouble): number => stage.sims.exact.books(division).length;

it('is taken over with a POST under way and others waiting: nothing is lost, and connected again all is booked once', async () => {
  const first = await aBrowser();
  await first(async (at) => {
    let posts = 0;
    at.stage.strike = (url, init) => init.method === 'POST' && url.includes('/salesentry/') && (posts += 1) === 3;
    at.stage.background.app.sync.runSoon();
    await at.stage.struck;
    at.stage.restart();
    at.stage.strike = () => false;
    expect(entries(at)).toBe(3);
  });
  const queued = await first(rowsOf);
  // What was answered, what was never heard of, and what is to come.
  expect(queued.map(({ state }) => state).sort()).toEqual(['intent', 'ready', 'ready', 'ready', 'sent', 'sent']);

  // The other browser: the same shop, the same user. It finds three and books the rest.
  const beside = browsers[0]?.trouble;
  const second = await aBrowser(beside);
  await second(async (at) => {
    await at.run();
    expect(await at.states()).toEqual({ booked: 6, others: [] });
    expect(entries(at)).toBe(6);
  });

  const before = await first((at) => Promise.resolve(consents(at)));
  await first(async (at) => {
    at.stage.sims.clock.advance(601_000);
    for (let alarm = 0; alarm < 4; alarm += 1) await at.next();
    const { held, booked, waiting } = await at.stage.background.app.sync.state(at.shop);
    expect([held?.code, held?.person, typeof held?.params['on'], booked, waiting]).toEqual(['exact-taken-over', true, 'string', 0, 6]);
    for (const [language, words, name] of [
      ['en', /Nothing is booked for this shop meanwhile; what was booked stays\. The connection was taken over on 2[34] Nov 2026 by another browser/, 'Connect again'],
      ['nl', /Voor deze shop wordt intussen niets geboekt; wat geboekt is blijft\. De koppeling is op 2[34] nov 2026 overgenomen door een andere browser/, 'Opnieuw koppelen'],
    ] as const) {
      const { tasks, waiting: passing } = await at.said(language);
      expect(tasks.map(({ text, buttons }) => [words.test(text), buttons])).toEqual([[true, [name]]]);
      expect(passing).toEqual([]);
    }
    expect(at.stage.badges.at(-1)?.tone).toBe('attention');
    // Nobody was asked, nothing was sent, and everything is where it was.
    expect([consents(at), entries(at), await rowsOf(at)]).toEqual([before, 6, queued]);
    expect((await at.stage.background.app.settings.rules(at.shop))?.rules).toMatchObject({ journal: RULES.journal, debtorCode: RULES.debtorCode, table: RULES.table });
    expect(await at.stage.background.app.connections.linkOf(at.shop)).toMatchObject({ administration: { division: at.division } });
    expect((await at.stage.background.app.ledger.syncShop(at.shop))?.on).toBe(true);
  });

  // The person connects again here: what waited is looked up, found and proved; nothing is sent a second time.
  await first(async (at) => {
    await press(at.stage, at.shop, 'Connect again');
    await at.stage.value({ kind: 'connect.authorize', shop: at.shop, forceLogin: false });
    await at.stage.background.idle();
    expect(consents(at)).toBeGreaterThan(before);
    await at.booked(16);
    await at.proved(['double-consent']);
    expect((await rowsOf(at)).map(({ id, reference }) => [id, reference])).toEqual(queued.map(({ id }, place) => [id, queued[place]?.reference ?? expect.any(String)]));
  });
  // Now it is the other one that says so; what it booked it keeps.
  await second(async (at) => {
    at.stage.sims.clock.advance(601_000);
    await at.stage.background.alarm('sync');
    await at.stage.background.idle();
    expect([(await at.stage.background.app.sync.state(at.shop)).held?.code, await at.states(), entries(at)]).toEqual(['exact-taken-over', { booked: 6, others: [] }, 6]);
  });
});
