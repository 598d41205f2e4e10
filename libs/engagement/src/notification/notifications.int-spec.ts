import { jest } from '@jest/globals';
import { domainEvent, isUuid, uuidv7, type DomainEvent } from '#kernel';
import { ChangeNotificationSettings } from '#identity';
import { Database, JobWorkers, SharedClock, UnitOfWork, type OutboxEvent } from '#platform';
import { startTestCore, type TestCore } from '../../../../test/support/core.js';
import { aMerchant, type TestMerchant } from '../../../../test/support/merchant.js';
import { ListNotifications } from './list-notifications.query.js';
import { MarkAllNotificationsRead } from './mark-all-notifications-read.command.js';
import { MarkNotificationRead } from './mark-notification-read.command.js';
import { NotifyWhenSomethingHappens } from './notify-when-something-happens.policy.js';
import { REMOVE_OLD_NOTIFICATIONS } from './remove-old-notifications.job.js';

const DAY_MS = 24 * 3_600_000;
const ALL = { page: 1, limit: 100 };

describe('notifications', () => {
  let core: TestCore;
  let merchant: TestMerchant;
  beforeAll(async () => {
    core = await startTestCore();
  }, 60_000);
  afterAll(() => core?.close());
  beforeEach(async () => {
    merchant = await aMerchant(core);
  });
  // Whatever happened, the counts are those of the rows.
  afterEach(async () => {
    const counted = await core.database.query(
      'SELECT user_id, type, total, unread FROM notification_counts WHERE total > 0 ORDER BY user_id, type',
    );
    const rows = await core.database.query(
      `SELECT user_id, type, count(*)::int AS total, count(*) FILTER (WHERE read_at IS NULL)::int AS unread
        FROM notifications GROUP BY user_id, type ORDER BY user_id, type`,
    );
    expect(counted).toEqual(rows);
  });

  const now = (): Date => core.get(SharedClock).now();
  const asOutbox = (event: DomainEvent): OutboxEvent => ({
    ...event,
    position: '1',
    transactionId: '1',
    requestId: null,
  });
  const hear = (...events: DomainEvent[]): Promise<void> =>
    core.get(UnitOfWork).run((tx) => core.get(NotifyWhenSomethingHappens).handleAll(events.map(asOutbox), tx));
  const paid = (of = merchant, occurredAt = now()): DomainEvent =>
    domainEvent({
      type: 'payment.settled',
      version: 1,
      organizationId: of.organizationId,
      mode: 'live',
      subjectId: uuidv7(),
      occurredAt,
      payload: {
        payment: {
          amount: '15000',
          currency: 'XAF',
          payerName: 'Jean Paul Mbarga',
          payerMsisdn: '+237671381152',
          description: 'Invoice 42',
        },
      },
    });
  const ofAccount = (type: string, userId: string): DomainEvent =>
    domainEvent({
      type,
      version: 1,
      organizationId: merchant.organizationId,
      mode: null,
      subjectId: userId,
      occurredAt: now(),
      payload: { userId },
    });
  const list = ({ userId, organizationId }: Pick<TestMerchant, 'userId' | 'organizationId'> = merchant) =>
    core.queries.execute(new ListNotifications({ userId, organizationId }, {}, ALL));
  const mails = ({ email }: TestMerchant = merchant) =>
    core.database.query<{ message: { to: string; subject: string; text: string } }>(
      `SELECT message FROM owed_mails WHERE message->>'to' = $1`,
      [email],
    );
  const colleague = async (): Promise<TestMerchant> => {
    const other = await aMerchant(core);
    await core.database.query(
      `INSERT INTO memberships (user_id, organization_id, role, created_at) VALUES ($1, $2, 'owner', now())`,
      [other.userId, merchant.organizationId],
    );
    return { ...other, organizationId: merchant.organizationId };
  };

  it('tell of what happened, in the order in which it did', async () => {
    await hear(paid(), ofAccount('identity.password_changed', merchant.userId));
    const { page, unread } = await list();
    expect(
      page.items.map(({ title, type, category, actionUrl, readAt }) => [title, type, category, actionUrl, readAt]),
    ).toEqual([
      ['Password changed', 'primary', 'warning', '/settings', null],
      ['Payment received', 'notification', 'success', '/payments', null],
    ]);
    expect(unread).toEqual({ primary: 1, notification: 1 });
    expect(page.items.every(({ id }) => isUuid(id))).toBe(true);
  });

  it('are told once, counted once and mailed once, however often an event is heard', async () => {
    const event = paid();
    await hear(event);
    await hear(event, event);
    await Promise.all([hear(event), hear(event)]);
    expect((await list()).unread).toEqual({ primary: 0, notification: 1 });
    expect(await mails()).toHaveLength(1);
  });

  it('tell everybody of the organisation, and of an account its holder alone', async () => {
    const other = await colleague();
    const stranger = await aMerchant(core);
    await hear(paid(), ofAccount('identity.password_changed', other.userId));
    expect((await list()).unread).toEqual({ primary: 0, notification: 1 });
    expect((await list(other)).unread).toEqual({ primary: 1, notification: 1 });
    expect((await list({ userId: other.userId, organizationId: stranger.organizationId })).unread).toEqual({
      primary: 0,
      notification: 0,
    });
    expect((await list(stranger)).unread).toEqual({ primary: 0, notification: 0 });
  });

  it('are mailed when they are about money, unless the account wants no such mails', async () => {
    await hear(ofAccount('identity.password_changed', merchant.userId));
    expect(await mails()).toEqual([]);
    await hear(paid());
    const [mail] = await mails();
    expect(mail?.message).toMatchObject({
      subject: 'Payment received',
      text: expect.stringContaining('Jean Paul Mbarga paid 15000 XAF for Invoice 42.'),
    });
    await core.commands.execute(new ChangeNotificationSettings(merchant, { emailNotifications: false }));
    await hear(paid());
    expect(await mails()).toHaveLength(1);
    expect((await list()).unread.notification).toBe(2);
  });

  it('are not mailed once they are old news', async () => {
    await hear(paid(merchant, new Date(now().getTime() - DAY_MS)));
    expect(await mails()).toEqual([]);
    expect((await list()).unread.notification).toBe(1);
  });

  it('keep their counts whoever does what at the same time', async () => {
    await hear(...Array.from({ length: 12 }, () => paid()));
    const ids = (await list()).page.items.map(({ id }) => id);
    const work = [
      ...ids
        .slice(0, 6)
        .flatMap((id) => [id, id])
        .map((id) => core.commands.execute(new MarkNotificationRead(merchant, id))),
      ...Array.from({ length: 3 }, () => core.commands.execute(new MarkAllNotificationsRead(merchant, null))),
      ...Array.from({ length: 6 }, () => hear(paid(), ofAccount('identity.password_changed', merchant.userId))),
    ];
    await Promise.all(work);
    const { page } = await list();
    expect(page.total).toBe(24);
    expect(page.items.filter(({ id }) => ids.includes(id)).every(({ readAt }) => readAt !== null)).toBe(true);
  });

  it('marked at once are counted by one of the calls', async () => {
    await hear(paid(), paid(), paid());
    const marked = await Promise.all(
      Array.from({ length: 5 }, () => core.commands.execute(new MarkAllNotificationsRead(merchant, 'notification'))),
    );
    expect(marked.map(({ updated }) => updated).sort()).toEqual([0, 0, 0, 0, 3]);
  });

  it('are marked in batches, so that many hold no lock for long', async () => {
    const { organizationId, userId } = merchant;
    await hear(paid());
    await core.database.query(
      `INSERT INTO notifications (id, event_id, organization_id, user_id, type, category, title, message, created_at)
        SELECT md5('id' || n || $2::uuid)::uuid, md5('event' || n || $2::uuid)::uuid, $1, $2, 'notification', 'info', '-', '-', $3
        FROM generate_series(1, 4000) n`,
      [organizationId, userId, now()],
    );
    await core.database.query(
      `UPDATE notification_counts SET total = 4001, unread = 4001 WHERE user_id = $1 AND type = 'notification'`,
      [userId],
    );
    const marked = await core.commands.execute(new MarkAllNotificationsRead(merchant, null));
    expect(marked).toEqual({ updated: 4001, unread: { primary: 0, notification: 0 } });
    const byTransaction = await core.database.query(
      'SELECT count(*)::int AS marked FROM notifications WHERE user_id = $1 GROUP BY xmin ORDER BY 1',
      [userId],
    );
    expect(byTransaction).toEqual([{ marked: 1 }, { marked: 2000 }, { marked: 2000 }]);
  });

  it('are removed after a year, read or not, and counted no more', async () => {
    const longAgo = new Date(now().getTime() - 365 * DAY_MS - 1);
    await hear(paid(merchant, longAgo), paid(merchant, longAgo), paid());
    const [, , oldest] = (await list()).page.items;
    await core.commands.execute(new MarkNotificationRead(merchant, oldest!.id));
    await core.get(JobWorkers).runNow(REMOVE_OLD_NOTIFICATIONS.name);
    const { page, unread } = await list();
    expect([page.total, page.items.length, unread.notification]).toEqual([1, 1, 1]);
  });

  it('are listed and counted without counting rows', async () => {
    await hear(paid());
    const sent = jest.spyOn(core.get(Database), 'query');
    await list();
    const statements = sent.mock.calls.map(([text]) => text);
    sent.mockRestore();
    expect(statements.length).toBeGreaterThan(1);
    expect(statements.join('\n')).not.toMatch(/count\(\*\)/);
  });
});
