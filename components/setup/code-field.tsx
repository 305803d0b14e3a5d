import type { ComponentChildren, JSX } from 'preact';
import type { BooksView } from '../../lib/view/types';
import { Field, SelectField } from '../shared/field';
import type { Surroundings } from './parts';

export type Described = readonly (readonly [code: string, description: string])[];

interface Props extends Pick<Surroundings, 'say'> {
  readonly label: string;
  readonly value: string;
  /** What Exact offers; null where nobody knows: then the code is typed. */
  readonly options: Described | null;
  /** The first option, which stands for the empty code. */
  readonly none: string;
  readonly hint?: ComponentChildren;
  readonly error?: string | undefined;
  readonly onValue: (value: string) => void;
}

/** A code of the administration: chosen from what Exact offers, typed without books. A saved code that is gone stays visible, and says so. */
export function CodeField({ say, label, value, options, none, hint, error, onValue }: Props): JSX.Element {
  if (options === null || options.length === 0) return <Field label={label} value={value} error={error} hint={hint} onValue={onValue} />;
  return (
    <SelectField label={label} value={value} error={error} hint={hint} onValue={onValue}>
      <CodeOptions say={say} options={options} current={value} none={none} />
    </SelectField>
  );
}

/** The options of a code. */
export function CodeOptions({ say, options, current, none }: Pick<Props, 'say' | 'none'> & { readonly options: Described; readonly current: string }): JSX.Element {
  return (
    <>
      <option value="">{none}</option>
      {current !== '' && !options.some(([code]) => code === current) && <option value={current}>{say('book.notInExact', { code: current })}</option>}
      {options.map(([code, description]) => <option key={code} value={code}>{`${code} · ${description}`}</option>)}
    </>
  );
}

const SALES_JOURNAL = 20;

/** Sales journals that are not blocked, with their currency. */
export function journalsOf(view: BooksView | null): Described | null {
  return view?.books?.journals.filter(({ type, blocked }) => type === SALES_JOURNAL && !blocked).map(({ code, description, currency }) => [code, `${description} (${currency})`] as const) ?? null;
}

/** Payment conditions without discount: a discount on payment would change the VAT. */
export function conditionsOf(view: BooksView | null): Described | null {
  return view?.books?.paymentConditions.filter(({ discount }) => discount === 0).map(({ code, description }) => [code, description] as const) ?? null;
}

export function costsOf(view: BooksView | null, which: 'costCenters' | 'costUnits'): Described | null {
  return view?.books?.[which].map(({ code, description }) => [code, description] as const) ?? null;
}

/** Ledger accounts for a line, revenue first: receivables and VAT are none. */
export function accountsOf(view: BooksView | null): Described | null {
  const accounts = view?.books?.accounts.filter(({ type, blocked }) => !blocked && type !== 20 && type !== 24) ?? null;
  return accounts && [...accounts].sort((a, b) => Number(b.type === 110) - Number(a.type === 110)).map(({ code, description }) => [code, description] as const);
}

/** VAT codes without VAT, for the rounding line. */
export function noVatCodesOf(view: BooksView | null): Described | null {
  return view?.books?.vatCodes.filter(({ type, blocked, transaction }) => type === 'N' && !blocked && transaction !== 'P').map(({ code, description }) => [code, description] as const) ?? null;
}
