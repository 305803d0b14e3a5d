import { useEffect, useRef, useState } from 'preact/hooks';
import type { Fault } from '../../lib/faults';
import type { BooksView, SetupShopView } from '../../lib/view/types';
import type { Surroundings } from './parts';
import type { Profile } from './rules-draft';

export interface BooksHere {
  /** The last answer; null before the first. */
  readonly view: BooksView | null;
  /** The question itself failed; what was known stays. */
  readonly fault: Fault | null;
  readonly asking: boolean;
  readonly readAgain: () => void;
}

/** A person who types rests this long before the answer is asked again. */
const REST_MS = 300;

/**
 * What is known for the mapping of a shop: asked when its form is shown, again whenever the state of the page was read again, and when
 * another profile is `typed` (null for the saved one), since that decides what the shop's sales are.
 */
export function useBooks(shop: SetupShopView, shown: boolean, typed: Profile | null, readBooks: Surroundings['readBooks']): BooksHere {
  const [view, setView] = useState<BooksView | null>(null);
  const [fault, setFault] = useState<Fault | null>(null);
  const [asking, setAsking] = useState(false);
  const last = useRef(0);
  const ask = async (read: boolean): Promise<void> => {
    last.current += 1;
    const mine = last.current;
    if (read) setAsking(true);
    const reply = await readBooks(shop.shop, read, typed);
    // A younger question answers for this one.
    if (mine !== last.current) return;
    setAsking(false);
    // Half a date is no mistake yet; what is wrong at the end is said when it is confirmed.
    if (!reply.ok && typed !== null && reply.fault.code === 'bad-request') return;
    setFault(reply.ok ? null : reply.fault);
    if (reply.ok) setView(reply.value);
  };
  const key = typed === null ? '' : JSON.stringify(typed);
  const asked = useRef(key);
  useEffect(() => {
    if (!shown) return undefined;
    const rests = key !== '' && key !== asked.current;
    asked.current = key;
    if (!rests) {
      void ask(false);
      return undefined;
    }
    const timer = setTimeout(() => void ask(false), REST_MS);
    return () => { clearTimeout(timer); };
  }, [shown, shop, key]);
  return { view, fault, asking, readAgain: () => void ask(true) };
}
