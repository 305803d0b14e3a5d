import type { JSX } from 'preact';
import type { FileView, ShopRef } from '../../lib/messages';
import { moment, number, size } from '../../lib/words/format';
import { Badge } from './parts';
import type { Shared } from './props';

const SHOWN = 5;

/** The last exports: the stored bytes again, and what changed in ShopCtrl since. */
export function Files({ shared, files, shop }: { shared: Shared; files: readonly FileView[]; shop: ShopRef }): JSX.Element {
  const { say, act, byHand, language, busy, local, set } = shared;
  const shown = local.allFiles ? files : files.slice(0, SHOWN);
  return (
    <div class="files">
      <h4 id="files-heading">{say('files')}</h4>
      <table aria-labelledby="files-heading">
        <thead>
          <tr>
            <th scope="col">{say('file')}</th>
            <th scope="col">{say('made')}</th>
            <th scope="col" class="number">
              {say('records')}
            </th>
            <th />
          </tr>
        </thead>
        <tbody>
          {shown.map((file) => (
            <tr key={file.fileId}>
              <td>
                <span id={`file-${file.fileId}`} class="name">
                  {file.name}
                </span>
                <span class="quiet">
                  {say(file.topic)} · {size(language, file.bytes)}
                </span>
                {file.changed > 0 && <Badge tone="warn">{say('changedSince', { count: file.changed })}</Badge>}
              </td>
              <td>{moment(language, file.madeAt)}</td>
              <td class="number">{number(language, file.records)}</td>
              <td class="end">
                <button
                  type="button"
                  aria-describedby={`file-${file.fileId}`}
                  disabled={busy.includes('export.downloadAgain')}
                  onClick={byHand(() => void act({ kind: 'export.downloadAgain', shop, fileId: file.fileId }))}
                >
                  {say('again')}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {files.length > SHOWN && !local.allFiles && (
        <button type="button" class="plain" onClick={() => set({ allFiles: true })}>
          {say('allFiles', { count: files.length })}
        </button>
      )}
    </div>
  );
}
