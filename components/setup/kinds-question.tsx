import type { JSX } from 'preact';
import type { EditColumn } from './edit-table';
import { ChoiceCell, TextCell } from './cells';
import { EditTable } from './edit-table';
import type { ProfileProps } from './profile-props';
import type { Profile } from './rules-draft';
import { Topic } from './shop-step';

type Kind = Profile['kinds'][number];
const KINDS = ['zero-rate', 'exempt', 'reverse-charge', 'reverse-charge-always', 'service', 'margin', 'voucher-multi', 'voucher-single', 'deposit', 'donation', 'damages', 'rounding', 'goods'] as const;

interface Props extends ProfileProps {
  readonly countryCell: EditColumn<Kind>['cell'];
}

/** What rows are that are no ordinary sale, by tariff or product. Codes that invoices wait for are offered, one click each. */
export function KindsQuestion({ say, draft, books, mistakes, wanted, onProfile, countryCell }: Props): JSX.Element {
  const { kinds } = draft.rules.profile;
  const known = new Set(kinds.map(({ by, code }) => `${by}|${code.trim().toLowerCase()}`));
  const offered = (books?.offered ?? []).filter(({ by, code }) => !known.has(`${by}|${code.toLowerCase()}`));
  const table = (
    <>
      {offered.length > 0 && (
        <div class="offers">
          <p>{say('kinds.offered')}</p>
          {offered.map(({ by, code, count }) => (
            <label key={`${by}|${code}`} class="offer">
              <span><strong>{code}</strong> <small>{say(`kinds.by.${by}`)} · {say('kinds.waits', { count })}</small></span>
              <select aria-label={say('kinds.of', { code })} value="" onChange={(event) => { onProfile({ kinds: [...kinds, { by, code, country: '', kind: event.currentTarget.value as Kind['kind'] }] }); }}>
                <option value="">{say('kinds.what')}</option>
                {KINDS.map((value) => <option key={value} value={value}>{say(`kind.${value}`)}</option>)}
              </select>
            </label>
          ))}
        </div>
      )}
      <EditTable<Kind>
        say={say}
        caption={say('kinds.title')}
        quiet
        path="profile.kinds"
        mistakes={mistakes}
        rows={kinds}
        blank={{ by: 'product', code: '', country: '', kind: 'exempt' }}
        add={say('kinds.add')}
        columns={[
          {
            field: 'by',
            label: say('kinds.by'),
            cell: ({ row, label, set }) => (
              <ChoiceCell label={label} value={row.by} onValue={(by) => { set({ by: by as Kind['by'] }); }}>
                {(['product', 'tariff'] as const).map((value) => <option key={value} value={value}>{say(`kinds.by.${value}`)}</option>)}
              </ChoiceCell>
            ),
          },
          { field: 'code', label: say('col.code'), cell: ({ row, label, wrong, set }) => <TextCell label={label} value={row.code} wrong={wrong} onValue={(code) => { set({ code }); }} /> },
          { field: 'country', label: say('kinds.country'), cell: countryCell },
          {
            field: 'kind',
            label: say('kinds.kind'),
            cell: ({ row, label, wrong, set }) => (
              <ChoiceCell label={label} value={row.kind} wrong={wrong} onValue={(kind) => { set({ kind: kind as Kind['kind'] }); }}>
                {KINDS.map((value) => <option key={value} value={value}>{say(`kind.${value}`)}</option>)}
              </ChoiceCell>
            ),
          },
        ]}
        onRows={(next) => { onProfile({ kinds: next }); }}
      />
    </>
  );
  const open = offered.length > 0 || wanted === 'kinds' || mistakes.some(({ where }) => where.startsWith('profile.kinds'));
  return (
    <div data-place="kinds">
      <Topic title={say('kinds.title')} about={say('kinds.hint')} filled={kinds.length} wanted={open}>{table}</Topic>
    </div>
  );
}
