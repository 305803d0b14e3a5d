import type { JSX } from 'preact';
import type { SetupShopView } from '../../lib/view/types';
import { moment } from '../../lib/words/format';
import { changedText } from '../../lib/words/changed-fields';
import type { Surroundings } from './parts';

/** Who changed what in the settings of a shop, and when. */
export function History({ say, language, history }: Pick<Surroundings, 'say' | 'language'> & { readonly history: SetupShopView['history'] }): JSX.Element | null {
  if (history.length === 0) return null;
  return (
    <details class="more history">
      <summary>{say('history.title')}</summary>
      <ol>
        {history.map(({ version, at, by, changed }) => (
          <li key={version}>
            <span class="version">{say('history.version', { version: String(version) })}</span>
            <span>
              {moment(language, at)}{by !== '' && ` · ${by}`}
              <small>{version === 1 ? say('history.first') : changedText(language, changed)}</small>
            </span>
          </li>
        ))}
      </ol>
    </details>
  );
}
