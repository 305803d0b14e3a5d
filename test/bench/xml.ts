/**
 * Speed and memory of deciding and writing. Each function gives lines of the bench (`test/bench/run.ts`).
 * Run alone: `npx tsx test/bench/xml.ts`.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { XMLBuilder } from 'fast-xml-parser';
import type { Booking } from '../../lib/booking/booking';
import { outcomeOf, recordsOf } from '../../lib/export/records';
import type { Invoice } from '../../lib/invoice/invoice';
import { documentFoot, documentHead } from '../../lib/xml/document';
import { fractionText, amountText } from '../../lib/xml/text';
import { aLine, anInvoice, aParty, someRules } from '../booking/fixtures';

export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

const RULES = someRules();

/** Domestic and foreign sales of one to five lines; texts with markup and letters beyond ASCII, as shops have them. */
export function benchInvoice(index: number): Invoice {
  const rows = Array.from({ length: 1 + (index % 5) }, (_, row) => {
    const net = 500 + ((index * 37 + row * 101) % 20_000);
    return aLine(net, Math.trunc((net * 21 + 50) / 100), 2100, { description: `Hanglamp "Zoë" & kap ${String(row)} <linnen> ${String(index)}`, quantity: String(1 + (row % 3)) });
  });
  const shipTo = index % 10 === 0 ? aParty({ country: 'BE', postalCode: '1000' }) : aParty();
  return anInvoice({ id: index + 1, code: String(20_000_000 + index), shipTo, lines: [...rows, aLine(413, 87, 2100, { kind: 'shipping', description: 'Verzendkosten' })] });
}

function ours(invoices: readonly Invoice[]): string {
  const bookings: { readonly booking: Booking }[] = [];
  for (const invoice of invoices) {
    const outcome = outcomeOf(invoice, RULES, 1, 'GLTransactions');
    if (outcome.kind !== 'booking') throw new Error('the bench invoices are all bookable');
    bookings.push(outcome);
  }
  return documentHead('GLTransactions') + recordsOf({ bookings, accounts: [] }, RULES, 'GLTransactions').join('') + documentFoot('GLTransactions');
}

/** The same document as a tree for the library's builder; attributes carry its prefix. */
function treeOf(bookings: readonly Booking[]): object {
  return {
    eExact: {
      '@_xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
      '@_xsi:noNamespaceSchemaLocation': 'eExact-XML.xsd',
      GLTransactions: {
        GLTransaction: bookings.map((booking) => ({
          '@_entry': booking.entryNumber,
          TransactionType: { '@_number': booking.type },
          Journal: { '@_code': booking.journal },
          PaymentCondition: { '@_code': booking.paymentCondition },
          Date: booking.date,
          Description: booking.description,
          Account: { '@_code': booking.debtor.code },
          GLTransactionLine: booking.lines.map((line, index) => ({
            '@_type': booking.type,
            '@_line': index + 1,
            Date: booking.date,
            GLAccount: { '@_code': line.account },
            Description: line.description,
            InvoiceDate: booking.date,
            Account: { '@_code': booking.debtor.code },
            ForeignAmount: {
              Currency: { '@_code': booking.currency },
              Credit: amountText(line.net, booking.currency),
              VAT: { '@_code': line.vatCode },
              VATPercentage: fractionText(line.rate),
              VATBaseAmount: amountText(line.net, booking.currency),
              VATAmount: amountText(line.vat, booking.currency),
            },
            References: { InvoiceNumber: booking.invoiceCode, OrderNumber: booking.orderCode, PaymentReference: booking.invoiceCode, YourRef: booking.reference },
          })),
        })),
      },
    },
  };
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

function timed(run: () => string): { readonly milliseconds: number; readonly length: number } {
  const start = performance.now();
  const { length } = run();
  return { milliseconds: performance.now() - start, length };
}

/**
 * Deciding and writing 10,000 invoices against fast-xml-parser's builder writing the same document from a tree that stands ready (neither
 * deciding nor the making of the tree counts for it). Both in turn in one process, median of nine rounds after one to warm up.
 */
export function ratioToBuilder(): readonly Figure[] {
  const invoices = Array.from({ length: 10_000 }, (_, index) => benchInvoice(index));
  const bookings = invoices.map((invoice) => {
    const outcome = outcomeOf(invoice, RULES, 1, 'GLTransactions');
    if (outcome.kind !== 'booking') throw new Error('the bench invoices are all bookable');
    return outcome.booking;
  });
  const tree = treeOf(bookings);
  const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@_', suppressEmptyNode: true });
  const theirs = (): string => builder.build(tree) as string;
  const own: number[] = [];
  const other: number[] = [];
  for (let round = 0; round < 10; round += 1) {
    const mine = timed(() => ours(invoices));
    const built = timed(theirs);
    if (Math.abs(mine.length - built.length) > mine.length / 20) throw new Error('the two documents are not alike');
    if (round === 0) continue;
    own.push(mine.milliseconds);
    other.push(built.milliseconds);
  }
  return [
    { name: 'xml-10k-ratio-to-fast-xml-parser', value: median(own) / median(other), unit: 'ratio' },
    { name: 'xml-10k-ms', value: median(own), unit: 'ms' },
  ];
}

/** Peak of resident memory of a process of its own that exports 50,000 invoices; see `peak-child.ts`. */
export async function peakOf50k(): Promise<readonly Figure[]> {
  const child = spawn(process.execPath, ['--expose-gc', '--import', 'tsx', fileURLToPath(new URL('peak-child.ts', import.meta.url))], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error(`the memory run ended with ${String(code)}`);
  return text.trim().split('\n').map((line) => JSON.parse(line) as Figure);
}

/** All figures of this file. */
export async function xmlFigures(): Promise<readonly Figure[]> {
  return [...ratioToBuilder(), ...(await peakOf50k())];
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  for (const figure of await xmlFigures()) process.stdout.write(`${JSON.stringify(figure)}\n`);
}
