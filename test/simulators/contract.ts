/**
 * What the simulators share with each other and with the tests: hosts, a clock that can be moved, and how a handler is called.
 * Nothing here or below is imported from product code (`lib/`).
 */
import type { IncomingMessage, ServerResponse } from 'node:http';

/** Answers requests of the hosts it claims. Gets the whole request, body unread. */
export interface HostHandler {
  /** True for hosts (lower case, without port) that this handler answers. */
  claims(host: string): boolean;
  handle(request: IncomingMessage, response: ServerResponse): void | Promise<void>;
}

/** Milliseconds since the epoch; can be moved forward by tests. */
export interface SimClock {
  now(): number;
  advance(milliseconds: number): void;
}

export function createClock(startAt?: number): SimClock {
  let offset = startAt === undefined ? 0 : startAt - Date.now();
  return {
    now: () => Date.now() + offset,
    advance: (milliseconds) => {
      offset += milliseconds;
    },
  };
}

/** One line of what was asked of a simulator; bodies and secrets are not kept. */
export interface CallRecord {
  readonly at: number;
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly status: number;
}

/** A rule of the real system that a client broke. The suite of bad clients asserts that each is caught. */
export interface Violation {
  /** Stable code such as `secret-in-url`, `refresh-too-early`, `cookies-sent`. */
  readonly code: string;
  readonly detail: string;
}
