/**
 * Watches the document and asks for a look at most once a frame. Attribute changes count too: Ext JS hides and shows tabs by
 * classes and styles alone. Looks take at most a fifth of the time: after an expensive one the next waits four times as long.
 */
export interface Watch {
  /** Asks for a look at the next frame. */
  soon(): void;
}

/** `look` runs without hearing its own changes. Other documents (around a frame) can be watched along. What is `urgent` does not wait. */
export function watch(documents: readonly Document[], view: Window, look: () => void, urgent: () => boolean, signal: AbortSignal, now: () => number): Watch {
  let scheduled = false;
  let notBefore = 0;
  const observer = new MutationObserver(() => soon());
  const run = (): void => {
    scheduled = false;
    if (signal.aborted) return;
    const begun = now();
    look();
    observer.takeRecords();
    const ended = now();
    // A look of a few milliseconds is what a frame can bear.
    notBefore = ended - begun > 4 ? ended + (ended - begun) * 4 : 0;
  };
  const soon = (): void => {
    if (scheduled || signal.aborted) return;
    scheduled = true;
    const wait = urgent() ? 0 : notBefore - now();
    if (wait > 0) view.setTimeout(() => view.requestAnimationFrame(run), wait);
    else view.requestAnimationFrame(run);
  };
  for (const page of documents) {
    observer.observe(page, { childList: true, subtree: true, attributes: true, attributeFilter: ['class', 'style', 'aria-selected', 'hidden'] });
  }
  signal.addEventListener('abort', () => observer.disconnect(), { once: true });
  return { soon };
}
