import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Fault } from '../../lib/faults';
import type { TestResult } from '../../lib/messages';
import { Notice } from '../shared/notice';
import { FaultHere } from './fault-here';
import type { Surroundings } from './parts';

interface Props extends Surroundings {
  /** The environment that is tested; the background chooses when there is none. */
  readonly tenantId: string | null;
}

/** Calls both systems and says, in the words of each, what came back. */
export function ConnectionTest(props: Props): JSX.Element {
  const { say, language } = props;
  const [busy, setBusy] = useState(false);
  const [result, setResult] = useState<TestResult | null>(null);
  const [fault, setFault] = useState<Fault | null>(null);

  const run = async (): Promise<void> => {
    setBusy(true);
    setFault(null);
    setResult(null);
    const reply = await props.ask({ kind: 'setup.test', ...(props.tenantId === null ? {} : { tenantId: props.tenantId }) });
    if (reply.ok) setResult(reply.value);
    else setFault(reply.fault);
    setBusy(false);
    await props.reload();
  };

  const accept = async (): Promise<void> => {
    if (props.tenantId === null) return;
    await props.ask({ kind: 'setup.acceptUser', tenantId: props.tenantId });
    await run();
  };

  const actions = { retry: () => void run(), ...(props.tenantId === null ? {} : { accept: () => void accept() }) };
  return (
    <section class="card" aria-labelledby="test-title">
      <div class="side">
        <div>
          <h2 id="test-title">{say('test.title')}</h2>
          <p class="about">{say('test.about')}</p>
        </div>
        <button type="button" disabled={busy} onClick={() => void run()}>{say(busy ? 'test.running' : 'test.run')}</button>
      </div>
      {fault && <FaultHere language={language} fault={fault} detailsLabel={say('details')} actions={actions} />}
      {result && (
        <dl class="results">
          <dt>{say('test.shopctrl')}</dt>
          <dd>
            {result.shopctrl.ok ? (
              <Notice tone="good"><p>{say('test.shopctrlOk', { user: result.shopctrl.user, count: result.shopctrl.shops })}</p></Notice>
            ) : (
              <FaultHere language={language} fault={result.shopctrl.fault} detailsLabel={say('details')} actions={actions} />
            )}
          </dd>
          <dt>{say('test.exact')}</dt>
          <dd>
            {!result.exact.ok ? (
              <FaultHere language={language} fault={result.exact.fault} detailsLabel={say('details')} actions={actions} tone={result.exact.fault.code === 'exact-no-app' ? 'info' : 'bad'} />
            ) : result.exact.user === null ? (
              <Notice tone="info"><p>{say('test.exactNone')}</p></Notice>
            ) : (
              <Notice tone="good"><p>{say('test.exactOk', { user: result.exact.user })}</p></Notice>
            )}
          </dd>
        </dl>
      )}
    </section>
  );
}
