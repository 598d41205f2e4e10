import type { NotificationWordings } from '../notification-kinds.js';

export const ENGLISH: NotificationWordings = {
  kinds: {
    payment_paid: { title: 'Payment received', message: '{payer} paid {amount} for {description}.' },
    refund_completed: { title: 'Refund completed', message: '{payer} got {amount} back.' },
    refund_failed: { title: 'Refund failed', message: '{amount} could not be returned to {payer}. {reason}' },
    chargeback_opened: {
      title: 'Chargeback opened',
      message: '{payer} disputes {amount}, which is held until this is decided. Submit evidence by {day}. {reason}',
    },
    chargeback_won: { title: 'Chargeback won', message: 'The {amount} that {payer} disputed stay with you.' },
    chargeback_lost: { title: 'Chargeback lost', message: 'The {amount} that {payer} disputed go back.' },
    payout_completed: { title: 'Payout completed', message: '{amount} were paid out to {destination}.' },
    payout_failed: {
      title: 'Payout failed',
      message: '{amount} could not be paid out to {destination} and are available again. {reason}',
    },
    invoice_paid: { title: 'Invoice paid', message: 'Invoice {number} over {amount} was paid by {payer}.' },
    invoice_overdue: { title: 'Invoice overdue', message: 'Invoice {number} over {amount} for {payer} is overdue.' },
    onboarding_approved: {
      title: 'Application approved',
      message: 'Your organisation may take real payments from now on.',
    },
    onboarding_rejected: {
      title: 'Application sent back',
      message: 'Your application could not be approved yet. {reason}',
    },
    account_opened: {
      title: 'Welcome',
      message: 'Try everything out in the sandbox. To take real payments, complete the four steps of your application.',
    },
    password_changed: { title: 'Password changed', message: 'The password of your account was changed.' },
    second_factor_enabled: {
      title: 'Two-factor sign-in is on',
      message: 'Signing in takes a code of your authenticator from now on.',
    },
    second_factor_disabled: {
      title: 'Two-factor sign-in is off',
      message: 'Signing in takes your password alone from now on.',
    },
    refresh_token_reused: {
      title: 'Session ended for your safety',
      message: 'A token of your account was used twice, so somebody else may have had it.',
    },
    api_key_generated: {
      title: 'API key generated',
      message: 'A new API key was generated for your organisation. The one that it replaces, if any, works no more.',
    },
    access_token_created: {
      title: 'Access token created',
      message: 'A program can act for your account with the access token “{label}”.',
    },
    bank_account_added: {
      title: 'Bank account added',
      message: 'The bank account {label} was added as a destination for payouts.',
    },
    webhook_switched_off: {
      title: 'Events are no longer sent',
      message: 'Nothing is sent to {url} any more: it has not taken an event for days, or said that it is gone.',
    },
  },
  sandbox: 'Sandbox: no money moved.',
  open: 'Open the dashboard',
  unsubscribe: 'You can switch mails about payments off in your settings.',
};
