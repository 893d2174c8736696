/** The simulated media gateway: a picture of each camera that is online, and a stream that goes on without end. */
import { inflateSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { hasStream, partOf, playlist } from '../../mock-feeds/video/media.ts';
import { startSimulator, type Running } from './start.ts';

let run: Running;
let states: { DeviceID: string; Status: string }[];
beforeAll(async () => {
  run = await startSimulator({ scale: 0.02 });
  states = (await run.get('/video/status') as { list: typeof states }).list;
});
afterAll(() => run.stop());
const ids = (status: string): string[] => states.filter(({ Status }) => Status === status).map(({ DeviceID }) => DeviceID);
const get = async (id: string, file: string): Promise<[number, string | null, Buffer]> => {
  const answer = await fetch(`${run.url}/video/media/${id}/${file}`);
  return [answer.status, answer.headers.get('content-type'), Buffer.from(await answer.arrayBuffer())];
};

it('draws what a camera sees: a PNG of its own, which changes with time', async () => {
  const [one, two] = ids('ON') as [string, string];
  const [status, type, body] = await get(one, 'snapshot.png');
  expect([status, type, body.subarray(1, 4).toString(), body.readUInt32BE(16), body.readUInt32BE(20)]).toEqual([200, 'image/png', 'PNG', 320, 180]);
  const data = body.indexOf('IDAT');
  expect(inflateSync(body.subarray(data + 4, data + 4 + body.readUInt32BE(data - 4))).length).toBe(321 * 180);
  expect((await get(two, 'snapshot.png'))[2]).not.toEqual(body);
  expect((await get(one, 'snapshot.png'))[2]).toEqual(body);
});

it('says of a camera that is offline, unknown or without a stream what is the matter', async () => {
  expect((await get(ids('OFF')[0]!, 'snapshot.png'))[0]).toBe(503);
  expect((await get('1', 'snapshot.png'))[0]).toBe(404);
  const old = ids('ON').find((id) => !hasStream(id))!;
  expect([(await get(old, 'live.m3u8'))[0], (await get(old, 'snapshot.png'))[0]]).toEqual([404, 200]);
});

it('streams: every part that its list names is there', async () => {
  const id = ids('ON').find(hasStream)!;
  const [status, type, body] = await get(id, 'live.m3u8');
  expect([status, type]).toEqual([200, 'application/vnd.apple.mpegurl']);
  for (const file of ['init.mp4', ...body.toString().match(/^\d+\.m4s$/gm)!]) {
    const [found, kind, part] = await get(id, file);
    expect([found, kind, part.subarray(4, 8).toString()]).toEqual([200, 'video/mp4', file === 'init.mp4' ? 'ftyp' : 'styp']);
  }
  expect((await get(id, 'x.m4s'))[0]).toBe(404);
});

it('goes on: numbers and times without a gap, however often the picture has gone round', () => {
  const numbers = (ms: number): number[] => playlist(ms).match(/^\d+(?=\.m4s)/gm)!.map(Number);
  expect([numbers(0), numbers(1999), numbers(2000), numbers(3_600_000)]).toEqual([[0, 1, 2, 3], [0, 1, 2, 3], [1, 2, 3, 4], [1800, 1801, 1802, 1803]]);
  const begins = (n: number): bigint => { const part = partOf(`${n}.m4s`)!; return part.readBigUInt64BE(part.indexOf('tfdt') + 8); };
  const step = begins(1) - begins(0);
  for (const n of [1, 5, 6, 7, 1800, 1801]) expect(begins(n)).toBe(begins(0) + BigInt(n) * step);
});
