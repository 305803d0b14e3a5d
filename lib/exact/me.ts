/** Who has authorized (facts: exact-api 4.1). */
import { z } from 'zod';
import { fail } from '../faults';
import { pageOf, type ExactClient } from './client';

export interface ExactUser {
  /** Stable id of the Exact user; with site and client id the key of a connection. */
  readonly userId: string;
  readonly name: string;
  /** Administration last used; may lie outside of what the app may see, so it is never booked on by itself. */
  readonly currentDivision: number;
}

const Me = z.object({ UserID: z.string().min(1), FullName: z.string().nullish(), UserName: z.string().nullish(), CurrentDivision: z.coerce.number().int() });

/** `current/Me`: one row. */
export async function readMe(client: ExactClient): Promise<ExactUser> {
  const d = await client.get('current/Me', { $select: 'UserID,FullName,UserName,CurrentDivision' });
  const parsed = Me.safeParse(pageOf(d).rows[0]);
  if (!parsed.success) fail('not-json', {}, 'current/Me');
  const { UserID, FullName, UserName, CurrentDivision } = parsed.data;
  return { userId: UserID.toLowerCase(), name: FullName || UserName || '', currentDivision: CurrentDivision };
}
