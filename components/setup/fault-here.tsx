import type { ComponentProps, JSX } from 'preact';
import { faultTextHere } from '../../lib/words/faults-here';
import { FaultNotice } from '../shared/notice';

/** A fault on the set-up page, in words that do not send the person to that page. */
export function FaultHere(props: Omit<ComponentProps<typeof FaultNotice>, 'text'>): JSX.Element {
  return <FaultNotice {...props} text={faultTextHere(props.language, props.fault)} />;
}
