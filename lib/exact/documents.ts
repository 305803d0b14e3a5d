/** Documents with one attachment, hung onto an entry (facts: exact-api 4.6). Exact never tells equal ones apart: look up before and after. */
import type { Answer } from './answer';
import type { Calls } from './calls';
import { anyOf, guid, text } from './wire';

export const DOCUMENTS = 'documents/Documents';
export const ATTACHMENTS = 'documents/DocumentAttachments';

/** Type of a document: sales invoice. */
const SALES_INVOICE = 10;

export interface FoundDocument {
  readonly documentId: string;
  readonly entryId: string;
  readonly subject: string;
}

export interface NewDocument {
  readonly entryId: string;
  readonly subject: string;
  readonly customer: string;
  readonly date: string;
}

export interface Documents {
  /** Documents of these entries. */
  ofEntries(entryIds: readonly string[]): Promise<Answer<readonly FoundDocument[]>>;
  create(document: NewDocument): Promise<Answer<{ readonly documentId: string }>>;
  /** File names of the attachments of a document. */
  attachments(documentId: string): Promise<Answer<readonly string[]>>;
  attach(documentId: string, fileName: string, base64: string): Promise<Answer<null>>;
  remove(documentId: string): Promise<Answer<null>>;
}

/** The calls about documents of one administration. */
export function createDocuments(calls: Calls): Documents {
  return {
    ofEntries: (entryIds) =>
      calls.list({ endpoint: DOCUMENTS, query: `?$select=ID,FinancialTransactionEntryID,Subject&$filter=${anyOf(entryIds.map((id) => `FinancialTransactionEntryID+eq+${guid(id)}`))}` }, readDocument),
    create: ({ entryId, subject, customer, date }) =>
      calls.call({ method: 'POST', endpoint: DOCUMENTS, body: { Subject: subject, Type: SALES_INVOICE, Account: customer, DocumentDate: date, FinancialTransactionEntryID: entryId } }, (d) => {
        const documentId = text((d as { readonly ID?: unknown } | null)?.ID).toLowerCase();
        return documentId === '' ? null : { documentId };
      }),
    attachments: (documentId) =>
      calls.list({ endpoint: ATTACHMENTS, query: `?$select=ID,FileName&$filter=Document+eq+${guid(documentId)}` }, (row) => text((row as { readonly FileName?: unknown } | null)?.FileName) || null),
    attach: (documentId, fileName, base64) => plain(calls.call({ method: 'POST', endpoint: ATTACHMENTS, body: { Document: documentId, FileName: fileName, Attachment: base64 } }, (d) => (d === null ? null : true))),
    remove: (documentId) => plain(calls.call({ method: 'DELETE', endpoint: DOCUMENTS, key: `(${guid(documentId)})` }, () => true)),
  };
}

async function plain(asked: Promise<Answer<true>>): Promise<Answer<null>> {
  const answer = await asked;
  return answer.kind === 'ok' ? { kind: 'ok', value: null } : answer;
}

function readDocument(value: unknown): FoundDocument | null {
  const row = value as Readonly<Record<string, unknown>> | null;
  const documentId = text(row?.['ID']).toLowerCase();
  return row && documentId !== '' ? { documentId, entryId: text(row['FinancialTransactionEntryID']).toLowerCase(), subject: text(row['Subject']) } : null;
}
