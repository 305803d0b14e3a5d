/**
 * The background's door. A request passes when its sender may send its kind and its shape fits; whatever a handler throws leaves as a
 * Fault. Content scripts stand in the renderer of a foreign page: they get the requests of the section only, for the tenant of their
 * own host only (facts: browser-extension 8, 9).
 */
import { fail, faultOf } from '../faults';
import type { Replies, Reply, Request, SectionRequest, ShopRef } from '../messages';
import type { Answerer, Sender } from '../platform/serving';
import type { Settings } from '../settings/settings';
import { isAdminHost } from './hosts';
import { isSectionRequest, parseRequest } from './schemas';

export type Handler<K extends Request['kind']> = (request: Extract<Request, { kind: K }>, sender: Sender) => Promise<Replies[K]>;
export type Handlers = { readonly [K in Request['kind']]: Handler<K> };

export interface DoorDeps {
  readonly handlers: Handlers;
  readonly settings: Pick<Settings, 'tenant' | 'tenantOfHost' | 'shop'>;
  /** Resolves when the background has read what it needs; each request waits for it. */
  readonly ready: Promise<void>;
}

/** The one function that every message goes through. */
export function createDoor(deps: DoorDeps): Answerer {
  return async (message, sender): Promise<Reply<unknown>> => {
    try {
      if (sender.context === 'stranger') return fail('not-allowed');
      const request = parseRequest(message);
      if (!request) return fail('bad-request', { kind: kindOf(message) });
      await deps.ready;
      if (sender.context === 'content') {
        if (!isSectionRequest(request)) return fail('not-allowed', { kind: request.kind });
        await checkSection(deps, request, sender.host);
      }
      return { ok: true, value: await handle(deps.handlers, request, sender) };
    } catch (error) {
      return { ok: false, fault: faultOf(error) };
    }
  };
}

/** A content script speaks for the host it stands in, and for shops of that host's tenant. Throws `not-allowed` or `shop-unknown`. */
async function checkSection(deps: DoorDeps, request: SectionRequest, host: string): Promise<void> {
  const tenant = await deps.settings.tenantOfHost(host);
  if (!tenant && !isAdminHost(host)) return fail('not-allowed');
  if ('adminHost' in request && request.adminHost !== host) return fail('not-allowed');
  const shop: ShopRef | undefined = 'shop' in request ? request.shop : undefined;
  if (!shop) return;
  if (shop.tenantId !== tenant?.tenantId) return fail('not-allowed');
  if (!(await deps.settings.shop(shop))) return fail('shop-unknown');
}

/** The handler of a kind takes the request of that kind; TypeScript cannot follow this through the union. */
function handle(handlers: Handlers, request: Request, sender: Sender): Promise<Replies[Request['kind']]> {
  const handler = handlers[request.kind] as (request: Request, sender: Sender) => Promise<Replies[Request['kind']]>;
  return handler(request, sender);
}

function kindOf(message: unknown): string {
  const kind = typeof message === 'object' && message !== null ? (message as { readonly kind?: unknown }).kind : undefined;
  return typeof kind === 'string' ? kind.slice(0, 40) : '';
}

