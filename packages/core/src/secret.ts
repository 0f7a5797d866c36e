const INSPECT = Symbol.for('nodejs.util.inspect.custom');

/**
 * A string that does not print itself: `toString`, JSON, template strings and Node's `inspect` all give
 * `[secret]`. Only {@link Secret.reveal} gives the value.
 *
 * @example
 * const secret = new Secret('s3cret');
 * `${secret}`;       // '[secret]'
 * secret.reveal();   // 's3cret'
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The value itself. Call it at the last moment, and do not keep the result. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  [INSPECT](): string {
    return '[secret]';
  }
}
