import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { BooksView, MetRowView } from '../../lib/view/types';
import { money } from '../../lib/words/format';
import { questionText } from '../../lib/words/mapping-questions';
import { useText } from '../../lib/words/regimes';
import { Icon } from '../shared/icon';
import { ChoiceCell, TextCell } from './cells';
import type { Described } from './code-field';
import { codesFor, offeredFor, type AccountRule, type ShownRow } from './mapping-rows';
import type { Surroundings } from './parts';
import { proofText } from './proof';

interface Props extends Pick<Surroundings, 'say' | 'language'> {
  readonly shown: ShownRow;
  readonly name: string;
  readonly books: BooksView['books'];
  readonly accounts: Described | null;
  readonly costs: { readonly centers: Described | null; readonly units: Described | null } | null;
  /** Element that says which types of code fit. */
  readonly vatHint: string;
  readonly wrong: boolean;
  readonly onRule: (part: Partial<AccountRule>) => void;
  readonly onRemove: () => void;
}

/** One kind of sale: how often it was met, account and code, and below it why these are proposed and what is asked. */
export function MappingRow(props: Props): JSX.Element {
  const [own, setOwn] = useState(false);
  return props.shown.follows && !own ? <FollowingRow {...props} onOwn={() => { setOwn(true); }} /> : <OwnRow {...props} />;
}

/** What was met, in lines and amounts. */
function Met({ say, language, shown }: Pick<Props, 'say' | 'language' | 'shown'>): JSX.Element {
  const { met } = shown;
  if (met === null || met.count === 0) return <>{say('map.never')}</>;
  return (
    <span title={say('map.examples', { codes: met.examples.join(', ') })}>
      {say('map.seenCount', { count: met.count })}
      <small>{met.nets.map(({ currency, net }) => money(language, net, currency)).join(' + ')}</small>
    </span>
  );
}

/** Shipping and the like, booked as the sale that it belongs to: a line to read, and fields for who wants others. */
function FollowingRow({ say, language, shown, name, costs, onOwn }: Props & { readonly onOwn: () => void }): JSX.Element {
  const { regime, use: code } = shown.row.rule;
  const use = regime === 'no-supply' ? name : useText(language, code);
  return (
    <tr class="follows" data-row={shown.row.key}>
      {/* The sale itself stands in the row above: who sees both reads only what differs. */}
      <th scope="row"><span class="unseen">{name.slice(0, name.length - use.length)}</span>{use}</th>
      <td class="seen" data-label={say('map.seen')}><Met say={say} language={language} shown={shown} /></td>
      <td colSpan={costs ? 4 : 2}>{say('map.follows', { account: shown.wider.account, code: shown.wider.vatCode })}</td>
      <td class="act"><button type="button" class="quiet" aria-label={say('map.ownOf', { name })} onClick={onOwn}>{say('map.own')}</button></td>
    </tr>
  );
}

function OwnRow(props: Props): JSX.Element {
  const { say, shown, name, accounts, wrong, onRule } = props;
  const { row, met, wider, open } = shown;
  const { rule } = row;
  const offered = offeredFor(shown);
  const accountName = accounts?.find(([code]) => code === rule.account.trim())?.[1];
  const proof = met !== null && rule.vatCode !== '' && rule.vatCode === met.rule.vatCode ? proofText(say, met.vatCode) : '';
  const noted = offered !== null || (met?.questions.length ?? 0) > 0 || isUnfit(props);
  return (
    <>
      <tr class={`${open ? 'open' : ''} ${noted ? 'has-note' : ''}`} data-row={row.key}>
        <th scope="row">
          {name}
          {open && <small class="flag"><Icon name="attention" /> {say('map.open')}</small>}
        </th>
        <td class="seen" data-label={say('map.seen')}><Met {...props} /></td>
        <td data-label={say('map.account')}>
          <TextCell
            label={say('map.accountOf', { name })}
            value={rule.account}
            placeholder={offered?.account || wider.account}
            inputMode="numeric"
            wrong={wrong}
            {...(accounts ? { options: accounts } : {})}
            onValue={(account) => { onRule({ account }); }}
          />
          {accountName !== undefined && <small class="described">{accountName}</small>}
          {rule.account === '' && !offered?.account && wider.account !== '' && <small class="described">{say('map.wider')}</small>}
        </td>
        <td data-label={say('map.vat')}>
          <VatCode {...props} offered={offered?.vatCode ?? ''} />
          {proof !== '' && <small class="described">{proof}</small>}
          {rule.vatCode === '' && !offered?.vatCode && wider.vatCode !== '' && <small class="described">{say('map.wider')}</small>}
        </td>
        {props.costs && (
          <>
            <td data-label={say('book.costCenter')}>
              <TextCell label={say('map.costCenterOf', { name })} code value={rule.costCenter} {...(props.costs.centers ? { options: props.costs.centers } : {})} onValue={(costCenter) => { onRule({ costCenter }); }} />
            </td>
            <td data-label={say('book.costUnit')}>
              <TextCell label={say('map.costUnitOf', { name })} code value={rule.costUnit} {...(props.costs.units ? { options: props.costs.units } : {})} onValue={(costUnit) => { onRule({ costUnit }); }} />
            </td>
          </>
        )}
        <td class="act">
          {!row.standard && (met === null || met.count === 0) && <button type="button" class="quiet" aria-label={say('map.removeOf', { name })} onClick={props.onRemove}>{say('map.remove')}</button>}
        </td>
      </tr>
      {noted && (
        <tr class="noted">
          <td class="note" colSpan={props.costs ? 7 : 5}><Notes {...props} offered={offered} /></td>
        </tr>
      )}
    </>
  );
}

