/** Documents with one attachment, hung onto an entry (facts: exact-api 4.6). Exact never tells equal ones apart: look up before and after. */
import type { Answer } from './answer';
import type { Calls } from './calls';
import { guid, text } from './wire';

export const DOCUMENTS = 'documents/Documents';
export const ATTACHMENTS = 'documents/DocumentAttachments';

/** Type of a document: sales invoice. */
const SALES_INVOICE = 10;

export interface FoundDocument {
  readonly documentId: string;
  readonly entryId: string;
  readonly subject: string;
}

export interface FoundAttachment {
  readonly attachmentId: string;
  readonly documentId: string;
  readonly fileName: string;
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
  /** Attachments of these documents. */
  attachments(documentIds: readonly string[]): Promise<Answer<readonly FoundAttachment[]>>;
  attach(documentId: string, fileName: string, base64: string): Promise<Answer<null>>;
  remove(documentId: string): Promise<Answer<null>>;
  removeAttachment(attachmentId: string): Promise<Answer<null>>;
}

/** Keys that one look-up asks for at once: at most 2,000 characters of URL (design 6.9). */
export const DOCUMENTS_PER_CALL = 20;

/** The calls about documents of one administration. */
export function createDocuments(calls: Calls): Documents {
  const among = <T>(endpoint: string, select: string, field: string, ids: readonly string[], read: (row: unknown) => T | null): Promise<Answer<readonly T[]>> =>
    calls.anyOf({ endpoint, query: `?$select=${select}` }, ids.map((id) => `${field}+eq+${guid(id)}`), read);
  return {
    ofEntries: (entryIds) => among(DOCUMENTS, 'ID,FinancialTransactionEntryID,Subject', 'FinancialTransactionEntryID', entryIds, readDocument),
    create: ({ entryId, subject, customer, date }) =>
      calls.call({ method: 'POST', endpoint: DOCUMENTS, body: { Subject: subject, Type: SALES_INVOICE, Account: customer, DocumentDate: date, FinancialTransactionEntryID: entryId } }, (d) => {
        const documentId = text((d as { readonly ID?: unknown } | null)?.ID).toLowerCase();
        return documentId === '' ? null : { documentId };
      }),
    attachments: (documentIds) => among(ATTACHMENTS, 'ID,Document,FileName', 'Document', documentIds, readAttachment),
    attach: (documentId, fileName, base64) => plain(calls.call({ method: 'POST', endpoint: ATTACHMENTS, body: { Document: documentId, FileName: fileName, Attachment: base64 } }, (d) => (d === null ? null : true))),
    remove: (documentId) => plain(calls.call({ method: 'DELETE', endpoint: DOCUMENTS, key: `(${guid(documentId)})` }, () => true)),
    removeAttachment: (attachmentId) => plain(calls.call({ method: 'DELETE', endpoint: ATTACHMENTS, key: `(${guid(attachmentId)})` }, () => true)),
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

function readAttachment(value: unknown): FoundAttachment | null {
  const row = value as Readonly<Record<string, unknown>> | null;
  const attachmentId = text(row?.['ID']).toLowerCase();
  return row && attachmentId !== '' ? { attachmentId, documentId: text(row['Document']).toLowerCase(), fileName: text(row['FileName']) } : null;
}
