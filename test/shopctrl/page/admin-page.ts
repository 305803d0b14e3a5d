/** A small page with the class names that Ext JS gives (taken from a running Ext JS 6.2), for tests without layout. */

export interface TabPlan {
  readonly title: string;
  readonly active?: boolean;
  readonly topics?: readonly string[];
  readonly selected?: string;
  readonly heading?: string;
  readonly content?: string;
}

const row = (text: string, selected: boolean): string =>
  `<table class="x-grid-item ${selected ? 'x-grid-item-selected' : ''}"><tbody><tr role="row"><td><span class="x-tree-node-text">${text}</span></td></tr></tbody></table>`;

const card = (plan: TabPlan, index: number): string => `
  <div class="x-panel x-tabpanel-child ${plan.active ? '' : 'x-hidden-offsets'}" role="tabpanel" aria-labelledby="tab-${String(index)}" id="card-${String(index)}">
    <div class="x-panel-bodyWrap"><div class="x-panel-body" id="card-${String(index)}-body">
      <div class="x-panel x-tree-panel"><div class="x-tree-view" role="treegrid">${(plan.topics ?? []).map((topic) => row(topic, topic === plan.selected)).join('')}</div></div>
      <div class="x-panel" id="center-${String(index)}"><div class="x-panel-bodyWrap">
        <div class="x-panel-header"><div class="x-title-text">${plan.heading ?? plan.selected ?? ''}</div></div>
        <div class="x-panel-body" id="center-${String(index)}-body"><div class="x-autocontainer-outerCt"><div class="x-autocontainer-innerCt">${plan.content ?? ''}</div></div></div>
      </div></div>
    </div></div>
  </div>`;

/** Writes the page: a tab strip and one card per tab. */
export function writeAdmin(tabs: readonly TabPlan[]): void {
  document.body.innerHTML = `
    <div class="x-panel"><div class="x-tab-bar" role="tablist">${tabs
      .map((tab, index) => `<a class="x-tab ${tab.active ? 'x-tab-active' : ''}" role="tab" aria-selected="${String(tab.active ?? false)}" id="tab-${String(index)}"><span class="x-tab-inner">${tab.title}</span></a>`)
      .join('')}</div>
    <div class="x-panel-body">${tabs.map(card).join('')}</div></div>`;
}

export const SHOP_TOPICS = ['Site information', 'Financial', 'Payment types', 'Invoice export', 'Warehouses'];

export function activate(index: number): void {
  document.querySelectorAll('.x-tab').forEach((tab, at) => tab.classList.toggle('x-tab-active', at === index));
  document.querySelectorAll('.x-tabpanel-child').forEach((each, at) => each.classList.toggle('x-hidden-offsets', at !== index));
}

export const field = (label: string, value: string): string =>
  `<div class="x-field x-form-item"><label class="x-form-item-label"><span>${label}</span></label><div class="x-form-item-body"><div class="x-form-display-field">${value}</div></div></div>`;
