/**
 * One configuration value: how it is named in the environment, what it may be, what it is when nothing is said,
 * and whether that default is safe outside a developer's machine.
 */
export interface Setting<T> {
  readonly env: string;
  readonly about: string;
  readonly parse: (text: string) => T;
  readonly fallback: T;
  /** How the default is shown in documentation; secrets show as a description. */
  readonly shown: string;
  /** Why the value found must not be used in production, or null when it may. */
  readonly unsafe?: (value: T) => string | null;
}

export class SettingProblem extends Error {}

interface Options<T> {
  about: string;
  fallback: T;
  shown?: string;
  unsafe?: (value: T) => string | null;
}

function setting<T>(env: string, parse: (text: string) => T, options: Options<T>): Setting<T> {
  const { about, fallback, unsafe } = options;
  const shown = options.shown ?? (fallback === null || fallback === '' ? 'empty' : String(fallback));
  return { env, about, parse, fallback, shown, ...(unsafe ? { unsafe } : {}) };
}

export const text = (env: string, options: Options<string>): Setting<string> => setting(env, (value) => value, options);

export const optionalText = (env: string, options: Options<string | null>): Setting<string | null> =>
  setting(env, (value) => (value === '' ? null : value), options);

export const choice = <const C extends string>(
  env: string,
  choices: readonly C[],
  options: Options<NoInfer<C>>,
): Setting<C> =>
  setting(
    env,
    (value) => {
      if (!choices.includes(value as C)) throw new SettingProblem(`must be one of ${choices.join(', ')}`);
      return value as C;
    },
    options,
  );

export const integer = (env: string, options: Options<number> & { least?: number; most?: number }): Setting<number> => {
  const least = options.least ?? 0;
  const most = options.most ?? Number.MAX_SAFE_INTEGER;
  return setting(
    env,
    (value) => {
      const parsed = Number(value);
      if (!/^-?\d+$/.test(value) || parsed < least || parsed > most) {
        throw new SettingProblem(`must be a whole number from ${least} to ${most}`);
      }
      return parsed;
    },
    options,
  );
};

export const decimal = (env: string, options: Options<string>): Setting<string> =>
  setting(
    env,
    (value) => {
      if (!/^\d+(\.\d{1,4})?$/.test(value)) throw new SettingProblem('must be a decimal number such as 2.5');
      return value;
    },
    options,
  );

export const flag = (env: string, options: Options<boolean>): Setting<boolean> =>
  setting(
    env,
    (value) => {
      if (value !== 'true' && value !== 'false') throw new SettingProblem('must be true or false');
      return value === 'true';
    },
    options,
  );

export const list = (env: string, options: Options<string[]>): Setting<string[]> =>
  setting(
    env,
    (value) =>
      value
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== ''),
    { ...options, shown: options.shown ?? (options.fallback.join(',') || 'empty') },
  );

/** Origins of the web, comma between: where they lead to is nobody's but theirs. */
export const origins = (env: string, protocols: readonly string[], options: Options<string[]>): Setting<string[]> => {
  const read = list(env, options);
  return { ...read, parse: (value) => read.parse(value).map((item) => new URL(checkedUrl(item, protocols)).origin) };
};

export const url = (
  env: string,
  protocols: readonly string[],
  options: Options<string> & { longest?: number },
): Setting<string> =>
  setting(
    env,
    (value) => {
      const address = checkedUrl(value, protocols);
      const { longest = Infinity } = options;
      if (address.length > longest) throw new SettingProblem(`must have at most ${longest} characters`);
      return address;
    },
    options,
  );

export const optionalUrl = (
  env: string,
  protocols: readonly string[],
  options: Options<string | null>,
): Setting<string | null> => setting(env, (value) => (value === '' ? null : checkedUrl(value, protocols)), options);

function checkedUrl(value: string, protocols: readonly string[]): string {
  const parsed = URL.canParse(value) ? new URL(value) : null;
  if (!parsed || !protocols.includes(parsed.protocol)) {
    throw new SettingProblem(`must be an address that begins with ${protocols.map((p) => `${p}//`).join(' or ')}`);
  }
  // Paths are written behind web addresses.
  return parsed.protocol.startsWith('http') ? value.replace(/\/+$/, '') : value;
}

/** 32 bytes, written as base64 or hex. */
export const key = (env: string, options: Options<Buffer>): Setting<Buffer> => setting(env, keyBytes, options);

/** Several of them, comma between. */
export const keys = (env: string, options: Omit<Options<Buffer[]>, 'fallback'>): Setting<Buffer[]> =>
  setting(env, (value) => (value === '' ? [] : value.split(',').map((one) => keyBytes(one.trim()))), {
    ...options,
    fallback: [],
    shown: 'empty',
  });

function keyBytes(value: string): Buffer {
  const bytes = /^[0-9a-f]{64}$/i.test(value) ? Buffer.from(value, 'hex') : Buffer.from(value, 'base64');
  if (bytes.length !== 32) throw new SettingProblem('must be 32 bytes as base64 or as 64 hexadecimal digits');
  return bytes;
}
