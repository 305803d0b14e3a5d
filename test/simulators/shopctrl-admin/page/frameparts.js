/* global Ext */
// What stands around the tabs: header with shortcuts, navigation tree, sales channels.

const NAVIGATION = [
  ['general', 'sc-i-home', [['alerts', 'AlertList'], ['bulkOperations', 'BulkList'], ['activities', 'ActivityList']]],
  ['sales', 'sc-i-cart', [['orders', 'OrderList'], ['invoices', 'InvoiceList'], ['customers', 'CustomerList'], ['contracts', 'ContractList']]],
  ['fulfilment', 'sc-i-box', [['shipments', 'ShipmentList'], ['returns', 'ReturnList']]],
  ['configuration', 'sc-i-gear', [['shopOwners', 'ShopOwnerList'], ['shops', 'ShopList'], ['employees', 'EmployeeList'], ['triggers', 'TriggerList'], ['statuses', 'StatusList'], ['templates', 'TemplateList'], ['exchangeRates', 'ExchangeRateList']]],
  ['system', 'sc-i-server', [['webhookQueue', 'WebhookQueue']]],
];

export function buildHeader(session, strip) {
  const { labels } = session;
  return {
    region: 'north',
    xtype: 'toolbar',
    cls: 'sc-header',
    height: 50,
    border: false,
    items: [
      { xtype: 'component', cls: 'sc-logo', width: 150, height: 34 },
      { text: labels.orders, iconCls: 'sc-i-cart-light', handler: () => strip.open('OrderList', null, null) },
      { text: labels.invoices, iconCls: 'sc-i-doc-light', handler: () => strip.open('InvoiceList', null, null) },
      { text: labels.customers, iconCls: 'sc-i-people-light', handler: () => strip.open('CustomerList', null, null) },
      '->',
      { xtype: 'textfield', width: 270, emptyText: labels.search, cls: 'sc-search' },
      { iconCls: 'sc-i-bell-light', tooltip: labels.alerts, handler: () => strip.open('AlertList', null, null) },
      {
        text: Ext.String.htmlEncode(session.employee.name),
        iconCls: 'sc-i-person-light',
        menu: [{ text: labels.settings }, '-', { text: labels.logOut, handler: () => location.assign('/Logout.aspx') }],
      },
    ],
  };
}

export function buildNavigation(session, strip) {
  const { labels } = session;
  return {
    region: 'center',
    xtype: 'treepanel',
    cls: 'sc-nav',
    rootVisible: false,
    useArrows: true,
    lines: false,
    border: false,
    root: {
      expanded: true,
      children: NAVIGATION.map(([key, iconCls, children]) => ({
        text: labels[key],
        iconCls,
        expanded: key !== 'general' && key !== 'system',
        children: children.map(([label, type]) => ({ text: labels[label], leaf: true, iconCls: 'sc-i-list', tabType: type })),
      })),
    },
    listeners: {
      itemclick: (_view, record) => {
        const type = record.get('tabType');
        if (type) strip.open(type, null, null);
      },
    },
  };
}

export function buildSalesChannels(session, strip) {
  const { labels } = session;
  const openMenu = (record, event) => {
    event.stopEvent();
    Ext.create('Ext.menu.Menu', {
      items: [
        { text: labels.orders, iconCls: 'sc-i-cart', handler: () => strip.open('OrderList', null, null) },
        { text: labels.settings, iconCls: 'sc-i-gear', handler: () => strip.open('Shop', record.get('id'), null) },
      ],
      listeners: { hide: (menu) => Ext.defer(() => menu.destroy(), 1) },
    }).showAt(event.getXY());
  };
  return {
    region: 'south',
    xtype: 'grid',
    title: labels.salesChannels,
    cls: 'sc-channels',
    height: 210,
    split: true,
    collapsible: true,
    hideHeaders: true,
    border: false,
    store: { fields: ['id', 'name', 'active'], data: session.shops },
    columns: [
      { width: 34, dataIndex: 'active', renderer: (active) => `<span class="sc-dot${active ? ' sc-dot-on' : ''}"></span>` },
      { flex: 1, dataIndex: 'name', renderer: Ext.String.htmlEncode },
    ],
    listeners: {
      itemcontextmenu: (_view, record, _item, _index, event) => openMenu(record, event),
      cellclick: (_view, _cell, column, record, _row, _index, event) => {
        if (column === 0) openMenu(record, event);
      },
    },
  };
}
