import type { JSX } from 'preact';
import type { ShopRef, Topic } from '../../lib/messages';
import { Files } from './Files';
import { Job, Reasons } from './Job';
import { Badge, Notice, ShopTag } from './parts';
import { type SureState, type Shared } from './props';
import type { SectionKey } from '../../lib/words/section.en';

const TOPICS: readonly Topic[] = ['GLTransactions', 'Invoices', 'Accounts'];

/** The half of the section that makes files; `unset`: an export was refused because of settings that are missing. */
export function Export({ shared, state, unset }: { shared: Shared; state: SureState | null; unset: boolean }): JSX.Element {
  const { say, act, byHand, busy, shop, local, set } = shared;
  const data = state?.export ?? null;
  const from = local.from ?? data?.from ?? '';
  const to = local.to ?? data?.to ?? '';
  const topics = data?.topics ?? TOPICS;
  const topic = local.topic && topics.includes(local.topic) ? local.topic : (data?.topic ?? 'GLTransactions');
  const complete = isDate(from) && isDate(to);
  const ordered = complete && from <= to;
  const phase = data?.job?.phase;
  const running = phase === 'reading' || phase === 'deciding' || phase === 'writing' || busy.includes('export.start');
  const ref: ShopRef | null = shop && { tenantId: shop.tenantId, shopId: shop.shopId };
  return (
    <div class="block">
      <div class="block-head">
        <h3>{say('exportHeading')}</h3>
        {data && (data.waiting > 0 ? <Badge tone="info">{say('waiting', { count: data.waiting })}</Badge> : data.files.length > 0 && <Badge tone="good">{say('waitingNone')}</Badge>)}
      </div>
      <p>{say('exportText')}</p>
      <div class="fields">
        <div class="field">
          <label for="from">{say('from')}</label>
          <input id="from" type="date" required disabled={!ref} value={from} max={to} onInput={(event) => set({ from: event.currentTarget.value })} />
        </div>
        <div class="field">
          <label for="to">{say('to')}</label>
          <input id="to" type="date" required disabled={!ref} value={to} min={from} onInput={(event) => set({ to: event.currentTarget.value })} />
        </div>
        <div class="field">
          <label for="topic">{say('topic')}</label>
          <select id="topic" disabled={!ref} value={topic} aria-describedby="topic-text" onChange={(event) => set({ topic: event.currentTarget.value as Topic })}>
            {topics.map((each) => (
              <option key={each} value={each}>
                {say(each)}
              </option>
            ))}
          </select>
        </div>
      </div>
      <p id="topic-text" class="quiet">
        {say(`explain${topic}`)}
      </p>
      {data?.noEntryNumbers && topic !== 'Accounts' && <Notice tone="warn">{say('noNumbers')}</Notice>}
      {data && data.settingsMissing.length > 0 && ref && (
        <Notice tone={unset ? 'warn' : 'info'}>
          <p>{say('settingsMissing', { list: data.settingsMissing.map((name) => say(`set.${name}` as SectionKey) || name).join(', ') })}</p>
          {!local.dialog && (
            <button type="button" onClick={() => void act({ kind: 'pages.openSetup', shop: ref })}>
              {say('openSetup')}
            </button>
          )}
        </Notice>
      )}
      {ref && !ordered && (from || to) && (
        <p class="wrong" role="alert">
          {say(complete ? 'periodWrong' : 'periodMissing')}
        </p>
      )}
      <div class="actions">
        <button
          type="button"
          class="primary"
          disabled={!ref || !ordered || running}
          onClick={byHand(() => {
            if (!ref) return;
            // The next export begins elsewhere; what the person sees stays.
            set({ from, to });
            void act({ kind: 'export.start', shop: ref, from, to, topic });
          })}
        >
          {say('download')}
        </button>
        {ref && (
          <button type="button" onClick={() => void act({ kind: 'pages.openPreview', shop: ref })}>
            {say('preview')}
          </button>
        )}
        <ShopTag shared={shared} />
      </div>
      {data?.job && ref && <Job shared={shared} job={data.job} shop={ref} />}
      {data && data.findings.length > 0 && (
        <div class="findings">
          <h4>{say('findings')}</h4>
          <Reasons shared={shared} groups={data.findings} />
        </div>
      )}
      {data && data.files.length > 0 && ref && <Files shared={shared} files={data.files} shop={ref} />}
    </div>
  );
}

function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text);
}
