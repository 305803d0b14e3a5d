// Remarks: the invoice is booked, but a person may want to know.
export const remarksEn = {
  'F-BELOW': 'Consumer in another EU country with Dutch VAT: right only below the threshold of 10,000 euros a year.',
  'F-VAT-ON-EXPORT': 'Dutch VAT was charged on a sale outside the EU. Booked as invoiced.',
  'F-SHIP-HIGH': 'Shipping was invoiced at the highest rate of the basket. Booked as invoiced.',
  'F-SPLIT-SOLVED': 'The VAT of an amount in the header was split over two rates so that both totals fit.',
  'F-NUMBER-UNVERIFIED': 'The VAT number is well formed, but was not checked with the authorities.',
  'F-PREFIX-ADDED': 'The country code was added to the VAT number.',
  'F-NUMBER-OTHER-STATE': 'The VAT number is of another member state than the delivery.',
  'F-NUMBER-BAD': 'The VAT number is wrong; VAT was charged, so the booking is right.',
  'F-COMPANY-AS-CONSUMER': 'A company without VAT number was treated as a consumer.',
  'F-RATE-BY-DELIVERY': 'The rate[ of {rate}] belongs to the day of order or delivery, shortly before a change of rates.',
  'F-RATE-UNKNOWN': 'The rate[ of {rate}] is not known as a rate of the country of arrival[ ({country})][ on {date}]. Booked as invoiced; check it with your bookkeeper.',
  'F-LATE-CREDIT': 'The credit note belongs to an invoice of an earlier VAT period.',
  'F-TERRITORY': 'The address lies in an area with VAT rules of its own.',
  'F-PROOF': 'Keep the proof of transport with this invoice.',
  'F-BILL-TO': 'No delivery address was given, so the invoice address decides about VAT.',
  'F-ROUNDING': 'A visible rounding line makes the booking equal to the invoice[: {difference}].',
} as const;
