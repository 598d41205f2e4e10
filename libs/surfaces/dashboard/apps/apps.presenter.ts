import type { ApplicationView, GeneratedApiKey } from '#identity';
import type { Page } from '#kernel';
import { presentKey } from '../api-keys/api-keys.presenter.js';
import { pagination } from '../dialect/pages.js';
import type { Wire } from '../dialect/wire.js';

export const presentApp = (application: ApplicationView): Wire<'App'> => ({
  id: application.id,
  name: application.name,
  description: application.description,
  redirectUri: application.redirectUri,
  status: application.active ? 'active' : 'inactive',
  created: application.createdAt.toISOString(),
  isDefault: application.isDefault,
  keys: application.keys.map(presentKey),
});

export const presentApps = (page: Page<ApplicationView>): Wire<'AppList'> => ({
  apps: page.items.map(presentApp),
  pagination: pagination(page),
});

export const presentAppWithKey = (application: ApplicationView, { key }: GeneratedApiKey): Wire<'AppWithKey'> => ({
  ...presentApp(application),
  key,
});
