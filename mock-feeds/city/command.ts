/** `city --out DIR [--seed N] [--scale S]`: writes the city's files and prints one JSON line. */
export function cityCommand(_argv: string[]): void { throw new Error('not built yet'); }
