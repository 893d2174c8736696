/** Time left, or time over, as the desk writes it. Pure. */
const two = (n: number): string => String(n).padStart(2, '0');

/** 754_000 → "12:34", from an hour on "1:02:03"; what is over counts up in the same way. */
export function countdown(ms: number): string {
  const s = Math.floor(Math.abs(ms) / 1000);
  const minutes = `${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
  return s < 3600 ? minutes : `${Math.floor(s / 3600)}:${minutes}`;
}
