import assert from 'node:assert/strict';

const PASSWORD = 'Secret123!';
const ANY_OPERATOR = { currency: 'XAF', paymentMethods: ['MTN Mobile Money', 'Orange Money'] };

/** A merchant who makes links through the doors of a platform that runs. */
export async function aMerchant(platform) {
  const dashboard = (method, path, body, token) =>
    call(`${platform.doors.dashboard.url}${path}`, method, body, token && { authorization: `Bearer ${token}` });
  const email = `ada.${Date.now().toString(36)}@example.com`;
  const person = { username: email.split('@')[0], firstName: 'Ada', lastName: 'Ngo', email, password: PASSWORD };
  await dashboard('POST', '/auth/signup', person);
  await dashboard('POST', '/auth/verify-otp', { email, otp: '123456' });
  const { accessToken } = await dashboard('POST', '/auth/login', { email, password: PASSWORD });
  const { key } = await dashboard('POST', '/api-keys/generate', { type: 'test' }, accessToken);
  const links = (method, path, body) =>
    call(`${platform.doors['payment-links'].url}/payment-links${path}`, method, body, { 'x-api-key': key });
  return {
    link: (fields) => links('POST', '/create', fields),
    read: (id) => links('GET', `/id/${id}`),
    cancel: (id) => links('POST', `/${id}/cancel`),
    /** The address of a link whose payers name the amount: the dashboard alone makes such. */
    donation: async (description) => {
      const body = { ...ANY_OPERATOR, type: 'Donation', amount: 0, description, reusable: true };
      return (await dashboard('POST', '/payments/links', body, accessToken)).url;
    },
    /** The address of a link that leads back to a shop, which knows the secret of a webhook. */
    linkWithReturn: async (redirectUrl) => {
      await dashboard('POST', '/webhooks', { url: 'http://127.0.0.1:9/hooks', events: ['*'] }, accessToken);
      const body = { ...ANY_OPERATOR, type: 'Fixed', amount: 4500, description: 'Order 7', redirectUrl };
      return (await dashboard('POST', '/payments/links', body, accessToken)).url;
    },
    moveClock: async ({ ops, credentials }, advanceSeconds) => {
      const { accessToken: token } = await dashboard('POST', '/auth/login', credentials.admin);
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
      const init = { method: 'POST', headers, body: JSON.stringify({ advanceSeconds }) };
      const answer = await fetch(`${ops}/sandbox/clock`, init);
      assert.equal(answer.status, 200, await answer.text());
    },
  };
}

async function call(url, method, body, headers = {}) {
  const answer = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await answer.text();
  assert.ok(answer.ok, `${method} ${url} answered ${answer.status} ${text}`);
  return JSON.parse(text).data;
}
