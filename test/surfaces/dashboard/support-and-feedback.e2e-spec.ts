import { SetUserSuspension } from '#identity';
import { JobWorkers } from '#platform';
import { dashboardDoor } from '#surfaces/dashboard';
import { refusal, startTestDoor, type Answer, type TestDoor } from '../../support/door.js';
import { mailsTo } from '../../support/mails.js';
import { aMerchant, type TestMerchant } from '../../support/merchant.js';

const TEAM = 'team@platform.cm';
const QUESTION = {
  subject: 'Payout late',
  category: 'payouts',
  message: 'My payout of Monday has not arrived.',
  priority: 'high',
};
const FEEDBACK = { type: 'feature', rating: 4, title: 'Dark theme', message: 'Please add a dark theme.' };
const BODIES: Readonly<Record<string, object>> = { submitSupportRequest: QUESTION, submitFeedback: FEEDBACK };

describe('dashboard: support and feedback', () => {
  let door: TestDoor;
  let merchant: TestMerchant;
  beforeAll(async () => {
    door = await startTestDoor(dashboardDoor, { environment: { SUPPORT_EMAIL: TEAM, SUPPORT_REQUESTS_PER_HOUR: '4' } });
  }, 60_000);
  afterAll(() => door?.close());
  beforeEach(async () => {
    merchant = await aMerchant(door);
  });

  const ask = (changes: object = {}, { token } = merchant): Promise<Answer> =>
    door.call('submitSupportRequest', { token, body: { ...QUESTION, ...changes } });
  const tell = (changes: object = {}, { token } = merchant): Promise<Answer> =>
    door.call('submitFeedback', { token, body: { ...FEEDBACK, ...changes } });
  const mailed = async (address: string) => {
    await door.get(JobWorkers).runNow('send-owed-mails', {});
    return mailsTo(door, address);
  };
  const audited = (recordId: string) =>
    door.database.query('SELECT action, actor_id, organization_id FROM audit_entries WHERE record_id = $1', [recordId]);

  it('submitSupportRequest opens a ticket, mails it to the team and confirms it', async () => {
    const { status, body } = await ask();
    const { ticketId, ticketNumber } = body.data;
    expect([status, body.data]).toEqual([
      201,
      {
        ticketId: expect.any(String),
        ticketNumber: expect.stringMatching(/^SUP-\d{6,}$/),
        subject: 'Payout late',
        category: 'payouts',
        priority: 'high',
        status: 'open',
        createdAt: expect.any(String),
      },
    ]);
    const [toTeam] = (await mailed(TEAM)).filter(({ subject }) => subject.includes(ticketNumber));
    expect(toTeam?.text).toContain(QUESTION.message);
    expect(toTeam?.text).toContain(merchant.email);
    expect((await mailed(merchant.email)).map(({ subject }) => subject)).toContain(
      `We have your question (${ticketNumber})`,
    );
    expect(await audited(ticketId)).toEqual([
      { action: 'support.requested', actor_id: merchant.userId, organization_id: merchant.organizationId },
    ]);
    expect((await ask()).body.data.ticketNumber).not.toBe(ticketNumber);
  });

  it('submitFeedback records it, with an address to answer to where one is wished for', async () => {
    const { status, body } = await tell();
    expect([status, body.data]).toEqual([
      201,
      {
        feedbackId: expect.any(String),
        type: 'feature',
        rating: 4,
        contactEmail: null,
        createdAt: expect.any(String),
      },
    ]);
    const email = 'Somebody@Example.com';
    expect((await tell({ contact: false, email })).body.data.contactEmail).toBeNull();
    expect((await tell({ contact: true, email: null })).body.data.contactEmail).toBe(merchant.email);
    expect((await tell({ contact: true, email })).body.data.contactEmail).toBe('somebody@example.com');
    const ours = (await mailed(TEAM)).filter(({ text }) => text.includes(merchant.userId));
    expect(ours.map(({ subject }) => subject)).toEqual(Array(4).fill('[Feedback] Dark theme'));
    const receipts = (await mailed(merchant.email)).filter(({ subject }) => subject.startsWith('Thank you'));
    expect(receipts).toHaveLength(2);
    // Nobody writes to others through us.
    expect(await mailed('somebody@example.com')).toEqual([]);
    expect(await audited(body.data.feedbackId)).toEqual([
      { action: 'feedback.submitted', actor_id: merchant.userId, organization_id: merchant.organizationId },
    ]);
  });

  it('neither begins a header nor renders markup', async () => {
    const { body } = await ask({ subject: 'Hi\r\nBcc: all@example.com', message: '<script>alert(1)</script>' });
    const [toTeam] = (await mailed(TEAM)).filter(({ subject }) => subject.includes(body.data.ticketNumber));
    expect(toTeam?.subject).toBe(`[${body.data.ticketNumber}] Hi Bcc: all@example.com`);
    expect(body.data.subject).toBe('Hi Bcc: all@example.com');
    const { html } = toTeam as unknown as { html: string };
    expect(html).toContain('&lt;script&gt;');
    expect(html).not.toContain('<script>');
  });

  it.each<[string, object, string]>([
    ['submitSupportRequest', { ...QUESTION, subject: ' ' }, 'subject'],
    ['submitSupportRequest', { ...QUESTION, subject: '\u0001' }, 'subject'],
    ['submitSupportRequest', { ...QUESTION, message: 'x'.repeat(5001) }, 'message'],
    ['submitSupportRequest', { ...QUESTION, priority: 'urgent' }, 'priority'],
    ['submitSupportRequest', { ...QUESTION, to: 'all@example.com' }, 'to'],
    ['submitSupportRequest', { subject: 'Hi' }, 'category'],
    ['submitFeedback', { ...FEEDBACK, rating: 6 }, 'rating'],
    ['submitFeedback', { ...FEEDBACK, rating: 3.5 }, 'rating'],
    ['submitFeedback', { ...FEEDBACK, title: ' ' }, 'title'],
    ['submitFeedback', { ...FEEDBACK, contact: true, email: 'nobody' }, 'email'],
    ['submitFeedback', { ...FEEDBACK, contact: true, email: '"a,b"@example.com' }, 'email'],
    ['submitFeedback', { ...FEEDBACK, type: 'praise' }, 'type'],
  ])('%s refuses %j', async (operation, body, field) => {
    const answer = await door.call(operation, { token: merchant.token, body });
    expect(refusal(answer)).toMatchObject({ status: 422, code: 'VALIDATION_ERROR' });
    expect(Object.keys(answer.body.error.details)).toContain(field);
  });

  it.each([
    ['submitSupportRequest', 'submitFeedback'],
    ['submitFeedback', 'submitSupportRequest'],
  ])('%s is taken some times an hour, and %s beside it', async (operation, other) => {
    const send = (what: string): Promise<Answer> => door.call(what, { token: merchant.token, body: BODIES[what] });
    for (let sent = 0; sent < 4; sent += 1) expect((await send(operation)).status).toBe(201);
    const refused = await send(operation);
    expect(refusal(refused)).toMatchObject({ status: 429, code: 'RATE_LIMIT_EXCEEDED' });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect((await send(other)).status).toBe(201);
    // Another account is not in the way.
    const stranger = await aMerchant(door);
    expect((await door.call(operation, { token: stranger.token, body: BODIES[operation] })).status).toBe(201);
  });

  it.each(Object.keys(BODIES))(
    '%s needs a token that holds, an account in good standing, and JSON',
    async (operation) => {
      const body = BODIES[operation];
      expect(refusal(await door.call(operation, { body }))).toMatchObject({ status: 401, code: 'AUTH_REQUIRED' });
      const malformed = await door.call(operation, { body: '{"type"', token: merchant.token });
      expect(refusal(malformed)).toMatchObject({ status: 400, code: 'INVALID_JSON' });
      await door.commands.execute(new SetUserSuspension(merchant.userId, true));
      const forbidden = await door.call(operation, { body, token: merchant.token });
      expect(refusal(forbidden)).toMatchObject({ status: 403, code: 'FORBIDDEN' });
    },
  );
});
