import { defineContentScript } from 'wxt/utils/define-content-script';
import { paintSection } from '../../components/section/paint';
import { ask, isContextAlive, onChanged } from '../../lib/platform/messaging';
import { SHOPCTRL_EXCLUDED, SHOPCTRL_EXCLUDED_GLOBS, SHOPCTRL_MATCH } from '../../lib/platform/manifest';
import { startOverlay } from '../../lib/shopctrl/page/overlay';

export default defineContentScript({
  matches: [SHOPCTRL_MATCH],
  excludeMatches: SHOPCTRL_EXCLUDED,
  excludeGlobs: SHOPCTRL_EXCLUDED_GLOBS,
  allFrames: true,
  // Before the page's own scripts: our Esc must be heard before theirs.
  runAt: 'document_start',
  main(context) {
    startOverlay({
      page: document,
      view: window,
      ask,
      isAlive: isContextAlive,
      onChanged,
      paint: paintSection,
      now: () => performance.now(),
      signal: context.signal,
    });
  },
});
