import type { JSX } from 'preact';

const PATHS = {
  check: 'M3.5 8.5l3 3 6-7',
  attention: 'M8 2.2L14.4 13.4H1.6zM8 6.4v3M8 11.4v.1',
  info: 'M8 1.8a6.2 6.2 0 1 0 0 12.4a6.2 6.2 0 1 0 0-12.4M8 7.4v3.6M8 4.9v.1',
  dash: 'M4 8h8',
  dot: 'M8 5.2a2.8 2.8 0 1 0 0 5.6a2.8 2.8 0 1 0 0-5.6',
  close: 'M4 4l8 8M12 4l-8 8',
  outside: 'M6 4H4v8h8v-2M8.5 3.5h4v4M12.5 3.5L7.5 8.5',
} as const;

export type IconName = keyof typeof PATHS;

/** A small line drawing; always beside words, so hidden from screen readers. */
export function Icon({ name }: { readonly name: IconName }): JSX.Element {
  return (
    <svg class={`icon ${name}`} viewBox="0 0 16 16" width="16" height="16" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
