// What a single-page application does: fetch with a JSON content type on every call, also where there is no body. Answers
// with what a script in the page can read of it, headers included.
globalThis.call = async ({ url, method, headers = {}, body, form }) => {
  const answer = await fetch(url, {
    method,
    headers: { ...(form ? {} : { 'content-type': 'application/json' }), ...headers },
    body: form ? formData(form) : body === undefined ? undefined : JSON.stringify(body),
  });
  const isJson = answer.headers.get('content-type')?.includes('json') ?? false;
  return {
    status: answer.status,
    headers: Object.fromEntries(answer.headers),
    body: isJson ? await answer.json() : null,
    file: isJson ? null : encode(new Uint8Array(await answer.arrayBuffer())),
  };
};

/** A picture that somebody has drawn in the page, transparent where nothing is and the kind of file can be. */
globalThis.painted = ({ width, height, type }) => {
  const canvas = Object.assign(globalThis.document.createElement('canvas'), { width, height });
  const brush = canvas.getContext('2d');
  brush.fillStyle = '#0a7d4f';
  brush.arc(height / 2, height / 2, height / 2, 0, 2 * Math.PI);
  brush.fill();
  return canvas.toDataURL(type).split(',')[1];
};

function formData(parts) {
  const form = new FormData();
  for (const { field, text, base64, name, type } of parts) {
    if (text === undefined) form.append(field, new File([decode(base64)], name, { type }));
    else form.append(field, text);
  }
  return form;
}

const decode = (base64) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
const encode = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
