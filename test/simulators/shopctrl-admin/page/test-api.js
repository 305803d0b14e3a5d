/* global Ext */
// `window.__admin`: lets a test do to the page what Ext JS and people do to it, at a chosen moment.
// Foreign nodes are those that were not there when the topic's panel had just been made.

import { topicListeners } from './topic.js';

export function installTestApi(session, strip) {
  const own = new WeakSet();
  const active = () => strip.panel.getActiveTab();
  const tabOf = (key) => (key ? strip.find(key) : active());
  const topicOf = (key) => tabOf(key)?.down('#topic') ?? null;
  const innerOf = (topic) => topic.down('form') ?? topic;
  const remember = (topic) => [topic.el.dom, ...topic.el.query('*')].forEach((node) => own.add(node));
  const isForeign = (node) => !own.has(node) && ![...node.classList].some((name) => name.startsWith('x-') || name.startsWith('sc-'));

  // A topic is remembered in the tick in which Ext made it, before any observer of the page can add to it.
  topicListeners.push(remember);

  function dropForeign(topic) {
    const foreign = topic.el.query('*').filter((node) => isForeign(node) && own.has(node.parentElement));
    foreign.forEach((node) => node.remove());
    return foreign.length;
  }
  function recreate(key) {
    const topic = topicOf(key);
    const holder = topic.up('#content');
    const config = topic.initialConfig;
    holder.removeAll(true);
    holder.add({ ...config });
  }

  window.__admin = {
    /** What the strip shows, from left to right. */
    tabs: () => strip.panel.items.getRange().map((tab) => ({ key: tab.tabKey, title: Ext.String.htmlDecode(tab.title), active: tab === active(), topic: tab.currentControl ?? null })),
    copied: () => [...strip.copied],
    open: (type, id = null, control = null) => strip.open(type, id, control) !== null,
    activate: (key) => strip.panel.setActiveTab(strip.find(key)),
    close: (key) => strip.close(key),
    move: (key, index) => strip.move(key, index),
    /** Closes a tab and opens it again with the same topic, in one tick. */
    reopen(key) {
      const { tabType, entityId, currentControl } = strip.find(key);
      strip.close(key);
      strip.open(tabType, entityId, currentControl);
    },
    topic: (control, key) => tabOf(key).showTopic(control),
    /** Ext's own way: all items are removed and made again; whatever else stood in the body is cleared. */
    clearItems(key) {
      const inner = innerOf(topicOf(key));
      const items = inner.items.getRange().map((item) => ({ ...item.initialConfig }));
      inner.removeAll(true);
      dropForeign(topicOf(key));
      inner.add(items);
      remember(topicOf(key));
    },
    /** The hard way: the body loses every child and gets nothing back. */
    clearBody(key) {
      innerOf(topicOf(key)).body.dom.replaceChildren();
    },
    /** Removes foreign nodes alone; gives how many. */
    dropForeign: (key) => dropForeign(topicOf(key)),
    /** The body element is replaced by an equal one in one tick, without what was foreign. */
    replaceBody(key) {
      const topic = topicOf(key);
      dropForeign(topic);
      const { body } = innerOf(topic);
      const old = body.dom;
      const fresh = old.cloneNode(false);
      fresh.append(...old.childNodes);
      old.replaceWith(fresh);
      body.dom = fresh;
      own.add(fresh);
    },
    /** `innerHTML` written with its own value: every node becomes another one. */
    rewriteBody(key) {
      const topic = topicOf(key);
      dropForeign(topic);
      const { dom } = innerOf(topic).body;
      const { innerHTML } = dom;
      dom.innerHTML = innerHTML;
      remember(topic);
    },
    recreate,
    retitle: (key, title) => strip.find(key).setTitle(Ext.String.htmlEncode(title)),
    relayout(key) {
      const tab = tabOf(key);
      tab.updateLayout();
      topicOf(key)?.updateLayout();
    },
    /** Removes foreign nodes `times` times, each `every` ms; gives how many were removed in all. */
    async storm(times, every, key) {
      let removed = 0;
      for (let turn = 0; turn < times; turn += 1) {
        const topic = topicOf(key);
        if (topic) removed += dropForeign(topic);
        await new Promise((resolve) => setTimeout(resolve, every));
      }
      return removed;
    },
    reloadFrame(key) {
      topicOf(key).el.query('iframe').forEach((frame) => frame.contentWindow.location.reload());
    },
    /** A dialog of the admin itself. */
    dialog: () => Ext.Msg.alert('ShopCtrl', session.labels.saved),
  };
}
