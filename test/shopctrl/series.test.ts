import { describe, expect, it } from 'vitest';
import { equalCodeFindings, findGaps, gapFindings } from '../../lib/shopctrl/series';
import type { OtherCode } from '../../lib/shopctrl/ports';

const code = (text: string, date = '2026-05-01', kind: OtherCode['kind'] = 'invoice'): OtherCode => ({ id: 0, code: text, kind, date });
const missing = (codes: readonly OtherCode[]): readonly string[] => findGaps(codes).flatMap((gap) => gap.missing);

describe('gaps in number series', () => {
  it('names what is missing between two that exist, whatever their order', () => {
    expect(missing(['F26-000012', 'F26-000009', 'F26-000010'].map((text) => code(text)))).toEqual(['F26-000011']);
    expect(missing(['100', '101', '102'].map((text) => code(text)))).toEqual([]);
    expect(findGaps([])).toEqual([]);
  });

  it('numbers that start again each year are two series', () => {
    expect(missing([code('F25-000812', '2025-12-31'), code('F26-000001'), code('F26-000003')])).toEqual(['F26-000002']);
    expect(missing([code('2500812', '2025-12-31'), code('2600001', '2026-01-02'), code('2600003')])).toEqual(['2600002']);
    expect(missing([code('202500812', '2025-12-31'), code('202600001', '2026-01-02')])).toEqual([]);
  });

  it('an invoice of January may carry the year of its order', () => {
    expect(missing([code('2500811', '2025-12-31'), code('2500813', '2026-01-02'), code('2600001', '2026-01-02')])).toEqual(['2500812']);
  });

  it('a plain number that happens to start with the year is still one series', () => {
    expect(missing([code('25998', '2025-06-01'), code('25999', '2025-06-02'), code('26001', '2025-06-03')])).toEqual(['26000']);
  });

  it('months in the number do not part it', () => {
    expect(missing([code('26010007', '2026-01-30'), code('26020008', '2026-02-01'), code('26020010', '2026-02-02')])).toEqual(['26020009']);
    expect(missing([code('F2026-01-0007', '2026-01-30'), code('F2026-02-0009', '2026-02-01')]).length).toBe(1);
  });

  it('credits share the series or have one of their own', () => {
    expect(missing([code('1'), code('2', '2026-05-01', 'credit'), code('3')])).toEqual([]);
    expect(missing([code('000100'), code('000101'), code('900001', '2026-05-01', 'credit'), code('900003', '2026-05-01', 'credit')])).toEqual(['900002']);
    expect(missing([code('F26-0001'), code('C26-0001', '2026-05-01', 'credit'), code('C26-0003', '2026-05-01', 'credit'), code('F26-0002')])).toEqual(['C26-0002']);
  });

  it('names at most twenty and counts all', () => {
    const [finding] = gapFindings('t', 12, [code('F26-00001'), code('F26-01000')]);
    expect(finding).toMatchObject({ tenantId: 't', shopId: 12, code: 'gap', params: { count: 998, from: 'F26-00002', to: 'F26-00999' } });
    expect(String(finding?.params['missing']).split(', ').length).toBe(20);
  });

  it('codes without a number take no part', () => {
    expect(missing([code('PROEF'), code('7'), code('9')])).toEqual(['8']);
  });

  it('one odd date among many invents no gap', () => {
    const codes = [code('2025000998', '2025-12-30'), code('2025000999', '2025-12-31'), code('2026000001', '2026-01-01'), code('2026000002', '2026-01-01')];
    expect(missing([...codes, code('2026000003', '2028-05-01')])).toEqual([]);
    expect(missing([...codes, code('2026000004', '2028-05-01')])).toEqual(['2026000003']);
  });

  it('equal codes are named once', () => {
    const codes = [{ ...code('5'), id: 1 }, { ...code('5'), id: 2 }, { ...code('6'), id: 3 }, { ...code('6'), id: 3 }];
    expect(equalCodeFindings('t', 12, codes)).toEqual([{ tenantId: 't', shopId: 12, code: 'equal-codes', params: { codes: '5', count: 1 } }]);
    expect(equalCodeFindings('t', 12, codes.slice(1))).toEqual([]);
  });
});
