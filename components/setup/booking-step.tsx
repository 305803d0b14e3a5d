import type { JSX } from 'preact';
import type { RulesForm } from '../../lib/messages';
import type { BooksView } from '../../lib/view/types';
import { country as countryName } from '../../lib/words/format';
import { Choice, Field } from '../shared/field';
import { ChoiceCell, CountryOptions, TextCell } from './cells';
import { accountsOf, CodeField, CodeOptions, conditionsOf, costsOf, journalsOf, noVatCodesOf, type Described } from './code-field';
import { EditTable } from './edit-table';
import { MoreSettings } from './more-settings';
import type { Surroundings } from './parts';
import { proofText } from './proof';
import type { Mistake, RulesDraft } from './rules-draft';
import { Topic } from './shop-step';

interface Props extends Pick<Surroundings, 'say' | 'language'> {
  readonly draft: RulesDraft;
  readonly books: BooksView | null;
  readonly mistakes: readonly Mistake[];
  readonly wanted: string;
  /** How ShopCtrl adds up, in words; null while unknown. */
  readonly arithmetic: string | null;
  readonly onRules: (part: Partial<RulesForm>) => void;
  readonly onDraft: (part: Partial<Omit<RulesDraft, 'rules' | 'rows'>>) => void;
}

/** Fields behind "More", which opens when one of them is wrong. */
const MORE: ReadonlySet<string> = new Set(['receivableAccount', 'vatAccount', 'referencePrefix', 'fileRecords', 'fileMegabytes', 'itemCode']);

const TAXED_ABROAD: ReadonlySet<string> = new Set(['oss', 'local', 'foreign']);

/** Countries whose VAT was met in the last 90 days and that have no collective debtor of their own. */
function countriesWithout(debtors: RulesForm['debtors'], books: BooksView | null): readonly string[] {
  const named = new Set(debtors.filter(({ code }) => code.trim() !== '').map(({ country }) => country));
  const met = (books?.met ?? []).filter(({ rule, count }) => count > 0 && TAXED_ABROAD.has(rule.regime)).map(({ rule }) => rule.country);
  return [...new Set(met)].filter((country) => country !== '' && !named.has(country)).sort();
}

