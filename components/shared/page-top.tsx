import type { ComponentChildren, JSX } from 'preact';
import type { Language } from '../../lib/messages';
import { LanguageSwitch } from './language-switch';

interface Props {
  readonly say: (key: 'app' | 'title' | 'language') => string;
  readonly language: Language;
  readonly onLanguage: (language: Language) => void;
  /** Buttons that lead elsewhere. */
  readonly children: ComponentChildren;
}

/** Head of a page about one shop: whose page it is, ways to the others, the language. */
export function PageTop({ say, language, onLanguage, children }: Props): JSX.Element {
  return (
    <header class="top">
      <img src="/icon/48.png" width="40" height="40" alt="" />
      <div>
        <p class="app">{say('app')}</p>
        <h1>{say('title')}</h1>
      </div>
      <div class="tools">
        {children}
        <LanguageSwitch label={say('language')} language={language} onLanguage={onLanguage} />
      </div>
    </header>
  );
}
