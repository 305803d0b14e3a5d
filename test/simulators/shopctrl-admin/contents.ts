/** What stands in each topic of a shop's settings, as data that the page turns into Ext JS fields. */
import type { Labels } from './labels';
import type { AdminShop } from './needs';
import type { Language } from './options';

export type Row =
  | { readonly kind: 'text' | 'display' | 'area'; readonly name: string; readonly label: string; readonly value: string }
  | { readonly kind: 'combo'; readonly name: string; readonly label: string; readonly value: string; readonly values: readonly string[] }
  | { readonly kind: 'check'; readonly name: string; readonly label: string; readonly value: boolean }
  | { readonly kind: 'date'; readonly name: string; readonly label: string; readonly value: string }
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'button'; readonly action: 'exact-authenticate' | 'exact-remove' | 'exact-export'; readonly text: string }
  | { readonly kind: 'grid'; readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] };

export interface Group {
  readonly title: string;
  readonly rows: readonly Row[];
}

/** Who authorized ShopCtrl's own Exact module for this shop, if anybody did. */
export interface NativeAuthorization {
  readonly by: string;
  readonly on: string;
}

interface Ask {
  readonly shop: AdminShop;
  readonly name: string;
  readonly ownerName: string;
  readonly language: Language;
  readonly labels: Labels;
  /** Which of ShopCtrl's own Exact items this environment has. */
  readonly modules: { readonly sync: boolean; readonly file: boolean };
  readonly native: NativeAuthorization | null;
}

const slug = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]+/g, '') || 'shop';

/** Groups of one topic. `say` picks between the English and the Dutch text. */
export function contentOf(control: string, ask: Ask): readonly Group[] {
  const say = (english: string, dutch: string): string => (ask.language === 'nl' ? dutch : english);
  const text = (name: string, label: string, value: string): Row => ({ kind: 'text', name, label, value });
  const check = (name: string, label: string, value: boolean): Row => ({ kind: 'check', name, label, value });
  const combo = (name: string, label: string, value: string, values: readonly string[]): Row => ({ kind: 'combo', name, label, value, values });
  const site = slug(ask.name);
  switch (control) {
    case 'SiteInformation':
      return [
        {
          title: say('General', 'Algemeen'),
          rows: [
            text('name', say('Name', 'Naam'), ask.name),
            text('code', say('Shop code', 'Winkelcode'), site.slice(0, 4).toUpperCase()),
            combo('owner', say('Shop owner', 'Winkeleigenaar'), ask.ownerName, [ask.ownerName]),
            combo('culture', say('Culture', 'Cultuur'), 'nl-NL', ['nl-NL', 'nl-BE', 'de-DE', 'en-GB', 'fr-FR']),
            combo('currency', say('Currency', 'Valuta'), 'EUR', ['EUR', 'GBP', 'USD', 'DKK']),
            check('active', say('Active', 'Actief'), ask.shop.active),
          ],
        },
        {
          title: say('Web site', 'Website'),
          rows: [
            text('url', say('Site URL', 'Site-URL'), `https://www.${site}.example`),
            text('mail', say('Customer service e-mail', 'E-mail klantenservice'), `service@${site}.example`),
            text('phone', say('Telephone', 'Telefoon'), '+31 20 555 0142'),
            combo('channel', say('Sales channel', 'Verkoopkanaal'), 'Shopify', ['Shopify', 'Magento', 'WooCommerce', 'Amazon']),
          ],
        },
      ];
    case 'Financial':
      return [
        {
          title: say('Financial settings', 'Financiële instellingen'),
          rows: [
            combo('currency', say('Base currency', 'Basisvaluta'), 'EUR', ['EUR', 'GBP', 'USD']),
            combo('prices', say('Prices are entered', 'Prijzen worden ingevoerd'), say('Including VAT', 'Inclusief btw'), [say('Including VAT', 'Inclusief btw'), say('Excluding VAT', 'Exclusief btw')]),
            text('deviation', say('Max payment deviation', 'Maximaal betalingsverschil'), '0.05'),
            check('block', say('Hold orders of customers with open reminders', 'Orders van klanten met openstaande herinneringen vasthouden'), false),
          ],
        },
        {
          title: say('Bank', 'Bank'),
          rows: [text('iban', 'IBAN', 'NL02 ABNA 0123 4567 89'), text('bic', 'BIC', 'ABNANL2A'), text('vat', say('VAT number', 'Btw-nummer'), 'NL001234567B01')],
        },
      ];
    case 'PaymentTypes':
      return [
        {
          title: ask.labels.paymentTypes,
          rows: [
            {
              kind: 'grid',
              columns: [say('Payment type', 'Betaalwijze'), say('Fee', 'Toeslag'), say('Active', 'Actief')],
              rows: [
                ['iDEAL', '0.00', ask.labels.yes],
                ['Klarna', '1.95', ask.labels.yes],
                ['PayPal', '0.50', ask.labels.yes],
                [say('Bank transfer', 'Overboeking'), '0.00', ask.labels.yes],
                [say('On account', 'Op rekening'), '0.00', ask.labels.no],
              ],
            },
          ],
        },
      ];
    case 'VAT':
      return [
        {
          title: ask.labels.vat,
          rows: [
            check('oss', say('Union One Stop Shop registration', 'Geregistreerd voor de Unieregeling'), true),
            {
              kind: 'grid',
              columns: [ask.labels.country, say('High', 'Hoog'), say('Low', 'Laag'), say('Zero', 'Nul')],
              rows: [
                [say('Netherlands', 'Nederland'), '21%', '9%', '0%'],
                [say('Belgium', 'België'), '21%', '6%', '0%'],
                [say('Germany', 'Duitsland'), '19%', '7%', '0%'],
                [say('France', 'Frankrijk'), '20%', '5.5%', '0%'],
              ],
            },
          ],
        },
      ];
    case 'Invoice':
      return [
        {
          title: ask.labels.invoice,
          rows: [
            combo('create', say('Create invoice', 'Factuur aanmaken'), say('When the order is complete', 'Als de order compleet is'), [
              say('When the order is complete', 'Als de order compleet is'),
              say('For shipped items', 'Voor verzonden artikelen'),
              say('By hand', 'Handmatig'),
            ]),
            combo('template', say('Invoice template', 'Factuursjabloon'), say('Standard invoice', 'Standaardfactuur'), [say('Standard invoice', 'Standaardfactuur')]),
            check('credit', say('Credit shipping costs when the whole order is credited', 'Verzendkosten crediteren als de hele order gecrediteerd wordt'), true),
            check('mail', say('Send the invoice by e-mail', 'Factuur per e-mail versturen'), true),
          ],
        },
      ];
    case 'NumberRanges':
      return [
        {
          title: ask.labels.numberRanges,
          rows: [
            {
              kind: 'grid',
              columns: [ask.labels.description, say('Format', 'Opmaak'), say('Next number', 'Volgend nummer')],
              rows: [
                [ask.labels.invoices, '{0:yyyy}{1:00000}', '202600482'],
                [say('Credit invoices', 'Creditfacturen'), '{0:yyyy}{1:00000}', '202600482'],
                [ask.labels.orders, '{1:000000}', '018236'],
              ],
            },
          ],
        },
      ];
    case 'InvoiceExport':
      return invoiceExport(ask, say);
    case 'Employees':
      return [
        {
          title: ask.labels.employees,
          rows: [{ kind: 'grid', columns: [ask.labels.name, say('Role', 'Rol')], rows: [['Marieke de Wit', 'Shop Owner Admin'], ['Tom Verhoeven', 'Admin'], ['Sanne Bakker', 'Power User'], ['Youssef El Amrani', 'User']] }],
        },
      ];
    default:
      return [
        {
          title: say('Settings', 'Instellingen'),
          rows: [
            check('use', say('Use the settings of the shop owner', 'Instellingen van de winkeleigenaar gebruiken'), true),
            combo('mode', say('Mode', 'Modus'), say('Automatic', 'Automatisch'), [say('Automatic', 'Automatisch'), say('By hand', 'Handmatig')]),
            { kind: 'area', name: 'remarks', label: say('Remarks', 'Opmerkingen'), value: '' },
          ],
        },
      ];
  }
}

