import { domainEvent, uuidv7 } from '#kernel';
import { SetUserSuspension } from '#identity';
import { SharedClock, UnitOfWork } from '#platform';
import { dashboardDoor } from '#surfaces/dashboard';
import { NOWHERE, refusal, startTestDoor, type Answer, type TestDoor } from '../../support/door.js';
import { aMerchant, type TestMerchant } from '../../support/merchant.js';
import { hearAll } from '../../support/outbox.js';

const OPERATIONS: Readonly<Record<string, { path?: Record<string, string>; body?: object }>> = {
  listNotifications: {},
  markNotificationRead: { path: { notificationId: NOWHERE } },
  markAllNotificationsRead: { body: { type: null } },
};

interface Shown {
  readonly id: string;
  readonly title: string;
  readonly message: string;
  readonly type: string;
  readonly category: string;
  readonly actionUrl: string;
  readonly read: boolean;
}

describe('dashboard: notifications', () => {
  let door: TestDoor;
  let merchant: TestMerchant;
  beforeAll(async () => {
    door = await startTestDoor(dashboardDoor);
  }, 60_000);
  afterAll(() => door?.close());
  beforeEach(async () => {
    merchant = await aMerchant(door);
  });

  const hear = (): Promise<void> => hearAll(door, 'notifications');
  const list = (query: Record<string, string | number> = {}, { token } = merchant): Promise<Answer> =>
    door.call('listNotifications', { token, query });
  const shown = async (query: Record<string, string | number> = {}): Promise<Shown[]> =>
    (await list(query)).body.data.notifications;
  const titles = async (query: Record<string, string | number> = {}): Promise<string[]> =>
    (await shown(query)).map(({ title }) => title);
  const mark = (notificationId: string, { token } = merchant): Promise<Answer> =>
    door.call('markNotificationRead', { token, path: { notificationId } });
  const markAll = (body?: unknown, { token } = merchant): Promise<Answer> =>
    door.call('markAllNotificationsRead', { token, body });

  describe('are listed', () => {
    const pay = async (count = 1, payerName = 'Jean Paul Mbarga'): Promise<void> => {
      const { organizationId } = merchant;
      const events = Array.from({ length: count }, () =>
        domainEvent({
          type: 'payment.settled',
          version: 1,
          organizationId,
          mode: 'live',
          subjectId: uuidv7(),
          occurredAt: door.get(SharedClock).now(),
          payload: {
            payment: {
              amount: '15000',
              currency: 'XAF',
              payerName,
              payerMsisdn: '+237671381152',
              description: 'Invoice 42',
            },
          },
        }),
      );
      await door.get(UnitOfWork).run((tx) => Promise.resolve(tx.record(...events)));
      await hear();
    };

    it('as the contract shows them', async () => {
      await pay();
      const { status, body } = await list({ type: 'notification' });
      expect([status, body.data]).toEqual([
        200,
        {
          notifications: [
            {
              id: expect.any(String),
              type: 'notification',
              category: 'success',
              title: 'Payment received',
              message: 'Jean Paul Mbarga paid 15000 XAF for Invoice 42.',
              read: false,
              actionUrl: '/payments',
              createdAt: expect.any(String),
            },
          ],
          unreadCount: { primary: 1, notification: 1 },
          pagination: { page: 1, limit: 20, total: 1, totalPages: 1, hasNext: false, hasPrev: false },
        },
      ]);
    });

    it('latest first, in pages that neither overlap nor skip', async () => {
      await pay(5);
      const pages = await Promise.all([1, 2, 3].map((page) => list({ page, limit: 2 })));
      const ids = pages.flatMap(({ body }) => body.data.notifications.map(({ id }: Shown) => id));
      expect(ids).toEqual((await shown()).map(({ id }) => id));
      expect(new Set(ids).size).toBe(6);
      expect(pages.map(({ body }) => body.data.pagination)).toMatchObject([
        { total: 6, totalPages: 3, hasNext: true, hasPrev: false },
        { hasNext: true, hasPrev: true },
        { hasNext: false, hasPrev: true },
      ]);
      expect(await titles({ limit: 1, page: 6 })).toEqual(['Welcome']);
      expect((await list({ page: 9 })).body.data).toMatchObject({
        notifications: [],
        pagination: { total: 6, page: 9 },
      });
    });

    it('by type, by whether they were read, and by text in any case', async () => {
      await pay(2);
      await pay(1, '100% Ngo_Ndi');
      const [latest] = await shown();
      await mark(latest!.id);
      const totals = async (query: Record<string, string>) => (await list(query)).body.data.pagination.total;
      expect(await totals({})).toBe(4);
      expect(await totals({ filter: 'all' })).toBe(4);
      expect(await totals({ type: 'primary' })).toBe(1);
      expect(await totals({ filter: 'unread' })).toBe(3);
      expect(await totals({ type: 'notification', filter: 'unread' })).toBe(2);
      expect(await titles({ search: 'welcome' })).toEqual(['Welcome']);
      expect(await totals({ search: 'MBARGA' })).toBe(2);
      expect(await totals({ search: '0% ngo_n' })).toBe(1);
      expect(await totals({ search: '%' })).toBe(1);
      expect(await totals({ search: '   ' })).toBe(4);
      expect(await totals({ search: 'mbarga', filter: 'unread', type: 'primary' })).toBe(0);
      // Whatever the filters.
      expect((await list({ search: 'nothing', type: 'primary' })).body.data.unreadCount).toEqual({
        primary: 1,
        notification: 2,
      });
    });

    it.each<[Record<string, string | number>, string]>([
      [{ type: 'secondary' }, 'type'],
      [{ filter: 'read' }, 'filter'],
      [{ page: 0 }, 'page'],
      [{ limit: 101 }, 'limit'],
      [{ search: 'x'.repeat(201) }, 'search'],
    ])('not with %j', async (query, field) => {
      expect(refusal(await list(query))).toMatchObject({
        status: 422,
        code: 'VALIDATION_ERROR',
        details: { [field]: expect.any(Array) },
      });
    });

    it('and marked one by one, where again changes nothing', async () => {
      await pay(2);
      const [latest] = await shown();
      const first = await mark(latest!.id);
      expect([first.status, first.body.data]).toEqual([200, { ...latest, read: true }]);
      expect((await mark(latest!.id)).body.data).toEqual({ ...latest, read: true });
      expect((await list()).body.data.unreadCount).toEqual({ primary: 1, notification: 1 });
    });

    it('and never marked by somebody else', async () => {
      await pay();
      const stranger = await aMerchant(door);
      const [latest] = await shown();
      const foreign = refusal(await mark(latest!.id, stranger));
      expect(foreign).toMatchObject({ status: 404, code: 'NOT_FOUND', details: null });
      expect(refusal(await mark(NOWHERE, stranger))).toEqual(foreign);
      expect(refusal(await mark('no-id-at-all', stranger))).toEqual(foreign);
      await markAll(undefined, stranger);
      expect((await shown())[0]).toMatchObject({ id: latest!.id, read: false });
    });

    it('and marked all together, of one type or of both', async () => {
      await pay(3);
      const one = await markAll({ type: 'notification' });
      expect([one.status, one.body.data]).toEqual([200, { updated: 3, unreadCount: { primary: 1, notification: 0 } }]);
      expect((await markAll({ type: 'notification' })).body.data.updated).toBe(0);
      await pay(2);
      expect((await markAll({ type: null })).body.data).toEqual({
        updated: 3,
        unreadCount: { primary: 0, notification: 0 },
      });
      await pay();
      // Clients send the header of a body without one.
      expect((await markAll()).body.data.updated).toBe(1);
      await pay();
      expect((await markAll({})).body.data.updated).toBe(1);
      expect(await shown({ filter: 'unread' })).toEqual([]);
    });

    it.each<[unknown, number, string]>([
      ['{"type"', 400, 'INVALID_JSON'],
      [{ type: 'secondary' }, 422, 'VALIDATION_ERROR'],
      [{ types: 'primary' }, 422, 'VALIDATION_ERROR'],
    ])('and not marked by %j', async (body, status, code) => {
      expect(refusal(await markAll(body))).toMatchObject({ status, code });
    });
  });

  it.each(Object.keys(OPERATIONS))(
    '%s needs a token that holds, and an account in good standing',
    async (operation) => {
      const options = OPERATIONS[operation]!;
      expect(refusal(await door.call(operation, options))).toMatchObject({ status: 401, code: 'AUTH_REQUIRED' });
      const malformed = await door.call(operation, { ...options, token: 'no.token.atall' });
      expect(refusal(malformed)).toMatchObject({ status: 401, code: 'AUTH_INVALID' });
      await door.commands.execute(new SetUserSuspension(merchant.userId, true));
      const forbidden = await door.call(operation, { ...options, token: merchant.token });
      expect(refusal(forbidden)).toMatchObject({ status: 403, code: 'FORBIDDEN' });
    },
  );
});
