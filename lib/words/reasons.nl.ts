import type { partsEn, reasonsEn } from './reasons.en';

export const reasonsNl: Readonly<Record<keyof typeof reasonsEn, string>> = {
  'no-mapping': 'Voor {rate} {group}[ ({country})] zijn nog geen omzetrekening en btw-code gekozen. Vul die regel in bij Instellen; deze facturen gaan dan met de volgende export mee.',
  'no-settings': 'Er ontbreekt een instelling van deze shop[: {setting}]. Vul haar in op de pagina Instellen; deze facturen gaan dan met de volgende export mee.',
  'no-country': 'De factuur noemt geen land, dus de btw is niet te plaatsen. Vul het land in bij het adres in ShopCtrl; de factuur wordt vanzelf opnieuw gelezen.',
  'zero-invoice': 'De factuur komt uit op 0,00. Er is niets te boeken, dus blijft ze weg.',
  'R-ADDS-UP': 'Regels en totaal van de factuur verschillen meer dan de afrondingsgrens[: {expected} tegen {actual}][: {expected} tegen {found}]. Verbeter het in ShopCtrl of verhoog de grens.',
  'R-RATE-AMOUNT': 'De bedragen passen bij geen btw-tarief[ zoals de {rate} op de factuur][: {net} zonder, {gross} met btw]. Controleer de btw van deze factuur in ShopCtrl.',
  'R-OBFUSCATED': 'ShopCtrl heeft de klantgegevens van deze factuur verwijderd. Boek haar met de hand.',
  'R-COLLECTIVE': 'Een EU-bedrijf zonder btw kan niet op een verzameldebiteur, want Exact neemt het btw-nummer van de relatie. Kies eigen debiteuren bij Instellen.',
  'R-VATNO-MISSING': 'Zonder btw verkocht naar een ander EU-land, maar de factuur heeft geen btw-nummer. Vul het in ShopCtrl in; de factuur wordt vanzelf opnieuw gelezen.',
  'R-TERRITORY': 'Het adres ligt in een gebied waar het EU-btw-recht is opgeschort[ ({country})]. Boek met de hand, zoals uw boekhouder adviseert.',
  'R-CODE': 'Het factuurnummer is te lang voor Exact. Boek de factuur met de hand.',
  'sales-invoice-credit': "Exact kan creditfacturen niet als verkoopfactuur importeren. Exporteer deze met het onderwerp Verkoopboekingen.",
  'sales-invoice-total': 'Als verkoopfactuur zou Exact een ander totaal berekenen[: {actual} in plaats van {expected}]. Exporteer deze met het onderwerp Verkoopboekingen; dat laat de bedragen staan.',
  'debtor-code': 'De klant heeft geen bruikbare relatiecode: hoogstens 18 tekens, en niet de code van de verzameldebiteur. Controleer de debiteurinstellingen bij Instellen.',
  unreadable: 'De factuur is niet te begrijpen[ ({what})]. Ze staat hier en is niet geëxporteerd; stuur ons deze regel.',
  'unreadable-list': 'ShopCtrl noemde een factuur zonder bruikbaar nummer[ ({what})]; ze kon niet gelezen worden. Zoek haar in ShopCtrl, en stuur ons deze regel.',
  gap: 'In de reeks ontbreken nummers[: {missing}][ (laatste: {to})]. Kijk in ShopCtrl of deze facturen verwijderd zijn of bij een andere shop horen.',
  other: 'Weggelaten om een reden die deze versie niet kan noemen ({code}).',
};

export const partsNl: Readonly<Record<keyof typeof partsEn, string>> = {
  journal: 'Dagboek',
  debtorCode: 'Debiteurcode',
  mapping: 'Tarief × landengroep',
  itemCode: 'Artikelcode',
  receivableAccount: 'Debiteurenrekening',
  vatAccount: 'Btw-rekening',
  rounding: 'Afrondingsrekening en btw-code',
  shipping: 'verzendkosten',
  paymentFee: 'betaalkosten',
  discount: 'korting',
  Order: 'de order ontbreekt',
};
