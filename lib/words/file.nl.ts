import type { FileKey } from './file.en';
import type { Words } from './text';

export const fileNl: Words<FileKey> = {
  app: 'Exact Online voor ShopCtrl',
  working: 'Het bestand wordt opgeslagen…',
  ready: 'Dit bestand is al eens opgeslagen',
  readyMore: '{name} is al aan uw browser gegeven. U kunt het nog eens opslaan; twee keer importeren kan boekingen in Exact verdubbelen.',
  saved: 'Het bestand is opgeslagen',
  savedMore: '{name} staat bij uw downloads. Deze pagina sluit vanzelf.',
  gone: 'Dit bestand is er niet meer',
  goneMore: 'De shop is vergeten, of het bestand hoort bij een ander browserprofiel. Maak de export opnieuw bij de instellingen van de shop in ShopCtrl.',
  failed: 'Het bestand kon niet worden opgeslagen',
  failedMore: '{name} is compleet en blijft bewaard. Kijk of er ruimte op de schijf is en of downloads zijn toegestaan, en sla het opnieuw op.',
  failedEarly: 'Het lezen van het bestand is deze keer niet gelukt. Er is niets verloren; probeer het opnieuw.',
  save: 'Opslaan',
  saveAgain: 'Opnieuw opslaan',
  again: 'Opnieuw proberen',
};
