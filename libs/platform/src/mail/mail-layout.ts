import { escapeHtml } from '../http/html.js';

export interface MailContent {
  /** ISO 639-1 code of the language that it is written in; English when left out. */
  readonly language?: string;
  readonly title: string;
  readonly paragraphs: readonly string[];
  /** A one-time code, shown large after the first paragraph. */
  readonly code?: string;
  readonly action?: { readonly label: string; readonly url: string };
}

export interface RenderedMail {
  readonly text: string;
  readonly html: string;
}

const FONT = "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";

/**
 * The one look of our mails, as HTML and as plain text. Everything given is text and is escaped. Throws RangeError for an
 * action whose address is not http or https.
 */
export function mailLayout(content: MailContent): RenderedMail {
  const action = content.action && { ...content.action, url: webAddress(content.action.url) };
  return { text: asText({ ...content, action }), html: asHtml({ ...content, action }) };
}

function webAddress(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed === null || !['http:', 'https:'].includes(parsed.protocol)) {
    throw new RangeError('The action of a mail leads to an http or https address');
  }
  return parsed.href;
}

type Content = Omit<MailContent, 'action'> & { action: MailContent['action'] };

function asText({ title, paragraphs, code, action }: Content): string {
  const [first, ...others] = paragraphs;
  const blocks = [title, first, code, ...others, action && `${action.label}: ${action.url}`];
  return `${blocks.filter((block) => block !== undefined).join('\n\n')}\n`;
}

function asHtml({ language, title, paragraphs, code, action }: Content): string {
  const [first, ...others] = paragraphs.map(paragraph);
  const blocks = [first, code && codeBox(code), ...others, action && button(action.label, action.url)];
  // Tables and inline styles because that is what mail programs lay out alike.
  return `<!doctype html>
<html lang="${escapeHtml(language ?? 'en')}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
</head>
<body style="margin:0;padding:0;background:#f4f5f7">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background:#f4f5f7">
<tr><td align="center" style="padding:24px 12px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px;background:#ffffff;border-radius:8px">
<tr><td style="padding:32px;font-family:${FONT};font-size:16px;line-height:24px;color:#1f2933">
<h1 style="margin:0 0 16px;font-size:22px;line-height:28px;color:#102a43">${escapeHtml(title)}</h1>
${blocks.filter(Boolean).join('\n')}
</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`;
}

function paragraph(text: string): string {
  return `<p style="margin:0 0 16px">${escapeHtml(text).replaceAll('\n', '<br>')}</p>`;
}

function codeBox(code: string): string {
  const style = 'margin:0 0 16px;padding:16px;background:#f0f4f8;border-radius:6px;text-align:center';
  return `<p style="${style};font-size:30px;line-height:36px;letter-spacing:6px;font-weight:600">${escapeHtml(code)}</p>`;
}

function button(label: string, url: string): string {
  const style =
    'display:inline-block;padding:12px 24px;background:#0b69a3;border-radius:6px;color:#ffffff;text-decoration:none';
  return `<p style="margin:24px 0 0"><a href="${escapeHtml(url)}" style="${style};font-weight:600">${escapeHtml(label)}</a></p>`;
}
