/* global Ext */
// The detail tab of a shop: topic tree on the left, the topic's content on the right, made anew for each topic.
import { getJson, postJson } from './server.js';
import { buildTopic } from './topic.js';

const toNode = (selected) => ({ control, text, children }) => ({
  text,
  control,
  leaf: children.length === 0,
  expanded: children.some((child) => child.control === 'InvoiceExport') || children.some((child) => child.control === selected),
  iconCls: children.length === 0 ? 'sc-i-topic' : 'sc-i-folder',
  children: children.map(toNode(selected)),
});

export function buildShop(session, strip, shop, wanted) {
  const { labels } = session;
  const title = session.tabTitle === 'decorated' ? `${labels.shop}: ${shop.name}` : shop.name;
  const save = async (tab, close, event) => {
    const form = tab.down('#topic');
    if (!form || !tab.currentControl) return;
    const values = form.getForm ? form.getForm().getFieldValues() : form.down('form')?.getForm().getFieldValues();
    await postJson(`/Data/Save.ashx?shopId=${shop.id}&control=${tab.currentControl}&trusted=${event?.event?.isTrusted === false ? 0 : 1}`, session.formToken, values ?? {});
    if (tab.destroyed) return;
    Ext.toast({ html: labels.saved, align: 't', closable: false, width: 300 });
    if (close) tab.close();
    else await tab.loadTopic(tab.currentControl);
  };
  return {
    title: Ext.String.htmlEncode(title),
    iconCls: 'sc-i-shop',
    layout: 'border',
    dockedItems: [
      {
        xtype: 'toolbar',
        dock: 'top',
        items: [
          { text: labels.save, iconCls: 'sc-i-save', handler: (button, event) => void save(button.up('panel'), false, event) },
          { text: labels.saveAndClose, iconCls: 'sc-i-save', handler: (button, event) => void save(button.up('panel'), true, event) },
          '-',
          { text: labels.refresh, iconCls: 'sc-i-refresh', handler: (button) => void button.up('panel').loadTopic(button.up('panel').currentControl) },
        ],
      },
    ],
    items: [
      {
        region: 'west',
        xtype: 'treepanel',
        title: labels.topic,
        width: 220,
        split: true,
        collapsible: true,
        rootVisible: false,
        useArrows: true,
        root: { expanded: true, children: [] },
        listeners: {
          select: (tree, record) => {
            const tab = tree.view.up('panel[tabType=Shop]');
            if (record.get('control') !== tab.currentControl) void tab.loadTopic(record.get('control'));
          },
        },
      },
      { region: 'center', xtype: 'container', itemId: 'content', layout: 'fit' },
    ],
    currentControl: null,
    loads: 0,
    /** Selects a topic in the tree by its control name, which loads it. */
    showTopic(control) {
      const tree = this.down('treepanel');
      const node = tree.getRootNode().findChildBy((child) => child.get('control').toLowerCase() === String(control).toLowerCase(), null, true);
      if (!node) return false;
      if (tree.getSelection()[0] === node) return true;
      for (let parent = node.parentNode; parent; parent = parent.parentNode) parent.expand();
      tree.getSelectionModel().select(node);
      return true;
    },
    async loadTopic(control) {
      this.currentControl = control;
      const load = (this.loads += 1);
      const content = this.down('#content');
      content.removeAll(true);
      content.setLoading(labels.loading);
      const topic = await getJson(`/Data/Topic.ashx?shopId=${shop.id}&control=${control}`).catch(() => null);
      if (this.destroyed || load !== this.loads) return;
      content.setLoading(false);
      if (topic) content.add(buildTopic(session, shop, topic, () => void this.loadTopic(control)));
    },
    listeners: {
      afterrender: (tab) => {
        getJson(`/Data/Topics.ashx?shopId=${shop.id}`).then((tree) => {
          if (tab.destroyed) return;
          tab.down('treepanel').setRootNode({ expanded: true, children: tree.map(toNode(wanted)) });
          if (!wanted || !tab.showTopic(wanted)) tab.showTopic(tree[0].control);
        }, () => undefined);
      },
    },
  };
}