function invoiceExport({ modules, labels, native, ownerName }: Ask, say: (english: string, dutch: string) => string): readonly Group[] {
  const general: Group = {
    title: say('Invoice files', 'Factuurbestanden'),
    rows: [
      { kind: 'combo', name: 'format', label: say('File format', 'Bestandsformaat'), value: 'PDF', values: ['PDF', 'UBL 2.1', 'CSV'] },
      { kind: 'combo', name: 'schedule', label: say('Schedule', 'Planning'), value: say('Daily', 'Dagelijks'), values: [say('Daily', 'Dagelijks'), say('Weekly', 'Wekelijks'), say('Never', 'Nooit')] },
      { kind: 'text', name: 'mailbox', label: say('Send to', 'Versturen naar'), value: `administratie@${slug(ownerName)}.example` },
      { kind: 'check', name: 'drafts', label: say('Include credit invoices', 'Inclusief creditfacturen'), value: true },
    ],
  };
  const sync: Group = {
    title: labels.exactSync,
    rows: native
      ? [
          { kind: 'display', name: 'exactBy', label: labels.authorizedBy, value: native.by },
          { kind: 'display', name: 'exactOn', label: labels.authorizedOn, value: native.on },
          { kind: 'button', action: 'exact-remove', text: labels.remove },
        ]
      : [
          { kind: 'note', text: say('Invoices are sent to Exact Online automatically once this shop is authorized.', 'Facturen gaan vanzelf naar Exact Online zodra deze winkel geautoriseerd is.') },
          { kind: 'button', action: 'exact-authenticate', text: labels.authenticate },
        ],
  };
  const exportFile: Group = {
    title: labels.exactExport,
    rows: [
      { kind: 'date', name: 'exactFrom', label: labels.from, value: '2026-10-01' },
      { kind: 'date', name: 'exactTo', label: labels.to, value: '2026-10-31' },
      { kind: 'button', action: 'exact-export', text: labels.downloadFile },
    ],
  };
  return [general, ...(modules.sync ? [sync] : []), ...(modules.file ? [exportFile] : [])];
}

/** The groups with values that somebody saved in place of the given ones. */
export function withValues(groups: readonly Group[], values: Readonly<Record<string, unknown>>): readonly Group[] {
  const withValue = (row: Row): Row => {
    if (!('name' in row)) return row;
    const value = values[row.name];
    if (row.kind === 'check') return typeof value === 'boolean' ? { ...row, value } : row;
    return typeof value === 'string' && row.kind !== 'display' ? { ...row, value: row.kind === 'date' ? value.slice(0, 10) : value } : row;
  };
  return groups.map((group) => ({ ...group, rows: group.rows.map(withValue) }));
}
