/**
 * One export as a durable state machine: reading → deciding → writing → marking → delivering. Each step is one transaction of the
 * ledger; what it does depends only on what is stored, so a killed worker repeats at most one step and changes no byte.
 */
import type { AccountRecord } from '../booking/account';
import type { Booking } from '../booking/booking';
import type { Books } from '../booking/books';
import { counted, countedBefore, countedFrom, countsTowards, NOTHING_COUNTED } from '../booking/threshold';
import { faultOf } from '../faults';
import { isOpen } from '../ledger/jobs';
import type { Ledger } from '../ledger/ledger';
import type { FileRow, InvoiceRow, JobPage, JobRow, ReasonCount } from '../ledger/rows';
import { fileName } from './file-name';
import { withReason } from './reasons';
import { outcomeOf, recordsOf } from './records';
import { appendRecords } from './split';

/** Invoices per step. A page of entries comes to about 256 KB of XML. */
export const PAGE = 200;

export interface JobPorts {
  readonly ledger: Ledger;
  /** Reads what is new in ShopCtrl into the ledger; throws FaultErrors. */
  read(job: JobRow): Promise<void>;
  /** What the administration offers, where it is known: then nothing is written that Exact would refuse or change. */
  books?(job: JobRow): Promise<Books | null>;
  /** Opens the page that saves the file. With `more` to come it also waits, for a while, until it was saved: fifty pages at once are too many. */
  deliver(fileId: string, more: boolean): Promise<void>;
  /** One sign of life per step. */
  pulse(): Promise<void>;
  /** Called after each stored step. */
  onStep(job: JobRow): void;
  readonly signal: AbortSignal;
}

/** Works until the job is over, was cancelled, or `signal` aborts (then the job stays open). Never throws for reasons of the job itself. */
export async function runJob(jobId: string, ports: JobPorts): Promise<void> {
  let job = await ports.ledger.job(jobId);
  while (job && isOpen(job)) {
    if (ports.signal.aborted) return;
    await ports.pulse();
    const before = job;
    try {
      const after = await stepOf(before, ports);
      if (after) ports.onStep(after);
      // Null: a Cancel or another context moved the job; go on from what is stored.
      job = after ?? (await ports.ledger.job(jobId));
    } catch (error) {
      if (ports.signal.aborted) return;
      // Once files are complete nothing may undo them: the step is tried again at the next start.
      if (before.phase === 'marking' || before.phase === 'delivering') throw error;
      const failed: JobRow = { ...before, phase: 'failed', fault: faultOf(error) };
      await ports.ledger.endJob(before, failed);
      ports.onStep(failed);
      return;
    }
  }
}

function stepOf(job: JobRow, ports: JobPorts): Promise<JobRow | null> {
  switch (job.phase) {
    case 'reading':
      return readStep(job, ports);
    case 'deciding':
      return decideStep(job, ports);
    case 'writing':
      return writeStep(job, ports);
    case 'marking':
      return markStep(job, ports);
    default:
      return deliverStep(job, ports);
  }
}

/** A debtor file looks at every invoice of the period; the others only at those in no file yet. */
const whichOf = (job: JobRow): 'new' | 'all' => (job.topic === 'Accounts' ? 'all' : 'new');

async function readStep(job: JobRow, { ledger, read }: JobPorts): Promise<JobRow | null> {
  await read(job);
  const oldest = job.from === '' ? await ledger.oldestNew(job) : job.from;
  const from = oldest === null || oldest > job.to ? job.to : oldest;
  const total = await ledger.countInvoices(job, whichOf(job), from, job.to);
  return ledger.moveJob(job, { ...job, phase: 'deciding', from, done: 0, total });
}

