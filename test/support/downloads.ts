import { expectContract, type TestDoor } from './door.js';

export interface Download {
  readonly status: number;
  readonly headers: Headers;
  readonly content: Buffer;
  /** Of the refusal; null for a file. */
  readonly code: string | null;
}

/** Follows the address of a report's file as a browser does; the answer is judged by the contract. */
export async function follow(door: TestDoor, address: string, token: string | null = null): Promise<Download> {
  const headers: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` };
  const answer = await fetch(door.url + address, { headers });
  const content = Buffer.from(await answer.arrayBuffer());
  const isFile = answer.status === 200;
  const body = isFile ? null : (JSON.parse(content.toString()) as { error: { code: string } });
  expectContract(door.contract, 'downloadReport', answer.status, body ?? content.toString('latin1'));
  return { status: answer.status, headers: answer.headers, content, code: body?.error.code ?? null };
}
