/**
 * Jobs in the ledger. Every change is one strict transaction that first looks whether the job is still where the caller
 * believes it to be: a Cancel, or the same step done by another context, wins, and the caller gets null.
 */
import type { Booking } from '../booking/booking';
import { Counting, FILE_NUMBER, NO_ENTRY } from './counters';
import type { Connection, WriteTx } from './database';
import { startingWith, write } from './database';
import type { Shop } from './ports';
import type { FilePart, FileRow, InvoiceRow, JobPage, JobPhase, JobRow } from './rows';

const OPEN: readonly JobPhase[] = ['reading', 'deciding', 'writing', 'marking', 'delivering'];

/** True while there is work left. */
export function isOpen(job: JobRow): boolean {
  return OPEN.includes(job.phase);
}

export interface JobLedger {
  /** Stores a new job and gives it the shop's next file number. Null when the shop has an open job already. */
  startJob(job: JobRow): Promise<JobRow | null>;
  job(jobId: string): Promise<JobRow | null>;
  openJobs(): Promise<readonly JobRow[]>;
  lastJob(shop: Shop): Promise<JobRow | null>;
  /** Replaces the job if its phase and counts are still those of `before`. */
  moveJob(before: JobRow, after: JobRow): Promise<JobRow | null>;
  /** As `moveJob`, with the page that was decided; relations in the page's debtor records are kept for this job. */
  decidedPage(before: JobRow, after: JobRow, page: JobPage | null): Promise<JobRow | null>;
  jobPage(jobId: string, page: number): Promise<JobPage | null>;
  /** As `moveJob`, with pieces of files and the debtors that were described anew in the file which is still open. */
  wrotePage(before: JobRow, after: JobRow, parts: readonly FilePart[], described: readonly string[]): Promise<JobRow | null>;
  /** Which of these debtors the file that is being written describes already. */
  describedIn(fileId: string, codes: readonly string[]): Promise<ReadonlySet<string>>;
  /** As `moveJob`, and lists the files that are complete now. From here on the job cannot be cancelled. */
  filesComplete(before: JobRow, after: JobRow, files: readonly FileRow[]): Promise<JobRow | null>;
  /** As `moveJob`, and marks the records of one page as exported. */
  markedPage(before: JobRow, after: JobRow, page: JobPage): Promise<JobRow | null>;
  /** As `moveJob`, and drops what only the open job needed. */
  endJob(before: JobRow, after: JobRow): Promise<JobRow | null>;
  /** Cancels a job that has made no file yet; false when it is too late or there is none. */
  cancelJob(shop: Shop, jobId: string): Promise<boolean>;
  /** Which of these relation codes a debtor file holds, or an open job is about to write into one. */
  knownDebtors(shop: Shop, codes: readonly string[]): Promise<ReadonlySet<string>>;
}

