import { storedBody } from './stored-body.js';

describe('what is stored of an answer', () => {
  it('masks the numbers of persons to their last two digits and keeps the ids', () => {
    const stored = storedBody(
      JSON.stringify({
        financialTransactionId: '671839204',
        externalId: '237671234567',
        amount: '2500',
        payer: { partyIdType: 'MSISDN', partyId: '237671234567' },
        status: 'SUCCESSFUL',
      }),
    );
    expect(JSON.parse(stored)).toEqual({
      financialTransactionId: '671839204',
      externalId: '237671234567',
      amount: '2500',
      payer: { partyIdType: 'MSISDN', partyId: '•••67' },
      status: 'SUCCESSFUL',
    });
  });

  it('leaves out tokens and keys, wherever they are', () => {
    const stored = storedBody(
      JSON.stringify({
        access_token: 'canary-1',
        nested: { apiKey: 'canary-2' },
        message: 'Bearer canary-token-3 is bad',
      }),
    );
    expect(stored).not.toContain('canary');
  });

  it('masks numbers in text that is not JSON', () => {
    const stored = storedBody('<p>Payer 237671234567 is unknown</p>');
    expect(stored).not.toContain('671234567');
    expect(stored).toContain('67 is unknown');
  });

  it('is at most 4 KiB and never half a character', () => {
    const stored = storedBody('x' + '€'.repeat(3000));
    expect(Buffer.byteLength(stored)).toBeLessThanOrEqual(4096);
    expect(stored).toMatch(/^x€+$/);
  });

  it('has nothing that PostgreSQL refuses', () => {
    expect(storedBody('a\u0000b')).toBe('a\uFFFDb');
    expect(storedBody('\ud800')).toBe('\uFFFD');
  });

  it.each([[''], ['[1,2]'], ['"text"'], ['{"half":']])('takes %p as it is', (text) => {
    expect(storedBody(text)).toBe(text);
  });
});
