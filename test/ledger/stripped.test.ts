import { expect, it } from 'vitest';
import { regimesOf } from '../../lib/booking/regime-of';
import type { Invoice } from '../../lib/invoice/invoice';
import { withoutContacts } from '../../lib/ledger/feed-store';
import { aLine, aParty, anInvoice, aProfile } from '../booking/fixtures';

const to = (country: string, postalCode: string, city: string, lines: Invoice['lines'], vatNumber = ''): Invoice =>
  anInvoice({ billTo: aParty({ country, postalCode, city, vatNumber, companyName: 'Licht BV' }), shipTo: aParty({ country, postalCode, city }), lines });

it.each<[string, Invoice, string]>([
  ['a Dutch consumer', to('NL', '1234 AB', 'Utrecht', [aLine(1000, 210, 2100)]), ''],
  ['a German company', to('DE', '10115', 'Berlin', [aLine(1000, 0, 0)], 'DE136695976'), ''],
  ['Belfast', to('GB', 'BT9 6AA', 'Belfast', [aLine(1000, 200, 2000)]), 'BT9 6AA'],
  ['the Canary Islands', to('ES', '38001', 'Santa Cruz', [aLine(1000, 0, 0)]), '38001'],
])('%s without contacts has the same regimes, and no more of the address than they need', (_, invoice, postalCode) => {
  const bare = withoutContacts(invoice);
  const options = { confirmedNumbers: [], consents: [] };
  expect(regimesOf(bare, aProfile(), options)).toMatchObject({ ok: true, lines: (regimesOf(invoice, aProfile(), options) as { lines: unknown }).lines });
  expect(bare.shipTo).toMatchObject({ fullName: '', email: '', addressLine1: '', city: '', postalCode });
  expect([bare.billTo.companyName, bare.billTo.phone, bare.customerCode]).toEqual(['', '', '']);
});
