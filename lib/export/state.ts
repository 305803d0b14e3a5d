/** What screens show of a shop's exports, read from indexes and counters only. */
import { numbersStandAlone } from '../booking/reference';
import type { BookingRules } from '../booking/rules';
import type { Fault } from '../faults';
import type { IsoDate } from '../invoice/money';
import type { Ledger } from '../ledger/ledger';
import type { JobPhase, JobRow, ReasonCount } from '../ledger/rows';
import type { ExportState, JobView, ReasonGroup, ShopRef } from '../messages';
import { reasonGroups, withReason } from './reasons';
import { settingsMissing, TOPICS } from './settings';

/** How far the reading of invoices is; total 0 while unknown. */
export interface Progress {
  readonly done: number;
  readonly total: number;
}

const FILES = 20;
/** More findings than this are not counted one by one. */
const FINDINGS = 1000;

const SHOWN: Readonly<Record<JobPhase, JobView['phase']>> = {
  reading: 'reading',
  deciding: 'deciding',
  writing: 'writing',
  marking: 'writing',
  delivering: 'writing',
  done: 'done',
  failed: 'failed',
  cancelled: 'cancelled',
};

interface Known {
  readonly ledger: Ledger;
  readonly rules: BookingRules | null;
  readonly job: JobRow | null;
  readonly progress: Progress | null;
  readonly today: IsoDate;
}

/** The export part of a shop's section. The period offered starts at the oldest invoice in no file, else at the first of this month. */
export async function exportState(shop: ShopRef, { ledger, rules, job, progress, today }: Known): Promise<ExportState> {
  const waiting = await ledger.waiting(shop);
  const [oldest, textCodes, unnumbered, files, findings] = await Promise.all([
    // Right after an export the index is full of keys that just went; it is not searched for nothing.
    waiting > 0 ? ledger.oldestNew(shop) : null,
    ledger.textCodes(shop),
    ledger.entriesWithoutNumber(shop),
    ledger.filesOf(shop, FILES),
    ledger.findingsOf(shop, FINDINGS),
  ]);
  const topic = rules?.topic ?? 'GLTransactions';
  const first = `${today.slice(0, 8)}01`;
  return {
    from: oldest !== null && oldest <= today ? oldest : first,
    to: today,
    topic,
    topics: TOPICS,
    noEntryNumbers: textCodes > 0 || unnumbered > 0 || (rules !== null && !numbersStandAlone(rules)),
    waiting,
    job: job ? jobView(job, progress, today) : null,
    files: files.map(({ fileId, name, madeAt, topic: of, records, bytes, changed }) => ({ fileId, name, madeAt, topic: of, records, bytes, changed })),
    findings: findingGroups(findings),
    settingsMissing: settingsMissing(rules, topic),
  };
}

function jobView(job: JobRow, progress: Progress | null, today: IsoDate): JobView {
  const counts = job.phase === 'reading' && progress ? progress : job;
  return {
    jobId: job.jobId,
    topic: job.topic,
    from: job.from === '' ? (job.to < today ? job.to : today) : job.from,
    to: job.to,
    phase: SHOWN[job.phase],
    done: counts.done,
    total: counts.total,
    records: job.records,
    leftOut: job.leftOut,
    reasons: reasonGroups(job.reasons),
    ...(job.fault ? { fault: job.fault as Fault } : {}),
  };
}

function findingGroups(findings: Awaited<ReturnType<Ledger['findingsOf']>>): readonly ReasonGroup[] {
  let groups: readonly ReasonCount[] = [];
  for (const { code, params, invoiceCode, invoiceId } of findings) {
    groups = withReason(groups, { code, params, example: invoiceCode ?? (invoiceId === undefined ? '' : String(invoiceId)) });
  }
  return reasonGroups(groups);
}
