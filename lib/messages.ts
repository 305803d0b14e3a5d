/**
 * The typed protocol between contexts. Plain JSON both ways. The background's door checks schema and sender:
 * content scripts may send `SectionRequest`s only, extension pages everything. Each page's part stands in `messages/`; all import it from here.
 */
import type { Fault } from './faults';
import type { FileReplies, FileRequest } from './messages/file';
import type { LedgerReplies, LedgerRequest } from './messages/ledger';
import type { PopupReplies, PopupRequest } from './messages/popup';
import type { PreviewReplies, PreviewRequest } from './messages/preview';
import type { SectionReplies, SectionRequest } from './messages/section';
import type { SetupReplies, SetupRequest } from './messages/setup';

export type * from './messages/common';
export type * from './messages/section';
export type * from './messages/popup';
export type * from './messages/setup';
export type * from './messages/preview';
export type * from './messages/sync';
export type * from './messages/ledger';
export type * from './messages/file';

export type PageRequest = PopupRequest | SetupRequest | PreviewRequest | LedgerRequest | FileRequest;

export type Request = SectionRequest | PageRequest;
export type Reply<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: Fault };

/** The answer of each request kind. */
export interface Replies extends SectionReplies, PopupReplies, SetupReplies, PreviewReplies, LedgerReplies, FileReplies {}

/** How components and pages send a request: never throws; a dead context answers with fault `reload-page`. */
export type Ask = <R extends Request>(request: R) => Promise<Reply<Replies[R['kind']]>>;

/** Background → all its listeners, without payload beyond what changed: ask for the state again. */
export interface ChangedNotice {
  readonly kind: 'changed';
  readonly what: 'connection' | 'export' | 'setup' | 'sync';
}
