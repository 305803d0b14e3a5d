/** A shop's rules between the form (all text) and the decider. */
import { z } from 'zod';
import { DEFAULT_RULES, type BookingRules, type CountryGroup } from '../booking/rules';
import { fail } from '../faults';
import type { RulesForm } from '../messages';

/** Generous limits against slips of the keyboard; only the relation code's 18 is Exact's own. */
const code = (longest: number) => z.string().trim().max(longest);

const Group = z.string().regex(/^(home|eu-business|eu-consumer|eu-consumer:[A-Z]{2}|outside-eu)$/).transform((text) => text as CountryGroup);
const Row = z.object({ rate: z.number().int().min(0).max(10_000), group: Group, revenueAccount: code(20), vatCode: code(10) });

const Form = z.object({
  journal: code(10),
  debtorCode: code(18),
  debtorMode: z.enum(['collective', 'own']),
  ownDebtorPrefix: code(8),
  paymentCondition: code(10),
  itemCode: code(30),
  mapping: z.array(Row).max(500),
  roundingAccount: code(20),
  roundingVatCode: code(8),
  roundingLimit: z.number().int().min(0).max(500),
  entryShape: z.enum(['vat-code', 'vat-amount', 'full']),
  topic: z.enum(['GLTransactions', 'Invoices', 'Accounts']),
  receivableAccount: code(20),
  vatAccount: code(20),
  referencePrefix: code(10),
  referenceYear: z.boolean(),
  fileRecords: z.number().int().min(1).max(50_000),
  fileBytes: z.number().int().min(10_000).max(100_000_000),
});

/** Rules out of a form. Throws `bad-request` with the first field that does not fit; empty codes are allowed, the export says what is missing. */
export function rulesFromForm(form: RulesForm): BookingRules {
  const parsed = Form.safeParse(form);
  if (!parsed.success) return fail('bad-request', { field: parsed.error.issues[0]?.path.join('.') ?? '' });
  const mapping = parsed.data.mapping.filter((row) => row.revenueAccount !== '' || row.vatCode !== '');
  const keys = mapping.map((row) => `${row.rate}|${row.group}`);
  const doubled = keys.findIndex((key, index) => keys.indexOf(key) !== index);
  if (doubled >= 0) return fail('bad-request', { field: `mapping.${doubled}.group` });
  return { ...parsed.data, mapping };
}

/** The form of the rules; of the defaults when none were saved. */
export function formFromRules(rules: BookingRules | null): RulesForm {
  return rules ?? DEFAULT_RULES;
}
