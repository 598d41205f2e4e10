import { DomainError } from '#kernel';

const SENTENCES = {
  admin_required: 'Only an admin may do this',
  super_admin_required: 'Only a super-admin may do this',
  merchant_context_required: 'An admin must send X-App-Context: merchant to do this',
  primary_merchant_not_set: 'No primary merchant is configured that an admin could act as',
};

export type RoleRefusal = keyof typeof SENTENCES;

/** A known caller whose role, or the context that it acts in, may not do this. */
export class RoleRefused extends DomainError<RoleRefusal> {
  readonly kind = 'forbidden';

  constructor(readonly code: RoleRefusal) {
    super(SENTENCES[code]);
  }
}
