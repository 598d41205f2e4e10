import type { CustomerDetails } from '#billing';
import { Msisdn } from '#kernel';
import type { PageQuery } from '../dialect/pages.js';
import type { Wire } from '../dialect/wire.js';

export interface ListCustomersQuery extends PageQuery {
  readonly search?: string;
}

export function customerDetails(body: Wire<'CreateCustomerRequest'>): CustomerDetails {
  const { name, email, phone, address, taxId } = body;
  return {
    name,
    email,
    phone: phone ? normalised(phone) : null,
    address: address ?? null,
    taxId: taxId ?? null,
  };
}

/** An international number is taken as it is; without a plus it is one of Cameroon. The contract has judged the form. */
function normalised(written: string): string {
  const phone = written.replaceAll(' ', '');
  return phone.startsWith('+') ? phone : Msisdn.parse(phone, 'CM').e164;
}
