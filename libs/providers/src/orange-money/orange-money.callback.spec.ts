import { readOrangeMoneyCallback } from './orange-money.callback.js';

describe('a callback of Orange Money', () => {
  it.each<[object, string[]]>([
    [{ payToken: 'MP25', status: 'SUCCESSFULL' }, ['MP25']],
    [{ type: 'payment_notification', data: { payToken: 'MP25' } }, ['MP25']],
    [{ payment: { payToken: 'MP25', status: 'SUCCESSFULL', orderId: 'x' } }, ['MP25']],
    [{ payToken: 'MP25', data: { payToken: 'MP25' }, payment: { payToken: 'MP26' } }, ['MP25', 'MP26']],
    [{ payToken: 'a b' }, []],
    [{ payToken: 'x'.repeat(129) }, []],
    [{ payToken: 25, data: 'MP25', payment: ['MP25'] }, []],
    [{ data: { data: { payToken: 'MP25' } } }, []],
    [{}, []],
  ])('%j names %j', (fields, tokens) => {
    expect(readOrangeMoneyCallback({ ...fields })).toEqual(tokens);
  });
});
