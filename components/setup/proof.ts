import type { MetRowView } from '../../lib/view/types';
import type { Surroundings } from './parts';

/** Where a proposed value comes from: "used 214 times". Empty where it comes from nowhere. */
export function proofText(say: Surroundings['say'], proof: MetRowView['account']): string {
  switch (proof.from) {
    case 'saved':
      return say('proof.saved');
    case 'habit':
      return say('proof.habit', { count: proof.count });
    case 'properties':
      return say('proof.properties');
    case 'none':
      return '';
  }
}
