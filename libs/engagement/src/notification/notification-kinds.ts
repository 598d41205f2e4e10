export type NotificationType = 'primary' | 'notification';
export type NotificationCategory = 'success' | 'info' | 'warning' | 'error';

export interface NotificationTraits {
  readonly type: NotificationType;
  readonly category: NotificationCategory;
  /** Path in the dashboard's browser application. */
  readonly actionUrl: string;
  /** About money: mailed as well to whoever wants such mails, and said of which mode it was. */
  readonly aboutMoney: boolean;
}

const inform = (actionUrl: string): NotificationTraits => ({
  type: 'notification',
  category: 'success',
  actionUrl,
  aboutMoney: true,
});
const alert = (category: NotificationCategory, actionUrl: string): NotificationTraits => ({
  type: 'primary',
  category,
  actionUrl,
  aboutMoney: true,
});
/** Identity mails these, as far as they are mailed at all. */
const advise = (category: NotificationCategory, actionUrl: string): NotificationTraits => ({
  ...alert(category, actionUrl),
  aboutMoney: false,
});

/** x-business-rules.notifications of the dashboard's contract. */
export const NOTIFICATION_KINDS = {
  payment_paid: inform('/payments'),
  refund_completed: inform('/payments'),
  refund_failed: alert('error', '/payments'),
  chargeback_opened: alert('warning', '/payments'),
  chargeback_won: alert('info', '/payments'),
  chargeback_lost: alert('info', '/payments'),
  payout_completed: inform('/balance'),
  payout_failed: alert('error', '/balance'),
  invoice_paid: inform('/invoicing'),
  invoice_overdue: alert('warning', '/invoicing'),
  onboarding_approved: advise('success', '/onboarding'),
  onboarding_rejected: advise('error', '/onboarding'),
  account_opened: advise('info', '/onboarding'),
  password_changed: advise('warning', '/settings'),
  second_factor_enabled: advise('warning', '/settings'),
  second_factor_disabled: advise('warning', '/settings'),
  refresh_token_reused: advise('warning', '/settings'),
  api_key_generated: advise('warning', '/settings'),
  access_token_created: advise('warning', '/settings'),
  bank_account_added: advise('warning', '/settings'),
  webhook_switched_off: advise('error', '/browse'),
} as const satisfies Record<string, NotificationTraits>;

export type NotificationKind = keyof typeof NOTIFICATION_KINDS;

export interface NotificationWording {
  readonly title: string;
  /** `{name}` is filled in; a sentence about what is not known is left empty. */
  readonly message: string;
}

export interface NotificationWordings {
  readonly kinds: Readonly<Record<NotificationKind, NotificationWording>>;
  /** Follows the message about money that nobody moved. */
  readonly sandbox: string;
  /** Label of the button in a mail. */
  readonly open: string;
  /** How to get no more such mails. */
  readonly unsubscribe: string;
}
