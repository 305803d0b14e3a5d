/** Faults that a test switches on: for how many requests, and for which paths. */
export type FaultKind =
  | '401' | '403' | '404' | '429' | '500' | '502' | '503'
  /** The login page, with status 200. */
  | 'html'
  /** 302 to a page of the same host, which must never be asked for. */
  | 'redirect'
  /** 302 to a foreign host. */
  | 'redirect-foreign'
  /** The right answer, cut in the middle, and said to be whole. */
  | 'truncated'
  /** The head of the right answer and half of its body, then the connection ends. */
  | 'cut'
  /** Answers, but only after `ms`. */
  | 'slow'
  /** Never answers. */
  | 'hang'
  /** Closes the connection without an answer. */
  | 'reset'
  /** 200 with an object where a list is due. */
  | 'not-a-list';

export interface FaultOrder {
  readonly kind: FaultKind;
  /** How many requests; default all until removed. */
  readonly times?: number;
  /** Matches the path with its query, as sent. */
  readonly path?: RegExp;
  readonly tenant?: string;
  /** Let so many matching requests pass first. */
  readonly after?: number;
  readonly ms?: number;
}

export interface Faults {
  /** Adds a fault; the returned function takes it away. */
  add(order: FaultOrder): () => void;
  clear(): void;
  /** The fault for this request, counted. */
  take(tenantId: string, path: string): FaultOrder | null;
}

export function createFaults(): Faults {
  const active = new Set<{ readonly order: FaultOrder; left: number; skip: number }>();
  return {
    add: (order) => {
      const entry = { order, left: order.times ?? Infinity, skip: order.after ?? 0 };
      active.add(entry);
      return () => {
        active.delete(entry);
      };
    },
    clear: () => {
      active.clear();
    },
    take: (tenantId, path) => {
      for (const entry of active) {
        if ((entry.order.tenant && entry.order.tenant !== tenantId) || (entry.order.path && !entry.order.path.test(path))) continue;
        if (entry.skip > 0) {
          entry.skip -= 1;
          continue;
        }
        entry.left -= 1;
        if (entry.left <= 0) active.delete(entry);
        return entry.order;
      }
      return null;
    },
  };
}
