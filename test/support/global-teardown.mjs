export default async function tearDown() {
  const { endTestServer } = await import('./test-server.ts');
  await endTestServer();
}
