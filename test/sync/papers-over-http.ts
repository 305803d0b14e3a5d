/** The engine with both simulators over HTTP on loopback: entries and documents in Exact, the PDFs of its invoices in ShopCtrl. */
import { createShopCtrlClient } from '../../lib/shopctrl/client';
import { invoiceDocument } from '../../lib/shopctrl/document';
import { openSession } from '../../lib/sync/session';
import type { SyncPorts } from '../../lib/sync/ports';
import { pdfOf, type InvoiceRecord } from '../simulators/seed';
import { startHarness as startShopCtrl, type Harness as ShopCtrl } from '../simulators/shopctrl-api/harness';
import { Killed, invoices, type Bench, type BenchOptions } from './fixtures';
import { aStage, DIVISION, type Stage } from './over-http';

/** A call that concerns documents: by which simulator, and what. */
export interface PaperCall {
  readonly name: string;
  readonly nth: number;
}

export interface PapersStage {
  readonly exact: Stage;
  readonly shopctrl: ShopCtrl;
  /** Records of the seeded invoices that the engine books, in the order of their ids. */
  readonly records: readonly InvoiceRecord[];
  /** Calls about documents and files so far, as `GET Documents`. */
  readonly calls: string[];
  /** A new engine on the same ledger; `strike` ends it before a call is sent, before its answer comes, or after that. */
  bench(options?: { readonly strike?: (call: PaperCall) => 'before' | 'during' | 'after' | null }): Bench;
  /** What hangs on each entry: documents as `subject type debtor date`, and whether its files are those of the invoice. */
  papers(): readonly { readonly entry: string; readonly documents: readonly string[]; readonly files: readonly string[] }[];
  close(): Promise<void>;
}

const HOST = 'api.demo.shopctrl.com';
const LOGIN = { kind: 'basic', login: 'api@demo.example', password: 'Sleutel-é€-42' } as const;

/** `resends`: the client does what browsers do when a connection that was used before ends without one byte: it sends the request once more by itself. */
export async function aPapersStage(count: number, { resends = false }: { readonly resends?: boolean } = {}): Promise<PapersStage> {
  const exact = await aStage();
  const shopctrl = await startShopCtrl();
  const records = [...shopctrl.world.shop('demo', 12).book.records()].flatMap(({ invoices: all }) => all).filter(({ truth }) => truth.is === 'exportable' && truth.invoice.kind === 'invoice').slice(0, count);
  const source = invoices(count, (id) => ({ id: records[id - 1]?.invoice.Id ?? 0, code: records[id - 1]?.invoice.InvoiceCode ?? '' }));
  const calls: string[] = [];
  const { id: userId } = exact.harness.sim.user('anna.jansen');

  const bench: PapersStage['bench'] = ({ strike = () => null } = {}) => {
    const stop = new AbortController();
    const seen = new Map<string, number>();
    /** Puts the life of this engine between it and a simulator. */
    const living = (nameOf: (method: string, path: string) => string | null, fetch: (url: string, init: RequestInit) => Promise<Response>) => async (url: string, init: RequestInit): Promise<Response> => {
      stop.signal.throwIfAborted();
      const name = nameOf(init.method ?? 'GET', new URL(url).pathname);
      if (name === null) return fetch(url, init);
      calls.push(name);
      const nth = (seen.get(name) ?? 0) + 1;
      seen.set(name, nth);
      const when = strike({ name, nth });
      const die = (): never => {
        stop.abort(new Killed(name));
        throw stop.signal.reason as Error;
      };
      if (when === 'before') die();
      const answer = await fetch(url, init);
      if (when === 'during') die();
      // Its answer is known, and nothing comes of that any more.
      if (when === 'after') stop.abort(new Killed(name));
      return answer;
    };
    const toExact = living(
      (method, path) => (/\/documents\/(\w+)/.exec(path)?.[1] ? `${method} ${/\/documents\/(\w+)/.exec(path)?.[1] ?? ''}` : null),
      async (url, init) => {
        try {
          return await exact.fetch(url, init);
        } catch (error) {
          if (!resends || init.method !== 'POST') throw error;
          return exact.fetch(url, init);
        }
      },
    );
    const toShopCtrl = living(
      (_method, path) => (/\/files\//i.test(path) ? 'GET Files' : 'GET Invoices'),
      async (url, init) => {
        const { pathname, search, host } = new URL(url);
        const reply = await shopctrl.ask(host, pathname + search, init.headers as Record<string, string>, 'GET', init.signal ?? undefined);
        return new Response(new Uint8Array(reply.bytes), { status: reply.status, headers: { 'content-type': reply.headers['content-type'] ?? '' } });
      },
    );
    const client = createShopCtrlClient({ fetch: toShopCtrl, apiBase: `https://${HOST}`, access: LOGIN, signal: stop.signal, now: exact.harness.clock.now, sleep: () => Promise.resolve(), timeoutMs: 300 });
    const ports: Partial<SyncPorts> = {
      exact: (target, bearer, budget) => openSession({ fetch: toExact, now: exact.harness.clock.now, signal: stop.signal }, { ...target, userId }, bearer, budget),
      pdf: (_shop, id) => invoiceDocument(client, id),
      signal: stop.signal,
    };
    const given: Partial<BenchOptions> = { ports };
    return exact.bench(source, given);
  };

  const wanted = (entry: string): Buffer | null => {
    const record = records.find(({ invoice }) => invoice.InvoiceCode === entry);
    return record ? pdfOf(shopctrl.world.seed, record) : null;
  };
  return {
    exact,
    shopctrl,
    records,
    calls,
    bench,
    papers: () => {
      const { sim } = exact.harness;
      const codeOf = (id: string | null): string => [...sim.master(DIVISION).accounts.values()].find((account) => account.id === id)?.code ?? '';
      return sim.books(DIVISION).map(({ entryId, yourRef }) => {
        const documents = sim.documents(DIVISION).filter((one) => one.entryId === entryId);
        const files = sim.attachments(DIVISION).filter((file) => documents.some(({ id }) => id === file.document));
        return {
          entry: yourRef,
          documents: documents.map(({ subject, type, account, date }) => `${subject} ${String(type)} ${codeOf(account)} ${date}`),
          files: files.map(({ fileName, bytes }) => `${fileName} ${wanted(yourRef)?.equals(bytes) === true ? 'right' : 'wrong'}`),
        };
      });
    },
    close: async () => {
      await exact.close();
      await shopctrl.close();
    },
  };
}
