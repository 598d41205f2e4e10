export interface Answer {
  readonly status: number;
  readonly contentType: string | null;
  readonly text: string;
  /** The JSON object in the text; empty when there is none. */
  readonly body: Record<string, unknown>;
}

export interface Call {
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** Sent as JSON unless it is text already. */
  readonly body?: unknown;
}

export async function call(method: string, url: string, { headers = {}, body }: Call = {}): Promise<Answer> {
  const sent = Object.entries(headers).filter((header): header is [string, string] => header[1] !== undefined);
  const response = await fetch(url, {
    method,
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...Object.fromEntries(sent) },
    body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  const contentType = response.headers.get('content-type');
  const answered = contentType?.includes('json') ? (JSON.parse(text) as Record<string, unknown>) : {};
  return { status: response.status, contentType, text, body: answered };
}
