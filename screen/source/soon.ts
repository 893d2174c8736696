/**
 * Runs once with the next animation frame. A page that is not drawn has no frames: then a timer
 * does it, so that a hidden wall does not heap up what it will have to fold.
 */
export function soon(run: () => void): void {
  let done = false;
  const once = (): void => {
    if (done) return;
    done = true;
    clearTimeout(timer);
    cancelAnimationFrame(frame);
    run();
  };
  const timer = setTimeout(once, 250);
  const frame = requestAnimationFrame(once);
}
