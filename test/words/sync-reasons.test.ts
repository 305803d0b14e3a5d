import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bookedEn, nextEn } from '../../lib/words/fates.en';
import { bookedNl, nextNl } from '../../lib/words/fates.nl';
import { FATES, fateOf, MENDS } from '../../lib/words/fates';
import { faultsEn } from '../../lib/words/faults.en';
import { moment } from '../../lib/words/format';
import { ledgerEn } from '../../lib/words/ledger.en';
import { ledgerNl } from '../../lib/words/ledger.nl';
import { outcomeText, syncReasonText } from '../../lib/words/sync-reasons';
import { keptEn, outcomesEn, syncPartsEn, syncReasonsEn } from '../../lib/words/sync-reasons.en';
import { outcomesNl, syncPartsNl, syncReasonsNl } from '../../lib/words/sync-reasons.nl';
import { fill, type Text } from '../../lib/words/text';

const forms = (text: Text): readonly string[] => (typeof text === 'string' ? [text] : text);
const placeholders = (text: string): readonly string[] => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? ''))].sort();
const sources = (folder: string): readonly string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts')).map((name) => readFileSync(`${folder}/${name}`, 'utf8'));
/** Every code that the engine or an answer of Exact can hold an invoice with, as the sources write them. */
const CODES = [...new Set(['lib/sync', 'lib/exact', 'lib/background'].flatMap(sources).flatMap((source) => [...source.matchAll(/'([SX]-[A-Z]+(?:-[A-Z]+)*)'/g)].map(([, code]) => code ?? '')))].sort();

/** What else can hold an invoice or a shop: refusals and findings, and what can go wrong on the line or with a login. */
const HELD = [...new Set([...CODES, ...Object.keys(MENDS), ...Object.keys(FATES)])].sort();
const FIGURES = { what: 'total', month: '2026-01', until: 0, account: '8000', days: 3, by: 'Anna', count: 2, cause: 'budget' };
const sentences = (texts: Readonly<Record<string, string>>): readonly string[] => Object.values(texts).map((text) => text.replace(/\[[^\]]*\]/g, '')).filter(Boolean);

