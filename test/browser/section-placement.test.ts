// The unmodified build in the simulated admin: in every variant of the topic the section stands once, below the native items, and every control can be reached at 1280×720.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { STRICT_POLICY, type AdminOptions } from '../simulators/shopctrl-admin/options';
import { gone, look, openAdminStage, regions, settled, unreachable, type AdminStage } from './admin-stage';
import { eventually } from './drive';
import { LONG } from './long';

let stage: AdminStage;

beforeAll(async () => {
  stage = await openAdminStage();
});

afterAll(() => stage?.close());

describe('placement', () => {
  const layouts: readonly Partial<AdminOptions>[] = (['anchor', 'auto', 'vbox', 'fit'] as const).flatMap((layout) => (['off', 'present', 'active'] as const).map((exactItems) => ({ layout, exactItems })));
  const frames: readonly Partial<AdminOptions>[] = (['aspx', 'aspx-bare'] as const).flatMap((frame) => (['off', 'present', 'active'] as const).map((exactItems) => ({ frame, exactItems })));
  const late: readonly Partial<AdminOptions>[] = [
    { topicDelayMs: 5_000, late: 'panel', exactItems: 'present' },
    { topicDelayMs: LONG ? 5_000 : 1_500, late: 'items', exactItems: 'present' },
    { topicDelayMs: LONG ? 5_000 : 1_500, frame: 'aspx', exactItems: 'present' },
  ];
  const others: readonly Partial<AdminOptions>[] = [
    { topicHeader: false, exactItems: 'present' },
    { hiddenTabs: 'display', exactItems: 'present' },
    { contentSecurityPolicy: STRICT_POLICY, exactItems: 'present' },
    { financial: 'no-invoice-export' },
  ];
  // Each layout and kind of frame, and each state of the native items, stands in one of those that always run; their other combinations are long ones.
  const always = ({ layout = 'anchor', frame = 'none', exactItems }: Partial<AdminOptions>): boolean => exactItems === 'present' || exactItems === undefined || (frame === 'none' && layout === 'anchor') || (frame === 'aspx' ? 'active' : 'off') === exactItems && frame !== 'none';
  for (const options of [...layouts, ...frames, ...late, ...others]) it.skipIf(!LONG && !always(options))(`${JSON.stringify(options)}: once, below the native items, every control reachable`, async () => {
    const page = await stage.openVariant(options);
    if (options.financial) await page.evaluate('__admin.topic("Financial")');
    await settled(page, /Lamp & Licht shop 12.*Exact Online Export/);
    if (options.exactItems !== 'off' && !options.financial) await eventually('the section below the native items', async () => {
      const { top, native } = await look(page);
      return native > 300 && top >= native;
    });
    const seen = await look(page);
    expect(seen).toMatchObject({ hosts: 1, regions: 1, openers: 0 });
    expect(await regions(page)).toHaveLength(1);
    expect(seen.top).toBeGreaterThanOrEqual(seen.native);
    expect(seen.text).toContain('Lamp & Licht shop 12');
    expect(await unreachable(page)).toEqual([]);
    // Where the page shows no native items that could tell, the API's modules do; here they are off.
    const warns = seen.text.includes('own Exact module is active') && seen.text.includes('double turnover');
    const explains = seen.text.includes('Only ShopCtrl Support can enable them');
    expect({ warns, explains }).toEqual({ warns: options.exactItems === 'active', explains: options.exactItems === 'off' || options.financial !== undefined });
    if (process.env['SCREENSHOTS']) await page.screenshot({ path: `${process.env['SCREENSHOTS']}/${JSON.stringify(options).replace(/[^\w]+/g, '-').slice(0, 60)}.png` });
    // Leaving the topic takes it away.
    await page.evaluate('__admin.topic("PaymentTypes")');
    await gone(page);
    await page.close();
  });

  it('without Financial a small button opens the same section', async () => {
    const page = await stage.openVariant({ financial: 'none' });
    const button = await eventually('the button', () => page.$('exact-online-section >>> button.opener'));
    expect(await look(page)).toMatchObject({ hosts: 1, regions: 0 });
    expect(await unreachable(page)).toEqual([]);
    if (process.env['SCREENSHOTS']) await page.screenshot({ path: `${process.env['SCREENSHOTS']}/button.png` });
    await button.click();
    const seen = await settled(page, /Lamp & Licht shop 12.*Exact Online Export/);
    expect(seen).toMatchObject({ hosts: 1, regions: 1, openers: 0 });
    expect(seen.text).toContain('Lamp & Licht shop 12');
    expect(await unreachable(page)).toEqual([]);
    if (process.env['SCREENSHOTS']) await page.screenshot({ path: `${process.env['SCREENSHOTS']}/button-open.png` });
    // It belongs to the shop's tab: another tab shows nothing of it.
    await page.evaluate('__admin.open("OrderList")');
    await gone(page);
    await page.close();
  });
});
