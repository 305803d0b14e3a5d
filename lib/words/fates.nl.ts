import type { bookedEn, mendedEn, nextEn } from './fates.en';

export const bookedNl: Readonly<Record<keyof typeof bookedEn, string>> = {
  no: 'Niet geboekt.',
  later: 'Nog niet geboekt.',
  here: 'Niet van hieruit geboekt.',
  unknown: 'Nog niet bekend of dit geboekt is.',
  yes: 'Geboekt.',
  several: 'Meer dan één keer in Exact.',
  gone: 'Geboekt, maar niet meer in Exact.',
  shop: 'Voor deze shop wordt intussen niets geboekt; wat geboekt is blijft.',
  new: 'Er wordt intussen geen nieuwe factuur geboekt; wat geboekt is blijft.',
  on: 'Het boeken gaat intussen door.',
};

export const nextNl: Readonly<Record<keyof typeof nextEn, string>> = {
  auto: 'Het gaat[ om {until}] vanzelf verder.',
  shopctrl: 'Daarna wordt de factuur vanzelf opnieuw gelezen en gaat ze verder.',
  settings: 'Deze facturen gaan dan vanzelf verder.',
  daily: 'Het wordt elke dag vanzelf opnieuw geprobeerd.',
  retry: 'Vanzelf wordt er niets meer voor verstuurd.',
  stays: 'Vanzelf wordt er in Exact niets geboekt, gewijzigd of verwijderd.',
  entry: 'De boeking blijft zoals ze is.',
  imported: 'Wordt het bestand geïmporteerd, dan wordt ze gevonden en vanzelf gekoppeld.',
  kind: 'Vanzelf wordt er elke dag één geprobeerd.',
  hand: 'Vanzelf gebeurt er niets meer; laat het over zodra het gedaan is.',
  left: 'Sync en Export blijven er verder van af.',
  nothing: 'Ze wordt weggelaten.',
  after: 'Alles wat wacht gaat dan vanzelf verder.',
  release: 'Tot dan wordt er vanzelf niets meer verstuurd.',
  runs: 'Elke keer wordt het opnieuw geprobeerd; alles wat wacht gaat dan vanzelf verder.',
  renewed: 'Ze wordt vanzelf vernieuwd zodra Exact bereikt wordt.',
};

export const mendedNl: Readonly<Record<keyof typeof mendedEn, string>> = {
  shopctrl: 'Ze wordt dan vanzelf opnieuw gelezen.',
  settings: 'Deze facturen gaan dan met de volgende export mee, of met Sync vanzelf.',
  exact: '',
  hand: '',
  unread: 'Tot dan is ze niet geboekt en niet geëxporteerd; ze wordt vanzelf opnieuw gelezen.',
  nothing: '',
};
