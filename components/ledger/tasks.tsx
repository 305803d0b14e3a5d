import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Fault } from '../../lib/faults';
import type { LedgerAnswer, LedgerCause, LedgerCauses, LedgerExample } from '../../lib/messages';
import { money } from '../../lib/words/format';
import { syncReasonText } from '../../lib/words/sync-reasons';
import { Icon } from '../shared/icon';
import { FaultNotice } from '../shared/notice';
import { Asking } from './by-name';
import { amounts, refOf, type ShopProps } from './parts';
import { PeriodDialog } from './period';

type Props = ShopProps & { readonly causes: LedgerCauses };

/** What needs a person, one card per cause, and below it what goes on by itself. */
export function Tasks(props: Props): JSX.Element {
  const { causes: { tasks, waiting }, say, language, answer } = props;
  const [told, setTold] = useState<Fault | string | null>(null);
  const give = async (what: LedgerAnswer): Promise<Fault | null> => {
    const done = await answer(what);
    if (typeof done !== 'number') {
      setTold(done);
      return done;
    }
    setTold(done === 0 ? null : say(what.kind === 'leave' ? 'tasks.left' : what.kind === 'seen' ? 'tasks.seen' : 'tasks.done', { count: done }));
    return null;
  };
  const retried = tasks.filter(({ retry }) => retry).length;
  return (
    <>
      <section class="card tasks" aria-labelledby="tasks">
        <div class="side">
          <h2 id="tasks">{say('tasks.title')}</h2>
          {retried > 1 && <button type="button" class="small" onClick={() => void give({ kind: 'retry' })}>{say('tasks.retryAll')}</button>}
        </div>
        {typeof told === 'string' && <p role="status" class="done"><Icon name="check" /> {told}</p>}
        {told !== null && typeof told !== 'string' && <FaultNotice language={language} fault={told} detailsLabel={say('details')} />}
        {tasks.length === 0 ? <p>{say(props.state.sync?.on === true ? 'tasks.none' : 'tasks.noneOff')}</p> : <ul>{tasks.map((cause) => <CauseCard key={cause.key} {...props} cause={cause} give={give} />)}</ul>}
      </section>
      {waiting.length > 0 && (
        <section class="card tasks" aria-labelledby="waits">
          <h2 id="waits">{say('waiting.title')}</h2>
          <ul>{waiting.map((cause) => <CauseCard key={cause.key} {...props} cause={cause} give={give} />)}</ul>
        </section>
      )}
    </>
  );
}

export type CauseProps = ShopProps & { readonly cause: LedgerCause; readonly give: (what: LedgerAnswer) => Promise<Fault | null>; /** The card of a single invoice on its own page. */ readonly single?: boolean };

/** One cause: how many and how much, why, and the one button that mends it. */
export function CauseCard(props: CauseProps): JSX.Element {
  const { cause, language, say, single } = props;
  const shown = cause.examples.slice(0, 5);
  const more = cause.count - shown.length;
  const listed = shown.map(({ code, debtor }) => (debtor === undefined ? code : `${code} (${debtor})`)).join(', ');
  return (
    <li>
      {!single && (
        <div class="count">
          <p>{cause.state === 'shop' ? say('tasks.wholeShop') : say('tasks.count', { count: cause.count })}</p>
          {cause.totals.length > 0 && <p class="soft">{amounts(language, cause.totals)}</p>}
        </div>
      )}
      <div class="why">
        <p>{syncReasonText(language, { ...cause, ...(props.state.summary ? { now: props.state.summary.at } : {}) })}</p>
        {!single && shown.length > 0 && <p class="soft">{say(shown.some(({ debtor }) => debtor !== undefined) ? 'tasks.examplesOf' : 'tasks.examples', { list: more > 0 ? say('tasks.more', { list: listed, more }) : listed })}</p>}
        {cause.fix.kind === 'choose' && cause.examples.map((example) => <Choose key={example.invoiceId} {...props} example={example} />)}
        <details class="raw"><summary>{say('details')}</summary><p class="detail">{cause.code} {JSON.stringify(cause.params)}</p></details>
      </div>
      <div class="fix"><Fix {...props} /></div>
    </li>
  );
}

/** The entries in Exact that may be this invoice. */
function Choose(props: CauseProps & { readonly example: LedgerExample }): JSX.Element {
  const { example, say, language, give } = props;
  return (
    <div class="choose">
      <p><strong>{example.code}</strong></p>
      <ul class="plain">
        {example.found.map((entry) => (
          <li key={entry.entryId}>
            {say('invoice.foundLine', { number: String(entry.entryNumber), type: say(entry.type === 21 ? 'invoice.type21' : 'invoice.type20'), amount: money(language, entry.gross, entry.currency) })}{' '}
            <button type="button" class="small" onClick={() => void give({ kind: 'adopt', invoiceId: example.invoiceId, entryId: entry.entryId })}>{say('fix.adopt', { number: String(entry.entryNumber) })}</button>
          </li>
        ))}
      </ul>
      {example.found.length > 1 && <p class="soft">{say('choose.others')}</p>}
      <Leave {...props} code={example.code} many={1} what={{ invoiceId: example.invoiceId }} />
    </div>
  );
}

