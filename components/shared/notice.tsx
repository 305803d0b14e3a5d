import type { ComponentChildren, JSX } from 'preact';
import type { Fault } from '../../lib/faults';
import type { Language } from '../../lib/messages';
import { faultWords, type FaultAction } from '../../lib/words/faults';
import { Icon, type IconName } from './icon';

export type Tone = 'good' | 'info' | 'warning' | 'bad';

const ICONS: Readonly<Record<Tone, IconName>> = { good: 'check', info: 'info', warning: 'attention', bad: 'attention' };

/** A message in its place: icon, words, at most one action. Errors interrupt a screen reader, the rest waits its turn. */
export function Notice(props: { readonly tone: Tone; readonly children: ComponentChildren; readonly action?: ComponentChildren }): JSX.Element {
  return (
    <div class={`notice ${props.tone}`} role={props.tone === 'bad' ? 'alert' : 'status'}>
      <Icon name={ICONS[props.tone]} />
      <div class="words">{props.children}</div>
      {props.action}
    </div>
  );
}

interface FaultNoticeProps {
  readonly language: Language;
  readonly fault: Fault;
  readonly detailsLabel: string;
  /** Words for this place, where the usual ones do not fit. */
  readonly text?: string;
  /** What the fault is about, before its words. */
  readonly about?: string;
  /** Actions that this place can do; the button is left out for others. */
  readonly actions?: Partial<Readonly<Record<FaultAction, () => void>>>;
  readonly tone?: Tone;
}

/** A fault in words, its one button, and the other system's text behind "Details". */
export function FaultNotice({ language, fault, detailsLabel, text, about, actions = {}, tone = 'bad' }: FaultNoticeProps): JSX.Element {
  const words = faultWords(language, fault);
  const run = actions[words.action];
  return (
    <Notice
      tone={tone}
      action={run && words.button ? <button type="button" class="small" onClick={run}>{words.button}</button> : null}
    >
      <p>{about !== undefined && <strong>{about}: </strong>}{text ?? words.text}</p>
      {fault.detail && (
        <details>
          <summary>{detailsLabel}</summary>
          <p class="detail">{fault.detail}</p>
        </details>
      )}
    </Notice>
  );
}
