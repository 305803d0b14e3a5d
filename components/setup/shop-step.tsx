import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Icon, type IconName } from '../shared/icon';
import type { Surroundings } from './parts';

/** How a step stands: nothing to do, a question open, something that needs a person, or only for those who want it. */
export type PartState = 'done' | 'question' | 'attention' | 'optional';

const ICONS: Readonly<Record<PartState, IconName>> = { done: 'check', question: 'dot', attention: 'attention', optional: 'dash' };

interface Props extends Pick<Surroundings, 'say'> {
  readonly title: string;
  /** What is set now, in a line. */
  readonly summary: string;
  readonly state: PartState;
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
  readonly children: ComponentChildren;
}

/** One foldable step of a shop's settings: closed it says how it stands, open it holds its fields. */
export function ShopStep({ say, title, summary, state, open, onOpen, children }: Props): JSX.Element {
  return (
    <details class={`step ${state}`} open={open} onToggle={(event) => { if (event.currentTarget.open !== open) onOpen(event.currentTarget.open); }}>
      <summary>
        <span class="mark"><Icon name={ICONS[state]} /></span>
        <span class="words">
          <span class="name">{title}</span>
          {summary !== '' && <small>{summary}</small>}
        </span>
        <span class="state">{say(`part.${state}`)}</span>
      </summary>
      {open && <div class="step-body">{children}</div>}
    </details>
  );
}

interface TopicProps {
  readonly title: string;
  readonly about?: string;
  /** How much stands in it. */
  readonly filled: number;
  /** Something in it needs the person: it opens, and is not closed again by itself. */
  readonly wanted?: boolean;
  readonly children: ComponentChildren;
}

/** A rarely needed topic within a step. */
export function Topic({ title, about, filled, wanted = false, children }: TopicProps): JSX.Element {
  const [open, setOpen] = useState(wanted);
  useEffect(() => { if (wanted) setOpen(true); }, [wanted]);
  return (
    <details class="more topic" open={open} onToggle={(event) => { setOpen(event.currentTarget.open); }}>
      <summary>{title}{filled > 0 && <span class="count">{filled}</span>}</summary>
      {about !== undefined && <p class="hint">{about}</p>}
      {children}
    </details>
  );
}
