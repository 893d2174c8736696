/** What bring-up tells the person at the terminal: plain lines on stderr, so that stdout stays for logs. */
export function say(text: string): void {
  process.stderr.write(`yiping: ${text}\n`);
}

/**
 * Runs `work`; if it lasts over two seconds says every few seconds that it still goes on, so that no
 * wait at the terminal is unexplained.
 */
export async function saying<T>(what: string, work: () => Promise<T>): Promise<T> {
  say(`${what} …`);
  const began = Date.now();
  const timer = setInterval(() => say(`${what}: ${Math.round((Date.now() - began) / 1000)} s so far`), 5_000);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
