/** Causes as the preview and the assistant of Sync show them. */
import type { Cause } from '../booking/impact';
import type { PreviewCause } from '../messages';
import { fixOf } from '../view/cause-help';

/** A cause with the one thing that helps all invoices that wait for it. */
export function causeOf({ key, code, params, count, invoices }: Cause): PreviewCause {
  return { key, code, params, count, invoices, fix: fixOf({ code, params }) };
}
