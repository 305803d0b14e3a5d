/** Finding things on a page as a person does: by role and accessible name, shadow roots included. */
import type { ElementHandle, Page } from 'puppeteer-core';

export type Scope = Page | ElementHandle<Node>;

const quoted = (name: string): string => name.replace(/\\/g, '\\\\').replace(/"/g, '\\"');
const selector = (role: string, name: string): string => `::-p-aria([name="${quoted(name)}"][role="${role}"])`;

export async function sleep(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Tries until the probe gives something else than undefined, null or false. Throws with `what` after the time limit. */
export async function eventually<T>(what: string, probe: () => Promise<T | undefined | null | false> | T | undefined | null | false, timeout = 15_000): Promise<T> {
  const end = Date.now() + timeout;
  let last: unknown;
  for (;;) {
    try {
      const value = await probe();
      if (value !== undefined && value !== null && value !== false) return value;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) throw new Error(`waited ${timeout} ms for ${what}`, { cause: last });
    await sleep(60);
  }
}

/** Our element in the admin. Firefox finds nothing by role below a shadow root unless it is told where to look. */
const OWN = 'exact-online-section';

export async function query(scope: Scope, role: string, name: string): Promise<ElementHandle<Element> | null> {
  const found = await scope.$(selector(role, name));
  return found ?? ('mainFrame' in scope && (await scope.$(OWN)) ? scope.$(`${OWN} >>> ${selector(role, name)}`) : null);
}

/** The element with this role and name; waits for it. */
export function byRole(scope: Scope, role: string, name: string, timeout?: number): Promise<ElementHandle<Element>> {
  return eventually(`${role} "${name}"`, () => query(scope, role, name), timeout);
}

/** A real mouse click, after scrolling to the element. */
export async function press(scope: Scope, role: string, name: string, timeout?: number): Promise<void> {
  await eventually(
    `a click on ${role} "${name}"`,
    async () => {
      const element = await byRole(scope, role, name, 1_000);
      await element.click();
      return true;
    },
    timeout,
  );
}

/** A labelled input of a type that has no role of its own. */
function inputNamed(scope: Scope, type: 'password' | 'date', name: string): Promise<ElementHandle<Element> | null> {
  return scope.$(`input[type=${type}]::-p-aria([name="${quoted(name)}"])`) as Promise<ElementHandle<Element> | null>;
}

/** Types into a labelled field by keyboard, replacing what is there. */
export async function fill(scope: Scope, name: string, text: string, role = 'textbox'): Promise<void> {
  // A password field has no role of its own; some browsers say textbox all the same, others do not.
  const field = await eventually(`field "${name}"`, async () => (await query(scope, role, name)) ?? inputNamed(scope, 'password', name));
  await field.evaluate((node) => {
    (node as HTMLInputElement).focus();
    if (node instanceof HTMLInputElement && node.type !== 'number') node.select();
  });
  await field.press('Backspace');
  if (text !== '') await field.type(text);
}

/** Sets a date field to `yyyy-mm-dd`. */
export async function fillDate(scope: Scope, name: string, date: string): Promise<void> {
  const field = await eventually(`date field "${name}"`, () => inputNamed(scope, 'date', name));
  await field.evaluate((node, value) => {
    const input = node as HTMLInputElement;
    const setter = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
    setter?.call(input, value);
    input.dispatchEvent(new Event('input', { bubbles: true }));
    input.dispatchEvent(new Event('change', { bubbles: true }));
  }, date);
}

export async function choose(scope: Scope, name: string, value: string): Promise<void> {
  const field = await byRole(scope, 'combobox', name);
  await (field as ElementHandle<HTMLSelectElement>).select(value);
}

/** All text below an element, shadow roots included. (No named function inside: loaders that keep names would break it in the page.) */
export function textOf(scope: ElementHandle<Node>): Promise<string> {
  return scope.evaluate((root) => {
    const stack: Node[] = [root];
    const texts: string[] = [];
    for (let node = stack.pop(); node; node = stack.pop()) {
      if (node.nodeType === Node.TEXT_NODE) texts.push(node.textContent ?? '');
      else if (!(node instanceof HTMLStyleElement)) stack.push(...[...(node instanceof Element && node.shadowRoot ? [node.shadowRoot] : []), ...node.childNodes].reverse());
    }
    return texts.join(' ').replace(/\s+/g, ' ').trim();
  });
}

export async function waitForText(scope: () => Promise<ElementHandle<Node>> | ElementHandle<Node>, text: string | RegExp, timeout?: number): Promise<string> {
  let seen = '';
  try {
    return await eventually(
      `text ${String(text)}`,
      async () => {
        seen = await textOf(await scope());
        return (typeof text === 'string' ? seen.includes(text) : text.test(seen)) && seen;
      },
      timeout,
    );
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}; last seen: ${seen.slice(0, 600)}`, { cause: error });
  }
}
