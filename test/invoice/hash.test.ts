import { expect, it } from 'vitest';
import { contentHashOf } from '../../lib/invoice/hash';
import type { Party } from '../../lib/invoice/invoice';
import { aParty, anInvoice } from '../booking/fixtures';

const MADRID: Partial<Party> = { country: 'ES', postalCode: '28001', city: 'Madrid' };
const hashOf = (shipTo: Partial<Party>, billTo: Partial<Party> = {}): string => contentHashOf(anInvoice({ shipTo: aParty(shipTo), billTo: aParty(billTo) }));

it('changes with the VAT area of an address, not with its spelling', () => {
  expect(hashOf({ ...MADRID, postalCode: '28 001', city: 'MADRID', phone: '1' })).toBe(hashOf(MADRID));
  expect(hashOf({ ...MADRID, postalCode: '28002' })).toBe(hashOf(MADRID));
  expect(hashOf({ ...MADRID, postalCode: '38001' })).not.toBe(hashOf(MADRID));
  expect(hashOf({ country: 'IT', postalCode: '23030', city: 'Livigno' })).not.toBe(hashOf({ country: 'IT', postalCode: '23030', city: 'Tirano' }));
});

it('stays when a consumer is obfuscated, and changes when a VAT number goes', () => {
  const removed: Partial<Party> = { fullName: '', email: '', phone: '', addressLine1: '', postalCode: '', city: '', vatNumber: '', obfuscated: true };
  expect(hashOf(removed, removed)).toBe(hashOf({}, {}));
  expect(hashOf(removed, removed)).not.toBe(hashOf({}, { vatNumber: 'NL004495445B01' }));
});
