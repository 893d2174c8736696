/**
 * What officers did: one JSON line each, append-only, acknowledged only after it is on disk. Each
 * line carries the hash of the one before it, so that a line changed or taken out later shows.
 */
import { createHash } from 'node:crypto';
import { open, readFile, writeFile, type FileHandle } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { z } from 'zod';

export const AuditRecord = z.object({
  /** World's clock, ms. */
  at: z.number().int(),
  /** Account, or the name of what acted by itself. */
  who: z.string().min(1).max(100),
  /** Where from: address or console. */
  from: z.string().max(100),
  action: z.string().min(1).max(60),
  /** What it was done to, and how. */
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
}).strict();
export type AuditRecord = z.infer<typeof AuditRecord>;

const AuditLine = AuditRecord.extend({ seq: z.number().int().positive(), prev: z.string(), hash: z.string() });
export type AuditLine = z.infer<typeof AuditLine>;

export interface Audit {
  /** Fulfilled when the line, and every one before it, is fsynced. Rejects if it cannot be: then it did not happen. */
  append(record: AuditRecord): Promise<AuditLine>;
  /** Lines in the file. */
  readonly count: number;
  close(): Promise<void>;
}

export interface AuditOptions {
  file: string;
  now: () => number;
  log: { warn(fields: object, text: string): void };
  /** Told every line that stands in the file, in order: by these, what follows from it is rebuilt. */
  each?: (line: AuditLine) => void;
  /** The disk; a test passes one that fails. */
  openFile?: (path: string, flags: string, mode: number) => Promise<FileHandle>;
}

const FIRST = '0'.repeat(64);
const hashOf = (line: Omit<AuditLine, 'hash'>): string => createHash('sha256').update(JSON.stringify(line)).digest('hex');

/** The line that follows; names stand in a fixed order, so that its hash can be taken again. */
function lineAfter(seq: number, prev: string, { at, who, from, action, detail }: AuditRecord): AuditLine {
  const line = { seq: seq + 1, at, who, from, action, detail, prev };
  return { ...line, hash: hashOf(line) };
}

/** The record a line of text holds if its own hash is right; null otherwise. */
function readLine(text: string): AuditLine | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const parsed = AuditLine.safeParse(value);
  if (!parsed.success) return null;
  const { seq, hash, prev } = parsed.data;
  return lineAfter(seq - 1, prev, bare(parsed.data)).hash === hash ? parsed.data : null;
}
const bare = ({ at, who, from, action, detail }: AuditLine): AuditRecord => ({ at, who, from, action, detail });

export interface AuditState { count: number; hash: string; bytes: number; torn: Buffer }

/**
 * Reads a file's chain. What a crash left unfinished at its end comes back as `torn`. Throws where a
 * line is wrong that others follow: that is no crash.
 */
export function readChain(file: string, content: Buffer, each?: (line: AuditLine) => void): AuditState {
  const state: AuditState = { count: 0, hash: FIRST, bytes: 0, torn: Buffer.alloc(0) };
  for (let from = 0; from < content.length;) {
    const end = content.indexOf(10, from);
    const line = end < 0 ? null : readLine(content.toString('utf8', from, end));
    if (line === null || line.prev !== state.hash || line.seq !== state.count + 1) {
      const found = line?.seq ?? (end < 0 ? null : wholeLineIn(content, end + 1));
      if (found !== null) {
        throw new Error(`${file}: line ${state.count + 1}: found ${line ? `record ${line.seq} after ${line.prev.slice(0, 12)}` : 'no whole record'} before record ${found}, ` +
          `expected record ${state.count + 1} after ${state.hash.slice(0, 12)}: the record of actions was changed from outside`);
      }
      state.torn = content.subarray(from);
      return state;
    }
    from = end + 1;
    each?.(line);
    Object.assign(state, { count: line.seq, hash: line.hash, bytes: from });
  }
  return state;
}

/** Number of the first whole record at or after `from`. */
function wholeLineIn(content: Buffer, from: number): number | null {
  for (const text of content.toString('utf8', from).split('\n')) {
    const line = readLine(text);
    if (line) return line.seq;
  }
  return null;
}

/** Opens the record, mending a torn end (kept beside it, and recorded). Throws if the chain is broken. */
export async function openAudit(options: AuditOptions): Promise<Audit> {
  const { file, log, now } = options;
  const content = await readFile(file).catch((error: NodeJS.ErrnoException) => { if (error.code === 'ENOENT') return Buffer.alloc(0); throw error; });
  const state = readChain(file, content, options.each);
  const handle = await (options.openFile ?? open)(file, 'a', 0o600);
  await syncFolder(dirname(file));
  const audit = new FileAudit(handle, state);
  if (state.torn.length > 0) {
    const kept = `${file}.torn-${state.count + 1}`;
    await writeFile(kept, state.torn, { mode: 0o600 });
    await handle.truncate(state.bytes);
    log.warn({ file, bytes: state.torn.length, kept, after: state.count }, 'the record of actions ended in an unfinished line, which nobody was told was written; it was set aside');
    await audit.append({ at: now(), who: 'server', from: 'recovery', action: 'audit.recovered', detail: { bytes: state.torn.length, kept: basename(kept) } });
  }
  return audit;
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

interface Waiting { record: AuditRecord; resolve: (line: AuditLine) => void; reject: (error: unknown) => void }

class FileAudit implements Audit {
  private waiting: Waiting[] = [];
  private writing: Promise<void> | null = null;
  private broken: Error | null = null;
  private closed = false;
  private seq: number;
  private hash: string;
  private bytes: number;

  constructor(private readonly handle: FileHandle, state: AuditState) {
    this.seq = state.count;
    this.hash = state.hash;
    this.bytes = state.bytes;
  }

  get count(): number { return this.seq; }

  append(record: AuditRecord): Promise<AuditLine> {
    const checked = AuditRecord.safeParse(record);
    if (!checked.success) return Promise.reject(new Error(`audit: ${checked.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')}`));
    if (this.closed) return Promise.reject(new Error('audit: the record of actions is closed'));
    return new Promise((resolve, reject) => {
      this.waiting.push({ record: checked.data, resolve, reject });
      this.writing ??= this.drain();
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.writing;
    await this.handle.close();
  }

  /** Whoever comes while one group is being written goes into the next. */
  private async drain(): Promise<void> {
    while (this.waiting.length > 0) {
      const group = this.waiting;
      this.waiting = [];
      try {
        const lines = await this.commit(group.map(({ record }) => record));
        group.forEach(({ resolve }, i) => { resolve(lines[i]!); });
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    // In the same breath as the last look: who comes after it starts anew.
    this.writing = null;
  }

  private async commit(records: readonly AuditRecord[]): Promise<AuditLine[]> {
    if (this.broken) throw this.broken;
    const lines: AuditLine[] = [];
    let { seq, hash } = this;
    for (const record of records) {
      const line = lineAfter(seq, hash, record);
      lines.push(line);
      ({ seq, hash } = line);
    }
    const bytes = Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    try {
      await this.handle.appendFile(bytes);
      await this.handle.datasync();
    } catch (error) {
      await this.takeBack(error);
      throw error;
    }
    Object.assign(this, { seq, hash, bytes: this.bytes + bytes.length });
    return lines;
  }

  /** What was refused must not stand in the file either; if that fails too, nothing more is written. */
  private async takeBack(cause: unknown): Promise<void> {
    try {
      await this.handle.truncate(this.bytes);
      await this.handle.datasync();
    } catch (error) {
      this.broken = new Error('audit: the disk failed and what was half written could not be taken back; the record of actions must be opened anew', { cause: [cause, error] });
    }
  }
}
