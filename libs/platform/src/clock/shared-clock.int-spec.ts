import { jest } from '@jest/globals';
import { startTestPlatform, type TestPlatform } from '../../../../test/support/platform.js';
import { SharedClock } from './shared-clock.js';

const HOUR_MS = 3_600_000;

describe('the clock of a deployment', () => {
  let platform: TestPlatform;
  beforeAll(async () => {
    platform = await startTestPlatform();
  });
  afterAll(() => platform?.close());

  it('is not set back by an answer that was asked for before it was moved', async () => {
    const { database } = platform;
    const clock = new SharedClock(database);
    let arrive: () => void = () => undefined;
    const onItsWay = new Promise<void>((resolve) => (arrive = resolve));
    jest.spyOn(database, 'first').mockImplementationOnce(async () => {
      await onItsWay;
      return { offset_ms: '0' };
    });
    const bootstrapped = clock.onApplicationBootstrap();
    await clock.move(HOUR_MS);
    arrive();
    await bootstrapped;
    expect(clock.now().getTime() - Date.now()).toBeGreaterThan(HOUR_MS - 60_000);
    clock.onApplicationShutdown();
  });
});
