/** The state of an invoice in words: Sync's where Sync has something to say, else that of files. */
import type { Language, PreviewRow } from '../../lib/messages';
import { ledgerWords, type LedgerKey } from '../../lib/words/ledger';
import type { IconName } from '../shared/icon';
import type { Say } from './parts';

type Stands = Pick<PreviewRow, 'state' | 'sync'>;

const FILES: Readonly<Record<PreviewRow['state'], IconName>> = { ready: 'check', waiting: 'attention', 'left-out': 'dash', exported: 'check', changed: 'info' };
const SYNC: Readonly<Record<string, readonly [icon: IconName, look: string]>> = {
  booked: ['check', 'exported'], proved: ['check', 'exported'], skipped: ['dash', 'left-out'],
  waiting: ['attention', 'waiting'], refused: ['attention', 'waiting'], differs: ['attention', 'waiting'], 'two-found': ['attention', 'waiting'], gone: ['attention', 'waiting'], exported: ['attention', 'waiting'], changed: ['attention', 'changed'],
};

export function standing(language: Language, say: Say, { state, sync }: Stands): { readonly icon: IconName; readonly look: string; readonly text: string } {
  if (!sync) return { icon: FILES[state], look: state, text: say(`state.${state}`) };
  const [icon, look] = SYNC[sync.state] ?? ['info', 'ready'];
  return { icon, look, text: ledgerWords(language, `state.${sync.state}` as LedgerKey) };
}
