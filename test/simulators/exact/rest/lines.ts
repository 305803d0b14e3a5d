/** One line of a sales entry over REST: accounts, cost centres, VAT codes and the three ways with stated VAT (facts: exact-api 4.5, 6.1; vat 8). */
import type { BookLine, Entry } from '../books';
import { codeOn } from '../entry';
import type { LineDraft } from '../entry';
import { percentageOn } from '../master-data';
import type { Account, GlAccount, MasterData, VatCode } from '../master-data';
import { guid } from '../people';
import { netOf, vatOf } from '../xml/amounts';
import type { Body } from './body';
import { problem } from './write';
import type { Write } from './write';

/** Account types that a sales line may not name: cash, bank, debtors, creditors, VAT, equity. */
const NOT_ON_SALES_LINES = [10, 12, 14, 16, 20, 21, 22, 24, 50, 52];

export interface LineContext {
  readonly customer: Account | undefined;
  readonly date: string;
  /** A line that is changed: what the body does not name stays. */
  readonly old?: BookLine;
  /** Set when a line left its VAT code to the account's default. */
  readonly noteDefault: () => void;
}

export function draftOf(write: Write, body: Body, context: LineContext): LineDraft | undefined {
  const { texts, ctx } = write;
  const before = write.problems.length;
  const gl = glAccountOf(write, body, context);
  const [costCenter, costUnit] = [body.text('CostCenter') ?? context.old?.costCenter ?? '', body.text('CostUnit') ?? context.old?.costUnit ?? ''];
  if (gl) checkCosts(write, gl, costCenter, costUnit);
  const amount = body.minor('AmountFC', ctx) ?? context.old?.net;
  if (amount === undefined) problem(write, texts.finding('mandatory', 'amount'));
  const code = gl && vatCodeOf(write, body, gl, context);
  if (write.problems.length > before || !gl || !code || amount === undefined) return undefined;
  const worked = vatOfLine(write, code, amount, body.minor('VATAmountFC', ctx));
  if (!worked) return undefined;
  return { id: context.old?.id ?? guid(ctx), account: gl.code, vatCode: code, ...worked, description: (body.text('Description') ?? context.old?.description ?? '').slice(0, 255), costCenter, costUnit };
}

function glAccountOf(write: Write, body: Body, { old }: LineContext): GlAccount | undefined {
  const { texts, books } = write;
  const id = body.text('GLAccount');
  if (id === undefined && !old) return problem(write, texts.finding('mandatory', 'glAccount'));
  const account = id === undefined ? books.master.glAccounts.get(old?.account ?? '') : [...books.master.glAccounts.values()].find((candidate) => candidate.id === id);
  if (!account) return problem(write, texts.finding('reference', 'glAccount'));
  if (account.blocked) problem(write, texts.finding('blocked', 'glAccount', account.code));
  if (NOT_ON_SALES_LINES.includes(account.type)) problem(write, texts.finding('invalid', 'glAccountType', account.code));
  return account;
}

function checkCosts(write: Write, account: GlAccount, costCenter: string, costUnit: string): void {
  const { texts, books } = write;
  for (const [rule, code, field, known] of [[account.costCenter, costCenter, 'costCenter', books.master.costCenters], [account.costUnit, costUnit, 'costUnit', books.master.costUnits]] as const) {
    if (rule === 1 && code === '') problem(write, texts.finding('mandatory', field));
    if (rule === 2 && code !== '') problem(write, texts.finding('notAllowed', field, code));
    if (code !== '' && !known.has(code)) problem(write, texts.finding('reference', field));
  }
}

/** The code with its percentage on the day. Left out, the account's default books silently, which is noted as a mistake of the client. */
function vatCodeOf(write: Write, body: Body, gl: GlAccount, context: LineContext): VatCode | undefined {
  const { texts, books, ctx } = write;
  const { customer, old } = context;
  const named = (body.text('VATCode') ?? old?.vatCode ?? '').trim();
  if (named === '') {
    ctx.violate('missing-vat-code', 'a line over REST has no VAT code');
    context.noteDefault();
    if (gl.vatCode === null) return problem(write, texts.finding('mandatory', 'vatCode'));
  }
  const known = books.master.vatCodes.get(named === '' ? (gl.vatCode ?? '') : named);
  if (!known) return problem(write, texts.finding('reference', 'vatCode'));
  if (known.blocked) return problem(write, texts.finding('blocked', 'vatCode', known.code));
  if (known.transactionType === 'P') return problem(write, texts.finding('invalid', 'vatCode', known.code));
  const code = codeOn(known, context.date, percentageOn(known, context.date));
  if (!code) return problem(write, texts.finding('invalid', 'vatPercentage', known.code));
  const stated = body.number('VATPercentage');
  if (stated !== undefined && stated > 0 && Math.abs(stated - code.percentage) > 1e-9) return problem(write, texts.finding('invalid', 'vatPercentage', String(stated)));
  if (ctx.options.countryFit === 'refused' && code.ossCountry !== null && customer && customer.country !== code.ossCountry) return problem(write, texts.finding('invalid', 'vatPercentage'));
  if (ctx.options.icpNeedsVatNumber && code.listing !== 'N' && customer && customer.vatNumber === '') return problem(write, texts.finding('mandatory', 'vatNumber'));
  return code;
}

function vatOfLine(write: Write, code: VatCode, amount: number, stated: number | undefined): { readonly net: number; readonly vat: number } | undefined {
  const { texts, ctx } = write;
  if (code.type === 'N' || code.type === 'B') {
    if ((stated ?? 0) !== 0) return problem(write, code.type === 'N' ? texts.vatOnNoVat : texts.finding('invalid', 'vatAmount'));
    return { net: amount, vat: 0 };
  }
  if (code.type === 'I') {
    // The amount is read as including VAT, whatever the client says beside it (facts: vat 8, 2).
    ctx.violate('including-vat-code', `code ${code.code} is of type I: the net amount was taken as gross`);
    const net = netOf(amount, code.percentage);
    return { net, vat: amount - net };
  }
  const computed = vatOf(amount, code.percentage);
  if (stated === undefined || ctx.options.restVatAmount === 'ignored') return { net: amount, vat: computed };
  if (ctx.options.restVatAmount === 'limited' && Math.abs(stated - computed) > ctx.options.restVatDeviation) return problem(write, texts.finding('invalid', 'vatAmount'));
  return { net: amount, vat: stated };
}

/** The lines of an entry as drafts again, each with the percentage it was booked with. */
export function draftsOf(master: MasterData, entry: Entry): readonly LineDraft[] {
  return entry.lines.map((line) => {
    const code = master.vatCodes.get(line.vatCode);
    return { id: line.id, account: line.account, vatCode: code && { ...code, percentage: line.percentage }, net: line.net, vat: line.vat, description: line.description, costCenter: line.costCenter, costUnit: line.costUnit, netDC: line.netDC };
  });
}
