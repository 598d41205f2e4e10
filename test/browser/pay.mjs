// The pay page in a real browser, on a phone and on a desk: `npm run pay`. Payers come from a form to an end and back,
// with MTN and with Orange; one line for each journey, and the first surprise ends it with a non-zero code. Pictures of
// what was seen go to the folder that PAY_PICTURES names.
import assert from 'node:assert/strict';
import { startPlatform } from '../demo/platform.mjs';
import { openChromium } from './chromium.mjs';
import { expectAccessible } from './pay/accessibility.mjs';
import { Handset } from './pay/handset.mjs';
import { aMerchant } from './pay/merchant.mjs';
import { cancelsAtOrangeAndTriesAgain, goesToOrange, paysAtOrange } from './pay/orange-page.mjs';
import { PayerScreen } from './pay/payer-screen.mjs';

const SCREENS = { phone: { width: 320, height: 640 }, desk: { width: 1280, height: 800 } };
const OPERATORS = { MTN: '67', Orange: '69' };
const LAPSE_SECONDS = 31 * 60;

const began = performance.now();
const closing = [];
let payers = 0;
try {
  await payInBrowsers();
  console.log(`\nEverything was paid or refused as it should be after ${seconds(began)} s.`);
} catch (error) {
  console.error(`\nThe payers failed: ${error.stack}`);
  process.exitCode = 1;
} finally {
  for (const close of closing.reverse()) await close();
}

async function payInBrowsers() {
  const browser = await openChromium();
  closing.push(() => browser.close());
  // A payer asks a few times a minute; this one plays dozens of them.
  const platform = await startPlatform({ RATE_LIMIT_FACTOR: '100' });
  closing.push(platform.stop);
  const merchant = await aMerchant(platform);
  const handset = new Handset(await browser.newPage(), platform.simulator);
  await step('the handset', () => handset.open());
  const stage = { browser, merchant, handset };
  for (const [screen, viewport] of Object.entries(SCREENS)) {
    for (const [operator, range] of Object.entries(OPERATORS)) {
      const at = { ...stage, viewport, name: `${screen}-${operator}`, numberOf: numberOf(range), operator };
      const title = (what) => `${screen}, ${operator}: ${what}`;
      await step(title('paid on the handset'), () => paysOnTheHandset(at));
      await step(title('refused on the handset'), () => refusesAndTriesAgain(at));
      await step(title('not enough money'), () => hasNotEnough(at));
    }
    const at = { ...stage, viewport, name: screen, numberOf: numberOf(OPERATORS.MTN), operator: 'MTN' };
    await step(`${screen}: reloaded in the middle`, () => reloads(at));
    await step(`${screen}: cancelled while open`, () => isCancelledWhileOpen(at));
    await step(`${screen}: by the keyboard alone`, () => paysByKeyboard(at));
    await step(`${screen}: a donation, in French`, () => gives(at));
    await step(`${screen}: events do not come through`, () => pollsInstead(at));
    await step(`${screen}: without scripts`, () => paysWithoutScripts(at));
    const orange = { ...at, numberOf: numberOf(OPERATORS.Orange), operator: 'Orange', simulator: platform.simulator };
    await step(`${screen}, Orange's page: paid there`, () => paysAtOrange(orange));
    await step(`${screen}, Orange's page: cancelled, then paid`, () => cancelsAtOrangeAndTriesAgain(orange));
    await step(`${screen}, Orange's page: without scripts`, () => paysAtOrange(orange, { javaScriptEnabled: false }));
  }
  await step('back to the merchant', () => comesBack({ ...stage, viewport: SCREENS.phone, name: 'return' }));
  await step('nobody answers', () => nobodyAnswers(stage, platform));
}

/** The numbers of one operator that nobody has paid from; what they end in decides what happens. */
function numberOf(range) {
  return (ending) => `${range}${String((payers += 1)).padStart(5, '0')}${ending}`;
}

async function openScreen({ browser, viewport, name }, options) {
  return PayerScreen.open(browser, { viewport, name, ...options });
}

