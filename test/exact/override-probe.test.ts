import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Booking, BookingLine } from '../../lib/booking/booking';
import { createExactClient } from '../../lib/exact/client';
import { learntAfter, learnXmlOverride, overrideOf, tells, type StoredLine } from '../../lib/exact/override-probe';
import { glTransaction } from '../../lib/xml/gl-transactions';
import { api, connect, startHarness, type Harness } from '../simulators/exact/harness';

const line = (net: number, vat: number, rate = 2100, vatCode = '2'): BookingLine => ({ account: '8000', vatCode, rate, net, vat, description: 'Mug', kind: 'row', rule: '' });
function aBooking(reference: string, lines: readonly BookingLine[]): Booking {
  const net = lines.reduce((sum, one) => sum + one.net, 0);
  const vat = lines.reduce((sum, one) => sum + one.vat, 0);
  return {
    tenantId: 't', shopId: 12, invoiceId: 1, invoiceCode: reference, type: 20, reference, date: '2026-11-20', currency: 'EUR', journal: '70', paymentCondition: '14', debtor: { code: '1001', kind: 'collective' },
    description: reference, orderCode: '', lines, net, vat, gross: net + vat, remarks: [], settingsVersion: 1,
  };
}
const stored = (net: number, vat: number, vatCode = '2'): StoredLine => ({ net, vat, vatCode });

describe('what one entry tells', () => {
  // 10.02 at 21 % is 2.1042: Exact would say 2.10, the shop said 2.11.
  const one = aBooking('F1', [line(1002, 211), line(1000, 210)]);

  it.each([
    ['kept as sent', [stored(1002, 211), stored(1000, 210)], 'honoured'],
    ['computed anew', [stored(1002, 210), stored(1000, 210)], 'ignored'],
    ['something else', [stored(1002, 215), stored(1000, 210)], 'limited'],
    ['other lines than were sent', [stored(2002, 421)], 'unknown'],
    ['another code', [stored(1002, 211, '4'), stored(1000, 210, '4')], 'unknown'],
  ] as const)('%s', (_name, lines, mode) => {
    expect(overrideOf(one, lines)).toBe(mode);
  });

  it('nothing where Exact’s own sum is the shop’s', () => {
    const plain = aBooking('F2', [line(1000, 210)]);
    expect(tells(plain)).toBe(false);
    expect(overrideOf(plain, [stored(1000, 210)])).toBe('unknown');
  });

  it('small deviations kept and large ones not is limited; lines may come in another order', () => {
    const two = aBooking('F3', [line(1002, 211), line(50_000, 10_540)]);
    expect(overrideOf(two, [stored(50_000, 10_500), stored(1002, 211)])).toBe('limited');
    expect(overrideOf(two, [stored(50_000, 10_540), stored(1002, 211)])).toBe('honoured');
    const equal = aBooking('F4', [line(1002, 210), line(1002, 211)]);
    expect(overrideOf(equal, [stored(1002, 211), stored(1002, 210)])).toBe('honoured');
  });

  it('mirrors for credits', () => {
    expect(overrideOf(aBooking('C1', [line(-1002, -211)]), [stored(-1002, -211)])).toBe('honoured');
    expect(overrideOf(aBooking('C1', [line(-1002, -211)]), [stored(-1002, -210)])).toBe('ignored');
  });

  it('adds up over entries: a contradiction means a limit', () => {
    expect(learntAfter('unknown', 'honoured')).toBe('honoured');
    expect(learntAfter('honoured', 'unknown')).toBe('honoured');
    expect(learntAfter('honoured', 'ignored')).toBe('limited');
    expect(learntAfter('limited', 'honoured')).toBe('limited');
  });
});

describe('files that were imported by hand', () => {
  let harness: Harness;
  let token: string;
  beforeEach(async () => {
    harness = await startHarness({ importLanguage: 'EN' });
    token = (await connect(harness)).access_token;
  });
  afterEach(async () => {
    expect(harness.sim.violations).toEqual([]);
    await harness.close();
  });
  const learn = (bookings: readonly Booking[]) => {
    const client = createExactClient({
      fetch: async (url) => {
        const { pathname, search } = new URL(url);
        const answer = await api(harness, token, `${pathname.replace('/api/v1/', '')}${search}`);
        return new Response(answer.text, { status: answer.status });
      },
      site: 'nl',
      accessToken: () => Promise.resolve(token),
    });
    return learnXmlOverride(client, 100001, 'unknown', bookings);
  };
  const booking = aBooking('SHOP-1', [line(1002, 211), line(50_000, 10_540)]);
  const importIt = (sent = booking): boolean => {
    const head = '<?xml version="1.0" encoding="UTF-8"?><eExact xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="eExact-XML.xsd"><GLTransactions>';
    return harness.sim.importXml(100001, 'GLTransactions', `${head}${glTransaction(sent, { shape: 'vat-amount', receivableAccount: '', vatAccount: '' })}</GLTransactions></eExact>`).done === 1;
  };

  it.each(['honoured', 'ignored'] as const)('tell how this administration takes VAT amounts: %s', async (mode) => {
    harness.sim.options.vatAmount = mode;
    expect(importIt()).toBe(true);
    expect(await learn([booking])).toBe(mode);
  });

  it('a limit refuses the import of what passes it, so only what came in tells something', async () => {
    harness.sim.options.vatAmount = 'limited';
    expect(importIt()).toBe(false);
    expect(await learn([booking])).toBe('unknown');
    const small = aBooking('SHOP-3', [line(1002, 211)]);
    expect(importIt(small)).toBe(true);
    expect(await learn([booking, small])).toBe('honoured');
  });

  it('tell nothing before somebody imports them, nor where they cannot', async () => {
    expect(await learn([booking])).toBe('unknown');
    const calls = harness.sim.calls.length;
    expect(await learn([aBooking('SHOP-2', [line(1000, 210)])])).toBe('unknown');
    expect(harness.sim.calls.length).toBe(calls);
  });
});
