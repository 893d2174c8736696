/** What each wall of many browsers shows, as a text under a version. */
import type { Connection } from './connection.ts';
import { KEY, type Prefix } from './keys.ts';
import type { KeptWall } from './types.ts';

export class WallStates {
  constructor(private readonly redis: Connection, private readonly prefix: Prefix) {}

  async read(wall: string): Promise<KeptWall | null> {
    const { v, s } = await this.redis.client.hgetall(KEY.wall(this.prefix, wall));
    return v === undefined || s === undefined ? null : { version: Number(v), text: s };
  }

  async keep(wall: string, base: number, text: string): Promise<KeptWall | null> {
    const [kept, version, later] = await this.redis.run('wall', KEY.wall(this.prefix, wall), [base, text]) as [number, number?, Buffer?];
    return Number(kept) === 1 ? null : { version: Number(version), text: later?.toString() ?? '' };
  }
}
