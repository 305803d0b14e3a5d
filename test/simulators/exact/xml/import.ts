/** Import of an eExact document for one topic: well-formed, schema, then record by record (facts: exact-xml 4). */
import type { Books, Entry } from '../books';
import { newAccount } from '../master-data';
import { guid } from '../people';
import type { Ctx, Language } from '../types';
import { answerXml, texts } from './answer';
import type { ImportMessage, Texts } from './answer';
import { importTransaction } from './gl';
import { importInvoice, printInvoice } from './invoices';
import { child, decodeXml, parseXml, textOf, XmlError } from './parser';
import type { XmlNode } from './parser';
import { describe } from './records';
import type { RecordContext } from './records';
import { validate } from './validate';

export type { ImportMessage } from './answer';
export type Topic = 'GLTransactions' | 'Invoices' | 'Accounts';
export const TOPICS: readonly Topic[] = ['GLTransactions', 'Invoices', 'Accounts'];
const NODES: Readonly<Record<Topic, string>> = { GLTransactions: 'GLTransaction', Invoices: 'Invoice', Accounts: 'Account' };

export interface ImportAnswer {
  readonly messages: readonly ImportMessage[];
  /** Records of the topic itself that were taken, and that were refused. */
  readonly done: number;
  readonly refused: number;
  /** The answer as Exact sends it, with byte order mark. */
  readonly xml: string;
}

export function importXml(ctx: Ctx, books: Books, topic: Topic, bytes: Uint8Array | string, language: Language): ImportAnswer {
  const words = texts(language);
  const messages: ImportMessage[] = [];
  const root = read(ctx, bytes, messages);
  if (root) {
    const container = child(root, topic);
    for (const other of root.children) {
      if (other === container) continue;
      messages.push({ type: 1, node: other.name, description: words.otherTopic(other.name) });
      ctx.violate('other-topic', `${other.name} in a file for ${topic}`);
    }
    if (!container) messages.push({ type: 3, description: words.noRecords(topic) });
    for (const node of container?.children ?? []) messages.push(...importRecord(ctx, books, topic, node, words));
  }
  const own = messages.filter((message) => message.node === NODES[topic]);
  return {
    messages,
    done: own.filter((message) => message.type === 2).length,
    refused: own.filter((message) => message.type === 0).length,
    xml: answerXml(topic, messages, ctx.clock.now()),
  };
}

/** The document's root when it may be imported; otherwise one fatal message without topic. */
function read(ctx: Ctx, bytes: Uint8Array | string, messages: ImportMessage[]): XmlNode | undefined {
  try {
    const root = parseXml(typeof bytes === 'string' ? bytes : decodeXml(bytes));
    const findings = validate(root);
    if (findings.length === 0) return root;
    ctx.violate('schema-invalid', findings[0] ?? '');
    if (ctx.options.schema === 'loose' && root.name === 'eExact') return root;
    messages.push({ type: 3, description: findings.slice(0, 3).join('\n') });
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    ctx.violate('not-well-formed', error.message);
    messages.push({ type: 3, description: error.message });
  }
  return undefined;
}

function importRecord(ctx: Ctx, books: Books, topic: Topic, node: XmlNode, words: Texts): readonly ImportMessage[] {
  const record: RecordContext = { ctx, books, master: books.master, texts: words, problems: [], messages: [] };
  const done = take(record, topic, node);
  const own: ImportMessage = done
    ? { type: 2, node: NODES[topic], ...done }
    : { type: 0, node: NODES[topic], ...identification(topic, node), description: record.problems.join('\n') };
  return [...record.messages, own];
}

type Done = Pick<ImportMessage, 'key' | 'keyAlt' | 'description'>;

function take(record: RecordContext, topic: Topic, node: XmlNode): Done | undefined {
  switch (topic) {
    case 'GLTransactions': {
      const entry = importTransaction(record, node);
      return entry && { key: `{${entry.entryId}}`, keyAlt: String(entry.entryNumber), description: record.texts.created };
    }
    case 'Invoices': {
      const invoice = importInvoice(record, node);
      return invoice && { key: String(invoice.orderNumber), keyAlt: String(invoice.orderNumber), description: record.texts.created };
    }
    case 'Accounts':
      return importAccount(record, node);
  }
}

function importAccount(record: RecordContext, node: XmlNode): Done | undefined {
  const { master, texts: words, ctx } = record;
  const named = (node.attributes['code'] ?? '').trim();
  const code = named === '' ? String(Math.max(0, ...[...master.accounts.keys()].filter((key) => /^\d+$/.test(key)).map(Number)) + 1) : named;
  const known = master.accounts.get(code);
  if (code.length > 18) record.problems.push(words.finding('invalid', 'account', code));
  if (!known && textOf(node, 'Name') === '') record.problems.push(words.finding('mandatory', 'name'));
  const account = describe(record, known ?? { ...newAccount(guid(ctx), code, ''), created: ctx.clock.now() }, node);
  if (!account || record.problems.length > 0) return undefined;
  master.accounts.set(code, account);
  return { key: `{${account.id}}`, keyAlt: code, description: known ? words.updated : words.created };
}

function identification(topic: Topic, node: XmlNode): Pick<ImportMessage, 'keyAlt'> {
  const key = topic === 'GLTransactions' ? node.attributes['entry'] : topic === 'Invoices' ? node.attributes['ordernumber'] : node.attributes['code'];
  return key === undefined ? {} : { keyAlt: key.trim() };
}

/** Prints every open invoice with the given date. */
export function printInvoices(ctx: Ctx, books: Books, date: string): readonly Entry[] {
  return [...books.openInvoices].flatMap((invoice) => {
    const entry = printInvoice(ctx, books, invoice, date);
    if (!entry) return [];
    books.takeInvoice(invoice.orderNumber);
    return [entry];
  });
}
