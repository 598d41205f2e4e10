import type { AccountMailWordings } from '../account-mail-kinds.js';

const DOUBT = 'If this was not you, set a new password at once and contact support.';

export const ENGLISH: AccountMailWordings = {
  verification_code: {
    subject: 'Your verification code',
    paragraphs: [
      'Enter this code to verify your e-mail address. It works for {minutes} minutes.',
      'If you did not open an account, ignore this mail.',
    ],
  },
  password_reset: {
    subject: 'Set a new password',
    paragraphs: [
      'Somebody asked for a new password for your account. The link works once, for {minutes} minutes.',
      'If this was not you, ignore this mail: nothing changes.',
    ],
    action: 'Set a new password',
  },
  password_changed: {
    subject: 'Your password was changed',
    paragraphs: ['The password of your account was changed on {time}. All other sessions were signed out.', DOUBT],
  },
  second_factor_enabled: {
    subject: 'Two-factor sign-in is on',
    paragraphs: ['Since {time}, signing in to your account takes a code of your authenticator.', DOUBT],
  },
  second_factor_disabled: {
    subject: 'Two-factor sign-in is off',
    paragraphs: ['Since {time}, signing in to your account takes your password alone.', DOUBT],
  },
  refresh_token_reused: {
    subject: 'A session was ended for your safety',
    paragraphs: [
      'On {time} a token of your account was used twice, so somebody else may have had it. The session was ended.',
      DOUBT,
    ],
  },
  api_key_generated: {
    subject: 'A new API key was generated',
    paragraphs: [
      'On {time} a new API key was generated for your organisation. The one that it replaces, if any, works no more.',
      DOUBT,
    ],
  },
  access_token_created: {
    subject: 'An access token was created',
    paragraphs: ['On {time} an access token was created, with which a program can act for your account.', DOUBT],
  },
  webhook_switched_off: {
    subject: 'Events are no longer sent to an address of yours',
    paragraphs: [
      'Since {time} nothing is sent to {detail}: it has not taken an event for days, or said that it is gone.',
      'Mend it and switch it on again in your settings. Events of the meantime are not sent later.',
    ],
  },
  organization_let_live: {
    subject: 'Your organisation may take real payments',
    paragraphs: [
      'Your application was approved on {time}. From now on your payments are real ones.',
      'To try something out without money, choose the sandbox in your dashboard.',
    ],
  },
  onboarding_rejected: {
    subject: 'Your application needs another look',
    paragraphs: [
      'On {time} we looked at your application and could not approve it yet. The reason:',
      '{detail}',
      'Mend it in your dashboard; your application then comes back to us by itself.',
    ],
  },
  bank_account_added: {
    subject: 'A bank account was added',
    paragraphs: [
      'On {time} the bank account {detail} was added to your organisation as a destination for payouts.',
      DOUBT,
    ],
  },
};
