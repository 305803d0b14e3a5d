import type { ComponentChildren, JSX } from 'preact';
import type { Fault } from '../../lib/faults';
import type { Language } from '../../lib/messages';
import type { Shared } from './props';

export type Tone = 'none' | 'good' | 'warn' | 'bad' | 'busy' | 'info';

// One shape per meaning, so that colour is never needed to tell them apart.
const SHAPES: Readonly<Record<Tone, JSX.Element>> = {
  none: <circle cx="8" cy="8" r="5.5" stroke-dasharray="2.4 2" />,
  good: (
    <>
      <circle class="fill" cx="8" cy="8" r="7" />
      <path class="ink" d="M4.8 8.3l2.2 2.2 4.3-4.7" />
    </>
  ),
  warn: (
    <>
      <path class="fill" d="M8 1.6l7 12.6H1z" />
      <path class="ink" d="M8 6.2v3.9M8 12.2v.1" />
    </>
  ),
  bad: (
    <>
      <path class="fill" d="M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1z" />
      <path class="ink" d="M5.6 5.6l4.8 4.8M10.4 5.6l-4.8 4.8" />
    </>
  ),
  busy: <path class="spin" d="M8 2.5A5.5 5.5 0 1 1 2.5 8" />,
  info: (
    <>
      <circle cx="8" cy="8" r="6.5" />
      <path d="M8 7.3v4M8 4.7v.1" />
    </>
  ),
};

export function Icon({ tone }: { tone: Tone }): JSX.Element {
  return (
    <svg class={`icon ${tone}`} viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      {SHAPES[tone]}
    </svg>
  );
}

/** State at a glance: shape, word and colour say the same. */
export function Badge({ tone, children }: { tone: Tone; children: ComponentChildren }): JSX.Element {
  return (
    <span class={`badge ${tone}`}>
      <Icon tone={tone} />
      {children}
    </span>
  );
}

export function Notice({ tone, heading, children }: { tone: Tone; heading?: string; children: ComponentChildren }): JSX.Element {
  return (
    <div class={`notice ${tone}`} role={tone === 'bad' || tone === 'warn' ? 'alert' : 'status'}>
      <Icon tone={tone} />
      <div class="notice-body">
        {heading && <strong>{heading}</strong>}
        {children}
      </div>
    </div>
  );
}

// For a copy of the extension that can reach no background to get its words from.
const LAST_WORDS: Readonly<Record<Language, { readonly text: string; readonly action: string; readonly button: string }>> = {
  en: { text: 'The extension was updated or is not answering. Reload this page; nothing is lost.', action: 'reload', button: 'Reload this page' },
  nl: { text: 'De extensie is bijgewerkt of geeft geen antwoord. Laad deze pagina opnieuw; er is niets kwijt.', action: 'reload', button: 'Pagina opnieuw laden' },
};

/** The words of a fault, `said` where they have its particulars, and the one thing to do. */
export function FaultNotice({ shared, fault, said, heading, offer = true }: { shared: Shared; fault: Fault; said?: string | undefined; heading?: string; offer?: boolean }): JSX.Element {
  const faults = shared.words?.faults;
  const { text, action, button } = faults?.[fault.code] ?? faults?.['unexpected'] ?? LAST_WORDS[shared.language];
  const openSetup = (): void => void shared.act({ kind: 'pages.openSetup', ...(shared.shop ? { shop: { tenantId: shared.shop.tenantId, shopId: shared.shop.shopId } } : {}) });
  const ways: Readonly<Record<string, () => void>> = {
    retry: shared.retry,
    'set-up': openSetup,
    accept: openSetup,
    authenticate: shared.openConnect,
    'sign-in': shared.reload,
    reload: shared.reload,
  };
  const run = ways[action];
  const calm = fault.code === 'exact-cancelled' || action === 'none';
  return (
    <Notice tone={calm ? 'info' : 'warn'} {...(heading ? { heading } : {})}>
      <p>{said ?? text}</p>
      {fault.detail && (
        <details>
          <summary>{shared.say('details')}</summary>
          <code>{fault.detail}</code>
        </details>
      )}
      {run && offer && !(action === 'authenticate' && !shared.shop) && (
        <button type="button" onClick={run}>
          {/* Accepting is done on the set-up page, where it is seen what is accepted. */}
          {action === 'accept' ? shared.say('openSetup') : button}
        </button>
      )}
    </Notice>
  );
}

/** The shop's name and id, beside every action. */
export function ShopTag({ shared: { shop, say } }: { shared: Shared }): JSX.Element | null {
  if (!shop) return null;
  return (
    <span class="tag">
      {shop.name} <span class="id">{say('shopId', { id: String(shop.shopId) })}</span>
    </span>
  );
}
