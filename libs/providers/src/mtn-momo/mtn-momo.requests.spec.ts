import { Money, Msisdn } from '#kernel';
import type { CollectRequest } from '../provider.port.js';
import { collectionBody, payOutBody, refundBody } from './mtn-momo.requests.js';

const REQUEST: CollectRequest = {
  mode: 'live',
  reference: '5b1c2a7e-8f0d-4c64-9d0b-0f2f7a5e3c11',
  externalId: 'pay_00042',
  amount: Money.of('2500', 'XAF'),
  payer: Msisdn.parse('671234567', 'CM'),
  message: 'Facture 42',
};

describe('what MTN is sent', () => {
  it('asks a payer', () => {
    expect(collectionBody(REQUEST)).toEqual({
      amount: '2500',
      currency: 'XAF',
      externalId: 'pay_00042',
      payer: { partyIdType: 'MSISDN', partyId: '237671234567' },
      payerMessage: 'Facture 42',
      payeeNote: 'pay_00042',
    });
  });

  it('pays out with the message for the one who receives', () => {
    const { payer: payee, ...rest } = REQUEST;
    expect(payOutBody({ ...rest, payee })).toMatchObject({
      payee: { partyIdType: 'MSISDN', partyId: '237671234567' },
      payerMessage: 'pay_00042',
      payeeNote: 'Facture 42',
    });
  });

  it('refunds a collection by its reference, without naming a party', () => {
    const collectionReference = '0f6a2c0e-8a7f-4d0e-9a55-1c2d3e4f5a6b';
    const body = refundBody({ ...REQUEST, collectionReference });
    expect(body).toMatchObject({ referenceIdToRefund: collectionReference, amount: '2500' });
    expect(body).not.toHaveProperty('payer');
    expect(body).not.toHaveProperty('payee');
  });

  it('sends the same figure in euros to the sandbox', () => {
    const sandbox = { ...REQUEST, mode: 'sandbox' } as const;
    expect(collectionBody(sandbox)).toMatchObject({ amount: '2500', currency: 'EUR' });
    expect(collectionBody({ ...sandbox, amount: Money.of('12.5', 'USD') })).toMatchObject({
      amount: '12.50',
      currency: 'EUR',
    });
  });

  it('falls back to our id when nothing of the message is left', () => {
    expect(collectionBody({ ...REQUEST, message: '‼️ 支付' })).toMatchObject({ payerMessage: 'pay_00042' });
  });
});
