/* global Ext */
// Hotkeys of the documentation: Esc closes the dialog or the tab; Ctrl, Ctrl+Shift and Shift with a click on a tab's title copy.

const openWindow = () => Ext.ComponentQuery.query('window:not([hidden])').filter((candidate) => candidate.isVisible() && candidate.closable && !candidate.isXType('toast')).pop() ?? null;
const openMenu = () => Ext.ComponentQuery.query('menu').some((menu) => menu.isVisible() && menu.floating) || Ext.ComponentQuery.query('combobox,datefield').some((field) => field.isExpanded);

export function installHotkeys(session, strip) {
  const copied = [];
  const early = session.escapePhase === 'capture';
  // Ext JS closes its own windows and menus with the same key press, so what was open is noted before it gets the key.
  let was = null;
  const note = (event) => {
    if (event.key === 'Escape') was = { dialog: openWindow(), menu: openMenu() };
  };
  const close = (event) => {
    if (event.key !== 'Escape' || was?.menu) return;
    if (!was?.dialog) strip.closeActive();
    else if (!was.dialog.destroyed) was.dialog.close();
  };
  document.addEventListener('keydown', note, true);
  document.addEventListener('keydown', close, early);
  strip.panel.getTabBar().el.dom.addEventListener(
    'click',
    (event) => {
      if (!event.ctrlKey && !event.shiftKey) return;
      const element = event.target.closest('.x-tab');
      const tab = element && Ext.getCmp(element.id)?.card;
      if (!tab?.tabKey) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const text = event.ctrlKey ? strip.linkTo(tab, event.shiftKey) : String(tab.entityId ?? '');
      copied.push(text);
      navigator.clipboard?.writeText(text).catch(() => undefined);
      Ext.toast({ html: `${Ext.String.htmlEncode(session.labels.linkCopied)}<br><small>${Ext.String.htmlEncode(text)}</small>`, align: 't', closable: false, width: 380 });
    },
    true,
  );
  strip.copied = copied;
}