async function paysOnTheHandset(at) {
  const link = await at.merchant.link({ amount: 10000, description: 'Two pairs of shoes, size 42', max_uses: 1 });
  const screen = await openScreen(at);
  await screen.goTo(link.url);
  await screen.picture('form');
  await expectAccessible(screen.page, 'the form');
  const phone = at.numberOf('01');
  await screen.type(phone);
  assert.match(await screen.chosenOperator(), new RegExp(at.operator), 'the operator was not guessed');
  await screen.send();
  await screen.waitForState('Approve on your phone');
  await screen.picture('waiting');
  await expectAccessible(screen.page, 'the page that waits');
  assert.ok(!(await screen.text()).includes(phone.slice(2)), 'the page shows the number');
  await at.handset.decide(phone, 'approve');
  const waited = await screen.waitForState('Paid');
  await screen.picture('paid');
  await expectAccessible(screen.page, 'the page of what is paid');
  const receipt = await screen.fetch(await screen.hrefOf('Receipt as PDF'));
  assert.equal(receipt.slice(0, 4), '%PDF');
  await screen.goTo(link.url);
  await screen.waitForState('Paid');
  await screen.close();
  return `told after ${waited} ms`;
}

async function refusesAndTriesAgain(at) {
  const link = await at.merchant.link({ amount: 2500, max_uses: 1 });
  const screen = await openScreen(at);
  await screen.goTo(link.url);
  const phone = at.numberOf('01');
  await screen.type(phone);
  await screen.send();
  await screen.waitForState('Approve on your phone');
  await at.handset.decide(phone, 'refuse');
  await screen.waitForState('Not paid: refused on the phone');
  await screen.picture('refused');
  await expectAccessible(screen.page, 'the page of what was refused');
  await screen.follow('Try again');
  assert.equal(await screen.typed(), phone);
  await screen.type(at.numberOf('10'));
  await screen.send();
  await screen.waitForState('Paid');
  await screen.close();
  return 'paid with another number';
}

async function hasNotEnough(at) {
  const link = await at.merchant.link({ amount: 2500 });
  const screen = await openScreen(at);
  await screen.goTo(link.url);
  await screen.type(at.numberOf('99'));
  await screen.send();
  await screen.waitForState('Not paid: not enough money');
  await screen.picture('no-funds');
  await screen.close();
  return 'said so';
}

async function reloads(at) {
  const link = await at.merchant.link({ amount: 2500 });
  const screen = await openScreen(at);
  await screen.goTo(link.url);
  const phone = at.numberOf('01');
  await screen.type(phone);
  await screen.send();
  await screen.waitForState('Approve on your phone');
  await screen.page.reload();
  await screen.waitForState('Approve on your phone');
  await at.handset.decide(phone, 'approve');
  await screen.waitForState('Paid');
  await screen.page.reload();
  await screen.waitForState('Paid');
  const { payments } = await at.merchant.read(link.id);
  assert.equal(payments.length, 1);
  await screen.close();
  return 'one payment';
}

async function isCancelledWhileOpen(at) {
  const soon = new Date(Date.now() + 2 * 3_600_000).toISOString();
  const link = await at.merchant.link({ amount: 2500, expires_at: soon });
  const screen = await openScreen(at);
  await screen.goTo(link.url);
  await screen.waitForText(/1:5\d:\d\d left/);
  await at.merchant.cancel(link.id);
  await screen.waitForState('This link was cancelled');
  await screen.picture('cancelled');
  await expectAccessible(screen.page, 'the page of a cancelled link');
  await screen.close();
  return 'said so by itself';
}

async function paysByKeyboard(at) {
  const link = await at.merchant.link({ amount: 2500 });
  const screen = await openScreen(at);
  await screen.goTo(link.url);
  const pressed = await screen.tabTo('#phone');
  await screen.page.keyboard.type(at.numberOf('01'));
  await screen.page.keyboard.press('Tab');
  await screen.page.keyboard.press('ArrowDown');
  assert.match(await screen.chosenOperator(), /Orange/, 'arrows do not choose');
  await screen.page.keyboard.press('ArrowUp');
  await screen.tabTo('button.button');
  await screen.picture('focus');
  await screen.page.keyboard.press('Enter');
  await screen.waitForState('Approve on your phone');
  await screen.close();
  return `the number is ${pressed} tabs away`;
}

