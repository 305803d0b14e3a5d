import type { JSX } from 'preact';
import { country as countryName } from '../../lib/words/format';
import { Choice } from '../shared/field';
import { ChoiceCell, DayCell } from './cells';
import { EditTable, type EditColumn } from './edit-table';
import type { ProfileProps } from './profile-props';
import type { Profile } from './rules-draft';

type ConsumerPeriod = Profile['consumers'][number];
const SCHEMES = ['oss', 'below', 'registered'] as const;

interface Props extends ProfileProps {
  readonly home: string;
  readonly dayColumn: (field: 'from' | 'to') => EditColumn<ConsumerPeriod>;
}

/** How consumers in other EU countries are taxed: one answer, or one per period where it changed. Nothing is chosen beforehand. */
export function ConsumersQuestion({ say, language, draft, mistakes, home, dayColumn, onProfile }: Props): JSX.Element {
  const { consumers } = draft.rules.profile;
  const country = countryName(language, home);
  const label = (scheme: ConsumerPeriod['scheme']): string => say(`consumers.${scheme}`, { country });
  const [only] = consumers;
  const set = (next: readonly ConsumerPeriod[]): void => { onProfile({ consumers: next }); };
  const addPeriod = <button type="button" class="small" onClick={() => { set([...consumers, { scheme: only?.scheme === 'oss' ? 'below' : 'oss', from: '', to: '' }]); }}>{say('consumers.changed')}</button>;
  return (
    <div class="asked" data-place="consumers">
      {consumers.length <= 1 ? (
        <>
          <Choice<ConsumerPeriod['scheme'] | ''>
            legend={say('profile.consumers')}
            value={only?.scheme ?? ''}
            options={SCHEMES.map((value) => ({ value, label: label(value), hint: say(`consumers.${value}.hint`, { country }) }))}
            onValue={(scheme) => { if (scheme !== '') set([{ from: '', to: '', ...only, scheme }]); }}
          />
          {only ? (
            <div class="since">
              <span>{say('consumers.since')}</span>
              <DayCell label={say('consumers.since')} value={only.from} onValue={(from) => { set([{ ...only, from }]); }} />
              <span class="hint">{say('consumers.sinceHint')}</span>
              {addPeriod}
            </div>
          ) : (
            <p class="hint">{say('consumers.none')}</p>
          )}
        </>
      ) : (
        <fieldset>
          <legend>{say('profile.consumers')}</legend>
          <p class="hint">{say('consumers.periods')}</p>
          <EditTable<ConsumerPeriod>
            say={say}
            caption={say('profile.consumers')}
            quiet
            path="profile.consumers"
            mistakes={mistakes}
            rows={consumers}
            blank={{ scheme: 'oss', from: '', to: '' }}
            add={say('profile.addPeriod')}
            columns={[
              {
                field: 'scheme',
                label: say('consumers.scheme'),
                cell: ({ row, label: name, wrong, set: change }) => (
                  <ChoiceCell label={name} value={row.scheme} wrong={wrong} onValue={(scheme) => { change({ scheme: scheme as ConsumerPeriod['scheme'] }); }}>
                    {SCHEMES.map((value) => <option key={value} value={value}>{label(value)}</option>)}
                  </ChoiceCell>
                ),
              },
              dayColumn('from'),
              dayColumn('to'),
            ]}
            onRows={set}
          />
        </fieldset>
      )}
    </div>
  );
}
