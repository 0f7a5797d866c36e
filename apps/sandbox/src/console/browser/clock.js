/** Lets the clock go on between two looks at the sandbox. */
export function letTheClockTick() {
  let shown = '';
  let from = 0;
  setInterval(() => {
    const clock = document.getElementById('clock');
    if (clock === null) return;
    const { now = '0', frozen } = clock.dataset;
    if (now !== shown) {
      shown = now;
      from = performance.now();
    }
    const passed = frozen === undefined ? performance.now() - from : 0;
    const time = new Date(Number(now) + passed).toISOString().slice(11, 19);
    if (clock.textContent !== time) clock.textContent = time;
  }, 250);
}
