/** The seeded world of the simulators: what ShopCtrl holds, who may ask for it, and what is true of it. */
export { createBigWorld } from './big';
export { createControls, type Added, type Touch, type WorldControls } from './controls';
export { createSessions, COOKIE, type LoginResult, type Sessions } from './sessions';
export { truth, truthInvoices, truthPerVatCode, type Gap, type ShopTruth, type TruthPerVatCode, type TruthSelection, type VatCodeRow, type VatCodeTotal } from './truth';
export { createWorld } from './world';
export type * from './types';
