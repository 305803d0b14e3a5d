import { describe, expect, it } from 'vitest';
import { isMember, isoCountry, territoryOf } from '../../lib/invoice/territory';

const DAY = '2026-03-10';
const where = (country: string, postalCode: string, date = DAY, city?: string): string => {
  const found = territoryOf({ country, postalCode, ...(city === undefined ? {} : { city }) }, date);
  if (found.area === 'eu') return `in ${found.region ?? found.state}`;
  return found.area === 'outside' ? `out ${found.place}` : `refuse ${found.why}`;
};

describe('VAT area by country and post code, row by row of facts vat 3', () => {
  it.each([
    // Canary Islands, Ceuta and Melilla, Balearics
    ['ES', '35001', 'out IC'], ['ES', '38 640', 'out IC'], ['ES', 'ES-38001', 'out IC'], ['IC', '', 'out IC'],
    ['ES', '51001', 'out EA'], ['ES', '52006', 'out EA'], ['EA', '', 'out EA'],
    ['ES', '07001', 'in ES'], ['ES', '28001', 'in ES'], ['ES', '', 'in ES'],
    // Northern Ireland and Great Britain
    ['GB', 'bt1 1aa', 'in XI'], ['GB', 'BT1 5GS', 'in XI'], ['UK', 'BT9', 'in XI'], ['XI', '', 'in XI'],
    ['GB', 'SW1A 1AA', 'out GB'], ['UK', 'B1 1AA', 'out GB'], ['GB', '', 'out GB'],
    ['IM', 'IM1 1AA', 'out IM'], ['GB', 'IM1 1AA', 'out GB'], ['JE', '', 'out JE'], ['GB', 'JE2 3AB', 'out JE'], ['GG', '', 'out GG'], ['GB', 'GY1 1AA', 'out GG'],
    ['GI', '', 'out GI'], ['GB', 'GX11 1AA', 'out GI'],
    // Monaco
    ['MC', '98000', 'in FR'], ['MC', '', 'in FR'], ['FR', '98000', 'in FR'], ['FR', '98011', 'in FR'],
    // France overseas, Corsica
    ['FR', '97110', 'out GP'], ['FR', '97200', 'out MQ'], ['FR', '97300', 'out GF'], ['FR', '97400', 'out RE'], ['FR', '97600', 'out YT'],
    ['GP', '97110', 'out GP'], ['MQ', '', 'out MQ'], ['GF', '', 'out GF'], ['RE', '97400', 'out RE'], ['YT', '', 'out YT'],
    ['BL', '', 'out BL'], ['MF', '', 'out MF'], ['PM', '', 'out PM'], ['PF', '', 'out PF'], ['NC', '', 'out NC'], ['WF', '', 'out WF'], ['TF', '', 'out TF'],
    ['FR', '97500', 'out PM'], ['FR', '97700', 'out BL'], ['FR', '97800', 'out MF'], ['FR', '98400', 'out TF'], ['FR', '98600', 'out WF'], ['FR', '98713', 'out PF'], ['FR', '98800', 'out NC'],
    ['FR', '20000', 'in FR-20R'], ['FR', 'F-20137', 'in FR-20R'], ['FR', '75001', 'in FR'],
    // Åland
    ['FI', '22100', 'out AX'], ['AX', '22100', 'out AX'], ['AX', '', 'out AX'], ['FI', '00100', 'in FI'],
    // Büsingen, Heligoland
    ['DE', '78266', 'out DE'], ['DE', 'D-78266', 'out DE'], ['DE', '27498', 'out DE'], ['DE', '78267', 'in DE'], ['DE', '27499', 'in DE'],
    // Livigno, Campione, San Marino, Vatican
    ['IT', '23041', 'out IT'], ['IT', '22061', 'out IT'], ['IT', '00100', 'in IT'],
    ['SM', '47890', 'out SM'], ['IT', '47890', 'out SM'], ['VA', '00120', 'out VA'], ['IT', '00120', 'out VA'],
    // Mount Athos; the Greek islands are inside
    ['GR', '63086', 'out GR'], ['GR', '630 87', 'out GR'], ['EL', '63086', 'out GR'], ['EL', '10431', 'in GR'], ['GR', '85400', 'in GR'],
    // Faroe, Greenland
    ['FO', '100', 'out FO'], ['DK', 'FO-100', 'out FO'], ['DK', 'FO 100', 'out FO'], ['GL', '3900', 'out GL'], ['DK', '3900', 'out GL'], ['DK', '2100', 'in DK'],
    // Azores, Madeira
    ['PT', '9500-011', 'in PT-20'], ['PT', '9980', 'in PT-20'], ['PT', '9000-018', 'in PT-30'], ['PT', '9400-001', 'in PT-30'], ['PT', '1000-001', 'in PT'],
    // Jungholz, Mittelberg
    ['AT', '6691', 'in AT'], ['AT', '6991', 'in AT'], ['AT', '6993', 'in AT'], ['DE', '87491', 'in AT'], ['DE', '87567', 'in AT'], ['DE', '87568', 'in AT'], ['DE', '87569', 'in AT'], ['DE', '87561', 'in DE'],
    // Cyprus: the bases, the south, the north
    ['GB', 'BFPO 57', 'in CY'], ['GB', 'bfpo 58', 'in CY'], ['GB', 'BFPO 59', 'in CY'], ['GB', 'BFPO 60', 'out GB'], ['CY', '1010', 'in CY'], ['CY', '99010', 'refuse suspended'],
    // Places with codes of their own
    ['AD', 'AD500', 'out AD'], ['AW', '', 'out AW'], ['CW', '', 'out CW'], ['SX', '', 'out SX'], ['BQ', '', 'out BQ'], ['SJ', '', 'out SJ'], ['LI', '9490', 'out LI'], ['XK', '', 'out XK'],
    ['CH', '8000', 'out CH'], ['NO', '0150', 'out NO'], ['US', '22100', 'out US'],
    ['NL', '1234 AB', 'in NL'], ['hr ', '10000', 'in HR'], ['LU', 'L-1234', 'in LU'],
  ])('%s %s: %s', (country, postCode, expected) => {
    expect(where(country, postCode)).toBe(expected);
  });

  it.each([
    ['23030', 'Livigno', 'out IT'], ['23030', 'Villa di Tirano', 'in IT'], ['23030', '', 'refuse unclear'],
    ['22060', "CAMPIONE D'ITALIA", 'out IT'], ['22060', 'Arosio', 'in IT'], ['22060', ' ', 'refuse unclear'],
  ])('tells the older code %s by the city "%s": %s', (postCode, city, expected) => {
    expect(where('IT', postCode, DAY, city)).toBe(expected);
  });

  it.each([
    ['GB', 'Belfast', 'refuse unclear'], ['uk', 'Derry / Londonderry', 'refuse unclear'], ['GB', 'BANGOR', 'refuse unclear'], ['GB', 'London', 'out GB'], ['GB', '', 'out GB'],
    ['ES', 'Las Palmas de Gran Canaria', 'refuse unclear'], ['ES', 'San Cristóbal de La Laguna', 'refuse unclear'], ['ES', 'Melilla', 'refuse unclear'], ['ES', 'Ceuta', 'refuse unclear'],
    ['ES', 'Palma', 'in ES'], ['ES', 'Madrid', 'in ES'], ['FR', 'Belfast', 'in FR'],
  ])('without a post code, %s %s: %s', (country, city, expected) => {
    expect(where(country, ' - ', DAY, city)).toBe(expected);
  });

  it('a post code settles what the city leaves open, and so does the time before 2021', () => {
    expect([where('GB', 'LL57 1DT', DAY, 'Bangor'), where('GB', 'BT20 3AA', DAY, 'Bangor'), where('ES', '28001', DAY, 'Calle Tenerife')]).toEqual(['out GB', 'in XI', 'in ES']);
    expect(where('GB', '', '2020-12-31', 'Belfast')).toBe('in GB');
    expect(territoryOf({ country: 'GB', postalCode: '', city: 'Belfast' }, DAY, 'service')).toEqual({ area: 'outside', place: 'GB' });
  });

  it('says what the One Stop Shop return calls the state', () => {
    expect(territoryOf({ country: 'GR', postalCode: '10431' }, DAY)).toEqual({ area: 'eu', state: 'GR', ossCountry: 'EL' });
    expect(territoryOf({ country: 'GB', postalCode: 'BT9' }, DAY)).toEqual({ area: 'eu', state: 'XI', ossCountry: 'XI' });
    expect(territoryOf({ country: 'MC', postalCode: '' }, DAY)).toEqual({ area: 'eu', state: 'FR', ossCountry: 'FR' });
    expect(territoryOf({ country: 'PT', postalCode: '9500-011' }, DAY)).toEqual({ area: 'eu', state: 'PT', ossCountry: 'PT', region: 'PT-20' });
  });

  it('has goods of Northern Ireland inside and services outside', () => {
    const belfast = { country: 'GB', postalCode: 'BT1 5GS' };
    for (const postalCode of ['BT-9 5EE', 'GB-BT9 5EE', 'UK BT95EE', 'bt9.5ee']) expect(territoryOf({ country: 'GB', postalCode }, DAY)).toMatchObject({ area: 'eu', state: 'XI' });
    expect(territoryOf({ country: 'GB', postalCode: 'GB-B1 1TT' }, DAY)).toEqual({ area: 'outside', place: 'GB' });
    expect(territoryOf({ country: 'ES', postalCode: '38.001' }, DAY)).toEqual({ area: 'outside', place: 'IC' });
    expect(territoryOf(belfast, DAY, 'service')).toEqual({ area: 'outside', place: 'GB' });
    expect(territoryOf(belfast, DAY, 'goods')).toMatchObject({ area: 'eu', state: 'XI' });
  });
});

