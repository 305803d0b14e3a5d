/* global Ext */
// The content of one topic as Ext JS components. How its container lays out the groups is a variant.
import { openNativeWelcome } from './native-exact.js';
import { postJson } from './server.js';

/** Called with each topic panel in the tick in which Ext JS made it. */
export const topicListeners = [];

const LABEL = { labelWidth: 190, labelSeparator: '' };

/** A setting with the small arrow at its end that applies the value to a wider area. */
function setting(labels, field) {
  return {
    xtype: 'fieldcontainer',
    fieldLabel: field.fieldLabel,
    ...LABEL,
    maxWidth: 640,
    layout: 'hbox',
    items: [
      { ...field, fieldLabel: undefined, hideLabel: true, ariaLabel: field.fieldLabel, inputAttrTpl: `aria-label="${Ext.String.htmlEncode(field.fieldLabel)}"`, flex: 1 },
      {
        xtype: 'button',
        cls: 'sc-apply',
        iconCls: 'sc-i-arrow',
        arrowVisible: false,
        margin: '0 0 0 4',
        menu: [{ text: labels.applyTo, disabled: true }, '-', { text: labels.applyOwner }, { text: labels.applyGroup }, { text: labels.applySome }],
      },
    ],
  };
}

function rowOf(context, row) {
  const { labels } = context.session;
  switch (row.kind) {
    case 'text':
      return setting(labels, { xtype: 'textfield', name: row.name, fieldLabel: row.label, value: row.value });
    case 'area':
      return setting(labels, { xtype: 'textarea', name: row.name, fieldLabel: row.label, value: row.value, height: 70 });
    case 'combo':
      return setting(labels, { xtype: 'combobox', name: row.name, fieldLabel: row.label, value: row.value, store: row.values, editable: false, queryMode: 'local' });
    case 'check':
      return setting(labels, { xtype: 'checkboxfield', name: row.name, fieldLabel: row.label, checked: row.value === true });
    case 'date':
      return { xtype: 'datefield', name: row.name, fieldLabel: row.label, value: new Date(`${row.value}T00:00:00`), format: 'd-m-Y', maxWidth: 340, ...LABEL };
    case 'display':
      return { xtype: 'displayfield', fieldLabel: row.label, value: Ext.String.htmlEncode(row.value), ...LABEL };
    case 'note':
      return { xtype: 'component', cls: 'sc-note', html: Ext.String.htmlEncode(row.text), margin: '0 0 8 0' };
    case 'button':
      return { xtype: 'container', layout: 'hbox', margin: '2 0 6 0', items: [{ xtype: 'button', text: row.text, handler: (_button, event) => pressNative(context, row.action, event) }] };
    default:
      return {
        xtype: 'grid',
        margin: '4 0 8 0',
        maxWidth: 640,
        border: true,
        columnLines: true,
        store: { fields: row.columns.map((_name, index) => `c${index}`), data: row.rows.map((cells) => Object.fromEntries(cells.map((cell, index) => [`c${index}`, cell]))) },
        columns: row.columns.map((text, index) => ({ text, dataIndex: `c${index}`, flex: 1, renderer: Ext.String.htmlEncode })),
      };
  }
}

function pressNative(context, action, event) {
  const { session, shop, reload } = context;
  if (action === 'exact-authenticate') openNativeWelcome(session, shop, reload);
  if (action === 'exact-remove') {
    const trusted = event?.event?.isTrusted === false ? 0 : 1;
    postJson(`/Data/ExactRemove.ashx?shopId=${shop.id}&control=InvoiceExport&trusted=${trusted}`, session.formToken, {}).then(reload, () => undefined);
  }
  if (action === 'exact-export') Ext.toast({ html: session.labels.saved, align: 't', closable: false });
}

const groupOf = (context) => ({ title, rows }) => ({ xtype: 'fieldset', title, collapsible: false, maxWidth: 720, defaults: { anchor: '100%' }, items: rows.map((row) => rowOf(context, row)) });

const LAYOUTS = {
  anchor: { layout: 'anchor' },
  auto: { layout: 'auto' },
  vbox: { layout: { type: 'vbox', align: 'stretch' } },
};

export function buildTopic(session, shop, topic, reload) {
  const groups = topic.groups.map(groupOf({ session, shop, reload }));
  const isLate = topic.itemsAfterMs > 0;
  const items = isLate ? [] : groups;
  const listeners = {
    boxready: (panel) => {
      topicListeners.forEach((listener) => listener(panel));
      if (isLate) Ext.defer(() => !panel.destroyed && (panel.down('form') ?? panel).add(groups), topic.itemsAfterMs);
    },
  };
  const base = { itemId: 'topic', ...(topic.header ? { title: topic.title } : { header: false }), listeners };
  if (topic.frame !== null) {
    return { ...base, xtype: 'panel', layout: 'fit', items: [{ xtype: 'component', autoEl: { tag: 'iframe', src: topic.frame, frameborder: '0', style: 'border:0' } }] };
  }
  if (topic.layout === 'fit') {
    return { ...base, xtype: 'panel', layout: 'fit', items: [{ xtype: 'form', border: false, bodyPadding: 16, scrollable: true, layout: 'anchor', items }] };
  }
  return { ...base, xtype: 'form', bodyPadding: 16, scrollable: true, ...LAYOUTS[topic.layout], items };
}
