/* global Ext */
// Configuration -> Shops: a grid; Edit or a double click opens the shop.

export function buildShopList(session, strip) {
  const { labels } = session;
  const edit = (record) => record && strip.open('Shop', record.get('id'), null);
  return {
    title: labels.shops,
    iconCls: 'sc-i-shop',
    layout: 'fit',
    items: [
      {
        xtype: 'grid',
        border: false,
        columnLines: true,
        store: { fields: ['id', 'name', 'owner', 'active'], data: session.shops },
        columns: [
          { text: 'ID', dataIndex: 'id', width: 70 },
          { text: labels.name, dataIndex: 'name', flex: 2, renderer: Ext.String.htmlEncode },
          { text: labels.shopOwner, dataIndex: 'owner', flex: 1, renderer: Ext.String.htmlEncode },
          { text: labels.active, dataIndex: 'active', width: 90, renderer: (active) => (active ? labels.yes : labels.no) },
        ],
        tbar: [
          { text: labels.newItem, iconCls: 'sc-i-plus' },
          { text: labels.edit, iconCls: 'sc-i-edit', handler: (button) => edit(button.up('grid').getSelection()[0]) },
          { text: labels.exportGrid, iconCls: 'sc-i-doc' },
        ],
        listeners: { itemdblclick: (_view, record) => edit(record) },
      },
    ],
  };
}