/** Journal, debtors, payment conditions and what else a sales entry carries. */
export function BookingStep(props: Props): JSX.Element {
  const { say, language, draft, books, mistakes, wanted, onRules, onDraft } = props;
  const { rules } = draft;
  const error = (where: string): string | undefined => mistakes.find((mistake) => mistake.where === where)?.text;
  const has = (path: string): boolean => mistakes.some(({ where }) => where.startsWith(path));
  const proposedJournal = books && rules.journal === '' && books.journal.code !== '' ? books.journal : null;
  const lacking = rules.debtorMode === 'collective' ? countriesWithout(rules.debtors, books) : [];
  const codeCell = (label: string, value: string, options: Described | null, wrong: boolean, onValue: (value: string) => void): JSX.Element =>
    options === null || options.length === 0 ? (
      <TextCell label={label} value={value} wrong={wrong} onValue={onValue} />
    ) : (
      <ChoiceCell label={label} value={value} wrong={wrong} onValue={onValue}><CodeOptions say={say} options={options} current={value} none={say('choose')} /></ChoiceCell>
    );
  return (
    <>
      <div class="fields" data-place="journal">
        <CodeField
          say={say}
          label={say('shop.journal')}
          value={rules.journal}
          options={journalsOf(books)}
          none={say('choose')}
          error={error('journal')}
          hint={
            proposedJournal ? (
              <>
                {say('book.proposed', { code: proposedJournal.code, proof: proofText(say, proposedJournal.proof) })}{' '}
                <button type="button" class="link" onClick={() => { onRules({ journal: proposedJournal.code }); }}>{say('map.takeOver')}</button>
              </>
            ) : (
              say('shop.journalHint')
            )
          }
          onValue={(journal) => { onRules({ journal }); }}
        />
        <CodeField say={say} label={say('shop.paymentCondition')} value={rules.paymentCondition} options={conditionsOf(books)} none={say('choose')} error={error('paymentCondition')} hint={say('shop.paymentHint')} onValue={(paymentCondition) => { onRules({ paymentCondition }); }} />
      </div>
      <div data-place="debtor">
        <Choice
          legend={say('more.debtors')}
          value={rules.debtorMode}
          options={(['collective', 'own'] as const).map((value) => ({ value, label: say(`debtor.${value}`), hint: say(`debtor.${value}.hint`) }))}
          onValue={(debtorMode) => { onRules({ debtorMode }); }}
        />
        <div class="fields below">
          <Field label={say('shop.debtorCode')} value={rules.debtorCode} error={error('debtorCode')} hint={say('shop.debtorHint')} onValue={(debtorCode) => { onRules({ debtorCode }); }} />
          <Field label={say('more.prefix')} value={rules.ownDebtorPrefix} error={error('ownDebtorPrefix')} hint={say('more.prefixHint')} onValue={(ownDebtorPrefix) => { onRules({ ownDebtorPrefix }); }} />
        </div>
      </div>
      <div class="topics">
        <Topic title={say('book.debtors')} about={say('book.debtorsHint')} filled={rules.debtors.length} wanted={has('debtors')}>
          {lacking.length > 0 && <p class="hint">{say('book.debtorsLacking', { countries: lacking.map((one) => countryName(language, one)).join(', ') })}</p>}
          <EditTable<RulesForm['debtors'][number]>
            say={say}
            caption={say('book.debtors')}
            quiet
            path="debtors"
            mistakes={mistakes}
            rows={rules.debtors}
            blank={{ country: '', code: '' }}
            add={say('book.addDebtor')}
            columns={[
              {
                field: 'country',
                label: say('col.country'),
                cell: ({ row, label, wrong, set }) => (
                  <ChoiceCell label={label} value={row.country} wrong={wrong} onValue={(country) => { set({ country }); }}>
                    <option value="">{say('choose')}</option>
                    <CountryOptions language={language} euLabel={say('countries.eu')} othersLabel={say('countries.others')} current={row.country} />
                  </ChoiceCell>
                ),
              },
              { field: 'code', label: say('shop.debtorCode'), cell: ({ row, label, wrong, set }) => <TextCell label={label} value={row.code} wrong={wrong} onValue={(code) => { set({ code }); }} /> },
            ]}
            onRows={(debtors) => { onRules({ debtors }); }}
          />
        </Topic>
        <Topic title={say('book.journals')} about={say('book.journalsHint')} filled={rules.journals.length} wanted={has('journals')}>
          <EditTable<RulesForm['journals'][number]>
            say={say}
            caption={say('book.journals')}
            quiet
            path="journals"
            mistakes={mistakes}
            rows={rules.journals}
            blank={{ currency: '', journal: '' }}
            add={say('book.addJournal')}
            columns={[
              { field: 'currency', label: say('book.currency'), cell: ({ row, label, wrong, set }) => <TextCell label={label} code value={row.currency} wrong={wrong} {...(books?.books ? { options: books.books.currencies.map((code) => [code, code] as const) } : {})} onValue={(currency) => { set({ currency: currency.toUpperCase() }); }} /> },
              { field: 'journal', label: say('shop.journal'), cell: ({ row, label, wrong, set }) => codeCell(label, row.journal, journalsOf(books), wrong, (journal) => { set({ journal }); }) },
            ]}
            onRows={(journals) => { onRules({ journals }); }}
          />
        </Topic>
        <Topic title={say('book.conditions')} about={say('book.conditionsHint')} filled={rules.paymentConditions.length} wanted={has('paymentConditions')}>
          <EditTable<RulesForm['paymentConditions'][number]>
            say={say}
            caption={say('book.conditions')}
            quiet
            path="paymentConditions"
            mistakes={mistakes}
            rows={rules.paymentConditions}
            blank={{ paymentTypeId: 0, code: '' }}
            add={say('book.addCondition')}
            columns={[
              { field: 'paymentTypeId', label: say('book.paymentType'), cell: ({ row, label, wrong, set }) => <TextCell label={label} code inputMode="numeric" value={row.paymentTypeId === 0 ? '' : String(row.paymentTypeId)} wrong={wrong} onValue={(text) => { set({ paymentTypeId: Number(text.replace(/\D/g, '').slice(0, 9)) }); }} /> },
              { field: 'code', label: say('shop.paymentCondition'), cell: ({ row, label, wrong, set }) => codeCell(label, row.code, conditionsOf(books), wrong, (code) => { set({ code }); }) },
            ]}
            onRows={(paymentConditions) => { onRules({ paymentConditions }); }}
          />
        </Topic>
        <div data-place="rounding">
          <Topic title={say('more.rounding')} about={say('more.roundingHint')} filled={rules.roundingAccount === '' ? 0 : 1} wanted={wanted === 'rounding' || has('rounding')}>
            <div class="fields three">
              <CodeField say={say} label={say('more.roundingAccount')} value={rules.roundingAccount} options={accountsOf(books)} none={say('choose')} error={error('roundingAccount')} onValue={(roundingAccount) => { onRules({ roundingAccount }); }} />
              <CodeField say={say} label={say('more.roundingVatCode')} value={rules.roundingVatCode} options={noVatCodesOf(books)} none={say('choose')} error={error('roundingVatCode')} onValue={(roundingVatCode) => { onRules({ roundingVatCode }); }} />
              <Field label={say('more.roundingLimit')} value={draft.roundingLimit} error={error('roundingLimit')} inputMode="numeric" onValue={(roundingLimit) => { onDraft({ roundingLimit }); }} />
            </div>
          </Topic>
        </div>
        <Topic title={say('book.lines')} filled={(rules.grouping === 'lines' ? 0 : 1) + (rules.costCenter === '' ? 0 : 1) + (rules.costUnit === '' ? 0 : 1)} wanted={has('costCenter') || has('costUnit')}>
          <Choice
            legend={say('book.grouping')}
            value={rules.grouping}
            options={(['lines', 'accounts'] as const).map((value) => ({ value, label: say(`grouping.${value}`), hint: say(`grouping.${value}.hint`) }))}
            onValue={(grouping) => { onRules({ grouping }); }}
          />
          <div class="fields below">
            <CodeField say={say} label={say('book.costCenter')} value={rules.costCenter} options={costsOf(books, 'costCenters')} none={say('book.noCost')} error={error('costCenter')} hint={say('book.costHint')} onValue={(costCenter) => { onRules({ costCenter }); }} />
            <CodeField say={say} label={say('book.costUnit')} value={rules.costUnit} options={costsOf(books, 'costUnits')} none={say('book.noCost')} error={error('costUnit')} onValue={(costUnit) => { onRules({ costUnit }); }} />
          </div>
        </Topic>
        <div data-place="more">
          <Topic title={say('more')} filled={0} wanted={wanted === 'more' || mistakes.some(({ where }) => MORE.has(where))}>
            <MoreSettings say={say} draft={draft} mistakes={mistakes} learnt={books?.learnt ?? 'unknown'} onRules={onRules} onDraft={onDraft} />
            {props.arithmetic !== null && <p class="hint">{say('shop.arithmetic', { how: props.arithmetic })}</p>}
          </Topic>
        </div>
      </div>
    </>
  );
}
