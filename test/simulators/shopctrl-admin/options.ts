/** Variants of the simulated admin. All are live: read when a page, tab or topic is asked for. */

export type Language = 'en' | 'nl';

export interface AdminOptions {
  /** ShopCtrl's own Exact items: as the environment's app modules say, or there, there and authorized by somebody, missing. */
  exactItems: 'modules' | 'present' | 'active' | 'off';
  /** Name shown behind the native "Authorized by" when `exactItems` is `active`. */
  exactAuthorizedBy: string;
  /** Which topics the tree offers: everything, Financial without Invoice export, or no Financial at all. */
  financial: 'full' | 'no-invoice-export' | 'none';
  /** Each employee's own language, or one for all. */
  language: 'employee' | Language;
  /** Where a topic's content lives: in the page, in a same-origin `.aspx` frame, or in a frame without a heading of its own. */
  frame: 'none' | 'aspx' | 'aspx-bare';
  /** How late a topic's content arrives. */
  topicDelayMs: number;
  /** What is late: the whole panel of the topic, or only what stands in it (an empty panel comes first). */
  late: 'panel' | 'items';
  /** Whether the topic's panel has a title bar with the topic's name. */
  topicHeader: boolean;
  /** How the content's container lays out its children; ShopCtrl's own choice is not known. */
  layout: 'anchor' | 'auto' | 'vbox' | 'fit';
  /** How tabs that are not active are hidden: moved out of sight (Ext JS 6's way), or not displayed. */
  hiddenTabs: 'offsets' | 'display';
  /** `decorated` titles carry more than the name ("Shop: Lamp & Licht"). */
  tabTitle: 'name' | 'decorated';
  /** Names that the admin shows instead of the world's, by shop id (e.g. two equal ones). */
  shopNames: Record<number, string>;
  /** Tabs that the saved session opens before the deep link is followed, e.g. `Shop|13`. */
  restoredTabs: string[];
  /** Other texts for labels, by key of `labels.ts`, in both languages. */
  labels: Record<string, string>;
  /** Whether the Esc hotkey listens while the event rises, or before any element gets it. */
  escapePhase: 'bubble' | 'capture';
  /** Sent with the admin's pages when set. */
  contentSecurityPolicy: string | null;
}

/** The strictest policy that Ext JS 6.2 still runs under: no `<style>` elements, no foreign scripts. */
export const STRICT_POLICY = "default-src 'self'; script-src 'self' 'unsafe-eval'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; object-src 'none'";

export function defaultOptions(): AdminOptions {
  return {
    exactItems: 'modules',
    exactAuthorizedBy: 'Marieke de Wit',
    financial: 'full',
    language: 'employee',
    frame: 'none',
    topicDelayMs: 0,
    late: 'panel',
    topicHeader: true,
    layout: 'anchor',
    hiddenTabs: 'offsets',
    tabTitle: 'name',
    shopNames: {},
    restoredTabs: [],
    labels: {},
    escapePhase: 'bubble',
    contentSecurityPolicy: null,
  };
}
