import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Fault } from '../../lib/faults';
import type { SyncSummary } from '../../lib/messages';
import { day } from '../../lib/words/format';
import type { LedgerKey } from '../../lib/words/ledger';
import { syncLines, syncTitle, toneOf } from '../../lib/words/sync';
import { Icon } from '../shared/icon';
import { FaultNotice } from '../shared/notice';
import { refOf, type Say, type ShopProps } from './parts';

const ICONS = { off: 'dash', fine: 'check', waiting: 'info', attention: 'attention' } as const;
const TONES = { off: 'info', fine: 'good', waiting: 'info', attention: 'warning' } as const;
/** The states in the order in which an invoice goes through them. */
export const STATES = ['seen', 'waiting', 'ready', 'intent', 'sent', 'uncertain', 'booked', 'proved', 'differs', 'two-found', 'gone', 'refused', 'exported', 'skipped', 'changed'] as const;

/** The name of a state; one of a newer version is named as it is. */
export function stateName(say: Say, state: string): string {
  return STATES.some((one) => one === state) ? say(`state.${state}` as LedgerKey) : state;
}

/** What a person has to mend stands below, with its button. */
function besidesTasks(summary: SyncSummary): SyncSummary {
  return summary.held?.person ? { ...summary, held: null } : summary;
}

/** Whether it runs, when, and how many invoices stand where. */
export function Status(props: ShopProps): JSX.Element {
  const { state, view, language, say, ask, go, anchorOf, look, answer } = props;
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const { summary, sync, counts } = state;
  const shop = refOf(state.shop);
  const act = async (action: 'now' | 'cancel' | 'off'): Promise<void> => {
    setBusy(true);
    const reply = await ask({ kind: 'sync.act', shop, action });
    setBusy(false);
    setFault(reply.ok ? null : reply.fault);
    await look(true);
  };
  const again = async (): Promise<void> => {
    const done = await answer({ kind: 'documents' });
    setFault(typeof done === 'number' ? null : done);
  };
  const withoutPdf = counts['without-pdf'] ?? 0;
  const tone = summary ? toneOf(summary) : 'off';
  const options = sync ? (['attachPdf', 'promote', 'useEntryNumber'] as const).filter((name) => sync.options[name]) : [];
  const shown = STATES.filter((one) => (counts[one] ?? 0) > 0);
  return (
    <section class="card status" aria-labelledby="status">
      <div class="side">
        <h2 id="status" tabIndex={-1} data-home>{say('status.title')}</h2>
        <div class="tools">
          {sync?.on ? (
            <>
              {summary?.running ? <button type="button" disabled={busy} onClick={() => void act('cancel')}>{say('status.cancel')}</button> : <button type="button" class="primary" disabled={busy} onClick={() => void act('now')}>{say('status.now')}</button>}
              <button type="button" disabled={busy} onClick={() => void act('off')}>{say('status.off')}</button>
            </>
          ) : (
            <button type="button" class="primary" onClick={() => go(view.anchors.start)}>{say('status.on')}</button>
          )}
        </div>
      </div>
      <div class={`notice ${TONES[tone]}`} role="status">
        <Icon name={ICONS[tone]} />
        <div class="words">
          {summary && <p><strong>{syncTitle(language, summary)}</strong></p>}
          {summary?.on && syncLines(language, besidesTasks(summary)).map((line) => <p key={line}>{line}</p>)}
          {sync && !sync.on && <p>{say('off.done')}</p>}
          {summary?.progress && <progress max={Math.max(summary.progress.total, 1)} value={summary.progress.done} aria-label={say('status.title')} />}
        </div>
      </div>
      {fault && <FaultNotice language={language} fault={fault} detailsLabel={say('details')} />}
      {sync && (
        <p class="soft">
          {'date' in sync.from ? say('status.fromDate', { date: day(language, sync.from.date) }) : say('status.fromCode', { code: sync.from.code })}
          {options.length > 0 && ` ${say('status.options', { list: options.map((name) => say(`option.${name}`)).join(', ') })}`}
          {sync.on && <> <a href={`#${view.anchors.start}`}>{say('start.again')}</a></>}
        </p>
      )}
      {withoutPdf > 0 && (
        <p class="soft">
          {say('pdf.without', { count: withoutPdf })} <button type="button" class="link" onClick={() => void again()}>{say('pdf.again')}</button>
        </p>
      )}
      {shown.length > 0 && (
        <>
          <h3>{say('counts.title')}</h3>
          <ul class="states">
            {shown.map((one) => (
              <li key={one}><a href={`#${anchorOf(state.shop, one)}`}><strong>{new Intl.NumberFormat(language).format(counts[one] ?? 0)}</strong> {stateName(say, one)}</a></li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
