/** Words of faults on the set-up page itself: they point at its fields instead of sending the person to where they are already. */
import type { Fault, FaultCode } from '../faults';
import type { Language } from '../messages';
import { faultWords } from './faults';

const HERE: Readonly<Record<Language, Partial<Readonly<Record<FaultCode, string>>>>> = {
  en: {
    'not-json': 'The answer could not be read: a page came instead of data. Nothing was changed. Try again; if it stays, check the address above.',
    'shopctrl-not-set-up': 'The password of this login is not stored in this browser. Enter it below.',
    'shopctrl-signed-out': 'ShopCtrl has signed you out. Sign in to ShopCtrl in this browser, or enter a login here.',
    'shopctrl-password': 'ShopCtrl refuses this login or password, or the account has a second factor. Check what is typed here, or use a login without second factor. Connections with Exact and settings stay as they are.',
    'shopctrl-html': 'ShopCtrl answered with a web page instead of data. Usually the address is not the one of the API. Check the ShopCtrl address, and the API address under More.',
    'shopctrl-no-permission': 'The browser may not reach this ShopCtrl host. Press Save and allow the access that the browser asks for.',
    'exact-no-app': 'There is no Exact app yet. Enter its client ID and client secret here, then press Authenticate in your shop.',
    'exact-cancelled': 'The window of Exact was closed before it was finished. Nothing was changed. Did Exact show an error? Compare client ID and redirect address with the App Center.',
    'exact-page-not-loaded': 'Exact did not come back to this browser. Most often the redirect address of the app differs, or its client ID: compare both with the App Center, letter by letter.',
    'exact-secret': 'Exact refuses the client ID or client secret. Copy both again from the App Center, and check that the app there has the redirect address shown here.',
    'export-settings-missing': 'Settings of this shop are missing, so no file was made. Fill them in below.',
    'shop-unknown': 'This shop is not among the shops of the ShopCtrl login. Check which login is used.',
  },
  nl: {
    'not-json': 'Het antwoord is niet te lezen: er kwam een pagina in plaats van gegevens. Er is niets veranderd. Probeer het opnieuw of controleer het adres hierboven.',
    'shopctrl-not-set-up': 'Het wachtwoord van deze login staat niet in deze browser. Vul het hieronder in.',
    'shopctrl-signed-out': 'ShopCtrl heeft u afgemeld. Meld u in deze browser aan bij ShopCtrl, of vul hier een login in.',
    'shopctrl-password': 'ShopCtrl weigert deze login of dit wachtwoord, of het account heeft een tweede factor. Controleer wat hier staat, of gebruik een login zonder tweede factor. Koppelingen met Exact en instellingen blijven staan.',
    'shopctrl-html': 'ShopCtrl antwoordde met een webpagina in plaats van gegevens. Meestal is het adres niet dat van de API. Controleer het ShopCtrl-adres, en het API-adres onder Meer.',
    'shopctrl-no-permission': 'De browser mag deze ShopCtrl-host niet bereiken. Druk op Opslaan en sta de toegang toe waar de browser om vraagt.',
    'exact-no-app': 'Er is nog geen Exact-app. Vul hier client-ID en client-secret in, en druk daarna in uw shop op Koppelen.',
    'exact-cancelled': 'Het venster van Exact is gesloten voordat het klaar was. Er is niets veranderd. Gaf Exact een fout? Vergelijk client-ID en redirect-adres met het App Center.',
    'exact-page-not-loaded': 'Exact kwam niet terug in deze browser. Meestal wijkt het redirect-adres van de app af, of de client-ID: vergelijk beide letter voor letter met het App Center.',
    'exact-secret': 'Exact weigert de client-ID of het client-secret. Kopieer beide opnieuw uit het App Center, en controleer of de app daar het redirect-adres heeft dat hier staat.',
    'export-settings-missing': 'Gegevens van deze shop ontbreken; er is geen bestand gemaakt. Vul ze hieronder in.',
    'shop-unknown': 'Deze shop hoort niet bij de shops van de ShopCtrl-login. Controleer welke login gebruikt wordt.',
  },
};

/** The message of a fault as the set-up page says it. */
export function faultTextHere(language: Language, fault: Fault): string {
  return HERE[language][fault.code] ?? faultWords(language, fault).text;
}
