/** Documents and their attachments (facts: exact-api 4.6, 8.12). Nothing here is ever deduplicated. */
import type { StoredAttachment, StoredDocument } from '../books';
import { empty, html } from '../http';
import type { Reply } from '../http';
import { apiError } from '../odata';
import type { Row } from '../filter';
import { guid } from '../people';
import { isReply, readBody } from './body';
import { attachmentRow, documentRow } from './rows';
import { DOCUMENT_ATTACHMENTS, DOCUMENTS } from './sets';
import { created, problem, refused } from './write';
import type { Write } from './write';

const TYPES = new Map([[10, 'Verkoopfactuur'], [20, 'Inkoopfactuur'], [55, 'Diversen']]);

export const documentTypeRows: readonly Row[] = [...TYPES].map(([ID, Description]) => ({ ID, Description, TypeCategory: ID, DocumentIsCreatable: true, DocumentIsViewable: true, DocumentIsUpdatable: true, DocumentIsDeletable: true, Created: new Date(Date.UTC(2020, 0, 6)), Modified: new Date(Date.UTC(2020, 0, 6)) }));

export function postDocument(write: Write): Reply {
  const { books, ctx, texts } = write;
  const body = readBody(write.request, DOCUMENTS);
  if (isReply(body)) return body;
  if ((body.text('Subject') ?? '').trim() === '') problem(write, texts.finding('mandatory', 'subject'));
  const type = body.number('Type');
  if (type === undefined) problem(write, texts.finding('mandatory', 'documentType'));
  else if (!TYPES.has(type)) problem(write, texts.finding('reference', 'documentType'));
  const account = body.text('Account') ?? null;
  if (account !== null && ![...books.master.accounts.values()].some(({ id }) => id === account)) problem(write, texts.finding('reference', 'account'));
  const entryId = body.text('FinancialTransactionEntryID') ?? null;
  if (entryId !== null && !books.byId(entryId)) problem(write, texts.finding('reference', 'entry'));
  if (write.problems.length > 0 || type === undefined) return refused(write);
  watchLink(write, type, account, entryId);
  const document: StoredDocument = {
    id: guid(ctx), hid: books.documents.size + 1, subject: body.text('Subject') ?? '', type, account, date: body.text('DocumentDate') ?? new Date(ctx.clock.now()).toISOString().slice(0, 10), entryId, body: body.text('Body') ?? null, amount: body.minor('AmountFC', ctx) ?? null,
    currency: body.text('Currency') ?? null, salesInvoiceNumber: body.number('SalesInvoiceNumber') ?? null, created: ctx.clock.now(),
  };
  books.documents.set(document.id, document);
  return created(write, DOCUMENTS, documentRow(books, document, write.request.host));
}

/** Links that Exact takes and nobody wants: a PDF that hangs on nothing, on another debtor, or as another kind of paper than the entry. */
function watchLink({ books, ctx }: Write, type: number, account: string | null, entryId: string | null): void {
  const entry = entryId === null ? undefined : books.byId(entryId);
  if (!entry) ctx.violate('document-without-entry', 'a document hangs on no entry');
  else if (books.master.accounts.get(entry.debtor)?.id !== account) ctx.violate('document-other-debtor', `the document of entry ${String(entry.entryNumber)} is of another debtor`);
  if (entry && type !== 10) ctx.violate('document-type', `a document of type ${String(type)} on a sales entry`);
}

export function putDocument(write: Write, key: string): Reply {
  const body = readBody(write.request, DOCUMENTS);
  if (isReply(body)) return body;
  const document = write.books.documents.get(key.toLowerCase());
  if (!document) return empty(404);
  const entryId = body.text('FinancialTransactionEntryID') ?? document.entryId;
  if (entryId !== null && !write.books.byId(entryId)) problem(write, write.texts.finding('reference', 'entry'));
  if (write.problems.length > 0) return refused(write);
  write.books.documents.set(document.id, { ...document, subject: body.text('Subject') ?? document.subject, body: body.text('Body') ?? document.body, date: body.text('DocumentDate') ?? document.date, entryId });
  return empty(204);
}

export function deleteDocument(write: Write, key: string): Reply {
  const id = key.toLowerCase();
  if (!write.books.documents.delete(id)) return empty(404);
  for (const attachment of write.books.attachments.values()) if (attachment.document === id) write.books.attachments.delete(attachment.id);
  return empty(204);
}

export function postAttachment(write: Write): Reply {
  const { books, ctx, texts } = write;
  const body = readBody(write.request, DOCUMENT_ATTACHMENTS);
  if (isReply(body)) return body;
  const content = body.text('Attachment');
  // A gateway's answer: nothing of the request was looked at.
  if (write.request.body.length > ctx.options.largestRequest) return html('<html><head><title>413 - Request Entity Too Large</title></head></html>', 413);
  if (content !== undefined && !/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(content)) {
    return apiError(400, "Error processing request stream. Error encountered in converting the value from request payload for property 'Attachment' to type 'Byte[]', which is the property's expected type. See inner exception for more detail.");
  }
  const document = body.text('Document');
  if (document === undefined) problem(write, texts.finding('mandatory', 'document'));
  else if (!books.documents.has(document)) problem(write, texts.finding('reference', 'document'));
  if ((body.text('FileName') ?? '') === '') problem(write, texts.finding('mandatory', 'fileName'));
  if ((content ?? '') === '') problem(write, texts.finding('mandatory', 'attachment'));
  if (write.problems.length > 0 || document === undefined) return refused(write);
  if (!/\.\w+$/.test(body.text('FileName') ?? '')) ctx.violate('file-without-extension', 'the name of a file has no extension');
  const attachment: StoredAttachment = { id: guid(ctx), document, fileName: body.text('FileName') ?? '', bytes: Buffer.from(content ?? '', 'base64') };
  books.attachments.set(attachment.id, attachment);
  return created(write, DOCUMENT_ATTACHMENTS, attachmentRow(attachment, write.request.host));
}

export function deleteAttachment(write: Write, key: string): Reply {
  return empty(write.books.attachments.delete(key.toLowerCase()) ? 204 : 404);
}
