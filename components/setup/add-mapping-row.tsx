import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { MappingRowView } from '../../lib/view/types';
import { regimeText, REGIME_ORDER, TAXED, USE_ORDER, useText } from '../../lib/words/regimes';
import { Field, SelectField } from '../shared/field';
import { CountryOptions } from './cells';
import { keyOf, type AccountRule } from './mapping-rows';
import type { Surroundings } from './parts';
import { typedRate } from './rules-draft';

interface Props extends Pick<Surroundings, 'say' | 'language'> {
  readonly home: string;
  readonly rows: readonly MappingRowView[];
  readonly onRows: (rows: readonly MappingRowView[]) => void;
}

/** Regimes of the home country. */
const DOMESTIC: ReadonlySet<string> = new Set(['home', 'home-zero', 'exempt', 'reverse-charge']);

/** A kind of sale that no invoice showed yet, added by hand. */
export function AddMappingRow({ say, language, home, rows, onRows }: Props): JSX.Element {
  const [regime, setRegime] = useState<AccountRule['regime']>('oss');
  const [country, setCountry] = useState('');
  const [rate, setRate] = useState('');
  const [use, setUse] = useState<AccountRule['use']>('');
  const [error, setError] = useState<{ readonly where: 'country' | 'rate' | 'row'; readonly text: string } | null>(null);
  const taxed = TAXED.has(regime);
  const asksCountry = taxed && regime !== 'home';
  const add = (): void => {
    const hundredths = taxed ? typedRate(rate) : null;
    if (asksCountry && country === '') {
      setError({ where: 'country', text: say('map.noCountry') });
      return;
    }
    if (taxed && hundredths === null) {
      setError({ where: 'rate', text: say('map.badRate') });
      return;
    }
    const rule: AccountRule = { use, regime, country: DOMESTIC.has(regime) ? home : asksCountry ? country : '', rate: hundredths, account: '', vatCode: '', costCenter: '', costUnit: '' };
    const key = keyOf(rule);
    if (rows.some((row) => row.key === key)) {
      setError({ where: 'row', text: say('map.double') });
      return;
    }
    onRows([...rows, { key, rule, standard: false }]);
    setRate('');
    setError(null);
  };
  return (
    <div class="add-row" role="group" aria-label={say('map.addTitle')}>
      <SelectField label={say('map.row')} value={regime} onValue={(value) => { setRegime(value as AccountRule['regime']); setError(null); }}>
        {REGIME_ORDER.map((value) => <option key={value} value={value}>{say(value === '' ? 'map.everyKind' : `regime.${value as Exclude<AccountRule['regime'], ''>}`)}</option>)}
      </SelectField>
      {asksCountry && (
        <SelectField label={say('col.country')} value={country} error={error?.where === 'country' ? error.text : undefined} onValue={setCountry}>
          <option value="">{say('choose')}</option>
          <CountryOptions language={language} euLabel={say('countries.eu')} othersLabel={say('countries.others')} current={country} />
        </SelectField>
      )}
      {taxed && <Field label={say('map.rate')} value={rate} error={error?.where === 'rate' ? error.text : undefined} width="short" inputMode="decimal" onValue={setRate} />}
      <SelectField label={say('map.use')} value={use} onValue={(value) => { setUse(value as AccountRule['use']); }}>
        <option value="">{say('map.useAll')}</option>
        {USE_ORDER.filter((value) => value !== '' && value !== 'revenue').map((value) => <option key={value} value={value}>{useText(language, value)}</option>)}
      </SelectField>
      <button type="button" onClick={add}>{say('map.add')}</button>
      {error?.where === 'row' && <p class="error" role="alert">{error.text}</p>}
      {!taxed && regime !== '' && <p class="hint">{regimeText(language, { regime, country: DOMESTIC.has(regime) ? home : '', rate: null })}</p>}
    </div>
  );
}
