import type { AccountSettings } from '#identity';
import type { DashboardCaller } from '../dialect/caller.js';
import { TIMEZONE } from '../dialect/vocabulary.js';
import type { Wire } from '../dialect/wire.js';

export const presentSettings = (
  { testMode }: Pick<DashboardCaller, 'testMode'>,
  settings: AccountSettings,
): Wire<'AccountSettings'> => ({
  language: settings.language,
  timezone: TIMEZONE,
  testMode,
  emailNotifications: settings.emailNotifications,
  pushNotifications: settings.pushNotifications,
  marketingEmails: settings.marketingEmails,
});
