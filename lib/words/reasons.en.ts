// Why an invoice is left out: what is the matter, and what to do.
export const reasonsEn = {
  'no-mapping': 'No revenue account and VAT code are chosen yet for {rate} {group}[ ({country})]. Fill in that row in set-up; these invoices then go with the next export.',
  'no-settings': 'A setting of this shop is missing[: {setting}]. Fill it in on the set-up page; these invoices then go with the next export.',
  'no-country': 'The invoice names no country, so its VAT cannot be placed. Add the country to the address in ShopCtrl; it is read again by itself.',
  'zero-invoice': 'The invoice comes to 0.00. There is nothing to book, so it is left out.',
  'R-ADDS-UP': 'The lines and the total of the invoice differ by more than the rounding limit[: {expected} against {actual}][: {expected} against {found}]. Correct it in ShopCtrl, or raise the limit.',
  'R-RATE-AMOUNT': 'The amounts fit no VAT rate[ like the {rate} that the invoice states][: {net} without, {gross} with VAT]. Check the VAT of this invoice in ShopCtrl.',
  'R-OBFUSCATED': 'ShopCtrl has removed the customer data of this invoice. Book it by hand.',
  'R-COLLECTIVE': 'An EU company without VAT cannot go to a collective debtor, since Exact takes the VAT number from the relation. Choose own debtors in set-up.',
  'R-VATNO-MISSING': 'Sold without VAT to another EU country, but the invoice has no VAT number. Add it in ShopCtrl; the invoice is read again by itself.',
  'R-TERRITORY': 'The address lies in an area where EU VAT law is suspended[ ({country})]. Book it by hand, as your bookkeeper advises.',
  'R-CODE': 'The invoice number is too long for Exact. Book it by hand.',
  'sales-invoice-credit': 'Exact cannot import credit notes as sales invoices. Export these with the topic Sales entries.',
  'sales-invoice-total': 'As a sales invoice Exact would compute another total[: {actual} instead of {expected}]. Export these with the topic Sales entries, which keeps the amounts.',
  'debtor-code': 'The customer has no usable relation code: at most 18 characters are allowed, and not the code of the collective debtor. Check the debtor settings in set-up.',
  unreadable: 'The invoice could not be understood[ ({what})]. It is listed here and not exported; send us this line.',
  'unreadable-list': 'ShopCtrl listed an invoice without a usable number[ ({what})], so it could not be read. Look for it in ShopCtrl, and send us this line.',
  gap: 'Numbers are missing in the series[: {missing}][ (last: {to})]. Look in ShopCtrl whether these invoices were deleted or belong to another shop.',
  other: 'Left out for a reason that this version cannot name ({code}).',
} as const;

/** Settings and parts of an invoice by the codes in `setting` and `what`; others are shown as they come. */
export const partsEn = {
  journal: 'Journal',
  debtorCode: 'Debtor code',
  mapping: 'Rate × country group',
  itemCode: 'Item code',
  receivableAccount: 'Receivable account',
  vatAccount: 'VAT account',
  rounding: 'Rounding account and VAT code',
  shipping: 'shipping',
  paymentFee: 'payment fee',
  discount: 'discount',
  Order: 'its order is missing',
} as const;
