/** Finding parts of a page as a person or a screen reader does: by role and accessible name. */
import { render, type ComponentChild } from 'preact';
import { act } from 'preact/test-utils';

/** Renders into a fresh page; `show` renders again into the same one. */
export function mount(node: ComponentChild): { readonly page: HTMLElement; readonly show: (node: ComponentChild) => Promise<void> } {
  document.body.innerHTML = '';
  const page = document.createElement('div');
  document.body.append(page);
  render(node, page);
  return { page, show: async (next) => { await act(() => { render(next, page); }); } };
}

/** Lets pending answers and renders happen. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 8; turn += 1) await act(() => new Promise((resolve) => setTimeout(resolve, 0)));
}

const text = (element: Element | null): string => (element?.textContent ?? '').replace(/\s+/g, ' ').trim();

export function nameOf(element: Element): string {
  const by = element.getAttribute('aria-labelledby');
  if (by) return by.split(' ').map((id) => text(document.getElementById(id))).join(' ');
  const label = element.getAttribute('aria-label');
  if (label) return label;
  if (element.id) {
    const tied = [...document.querySelectorAll('label')].find((one) => one.getAttribute('for') === element.id);
    if (tied) return text(tied);
  }
  const around = element.closest('label');
  return around && element.tagName === 'INPUT' ? text(around) : text(element);
}

const SELECTORS = {
  button: 'button',
  link: 'a[href]',
  textbox: "input:not([type='radio']):not([type='checkbox'])",
  radio: "input[type='radio']",
  combobox: 'select',
  region: 'section[aria-labelledby]',
  form: 'form[aria-label]',
  listitem: 'li',
  table: 'table',
  rowheader: "th[scope='row']",
  columnheader: "th[scope='col']",
  dialog: 'dialog[open]',
  alert: "[role='alert']",
  status: "[role='status']",
  progressbar: 'progress',
} as const;

export type Role = keyof typeof SELECTORS;

export function all(role: Role, within: ParentNode = document): readonly HTMLElement[] {
  return [...within.querySelectorAll<HTMLElement>(SELECTORS[role])];
}

/** The only element with this role and name; throws otherwise, naming what is there. */
export function the(role: Role, name: string | RegExp, within: ParentNode = document): HTMLElement {
  const found = all(role, within).filter((element) => (typeof name === 'string' ? nameOf(element) === name : name.test(nameOf(element))));
  const [only] = found;
  if (found.length !== 1 || !only) throw new Error(`${String(found.length)} × ${role} "${String(name)}" among: ${all(role, within).map(nameOf).join(' | ')}`);
  return only;
}

export async function type(element: HTMLElement, value: string): Promise<void> {
  const field = element as HTMLInputElement;
  await act(() => {
    field.value = value;
    field.dispatchEvent(new Event(field.tagName === 'SELECT' ? 'change' : 'input', { bubbles: true }));
  });
}

export async function click(element: HTMLElement): Promise<void> {
  await act(() => { element.click(); });
  await settle();
}

export const valueOf = (element: HTMLElement): string => (element as HTMLInputElement).value;
