export { MerchantsModule } from './merchants.module.js';
export { MerchantTermsService } from './terms/merchant-terms.service.js';
export type { MerchantTerms } from './terms/merchant-terms.service.js';
