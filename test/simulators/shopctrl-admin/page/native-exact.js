/* global Ext */
// ShopCtrl's own welcome window for its Exact module.

export function openNativeWelcome(session, shop, reload) {
  const { labels } = session;
  Ext.create('Ext.window.Window', {
    title: labels.welcome,
    modal: true,
    width: 440,
    bodyPadding: 18,
    cls: 'sc-window',
    items: [
      { xtype: 'component', html: Ext.String.htmlEncode(labels.welcomeText), margin: '0 0 14 0' },
      { xtype: 'component', html: `<a href="/ExactOnline/Authorize.aspx?shopId=${shop.id}" target="_blank">${Ext.String.htmlEncode(labels.authorizeWithExact)}</a>` },
    ],
    buttons: [{ text: labels.close, handler: (button) => button.up('window').close() }],
    listeners: { close: reload },
  }).show();
}
