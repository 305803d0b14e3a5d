/**
 * Money as integers. Every amount in this project is a whole number of minor units (cents for EUR, yen for JPY);
 * the currency stands once, on the document. No floating-point sums anywhere in `invoice`, `booking`, `xml`, `proof`.
 */

/** A whole number of minor units of the document's currency; negative on credits. */
export type Minor = number;

/** A percentage in hundredths of a percent: 2100 is 21 %, 550 is 5.5 %. */
export type RateBp = number;

/** A plain decimal as text ("12.3456789"), used for quantities and unit prices, which may have more decimals than money. */
export type Decimal = string;

/** A calendar day, `yyyy-mm-dd`. */
export type IsoDate = string;
