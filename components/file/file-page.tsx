import type { JSX } from 'preact';
import type { FileKey } from '../../lib/words/file';
import { Icon, type IconName } from '../shared/icon';

/** What the page shows; made from the state of the saving. */
export interface FilePageProps {
  readonly phase: 'working' | 'ready' | 'saved' | 'gone' | 'failed';
  /** Name of the file; empty while it is not known. */
  readonly name: string;
  readonly say: (key: FileKey, params?: Readonly<Record<string, string | number>>) => string;
  readonly onSave: () => void;
}

const ICONS: Readonly<Record<FilePageProps['phase'], IconName | null>> = { working: null, ready: 'info', saved: 'check', gone: 'attention', failed: 'attention' };
const TONES: Readonly<Record<FilePageProps['phase'], string>> = { working: '', ready: 'info', saved: 'good', gone: 'warning', failed: 'bad' };

/** One card: what happened to the file, and one thing to do. */
export function FilePage({ phase, name, say, onSave }: FilePageProps): JSX.Element {
  const icon = ICONS[phase];
  const button = phase === 'ready' ? say('save') : phase === 'failed' ? say(name === '' ? 'again' : 'saveAgain') : null;
  return (
    <main class={TONES[phase]} aria-busy={phase === 'working'}>
      <header>{say('app')}</header>
      <div role={phase === 'failed' || phase === 'gone' ? 'alert' : 'status'}>
        <h1>
          {icon ? <Icon name={icon} /> : <span class="spinner" aria-hidden="true" />}
          {say(phase)}
        </h1>
        {phase !== 'working' && <p>{more(phase, name, say)}</p>}
      </div>
      {button && <button type="button" class="primary" onClick={onSave}>{button}</button>}
    </main>
  );
}

function more(phase: Exclude<FilePageProps['phase'], 'working'>, name: string, say: FilePageProps['say']): string {
  if (phase === 'ready') return say('readyMore', { name });
  if (phase === 'saved') return say('savedMore', { name });
  if (phase === 'gone') return say('goneMore');
  return name === '' ? say('failedEarly') : say('failedMore', { name });
}
