/** A shop's rules between the form (all text) and the decider. */
import { z } from 'zod';
import { ruleKey } from '../booking/mapping';
import { ROW_KINDS } from '../booking/profile';
import { REGIME_KINDS } from '../booking/regime';
import { DEFAULT_RULES, LINE_USES, type BookingRules } from '../booking/rules';
import { fail } from '../faults';
import type { RulesForm } from '../messages';

/** Generous limits against slips of the keyboard; only the relation code's 18 is Exact's own. */
const code = (longest: number) => z.string().trim().max(longest);

const day = z.union([z.literal(''), z.string().regex(/^\d{4}-\d{2}-\d{2}$/)]);
const country = z.union([z.literal(''), z.string().regex(/^[A-Z]{2}$/)]);
const Period = z.object({ from: day, to: day });
const Profile = z.object({
  homeCountry: country,
  dispatchCountry: country,
  warehouses: z.array(z.object({ warehouse: code(80).min(1), country: z.string().regex(/^[A-Z]{2}$/) })).max(200),
  consumers: z.array(Period.extend({ scheme: z.enum(['oss', 'below', 'registered']) })).max(50),
  registrations: z.array(Period.extend({ country: z.string().regex(/^[A-Z]{2}$/), number: code(20) })).max(100),
  smallBusiness: z.array(Period).max(20),
  kinds: z.array(z.object({ by: z.enum(['tariff', 'product']), code: code(100).min(1), country, kind: z.enum(ROW_KINDS) })).max(2000),
  voucherUse: z.enum(['', 'payment', 'row', 'discount']),
  belowElsewhere: z.number().int().min(0).max(100_000_000),
  cashBasis: z.boolean(),
});
const Override = z.enum(['unknown', 'honoured', 'limited', 'ignored']);
const Rule = z.object({
  use: z.union([z.literal(''), z.enum(LINE_USES)]),
  regime: z.union([z.literal(''), z.enum(REGIME_KINDS)]),
  country,
  rate: z.number().int().min(0).max(10_000).nullable(),
  account: code(20),
  vatCode: code(8),
  costCenter: code(30),
  costUnit: code(30),
});

const Form = z.object({
  journal: code(10),
  debtorCode: code(18),
  debtorMode: z.enum(['collective', 'own']),
  ownDebtorPrefix: code(8),
  paymentCondition: code(10),
  itemCode: code(30),
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
  profile: Profile,
  table: z.array(Rule).max(2000),
  journals: z.array(z.object({ currency: z.string().regex(/^[A-Z]{3}$/), journal: code(10) })).max(50),
  paymentConditions: z.array(z.object({ paymentTypeId: z.number().int(), code: code(10) })).max(200),
  debtors: z.array(z.object({ country: z.string().regex(/^[A-Z]{2}$/), code: code(18) })).max(100),
  costCenter: code(30),
  costUnit: code(30),
  grouping: z.enum(['lines', 'accounts']),
  confirmedNumbers: z.array(z.object({ number: code(20), date: z.string().regex(/^\d{4}-\d{2}-\d{2}$/), consultation: code(40), by: code(200) })).max(5000),
  consents: z.array(z.object({ cause: code(60), by: code(200), at: code(40) })).max(500),
  override: z.object({ api: Override, xml: Override }),
});

/** The profile alone, while it is typed. Throws `bad-request` with the first field that does not fit. */
export function profileFromForm(form: RulesForm['profile']): BookingRules['profile'] {
  const parsed = Profile.safeParse(form);
  return parsed.success ? parsed.data : fail('bad-request', { field: `profile.${parsed.error.issues[0]?.path.join('.') ?? ''}` });
}

/** Rules out of a form. Throws `bad-request` with the first field that does not fit; empty codes are allowed, the export says what is missing. */
export function rulesFromForm(form: RulesForm): BookingRules {
  const parsed = Form.safeParse(form);
  if (!parsed.success) return fail('bad-request', { field: parsed.error.issues[0]?.path.join('.') ?? '' });
  const table = parsed.data.table.filter((row) => row.account !== '' || row.vatCode !== '' || row.costCenter !== '' || row.costUnit !== '');
  const keys = table.map(ruleKey);
  const doubled = keys.findIndex((key, index) => keys.indexOf(key) !== index);
  if (doubled >= 0) return fail('bad-request', { field: `table.${String(doubled)}.regime` });
  return { ...parsed.data, table };
}

/** The form of the rules; of the defaults when none were saved. */
export function formFromRules(rules: BookingRules | null): RulesForm {
  return rules ?? DEFAULT_RULES;
}
