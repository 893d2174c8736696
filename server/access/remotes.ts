/**
 * Remotes that are paired with walls. What a device proves itself by is random and kept here only as its hash, in a file
 * of its own, so that it survives a restart; the record of actions says who was paired and unpaired when.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { writeDurably } from './durable.ts';
import { Turns } from './turns.ts';
import type { WallMoves } from './wall-moves.ts';

const Kept = z.object({ devices: z.array(z.object({ device: z.string(), wall: z.string(), name: z.string(), hash: z.string(), until: z.number() })) });
type KeptDevice = z.infer<typeof Kept>['devices'][number];
export type Device = Omit<KeptDevice, 'hash'>;

export interface RemotesOptions {
  file: string;
  /** How long a pairing counts, ms. */
  expires: number;
  moves: Pick<WallMoves, 'wrote'>;
  randomHex(bytes: number): string;
  log: { warn(fields: object, text: string): void };
}
/** Of one wall: whoever pairs beyond these takes the place of the oldest. */
const PER_WALL = 20;
const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');
const bare = ({ hash: _hash, ...device }: KeptDevice): Device => device;

export class Remotes {
  /** By the hash of its token. */
  private readonly byHash = new Map<string, KeptDevice>();
  private readonly turns = new Turns();

  private constructor(private readonly options: RemotesOptions, devices: readonly KeptDevice[]) { for (const one of devices) this.byHash.set(one.hash, one); }

  /** A file that cannot be read pairs nobody: then each device is paired anew. */
  static async open(options: RemotesOptions): Promise<Remotes> {
    const text = await readFile(options.file, 'utf8').catch((error: NodeJS.ErrnoException) => { if (error.code === 'ENOENT') return null; throw error; });
    try {
      return new Remotes(options, text === null ? [] : Kept.parse(JSON.parse(text)).devices);
    } catch (cause) {
      options.log.warn({ file: options.file, err: cause }, 'the paired remotes could not be read; each must be paired anew');
      return new Remotes(options, []);
    }
  }

  find(token: string, now: number): Device | null { const found = this.byHash.get(hashOf(token)); return found && found.until > now ? bare(found) : null; }
  devices(wall: string, now: number): Device[] { return [...this.byHash.values()].filter((one) => one.wall === wall && one.until > now).map(bare); }

  /** Fulfilled with its token once it is on disk. `at`: ms of the world's clock. */
  async pair(wall: string, name: string, from: string, now: number, at: number): Promise<{ device: Device; token: string }> {
    const { randomHex, expires, moves } = this.options;
    const token = randomHex(32);
    const fresh: KeptDevice = { device: randomHex(8), wall, name, hash: hashOf(token), until: now + expires };
    for (const [hash, { until }] of this.byHash) if (until <= now) this.byHash.delete(hash);
    const room = this.devices(wall, now);
    await this.unpair(room.slice(0, Math.max(0, room.length - PER_WALL + 1)).map(({ device }) => device), 'server', 'console', at);
    await moves.wrote({ wall, who: name, from, at, device: fresh.device, command: null, what: 'paired', detail: {} });
    this.byHash.set(fresh.hash, fresh);
    try { await this.save(); } catch (error) { this.byHash.delete(fresh.hash); throw error; }
    return { device: bare(fresh), token };
  }

  async unpair(devices: readonly string[], who: string, from: string, at: number): Promise<void> {
    const gone = [...this.byHash.values()].filter(({ device }) => devices.includes(device));
    if (gone.length === 0) return;
    for (const { hash } of gone) this.byHash.delete(hash);
    await this.save();
    for (const { wall, device, name } of gone) await this.options.moves.wrote({ wall, who, from, at, device, command: null, what: 'unpaired', detail: { name } });
  }

  private save(): Promise<void> {
    return this.turns.run('', () => writeDurably(this.options.file, JSON.stringify({ devices: [...this.byHash.values()] } satisfies z.infer<typeof Kept>)));
  }
}
