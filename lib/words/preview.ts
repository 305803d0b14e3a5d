import { previewEn, type PreviewKey } from './preview.en';
import { previewNl } from './preview.nl';
import { translator } from './text';

/** Words of the preview page. */
export const previewWords = translator<PreviewKey>({ en: previewEn, nl: previewNl });
export type { PreviewKey };
