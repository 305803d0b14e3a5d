/**
 * Invoice + rules → Booking or Refusal. Pure: no clock, network or browser. It recognises what was invoiced and never
 * recalculates: no rate is replaced, no cent is moved between rates (facts: vat 0.1).
 */
import type { Invoice, InvoiceLine, Remark } from '../invoice/invoice';
import type { Minor } from '../invoice/money';
import type { Booking, BookingLine, Decision, Refusal, RefusalCode } from './booking';
import { countryGroupOf, hasNoVat } from './country-group';
import { debtorOf } from './debtor';
import { exactRow, mappingFor } from './mapping';
import { rateRemarks } from './rate-remarks';
import { entryNumberFor, referenceOf } from './reference';
import { roundingLine } from './rounding';
import type { BookingRules } from './rules';
import { DEFAULT_TEXTS } from './texts';

type Params = Refusal['params'];

/**
 * Decides one invoice. Amounts are minor units of the invoice's currency; `settingsVersion` is kept in the Booking, so that
 * it can be explained later. Same input, same output. Refusals are results, with both figures where figures disagree.
 */
export function decide(invoice: Invoice, rules: BookingRules, settingsVersion: number): Decision {
  const refuse = (code: RefusalCode, params: Params = {}): Decision => ({
    ok: false,
    refusal: { tenantId: invoice.tenantId, shopId: invoice.shopId, invoiceId: invoice.id, invoiceCode: invoice.code, code, params },
  });

  if (rules.journal === '') return refuse('no-settings', { setting: 'journal' });
  // A sale paid with a voucher row has total zero and still moves VAT: only an invoice of nothing but zeros is left out (facts: vat 5.5).
  if (invoice.gross === 0 && invoice.lines.every(isZero)) return refuse('zero-invoice');

  const arrival = countryGroupOf(invoice);
  if (!arrival.ok) return refuse(arrival.code, arrival.params);
  const { group, country } = arrival;

  // 0 % to another member state is lawful with a VAT number, or where 0 is that state's own rate and was mapped for it by name (facts: vat 1.2 step 5b).
  if (group.startsWith('eu-consumer:') && hasNoVat(invoice) && !exactRow(rules, 0, group)) {
    return invoice.billTo.obfuscated ? refuse('R-OBFUSCATED') : refuse('R-VATNO-MISSING', { country });
  }

  const debtor = debtorOf(invoice, rules, group);
  if (!debtor.ok) return refuse(debtor.code, debtor.params);

  const lines: BookingLine[] = [];
  for (const line of invoice.lines) {
    if (isZero(line)) continue;
    if (line.kind === 'rounding') {
      if (rules.roundingAccount === '' || rules.roundingVatCode === '') return refuse('no-settings', { setting: 'rounding' });
      lines.push(roundingLine(line.gross, line.description, rules));
      continue;
    }
    if (line.net + line.vat !== line.gross) return refuse('R-ADDS-UP', { expected: line.gross, actual: line.net + line.vat, currency: invoice.currency });
    const row = mappingFor(rules, line.rate, group);
    if (!row) return refuse('no-mapping', { rate: line.rate, group, country });
    lines.push({
      account: row.revenueAccount,
      vatCode: row.vatCode,
      rate: line.rate,
      net: line.net,
      vat: line.vat,
      description: describe(line),
      kind: line.kind,
      rule: `mapping:${String(row.rate)}|${row.group}`,
    });
  }

  const difference = invoice.gross - sum(lines, (line) => line.net + line.vat);
  if (difference !== 0 && Math.abs(difference) <= rules.roundingLimit) {
    if (rules.roundingAccount === '' || rules.roundingVatCode === '') return refuse('no-settings', { setting: 'rounding' });
    lines.push(roundingLine(difference, '', rules));
  } else if (difference !== 0) {
    return refuse('R-ADDS-UP', { expected: invoice.gross, actual: invoice.gross - difference, currency: invoice.currency });
  }
  const rounding = sum(lines.filter((line) => line.kind === 'rounding'), (line) => line.net);
  if (Math.abs(rounding) > rules.roundingLimit) {
    return refuse('R-ADDS-UP', { expected: invoice.gross, actual: invoice.gross - rounding, currency: invoice.currency });
  }

  const entryNumber = entryNumberFor(invoice, rules);
  const booking: Booking = {
    tenantId: invoice.tenantId,
    shopId: invoice.shopId,
    invoiceId: invoice.id,
    invoiceCode: invoice.code,
    type: invoice.kind === 'credit' ? 21 : 20,
    reference: referenceOf(invoice, rules),
    ...(entryNumber === undefined ? {} : { entryNumber }),
    date: invoice.date,
    currency: invoice.currency,
    journal: rules.journal,
    paymentCondition: rules.paymentCondition,
    debtor: debtor.debtor,
    description: invoice.orderCode === '' ? invoice.code : `${invoice.code} / ${invoice.orderCode}`,
    orderCode: invoice.orderCode,
    lines,
    net: sum(lines, (line) => line.net),
    vat: sum(lines, (line) => line.vat),
    gross: invoice.gross,
    remarks: remarksOf(invoice, [...arrival.remarks, ...rateRemarks(invoice, group, country, arrival.rateArea)]),
    settingsVersion,
  };
  return { ok: true, booking };
}

function describe(line: InvoiceLine): string {
  const text = line.description || line.productCode || DEFAULT_TEXTS[line.kind];
  return line.kind === 'row' && line.quantity !== '1' && line.quantity !== '' ? `${line.quantity} x ${text}` : text;
}

/** Each remark once: reading and deciding may notice the same thing. */
function remarksOf(invoice: Invoice, extra: readonly Remark[]): readonly Remark[] {
  const all = [...invoice.remarks, ...invoice.lines.flatMap((line) => line.remarks), ...extra];
  return all.length < 2 ? all : [...new Map(all.map((remark) => [JSON.stringify(remark), remark])).values()];
}

const isZero = (line: InvoiceLine): boolean => line.net === 0 && line.vat === 0 && line.gross === 0;

function sum(lines: readonly BookingLine[], of: (line: BookingLine) => Minor): Minor {
  return lines.reduce((total, line) => total + of(line), 0);
}
