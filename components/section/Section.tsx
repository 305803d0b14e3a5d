import { Component, type JSX } from 'preact';
import type { ShopRef } from '../../lib/messages';
import { ConnectDialog, RemoveDialog } from './dialogs';
import { Export } from './Export';
import { FaultNotice, Icon, Notice, ShopTag } from './parts';
import { type Local, NAME, type SectionProps, sayWith, type Shared, type SureState } from './props';
import { Sync } from './Sync';
import { OtherShop, WhichShop } from './WhichShop';

const CONNECTING = ['connect.authorize', 'connect.useExisting', 'connect.chooseAdministration', 'connect.cancel'];

/** The section, in the topic's content or behind the small button. */
export class Section extends Component<SectionProps, Local> {
  override state: Local = {
    dialog: null,
    refused: false,
    which: '',
    division: undefined,
    from: undefined,
    to: undefined,
    topic: undefined,
    allFiles: false,
  };

  override componentDidUpdate(): void {
    const { state } = this.props.heard;
    if (this.state.dialog === 'again' && state?.identity === 'sure' && state.sync.state !== 'authorized') this.setState({ dialog: 'connect' });
  }

  override render(props: SectionProps, local: Local): JSX.Element {
    const { heard, identity, mode, setOpen, words } = props;
    const { state, problem } = heard;
    // Without a live background nothing may be started from what stands here.
    const cutOff = heard.fault?.code === 'reload-page';
    const sure = state?.identity === 'sure' && words ? state : null;
    const shared = this.share(cutOff ? null : sure);
    const { say } = shared;

    if (mode === 'button') {
      return (
        <button type="button" class="opener" aria-expanded="false" onClick={() => setOpen(true)}>
          <Mark /> Exact Online
        </button>
      );
    }
    const fault = heard.fault ?? (state?.identity === 'unavailable' ? state.fault : null);
    // What the page shows now counts before an answer that may be older; the API is asked only where the page cannot tell.
    const native = identity.native === 'unknown' ? sure?.native : identity.native;
    const { dialog } = local;
    const inWindow = dialog === 'remove' ? ['connect.remove'] : dialog ? CONNECTING : [];
    const windowProblem = problem && inWindow.includes(problem.kind) ? problem.fault : null;
    const close = (): void => this.setState({ dialog: null, refused: false });
    // Its settings are named where the export stands.
    const unset = problem?.fault.code === 'export-settings-missing' && (sure?.export.settingsMissing.length ?? 0) > 0;
    const closable = mode !== 'inside' ? { 'data-escape': true, onCancel: () => setOpen(false) } : {};
    return (
      <section role="region" aria-label={NAME} lang={identity.language} class={mode === 'floating' ? 'region floating' : 'region'} {...closable}>
        <header class="head">
          <h2 tabIndex={-1} data-home>
            <Mark /> {NAME}
          </h2>
          <ShopTag shared={shared} />
          {!cutOff && words && (
            <button type="button" class="plain" onClick={() => void shared.act({ kind: 'pages.openSetup', ...(sure ? { shop: refOf(sure) } : {}) })}>
              {say('setup')}
            </button>
          )}
          {mode !== 'inside' && (
            <button type="button" class="plain" aria-expanded="true" onClick={() => setOpen(false)}>
              {say('minimize') || '×'}
            </button>
          )}
        </header>
        <div class="body">
          {fault && <FaultNotice shared={shared} fault={fault} offer={!dialog} />}
          {sure?.accessFault && !fault && <FaultNotice shared={shared} fault={sure.accessFault} offer={!dialog} />}
          {local.refused && !dialog && <FaultNotice shared={shared} fault={{ code: 'not-allowed' }} />}
          {problem && !windowProblem && !unset && <FaultNotice shared={shared} fault={problem.fault} offer={!dialog} />}
          {!fault && !(state && words) && (
            <p class="loading" role="status">
              <Icon tone="busy" /> {say('loading')}
            </p>
          )}
          {words && state?.identity === 'ask' && !cutOff && <WhichShop shared={shared} state={state} title={identity.title} adminHost={identity.adminHost} />}
          {sure && shared.shop && <OtherShop shared={shared} state={sure} title={identity.title} adminHost={identity.adminHost} />}
          {sure && native === 'active' && (
            <Notice tone="bad" heading={say('nativeActive')}>
              <p>{say('nativeActiveText')}</p>
            </Notice>
          )}
          {words && (
            <div class="blocks">
              <Sync shared={shared} state={sure} />
              <Export shared={shared} state={sure} unset={unset} />
            </div>
          )}
          {words && native === 'absent' && (
            <p class="aside">
              <Icon tone="info" /> <span>{say('nativeAbsentText')}</span>
            </p>
          )}
        </div>
        {sure && shared.shop && dialog && dialog !== 'remove' && <ConnectDialog shared={shared} state={sure} problem={windowProblem} onClose={close} />}
        {sure && shared.shop && dialog === 'remove' && <RemoveDialog shared={shared} state={sure} problem={windowProblem} onClose={close} />}
      </section>
    );
  }

  private share(sure: SureState | null): Shared {
    const { identity, words, heard, attachment, conversation, reload, trusted = (event: Event) => event.isTrusted } = this.props;
    return {
      local: this.state,
      set: (change) => this.setState(change),
      language: identity.language,
      words,
      say: sayWith(words, identity.language),
      act: (request) => {
        this.setState({ refused: false });
        return conversation.act(request);
      },
      retry: () => conversation.refresh(),
      reload,
      openConnect: () => this.setState({ dialog: sure?.sync.state === 'authorized' ? 'again' : 'connect', division: undefined }),
      busy: heard.busy,
      shop: sure?.shop ?? null,
      attachment,
      byHand: (what) => (event) => {
        const own = trusted(event);
        this.setState({ refused: !own });
        if (own) what();
      },
    };
  }
}

function refOf(state: SureState): ShopRef {
  return { tenantId: state.shop.tenantId, shopId: state.shop.shopId };
}

/** Our mark: two sheets, one handed on to the other. Not a brand of ShopCtrl or Exact. */
function Mark(): JSX.Element {
  return (
    <svg class="mark" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d="M2 1h7v4M9 11H2V1" />
      <path d="M7 5h7v10H7z" class="solid" />
      <path d="M8.7 10.2l1.5 1.5 2.3-2.7" class="tick" />
    </svg>
  );
}
