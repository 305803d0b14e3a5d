/** What a booking line is for: the first half of the question which account it goes to. */
import type { LineKind } from '../invoice/invoice';
import type { RowKind } from './profile';
import type { Regime } from './regime';
import type { LineUse } from './rules';

const OUTSIDE: Partial<Readonly<Record<RowKind, LineUse>>> = {
  'voucher-multi': 'voucher',
  deposit: 'deposit',
  donation: 'donation',
  damages: 'damages',
  rounding: 'rounding',
};

const HEADER: Partial<Readonly<Record<LineKind, LineUse>>> = { shipping: 'shipping', paymentFee: 'fee', discount: 'discount', rounding: 'rounding' };

/** Uses that are no turnover: their account is only taken from a row of the table that names them. */
export const OUTSIDE_USES: ReadonlySet<LineUse> = new Set(['voucher', 'deposit', 'donation', 'damages', 'rounding']);

/** The use of a line. What the row is by its kind wins over where it stands; goods under the margin scheme have accounts of their own. */
export function useOf(line: LineKind, row: RowKind, regime: Regime): LineUse {
  return OUTSIDE[row] ?? HEADER[line] ?? (regime.kind === 'margin' ? 'margin' : 'revenue');
}