async function decideStep(job: JobRow, { ledger, books: readBooks }: JobPorts): Promise<JobRow | null> {
  if (job.from === '') throw new Error('a job is decided after its period is known');
  const counts = countsTowards(job.rules.profile);
  // The counter of the year needs every sale up to here, whatever file it is in; without one only those to be decided are read.
  const rows = await ledger.invoicesAfter(job, counts ? 'all' : whichOf(job), counts ? countedFrom(job.from) : job.from, job.to, job.decided, PAGE);
  const last = rows.at(-1);
  if (!last) return decided(job, ledger);

  const books = (await readBooks?.(job)) ?? null;
  let reasons: readonly ReasonCount[] = job.reasons;
  let leftOut = job.leftOut;
  const booked: { readonly hash: string; readonly booking: Booking; readonly debtor: AccountRecord | null }[] = [];
  const accounts = new Map<string, AccountRecord>();
  let threshold = job.threshold ?? NOTHING_COUNTED;
  let done = job.done;
  // What Sync has sent, or may have sent, is in the books by the same reference (design 6.8); nothing new is sent while this job is open.
  const held = job.topic === 'Accounts' ? new Set<number>() : await ledger.heldBySync(job.tenantId, rows.map(({ id }) => id));
  for (const row of rows) {
    const before = counts ? { before: countedBefore(threshold, row.invoice, job.rules.profile) } : {};
    if (counts) threshold = counted(threshold, row.invoice, job.rules.profile);
    if (!isAsked(job, row)) continue;
    done += 1;
    if (held.has(row.id)) continue;
    // A debtor file needs the contact; where it was removed, a file that was saved has described the debtor.
    if (job.topic === 'Accounts' && row.stripped) continue;
    const outcome = outcomeOf(row.invoice, job.rules, job.rulesVersion, job.topic, { books, ...before });
    if (outcome.kind === 'booking') booked.push({ hash: row.contentHash, booking: outcome.booking, debtor: outcome.debtor });
    else if (outcome.kind === 'account') {
      if (!accounts.has(outcome.account.code)) accounts.set(outcome.account.code, outcome.account);
    } else if (outcome.kind === 'refused') {
      leftOut += 1;
      const { code, params, invoiceCode, invoiceId } = outcome.refusal;
      reasons = withReason(reasons, { code, params, example: invoiceCode || String(invoiceId) });
    }
  }
  const taken = await takenNumbers(job, booked, ledger);
  const known = await ledger.knownDebtors(job, [...accounts.keys()]);
  const fresh = [...accounts.values()].filter((record) => !known.has(record.code));
  const bookings = booked.map(({ hash, booking: whole, debtor }) => {
    const booking = taken.has(`${whole.journal} ${whole.invoiceCode}`) ? withoutNumber(whole) : whole;
    return debtor ? { hash, booking, debtor } : { hash, booking };
  });
  const records = bookings.length + fresh.length;
  const page: JobPage | null = records > 0 ? { jobId: job.jobId, page: job.pages, first: job.records, bookings, accounts: fresh } : null;
  const after: JobRow = {
    ...job,
    decided: { date: last.date, id: last.id },
    ...(counts ? { threshold } : {}),
    done,
    total: Math.max(job.total, done),
    records: job.records + records,
    leftOut,
    reasons,
    pages: job.pages + (page ? 1 : 0),
  };
  return ledger.decidedPage(job, after, page);
}

/** Journal and code of the sales entries whose number something else claims. */
async function takenNumbers(job: JobRow, booked: readonly { readonly booking: Booking }[], ledger: Ledger): Promise<ReadonlySet<string>> {
  const numbered = job.topic === 'GLTransactions' ? booked.flatMap(({ booking }) => (booking.entryNumber === undefined ? [] : [booking])) : [];
  const journals = [...new Set(numbered.map(({ journal }) => journal))];
  const taken = await Promise.all(
    journals.map(async (journal) => {
      const codes = numbered.flatMap((booking) => (booking.journal === journal ? [booking.invoiceCode] : []));
      return [...(await ledger.takenCodes(job, journal, codes))].map((code) => `${journal} ${code}`);
    }),
  );
  return new Set(taken.flat());
}

