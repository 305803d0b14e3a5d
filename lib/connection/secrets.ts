/** Typed access to the vault: what is kept there, under which id, and its shape when it is read back. */
import { z } from 'zod';
import type { ExactSite } from '../messages';
import type { Vault } from './vault';

const PairSchema = z.object({
  accessToken: z.string(),
  refreshToken: z.string(),
  /** Seconds. */
  expiresIn: z.number(),
  /** Local clock when the answer arrived, so never before Exact issued it. */
  issuedAt: z.number(),
  /** Not to be refreshed before this moment: Exact said "too early", or had trouble. */
  notBefore: z.number().optional(),
  /** Refreshes that failed in a row. */
  failures: z.number().optional(),
  /** The app's secret that Exact turned down at the last refresh. */
  refusedSecret: z.string().optional(),
});
export type Pair = z.infer<typeof PairSchema>;

const UnassignedSchema = z.object({
  attemptId: z.string(),
  site: z.string(),
  clientId: z.string(),
  tenantId: z.string(),
  shopId: z.number(),
  pair: PairSchema,
  /** Calls of the token endpoint that it took, on a day (UTC): the user's, once that is known. */
  calls: z.object({ day: z.string(), count: z.number() }).optional(),
});
/** A pair whose Exact user is not known yet: stored before anything else is asked, as the older chain is dead by then. */
export type Unassigned = Omit<z.infer<typeof UnassignedSchema>, 'site'> & { readonly site: ExactSite };

export const pairId = (connectionId: string): string => `pair:${connectionId}`;
export const unassignedId = (attemptId: string): string => `unassigned:${attemptId}`;
export const appSecretId = (site: ExactSite, clientId: string): string => `exact-app:${site}:${clientId}`;
export const passwordId = (tenantId: string): string => `shopctrl:${tenantId}`;

/** The pair of a connection; null when there is none. */
export async function readPair(vault: Vault, connectionId: string): Promise<Pair | null> {
  const parsed = PairSchema.safeParse(await vault.read(pairId(connectionId)));
  return parsed.success ? parsed.data : null;
}

/** Pairs that wait for their user, oldest first. */
export async function readUnassigned(vault: Vault): Promise<readonly Unassigned[]> {
  const found: Unassigned[] = [];
  for (const id of await vault.ids('unassigned:')) {
    const parsed = UnassignedSchema.safeParse(await vault.read(id));
    if (parsed.success) found.push({ ...parsed.data, site: parsed.data.site as ExactSite });
    else await vault.write({ [id]: null });
  }
  return found.sort((a, b) => a.pair.issuedAt - b.pair.issuedAt);
}

/** A secret that is plain text; null when there is none. */
export async function readText(vault: Vault, id: string): Promise<string | null> {
  const value = await vault.read(id);
  return typeof value === 'string' ? value : null;
}
