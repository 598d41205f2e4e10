/** Runs in the payer's browser, where there is one that runs scripts: nothing on the page depends on it. */
export const SCRIPT = `'use strict';
(() => {
  document.documentElement.className = 'js';
  const main = document.querySelector('main');
  const status = document.querySelector('[data-status]');
  let over = false;
  const say = (text) => { if (status && status.textContent !== text) status.textContent = text || ''; };
  const again = () => {
    if (over) return;
    over = true;
    say(main.dataset.changed);
    location.replace(main.dataset.self);
  };

  const form = document.querySelector('form[data-sending]');
  if (form) {
    const button = form.querySelector('button');
    const label = button.textContent;
    form.addEventListener('submit', (event) => {
      if (form.dataset.sent) return event.preventDefault();
      form.dataset.sent = 'yes';
      over = true;
      button.setAttribute('aria-disabled', 'true');
      button.textContent = form.dataset.sending;
    });
    // A page that comes back from the history of the browser can be sent again.
    addEventListener('pageshow', () => {
      delete form.dataset.sent;
      over = false;
      button.removeAttribute('aria-disabled');
      button.textContent = label;
    });
    const phone = form.elements.phone;
    const choices = [...form.querySelectorAll('input[data-ranges]')];
    let chosen = false;
    const guess = () => {
      const national = phone.value.replace(/\\D/g, '').replace(/^(00)?237(?=[26])/, '');
      const found = choices.find((each) => each.dataset.ranges && new RegExp(each.dataset.ranges).test(national));
      if (found && !chosen) found.checked = true;
    };
    choices.forEach((each) => each.addEventListener('click', () => { chosen = true; }));
    phone.addEventListener('input', guess);
    if (!choices.some((each) => each.checked)) guess();
  }

  const due = document.querySelector('[data-until]');
  if (due) {
    const ahead = Date.parse(due.dataset.now) - Date.now();
    const two = (number) => String(number).padStart(2, '0');
    const tick = () => {
      const seconds = Math.max(0, Math.floor((Date.parse(due.dataset.until) - Date.now() - ahead) / 1000));
      const [days, hours, minutes] = [Math.floor(seconds / 86400), Math.floor(seconds / 3600), Math.floor(seconds / 60)];
      const time = days > 0 ? days + ' ' + due.dataset.days + ' ' + (hours % 24) + ' ' + due.dataset.hours
        : (hours > 0 ? hours + ':' + two(minutes % 60) : minutes) + ':' + two(seconds % 60);
      due.textContent = due.dataset.left.replace('{time}', time);
      if (seconds > 0) setTimeout(tick, 1000);
    };
    tick();
  }

  document.querySelectorAll('[data-print]').forEach((each) => each.addEventListener('click', () => print()));

  if (!main || !main.dataset.live) return;
  const { live, state } = main.dataset;
  const heard = (now) => { say(main.dataset.waiting); if (now !== state) again(); };
  let polling = false;
  const poll = () => {
    if (over) return;
    fetch(live + '/state', { cache: 'no-store' })
      .then((answer) => (answer.ok ? answer.json().then((body) => heard(body.state))
        : [404, 410].includes(answer.status) ? again() : null))
      .catch(() => say(main.dataset.offline))
      .then(() => setTimeout(poll, 4000));
  };
  const fallBack = () => { if (!polling) { polling = true; poll(); } };
  if (!window.EventSource) return fallBack();
  const stream = new EventSource(live + '/events');
  let failures = 0;
  // Events say at once how things stand. Something on the way that keeps them back is no better than no connection.
  const deaf = setTimeout(() => { stream.close(); fallBack(); }, 8000);
  stream.onopen = () => { failures = 0; say(main.dataset.waiting); };
  stream.addEventListener('state', (event) => { clearTimeout(deaf); if (event.data !== state) stream.close(); heard(event.data); });
  stream.onerror = () => {
    failures += 1;
    if (stream.readyState !== 2 && failures < 3) return;
    stream.close();
    fallBack();
  };
})();
`;
