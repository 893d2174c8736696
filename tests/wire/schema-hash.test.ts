import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { z } from 'zod';
import * as messages from '../../server/wire/messages.ts';

const WIRE = new URL('../../server/wire/', import.meta.url);

/** What each protocol version's schemas hash to. A version that has been released never changes here. */
const HASHES: Record<number, string> = {
  1: 'ac335d321bad5942',
  2: '8cbf7287abb60b90',
  3: 'e010d6060201b982',
  4: 'd8c62688cd6684fd',
  5: 'bd1caefce3982e04',
  6: 'cbc75acc8be64356',
  7: 'b2179f5767a5a5c6',
  8: '10d448f8f842f0ac',
  9: 'a3050a4b483594a9',
};

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([k, v]) => [k, sorted(v)]));
};

/** Every schema of every file of the wire by name, in an order that does not depend on where it is written. */
async function wireHash(): Promise<string> {
  const shapes: Record<string, unknown> = {};
  for (const file of readdirSync(WIRE)) {
    const module = await import(new URL(file, WIRE).href) as Record<string, unknown>;
    for (const [name, value] of Object.entries(module)) {
      if (!(value instanceof z.ZodType)) continue;
      const shape = z.toJSONSchema(value, { unrepresentable: 'any', io: 'output' });
      // Two of one name would hide each other.
      if (name in shapes) expect(shape, `${file}: ${name} stands in another file too`).toEqual(shapes[name]);
      shapes[name] = shape;
    }
  }
  for (const [topic, { snapshot, delta }] of Object.entries(messages.TOPIC_SCHEMAS)) {
    shapes[`${topic}.snapshot`] = z.toJSONSchema(snapshot, { unrepresentable: 'any' });
    shapes[`${topic}.delta`] = z.toJSONSchema(delta, { unrepresentable: 'any' });
  }
  expect(Object.keys(shapes)).toEqual(expect.arrayContaining(['ApiScenes', 'ApiWalls', 'ApiTour', 'ApiCases', 'ApiNearby', 'ApiHeat', 'ApiBasemap', 'Said', 'ApiSummary', 'staff.delta']));
  return createHash('sha256').update(JSON.stringify(sorted(shapes))).digest('hex').slice(0, 16);
}

it('the schemas of the wire are those of this protocol version', async () => {
  const hash = await wireHash();
  expect(hash, `server/wire changed: its schemas hash to ${hash}, but PROTOCOL ${messages.PROTOCOL} stands for ` +
    `${HASHES[messages.PROTOCOL] ?? 'nothing yet'}. If screens of the old version could misread the new messages (or the other way round), ` +
    `raise PROTOCOL in server/wire/messages.ts and add the new hash to HASHES in this test.`).toBe(HASHES[messages.PROTOCOL]);
});
