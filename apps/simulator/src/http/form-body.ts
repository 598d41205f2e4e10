/** The fields of a form in a body that was taken as text. */
export function readForm(body: unknown): URLSearchParams {
  return new URLSearchParams(typeof body === 'string' ? body : '');
}
