import type { ComponentChildren, JSX } from 'preact';

/** Named facts in two columns; those without a value are left out. */
export function Facts({ items }: { readonly items: readonly (readonly [name: string, value: ComponentChildren])[] }): JSX.Element {
  return (
    <dl class="facts">
      {items.filter(([, value]) => value !== null && value !== '').map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
