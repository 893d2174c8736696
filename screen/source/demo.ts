/** What a wall's keyboard does to its script; answered once it is on record. */
import { ApiDemo, type DemoCommand } from '../../server/wire/demo.ts';
import { write } from './write.ts';

/** Rejects as Unanswered or NotDone. */
export const command = (wall: string, asked: DemoCommand): Promise<unknown> => write(`/api/demo/${encodeURIComponent(wall)}`, { command: asked }, (body) => body);
export const readScripts = (body: unknown): ApiDemo['scripts'] => ApiDemo.parse(body).scripts;
