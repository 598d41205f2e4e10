import { serverSettings, sharedBuffersOf } from './cluster.js';

const GIGABYTE = 2 ** 30;

describe('what the embedded PostgreSQL caches', () => {
  it.each([
    [0.25, '128MB'],
    [0.5, '128MB'],
    [2, '512MB'],
    [4, '1024MB'],
    [8, '2048MB'],
    [64, '2048MB'],
  ])('is, of %s GB, %s', (gigabytes, expected) => {
    expect(sharedBuffersOf(gigabytes * GIGABYTE)).toBe(expected);
  });

  it('is little where the server is thrown away, and follows the machine where it is kept', () => {
    expect(serverSettings(false)['shared_buffers']).toBe('128MB');
    expect(serverSettings(true)['shared_buffers']).toMatch(/^\d{3,4}MB$/);
  });
});
