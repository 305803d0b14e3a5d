import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { arithmeticText } from '../../lib/words/arithmetic';
import { useUniqueId } from '../shared/unique-id';
import type { Fault } from '../../lib/faults';
import type { RulesForm } from '../../lib/messages';
import type { SetupShopView } from '../../lib/view/types';
import { Dialog } from '../shared/dialog';
import { Field, SelectField } from '../shared/field';
import { Icon } from '../shared/icon';
import { Notice } from '../shared/notice';
import { FaultHere } from './fault-here';
import { MappingTable } from './mapping-table';
import { MoreSettings } from './more-settings';
import type { Surroundings } from './parts';
import { checked, draftOf, isOpen, refused, takeOver, type Mistake, type RulesDraft } from './rules-draft';

interface Props extends Surroundings {
  readonly shop: SetupShopView;
  /** Shops whose settings can be taken over. */
  readonly others: readonly SetupShopView[];
  /** The form is open before anybody asked. */
  readonly openAtFirst: boolean;
  /** Grows each time that an address or a link leads to this shop; 0 while none does. */
  readonly called: number;
  readonly onForgotten: (name: string) => void;
}

/** Fields behind "More", which opens when one of them is wrong. */
const MORE = new Set(['ownDebtorPrefix', 'roundingAccount', 'roundingVatCode', 'roundingLimit', 'receivableAccount', 'vatAccount', 'referencePrefix', 'fileRecords', 'fileMegabytes']);

