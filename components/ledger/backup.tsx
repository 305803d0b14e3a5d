import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { Fault } from '../../lib/faults';
import { Dialog } from '../shared/dialog';
import { FaultNotice, Notice } from '../shared/notice';
import type { LedgerProps } from './parts';

/** Settings and history as a file, and back from one. */
export function Backup({ language, say, backup, restore }: LedgerProps): JSX.Element {
  const [busy, setBusy] = useState(false);
  const [file, setFile] = useState<File | null>(null);
  const [replace, setReplace] = useState(false);
  const [outcome, setOutcome] = useState<Fault | { readonly count: number } | null>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const during = async (work: () => Promise<Fault | number | null>): Promise<void> => {
    setOutcome(null);
    setBusy(true);
    const result = await work();
    setBusy(false);
    setOutcome(typeof result === 'number' ? { count: result } : result);
  };
  const close = (): void => setFile(null);
  return (
    <section class="card" aria-labelledby="backup">
      <h2 id="backup">{say('backup.title')}</h2>
      <p class="soft">{say('backup.text')}</p>
      <div class="tools">
        <button type="button" disabled={busy} onClick={() => void during(backup)}>{say('backup.make')}</button>
        <button type="button" disabled={busy} onClick={() => chooser.current?.click()}>{say('backup.restore')}</button>
        <input
          ref={chooser} type="file" accept=".json,application/json" hidden aria-label={say('backup.restore')}
          onChange={({ currentTarget }) => {
            setReplace(false);
            setFile(currentTarget.files?.[0] ?? null);
            currentTarget.value = '';
          }}
        />
        {busy && <span role="status">{say('backup.busy')}</span>}
      </div>
      {outcome && ('code' in outcome
        ? <FaultNotice language={language} fault={outcome} detailsLabel={say('details')} />
        : <Notice tone="good"><p>{say('backup.done', { count: outcome.count })} {say('backup.off')}</p><p>{say('backup.next')}</p></Notice>)}
      {file && (
        <Dialog
          title={say('backup.ask', { name: file.name })}
          onClose={close}
          buttons={
            <>
              <button type="button" autofocus onClick={close}>{say('cancel')}</button>
              <button type="button" class="primary" onClick={() => { close(); void during(() => restore(file, replace ? 'replace' : 'keep')); }}>{say('backup.go')}</button>
            </>
          }
        >
          <p>{say('backup.merges')}</p>
          <p>{say('backup.off')}</p>
          <div class="option">
            <input type="checkbox" id="backup-replace" checked={replace} aria-describedby="backup-replace-hint" onChange={(event) => setReplace(event.currentTarget.checked)} />
            <label for="backup-replace">{say('backup.replace')}</label>
            <p class="hint" id="backup-replace-hint">{say('backup.replaceHint')}</p>
          </div>
        </Dialog>
      )}
    </section>
  );
}
