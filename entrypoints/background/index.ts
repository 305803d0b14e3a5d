import { defineBackground } from 'wxt/utils/define-background';
import { startBackground } from '../../lib/background/start';

// Not async, and nothing before it: listeners have to stand when the first turn ends.
export default defineBackground(() => {
  startBackground();
});