describe('membership on a date', () => {
  it('counts the United Kingdom as a member until the end of 2020', () => {
    expect(where('GB', 'SW1A 1AA', '2020-12-31')).toBe('in GB');
    expect(where('GB', 'SW1A 1AA', '2021-01-01')).toBe('out GB');
    expect([where('GB', 'BT1 1AA', '2020-12-31'), where('GB', 'BT1 1AA', '2021-01-01')]).toEqual(['in GB', 'in XI']);
    expect([where('IM', '', '2020-12-31'), where('IM', '', '2021-01-01')]).toEqual(['in GB', 'out IM']);
    expect([where('JE', '', '2020-12-31'), where('GI', '', '2020-12-31')]).toEqual(['out JE', 'out GI']);
    expect([isMember('GB', '2020-12-31'), isMember('GB', '2021-01-01')]).toEqual([true, false]);
  });

  it('has 27 members on every day', () => {
    const codes = Array.from({ length: 26 * 26 }, (_, i) => String.fromCharCode(65 + Math.floor(i / 26), 65 + (i % 26)));
    for (const date of ['2021-01-01', '2026-12-31']) expect(codes.filter((code) => isMember(code, date))).toHaveLength(27);
    expect([isoCountry(' el '), isoCountry('uk'), isoCountry('de')]).toEqual(['GR', 'GB', 'DE']);
  });
});
