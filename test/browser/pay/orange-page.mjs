import assert from 'node:assert/strict';
import { expectAccessible } from './accessibility.mjs';
import { PayerScreen } from './payer-screen.mjs';

/** From the form to Orange's page, which the simulator has. */
export async function goesToOrange(at, link, options) {
  const { browser, viewport, name } = at;
  const screen = await PayerScreen.open(browser, { viewport, name, ...options });
  await screen.goTo(link.url);
  await screen.type(at.numberOf('10'));
  await screen.choose('Orange Money, on its own page');
  await screen.picture('form');
  // Axe is a script.
  if (options?.javaScriptEnabled !== false) await expectAccessible(screen.page, 'the form with a choice of pages');
  await screen.send();
  await screen.page.waitForURL(`${at.simulator.replace(/\/$/, '')}/payment/pay_token/**`);
  return screen;
}

export async function paysAtOrange(at, options) {
  const link = await at.merchant.link({ amount: 10000, description: 'Two pairs of shoes, size 42', max_uses: 1 });
  const screen = await goesToOrange(at, link, options);
  await screen.picture('at-orange');
  await screen.confirmAtOrange(at.numberOf('10'));
  const waited = await screen.waitForState('Paid');
  await screen.picture('paid');
  assert.ok(screen.page.url().startsWith(link.url), 'the payer is not back');
  const { payments } = await at.merchant.read(link.id);
  assert.equal(payments.length, 1);
  await screen.close();
  return `back and told after ${waited} ms`;
}

export async function cancelsAtOrangeAndTriesAgain(at) {
  const link = await at.merchant.link({ amount: 2500, max_uses: 1 });
  const screen = await goesToOrange(at, link);
  await screen.follow('Annuler');
  await screen.waitForState('Waiting for your payment');
  await screen.picture('came-back');
  await expectAccessible(screen.page, 'the page of a payer who came back');
  await screen.follow('Continue at Orange Money');
  await screen.confirmAtOrange(at.numberOf('01'));
  // The prompt waits on the handset; the payer need not wait at Orange.
  await screen.follow('Retour chez le marchand');
  await screen.waitForState('Waiting for your payment');
  await at.handset.decide(screen.confirmed, 'approve');
  const waited = await screen.waitForState('Paid');
  await screen.close();
  return `one payment, told after ${waited} ms`;
}
