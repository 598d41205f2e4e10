import { mailLayout } from './mail-layout.js';

const content = {
  title: 'Confirm your address',
  paragraphs: ['Use this code to confirm your address.', 'It is valid for 10 minutes.'],
  code: '482913',
  action: { label: 'Open the dashboard', url: 'https://pay.example/confirm?a=1&b=2' },
};

describe('the layout of mails', () => {
  it('says everything as text, the code after the first paragraph', () => {
    expect(mailLayout(content).text).toBe(
      [
        'Confirm your address',
        'Use this code to confirm your address.',
        '482913',
        'It is valid for 10 minutes.',
        'Open the dashboard: https://pay.example/confirm?a=1&b=2\n',
      ].join('\n\n'),
    );
  });

  it('says the same as HTML', () => {
    const { html } = mailLayout(content);
    expect(html).toMatch(/^<!doctype html>/);
    const shown = ['<h1', content.paragraphs[0], '>482913<', content.paragraphs[1], '>Open the dashboard</a>'];
    const positions = shown.map((part) => html.indexOf(part as string));
    expect(positions).not.toContain(-1);
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
    expect(html).toContain('href="https://pay.example/confirm?a=1&amp;b=2"');
    expect(html).toContain('name="viewport"');
  });

  it('leaves out what is not given', () => {
    const { text, html } = mailLayout({ title: 'Hello', paragraphs: [] });
    expect(text).toBe('Hello\n');
    expect(html).not.toMatch(/undefined|<a |<p /);
  });

  it('escapes every field', () => {
    const evil = `"><script>alert('&')</script>`;
    const { html } = mailLayout({
      title: evil,
      paragraphs: [evil],
      code: evil,
      action: { label: evil, url: `https://pay.example/${evil}` },
    });
    expect(html).not.toContain('<script');
    expect(html).not.toContain('">alert');
    expect(html.match(/&quot;&gt;&lt;script&gt;alert\(&#39;&amp;&#39;\)&lt;\/script&gt;/g)).toHaveLength(5);
  });

  it('keeps line breaks of a paragraph', () => {
    expect(mailLayout({ title: 'T', paragraphs: ['a\nb'] }).html).toContain('a<br>b');
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', 'nowhere'])('refuses an action that leads to %s', (url) => {
    expect(() => mailLayout({ ...content, action: { label: 'Go', url } })).toThrow(RangeError);
  });
});