/** A code that the books say does not carry this kind of sale. */
function isUnfit({ books, shown: { met, row } }: Props): boolean {
  const code = row.rule.vatCode.trim();
  return books !== null && code !== '' && met !== null && met.fitting.length > 0 && !met.fitting.includes(code);
}

function Notes(props: Props & { readonly offered: ReturnType<typeof offeredFor> }): JSX.Element {
  const { say, language, shown, name, offered, onRule } = props;
  const { rule } = shown.row;
  return (
    <>
      {offered !== null && (
        <p>
          {say('map.proposal', { values: '' })}
          <ProposedValue say={say} name={say('map.account')} value={offered.account} proof={shown.met?.account} />
          {offered.account !== '' && offered.vatCode !== '' && ', '}
          <ProposedValue say={say} name={say('map.vat')} value={offered.vatCode} proof={shown.met?.vatCode} />{' '}
          <button type="button" class="link" aria-label={say('map.takeOverOf', { name })} onClick={() => { onRule({ account: offered.account || rule.account, vatCode: offered.vatCode || rule.vatCode }); }}>{say('map.takeOver')}</button>
        </p>
      )}
      {shown.met?.questions.map((question, at) => <p key={at} class="asks"><Icon name="attention" /> {questionText(language, question)}</p>)}
      {isUnfit(props) && !shown.met?.questions.some(({ code }) => code === 'saved-unfit') && <p class="asks"><Icon name="attention" /> {say('map.unfit', { code: rule.vatCode })}</p>}
    </>
  );
}

/** One proposed value, and where it comes from; nothing where none is proposed. */
function ProposedValue({ say, name, value, proof }: Pick<Surroundings, 'say'> & { readonly name: string; readonly value: string; readonly proof: MetRowView['account'] | undefined }): JSX.Element | null {
  if (value === '') return null;
  const text = proof ? proofText(say, proof) : '';
  return <>{name} {value}{text !== '' && <span class="why"> ({text})</span>}</>;
}

function VatCode({ say, shown, name, books, vatHint, wrong, onRule, offered }: Props & { readonly offered: string }): JSX.Element {
  const { rule } = shown.row;
  const label = say('map.vatOf', { name });
  const set = (vatCode: string): void => { onRule({ vatCode }); };
  if (books === null || books.vatCodes.length === 0) return <TextCell label={label} code value={rule.vatCode} placeholder={offered || shown.wider.vatCode} wrong={wrong} describedBy={vatHint} onValue={set} />;
  const { fits, others } = codesFor(books, shown.met?.fitting ?? []);
  const current = rule.vatCode.trim();
  const option = ({ code, description }: { readonly code: string; readonly description: string }): JSX.Element => <option key={code} value={code}>{`${code} · ${description}`}</option>;
  return (
    <ChoiceCell label={label} value={rule.vatCode} wrong={wrong} describedBy={vatHint} onValue={set}>
      <option value="">{offered !== '' ? say('map.proposedCode', { code: offered }) : shown.wider.vatCode !== '' ? shown.wider.vatCode : say('choose')}</option>
      {current !== '' && ![...fits, ...others].some(({ code }) => code === current) && <option value={rule.vatCode}>{say('book.notInExact', { code: current })}</option>}
      {fits.length > 0 && <optgroup label={say('map.fits')}>{fits.map(option)}</optgroup>}
      <optgroup label={say(fits.length > 0 ? 'map.others' : 'map.codes')}>{others.map(option)}</optgroup>
    </ChoiceCell>
  );
}
