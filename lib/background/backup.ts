/**
 * Settings and ledger as one JSON file, and back. One record per line, so that it is written and read in parts; a last line counts them, so
 * that half a file is never taken for a whole one. No secrets: those are in the vault, which nothing here opens.
 */
import { fail } from '../faults';
import { ledgerRecord, type LedgerRecord } from '../ledger/backup-rows';
import { settingsRecord, type SettingsRecord } from '../settings/backup';
import type { App } from './app';
import type { Handlers } from './door';

const FORMAT = 'exact-online-for-shopctrl-backup';
/** Of the file; a newer one is refused. */
const VERSION = 1;

interface Incoming {
  readonly file: string;
  next: number;
  /** The line that is not whole yet. */
  rest: string;
  lines: number;
  ended: boolean;
  readonly settings: SettingsRecord[];
  readonly ledger: LedgerRecord[];
}

export function backupHandlers(app: App): Pick<Handlers, 'ledger.backup' | 'ledger.restore'> {
  let incoming: Incoming | null = null;
  return {
    'ledger.backup': async ({ after }) => {
      const settings = after ? [] : await app.settings.file.backup();
      const page = await app.ledger.backupPage(after ?? null);
      const records = [...settings, ...page.records];
      const count = (after?.count ?? 0) + records.length;
      const head = after ? '' : `${JSON.stringify({ format: FORMAT, version: VERSION, extension: app.surroundings.version(), madeAt: new Date(app.now()).toISOString() }).slice(0, -1)},"records":[\n`;
      const lines = records.map((record) => `${JSON.stringify(record)},\n`).join('');
      return { text: head + lines + (page.next ? '' : `${JSON.stringify({ end: count })}\n]}\n`), next: page.next && { ...page.next, count } };
    },

    'ledger.restore': async ({ file, part, text, last, settings }) => {
      if (part === 0) incoming = { file, next: 0, rest: '', lines: 0, ended: false, settings: [], ledger: [] };
      // The worker that had the parts before was killed, or another file came between.
      if (incoming?.file !== file || incoming.next !== part) return { next: 0, invoices: null };
      const mine = incoming;
      try {
        take(mine, text, last);
      } catch (error) {
        incoming = null;
        throw error;
      }
      mine.next += 1;
      if (!last) return { next: mine.next, invoices: null };
      incoming = null;
      return { next: mine.next, invoices: await restore(app, mine, settings) };
    },
  };
}

/** Reads the whole lines of a part. Throws `backup-unreadable`. */
function take(into: Incoming, text: string, last: boolean): void {
  const lines = (into.rest + text).split('\n');
  into.rest = lines.pop() ?? '';
  for (const line of lines) {
    if (into.lines === 0) checkHead(line);
    else if (into.ended) {
      if (line.trim() !== ']}' && line.trim() !== '') return fail('backup-unreadable');
    } else takeRecord(into, parse(line.replace(/,\s*$/, '')));
    into.lines += 1;
  }
  if (last && (!into.ended || into.rest.trim() !== '')) return fail('backup-unreadable');
}

function checkHead(line: string): void {
  const head = parse(`${line.trim().replace(/\[$/, '[]}')}`) as { readonly format?: unknown; readonly version?: unknown } | null;
  if (head?.format !== FORMAT || head.version !== VERSION) return fail('backup-unreadable');
}

function takeRecord(into: Incoming, record: unknown): void {
  if (typeof record !== 'object' || record === null) return fail('backup-unreadable');
  if ('end' in record) {
    if (record.end !== into.settings.length + into.ledger.length) return fail('backup-unreadable');
    into.ended = true;
    return;
  }
  const { store, row } = record as { readonly store?: unknown; readonly row?: unknown };
  if (typeof store !== 'string') return fail('backup-unreadable');
  const settings = settingsRecord(store, row);
  const ledger = settings ? null : ledgerRecord(store, row);
  if (settings) into.settings.push(settings);
  else if (ledger) into.ledger.push(ledger);
  else return fail('backup-unreadable');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return fail('backup-unreadable');
  }
}

/** Stores what was read as a whole; answers how many invoices changed. Sync is off first: nothing is sent while the ledger is mended. */
async function restore(app: App, { settings, ledger }: Incoming, mode: 'keep' | 'replace'): Promise<number> {
  const ids = await app.settings.file.tenantIds(settings);
  const own = ledger.map((record) => ('tenantId' in record.row ? ownRecord(record, ids.get(record.row.tenantId) ?? fail('backup-unreadable')) : record));
  if (settings.some(({ row }) => 'tenantId' in row && !ids.has(row.tenantId))) return fail('backup-unreadable');
  for (const shop of await app.ledger.syncShops()) await app.sync.change(shop, (row) => row && { ...row, on: false });
  await app.settings.file.restore(settings, mode);
  const count = await app.ledger.mergeBackup(own, app.now());
  await app.surroundings.placeSection((await app.settings.tenants()).map(({ adminHost }) => adminHost));
  app.changed('setup');
  app.changed('sync');
  return count;
}

/** The record under the id that its environment has here. */
function ownRecord(record: LedgerRecord, tenantId: string): LedgerRecord {
  return { ...record, row: { ...record.row, tenantId } } as LedgerRecord;
}
