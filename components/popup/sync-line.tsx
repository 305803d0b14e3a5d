import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Fault } from '../../lib/faults';
import type { Ask, Language, ShopRef, SyncSummary } from '../../lib/messages';
import { syncCard } from '../../lib/words/sync';
import { Icon, type IconName } from '../shared/icon';

const ICONS: Readonly<Record<'off' | 'fine' | 'waiting' | 'attention', IconName>> = { off: 'dash', fine: 'check', waiting: 'info', attention: 'attention' };

interface Props {
  readonly sync: SyncSummary;
  readonly shop: ShopRef;
  readonly language: Language;
  readonly ask: Ask;
  readonly refresh: () => Promise<void>;
  readonly onFault: (fault: Fault) => void;
}

/** Sync of one shop: how it stands, and its buttons; the same words as in the section. */
export function SyncLine({ sync, shop, language, ask, refresh, onFault }: Props): JSX.Element {
  const [busy, setBusy] = useState(false);
  const card = syncCard(language, shop, sync);
  // Turning off is done where its reach is seen: in the section or on the ledger page.
  const actions = card.actions.filter(({ request }) => request.kind !== 'sync.act' || request.action !== 'off');
  const order = async (request: (typeof actions)[number]['request']): Promise<void> => {
    setBusy(true);
    const reply = await ask(request);
    if (!reply.ok) onFault(reply.fault);
    await refresh();
    setBusy(false);
  };
  return (
    <div class={`sync ${card.tone}`}>
      <div class="words">
        <h3>
          <Icon name={ICONS[card.tone]} /> {card.title}
        </h3>
        {card.progress && <progress aria-label={card.title} value={card.progress.done} max={card.progress.total} />}
        {sync.on && card.lines.map((line) => <p key={line}>{line}</p>)}
      </div>
      <div class="acts">
        {actions.map(({ label, request }) => (
          <button key={label} type="button" class="small" disabled={busy} onClick={() => void order(request)}>
            {label}
          </button>
        ))}
      </div>
    </div>
  );
}
