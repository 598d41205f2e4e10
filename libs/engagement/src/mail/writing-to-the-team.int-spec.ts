import { ChangeNotificationSettings } from '#identity';
import { isMailAddress, type MailMessage } from '#platform';
import { startTestCore, type TestCore } from '../../../../test/support/core.js';
import { aMerchant, type TestMerchant } from '../../../../test/support/merchant.js';
import { SubmitFeedback, type Feedback } from '../feedback/submit-feedback.command.js';
import { SubmitSupportRequest, type SupportRequest } from '../support/submit-support-request.command.js';
import type { Writer } from './account-holder.js';

const TEAM = 'team@platform.cm';
const REQUEST: SupportRequest = {
  subject: 'Payout late',
  category: 'payouts',
  message: 'My payout of Monday has not arrived.',
  priority: 'high',
};
const FEEDBACK: Feedback = {
  type: 'feature',
  rating: 4,
  title: 'Dark theme',
  message: 'Please add a dark theme.',
  contact: null,
};

describe('what is written to the team', () => {
  let core: TestCore;
  let merchant: TestMerchant;
  let writer: Writer;
  beforeAll(async () => {
    core = await startTestCore({ environment: { SUPPORT_EMAIL: TEAM } });
  }, 60_000);
  afterAll(() => core?.close());
  beforeEach(async () => {
    merchant = await aMerchant(core);
    writer = { userId: merchant.userId, organizationId: merchant.organizationId, organizationName: 'Boutique Ngo' };
    await core.database.query('DELETE FROM owed_mails');
  });

  const ask = (request: Partial<SupportRequest> = {}) =>
    core.commands.execute(new SubmitSupportRequest(writer, { ...REQUEST, ...request }));
  const tell = (feedback: Partial<Feedback> = {}) =>
    core.commands.execute(new SubmitFeedback(writer, { ...FEEDBACK, ...feedback }));
  const mails = async (): Promise<MailMessage[]> =>
    (await core.database.query<{ message: MailMessage }>('SELECT message FROM owed_mails ORDER BY id')).map(
      ({ message }) => message,
    );

  it('as a question is kept under a number, mailed to the team and confirmed to the account', async () => {
    const ticket = await ask();
    expect(ticket.number).toMatch(/^SUP-\d{6,}$/);
    const [toTeam, receipt, ...others] = await mails();
    expect(others).toEqual([]);
    expect(toTeam).toMatchObject({ to: TEAM, subject: `[${ticket.number}] Payout late`, replyTo: merchant.email });
    for (const part of [merchant.email, merchant.organizationId, 'Boutique Ngo', 'high', REQUEST.message]) {
      expect(toTeam?.text).toContain(part);
    }
    expect(receipt).toMatchObject({ to: merchant.email, subject: `We have your question (${ticket.number})` });
    expect(receipt?.text).not.toContain(REQUEST.message);
    const [row] = await core.database.query('SELECT * FROM support_tickets WHERE id = $1', [ticket.id]);
    expect(row).toMatchObject({ ...REQUEST, user_id: merchant.userId, organization_id: merchant.organizationId });
  });

  it('has a number of its own each time', async () => {
    const tickets = await Promise.all(Array.from({ length: 8 }, () => ask()));
    expect(new Set(tickets.map(({ number }) => number)).size).toBe(8);
  });

  it('is text: no markup is rendered, and no header is begun by it', async () => {
    const markup = '<img src=x onerror=alert(1)>';
    const ticket = await ask({
      subject: `Hello\r\nBcc: everybody@example.com`,
      message: markup,
      category: `${markup}\n`,
    });
    expect([ticket.subject, ticket.category]).toEqual(['Hello Bcc: everybody@example.com', markup]);
    for (const { to, subject, html } of await mails()) {
      expect(isMailAddress(to)).toBe(true);
      expect(subject).not.toMatch(/[\r\n]/);
      expect(html).not.toContain('<img');
    }
  });

  it('is confirmed whatever the switches say, for it was asked for', async () => {
    await core.commands.execute(new ChangeNotificationSettings(merchant, { emailNotifications: false }));
    await ask();
    expect(await mails()).toHaveLength(2);
  });

  it.each(['subject', 'category'] as const)('is refused with a %s of nothing but control characters', async (field) => {
    await expect(ask({ [field]: '\u0001\u0007' })).rejects.toMatchObject({
      fields: { [field]: ['must not be blank'] },
    });
    expect(await mails()).toEqual([]);
  });

  it('as feedback without a wish for an answer keeps no address and is not confirmed', async () => {
    expect(await tell()).toMatchObject({ contactEmail: null });
    const [toTeam, ...others] = await mails();
    expect(others).toEqual([]);
    expect(toTeam).toMatchObject({ to: TEAM, subject: '[Feedback] Dark theme' });
    expect(toTeam).not.toHaveProperty('replyTo');
  });

  it('as feedback is answered at the account, or at an address that gets no mail by that', async () => {
    expect(await tell({ contact: { email: null } })).toMatchObject({ contactEmail: merchant.email });
    expect(await tell({ contact: { email: 'Somebody.Else@Example.com' } })).toMatchObject({
      contactEmail: 'somebody.else@example.com',
    });
    const sent = await mails();
    expect(sent.map(({ to }) => to).sort()).toEqual([merchant.email, merchant.email, TEAM, TEAM].sort());
    expect(sent.filter(({ to }) => to === TEAM).map(({ replyTo }) => replyTo)).toEqual([
      merchant.email,
      'somebody.else@example.com',
    ]);
  });

  it.each(['a@b.cm,c@d.cm', '"a b"@example.com', 'a@b.cm\r\nBcc: c@d.cm'])(
    'as feedback is refused with %j to answer to',
    async (email) => {
      await expect(tell({ contact: { email } })).rejects.toMatchObject({
        fields: { email: ['must be an e-mail address'] },
      });
    },
  );
});
