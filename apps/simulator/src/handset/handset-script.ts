/** Runs in the browser: polls the parts of the page, sends what buttons and switches say. */
export const HANDSET_SCRIPT = `
const notice = document.querySelector('[role=status]');
const shown = new Map();

function isBeingEdited(part) {
  const active = document.activeElement;
  return part.contains(active) && active.matches('input, select');
}

async function refresh() {
  try {
    const response = await fetch('/_control/handset');
    const fragments = await response.json();
    for (const [name, html] of Object.entries(fragments)) {
      const part = document.querySelector('[data-fragment="' + name + '"]');
      if (shown.get(name) === html || isBeingEdited(part)) continue;
      part.innerHTML = html;
      shown.set(name, html);
    }
    if (notice.dataset.kind === 'away') say('');
  } catch {
    say('The simulator does not answer.', 'away');
  }
}

function say(text, kind = '') {
  notice.textContent = text;
  notice.dataset.kind = kind;
}

async function send(method, path, body) {
  try {
    const response = await fetch(path, { method, headers: { 'content-type': 'application/json' }, body });
    const problem = response.ok ? null : await response.json();
    say(problem ? problem.message : '', problem ? 'problem' : '');
  } catch {
    say('The simulator does not answer.', 'away');
  }
  await refresh();
}

document.addEventListener('click', (event) => {
  const button = event.target.closest('button[data-path]');
  if (!button || (button.dataset.confirm && !confirm(button.dataset.confirm))) return;
  button.disabled = true;
  send(button.dataset.method, button.dataset.path, button.dataset.body).finally(() => (button.disabled = false));
});

function valueOf(field) {
  if (field.type === 'checkbox') return field.checked;
  return field.type === 'number' ? field.valueAsNumber : field.value;
}

document.addEventListener('change', (event) => {
  const form = event.target.closest('form[data-path]');
  if (!form) return;
  const fields = [...form.elements].filter((field) => field.name);
  const body = Object.fromEntries(fields.map((field) => [field.name, valueOf(field)]));
  send('PUT', form.dataset.path, JSON.stringify(body));
});

document.addEventListener('submit', (event) => event.preventDefault());
setInterval(() => document.hidden || refresh(), 1500);
refresh();
`;