export function createJobLedger(connection: Connection): JobLedger {
  return {
    async startJob(job) {
      return write(connection, ['jobs', 'counters'], async (tx) => {
        const jobs = tx.objectStore('jobs');
        const others = await jobs.index('byShop').getAll(startingWith(job.tenantId, job.shopId));
        if (others.some(isOpen)) return null;
        // The newest finished job is what a screen shows; older ones are of no use any more.
        for (const old of others) await jobs.delete(old.jobId);
        const files = await tx.objectStore('counters').get([job.tenantId, job.shopId, FILE_NUMBER]);
        const started: JobRow = { ...job, fileNumber: (files?.value ?? 0) + 1 };
        await jobs.put(started);
        return started;
      });
    },

    async job(jobId) {
      return (await (await connection.db()).get('jobs', jobId)) ?? null;
    },

    async openJobs() {
      const index = (await connection.db()).transaction('jobs').store.index('byPhase');
      return (await Promise.all(OPEN.map((phase) => index.getAll(phase)))).flat();
    },

    async lastJob(shop) {
      const jobs = await (await connection.db()).getAllFromIndex('jobs', 'byShop', startingWith(shop.tenantId, shop.shopId));
      return jobs.at(-1) ?? null;
    },

    async moveJob(before, after) {
      return write(connection, ['jobs'], async (tx) => {
        if (!stillAt(await tx.objectStore('jobs').get(before.jobId), before)) return null;
        await tx.objectStore('jobs').put(after);
        return after;
      });
    },

    async decidedPage(before, after, page) {
      return write(connection, ['jobs', 'jobPages', 'debtors'], async (tx) => {
        if (!stillAt(await tx.objectStore('jobs').get(before.jobId), before)) return null;
        await tx.objectStore('jobs').put(after);
        if (page) {
          await tx.objectStore('jobPages').put(page);
          for (const { code } of page.accounts) {
            await tx.objectStore('debtors').put({ tenantId: after.tenantId, shopId: after.shopId, code, jobId: after.jobId, fileId: '' });
          }
        }
        return after;
      });
    },

    async jobPage(jobId, page) {
      return (await (await connection.db()).get('jobPages', [jobId, page])) ?? null;
    },

    async wrotePage(before, after, parts, described) {
      return write(connection, ['jobs', 'fileParts', 'described'], async (tx) => {
        if (!stillAt(await tx.objectStore('jobs').get(before.jobId), before)) return null;
        for (const part of parts) await tx.objectStore('fileParts').put(part);
        for (const [at, file] of after.files.entries()) {
          if (!file.closed) await Promise.all(described.map((code) => tx.objectStore('described').put({ fileId: file.fileId, code })));
          else if (before.files[at]?.closed !== true) await tx.objectStore('described').delete(startingWith(file.fileId));
        }
        await tx.objectStore('jobs').put(after);
        return after;
      });
    },

    async describedIn(fileId, codes) {
      const { store } = (await connection.db()).transaction('described');
      const found = await Promise.all(codes.map((code) => store.get([fileId, code])));
      return new Set(found.flatMap((row) => (row ? [row.code] : [])));
    },

    async filesComplete(before, after, files) {
      return write(connection, ['jobs', 'files', 'counters'], async (tx) => {
        if (!stillAt(await tx.objectStore('jobs').get(before.jobId), before)) return null;
        for (const file of files) await tx.objectStore('files').put(file);
        const counting = new Counting();
        counting.add(after.tenantId, after.shopId, FILE_NUMBER, files.length);
        await counting.store(tx.objectStore('counters'));
        await tx.objectStore('jobs').put(after);
        return after;
      });
    },

    async markedPage(before, after, page) {
      return write(connection, ['jobs', 'invoices', 'counters', 'files', 'debtors'], async (tx) => {
        if (!stillAt(await tx.objectStore('jobs').get(before.jobId), before)) return null;
        const invoices = tx.objectStore('invoices');
        const counting = new Counting();
        const changed = new Map<string, number>();
        const numbered = ({ entryNumber }: Booking): boolean => after.topic === 'GLTransactions' && entryNumber !== undefined;
        if (after.topic === 'GLTransactions') counting.add(after.tenantId, after.shopId, NO_ENTRY, page.bookings.filter(({ booking }) => !numbered(booking)).length);
        let record = page.first;
        const describing = async (code: string, fileId: string): Promise<void> => {
          await tx.objectStore('debtors').put({ tenantId: after.tenantId, shopId: after.shopId, code, jobId: after.jobId, fileId });
        };
        // All at once: each question that is awaited alone costs a turn to the database's process and back.
        const rows = await Promise.all(page.bookings.map(({ booking }) => invoices.get([booking.tenantId, booking.invoiceId])));
        const puts: Promise<unknown>[] = [];
        for (const [at, { hash, booking }] of page.bookings.entries()) {
          const fileId = fileOf(after, record);
          record += 1;
          const row = rows[at];
          // A shop that was forgotten meanwhile has no rows any more.
          if (!row) continue;
          const marked: InvoiceRow = {
            ...row,
            state: row.contentHash === hash ? 'exported' : 'changed',
            exported: { fileId, hash, ...(numbered(booking) ? { journal: booking.journal } : {}) },
          };
          counting.replaced(row, marked);
          if (marked.state === 'changed') changed.set(fileId, (changed.get(fileId) ?? 0) + 1);
          puts.push(invoices.put(marked));
        }
        for (const { code } of page.accounts) {
          const fileId = fileOf(after, record);
          record += 1;
          puts.push(describing(code, fileId));
        }
        await Promise.all(puts);
        for (const [fileId, by] of changed) {
          const file = await tx.objectStore('files').get(fileId);
          if (file) await tx.objectStore('files').put({ ...file, changed: file.changed + by });
        }
        await counting.store(tx.objectStore('counters'));
        await tx.objectStore('jobs').put(after);
        return after;
      });
    },

    async endJob(before, after) {
      return write(connection, ['jobs', 'jobPages', 'debtors', 'fileParts', 'described'], async (tx) => {
        if (!stillAt(await tx.objectStore('jobs').get(before.jobId), before)) return null;
        await tx.objectStore('jobs').put(after);
        await tx.objectStore('jobPages').delete(startingWith(after.jobId));
        if (after.phase !== 'done') await dropUnfinished(tx, after);
        return after;
      });
    },

    async cancelJob(shop, jobId) {
      return write(connection, ['jobs', 'jobPages', 'debtors', 'fileParts', 'described'], async (tx) => {
        const job = await tx.objectStore('jobs').get(jobId);
        if (!job || job.tenantId !== shop.tenantId || job.shopId !== shop.shopId) return false;
        if (!isOpen(job) || job.phase === 'marking' || job.phase === 'delivering') return false;
        await tx.objectStore('jobs').put({ ...job, phase: 'cancelled' });
        await tx.objectStore('jobPages').delete(startingWith(jobId));
        await dropUnfinished(tx, job);
        return true;
      });
    },

    async knownDebtors(shop, codes) {
      const tx = (await connection.db()).transaction('debtors');
      const found = await Promise.all(codes.map((code) => tx.store.get([shop.tenantId, shop.shopId, code])));
      return new Set(found.flatMap((row) => (row ? [row.code] : [])));
    },
  };
}

/** The file that a record of the job went into, by its number. */
function fileOf(job: JobRow, record: number): string {
  return job.files.findLast((file) => file.first <= record)?.fileId ?? '';
}

function stillAt(stored: JobRow | undefined, believed: JobRow): boolean {
  return (
    stored !== undefined &&
    stored.phase === believed.phase &&
    stored.pages === believed.pages &&
    stored.written === believed.written &&
    stored.marked === believed.marked &&
    stored.delivered === believed.delivered &&
    stored.decided?.id === believed.decided?.id
  );
}

type Ending = WriteTx<('jobs' | 'jobPages' | 'debtors' | 'fileParts' | 'described')[]>;

/** Pieces of files that were never finished, and debtors that reached no file. */
async function dropUnfinished(tx: Ending, job: JobRow): Promise<void> {
  for (const { fileId } of job.files) {
    await tx.objectStore('fileParts').delete(startingWith(fileId));
    await tx.objectStore('described').delete(startingWith(fileId));
  }
  for (const debtor of await tx.objectStore('debtors').index('byJob').getAll(job.jobId)) {
    if (debtor.fileId === '') await tx.objectStore('debtors').delete([job.tenantId, job.shopId, debtor.code]);
  }
}
