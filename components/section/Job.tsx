import type { JSX } from 'preact';
import type { JobView, ReasonGroup, ShopRef } from '../../lib/messages';
import { number } from '../../lib/words/format';
import { FaultNotice, Notice } from './parts';
import type { Shared } from './props';

/** The running or last export: progress with counts, or how it ended. */
export function Job({ shared, job, shop }: { shared: Shared; job: JobView; shop: ShopRef }): JSX.Element {
  const { say, act, busy, local } = shared;
  if (job.phase === 'reading' || job.phase === 'deciding' || job.phase === 'writing') {
    const counted = job.total > 0 ? say('counted', { done: job.done, total: job.total }) : say('countedOpen', { done: job.done });
    return (
      <div class="job">
        <div class="job-line">
          <span role="status">{say(job.phase)}</span>
          <span class="count">
            {counted}
            {job.leftOut > 0 && ` · ${say('jobLeftOut', { count: job.leftOut })}`}
          </span>
          {!local.dialog && (
            <button type="button" disabled={busy.includes('export.cancel')} onClick={() => void act({ kind: 'export.cancel', shop, jobId: job.jobId })}>
              {say('cancel')}
            </button>
          )}
        </div>
        <div
          class={`bar ${job.total > 0 ? '' : 'open'}`}
          role="progressbar"
          aria-label={say(job.phase)}
          aria-valuetext={counted}
          {...(job.total > 0 ? { 'aria-valuenow': job.done, 'aria-valuemin': 0, 'aria-valuemax': job.total } : {})}
        >
          <div style={{ width: job.total > 0 ? `${String(Math.min(100, (job.done / job.total) * 100))}%` : '30%' }} />
        </div>
      </div>
    );
  }
  return (
    <div class="job">
      {job.phase === 'failed' && <FaultNotice shared={shared} fault={job.fault ?? { code: 'unexpected' }} heading={say('failed')} offer={!local.dialog && job.fault?.code !== 'offline'} />}
      {job.phase === 'cancelled' && <Notice tone="info">{say('cancelled')}</Notice>}
      {job.phase === 'done' && (
        <Notice tone={job.records > 0 ? 'good' : 'info'} heading={job.records > 0 ? say('done', { count: job.records }) : say('doneNone')}>
          {job.records > 0 && <p>{say('saves')}</p>}
        </Notice>
      )}
      {job.leftOut > 0 && (
        <>
          <h4>{say('leftOut', { count: job.leftOut })}</h4>
          <Reasons shared={shared} groups={job.reasons} />
        </>
      )}
    </div>
  );
}

/** Equal reasons as one line each: how many, why, what to do, and which invoices. */
export function Reasons({ shared, groups }: { shared: Shared; groups: readonly ReasonGroup[] }): JSX.Element {
  const { say, language } = shared;
  return (
    <ul class="reasons">
      {groups.map((group, index) => (
        <li key={`${group.code}${String(index)}`}>
          <span class="times">{number(language, group.count)}</span>
          <div>
            <p>{group.text ?? group.code}</p>
            {group.invoices.length > 0 && (
              <details>
                <summary>{say('examples', { list: shortList(group, say) })}</summary>
                <p>{group.invoices.join(', ')}</p>
              </details>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}

function shortList(group: ReasonGroup, say: Shared['say']): string {
  const shown = group.invoices.slice(0, 3).join(', ');
  const more = group.count - Math.min(3, group.invoices.length);
  return more > 0 ? say('andMore', { list: shown, more }) : shown;
}
