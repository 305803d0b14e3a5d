/** Sales to places outside the EU's VAT area (facts: vat 1.2 step 6, 3). */
import { isMember, isoCountry, territoryOf } from '../invoice/territory';
import { ratesOf } from '../invoice/vat-rates';
import { judged, rateAt, refused, remark, unknownRate, type Judged, type Sale, type SaleLine } from './sale';
import { isRegistered } from './supply';

/** Places that another country's VAT is levied in: Liechtenstein has Swiss VAT, the Isle of Man British. */
const LEVIED_BY: Readonly<Record<string, string>> = { LI: 'CH', IM: 'GB' };

/** The regime of a line that leaves the EU; `place` is the ISO code of the place, which may be part of a member state for all else. */
export function outsideSale(sale: Sale, at: SaleLine, place: string): Judged {
  // An address in a member state that lies outside its VAT area.
  const state = isoCountry(sale.arrival.country);
  const special = isMember(state, at.day) && territoryOf(sale.arrival, at.day).area === 'outside' ? state : null;
  const remarks = special === null ? [] : [remark('F-TERRITORY')];
  if (at.line.rate === 0) {
    if (at.kind === 'exempt') return judged('exempt', sale.home, 0, remarks);
    if (at.kind === 'service') return judged('export-services', '', 0, remarks);
    // Stock in another member state: an export of that state's return.
    if (at.departure !== sale.home) return refused('R-DISPATCH', { from: at.departure, reason: 'other-state' });
    return judged('export', '', 0, [...remarks, remark('F-PROOF')]);
  }

  const levy = LEVIED_BY[place] ?? place;
  const there = rateAt(levy, at);
  const unlisted = ratesOf(levy, at.day).length === 0;
  if (isRegistered(sale.profile, levy, at.day) && (there.known || unlisted)) return judged('foreign', levy, at.line.rate, [...remarks, ...there.remarks]);
  // VAT of the state that the address belongs to by name: its law does not hold there, whatever other rate is as high.
  if (special !== null && rateAt(special, at).known) return refused('R-TERRITORY', { country: special, rate: at.line.rate, reason: 'not-there' });
  const here = rateAt(at.departure, at);
  if (here.known) return judged(at.departure === sale.home ? 'home' : 'local', at.departure, at.line.rate, [...remarks, ...here.remarks, remark('F-VAT-ON-EXPORT')]);
  return there.known || unlisted ? refused('R-PROFILE', { question: 'registration', country: levy }) : unknownRate(at, levy);
}
