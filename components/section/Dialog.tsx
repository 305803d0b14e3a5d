import { Component, type ComponentChildren, createRef, type JSX } from 'preact';
import { FaultNotice, ShopTag } from './parts';
import { NAME, type Shared } from './props';

const FOCUSABLE = 'a[href],button:not(:disabled),select:not(:disabled),input:not(:disabled)';

interface DialogProps {
  readonly shared: Shared;
  readonly heading: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** A window in the page: in the browser's top layer, so that no layout of the page can clip or cover it. */
export class Dialog extends Component<DialogProps> {
  private readonly element = createRef<HTMLDialogElement>();
  private opener: Element | null = null;

  override componentDidMount(): void {
    this.opener = this.root()?.activeElement ?? null;
    this.show();
  }

  override componentDidUpdate(before: DialogProps): void {
    // Being taken out of the page drops the window from the top layer without closing it.
    if (before.shared.attachment !== this.props.shared.attachment) this.show();
    // The step inside may have changed, and what had the focus be gone.
    else if (!this.element.current?.contains(this.root()?.activeElement ?? null)) this.focusFirst();
  }

  override componentWillUnmount(): void {
    const root = this.root();
    const { opener } = this;
    this.element.current?.close();
    // What opened it may be gone: Authenticate is, once the shop is connected.
    queueMicrotask(() => {
      const back = opener?.isConnected && !opener.matches(':disabled') ? opener : root?.querySelector('[data-home]');
      (back as HTMLElement | null | undefined)?.focus({ preventScroll: true });
    });
  }

  private root(): ShadowRoot | null {
    return (this.element.current?.getRootNode() as ShadowRoot | undefined) ?? null;
  }

  private show(): void {
    const dialog = this.element.current;
    if (!dialog?.isConnected) return;
    dialog.removeAttribute('open');
    dialog.showModal();
    this.focusFirst();
  }

  private focusFirst(): void {
    const dialog = this.element.current;
    (dialog?.querySelector<HTMLElement>('[data-first]:not(:disabled)') ?? dialog?.querySelector<HTMLElement>(FOCUSABLE))?.focus({ preventScroll: true });
  }

  private readonly keepInside = (event: KeyboardEvent): void => {
    if (event.key !== 'Tab') return;
    const all = [...(this.element.current?.querySelectorAll<HTMLElement>(FOCUSABLE) ?? [])];
    const at = this.root()?.activeElement;
    const edge = event.shiftKey ? all[0] : all.at(-1);
    if (at !== edge && at !== this.element.current) return;
    event.preventDefault();
    (event.shiftKey ? all.at(-1) : all[0])?.focus();
  };

  override render({ shared, heading, onClose, children }: DialogProps): JSX.Element {
    return (
      <dialog
        ref={this.element}
        role="dialog"
        aria-modal="true"
        aria-labelledby="dialog-heading"
        onCancel={(event) => {
          event.preventDefault();
          onClose();
        }}
        onKeyDown={this.keepInside}
      >
        {/* What is around an open window is inert, and so is the section's own region: it continues here. */}
        <section role="region" aria-label={NAME}>
          <header class="dialog-head">
            <h2 id="dialog-heading">{heading}</h2>
            <ShopTag shared={shared} />
          </header>
          {shared.local.refused && (
            <div class="dialog-body">
              <FaultNotice shared={shared} fault={{ code: 'not-allowed' }} />
            </div>
          )}
          {children}
        </section>
      </dialog>
    );
  }
}
