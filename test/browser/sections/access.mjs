import assert from 'node:assert/strict';

export async function keepsApiKeys({ walker }) {
  const { key, keyId } = await walker.call('generateApiKey', { body: { type: 'test' } });
  assert.match(key, /^app_[A-Za-z0-9_]+$/);
  const { keys } = await walker.call('getApiKeys');
  assert.ok(keys.some(({ id }) => id === keyId));
  await walker.call('revokeApiKey', { path: { keyId } });
  const { logs } = await walker.call('listApiLogs');
  return `one made and revoked, ${logs.length} calls in the log`;
}

export async function keepsApps({ walker }) {
  const body = {
    name: 'Online shop',
    description: 'Payments of the shop',
    redirectUri: 'https://shop.exemple.cm/return',
  };
  const { key, ...app } = await walker.call('createApp', { body });
  assert.match(key, /^app_[A-Za-z0-9_]+$/);
  const path = { appId: app.id };
  // A client sends the whole application back, and its model becomes the answer.
  const changed = await walker.call('updateApp', { path, body: { ...app, name: 'Shop' } });
  assert.deepEqual({ ...changed, name: app.name }, app);
  await walker.call('regenerateAppKey', { path });
  const { apps } = await walker.call('listApps');
  assert.equal(apps.length, 2);
  await walker.call('deleteApp', { path });
  return `${apps.map(({ name }) => name).join(', ')}`;
}

export async function keepsAccessTokens({ walker }) {
  const body = { name: 'Bookkeeping', scopes: ['payments:read'] };
  const { id, token } = await walker.call('createAccessToken', { body });
  await walker.call('listPayments', { token });
  const { details } = await walker.refused('listRefunds', 403, 'FORBIDDEN', { token });
  assert.equal(details.requiredScope, 'refunds:read');
  const tokens = await walker.call('listAccessTokens');
  assert.ok(Array.isArray(tokens));
  await walker.call('deleteAccessToken', { path: { tokenId: id } });
  await walker.refused('listPayments', 401, 'AUTH_INVALID', { token });
  return 'reads payments, nothing else, and nothing once removed';
}

export async function keepsWebhooks({ walker, receiver }) {
  const body = { url: receiver, events: ['payment.*'] };
  const { id, secret } = await walker.call('createWebhook', { body });
  assert.match(secret, /^whsec_/);
  const path = { webhookId: id };
  const changed = await walker.call('updateWebhook', { path, body: { status: 'inactive' } });
  assert.deepEqual([changed.id, changed.status, changed.url], [id, 'inactive', receiver]);
  const { webhooks } = await walker.call('listWebhooks');
  assert.equal(webhooks.length, 1);
  await walker.call('deleteWebhook', { path });
  return changed.url;
}
