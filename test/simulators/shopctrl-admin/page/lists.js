/* global Ext */
// Dashboard and plain list tabs.
import { getJson } from './server.js';

export function buildDashboard(session) {
  const { labels } = session;
  const tile = (text, value, cls) => ({ xtype: 'component', flex: 1, margin: '0 12 0 0', cls: `sc-tile ${cls}`, html: `<b>${value}</b><span>${Ext.String.htmlEncode(text)}</span>` });
  return {
    title: labels.dashboard,
    iconCls: 'sc-i-home',
    tabKey: 'Dashboard',
    closable: false,
    bodyPadding: 16,
    cls: 'sc-page',
    layout: { type: 'vbox', align: 'stretch' },
    items: [
      { xtype: 'container', height: 92, layout: { type: 'hbox', align: 'stretch' }, items: [tile(labels.orders, 38, 'sc-tile-a'), tile(labels.shipments, 21, 'sc-tile-b'), tile(labels.returns, 4, 'sc-tile-c'), tile(labels.alerts, 0, 'sc-tile-d')] },
      {
        xtype: 'grid',
        title: labels.tasks,
        margin: '16 12 0 0',
        flex: 1,
        frame: true,
        store: { fields: ['d', 's'], data: [{ d: 'Check payment of order 018231', s: 'Open' }, { d: 'Announce return R1204', s: 'Open' }, { d: 'Price list spring', s: 'Done' }] },
        columns: [{ text: labels.description, dataIndex: 'd', flex: 1 }, { text: labels.status, dataIndex: 's', width: 120 }],
      },
    ],
  };
}

export function buildList(type, title) {
  return {
    title,
    iconCls: 'sc-i-list',
    layout: 'fit',
    listeners: {
      afterrender: (holder) => {
        holder.setLoading(true);
        getJson(`/Data/List.ashx?type=${type}`).then(({ columns, rows }) => {
          if (holder.destroyed) return;
          holder.setLoading(false);
          holder.add(gridOf(columns, rows));
        }, () => !holder.destroyed && holder.setLoading(false));
      },
    },
  };
}

function gridOf(columns, rows) {
  return {
    xtype: 'grid',
    border: false,
    columnLines: true,
    selModel: { type: 'checkboxmodel' },
    store: { fields: columns.map((_column, index) => `c${index}`), data: rows.map((row) => Object.fromEntries(row.map((cell, index) => [`c${index}`, cell]))) },
    columns: columns.map(({ text, width, align }, index) => ({ text, dataIndex: `c${index}`, renderer: Ext.String.htmlEncode, ...(width ? { width } : { flex: 1 }), ...(align ? { align } : {}) })),
    bbar: { xtype: 'pagingtoolbar', displayInfo: true },
  };
}
