/** What a row is, where it is not an ordinary sale (facts: vat 1.1 "kinds of rows", 1.2 step 1). ShopCtrl has no such field: the profile tells by tariff or product. */
import type { InvoiceLine } from '../invoice/invoice';
import type { KindRule, RowKind, SellerProfile } from './profile';

/** Kinds that are no supply and so outside the tax, wherever the goods go (facts: vat 1.2 step 1, 6.3, 6.4). */
const OUTSIDE_THE_TAX: ReadonlySet<RowKind> = new Set(['voucher-multi', 'deposit', 'donation', 'damages', 'rounding']);

export function isOutsideTheTax(kind: RowKind | null): boolean {
  return kind !== null && OUTSIDE_THE_TAX.has(kind);
}

/** ISO code of the administration's country; NL where the profile leaves it to Exact and nothing was read. */
export function homeOf(profile: SellerProfile): string {
  return profile.homeCountry || 'NL';
}

/**
 * The kind that the profile gives a row on its way to `arrivalCountry` (ISO code of the VAT area); null where no rule speaks of it, and for
 * header amounts, which follow the rows. Product wins over tariff, a rule with a country over one without; of equal rules the one with the
 * longest code, then the first.
 */
export function kindOf(line: InvoiceLine, profile: SellerProfile, arrivalCountry: string): RowKind | null {
  return line.kind === 'rounding' ? 'rounding' : (kindRuleOf(line, profile, arrivalCountry)?.kind ?? null);
}

/** The rule that gives a row its kind, as `kindOf` chooses it. */
export function kindRuleOf(line: InvoiceLine, profile: SellerProfile, arrivalCountry: string): KindRule | null {
  if (line.kind !== 'row') return null;
  const home = homeOf(profile);
  const product = line.productCode.trim().toLowerCase();
  const tariff = (line.vatTariffCode ?? '').trim().toLowerCase();
  let best: { readonly rule: KindRule; readonly weight: number } | null = null;
  for (const rule of profile.kinds) {
    if (!matches(rule, product, tariff) || !holdsIn(rule, arrivalCountry, home)) continue;
    const weight = (rule.by === 'product' ? 2000 : 0) + (rule.country === '' ? 0 : 1000) + rule.code.length;
    if (best === null || weight > best.weight) best = { rule, weight };
  }
  return best?.rule ?? null;
}

function matches(rule: KindRule, product: string, tariff: string): boolean {
  const code = rule.code.trim().toLowerCase();
  if (code === '' || code === '*') return false;
  if (rule.by === 'tariff') return tariff === code;
  return code.endsWith('*') ? product.startsWith(code.slice(0, -1)) : product === code;
}

/** A zero rate is one country's own: without a country it is meant for home alone. */
function holdsIn(rule: KindRule, arrival: string, home: string): boolean {
  if (rule.country !== '') return rule.country === arrival;
  return rule.kind !== 'zero-rate' || arrival === home;
}
