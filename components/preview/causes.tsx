import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { PreviewCause, ShopRef } from '../../lib/messages';
import type { CauseView } from '../../lib/view/types-preview';
import { reasonText } from '../../lib/words/reasons';
import { ConfirmCause } from './confirm';
import type { PreviewProps } from './parts';

/** Why invoices wait: one card per cause, with the one thing that helps all of its invoices. */
export function Causes(props: PreviewProps & { readonly causes: readonly CauseView[] }): JSX.Element {
  const { causes, say } = props;
  return (
    <section class="card waits" aria-labelledby="waits">
      <h2 id="waits">{say('waits.title')}</h2>
      <ul>{causes.map((cause) => <CauseCard key={cause.key} {...props} cause={cause} />)}</ul>
    </section>
  );
}

function CauseCard(props: PreviewProps & { readonly cause: CauseView }): JSX.Element {
  const { cause, language, say } = props;
  const shown = cause.invoices.slice(0, 3).join(', ');
  const more = cause.count - Math.min(3, cause.invoices.length);
  const list = more > 0 ? say('waits.more', { list: shown, more }) : shown;
  return (
    <li>
      <p class="count">{say('waits.count', { count: cause.count })}</p>
      <div class="why">
        <p>{reasonText(language, cause)}</p>
        <p class="soft">
          {say('waits.examples', { list })}
          {cause.fix.kind !== 'shopctrl' && (
            <>
              {' · '}
              <a href={`#${cause.anchor}`}>{say('waits.show')}</a>
            </>
          )}
        </p>
      </div>
      <Fix {...props} cause={cause} anchor={cause.anchor} />
    </li>
  );
}

/** The one button of a cause. `anchor` leads to its invoices; without one, nothing is offered that only leads there. */
export function Fix(props: PreviewProps & { readonly cause: PreviewCause; readonly anchor?: string }): JSX.Element | null {
  const { cause: { fix }, anchor, say, ask, view } = props;
  const [asking, setAsking] = useState(false);
  const shop: ShopRef | null = view.state?.shop ? { tenantId: view.state.shop.tenantId, shopId: view.state.shop.shopId } : null;
  switch (fix.kind) {
    case 'setup':
      return shop && <button type="button" class="small" onClick={() => void ask({ kind: 'pages.openSetup', shop, at: fix.at })}>{say(`fix.${fix.at}`)}</button>;
    case 'consent':
      return (
        <>
          <button type="button" class="small" onClick={() => setAsking(true)}>{say('fix.consent')}</button>
          {asking && <ConfirmCause {...props} cause={props.cause} consent={fix.cause} onClose={() => setAsking(false)} />}
        </>
      );
    case 'shopctrl':
      return anchor === undefined ? null : <a class="button small" href={`#${anchor}`}>{say('fix.shopctrl')}</a>;
    case 'none':
      return <p class="soft none">{say(props.cause.code === 'zero-invoice' ? 'fix.zero' : 'fix.none')}</p>;
  }
}
