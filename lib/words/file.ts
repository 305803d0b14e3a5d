import { fileEn, type FileKey } from './file.en';
import { fileNl } from './file.nl';
import { translator } from './text';

/** Words of the page that saves a file. */
export const fileWords = translator<FileKey>({ en: fileEn, nl: fileNl });
export type { FileKey };
