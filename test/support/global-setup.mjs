import './typescript.mjs';

/** Jest runs this natively, without its own transforms: hence the import of sources through our loader. */
export default async function setUp() {
  const { beginTestServer } = await import('./test-server.ts');
  beginTestServer();
}
