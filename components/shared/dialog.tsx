import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useUniqueId } from './unique-id';

interface DialogProps {
  readonly title: string;
  readonly children: ComponentChildren;
  readonly buttons: ComponentChildren;
  /** Esc, or a click beside the dialog. */
  readonly onClose: () => void;
}

/** A modal question of our own: keeps the focus inside, gives it back afterwards, Esc closes. */
export function Dialog({ title, children, buttons, onClose }: DialogProps): JSX.Element {
  const id = useUniqueId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    const before = document.activeElement;
    if (element && !element.open) element.showModal();
    return () => {
      element?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={id}
      onCancel={(event) => { event.preventDefault(); onClose(); }}
      onClick={(event) => { if (event.target === dialog.current) onClose(); }}
    >
      <div class="dialog-body">
        <h2 id={id}>{title}</h2>
        {children}
        <div class="buttons">{buttons}</div>
      </div>
    </dialog>
  );
}
