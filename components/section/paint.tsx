import { render } from 'preact';
import { Section } from './Section';
import type { SectionProps } from './props';

/** Renders the section into its container; null takes it down. */
export function paintSection(container: HTMLElement, painting: Omit<SectionProps, 'reload'> | null): void {
  const view = container.ownerDocument.defaultView;
  const reload = (): void => (view?.top ?? view)?.location.reload();
  render(painting ? <Section {...painting} reload={reload} /> : null, container);
}
