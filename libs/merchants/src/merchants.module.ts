import { Module } from '@nestjs/common';
import { MerchantTermsService } from './terms/merchant-terms.service.js';

@Module({ providers: [MerchantTermsService], exports: [MerchantTermsService] })
export class MerchantsModule {}
