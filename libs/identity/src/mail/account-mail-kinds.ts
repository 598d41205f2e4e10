/** What the holder of an account is told without having asked: that it changed, or that something stopped working. */
export const NOTICES = [
  'password_changed',
  'second_factor_enabled',
  'second_factor_disabled',
  'refresh_token_reused',
  'api_key_generated',
  'access_token_created',
  'webhook_switched_off',
  'organization_let_live',
  'onboarding_rejected',
  'bank_account_added',
] as const;
export type NoticeKind = (typeof NOTICES)[number];
export type AccountMailKind = 'verification_code' | 'password_reset' | NoticeKind;

export interface Wording {
  readonly subject: string;
  readonly paragraphs: readonly string[];
  readonly action?: string;
}

/** `{time}`, `{minutes}` and `{detail}` are filled in. */
export type AccountMailWordings = Readonly<Record<AccountMailKind, Wording>>;
