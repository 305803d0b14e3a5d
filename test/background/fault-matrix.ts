/** One line of the fault matrix (issue: 4 and done when, 4): what goes wrong, what each invoice then is, what a person reads, and how all is booked in the end. */
import { expect } from 'vitest';
import { press } from './ledger-screen';
import type { Trouble } from './trouble-stage';

/** What a card says in both languages; ` … ` stands for what may be in between. */
export interface Said {
  /** Under "What needs you", or under "What waits and goes on by itself". */
  readonly under: 'tasks' | 'waiting';
  readonly en: string;
  readonly nl: string;
  /** Names of its buttons. */
  readonly buttons: readonly string[];
  /** In ShopCtrl the connection's own notice says it instead. */
  readonly elsewhere?: boolean;
}

export interface Line {
  /** Orders the trouble; a function that it answers ends it. */
  readonly fault: (trouble: Trouble) => unknown;
  /** The browser sends by itself again, over this protocol. */
  readonly resends?: 'HTTP/1.1' | 'h2';
  /** Invoices that are booked after the run, and state and reason of the others. */
  readonly booked: number;
  readonly others: readonly string[];
  /** Invoices that are waiting, and that need the person, as section and page count them. */
  readonly counts: readonly [waiting: number, attention: number];
  /** Absent: nothing is said, everything is booked. */
  readonly says?: readonly Said[];
  /** After the trouble is over: by itself within so many minutes of the alarms alone, at the earliest and at the latest; or what a person does. */
  readonly recovers: readonly [from: number, to: number] | ((trouble: Trouble) => Promise<void>);
  /** While the trouble stands: over so many alarms Exact is asked no more than that. */
  readonly meanwhile?: { readonly alarms: number; readonly calls: number };
}

/** Plays a line to its end: every invoice in Exact once, and nothing left to be said. */
export async function play(trouble: Trouble, { fault, booked, others, counts, says = [], recovers, meanwhile }: Line): Promise<void> {
  const { stage } = trouble;
  const ended = await fault(trouble);
  await trouble.run();
  expect(await trouble.states()).toEqual({ booked, others });
  await reads(trouble, says, booked, counts);
  expect(stage.badges.at(-1)?.tone).toBe(says.some(({ under }) => under === 'tasks') ? 'attention' : says.length > 0 ? 'waiting' : 'fine');
  if (meanwhile) {
    const before = stage.sims.exact.callsOf(trouble.division).length;
    for (let alarm = 0; alarm < meanwhile.alarms; alarm += 1) await trouble.next();
    expect(stage.sims.exact.callsOf(trouble.division).length - before).toBeLessThanOrEqual(meanwhile.calls);
    expect((await trouble.states()).booked).toBe(booked);
  }
  if (typeof ended === 'function') (ended as () => void)();
  if (typeof recovers === 'function') {
    // Until a person does something nothing of it goes on.
    await recovers(trouble);
    await trouble.booked(0);
  } else {
    const [from, to] = recovers;
    const after = await trouble.booked(to);
    expect(after).toBeGreaterThanOrEqual(from);
  }
  await trouble.proved();
}

/** The words, in both languages, where they belong. */
async function reads(trouble: Trouble, says: readonly Said[], booked: number, [waiting, attention]: readonly [number, number]): Promise<void> {
  for (const language of ['en', 'nl'] as const) {
    const screen = await trouble.said(language);
    for (const under of ['tasks', 'waiting'] as const) {
      const wanted = says.filter((one) => one.under === under);
      expect(screen[under].map(({ text }, at) => leftOut(text, wanted[at]?.[language] ?? '')), `${language} ${under}: ${JSON.stringify(screen[under])}`).toEqual(wanted.map(() => []));
      if (language === 'en') expect(screen[under].map(({ buttons }) => buttons)).toEqual(wanted.map(({ buttons }) => buttons));
    }
    const [first, rest] = language === 'en' ? [`${String(booked)} booked · ${String(waiting)} waiting`, ` · ${String(attention)} for you`] : [`${String(booked)} geboekt · ${String(waiting)} wachtend`, ` · ${String(attention)} voor u`];
    const counted = `${first}${attention > 0 ? rest : ''}`;
    expect(screen.section.some((line) => line.startsWith(counted)), `${counted} in ${screen.section.join(' | ')}`).toBe(true);
    expect(screen.status).toContain(counted);
    // What holds the whole shop is said in ShopCtrl as well.
    for (const one of says.filter(({ en, elsewhere }) => en.startsWith('The whole shop ') && elsewhere !== true)) expect(screen.section.filter((line) => leftOut(line, one[language].replace(/^(The whole shop|De hele shop) /, '')).length === 0)).toHaveLength(1);
  }
}

/** Parts of a sentence that do not stand in a text, in their order. */
function leftOut(text: string, sentence: string): readonly string[] {
  let at = 0;
  return sentence.split(' … ').filter((part) => {
    const found = text.indexOf(part, at);
    if (found >= 0) at = found + part.length;
    return found < 0 || part === '';
  });
}

/** Presses a button of the page, and that of the dialog behind it. */
export const presses = (button: string, inDialog?: string) => (trouble: Trouble): Promise<void> => press(trouble.stage, trouble.shop, button, inDialog);

const SHOP_EN = 'The whole shop Nothing is booked for this shop meanwhile; what was booked stays.';
const SHOP_NL = 'De hele shop Voor deze shop wordt intussen niets geboekt; wat geboekt is blijft.';

/** Exact is not asked for a while. */
export const waits = (en: string, nl: string): Said => ({
  under: 'waiting',
  en: `${SHOP_EN} ${en}. Nothing is lost, and there is nothing to do. It goes on by itself at `,
  nl: `${SHOP_NL} ${nl}. Er gaat niets verloren en u hoeft niets te doen. Het gaat om  … vanzelf verder.`,
  buttons: [],
});

/** The whole shop waits for a person. */
export const needs = (en: string, nl: string, buttons: readonly string[]): Said => ({ under: 'tasks', en: `${SHOP_EN} ${en}`, nl: `${SHOP_NL} ${nl}`, buttons });

/** ShopCtrl cannot be read: what is known goes on. */
export const unread = (under: Said['under'], en: string, nl: string, buttons: readonly string[]): Said => ({
  under,
  en: `The whole shop No new invoice is booked meanwhile; what was booked stays. ${en}`,
  nl: `De hele shop Er wordt intussen geen nieuwe factuur geboekt; wat geboekt is blijft. ${nl}`,
  buttons,
});

/** Of one invoice it is not known yet whether it is booked. */
export const UNCERTAIN: Said = {
  under: 'waiting',
  en: '1 invoice … Not known yet whether it is booked. The connection broke before Exact had answered. It is looked for in Exact first, so that nothing is booked twice. … It goes on by itself at ',
  nl: '1 factuur … Nog niet bekend of dit geboekt is. De verbinding viel weg voordat Exact antwoordde. Er wordt eerst in Exact gekeken, zodat niets dubbel wordt geboekt. … Het gaat om  … vanzelf verder.',
  buttons: [],
};
