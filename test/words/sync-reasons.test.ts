import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ledgerEn } from '../../lib/words/ledger.en';
import { ledgerNl } from '../../lib/words/ledger.nl';
import { outcomeText, syncReasonText } from '../../lib/words/sync-reasons';
import { outcomesEn, syncPartsEn, syncReasonsEn } from '../../lib/words/sync-reasons.en';
import { outcomesNl, syncPartsNl, syncReasonsNl } from '../../lib/words/sync-reasons.nl';
import type { Text } from '../../lib/words/text';

const forms = (text: Text): readonly string[] => (typeof text === 'string' ? [text] : text);
const placeholders = (text: string): readonly string[] => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? ''))].sort();
const sources = (folder: string): readonly string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts')).map((name) => readFileSync(`${folder}/${name}`, 'utf8'));
/** Every code that the engine or an answer of Exact can hold an invoice with, as the sources write them. */
const CODES = [...new Set(['lib/sync', 'lib/exact', 'lib/background'].flatMap(sources).flatMap((source) => [...source.matchAll(/'([SX]-[A-Z]+(?:-[A-Z]+)*)'/g)].map(([, code]) => code ?? '')))].sort();

describe('reasons of Sync', () => {
  it('are found in the sources', () => expect(CODES.length).toBeGreaterThan(35));

  it.each(CODES)('%s has words in both languages, with what was booked or goes on, and no code in them', (code) => {
    for (const language of ['en', 'nl'] as const) {
      const text = syncReasonText(language, { code, params: { what: 'total', month: '2026-01', until: 0, account: '8000', days: 3 } });
      expect(text).not.toContain(code);
      expect(text).not.toMatch(/[{}[\]]/);
      expect(text.length).toBeGreaterThan(40);
    }
    expect(syncReasonText('en', { code, params: {} })).not.toBe(syncReasonText('nl', { code, params: {} }));
  });

  it.each(Object.keys(syncReasonsEn))('%s has the same placeholders in Dutch', (code) => {
    const key = code as keyof typeof syncReasonsEn;
    expect(placeholders(syncReasonsNl[key])).toEqual(placeholders(syncReasonsEn[key]));
  });

  it('says parts, months and moments as a person reads them', () => {
    expect(syncReasonText('nl', { code: 'S-PART', params: { what: 'total, debtor' } })).toContain('Anders: totaal, relatie.');
    expect(syncReasonText('en', { code: 'X-PERIOD-CLOSED', params: { month: '2026-01' } })).toContain('the period of January 2026');
    expect(syncReasonText('nl', { code: 'X-NO-YEAR', params: { month: '2026-02' } })).toContain('februari 2026');
  });

  it('falls back on the words of faults and refusals', () => {
    expect(syncReasonText('en', { code: 'shopctrl-password', params: {} })).toContain('ShopCtrl refuses this login');
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
