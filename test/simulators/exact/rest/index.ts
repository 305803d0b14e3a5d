/** Endpoints that can be written, and those whose rows come from the ledger. */
import type { Books } from '../books';
import { masterRows } from '../entities';
import type { Row } from '../filter';
import { empty } from '../http';
import type { Reply, SimRequest } from '../http';
import { answerCollection } from '../odata';
import type { EntitySet } from '../odata';
import type { Ctx, User } from '../types';
import { texts } from '../xml/answer';
import { deleteAccount, postAccount, putAccount } from './accounts';
import { deleteAttachment, deleteDocument, documentTypeRows, postAttachment, postDocument, putDocument } from './documents';
import { attachmentRow, documentRow, receivableRow, salesEntryRow, salesLineRows, transactionRows } from './rows';
import { deleteSalesEntry, deleteSalesEntryLine, postSalesEntry, postSalesEntryLine, putSalesEntry, putSalesEntryLine } from './sales-entries';
import { DOCUMENT_ATTACHMENTS, DOCUMENT_TYPES, DOCUMENTS, RECEIVABLES, SALES_ENTRIES, SALES_ENTRY_LINES, TRANSACTION_LINES } from './sets';
import type { Write } from './write';

interface Resource {
  readonly post?: (write: Write) => Reply;
  readonly put?: (write: Write, key: string) => Reply;
  readonly delete?: (write: Write, key: string) => Reply;
}

const WRITES: Readonly<Record<string, Resource>> = {
  'crm/accounts': { post: postAccount, put: putAccount, delete: deleteAccount },
  'salesentry/salesentries': { post: postSalesEntry, put: putSalesEntry, delete: deleteSalesEntry },
  'salesentry/salesentrylines': { post: postSalesEntryLine, put: putSalesEntryLine, delete: deleteSalesEntryLine },
  'documents/documents': { post: postDocument, put: putDocument, delete: deleteDocument },
  'documents/documentattachments': { post: postAttachment, delete: deleteAttachment },
};

/** Answers one call on an administration; `endpoint` as in the address. */
export function answerEndpoint(ctx: Ctx, books: Books, user: User, request: SimRequest, base: string, endpoint: string, key: string | undefined): Reply {
  const name = endpoint.toLowerCase();
  if (request.method === 'GET') {
    const found = bookRows(books, request, name) ?? masterRows(name, books.master, new Date(ctx.clock.now()).toISOString().slice(0, 10));
    return found ? answerCollection(ctx, request, found.set, found.rows, base, key) : empty(404);
  }
  const resource = WRITES[name];
  const write: Write = { ctx, books, user, texts: texts(user.language), request, base, problems: [] };
  if (request.method === 'POST' && key === undefined && resource?.post) return resource.post(write);
  if (request.method === 'PUT' && key !== undefined && resource?.put) return resource.put(write, key);
  if (request.method === 'DELETE' && key !== undefined && resource?.delete) return resource.delete(write, key);
  return empty(resource || bookRows(books, request, name) || masterRows(name, books.master, '') ? 405 : 404);
}

function bookRows(books: Books, request: SimRequest, name: string): { readonly set: EntitySet; readonly rows: readonly Row[] } | undefined {
  switch (name) {
    case 'salesentry/salesentries':
      return { set: { ...SALES_ENTRIES, collections: { SalesEntryLines: (row) => salesLineRowsOf(books, row) } }, rows: books.entries.map((entry) => salesEntryRow(books, entry)) };
    case 'salesentry/salesentrylines':
      return { set: SALES_ENTRY_LINES, rows: books.entries.flatMap((entry) => salesLineRows(books, entry)) };
    case 'financialtransaction/transactionlines':
      return { set: TRANSACTION_LINES, rows: books.entries.flatMap((entry) => transactionRows(books, entry)) };
    case 'cashflow/receivables':
      return { set: RECEIVABLES, rows: books.entries.map((entry) => receivableRow(books, entry)) };
    case 'documents/documents':
      return { set: DOCUMENTS, rows: [...books.documents.values()].map((document) => documentRow(books, document, request.host)) };
    case 'documents/documentattachments':
      return { set: DOCUMENT_ATTACHMENTS, rows: [...books.attachments.values()].map((attachment) => attachmentRow(attachment, request.host)) };
    case 'documents/documenttypes':
      return { set: DOCUMENT_TYPES, rows: documentTypeRows };
    default:
      return undefined;
  }
}

function salesLineRowsOf(books: Books, row: Row): readonly Row[] {
  const entry = books.byId(String(row['EntryID']));
  return entry ? salesLineRows(books, entry) : [];
}
