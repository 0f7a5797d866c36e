/** Loaded before a program: its parent says by how many milliseconds its clock is off, and gets that said back. */
const RealDate = Date;
let offset = 0;

globalThis.Date = /** @type {DateConstructor} */ (
  new Proxy(RealDate, {
    construct: (target, [first = RealDate.now() + offset, ...rest]) => Reflect.construct(target, [first, ...rest]),
    get: (target, name, receiver) =>
      name === 'now' ? () => RealDate.now() + offset : Reflect.get(target, name, receiver),
  })
);

process.on('message', (/** @type {number} */ milliseconds) => {
  offset = milliseconds;
  process.send?.(milliseconds);
});