/** The settings of one shop, with a Save of their own. What is typed survives errors and reloads of the state. */
export function ShopRules(props: Props): JSX.Element {
  const { say, language, shop } = props;
  const arithmetic = shop.arithmetic === null ? null : arithmeticText(language, shop.arithmetic);
  const title = useUniqueId();
  const [typed, setTyped] = useState<RulesDraft | null>(null);
  const [mistakes, setMistakes] = useState<readonly Mistake[]>([]);
  const [fault, setFault] = useState<Fault | null>(null);
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const [forgetting, setForgetting] = useState(false);

  const [opened, setOpened] = useState<boolean | null>(props.called > 0 ? true : null);
  useEffect(() => { if (props.called > 0) setOpened(true); }, [props.called]);

  const isShown = opened ?? props.openAtFirst;
  const draft = typed ?? draftOf(shop);
  const unmapped = draft.rows.filter((row) => isOpen(row, draft.rows)).length;
  const change = (next: RulesDraft): void => {
    setTyped(next);
    // Once somebody works in it, it stays open, also when it is complete now.
    setOpened(true);
    setNote('');
  };
  const rules = (part: Partial<RulesForm>): void => { change({ ...draft, rules: { ...draft.rules, ...part } }); };
  const error = (where: string): string | undefined => mistakes.find((mistake) => mistake.where === where)?.text;

  const save = async (): Promise<void> => {
    const result = checked(draft, props);
    setMistakes(result.mistakes);
    setFault(null);
    setOpened(true);
    setNote('');
    if (result.mistakes.length > 0) return;
    setBusy(true);
    const reply = await props.ask({ kind: 'setup.saveRules', shop: shop.shop, rules: result.rules });
    if (reply.ok) {
      await props.reload();
      setTyped(null);
      setNote(say('saved'));
    } else {
      setFault(reply.fault);
      setMistakes(refused(reply.fault, result.rules, props));
    }
    setBusy(false);
  };

  const forget = async (): Promise<void> => {
    setForgetting(false);
    const reply = await props.ask({ kind: 'setup.forgetShop', shop: shop.shop });
    if (!reply.ok) {
      setFault(reply.fault);
      return;
    }
    setTyped(null);
    props.onForgotten(shop.name);
    await props.reload();
  };

  const copyFrom = (key: string): void => {
    const from = props.others.find((other) => other.key === key);
    if (!from) return;
    change(takeOver(draft, from));
    setNote(say('shop.copied', { name: from.name }));
  };

  return (
    <section class="card shop" id={shop.anchor} aria-labelledby={title}>
      <form noValidate onSubmit={(event) => { event.preventDefault(); }}>
        <header class="side">
          <h3 id={title}>
            {shop.name} <small>{[say('shop.id', { id: shop.id }), ...(shop.environment ? [shop.environment] : [])].join(' · ')}</small>
          </h3>
          <span class={`badge ${shop.complete ? 'good' : 'todo'}`}>
            <Icon name={shop.complete ? 'check' : 'dot'} /> {say(shop.complete ? 'shop.complete' : 'shop.incomplete')}
          </span>
          {(!isShown || !props.openAtFirst) && (
            <button type="button" class="small" aria-expanded={isShown} onClick={() => { setOpened(!isShown); }}>{say('shop.open', { name: shop.name })}</button>
          )}
        </header>
        {isShown && (
          <>
            {props.others.length > 0 && shop.rules.journal === '' && shop.rules.mapping.length === 0 && (
              <SelectField label={say('shop.copyFrom')} value="" onValue={copyFrom}>
                <option value="">{say('shop.copyFromNone')}</option>
                {props.others.map((other) => <option key={other.key} value={other.key}>{`${other.name} (${other.id})`}</option>)}
              </SelectField>
            )}
            <div class="fields">
              <Field label={say('shop.journal')} value={draft.rules.journal} error={error('journal')} hint={say('shop.journalHint')} onValue={(journal) => { rules({ journal }); }} />
              <Field label={say('shop.debtorCode')} value={draft.rules.debtorCode} error={error('debtorCode')} hint={say('shop.debtorHint')} onValue={(debtorCode) => { rules({ debtorCode }); }} />
              <Field label={say('shop.paymentCondition')} value={draft.rules.paymentCondition} error={error('paymentCondition')} hint={say('shop.paymentHint')} onValue={(paymentCondition) => { rules({ paymentCondition }); }} />
              <Field label={say('shop.itemCode')} value={draft.rules.itemCode} error={error('itemCode')} hint={say('shop.itemHint')} onValue={(itemCode) => { rules({ itemCode }); }} />
            </div>
            {unmapped > 0 && <Notice tone="warning"><p>{say('shop.unmapped', { count: unmapped })}</p></Notice>}
            <MappingTable
              say={say}
              language={language}
              rows={draft.rows}
              wrong={new Set(mistakes.filter(({ where }) => where.startsWith('row:')).map(({ where }) => where.slice(4)))}
              onRows={(rows) => { change({ ...draft, rows }); }}
            />
            <details class="more" {...(mistakes.some(({ where }) => MORE.has(where)) ? { open: true } : {})}>
              <summary>{say('more')}</summary>
              <MoreSettings say={say} draft={draft} mistakes={mistakes} onRules={rules} onDraft={(part) => { change({ ...draft, ...part }); }} />
              {arithmetic !== null && <p class="hint">{say('shop.arithmetic', { how: arithmetic })}</p>}
            </details>
            {mistakes.length > 0 && (
              <Notice tone="bad">
                <p>{say('check.title')}</p>
                <ul>{mistakes.map((mistake) => <li key={mistake.where}>{mistake.text}</li>)}</ul>
              </Notice>
            )}
            {fault && <FaultHere language={language} fault={fault} detailsLabel={say('details')} />}
            {note && <Notice tone={typed ? 'info' : 'good'}><p>{note}</p></Notice>}
            <div class="buttons">
              <button type="button" class="quiet danger" onClick={() => { setForgetting(true); }}>{say('forget.open')}</button>
              <button type="submit" class="primary" disabled={busy} onClick={() => void save()}>{busy ? say('saving') : say('save')}</button>
            </div>
          </>
        )}
      </form>
      {forgetting && (
        <Dialog
          title={say('forget.title', { name: `${shop.name} (${shop.id})` })}
          onClose={() => { setForgetting(false); }}
          buttons={
            <>
              <button type="button" autofocus onClick={() => { setForgetting(false); }}>{say('cancel')}</button>
              <button type="button" class="danger" onClick={() => void forget()}>{say('forget.yes')}</button>
            </>
          }
        >
          <p>{say('forget.text')}</p>
          <p class="strong">{say('forget.warn')}</p>
        </Dialog>
      )}
    </section>
  );
}