describe('reasons of Sync', () => {
  it('are found in the sources', () => expect(CODES.length).toBeGreaterThan(35));

  it.each(HELD)('%s says whether it is booked, then the cause, then what happens by itself, in both languages', (code) => {
    const fate = fateOf(code);
    if (!fate) throw new Error(`nobody says what becomes of ${code}`);
    for (const [language, booked, next] of [['en', bookedEn, nextEn], ['nl', bookedNl, nextNl]] as const) {
      const text = syncReasonText(language, { code, params: FIGURES });
      const [first, last] = [booked[fate.booked], fill(language, next[fate.next], { until: moment(language, new Date(0).toISOString()) })];
      expect(text.startsWith(`${first} `), text).toBe(true);
      expect(text.endsWith(` ${last}`), text).toBe(true);
      const cause = text.slice(first.length + 1, -last.length - 1);
      expect(cause.length, text).toBeGreaterThan(20);
      // Said once, by the fate: a cause that says it too could contradict it.
      for (const said of [...sentences(booked), ...sentences(next)]) expect(cause, text).not.toContain(said.slice(0, -1));
      expect(text).not.toMatch(/[{}[\]]/);
      // Codes of one word are words.
      if (code.includes('-')) expect(text).not.toContain(code);
    }
    expect(syncReasonText('en', { code, params: {} })).not.toBe(syncReasonText('nl', { code, params: {} }));
  });

  it('holds with a fault of its own every code that reading ShopCtrl or asking Exact can throw', () => {
    const thrown = [...new Set(['lib/shopctrl', 'lib/connection', 'lib/exact', 'lib/sync'].flatMap(sources).flatMap((source) => [...source.matchAll(/code: '([a-z]+(?:-[a-z]+)+|offline|timeout)'/g)].map(([, code]) => code ?? '')))].filter((code) => Object.hasOwn(faultsEn, code));
    const elsewhere = ['reload-page', 'exact-cancelled', 'exact-refused', 'exact-page-not-loaded', 'exact-state-mismatch', 'exact-code-expired', 'exact-answer-lost', 'exact-interrupted', 'exact-no-administration'];
    expect(thrown.length).toBeGreaterThan(8);
    expect(thrown.filter((code) => !Object.hasOwn(FATES, code) && !elsewhere.includes(code))).toEqual([]);
  });

  it.each(Object.keys(syncReasonsEn))('%s has the same placeholders in Dutch', (code) => {
    const key = code as keyof typeof syncReasonsEn;
    expect(placeholders(syncReasonsNl[key])).toEqual(placeholders(syncReasonsEn[key]));
  });

  it('speaks of the state that the engine left the invoice in: what waits is tried again each day, what was refused is not', () => {
    const [waits, refused] = ['waiting', 'refused'].map((state) => syncReasonText('en', { code: 'X-MANDATORY', params: { field: 'code' }, state }));
    expect(waits).toContain(nextEn.daily);
    expect(refused).toContain(nextEn.retry);
  });

  it('says why Exact is not asked, and until when where that is known', () => {
    const wait = (params: Readonly<Record<string, string | number>>): string => syncReasonText('en', { code: 'S-WAIT', params });
    expect(wait({ cause: 'budget', until: Date.parse('2026-11-22T14:05:00Z') })).toMatch(/limit of calls is used up\. .*by itself at 22 Nov 2026/);
    const until = new Date(2026, 10, 22, 14, 5).getTime();
    expect(syncReasonText('en', { code: 'S-WAIT', params: { cause: 'budget', until }, now: until - 60_000 })).toMatch(/by itself at 14:05\.$/);
    expect(wait({ cause: 'timeout' })).toMatch(/did not answer in time\. .*by itself\.$/);
    expect(wait({ cause: 'X-REQUEST' })).toContain('does not answer as it should');
  });

  it('says why a copy of ours is still there, and what lets it go', () => {
    const held = (cause: string): string => syncReasonText('en', { code: 'S-TWO-HELD', params: { copy: '26000012', cause } });
    expect(held('matched')).toBe('More than once in Exact. One of the entries with this reference, number 26000012, is a copy of ours that has to go, and it could not be removed: a payment is matched with it. Undo the matching in Exact, then look again. It is tried again by itself every day.');
    const said = [...Object.keys(keptEn), 'X-REQUEST'].map(held);
    expect(new Set(said).size).toBe(Object.keys(keptEn).length);
    expect(syncReasonText('nl', { code: 'S-TWO-HELD', params: { cause: 'X-PERIOD-CLOSED' } })).toContain('met deze referentie is een duplicaat van ons dat weg moet, en het kon niet verwijderd worden: de periode is afgesloten.');
  });

  it('names whose the number is that is in use, where Exact said it', () => {
    expect(syncReasonText('en', { code: 'X-IN-USE', params: { field: 'entry-number', number: 26_000_700, reference: 'F26-00500' } })).toContain('Its number 26000700 is taken by another entry in this journal, with reference F26-00500. Look in Exact');
    expect(syncReasonText('nl', { code: 'X-IN-USE', params: { number: 26_000_700 } })).toContain('Het nummer 26000700 is in dit dagboek al van een andere boeking. Kijk in Exact');
    expect(syncReasonText('en', { code: 'X-IN-USE', params: {} })).toContain('Its number is taken by another entry in this journal. Look');
  });

  it('names who left an invoice, and what held it', () => {
    expect(syncReasonText('en', { code: 'S-LEFT', params: { by: 'Anna', why: 'R-PREPAYMENT' } })).toMatch(/^Not booked from here\. Anna left it to be dealt with by hand\. The invoice takes or deducts a prepayment\..* Neither Sync/);
    expect(syncReasonText('nl', { code: 'S-LEFT', params: {} })).toContain('Iemand heeft');
    expect(outcomeText('en', 'left by a person: Anna')).toBe('Left to be dealt with by hand by Anna');
  });

  it('says parts, months and moments as a person reads them', () => {
    expect(syncReasonText('nl', { code: 'S-PART', params: { what: 'total, debtor' } })).toContain('Anders: totaal, relatie.');
    expect(syncReasonText('en', { code: 'X-PERIOD-CLOSED', params: { month: '2026-01' } })).toContain('The period of January 2026');
    expect(syncReasonText('en', { code: 'X-PERIOD-CLOSED', params: { year: 2026, period: 11 } })).toContain('The period 11 of 2026 is closed');
    expect(syncReasonText('nl', { code: 'X-NO-YEAR', params: { month: '2026-02' } })).toContain('februari 2026');
  });

  it('falls back on the words of faults and refusals', () => {
    expect(syncReasonText('en', { code: 'shopctrl-password', params: {} })).toContain('ShopCtrl refuses the stored login');
    expect(syncReasonText('en', { code: 'R-OSS-OFF', params: { rate: 1900, country: 'DE' } })).toContain('19 %');
    expect(syncReasonText('en', { code: 'no-mapping', params: {} })).toContain('go on by themselves');
  });
});

describe('the ledger page', () => {
  it.each(Object.keys(ledgerEn))('%s has Dutch of its own with the same placeholders', (name) => {
    const key = name as keyof typeof ledgerEn;
    const [en, nl] = [forms(ledgerEn[key]), forms(ledgerNl[key])];
    expect(nl.length).toBe(en.length);
    nl.forEach((text, at) => expect(placeholders(text)).toEqual(placeholders(en[at] ?? '')));
  });

  it('names parts and outcomes in both languages', () => {
    expect(Object.keys(syncPartsNl)).toEqual(Object.keys(syncPartsEn));
    expect(Object.keys(outcomesNl)).toEqual(Object.keys(outcomesEn));
    expect(outcomeText('en', 'unclear: network')).toBe('No clear answer; it may be stored, so it is looked up');
    expect(outcomeText('nl', 'X-PERIOD-CLOSED')).toContain('afgesloten');
  });
});
