import { render } from 'preact';
import { PreviewPage } from '../../components/preview/preview-page';
import type { Language } from '../../lib/messages';
import { ask, onChanged } from '../../lib/platform/messaging';
import { chooseLanguage, chosenLanguage } from '../../lib/view/language';
import { previewAnchor } from '../../lib/view/preview-address';
import { createPreviewPage } from '../../lib/view/preview-page';
import type { PreviewView } from '../../lib/view/types-preview';
import { previewWords, type PreviewKey } from '../../lib/words/preview';
import type { Params } from '../../lib/words/text';
import './style.css';

const root = document.getElementById('app');
if (!root) throw new Error('preview: no place to stand');

let language: Language = chosenLanguage(localStorage, navigator.languages);
let view: PreviewView | null = null;
const page = createPreviewPage({ ask, hash: () => location.hash, show: (next) => { view = next; show(); } });
const say = (key: PreviewKey, params?: Params): string => previewWords(language, key, params);
const onLanguage = (chosen: Language): void => {
  language = chosen;
  chooseLanguage(localStorage, chosen);
  show();
};

function show(): void {
  if (!view || !root) return;
  document.documentElement.lang = language;
  document.title = [view.invoice?.invoice.code, view.state?.shop?.name, say('title'), say('app')].filter(Boolean).join(' · ');
  render(
    <PreviewPage
      view={view} language={language} say={say} ask={ask} look={page.look} more={page.more} confirm={page.confirm} onLanguage={onLanguage}
      go={(anchor) => { location.hash = anchor; }}
      anchorOf={({ tenantId, shopId }, from, to) => previewAnchor({ shop: { tenantId, shopId }, invoiceId: null, from, to })}
      print={() => { window.print(); }}
    />,
    root,
  );
}

/** What a link led to comes into sight, and screen readers hear of it. */
async function arrive(): Promise<void> {
  await page.look();
  if (view?.place === 'invoice') window.scrollTo(0, 0);
  const place = document.querySelector<HTMLElement>(view?.place === 'batch' && view.list?.cause !== '' ? '#list' : '[data-home]');
  place?.focus({ preventScroll: view?.place === 'invoice' });
}

window.addEventListener('hashchange', () => void arrive());
onChanged(() => { if (!document.hidden) void page.refresh(); }, new AbortController().signal);
document.addEventListener('visibilitychange', () => { if (!document.hidden) void page.refresh(); });
void page.look();
