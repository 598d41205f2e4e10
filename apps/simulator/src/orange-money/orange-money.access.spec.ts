import { createSimulator, ORANGE_MONEY, type Simulator } from '../simulator.js';
import { call } from '../testing/http-call.js';
import { OrangeMoneyClient } from '../testing/orange-money-client.js';

const SUBSCRIBER = '655123467';

describe('what Orange Money lets in', () => {
  let simulator: Simulator;
  let client: OrangeMoneyClient;

  beforeEach(async () => {
    simulator = await createSimulator({ callbackDelayMs: 0 });
    client = new OrangeMoneyClient(simulator.orangeMoney);
  });

  afterEach(() => simulator.close());

  it('gives the same token until it ends, and says how long that still is', async () => {
    const first = (await client.login()).body;
    expect(first).toMatchObject({ token_type: 'Bearer', scope: 'am_application_scope default', expires_in: 3600 });
    simulator.control.setClockOffset(3_000_000);
    const second = (await client.login()).body;
    expect(second['access_token']).toBe(first['access_token']);
    expect(second['expires_in']).toBeLessThanOrEqual(600);
    simulator.control.setClockOffset(3_600_000);
    expect((await client.login()).body['access_token']).not.toBe(first['access_token']);
  });

  it.each([
    [401, { authorization: `Basic ${Buffer.from('somebody:else').toString('base64')}` }, undefined],
    [401, { authorization: undefined }, undefined],
    [400, {}, 'grant_type=password'],
  ])('answers %i to another log-in', async (status, headers, body) => {
    expect((await client.login(headers, body)).status).toBe(status);
  });

  it.each(['Bearer another', undefined])('the gateway refuses the bearer %s', async (authorization) => {
    const answer = await client.post('mp/init', { headers: { authorization } });
    expect([answer.status, answer.body]).toEqual([
      401,
      { fault: { code: 900901, message: 'Invalid Credentials', description: expect.any(String) } },
    ]);
  });

  it('the gateway speaks XML where it is told to', async () => {
    await client.init('mp');
    simulator.control.setFaults(ORANGE_MONEY, { gatewayFormat: 'xml', outage: 'unavailable' });
    const answer = await client.post('mp/init');
    expect([answer.status, answer.contentType]).toEqual([503, 'application/xml; charset=UTF-8']);
    expect(answer.text).toContain('<am:code>101503</am:code>');
  });

  it('refuses a bearer that was made to end', async () => {
    await client.init('mp');
    expect(simulator.control.expireTokens(ORANGE_MONEY)).toBe(1);
    expect((await client.post('mp/init')).status).toBe(401);
  });

  it('refuses another API user in its own words', async () => {
    const headers = { 'x-auth-token': Buffer.from('somebody:else').toString('base64') };
    const answer = await client.post('mp/init', { headers });
    expect([answer.status, answer.body]).toEqual([401, { message: expect.any(String), data: null }]);
  });

  it.each([{ pin: '0000' }, { channelUserMsisdn: '699999999' }])('refuses another line or PIN: %j', async (fields) => {
    const answer = await client.pay(SUBSCRIBER, fields);
    expect([answer.status, answer.body['message']]).toEqual([417, '90010 :: Code PIN incorrect']);
    expect(simulator.control.transactions(ORANGE_MONEY)).toEqual([]);
  });

  it('tells who holds a wallet', async () => {
    const { channelUserMsisdn: channelMsisdn, pin } = client.channel;
    const ask = (number: string) =>
      client.post(`infos/subscriber/customer/${number}`, { body: { channelMsisdn, pin } });
    expect((await ask(SUBSCRIBER)).body).toMatchObject({ data: { firstName: 'Sandbox', lastName: 'Payer' } });
    const unknown = await ask('655123400');
    expect([unknown.status, unknown.body['message']]).toEqual([417, '90001 :: Beneficiaire introuvable']);
    expect((await ask('237655123467')).status).toBe(422);
    const answer = await client.post(`infos/subscriber/customer/${SUBSCRIBER}`, { body: { channelMsisdn } });
    expect(answer.status).toBe(417);
  });

  it('is served below a path of its own', async () => {
    expect(simulator.orangeMoney.baseUrl).toBe(`${simulator.url}/orange-money`);
    expect((await call('POST', `${simulator.url}/token`)).status).toBe(404);
  });
});