async function gives(at) {
  const slug = await at.merchant.donation('Toiture de l’école');
  const screen = await openScreen(at, { locale: 'fr-CM' });
  await screen.goTo(slug);
  await screen.picture('donation');
  await expectAccessible(screen.page, 'the form of a donation');
  await screen.page.fill('#amount', '1.500');
  await screen.type('12');
  await screen.send();
  await screen.waitForText(/Vérifiez ce que vous avez saisi/);
  await screen.picture('mistakes');
  await expectAccessible(screen.page, 'a form with mistakes');
  await screen.page.fill('#amount', '1 500');
  await screen.type(at.numberOf('10'));
  await screen.send();
  await screen.waitForState('Payé');
  assert.match(await screen.text(), /1\s500\sFCFA/);
  await screen.close();
  return '1 500 FCFA';
}

async function pollsInstead(at) {
  const link = await at.merchant.link({ amount: 2500 });
  const screen = await openScreen(at);
  await screen.page.route('**/events', (route) => route.abort());
  await screen.goTo(link.url);
  const phone = at.numberOf('01');
  await screen.type(phone);
  await screen.send();
  await screen.waitForState('Approve on your phone');
  await at.handset.decide(phone, 'approve');
  const waited = await screen.waitForState('Paid');
  await screen.close();
  return `found out after ${waited} ms`;
}

async function paysWithoutScripts(at) {
  const link = await at.merchant.link({ amount: 2500 });
  const screen = await openScreen(at, { javaScriptEnabled: false });
  await screen.goTo(link.url);
  const phone = at.numberOf('01');
  await screen.type(phone);
  await screen.send();
  await screen.waitForState('Approve on your phone');
  await screen.picture('without-scripts');
  await at.handset.decide(phone, 'approve');
  const waited = await screen.waitForState('Paid');
  await screen.close();
  return `told after ${waited} ms`;
}

async function comesBack(at) {
  const url = await at.merchant.linkWithReturn('https://shop.example.cm/thanks');
  const screen = await openScreen(at);
  let returned = null;
  await screen.page.route('https://shop.example.cm/**', (route) => {
    returned = new URL(route.request().url());
    return route.fulfill({ body: 'Thanks' });
  });
  await screen.goTo(url);
  await screen.type(numberOf(OPERATORS.MTN)('10'));
  await screen.send();
  await screen.waitForState('Paid');
  await screen.picture('paid');
  await screen.follow('Continue to shop.example.cm');
  await screen.waitForText(/Thanks/);
  assert.equal(returned.searchParams.get('status'), 'paid');
  assert.match(returned.searchParams.get('signature'), /^[0-9a-f]{64}$/);
  await screen.close();
  return 'with a signed result';
}

/** One move of the clock for both operators: it concerns everything on the platform. */
async function nobodyAnswers(stage, platform) {
  const screens = [];
  for (const [operator, range] of Object.entries(OPERATORS)) {
    const link = await stage.merchant.link({ amount: 2500 });
    const at = { ...stage, viewport: SCREENS.phone, name: `lapsed-${operator}` };
    const screen = await openScreen(at);
    await screen.goTo(link.url);
    await screen.type(numberOf(range)('97'));
    await screen.send();
    await screen.waitForState('Approve on your phone');
    screens.push(screen);
  }
  const ofOrange = { numberOf: numberOf(OPERATORS.Orange), simulator: platform.simulator };
  const left = { ...stage, viewport: SCREENS.phone, name: 'lapsed-page', ...ofOrange };
  const leaving = await goesToOrange(left, await stage.merchant.link({ amount: 2500 }));
  await leaving.follow('Annuler');
  await leaving.waitForState('Waiting for your payment');
  screens.push(leaving);
  await stage.merchant.moveClock(platform, LAPSE_SECONDS);
  for (const screen of screens) {
    await screen.waitForState('Not paid: no answer in time');
    await screen.picture('end');
    await screen.close();
  }
  return 'all three say so';
}

async function step(title, act) {
  const startedAt = performance.now();
  const seen = await Promise.resolve()
    .then(act)
    .catch((error) => {
      throw new Error(`${title}: ${error.message}`, { cause: error });
    });
  console.log(`${seconds(startedAt).padStart(7)} s  ${title.padEnd(42)} ${seen}`);
}

function seconds(since) {
  return ((performance.now() - since) / 1000).toFixed(2);
}
