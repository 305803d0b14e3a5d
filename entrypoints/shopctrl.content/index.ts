import { defineContentScript } from 'wxt/utils/define-content-script';
import { SHOPCTRL_EXCLUDED, SHOPCTRL_EXCLUDED_GLOBS, SHOPCTRL_MATCH } from '../../lib/platform/manifest';

export default defineContentScript({
  matches: [SHOPCTRL_MATCH],
  excludeMatches: SHOPCTRL_EXCLUDED,
  excludeGlobs: SHOPCTRL_EXCLUDED_GLOBS,
  allFrames: true,
  runAt: 'document_idle',
  main() {},
});
