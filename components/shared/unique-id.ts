import { useState } from 'preact/hooks';

let last = 0;

/**
 * An id that no other element of this page has, stable for the life of a component. Preact's own `useId` counts per subtree and gives the same id to
 * fields that are mounted at different times, which ties a label to a stranger's field.
 */
export function useUniqueId(): string {
  const [id] = useState(() => `u${String(++last)}`);
  return id;
}
