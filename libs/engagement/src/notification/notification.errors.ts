import { DomainError } from '#kernel';

/** Unknown, or another account's. */
export class NotificationNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'notification_not_found';

  constructor() {
    super('There is no such notification');
  }
}
