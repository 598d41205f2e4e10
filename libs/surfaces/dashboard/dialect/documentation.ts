import type { Config } from '#platform';

/**
 * A button on the documentation page that signs in as the demonstration merchant and authorises every call of the
 * page with its token. Only where a deployment has such a merchant.
 */
export function documentationScript({ demoLogin }: Config): string | null {
  if (demoLogin === null) return null;
  const [email, password] = demoLogin.split(' ');
  return `(${signIn.toString()})(${JSON.stringify({ email, password })});`;
}

/** Runs in the browser: it may use nothing but its argument and the page. */
function signIn(login: { email: string; password: string }): void {
  const page = globalThis as unknown as {
    ui?: { preauthorizeApiKey(scheme: string, token: string): void };
    document: {
      createElement(tag: string): {
        textContent: string;
        style: { cssText: string };
        onclick: () => void;
        disabled: boolean;
      };
      querySelector(selector: string): { append(child: object): void } | null;
    };
    fetch: typeof fetch;
    setTimeout(act: () => void, ms: number): void;
  };
  const button = page.document.createElement('button');
  button.textContent = 'Sign in as the demonstration merchant';
  button.style.cssText =
    'margin:0 12px 12px 0;padding:8px 16px;border:2px solid #49cc90;border-radius:4px;background:#fff;color:#1d7a4d;font-weight:700;cursor:pointer';
  button.onclick = () => {
    button.disabled = true;
    const request = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(login) };
    void page
      .fetch('/api/auth/login', request)
      .then((answer) => answer.json() as Promise<{ data?: { accessToken: string }; error?: { message: string } }>)
      .then(({ data, error }) => {
        if (data) page.ui?.preauthorizeApiKey('bearerAuth', data.accessToken);
        button.textContent = data ? 'Signed in as the demonstration merchant' : (error?.message ?? 'Refused');
      });
  };
  const place = (): void => {
    const wrapper = page.document.querySelector('.scheme-container .schemes, .information-container');
    if (wrapper && page.ui) wrapper.append(button);
    else page.setTimeout(place, 100);
  };
  place();
}
