import type { JSX } from 'preact';
import type { ReturnView } from '../../lib/view/types-preview';
import { money } from '../../lib/words/format';
import type { PreviewProps } from './parts';

const ROW = 30;
const LABEL = 46;
const BARS = 340;
const FIGURE = 124;

/** The bases of a quarter as bars; negative ones grow to the left of the line. The table beside it says the same in figures. */
export function BoxChart({ part, language, say }: Pick<PreviewProps, 'language' | 'say'> & { readonly part: ReturnView }): JSX.Element {
  const negative = part.boxes.some(({ share }) => share < 0);
  const positive = part.boxes.some(({ share }) => share > 0);
  const zero = LABEL + (negative ? (positive ? BARS / 2 : BARS) : 0);
  const width = negative && positive ? BARS / 2 : BARS;
  const height = part.boxes.length * ROW + 8;
  const name = say('return.chart', { quarter: part.quarter });
  const text = part.boxes.map(({ box, base, vat }) => say('return.chartText', { box, base: money(language, base, part.currency), vat: money(language, vat, part.currency) })).join(' ');
  return (
    <svg class="chart" role="img" aria-label={`${name}. ${text}`} viewBox={`0 0 ${String(LABEL + BARS + FIGURE)} ${String(height)}`}>
      {part.boxes.map(({ box, base, share, read }, index) => {
        const long = Math.max(1, Math.abs(share) * width);
        const top = index * ROW + 5;
        return (
          <g key={box}>
            <text x={LABEL - 10} y={top + 15} text-anchor="end" class="box">{box}</text>
            <rect x={share < 0 ? zero - long : zero} y={top} width={long} height={20} rx="2" class={read ? 'fact' : 'expected'} />
            <text x={LABEL + BARS + 8} y={top + 15} class="value">{money(language, base, part.currency)}</text>
          </g>
        );
      })}
      <line x1={zero} x2={zero} y1="0" y2={height} class="axis" />
    </svg>
  );
}
