export async function replayCommand(_argv: string[]): Promise<void> { throw new Error('not built yet'); }
