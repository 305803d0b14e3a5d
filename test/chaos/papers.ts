/** What must hang on the entries of shops that attach their PDFs, from the seed alone, and what does. */
import type { ExactSim } from '../simulators/exact';
import { pdfOf, type InvoiceRecord, type World } from '../simulators/seed';
import type { Expected } from './truth';
import { CHAOS_SHOPS, type ChaosShop } from './world';

export interface Papers {
  /** Entries that have to have one. */
  readonly wanted: number;
  /** Those with exactly one document that holds exactly one file, of the right bytes, type, debtor and day. */
  readonly right: number;
  /** One line per thing that is not as it should be. */
  readonly details: readonly string[];
}

export const NO_PAPERS: Papers = { wanted: 0, right: 0, details: [] };

/** Documents and files in the books of the simulated Exact against the PDFs of the simulated ShopCtrl. */
export function papersOf(exact: Pick<ExactSim, 'books' | 'master' | 'documents' | 'attachments'>, world: World, expected: readonly Expected[], shops: readonly ChaosShop[] = CHAOS_SHOPS): Papers {
  const attaching = shops.filter(({ attachPdf }) => attachPdf === true);
  const records = new Map<string, InvoiceRecord>();
  for (const { shopId } of attaching) {
    for (const { invoices } of world.shop('demo', shopId).book.records()) for (const record of invoices) records.set(`${String(shopId)} ${String(record.invoice.InvoiceCode)}`, record);
  }
  const ofShops = expected.filter(({ shopId }) => attaching.some((shop) => shop.shopId === shopId));
  const details: string[] = [];
  let right = 0;
  for (const division of new Set(expected.map((one) => one.division))) {
    const entries = exact.books(division);
    const documents = exact.documents(division);
    const files = exact.attachments(division);
    for (const one of ofShops.filter((each) => each.division === division)) {
      const found = entries.filter(({ yourRef }) => yourRef === one.reference);
      const record = records.get(`${String(one.shopId)} ${one.reference}`);
      const hung = documents.filter(({ entryId }) => found.some((entry) => entry.entryId === entryId));
      const held = files.filter(({ document }) => hung.some(({ id }) => id === document));
      const [entry, document, file] = [found[0], hung[0], held[0]];
      const faults = [
        ...(hung.length === 1 ? [] : [`${String(hung.length)} documents`]),
        ...(held.length === 1 ? [] : [`${String(held.length)} files`]),
        ...(!document || document.type === 10 ? [] : [`type ${String(document.type)}`]),
        ...(!document || !entry || document.account === exact.master(division).accounts.get(entry.debtor)?.id ? [] : ['another debtor']),
        ...(!document || document.date === one.date ? [] : [`of ${document.date}`]),
        ...(!file || (record && pdfOf(world.seed, record).equals(file.bytes)) ? [] : ['other bytes than in ShopCtrl']),
      ];
      if (faults.length === 0) right += 1;
      else details.push(`PDF of ${one.reference}: ${faults.join(', ')}`);
    }
    const known = new Set(ofShops.filter((each) => each.division === division).map(({ reference }) => reference));
    for (const { subject, entryId } of documents) {
      const entry = entries.find((each) => each.entryId === entryId);
      if (!entry || !known.has(entry.yourRef)) details.push(`document ${subject} hangs on ${entry ? `${entry.yourRef}, which is to have none` : 'nothing'}`);
    }
  }
  return { wanted: ofShops.length, right, details };
}
