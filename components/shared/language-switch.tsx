import type { JSX } from 'preact';
import type { Language } from '../../lib/messages';

interface Props {
  readonly label: string;
  readonly language: Language;
  readonly onLanguage: (language: Language) => void;
}

const NAMES: Readonly<Record<Language, string>> = { en: 'English', nl: 'Nederlands' };

/** EN / NL, as two buttons of which one is pressed. */
export function LanguageSwitch({ label, language, onLanguage }: Props): JSX.Element {
  return (
    <div class="languages" role="group" aria-label={label}>
      {(['en', 'nl'] as const).map((value) => (
        <button key={value} type="button" lang={value} title={NAMES[value]} aria-pressed={value === language} onClick={() => { onLanguage(value); }}>
          {value.toUpperCase()}
        </button>
      ))}
    </div>
  );
}
