import { DomainError } from '#kernel';

export class CustomerNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'customer_not_found';

  constructor() {
    super('Customer not found');
  }
}

export class CustomerExists extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'customer_exists';

  constructor(readonly customerId: string) {
    super('There is a customer with this e-mail address already', { customerId });
  }
}
