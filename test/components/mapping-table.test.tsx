// @vitest-environment happy-dom
import { expect, it } from 'vitest';
import { MappingTable } from '../../components/setup/mapping-table';
import type { Language } from '../../lib/messages';
import { setupWords } from '../../lib/words/setup';
import { mount, the } from './dom';

it.each([
  ['en', /^VAT code, 21 %/, /never an inclusive code/],
  ['nl', /^Btw-code, 21 %/, /nooit een inclusieve code/],
] as const)('says beside every VAT code which types fit, since nets are written excluding VAT (%s)', async (language: Language, field, hint) => {
  const row = { key: '2100|home', rate: 2100, group: 'home', revenueAccount: '', vatCode: '', seen: 0, standard: true, general: null };
  mount(<MappingTable say={(key, params) => setupWords(language, key, params)} language={language} rows={[row]} wrong={new Set()} onRows={() => undefined} />);
  const described = the('textbox', field).getAttribute('aria-describedby') ?? '';
  expect(document.getElementById(described)?.textContent).toMatch(hint);
});
