import type { remarksEn } from './remarks.en';

export const remarksNl: Readonly<Record<keyof typeof remarksEn, string>> = {
  'F-BELOW': 'Consument in een ander EU-land met Nederlandse btw: alleen juist onder de drempel van 10.000 euro per jaar.',
  'F-VAT-ON-EXPORT': 'Op een verkoop buiten de EU is Nederlandse btw berekend. Geboekt zoals gefactureerd.',
  'F-SHIP-HIGH': 'Verzendkosten zijn tegen het hoogste tarief gefactureerd. Geboekt zoals gefactureerd.',
  'F-SPLIT-SOLVED': 'De btw van een bedrag in de kop is zo over twee tarieven verdeeld dat beide totalen kloppen.',
  'F-NUMBER-UNVERIFIED': 'Het btw-nummer heeft de juiste vorm, maar is niet bij de belastingdienst gecontroleerd.',
  'F-PREFIX-ADDED': 'Aan het btw-nummer is de landcode toegevoegd.',
  'F-NUMBER-OTHER-STATE': 'Het btw-nummer is van een andere lidstaat dan de levering.',
  'F-NUMBER-BAD': 'Het btw-nummer klopt niet; er is btw berekend, dus de boeking is juist.',
  'F-COMPANY-AS-CONSUMER': 'Een bedrijf zonder btw-nummer is als consument behandeld.',
  'F-RATE-BY-DELIVERY': 'Het tarief[ van {rate}] hoort bij de dag van bestelling of levering, kort voor een tariefwijziging.',
  'F-RATE-BY-INVOICE': 'Het tarief[ van {rate}] geldt op de dag van de factuur, maar niet op de dag van de levering[, {date}], en die beslist. Geboekt zoals gefactureerd; vraag uw boekhouder of de factuur verbeterd moet worden.',
  'F-RATE-UNKNOWN': 'Het tarief[ van {rate}] is niet bekend als tarief van het land van aankomst[ ({country})][ op {date}]. Geboekt zoals gefactureerd; vraag het na bij uw boekhouder.',
  'F-LATE-CREDIT': 'De creditfactuur hoort bij een factuur uit een eerdere btw-periode[ ({quarter})].',
  'F-TERRITORY': 'Het adres ligt in een gebied met eigen btw-regels.',
  'F-PROOF': 'Bewaar het bewijs van vervoer bij deze factuur.',
  'F-BILL-TO': 'Er was geen afleveradres; het factuuradres bepaalt de btw.',
  'F-CREDIT-RATE': 'De creditfactuur heeft een ander tarief[, {rate},] dan de regel die ze crediteert. Geboekt zoals uitgereikt.',
  'F-AS-INVOICED': 'Geboekt zoals gefactureerd[ ({rate}, {country})], want dat is één keer voor zulke facturen bevestigd.',
  'F-VOUCHER-DISCOUNT': 'Deze winkel toont het gebruik van cadeaubonnen als korting. Is deze korting er een, dan heeft ze de btw ten onrechte verlaagd; geboekt zoals gefactureerd.',
  'F-ROUNDING': 'Een zichtbare afrondingsregel maakt de boeking gelijk aan de factuur[: {difference}].',
};
