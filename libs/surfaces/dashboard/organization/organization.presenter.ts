import type { MerchantProfile } from '#merchants';
import { COUNTRY_NAME, countryOf, LEGAL_FORM_NAME, TIMEZONE } from '../dialect/vocabulary.js';
import type { Wire } from '../dialect/wire.js';

export function presentOrganization(profile: MerchantProfile): Wire<'Organization'> {
  const country = countryOf(profile.country);
  return {
    id: profile.id,
    name: profile.name,
    legalForm: profile.legalForm && LEGAL_FORM_NAME[profile.legalForm],
    registrationNumber: profile.registrationNumber,
    vatNumber: profile.vatNumber,
    address: profile.address,
    region: profile.region,
    city: profile.city,
    country,
    countryName: COUNTRY_NAME[country],
    feeRate: Number(profile.feePercent),
    timezone: TIMEZONE,
  };
}