/** Takes invoices out of Sync's hands, by name. */
function Leave(props: CauseProps & { readonly code: string; readonly many: number; readonly what: { readonly invoiceId: number } | { readonly cause: string } }): JSX.Element {
  const { say, give, code, many: count, what } = props;
  const [asking, setAsking] = useState(false);
  return (
    <>
      <button type="button" class="link" onClick={() => setAsking(true)}>{say('fix.leave', { count })}</button>
      {asking && (
        <Asking {...props} named title={say('leave.title', { count })} yes={say('leave.yes', { count })} onYes={(by) => give({ kind: 'leave', ...what, by })} onClose={() => setAsking(false)}>
          <p>{say('leave.text', { code, count })}</p>
        </Asking>
      )}
    </>
  );
}

type Question = 'consent' | 'native' | 'exported' | 'gone' | 'promote' | 'period';

/** The one button of a cause, and "try again" where a person may have mended it elsewhere. */
function Fix(props: CauseProps): JSX.Element {
  const { cause, say, ask, state, look, give, single } = props;
  const [asking, setAsking] = useState<Question | null>(null);
  const shop = refOf(state.shop);
  const { fix, examples: [first] } = cause;
  const close = (): void => setAsking(null);
  const only = single || cause.count === 1 ? first?.invoiceId : undefined;
  const button = (label: string, run: () => void): JSX.Element => <button type="button" class="small strong" onClick={run}>{label}</button>;
  const main = ((): JSX.Element | null => {
    switch (fix.kind) {
      case 'setup':
        return button(say(`fix.${fix.at}`), () => void ask({ kind: 'pages.openSetup', shop, at: fix.at }));
      case 'login':
        return button(say('fix.login'), () => void ask({ kind: 'pages.openSetup', shop }));
      case 'consent':
        return button(say('fix.consent'), () => setAsking('consent'));
      case 'shopctrl':
        return first && first.address !== '' ? <a class="button" href={first.address} target="_blank" rel="noreferrer">{say('fix.shopctrl')} <Icon name="outside" /></a> : null;
      case 'exact':
      case 'choose':
        return state.exactAddress === '' ? null : <a class="button" href={state.exactAddress} target="_blank" rel="noreferrer">{say('fix.exact')} <Icon name="outside" /></a>;
      case 'reconnect':
      case 'connect':
        return button(say(`fix.${fix.kind}`), () => void ask({ kind: 'pages.openShop', shop }));
      case 'native':
        return button(say('fix.native'), () => setAsking('native'));
      case 'promote':
        return button(say('fix.promote'), () => setAsking('promote'));
      case 'not-imported':
        return button(say('fix.notImported'), () => setAsking('exported'));
      case 'period':
        return button(say('fix.period'), () => setAsking('period'));
      case 'book-again':
        return button(say('fix.bookAgain'), () => setAsking('gone'));
      case 'seen':
        return button(say('fix.seen'), () => void give({ kind: 'seen', ...(only === undefined ? {} : { invoiceId: only }) }));
      case 'release':
        return button(say('fix.release'), () => void give({ kind: 'retry' }));
      case 'none':
      case 'retry':
        return null;
    }
  })();
  const retry: LedgerAnswer = single && first ? { kind: 'retry', invoiceId: first.invoiceId } : { kind: 'retry', cause: cause.key };
  return (
    <>
      {main}
      {cause.retry && <button type="button" class={fix.kind === 'retry' ? 'small strong' : 'link'} onClick={() => void give(retry)}>{say(fix.kind === 'choose' ? 'tasks.look' : 'tasks.retry')}</button>}
      {cause.leave && fix.kind !== 'choose' && <Leave {...props} code={first?.code ?? ''} many={cause.count} what={only === undefined ? { cause: cause.key } : { invoiceId: only }} />}
      {asking === 'consent' && fix.kind === 'consent' && (
        <Asking
          {...props} named title={say('consent.title')} yes={say('consent.yes')} onClose={close}
          onYes={async (by) => {
            const reply = await ask({ kind: 'preview.confirm', shop, by, what: { kind: 'cause', cause: fix.cause } });
            return reply.ok ? give({ kind: 'retry', cause: cause.key }) : reply.fault;
          }}
        >
          <p>{syncReasonText(props.language, cause)}</p>
          <p>{say('consent.text')}</p>
        </Asking>
      )}
      {asking === 'native' && <Asking {...props} named title={say('native.title')} yes={say('native.yes')} onYes={(by) => give({ kind: 'native-off', by })} onClose={close}><p>{say('native.text')}</p></Asking>}
      {asking === 'exported' && <Asking {...props} title={say('exported.title')} yes={say('exported.yes')} onYes={() => give({ kind: 'not-imported', ...(only === undefined ? {} : { invoiceId: only }) })} onClose={close}><p>{say('exported.text', { count: cause.count })}</p></Asking>}
      {asking === 'gone' && <Asking {...props} title={say('gone.title')} yes={say('gone.yes')} onYes={() => give({ kind: 'book-again', ...(only === undefined ? {} : { invoiceId: only }) })} onClose={close}><p>{say('gone.text', { count: cause.count })}</p></Asking>}
      {asking === 'promote' && state.sync && (
        <Asking
          {...props} title={say('promote.title')} yes={say('promote.yes')} onClose={close}
          onYes={async () => {
            const reply = state.sync && (await ask({ kind: 'ledger.options', shop, options: { ...state.sync.options, promote: true } }));
            await look(true);
            return !reply || reply.ok ? null : reply.fault;
          }}
        >
          <p>{say('promote.text')}</p>
        </Asking>
      )}
      {asking === 'period' && fix.kind === 'period' && <PeriodDialog {...props} month={fix.month} onClose={close} />}
    </>
  );
}
