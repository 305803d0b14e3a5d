/**
 * The PDF of an invoice as a document of its entry: a step of its own, after the entry is proved and when nothing else is to be done, which
 * never books anything (facts: exact-api 4.6, 5). Exact takes equal documents as often as they are sent, and a browser may send one twice by
 * itself; so each POST has an intent before it and a look-up after it, "not found" is believed at the second look only, and what is done is
 * looked at once more. A copy beyond the first is removed: it hangs on our own entry under our own subject. As long as a look removes copies,
 * another one follows it, since the answer to a removal may be lost as well.
 */
import { DOCUMENTS_PER_CALL, type FoundAttachment, type FoundDocument } from '../exact/documents';
import { FaultError } from '../faults';
import { DOCUMENT_REFUSED } from '../ledger/held';
import type { DocumentState, SyncReason, SyncRow } from '../ledger/sync-rows';
import type { ExactSession, InvoicePdf, SyncPorts, SyncSettings, Target } from './ports';
import { resultOf, type SliceResult, type Trouble } from './slice-result';
import { move } from './states';

export interface DocumentWork {
  readonly ports: Pick<SyncPorts, 'ledger' | 'now' | 'pdf' | 'pulse' | 'signal'>;
  readonly session: ExactSession;
  readonly target: Target;
  readonly settings: Pick<SyncSettings, 'uncertainMs' | 'proofMs' | 'sliceMs'>;
  readonly shops: readonly { readonly shop: { readonly tenantId: string; readonly shopId: number; readonly attachPdf: boolean } }[];
}

const DAY_MS = 24 * 3_600_000;
/** When ShopCtrl had no PDF so often, there will be none: asked again soon at first, since it may be made right now or a page came in its place, then a day apart. */
const MISSES = 6;
const SOON_MISSES = 2;

/** A row whose document is worked on. */
type Due = SyncRow & { readonly document: DocumentState };

/** One slice of it; null when there is nothing to do now. */
export async function runDocuments(work: DocumentWork): Promise<SliceResult | null> {
  const { ports, session, shops } = work;
  const rows: Due[] = [];
  for (const { shop } of shops) {
    if (rows.length >= DOCUMENTS_PER_CALL) continue;
    rows.push(...(await ports.ledger.documentRows(shop, session.now(), DOCUMENTS_PER_CALL - rows.length)).filter(isDue).filter(({ document }) => shop.attachPdf || document.state !== 'due'));
  }
  return rows.length === 0 ? null : new Documents(work, rows).run();
}

function isDue(row: SyncRow): row is Due {
  return row.document !== undefined && row.state === 'proved';
}

class Stopped extends Error {
  constructor(readonly trouble: Trouble) {
    super('stopped');
  }
}

class Documents {
  readonly #begun: number;
  readonly #rows: Map<number, Due>;
  /** Rows of which this look removed copies. */
  readonly #cleaned = new Set<number>();

  constructor(
    private readonly work: DocumentWork,
    rows: readonly Due[],
  ) {
    this.#begun = work.ports.now();
    this.#rows = new Map(rows.map((row) => [row.id, row]));
  }

