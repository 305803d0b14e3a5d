/** Gives a shadow root its styles, also under a page policy that forbids inline style elements. */
export function applyStyle(root: ShadowRoot, css: string): void {
  try {
    const view = root.ownerDocument.defaultView as (Window & typeof globalThis) | null;
    const sheet = new (view ?? globalThis).CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [sheet];
    if (root.adoptedStyleSheets.length === 1) return;
  } catch {
    // A browser that keeps constructed sheets away from content scripts lets their style elements through.
  }
  const element = root.ownerDocument.createElement('style');
  element.textContent = css;
  root.append(element);
}