/** Whether a row is one that the job decides: in its period, and for all topics but debtors in no file yet. */
function isAsked(job: JobRow, row: InvoiceRow): boolean {
  return row.date >= job.from && (whichOf(job) === 'all' || row.state === 'seen');
}

/** Exact takes an entry number once; where two invoices would claim it, neither gets it, and the reference tells them apart. */
function withoutNumber({ entryNumber: _, ...booking }: Booking): Booking {
  return booking;
}

/** All invoices were decided: write, or end here with what there is to say. */
async function decided(job: JobRow, ledger: Ledger): Promise<JobRow | null> {
  if (job.records > 0) return ledger.moveJob(job, { ...job, phase: 'writing', done: 0, total: job.records });
  if (job.leftOut > 0) return ledger.endJob(job, { ...job, phase: 'done' });
  const known = await ledger.countInvoices(job, 'all', job.from, job.to);
  return ledger.endJob(job, { ...job, phase: 'failed', fault: { code: 'export-nothing-new', params: { known } } });
}

async function writeStep(job: JobRow, { ledger, books }: JobPorts): Promise<JobRow | null> {
  if (job.written === job.pages) return ledger.filesComplete(job, { ...job, phase: 'marking' }, job.files.map((file) => fileRow(job, file)));
  const page = await ledger.jobPage(job.jobId, job.written);
  if (!page) return null;
  const records = recordsOf(page, job.rules, job.topic, (await books?.(job))?.currency);
  const limits = { records: Math.max(1, job.rules.fileRecords), bytes: Math.max(1, job.rules.fileBytes) };
  const naming = {
    fileId: (index: number) => `${job.jobId}-${String(index + 1)}`,
    name: (index: number) => fileName({ shopName: job.shopName, shopId: job.shopId, from: job.from, to: job.to, topic: job.topic, number: job.fileNumber + index }),
  };
  const open = job.files.at(-1);
  const described = open && !open.closed ? await ledger.describedIn(open.fileId, records.flatMap(({ debtor }) => debtor ?? [])) : undefined;
  const cut = appendRecords(job.files, records, job.topic, limits, naming, job.written + 1 === job.pages, described);
  return ledger.wrotePage(job, { ...job, files: cut.files, written: job.written + 1, done: page.first + records.length }, cut.parts, cut.described);
}

function fileRow(job: JobRow, file: JobRow['files'][number]): FileRow {
  return {
    fileId: file.fileId,
    tenantId: job.tenantId,
    shopId: job.shopId,
    jobId: job.jobId,
    name: file.name,
    topic: job.topic,
    madeAt: job.createdAt,
    records: file.records,
    bytes: file.bytes,
    parts: file.parts,
    changed: 0,
    saved: false,
    stripped: false,
  };
}

async function markStep(job: JobRow, { ledger }: JobPorts): Promise<JobRow | null> {
  if (job.marked === job.pages) return ledger.moveJob(job, { ...job, phase: 'delivering' });
  const page = await ledger.jobPage(job.jobId, job.marked);
  return page ? ledger.markedPage(job, { ...job, marked: job.marked + 1 }, page) : null;
}

async function deliverStep(job: JobRow, { ledger, deliver }: JobPorts): Promise<JobRow | null> {
  const file = job.files[job.delivered];
  if (!file) return ledger.endJob(job, { ...job, phase: 'done' });
  // Saved already: the worker was killed between the saving and this step.
  const open = (await ledger.file(file.fileId))?.saved === true ? Promise.resolve() : deliver(file.fileId, job.delivered + 1 < job.files.length);
  // A tab that does not open loses nothing: the file is in the list and can be downloaded again.
  const fault = await open.then(
    () => job.fault,
    (error: unknown) => faultOf(error),
  );
  return ledger.moveJob(job, { ...job, delivered: job.delivered + 1, fault });
}
