/** Rows of the list tabs. They make the admin look lived in; nothing of the product reads them. */
import type { Labels } from './labels';
import type { AdminShop } from './needs';

export interface ListData {
  readonly columns: readonly { readonly text: string; readonly width?: number; readonly align?: 'right' }[];
  readonly rows: readonly (readonly (string | number)[])[];
}

const PEOPLE = ['A. de Vries', 'Jansen Interieur B.V.', 'M. Peeters', 'S. van den Berg', 'Café De Kroon', 'L. Dupont', 'K. Schmidt', 'Hotel Zeezicht', 'E. Visser', 'B. Claes', 'R. Smit', 'Studio Noord'];
const COUNTRIES = ['NL', 'NL', 'BE', 'NL', 'NL', 'FR', 'DE', 'NL', 'NL', 'BE', 'NL', 'NL'];
const STATES = ['New', 'Paid', 'Ready to ship', 'Shipped', 'Shipped', 'Complete', 'Complete', 'Complete'];

/** A day before `now`, as shown in grids. */
function day(now: number, daysAgo: number): string {
  return new Date(now - daysAgo * 86_400_000).toISOString().slice(0, 10);
}

function amount(index: number): string {
  return (((index * 7_919) % 48_000) / 100 + 12.5).toFixed(2);
}

/** Data of one list, by the tab type of the deep link; null for a type that does not exist. */
export function listOf(type: string, labels: Labels, shops: readonly AdminShop[], owners: readonly { readonly name: string }[], now: number): ListData | null {
  const active = shops.filter((shop) => shop.active);
  const shopAt = (index: number): string => active[index % Math.max(1, active.length)]?.name ?? '';
  const person = (index: number): string => PEOPLE[index % PEOPLE.length] ?? '';
  switch (type) {
    case 'OrderList':
      return {
        columns: [{ text: labels.code, width: 90 }, { text: labels.date, width: 100 }, { text: labels.shop }, { text: labels.customer }, { text: labels.country, width: 80 }, { text: labels.status, width: 120 }, { text: labels.total, width: 100, align: 'right' }],
        rows: Array.from({ length: 40 }, (_, index) => [String(18_236 - index).padStart(6, '0'), day(now, Math.floor(index / 6)), shopAt(index * 5), person(index * 3), COUNTRIES[(index * 3) % 12] ?? 'NL', STATES[Math.min(7, Math.floor(index / 5))] ?? '', amount(index + 3)]),
      };
    case 'InvoiceList':
      return {
        columns: [{ text: labels.code, width: 110 }, { text: labels.date, width: 100 }, { text: labels.shop }, { text: labels.customer }, { text: labels.status, width: 120 }, { text: labels.total, width: 100, align: 'right' }],
        rows: Array.from({ length: 40 }, (_, index) => [String(202_600_482 - index), day(now, Math.floor(index / 4)), shopAt(index * 3), person(index * 5), index % 9 === 4 ? 'Credited' : index < 6 ? 'Open' : 'Paid', amount(index + 11)]),
      };
    case 'CustomerList':
      return { columns: [{ text: labels.name }, { text: labels.country, width: 90 }, { text: labels.shop }], rows: PEOPLE.map((name, index) => [name, COUNTRIES[index] ?? 'NL', shopAt(index)]) };
    case 'EmployeeList':
      return { columns: [{ text: labels.name }, { text: labels.status, width: 160 }], rows: [['Marieke de Wit', 'Shop Owner Admin'], ['Tom Verhoeven', 'Admin'], ['Sanne Bakker', 'Power User'], ['Youssef El Amrani', 'User']] };
    case 'ReturnList':
      return { columns: [{ text: labels.code, width: 110 }, { text: labels.date, width: 100 }, { text: labels.customer }, { text: labels.status, width: 140 }], rows: Array.from({ length: 9 }, (_, index) => [`R${1_204 - index}`, day(now, index * 2), person(index * 7), index < 2 ? 'Announced' : 'Finalized']) };
    case 'TriggerList':
      return { columns: [{ text: labels.name }, { text: labels.active, width: 90 }], rows: [['Create invoice when shipped', labels.yes], ['Send order confirmation', labels.yes], ['Credit returned items', labels.yes], ['Ask for a review', labels.no]] };
    case 'ShopOwnerList':
      return { columns: [{ text: labels.name }], rows: owners.map(({ name }) => [name]) };
    case 'StatusList':
      return { columns: [{ text: labels.name }, { text: labels.active, width: 90 }], rows: STATES.slice(0, 6).filter((name, index, all) => all.indexOf(name) === index).map((name) => [name, labels.yes]) };
    case 'TemplateList':
      return { columns: [{ text: labels.name }, { text: labels.active, width: 90 }], rows: ['Standard invoice', 'Packing slip', 'Return label', 'Order confirmation'].map((name) => [name, labels.yes]) };
    case 'ExchangeRateList':
      return { columns: [{ text: labels.code, width: 120 }, { text: labels.description }], rows: [['GBP', '1 EUR = 0.8642 GBP'], ['USD', '1 EUR = 1.0815 USD'], ['DKK', '1 EUR = 7.4592 DKK']] };
    case 'AlertList':
    case 'BulkList':
    case 'ActivityList':
    case 'ContractList':
    case 'ShipmentList':
    case 'WebhookQueue':
      return { columns: [{ text: labels.date, width: 120 }, { text: labels.description }, { text: labels.status, width: 120 }], rows: [] };
    default:
      return null;
  }
}
