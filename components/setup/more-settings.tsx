import type { JSX } from 'preact';
import type { RulesForm, Topic } from '../../lib/messages';
import { Choice, Field, SelectField } from '../shared/field';
import type { Surroundings } from './parts';
import type { Mistake, RulesDraft } from './rules-draft';

interface Props extends Pick<Surroundings, 'say'> {
  readonly draft: RulesDraft;
  readonly mistakes: readonly Mistake[];
  /** Whether Exact keeps the shop's VAT over the API, as learnt. */
  readonly learnt: RulesForm['override']['api'];
  readonly onRules: (part: Partial<RulesForm>) => void;
  readonly onDraft: (part: Partial<Omit<RulesDraft, 'rules' | 'rows'>>) => void;
}

const MODES = ['unknown', 'honoured', 'limited', 'ignored'] as const;
const SHAPES = ['vat-code', 'vat-amount', 'full'] as const;

/** Settings that most shops leave as they are. */
export function MoreSettings({ say, draft, mistakes, learnt, onRules, onDraft }: Props): JSX.Element {
  const { rules } = draft;
  // As the shop's own topic a file of debtors makes sense only where all customers have their own.
  const topics: readonly Topic[] = rules.debtorMode === 'own' || rules.topic === 'Accounts' ? ['GLTransactions', 'Invoices', 'Accounts'] : ['GLTransactions', 'Invoices'];
  const error = (where: string): string | undefined => mistakes.find((mistake) => mistake.where === where)?.text;
  return (
    <>
      <SelectField label={say('more.topic')} value={rules.topic} hint={say('more.topicHint')} width="wide" onValue={(value) => { onRules({ topic: value as Topic }); }}>
        {topics.map((topic) => <option key={topic} value={topic}>{say(`topic.${topic}`)}</option>)}
      </SelectField>
      <div class="fields below">
        <Field label={say('shop.itemCode')} value={rules.itemCode} error={error('itemCode')} hint={say('shop.itemHint')} onValue={(itemCode) => { onRules({ itemCode }); }} />
      </div>
      <Choice
        legend={say('more.shape')}
        value={rules.entryShape}
        options={SHAPES.map((value) => ({ value, label: say(`shape.${value}`), hint: say(`shape.${value}.hint`) }))}
        onValue={(entryShape) => { onRules({ entryShape }); }}
      />
      {rules.entryShape === 'full' && (
        <div class="fields">
          <Field label={say('more.receivable')} value={rules.receivableAccount} error={error('receivableAccount')} hint={say('more.fullOnly')} onValue={(receivableAccount) => { onRules({ receivableAccount }); }} />
          <Field label={say('more.vatAccount')} value={rules.vatAccount} error={error('vatAccount')} hint={say('more.fullOnly')} onValue={(vatAccount) => { onRules({ vatAccount }); }} />
        </div>
      )}
      <SelectField
        label={say('more.override')}
        value={rules.override.xml}
        hint={say('more.overrideHint', { learnt: say(`override.${learnt}`) })}
        width="wide"
        onValue={(xml) => { onRules({ override: { ...rules.override, xml: xml as RulesForm['override']['xml'] } }); }}
      >
        {MODES.map((mode) => <option key={mode} value={mode}>{say(`override.${mode}`)}</option>)}
      </SelectField>
      <fieldset>
        <legend>{say('more.reference')}</legend>
        <div class="fields">
          <Field label={say('more.referencePrefix')} value={rules.referencePrefix} error={error('referencePrefix')} hint={say('more.referencePrefixHint')} onValue={(referencePrefix) => { onRules({ referencePrefix }); }} />
          <label class="check">
            <input type="checkbox" checked={rules.referenceYear} onChange={(event) => { onRules({ referenceYear: event.currentTarget.checked }); }} />
            <span>
              {say('more.referenceYear')}
              <small>{say('more.referenceYearHint')}</small>
            </span>
          </label>
        </div>
      </fieldset>
      <fieldset>
        <legend>{say('more.files')}</legend>
        <p class="hint">{say('more.filesHint')}</p>
        <div class="fields">
          <Field label={say('more.fileRecords')} value={draft.fileRecords} error={error('fileRecords')} inputMode="numeric" onValue={(fileRecords) => { onDraft({ fileRecords }); }} />
          <Field label={say('more.fileSize')} value={draft.fileMegabytes} error={error('fileMegabytes')} inputMode="decimal" onValue={(fileMegabytes) => { onDraft({ fileMegabytes }); }} />
        </div>
      </fieldset>
    </>
  );
}
