/** The seeded world of the simulators: what ShopCtrl holds, who may ask for it, and what is true of it. */
export { createBigWorld } from './big';
export { createControls, type Added, type Touch, type WorldControls } from './controls';
export { fileIdOf, pdfOf } from './files';
export { createSessions, COOKIE, type LoginResult, type Sessions } from './sessions';
export { truth, truthInvoices, truthPerVatCode, type Gap, type ShopTruth, type TruthPerVatCode, type TruthSelection, type VatCodeRow, type VatCodeTotal } from './truth';
export { createWorld } from './world';
export { quarter, QUARTER_NOW, QUARTER_SHOPS, type Quarter, type QuarterDocument, type QuarterLine, type QuarterShop, type SellerFacts } from './quarter';
export type * from './types';
