/**
 * Exact at the level of the engine's ports, for tests that count crossings: strict about what it takes (a relation must be a customer, codes
 * are taken once, keys must exist), indifferent about references. Faults are told per call by `fault`.
 */
import type { EntryDraft } from '../../lib/booking/entry-draft';
import type { Answer } from '../../lib/exact/answer';
import type { FoundDebtor } from '../../lib/exact/debtors';
import type { FoundAttachment } from '../../lib/exact/documents';
import type { FoundEntry } from '../../lib/exact/entries';
import { reasonOf } from '../../lib/exact/texts';
import type { ExactSession } from '../../lib/sync/ports';

export type Fault =
  /** Stored; the client never hears of it. */
  | { readonly kind: 'lost' }
  /** Never arrived. */
  | { readonly kind: 'dropped' }
  /** The connection ended; stored so many milliseconds later. */
  | { readonly kind: 'late'; readonly ms: number }
  /** The browser sent it twice; one clean answer. `ms`: when the first copy lands. */
  | { readonly kind: 'resent'; readonly ms?: number }
  /** `ms`: the browser had sent it before, and that copy lands so many milliseconds later. */
  | { readonly kind: 'refused'; readonly text: string; readonly ms?: number }
  | { readonly kind: 'rate' }
  | { readonly kind: 'signed-out' }
  | { readonly kind: 'forbidden' }
  | { readonly kind: 'maintenance' };

interface Account extends FoundDebtor {
  readonly name: string;
}

const lost = { kind: 'unclear', cause: 'network', until: null } as const;

export class FakeExact {
  entries: FoundEntry[] = [];
  accounts: Account[] = [];
  documents: { readonly documentId: string; readonly entryId: string; readonly subject: string }[] = [];
  attachments: FoundAttachment[] = [];
  /** Calls by name. */
  readonly calls: string[] = [];
  fault: (call: string, reference: string) => Fault | null = () => null;
  /** Entries that a payment was matched with, by id. */
  readonly matched = new Set<string>();
  closedMonths: readonly string[] = [];
  /** `2026/1`, for entries that name their period. */
  closedPeriods: readonly string[] = [];
  /** Drafts that were stored, as they were sent. */
  readonly posted: EntryDraft[] = [];
  /** What becomes of the VAT that is sent. */
  vatOf: (draft: EntryDraft) => EntryDraft = (draft) => draft;
  #late: { readonly at: number; readonly store: () => void }[] = [];
  #number = 26_700_000;
  #id = 0;

  constructor(readonly now: () => number) {}

