import type { Fault } from '../../lib/faults';
import type { Surroundings } from './parts';

/** The field that the background could not use, marked; none when the fault names no field of this form. */
export function fieldErrors<K extends string>(fault: Fault, labels: Readonly<Record<K, string>>, say: Surroundings['say']): Partial<Record<K, string>> {
  const field = fault.code === 'bad-request' ? String(fault.params?.['field'] ?? '') : '';
  const known = (Object.keys(labels) as K[]).find((name) => name === field);
  return known === undefined ? {} : ({ [known]: say('notUsable', { field: labels[known] }) } as Partial<Record<K, string>>);
}
