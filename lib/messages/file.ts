/** The file page, which joins and saves an export. */

export type FileRequest =
  /** The file is saved: contact data that only this file needed can go. */
  | { readonly kind: 'file.saved'; readonly fileId: string };

export interface FileReplies {
  'file.saved': null;
}
