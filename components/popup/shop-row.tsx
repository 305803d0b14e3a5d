import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useUniqueId } from '../shared/unique-id';
import type { Fault } from '../../lib/faults';
import type { JobView } from '../../lib/messages';
import type { PopupRow } from '../../lib/view/types';
import { moment } from '../../lib/words/format';
import { reasonText } from '../../lib/words/reasons';
import { Icon, type IconName } from '../shared/icon';
import { FaultNotice } from '../shared/notice';
import type { PopupProps } from './parts';
import { SyncLine } from './sync-line';

type Props = Pick<PopupProps, 'language' | 'say' | 'ask' | 'refresh' | 'setupAddress'> & { readonly row: PopupRow };

const ICONS: Readonly<Record<PopupRow['connection'], IconName>> = { connected: 'check', attention: 'attention', 'not-connected': 'dash' };

/** One shop: how it stands, and one click to its file. */
export function ShopRow(props: Props): JSX.Element {
  const { row, language, say, ask, refresh } = props;
  const name = useUniqueId();
  const [fault, setFault] = useState<Fault | null>(null);
  const [starting, setStarting] = useState(false);

  const download = async (): Promise<void> => {
    setStarting(true);
    setFault(null);
    const reply = await ask({ kind: 'export.startNew', shop: row.shop });
    if (!reply.ok) setFault(reply.fault);
    await refresh();
    setStarting(false);
  };
  const cancel = async (jobId: string): Promise<void> => {
    await ask({ kind: 'export.cancel', shop: row.shop, jobId });
    await refresh();
  };
  const openShop = async (): Promise<void> => {
    const reply = await ask({ kind: 'pages.openShop', shop: row.shop });
    if (!reply.ok) setFault(reply.fault);
  };
  const openSetup = (): void => void ask({ kind: 'pages.openSetup', shop: row.shop });

  const shown = fault ?? row.job?.fault ?? row.fault;
  const waits = !row.sync?.on && row.waiting !== null && row.waiting > 0;
  const waiting = row.waiting === null ? say('notRead') : row.waiting > 0 ? say('waiting', { count: row.waiting }) : say('noneWaiting');
  return (
    <li aria-labelledby={name}>
      <div class="line">
        <h2 id={name}>
          {row.name} <small>{say('shopId', { id: row.id })}</small>
        </h2>
        <span class={`state ${row.connection}`}>
          <Icon name={ICONS[row.connection]} /> {say(`state.${row.connection}`)}
        </span>
      </div>
      <div class="line">
        <div class="facts">
          {row.administration && <p>{`${row.administration.code} — ${row.administration.name}`}</p>}
          <p class={waits ? 'waiting' : 'soft'}>
            {/* With Sync on, what is in no file is no measure of anything. */}
            {!row.sync?.on && waiting}
            {row.setup !== null && (
              <>
                {!row.sync?.on && ' · '}
                <a class="missing" href={`${props.setupAddress}#${row.setup}`} onClick={(event) => { event.preventDefault(); openSetup(); }}>{row.vanished > 0 ? say('vanished', { count: row.vanished }) : say('settingsMissing')}</a>
              </>
            )}
          </p>
          {(!row.sync?.on || row.lastExport) && <p class="soft">{row.lastExport ? say('lastExport', { when: moment(language, row.lastExport) }) : say('neverExported')}</p>}
        </div>
        <div class="acts">
          <button type="button" class={waits ? 'primary' : ''} disabled={row.running || starting} onClick={() => void download()}>
            {say('download')}
          </button>
          <a href="#preview" onClick={(event) => { event.preventDefault(); void ask({ kind: 'pages.openPreview', shop: row.shop }); }}>{say('preview')}</a>
          <a href="#shop" onClick={(event) => { event.preventDefault(); void openShop(); }}>{say('shopSettings')}</a>
        </div>
      </div>
      {row.sync && <SyncLine sync={row.sync} shop={row.shop} language={language} ask={ask} refresh={refresh} onFault={setFault} />}
      {row.job && <Job {...props} job={row.job} onCancel={(jobId) => void cancel(jobId)} />}
      {shown && (
        <FaultNotice
          language={language}
          fault={shown}
          detailsLabel={say('details')}
          tone={shown.code.startsWith('export-') ? 'info' : 'warning'}
          actions={{ retry: () => void download(), 'set-up': openSetup, authenticate: () => void openShop(), 'sign-in': () => void openShop(), accept: openSetup, reload: () => { location.reload(); } }}
        />
      )}
    </li>
  );
}

function Job({ job, language, say, onCancel }: Props & { readonly job: JobView; readonly onCancel: (jobId: string) => void }): JSX.Element | null {
  if (job.phase === 'failed') return null;
  if (job.phase === 'cancelled') return <p class="outcome soft" role="status">{say('cancelled')}</p>;
  if (job.phase === 'done') {
    return (
      <div class="outcome" role="status">
        <p>
          {say('done', { count: job.records })} {job.leftOut > 0 && say('leftOut', { count: job.leftOut })}
        </p>
        {job.reasons.length > 0 && (
          <details>
            <summary>{say('details')}</summary>
            <ul>
              {job.reasons.map((reason) => (
                <li key={`${reason.code}|${JSON.stringify(reason.params)}`}>
                  {say('reason', { count: reason.count, text: reasonText(language, reason) })} <small>{reason.invoices.slice(0, 5).join(', ')}</small>
                </li>
              ))}
            </ul>
          </details>
        )}
      </div>
    );
  }
  const known = job.total > 0;
  return (
    <div class="job">
      <progress aria-label={say(job.phase)} {...(known ? { value: job.done, max: job.total } : {})} />
      <span class="soft">
        {say(job.phase)} · {known ? say('progress', { done: job.done, total: job.total }) : say('progressUnknown', { done: job.done })}
      </span>
      <button type="button" class="small" onClick={() => { onCancel(job.jobId); }}>{say('cancel')}</button>
    </div>
  );
}
