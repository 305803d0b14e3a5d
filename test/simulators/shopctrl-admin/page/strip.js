/* global Ext */
// The strip of dynamic tabs. A tab is known by type and id; opening one that is there only activates it.
import { buildDashboard, buildList } from './lists.js';
import { buildShopList } from './shop-list.js';
import { buildShop } from './shop.js';

const TITLES = {
  OrderList: 'orders', InvoiceList: 'invoices', CustomerList: 'customers', ContractList: 'contracts', ShipmentList: 'shipments', ReturnList: 'returns', ShopOwnerList: 'shopOwners', EmployeeList: 'employees',
  TriggerList: 'triggers', StatusList: 'statuses', TemplateList: 'templates', ExchangeRateList: 'exchangeRates', WebhookQueue: 'webhookQueue', AlertList: 'alerts', BulkList: 'bulkOperations', ActivityList: 'activities',
};

export function createStrip(session) {
  const { labels } = session;
  const panel = Ext.create('Ext.tab.Panel', {
    region: 'center',
    border: false,
    defaults: { closable: true },
    items: [buildDashboard(session)],
  });
  // The card layout sets its own way of hiding when an item is added.
  const hideAs = (tab) => Object.assign(tab, { hideMode: session.hiddenTabs });
  panel.items.each(hideAs);
  const keyOf = (type, id) => (id === null ? type : `${type}|${id}`);
  const find = (key) => panel.items.findBy((item) => item.tabKey === key) ?? null;

  function build(type, id, control) {
    if (type === 'Shop') {
      const shop = session.shops.find((candidate) => candidate.id === id);
      return shop ? buildShop(session, strip, shop, control) : null;
    }
    if (type === 'ShopList') return buildShopList(session, strip);
    return type in TITLES && id === null ? buildList(type, labels[TITLES[type]]) : null;
  }

  const strip = {
    panel,
    find,
    keys: () => panel.items.getRange().map((item) => item.tabKey),
    /** Activates or makes the tab; null when there is no such thing. */
    open(type, id, control) {
      const key = keyOf(type, id);
      const existing = find(key);
      if (existing) {
        panel.setActiveTab(existing);
        if (control && existing.showTopic) existing.showTopic(control);
        return existing;
      }
      const made = build(type, id, control);
      if (!made) return null;
      const tab = panel.add({ ...made, tabKey: key, tabType: type, entityId: id });
      hideAs(tab);
      panel.setActiveTab(tab);
      return tab;
    },
    close(key) {
      const tab = find(key);
      if (tab?.closable) tab.close();
    },
    closeActive() {
      const tab = panel.getActiveTab();
      if (tab?.closable) tab.close();
    },
    move(key, index) {
      const tab = find(key);
      if (tab) panel.move(panel.items.indexOf(tab), index);
    },
    /** Address of a tab, as the hotkeys copy it. */
    linkTo(tab, withTopic) {
      const topic = withTopic && tab.currentControl ? `&control=${tab.currentControl}` : '';
      return `${location.origin}/?tab=${tab.tabKey}${topic}`;
    },
  };
  return strip;
}
