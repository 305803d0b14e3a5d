import type { JSX } from 'preact';
import { country as countryName } from '../../lib/words/format';
import { Choice, Field, SelectField } from '../shared/field';
import { ChoiceCell, CountryOptions, DayCell, TextCell } from './cells';
import { ConsumersQuestion } from './consumers-question';
import { EditTable, type EditColumn } from './edit-table';
import { KindsQuestion } from './kinds-question';
import type { ProfileProps } from './profile-props';
import type { Profile } from './rules-draft';
import { Topic } from './shop-step';

type Registration = Profile['registrations'][number];
type Warehouse = Profile['warehouses'][number];
type Period = Profile['smallBusiness'][number];

/** What decides the VAT and stands on no invoice, asked in the seller's own words. */
export function ProfileStep(props: ProfileProps): JSX.Element {
  const { say, language, draft, books, mistakes, wanted, onProfile } = props;
  const { profile } = draft.rules;
  const home = books?.books?.country ?? 'NL';
  const has = (path: string): boolean => mistakes.some(({ where }) => where.startsWith(path));
  const countryCell = <R extends { readonly country: string }>(empty: string): EditColumn<R>['cell'] => ({ row, label, wrong, set }) => (
    <ChoiceCell label={label} value={row.country} wrong={wrong} onValue={(country) => { set({ country } as Partial<R>); }}>
      <option value="">{empty}</option>
      <CountryOptions language={language} euLabel={say('countries.eu')} othersLabel={say('countries.others')} current={row.country} />
    </ChoiceCell>
  );
  const dayColumn = <R extends Period>(field: 'from' | 'to'): EditColumn<R> => ({
    field,
    label: say(`col.${field}`),
    cell: ({ row, label, wrong, set }) => <DayCell label={label} value={row[field]} wrong={wrong} onValue={(day) => { set({ [field]: day } as Partial<R>); }} />,
  });
  return (
    <>
      <div class="fields">
        <SelectField label={say('profile.home')} value={profile.homeCountry} hint={say('profile.homeHint')} onValue={(homeCountry) => { onProfile({ homeCountry }); }}>
          <option value="">{say(books?.books ? 'profile.homeExact' : 'profile.homeAssumed', { country: countryName(language, home) })}</option>
          <CountryOptions language={language} euLabel={say('countries.eu')} othersLabel={say('countries.others')} current={profile.homeCountry} />
        </SelectField>
        <div data-place="dispatch">
          <SelectField label={say('profile.dispatch')} value={profile.dispatchCountry} onValue={(dispatchCountry) => { onProfile({ dispatchCountry }); }}>
            <option value="">{countryName(language, profile.homeCountry || home)}</option>
            <CountryOptions language={language} euLabel={say('countries.eu')} othersLabel={say('countries.others')} current={profile.dispatchCountry} />
          </SelectField>
        </div>
      </div>
      <ConsumersQuestion {...props} home={profile.homeCountry || home} dayColumn={dayColumn} />
      <KindsQuestion {...props} countryCell={countryCell(say('kinds.anyCountry'))} />
      <div class="topics">
        <Topic title={say('profile.warehouses')} about={say('profile.warehousesHint')} filled={profile.warehouses.length} wanted={wanted === 'dispatch' || has('profile.warehouses')}>
          <EditTable<Warehouse>
            say={say}
            caption={say('profile.warehouses')}
            quiet
            path="profile.warehouses"
            mistakes={mistakes}
            rows={profile.warehouses}
            blank={{ warehouse: '', country: '' }}
            add={say('profile.addWarehouse')}
            columns={[
              { field: 'warehouse', label: say('profile.warehouse'), cell: ({ row, label, wrong, set }) => <TextCell label={label} value={row.warehouse} wrong={wrong} onValue={(warehouse) => { set({ warehouse }); }} /> },
              { field: 'country', label: say('col.country'), cell: countryCell(say('choose')) },
            ]}
            onRows={(warehouses) => { onProfile({ warehouses }); }}
          />
        </Topic>
        <Topic title={say('profile.registrations')} about={say('profile.registrationsHint')} filled={profile.registrations.length} wanted={wanted === 'registrations' || has('profile.registrations')}>
          <EditTable<Registration>
            say={say}
            caption={say('profile.registrations')}
            quiet
            path="profile.registrations"
            mistakes={mistakes}
            rows={profile.registrations}
            blank={{ country: '', number: '', from: '', to: '' }}
            add={say('profile.addRegistration')}
            columns={[
              { field: 'country', label: say('col.country'), cell: countryCell(say('choose')) },
              { field: 'number', label: say('col.number'), cell: ({ row, label, wrong, set }) => <TextCell label={label} value={row.number} wrong={wrong} onValue={(number) => { set({ number }); }} /> },
              dayColumn('from'),
              dayColumn('to'),
            ]}
            onRows={(registrations) => { onProfile({ registrations }); }}
          />
        </Topic>
        <Topic title={say('profile.small')} about={say('profile.smallHint')} filled={profile.smallBusiness.length} wanted={wanted === 'small' || has('profile.smallBusiness')}>
          <EditTable<Period>
            say={say}
            caption={say('profile.small')}
            quiet
            path="profile.smallBusiness"
            mistakes={mistakes}
            rows={profile.smallBusiness}
            blank={{ from: '', to: '' }}
            add={say('profile.addPeriod')}
            columns={[dayColumn('from'), dayColumn('to')]}
            onRows={(smallBusiness) => { onProfile({ smallBusiness }); }}
          />
        </Topic>
        <Topic title={say('profile.vouchers')} about={say('profile.vouchersHint')} filled={profile.voucherUse === '' ? 0 : 1} wanted={wanted === 'vouchers'}>
          <Choice
            legend={say('profile.voucherUse')}
            value={profile.voucherUse}
            options={(['payment', 'row', 'discount'] as const).map((value) => ({ value, label: say(`voucher.${value}`), hint: say(`voucher.${value}.hint`) }))}
            onValue={(voucherUse) => { onProfile({ voucherUse }); }}
          />
        </Topic>
        <Topic title={say('profile.rest')} filled={(profile.belowElsewhere > 0 ? 1 : 0) + (profile.cashBasis ? 1 : 0)} wanted={has('profile.belowElsewhere')}>
          <div class="fields">
            <Field
              label={say('profile.elsewhere')}
              value={draft.belowElsewhere}
              error={mistakes.find(({ where }) => where === 'profile.belowElsewhere')?.text}
              hint={say('profile.elsewhereHint')}
              inputMode="decimal"
              onValue={props.onElsewhere}
            />
            <label class="check">
              <input type="checkbox" checked={profile.cashBasis} onChange={(event) => { onProfile({ cashBasis: event.currentTarget.checked }); }} />
              <span>
                {say('profile.cash')}
                <small>{say('profile.cashHint')}</small>
              </span>
            </label>
          </div>
        </Topic>
      </div>
    </>
  );
}
