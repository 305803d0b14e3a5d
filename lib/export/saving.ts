/** Saving one finished file from the ledger: the work of the file page, without its window. */
import { faultOf } from '../faults';
import type { Fault } from '../faults';
import type { FileRow } from '../ledger/rows';

export type Saving =
  | { readonly phase: 'working' }
  /** Stands ready, but this is a page that was loaded again: only a click saves it once more. */
  | { readonly phase: 'ready'; readonly name: string }
  | { readonly phase: 'saved'; readonly name: string }
  /** The shop was forgotten, or the address is wrong. */
  | { readonly phase: 'gone' }
  | { readonly phase: 'failed'; readonly name: string; readonly fault: Fault };

export interface SavingPorts {
  readonly file: (fileId: string) => Promise<FileRow | null>;
  readonly fileBytes: (fileId: string) => Promise<readonly Uint8Array<ArrayBuffer>[] | null>;
  readonly fileSaved: (fileId: string) => Promise<boolean>;
  /** Hands the blob to the browser as a download; throws when it cannot. */
  readonly save: (blob: Blob, name: string) => void | Promise<void>;
  /** Tells the background that the file was saved; may fail silently. */
  readonly tell: (fileId: string) => Promise<unknown>;
}

/** Reads the pieces, makes one blob of them and saves it. Never throws. `asked`: a person clicked, so a file that was saved before is saved again. */
export async function saveFile(fileId: string, asked: boolean, ports: SavingPorts): Promise<Saving> {
  let name = '';
  try {
    const file = await ports.file(fileId);
    if (!file) return { phase: 'gone' };
    name = file.name;
    if (!asked && file.saved) return { phase: 'ready', name };
    const parts = await ports.fileBytes(fileId);
    if (!parts) return { phase: 'gone' };
    const blob = new Blob([...parts], { type: 'application/xml' });
    // Pieces that do not add up would be half a file, and half a file can be imported.
    if (blob.size !== file.bytes) return { phase: 'gone' };
    await ports.save(blob, name);
  } catch (error) {
    return { phase: 'failed', name, fault: faultOf(error) };
  }
  // The file is in the person's hands; what is noted about it must not turn that into a failure.
  await ports.fileSaved(fileId).catch(() => false);
  await ports.tell(fileId).catch(() => null);
  return { phase: 'saved', name };
}
