/**
 * What can be sold, to whom, and what the books should then say. Each scenario states its regime FIRST and builds the sale around it: that is
 * the oracle. Written from facts: vat 1 to 7, apart from the decider.
 */
import { belgianNumber, dutchNumber, germanNumber } from './arithmetic';
import { ratesAbroad, STATES, type Seller } from './sellers';

/** A row of the sale before its amounts: the regime's name and what ShopCtrl shows. */
export interface Ware {
  readonly regime: string;
  readonly rate: number;
  readonly tariff?: string;
  readonly product?: string;
  /** Amount in cents instead of the plan's. */
  readonly net?: number;
}

export interface Sale {
  readonly seller: Seller;
  readonly bill: string;
  readonly ship: string;
  readonly postalCode?: string;
  readonly city?: string;
  readonly company?: boolean;
  readonly vatNumber?: string;
  readonly warehouseId?: number;
  readonly downPayment?: boolean;
  readonly wares: readonly Ware[];
  /** Codes of refusals, one of which has to come; absent when it is booked. */
  readonly refused?: readonly string[];
  readonly remarks?: readonly string[];
  readonly debtor?: 'own' | 'collective';
  /** The number that the relation has to carry. */
  readonly listed?: string;
  /** No shipping or discount of the whole with this sale. */
  readonly bare?: boolean;
  /** Only sales as they are: a credit of it proves nothing of its own. */
  readonly never?: 'credit';
}

export interface Chance {
  readonly date: string;
  readonly state: string;
  readonly number: number;
}

const home = (regime = ''): readonly Ware[] => [{ regime: regime || 'NL-21', rate: 2100 }, { regime: regime || 'NL-9', rate: 900 }];
const one = (regime: string, rate: number, change: Partial<Ware> = {}): readonly Ware[] => [{ regime, rate, ...change }];
const percent = (rate: number): string => String(rate / 100);
const oss = ({ state, date }: Chance): readonly Ware[] => ratesAbroad(state, date).map((rate) => ({ regime: `OSS-${state}-${percent(rate)}`, rate }));
/** How an address in a state of the table is written. */
const address = (state: string): Pick<Sale, 'ship' | 'bill' | 'postalCode'> => (state === 'XI' ? { bill: 'GB', ship: 'GB', postalCode: 'BT9 5AA' } : { bill: state, ship: state });

