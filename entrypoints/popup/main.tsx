import { render } from 'preact';
import { Popup } from '../../components/popup/popup';
import { ask, onChanged } from '../../lib/platform/messaging';
import { chosenLanguage } from '../../lib/view/language';
import { followPopup } from '../../lib/view/live';
import { recall, remember } from '../../lib/view/recall';
import { readSnapshot } from '../../lib/view/snapshot';
import { popupWords } from '../../lib/words/popup';
import './style.css';

const root = document.getElementById('app');
if (!root) throw new Error('popup: no place to stand');

const language = chosenLanguage(localStorage, navigator.languages);
document.documentElement.lang = language;
document.title = popupWords(language, 'app');

const refresh = followPopup(
  {
    ask: (signal) => ask({ kind: 'popup.state' }, signal),
    readSnapshot,
    recall: () => recall(localStorage),
    remember: (state) => { remember(localStorage, state, new Date().toISOString()); },
    onChanged: (listener, signal) => { onChanged(listener, signal); },
    painted: () =>
      new Promise((resolve) => {
        requestAnimationFrame(() => { setTimeout(resolve); });
        // A page out of sight gets no frame.
        setTimeout(resolve, 200);
      }),
    wait: (milliseconds, signal) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        signal.addEventListener('abort', () => { clearTimeout(timer); resolve(); }, { once: true });
      }),
  },
  (view, freshness) => {
    render(
      <Popup view={view} freshness={freshness} language={language} say={(key, params) => popupWords(language, key, params)} ask={ask} refresh={() => refresh()} setupAddress="/options.html" />,
      root,
    );
  },
  new AbortController().signal,
);
