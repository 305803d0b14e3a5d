/** The simulated ShopCtrl API. */
export { createShopCtrlApi, type ApiParts, type ShopCtrlApi } from './api';
export { type FaultKind, type FaultOrder, type Faults } from './faults';
export { defaultApiOptions, type ApiOptions } from './options';
