import { createServer } from 'node:net';

/** A mail server that takes every mail and keeps none. A process of its own. */
const END_OF_MAIL = '\r\n.\r\n';

const server = createServer((socket) => {
  let text = '';
  let readsMail = false;
  const answer = (line: string): void => {
    const command = line.slice(0, 4).toUpperCase();
    readsMail = command === 'DATA';
    socket.write(readsMail ? '354 go on\r\n' : command === 'QUIT' ? '221 bye\r\n' : '250 ok\r\n');
  };
  /** Up to the next end of a mail or of a line; false when it has not come yet. */
  const takeNext = (): boolean => {
    const end = readsMail ? END_OF_MAIL : '\r\n';
    const at = text.indexOf(end);
    if (at < 0) return false;
    const taken = text.slice(0, at);
    text = text.slice(at + end.length);
    if (!readsMail) answer(taken);
    else {
      readsMail = false;
      socket.write('250 taken\r\n');
    }
    return true;
  };
  socket.setEncoding('latin1');
  socket.on('data', (chunk: string) => {
    text += chunk;
    while (takeNext());
  });
  socket.on('error', () => undefined);
  socket.write('220 bench\r\n');
});

process.on('disconnect', () => process.exit(0));
server.listen(Number(process.env['SMTP_PORT']), '127.0.0.1', () => process.send?.({ type: 'ready' }));
