import type { JSX } from 'preact';
import type { ShopName } from '../../lib/messages';

interface Props {
  readonly shops: readonly ShopName[];
  readonly shop: ShopName;
  readonly onShop: (shop: ShopName) => void;
  readonly say: (key: 'shop' | 'shopId', params?: { readonly id: string }) => string;
}

const keyOf = ({ tenantId, shopId }: ShopName): string => `${tenantId}|${String(shopId)}`;

/** Which shop a page is about; its name alone where there is no other. */
export function ShopChoice({ shops, shop, onShop, say }: Props): JSX.Element {
  const name = (one: ShopName): string => `${one.name} (${say('shopId', { id: String(one.shopId) })})`;
  if (shops.length <= 1) return <p class="strong">{name(shop)}</p>;
  return (
    <>
      <label for="shop">{say('shop')}</label>
      <select
        id="shop"
        value={keyOf(shop)}
        onChange={(event) => {
          const chosen = shops.find((one) => keyOf(one) === event.currentTarget.value);
          if (chosen) onShop(chosen);
        }}
      >
        {shops.map((one) => <option key={keyOf(one)} value={keyOf(one)}>{name(one)}</option>)}
      </select>
    </>
  );
}
