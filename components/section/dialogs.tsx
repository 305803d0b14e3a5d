import type { JSX } from 'preact';
import type { Fault } from '../../lib/faults';
import type { ShopRef } from '../../lib/messages';
import { Dialog } from './Dialog';
import { FaultNotice, Icon } from './parts';
import { type SureState, type Shared } from './props';
import { administrationName } from './Sync';

interface ConnectProps {
  readonly shared: Shared;
  readonly state: SureState;
  readonly problem: Fault | null;
  readonly onClose: () => void;
}

/** The window that leads from Authenticate to Connected; which step it shows follows from the connection's state. */
export function ConnectDialog(props: ConnectProps): JSX.Element {
  const { shared, state, onClose } = props;
  const { say } = shared;
  const { sync } = state;
  const done = sync.state === 'authorized' && shared.local.dialog === 'connect' && !state.connectFault;
  const heading =
    done
      ? 'successHeading'
      : sync.state === 'choose'
        ? 'chooseHeading'
        : sync.state === 'pending'
          ? 'pendingHeading'
          : 'welcomeHeading';
  return (
    <Dialog shared={shared} heading={say(heading)} onClose={onClose}>
      {done ? (
        <Success {...props} />
      ) : sync.state === 'choose' ? (
        <Choose {...props} />
      ) : sync.state === 'pending' ? (
        <Waiting {...props} />
      ) : (
        <Welcome {...props} />
      )}
    </Dialog>
  );
}

function Welcome({ shared, state, problem, onClose }: ConnectProps): JSX.Element {
  const { say, act, byHand, busy } = shared;
  const shop = refOf(state);
  const starting = busy.includes('connect.authorize') || busy.includes('connect.useExisting');
  const fault = problem ?? state.connectFault;
  if (!state.hasExactApp) {
    return (
      <>
        <div class="dialog-body">
          <p>
            <strong>{say('noAppHeading')}</strong>
          </p>
          <p>{say('noAppText')}</p>
        </div>
        <footer>
          <button type="button" class="primary" data-first onClick={() => void act({ kind: 'pages.openSetup', shop }).then((ok) => ok && onClose())}>
            {say('openSetup')}
          </button>
          <button type="button" onClick={onClose}>
            {say('cancel')}
          </button>
        </footer>
      </>
    );
  }
  const authorize = (forceLogin: boolean): (() => void) => () => {
    if (!starting) void act({ kind: 'connect.authorize', shop, forceLogin });
  };
  const link = (label: string, run: () => void, first: boolean): JSX.Element => (
    <a
      href="#"
      class="way"
      aria-disabled={starting}
      {...(first ? { 'data-first': true } : {})}
      onClick={(event) => {
        event.preventDefault();
        byHand(run)(event);
      }}
    >
      {label}
    </a>
  );
  return (
    <>
      <div class="dialog-body">
        {fault && <FaultNotice shared={shared} fault={fault} offer={fault.code === 'exact-secret' || fault.code === 'exact-page-not-loaded' || fault.code === 'exact-no-app'} />}
        {state.existing.length > 0 && (
          <div class="choice">
            <h3>{say('existingHeading')}</h3>
            {state.existing.map((existing, index) => (
              <p key={existing.connectionId}>
                {link(
                  say('useExisting', { name: existing.name }),
                  () => {
                    if (!starting) void act({ kind: 'connect.useExisting', shop, connectionId: existing.connectionId });
                  },
                  index === 0,
                )}
              </p>
            ))}
            <p class="quiet">{say('useExistingText')}</p>
          </div>
        )}
        <div class="choice">
          {state.existing.length > 0 && <h3>{say('newHeading')}</h3>}
          <p>{link(say('authorizeWithExact'), authorize(false), state.existing.length === 0)}</p>
          <ol aria-label={say('welcomeSteps')}>
            <li>{say('welcomeStep1')}</li>
            <li>{say('welcomeStep2')}</li>
            <li>{say('welcomeStep3')}</li>
          </ol>
          <p class="quiet">{say('welcomeNothing')}</p>
        </div>
      </div>
      <footer>
        <button type="button" onClick={onClose}>
          {say('cancel')}
        </button>
        <span class="push">
          <button type="button" class="plain" disabled={starting} title={say('anotherUserText')} onClick={byHand(authorize(true))}>
            {say('anotherUser')}
          </button>
        </span>
      </footer>
    </>
  );
}

