import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';

const FILES = {
  '/': ['index.html', 'text/html; charset=utf-8'],
  '/client.js': ['client.js', 'text/javascript; charset=utf-8'],
};

/** Serves the page of a client on a free port of this machine: an origin that is not the API's. */
export async function servePage() {
  const server = createServer((request, response) => {
    const [name, type] = FILES[request.url] ?? [];
    if (!name) return response.writeHead(404).end();
    readFile(fileURLToPath(new URL(`page/${name}`, import.meta.url))).then(
      (content) => response.writeHead(200, { 'content-type': type }).end(content),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
