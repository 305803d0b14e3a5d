import { useEffect, useRef, useState } from 'preact/hooks';
import type { Fault } from '../../lib/faults';
import type { BooksView, SetupShopView } from '../../lib/view/types';
import type { Surroundings } from './parts';

export interface BooksHere {
  /** The last answer; null before the first. */
  readonly view: BooksView | null;
  /** The question itself failed; what was known stays. */
  readonly fault: Fault | null;
  readonly asking: boolean;
  readonly readAgain: () => void;
}

/** What is known for the mapping of a shop: asked when its form is shown, and again whenever the state of the page was read again. */
export function useBooks(shop: SetupShopView, shown: boolean, readBooks: Surroundings['readBooks']): BooksHere {
  const [view, setView] = useState<BooksView | null>(null);
  const [fault, setFault] = useState<Fault | null>(null);
  const [asking, setAsking] = useState(false);
  const last = useRef(0);
  const ask = async (read: boolean): Promise<void> => {
    last.current += 1;
    const mine = last.current;
    if (read) setAsking(true);
    const reply = await readBooks(shop.shop, read);
    // A younger question answers for this one.
    if (mine !== last.current) return;
    setAsking(false);
    setFault(reply.ok ? null : reply.fault);
    if (reply.ok) setView(reply.value);
  };
  useEffect(() => {
    if (shown) void ask(false);
  }, [shown, shop]);
  return { view, fault, asking, readAgain: () => void ask(true) };
}