function Waiting({ shared, state, onClose }: ConnectProps): JSX.Element {
  const { say, act } = shared;
  const consent = state.sync.state === 'pending' && state.sync.step === 'consent';
  return (
    <>
      <div class="dialog-body waiting" role="status">
        <Icon tone="busy" />
        <p>{say(consent ? 'syncPending' : 'syncExchange')}</p>
      </div>
      <footer>
        <button type="button" data-first onClick={() => void act({ kind: 'connect.cancel', shop: refOf(state) }).then(onClose)}>
          {say('cancel')}
        </button>
      </footer>
    </>
  );
}

function Choose({ shared, state, problem, onClose }: ConnectProps): JSX.Element | null {
  const { say, act, byHand, busy, local, set } = shared;
  const sync = state.sync.state === 'choose' ? state.sync : null;
  const picked = local.division === undefined ? (sync?.preselected ?? null) : local.division;
  if (!sync) return null;
  const sending = busy.includes('connect.chooseAdministration');
  return (
    <>
      <div class="dialog-body">
        {problem && <FaultNotice shared={shared} fault={problem} offer={false} />}
        <p>{say('chooseText', { name: sync.by })}</p>
        <div class="field">
          <label for="administration">{say('administration')}</label>
          <select id="administration" data-first value={picked === null ? '' : String(picked)} onChange={(event) => set({ division: Number(event.currentTarget.value) || null })}>
            <option value="">{say('choose')}</option>
            {sync.administrations.map((administration) => (
              <option key={administration.division} value={String(administration.division)}>
                {administrationName(administration)}
              </option>
            ))}
          </select>
        </div>
      </div>
      <footer>
        <button
          type="button"
          class="primary"
          disabled={picked === null || sending}
          onClick={byHand(() => {
            if (picked !== null) void act({ kind: 'connect.chooseAdministration', shop: refOf(state), division: picked });
          })}
        >
          {say('connect')}
        </button>
        <button type="button" onClick={() => void act({ kind: 'connect.cancel', shop: refOf(state) }).then(onClose)}>
          {say('cancel')}
        </button>
      </footer>
    </>
  );
}

function Success({ shared, state, onClose }: ConnectProps): JSX.Element | null {
  const { say } = shared;
  if (state.sync.state !== 'authorized') return null;
  return (
    <>
      <div class="dialog-body success" role="status">
        <Icon tone="good" />
        <div>
          <p>
            <strong>{say('successText', { shop: state.shop.name })}</strong>
          </p>
          <dl>
            <div>
              <dt>{say('authorizedBy')}</dt>
              <dd>{state.sync.by}</dd>
            </div>
            <div>
              <dt>{say('administration')}</dt>
              <dd>{administrationName(state.sync.administration)}</dd>
            </div>
          </dl>
        </div>
      </div>
      <footer>
        <button type="button" class="primary" data-first onClick={onClose}>
          {say('close')}
        </button>
      </footer>
    </>
  );
}

/** Asks once before the shop is unlinked. */
export function RemoveDialog({ shared, state, problem, onClose }: ConnectProps): JSX.Element | null {
  const { say, act, byHand, busy } = shared;
  const { sync } = state;
  if (sync.state !== 'authorized' && sync.state !== 'reconnect') return null;
  return (
    <Dialog shared={shared} heading={say('removeHeading')} onClose={onClose}>
      <div class="dialog-body">
        {problem && <FaultNotice shared={shared} fault={problem} offer={false} />}
        <p>{say('removeText', { administration: administrationName(sync.administration), by: sync.by })}</p>
        <p>{state.automation?.remove}</p>
      </div>
      <footer>
        <button
          type="button"
          class="danger"
          disabled={busy.includes('connect.remove')}
          onClick={byHand(() => void act({ kind: 'connect.remove', shop: refOf(state) }).then((ok) => ok && onClose()))}
        >
          {say('removeConnection')}
        </button>
        <button type="button" data-first onClick={onClose}>
          {say('cancel')}
        </button>
      </footer>
    </Dialog>
  );
}

function refOf(state: SureState): ShopRef {
  return { tenantId: state.shop.tenantId, shopId: state.shop.shopId };
}
