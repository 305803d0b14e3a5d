import { render } from 'preact';
import { FilePage } from '../../components/file/file-page';
import { saveFile } from '../../lib/export/saving';
import type { Saving } from '../../lib/export/saving';
import { openLedger } from '../../lib/ledger/ledger';
import { ask } from '../../lib/platform/messaging';
import { closeOwnTab } from '../../lib/platform/own-tab';
import { chosenLanguage } from '../../lib/view/language';
import { fileWords } from '../../lib/words/file';
import './style.css';

const root = document.getElementById('app');
if (!root) throw new Error('file page: no place to stand');

/** Long enough for the browser to take the blob over; a tab that closes at once takes it away. */
const CLOSE_AFTER_MS = 1500;
const fileId = decodeURIComponent(location.hash.slice(1));
const language = chosenLanguage(localStorage, navigator.languages);
const ledger = openLedger();
document.documentElement.lang = language;
document.title = fileWords(language, 'app');

const save = (blob: Blob, name: string): void => {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
};

const show = (saving: Saving): void => {
  const name = 'name' in saving ? saving.name : '';
  render(<FilePage phase={saving.phase} name={name} say={(key, params) => fileWords(language, key, params)} onSave={() => void run(true)} />, root);
};

async function run(asked: boolean): Promise<void> {
  show({ phase: 'working' });
  const result = await saveFile(fileId, asked, { file: ledger.file, fileBytes: ledger.fileBytes, fileSaved: ledger.fileSaved, save, tell: (id) => ask({ kind: 'file.saved', fileId: id }) });
  show(result);
  if (result.phase === 'saved') setTimeout(() => void closeOwnTab().catch(() => window.close()), CLOSE_AFTER_MS);
}

// "Download again" opens a new tab; a tab that was restored or loaded again must not save by itself a second time.
const [entry] = performance.getEntriesByType('navigation');
const fresh = !(entry instanceof PerformanceNavigationTiming) || entry.type === 'navigate';
void run(fresh);