export const SCENARIOS: Readonly<Record<string, (chance: Chance) => Sale>> = {
  'consumer at home': () => ({ seller: 'oss', bill: 'NL', ship: 'NL', wares: home(), debtor: 'collective' }),
  'company at home': ({ number }) => ({ seller: 'oss', bill: 'NL', ship: 'NL', company: true, vatNumber: dutchNumber(number), wares: home(), debtor: 'own' }),
  'foreign company, goods stay at home': ({ number }) => ({ seller: 'oss', bill: 'BE', ship: 'NL', company: true, vatNumber: belgianNumber(number), wares: home(), debtor: 'own' }),
  'zero rate at home': () => ({ seller: 'oss', bill: 'NL', ship: 'NL', wares: one('NL-0', 0, { tariff: 'ZERO' }), bare: true }),
  'exempt with taxed goods': () => ({ seller: 'oss', bill: 'NL', ship: 'NL', wares: [{ regime: 'NL-EX', rate: 0, tariff: 'EXEMPT' }, { regime: 'NL-9', rate: 900 }], bare: true }),
  'reverse charge': ({ number }) => ({ seller: 'oss', bill: 'NL', ship: 'NL', company: true, vatNumber: dutchNumber(number), wares: one('NL-RC', 0, { product: 'LAPTOP 15', net: 1_000_000 + (number % 900_000) }), debtor: 'own', bare: true, never: 'credit' }),
  'reverse charge below its limit': ({ number }) => ({ seller: 'oss', bill: 'NL', ship: 'NL', company: true, vatNumber: dutchNumber(number), wares: one('', 0, { product: 'LAPTOP 15', net: 999_999 - (number % 900_000) }), refused: ['R-RC'], bare: true, never: 'credit' }),
  'reverse charge to a consumer': () => ({ seller: 'oss', bill: 'NL', ship: 'NL', wares: one('', 0, { product: 'LAPTOP 15', net: 1_200_000 }), refused: ['R-RC'], bare: true, never: 'credit' }),
  'nothing said about 0 % at home': () => ({ seller: 'oss', bill: 'NL', ship: 'NL', wares: one('', 0), refused: ['R-KIND'], bare: true }),
  'deposit with goods': () => ({ seller: 'oss', bill: 'NL', ship: 'NL', wares: [{ regime: 'NL-9', rate: 900 }, { regime: 'OUT', rate: 0, tariff: 'DEPOSIT' }], bare: true }),
  'gift card sold': () => ({ seller: 'oss', bill: 'NL', ship: 'NL', wares: one('OUT', 0, { product: 'GIFTCARD 50' }), bare: true }),
  'gift card used': () => ({ seller: 'oss', bill: 'NL', ship: 'NL', wares: [{ regime: 'NL-21', rate: 2100, net: 10_000 }, { regime: 'OUT', rate: 0, product: 'GIFTCARD USED', net: -5000 }], bare: true }),
  'sale paid with a gift card in full': () => ({ seller: 'oss', bill: 'NL', ship: 'NL', wares: [{ regime: 'NL-21', rate: 2100, net: 10_000 }, { regime: 'OUT', rate: 0, product: 'GIFTCARD USED', net: -12_100 }], bare: true }),
  'business in Germany': ({ number }) => ({ seller: 'oss', bill: 'DE', ship: 'DE', company: true, vatNumber: germanNumber(number), wares: one('ICS-G', 0), debtor: 'own', listed: germanNumber(number), remarks: ['F-NUMBER-UNVERIFIED'] }),
  'Belgian business, delivered in France': ({ number }) => ({ seller: 'oss', bill: 'BE', ship: 'FR', company: true, vatNumber: belgianNumber(number), wares: one('ICS-G', 0), debtor: 'own', listed: belgianNumber(number), remarks: ['F-NUMBER-OTHER-STATE'] }),
  'goods and a service to a business': ({ number }) => ({ seller: 'oss', bill: 'DE', ship: 'DE', company: true, vatNumber: germanNumber(number), wares: [{ regime: 'ICS-G', rate: 0 }, { regime: 'ICS-S', rate: 0, tariff: 'SERVICE' }], debtor: 'own', listed: germanNumber(number), bare: true }),
  'no number at all': ({ state }) => ({ seller: 'oss', ...address(state === 'XI' || state === 'BE' ? 'DE' : state), company: true, wares: one('', 0), refused: ['R-VATNO-MISSING'], bare: true }),
  'a wrong check digit': ({ number }) => ({ seller: 'oss', bill: 'DE', ship: 'DE', company: true, vatNumber: germanNumber(number).replace(/\d$/, (digit) => String((Number(digit) + 1) % 10)), wares: one('', 0), refused: ['R-VATNO-FORM', 'R-VATNO-CHECK'] }),
  'a digit is missing': ({ number }) => ({ seller: 'oss', bill: 'DE', ship: 'DE', company: true, vatNumber: germanNumber(number).slice(0, -1), wares: one('', 0), refused: ['R-VATNO-FORM'] }),
  'the number of home': ({ number }) => ({ seller: 'oss', bill: 'NL', ship: 'DE', company: true, vatNumber: dutchNumber(number), wares: one('', 0), refused: ['R-VATNO-HOME'] }),
  'the small-business scheme of another state': ({ number }) => ({ seller: 'oss', bill: 'DE', ship: 'DE', company: true, vatNumber: `${germanNumber(number)}EX`, wares: one('', 0), refused: ['R-VATNO-EX'] }),
  'consumer abroad, One Stop Shop': (chance) => ({ seller: 'oss', ...address(chance.state), wares: oss(chance), debtor: 'collective' }),
  'company without number abroad': (chance) => ({ seller: 'oss', ...address(chance.state), company: true, wares: oss(chance), remarks: ['F-COMPANY-AS-CONSUMER'] }),
  'consumer in Monaco': () => ({ seller: 'oss', bill: 'MC', ship: 'MC', postalCode: '98000', wares: one('OSS-FR-20', 2000) }),
  'book to Ireland at its zero rate': () => ({ seller: 'oss', bill: 'IE', ship: 'IE', wares: one('OSS-IE-0', 0, { tariff: 'IE-ZERO' }), bare: true }),
  'VAT of arrival to a business': ({ number }) => ({ seller: 'oss', bill: 'DE', ship: 'DE', company: true, vatNumber: germanNumber(number), wares: one('', 1900), refused: ['R-OSS-B2B'] }),
  'home VAT while the One Stop Shop is on': () => ({ seller: 'oss', bill: 'DE', ship: 'DE', wares: one('', 2100), refused: ['R-OSS-RATE'] }),
  'below the threshold': () => ({ seller: 'below', bill: 'DE', ship: 'DE', wares: [{ regime: 'NL-21', rate: 2100, net: 5000 }], remarks: ['F-BELOW'], bare: true }),
  'VAT of arrival below the threshold': () => ({ seller: 'below', bill: 'DE', ship: 'DE', wares: one('', 1900), refused: ['R-OSS-OFF'] }),
  'profile says nothing': (chance) => ({ seller: 'silent', ...address(chance.state), wares: oss(chance).map((ware) => ({ ...ware, regime: '' })), refused: ['R-PROFILE'] }),
  'stock in Germany, sold there': () => ({ seller: 'stockInGermany', bill: 'DE', ship: 'DE', warehouseId: 2, wares: [{ regime: 'LOCAL-DE-19', rate: 1900 }, { regime: 'LOCAL-DE-7', rate: 700 }] }),
  'stock at home, sold to Germany': () => ({ seller: 'stockInGermany', bill: 'DE', ship: 'DE', warehouseId: 1, wares: [{ regime: 'OSS-DE-19', rate: 1900 }] }),
  'an unknown warehouse': () => ({ seller: 'stockInGermany', bill: 'DE', ship: 'DE', warehouseId: 9, wares: one('', 1900), refused: ['R-DISPATCH'] }),
  'consumer in the United States': () => ({ seller: 'oss', bill: 'US', ship: 'US', postalCode: '10001', wares: one('EXP', 0), remarks: ['F-PROOF'] }),
  'consumer in Santa Cruz de Tenerife': () => ({ seller: 'oss', bill: 'ES', ship: 'ES', postalCode: '38001', wares: one('EXP', 0), remarks: ['F-TERRITORY'] }),
  'consumer in Mariehamn': () => ({ seller: 'oss', bill: 'FI', ship: 'FI', postalCode: '22100', wares: one('EXP', 0), remarks: ['F-TERRITORY'] }),
  'Italian VAT in Livigno': () => ({ seller: 'oss', bill: 'IT', ship: 'IT', postalCode: '23041', city: 'Livigno', wares: one('', 2200), refused: ['R-TERRITORY'] }),
  'home VAT on an export': () => ({ seller: 'oss', bill: 'US', ship: 'US', postalCode: '10001', wares: one('NL-21', 2100), remarks: ['F-VAT-ON-EXPORT'] }),
  'British VAT with a registration': () => ({ seller: 'swissAndBritish', bill: 'GB', ship: 'GB', postalCode: 'SW1A 1AA', wares: one('FOREIGN-GB-20', 2000) }),
  'British VAT without a registration': () => ({ seller: 'oss', bill: 'GB', ship: 'GB', postalCode: 'SW1A 1AA', wares: one('', 2000), refused: ['R-PROFILE', 'R-TERRITORY', 'R-RATE-UNKNOWN', 'R-OSS-OFF'] }),
  'small-business scheme': () => ({ seller: 'small', bill: 'NL', ship: 'NL', wares: one('KOR', 0) }),
  'VAT under the small-business scheme': () => ({ seller: 'small', bill: 'NL', ship: 'NL', wares: one('', 2100), refused: ['R-PROFILE'] }),
  'margin goods to a consumer abroad': () => ({ seller: 'margin', bill: 'DE', ship: 'DE', wares: one('NL-MARGIN', 0, { tariff: 'MARGIN' }), bare: true }),
  'a prepayment': () => ({ seller: 'oss', bill: 'NL', ship: 'NL', downPayment: true, wares: home(), refused: ['R-PREPAYMENT'] }),
  'a rate that is none': () => ({ seller: 'oss', bill: 'DE', ship: 'DE', wares: one('', 1300), refused: ['R-RATE-UNKNOWN'] }),
};
export const NAMES = Object.keys(SCENARIOS);
export { STATES };
