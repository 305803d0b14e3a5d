/** Administrations that the Exact user can choose from (facts: exact-api 4.1). */
import { z } from 'zod';
import { FaultError, type Fault } from '../faults';
import type { Administration } from '../messages';
import type { ExactClient } from './client';

/** Status of an archived administration: the two lists count differently. */
const SYSTEM_ARCHIVED = 2;
const HRM_ARCHIVED = 1;

const Row = z
  .object({ Code: z.coerce.number().int(), Hid: z.coerce.string().nullish(), HID: z.coerce.string().nullish(), Description: z.string().nullish(), Status: z.coerce.number().nullish() })
  .transform((row) => ({ division: row.Code, code: row.Hid ?? row.HID ?? String(row.Code), name: (row.Description ?? '').trim(), status: row.Status }));

/**
 * All administrations over all licences; where Exact does not give that list to this app (403 for want of scope, or another refusal of
 * this very list) those of the current licence. Archived ones are left out; sorted by code, then name.
 */
export async function readAdministrations(client: ExactClient, currentDivision: number): Promise<readonly Administration[]> {
  try {
    return listed(await client.getAll(`${currentDivision}/system/Divisions`, { $select: 'Code,Hid,Description,Status' }), SYSTEM_ARCHIVED);
  } catch (error) {
    if (!(error instanceof FaultError) || !isRefusedList(error.fault)) throw error;
    return listed(await client.getAll(`${currentDivision}/hrm/Divisions`, { $select: 'Code,HID,Description,Status' }), HRM_ARCHIVED);
  }
}

/** 4xx, but not: signed out, too many calls, time-out. Those have faults of their own and would meet the other list as well. */
function isRefusedList({ code, params }: Fault): boolean {
  const status = Number(params?.['status']);
  return code === 'exact-forbidden' || (code === 'exact-error' && status >= 400 && status < 500);
}

function listed(rows: readonly unknown[], archived: number): readonly Administration[] {
  return rows
    .map((row) => Row.safeParse(row))
    .flatMap((parsed) => (parsed.success && parsed.data.status !== archived ? [parsed.data] : []))
    .map(({ division, code, name }) => ({ division, code, name }))
    .sort((a, b) => a.code.localeCompare(b.code, 'en', { numeric: true }) || a.name.localeCompare(b.name, 'en'));
}
