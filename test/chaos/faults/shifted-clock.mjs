// Preloaded by processes whose clock a test may put wrong: what they take for the time is off by what they were told last.
let offsetMs = 0;

process.on('message', (message) => {
  if (message?.type !== 'shift clock') return;
  offsetMs = message.offsetMs;
  process.send({ type: 'clock shifted' });
});
process.channel?.unref();

const RealDate = Date;
const now = () => RealDate.now() + offsetMs;

globalThis.Date = new Proxy(RealDate, {
  construct: (target, given, newTarget) => Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget),
  apply: () => new RealDate(now()).toString(),
  get: (target, property, receiver) => (property === 'now' ? now : Reflect.get(target, property, receiver)),
});
