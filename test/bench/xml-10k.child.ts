/**
 * Ten thousand invoices become Exact XML, by the product and by fast-xml-parser, in one process of its own.
 *
 * In the clock of ours: deciding every invoice by the rules (country group, debtor, mapping, balance), the text of its record, cutting into
 * files at the shop's limits, UTF-8 bytes of every piece: what the export does between two questions to its ledger.
 * In the clock of theirs: `XMLBuilder.build` of every file, and its UTF-8 bytes. Nothing is decided there: plain objects with all values as text,
 * in the order of the schema, are made before. Before anything is measured, both must give the same bytes but for the line ends between records.
 *
 * CPU time of the process is counted (garbage collection included), since wall time on a shared machine tells about its other work.
 */
import { XMLBuilder, XMLParser } from 'fast-xml-parser';
import { PAGE } from '../../lib/export/job';
import { outcomeOf, recordsOf } from '../../lib/export/records';
import { appendRecords } from '../../lib/export/split';
import type { FilePart, JobFile } from '../../lib/ledger/rows';
import { invoiceAt, RULES } from './invoices';
import { alternate } from './measure';

const COUNT = 10_000;
const TOPIC = 'GLTransactions';
const ROUNDS = 11;
const WARM_UP = 3;

const invoices = Array.from({ length: COUNT }, (_, index) => invoiceAt(index, COUNT));
const limits = { records: RULES.fileRecords, bytes: RULES.fileBytes };
const naming = { fileId: (index: number) => `job-${String(index)}`, name: (index: number) => `file-${String(index)}.xml` };

function ours(): { readonly parts: readonly FilePart[]; readonly files: readonly JobFile[] } {
  const all: FilePart[] = [];
  let files: readonly JobFile[] = [];
  for (let at = 0; at < COUNT; at += PAGE) {
    const bookings = invoices.slice(at, at + PAGE).map((invoice) => {
      const outcome = outcomeOf(invoice, RULES, 1, TOPIC);
      if (outcome.kind !== 'booking') throw new Error(`invoice ${invoice.code} gives no booking`);
      return { booking: outcome.booking };
    });
    const cut = appendRecords(files, recordsOf({ bookings, accounts: [] }, RULES, TOPIC), TOPIC, limits, naming, at + PAGE >= COUNT);
    files = cut.files;
    for (const part of cut.parts) all.push(part);
  }
  return { parts: all, files };
}

const options = { ignoreAttributes: false, attributeNamePrefix: '@', processEntities: true, suppressEmptyNode: true } as const;
const builder = new XMLBuilder({ ...options, format: false });
const encoder = new TextEncoder();

function theirs(documents: readonly object[]): readonly Uint8Array[] {
  return documents.map((document) => encoder.encode(builder.build(document)));
}

const first = ours();
const texts = first.files.map((file) =>
  first.parts.filter((part) => part.fileId === file.fileId).map((part) => new TextDecoder().decode(part.bytes)).join('').replaceAll('\n', ''),
);
const parser = new XMLParser({ ...options, parseTagValue: false, parseAttributeValue: false, trimValues: false });
// Through JSON once, so that the objects are as plain as those of a program that made them itself.
const documents = texts.map((text) => JSON.parse(JSON.stringify(parser.parse(text))) as object);
theirs(documents).forEach((bytes, index) => {
  if (new TextDecoder().decode(bytes) !== texts[index]) throw new Error(`both sides should write the same file ${String(index)}`);
});

async function cpu(work: () => unknown): Promise<number> {
  globalThis.gc?.();
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const result = await alternate(ROUNDS, WARM_UP, () => cpu(ours), () => cpu(() => theirs(documents)));
process.stdout.write(JSON.stringify({ ...result, bytes: first.files.reduce((sum, file) => sum + file.bytes, 0), files: first.files.length }));
