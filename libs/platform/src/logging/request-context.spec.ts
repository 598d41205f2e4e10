import { setImmediate as nextTurn } from 'node:timers/promises';
import { currentRequestContext, currentRequestId, identifyCaller, withRequestContext } from './request-context.js';

describe('the request context', () => {
  it('is absent outside of a request', () => {
    expect(currentRequestContext()).toBeUndefined();
    expect(currentRequestId()).toBeNull();
  });

  it('follows each of several interleaved requests through awaits', async () => {
    const seen = await Promise.all(
      ['a', 'b', 'c'].map((requestId) =>
        withRequestContext({ requestId }, async () => {
          await nextTurn();
          const first = currentRequestId();
          await nextTurn();
          return [first, currentRequestId()];
        }),
      ),
    );
    expect(seen).toEqual([
      ['a', 'a'],
      ['b', 'b'],
      ['c', 'c'],
    ]);
    expect(currentRequestId()).toBeNull();
  });

  it('learns the caller later, without telling the requests beside or around it', async () => {
    await withRequestContext({ requestId: 'outer' }, async () => {
      await withRequestContext({ requestId: 'inner' }, async () => {
        identifyCaller({ organizationId: 'org', userId: 'user' });
        await nextTurn();
        expect(currentRequestContext()).toEqual({ requestId: 'inner', organizationId: 'org', userId: 'user' });
      });
      expect(currentRequestContext()).toEqual({ requestId: 'outer' });
    });
  });

  it('does not write to the object it was given', () => {
    const given = { requestId: 'r' };
    withRequestContext(given, () => identifyCaller({ userId: 'user' }));
    expect(given).toEqual({ requestId: 'r' });
  });

  it('ignores a caller outside of a request', () => {
    identifyCaller({ userId: 'user' });
    expect(currentRequestContext()).toBeUndefined();
  });
});
