import type { JSX } from 'preact';
import { Dialog } from '../shared/dialog';
import type { Surroundings } from './parts';

interface Props extends Pick<Surroundings, 'say'> {
  readonly name: string;
  readonly onForget: () => void;
  readonly onClose: () => void;
}

/** Asks once before everything about a shop goes. */
export function ForgetDialog({ say, name, onForget, onClose }: Props): JSX.Element {
  return (
    <Dialog
      title={say('forget.title', { name })}
      onClose={onClose}
      buttons={
        <>
          <button type="button" autofocus onClick={onClose}>{say('cancel')}</button>
          <button type="button" class="danger" onClick={onForget}>{say('forget.yes')}</button>
        </>
      }
    >
      <p>{say('forget.text')}</p>
      <p class="strong">{say('forget.warn')}</p>
    </Dialog>
  );
}
