/* global Ext */
// Hotkeys of the documentation: Esc closes the dialog or the tab; Ctrl, Ctrl+Shift and Shift with a click on a tab's title copy.

const openWindow = () => Ext.ComponentQuery.query('window:not([hidden])').filter((candidate) => candidate.isVisible() && candidate.closable && !candidate.isXType('toast')).pop() ?? null;
const openMenu = () => Ext.ComponentQuery.query('menu').some((menu) => menu.isVisible() && menu.floating) || Ext.ComponentQuery.query('combobox,datefield').some((field) => field.isExpanded);

export function installHotkeys(session, strip) {
  const copied = [];
  document.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Escape' || event.defaultPrevented || openMenu()) return;
      const dialog = openWindow();
      if (dialog) dialog.close();
      else strip.closeActive();
    },
    session.escapePhase === 'capture',
  );
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
