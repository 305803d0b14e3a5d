import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { RulesForm } from '../../lib/messages';
import type { BooksView } from '../../lib/view/types';
import { day } from '../../lib/words/format';
import { reasonText } from '../../lib/words/reasons';
import { Field } from '../shared/field';
import { Icon } from '../shared/icon';
import { DayCell, TextCell } from './cells';
import { EditTable } from './edit-table';
import type { Surroundings } from './parts';
import type { Mistake, RulesDraft } from './rules-draft';

interface Props extends Pick<Surroundings, 'say' | 'language' | 'copy' | 'now'> {
  readonly draft: RulesDraft;
  readonly books: BooksView | null;
  readonly mistakes: readonly Mistake[];
  /** Proposed as the name that is kept. */
  readonly person: string;
  readonly onRules: (part: Partial<RulesForm>) => void;
}

type Confirmed = RulesForm['confirmedNumbers'][number];
const VIES = 'https://ec.europa.eu/taxation_customs/vies/#/vat-validation';

/** What a person decided with name and date: causes to book as invoiced, and VAT numbers found in VIES. */
export function ExceptionsStep({ say, language, draft, books, mistakes, person, copy, now, onRules }: Props): JSX.Element {
  const { consents, confirmedNumbers } = draft.rules;
  const [name, setName] = useState(person);
  const [nameless, setNameless] = useState(false);
  const open = (books?.waiting ?? []).flatMap((reason) => {
    const cause = reason.consent;
    return cause !== null && !consents.some((one) => one.cause === cause) ? [{ cause, reason }] : [];
  });
  const agree = (cause: string): void => {
    setNameless(name.trim() === '');
    if (name.trim() !== '') onRules({ consents: [...consents, { cause, by: name.trim(), at: now() }] });
  };
  const causeText = (cause: string): string => {
    const [code = '', country] = cause.split('|');
    return reasonText(language, { code, params: country === undefined ? {} : { country } });
  };
  return (
    <>
      <Field label={say('except.name')} value={name} error={nameless && name.trim() === '' ? say('required', { field: say('except.name') }) : undefined} hint={say('except.nameHint')} onValue={setName} />
      <fieldset data-place="consents">
        <legend>{say('consents.title')}</legend>
        <p class="hint">{say('consents.hint')}</p>
        {open.map(({ cause, reason }) => (
          <div key={cause} class="offer">
            <span>{causeText(cause)} <small>{say('kinds.waits', { count: reason.count })}</small></span>
            <button type="button" class="small" onClick={() => { agree(cause); }}>{say('consents.give')}</button>
          </div>
        ))}
        {consents.length === 0 && open.length === 0 && <p class="hint">{say('consents.none')}</p>}
        {consents.length > 0 && (
          <table class="stacks">
            <caption class="unseen">{say('consents.title')}</caption>
            <thead><tr><th scope="col">{say('consents.cause')}</th><th scope="col">{say('except.by')}</th><th scope="col">{say('except.at')}</th><td /></tr></thead>
            <tbody>
              {consents.map(({ cause, by, at }, index) => (
                <tr key={cause}>
                  <th scope="row">{causeText(cause)}</th>
                  <td data-label={say('except.by')}>{by}</td>
                  <td data-label={say('except.at')}>{day(language, at)}</td>
                  <td class="act"><button type="button" class="quiet" onClick={() => { onRules({ consents: consents.filter((_, other) => other !== index) }); }}>{say('consents.withdraw')}</button></td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </fieldset>
      <fieldset data-place="numbers">
        <legend>{say('numbers.title')}</legend>
        <p class="hint">{say('numbers.hint')}</p>
        <EditTable<Confirmed>
          say={say}
          caption={say('numbers.title')}
          quiet
          path="confirmedNumbers"
          mistakes={mistakes}
          rows={confirmedNumbers}
          blank={{ number: '', date: now().slice(0, 10), consultation: '', by: name.trim() }}
          add={say('numbers.add')}
          columns={[
            { field: 'number', label: say('col.number'), cell: ({ row, label, wrong, set }) => <TextCell label={label} value={row.number} wrong={wrong} onValue={(number) => { set({ number: number.toUpperCase().replace(/[\s.-]/g, '') }); }} /> },
            {
              field: 'by',
              label: say('numbers.look'),
              cell: ({ row }) => (
                <a class="vies" href={VIES} target="_blank" rel="noreferrer noopener" onClick={() => { if (row.number !== '') void copy(row.number); }}>
                  {say('numbers.vies')}<Icon name="outside" />
                </a>
              ),
            },
            { field: 'date', label: say('numbers.date'), cell: ({ row, label, wrong, set }) => <DayCell label={label} value={row.date} wrong={wrong} onValue={(date) => { set({ date }); }} /> },
            { field: 'consultation', label: say('numbers.consultation'), cell: ({ row, label, wrong, set }) => <TextCell label={label} value={row.consultation} wrong={wrong} onValue={(consultation) => { set({ consultation, by: row.by || name.trim() }); }} /> },
          ]}
          onRows={(next) => { onRules({ confirmedNumbers: next }); }}
        />
      </fieldset>
    </>
  );
}
