import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ProbeResult } from '../../lib/messages';
import { Dialog } from '../shared/dialog';
import { hostOf } from './address';
import type { Surroundings } from './parts';

interface Props {
  readonly say: Surroundings['say'];
  /** What the person typed. */
  readonly address: string;
  readonly candidates: ProbeResult['candidates'];
  readonly onConfirm: (apiBase: string) => void;
  readonly onClose: () => void;
}

/** The API answers at another host than the one that was typed: the person says whether the password may go there. */
export function HostDialog({ say, address, candidates, onConfirm, onClose }: Props): JSX.Element {
  const [chosen, setChosen] = useState(candidates[0]?.apiBase ?? '');
  return (
    <Dialog
      title={say('confirm.title')}
      onClose={onClose}
      buttons={
        <>
          <button type="button" onClick={onClose}>{say('cancel')}</button>
          <button type="button" class="primary" autofocus onClick={() => { onConfirm(chosen); }}>{say('confirm.yes')}</button>
        </>
      }
    >
      <p>{say(candidates.length > 1 ? 'confirm.many' : 'confirm.one', { address })}</p>
      {candidates.length > 1 &&
        candidates.map(({ apiBase }) => (
          <label key={apiBase} class="radio">
            <input type="radio" name="api-host" checked={apiBase === chosen} onChange={() => { setChosen(apiBase); }} />
            {hostOf(apiBase)}
          </label>
        ))}
      <p class="strong">{say('confirm.goesTo', { host: hostOf(chosen) })}</p>
    </Dialog>
  );
}
