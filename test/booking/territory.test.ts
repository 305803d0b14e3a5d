import { describe, expect, it } from 'vitest';
import { vatAreaOf } from '../../lib/booking/territory';

const DAY = '2024-03-05';

describe('VAT area by country and post code', () => {
  it.each([
    ['NL', '1234 AB', 'member NL'],
    ['ES', '28001', 'member ES'],
    ['ES', '07001', 'member ES'],
    ['ES', '35001', 'outside'],
    ['ES', '38 640', 'outside'],
    ['ES', '51001', 'outside'],
    ['IC', '', 'outside'],
    ['GB', 'SW1A 1AA', 'outside'],
    ['GB', 'bt1 1aa', 'member XI'],
    ['XI', '', 'member XI'],
    ['GB', 'BFPO 57', 'member CY'],
    ['MC', '98000', 'member FR'],
    ['FR', '98000', 'member FR'],
    ['FR', '20000', 'member FR'],
    ['FR', '97110', 'outside'],
    ['FR', '97600', 'outside'],
    ['RE', '97400', 'outside'],
    ['DE', '78266', 'outside'],
    ['DE', 'D-78266', 'outside'],
    ['DE', '78267', 'member DE'],
    ['DE', '27498', 'outside'],
    ['DE', '87567', 'member AT'],
    ['AT', '6691', 'member AT'],
    ['IT', '23041', 'outside'],
    ['IT', '00100', 'member IT'],
    ['SM', '', 'outside'],
    ['GR', '63086', 'outside'],
    ['EL', '10431', 'member GR'],
    ['FI', '22100', 'outside'],
    ['AX', '', 'outside'],
    ['DK', '3900', 'outside'],
    ['DK', '2100', 'member DK'],
    ['FO', '100', 'outside'],
    ['PT', '9500-011', 'member PT'],
    ['CY', '99010', 'suspended'],
    ['CY', '1010', 'member CY'],
    ['CW', '', 'outside'],
    ['SJ', '', 'outside'],
    ['CH', '8000', 'outside'],
    ['hr', '10000', 'member HR'],
  ])('%s %s is %s', (country, postCode, expected) => {
    const area = vatAreaOf(country, postCode, DAY);
    expect(area.kind === 'member' ? `member ${area.iso}` : area.kind).toBe(expected);
  });

  it('counts Great Britain as a member until the end of 2020', () => {
    expect(vatAreaOf('GB', 'SW1A 1AA', '2020-12-31')).toEqual({ kind: 'member', iso: 'GB' });
    expect(vatAreaOf('GB', 'SW1A 1AA', '2021-01-01').kind).toBe('outside');
  });
});