  account(code: string, change: Partial<Account> = {}): Account {
    const account: Account = { id: this.#newId('a'), code, vatNumber: '', country: 'NL', status: 'C', blocked: false, email: '', name: code, ...change };
    this.accounts.push(account);
    return account;
  }

  /** An entry as somebody else would have made it. */
  add(draft: EntryDraft, creator: string): FoundEntry {
    this.#number += 1;
    const entry: FoundEntry = {
      entryId: this.#newId('e'),
      entryNumber: this.#number,
      reference: draft.reference,
      type: draft.gross < 0 ? 21 : 20,
      status: 20,
      date: draft.date,
      currency: draft.currency,
      gross: draft.gross,
      vat: draft.vat,
      customer: draft.customer,
      journal: draft.journal,
      creator,
      created: this.now(),
      lines: draft.lines.map(({ account, vatCode, net, vat }) => ({ account, vatCode, net, vat })),
    };
    this.entries.push(entry);
    return entry;
  }

  session(userId: string): ExactSession {
    const check = <T>(call: string, about: string, run: () => Answer<T>): Answer<T> => {
      this.calls.push(call);
      this.#land();
      const fault = this.fault(call, about);
      switch (fault?.kind) {
        case undefined:
          return run();
        case 'dropped':
          return lost;
        case 'lost':
          run();
          return lost;
        case 'late':
          this.#late.push({ at: this.now() + fault.ms, store: run });
          return lost;
        case 'resent': {
          if (fault.ms === undefined) run();
          else this.#late.push({ at: this.now() + fault.ms, store: run });
          return run();
        }
        case 'refused':
          if (fault.ms !== undefined) this.#late.push({ at: this.now() + fault.ms, store: run });
          return { kind: 'refused', status: 500, reason: reasonOf(500, fault.text), detail: fault.text };
        case 'rate':
          return { kind: 'not-processed', cause: 'rate', until: this.now() + 60_000, detail: '' };
        case 'signed-out':
          return { kind: 'not-processed', cause: 'signed-out', until: null, detail: '' };
        case 'forbidden':
          return { kind: 'not-processed', cause: 'forbidden', until: null, detail: '' };
        case 'maintenance':
          return { kind: 'unclear', cause: 'server', until: null };
      }
    };
    const refused = (text: string): Answer<never> => ({ kind: 'refused', status: 500, reason: reasonOf(500, text), detail: text });
    const soon = async <T>(answer: Answer<T>): Promise<Answer<T>> => {
      await Promise.resolve();
      return answer;
    };
    return {
      entries: {
        fitting: (references) => Math.min(references.length, 50),
        lookUp: (references) => {
          if (references.length > 50) throw new Error('a look-up longer than an address may be');
          return soon(check('entries.lookUp', '', () => ({ kind: 'ok', value: this.entries.filter(({ reference }) => references.includes(reference)) })));
        },
        post: (draft) =>
          soon(
            check('entries.post', draft.reference, (): Answer<{ readonly entryId: string }> => {
              const customer = this.accounts.find(({ id }) => id === draft.customer);
              if (!customer) return refused('Ongeldige referentie: Klant');
              if (customer.status !== 'C') return refused('Ongeldig: Klant (Type)');
              if (draft.lines.some(({ account }) => !account.startsWith('gl-'))) return refused('Ongeldige referentie: Grootboekrekening');
              const { year, period } = draft.reporting ?? { year: Number(draft.date.slice(0, 4)), period: Number(draft.date.slice(5, 7)) };
              const closed = draft.reporting ? this.closedPeriods.includes(`${String(year)}/${String(period)}`) : this.closedMonths.includes(draft.date.slice(0, 7));
              if (closed) return refused(`Periode is afgesloten: ${String(year)} - ${String(period)}`);
              this.posted.push(draft);
              return { kind: 'ok', value: { entryId: this.add(this.vatOf(draft), userId).entryId } };
            }),
          ),
        read: (entryIds) => soon(check('entries.read', entryIds.join(' '), () => ({ kind: 'ok', value: this.entries.filter(({ entryId }) => entryIds.includes(entryId)) }))),
        matched: (entryId) => soon(check('entries.matched', entryId, () => ({ kind: 'ok', value: this.matched.has(entryId) }))),
        numbered: (_journal, number) => soon(check('entries.numbered', String(number), () => ({ kind: 'ok', value: this.entries.filter(({ entryNumber }) => entryNumber === number) }))),
        remove: (entryId) =>
          soon(
            check('entries.remove', entryId, (): Answer<null> => {
              if (!this.entries.some((entry) => entry.entryId === entryId)) return { kind: 'refused', status: 404, reason: reasonOf(404, ''), detail: '' };
              if (this.matched.has(entryId)) return refused('Kan niet verwijderen: Verkoopboeking - Gebruikt in: Afletteren');
              this.entries = this.entries.filter((entry) => entry.entryId !== entryId);
              return { kind: 'ok', value: null };
            }),
          ),
      },
      debtors: {
        byCodes: (codes) => soon(check('debtors.byCodes', '', () => ({ kind: 'ok', value: this.accounts.filter(({ code }) => codes.includes(code)) }))),
        byVatNumbers: (numbers) => soon(check('debtors.byVatNumbers', numbers.join(' '), () => ({ kind: 'ok', value: this.accounts.filter(({ vatNumber }) => numbers.includes(vatNumber)) }))),
        byEmails: (addresses) => soon(check('debtors.byEmails', addresses.join(' '), () => ({ kind: 'ok', value: this.accounts.filter(({ email }) => addresses.includes(email)) }))),
        create: (record) =>
          soon(
            check('debtors.create', record.code, (): Answer<{ readonly id: string }> => {
              if (this.accounts.some(({ code }) => code === record.code)) return refused('Bestaat reeds: Code');
              return { kind: 'ok', value: { id: this.account(record.code, { vatNumber: record.vatNumber, country: record.country, email: record.email, name: record.name }).id } };
            }),
          ),
        promote: (id) =>
          soon(
            check('debtors.promote', id, () => {
              this.accounts = this.accounts.map((account) => (account.id === id ? { ...account, status: 'C' } : account));
              return { kind: 'ok', value: null };
            }),
          ),
      },
      documents: {
        ofEntries: (entryIds) => soon(check('documents.ofEntries', '', () => ({ kind: 'ok', value: this.documents.filter(({ entryId }) => entryIds.includes(entryId)) }))),
        create: ({ entryId, subject }) =>
          soon(
            check('documents.create', entryId, () => {
              const documentId = this.#newId('d');
              this.documents.push({ documentId, entryId, subject });
              return { kind: 'ok', value: { documentId } };
            }),
          ),
        attachments: (documentIds) => soon(check('documents.attachments', '', () => ({ kind: 'ok', value: this.attachments.filter(({ documentId }) => documentIds.includes(documentId)) }))),
        attach: (document, fileName) =>
          soon(
            check('documents.attach', document, (): Answer<null> => {
              if (!this.documents.some(({ documentId }) => documentId === document)) return refused('Ongeldige referentie: Document');
              this.attachments.push({ attachmentId: this.#newId('f'), documentId: document, fileName });
              return { kind: 'ok', value: null };
            }),
          ),
        remove: (documentId) =>
          soon(
            check('documents.remove', documentId, () => {
              this.documents = this.documents.filter((one) => one.documentId !== documentId);
              this.attachments = this.attachments.filter((one) => one.documentId !== documentId);
              return { kind: 'ok', value: null };
            }),
          ),
        removeAttachment: (attachmentId) =>
          soon(
            check('documents.removeAttachment', attachmentId, () => {
              this.attachments = this.attachments.filter((one) => one.attachmentId !== attachmentId);
              return { kind: 'ok', value: null };
            }),
          ),
      },
      accounts: (codes) => soon(check('accounts', '', () => ({ kind: 'ok', value: new Map(codes.filter((code) => code !== '9999').map((code) => [code, `gl-${code}`])) }))),
      now: this.now,
      sure: () => true,
      room: () => null,
      left: () => ({ calls: Number.POSITIVE_INFINITY, until: 0 }),
      budget: () => null,
    };
  }

  /** What was on its way lands when its time has come. */
  #land(): void {
    const due = this.#late.filter(({ at }) => at <= this.now());
    this.#late = this.#late.filter(({ at }) => at > this.now());
    for (const { store } of due) store();
  }

  settle(): void {
    this.#land();
  }

  #newId(kind: string): string {
    this.#id += 1;
    return `${kind}${String(this.#id).padStart(8, '0')}`;
  }
}
