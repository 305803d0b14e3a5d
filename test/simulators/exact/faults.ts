/** Trouble on the way, on order (facts: exact-api 1.6, 2.6, 8.14). */
import type { Reply, SimRequest } from './http';
import { empty, html, json, redirect } from './http';

export type FaultKind =
  /** The connection is cut and nothing was processed. */
  | 'cut-before'
  /** Processed, then the connection is cut: a rotated token or a stored entry whose answer is lost. */
  | 'cut-after'
  /** Processed and answered after `delayMs`. */
  | 'slow'
  /** The gateway's own JSON; not processed. */
  | 'gateway'
  | 'empty-200'
  | 'empty-502'
  | 'html-500'
  | 'text-500'
  | '503'
  | '408'
  | 'login-302';

export interface FaultRule {
  readonly where: 'auth' | 'token' | 'api' | 'xml' | RegExp;
  readonly kind: FaultKind;
  /** How many requests it hits; default 1. */
  readonly times?: number;
  readonly method?: string;
  readonly delayMs?: number;
  /** Seconds, for 503. */
  readonly retryAfter?: number;
}

const WHERE = { auth: /^\/api\/oauth2\/auth$/i, token: /^\/api\/oauth2\/token$/i, api: /^\/api\/v1\//i, xml: /^\/docs\/XMLUpload\.aspx$/i };

/** What the socket gets: an answer, or `null` for a cut connection. */
export type Outcome = Reply | null;

export interface Faults {
  /** Adds a rule; the returned function takes it away again. */
  add(rule: FaultRule): () => void;
  run(request: SimRequest, handle: () => Promise<Reply>): Promise<Outcome>;
}

export function createFaults(): Faults {
  const rules: { rule: FaultRule; left: number }[] = [];
  const remove = (entry: (typeof rules)[number]): void => {
    const at = rules.indexOf(entry);
    if (at >= 0) rules.splice(at, 1);
  };
  return {
    add(rule) {
      const entry = { rule, left: rule.times ?? 1 };
      rules.push(entry);
      return () => remove(entry);
    },
    async run(request, handle) {
      const entry = rules.find(({ rule }) => (rule.where instanceof RegExp ? rule.where : WHERE[rule.where]).test(request.path) && (rule.method ?? request.method) === request.method);
      if (!entry) return handle();
      entry.left -= 1;
      if (entry.left <= 0) remove(entry);
      return apply(entry.rule, handle);
    },
  };
}

async function apply(rule: FaultRule, handle: () => Promise<Reply>): Promise<Outcome> {
  switch (rule.kind) {
    case 'cut-before':
      return null;
    case 'cut-after': {
      const reply = await handle();
      reply.onLost?.();
      return null;
    }
    case 'slow': {
      const reply = await handle();
      await new Promise((resolve) => setTimeout(resolve, rule.delayMs ?? 1000));
      return reply;
    }
    case 'gateway':
      return json({ fault: { faultstring: 'Unable to identify proxy for host: secure and url: /api/oauth2/token', detail: { errorcode: 'messaging.adaptors.http.flow.ApplicationNotFound' } } }, 502);
    case 'empty-200':
      return empty(200);
    case 'empty-502':
      return empty(502);
    case 'html-500':
      return html('<!DOCTYPE html><html><head><title>Runtime Error</title></head><body><h1>Server Error in \'/\' Application.</h1></body></html>', 500);
    case 'text-500':
      return { status: 500, headers: { 'content-type': 'text/plain' }, body: 'Internal Server Error' };
    case '503':
      return html('<html><body><h1>Onderhoud</h1></body></html>', 503, rule.retryAfter === undefined ? {} : { 'retry-after': String(rule.retryAfter) });
    case '408':
      return empty(408);
    case 'login-302':
      return redirect('/docs/Login.aspx');
  }
}