  async run(): Promise<SliceResult | null> {
    try {
      await this.#leaveOthers();
      await this.#lookForDocuments();
      await this.#lookForAttachments();
      for (const row of [...this.#rows.values()]) {
        if (this.work.ports.now() - this.#begun > this.work.settings.sliceMs) break;
        if (!(await this.#send(row))) return null;
      }
      return { kind: 'more' };
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
      const { trouble } = error;
      // Entries do not wait for documents: what only these may not do is put off.
      if (trouble.kind !== 'not-processed' || (trouble.cause !== 'forbidden' && trouble.cause !== 'circuit')) return resultOf(trouble);
      const reason: SyncReason = { code: 'S-PDF-FORBIDDEN', params: {} };
      for (const row of this.#rows.values()) await this.#step(row, '', trouble.cause, { ...row.document, reason }, this.work.session.now() + DAY_MS);
      return null;
    }
  }

  /** Entries of the administration that the shop was linked to before: this one knows nothing of them, and may take a document without its entry. */
  async #leaveOthers(): Promise<void> {
    const { site, division } = this.work.target;
    for (const row of [...this.#rows.values()]) {
      if (row.refKey?.startsWith(`${site}:${division}:`) !== false) continue;
      await this.#step(row, '', 'other administration', { ...row.document, state: 'refused', reason: { code: 'X-REFERENCE', params: {} } }, null);
    }
  }

  /** How many documents each entry has: one goes on, none may be made after a second look, copies are removed. */
  async #lookForDocuments(): Promise<void> {
    const { session, settings } = this.work;
    const rows = [...this.#rows.values()].filter(({ document }) => document.state !== 'attaching');
    if (rows.length === 0) return;
    const answer = await session.documents.ofEntries(rows.map(({ document }) => document.entryId));
    if (answer.kind === 'refused') throw new Stopped({ kind: 'unclear', cause: 'unreadable', until: null });
    if (answer.kind !== 'ok') throw new Stopped(answer);
    for (const row of rows) {
      const { document } = row;
      const found = answer.value.filter(({ entryId, subject }) => entryId === document.entryId && subject === subjectOf(row));
      const kept = keeper(found, document.documentId);
      for (const copy of found) if (copy !== kept) await this.#remove(row, () => session.documents.remove(copy.documentId));
      if (document.state === 'done') {
        // Taken away by a person: that is theirs to decide.
        if (!kept) await this.#step(row, 'GET Documents', 'none found', document, null);
      } else if (kept) {
        // One that was there before anything was sent may have its attachment.
        const attach = document.state === 'due' ? ({ attach: 'intent' } as const) : {};
        await this.#step(row, 'GET Documents', 'one found', { ...without(document, 'reason'), state: 'attaching', documentId: kept.documentId, ...attach }, 0);
      } else if (document.state === 'intent') {
        await this.#step(row, 'GET Documents', 'none found', { ...without(document, 'documentId'), state: 'uncertain' }, session.now() + settings.uncertainMs);
      }
    }
  }

  async #lookForAttachments(): Promise<void> {
    const { session, settings } = this.work;
    const rows = [...this.#rows.values()].filter(({ document }) => document.documentId !== undefined && (document.state === 'done' || document.attach !== undefined));
    if (rows.length === 0) return;
    const answer = await session.documents.attachments(rows.map(({ document }) => document.documentId ?? ''));
    if (answer.kind === 'refused') throw new Stopped({ kind: 'unclear', cause: 'unreadable', until: null });
    if (answer.kind !== 'ok') throw new Stopped(answer);
    for (const row of rows) {
      const { document } = row;
      const found = answer.value.filter(({ documentId }) => documentId === document.documentId).sort(byId);
      for (const copy of found.slice(1)) await this.#remove(row, () => session.documents.removeAttachment(copy.attachmentId));
      const call = 'GET DocumentAttachments';
      if (document.state === 'done') await this.#step(row, call, found.length === 0 ? 'none found' : 'one found', document, this.#cleaned.has(row.id) ? session.now() + settings.proofMs : null);
      else if (found.length > 0) await this.#step(row, call, 'one found', { ...without(document, 'attach'), state: 'done' }, session.now() + settings.proofMs);
      else if (document.attach === 'intent') await this.#step(row, call, 'none found', { ...document, attach: 'uncertain' }, session.now() + settings.uncertainMs);
    }
  }

  /** The next POST of a row, if one is due. False: nothing more can be done now, since ShopCtrl does not answer. */
  async #send(row: Due): Promise<boolean> {
    const { document } = row;
    const makes = document.state === 'due' || document.state === 'uncertain';
    if (!makes && document.state !== 'attaching') return true;
    let pdf: InvoicePdf | null;
    try {
      await this.work.ports.pulse();
      pdf = await this.work.ports.pdf(row, row.id);
    } catch (error) {
      if (this.work.ports.signal.aborted || !(error instanceof FaultError)) throw error;
      const reason = { code: error.fault.code, params: error.fault.params ?? {} };
      await this.#step(row, 'GET Files', reason.code, { ...document, reason }, this.work.session.now() + this.work.settings.uncertainMs);
      return false;
    }
    if (!pdf) {
      const missed = (document.missed ?? 0) + 1;
      const reason: SyncReason = { code: 'S-PDF-NONE', params: {} };
      if (missed >= MISSES) await this.#step(row, 'GET Files', 'none', { ...document, missed, reason, state: 'refused' }, null);
      else await this.#step(row, 'GET Files', 'none', { ...document, missed, reason }, this.work.session.now() + (missed <= SOON_MISSES ? this.work.settings.uncertainMs : DAY_MS));
      return true;
    }
    await (makes ? this.#make(row) : this.#attach(row, pdf));
    return true;
  }

  async #make(row: Due): Promise<void> {
    const { session } = this.work;
    const { document } = row;
    const begun = await this.#step(row, '', 'document intent', { ...without(document, 'reason'), state: 'intent' }, 0);
    if (!begun) return;
    const answer = await session.documents.create({ entryId: document.entryId, subject: subjectOf(row), customer: document.customer, date: row.date });
    if (answer.kind === 'not-processed') {
      await this.#step(begun, 'POST Documents', answer.cause, document, session.now());
      throw new Stopped(answer);
    }
    if (answer.kind === 'refused') await this.#step(begun, 'POST Documents', answer.reason.code, { ...document, state: 'refused', reason: { code: answer.reason.code, params: answer.reason.params } }, null);
    else if (answer.kind === 'ok') await this.#step(begun, 'POST Documents', 'ok', { ...begun.document, documentId: answer.value.documentId }, 0);
  }

  async #attach(row: Due, pdf: InvoicePdf): Promise<void> {
    const { session } = this.work;
    const { document } = row;
    const begun = await this.#step(row, '', 'attachment intent', { ...document, attach: 'intent' }, 0);
    if (!begun) return;
    const answer = await session.documents.attach(document.documentId ?? '', pdf.fileName, pdf.base64);
    if (answer.kind === 'not-processed') {
      await this.#step(begun, 'POST DocumentAttachments', answer.cause, without(document, 'attach'), session.now());
      throw new Stopped(answer);
    }
    if (answer.kind === 'refused') await this.#step(begun, 'POST DocumentAttachments', answer.reason.code, { ...document, state: 'refused', reason: { code: answer.reason.code, params: answer.reason.params } }, null);
  }

  /** A copy that is gone already, or whose answer was lost, is met again by the next look. */
  async #remove(row: Due, remove: () => ReturnType<ExactSession['documents']['remove']>): Promise<void> {
    this.#cleaned.add(row.id);
    const answer = await remove();
    if (answer.kind === 'not-processed') throw new Stopped(answer);
  }

  /** Stores a step; a row that moved meanwhile is left alone. `due` null: nothing more to do; a row that is due later leaves this slice. */
  async #step(row: Due, call: string, outcome: string, document: DocumentState, due: number | null): Promise<Due | null> {
    const { ports, session } = this.work;
    const at = ports.now();
    const next = document.state === 'refused' ? DOCUMENT_REFUSED : due;
    const moved = move(row, 'proved', { at, call, outcome }, { document: { ...document, at }, ...(next === null ? {} : { documentDue: next }) }, next === null ? ['documentDue'] : []);
    const [ok] = await ports.ledger.moveSync([moved], 'strict');
    const after: Due = { ...moved.after, document: { ...document, at } };
    if (ok && due !== null && due <= session.now()) this.#rows.set(row.id, after);
    else this.#rows.delete(row.id);
    return ok ? after : null;
  }
}

/** Under which our own document is known again; the reference of a booked entry never changes. */
function subjectOf({ reference, code }: SyncRow): string {
  return `ShopCtrl ${reference ?? code}`;
}

/** The one that stays: the known one, else the same in every browser. */
function keeper(found: readonly FoundDocument[], known: string | undefined): FoundDocument | undefined {
  return found.find(({ documentId }) => documentId === known) ?? [...found].sort((one, other) => (one.documentId < other.documentId ? -1 : 1))[0];
}

function byId(one: FoundAttachment, other: FoundAttachment): number {
  return one.attachmentId < other.attachmentId ? -1 : 1;
}

function without(document: DocumentState, name: 'reason' | 'attach' | 'documentId'): DocumentState {
  return Object.fromEntries(Object.entries(document).filter(([key]) => key !== name)) as unknown as DocumentState;
}
