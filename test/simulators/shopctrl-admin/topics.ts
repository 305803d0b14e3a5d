/** The topic tree of a shop's settings (facts: shopctrl 1.5). */
import type { LabelKey, Labels } from './labels';
import type { AdminOptions } from './options';

export interface TopicNode {
  /** Control name used in deep links; ShopCtrl's real ones are not published. */
  readonly control: string;
  readonly text: string;
  readonly children: readonly TopicNode[];
}

type Plan = readonly [control: string, label: LabelKey, children?: readonly Plan[]];

const FINANCIAL: Plan = [
  'Financial',
  'financial',
  [
    ['PaymentTypes', 'paymentTypes'],
    ['PaymentTerms', 'paymentTerms'],
    ['VAT', 'vat'],
    ['Payment', 'payment'],
    ['Invoice', 'invoice'],
    ['NumberRanges', 'numberRanges'],
    ['InvoiceExport', 'invoiceExport'],
  ],
];

const PLAN: readonly Plan[] = [
  ['SiteInformation', 'siteInformation'],
  ['Employees', 'employees'],
  FINANCIAL,
  ['Warehouses', 'warehouses'],
  ['DocumentTemplates', 'documentTemplates'],
  ['Returns', 'returns'],
  ['OrderManagement', 'orderManagement'],
  [
    'Communication',
    'communication',
    [
      [
        'Email',
        'email',
        [
          ['ReceivingEmail', 'receivingEmail'],
          ['SendingEmail', 'sendingEmail'],
          ['EmailTemplates', 'emailTemplates'],
        ],
      ],
    ],
  ],
  [
    'ShopSynchronization',
    'shopSynchronization',
    [
      ['ShopifySynchronization', 'shopifySynchronization'],
      ['AmazonSynchronization', 'amazonSynchronization'],
    ],
  ],
  ['MultiSafepay', 'multiSafepay'],
  ['CustomerDataObfuscation', 'obfuscation'],
];

function isOffered(control: string, financial: AdminOptions['financial']): boolean {
  if (control === 'Financial') return financial !== 'none';
  return control !== 'InvoiceExport' || financial === 'full';
}

function build(plans: readonly Plan[], labels: Labels, financial: AdminOptions['financial']): TopicNode[] {
  return plans
    .filter(([control]) => isOffered(control, financial))
    .map(([control, label, children]) => ({ control, text: labels[label], children: build(children ?? [], labels, financial) }));
}

export function topicTree(options: AdminOptions, labels: Labels): readonly TopicNode[] {
  return build(PLAN, labels, options.financial);
}

/** The node with this control name, in any letter case; null when this shop does not offer it. */
export function findTopic(tree: readonly TopicNode[], control: string): TopicNode | null {
  for (const node of tree) {
    if (node.control.toLowerCase() === control.toLowerCase()) return node;
    const inside = findTopic(node.children, control);
    if (inside) return inside;
  }
  return null;
}
